"""Topics: topic × bureau, and the map of topics."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from fzanalysis.errors import UsageError
from fzanalysis.presentation.charts.grid import (
    NOTHING,
    empty_row,
    grid_figure,
    grid_rows,
    share_cell,
)
from fzanalysis.presentation.charts.places import best_place, gap
from fzanalysis.presentation.labels import balanced, width
from fzanalysis.presentation.style import (
    INK,
    MARKERS,
    MUTED,
    PAPER,
    SERIES,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
)

#: Diameter of the disc of the largest topic, in points on paper; with many topics a smaller one.
_LARGEST, _SMALLER, _MANY = 52.0, 34.0, 8


@styled
def topic_heatmap(
    table: pd.DataFrame,
    *,
    title: str = "各部门谈到的话题",
    subtitle: str = f"占举措文字的百分比；{NOTHING}",
    source: str = "",
    size: str = "print",
) -> Chart:
    """Heatmap group × topic: what share of its text each bureau (or year) gives to each topic.

    Args:
        table: of ``analysis.topic_table``: a row a group (index: its name), a column a topic
            (header: its label), values 0–1; a group without text has missing values.
        title, size: as in ``bounded_bars``.
        subtitle: what the numbers are.
        source: note under the chart.

    Raises:
        UsageError: no rows or no columns.

    >>> topic_heatmap(pd.DataFrame({"普法": [0.6], "执法": [0.4]}, index=["甲局"])).alt
    '各部门谈到的话题：甲局 以普法为主（60%）。'
    """
    if table.empty:
        raise UsageError("no topics to show", hint="take more reports or fewer topics")
    labels = [printable(balanced(str(name), 22)) for name in table.index]
    em = SIZES[size].font * 0.8 / 72
    room = int(SIZES[size].width * 0.68 / len(table.columns) / em * 2)
    names = [str(name) for name in table.columns]
    # Where one head must break into its terms, all do: they are read side by side.
    broken = any(width(name) > room for name in names)
    heads = [_parts(name, max(4, room), broken=broken) for name in names]
    chart, axes = grid_figure(
        labels,
        title=title,
        subtitle=subtitle,
        source=source,
        size=size,
        head_lines=max(head.count("\n") + 1 for head in heads) + 0.8,
        alt=_share_alt(title, table),
    )
    middles = grid_rows(axes, labels, len(heads))
    top = float(np.nanmax([0.3, *table.to_numpy(dtype=float).ravel()]))
    for middle, (_, row) in zip(middles, table.iterrows(), strict=True):
        if row.isna().any():
            empty_row(axes, middle, len(heads), "没有读出举措")
            continue
        for column, share in enumerate(row):
            share_cell(axes, column, middle, float(share), top)
    axes.set_xticks(range(len(heads)), heads, fontsize="small", linespacing=1.35)
    return chart


def _parts(label: str, columns: int, *, broken: bool = False) -> str:
    """A label of several terms, a term a line where it does not fit into one or is to be broken."""
    if width(label) <= columns and not broken:
        return printable(label)
    return printable("\n".join(balanced(term, columns) for term in label.split("·")))


def _share_alt(title: str, table: pd.DataFrame) -> str:
    said = []
    for name, row in table.iterrows():
        if row.notna().all():
            said.append(f"{name} 以{row.idxmax()}为主（{row.max() * 100:.0f}%）")
    return f"{title}：" + "；".join(said) + "。"


@dataclass(frozen=True)
class _Topic:
    """A topic on the map: its number, name, points, middle and disc."""

    number: int
    label: str
    count: int
    middle: tuple[float, float]
    diameter: float


@styled
def topic_map(
    points: pd.DataFrame,
    *,
    title: str = "举措的话题地图",
    source: str = "",
    size: str = "print",
) -> Chart:
    """Points of all reports on a plane: near is alike, a topic is a colour, a shape and a name.

    In the middle of each topic stands a disc whose area is the number of its points; the discs
    below the map say how many that is.

    Args:
        points: one row a measure point: x, y (any scale), topic (a number, 0 is unassigned) and
            label (the topic's name).
        title, size: as in ``bounded_bars``.
        source: note under the chart.

    Raises:
        UsageError: no points.

    >>> points = pd.DataFrame({"x": [0.0], "y": [1.0], "topic": [1], "label": ["普法"]})
    >>> topic_map(points).alt
    '举措的话题地图：1个要点，分为普法（1）；圆的面积与要点数成正比。'
    """
    if points.empty:
        raise UsageError("no points to show", hint="take more reports")
    em = SIZES[size].font / 72
    topics, rest = _topics(points), points[points["topic"] <= 0]
    names = "、".join(f"{topic.label}（{topic.count}）" for topic in topics)
    left = f"；{len(rest)}个未归入" if len(rest) and topics else ""
    legend = [(_dot(place), printable(topic.label)) for place, topic in enumerate(topics)]
    if len(rest):
        legend.append((Line2D([], [], linestyle="none", marker=".", color=MUTED), "未归入"))
    chart, (axes,) = figure(
        title=title,
        subtitle="小记号是要点，位置相近表示用词相近，坐标没有单位；圆在话题中间，面积与要点数成正比",
        body=em * 40,
        size=size,
        source=source,
        legend=legend,
        alt=f"{title}：{len(points)}个要点，分为{names or '不出话题'}{left}；"
        "圆的面积与要点数成正比。",
    )
    axes.plot(rest["x"], rest["y"], linestyle="none", marker=".", color=MUTED)
    for place, topic in enumerate(topics):
        own, dot = points[points["topic"].eq(topic.number)], _dot(place)
        _disc(axes, topic.middle, topic.diameter, str(dot.get_color()))
        axes.plot(own["x"], own["y"], linestyle="none", marker=dot.get_marker(),
                  color=dot.get_color(), alpha=0.8, markersize=4.5 * scale())  # fmt: skip
    axes.set_xticks([])
    axes.set_yticks([])
    axes.margins(0.12)
    for spine in axes.spines.values():
        spine.set_visible(False)
    # The lowest part of the axes belongs to the discs that explain the sizes.
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.2 * (high - low), high)
    if topics:
        largest = max(topics, key=lambda topic: topic.count)
        _sizes(axes, chart.get_figwidth(), largest.count, largest.diameter)
    _name_topics(chart, topics, points[["x", "y"]].to_numpy(dtype=float))
    return chart


def _topics(points: pd.DataFrame) -> list[_Topic]:
    found = []
    counts = points[points["topic"] > 0].groupby(["topic", "label"]).size()
    largest = _LARGEST if len(counts) <= _MANY else _SMALLER
    for (number, label), count in zip(counts.index.to_list(), counts, strict=True):
        own = points[points["topic"].eq(number)]
        middle = float(own["x"].median()), float(own["y"].median())
        diameter = largest * math.sqrt(count / counts.max())
        found.append(_Topic(int(number), str(label), int(count), middle, diameter))
    return found


def _dot(place: int) -> Line2D:
    # Colour and shape run in different rhythms: 30 topics before one comes back.
    colour, marker = SERIES[place % len(SERIES)], MARKERS[(place + place // 6) % len(MARKERS)]
    return Line2D([], [], linestyle="none", marker=marker, color=colour, markersize=5 * scale())


def _disc(
    axes: Axes, middle: tuple[float, float], diameter: float, colour: str, *, fixed: bool = False
) -> None:
    """A disc of a topic; ``fixed`` in parts of the axes instead of the map."""
    place = axes.transAxes if fixed else axes.transData
    for face, alpha in ((colour, 0.16), ("none", 0.7)):
        axes.plot(
            *([part] for part in middle), marker="o", markersize=diameter * scale(), alpha=alpha,
            markerfacecolor=face, markeredgecolor=colour, markeredgewidth=0.8 * scale(),
            linestyle="none", transform=place, zorder=1, clip_on=False,
        )  # fmt: skip


def _sizes(axes: Axes, inches: float, most: int, largest: float) -> None:
    """Discs of some numbers of points side by side: the legend of the areas."""
    step = 10 ** math.floor(math.log10(most))
    whole = most // step * step
    shown = sorted({n for n in (whole, round(whole / 2), round(whole / 5)) if n > 0})
    wide = axes.get_position().width * inches * 72 / scale()
    x = 8.0
    for count in shown:
        diameter = largest * math.sqrt(count / most)
        _disc(axes, ((x + diameter / 2) / wide, 0.08), diameter, MUTED, fixed=True)
        axes.text((x + diameter + 4) / wide, 0.08, f"{count}个要点", transform=axes.transAxes,
                  va="center", color=MUTED, fontsize="small")  # fmt: skip
        x += diameter + 54


def _name_topics(chart: Chart, topics: Sequence[_Topic], points: np.ndarray) -> None:
    """Names of topics beside their discs, where they cover fewest points and no other name."""
    axes = chart.axes[0]
    paper = {"facecolor": PAPER, "edgecolor": MUTED, "pad": 1.5, "alpha": 0.9, "linewidth": 0.5}
    chart.canvas.draw()
    page, dots = axes.get_window_extent(), axes.transData.transform(points)
    page = Bbox([[page.x0, page.y0 + 0.16 * page.height], [page.x1, page.y1]])
    discs = {t.number: _around(axes, t, chart.dpi) for t in topics}
    taken: list[Bbox] = []
    for topic in sorted(topics, key=lambda t: -t.count):
        text = axes.text(
            *topic.middle, f"{_parts(topic.label, 16)}\n{topic.count}个要点", ha="center",
            va="center", color=INK, fontsize="small", linespacing=1.4, bbox=paper, zorder=6,
        )  # fmt: skip
        box = text.get_window_extent().padded(4 * scale() * chart.dpi / 72)
        others = [disc for number, disc in discs.items() if number != topic.number]
        best = best_place(
            box, discs[topic.number], page=page, taken=taken, others=others, dots=dots
        )
        taken.append(best)
        there = ((best.x0 + best.x1) / 2, (best.y0 + best.y1) / 2)
        place = axes.transData.inverted().transform(there)
        text.set_position((float(place[0]), float(place[1])))
        if gap(discs[topic.number], best) > 3 * scale() * chart.dpi / 72:
            ends = zip(topic.middle, place, strict=True)
            axes.plot(*ends, color=MUTED, linewidth=0.6 * scale(), zorder=1)


def _around(axes: Axes, topic: _Topic, dpi: float) -> Bbox:
    x, y = axes.transData.transform(topic.middle)
    half = topic.diameter * scale() * dpi / 72 / 2
    return Bbox([[x - half, y - half], [x + half, y + half]])
