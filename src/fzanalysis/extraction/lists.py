"""One number for several nouns, several numbers for several nouns, numbers of before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fzanalysis.document import Span
from fzanalysis.extraction.quantities import Quantity

_JOINT = r"[、和与及,]|以及"
_RATES = re.compile(
    r"((?:[\u4e00-\u9fff“”()]{1,14}?(?:率|满意度|比例))(?:(?:、|和|与|及|以及|,)[\u4e00-\u9fff“”()]{1,14}?(?:率|满意度|比例))+)"
    r"(?:均|都|全部|双双|分别|依次)?(?:达到了?|达|为|保持在|保持|实现|高达|在|提升至|提高到|是|均为"
    r"|均达到?|都达到?|分别达到?|分别为)*[ ]?$"
)
_RATE = re.compile(r"[\u4e00-\u9fff“”()]{1,14}?(?:率|满意度|比例)")
_NOUNS = re.compile(
    r"((?:[\u4e00-\u9fff“”《》]{2,14})(?:(?:、|和|与|及"
    r"|以及)[\u4e00-\u9fff“”《》]{2,14}){1,4})(?P<each>各(?:开展|召开|组织|举办)?|均(?:为|是)"
    r"|分别(?:为|达|有|是|召开|开展|完成|办理)?)[ ]?$"
)
_FROM = re.compile(
    r"(?:从|由|自)(?:原来的?|原先的?|去年的?|上年的?|最初的?|法定的?|法定时限|20\d\d年的?|年初的?"
    r"|[\u4e00-\u9fff]{0,6})?[ ]?$"
)
_TO = re.compile(
    r"^[\u4e00-\u9fff]{0,8}?(?:压缩|压减|减少|缩减|精简|降低|下降|缩短|增加|提高|提升|增长|扩大"
    r"|上升|调整|优化|扩充|降|压|增|升|减|缩|变)?(?:到了|到|至|为|成)[\u4e00-\u9fff]{0,4}[ ]?$"
)


def superseded(folded: str, quantities: Sequence[Quantity]) -> set[int]:
    """The numbers of before in 从16个压到14个: the figure of the report is what it became.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> from fzanalysis.extraction.quantities import find_quantities
    >>> text = "科室从16个压到14个"
    >>> superseded(text, list(find_quantities(text, load_catalogue())))
    {0}
    """
    found = set()
    for i, a in enumerate(quantities):
        if not _FROM.search(folded[max(0, a.span.start - 12) : a.span.start]):
            continue
        b = quantities[i + 1] if i + 1 < len(quantities) else None
        if b is None:
            # The text was cut: what it became is lost, what it was is still no figure.
            between = folded[a.span.end :].rstrip()
            if len(between) <= 8 and _TO.match(between):
                found.add(i)
            continue
        between = folded[a.span.end : b.span.start]
        if a.unit == b.unit and len(between) <= 16 and _TO.match(between):
            found.add(i)
    return found


_LONGEST_LIST = 8


def shared_nouns(
    folded: str, quantities: Sequence[Quantity], index: int, clause: int
) -> list[Span]:
    """The nouns among which a quantity is shared out; empty if it counts one thing only.

    参考率和及格率均为100% gives two nouns for one number. With 分别 the numbers that follow are
    paired with the nouns in their order, and the one noun of this number is returned.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> from fzanalysis.extraction.quantities import find_quantities
    >>> text = "参考率和及格率均为100%"
    >>> qs = list(find_quantities(text, load_catalogue()))
    >>> [s.of(text) for s in shared_nouns(text, qs, 0, 0)]
    ['参考率', '及格率']
    """
    q = quantities[index]
    first = index
    while first > max(0, index - _LONGEST_LIST) and _paired(
        folded, quantities[first - 1], quantities[first]
    ):
        first -= 1
    head = quantities[first]
    reach = max(0, head.span.start - 60)
    words = folded[max(clause, reach) if first == index else reach : head.span.start]
    offset = head.span.start - len(words)
    rates = _RATES.search(words) if q.unit == "%" else None
    if rates:
        nouns = [
            Span(offset + rates.start(1) + m.start(), offset + rates.start(1) + m.end())
            for m in _RATE.finditer(rates.group(1))
        ]
        respectively = bool(re.search("分别|依次", words[rates.end(1) :]))
    else:
        # One of the words that the pattern ends with.
        told = "各" in words or "均" in words or "分" in words
        match = _NOUNS.search(words) if told else None
        if not match:
            return []
        nouns = _split(match.group(1), offset + match.start(1))
        respectively = match.group("each").startswith("分别")
    nouns = [_without_joint(folded, n) for n in nouns]
    if not respectively:
        return nouns if first == index else []
    place = index - first
    return [nouns[place]] if place < len(nouns) else []


def _paired(folded: str, a: Quantity, b: Quantity) -> bool:
    if a.unit != b.unit:
        return False
    return folded[a.span.end : b.span.start].strip() in ("、", ",", "和", "与", "及")


def _split(words: str, offset: int) -> list[Span]:
    spans, start = [], 0
    for joint in re.finditer(r"、|以及|和|与|及", words):
        spans.append(Span(offset + start, offset + joint.start()))
        start = joint.end()
    spans.append(Span(offset + start, offset + len(words)))
    return [s for s in spans if s.end - s.start >= 2]


def _without_joint(folded: str, span: Span) -> Span:
    start = span.start
    if folded[start - 1 : start] in ("、", ","):
        return span  # 参考率、及格率: the 及 belongs to the word
    match = re.match(_JOINT, folded[start : span.end])
    return Span(start + match.end(), span.end) if match else span
