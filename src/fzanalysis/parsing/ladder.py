"""The numbering ladder: which markers a text uses, and how they nest.

Ranks, from the outermost: 第一部分, 一、, (一), 1. (1.1, 1.1.1), (1), ①, 第一，, 一是, 其一.
A marker counts when it stands at a line's beginning, or inside a line where a sentence or a heading
ended and its number goes on from the one before.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from fzanalysis.parsing.zones import Zones

PART, CHAPTER, CLAUSE, ITEM, SUBITEM, CIRCLE, ORDINAL, POINT, THING, SIDE = (
    0, 1, 2, 3, 6, 7, 8, 9, 10, 11,
)  # fmt: skip
#: From this rank on a marker opens a point of the text rather than a headed section.
FIRST_POINT_RANK = ORDINAL

_CN = "一二三四五六七八九十"
_MARKER = re.compile(
    # 二)压实责任: the first bracket is lost at times.
    rf"(?P<clause>(?:\([ ]?|(?<![^\n ]))(?P<c>[{_CN}]{{1,3}})[ ]?\)[、.,]?)"
    rf"|(?P<subitem>\([ ]?(?P<s>\d{{1,2}})[ ]?\)[、.]?)"
    r"|(?P<item>(?<![\d.])(?P<i>\d{1,2}(?:\.\d{1,2}){0,3})(?P<isep>、|\.(?!\d)"
    r"|(?=[ ]?[\u4e00-\u9fff“《])))"
    rf"|(?P<part>第(?P<p>[{_CN}]{{1,3}})(?:部分|章)[、:.]?)"
    rf"|(?P<ordinal>第(?P<o>[{_CN}]{{1,2}})[,、:])"
    rf"|(?P<thing>其(?P<t>[{_CN}])(?:[,:、]|是))"
    rf"|(?P<point>(?P<n>[{_CN}]{{1,3}})(?:是|要)(?![否的])[:,]?)"
    rf"|(?P<chapter>(?P<h>[{_CN}]{{1,3}})(?:[ ]?、|\.(?!\d)))"
    r"|(?P<circle>[①-⑳])"
    r"|(?P<paren>[㈠-㈩])"  # （一） as one character
    r"|(?P<side>(?:(?<=[。;\n,:])|^)(?P<w>一|另一)方面[,:]?)"
)
# Where a marker can begin at all: this is looked for in one sweep, the rest only there. A set of
# characters comes first, and what must follow each: the engine runs to the next of a set fast.
# A number without a mark behind it, such as that of 3次, is looked at where a line may begin only.
_OPENING = re.compile(
    rf"[(0-9第其另{_CN}①-⑳㈠-㈩]"
    rf"(?:(?<=\()[ ]?[{_CN}\d]|(?<=[第其])[{_CN}]|"
    r"(?<=\d)(?<![\d.]\d)(?:\d?(?=[.、])|(?<!\S\d)\d?(?=[ \u4e00-\u9fff“《]))"
    rf"|(?<=[{_CN}])[{_CN}]{{0,2}}[ 是要、.)]|(?<=[①-⑳㈠-㈩])|(?<=一)方面|(?<=另)一方面)"
)
_RANKS = {
    "part": PART, "chapter": CHAPTER, "clause": CLAUSE, "paren": CLAUSE, "item": ITEM,
    "subitem": SUBITEM, "circle": CIRCLE, "ordinal": ORDINAL, "point": POINT, "thing": THING,
    "side": SIDE,
}  # fmt: skip
# The group that holds the number, where it is written in Chinese.
_NUMERALS = {
    "part": "p", "chapter": "h", "clause": "c", "ordinal": "o", "point": "n", "thing": "t",
}  # fmt: skip
_ENDS = frozenset("。;!?:,\n)” 》")
# 统一是, 之一是, 第一是 … are words, not markers.
_WORD_BEFORE_ONE = frozenset("统之唯第万单专同不其划如合归")


class Marker(NamedTuple):
    """One accepted marker.

    Attributes:
        start, end: the marker itself, as offsets.
        rank: its kind; dotted numbers add their depth to ``ITEM``.
        number: its ordinal, the last component for dotted ones.
        at_line: whether it stands at the beginning of a line.
    """

    start: int
    end: int
    rank: int
    number: int
    at_line: bool


@cache  # there are few of them
def chinese_ordinal(text: str) -> int:
    """一 … 九十九 → int.

    >>> chinese_ordinal("十二"), chinese_ordinal("二十"), chinese_ordinal("三")
    (12, 20, 3)
    """
    if len(text) == 1:
        return _CN.index(text) + 1
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return 0
    return 10 * (_CN.index(tens[-1]) + 1 if tens else 1) + (_CN.index(ones[0]) + 1 if ones else 0)


def find_markers(folded: str, zones: Zones) -> list[Marker]:
    """All markers of the text that take part in its outline, in reading order.

    Args:
        folded: the folded text (see :func:`fzanalysis.catalogue.fold`).
        zones: names in 《》 and “”, in which nothing is a marker.

    >>> from fzanalysis.parsing.zones import name_zones
    >>> text = "一、总体情况\\n(一)学法。一是学习3次。二是考试1次。统一是好事。"
    >>> [(m.rank, m.number) for m in find_markers(text, name_zones(text)[0])]
    [(1, 1), (2, 1), (9, 1), (9, 2)]
    """
    last: dict[int, int] = {}
    accepted: list[Marker] = []
    done = 0
    for at in zones.outside([m.start() for m in _OPENING.finditer(folded)]):
        match = _MARKER.match(folded, at) if at >= done else None
        if match is None:
            continue
        marker = _candidate(folded, match)
        if marker is None or not _fits(folded, marker, last):
            continue
        if marker.rank == ITEM:
            marker = _as_chapter(marker, last, accepted)
        accepted.append(marker)
        done = marker.end
        own = marker.rank
        for rank in [r for r in last if r > own and (r >= FIRST_POINT_RANK or own < CLAUSE)]:
            del last[rank]
        last[own] = marker.number
    return _without_stray(folded, accepted)


def _candidate(folded: str, match: re.Match[str]) -> Marker | None:
    kind = match.lastgroup or ""  # the outermost group that matched is closed last
    start, end = match.span()
    at_line = _opens_line(folded, start)
    rank = _RANKS[kind]
    if kind == "item":
        numeral, mark = match.group("i", "isep")
        if not at_line and (not mark or "." in numeral):
            return None  # nearly every number of a text
        parts = numeral.split(".")
        if len(parts) == 1 and not mark and not _short_line(folded, end):
            return None
        if len(parts) > 1 and _DECIMAL.match(folded, end):
            return None
        rank, number = ITEM + len(parts) - 1, int(parts[-1])
    elif kind == "subitem":
        number = int(match.group("s"))
    elif kind == "paren":
        number = ord(match.group()) - ord("㈠") + 1
    elif kind == "circle":
        number = ord(match.group()) - ord("①") + 1
    elif kind == "side":
        number = 1 if match.group("w") == "一" else 2
    else:
        number = chinese_ordinal(match.group(_NUMERALS[kind]))
    return Marker(start, end, rank, number, at_line) if 0 < number <= 60 else None


def _opens_line(folded: str, at: int) -> bool:
    before = folded[at - 1 : at]
    if before == "\n":
        return True
    if before and not before.isspace():
        return False  # nearly always: no line has to be cut out
    return not folded[folded.rfind("\n", 0, at) + 1 : at].strip()


_DECIMAL = re.compile(
    r"[万亿千百倍%元]|(?:个|名|份|件|次|家|户|人次|小时)(?![\u4e00-\u9fff]{2,10}\n)"
)


def _short_line(folded: str, at: int) -> bool:
    """1 依法履职: a number set apart by a space heads a short line that is no sentence."""
    stop = folded.find("\n", at)
    line = folded[at : stop if stop >= 0 else len(folded)]
    return line.startswith(" ") and len(line) <= 32 and not re.search(r"[。;,]", line)


def _fits(folded: str, marker: Marker, last: dict[int, int]) -> bool:
    if marker.rank == CHAPTER and _enumerates(folded, marker):
        return False
    if marker.at_line:
        return marker.rank != CHAPTER or folded[marker.end - 1] != "." or marker.number <= 20
    before = folded[marker.start - 1] if marker.start else "\n"
    previous = last.get(marker.rank, 0)
    goes_on = marker.number == previous + 1 or (previous and marker.number == previous + 2)
    if before not in _ENDS:
        return _after_word(folded, marker, previous, before)
    if marker.rank == CHAPTER:
        # 五、六月 and 一、二审 are enumerations: a chapter inside a line follows a full stop.
        return bool(goes_on) and before in "。;! \n"
    if marker.rank in (ITEM, SUBITEM, CIRCLE):
        # A list begins anew after a heading, even where no stop or line end shows it.
        anew = marker.number == 1 and before in "。;! \n"
        heads = "\u4e00" <= folded[marker.end : marker.end + 1].strip()[:1] <= "\u9fff"
        return heads and (bool(goes_on) or anew)
    if marker.rank == SIDE:
        return goes_on or marker.number == 1
    return bool(goes_on) or marker.number == 1 or (before in "。;" and previous == 0)


_ENUMERATED = re.compile(rf"[{_CN}]{{1,2}}(?:月|季|级|审|年级|期|产业|号|线|档|类|[、{_CN}])")


def _enumerates(folded: str, marker: Marker) -> bool:
    """五、六月 and 一、二审 are enumerations, not chapters."""
    return bool(_ENUMERATED.match(folded, marker.end))


def _after_word(folded: str, marker: Marker, previous: int, before: str) -> bool:
    """执法股一是… (a subject before the marker), or a full stop that was lost before 二是."""
    if marker.rank != POINT or before in _WORD_BEFORE_ONE or folded[marker.end - 1] == "要":
        return False
    if marker.number > 1:
        return marker.number == previous + 1
    rest = folded[marker.end : marker.end + 2000]
    return "二是" in rest.partition("\n")[0]


def _as_chapter(marker: Marker, last: dict[int, int], accepted: list[Marker]) -> Marker:
    """``3、`` after 一、 and 二、, where no list 1. 2. is open, stands for 三、."""
    if not marker.at_line or last.get(CHAPTER, 0) != marker.number - 1:
        return marker
    if last.get(CHAPTER, 0) == 0 or marker.number == 1:
        return marker
    in_chapter = [m for m in accepted[_last_chapter(accepted) :] if m.rank == ITEM]
    if in_chapter and in_chapter[-1].number == marker.number - 1:
        return marker
    return Marker(marker.start, marker.end, CHAPTER, marker.number, marker.at_line)


def _last_chapter(accepted: list[Marker]) -> int:
    return max((i for i, m in enumerate(accepted) if m.rank == CHAPTER), default=0)


def _without_stray(folded: str, markers: list[Marker]) -> list[Marker]:
    """A single 一方面 without 另一方面, or 一要 without 二要, is prose."""
    kept = []
    for i, m in enumerate(markers):
        if m.rank == SIDE:
            near = markers[i + 1 : i + 4] if m.number == 1 else markers[max(0, i - 3) : i]
            if not any(n.rank == SIDE and n.number == 3 - m.number for n in near):
                continue
        if m.rank == POINT and folded.find("要", m.start, m.end) >= 0:
            near = markers[max(0, i - 2) : i + 3]
            if not any(n.rank == POINT and abs(n.number - m.number) == 1 for n in near):
                continue
        kept.append(m)
    return kept
