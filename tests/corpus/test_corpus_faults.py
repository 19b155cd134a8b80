"""Bad days: a full disk, a folder that nobody may write into, files that change while they are read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from corpus_reports import report, table_bytes, write_reports

import fzanalysis as fz
from fzanalysis.cli import main
from fzanalysis.corpus.build import build
from fzanalysis.corpus.schema import WITH_SPANS
from fzanalysis.document import digest
from fzanalysis.errors import FzError

posix = pytest.mark.skipif(os.name != "posix", reason="limits and rights as POSIX has them")
NOBODY = 65534
FORMS = ("charts", "csv", "xlsx", "docx", "pptx", "html", "audit")


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, in workers neither: as on a disk that is full."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who owns nothing; a superuser may write everywhere."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if own == 0:
            os.seteuid(own)


@posix
@pytest.mark.parametrize(("size", "workers"), [(0, 1), (2_000, 1), (12_000, 1), (2_000, 2)])
def test_a_full_disk_is_named_and_the_old_tables_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int, workers: int
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write_reports(raw, 3)
    build(raw, out)
    old = table_bytes(out)
    write_reports(raw, 60)
    with small_disk(size):
        status = main(["build", str(raw), "--out", str(out), "--workers", str(workers)])
    told = capsys.readouterr()
    assert status == 2, told.out
    assert told.err.startswith("fzanalysis: ")
    assert "room" in told.err
    assert table_bytes(out) == old
    assert not list(out.glob(".new-*"))
    build(raw, out)
    build(raw, tmp_path / "right")
    assert table_bytes(out) == table_bytes(tmp_path / "right")


@posix
@pytest.mark.slow
def test_a_full_disk_leaves_the_old_briefing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reports(tmp_path / "raw", 2)
    build(tmp_path / "raw", tmp_path / "out")
    pack = tmp_path / "pack"
    arguments = ["briefing", "--tables", str(tmp_path / "out"), "--out", str(pack)]
    arguments += ["--codes", "learn_sessions"]
    assert main(arguments) == 0
    before = {p: p.read_bytes() for p in pack.rglob("*") if p.is_file()}
    assert {p.suffix for p in before} >= {".png", ".csv", ".xlsx", ".docx", ".pptx", ".html"}
    for form in FORMS:
        with small_disk(400):
            status = main([*arguments, "--forms", form])
        told = capsys.readouterr().err
        assert (status, told.startswith("fzanalysis: "), "room" in told) == (2, True, True), form
        assert {p: p.read_bytes() for p in pack.rglob("*") if p.is_file()} == before, form


@posix
def test_a_folder_that_must_not_be_written_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_reports(home / "raw", 2)
        build(home / "raw", home / "built")
        (home / "out").mkdir()
        for place in (home, home / "out"):
            place.chmod(0o555)
        try:
            with without_rights():
                with pytest.raises(FzError, match=r"nothing can be written into .*out"):
                    fz.build(home / "raw", home / "out")
                status = main(["build", str(home / "raw"), "--out", str(home / "out")])
                assert len(fz.load(home / "built").reports) == 2  # reading needs no right to write
        finally:
            home.chmod(0o755)
    assert status == 2
    assert "choose another folder" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("inner", [".", "out"])
def test_what_was_written_among_the_reports_is_not_read_as_reports(
    tmp_path: Path, inner: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, CSV, charts, audits and documents quote reports: read again, each figure would double."""
    write_reports(tmp_path, 6)
    out = str(tmp_path / inner)
    assert main(["build", str(tmp_path), "--out", out]) == 0
    right = table_bytes(Path(out))
    briefing = ["briefing", "--tables", out, "--forms", "csv", "audit", "xlsx", "--out"]
    assert main([*briefing, str(tmp_path / "pack")]) == 0
    assert main(["export", "--tables", out, "--out", str(tmp_path / "sent")]) == 0
    capsys.readouterr()
    assert main(["build", str(tmp_path), "--out", out]) == 1
    (failed,) = [line for line in capsys.readouterr().out.splitlines() if "failed" in line]
    assert "sent/briefing.xlsx" in failed, "a workbook alone is told, not read"
    assert {k: v for k, v in table_bytes(Path(out)).items() if "failures" not in k} == {
        k: v for k, v in right.items() if "failures" not in k
    }


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    write_reports(tmp_path / "raw", 1)
    (tmp_path / "out").write_text("a file")
    with pytest.raises(FzError, match="nothing can be written"):
        build(tmp_path / "raw", tmp_path / "out")


@pytest.mark.parametrize("workers", [1, 2])
def test_files_that_change_while_they_are_read(tmp_path: Path, workers: int) -> None:
    """Every file was looked at before the first is read: one is another then, one empty, one gone."""
    raw, out = tmp_path / "raw", tmp_path / "out"
    write_reports(raw, 6)
    names = sorted(p for p in raw.rglob("*.txt"))

    def change(done: int, total: int) -> None:
        if not done:
            names[0].write_text(report(0).replace("3次", "44次"), encoding="utf-8")
            names[1].write_text("")
            names[2].unlink(missing_ok=True)

    build(raw, out, workers=workers, progress=change)
    corpus = fz.load(out)
    failed = set(corpus.failures["source_path"])
    assert failed == {p.relative_to(raw).as_posix() for p in names[1:3]}
    shas = corpus.reports.set_index("source_path")["source_sha256"]
    # What a row says it was read from is what it was read from.
    for path in (names[0], *names[3:]):
        assert shas[path.relative_to(raw).as_posix()] == digest(path.read_bytes())
    texts = corpus.texts.set_index("report_id")["text"]
    for name in WITH_SPANS:
        for row in corpus.table(name).itertuples():
            assert texts[row.report_id][row.start : row.end] == row.quote
    assert 44.0 in set(corpus.metrics["value"])
    write_reports(raw, 6)
    build(raw, out)
    build(raw, tmp_path / "right")
    assert table_bytes(out) == table_bytes(tmp_path / "right")
