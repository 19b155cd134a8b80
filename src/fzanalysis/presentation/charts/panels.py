"""A metric over the years, a panel a bureau."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from fzanalysis.analysis.figures import unit_class
from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.charts.bar_shapes import Bar
from fzanalysis.presentation.charts.grid import need_reports
from fzanalysis.presentation.charts.series import (
    by_bureau,
    mark,
    mark_legend,
    series_alt,
    units_of,
)
from fzanalysis.presentation.labels import (
    balanced,
    metric_name,
    number,
    source_note,
    width,
)
from fzanalysis.presentation.style import (
    BLUE,
    MUTED,
    PAPER,
    Chart,
    figure,
    printable,
    scale,
    styled,
)


@styled
def panel_lines(
    indicators: pd.DataFrame,
    code: str,
    reports: pd.DataFrame,
    *,
    whole: pd.DataFrame | None = None,
    title: str | None = None,
    audit: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """A metric over the years, a panel a bureau, all on one scale; a silent year is a gap.

    A line joins only years that follow each other, have a figure and count in like units. A report
    without the figure is a grey cross on the axis, a year without a report is nothing at all.

    Args:
        indicators: table ``indicators``.
        code: the metric.
        reports: table ``reports``.
        whole: all reports, where the chart is a part of several that share one scale.
        title, audit, source, size: as in ``bounded_bars``.

    Raises:
        UsageError: ``reports`` has no report with issuer and year.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": "甲局", "region": "甲县",
    ...     "year": [2022, 2023]})
    >>> said = pd.DataFrame({"report_id": ["a", "b"], "code": "pub_materials",
    ...     "value": [300.0, 1000.0], "lower": [300.0, 1000.0], "upper": [300.0, None],
    ...     "bound": ["exact", "at_least"], "unit": "份", "metric_ids": "n001"})
    >>> panel_lines(said, "pub_materials", reports).title
    '宣传资料份数'
    """
    need_reports(reports)
    series = by_bureau(indicators, code, reports)
    if not series:
        raise UsageError("no report says who issued it and for which year", hint="use sources.csv")
    name, units = title or metric_name(code), units_of(series)
    alike = len({unit_class(unit) for unit in units}) < 2
    unit = f"单位：{' / '.join(units)}" + ("" if alike else "（不同单位不连线，不可直接比较）")
    columns = min(3 if size == "print" else 4, len(series))
    lines = -(-len(series) // columns)
    chart, axes = figure(
        title=name,
        subtitle=unit if units else "",
        body=lines * (1.55 if size == "print" else 2.4),
        size=size,
        columns=columns,
        rows=lines,
        source=source_note(reports) if source is None else source,
        legend=mark_legend(series, lines=True),
        alt=series_alt(name, series),
    )
    drawn = series if whole is None else by_bureau(indicators, code, whole)
    years = sorted({year for s in drawn.values() for year in s})
    top = max(bar.length for s in drawn.values() for bar in s.values()) or 1.0
    for panel, issuer in zip(axes, series, strict=False):
        own = units_of({issuer: series[issuer]})
        # One unit stands in the head of its panel, several stand beside their figures.
        head = balanced(issuer, 24)
        if not alike and len(own) == 1:
            head += ("\n" if width(issuer + own[0]) > 20 else "") + f"（{own[0]}）"
        _panel(panel, series[issuer], years, top, units=not alike and len(own) > 1, audit=audit)
        panel.set_title(printable(head), loc="left", fontsize="medium")
    for panel in axes[len(series) :]:
        panel.set_axis_off()
    return chart


def _panel(
    axes: Axes,
    row: Mapping[int, Bar],
    years: Sequence[int],
    top: float,
    *,
    units: bool,
    audit: str | None,
) -> None:
    said = {year: bar for year, bar in sorted(row.items()) if bar.bound}
    for year, bar in said.items():
        after = said.get(year + 1)
        if after is not None and unit_class(bar.unit) == unit_class(after.unit):
            axes.plot([year, year + 1], [bar.length, after.length], color=BLUE, zorder=1)
    # Paper around the letters: a line that rises steeply runs behind its figure.
    halo = [withStroke(linewidth=2 * scale(), foreground=PAPER)]
    for year, bar in said.items():
        mark(axes, year, bar.length, bar, filled=bar.bound == "exact")
        words, place = bar.said(bar.unit if units else ""), (year, bar.length)
        look: dict[str, Any] = {"xytext": (0, 6 * scale()), "textcoords": "offset points"}
        look |= {"ha": "center", "fontsize": "x-small"}
        axes.annotate(words, place, path_effects=halo, **look)
        if audit is not None and all(bar.places):
            # Letters with paper around them are no link in PDF: the same ones unseen are.
            axes.annotate(words, place, alpha=0, url=link("metrics", *bar.places, audit), **look)
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
