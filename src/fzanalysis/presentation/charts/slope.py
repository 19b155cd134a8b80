"""Two years of a metric: who rose, who fell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from fzanalysis.analysis.figures import interval, opened, unit_class
from fzanalysis.presentation.charts.bar_shapes import Bar
from fzanalysis.presentation.charts.series import (
    Series,
    by_bureau,
    mark,
    mark_legend,
    of_years,
    series_alt,
    unit_of,
    within,
)
from fzanalysis.presentation.labels import (
    UNDISCLOSED,
    balanced,
    metric_name,
    source_note,
)
from fzanalysis.presentation.style import (
    BLUE,
    MUTED,
    ORANGE,
    SIZES,
    Chart,
    figure,
    printable,
    styled,
)

#: What is certain of two figures → words, colour, dash.
_LOOKS: Mapping[str, tuple[str, str, Any]] = {
    "level": ("上升或持平", BLUE, "-"),
    "falls": ("下降", ORANGE, "--"),
    "unsure": ("因界限不能断定升降", MUTED, ":"),
}


@styled
def slope(
    indicators: pd.DataFrame,
    code: str,
    reports: pd.DataFrame,
    *,
    years: tuple[int, int],
    title: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Two years of a metric as slopes: who rose, who fell; a bureau with one figure has no line.

    A line is dotted where the bounds of its figures leave open which way it goes; unlike units are
    not joined.

    Args:
        indicators, code, reports, years, title, source, size: as in :func:`dumbbell`.

    Raises:
        UsageError: no bureau has a report in either year.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": "甲局", "region": "甲县",
    ...     "year": [2022, 2023]})
    >>> said = pd.DataFrame({"report_id": ["a", "b"], "code": "pub_materials",
    ...     "value": [300.0, 1000.0], "lower": [300.0, 1000.0], "upper": [300.0, None],
    ...     "bound": ["exact", "at_least"], "unit": "份", "metric_ids": "n001"})
    >>> slope(said, "pub_materials", reports, years=(2022, 2023)).title
    '宣传资料份数：2022年到2023年'
    """
    series = of_years(by_bureau(indicators, code, reports), years)
    name, unit = title or metric_name(code), unit_of(series)
    em = SIZES[size].font / 72
    sides = [_side(series, year) for year in years]
    lines = max(sum(text.count("\n") + 1 for text, _ in side) for side in sides)
    silent = [_silent(series, year) for year in years]
    below = max(text.count("\n") + 1 if text else 0 for text in silent)
    body = max(3.0, (lines * 1.5 + below * 1.3 + 5) * em)
    chart, (axes,) = figure(
        title=f"{name}：{years[0]}年到{years[1]}年",
        subtitle=f"单位：{unit}" if unit else "",
        body=body,
        size=size,
        source=source_note(within(reports, years)) if source is None else source,
        legend=[*_directions(series, years), *mark_legend(series)],
        alt=series_alt(name, series),
    )
    _slopes(axes, series, years)
    top = max(b.length for s in series.values() for b in s.values()) or 1.0
    # One line of text in units of the axis, which has the room that the lines below leave.
    line = top * 1.12 * em * 1.2 / (body - (below * 1.3 + 3.2) * em)
    highest = top
    for x, (side, words, align) in enumerate(zip(sides, silent, ("right", "left"), strict=True)):
        step = -0.07 if align == "right" else 0.07
        places = _spread(side, line)
        # A hair line leads from each mark to its label, which may have had to give way.
        leads = [
            [(x, wish), (x + step * 0.9, y)] for (_, wish), y in zip(side, places, strict=True)
        ]
        axes.add_collection(LineCollection(leads, colors=MUTED, linewidths=0.6, zorder=0))
        for (text, _), y in zip(side, places, strict=True):
            axes.text(x + step, y, text, ha=align, va="center", fontsize="small")
            highest = max(highest, y)
        axes.text(x + step, -line * 1.2, words, ha=align, va="top", color=MUTED, fontsize="small")
    axes.set_xticks([0, 1], [f"{year}年" for year in years])
    axes.set_xlim(-0.9, 1.9)
    axes.set_ylim(-line * (1.6 + below * 1.15 if below else 0.8), highest + line)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    return chart


