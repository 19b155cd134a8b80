"""Words and topics: keyness, the map of topics, topic × bureau."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from fzanalysis.errors import UsageError
from fzanalysis.presentation.charts.grid import (
    NOTHING,
    empty_row,
    grid_figure,
    grid_rows,
    share_cell,
)
from fzanalysis.presentation.labels import balanced, number, width
from fzanalysis.presentation.style import (
    BLUE,
    INK,
    MARKERS,
    MUTED,
    ORANGE,
    PAPER,
    SERIES,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
)

#: |z| from which chance alone would not do it one time in twenty.
SIGNIFICANT = 1.96


@styled
def keyness_plot(
    frame: pd.DataFrame,
    *,
    target: str,
    reference: str,
    top: int = 12,
    by: str = "z",
    title: str | None = None,
    source: str = "",
    size: str = "print",
) -> Chart:
    """The words that set two groups apart, as bars to both sides, with their counts.

    Args:
        frame: of ``analysis.keyness``: term, n_target, n_reference and the column ``by``, positive
            for words of the target.
        target, reference: names of the two groups.
        top: words a side at the most.
        by: column of the length of the bars: ``z`` or ``log_odds``.
        title, size: as in ``bounded_bars``.
        source: note under the chart.

    Raises:
        UsageError: no words.

    >>> words = pd.DataFrame({"term": ["普法"], "n_target": [3], "n_reference": [1], "z": [2.5]})
    >>> keyness_plot(words, target="甲局", reference="乙局").alt
    '用词差异：甲局用得更多的词是普法。'
    """
    if frame.empty:
        raise UsageError("no words to compare", hint="lower min_n or take more texts")
    ranked = frame.sort_values([by, "term"], ascending=[False, True], kind="stable")
    more = ranked[ranked[by] > 0].head(top)
    less = ranked[ranked[by] < 0].tail(top)
    rows = pd.concat([more, less])
    em = SIZES[size].font / 72
    meaning = {"z": f"对数优势比的z值，超出虚线（±{SIGNIFICANT}）为显著", "log_odds": "对数优势比"}
    sides = [(BLUE, "", target, more), (ORANGE, "///", reference, less)]
    chart, (axes,) = figure(
        title=title or "用词差异",
        subtitle=f"← {reference}用得更多　　{target}用得更多 →",
        body=(len(rows) * 1.75 + 4) * em,
        size=size,
        source=source,
        alt=_keyness_alt(title or "用词差异", sides),
    )
    reach = float(rows[by].abs().max())
    for place, row in enumerate(rows.to_dict("records")):
        right = row[by] > 0
        face, hatch = (BLUE, "") if right else (PAPER, "////")
        edge = BLUE if right else ORANGE
        axes.barh([place], [row[by]], height=0.72, facecolor=face, edgecolor=edge, hatch=hatch)
        step, side = (-0.015 * reach, "right") if right else (0.015 * reach, "left")
        axes.text(step, place, printable(str(row["term"])), ha=side, va="center")
        count = f"{row['n_target']}∶{row['n_reference']}"
        end = row[by] + (0.015 * reach if right else -0.015 * reach)
        away = "left" if right else "right"
        note = axes.text(end, place, count, ha=away, va="center", color=MUTED, fontsize="small")
        note.set_path_effects([withStroke(linewidth=2 * scale(), foreground=PAPER)])
    axes.axvline(0, color=MUTED, linewidth=0.8)
    if by == "z":
        for limit in (-SIGNIFICANT, SIGNIFICANT):
            axes.axvline(limit, color=MUTED, linewidth=0.8, linestyle="--", zorder=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-reach * 1.2, reach * 1.2)
    ticks = MaxNLocator(nbins=7).tick_values(-reach, reach)
    axes.set_xticks([tick for tick in ticks if abs(tick) <= reach * 1.2])
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"{meaning.get(by, by)}；灰字为次数（{target}∶{reference}）", loc="right")
    return chart


def _keyness_alt(title: str, sides: Sequence[tuple[str, str, str, pd.DataFrame]]) -> str:
    said = [
        f"{name}用得更多的词是{'、'.join(rows['term'].head(5))}"
        for _, _, name, rows in sides
        if not rows.empty
    ]
    return f"{title}：" + "；".join(said) + "。"


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
        head_lines=max(head.count("\n") + 1 for head in heads) * 0.9 + 0.8,
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
    axes.set_xticks(range(len(heads)), heads, fontsize="small")
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


@styled
def topic_map(
    points: pd.DataFrame,
    *,
    title: str = "举措的话题地图",
    source: str = "",
    size: str = "print",
) -> Chart:
    """Points of all reports on a plane: near is alike, a topic is a colour, a shape and a name.

    Args:
        points: one row a measure point: x, y (any scale), topic (a number, 0 is unassigned) and
            label (the topic's name).
        title, size: as in ``bounded_bars``.
        source: note under the chart.

    Raises:
        UsageError: no points.

    >>> points = pd.DataFrame({"x": [0.0], "y": [1.0], "topic": [1], "label": ["普法"]})
    >>> topic_map(points).alt
    '举措的话题地图：1个要点，分为普法（1）。'
    """
    if points.empty:
        raise UsageError("no points to show", hint="take more reports")
    em = SIZES[size].font / 72
    counts = points[points["topic"] > 0].groupby(["topic", "label"]).size()
    topics = [(int(topic), str(label)) for topic, label in counts.index.to_list()]
    names = "、".join(f"{t[1]}（{n}）" for t, n in zip(topics, counts, strict=True))
    chart, (axes,) = figure(
        title=title,
        subtitle="一个记号是一个要点，位置相近表示用词相近；坐标没有单位",
        body=em * 36,
        size=size,
        source=source,
        legend=[(_dot(place), printable(label)) for place, (_, label) in enumerate(topics)],
        alt=f"{title}：{len(points)}个要点，分为{names}。",
    )
    rest = points[points["topic"] <= 0]
    axes.plot(rest["x"], rest["y"], linestyle="none", marker=".", color=MUTED)
    middles: dict[str, tuple[float, float]] = {}
    for place, (topic, label) in enumerate(topics):
        own = points[points["topic"].eq(topic)]
        dot = _dot(place)
        axes.plot(own["x"], own["y"], linestyle="none", marker=dot.get_marker(),
                  color=dot.get_color(), alpha=0.75, markersize=5 * scale())  # fmt: skip
        middles[label] = (float(own["x"].median()), float(own["y"].median()))
    _name_topics(chart, middles)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.margins(0.08)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return chart


def _dot(place: int) -> Line2D:
    # Colour and shape run in different rhythms: 30 topics before one comes back.
    colour, marker = SERIES[place % len(SERIES)], MARKERS[(place + place // 6) % len(MARKERS)]
    return Line2D([], [], linestyle="none", marker=marker, color=colour, markersize=5 * scale())


def _name_topics(chart: Chart, middles: Mapping[str, tuple[float, float]]) -> None:
    """Names of topics at their middles, pushed apart upwards where they would cover each other."""
    axes = chart.axes[0]
    paper = {"facecolor": PAPER, "edgecolor": MUTED, "pad": 1.5, "alpha": 0.88, "linewidth": 0.5}
    texts = [
        axes.text(x, y, _parts(label, 16), ha="center", va="center", color=INK,
                  fontsize="small", linespacing=1.4, bbox=paper, zorder=6)
        for label, (x, y) in sorted(middles.items(), key=lambda item: item[1][1])
    ]  # fmt: skip
    chart.canvas.draw()
    placed: list[tuple[float, float, float, float]] = []
    for text in texts:
        box = text.get_window_extent().expanded(1.08, 1.35)
        low, high = box.y0, box.y1
        for left, bottom, right, top in sorted(placed, key=lambda b: b[1]):
            if left < box.x1 and box.x0 < right and bottom < high and low < top:
                low, high = top, top + (high - low)
        placed.append((box.x0, low, box.x1, high))
        x, y = text.get_position()
        up = axes.transData.transform((x, y))[1] + low - box.y0
        text.set_position((x, axes.transData.inverted().transform((0, up))[1]))
