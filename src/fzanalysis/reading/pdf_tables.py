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


class Grid(NamedTuple):
    """A table: where its vertical rules stand from left to right, its horizontal from below."""

    places: list[float]
    heights: list[float]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row from the top and column from the left that hold a point; None outside."""
        column = bisect_right(self.places, x) - 1
        row = bisect_right(self.heights, y) - 1
        if not (0 <= column < len(self.places) - 1 and 0 <= row < len(self.heights) - 1):
            return None
        return len(self.heights) - 2 - row, column


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """Tables of at least two columns and one row among the lines that a page draws.

    >>> frame = [Rule(x, 0, x, 20) for x in (0, 50, 100)] + [Rule(0, y, 100, y) for y in (0, 20)]
    >>> grids(frame)
    [Grid(places=[0, 50, 100], heights=[0, 20])]
    """
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in touching for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append(merged)
    found = []
    for group in groups:
        places = _distinct(rule.left for rule in group if rule.right - rule.left < _NEAR)
        heights = _distinct(rule.bottom for rule in group if rule.top - rule.bottom < _NEAR)
        if len(places) > 2 and len(heights) > 1:
            found.append(Grid(places, heights))
    return found


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


def rules_of(points: Sequence[tuple[float, float, bool]]) -> list[Rule]:
    """The straight lines of one drawn path.

    Args:
        points: corners in points, each with whether a line leads to it from the one before.
    """
    found = []
    for (x0, y0, _), (x1, y1, drawn) in pairwise(points):
        rule = Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        wide, high = rule.right - rule.left, rule.top - rule.bottom
        if drawn and min(wide, high) < _NEAR < max(wide, high):
            found.append(rule)
    return found
