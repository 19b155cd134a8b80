"""Limits of reading in a build: what is refused, what is read again when one changes."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from corpus_reports import report, table_bytes, write_reports
from tests.reading.hostile_inputs import BUILT, CASES

import fzanalysis as fz
from fzanalysis.corpus import build
from fzanalysis.corpus.ledger import Ledger
from fzanalysis.corpus.parts import Fact
from fzanalysis.reading import Limits

SMALL = Limits(text_bytes=4096)
LONG = "依法行政工作扎实推进。" * 500


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_reports(folder, 5)
    (folder / "long.txt").write_text(report(7, extra=LONG), "utf-8")
    shutil.copy(BUILT / "plain.pdf", folder)
    return folder


def failed(out: Path) -> list[str]:
    return fz.load(out).failures["source_path"].tolist()


def test_what_a_limit_refused_is_read_when_it_is_raised(raw, tmp_path, read) -> None:
    out = tmp_path / "out"
    build(raw, out, limits=SMALL)
    # A third of the limit counts in characters of a PDF.
    assert failed(out) == ["long.txt"]
    assert "--max-text-mb" in fz.load(out).failures["hint"].iloc[0]
    read.clear()
    summary = build(raw, out)
    assert read == ["long.txt"]
    assert failed(out) == []
    assert not summary.unchanged
    build(raw, tmp_path / "fresh")
    assert table_bytes(out) == table_bytes(tmp_path / "fresh")
    read.clear()
    assert build(raw, out).unchanged
    assert read == []


def test_another_limit_raised_reads_nothing_again(raw, tmp_path, read) -> None:
    out = tmp_path / "out"
    build(raw, out, limits=SMALL)
    read.clear()
    more = Limits(text_bytes=SMALL.text_bytes, pages=5000, archive_depth=9)
    assert build(raw, out, limits=more).unchanged
    assert read == []


def test_a_limit_lowered_refuses_what_was_read(raw, tmp_path, read) -> None:
    out = tmp_path / "out"
    build(raw, out)
    assert failed(out) == []
    build(raw, out, limits=SMALL)
    assert failed(out) == ["long.txt"]
    build(raw, tmp_path / "fresh", limits=SMALL)
    assert table_bytes(out) == table_bytes(tmp_path / "fresh")


def test_back_to_the_defaults_nothing_is_read_twice(raw, tmp_path, read) -> None:
    out = tmp_path / "out"
    (raw / "huge.txt").write_text("法" * (6 * 1024 * 1024), "utf-8")
    build(raw, out)
    assert failed(out) == ["huge.txt"]
    read.clear()
    build(raw, out, limits=Limits(text_bytes=19 * 1024 * 1024))
    assert read == ["huge.txt"]
    assert "not a report" in fz.load(out).failures["reason"].iloc[0]
    read.clear()
    build(raw, out)
    assert read == []
    assert "the limit is 16 MB" in fz.load(out).failures["reason"].iloc[0]


def test_worker_processes_keep_the_limits(raw, tmp_path) -> None:
    build(raw, tmp_path / "one", limits=SMALL, workers=1)
    build(raw, tmp_path / "two", limits=SMALL, workers=2)
    assert table_bytes(tmp_path / "one") == table_bytes(tmp_path / "two")
    assert failed(tmp_path / "two") == ["long.txt"]


def test_what_lost_a_part_to_a_limit_is_read_again_too(raw, tmp_path, read, monkeypatch) -> None:
    """Legacy Word files that took the office suite too long: read without it, or refused."""
    from fzanalysis.errors import LimitError
    from fzanalysis.reading import doc

    def slow(data, suffix, limits):
        if limits.convert_seconds < 100:
            raise LimitError("it took too long", limit="convert_seconds")
        return (BUILT / "automatic.docx").read_bytes()

    monkeypatch.setattr(doc, "find_office", lambda: "soffice")
    monkeypatch.setattr(doc, "to_docx", slow)
    shutil.copy(BUILT / "automatic.doc", raw)
    shutil.copy(BUILT / "typed.doc", raw)
    out = tmp_path / "out"
    build(raw, out, workers=1)
    reports = fz.load(out).reports.set_index("source_path")
    assert "it took too long" in reports.loc["typed.doc", "warnings"]
    assert failed(out) == ["automatic.doc"]
    read.clear()
    build(raw, out, workers=1, limits=Limits(convert_seconds=200))
    assert sorted(read) == ["automatic.doc", "typed.doc"]
    assert failed(out) == []
    reports = fz.load(out).reports.set_index("source_path")
    assert "it took too long" not in reports.loc["typed.doc", "warnings"]


def test_the_ledger_gives_results_that_hold(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        refused = Fact("a.pdf", "0a1b", failure=("reading", "long", "cut"), limit="pages")
        ledger.keep("1.part", [refused])
        ledger.keep("2.part", [Fact("a.pdf", "0a1b pages=5000", "x", length=1)])
        assert ledger.key_kept("0a1b") == "0a1b"
        assert ledger.key_kept("0a1b pages=9000", Limits(pages=9000)) == "0a1b pages=5000"
        assert ledger.key_kept("0a1b pages=2000", Limits(pages=2000)) is None
        assert ledger.keys_kept("a.pdf", Limits(pages=5000)) == ("0a1b pages=5000",)
        assert ledger.key_kept("ffff") is None


#: Read in the end, or a failure for each member: told in docs/formats.md.
NOT_ONE_REFUSAL = ("page of 15 MB and 190,000 elements", "zip of 100,000 files")


@pytest.mark.slow
def test_hostile_files_are_a_row_each_and_the_rest_is_built(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_reports(raw, 3)
    cases = [case for case in CASES if case[0] not in NOT_ONE_REFUSAL]
    for number, (_, name, make) in enumerate(cases):
        (raw / f"{number:02d}-{name}").write_bytes(make())
    started = time.monotonic()
    summary = build(raw, tmp_path / "out", workers=1)
    assert time.monotonic() - started < 60  # all of them together; each takes seconds at most
    failures = fz.load(tmp_path / "out").failures
    assert summary.rows["reports"] == 3
    assert sorted(path[:2] for path in failures["source_path"]) == [
        f"{number:02d}" for number in range(len(cases))
    ]
    assert failures["hint"].str.len().min() > 5
    assert set(failures["stage"]) == {"reading"}
