"""Stretches of a text in which numbers and markers are names, not counts: 《…》 and “…”."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

# Quoted names are short and stay on one line; an unclosed mark must not swallow the text.
_QUOTE = re.compile(r"“[^“”\n]{1,80}”|‘[^‘’\n]{1,40}’|\"[^\"\n]{1,40}\"|「[^「」\n]{1,80}」")
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Zones:
    """Sorted, disjoint ranges with fast membership."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, position: int) -> bool:
        """Whether the position lies inside a range."""
        i = bisect_right(self.starts, position) - 1
        return i >= 0 and position < self.ends[i]

    def outside(self, positions: list[int]) -> list[int]:
        """Those of some positions, in order, that lie in no range."""
        if not positions:
            return []
        kept: list[int] = []
        done = 0
        first_range = bisect_right(self.ends, positions[0])
        for i in range(first_range, bisect_right(self.starts, positions[-1])):
            first = bisect_left(positions, self.starts[i], done)
            kept += positions[done:first]
            done = bisect_left(positions, self.ends[i], first)
        return kept + positions[done:]


def places(text: str, mark: str) -> list[int]:
    """Where a mark stands; faster than a pattern, which looks at each character.

    >>> places("甲。乙。", "。")
    [1, 3]
    """
    found = []
    at = -1
    for piece in text.split(mark):
        at += len(piece) + 1
        found.append(at)
    found.pop()  # the end of the text
    return found


def book_titles(folded: str) -> list[tuple[int, int, int]]:
    """Titles in 《》 as (start, end, depth); nested ones have depth 1 and more.

    An opening mark without its partner within a title's length is passed over.

    >>> book_titles("学习《甲》和《乙《丙》丁》")
    [(2, 5, 0), (6, 13, 0), (8, 11, 1)]
    """
    stack: list[int] = []
    found: list[tuple[int, int, int]] = []
    gaps = "\n\n" in folded
    for at in sorted(places(folded, "《") + places(folded, "》")):
        if stack and (gaps or at - stack[0] > _LONGEST_TITLE):
            stack = [
                s for s in stack if at - s <= _LONGEST_TITLE and folded.find("\n\n", s, at) < 0
            ]
        if folded[at] == "《":
            stack.append(at)
        elif stack:
            found.append((stack.pop(), at + 1, len(stack)))
    return sorted(found)


def name_zones(folded: str) -> tuple[Zones, list[tuple[int, int, int]]]:
    """Where names stand (titles and quotations), and the titles by themselves.

    >>> zones, titles = name_zones("“三会一课”学习《2022年要点》3次")
    >>> [zones.holds(i) for i in (1, 9, 17)], len(titles)
    ([True, True, False], 1)
    """
    titles = book_titles(folded)
    ranges = [(s, e) for s, e, _ in titles]
    ranges += [m.span() for m in _QUOTE.finditer(folded)]
    merged: list[list[int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return Zones(tuple(s for s, _ in merged), tuple(e for _, e in merged)), titles
