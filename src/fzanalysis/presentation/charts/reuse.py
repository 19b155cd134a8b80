"""Copied text: which reports share how much, and where the shared passages stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.patches import Polygon, Rectangle

from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import page_link
from fzanalysis.presentation.charts.grid import (
    NOTHING,
    cell,
    grid_figure,
    grid_rows,
    need_reports,
    share_cell,
)
from fzanalysis.presentation.labels import (
    balanced,
    percent,
    report_labels,
    shortened,
    source_note,
    wrap,
)
from fzanalysis.presentation.style import (
    BLUE,
    FAINT,
    INK,
    MUTED,
    PALE_BLUE,
    PAPER,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
)

#: Above so many reports the cells are too narrow for numbers: shades alone.
MOST_NUMBERS = {"print": 24, "slide": 32}


@styled
def reuse_matrix(
    pairs: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str = "报告之间的相同文字",
    audit: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Matrix report × report: what share of the row's text also stands in the column's report.

    Args:
        pairs: of ``analysis.reuse_pairs``: report_a, report_b, share (0–1): how much of the text of
            ``report_a`` also stands in ``report_b``. A pair that is absent shares nothing; the
            matrix need not be symmetric.
        reports: table ``reports``; drawn in its order.
        title, source, size: as in ``bounded_bars``.
        audit: folder of the audit pages as seen from the chart: a share then leads to the report of
            its row.

    Raises:
        UsageError: ``reports`` has no rows.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", "乙局"], "year": 2023})
    >>> pairs = pd.DataFrame({"report_a": ["a"], "report_b": ["b"], "share": [0.62]})
    >>> reuse_matrix(pairs, reports).alt
    '报告之间的相同文字：甲局 2023的62%也见于乙局 2023。'
    """
    need_reports(reports)
    shown = reports.drop_duplicates("report_id")
    labels = [printable(text) for text in report_labels(shown, columns=24).values()]
    ids = list(shown["report_id"])
    shares = {(r["report_a"], r["report_b"]): float(r["share"]) for r in pairs.to_dict("records")}
    chart, axes = grid_figure(
        [f"{n} {label}" for n, label in enumerate(labels, start=1)],
        title=title,
        subtitle=f"每行报告的文字有百分之几也见于列头编号的报告；{NOTHING}",
        source=source_note(shown) if source is None else source,
        size=size,
        head_lines=1.6,
        alt=_matrix_alt(title, dict(zip(ids, labels, strict=True)), shares),
    )
    names = [f"{n}. {label}" for n, label in enumerate(labels, start=1)]
    middles = grid_rows(axes, names, len(ids))
    top = max([0.5, *shares.values()])
    roomy = len(ids) <= MOST_NUMBERS[size]
    for middle, one in zip(middles, ids, strict=True):
        url = None if audit is None else page_link(one, audit)
        for column, other in enumerate(ids):
            if one == other:
                cell(axes, column, middle, facecolor=FAINT)
            else:
                share = shares.get((one, other), 0.0)
                share_cell(axes, column, middle, share, top, None if roomy else "", url)
    step = 1 if roomy else 5
    ticks = range(0, len(ids), step) if roomy else range(step - 1, len(ids), step)
    axes.set_xticks(ticks, [str(tick + 1) for tick in ticks])
    return chart


def _matrix_alt(title: str, labels: dict[str, str], shares: dict[tuple[str, str], float]) -> str:
    known = [(pair, s) for pair, s in shares.items() if set(pair) <= set(labels) and s > 0]
    ranked = sorted(known, key=lambda item: -item[1])[:5]
    names = {key: text.replace("\n", "") for key, text in labels.items()}
    said = [f"{names[a]}的{percent(share)}%也见于{names[b]}" for (a, b), share in ranked]
    return f"{title}：" + ("；".join(said) or "没有相同文字") + "。"


