"""Grids of bureaus against themes and against the parts a report must have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from fzanalysis.errors import UsageError
from fzanalysis.presentation.labels import (
    PARTS,
    STATES,
    THEMES,
    UNSORTED,
    report_labels,
    source_note,
    wrap,
)
from fzanalysis.presentation.style import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    SHADES,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
    to_grey,
)

_COLOURS = LinearSegmentedColormap.from_list("house", SHADES)


def theme_table(measures: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Share of characters of a report's measures under each theme.

    Args:
        measures: table ``measures``; only rows with ``leaf`` true count, so that nothing is counted
            twice. Leaves without a theme count under 未归类.
        reports: table ``reports``, one row of the result a report.

    Returns:
        Frame indexed by report_id, a column a theme, values 0–1 that add up to 1; a report without
        measures has missing values. The 15 official themes are always there.

    >>> measures = pd.DataFrame({"report_id": ["a", "a"], "theme": ["STU", "PUB"],
    ...     "leaf": [True, True], "text": ["学法三次", "发放一百余份资料送法进企"]})
    >>> theme_table(measures, pd.DataFrame({"report_id": ["a"]}))[["STU", "PUB"]].to_dict("records")
    [{'STU': 0.25, 'PUB': 0.75}]
    """
    leaves = measures[measures["leaf"].astype(bool)]
    chars = leaves.assign(
        chars=leaves["text"].fillna("").str.len(), theme=leaves["theme"].fillna(UNSORTED)
    )
    sums = chars.pivot_table(index="report_id", columns="theme", values="chars", aggfunc="sum")
    themes = list(THEMES) + sorted(set(sums.columns) - set(THEMES))
    ids = reports["report_id"].drop_duplicates()
    sums = sums.reindex(index=ids, columns=themes).astype(float)
    totals = sums.sum(axis=1)
    shares = sums.fillna(0.0).div(totals.where(totals > 0), axis=0)
    return shares.rename_axis(index="report_id", columns=None)


