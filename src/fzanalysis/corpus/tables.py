"""Kept results → tables, in order of the ids of the reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.assemble import Chunk, Written, run_chunk
from fzanalysis.corpus.corrections import Correction
from fzanalysis.corpus.corrections_file import complain
from fzanalysis.corpus.ledger import Ledger, Place
from fzanalysis.corpus.parts import read_result
from fzanalysis.corpus.places import join
from fzanalysis.corpus.runners import Runner
from fzanalysis.corpus.said import Said
from fzanalysis.corpus.schema import TABLES
from fzanalysis.corpus.summary import Summary
from fzanalysis.corpus.writer import TableFiles, batched, in_order

#: Reports of one row group of the tables.
CHUNK = 500


def chunks(
    ledger: Ledger, corrections: list[Correction], vocabulary: Catalogue, parts: str, out: str,
    parquet: bool = False,
) -> Iterator[Chunk]:  # fmt: skip
    """All reports in order of their ids, so many at a time; one empty chunk if there are none."""
    empty = True
    for number, places in enumerate(batched(ledger.reports(), CHUNK)):
        empty = False
        names = {name for p in places for name in (p.report_id, p.path)}
        own = tuple(c for c in corrections if c.report in names)
        yield Chunk(number, tuple(places), own, vocabulary, parts, out, parquet)
    if empty:
        yield Chunk(0, (), (), vocabulary, parts, out, parquet)


def give_ids(ledger: Ledger, said: Said, parts: str) -> list[str]:
    """Give every report its id.

    Returns:
        A sentence for each correction that names a report that is not there.
    """

    def text_of(place: Place) -> str:
        stored = read_result(join(parts, place.part), place.offset, place.length)
        return str(stored["texts"][0][0])

    ledger.assign(text_of)
    if not said.of_all:
        return []
    return [
        f"{c.label}: there is no report {c.report!r}; near are {', '.join(ledger.near(c.report))}"
        for c in said.corrections
        if ledger.report_id_of(c.report) is None
    ]


def collect(summary: Summary, written: Written, ledger: Ledger, errors: list[str]) -> Summary:
    """The summary with what became of one more chunk."""
    for row in written.failures:
        ledger.fail(*(str(row[k]) for k in ("source_path", "stage", "reason", "hint")))
    errors += written.errors
    return summary.plus(written.rows, written.warnings, written.faults)


def write_tables(
    ledger: Ledger, runner: Runner, said: Said, vocabulary: Catalogue, parts: str, work: Path,
) -> Summary:  # fmt: skip
    """Write all tables into ``work``, row group by row group.

    Raises:
        CorrectionError: if corrections do not fit; tells all of them.
    """
    errors = give_ids(ledger, said, parts)
    (work / "tables").mkdir()
    files = TableFiles(work / "tables")
    summary = Summary(work, dict.fromkeys(TABLES, 0))
    tasks = chunks(ledger, said.corrections, vocabulary, parts, str(work))
    for written in in_order(runner.run(run_chunk, tasks)):
        files.append(written, str(work))
        summary = collect(summary, written, ledger, errors)
    if errors:
        raise complain(errors)
    count = files.append_rows("failures", ledger.failures())
    files.close()
    return summary.plus({"failures": count}, (), ()).with_failures(ledger.failures())
