"""One metric in several years: dumbbell, slope, panels of lines with their gaps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from fzanalysis.errors import UsageError
from fzanalysis.presentation.charts.bar_shapes import Bar, bar_of
from fzanalysis.presentation.charts.grid import need_reports
from fzanalysis.presentation.labels import (
    BOUNDS,
    CONFLICT,
    UNDISCLOSED,
    balanced,
    metric_name,
    number,
    source_note,
    width,
)
from fzanalysis.presentation.style import (
    BLUE,
    FAINT,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
)

#: How a figure is marked by its bound; filled or not as well, so that grey prints tell them apart.
_MARKERS: Mapping[str, str] = {
    "exact": "o",
    "at_least": "^",
    "about": "D",
    "at_most": "v",
    "between": "s",
    "conflict": "X",
}
Series = Mapping[str, Mapping[int, Bar]]


def by_bureau(
    indicators: pd.DataFrame, code: str, reports: pd.DataFrame
) -> dict[str, dict[int, Bar]]:
    """Figures of a metric by bureau and year; a report without the figure is 未披露.

    Args:
        indicators: table ``indicators``.
        code: the metric.
        reports: table ``reports``; a year in which a bureau has no report is absent. Reports
            without issuer or year are left out: they stand in no series.

    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023]})
    >>> rows = pd.DataFrame({"report_id": ["a"], "code": ["x"], "value": [3.0], "lower": [3.0],
    ...     "upper": [3.0], "bound": ["exact"], "unit": ["次"]})
    >>> by_bureau(rows, "x", reports)["甲局"][2023].said()
    '3'
    """
    rows = indicators[indicators["code"].eq(code)]
    rows = rows[rows[["value", "lower", "upper"]].notna().any(axis=1)]
    said = {row["report_id"]: row for row in rows.to_dict("records")}
    nothing = Bar("", "", math.nan, math.nan, math.nan, "")
    found: dict[str, dict[int, Bar]] = {}
    dated = reports.dropna(subset=["issuer", "year"]).drop_duplicates("report_id")
    for report in dated.to_dict("records"):
        row = said.get(report["report_id"])
        years = found.setdefault(str(report["issuer"]), {})
        if row is not None or int(report["year"]) not in years:
            years[int(report["year"])] = nothing if row is None else bar_of(row)
    return found


@styled
def dumbbell(
    indicators: pd.DataFrame,
    code: str,
    reports: pd.DataFrame,
    *,
    years: tuple[int, int],
    title: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Two years of a metric, a row a bureau: the first with an open mark, the second filled.

    The shape of a mark tells its bound (a triangle that points up is 至少). A year without the
    figure is said in grey words, and no line is drawn.

    Args:
        indicators: table ``indicators``.
        code: the metric.
        reports: table ``reports``: bureaus with a report in one of the years are shown.
        years: first and second.
        title, source, size: as in ``bounded_bars``.

    Raises:
        UsageError: no bureau has a report in either year.
    """
    first, second = years
    series = _of_years(by_bureau(indicators, code, reports), years)
    order = sorted(series, key=lambda name: -max(b.length for b in series[name].values()))
    name, unit = title or metric_name(code), _unit(series)
    labels = [printable(balanced(issuer, 26)) for issuer in order]
    em = SIZES[size].font / 72
    chart, (axes,) = figure(
        title=f"{name}：{first}年与{second}年",
        body=sum(label.count("\n") + 1.9 for label in labels) * em * 1.25 + em * 4,
        size=size,
        source=source_note(_within(reports, years)) if source is None else source,
        legend=_legend(series, ends=years),
        alt=_alt(name, {issuer: series[issuer] for issuer in order}),
    )
    longest = max(b.length for s in series.values() for b in s.values()) or 1.0
    for place, issuer in enumerate(order):
        _dumbbell_row(axes, place, series[issuer], years, longest)
    axes.set_yticks(range(len(order)), labels)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    _scale(axes, series, longest * 1.12, left=-longest * 0.1)
    axes.set_xlabel(f"单位：{unit}" if unit else "", loc="right")
    axes.grid(axis="x")
    return chart