@styled
def theme_shares(
    measures: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str = "各部门工作措施的主题构成",
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Heatmap bureau × theme: what share of the text on measures each theme takes.

    Args:
        measures, reports: as in :func:`theme_table`.
        title, source, size: as in ``bounded_bars``.

    Returns:
        The chart; numbers are percent, ``<1`` is a share under a half percent that is not nothing.

    Raises:
        UsageError: ``reports`` has no rows.

    >>> measures = pd.DataFrame({"report_id": ["a"], "theme": ["STU"], "leaf": [True],
    ...     "text": ["学法三次"]})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["河口县科技局"], "year": [2023]})
    >>> theme_shares(measures, reports).alt
    '各部门工作措施的主题构成：河口县科技局 2023 以学习培训为主（100%）。'
    """
    _need(reports)
    shares = theme_table(measures, reports)
    names = [THEMES.get(code, code) for code in shares.columns]
    labels = [printable(text) for text in report_labels(reports, columns=22).values()]
    chart, axes = _grid_figure(
        labels,
        title=title,
        subtitle="占全部措施文字的百分比（按末级要点的字数）",
        source=source_note(reports) if source is None else source,
        size=size,
        head_lines=3.2,
        alt=_theme_alt(title, shares, labels),
    )
    middles = _rows(axes, labels, len(names))
    top = float(np.nanmax([0.3, *shares.to_numpy().ravel()]))
    for middle, (_, row) in zip(middles, shares.iterrows(), strict=True):
        _theme_row(axes, middle, row, top)
    axes.set_xticks(range(len(names)), [printable(wrap(name, 4)) for name in names])
    return chart


def _theme_row(axes: Axes, middle: float, row: pd.Series, top: float) -> None:
    if row.isna().any():
        box: dict[str, Any] = {
            "facecolor": "none",
            "edgecolor": FAINT,
            "hatch": "///",
            "linewidth": 0,
        }
        axes.add_patch(Rectangle((-0.5, middle - 0.5), len(row), 1, **box))
        look = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        middle_column = (len(row) - 1) / 2
        axes.text(
            middle_column, middle, "没有读出措施", ha="center", va="center", color=MUTED, bbox=look
        )
        return
    for column, share in enumerate(row):
        colour = _COLOURS(share / top)
        _cell(axes, column, middle, facecolor=colour)
        text = f"{share * 100:.0f}" if share >= 0.005 else "<1" if share > 0 else "·"
        dark = to_grey(colour) < 0.5
        ink = PAPER if dark else INK if share > 0 else MUTED
        axes.text(column, middle, text, ha="center", va="center", color=ink)


def _theme_alt(title: str, shares: pd.DataFrame, labels: Sequence[str]) -> str:
    said = []
    for label, (_, row) in zip(labels, shares.iterrows(), strict=True):
        name = label.replace("\n", "")
        if row.isna().any():
            said.append(f"{name} 没有读出措施")
        else:
            main = str(row.idxmax())
            said.append(f"{name} 以{THEMES.get(main, main)}为主（{row.max() * 100:.0f}%）")
    return f"{title}：" + "；".join(said) + "。"


#: State of a part: marker, how it is filled, shade of the cell, colour of the words on it.
_LOOKS: Mapping[str, tuple[str, str, str, str]] = {
    "section": ("o", "full", "#8fa3b5", INK),
    "unheaded": ("o", "left", "#c3ced8", INK),
    "embedded": ("o", "none", "#e6ebef", INK),
    "missing": ("x", "full", PAPER, MUTED),
}


def on_time(published_on: Any, year: Any) -> str:
    """Whether a report was public before 1 April of the next year (national rule, article 24).

    Args:
        published_on: date, timestamp or ISO text; missing if no date was seen.
        year: the year the report speaks of.

    Returns:
        ``按时``, ``逾期`` or ``发布日期未见``.

    >>> on_time("2023-03-06", 2022), on_time("2023-04-01", 2022), on_time(None, 2022)
    ('按时', '逾期', '发布日期未见')
    """
    published = _date(published_on)
    if published is None or pd.isna(year):
        return "发布日期未见"
    return "按时" if published < dt.date(int(year) + 1, 4, 1) else "逾期"


def _date(value: Any) -> dt.date | None:
    moment = pd.to_datetime(value, errors="coerce")
    return None if pd.isna(moment) else moment.date()


@styled
def completeness_grid(
    completeness: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str = "报告要件齐全与按时发布情况",
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Grid bureau × the four parts a report must have, and whether it was published in time.

    Each state has its own symbol, shade and words: 独立成节 a full disc, 无标题 a half disc,
    嵌于他节 an empty ring, 缺失 a cross on white.

    Args:
        completeness: table ``completeness``: report_id, part, state. A part without a row is drawn
            as 未判定.
        reports: table ``reports``: report_id, issuer, year, published_on.
        title, source, size: as in ``bounded_bars``.

    Raises:
        UsageError: ``reports`` has no rows, or a state is unknown.

    >>> parts = pd.DataFrame({"report_id": ["a"], "part": ["plans"], "state": ["missing"]})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["河口县科技局"], "year": [2023],
    ...     "published_on": ["2024-05-10"]})
    >>> completeness_grid(parts, reports).alt
    '报告要件齐全与按时发布情况：河口县科技局 2023 缺失下一年度安排，逾期。'
    """
    _need(reports)
    unknown = sorted(set(completeness["state"]) - set(STATES))
    if unknown:
        raise UsageError(f"unknown states {unknown}", hint=f"known are {', '.join(STATES)}")
    rows = reports.drop_duplicates("report_id")
    labels = [printable(text) for text in report_labels(rows).values()]
    states = {(r["report_id"], r["part"]): r["state"] for r in completeness.to_dict("records")}
    chart, axes = _grid_figure(
        labels,
        title=title,
        subtitle="四项要件依据督察工作规定；应于次年4月1日前公开",
        source=source_note(reports) if source is None else source,
        size=size,
        head_lines=2.2,
        legend=_state_legend(),
        alt=_completeness_alt(title, rows, labels, states),
    )
    middles = _rows(axes, labels, len(PARTS) + 1)
    for middle, row in zip(middles, rows.to_dict("records"), strict=True):
        for column, part in enumerate(PARTS):
            _state_cell(axes, column, middle, states.get((row["report_id"], part)))
        _time_cell(axes, len(PARTS), middle, row["published_on"], row["year"])
    heads = [wrap(name, 14) for name in PARTS.values()] + ["按时发布"]
    axes.set_xticks(range(len(heads)), heads)
    return chart


