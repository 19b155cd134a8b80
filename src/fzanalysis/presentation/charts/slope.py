"""Two years of a metric: who rose, who fell."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

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

    Args:
        indicators, code, reports, years, title, source, size: as in :func:`dumbbell`.

    Raises:
        UsageError: no bureau has a report in either year.
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
        legend=[*_directions(), *mark_legend(series)],
        alt=series_alt(name, series),
    )
    _slopes(axes, series, years)
    top = max(b.length for s in series.values() for b in s.values()) or 1.0
    # One line of text in units of the axis, which has the room that the lines below leave.
    line = top * 1.12 * em * 1.2 / (body - (below * 1.3 + 3.2) * em)
    highest = top
    for x, (side, words, align) in enumerate(zip(sides, silent, ("right", "left"), strict=True)):
        step = -0.03 if align == "right" else 0.03
        for (text, _), y in zip(side, _spread(side, line), strict=True):
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
        falls = len(ends) == 2 and ends[1][1].length < ends[0][1].length
        colour, dash = (ORANGE, "--") if falls else (BLUE, "-")
        axes.plot([x for x, _ in ends], [b.length for _, b in ends], color=colour, linestyle=dash)
        for x, bar in ends:
            mark(axes, x, bar.length, bar, filled=True, colour=colour)


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


def _directions() -> list[tuple[Artist, str]]:
    rise = Line2D([], [], color=BLUE)
    return [(rise, "上升或持平"), (Line2D([], [], color=ORANGE, linestyle="--"), "下降")]


def _spread(labels: Sequence[tuple[str, float]], line: float) -> list[float]:
    """Move labels up, as little as keeps them apart.

    Args:
        labels: text and wished place, from the lowest up.
        line: height of a line of text.

    >>> _spread([("a", 1.0), ("b", 1.1), ("c", 9.0)], 0.5)
    [1.0, 1.5, 9.0]
    """
    moved: list[float] = []
    top = -math.inf
    for text, wish in labels:
        high = line * (text.count("\n") + 1)
        place = max(wish, top + high / 2)
        moved.append(place)
        top = place + high / 2
    return moved
