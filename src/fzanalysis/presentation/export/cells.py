"""How one value becomes one cell that a spreadsheet shows as it is, and back again.

A spreadsheet program takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line
break for a formula or worse, and turns ``007`` into 7 and an 18-digit code into a rounded number.
Some drop blanks and invisible characters before they look, some read the wide and the small forms
of the signs as the signs. Such *text* gets one apostrophe in front; so does text that begins with
an apostrophe itself.
Taking one leading apostrophe away therefore gives back exactly what was there. Numbers are never
touched: -5 in a column of numbers stays a number.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import numpy as np
import pandas as pd

KINDS = ("text", "integer", "number", "boolean", "date", "time", "list")
MARK = "'"
_DANGEROUS = re.compile(
    r"[\t\r\n']|[\s\x00-\x20\x7f-\xa0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
    r"[=+\-@＝＋－＠﹦﹢﹣﹫−]"
)
# What a spreadsheet would store as another number or as a date: 007, 18 digits, 1.10, 3-1, 12e5.
_ALTERED = re.compile(
    r"0\d+(\.\d+)?|\d{12,}|\d+\.\d*0|\d{1,2}[-/]\d{1,2}|\d+(\.\d+)?[eE][-+]?\d+|\d+:\d+(:\d+)?"
)
YES, NO = "是", "否"


def harmless(text: str) -> str:
    """Text as it may stand in a cell of a CSV file.

    >>> [harmless(t) for t in ("=1+1", " ＝1+1", "-", "007", "公开93条", "'引'")]
    ["'=1+1", "' ＝1+1", "'-", "'007", '公开93条', "''引'"]
    """
    risky = _DANGEROUS.match(text) or _ALTERED.fullmatch(text)
    return MARK + text if risky else text


def original(cell: str) -> str:
    """The text that :func:`harmless` was given.

    >>> [original(c) for c in ("'=1+1", "公开93条", "''引'")]
    ['=1+1', '公开93条', "'引'"]
    """
    return cell[1:] if cell.startswith(MARK) else cell


def kind_of(column: pd.Series) -> str:
    """What a column holds: one of ``KINDS``; a column without any value is text unless typed.

    >>> kind_of(pd.Series([1, 2])), kind_of(pd.Series(["a", None])), kind_of(pd.Series([["a"]]))
    ('integer', 'text', 'list')
    """
    if pd.api.types.is_bool_dtype(column.dtype):
        return "boolean"
    if pd.api.types.is_integer_dtype(column.dtype):
        return "integer"
    if pd.api.types.is_float_dtype(column.dtype):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "time"
    values = [v for v in column if not is_missing(v)]
    tests: tuple[tuple[str, Any], ...] = (
        ("list", (list, tuple, np.ndarray)),
        ("boolean", (bool, np.bool_)),
        ("time", (dt.datetime,)),
        ("date", (dt.date,)),
        ("integer", (int, np.integer)),
        ("number", (int, float, np.integer, np.floating)),
    )
    for kind, types in tests:
        if values and all(isinstance(v, types) for v in values):
            return kind
    return "text"


def is_missing(value: Any) -> bool:
    """Whether a value is null; a list never is.

    >>> is_missing(float("nan")), is_missing(""), is_missing([])
    (True, False, False)
    """
    return not isinstance(value, list | tuple | np.ndarray) and bool(pd.isna(value))


def to_cell(value: Any, kind: str) -> str:
    """A value that is not missing, as a CSV cell.

    >>> to_cell(1000.0, "number"), to_cell(-0.5, "number"), to_cell(["a", "b"], "list")
    ('1000', '-0.5', '["a", "b"]')
    """
    if kind == "boolean":
        return YES if value else NO
    if kind == "integer":
        return str(int(value))
    if kind == "number":
        figure = float(value)
        whole = figure.is_integer() and abs(figure) < 1e15
        return str(int(figure)) if whole else repr(figure)
    if kind in ("date", "time"):
        return str(value.isoformat())
    if kind == "list":
        items = [v.item() if isinstance(v, np.generic) else v for v in value]
        return json.dumps(items, ensure_ascii=False)
    return harmless(str(value))


def from_cell(cell: str, kind: str) -> Any:
    """The value that :func:`to_cell` was given.

    Raises:
        ValueError: the cell does not hold a value of that kind.

    >>> from_cell("1000", "number"), from_cell("是", "boolean"), from_cell("'007", "text")
    (1000.0, True, '007')
    """
    if kind == "boolean":
        # Excel and colleagues write the English words.
        words = {YES: True, NO: False, "true": True, "false": False}
        if cell.lower() not in words:
            raise ValueError(f"{cell!r} is neither {YES} nor {NO}")
        return words[cell.lower()]
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    if kind == "date":
        return dt.date.fromisoformat(cell)
    if kind == "time":
        return pd.Timestamp(cell)
    if kind == "list":
        return json.loads(cell)
    return original(cell)
