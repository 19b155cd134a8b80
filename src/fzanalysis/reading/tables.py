"""How a table becomes lines, the same for web pages and Word documents."""

from __future__ import annotations

from collections.abc import Sequence

_LAYOUT_CHARS = 200
SEPARATOR = " | "


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """The lines of one table row.

    A row of data is one line, its cells separated by ``|``. A row that only lays out the page (a
    cell of several long lines, or a single cell with any text) gives the lines of its cells.

    Args:
        cells: the lines of each cell, from left to right.

    >>> row_lines([["学习"], ["12次"]]), row_lines([["一、总体情况", "二、主要问题"]])
    (['学习 | 12次'], ['一、总体情况', '二、主要问题'])
    """
    filled = [cell for cell in cells if cell]
    layout = any(len(cell) > 1 and sum(map(len, cell)) > _LAYOUT_CHARS for cell in filled)
    if layout or len(filled) < 2:
        return [line for cell in filled for line in cell]
    return [SEPARATOR.join(" ".join(cell) for cell in cells).strip()]
