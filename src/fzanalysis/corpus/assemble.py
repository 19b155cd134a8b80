"""Stored results → rows of the tables, so many reports at a time, in order of their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.corrections import Correction, correct
from fzanalysis.corpus.ledger import Place
from fzanalysis.corpus.parts import STORED, read_result
from fzanalysis.corpus.places import file_system, is_remote, join, make_folder
from fzanalysis.corpus.schema import TABLES, WITH_SPANS, arrow_schema
from fzanalysis.corpus.sound import is_sound
from fzanalysis.corpus.validate import bad_rows

Row = dict[str, Any]
Columns = dict[str, dict[str, list[Any]]]
_TABLES = tuple(n for n in TABLES if n != "failures")
_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some reports to be written as one row group of each table.

    Attributes:
        number: place among the chunks, from 0.
        places: the reports in order of their ids.
        corrections: what a person corrects in them.
        catalogue: the vocabulary.
        parts: address of the folder of parts.
        out: address of the folder to write into.
        parquet: whether to write final Parquet files (else Arrow files to be put together).
    """

    number: int
    places: tuple[Place, ...]
    corrections: tuple[Correction, ...]
    catalogue: Catalogue
    parts: str
    out: str
    parquet: bool = False


@dataclass(slots=True)
class Written:
    """What became of a chunk.

    Attributes:
        number: of the chunk.
        rows: table → rows written.
        warnings: path and words of reports with warnings, the first 1,000.
        faults: rows that are not what the schema says, see validate.FAILURE_COLUMNS.
        failures: rows of ``failures`` for the reports that were left out because of them.
        errors: corrections that cannot be carried out.
    """

    number: int
    rows: dict[str, int]
    warnings: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Row] = field(default_factory=list)
    failures: list[Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def run_chunk(chunk: Chunk) -> Written:
    """Write the rows of some reports: a pure function of their results and corrections."""
    columns: Columns = {name: {c: [] for c in TABLES[name].names} for name in _TABLES}
    errors: list[str] = []
    for place in chunk.places:
        own = [c for c in chunk.corrections if c.report in (place.report_id, place.path)]
        found = _report(place, chunk, own, errors)
        for name, added in found.items():
            for column, values in added.items():
                columns[name][column].extend(values)
    tables = {name: to_arrow(name, columns[name]) for name in _TABLES}
    faults = _faults(tables, chunk.catalogue)
    wrong = {f["report_id"] for f in faults}
    tables = {name: _without(table, wrong) for name, table in tables.items()}
    for name, table in tables.items():
        _write(table, name, chunk)
    return Written(
        chunk.number,
        {name: table.num_rows for name, table in tables.items()},
        _warnings(columns["reports"], wrong),
        faults,
        _left_out(chunk.places, faults),
        errors,
    )


def to_arrow(name: str, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Columns of a table as an Arrow table with the schema's columns and types, even if empty.

    >>> to_arrow("failures", {}).column_names
    ['source_path', 'stage', 'reason', 'hint']
    """
    layout = arrow_schema(name)
    arrays = [pa.array(columns.get(f.name, ()), type=f.type, from_pandas=True) for f in layout]
    return pa.Table.from_arrays(arrays, schema=layout)


def _report(
    place: Place, chunk: Chunk, corrections: list[Correction], errors: list[str]
) -> Columns:
    stored = read_result(join(chunk.parts, place.part), place.offset, place.length)
    tables = {name: dict(zip(STORED[name], stored[name], strict=True)) for name in _TABLES}
    text = tables["texts"]["text"][0]
    for name in WITH_SPANS:
        spans = zip(tables[name]["start"], tables[name]["end"], strict=True)
        tables[name]["quote"] = [text[start:end] for start, end in spans]
    if corrections:
        rows = {name: _rows(columns) for name, columns in tables.items()}
        errors += correct(rows, corrections, chunk.catalogue)
        tables = {name: _columns(name, rows[name]) for name in _TABLES}
    if place.twin is not None:
        errors += [
            f"{c.label}: {place.path} is a duplicate of {place.twin}, correct that one"
            for c in corrections
            if c.table != "reports"
        ]
        # Of a duplicate only the row of reports is kept.
        tables = {"reports": tables["reports"]}
        tables["reports"]["duplicate_of"] = [place.twin]
    return {name: _complete(name, columns, tables, place) for name, columns in tables.items()}


def _complete(name: str, columns: dict[str, list[Any]], tables: Columns, place: Place) -> Any:
    """The columns with those that the whole report has in common."""
    count = len(next(iter(columns.values())))
    columns["report_id"] = [place.report_id] * count
    if "corrected_by" in TABLES[name].names:
        columns.setdefault("corrected_by", [None] * count)
    if name == "indicators":
        for column in ("issuer", "region", "year"):
            columns[column] = tables["reports"][column] * count
    return columns


def _rows(columns: Mapping[str, Sequence[Any]]) -> list[Row]:
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def _columns(name: str, rows: Iterable[Row]) -> dict[str, list[Any]]:
    rows = list(rows)
    names = [n for n in TABLES[name].names if n != "report_id"]
    return {column: [row.get(column) for row in rows] for column in names}


def _faults(tables: Mapping[str, pa.Table], catalogue: Catalogue) -> list[Row]:
    checked = {name: table for name, table in tables.items() if name != "texts"}
    if all(is_sound(name, table, catalogue) for name, table in checked.items()):
        return []
    frames = {name: table.to_pandas() for name, table in checked.items()}
    found: list[Any] = bad_rows(frames, catalogue).to_dict("records")
    return found


def _without(table: pa.Table, report_ids: set[str]) -> pa.Table:
    if not report_ids:
        return table
    return table.filter(pc.invert(pc.is_in(table["report_id"], pa.array(sorted(report_ids)))))


def _left_out(places: Iterable[Place], faults: Sequence[Row]) -> list[Row]:
    found = []
    for place in places:
        own = [f for f in faults if f["report_id"] == place.report_id]
        if own:
            first = own[0]
            found.append(
                {
                    "source_path": place.path,
                    "stage": "validation",
                    "reason": f"{len(own)} cells are not what the schema says; the first: "
                    f"{first['table']}.{first['column']} of {first['row']}: {first['check']}, "
                    f"{first['value']!r}",
                    "hint": "a defect of fzanalysis: report it with the file",
                }
            )
    return found


def _warnings(reports: Mapping[str, Sequence[Any]], wrong: set[str]) -> list[tuple[str, str]]:
    rows = zip(reports["report_id"], reports["source_path"], reports["warnings"], strict=True)
    return [(path, words) for rid, path, words in rows if words and rid not in wrong][:_SHOWN]


def piece(out: str, number: int, name: str) -> str:
    """Address of the Arrow file of one table of one chunk."""
    return join(out, f"{number:06d}-{name}.arrow")


def _write(table: pa.Table, name: str, chunk: Chunk) -> None:
    if not chunk.parquet:
        with (
            pa.OSFile(piece(chunk.out, chunk.number, name), "wb") as sink,
            pa.ipc.new_stream(sink, table.schema) as writer,
        ):
            writer.write_table(table)
        return
    write_parquet(table, name, chunk.out, chunk.number)


def write_parquet(table: pa.Table, name: str, out: str, number: int) -> None:
    """Write one part of a table that is a folder of Parquet files."""
    folder = join(out, "tables", f"{name}.parquet")
    make_folder(folder)
    fs, path = file_system(folder) if is_remote(folder) else (None, folder)
    pq.write_table(table, f"{path}/part-{number:06d}.parquet", filesystem=fs, compression="zstd")
