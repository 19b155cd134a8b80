"""The text of a binary Word document (Word 97 to 2003) without an office suite.

The text lies in pieces; a table in another stream says which piece comes where and whether it is
in one byte or two bytes a character. Automatic numbers are not part of the text.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

import olefile

from fzanalysis.errors import ReadError
from fzanalysis.reading.doc_marks import lost

_WORD_97 = 193
_SAVE = "open it in Word and save it as .docx"
# Lengths of the text's parts in the order in which they lie: body, footnotes, headers, macros,
# annotations, endnotes, text boxes.
_PARTS = ("body", "footnotes", "headers", "macros", "annotations", "endnotes", "boxes")
_FIELD = re.compile("([\x13-\x15])")  # begins, result, ends
_SIGNS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "}
)
_MARKS = re.compile("[\x00-\x06\x08]")


class Bare(NamedTuple):
    """The text of a document without its formatting.

    Attributes:
        lines: its paragraphs, text boxes after the body, footnotes last.
        lost: what the formatting would tell of it, in words: automatic numbers, deleted text …
    """

    lines: list[str]
    lost: list[str]


def read_pieces(data: bytes) -> Bare:
    """Read a Word document without an office suite.

    Raises:
        ReadError: if the document is damaged, encrypted or older than Word 97.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            main = container.openstream("WordDocument").read()
            flags = struct.unpack_from("<H", main, 0x0A)[0]
            table = container.openstream("1Table" if flags & 0x0200 else "0Table").read()
        return Bare(_paragraphs(main, table, flags), lost(main, table))
    except (OSError, struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise ReadError(
            "the Word document is damaged", hint=f"download it again, or {_SAVE}"
        ) from error


def _paragraphs(main: bytes, table: bytes, flags: int) -> list[str]:
    magic, version = struct.unpack_from("<HH", main, 0)
    if magic != 0xA5EC or version < _WORD_97:
        raise ReadError("the document is older than Word 97", hint=_SAVE)
    if flags & 0x0100:
        raise ReadError("the Word document is encrypted", hint="save it without a password")
    lengths = dict(zip(_PARTS, struct.unpack_from("<7i", main, 0x4C), strict=True))
    start, size = struct.unpack_from("<II", main, 0x01A2)
    text = "".join(_pieces(main, _piece_table(table[start : start + size])))
    parts, position = {}, 0
    for name, length in lengths.items():
        parts[name] = text[position : position + max(length, 0)]
        position += max(length, 0)
    lines = [*_lines(parts["body"]), *_lines(parts["boxes"])]
    lines += [f"注：{line}" for name in ("footnotes", "endnotes") for line in _lines(parts[name])]
    return lines


def _piece_table(clx: bytes) -> bytes:
    """The table itself, behind any number of formatting blocks."""
    position = 0
    while clx[position] == 1:
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    if clx[position] != 2:
        raise ValueError("no piece table")
    size = struct.unpack_from("<I", clx, position + 1)[0]
    return clx[position + 5 : position + 5 + size]


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    count = (len(table) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", table, 0)
    for number in range(count):
        length = places[number + 1] - places[number]
        offset = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        if length < 0 or length > len(main):
            raise ValueError("a piece is longer than the document")
        if offset & 0x40000000:  # one byte a character
            begin = (offset & 0x3FFFFFFF) // 2
            yield main[begin : begin + length].decode("cp1252", errors="replace")
        else:
            begin = offset & 0x3FFFFFFF
            yield main[begin : begin + 2 * length].decode("utf-16-le", errors="replace")


def _shown(text: str) -> Iterator[str]:
    """Text without the codes of fields and without tables of contents."""
    fields: list[tuple[str, bool]] = []  # code so far, whether its result has begun
    for piece in _FIELD.split(text):
        if piece == "\x13":
            fields.append(("", False))
        elif piece == "\x14" and fields:
            fields[-1] = fields[-1][0], True
        elif piece == "\x15" and fields:
            fields.pop()
        elif all(result and not code.upper().startswith("TOC") for code, result in fields):
            yield piece
        elif fields and not fields[-1][1]:
            fields[-1] = fields[-1][0] + piece.lstrip(), False


def _lines(text: str) -> list[str]:
    """Paragraphs of one part; the marks between cells become those of a table row."""
    text = _MARKS.sub("", "".join(_shown(text))).translate(_SIGNS)
    text = re.sub("\x07\x07", "\n", text).replace("\x07", " | ")
    return [line for line in (line.strip(" \u3000\t") for line in text.split("\n")) if line]
