"""Titles in 《》, with those nested in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fzanalysis.document import Span
from fzanalysis.extraction.lexicon import words

_NESTED = re.compile(r"[<](?P<name>[^<>《》\n]{2,80})[>]")
# What a title ends with; a remark in brackets may follow, of so many characters at most.
_KINDS = (
    ("law", words("法 法典 宪法"), 12),
    ("regulation", words("条例 规定 规则 办法 细则 准则 规程 规范 目录 标准"), 16),
    ("plan", words("规划 纲要 方案 计划 要点 清单 安排 预案 分工 任务 任务书"), 20),
    (
        "document",
        words("意见 通知 决定 决议 报告 通报 公告 指南 制度 批复 函 说明 建议书 指引 手册 总结"),
        16,
    ),
)
_ENDS = tuple((kind, tuple(sorted(ends))) for kind, ends, _ in _KINDS)
_REMARKED = tuple(
    (kind, re.compile(rf"(?:{'|'.join(sorted(ends))})(?:\(.{{1,{most}}}\))?$"))
    for kind, ends, most in _KINDS
)


class Citation(NamedTuple):
    """A title as it stands between its marks."""

    span: Span
    name: Span
    kind: str
    in_marks: bool
    nested_in: int | None


def find_citations(
    folded: str, titles: Sequence[tuple[int, int, int]], start: int
) -> list[Citation]:
    """Cited titles in reading order.

    Args:
        folded: the folded text.
        titles: where 《…》 stand, see :func:`fzanalysis.parsing.zones.book_titles`.
        start: where the body begins.
    """
    found: list[Citation] = []
    nested = "<" in folded
    open_titles: list[tuple[int, int]] = []
    for begin, end, _ in titles:
        if begin < start or end - begin < 3:
            continue
        while open_titles and open_titles[-1][0] <= begin:
            open_titles.pop()
        above = open_titles[-1][1] if open_titles else None
        found.append(_citation(folded, begin, end, True, above))
        index = len(found) - 1
        open_titles.append((end, index))
        for inner in _NESTED.finditer(folded, begin + 1, end - 1) if nested else ():
            found.append(_citation(folded, inner.start(), inner.end(), False, index))
    return found


def _citation(folded: str, begin: int, end: int, in_marks: bool, above: int | None) -> Citation:
    name = Span(begin + 1, end - 1)
    return Citation(Span(begin, end), name, kind_of(name.of(folded)), in_marks, above)


def kind_of(name: str) -> str:
    """What a cited title is: law, regulation, plan, document or other.

    >>> kind_of("中华人民共和国行政处罚法"), kind_of("普法工作计划"), kind_of("某某警示录")
    ('law', 'plan', 'other')
    """
    if name[-1:] not in ")\n":
        return next((kind for kind, ends in _ENDS if name.endswith(ends)), "other")
    return next((kind for kind, pattern in _REMARKED if pattern.search(name)), "other")
