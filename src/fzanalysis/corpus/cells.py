"""Cells as a person writes them, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from fzanalysis.corpus.schema import Column

_BOOLEANS = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
#: A day as people and spreadsheets write it, a time of midnight behind it included.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
#: Columns that hold an empty text, never null, where there is nothing.
_BLANK = ("also", "marker", "heading")


def equal(expected: str, present: Any) -> bool:
    """Whether a cell holds what a person expects in it.

    >>> equal("1,000", 1000.0), equal("是", True), equal("", None), equal("科技局", "教育局")
    (True, True, True, False)
    >>> equal("2024/3/5", "2024-03-05")
    True
    """
    if isinstance(present, bool):
        return _BOOLEANS.get(expected.strip().lower()) is present
    if isinstance(present, int | float):
        try:
            return float(expected.replace(",", "")) == present
        except ValueError:
            return False
    there = "" if present is None else str(present).strip()
    if expected.strip() == there:
        return True
    try:
        return day(expected) == there
    except ValueError:
        return False


def day(text: str) -> str:
    """A day as ISO text, however a person or a spreadsheet wrote it.

    Raises:
        ValueError: if it is none.

    >>> day("2024/3/5"), day("2024年3月5日"), day("2024-03-05 00:00:00")
    ('2024-03-05', '2024-03-05', '2024-03-05')
    """
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return date(*map(int, found.groups())).isoformat()


def shown(value: Any) -> str:
    """A value as a person writes it.

    >>> shown(1000.0), shown(None), shown(True), shown("科技局")
    ('1000', '', '是', '科技局')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def from_text(text: str, column: Column) -> Any:
    """What a person wrote as a value of a column; an empty cell is null.

    Raises:
        ValueError: if it is none.

    >>> from_text("1,200", Column("value", "float", "数值", ""))
    1200.0
    """
    text = text.strip()
    if not text:
        return "" if column.name in _BLANK else None
    try:
        return _CONVERT[column.kind](text)
    except KeyError:
        raise ValueError(text) from None


def _whole(text: str) -> int:
    number = float(text.replace(",", ""))
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


_CONVERT: dict[str, Callable[[str], Any]] = {
    "text": str,
    "date": day,
    "int": _whole,
    "float": lambda text: float(text.replace(",", "")),
    "bool": lambda text: _BOOLEANS[text.lower()],
}
