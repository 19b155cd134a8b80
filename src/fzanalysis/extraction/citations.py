"""Titles in 《》, with those nested in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fzanalysis.document import Span

_NESTED = re.compile(r"[<](?P<name>[^<>《》\n]{2,80})[>]")
_NAMED = (
    ("law", r"(?:法|法典|宪法)(?:\(.{1,12}\))?$"),
    ("regulation", r"(?:条例|规定|规则|办法|细则|准则|规程|规范|目录|标准)(?:\(.{1,16}\))?$"),
    ("plan", r"(?:规划|纲要|方案|计划|要点|清单|安排|预案|分工|任务书?)(?:\(.{1,20}\))?$"),
    (
        "document",
        r"(?:意见|通知|决定|决议|报告|通报|公告|指南|制度|批复|函|说明|建议书|指引|手册|总结)(?:\(.{1,16}\))?$",
    ),
)
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _NAMED)


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
        for inner in _NESTED.finditer(folded, begin + 1, end - 1):
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
    for kind, pattern in _KINDS:
        if pattern.search(name):
            return kind
    return "other"
