"""What a build gained, lost and changed against another one, with quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from fzanalysis.corpus.cells import shown
from fzanalysis.corpus.schema import TABLES
from fzanalysis.corpus.store import load

Row = dict[str, Any]
COLUMNS = ("table", "report_id", "row", "change", "column", "old", "new", "quote")
#: Where a row stands moves with every character added before it; ids move with every row.
_PLACES = ("start", "end")
_LINKS = {"parent_id", "section_id", "measure_id", "part_of", "nested_in", "metric_ids", "ordinal"}
_SHOWN = 400


def diff(old: str | Path, new: str | Path) -> pd.DataFrame:
    """Compare the tables of two builds.

    Rows are matched within a report by what they quote and say first, by their key afterwards:
    a row that only moved or was renumbered is no change. A text that changed is told as such.

    Args:
        old, new: folders of two builds.

    Returns:
        A frame with a row for each row gained or lost and for each cell changed: table, report_id,
        row (the key within the report), change (gained, lost, changed), column, old, new, quote.

    Raises:
        UsageError: if one of the folders holds no tables.
    """
    before, after = load(old), load(new)
    found: list[Row] = []
    for name in TABLES:
        reports = sorted(set(_ids(before, name)) | set(_ids(after, name)))
        # A hundred reports at a time: the tables may be larger than memory.
        for first in range(0, len(reports), 100):
            some = reports[first : first + 100]
            found += diff_table(name, _part(before, name, some), _part(after, name, some))
    return pd.DataFrame(found, columns=list(COLUMNS))


def _owner(name: str) -> str:
    return TABLES[name].key[0]


def _ids(corpus: Any, name: str) -> list[str]:
    owner = _owner(name)
    return list(corpus.table(name, columns=[owner])[owner].unique())


def _part(corpus: Any, name: str, reports: list[str]) -> pd.DataFrame:
    frame: pd.DataFrame = corpus.table(name, where=[(_owner(name), "in", reports)])
    return frame


def diff_table(name: str, old: pd.DataFrame, new: pd.DataFrame) -> list[Row]:
    """Compare two frames of one table; see :func:`diff`.

    >>> old = pd.DataFrame({"source_path": ["a.txt"], "stage": ["reading"], "reason": ["empty"],
    ...                     "hint": [None]})
    >>> new = old.assign(reason="damaged")
    >>> [(r["change"], r["column"], r["old"], r["new"]) for r in diff_table("failures", old, new)]
    [('changed', 'reason', 'empty', 'damaged')]
    """
    owner = _owner(name)
    old_rows, new_rows = _grouped(old, owner), _grouped(new, owner)
    found: list[Row] = []
    for report in sorted({*old_rows, *new_rows}):
        found += _report(name, old_rows.get(report, []), new_rows.get(report, []))
    return found


def _grouped(frame: pd.DataFrame, owner: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    rows: list[Any] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for row in rows:
        groups.setdefault(row[owner], []).append(row)
    return groups


def _report(name: str, old: list[Row], new: list[Row]) -> Iterator[Row]:
    """Changes in the rows of one report: same content, then same quote, then same key."""
    compared = _compared(name)
    keys = (
        lambda row: tuple(row.get(c) for c in compared),
        lambda row: row.get("quote"),
        lambda row: tuple(row[k] for k in TABLES[name].key),
    )
    pairs: list[tuple[Row, Row]] = []
    for step, key in enumerate(keys):
        old, new, matched = _match(old, new, key)
        if step:
            pairs += matched
    for one, other in pairs:
        for column in compared:
            if one.get(column) != other.get(column):
                yield _change(name, other, "changed", column, one.get(column), other.get(column))
    for row in old:
        yield _change(name, row, "lost", None, None, None)
    for row in new:
        yield _change(name, row, "gained", None, None, None)


def _match(
    old: list[Row], new: list[Row], key: Any
) -> tuple[list[Row], list[Row], list[tuple[Row, Row]]]:
    """Pairs of rows with the same key, in order; rows whose key is None stay unmatched."""
    waiting: dict[Any, list[Row]] = {}
    for row in new:
        waiting.setdefault(key(row), []).append(row)
    pairs, left = [], []
    for row in old:
        others = waiting.get(key(row)) if key(row) is not None else None
        if others:
            pairs.append((row, others.pop(0)))
        else:
            left.append(row)
    taken = {id(other) for _, other in pairs}
    return left, [row for row in new if id(row) not in taken], pairs


def _compared(name: str) -> list[str]:
    """The columns that tell what a row says: not its place, its number, or numbers of others."""
    ids = {k for k in TABLES[name].key if k.endswith("_id") and k != "report_id"}
    return [c for c in TABLES[name].names if c not in ids | _LINKS | set(_PLACES)]


def _change(name: str, row: Row, change: str, column: str | None, old: Any, new: Any) -> Row:
    key = TABLES[name].key
    told = row.get("quote") or row.get("reason") or row.get("title")
    return {
        "table": name,
        "report_id": row[key[0]],
        "row": row[key[1]] if len(key) > 1 else None,
        "change": change,
        "column": column,
        "old": _told(old),
        "new": _told(new),
        "quote": _told(told),
    }


def _told(value: Any) -> str | None:
    return None if value is None else shown(value)[:_SHOWN]


def as_text(found: pd.DataFrame) -> str:
    """The frame of :func:`diff` as lines for people: a summary, then change by change.

    >>> print(as_text(pd.DataFrame([], columns=list(COLUMNS))))
    no difference
    """
    if found.empty:
        return "no difference"
    rows: list[Any] = found.to_dict("records")
    # A row of which several cells changed is one row that changed.
    changed = dict.fromkeys((r["table"], r["change"], r["report_id"], r["row"]) for r in rows)
    counts = Counter((table, change) for table, change, _, _ in changed)
    lines = [f"{table}: {_rows(count)} {change}" for (table, change), count in counts.items()]
    # Of a report that came or went as a whole its rows are counted, but not told one by one.
    whole = {r["report_id"] for r in rows if r["table"] == "reports" and r["change"] != "changed"}
    told = [r for r in rows if r["table"] == "reports" or r["report_id"] not in whole]
    return "\n".join([*lines, "", *(_line(row) for row in told)])


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _line(row: Mapping[str, Any]) -> str:
    sign = {"gained": "+", "lost": "-", "changed": "~"}[row["change"]]
    where = " ".join(str(row[k]) for k in ("table", "report_id", "row") if _there(row[k]))
    what = ""
    if row["change"] == "changed":
        old, new = (_short(row[k]) if _there(row[k]) else "∅" for k in ("old", "new"))
        what = f"  {row['column']}: {old} → {new}"
    quote = f"  「{_short(row['quote'])}」" if _there(row["quote"]) else ""
    return f"{sign} {where}{what}{quote}"


def _short(words: str) -> str:
    """The beginning, on one line: a quote may hold several paragraphs."""
    words = " ".join(words[:120].split())
    return words if len(words) <= 60 else words[:59] + "…"


def _there(value: Any) -> bool:
    return value is not None and value == value
