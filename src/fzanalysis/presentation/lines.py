"""Lines of Chinese text: how wide they are, where they break, how they are cut."""

from __future__ import annotations

import unicodedata

# A line must not begin with closing punctuation, nor end with an opening bracket.
_NOT_FIRST = set("，。、；：！？）〕】》〉」』”’％%…—,;:!?)")
_IN_NUMBER = "0123456789.,"
_NOT_LAST = set("（〔【《〈「『“‘(")


def width(text: str) -> int:
    """Columns that a text takes when a Chinese character takes two.

    >>> width("公开93条")
    8
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, columns: int) -> str:
    """Break a Chinese text into lines of at most ``columns`` columns (a character takes two).

    Punctuation never opens a line (a line may be one character longer for it), and runs of Latin
    letters and digits are not split where a line can hold them.

    >>> wrap("法治政府建设，年度报告", 12).splitlines()
    ['法治政府建设，', '年度报告']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            fits = width(line) + width(piece) <= columns
            if line and not fits and piece[0] not in _NOT_FIRST:
                carried = line[-1] if line[-1] in _NOT_LAST and len(line) > 1 else ""
                lines.append(line[: len(line) - len(carried)].rstrip())
                line = carried + piece.lstrip()
            else:
                line += piece
        lines.append(line)
    return "\n".join(lines)


def _pieces(text: str) -> list[str]:
    """Single Chinese characters, and runs of narrow ones that belong together."""
    pieces: list[str] = []
    for char in text:
        joins = pieces and char.isascii() and char.isalnum() and pieces[-1][-1].isascii()
        if joins and pieces[-1][-1].isalnum():
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def shortened(text: str, most: int) -> str:
    """The beginning of a text that is longer than ``most`` characters, never half of a number.

    >>> shortened("查处案件176件，罚款108.9万元", 14), shortened("学法12次", 14)
    ('查处案件176件，罚款……', '学法12次')
    """
    if len(text) <= most:
        return text
    head = text[: most - 2]
    if text[most - 2] in _IN_NUMBER:
        head = head.rstrip(_IN_NUMBER)
    return head + "……"


def balanced(text: str, columns: int) -> str:
    """Break a name into as few lines as fit, of about the same length.

    >>> balanced("松江市科学技术和工业信息化局", 26).splitlines()
    ['松江市科学技术和', '工业信息化局']
    """
    lines = -(-width(text) // columns)
    return text if lines <= 1 else wrap(text, -(-width(text) // lines) + 2)
