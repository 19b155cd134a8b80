"""Lines of a PDF → paragraphs: what is joined, what starts anew, what repeats on every page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median
from typing import NamedTuple

from fzanalysis.reading.pdf_layout import Line, Page

_EDGE = 3  # lines at the top and bottom of a page that may be a header or footer
_PAGE_NUMBER = re.compile(
    r"^[-—–―·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?"
    r"(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―·•\s]*$"
)
# What a browser prints above and below a page: time and title, address and page number.
_PRINTED = re.compile(
    r"^(?:https?|file)://\S+(?:[\s|]+\d+/\d+)?$"
    r"|^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:上午|下午)?\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s*\|.*)?$"
)
_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳])"
)
_ENDS = tuple("。；：！？…”）)】》;:!?")
_LATIN_END = re.compile(r"[A-Za-z0-9,.;:)]$")
_LATIN_START = re.compile(r"[A-Za-z0-9(]")
_SHORT = 1.8  # characters that the last line of a paragraph ends before the margin
_INDENT = 1.2  # ... and by which the first line is set in
_LARGER = 1.15  # size of a title over that of the text
_LEADING = 1.3  # distance between paragraphs over that between lines


class _Margins(NamedTuple):
    """Where the lines of a column begin and end, and how far apart they are."""

    left: float
    right: float
    leading: float


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a document.

    >>> line = Line("一、概况", 72, 700, 120, 712, 12)
    >>> paragraphs([Page([line], 595)])
    ['一、概况']
    """
    kept = _without_furniture(pages)
    margins = _margins(kept)
    body = median([line.size for page in kept for line in page.lines] or [12.0])
    found: list[str] = []
    lines = list(_numbered(kept))
    first = False  # whether the line before began a paragraph
    for place, (number, line) in enumerate(lines):
        new = place == 0 or _starts(lines[place - 1], (number, line), margins, body)
        if not new and first:
            new = _is_first(lines[place - 1 : place + 2], margins)
        if new:
            found.append(line.text)
        else:
            found[-1] += _joint(found[-1], line.text) + line.text
        first = new
    return found


def _is_first(lines: Sequence[tuple[int, Line]], margins: dict[tuple[int, int], _Margins]) -> bool:
    """Whether the second of three lines begins a paragraph because the third is not set in.

    A heading may fill its line to the margin; what follows it then looks like a block.
    """
    if len(lines) < 3 or not _MARKER.match(lines[0][1].text):
        return False
    (_, above), (page, line), (next_page, below) = lines
    left = margins[line.column].left
    set_in = all(item.left - left > _INDENT * item.size for item in (above, line))
    same = page == next_page and line.column == below.column == above.column
    return set_in and same and below.left - left < 0.5 * below.size and below.cells == 1


def _numbered(pages: Sequence[Page]) -> Iterator[tuple[int, Line]]:
    for number, page in enumerate(pages):
        for line in page.lines:
            yield number, line


def _joint(left: str, right: str) -> str:
    return " " if _LATIN_END.search(left) and _LATIN_START.match(right) else ""


def _without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Pages without page numbers and without what repeats at their edges."""
    seen: Counter[str] = Counter()
    edges = [_edges(page) for page in pages]
    for top, bottom in edges:
        seen.update({_shape(line) for line in (*top, *bottom)})
    enough = max(2, (len(pages) + 1) // 2)

    def is_furniture(line: Line) -> bool:
        alone = _PAGE_NUMBER.match(line.text) or _PRINTED.match(line.text)
        return seen[_shape(line)] >= enough or bool(alone)

    kept = []
    for page, sides in zip(pages, edges, strict=True):
        gone = {line for side in sides for line in takewhile(is_furniture, side)}
        kept.append(Page([line for line in page.lines if line not in gone], page.width))
    return kept


def _edges(page: Page) -> tuple[list[Line], list[Line]]:
    """The lines at the top and at the bottom of a page, from the edge inwards."""
    ordered = sorted(page.lines, key=lambda line: -line.top)
    return ordered[:_EDGE], ordered[: -_EDGE - 1 : -1]


def _shape(line: Line) -> str:
    """What a header looks like apart from the page number in it, and about where it stands."""
    return f"{re.sub(r'[0-9]+', '0', line.text)}@{round(line.bottom / 20)}"


def _margins(pages: Sequence[Page]) -> dict[tuple[int, int], _Margins]:
    """Margins of each column over all pages: a last page may hold a few short lines only."""
    grouped: dict[tuple[int, int], list[Line]] = defaultdict(list)
    steps: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page in pages:
        for before, line in pairwise(page.lines):
            if before.column == line.column and before.bottom > line.bottom:
                steps[line.column].append(before.bottom - line.bottom)
        for line in page.lines:
            grouped[line.column].append(line)
    # Rows of tables reach beyond the text; a page of nothing else has no other margins.
    texts = {
        column: [line for line in lines if line.cells == 1] or lines
        for column, lines in grouped.items()
    }
    return {
        column: _Margins(
            min(line.left for line in lines),
            sorted(line.right for line in lines)[len(lines) * 9 // 10],
            min(sorted(steps[column])[len(steps[column]) // 4 :], default=0.0),
        )
        for column, lines in texts.items()
    }


def _starts(
    before: tuple[int, Line],
    after: tuple[int, Line],
    margins: dict[tuple[int, int], _Margins],
    body: float,
) -> bool:
    """Whether a line begins a paragraph."""
    (page, above), (next_page, line) = before, after
    if above.cells > 1 or line.cells > 1:
        return True
    if page == next_page and above.column[1] != line.column[1]:
        return True  # what runs across the columns is not part of them
    size = max(above.size, line.size)
    same = page == next_page and above.column == line.column
    if size > _LARGER * min(above.size, line.size):
        return True
    if same and size > _LARGER * body and _centred(above, line):
        return False  # a title in several lines
    place = margins[above.column]
    if same and place.leading and above.bottom - line.bottom > _LEADING * place.leading:
        return True
    if above.right < place.right - _SHORT * size:
        return True
    ended = above.text.endswith(_ENDS)
    indent = line.left - margins[line.column].left
    if indent > _INDENT * size:
        # A block that is set in as a whole goes on at the same place; a signature does not.
        block = same and abs(line.left - above.left) < 0.5 * size
        block = block and indent < 0.4 * (place.right - place.left)
        return ended or not block or bool(_MARKER.match(line.text))
    return ended and bool(_MARKER.match(line.text))


def _centred(above: Line, line: Line) -> bool:
    return abs((above.left + above.right) - (line.left + line.right)) < 2 * line.size
