"""Sections → measures: the paragraphs and points of what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fzanalysis.document import Section, Span
from fzanalysis.parsing.ladder import CLAUSE, FIRST_POINT_RANK

_ROLES = ("measures", "first_responsible")


class Measure(NamedTuple):
    """One paragraph or point of what was done."""

    section: Section
    parent: int | None
    kind: str
    body: Span
    leaf: bool


def find_measures(sections: Sequence[Section]) -> list[Measure]:
    """Measures in reading order, as a tree.

    A section that only wraps headed paragraphs (一、主要举措) is no measure itself; one that holds
    text or points of its own (一、强化组织领导) is.
    """
    fit = [s for s in sections if s.marker and s.role in _ROLES]
    lowest: dict[int | None, int] = {}  # of what stands right under a section
    for section in fit:
        lowest[section.parent] = min(section.rank, lowest.get(section.parent, section.rank))
    chosen: dict[int, Measure] = {}
    for section in fit:
        below = lowest.get(section.index)
        if below is not None and section.level == 1 and below < FIRST_POINT_RANK:
            continue
        end = section.span.end
        chosen[section.index] = Measure(
            section,
            _measure_above(section, sections, chosen),
            "point" if _is_point(section) else "paragraph",
            Span(min(section.heading_span.end, end), end),
            below is None,
        )
    return list(chosen.values())


def _is_point(section: Section) -> bool:
    return section.rank >= FIRST_POINT_RANK or (section.rank > CLAUSE and section.level > 2)


def _measure_above(
    section: Section, sections: Sequence[Section], chosen: dict[int, Measure]
) -> int | None:
    parent = section.parent
    while parent is not None and parent not in chosen:
        parent = sections[parent].parent
    return parent
