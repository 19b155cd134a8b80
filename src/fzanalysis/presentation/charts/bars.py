"""One metric across bureaus, its bounds drawn as what they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from fzanalysis.errors import UsageError
from fzanalysis.presentation.labels import (
    BOUNDS,
    UNDISCLOSED,
    bounded,
    metric_name,
    number,
    report_labels,
    source_note,
)
from fzanalysis.presentation.style import (
    BLUE,
    INK,
    MUTED,
    PALE_BLUE,
    PAPER,
    Chart,
    Key,
    figure,
    printable,
    scale,
    styled,
)


class _Bar(NamedTuple):
    label: str
    bound: str
    value: float
    lower: float
    upper: float
    unit: str


@styled
def bounded_bars(
    frame: pd.DataFrame,
    code: str,
    *,
    title: str | None = None,
    reports: pd.DataFrame | None = None,
    order: str = "value",
    longest: float | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Bars of one metric, a bar a report, honest about what the report said.

    An exact count is a solid bar; 至少 fades out to the right with an arrow and reads ``≥1000``;
    约 is hatched; 至多 is an outline up to its limit; a range is solid up to its lower end and a
    bracket spans the rest. A report that gives no figure has no bar but the grey words 未披露; a
    stated zero has a mark on the axis and reads 0.

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
        bars = sorted(bars, key=lambda bar: (bar.bound == "", -_length(bar)))
    units = sorted({bar.unit for bar in bars if bar.bound})
    unit = " / ".join(units)
    mixed = "（各报告单位不同，不可直接比较）" if len(units) > 1 else ""
    name = title or metric_name(code)
    lines = sum(bar.label.count("\n") + 1 for bar in bars)
    em = 9.0 if size == "print" else 15.0
    chart, (axes,) = figure(
        title=name,
        subtitle="" if units else "所选报告均未披露这一数字",
        body=(lines + len(bars) * 0.9) * em * 1.25 / 72 + em * 4 / 72,
        size=size,
        source=source_note(shown) if source is None else source,
        legend=_legend(bars),
        alt=_alt(name, bars, len(units) > 1),
    )
    _draw(
        axes,
        bars,
        longest,
        with_unit=len(units) > 1,
        axis_unit=f"单位：{unit}{mixed}" if units else "",
    )
    return chart


def _bars(frame: pd.DataFrame, code: str, labels: Mapping[str, str]) -> list[_Bar]:
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
            bars.append(_Bar(printable(label), "", math.nan, math.nan, math.nan, ""))
        for count, row in enumerate(said, start=1):
            # Mentions that contradict each other are shown side by side, none is chosen.
            mention = f"（第{count}处）" if len(said) > 1 else ""
            value, lower, upper = (_float(row[name]) for name in ("value", "lower", "upper"))
            unit = "" if pd.isna(row["unit"]) else str(row["unit"])
            bars.append(_Bar(printable(label + mention), row["bound"], value, lower, upper, unit))
    return bars


def reach(frame: pd.DataFrame) -> float:
    """How far the longest bar of some rows is drawn; 0 without rows.

    >>> reach(pd.DataFrame({"value": [3.0], "lower": [3.0], "upper": [3.0], "bound": ["exact"]}))
    3.0
    """
    bars = (
        _Bar("", row["bound"], *(_float(row[name]) for name in ("value", "lower", "upper")), "")
        for row in frame.to_dict("records")
    )
    return max((_length(bar) for bar in bars), default=0.0)


def _float(value: Any) -> float:
    return math.nan if pd.isna(value) else float(value)


def _length(bar: _Bar) -> float:
    """Where the drawn bar ends; 0 where nothing is drawn."""
    if bar.bound == "at_least":
        choices = (bar.lower, bar.value)
    elif bar.bound in ("at_most", "between"):
        choices = (bar.upper, bar.value)
    else:
        choices = (bar.value, bar.lower)
    return next((c for c in choices if not math.isnan(c)), 0.0)


def _draw(
    axes: Axes, bars: list[_Bar], reach: float | None, *, with_unit: bool, axis_unit: str
) -> None:
    longest = max([reach or 0.0, *(_length(bar) for bar in bars)]) or 1.0
    # Taller rows for labels of two lines, so that no label touches the next.
    heights = [bar.label.count("\n") + 1.9 for bar in bars]
    middles = [sum(heights[:i]) + heights[i] / 2 for i in range(len(bars))]
    for middle, bar in zip(middles, bars, strict=True):
        end = _draw_one(axes, middle, bar, longest)
        text = UNDISCLOSED
        if bar.bound:
            unit = bar.unit if with_unit or bar.unit == "%" else ""
            text = bounded(bar.bound, bar.value, bar.lower, bar.upper, unit)
        colour = INK if bar.bound else MUTED
        axes.text(
            end + longest * 0.012,
            middle,
            printable(text),
            va="center",
            color=colour,
            zorder=6,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )
    axes.set_yticks(middles, [bar.label for bar in bars])
    for tick, bar in zip(axes.get_yticklabels(), bars, strict=True):
        tick.set_color(INK if bar.bound else MUTED)
    axes.set_ylim(sum(heights) + 0.3, -0.3)
    right = longest * 1.24
    axes.set_xlim(0, right)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    ticks = MaxNLocator(nbins=6, integer=longest >= 6).tick_values(0, right)
    axes.set_xticks([tick for tick in ticks if 0 <= tick <= right])
    axes.set_xlabel(axis_unit, loc="right")
    axes.grid(axis="x")
    if not any(bar.bound for bar in bars):
        axes.set_xticks([])


def _draw_one(axes: Axes, middle: float, bar: _Bar, longest: float) -> float:
    """Draw one bar; returns where its label may begin."""
    end = _length(bar)
    if not bar.bound:
        return 0.0
    if end == 0 and bar.bound != "at_least":
        axes.plot([0], [middle], marker="D", color=BLUE, clip_on=False, zorder=5)
        return longest * 0.012
    return _SHAPES[bar.bound](axes, middle, bar, end, longest)


_HALF = 0.55


def _box(axes: Axes, middle: float, left: float, right: float, **look: Any) -> None:
    axes.add_patch(Rectangle((left, middle - _HALF), right - left, 2 * _HALF, **look))


def _exact(axes: Axes, middle: float, bar: _Bar, end: float, longest: float) -> float:
    _box(axes, middle, 0, end, facecolor=BLUE, edgecolor="none")
    return end


def _at_least(axes: Axes, middle: float, bar: _Bar, end: float, longest: float) -> float:
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


def _about(axes: Axes, middle: float, bar: _Bar, end: float, longest: float) -> float:
    _box(axes, middle, 0, end, facecolor=PALE_BLUE, edgecolor=BLUE, hatch="////", linewidth=0.8)
    low = bar.lower if not math.isnan(bar.lower) else end
    high = bar.upper if not math.isnan(bar.upper) else end
    if high > low:
        _bracket(axes, middle, low, high)
    return max(end, high)


def _at_most(axes: Axes, middle: float, bar: _Bar, end: float, longest: float) -> float:
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


def _between(axes: Axes, middle: float, bar: _Bar, end: float, longest: float) -> float:
    low = bar.lower if not math.isnan(bar.lower) else 0.0
    _box(axes, middle, 0, low, facecolor=BLUE, edgecolor="none")
    _box(axes, middle, low, end, facecolor=PALE_BLUE, edgecolor="none")
    _bracket(axes, middle, low, end)
    return end


def _bracket(axes: Axes, middle: float, low: float, high: float) -> None:
    axes.plot([low, high], [middle, middle], color=INK)
    for place in (low, high):
        axes.plot([place, place], [middle - 0.4, middle + 0.4], color=INK)


_SHAPES: Mapping[str, Callable[[Axes, float, _Bar, float, float], float]] = {
    "exact": _exact,
    "at_least": _at_least,
    "about": _about,
    "at_most": _at_most,
    "between": _between,
}


def _legend(bars: list[_Bar]) -> list[tuple[Artist, str]]:
    """Only the kinds that the chart shows; a chart of exact counts alone needs no legend."""
    kinds = {bar.bound for bar in bars if bar.bound}
    silent = any(not bar.bound for bar in bars)
    if kinds <= {"exact"} and not silent:
        return []
    entries: list[tuple[Artist, str]] = [
        (look, BOUNDS[kind]) for kind, look in _KEYS.items() if kind in kinds
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
    return [Line2D([0, 0], [-2, height + 2], color=MUTED, linewidth=0.8)]


_KEYS: Mapping[str, Artist] = {
    "exact": Patch(facecolor=BLUE),
    "at_least": Key(_key_open),
    "about": Patch(facecolor=PALE_BLUE, edgecolor=BLUE, hatch="////"),
    "at_most": Key(_key_limit),
    "between": Key(_key_range),
}


def _alt(name: str, bars: list[_Bar], mixed: bool) -> str:
    said = []
    for bar in bars:
        label = bar.label.replace("\n", "")
        figure_text = UNDISCLOSED
        if bar.bound:
            figure_text = bounded(bar.bound, bar.value, bar.lower, bar.upper, bar.unit)
        said.append(f"{label} {figure_text}")
    note = "各报告单位不同，不可直接比较。" if mixed else ""
    return f"{name}：" + "；".join(said) + "。" + note
