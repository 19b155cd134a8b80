"""What a bounded figure can truly be: an interval from ``low`` to ``high``, and its words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from fzanalysis.errors import UsageError

#: 约, 近, 左右: how far the true figure may lie from the stated one, as a share of it.
ABOUT = 0.1
BOUNDS = ("exact", "at_least", "about", "at_most", "between")
UNDISCLOSED = "未披露"
#: Units that count the same thing; all others are compared with their like only.
_SAME = (
    ("次", "场", "期", "场次", "次数", "轮", "轮次", "班", "班次", "堂", "讲", "课", "回", "届"),
    ("人", "名", "位", "个人"),
    ("件", "起", "宗"),
    ("份", "张", "页"),
    ("册", "本"),
    ("家", "户"),
)
_CLASS = {unit: group[0] for group in _SAME for unit in group}


def unit_class(unit: object) -> str:
    """Units that may stand for each other get one name: 场, 期 and 场(次) count 次.

    >>> [unit_class(u) for u in ("场(次)", "名", "人次", "%")]
    ['次', '人', '人次', '%']
    """
    bare = str(unit).split("(")[0].split("（")[0]
    return _CLASS.get(bare, bare)


def interval(figures: pd.DataFrame, *, about: float = ABOUT) -> pd.DataFrame:
    """The least and the most that each figure can be.

    exact v: [v, v]; at_least: [lower, ∞); at_most: [0, upper]; between: [lower, upper]; about v:
    [v·(1−about), v·(1+about)], narrowed by a bound that is stated. A figure without any number
    (not disclosed) has neither end. Percentages end at 0 and 100.

    Args:
        figures: columns value, lower, upper, bound, unit (as in ``metrics`` and ``indicators``).
        about: share of the value by which 约 may miss it; 0.1 is a convention, not a finding.

    Returns:
        Columns low and high, the index of ``figures``; ∞ is ``inf``.

    Raises:
        UsageError: a bound is none of the five.

    >>> figures = pd.DataFrame({"value": [1000, 230], "lower": [1000, None], "upper": [None, None],
    ...     "bound": ["at_least", "about"], "unit": ["份", "人次"]})
    >>> interval(figures).values.tolist()
    [[1000.0, inf], [207.0, 253.0]]
    """
    value, lower, upper = (
        pd.to_numeric(figures[name]).to_numpy(float, na_value=np.nan)
        for name in ("value", "lower", "upper")
    )
    bound = figures["bound"].to_numpy(dtype=object)
    said = ~(np.isnan(value) & np.isnan(lower) & np.isnan(upper))
    unknown = set(bound[said]) - set(BOUNDS)
    if unknown:
        raise UsageError(f"unknown bound {sorted(map(str, unknown))}", hint="; ".join(BOUNDS))
    is_about, exact = bound == "about", bound == "exact"
    low = np.where(is_about, np.fmax(value - about * np.abs(value), lower), lower)
    high = np.where(is_about, np.fmin(value + about * np.abs(value), upper), upper)
    low = np.where(np.isnan(low) & (exact | (bound == "at_least")), value, low)
    high = np.where(np.isnan(high) & (exact | (bound == "at_most")), value, high)
    most = np.where(figures["unit"].eq("%").to_numpy(), np.fmax(100.0, high), np.inf)
    low, high = np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), most, high)
    nothing = np.where(said, 0.0, np.nan)
    return pd.DataFrame({"low": low + nothing, "high": high + nothing}, index=figures.index)


def closed(high: pd.Series) -> pd.Series:
    """Upper ends as tables show them: missing where there is no end, never ``inf``.

    >>> closed(pd.Series([5.0, math.inf])).isna().tolist()
    [False, True]
    """
    return high.mask(np.isinf(high))


def opened(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns low and high of rows that disclose a figure, ``inf`` where there is no end."""
    return pd.DataFrame({"low": rows["low"], "high": rows["high"].fillna(np.inf)})


def stated(figures: pd.DataFrame) -> pd.Series:
    """The one number that was printed: value, else lower, else upper; missing if there is none.

    >>> rows = pd.DataFrame({"value": [None, 5.0], "lower": [2.0, 5.0], "upper": [4.0, 5.0]})
    >>> stated(rows).tolist()
    [2.0, 5.0]
    """
    columns = figures[["value", "lower", "upper"]].apply(pd.to_numeric).astype(float)
    return columns["value"].fillna(columns["lower"]).fillna(columns["upper"])


def in_words(bound: Any, value: Any, lower: Any, upper: Any) -> str:
    """A figure with its bound, for the cell of a table; without its unit.

    >>> in_words("at_least", 1000, 1000, None), in_words("exact", 0, 0, 0)
    ('≥1000', '0')
    >>> in_words("between", math.nan, 2, 4), in_words("about", 230, math.nan, math.nan)
    ('2～4', '约230')
    >>> in_words(None, math.nan, math.nan, math.nan)
    '未披露'
    """
    low, high = _number(lower, value), _number(upper, value)
    if math.isnan(low) and math.isnan(high):
        return UNDISCLOSED
    if bound == "between":
        return f"{_plain(low)}～{_plain(high)}"
    sign = {"exact": "", "at_least": "≥", "about": "约", "at_most": "≤"}[bound]
    shown = {"at_least": low, "at_most": high}.get(bound, _number(value, low))
    return sign + _plain(high if math.isnan(shown) else shown)


def _number(first: Any, other: Any) -> float:
    chosen = other if pd.isna(first) else first
    return math.nan if pd.isna(chosen) else float(chosen)


def _plain(number: float) -> str:
    if math.isnan(number):
        return "?"
    return str(int(number)) if number.is_integer() else f"{number:.10g}"
