"""What notebooks show beside charts: tables, quotes in their place, progress, what was written."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, ProgressBar

from fzanalysis.analysis.topic_trust import SHAKY, SOLID, trust
from fzanalysis.presentation.export import to_csv
from fzanalysis.presentation.findings import headers
from fzanalysis.presentation.labels import (
    ROLES,
    bound_of,
    bounded,
    category_name,
    metric_name,
    report_labels,
    theme_name,
)
from fzanalysis.presentation.style import Chart, save
from fzanalysis.presentation.tables import Table, sortable, table

__all__ = ["Progress", "export", "home", "quotes", "sortable", "steadiness", "table"]
#: Points below which topics are coarse: twenty topics of ten points.
FEW_POINTS = 200


def home() -> Path:
    """The project's folder as seen from a notebook: ``.`` or ``..``, else where we are.

    Relative, so that no output tells where on a machine the project lies.

    >>> (home() / "notebooks").is_dir() or home() == Path(".")
    True
    """
    near = (Path("."), Path(".."), Path("../.."))
    return next((p for p in near if (p / "data" / "raw").is_dir()), Path("."))


def quotes(
    rows: pd.DataFrame,
    texts: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    context: int = 40,
    most: int = 12,
) -> HTML:
    """The passages behind some rows: bureau and year, what was read, the words in their place.

    Args:
        rows: rows of any table with report_id, start, end, quote; those of ``metrics`` are headed
            by their figure, those of ``problems``, ``plans`` and ``measures`` by their class.
        texts, reports: the tables of those names.
        context: characters shown on either side, within the paragraph; with 0 the passage stands
            alone and is not marked.
        most: how many passages; how many more there are is said.

    >>> rows = pd.DataFrame({"report_id": ["a"], "start": [2], "end": [6], "quote": ["公开3条"]})
    >>> texts = pd.DataFrame({"report_id": ["a"], "text": ["全年公开3条<b>。"]})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023]})
    >>> "全年<mark>公开3条</mark>&lt;b&gt;。" in quotes(rows, texts, reports).data
    True
    """
    whole = texts.set_index("report_id")["text"]
    labels = report_labels(reports, columns=99)
    items = []
    for row in rows.head(most).to_dict("records"):
        text, start, end = whole[row["report_id"]], int(row["start"]), int(row["end"])
        left, right = text[max(0, start - context) : start], text[end : end + context]
        # An ellipsis where the sentence goes on; none where a paragraph begins or ends.
        cut = start > context and "\n" not in left, len(text) > end + context and "\n" not in right
        before, after = ("……" if c and context else "" for c in cut)
        left, right = before + left.rpartition("\n")[2], right.partition("\n")[0] + after
        quote = escape(text[start:end])
        said = f"{escape(left)}<mark>{quote}</mark>{escape(right)}" if context else quote
        who = labels.get(row["report_id"], row["report_id"])
        head = " · ".join(filter(None, [who, _head(row)]))
        place = f"全文第 {start + 1}—{end} 字"
        items.append(
            f'<p style="margin:.5em 0 .1em"><b>{escape(head)}</b> '
            f'<small style="color:#6b7580">{place}</small></p>'
            f'<blockquote style="margin:0 0 .6em 1em">{said}</blockquote>'
        )
    rest = len(rows) - most
    if rest > 0:
        items.append(f"<p>……另有 {rest} 处。</p>")
    # What stands between two dollar signs in a report is no formula.
    said = "".join(items) or "<p>没有符合的原文。</p>"
    return HTML(f'<div class="mathjax_ignore">{said}</div>')


def steadiness(topics: pd.DataFrame) -> HTML:
    """In words which topics stand and which would be others with other points.

    Args:
        topics: of :func:`fzanalysis.analysis.topics.find_topics`: topic, label, n_points,
            stability.

    >>> topics = pd.DataFrame({"topic": [1, 2], "label": ["学法", "普法"], "n_points": [200, 80],
    ...     "stability": [0.91, 0.66]})
    >>> "稳定（0.75 以上）的有：1 学法。大体稳定的有：2 普法。</p>" in steadiness(topics).data
    True
    """
    kinds = trust(topics["stability"])
    if kinds.isna().all():
        return HTML("<p>没有检验稳定性：话题是否靠得住，要看原文。</p>")
    heads = {"solid": f"稳定（{SOLID} 以上）", "fair": "大体稳定", "shaky": f"不稳（低于 {SHAKY}）"}
    there = [kind for kind in heads if kind in set(kinds)]
    said = [f"{heads[kind]}的有：{_named(topics[kinds == kind])}。" for kind in there]
    if "shaky" in there:
        said[-1] = f"<strong>{said[-1][:-1]}：换几条要点就会变，只当线索，不写进结论。</strong>"
    if topics["n_points"].sum() < FEW_POINTS:
        said[-1] += f"要点不足 {FEW_POINTS} 条，稳定也可能是碰巧，多收几份报告再看。"
    return HTML(f'<p class="mathjax_ignore">换一批要点重分：{"".join(said)}</p>')


def _named(topics: pd.DataFrame) -> str:
    pairs = zip(topics["topic"], topics["label"], strict=True)
    return "、".join(escape(f"{number} {label}") for number, label in pairs)


def _head(row: Mapping[Any, Any]) -> str:
    if {"code", "value", "bound", "unit"} <= set(row):
        value, lower, upper = (float(row[c]) for c in ("value", "lower", "upper"))
        figure = bounded(bound_of(row), value, lower, upper)
        counted = row.get("counted", "") if pd.isna(row["code"]) else metric_name(row["code"])
        return f"{counted} {figure}{row['unit']}（{ROLES.get(row.get('role', ''), '')}）"
    if "category" in row:
        return category_name(row["category"])
    if "label" in row:
        return str(row["label"])
    return theme_name(row["theme"]) if "theme" in row else ""


def export(folder: Path, frames: Mapping[str, pd.DataFrame], charts: Mapping[str, Chart]) -> Table:
    """Write tables as CSV with Chinese headers and charts as PNG, SVG and PDF.

    Args:
        folder: where to; made if missing.
        frames, charts: by the name of the file.

    Returns:
        The files written, as a table.
    """
    files = to_csv(frames, folder, headers="zh", titles=headers(frames))
    for name, chart in charts.items():
        files += save(chart, folder / name)
    rows = [(file.name, file.stat().st_size // 1024 + 1) for file in files]
    return Table(
        pd.DataFrame(rows, columns=["文件", "大小（KB）"]), caption=f"写在 {folder.name} 里"
    )


class Progress:
    """A progress bar to hand to ``build`` as ``progress``.

    >>> Progress()
    Progress(0/0)
    """

    def __init__(self) -> None:
        self.bar: ProgressBar | None = None

    def __repr__(self) -> str:
        done, total = (self.bar.progress, self.bar.total) if self.bar else (0, 0)
        return f"Progress({done}/{total})"

    def __call__(self, done: int, total: int) -> None:
        if self.bar is None:
            self.bar = ProgressBar(total)
            self.bar.display()
        self.bar.progress = done
