"""What became of the plans of one year in the report of the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from fzanalysis.errors import UsageError
from fzanalysis.presentation.labels import THEMES, balanced
from fzanalysis.presentation.style import (
    BLUE,
    INK,
    MUTED,
    PAPER,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
)

#: State of a plan → words, marker, how it is filled.
STATES: Mapping[str, tuple[str, str, str]] = {
    "kept": ("次年写到并有数字", "o", "full"),
    "mentioned": ("次年写到", "o", "left"),
    "repeated": ("次年又列为打算", "D", "none"),
    "silent": ("次年没有写到", "x", "full"),
    "no_report": ("没有次年报告", "_", "full"),
}


@styled
def follow_up_board(
    plans: pd.DataFrame,
    *,
    title: str = "上年打算，下年如何",
    source: str = "",
    size: str = "print",
) -> Chart:
    """A board of plans: what was planned, what the next report says of it, in which words.

    The board tells what reports *write*, not what was done.

    Args:
        plans: one row a plan: issuer, year (of the report that plans), text, theme, state (one of
            ``kept``, ``mentioned``, ``repeated``, ``silent``, ``no_report``), evidence (the words
            of the next report, missing if there are none). Drawn by issuer, year and order.
        title, size: as in ``bounded_bars``.
        source: note under the chart.

    Raises:
        UsageError: no plans, or an unknown state.

    >>> plans = pd.DataFrame({"issuer": ["甲局"], "year": [2022], "text": ["创新宣传方式"],
    ...     "theme": ["PUB"], "state": ["silent"], "evidence": [None]})
    >>> follow_up_board(plans).alt
    '上年打算，下年如何：甲局 2022年“创新宣传方式”次年没有写到。'
    """
    if plans.empty:
        raise UsageError("no plans to show", hint="take reports that have plans")
    unknown = sorted(set(plans["state"]) - set(STATES))
    if unknown:
        raise UsageError(f"unknown states {unknown}", hint=f"known are {', '.join(STATES)}")
    rows = plans.sort_values(["issuer", "year"], kind="stable").to_dict("records")
    wide = {"print": (34, 34), "slide": (40, 42)}[size]
    cells = [_words({str(k): v for k, v in row.items()}, wide) for row in rows]
    heads = [i == 0 or (row["issuer"], row["year"]) != (rows[i - 1]["issuer"], rows[i - 1]["year"])
             for i, row in enumerate(rows)]  # fmt: skip
    heights = [
        max(text.count("\n") + 1 for text in pair) * 1.3 + 0.9 + (2.1 if head else 0)
        for pair, head in zip(cells, heads, strict=True)
    ]
    em = SIZES[size].font / 72
    states = list(dict.fromkeys(str(row["state"]) for row in rows))
    chart, (axes,) = figure(
        title=title,
        subtitle="左：报告写的打算；右：同一部门下一年报告的原文。只说明写没写，不说明做没做",
        body=(sum(heights) + 1.6) * em,
        size=size,
        source=source,
        legend=_legend([state for state in STATES if state in states]),
        alt=_alt(title, rows),
    )
    _draw(axes, rows, cells, heads, heights)
    return chart


def _draw(
    axes: Axes,
    rows: Sequence[Mapping[object, object]],
    cells: Sequence[tuple[str, str]],
    heads: Sequence[bool],
    heights: Sequence[float],
) -> None:
    top = 0.0
    for row, (plan, evidence), head, height in zip(rows, cells, heads, heights, strict=True):
        if head:
            name = printable(f"{row['issuer']}　{row['year']}年的打算")
            axes.text(0, top + 0.8, name, va="center", fontweight="bold")
            axes.plot([0, 1], [top + 1.75] * 2, color=INK, linewidth=0.9)
            top, height = top + 2.1, height - 2.1
        middle = top + height / 2
        axes.add_line(_symbol(str(row["state"]), [0.515], [middle]))
        axes.text(0, middle, plan, va="center")
        silent = row["state"] in ("silent", "no_report")
        axes.text(0.545, middle, evidence, va="center", color=MUTED if silent else INK)
        top += height
        axes.plot([0, 1], [top] * 2, color="#e4e8ec", linewidth=0.7)
    axes.set_xlim(0, 1)
    axes.set_ylim(sum(heights) + 0.1, -0.2)
    axes.set_axis_off()


def _words(row: Mapping[str, object], wide: tuple[int, int]) -> tuple[str, str]:
    theme = THEMES.get(str(row["theme"]), "")
    plan = (f"〔{theme}〕" if theme else "") + _short(str(row["text"]), 60)
    said = row.get("evidence")
    evidence = STATES[str(row["state"])][0]
    if isinstance(said, str) and said:
        evidence = f"“{_short(said, 60)}”"
    return printable(balanced(plan, wide[0])), printable(balanced(evidence, wide[1]))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 2] + "……"


def _symbol(state: str, x: Sequence[float] = (), y: Sequence[float] = ()) -> Line2D:
    _, marker, fill = STATES[state]
    symbol = Line2D(x, y, linestyle="none", marker=marker, markersize=6.5 * scale(), color=BLUE)
    symbol.set_fillstyle("full" if fill == "full" else "left" if fill == "left" else "none")
    symbol.set_markerfacecoloralt(PAPER)
    symbol.set_markeredgewidth(1.4 * scale())
    return symbol


def _legend(states: Sequence[str]) -> list[tuple[Artist, str]]:
    return [(_symbol(state), STATES[state][0]) for state in states]


def _alt(title: str, rows: Sequence[Mapping[object, object]]) -> str:
    said = [
        f"{row['issuer']} {row['year']}年“{_short(str(row['text']), 30)}”"
        f"{STATES[str(row['state'])][0]}"
        for row in rows
    ]
    return f"{title}：" + "；".join(said) + "。"
