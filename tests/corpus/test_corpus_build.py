"""Builds: what is in the tables, what is done again, what survives."""

from __future__ import annotations

import random
import sys
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from corpus_reports import report, table_bytes, write_reports

import fzanalysis as fz
from fzanalysis.corpus import gather
from fzanalysis.corpus.build import build
from fzanalysis.corpus.schema import TABLES, WITH_SPANS
from fzanalysis.errors import UsageError

#: The module; ``fzanalysis.corpus.build`` as an attribute is the function.
build_module = sys.modules["fzanalysis.corpus.build"]
#: Files in the folder ``raw``.
FILES = 14
CONTRACT = {
    "reports": "report_id source_path source_sha256 format encoding title issuer region city province division_code level bureau_type year published_on chars duplicate_of warnings url",
    "sections": "report_id section_id parent_id level marker heading role start end quote",
    "measures": "report_id measure_id parent_id section_id kind marker heading text theme theme_share leaf start end quote",
    "metrics": "report_id metric_id measure_id section_id code counted value lower upper bound unit role part_of period as_of",
    "problems": "report_id item_id ordinal text category also reason start end quote",
    "plans": "report_id item_id ordinal text theme also start end quote",
    "citations": "report_id citation_id name kind in_marks nested_in start end quote",
    "completeness": "report_id part state section_id",
    "indicators": "report_id issuer region year code value lower upper bound unit rule n_mentions metric_ids complete_year",
    "texts": "report_id text",
    "failures": "source_path stage reason hint",
}


def test_tables_have_the_columns_of_the_contract(built) -> None:
    out, _ = built()
    for name, columns in CONTRACT.items():
        found = pq.read_schema(out / "tables" / f"{name}.parquet").names
        rest = [c for c in found if c not in columns.split()]
        assert [c for c in found if c in columns.split()] == columns.split()
        assert [c for c in rest if c not in ("start", "end", "quote")] == (
            [] if name in ("texts", "failures") else ["corrected_by"]
        )
        assert rest == [] or rest[-1] == "corrected_by"


def test_every_row_quotes_its_source(built) -> None:
    out, summary = built()
    corpus = fz.load(out)
    texts = corpus.texts.set_index("report_id")["text"]
    for name in WITH_SPANS:
        frame = corpus.table(name)
        assert len(frame) == summary.rows[name] > 0
        for row in frame.itertuples():
            assert texts[row.report_id][row.start : row.end] == row.quote


def test_figures_are_those_of_the_reports(built) -> None:
    out, _ = built()
    corpus = fz.load(out)
    paths = corpus.reports.set_index("report_id")["source_path"]
    learned = corpus.metrics[corpus.metrics["code"] == "learn_group_sessions"]
    found = {paths[r.report_id]: r.value for r in learned.itertuples()}
    expected = {(f"more/r{n:04d}.txt" if n % 3 == 0 else f"r{n:04d}.txt"): 3 + n for n in range(12)}
    assert found == expected


def test_reports_stand_in_order_of_their_ids(built) -> None:
    out, _ = built()
    for name in TABLES:
        if name != "failures":
            ids = fz.load(out).table(name)["report_id"].tolist()
            assert ids == sorted(ids)


def test_files_that_cannot_be_read_are_told_and_the_others_built(built) -> None:
    out, summary = built()
    failures = fz.load(out).failures
    assert failures["source_path"].tolist() == ["empty.txt", "other.txt"]
    assert failures["stage"].tolist() == ["reading", "parsing"]
    assert failures["hint"].str.len().gt(0).all()
    assert summary.exit_status == 1
    assert summary.rows["reports"] == 12
    assert "failed: empty.txt" in str(summary)


