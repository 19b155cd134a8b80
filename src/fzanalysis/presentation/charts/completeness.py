"""Bureau × the parts a report must have, and whether it came in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from fzanalysis.analysis.completeness import timing
from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import link, page_link
from fzanalysis.presentation.charts.grid import cell, grid_figure, grid_rows, need_reports
from fzanalysis.presentation.labels import PARTS, STATES, report_labels, source_note, wrap
from fzanalysis.presentation.style import INK, MUTED, PAPER, Chart, printable, scale, styled

#: State of a part: marker, how it is filled, shade of the cell, colour of the words on it.
_LOOKS: Mapping[str, tuple[str, str, str, str]] = {
    "section": ("o", "full", "#8fa3b5", INK),
    "unheaded": ("o", "left", "#c3ced8", INK),
    "embedded": ("o", "none", "#e6ebef", INK),
    "missing": ("x", "full", PAPER, MUTED),
}


_TIMING = {"on_time": "按时", "late": "逾期", "unknown": "发布日期未见"}


def timeliness(reports: pd.DataFrame) -> dict[str, str]:
    """Whether each report was public before 1 April of the next year, in words, by report_id.

    See :func:`fzanalysis.analysis.completeness.timing` for the rule.

    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2022],
    ...     "published_on": ["2023-04-01"]})
    >>> timeliness(reports)
    {'a': '逾期'}
    """
    table = timing(reports)
    words = table["timing"].map(_TIMING)
    return dict(zip(table["report_id"], words, strict=True))


def _date(value: Any) -> dt.date | None:
    moment = pd.to_datetime(value, errors="coerce")
    return None if pd.isna(moment) else moment.date()


@styled
def completeness_grid(
    completeness: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str = "报告要件齐全与按时发布情况",
    audit: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Grid bureau × the four parts a report must have, and whether it was published in time.

    Each state has its own symbol, shade and words: 独立成节 a full disc, 无标题 a half disc,
    嵌于他节 an empty ring, 缺失 a cross on white.

    Args:
        completeness: table ``completeness``: report_id, part, state. A part without a row is drawn
            as 未判定.
        reports: table ``reports``: report_id, issuer, year, published_on; copies of another
            (``duplicate_of``) are left out.
        title, source, size: as in ``bounded_bars``.
        audit: folder of the audit pages as seen from the chart: a state then leads to the section
            it rests on (column section_id of ``completeness``), else to the report.

    Raises:
        UsageError: ``reports`` has no rows, or a state is unknown.

    >>> parts = pd.DataFrame({"report_id": ["a"], "part": ["plans"], "state": ["missing"]})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["河口县科技局"], "year": [2023],
    ...     "published_on": ["2024-05-10"]})
    >>> completeness_grid(parts, reports).alt
    '报告要件齐全与按时发布情况：河口县科技局 2023 缺失下一年度安排，逾期。'
    """
    need_reports(reports)
    unknown = sorted(set(completeness["state"]) - set(STATES))
    if unknown:
        raise UsageError(f"unknown states {unknown}", hint=f"known are {', '.join(STATES)}")
    rows = reports.drop_duplicates("report_id")
    if "duplicate_of" in rows.columns:
        # The copy of a report is judged with it.
        rows = rows[rows["duplicate_of"].isna() | rows["duplicate_of"].eq("")]
        need_reports(rows)
    labels = [printable(text) for text in report_labels(rows).values()]
    found = {(r["report_id"], r["part"]): r for r in completeness.to_dict("records")}
    states = {key: row["state"] for key, row in found.items()}
    verdicts = timeliness(rows)
    chart, axes = grid_figure(
        labels,
        title=title,
        subtitle="四项要件依据督察工作规定；应于次年4月1日前公开",
        source=source_note(rows) if source is None else source,
        size=size,
        head_lines=2.2,
        legend=_state_legend(),
        alt=_completeness_alt(title, rows, labels, states, verdicts),
    )
    middles = grid_rows(axes, labels, len(PARTS) + 1)
    for middle, row in zip(middles, rows.to_dict("records"), strict=True):
        for column, part in enumerate(PARTS):
            key = (row["report_id"], part)
            url = _place(row["report_id"], found.get(key, {}).get("section_id"), audit)
            _state_cell(axes, column, middle, states.get(key), url)
        verdict = verdicts.get(row["report_id"], _TIMING["unknown"])
        _time_cell(axes, len(PARTS), middle, verdict, row["published_on"])
    heads = [wrap(name, 14) for name in PARTS.values()] + ["按时发布"]
    axes.set_xticks(range(len(heads)), heads)
    return chart


def _place(report_id: object, section_id: object, audit: str | None) -> str | None:
    if audit is None:
        return None
    if isinstance(section_id, str) and section_id:
        return link("sections", report_id, section_id, audit)
    return page_link(report_id, audit)


def _state_cell(axes: Axes, column: int, middle: float, state: str | None, url: str | None) -> None:
    if state is None:
        cell(axes, column, middle, facecolor=PAPER)
        axes.text(column, middle, "未判定", ha="center", va="center", color=MUTED)
        return
    marker, fill, shade, ink = _LOOKS[state]
    cell(axes, column, middle, facecolor=shade)
    axes.add_line(_symbol(marker, fill, [column - 0.32], [middle]))
    words = axes.text(column - 0.17, middle, STATES[state], ha="left", va="center", color=ink)
    words.set_url(url)


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


def _time_cell(axes: Axes, column: int, middle: float, verdict: str, published: Any) -> None:
    date = _date(published)
    cell(axes, column, middle, facecolor=PAPER)
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
    verdicts: Mapping[str, str],
) -> str:
    said = []
    for label, row in zip(labels, reports.to_dict("records"), strict=True):
        missing = [n for p, n in PARTS.items() if states.get((row["report_id"], p)) == "missing"]
        parts = f"缺失{'、'.join(missing)}" if missing else "四项要件都有"
        verdict = verdicts.get(row["report_id"], _TIMING["unknown"])
        said.append(f"{label.replace(chr(10), '')} {parts}，{verdict}")
    return f"{title}：" + "；".join(said) + "。"
