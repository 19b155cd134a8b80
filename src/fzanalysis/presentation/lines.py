"""Lines of Chinese text: how wide they are, where they break, how they are cut."""

from __future__ import annotations

import re
import unicodedata

# A line must not begin with closing punctuation, nor end with an opening bracket.
_NOT_FIRST = set("，。、；：！？）〕】》〉」』”’％%…—,;:!?)")
_IN_NUMBER = "0123456789.,"
_NOT_LAST = set("（〔【《〈「『“‘(")
#: A number with its sign of percent, a word of Latin letters, or any one character.
_RUN = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*[%％]?[A-Za-z]*|[A-Za-z0-9]+|.", re.S)


def width(text: str) -> int:
    """Columns that a text takes when a Chinese character takes two.

    Quotation marks, dashes and dots of ambiguous width count as two, as Chinese fonts draw them.

    >>> width("公开93条"), width("“学”……")
    (8, 10)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(text: str, columns: int) -> str:
    """Break a Chinese text into lines of at most ``columns`` columns (a character takes two).

    Closing punctuation never opens a line: one mark may hang over the edge, of several the word
    before comes down with them. Numbers and runs of Latin letters are not split where a line can
    hold them.

    >>> wrap("法治政府建设，年度报告", 12).splitlines()
    ['法治政府建设，', '年度报告']
    >>> wrap("检测货车3.3万辆次", 10).splitlines()
    ['检测货车', '3.3万辆次']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line: list[str] = []
        for piece in _pieces(paragraph, columns):
            so_far = width("".join(line))
            closing = piece[0] in _NOT_FIRST
            if not line or so_far + width(piece) <= columns or (closing and so_far <= columns):
                line.append(piece)
                continue
            carried = _carried(line, closing)
            lines.append("".join(line).rstrip())
            line = [p for p in (*carried, piece) if not p.isspace()]
        lines.append("".join(line))
    return "\n".join(lines)


def _carried(line: list[str], closing: bool) -> list[str]:
    """Take from the end of a line what must stand beside the piece that opens the next one."""
    carried: list[str] = []
    while len(line) > 1 and (closing or line[-1] in _NOT_LAST):
        closing = closing and line[-1][0] in _NOT_FIRST
        carried.insert(0, line.pop())
    return carried


def _pieces(text: str, columns: int) -> list[str]:
    """Single Chinese characters, and runs of narrow ones that belong together."""
    found = _RUN.findall(text)
    return [run[i : i + columns] for run in found for i in range(0, len(run), columns)]


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
