"""What the bare text of a binary Word document cannot show: numbers, and what is not to be read.

Formatting lies in pages of 512 bytes apart from the text, as lists of (code, operand); what a
paragraph does not say itself its style says, or the style that this one is based on.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PAGE = 512
_CHARACTERS, _PARAGRAPHS, _STYLES = 0x00FA, 0x0102, 0x00A2  # places of (offset, size) in the header
_IN_LIST = 0x460B
_DELETED, _HIDDEN = 0x0800, 0x083C
_TABLE = 0xD608
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # of an operand, by the upper bits of its code; 0: it says so
_PARAGRAPH_STYLE = 1
_NO_STYLE = 0x0FFF


def lost(main: bytes, table: bytes) -> list[str]:
    """What is lost when only the text of a document is read, in words.

    Args:
        main: the stream ``WordDocument``.
        table: the stream that the header names, ``0Table`` or ``1Table``.

    Raises:
        IndexError, struct.error: if the document is damaged.
    """
    found = []
    styles = _list_styles(table[slice(*_bounds(main, _STYLES))])
    if any(_is_numbered(style, codes, styles) for style, codes in _paragraphs(main, table)):
        found.append("automatic numbers")
    for code, name in ((_DELETED, "tracked changes"), (_HIDDEN, "hidden text")):
        if any(codes.get(code, b"\0")[0] == 1 for codes in _runs(main, table)):
            found.append(name)
    return found


def _bounds(main: bytes, place: int) -> tuple[int, int]:
    start, size = struct.unpack_from("<II", main, place)
    return start, start + size


def _pages(main: bytes, table: bytes, place: int) -> Iterator[bytes]:
    index = table[slice(*_bounds(main, place))]
    count = max(0, (len(index) - 4) // 8)
    for number in struct.unpack_from(f"<{count}I", index, 4 * (count + 1)):
        page = main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            raise IndexError("a page of formatting is missing")
        yield page


def _runs(main: bytes, table: bytes) -> Iterator[dict[int, bytes]]:
    for page in _pages(main, table, _CHARACTERS):
        first = 4 * (page[-1] + 1)
        for place in page[first : first + page[-1]]:
            if place:
                yield dict(_codes(page[2 * place + 1 : 2 * place + 1 + page[2 * place]]))


def _paragraphs(main: bytes, table: bytes) -> Iterator[tuple[int, dict[int, bytes]]]:
    """Style and own formatting of each paragraph."""
    for page in _pages(main, table, _PARAGRAPHS):
        first = 4 * (page[-1] + 1)
        for place in page[first : first + 13 * page[-1] : 13]:
            if not place:
                yield 0, {}
                continue
            start, words = 2 * place + 1, page[2 * place]
            # An odd number of bytes, or behind a zero an even one.
            end = start + 2 * words - 1 if words else start + 1 + 2 * page[start]
            start += not words
            style = struct.unpack_from("<H", page, start)[0]
            yield style, dict(_codes(page[start + 2 : end]))


def _codes(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 < len(data):
        code = struct.unpack_from("<H", data, place)[0]
        place += 2
        size = _SIZES[code >> 13]
        if code == _TABLE:
            size = struct.unpack_from("<H", data, place)[0] + 1
        elif not size:
            size = data[place] + 1
        yield code, data[place : place + size]
        place += size


def _list_styles(sheet: bytes) -> dict[int, tuple[int, dict[int, bytes]]]:
    """Paragraph styles: the style that each is based on, and what it says itself."""
    header, count, fixed = struct.unpack_from("<HHH", sheet, 0)
    place, styles = 2 + header, {}
    for number in range(count):
        if place + 2 > len(sheet):
            break
        size = struct.unpack_from("<H", sheet, place)[0]
        style = sheet[place + 2 : place + 2 + size]
        place += 2 + size + size % 2
        if not size:
            continue
        kind = struct.unpack_from("<H", style, 2)[0]
        if kind & 0xF == _PARAGRAPH_STYLE:
            name = struct.unpack_from("<H", style, fixed)[0]
            start = fixed + 2 + 2 * name + 2
            length = struct.unpack_from("<H", style, start)[0]
            codes = dict(_codes(style[start + 4 : start + 2 + length]))
            styles[number] = (kind >> 4, codes)
    return styles


def _is_numbered(
    style: int, codes: dict[int, bytes], styles: dict[int, tuple[int, dict[int, bytes]]]
) -> bool:
    for _ in range(len(styles) + 1):
        if _IN_LIST in codes:
            return 0 < struct.unpack("<H", codes[_IN_LIST])[0] < 0x07FF
        if style == _NO_STYLE or style not in styles:
            return False
        style, codes = styles[style]
    return False