@styled
def aligned_passages(
    passages: pd.DataFrame,
    *,
    names: tuple[str, str],
    chars: tuple[int, int],
    title: str = "相同段落的位置",
    source: str = "",
    size: str = "print",
) -> Chart:
    """Two reports as two bars from first to last character, shared passages joined by ribbons.

    Args:
        passages: start_a, end_a, start_b, end_b (half-open, in characters); a column
            ``quote_b``, if there is one, is shown beside the five longest. Not changed.
        names: of the two reports.
        chars: lengths of their texts.
        title, size: as in ``bounded_bars``.
        source: note under the chart.

    Raises:
        UsageError: a passage that ends beyond its text.

    >>> passages = pd.DataFrame({"start_a": [0], "end_a": [50], "start_b": [10], "end_b": [60]})
    >>> aligned_passages(passages, names=("甲局 2022", "甲局 2023"), chars=(100, 200)).alt
    '相同段落的位置：甲局 2022与甲局 2023有1处相同，共50字（含标点），占前者的50%。'
    """
    if (passages["end_a"] > chars[0]).any() or (passages["end_b"] > chars[1]).any():
        raise UsageError("a passage ends beyond its text", hint="give the lengths of these texts")
    covered = _covered(passages["start_a"], passages["end_a"], chars[0])
    found = f"{len(passages)}处相同，共{covered}字（含标点）"
    share = f"{percent(covered / chars[0])}%"
    em = SIZES[size].font / 72
    chart, (axes,) = figure(
        title=title,
        subtitle=f"{found}，占“{names[0]}”的{share}",
        body=em * 34,
        size=size,
        source=source,
        alt=f"{title}：{names[0]}与{names[1]}有{found}，占前者的{share}。",
    )
    longest = max(chars)
    for left, length, name in ((0.0, chars[0], names[0]), (1.0, chars[1], names[1])):
        look: dict[str, Any] = {"facecolor": "#eef1f4", "edgecolor": MUTED, "linewidth": 0.8}
        axes.add_patch(Rectangle((left, 0), 0.12, length, **look))
        words = printable(f"{balanced(name, 22)}\n（{length}字）")
        axes.text(left + 0.06, -longest * 0.02, words, ha="center", va="bottom")
    rows = passages.assign(length=passages["end_a"] - passages["start_a"])
    rows = rows.sort_values(["length", "start_a"], ascending=[False, True], kind="stable")
    for row in rows.to_dict("records"):
        corners = [(0.12, row["start_a"]), (1.0, row["start_b"]), (1.0, row["end_b"]),
                   (0.12, row["end_a"])]  # fmt: skip
        axes.add_patch(Polygon(corners, facecolor=PALE_BLUE, edgecolor=BLUE, alpha=0.45,
                               linewidth=0.5 * scale()))  # fmt: skip
        for left, start, end in ((0.0, row["start_a"], row["end_a"]),
                                 (1.0, row["start_b"], row["end_b"])):  # fmt: skip
            axes.add_patch(Rectangle((left, start), 0.12, end - start, facecolor=BLUE))
    if "quote_b" in rows.columns:
        _quotes(chart, rows.head(5), longest)
    axes.set_xlim(-0.25, 2.3 if "quote_b" in rows.columns else 1.37)
    axes.set_ylim(longest * 1.02, -longest * 0.14)
    axes.set_axis_off()
    return chart


def _covered(starts: pd.Series, ends: pd.Series, length: int) -> int:
    """Characters that lie in any span, each counted once."""
    seen = np.zeros(length, bool)
    for start, end in zip(starts.astype(int), ends.astype(int), strict=True):
        seen[start:end] = True
    return int(seen.sum())


def _quotes(chart: Chart, rows: pd.DataFrame, longest: int) -> None:
    """The longest passages in words, right of the bars, kept apart from each other."""
    axes = chart.axes[0]
    shown = rows.sort_values("start_b").to_dict("records")
    middles = [(row["start_b"] + row["end_b"]) / 2 for row in shown]
    places = _apart(middles, longest * 0.19, longest * 0.08, longest * 0.95)
    for row, middle, place in zip(shown, middles, places, strict=True):
        text = shortened(str(row["quote_b"]), 40)
        axes.plot([1.13, 1.2], [middle, place], color=MUTED, linewidth=0.6)
        paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
        words = printable(wrap(text, 28))
        axes.text(1.22, place, words, va="center", color=INK, fontsize="small", bbox=paper)


def _apart(wishes: list[float], gap: float, least: float, most: float) -> list[float]:
    """Places near the wishes, in their order, ``gap`` apart and within the limits if there is room.

    >>> _apart([0.0, 1.0, 10.0], 2.0, 1.0, 9.0)
    [1.0, 3.0, 9.0]
    """
    places: list[float] = []
    for wish in wishes:
        places.append(max(wish, places[-1] + gap if places else least))
    room = most
    for n in range(len(places) - 1, -1, -1):
        places[n] = min(places[n], room)
        room = places[n] - gap
    return places
