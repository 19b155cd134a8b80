"""Corrections by a person, laid over the rows of a report; each says what it expects to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.cells import equal, from_text, shown
from fzanalysis.corpus.indicators import indicators_of
from fzanalysis.corpus.schema import CORRECTABLE, TABLES, Column, row_key
from fzanalysis.corpus.validate import allowed_values, vocabularies
from fzanalysis.errors import UsageError

Row = dict[str, Any]
ACTIONS = ("set", "drop", "add")
_ADDABLE = ("measures", "metrics", "problems", "plans", "citations")
_FIXED = ("report_id", "source_path", "source_sha256", "start", "end", "corrected_by")
#: Columns of ``reports`` that stand in every indicator too.
_HEADS = ("issuer", "region", "year")
_DEFAULTS: dict[str, Row] = {
    "measures": {"kind": "point", "leaf": True, "marker": ""},
    "metrics": {"bound": "exact", "role": "actual"},
    "problems": {"also": ""},
    "plans": {"also": ""},
    "citations": {"kind": "other", "in_marks": True},
}
_FROM_QUOTE = {"metrics": "counted", "problems": "text", "plans": "text", "citations": "name"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of ``corrections.csv``.

    Attributes:
        label: where it stands, for messages: ``corrections.csv line 3``.
        report: report_id, or path of the file.
        table, row, column: the cell; ``row`` is the key within the report (``n004``), empty for
            the table ``reports``.
        expected: what must be there now, empty for null.
        value: what shall be there, empty for null.
        action: ``set`` a cell, ``drop`` the row, ``add`` a row (one line a column).
        reason, who, date: why, by whom and when.
    """

    label: str
    report: str
    table: str
    row: str
    column: str
    expected: str
    value: str
    action: str
    reason: str
    who: str
    date: str

    @property
    def mark(self) -> str:
        """What the column ``corrected_by`` says."""
        return f"{self.who} {self.date}".strip()


class CorrectionError(UsageError):
    """Corrections that do not fit the tables: each is named with what stands there now."""


class _Misfit(Exception):
    """Why one correction cannot be carried out."""


def correct(
    rows: dict[str, list[Row]], corrections: Sequence[Correction], catalogue: Catalogue
) -> list[str]:
    """Carry out corrections on the rows of one report, in order, and derive its indicators anew.

    Args:
        rows: table → rows of one report; changed in place.
        corrections: those that concern it.
        catalogue: the vocabulary: codes that may be given, roll-ups.

    Returns:
        Why some could not be carried out, a sentence each; empty if all went well.
    """
    errors: list[str] = []
    added: list[tuple[Correction, Row]] = []
    for correction in corrections:
        try:
            _carry_out(correction, rows, added, catalogue)
        except _Misfit as misfit:
            errors.append(f"{correction.label}: {misfit}")
    for correction, row in added:
        try:
            _finish(correction.table, row, rows)
        except _Misfit as misfit:
            errors.append(f"{correction.label}: {misfit}")
    if not errors:
        heads = [c.mark for c in corrections if c.table == "reports" and c.column in _HEADS]
        _renew_indicators(rows, catalogue, heads)
    return errors


def _carry_out(
    c: Correction,
    rows: dict[str, list[Row]],
    added: list[tuple[Correction, Row]],
    catalogue: Catalogue,
) -> None:
    column = _column(c) if c.action != "drop" else None
    if c.action == "add":
        row = _added(c, rows, added)
    else:
        row = _find(c, rows[c.table])
        _check_expected(c, row)
    _mark(row, c.mark)
    if column is None:
        rows[c.table].remove(row)
        # Gone rows cannot be marked, but the indicators that change because of them can.
        rows.setdefault("", []).append(row)
        return
    value = _value(c, column)
    allowed = allowed_values(column, vocabularies(catalogue))
    if allowed and value is not None and value not in allowed:
        some = ", ".join(sorted(allowed)[:12]) + " …" * (len(allowed) > 12)
        raise _Misfit(f"{c.column} cannot be {value!r}; it may be {some}")
    if value is None and column.required:
        raise _Misfit(f"{c.column} cannot be empty")
    row[c.column] = value
    _follow(c, row, rows)


def _find(c: Correction, rows: Sequence[Row]) -> Row:
    key = row_key(c.table)
    if key is None:
        return rows[0]
    found = next((row for row in rows if row[key] == c.row), None)
    if found is None:
        alike = [r for r in rows if c.expected and c.expected == shown(r.get(c.column))]
        near = ", ".join(_named(r, key) for r in (alike or rows)[:3])
        raise _Misfit(f"{c.table} has no row {c.row!r} in this report; it has {near or 'none'}")
    return found


def _named(row: Row, key: str) -> str:
    quote = f" 「{row['quote'][:40]}」" if row.get("quote") else ""
    return f"{row[key]}{quote}"


def _check_expected(c: Correction, row: Row) -> None:
    present = row.get(c.column)
    if not equal(c.expected, present):
        quote = f"; the text says 「{row['quote'][:120]}」" if row.get("quote") else ""
        raise _Misfit(
            f"{c.table} {c.row} {c.column} is {shown(present)!r}, not {c.expected!r} as expected"
            + quote
        )


