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
    children: dict[int, list[Section]] = {}
    for section in sections:
        if section.parent is not None:
            children.setdefault(section.parent, []).append(section)
    chosen: dict[int, Measure] = {}
    for section in sections:
        if section.role not in _ROLES or not section.marker:
            continue
        below = children.get(section.index)
        if below:
            below = [c for c in below if c.role in _ROLES and c.marker]
        if below and section.level == 1 and min(c.rank for c in below) < FIRST_POINT_RANK:
            continue
        chosen[section.index] = Measure(
            section,
            _measure_above(section, sections, chosen),
            "point" if _is_point(section) else "paragraph",
            Span(min(section.heading_span.end, section.span.end), section.span.end),
            not below,
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
