"""What is marked in a report: one mark a row, with what a reader wants to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fzanalysis.errors import SpanError
from fzanalysis.presentation.anchors import MARKED, anchor
from fzanalysis.presentation.labels import (
    BOUNDS,
    ROLES,
    bounded,
    category_name,
    codes_in,
    metric_name,
    theme_name,
)

SECTION_ROLES: Mapping[str, str] = {
    "intro": "导语",
    "measures": "主要措施和成效",
    "first_responsible": "第一责任人履职",
    "problems": "问题和原因",
    "plans": "下一年度安排",
    "other": "其他",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of a table at its place in the text.

    Attributes:
        table: the table that the row stands in.
        anchor: id of the mark on the page.
        start, end: half-open span that is coloured.
        quote: the words of the row.
        chip: a word shown before the mark, or empty.
        facts: what to tell about it, name and value.
    """

    table: str
    anchor: str
    start: int
    end: int
    quote: str
    chip: str
    facts: tuple[tuple[str, str], ...]

    @property
    def tip(self) -> str:
        """All facts in one line, for a tooltip."""
        return f"{MARKED[self.table].title} ｜ " + " ｜ ".join(f"{k}：{v}" for k, v in self.facts)


def collect(report_id: str, text: str, tables: Mapping[str, pd.DataFrame]) -> list[Mark]:
    """All marks of a report in reading order, the longer first where two begin together.

    Args:
        report_id: which report.
        text: its canonical text.
        tables: any of sections, measures, metrics, problems, plans, citations.

    Raises:
        SpanError: a row does not quote the text at its place.

    >>> rows = pd.DataFrame({"report_id": ["a"], "citation_id": ["c1"], "name": ["宪法"],
    ...     "start": [2], "end": [6], "quote": ["《宪法》"]})
    >>> [mark.anchor for mark in collect("a", "学习《宪法》", {"citations": rows})]
    ['c-c1']
    """
    marks = []
    for table in MARKED:
        frame = tables.get(table)
        if frame is None:
            continue
        for row in frame[frame["report_id"].eq(report_id)].to_dict("records"):
            mark = _mark(table, {str(k): v for k, v in row.items()}, text)
            if mark is not None:
                marks.append(mark)
    order = ("sections", "measures", "problems", "plans", "metrics", "citations")
    return sorted(marks, key=lambda m: (m.start, -m.end, order.index(m.table), m.anchor))


def _mark(table: str, row: Mapping[str, Any], text: str) -> Mark | None:
    row_id = row[MARKED[table].key]
    start, end, quote = int(row["start"]), int(row["end"]), str(row["quote"])
    if text[start:end] != quote:
        raise SpanError(
            f"{table} {row_id}: the text at {start}–{end} is {text[start:end][:20]!r}, "
            f"the row quotes {quote[:20]!r}",
            hint="build the tables anew from the raw files",
        )
    if table == "sections":
        heading = _word(row.get("heading"))
        place = text.find(heading, start, end) if heading else -1
        if place < 0:
            return None  # a section without a heading has nothing to show in the text
        end = place + len(heading)
        quote = text[start:end]
    facts = tuple((name, value) for name, value in _FACTS[table](row) if value)
    chip = theme_name(row["theme"]) if table == "measures" and _word(row.get("theme")) else ""
    return Mark(table, anchor(table, row_id), start, end, quote, chip, facts)


def _word(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _number(value: Any) -> float:
    return float("nan") if _word(value) == "" else float(value)


def _also(value: Any, name: Callable[[object], str]) -> str:
    return "、".join(map(name, codes_in(value)))


def _metric(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    code = _word(row.get("code"))
    unit = _word(row.get("unit"))
    figure = bounded(
        row["bound"], _number(row["value"]), _number(row["lower"]), _number(row["upper"]), unit
    )
    return [
        ("指标", f"{metric_name(code)}（{code}）" if code else "不在指标目录中"),
        ("数值", figure),
        ("界限", BOUNDS.get(row["bound"], _word(row["bound"]))),
        ("单位", unit),
        ("计数对象", _word(row.get("counted"))),
        ("性质", ROLES.get(_word(row.get("role")), _word(row.get("role")))),
        ("时段", _word(row.get("period"))),
        ("截至", _word(row.get("as_of"))),
        ("编号", _word(row["metric_id"])),
        ("识别依据", _word(row.get("why"))),
        ("理由", _why(row, code)),
    ]


def _why(row: Mapping[str, Any], code: str) -> str:
    """Whether and why the figure enters the comparison of bureaus."""
    reasons = []
    if not code:
        reasons.append("没有对应的指标，按计数对象原样保留")
    roles = {
        "requirement": "是制度要求，不是做到的数，不进入指标",
        "plan": "是下一年的计划，不进入指标",
        "background": "是当地的存量或背景，不进入指标",
    }
    reasons.append(roles.get(_word(row.get("role")), ""))
    whole = _word(row.get("part_of"))
    if whole:
        reasons.append(f"是 {whole} 的一部分，不再加到总数里")
    if not any(reasons):
        reasons.append("原文写明的数，进入指标")
    bounds = {"at_least": "原文是下限，实际不少于此数", "at_most": "原文是上限，实际不超过此数"}
    reasons.append(bounds.get(row["bound"], ""))
    return "；".join(filter(None, reasons))


def _measure(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    kinds = {"paragraph": "段落", "point": "要点"}
    return [
        ("主题", theme_name(_word(row.get("theme")) or None)),
        ("层级", kinds.get(_word(row.get("kind")), _word(row.get("kind")))),
        ("标题", _word(row.get("marker")) + _word(row.get("heading"))),
        ("理由", "计入主题比重" if row.get("leaf") else "由下级要点汇总，不重复计入"),
    ]


def _section(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    role = _word(row.get("role"))
    return [("部分", SECTION_ROLES.get(role, role)), ("层级", _word(row.get("level")))]


def _problem(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("类别", category_name(_word(row.get("category")) or None)),
        ("兼有", _also(row.get("also"), category_name)),
        ("原因", _word(row.get("reason"))),
        ("次序", _word(row.get("ordinal"))),
    ]


def _plan(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("主题", theme_name(_word(row.get("theme")) or None)),
        ("兼有", _also(row.get("also"), theme_name)),
        ("次序", _word(row.get("ordinal"))),
    ]


def _citation(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("名称", _word(row.get("name"))),
        ("类型", _word(row.get("kind"))),
        ("引在其中", _word(row.get("nested_in"))),
    ]


_FACTS: Mapping[str, Callable[[Mapping[str, Any]], list[tuple[str, str]]]] = {
    "sections": _section,
    "measures": _measure,
    "metrics": _metric,
    "problems": _problem,
    "plans": _plan,
    "citations": _citation,
}
