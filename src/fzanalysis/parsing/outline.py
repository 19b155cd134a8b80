"""Canonical text → tree of sections with roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fzanalysis.document import Section, Span
from fzanalysis.parsing.headings import heading_end, heading_role
from fzanalysis.parsing.ladder import CHAPTER, FIRST_POINT_RANK, Marker, find_markers
from fzanalysis.parsing.unheaded import Unheaded, find_lead_ins, find_unheaded
from fzanalysis.parsing.zones import Zones

_LEAD_RANK = 5  # 下一步打算： stands between 1. and (1)


class _Start(NamedTuple):
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
    first = starts[0].start if starts else body.end
    begin = _skip_space(folded, body.start, first)
    if begin < first:
        intro = Span(begin, _back_over_space(folded, begin, first))
        sections.append(
            Section(0, None, 0, -1, "", "", "intro", intro, Span(begin, begin), intro.end)
        )
    before = len(sections)
    above = _parents([s.rank for s in starts])
    limits = [s.start for s in starts[1:]] + [body.end] * bool(starts)
    headings = [_heading(folded, s, limit) for s, limit in zip(starts, limits, strict=True)]
    own_ends = [
        _back_over_space(folded, h.end, limit) for h, limit in zip(headings, limits, strict=True)
    ]
    ends = _stretched(own_ends, above)
    for i, (start, heading) in enumerate(zip(starts, headings, strict=True)):
        place = above[i]
        parent = None if place is None else sections[before + place]
        level = parent.level + 1 if parent else 1
        marker = start.marker
        if start.role:
            role = start.role
        elif start.rank >= FIRST_POINT_RANK:
            role = parent.role if parent else "measures"
        else:
            role = _role(heading.of(folded), level, parent, year)
        sections.append(
            Section(
                before + i, parent.index if parent else None, level, start.rank,
                text[marker.start : marker.end].strip() if marker else "", heading.of(text),
                role, Span(start.start, ends[i]), heading, own_ends[i],
            )
        )  # fmt: skip
    return tuple(sections)


def _parents(ranks: Sequence[int]) -> list[int | None]:
    """For each section the one above it: the last before it of a lower rank."""
    above: list[int | None] = []
    stack: list[int] = []
    for i, rank in enumerate(ranks):
        while stack and ranks[stack[-1]] >= rank:
            stack.pop()
        above.append(stack[-1] if stack else None)
        stack.append(i)
    return above


def _stretched(own_ends: Sequence[int], above: Sequence[int | None]) -> list[int]:
    """Where each section ends with all that stands under it."""
    ends = list(own_ends)
    for i in range(len(ends) - 1, -1, -1):
        place = above[i]
        if place is not None:
            ends[place] = max(ends[place], ends[i])
    return ends


def _heading(folded: str, start: _Start, limit: int) -> Span:
    if start.marker is None:
        return start.heading or Span(start.start, start.start)
    begin = _skip_space(folded, start.marker.end, limit)
    return Span(begin, max(begin, heading_end(folded, begin, limit, start.marker)))


def _role(heading: str, level: int, parent: Section | None, year: int | None) -> str:
    inherited = parent.role if parent else "measures"
    own = heading_role(heading, level, year)
    if own == "measures" and parent is not None:
        own = None
    if inherited in ("problems", "plans") and own == "first_responsible":
        return inherited
    return own or inherited


def _skip_space(folded: str, start: int, end: int) -> int:
    while start < end and folded[start].isspace():
        start += 1
    return start


def _back_over_space(folded: str, start: int, end: int) -> int:
    while end > start and folded[end - 1].isspace():
        end -= 1
    return end
