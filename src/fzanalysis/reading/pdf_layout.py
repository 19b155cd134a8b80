"""Characters of a page → its lines in reading order; columns are found by the gap between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from fzanalysis.reading.pdf_tables import Band, Rule, bands

_WIDE = 1.2  # a gap of so many characters ends a cell
_APART = 0.2  # ... and of so many is a space between two words
_CELL_LINES = 8  # a cell with more is no cell of a table
_LONG = 7  # characters of a line in a column, at the least
_ROWS = 6  # columns are not looked for on a page with fewer lines


class Glyph(NamedTuple):
    """A character and its box, in points from the lower left corner of the page."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


class Line(NamedTuple):
    """A line of text.

    Attributes:
        text: its characters; cells of a table row are separated by ``|``.
        left, bottom, right, top: its box in points.
        size: width of a Chinese character in points.
        column: which column of how many it stands in, (0, 1) on an ordinary page.
        cells: number of cells, 1 for running text.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    column: tuple[int, int] = (0, 1)
    cells: int = 1


class Page(NamedTuple):
    """The lines of a page in reading order."""

    lines: list[Line]
    width: float


def page_of(glyphs: Sequence[Glyph], width: float, rules: Sequence[Rule] = ()) -> Page:
    """Arrange the characters of a page.

    Args:
        glyphs: its characters in the order of the file.
        width: of the page, in points.
        rules: straight lines that it draws.

    >>> row = [Glyph(c, 72 + 12 * i, 700, 84 + 12 * i, 712) for i, c in enumerate("法治政府")]
    >>> page_of(row, 595).lines[0].text
    '法治政府'
    """
    glyphs, rows = _tables(glyphs, bands(rules))
    runs = [*_runs(glyphs), *rows]
    gutters = _gutters(runs)
    if not gutters:
        return Page(_lines(runs, (0, 1)), width)
    return Page(_columns(runs, gutters), width)


def _tables(glyphs: Sequence[Glyph], rows: Sequence[Band]) -> tuple[list[Glyph], list[Line]]:
    """Characters outside tables, and one line for each row of a table."""
    outside: list[Glyph] = []
    cells: dict[int, dict[int, list[Glyph]]] = {}
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        for number, row in enumerate(rows):
            column = row.column(x, y)
            if column is not None:
                cells.setdefault(number, {}).setdefault(column, []).append(glyph)
                break
        else:
            outside.append(glyph)
    lines = []
    for number, filled in cells.items():
        line = _row_line(rows[number], filled)
        if line is not None:
            lines.append(line)
        else:  # the table lays out the page: its text is ordinary text
            outside.extend(glyph for cell in filled.values() for glyph in cell)
    return outside, lines


def _row_line(row: Band, cells: dict[int, list[Glyph]]) -> Line | None:
    """A row of a table as one line, None if its cells hold too much for that."""
    texts = []
    for column in range(len(row.places) - 1):
        parts = _lines(_runs(cells.get(column, [])), (0, 1))
        if len(parts) > _CELL_LINES:
            return None
        texts.append("".join(part.text.replace(" | ", " ") for part in parts))
    inside = [glyph for cell in cells.values() for glyph in cell]
    filled = [text for text in texts if text]
    if len(filled) < 2:
        return None
    return Line(
        " | ".join(texts).strip(),
        row.places[0],
        min(glyph.bottom for glyph in inside),
        row.places[-1],
        max(glyph.top for glyph in inside),
        _em(inside),
        cells=len(filled),
    )


def _is_chinese(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _em(glyphs: Sequence[Glyph]) -> float:
    widths = [glyph.right - glyph.left for glyph in glyphs if _is_chinese(glyph.char)]
    heights = [glyph.top - glyph.bottom for glyph in glyphs]
    return max(median(widths or heights or [12.0]), 1.0)


def _runs(glyphs: Sequence[Glyph]) -> list[Line]:
    """Characters that the file writes one after the other without a jump."""
    runs: list[Line] = []
    start = 0
    for position in range(1, len(glyphs) + 1):
        if position == len(glyphs) or _jumps(glyphs[position - 1], glyphs[position]):
            piece = glyphs[start:position]
            start = position
            if "".join(glyph.char for glyph in piece).strip():
                runs.append(_run(piece))
    return runs


def _jumps(before: Glyph, glyph: Glyph) -> bool:
    height = min(before.top - before.bottom, glyph.top - glyph.bottom)
    overlap = min(before.top, glyph.top) - max(before.bottom, glyph.bottom)
    em = max(before.top - before.bottom, before.right - before.left)
    gap = glyph.left - before.right
    return overlap < 0.5 * height or gap > _WIDE * em or gap < -0.6 * em


def _run(piece: Sequence[Glyph]) -> Line:
    em = _em(piece)
    text = piece[0].char
    for before, glyph in pairwise(piece):
        words = before.char.isascii() and glyph.char.isascii()
        spaced = glyph.left - before.right > _APART * em
        text += " " if words and spaced and not (before.char + glyph.char).isspace() else ""
        text += glyph.char
    return Line(
        text,
        min(glyph.left for glyph in piece),
        min(glyph.bottom for glyph in piece),
        max(glyph.right for glyph in piece),
        max(glyph.top for glyph in piece),
        em,
    )


def _rows(runs: Sequence[Line]) -> list[list[Line]]:
    """Runs that stand beside each other, from top to bottom, each from left to right."""
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: -(run.top + run.bottom)):
        if rows and _beside(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _lines(runs: Sequence[Line], column: tuple[int, int]) -> list[Line]:
    return [_joined(row, column) for row in _rows(runs)]


def _beside(first: Line, second: Line) -> bool:
    overlap = min(first.top, second.top) - max(first.bottom, second.bottom)
    return overlap > 0.5 * min(first.top - first.bottom, second.top - second.bottom)


def _joined(row: Sequence[Line], column: tuple[int, int]) -> Line:
    text, cells = row[0].text, row[0].cells
    for before, run in pairwise(row):
        gap = run.left - before.right
        if gap > _WIDE * max(before.size, run.size):
            text, cells = f"{text.rstrip()} | ", cells + run.cells
        elif gap > _APART * run.size and before.text[-1].isascii() and run.text[0].isascii():
            text += " "
        text += run.text
    return Line(
        text.strip(" \u3000"),
        min(run.left for run in row),
        min(run.bottom for run in row),
        max(run.right for run in row),
        max(run.top for run in row),
        median(run.size for run in row),
        column,
        cells,
    )


def _gutter(runs: Sequence[Line]) -> float | None:
    """Where the gap between two columns may be, None if too many lines cross every gap."""
    if len(runs) < 2 * _ROWS:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    span = right - left
    # The gap that fewest lines cross; of several the one nearest to the middle.
    crossing, _, gutter = min(
        (sum(run.left < place < run.right for run in runs), abs(step - 50), place)
        for step in range(30, 71)
        for place in (left + span * step / 100,)
    )
    sides = sum(run.right <= gutter for run in runs), sum(run.left >= gutter for run in runs)
    return None if crossing > 0.3 * len(runs) or min(sides) < _ROWS else gutter


def _gutters(runs: Sequence[Line]) -> list[float]:
    """The gaps between columns of running text, from the left; none if there is one column."""
    middle = _gutter(runs)
    if middle is None:
        return []
    # Either side may hold columns itself.
    before = _gutter([run for run in runs if run.right <= middle])
    after = _gutter([run for run in runs if run.left >= middle])
    more = [place for place in (before, middle, after) if place is not None]
    return next((found for found in (more, [middle]) if _fills(runs, found)), [])


def _fills(runs: Sequence[Line], gutters: Sequence[float]) -> bool:
    """Columns of text are long lines that fill them from side to side; cells of a table are not."""
    columns: dict[int, list[Line]] = {}
    for run in runs:
        column = bisect_right(gutters, run.left)
        if bisect_left(gutters, run.right) == column:
            columns.setdefault(column, []).append(run)
    filled = sum(
        run.right - run.left > max(_LONG * run.size, 0.6 * width)
        for column in columns.values()
        for width in (max(run.right for run in column) - min(run.left for run in column),)
        for run in column
    )
    return filled > 0.5 * sum(map(len, columns.values()))


def _columns(runs: Sequence[Line], gutters: Sequence[float]) -> list[Line]:
    """What crosses a gap divides the page; between, columns are read from left to right."""
    lines: list[Line] = []
    band: list[Line] = []
    count = len(gutters) + 1

    def end_band() -> None:
        for column in range(count):
            inside = [run for run in band if bisect_right(gutters, run.left) == column]
            lines.extend(_lines(inside, (column, count)))
        band.clear()

    for row in _rows(runs):
        if any(bisect_left(gutters, run.right) != bisect_right(gutters, run.left) for run in row):
            end_band()
            lines.append(_joined(row, (0, 1)))
        else:
            band.extend(row)
    end_band()
    return lines
