"""Bureau × kind of problem: what reports admit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.charts.grid import (
    cell,
    empty_row,
    grid_figure,
    grid_rows,
    need_reports,
)
from fzanalysis.presentation.labels import (
    PROBLEMS,
    UNSORTED,
    codes_in,
    report_labels,
    source_note,
    wrap,
)
from fzanalysis.presentation.style import BLUE, INK, PAPER, Chart, printable, scale, styled

_MAIN, _ALSO = "main", "also"
_SHADES = {_MAIN: "#a9c6e3", _ALSO: "#e8eff6", "": PAPER}


@styled
def problem_typology(
    problems: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    whole: pd.DataFrame | None = None,
    title: str = "报告承认的问题",
    audit: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Grid bureau × category of problem; the years of a bureau stand below each other.

    A full disc is the main category of an item, a ring one that it also touches; a number beside
    the disc tells how many items have it. A report without problems is a hatched row that says so.

    Args:
        problems: table ``problems``: report_id, category, also. A missing category is 未归类.
        reports: table ``reports``; drawn in its order.
        whole: all reports, where the chart is a part of several: the numbers in the heads are then
            about all of them.
        title, source, size: as in ``bounded_bars``.
        audit: folder of the audit pages as seen from the chart: a disc or ring then leads to the
            first item of its category (column item_id of ``problems``).

    Raises:
        UsageError: ``reports`` has no rows.

    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["河口县科技局"], "year": [2023]})
    >>> problems = pd.DataFrame({"report_id": ["a"], "category": ["PUB_FORM"], "also": [["COORD"]]})
    >>> problem_typology(problems, reports).alt
    '报告承认的问题：河口县科技局 2023 宣传形式。'
    """
    need_reports(reports)
    shown = reports.drop_duplicates("report_id")
    labels = [printable(text) for text in report_labels(shown, columns=24).values()]
    counts = _counts(problems[problems["report_id"].isin(shown["report_id"])])
    every = counts
    if whole is not None:
        every = _counts(problems[problems["report_id"].isin(whole["report_id"])])
    codes = list(PROBLEMS) + sorted({code for _, code, _ in every} - set(PROBLEMS))
    chart, axes = grid_figure(
        labels,
        title=title,
        subtitle=f"列头括号内为{'' if whole is None else '全部报告中'}以此为主的报告数",
        source=source_note(shown) if source is None else source,
        size=size,
        head_lines=4.2,
        legend=_legend(),
        alt=_alt(title, shown, labels, counts),
    )
    middles = grid_rows(axes, labels, len(codes))
    places = {} if audit is None else _places(problems, audit)
    for middle, report_id in zip(middles, shown["report_id"], strict=True):
        if not any(key[0] == report_id for key in counts):
            empty_row(axes, middle, len(codes), "没有写问题")
            continue
        for column, code in enumerate(codes):
            main = counts.get((report_id, code, _MAIN), 0)
            kind = _MAIN if main else _ALSO if (report_id, code, _ALSO) in counts else ""
            cell(axes, column, middle, facecolor=_SHADES[kind])
            if kind:
                _lead(axes, column, middle, places.get((str(report_id), code)))
                axes.add_line(_disc(kind, [column - (0.18 if main > 1 else 0)], [middle]))
            if main > 1:
                axes.text(column + 0.1, middle, str(main), ha="left", va="center", color=INK)
    axes.set_xticks(range(len(codes)), [_head(code, every) for code in codes])
    return chart


def _lead(axes: Axes, column: int, middle: float, url: str | None) -> None:
    """A place to click on: a sign that nobody sees, since PDF links letters alone."""
    if url is not None:
        axes.text(column, middle, "■", ha="center", va="center", alpha=0, fontsize="large", url=url)


def _places(problems: pd.DataFrame, audit: str) -> dict[tuple[str, str], str]:
    """Where the first item of each report and category is marked."""
    found: dict[tuple[str, str], str] = {}
    for row in problems.to_dict("records") if "item_id" in problems.columns else []:
        main = UNSORTED if pd.isna(row["category"]) else str(row["category"])
        for code in (main, *codes_in(row.get("also"))):
            place = link("problems", row["report_id"], row["item_id"], audit)
            found.setdefault((str(row["report_id"]), code), place)
    return found


def _head(code: str, counts: Mapping[tuple[str, str, str], int]) -> str:
    reports = len({key[0] for key in counts if key[1:] == (code, _MAIN)})
    return f"{printable(wrap(PROBLEMS.get(code, code), 4))}\n({reports})"


def _counts(problems: pd.DataFrame) -> dict[tuple[str, str, str], int]:
    """Items by report, category and whether it is the main one."""
    found: dict[tuple[str, str, str], int] = {}
    for row in problems.to_dict("records"):
        main = UNSORTED if pd.isna(row["category"]) else str(row["category"])
        pairs = [(main, _MAIN), *((code, _ALSO) for code in codes_in(row.get("also")))]
        for code, kind in pairs:
            key = (str(row["report_id"]), code, kind)
            found[key] = found.get(key, 0) + 1
    return found


def _disc(kind: str, x: Sequence[float] = (), y: Sequence[float] = ()) -> Line2D:
    look: dict[str, Any] = {"color": BLUE, "markeredgecolor": BLUE, "markersize": 6.5 * scale()}
    fill: Any = "full" if kind == _MAIN else "none"
    return Line2D(x, y, linestyle="none", marker="o", fillstyle=fill, **look)


def _legend() -> list[tuple[Artist, str]]:
    return [(_disc(_MAIN), "主要类别（数字为条数）"), (_disc(_ALSO), "兼有的类别")]


def _alt(
    title: str,
    reports: pd.DataFrame,
    labels: Sequence[str],
    counts: Mapping[tuple[str, str, str], int],
) -> str:
    said = []
    for report_id, label in zip(reports["report_id"], labels, strict=True):
        codes = [key[1] for key in counts if key[0] == report_id and key[2] == _MAIN]
        names = "、".join(PROBLEMS.get(code, code) for code in codes) or "没有写问题"
        said.append(f"{label.replace(chr(10), '')} {names}")
    return f"{title}：" + "；".join(said) + "。"
