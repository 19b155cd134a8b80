"""How a figure with its bound is drawn as a bar, and how the legend explains it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from fzanalysis.presentation.labels import (
    BOUNDS,
    CONFLICT,
    PART_YEAR,
    UNDISCLOSED,
    bound_of,
    bounded,
    codes_in,
)
from fzanalysis.presentation.legend import Key
from fzanalysis.presentation.style import BLUE, INK, MUTED, PALE_BLUE, scale


class Bar(NamedTuple):
    """One bar: its label, and the figure with its bound.

    An empty bound is 未披露; ``conflict`` is a report that contradicts itself, from the smallest
    to the largest of what it says. ``places`` are the report and the first metric row behind it.
    """

    label: str
    bound: str
    value: float
    lower: float
    upper: float
    unit: str
    whole_year: bool = True
    places: tuple[str, str] = ("", "")

    def said(self, unit: str = "") -> str:
        """The figure with its bound, 未披露 without one; the unit behind it if given."""
        if not self.bound:
            return UNDISCLOSED
        text = bounded(self.bound, self.value, self.lower, self.upper, unit)
        return text if self.whole_year else f"{text}（{PART_YEAR}）"

    @property
    def length(self) -> float:
        """Where the bar ends; 0 where nothing is drawn."""
        if self.bound == "at_least":
            choices = (self.lower, self.value)
        elif self.bound in ("at_most", "between", "conflict"):
            choices = (self.upper, self.value)
        else:
            choices = (self.value, self.lower)
        return next((c for c in choices if not math.isnan(c)), 0.0)


def bar_of(row: Mapping[Any, Any], label: str = "") -> Bar:
    """A row of ``metrics`` or ``indicators`` as a bar.

    >>> bar_of({"value": 3, "lower": 3, "upper": None, "bound": "at_least", "unit": "次"}).length
    3.0
    """
    numbers = (row[name] for name in ("value", "lower", "upper"))
    value, lower, upper = (math.nan if pd.isna(n) else float(n) for n in numbers)
    unit = "" if pd.isna(row["unit"]) else str(row["unit"])
    # A flag from a CSV may be numpy's; only a stated no counts as no.
    flag = row.get("complete_year", True)
    whole = True if pd.isna(flag) else bool(flag)
    ids = codes_in(row.get("metric_ids", row.get("metric_id")))
    places = (str(row.get("report_id", "")), ids[0] if ids else "")
    return Bar(label, bound_of(row), value, lower, upper, unit, whole, places)


def draw_bar(axes: Axes, middle: float, bar: Bar, longest: float) -> float:
    """Draw one bar; returns where its label may begin."""
    end = bar.length
    if not bar.bound:
        return 0.0
    if end == 0 and bar.bound != "at_least":
        axes.plot([0], [middle], marker="D", color=BLUE, clip_on=False, zorder=5)
        return longest * 0.012
    return _SHAPES[bar.bound](axes, middle, bar, end, longest)


_HALF = 0.55


def _box(axes: Axes, middle: float, left: float, right: float, **look: Any) -> None:
    axes.add_patch(Rectangle((left, middle - _HALF), right - left, 2 * _HALF, **look))


def _exact(axes: Axes, middle: float, bar: Bar, end: float, longest: float) -> float:
    _box(axes, middle, 0, end, facecolor=BLUE, edgecolor="none")
    return end


def _at_least(axes: Axes, middle: float, bar: Bar, end: float, longest: float) -> float:
    _box(axes, middle, 0, end, facecolor=BLUE, edgecolor="none")
    fade, steps = longest * 0.075, 12
    for step in range(steps):
        left = end + fade * step / steps
        alpha = 0.75 * (1 - step / steps) ** 1.6
        _box(axes, middle, left, left + fade / steps, facecolor=BLUE, edgecolor="none", alpha=alpha)
    tip = end + fade
    axes.plot([end + fade * 0.15, tip], [middle, middle], color=INK)
    axes.plot([tip], [middle], marker=">", color=INK)
    return tip + longest * 0.008


def _about(axes: Axes, middle: float, bar: Bar, end: float, longest: float) -> float:
    _box(axes, middle, 0, end, facecolor=PALE_BLUE, edgecolor=BLUE, hatch="////", linewidth=0.8)
    low = bar.lower if not math.isnan(bar.lower) else end
    high = bar.upper if not math.isnan(bar.upper) else end
    if high > low:
        _bracket(axes, middle, low, high)
    return max(end, high)


def _at_most(axes: Axes, middle: float, bar: Bar, end: float, longest: float) -> float:
    _box(
        axes,
        middle,
        0,
        end,
        facecolor="none",
        edgecolor=BLUE,
        linestyle="--",
        linewidth=1.1 * scale(),
    )
    axes.plot([end, end], [middle - 0.7, middle + 0.7], color=INK, linewidth=2 * scale())
    return end


def _between(axes: Axes, middle: float, bar: Bar, end: float, longest: float) -> float:
    low = bar.lower if not math.isnan(bar.lower) else 0.0
    _box(axes, middle, 0, low, facecolor=BLUE, edgecolor="none")
    _box(axes, middle, low, end, facecolor=PALE_BLUE, edgecolor="none")
    _bracket(axes, middle, low, end)
    return end


def _conflict(axes: Axes, middle: float, bar: Bar, end: float, longest: float) -> float:
    low = bar.lower if not math.isnan(bar.lower) else 0.0
    axes.plot([low, end], [middle, middle], color=MUTED, linestyle=":")
    axes.plot([low, end], [middle, middle], color=INK, linestyle="none", marker="x")
    return end + longest * 0.012


def _bracket(axes: Axes, middle: float, low: float, high: float) -> None:
    axes.plot([low, high], [middle, middle], color=INK)
    for place in (low, high):
        axes.plot([place, place], [middle - 0.4, middle + 0.4], color=INK)


_SHAPES: Mapping[str, Callable[[Axes, float, Bar, float, float], float]] = {
    "exact": _exact,
    "at_least": _at_least,
    "about": _about,
    "at_most": _at_most,
    "between": _between,
    "conflict": _conflict,
}


def bar_legend(bars: Sequence[Bar]) -> list[tuple[Artist, str]]:
    """Only the kinds that the chart shows; a chart of exact counts alone needs no legend."""
    kinds = {bar.bound for bar in bars if bar.bound}
    silent = any(not bar.bound for bar in bars)
    if kinds <= {"exact"} and not silent:
        return []
    entries: list[tuple[Artist, str]] = [
        (look, BOUNDS.get(kind, CONFLICT)) for kind, look in _KEYS.items() if kind in kinds
    ]
    if silent:
        entries.append((Key(_key_silent), f"{UNDISCLOSED}（报告没有这个数，不等于0）"))
    return entries


def _key_open(width: float, height: float) -> list[Artist]:
    solid = Rectangle((0, 0), width * 0.5, height, facecolor=BLUE, edgecolor="none")
    steps = [
        Rectangle(
            (width * (0.5 + 0.05 * i), 0),
            width * 0.05,
            height,
            facecolor=BLUE,
            edgecolor="none",
            alpha=0.7 * (1 - i / 8) ** 1.6,
        )
        for i in range(8)
    ]
    line = Line2D([width * 0.55, width], [height / 2] * 2, color=INK)
    head = Line2D([width], [height / 2], color=INK, marker=">")
    return [solid, *steps, line, head]


def _key_range(width: float, height: float) -> list[Artist]:
    solid = Rectangle((0, 0), width * 0.4, height, facecolor=BLUE, edgecolor="none")
    rest = Rectangle((width * 0.4, 0), width * 0.6, height, facecolor=PALE_BLUE, edgecolor="none")
    ends = Line2D([width * 0.4, width], [height / 2] * 2, color=INK, marker="|")
    return [solid, rest, ends]


def _key_limit(width: float, height: float) -> list[Artist]:
    box = Rectangle((0, 0), width, height, facecolor="none", edgecolor=BLUE, linestyle="--")
    return [box, Line2D([width] * 2, [-1, height + 1], color=INK, linewidth=2 * scale())]


def _key_silent(width: float, height: float) -> list[Artist]:
    # As in the chart: the words stand right beside the axis.
    return [Line2D([width, width], [-2, height + 2], color=MUTED, linewidth=0.8)]


_KEYS: Mapping[str, Artist] = {
    "exact": Patch(facecolor=BLUE),
    "at_least": Key(_key_open),
    "about": Patch(facecolor=PALE_BLUE, edgecolor=BLUE, hatch="////"),
    "at_most": Key(_key_limit),
    "between": Key(_key_range),
    "conflict": Line2D([], [], color=INK, linestyle="none", marker="x"),
}
