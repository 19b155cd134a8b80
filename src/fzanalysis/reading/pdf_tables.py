"""Tables of a PDF: cells are what their rules enclose, however their text is broken into lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

_NEAR = 3.0  # points within which two rules are one, and lines count as touching


class Rule(NamedTuple):
    """A straight horizontal or vertical line, in points; left ≤ right and bottom ≤ top."""

    left: float
    bottom: float
    right: float
    top: float


class Band(NamedTuple):
    """A row of a table: its height, and the vertical rules that divide it."""

    bottom: float
    top: float
    places: tuple[float, ...]

    def column(self, x: float, y: float) -> int | None:
        """The cell that holds a point, counted from the left; None if it is not in the row."""
        found = bisect_right(self.places, x) - 1
        inside = self.bottom <= y < self.top and 0 <= found < len(self.places) - 1
        return found if inside else None


def bands(rules: Iterable[Rule]) -> list[Band]:
    """Rows of at least two cells among the lines that a page draws, from top to bottom.

    >>> frame = [Rule(x, 0, x, 20) for x in (0, 50, 100)] + [Rule(0, y, 100, y) for y in (0, 20)]
    >>> bands(frame)
    [Band(bottom=0, top=20, places=(0, 50, 100))]
    """
    found = []
    for group in _connected(rules):
        heights = _distinct(rule.bottom for rule in group if rule.top - rule.bottom < _NEAR)
        upright = [rule for rule in group if rule.right - rule.left < _NEAR]
        for bottom, top in pairwise(heights):
            middle = (bottom + top) / 2
            places = _distinct(rule.left for rule in upright if rule.bottom < middle < rule.top)
            if len(places) > 2:
                found.append(Band(bottom, top, tuple(places)))
    return sorted(found, key=lambda band: -band.top)


def _connected(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, directly or through others."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    return groups


def _touch(first: Rule, second: Rule) -> bool:
    return (
        first.left - _NEAR <= second.right
        and second.left - _NEAR <= first.right
        and first.bottom - _NEAR <= second.top
        and second.bottom - _NEAR <= first.top
    )


def _distinct(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


def rules_of(points: Sequence[tuple[float, float, bool]], stroked: bool) -> list[Rule]:
    """The straight lines of one drawn path.

    Args:
        points: corners in points, each with whether a line leads to it from the one before.
        stroked: whether the outline is drawn; else the path is an area, which is a line only if
            it is thin.
    """
    if not points:
        return []
    if not stroked:
        across, along = [x for x, _, _ in points], [y for _, y, _ in points]
        area = Rule(min(across), min(along), max(across), max(along))
        return [area] if _is_line(area) else []
    lines = (
        Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for (x0, y0, _), (x1, y1, drawn) in pairwise(points)
        if drawn
    )
    return [line for line in lines if _is_line(line)]


def _is_line(rule: Rule) -> bool:
    wide, high = rule.right - rule.left, rule.top - rule.bottom
    return min(wide, high) < _NEAR < max(wide, high)
