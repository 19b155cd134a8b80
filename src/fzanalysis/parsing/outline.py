"""Canonical text → tree of sections with roles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from fzanalysis.document import Section, Span
from fzanalysis.parsing.headings import heading_end, heading_role
from fzanalysis.parsing.ladder import CHAPTER, FIRST_POINT_RANK, Marker, find_markers
from fzanalysis.parsing.unheaded import Unheaded, find_lead_ins, find_unheaded
from fzanalysis.parsing.zones import Zones

_SPACE = re.compile(r"\s*")
_LEAD_RANK = 5  # 下一步打算： stands between 1. and (1)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a section begins; ``marker`` is None for those that have no number."""

    start: int
    rank: int
    marker: Marker | None
    role: str | None = None
    heading: Span | None = None


def build_outline(
    folded: str,
    text: str,
    zones: Zones,
    body_start: int,
    report_year: int | None = None,
    body_end: int | None = None,
) -> tuple[Section, ...]:
    """The sections of a text in reading order; every character of the body is in one of them.

    Args:
        folded: the folded text.
        text: the canonical text of the same length.
        zones: where names stand.
        body_start: where page lines and title end.
        body_end: where the signature begins; None for the end of the text.
        report_year: the year of the report, if known: 2023年计划 is a plan in a report on 2022.

    Returns:
        Sections; the first one is the introduction (role ``intro``) unless the text opens with a
        marker.
    """
    end = len(text.rstrip()) if body_end is None else body_end
    markers = [m for m in find_markers(folded, zones) if body_start <= m.start < end]
    starts = [_Start(m.start, m.rank, m) for m in markers]
    sections = _assemble(folded, text, starts, Span(body_start, end), report_year)
    extra = _unmarked(folded, sections)
    if extra:
        starts = sorted(starts + extra, key=lambda s: s.start)
        sections = _assemble(folded, text, starts, Span(body_start, end), report_year)
    return sections


def _unmarked(folded: str, sections: tuple[Section, ...]) -> list[_Start]:
    """Parts that have no number: 存在的问题： inside a section, problems in a closing paragraph."""
    found: list[_Start] = []
    leads: Iterable[Unheaded] = find_lead_ins(folded, sections)
    for lead in leads:
        found.append(_Start(lead.start, _LEAD_RANK, None, lead.role, lead.heading))
    for part in find_unheaded(folded, sections, found_roles={f.role for f in found}):
        found.append(_Start(part.start, CHAPTER, None, part.role, part.heading))
    return found


def _assemble(
    folded: str, text: str, starts: list[_Start], body: Span, year: int | None
) -> tuple[Section, ...]:
    sections: list[Section] = []
    end = body.end
    first = starts[0].start if starts else end
    begin = _skip_space(folded, body.start, first)
    if begin < first:
        intro = Span(begin, _back_over_space(folded, begin, first))
        sections.append(
            Section(0, None, 0, -1, "", "", "intro", intro, Span(begin, begin), intro.end)
        )
    stack: list[Section] = []
    for i, start in enumerate(starts):
        next_start = starts[i + 1].start if i + 1 < len(starts) else end
        while stack and stack[-1].rank >= start.rank:
            stack.pop()
        section = _section(folded, text, start, len(sections), stack, next_start, year)
        sections.append(section)
        stack.append(section)
    return tuple(_with_ends(sections))


def _section(
    folded: str,
    text: str,
    start: _Start,
    index: int,
    stack: list[Section],
    next_start: int,
    year: int | None,
) -> Section:
    parent = stack[-1] if stack else None
    level = parent.level + 1 if parent else 1
    if start.marker:
        begin = _skip_space(folded, start.marker.end, next_start)
        heading = Span(begin, max(begin, heading_end(folded, begin, next_start, start.marker)))
        marker = text[start.marker.start : start.marker.end].strip()
    else:
        heading = start.heading or Span(start.start, start.start)
        marker = ""
    own_end = _back_over_space(folded, heading.end, next_start)
    role = start.role or _role(heading.of(folded), level, parent, start, year)
    return Section(
        index, parent.index if parent else None, level, start.rank, marker,
        heading.of(text), role, Span(start.start, own_end), heading, own_end,
    )  # fmt: skip


def _role(heading: str, level: int, parent: Section | None, start: _Start, year: int | None) -> str:
    own = heading_role(heading, level, year) if start.rank < FIRST_POINT_RANK else None
    if own == "measures" and parent is not None:
        own = None
    inherited = parent.role if parent else "measures"
    if inherited in ("problems", "plans") and own == "first_responsible":
        return inherited
    return own or inherited


def _with_ends(sections: list[Section]) -> list[Section]:
    """Stretch every section over its children."""
    ends = [s.span.end for s in sections]
    for section in reversed(sections):
        if section.parent is not None:
            ends[section.parent] = max(ends[section.parent], ends[section.index])
    return [
        s if s.span.end == end else replace(s, span=Span(s.span.start, end))
        for s, end in zip(sections, ends, strict=True)
    ]


def _skip_space(folded: str, start: int, end: int) -> int:
    match = _SPACE.match(folded, start, end)
    return match.end() if match else start


def _back_over_space(folded: str, start: int, end: int) -> int:
    while end > start and folded[end - 1].isspace():
        end -= 1
    return end
