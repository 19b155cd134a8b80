"""Characters of a page → its lines in reading order; columns are found by the gap between them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_WIDE = 1.2  # a gap of so many characters ends a cell
_APART = 0.2  # ... and of so many is a space between two words
_ROWS = 6  # columns are not looked for on a page with fewer lines


class Glyph(NamedTuple):
    """A character and its box, in points from the lower left corner of the page.

    Attributes:
        guessed: whether it is a space that the library put where it saw a gap.
    """

    char: str
    left: float
    bottom: float
    right: float
    top: float
    guessed: bool = False


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


def page_of(glyphs: Sequence[Glyph], width: float) -> Page:
    """Arrange the characters of a page.

    >>> row = [Glyph(c, 72 + 12 * i, 700, 84 + 12 * i, 712) for i, c in enumerate("法治政府")]
    >>> page_of(row, 595).lines[0].text
    '法治政府'
    """
    runs = _runs(glyphs)
    gutter = _gutter(runs)
    if gutter is None:
        return Page(_lines(runs, (0, 1)), width)
    return Page(_columns(runs, gutter), width)


def _is_chinese(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _em(glyphs: Sequence[Glyph]) -> float:
    widths = [glyph.right - glyph.left for glyph in glyphs if _is_chinese(glyph.char)]
    heights = [glyph.top - glyph.bottom for glyph in glyphs]
    return max(median(widths or heights or [12.0]), 1.0)


def _runs(glyphs: Sequence[Glyph]) -> list[Line]:
    """Characters that the file writes one after the other without a jump."""
    runs: list[Line] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and _jumps(run[-1], glyph):
            _close(run, runs)
            run = []
        run.append(glyph)
    _close(run, runs)
    return runs


def _jumps(before: Glyph, glyph: Glyph) -> bool:
    if before.guessed or glyph.guessed:
        return False
    height = min(before.top - before.bottom, glyph.top - glyph.bottom)
    overlap = min(before.top, glyph.top) - max(before.bottom, glyph.bottom)
    em = max(before.top - before.bottom, before.right - before.left)
    gap = glyph.left - before.right
    return overlap < 0.5 * height or gap > _WIDE * em or gap < -0.6 * em


def _close(run: list[Glyph], runs: list[Line]) -> None:
    """End a run; a gap that holds only guessed spaces may still be one between cells."""
    solid = [glyph for glyph in run if not glyph.guessed]
    if not "".join(glyph.char for glyph in solid).strip():
        return
    em = _em(solid)
    start = 0
    for position in range(1, len(solid) + 1):
        if position == len(solid) or _jumps(solid[position - 1], solid[position]):
            piece = solid[start:position]
            start = position
            if "".join(glyph.char for glyph in piece).strip():
                runs.append(_run(piece, em))


def _run(piece: Sequence[Glyph], em: float) -> Line:
    text = piece[0].char
    for before, glyph in zip(piece, piece[1:], strict=False):
        words = before.char.isascii() and glyph.char.isascii()
        spaced = glyph.left - before.right > _APART * em
        text += (" " if words and spaced and not (before.char + glyph.char).isspace() else "")
        text += glyph.char
    return Line(
        text,
        min(glyph.left for glyph in piece),
        min(glyph.bottom for glyph in piece),
        max(glyph.right for glyph in piece),
        max(glyph.top for glyph in piece),
        em,
    )


def _lines(runs: Sequence[Line], column: tuple[int, int]) -> list[Line]:
    """Runs that stand beside each other are one line."""
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: -(run.top + run.bottom)):
        if rows and _beside(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_joined(sorted(row, key=lambda run: run.left), column) for row in rows]


def _beside(first: Line, second: Line) -> bool:
    overlap = min(first.top, second.top) - max(first.bottom, second.bottom)
    return overlap > 0.5 * min(first.top - first.bottom, second.top - second.bottom)


def _joined(row: Sequence[Line], column: tuple[int, int]) -> Line:
    text, cells = row[0].text, 1
    for before, run in zip(row, row[1:], strict=False):
        gap = run.left - before.right
        if gap > _WIDE * max(before.size, run.size):
            text, cells = f"{text.rstrip()} | ", cells + 1
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
    """Where the gap between two columns of running text is, None if there is one column."""
    if len(runs) < 2 * _ROWS:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    span = right - left
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        place = left + span * step / 100
        crossing = sum(run.left < place < run.right for run in runs)
        if best is None or (crossing, abs(place - left - span / 2)) < best:
            best = (crossing, abs(place - left - span / 2))
            gutter = place
    sides = [run for run in runs if run.right <= gutter], [run for run in runs if run.left >= gutter]
    if best is None or best[0] > 0.3 * len(runs) or min(map(len, sides)) < _ROWS:
        return None
    # Columns of text are filled from side to side; cells of a table are not.
    filled = sum(
        run.right - run.left > 0.6 * (max(r.right for r in side) - min(r.left for r in side))
        for side in sides
        for run in side
    )
    return gutter if filled > 0.5 * sum(map(len, sides)) else None


def _columns(runs: Sequence[Line], gutter: float) -> list[Line]:
    """What crosses the gap divides the page; between, the left column is read before the right."""
    lines: list[Line] = []
    band: list[Line] = []

    def end_band() -> None:
        lines.extend(_lines([run for run in band if run.left < gutter], (0, 2)))
        lines.extend(_lines([run for run in band if run.left >= gutter], (1, 2)))
        band.clear()

    for line in _lines(runs, (0, 1)):
        parts = [run for run in runs if _beside(line, run) and line.bottom <= run.bottom]
        if any(run.left < gutter < run.right for run in parts):
            end_band()
            lines.append(line)
        else:
            band.extend(run for run in parts if run not in band)
    end_band()
    return lines