def test_a_defect_of_the_program_costs_one_file(built, monkeypatch) -> None:
    from fzanalysis.corpus import parts

    process = parts.process

    def defective(document, *rest):
        if document.source_path == "r0001.txt":
            raise ValueError("unforeseen")
        return process(document, *rest)

    monkeypatch.setattr(parts, "process", defective)
    out, summary = built(workers=1)
    row = fz.load(out).failures.set_index("source_path").loc["r0001.txt"]
    assert "ValueError: unforeseen" in row["reason"]
    assert "defect" in row["hint"]
    assert summary.rows["reports"] == 11


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir()])
def test_a_folder_that_is_missing_or_empty_is_refused(tmp_path: Path, make) -> None:
    make(tmp_path / "in")
    with pytest.raises(UsageError):
        build(tmp_path / "in", tmp_path / "out")


def test_one_file_can_be_built_alone(raw: Path, tmp_path: Path) -> None:
    summary = build(raw / "r0001.txt", tmp_path / "out")
    assert summary.rows["reports"] == 1
    assert fz.load(tmp_path / "out").reports["source_path"].tolist() == ["r0001.txt"]


def test_members_of_archives_are_files(raw: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(raw / "a.zip", "w") as archive:
        archive.writestr("b.txt", report(40))
    build(raw, tmp_path / "out")
    assert "a.zip!b.txt" in fz.load(tmp_path / "out").reports["source_path"].tolist()


def test_nothing_at_all_still_gives_whole_tables(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    summary = build(tmp_path / "in", tmp_path / "out")
    corpus = fz.load(tmp_path / "out")
    assert {name: len(frame) for name, frame in corpus.tables.items()} == summary.rows
    assert summary.rows["failures"] == 1
    for name, table in TABLES.items():
        assert corpus.table(name).columns.tolist() == table.names


# --- the same result whatever the way ---------------------------------------------------------


def test_two_workers_write_the_same_bytes_as_one(raw: Path, built, monkeypatch) -> None:
    monkeypatch.setattr(build_module, "PART", 3)
    monkeypatch.setattr("fzanalysis.corpus.tables.CHUNK", 5)
    one, _ = built("one", workers=1)
    two, _ = built("two", workers=2)
    assert table_bytes(one) == table_bytes(two)


def test_the_order_of_the_files_does_not_matter(raw: Path, built, monkeypatch) -> None:
    one, _ = built("one")
    listed = gather.list_sources

    def shuffled(*arguments):
        sources = list(listed(*arguments))
        random.Random(3).shuffle(sources)
        return iter(sources)

    monkeypatch.setattr(gather, "list_sources", shuffled)
    other, _ = built("other")
    assert table_bytes(one) == table_bytes(other)


def test_the_size_of_the_parts_does_not_matter(built, monkeypatch) -> None:
    one, _ = built("one")
    monkeypatch.setattr(build_module, "PART", 1)
    other, _ = built("other")
    assert table_bytes(one) == table_bytes(other)


# --- what is done again -----------------------------------------------------------------------


def test_nothing_changed_nothing_is_done(built, read) -> None:
    out, first = built()
    assert len(read) == FILES
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    read.clear()
    _, second = built()
    assert read == []
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()} == before
    assert second.unchanged
    assert second.rows == first.rows
    assert second.failures == first.failures
    assert second.exit_status == 1


def test_only_what_changed_is_read_again(raw: Path, built, read) -> None:
    out, _ = built()
    (raw / "r0001.txt").write_text(report(1, learn=99), "utf-8")
    (raw / "new.txt").write_text(report(50), "utf-8")
    (raw / "r0002.txt").unlink()
    read.clear()
    _, summary = built()
    assert sorted(read) == ["new.txt", "r0001.txt"]
    assert not summary.unchanged
    fresh, _ = built("fresh")
    assert table_bytes(out) == table_bytes(fresh)


def test_what_is_stated_of_a_file_counts(raw: Path, built, read) -> None:
    built()
    read.clear()
    (raw / "sources.csv").write_text("path,issuer\nr0001.txt,某市交通运输局\n", "utf-8")
    out, _ = built()
    assert read == ["r0001.txt"]
    reports = fz.load(out).reports.set_index("source_path")
    assert reports.loc["r0001.txt", "issuer"] == "某市交通运输局"


def test_stating_something_of_a_file_that_is_not_there_is_refused(raw: Path, built) -> None:
    (raw / "sources.csv").write_text("path,year\nnothing.txt,2020\n", "utf-8")
    with pytest.raises(UsageError, match=r"nothing\.txt"):
        built()


def test_another_vocabulary_redoes_all(raw: Path, built, read, tmp_path: Path) -> None:
    built()
    read.clear()
    own = tmp_path / "own"
    own.mkdir()
    (own / "metrics.toml").write_text(
        '[[metric]]\ncode = "boards_own"\nzh = "展板"\ntheme = "PUB"\nunits = ["块"]\n'
        'cues = ["制作宣传展板", "宣传展板", "展板"]\n',
        "utf-8",
    )
    built(catalogue=own)
    assert len(read) == FILES


def test_another_program_redoes_all(built, read, monkeypatch) -> None:
    from fzanalysis.corpus import keys

    built()
    read.clear()
    monkeypatch.setattr(keys, "epoch", lambda: "another")
    built()
    assert len(read) == FILES


def test_fresh_reads_everything_again(built, read) -> None:
    built()
    read.clear()
    out, _ = built(fresh=True)
    assert len(read) == FILES
    assert len(list((out / ".cache" / "parts").glob("*.part"))) == 1


def test_tables_that_somebody_touched_are_written_again(built) -> None:
    out, _ = built()
    before = table_bytes(out)
    (out / "tables" / "metrics.parquet").write_bytes(b"spoilt")
    _, summary = built()
    assert not summary.unchanged
    assert table_bytes(out) == before


def test_a_damaged_part_is_made_again(built, read) -> None:
    out, _ = built()
    before = table_bytes(out)
    (part,) = (out / ".cache" / "parts").glob("*.part")
    part.write_bytes(part.read_bytes()[:-40])
    (out / ".cache" / "built.json").unlink()
    read.clear()
    built()
    assert len(read) == FILES
    assert table_bytes(out) == before


def test_small_parts_are_put_together(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(gather, "_WORTH", 4)
    monkeypatch.setattr(build_module, "PART", 1)
    write_reports(tmp_path / "raw", 10)
    out = tmp_path / "out"
    build(tmp_path / "raw", out)
    assert len(list((out / ".cache" / "parts").glob("*.part"))) == 2 + 2
    write_reports(tmp_path / "raw", 11)
    build(tmp_path / "raw", out)
    build(tmp_path / "raw", tmp_path / "fresh")
    assert table_bytes(out) == table_bytes(tmp_path / "fresh")


# --- the same report twice --------------------------------------------------------------------


def test_a_report_given_twice_is_one_report(raw: Path, built) -> None:
    (raw / "copy.txt").write_text(report(1), "utf-8")
    (raw / "page.html").write_text(
        "<html><body><div class='TRS_Editor'>"
        + "".join(f"<p>{line}</p>" for line in report(2).splitlines())
        + "</div></body></html>",
        "utf-8",
    )
    out, _ = built()
    reports = fz.load(out).reports.set_index("source_path")
    ids = reports["report_id"]
    assert ids.is_unique
    assert reports.loc["r0001.txt", "duplicate_of"] == ids["copy.txt"]
    assert reports.loc["r0002.txt", "duplicate_of"] == ids["page.html"]
    assert ids["r0001.txt"] not in set(fz.load(out).metrics["report_id"])


def test_another_report_of_the_same_office_and_year_keeps_an_id_of_its_own(
    raw: Path, built
) -> None:
    lines = report(1).splitlines()
    other = "\n".join(
        [*lines[:3], "（一）规范行政执法。" + "严格按照程序办理每一起案件，做到公开透明。" * 12]
    )
    (raw / "z.txt").write_text(other, "utf-8")
    out, _ = built()
    reports = fz.load(out).reports.set_index("source_path")
    assert reports.loc["z.txt", "report_id"].startswith(reports.loc["r0001.txt", "report_id"] + "-")
    assert reports["duplicate_of"].isna().all()