def _slopes(axes: Axes, series: Series, years: tuple[int, int]) -> None:
    for row in series.values():
        ends = [(x, row[y]) for x, y in enumerate(years) if y in row and row[y].bound]
        kind = _direction(ends[0][1], ends[1][1]) if len(ends) == 2 else ""
        colour = _LOOKS[kind][1] if kind else BLUE
        if kind:
            dash = _LOOKS[kind][2]
            axes.plot([0, 1], [bar.length for _, bar in ends], color=colour, linestyle=dash)
        for x, bar in ends:
            mark(axes, x, bar.length, bar, filled=True, colour=colour)


def _direction(first: Bar, later: Bar) -> str:
    """What is certain of two figures with their bounds; empty where the units are unlike.

    >>> least = Bar("", "at_least", 10.0, 10.0, math.nan, "次")
    >>> exact = Bar("", "exact", 8.0, 8.0, 8.0, "次")
    >>> _direction(exact, least), _direction(least, exact), _direction(least, least)
    ('level', 'falls', 'unsure')
    """
    if unit_class(first.unit) != unit_class(later.unit):
        return ""
    rows = pd.DataFrame([bar._asdict() for bar in (first, later)])
    rows["bound"] = rows["bound"].replace("conflict", "between")
    (a, b), (c, d) = opened(interval(rows))[["low", "high"]].to_numpy()
    # A count of part of a year can only grow.
    b, d = (math.inf if not bar.whole_year else end for bar, end in ((first, b), (later, d)))
    return "falls" if d < a else "level" if c >= b else "unsure"


def _side(series: Series, year: int) -> list[tuple[str, float]]:
    """Labels of the bureaus with a figure of one year, from the lowest to the highest."""
    said = [(issuer, row[year]) for issuer, row in series.items() if year in row]
    labels = [
        (printable(balanced(f"{issuer} {bar.said()}", 34)), bar.length)
        for issuer, bar in said
        if bar.bound
    ]
    return sorted(labels, key=lambda label: label[1])


def _silent(series: Series, year: int) -> str:
    names = [i for i, row in series.items() if year in row and not row[year].bound]
    lines = "\n".join(balanced(name, 32) for name in names)
    return printable(f"{UNDISCLOSED}：\n{lines}") if names else ""


def _directions(series: Series, years: tuple[int, int]) -> list[tuple[Artist, str]]:
    """The directions that the chart has."""
    first, later = years
    both = [row for row in series.values() if first in row and later in row]
    said = [(row[first], row[later]) for row in both if row[first].bound and row[later].bound]
    seen = {_direction(*pair) for pair in said}
    return [
        (Line2D([], [], color=colour, linestyle=dash), words)
        for kind, (words, colour, dash) in _LOOKS.items()
        if kind in seen
    ]


def _spread(labels: Sequence[tuple[str, float]], line: float) -> list[float]:
    """Move labels apart, as little as keeps them from touching, none below the axis.

    Args:
        labels: text and wished place, from the lowest up.
        line: height of a line of text.

    >>> [round(place, 2) for place in _spread([("a", 1.0), ("b", 1.1), ("c", 9.0)], 0.5)]
    [0.8, 1.3, 9.0]
    """
    offsets, groups = [0.0], []
    for (lower, _), (upper, _) in pairwise(labels):
        offsets.append(offsets[-1] + line * (lower.count("\n") + upper.count("\n") + 2) / 2)
    # Labels that would touch form a group, which stands around the mean of its wishes.
    for (_, wish), offset in zip(labels, offsets, strict=False):
        groups.append([wish - offset, 1])
        while len(groups) > 1 and groups[-2][0] >= groups[-1][0]:
            place, count = groups.pop()
            groups[-1][0] = (groups[-1][0] * groups[-1][1] + place * count) / (
                groups[-1][1] + count
            )
            groups[-1][1] += count
    bases = [max(place, 0.0) for place, count in groups for _ in range(int(count))]
    return [base + offset for base, offset in zip(bases, offsets, strict=False)]
