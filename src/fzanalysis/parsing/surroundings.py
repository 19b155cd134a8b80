"""Places that a text calls its own without an office: 法治某市, 为某县发展, a visit that it cites.

They tell where an author sits that only says 我局, and which of several places of one name it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from fzanalysis.catalogue.division_words import COMMON
from fzanalysis.catalogue.divisions import Division, Match, load
from fzanalysis.parsing.front import Front
from fzanalysis.parsing.mentions import Mention

# Every report cites the visit to its own province or city, and nobody else's.
_VISIT = re.compile(r"总书记(?P<t>[^。;《]{2,44}?)(?:讲话|指示|批示)")
_OWN = re.compile(
    r"(?:法治|平安|数字|美丽|智慧|活力|幸福|护航|助力|助推|打造|新时代"
    r"|(?:为|推动|推进|建设|促进)(?:推动|推进|建设|促进)?(?:更高水平的?|现代化|美丽|美好|新)?)(?=[\u4e00-\u9fff]{2})"
)
_HEAD = 3000


def own_places(folded: str, front: Front) -> list[Mention]:
    """Places in phrases that speak of one's own place, in reading order.

    >>> from fzanalysis.parsing.front import find_front
    >>> text = "2023年,我局建设法治廉江,学习总书记视察广东重要讲话精神。"
    >>> [m.name for m in own_places(text, find_front(text))]
    ['广东省', '廉江市']
    """
    head = folded[: front.body_start + _HEAD]
    found: list[Mention] = []
    for visit in _VISIT.finditer(head):
        at, end = visit.span("t")
        while at < end:
            named = _named_at(head, at, end)
            if named is not None:
                found.append(_mention(named, 0.8))
            at = named.end if named is not None else at + 1
    for cue in _OWN.finditer(head):
        named = _named_at(head, cue.end(), len(head))
        if named is not None:
            found.append(_mention(named, 2.0))
    return found


def _mention(match: Match, weight: float) -> Mention:
    return Mention(match, match.start, match.name, "", weight, "own place")


def _named_at(text: str, at: int, end: int) -> Match | None:
    """The division whose name, full or short, begins at an offset; the longest."""
    for size in range(min(6, end - at), 1, -1):
        name = text[at : at + size]
        if not load().has(name) or name in COMMON:
            continue
        divisions = load().named(name) or load().short(name)
        if divisions and (highest := _highest(divisions)):
            return Match(at, at + size, highest[0].name, highest, True)
    return None


def _highest(divisions: Sequence[Division]) -> tuple[Division, ...]:
    """吉林 is the province before the city of the same name, 朝阳 the city before the districts."""
    for level in ("province", "city", "county"):
        same = [d for d in divisions if d.level == level and d.to_year is None]
        if same:
            return tuple(same) if len(same) == 1 else ()
    return ()


def fits_level(mention: Mention, level: str) -> bool:
    """Whether a place is one of a 市, 县 …; without a level everything below a province is."""
    if level:
        return mention.match.name.endswith(level)
    return mention.match.candidates[0].level != "province"


_ELSEWHERE = re.compile(r"(?:赴|往|前往|借鉴|学习|参加|于|驻|同|与)$")
_OTHER_NAME = re.compile(r"大学|学院|冬奥|峰会|合作组织|路|南路|北路")


def narrowed_by_text(
    candidates: tuple[Division, ...], folded: str, own: Sequence[Mention]
) -> tuple[Division, ...]:
    """Which of several places of one name: the one whose city or province the text names oftenest.

    Args:
        candidates: places of one name.
        folded: the folded text.
        own: places that the text calls its own; they decide before all others.
    """
    divisions = load()
    codes = {d.code for m in own for d in m.match.candidates}
    fitting = [d for d in candidates if any(p.code in codes for p in divisions.parents(d))]
    if fitting:
        return tuple(fitting)
    counts: Counter[Division] = Counter()
    for division in candidates:
        for parent in divisions.parents(division):
            counts[division] += sum(1 for _ in _named_in(folded[:6000], parent))
    ranked = counts.most_common()
    best = [d for d in candidates if counts[d] == ranked[0][1]] if ranked else []
    return tuple(best) if ranked and ranked[0][1] > 0 else candidates


def _named_in(text: str, division: Division) -> Iterator[int]:
    name = division.short
    if name in COMMON:
        name = division.name
    for match in re.finditer(re.escape(name), text):
        before, behind = text[max(0, match.start() - 4) : match.start()], text[match.end() :][:4]
        if not _ELSEWHERE.search(before) and not _OTHER_NAME.match(behind):
            yield match.start()


def shared_above(own: Sequence[Mention]) -> tuple[Division, ...]:
    """The city, else the province, that the text calls its own; empty if it calls several so."""
    for level in ("city", "province"):
        named = {m.match.candidates[0] for m in own if m.match.candidates[0].level == level}
        if len(named) == 1:
            return tuple(named)
        if named:
            provinces = {load().province_of(d) for d in named}
            return tuple(provinces) if len(provinces) == 1 else ()
    return ()


def place_by_short(folded: str, level: str, above: Sequence[Division]) -> Division | None:
    """The place that a text names by its short name alone; None if that is not plain.

    Args:
        folded: the folded text.
        level: what its full name ends with: 县, 区, 旗, 市.
        above: the city or province that it lies in. The short name of a county is trusted only
            below a known one, that of a city anywhere.

    >>> text = "市委部署后,我区建设法治昌江,昌江经验在全市推广"
    >>> place_by_short(text, "区", load().named("景德镇市")).name
    '昌江区'
    """
    codes = {d.code for d in above}
    same = COMMON | {d.short for d in above}
    text = folded[:6000]
    counts = Counter(
        {
            d: sum(1 for _ in _named_in(text, d))
            for d in _places(level)
            if d.short in text
            and d.short not in same
            and (codes & {p.code for p in load().parents(d)} or (not codes and d.level == "city"))
        }
    )
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    return ranked[0][0]


@cache
def _places(level: str) -> tuple[Division, ...]:
    """The counties and cities of today whose names end with a level."""
    return tuple(
        d
        for d in load().all
        if d.level != "province" and d.to_year is None and d.name.endswith(level)
    )


# 省…办公室《关于…的通知》(苏依法办[2019]5号): the sign of the province begins the number.
_SIGN_OF = {
    "京": "北京", "津": "天津", "冀": "河北", "晋": "山西", "蒙": "内蒙古", "辽": "辽宁",
    "吉": "吉林", "黑": "黑龙江", "沪": "上海", "苏": "江苏", "浙": "浙江", "皖": "安徽",
    "闽": "福建", "赣": "江西", "鲁": "山东", "豫": "河南", "鄂": "湖北", "湘": "湖南",
    "粤": "广东", "桂": "广西", "琼": "海南", "渝": "重庆", "川": "四川", "黔": "贵州",
    "云": "云南", "藏": "西藏", "陕": "陕西", "甘": "甘肃", "青": "青海", "宁": "宁夏",
    "新": "新疆",
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?:省|自治区)[^。《》]{{0,24}}《[^》]{{4,80}}》\((?P<sign>[{''.join(_SIGN_OF)}])[\u4e00-\u9fff]{{1,6}}\[20\d\d\]"
)


@cache
def _provinces() -> tuple[Division, ...]:
    return tuple(d for d in load().all if d.level == "province" and d.to_year is None)


def province_named(folded: str) -> tuple[Division, ...]:
    """The one province that a text names, by its short name too; empty if there are several.

    >>> [d.name for d in province_named("全街获得清风辽宁政务窗口称号")]
    ['辽宁省']
    """
    named = [d for d in _provinces() if next(_named_in(folded[:6000], d), None) is not None]
    if len(named) != 1:
        signed = {_SIGN_OF[m.group("sign")] for m in _NUMBER.finditer(folded[:3000])}
        named = [d for d in _provinces() if {d.short} == signed]
    return tuple(named) if len(named) == 1 else ()
