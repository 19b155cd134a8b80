"""One metric across bureaus, its bounds drawn as what they are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from fzanalysis.analysis.figures import unit_class
from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.charts.bar_shapes import Bar, bar_legend, bar_of, draw_bar
from fzanalysis.presentation.labels import (
    CONFLICT,
    metric_name,
    number,
    report_labels,
    source_note,
)
from fzanalysis.presentation.style import INK, MUTED, PAPER, Chart, figure, printable, styled


@styled
def bounded_bars(
    frame: pd.DataFrame,
    code: str,
    *,
    title: str | None = None,
    reports: pd.DataFrame | None = None,
    order: str = "value",
    longest: float | None = None,
    audit: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Bars of one metric, a bar a report, honest about what the report said.

    An exact count is a solid bar; 至少 fades out to the right with an arrow and reads ``≥1000``;
    约 is hatched; 至多 is an outline up to its limit; a range is solid up to its lower end and a
    bracket spans the rest. A report that contradicts itself has a cross at either figure. A report
    that gives no figure has no bar but the grey words 未披露; a stated zero has a mark on the axis
    and reads 0.

    Args:
        frame: table ``indicators`` (or ``metrics``: only rows with role ``actual`` are drawn), with
            columns report_id, code, value, lower, upper, bound, unit and, unless ``reports`` is
            given, issuer and year. Not changed. Several rows of a report and code are several bars.
        code: the metric code; for uncoded figures the phrase in column ``counted``.
        title: what is counted, in Chinese; else its name in the catalogue.
        reports: table ``reports``: all of its reports are shown, the silent ones as 未披露. Without
            it, the reports of ``frame``.
        order: ``value`` (largest on top, silent ones below) or ``label`` (as in ``reports``).
        longest: the figure that the axis must reach, to give several charts one scale.
        audit: folder of the audit pages as seen from the chart: in SVG and PDF each figure is then
            a link to its mark there (column metric_ids or metric_id of ``frame``).
        source: replaces the note under the chart.
        size: ``print`` or ``slide``.

    Returns:
        The chart; its height grows with the number of reports.

    Raises:
        UsageError: unknown order or bound, or no report to show.

    >>> rows = pd.DataFrame({"report_id": ["a"], "issuer": ["河口县科技局"], "year": [2023],
    ...     "code": ["pub_materials"], "value": [1000.0], "lower": [1000.0],
    ...     "upper": [float("nan")], "bound": ["at_least"], "unit": ["份"]})
    >>> bounded_bars(rows, "pub_materials", title="宣传资料份数").alt
    '宣传资料份数：河口县科技局 2023 ≥1000份。'
    """
    if order not in ("value", "label"):
        raise UsageError(f"unknown order {order!r}", hint="value or label")
    shown = frame if reports is None else reports
    if shown.empty:
        raise UsageError("no report to show", hint="check the choice of reports and years")
    bars = _bars(frame, code, report_labels(shown))
    if order == "value":
        bars = sorted(bars, key=lambda bar: (bar.bound == "", -bar.length))
    units = sorted({bar.unit for bar in bars if bar.bound})
    unit = " / ".join(units)
    unlike = len({unit_class(unit) for unit in units}) > 1
    mixed = "（各报告单位不同，不可直接比较）" if unlike else ""
    name = title or metric_name(code)
    lines = sum(bar.label.count("\n") + 1 for bar in bars)
    em = 9.0 if size == "print" else 15.0
    chart, (axes,) = figure(
        title=name,
        subtitle="" if units else "所选报告均未披露这一数字",
        body=(lines + len(bars) * 0.9) * em * 1.25 / 72 + em * 4 / 72,
        size=size,
        source=source_note(shown) if source is None else source,
        legend=bar_legend(bars),
        alt=_alt(name, bars, unlike),
    )
    _draw(axes, bars, longest, audit, axis_unit=f"单位：{unit}{mixed}" if units else "")
    return chart


def _bars(frame: pd.DataFrame, code: str, labels: Mapping[str, str]) -> list[Bar]:
    wanted = frame["code"].eq(code)
    if "counted" in frame.columns:
        wanted |= frame["code"].isna() & frame["counted"].eq(code)
    if "role" in frame.columns:
        wanted &= frame["role"].eq("actual")
    rows = frame[wanted & frame[["value", "lower", "upper"]].notna().any(axis=1)]
    bars = []
    for report_id, label in labels.items():
        said = rows[rows["report_id"].eq(report_id)].to_dict("records")
        if not said:
            bars.append(Bar(printable(label), "", math.nan, math.nan, math.nan, ""))
        for count, row in enumerate(said, start=1):
            # Mentions that contradict each other are shown side by side, none is chosen.
            mention = f"（第{count}处）" if len(said) > 1 else ""
            bars.append(bar_of(row, printable(label + mention)))
    return bars


def reach(frame: pd.DataFrame) -> float:
    """How far the longest bar of some rows is drawn; 0 without rows.

    >>> reach(pd.DataFrame({"value": [3.0], "lower": [3.0], "upper": [3.0], "bound": ["exact"],
    ...     "unit": ["次"]}))
    3.0
    """
    return max((bar_of(row).length for row in frame.to_dict("records")), default=0.0)


def _draw(
    axes: Axes, bars: Sequence[Bar], least: float | None, audit: str | None, *, axis_unit: str
) -> None:
    mixed = len({bar.unit for bar in bars if bar.bound}) > 1
    longest = max([least or 0.0, *(bar.length for bar in bars)]) or 1.0
    # Taller rows for labels of two lines, so that no label touches the next.
    heights = [bar.label.count("\n") + 1.9 for bar in bars]
    middles = [sum(heights[:i]) + heights[i] / 2 for i in range(len(bars))]
    for middle, bar in zip(middles, bars, strict=True):
        end = draw_bar(axes, middle, bar, longest)
        text = bar.said(bar.unit if mixed or bar.unit == "%" else "")
        colour = INK if bar.bound else MUTED
        figure_text = axes.text(
            end + longest * 0.012,
            middle,
            printable(text),
            va="center",
            color=colour,
            zorder=6,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )
        if audit is not None and all(bar.places):
            figure_text.set_url(link("metrics", *bar.places, audit))
    axes.set_yticks(middles, [bar.label for bar in bars])
    for tick, bar in zip(axes.get_yticklabels(), bars, strict=True):
        tick.set_color(INK if bar.bound else MUTED)
    axes.set_ylim(sum(heights) + 0.3, -0.3)
    right = longest * 1.24
    axes.set_xlim(0, right)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    whole = all(bar.length.is_integer() for bar in bars)
    ticks = MaxNLocator(nbins=6, integer=whole).tick_values(0, right)
    axes.set_xticks([tick for tick in ticks if 0 <= tick <= right])
    axes.set_xlabel(axis_unit, loc="right")
    axes.grid(axis="x")
    if not any(bar.bound for bar in bars):
        axes.set_xticks([])


def _alt(name: str, bars: Sequence[Bar], mixed: bool) -> str:
    said = []
    for bar in bars:
        label = bar.label.replace("\n", "")
        figure_text = bar.said(bar.unit) + (f"（{CONFLICT}）" if bar.bound == "conflict" else "")
        said.append(f"{label} {figure_text}")
    note = "各报告单位不同，不可直接比较。" if mixed else ""
    return f"{name}：" + "；".join(said) + "。" + note