def _dumbbell_row(
    axes: Axes, place: int, row: Mapping[int, Bar], years: tuple[int, int], longest: float
) -> None:
    said = {year: row[year] for year in years if year in row and row[year].bound}
    if len(said) == 2:
        ends = [said[year].length for year in years]
        axes.plot(ends, [place, place], color=FAINT, linewidth=3 * scale(), zorder=1)
    low = min((bar.length for bar in said.values()), default=0.0)
    for year, bar in said.items():
        filled = year == years[1]
        _mark(axes, bar.length, place, bar, filled=filled)
        left = len(said) == 2 and bar.length == low and (not filled or ends[0] > ends[1])
        step = longest * 0.022 * (-1 if left else 1)
        side = "right" if left else "left"
        axes.text(bar.length + step, place, bar.said(), ha=side, va="center", fontsize="small")
    silent = [str(year) for year in years if year in row and not row[year].bound]
    if silent:
        end = max((bar.length for bar in said.values()), default=0.0)
        known = max((width(bar.said()) for bar in said.values()), default=0)
        start = end + longest * (0.05 + 0.014 * known) if said else 0.0
        words = f"{'、'.join(silent)}年{UNDISCLOSED}"
        axes.text(start, place, words, va="center", color=MUTED, fontsize="small")


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
    series = _of_years(by_bureau(indicators, code, reports), years)
    name, unit = title or metric_name(code), _unit(series)
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
        source=source_note(_within(reports, years)) if source is None else source,
        legend=[*_directions(), *_legend(series)],
        alt=_alt(name, series),
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
            _mark(axes, x, bar.length, bar, filled=True, colour=colour)


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


