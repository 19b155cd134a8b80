"""One report as a page: its text with every extracted thing marked in its place."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path

import pandas as pd

from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import MARKED, page_name
from fzanalysis.presentation.audit.marks import Mark, collect
from fzanalysis.presentation.labels import PARTS, STATES
from fzanalysis.presentation.web_page import web_page
from fzanalysis.presentation.whole import whole

#: One character a kind, shown before each mark: the kinds differ without colour.
SIGNS: Mapping[str, str] = {
    "sections": "题",
    "measures": "举",
    "metrics": "数",
    "problems": "问",
    "plans": "划",
    "citations": "引",
}


def audit_page(report_id: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """A whole HTML page for one report: no script, nothing fetched, everything escaped.

    Left the canonical text with its marks, right a card a mark. The sign before a mark leads to its
    card, the card back to the mark; ``#m-…``, ``#p-…``, ``#n-…``, ``#c-…``, ``#e-…`` and ``#h-…``
    (see :mod:`fzanalysis.presentation.anchors`) lead to the marks from anywhere.

    Args:
        report_id: which report.
        tables: ``reports`` and ``texts``, and any of sections, measures, metrics, problems, plans,
            citations, completeness.

    Raises:
        UsageError: there is no such report.
        SpanError: a row does not quote the text at its place.

    >>> tables = {"reports": pd.DataFrame({"report_id": ["a"], "title": ["报告<1>"]}),
    ...           "texts": pd.DataFrame({"report_id": ["a"], "text": ["学法12次"]})}
    >>> "报告&lt;1&gt;" in audit_page("a", tables)
    True
    """
    title, body = _body(report_id, tables)
    style = f"html, body {{ margin: 0; height: 100%; }}\n{_style()}"
    return web_page(title, style, body, pictures=False)


class Audit:
    """A report with its marks, to be shown in a notebook: ``Audit("…", tables)``.

    Args:
        report_id: which report.
        tables: as for :func:`audit_page`.

    >>> Audit("a", {"reports": pd.DataFrame({"report_id": ["a"], "title": ["甲局报告"]}),
    ...             "texts": pd.DataFrame({"report_id": ["a"], "text": ["学法12次"]})})
    Audit('a', '甲局报告')
    """

    def __init__(self, report_id: str, tables: Mapping[str, pd.DataFrame]) -> None:
        self.report_id = report_id
        self._title, self._inner = _body(report_id, tables)

    def __repr__(self) -> str:
        return f"Audit({self.report_id!r}, {self._title!r})"

    def _repr_html_(self) -> str:
        return f'<style>{_style()}</style><div class="fz-inline mathjax_ignore">{self._inner}</div>'


def write_audit(
    tables: Mapping[str, pd.DataFrame],
    folder: str | Path,
    *,
    reports: Sequence[str] | None = None,
) -> list[Path]:
    """Write the pages of all or some reports; links of tables and charts expect them together.

    Args:
        tables: as for :func:`audit_page`.
        folder: where to; made if missing.
        reports: report_ids; all of table ``reports`` by default.

    Returns:
        The files, one a report, in the order of the reports.

    >>> import tempfile
    >>> tables = {"reports": pd.DataFrame({"report_id": ["a", "b"], "title": "甲局报告"}),
    ...           "texts": pd.DataFrame({"report_id": ["a", "b"], "text": "学法12次"})}
    >>> [path.name for path in write_audit(tables, tempfile.mkdtemp())]
    ['a.html', 'b.html']
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    chosen = list(dict.fromkeys(tables["reports"]["report_id"])) if reports is None else reports
    by_report = {name: _split(frame) for name, frame in tables.items()}
    written = []
    for report_id in chosen:
        own = {
            name: parts.get(report_id, frame.iloc[:0])
            for name, frame in tables.items()
            if (parts := by_report[name]) is not None
        }
        path = target / page_name(report_id)
        with whole(path) as part:
            part.write_text(audit_page(report_id, own), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _split(frame: pd.DataFrame) -> dict[str, pd.DataFrame] | None:
    if "report_id" not in frame.columns:
        return None
    return {str(key): rows for key, rows in frame.groupby("report_id", sort=False)}


def _body(report_id: str, tables: Mapping[str, pd.DataFrame]) -> tuple[str, str]:
    reports, texts = tables["reports"], tables["texts"]
    report = reports[reports["report_id"].eq(report_id)].head(1).to_dict("records")
    text = texts.loc[texts["report_id"].eq(report_id), "text"]
    if not report or text.empty:
        known = "、".join(map(str, reports["report_id"].head(5)))
        raise UsageError(f"there is no report {report_id!r}", hint=f"known are {known} …")
    row = {str(k): v for k, v in report[0].items()}
    canonical = str(text.iloc[0])
    marks = collect(report_id, canonical, tables)
    title = _known(row.get("title")) or report_id
    parts = [
        '<div class="fz-audit">',
        _head(title, row, marks, tables.get("completeness")),
        '<div class="fz-columns">',
        f'<div class="fz-text" lang="zh-CN">{_marked(canonical, marks)}</div>',
        f'<div class="fz-cards">{"".join(_cards(marks))}</div>',
        "</div></div>",
    ]
    return title, "".join(parts)


def _known(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _head(
    title: str,
    row: Mapping[str, object],
    marks: Sequence[Mark],
    completeness: pd.DataFrame | None,
) -> str:
    names = {
        "issuer": "发文机关",
        "year": "年度",
        "published_on": "发布日期",
        "source_path": "文件",
    }
    facts = [f"{zh}：{_known(row.get(key)) or '未见'}" for key, zh in names.items()]
    facts.append(f"编号：{row['report_id']}")
    if completeness is not None:
        own = completeness[completeness["report_id"].eq(str(row["report_id"]))]
        states = dict(zip(own["part"], own["state"], strict=True))
        facts += [f"{PARTS[p]}：{STATES.get(s, s)}" for p, s in states.items() if p in PARTS]
    filters = []
    for table, about in MARKED.items():
        count = sum(mark.table == table for mark in marks)
        box = f'<input type="checkbox" class="fz-show-{table}" checked>'
        sign = f'<span class="fz-sign fz-{table}">{SIGNS[table]}</span>'
        filters.append(f"<label>{box}{sign}{about.title} {count}</label>")
    listed = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    return (
        f"<header><h1>{escape(title)}</h1><ul>{listed}</ul>"
        f'<div class="fz-filter">显示：{"".join(filters)}</div></header>'
    )


def _marked(text: str, marks: Sequence[Mark]) -> str:
    """The text in segments, each within the marks that cover it, the widest outermost."""
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    parts, begin, active = [], 0, list[Mark]()
    for start, end in itertools.pairwise(cuts):
        active = [mark for mark in active if mark.end > start]
        while begin < len(marks) and marks[begin].start == start:
            active.append(marks[begin])
            begin += 1
        opening = "".join(_opening(mark, first=mark.start == start) for mark in active)
        parts.append(f"{opening}{escape(text[start:end])}{'</span>' * len(active)}")
    return "".join(parts)


def _opening(mark: Mark, *, first: bool) -> str:
    kind = f"fz-mark fz-{mark.table}"
    if not first:
        return f'<span class="{kind}" title="{escape(mark.tip)}">'
    name = escape(mark.anchor)
    sign = SIGNS[mark.table] + (f" {mark.chip}" if mark.chip else "")
    return (
        f'<span class="{kind}" id="{name}" title="{escape(mark.tip)}">'
        f'<a class="fz-sign fz-{mark.table}" href="#d-{name}">{escape(sign)}</a>'
    )


def _cards(marks: Sequence[Mark]) -> Iterable[str]:
    for table, about in MARKED.items():
        own = [mark for mark in marks if mark.table == table]
        if own:
            yield f'<section class="fz-group fz-group-{table}"><h2>{about.title}（{len(own)}）</h2>'
            yield from map(_card, own)
            yield "</section>"


def _card(mark: Mark) -> str:
    quote = mark.quote if len(mark.quote) <= 60 else mark.quote[:57] + "……"
    facts = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in mark.facts)
    return (
        f'<article id="d-{escape(mark.anchor)}"><a href="#{escape(mark.anchor)}">'
        f'<span class="fz-sign fz-{mark.table}">{SIGNS[mark.table]}</span>{escape(quote)}</a>'
        f"<dl>{facts}</dl></article>"
    )


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("page.css").read_text("utf-8")