def _state_cell(axes: Axes, column: int, middle: float, state: str | None) -> None:
    if state is None:
        _cell(axes, column, middle, facecolor=PAPER)
        axes.text(column, middle, "未判定", ha="center", va="center", color=MUTED)
        return
    marker, fill, shade, ink = _LOOKS[state]
    _cell(axes, column, middle, facecolor=shade)
    axes.add_line(_symbol(marker, fill, [column - 0.32], [middle]))
    axes.text(column - 0.17, middle, STATES[state], ha="left", va="center", color=ink)


def _symbol(marker: str, fill: Any, x: Sequence[float] = (), y: Sequence[float] = ()) -> Line2D:
    look: dict[str, Any] = {
        "color": INK,
        "markerfacecoloralt": PAPER,
        "markeredgecolor": INK,
        "markeredgewidth": 1.3 * scale(),
    }
    return Line2D(
        x, y, linestyle="none", marker=marker, fillstyle=fill, markersize=7 * scale(), **look
    )


def _time_cell(axes: Axes, column: int, middle: float, published: Any, year: Any) -> None:
    verdict = on_time(published, year)
    date = _date(published)
    _cell(axes, column, middle, facecolor=PAPER)
    late = verdict == "逾期"
    words = f"{verdict}\n{date:%Y-%m-%d}" if date else verdict.replace("日期", "日期\n")
    axes.text(
        column,
        middle,
        words,
        ha="center",
        va="center",
        linespacing=1.15,
        color=INK if date else MUTED,
        fontweight="bold" if late else "normal",
        fontsize="small",
    )


def _state_legend() -> list[tuple[Artist, str]]:
    notes = {"section": "有自己的标题", "unheaded": "有内容没有标题", "embedded": "写在别的部分里"}
    return [
        (_symbol(*_LOOKS[state][:2]), name + (f"（{notes[state]}）" if state in notes else ""))
        for state, name in STATES.items()
    ]


def _completeness_alt(
    title: str,
    reports: pd.DataFrame,
    labels: Sequence[str],
    states: Mapping[tuple[str, str], str],
) -> str:
    said = []
    for label, row in zip(labels, reports.to_dict("records"), strict=True):
        missing = [n for p, n in PARTS.items() if states.get((row["report_id"], p)) == "missing"]
        parts = f"缺失{'、'.join(missing)}" if missing else "四项要件都有"
        verdict = on_time(row["published_on"], row["year"])
        said.append(f"{label.replace(chr(10), '')} {parts}，{verdict}")
    return f"{title}：" + "；".join(said) + "。"


def _need(reports: pd.DataFrame) -> None:
    if reports.empty:
        raise UsageError("no report to show", hint="check the choice of reports and years")


def _grid_figure(
    labels: Sequence[str], *, head_lines: float, size: str, **rest: Any
) -> tuple[Chart, Axes]:
    """A figure whose rows are as tall as the longest label needs."""
    em = SIZES[size].font / 72
    tallest = max(label.count("\n") + 1 for label in labels)
    body = len(labels) * max(2.4, tallest * 1.25 + 0.8) * em + head_lines * 1.5 * em
    chart, (axes,) = figure(body=body, size=size, **rest)
    return chart, axes


def _rows(axes: Axes, labels: Sequence[str], columns: int) -> list[int]:
    """Prepare axes for a grid with its head on top; returns the middles of the rows."""
    middles = list(range(len(labels)))
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(middles, list(labels))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return middles


def _cell(axes: Axes, column: float, middle: float, **look: Any) -> None:
    look = {"edgecolor": PAPER if look["facecolor"] != PAPER else FAINT, "linewidth": 1, **look}
    axes.add_patch(Rectangle((column - 0.48, middle - 0.46), 0.96, 0.92, **look))
