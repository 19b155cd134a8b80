"""A metric by bureau and year: the figures, how they are marked, how the legend says it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from fzanalysis.analysis.panel import panel
from fzanalysis.errors import UsageError
from fzanalysis.presentation.charts.bar_shapes import Bar, bar_of
from fzanalysis.presentation.labels import (
    BOUNDS,
    CONFLICT,
    UNDISCLOSED,
)
from fzanalysis.presentation.style import (
    BLUE,
    INK,
    MUTED,
    PAPER,
    scale,
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

    Which reports are of one bureau, :func:`fzanalysis.analysis.panel.panel` decides; bureaus of one
    name are told apart by their region.

    Args:
        indicators: table ``indicators``.
        code: the metric.
        reports: table ``reports``: report_id, issuer, region, year at least. A year in which a
            bureau has no report is absent; reports without a year stand in no series. Bureaus keep
            the order in which their reports stand here.

    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "region": ["甲县"],
    ...     "year": [2023]})
    >>> rows = pd.DataFrame({"report_id": ["a"], "code": ["x"], "value": [3.0], "lower": [3.0],
    ...     "upper": [3.0], "bound": ["exact"], "unit": ["次"]})
    >>> by_bureau(rows, "x", reports)["甲局"][2023].said()
    '3'
    """
    rows = indicators[indicators["code"].eq(code)]
    rows = rows[rows[["value", "lower", "upper"]].notna().any(axis=1)]
    said = {row["report_id"]: row for row in rows.to_dict("records")}
    members = panel(reports)
    names = _names(members)
    place = {key: n for n, key in enumerate(reports["report_id"])}
    first = members["report_id"].map(place).groupby(members["bureau"]).min().sort_values()
    nothing = Bar("", "", math.nan, math.nan, math.nan, "")
    found: dict[str, dict[int, Bar]] = {names[bureau]: {} for bureau in first.index}
    for report in members.to_dict("records"):
        row = said.get(report["report_id"])
        bar = nothing if row is None else bar_of(row)
        found[names[report["bureau"]]][int(report["year"])] = bar
    return found


def _names(members: pd.DataFrame) -> dict[str, str]:
    """A name a bureau: the issuer's, with its region or key where two bureaus share it."""
    last = members.drop_duplicates("bureau", keep="last").set_index("bureau")
    issuers = last["issuer"].fillna(last.index.to_series())
    shared = issuers.duplicated(keep=False)
    regions = last["region"].fillna(last.index.to_series())
    return dict(issuers.where(~shared, issuers + "（" + regions + "）"))


def of_years(series: Series, years: tuple[int, int]) -> dict[str, dict[int, Bar]]:
    """The series cut to two years; bureaus without a report in either are left out.

    Raises:
        UsageError: the years are the same, or no bureau has a report in either.
    """
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


def within(reports: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
    """The reports of two years."""
    return reports[reports["year"].isin(years)]


def units_of(series: Series) -> list[str]:
    """The units of the figures, each once."""
    return sorted({b.unit for row in series.values() for b in row.values() if b.bound})


def unit_of(series: Series) -> str:
    """The unit of the figures; all of them if they differ."""
    return " / ".join(units_of(series))


def mark(axes: Axes, x: float, y: float, bar: Bar, *, filled: bool, colour: str = BLUE) -> None:
    """Draw the mark of a figure, its shape by its bound; a range upwards gets a line to its end."""
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


def mark_legend(
    series: Series, *, ends: tuple[int, int] | None = None, lines: bool = False
) -> list[tuple[Artist, str]]:
    """What the marks mean, as far as the chart has them.

    Args:
        series: what is drawn.
        ends: the two years of a dumbbell.
        lines: whether exact figures alone are filled and silent reports are crosses.
    """
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


def series_alt(name: str, series: Series) -> str:
    """All figures in words."""
    said = [
        f"{issuer} "
        + "，".join(f"{year}年{bar.said(bar.unit)}" for year, bar in sorted(row.items()))
        for issuer, row in series.items()
    ]
    return f"{name}：" + "；".join(said) + "。"
