"""What became of the plans of one year in the report of the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.labels import THEMES, balanced, shortened, wrap
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

#: Verdict on a plan → words, marker, how it is filled.
VERDICTS: Mapping[str, tuple[str, str, str]] = {
    "taken_up": ("次年写到", "o", "full"),
    "partly": ("次年部分写到", "o", "left"),
    "not_found": ("次年没有找到", "x", "full"),
    "no_next_report": ("没有次年报告", "_", "full"),
}


#: Columns of text that stand left and right of the marks.
_COLUMNS = {"print": (46, 40), "slide": (54, 48)}
_LINES = 1.5


@styled
def follow_up_board(
    followed: pd.DataFrame,
    *,
    title: str = "上年打算，下年如何",
    audit: str | None = None,
    source: str = "",
    size: str = "print",
) -> Chart:
    """A board of plans: what was planned, what the next report says of it, in which words.

    The board tells what reports *write*, not what was done.

    Args:
        followed: of ``analysis.follow_up``: issuer, year (of the report that plans), theme,
            verdict, plan_quote, measure_quote, target, outcome and figure_quote. Drawn by bureau,
            year and order. Not changed.
        title, size: as in ``bounded_bars``.
        audit: folder of the audit pages as seen from the chart: plan and answer then lead to their
            marks (columns report_plan, item_id, report_next, measure_id of ``followed``).
        source: note under the chart.

    Raises:
        UsageError: no plans, or an unknown verdict.

    >>> followed = pd.DataFrame({"issuer": ["甲局"], "year": [2022], "plan_quote": ["创新宣传方式"],
    ...     "theme": ["PUB"], "verdict": ["not_found"], "measure_quote": [None], "target": [None],
    ...     "outcome": [None], "figure_quote": [None]})
    >>> follow_up_board(followed).alt
    '上年打算，下年如何：甲局 2022年“创新宣传方式”次年没有找到。'
    """
    if followed.empty:
        raise UsageError("no plans to show", hint="take reports that have plans")
    unknown = sorted(set(followed["verdict"]) - set(VERDICTS))
    if unknown:
        raise UsageError(f"unknown verdicts {unknown}", hint=f"known are {', '.join(VERDICTS)}")
    ordered = followed.sort_values(["issuer", "year"], kind="stable")
    rows = [{str(k): v for k, v in row.items()} for row in ordered.to_dict("records")]
    cells = [_words(row, *_COLUMNS[size]) for row in rows]
    owners = [(row["issuer"], row["year"]) for row in rows]
    heads = [n == 0 or owner != owners[n - 1] for n, owner in enumerate(owners)]
    heights = [
        max(text.count("\n") + 1 for text in pair) * 1.3 + 0.9 + (2.1 if head else 0)
        for pair, head in zip(cells, heads, strict=True)
    ]
    em = SIZES[size].font / 72
    verdicts = {str(row["verdict"]) for row in rows}
    chart, (axes,) = figure(
        title=title,
        subtitle="左：报告写的打算（〔〕内为主题）；右：同一部门下一年报告的原文。只说明写没写，不说明做没做",
        body=(sum(heights) + 1.6) * em,
        size=size,
        source=source,
        legend=[(_symbol(name), VERDICTS[name][0]) for name in VERDICTS if name in verdicts],
        alt=_alt(title, rows),
    )
    _draw(axes, rows, cells, heads, heights, audit)
    return chart


def _draw(
    axes: Axes,
    rows: Sequence[Mapping[str, object]],
    cells: Sequence[tuple[str, str]],
    heads: Sequence[bool],
    heights: Sequence[float],
    audit: str | None,
) -> None:
    top = 0.0
    for row, (plan, evidence), head, height in zip(rows, cells, heads, heights, strict=True):
        if head:
            name = printable(f"{row['issuer']}　{row['year']}年的打算")
            axes.text(0, top + 0.8, name, va="center", fontweight="bold")
            axes.plot([0, 1], [top + 1.75] * 2, color=INK, linewidth=0.9)
            top, height = top + 2.1, height - 2.1
        middle = top + height / 2
        axes.add_line(_symbol(str(row["verdict"]), [0.515], [middle]))
        promise = axes.text(0, middle, plan, va="center", linespacing=_LINES)
        silent = row["verdict"] in ("not_found", "no_next_report")
        colour = MUTED if silent else INK
        answer = axes.text(0.545, middle, evidence, va="center", color=colour, linespacing=_LINES)
        if audit is not None:
            promise.set_url(link("plans", row["report_plan"], row["item_id"], audit))
            if not silent and _known(row["measure_id"]):
                answer.set_url(link("measures", row["report_next"], row["measure_id"], audit))
        top += height
        axes.plot([0, 1], [top] * 2, color="#e4e8ec", linewidth=0.7)
    axes.set_xlim(0, 1)
    axes.set_ylim(sum(heights) + 0.1, -0.2)
    axes.set_axis_off()


def _words(row: Mapping[str, object], left: int, right: int) -> tuple[str, str]:
    theme = THEMES.get(str(row["theme"]), "")
    plan = (f"〔{theme}〕" if theme else "") + _short(str(row["plan_quote"]), 60)
    verdict = str(row["verdict"])
    evidence = VERDICTS[verdict][0]
    quote = row["figure_quote"] if _known(row["figure_quote"]) else row["measure_quote"]
    if verdict in ("taken_up", "partly") and _known(quote):
        evidence = f"“{_short(str(quote), 60)}”"
        if _known(row["target"]) and _known(row["outcome"]):
            evidence += f"（打算{row['target']}，写到{row['outcome']}）"
    return printable(balanced(plan, left)), printable(wrap(evidence, right))


def _known(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _short(text: str, most: int) -> str:
    return shortened(" ".join(text.split()), most)


def _symbol(verdict: str, x: Sequence[float] = (), y: Sequence[float] = ()) -> Line2D:
    _, marker, fill = VERDICTS[verdict]
    symbol = Line2D(x, y, linestyle="none", marker=marker, markersize=6.5 * scale(), color=BLUE)
    symbol.set_fillstyle("left" if fill == "left" else "full")
    symbol.set_markerfacecoloralt(PAPER)
    symbol.set_markeredgewidth(1.4 * scale())
    return symbol


def _alt(title: str, rows: Sequence[Mapping[str, object]]) -> str:
    said = [
        f"{row['issuer']} {row['year']}年“{_short(str(row['plan_quote']), 30)}”"
        f"{VERDICTS[str(row['verdict'])][0]}"
        for row in rows
    ]
    return f"{title}：" + "；".join(said) + "。"