@styled
def panel_lines(
    indicators: pd.DataFrame,
    code: str,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """A metric over the years, a panel a bureau, all on one scale; a silent year is a gap.

    A line joins only years that follow each other and have a figure. A report without the figure
    is a grey cross on the axis, a year without a report is nothing at all.

    Args:
        indicators: table ``indicators``.
        code: the metric.
        reports: table ``reports``.
        title, source, size: as in ``bounded_bars``.

    Raises:
        UsageError: ``reports`` has no report with issuer and year.
    """
    need_reports(reports)
    series = by_bureau(indicators, code, reports)
    if not series:
        raise UsageError("no report says who issued it and for which year", hint="use sources.csv")
    name, unit = title or metric_name(code), _unit(series)
    columns = min(3 if size == "print" else 4, len(series))
    lines = -(-len(series) // columns)
    chart, axes = figure(
        title=name,
        subtitle=f"单位：{unit}" if unit else "",
        body=lines * (1.55 if size == "print" else 2.4),
        size=size,
        columns=columns,
        rows=lines,
        source=source_note(reports) if source is None else source,
        legend=_legend(series, lines=True),
        alt=_alt(name, series),
    )
    years = sorted({year for s in series.values() for year in s})
    top = max(bar.length for s in series.values() for bar in s.values()) or 1.0
    for panel, issuer in zip(axes, series, strict=False):
        _panel(panel, series[issuer], years, top)
        panel.set_title(printable(balanced(issuer, 24)), loc="left", fontsize="medium")
    for panel in axes[len(series) :]:
        panel.set_axis_off()
    return chart


def _panel(axes: Axes, row: Mapping[int, Bar], years: Sequence[int], top: float) -> None:
    said = {year: bar for year, bar in sorted(row.items()) if bar.bound}
    for year in said:
        if year + 1 in said:
            ends = [said[year].length, said[year + 1].length]
            axes.plot([year, year + 1], ends, color=BLUE, zorder=1)
    for year, bar in said.items():
        _mark(axes, year, bar.length, bar, filled=bar.bound == "exact")
        axes.annotate(
            bar.said(), (year, bar.length), xytext=(0, 6 * scale()), textcoords="offset points",
            ha="center", fontsize="x-small",
        )  # fmt: skip
    for year in row:
        if year not in said:
            axes.plot([year], [0], marker="x", color=MUTED, clip_on=False, zorder=5)
    step = max(1, -(-len(years) // 5))
    axes.set_xticks(years[::step], [str(year) for year in years[::step]])
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.set_ylim(0, top * 1.3)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.grid(axis="y")


def _of_years(series: Series, years: tuple[int, int]) -> dict[str, dict[int, Bar]]:
    if years[0] == years[1]:
        raise UsageError(f"the years are the same: {years[0]}", hint="give two different years")
    cut = {name: {y: bar for y, bar in row.items() if y in years} for name, row in series.items()}
    cut = {name: row for name, row in cut.items() if row}
    if not cut:
        known = "、".join(map(str, sorted({y for row in series.values() for y in row})))
        raise UsageError(
            f"no bureau has a report for {years[0]} or {years[1]}", hint=f"there are {known}"
        )
    return cut


def _within(reports: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
    return reports[reports["year"].isin(years)]


def _unit(series: Series) -> str:
    return " / ".join(sorted({b.unit for row in series.values() for b in row.values() if b.bound}))


def _mark(axes: Axes, x: float, y: float, bar: Bar, *, filled: bool, colour: str = BLUE) -> None:
    if bar.bound in ("between", "conflict") and not math.isnan(bar.lower):
        # Only the panels and slopes have figures upwards; a dumbbell says the range in words.
        style = ":" if bar.bound == "conflict" else "-"
        if y == bar.upper:
            axes.plot([x, x], [bar.lower, bar.upper], color=INK, linestyle=style, linewidth=1)
    face = colour if filled else PAPER
    axes.plot(
        [x], [y], marker=_MARKERS[bar.bound], linestyle="none", markerfacecolor=face,
        markeredgecolor=colour, markeredgewidth=1.3 * scale(), markersize=6 * scale(), zorder=4,
        clip_on=False,
    )  # fmt: skip


def _scale(axes: Axes, series: Series, right: float, *, left: float) -> None:
    whole = all(bar.length.is_integer() for row in series.values() for bar in row.values())
    ticks = MaxNLocator(nbins=6, integer=whole).tick_values(0, right)
    axes.set_xticks([tick for tick in ticks if 0 <= tick <= right])
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_xlim(left, right * 1.12)


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


def _directions() -> list[tuple[Artist, str]]:
    rise = Line2D([], [], color=BLUE)
    return [(rise, "上升或持平"), (Line2D([], [], color=ORANGE, linestyle="--"), "下降")]


def _legend(
    series: Series, *, ends: tuple[int, int] | None = None, lines: bool = False
) -> list[tuple[Artist, str]]:
    look: dict[str, Any] = {
        "linestyle": "none",
        "markeredgecolor": BLUE,
        "markersize": 6 * scale(),
        "markeredgewidth": 1.3 * scale(),
    }
    entries: list[tuple[Artist, str]] = []
    if ends is not None:
        for year, face in zip(ends, (PAPER, BLUE), strict=True):
            entries.append((Line2D([], [], marker="o", markerfacecolor=face, **look), f"{year}年"))
    bars = [bar for row in series.values() for bar in row.values()]
    kinds = {bar.bound for bar in bars if bar.bound}
    told = kinds - {"exact"} if ends else kinds if kinds != {"exact"} else set()
    for kind, marker in _MARKERS.items():
        if kind in told:
            face = BLUE if kind == "exact" or not lines else PAPER
            handle = Line2D([], [], marker=marker, markerfacecolor=face, **look)
            entries.append((handle, BOUNDS.get(kind, CONFLICT)))
    if lines and any(not bar.bound for bar in bars):
        handle = Line2D([], [], marker="x", linestyle="none", color=MUTED)
        entries.append((handle, f"{UNDISCLOSED}（有报告而没有这个数）"))
    return entries


def _alt(name: str, series: Series) -> str:
    said = [
        f"{issuer} "
        + "，".join(f"{year}年{bar.said(bar.unit)}" for year, bar in sorted(row.items()))
        for issuer, row in series.items()
    ]
    return f"{name}：" + "；".join(said) + "。"