def _column(c: Correction) -> Column:
    if c.column in _FIXED or (c.column == row_key(c.table) and c.action == "set"):
        what = "change quote instead" if c.column in ("start", "end") else "it names the row"
        raise _Misfit(f"{c.column} cannot be changed: {what}")
    return next(col for col in TABLES[c.table].columns if col.name == c.column)


def _value(c: Correction, column: Column) -> Any:
    try:
        return from_text(c.value, column)
    except ValueError:
        problem = f"{c.value.strip()!r} is not a value of kind {column.kind} for {c.column}"
        raise _Misfit(problem) from None


def _follow(c: Correction, row: Row, rows: dict[str, list[Row]]) -> None:
    """What follows from a cell within its own row."""
    if c.table == "metrics" and c.column in ("value", "bound"):
        value = row.get("value")
        low, high = row.get("lower"), row.get("upper")
        row["lower"], row["upper"] = {
            "exact": (value, value),
            "at_least": (value, None),
            "at_most": (None, value),
            "about": (None, None),
            "between": (low, high),
        }[row["bound"]]
    if c.table == "measures" and c.column == "theme":
        row["theme_share"] = None if row["theme"] is None else 1.0
    if c.column == "quote":
        row["start"], row["end"] = _locate(row["quote"], rows)


def _locate(quote: str, rows: dict[str, list[Row]]) -> tuple[int, int]:
    text = rows["texts"][0]["text"]
    times = text.count(quote)
    if times != 1:
        problem = "does not occur in the text" if not times else f"occurs {times} times"
        raise _Misfit(f"the quote 「{quote[:60]}」 {problem}: copy a passage that occurs once")
    start = text.index(quote)
    return start, start + len(quote)


def _added(c: Correction, rows: dict[str, list[Row]], added: list[tuple[Correction, Row]]) -> Row:
    if c.table not in _ADDABLE:
        raise _Misfit(f"rows can be added to {', '.join(_ADDABLE)}, not to {c.table}")
    key = str(row_key(c.table))
    for other, row in added:
        if (other.table, other.row) == (c.table, c.row):
            return row
    if not c.row or any(row[key] == c.row for row in rows[c.table]):
        raise _Misfit(f"a row to be added needs a key of its own, {c.row!r} is taken or empty")
    row = {name: None for name in TABLES[c.table].names if name != "report_id"}
    row |= {**_DEFAULTS[c.table], key: c.row}
    rows[c.table].append(row)
    added.append((c, row))
    return row


def _finish(table: str, row: Row, rows: dict[str, list[Row]]) -> None:
    """Fill what an added row does not say: its place, the section, the order."""
    if not row["quote"]:
        raise _Misfit("a row to be added needs a line with the column quote, copied from the text")
    if table in _FROM_QUOTE and row[_FROM_QUOTE[table]] is None:
        row[_FROM_QUOTE[table]] = row["quote"]
    if "ordinal" in row and row["ordinal"] is None:
        row["ordinal"] = 1 + max((r["ordinal"] or 0 for r in rows[table]), default=0)
    for column, source in (("section_id", "sections"), ("measure_id", "measures")):
        if column in row and row[column] is None and table != source:
            row[column] = _innermost(column, row, rows[source])
    needed = [c.name for c in TABLES[table].columns if c.required and c.name != "report_id"]
    missing = [name for name in needed if row.get(name) is None]
    if missing:
        raise _Misfit(f"the row to be added lacks {', '.join(missing)}: add a line for each")


def _innermost(column: str, row: Row, around: Iterable[Row]) -> str | None:
    """The id of the smallest section or measure that holds the quote."""
    holding = [r for r in around if r["start"] <= row["start"] and row["end"] <= r["end"]]
    return min(holding, key=lambda r: r["end"] - r["start"])[column] if holding else None


def _mark(row: Row, mark: str) -> None:
    before = row.get("corrected_by")
    if mark not in (before or "").split("; "):
        row["corrected_by"] = f"{before}; {mark}" if before else mark


def _renew_indicators(
    rows: dict[str, list[Row]], catalogue: Catalogue, heads: Sequence[str]
) -> None:
    """Derive the indicators from the corrected figures; those that changed bear the same marks.

    Args:
        rows: of one report.
        catalogue: the vocabulary.
        heads: marks of corrections to what every indicator repeats from its report.
    """
    report = rows["reports"][0]
    dropped = rows.pop("", [])
    figures = [r["corrected_by"] for r in (*rows["metrics"], *dropped) if r.get("corrected_by")]
    before = rows["indicators"]
    known = [_bare(row) for row in before]
    rows["indicators"] = indicators_of(rows["metrics"], catalogue, report["year"])
    for row in rows["indicators"]:
        marks = figures if _bare(row) not in known else []
        for mark in (*marks, *heads):
            _mark(row, mark)


def _bare(row: Row) -> Row:
    return {k: v for k, v in row.items() if k not in (*_HEADS, "corrected_by")}


def check_target(table: str) -> str | None:
    """Why a table cannot be corrected; None if it can.

    >>> check_target("metrics")
    >>> check_target("indicators")
    'indicators follow from metrics: correct those'
    """
    if table == "indicators":
        return "indicators follow from metrics: correct those"
    return None if table in CORRECTABLE else f"there is no table {table!r} to correct"
