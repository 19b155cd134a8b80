"""Two years of a metric side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

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
    number,
    source_note,
    width,
)
from fzanalysis.presentation.style import (
    FAINT,
    MUTED,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
)


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

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": "甲局", "region": "甲县",
    ...     "year": [2022, 2023]})
    >>> said = pd.DataFrame({"report_id": ["a", "b"], "code": "pub_materials",
    ...     "value": [300.0, 1000.0], "lower": [300.0, 1000.0], "upper": [300.0, None],
    ...     "bound": ["exact", "at_least"], "unit": "份", "metric_ids": "n001"})
    >>> dumbbell(said, "pub_materials", reports, years=(2022, 2023)).title
    '宣传资料份数：2022年与2023年'
    """
    first, second = years
    series = of_years(by_bureau(indicators, code, reports), years)
    order = sorted(series, key=lambda name: -max(b.length for b in series[name].values()))
    name, unit = title or metric_name(code), unit_of(series)
    labels = [printable(balanced(issuer, 26)) for issuer in order]
    em = SIZES[size].font / 72
    chart, (axes,) = figure(
        title=f"{name}：{first}年与{second}年",
        body=sum(label.count("\n") + 1.9 for label in labels) * em * 1.25 + em * 4,
        size=size,
        source=source_note(within(reports, years)) if source is None else source,
        legend=mark_legend(series, ends=years),
        alt=series_alt(name, {issuer: series[issuer] for issuer in order}),
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
        mark(axes, bar.length, place, bar, filled=filled)
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


def _scale(axes: Axes, series: Series, right: float, *, left: float) -> None:
    whole = all(bar.length.is_integer() for row in series.values() for bar in row.values())
    ticks = MaxNLocator(nbins=6, integer=whole).tick_values(0, right)
    axes.set_xticks([tick for tick in ticks if 0 <= tick <= right])
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_xlim(left, right * 1.12)
