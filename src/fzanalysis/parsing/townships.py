"""Townships, subdistricts and zones: known by their words, and by the list of today's names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from fzanalysis.catalogue.division_names import NEW_AREAS
from fzanalysis.catalogue.divisions import Division, load
from fzanalysis.catalogue.townships import is_listed
from fzanalysis.parsing.front import Front
from fzanalysis.parsing.mentions import VERB, Mention
from fzanalysis.parsing.opening import TOWN_WORDS

_TOWNSHIP = re.compile(
    r"(?<![\u4e00-\u9fff])(?:在|是|由|对|经|全|本|我)?(?P<n>[\u4e00-\u9fff]{2,6}(?:镇|乡|街道))"
    r"(?=[\u4e00-\u9fff\d])(?![长村级干民镇领直])"
    r"|[县区市旗](?P<m>[\u4e00-\u9fff]{2,4}(?:镇|乡|街道))(?=人民政府|政府|办事处|党)"
    r"|(?<![\u4e00-\u9fff])(?P<s>[\u4e00-\u9fff]{2,4}街)(?=党工委|党政|办事处)"
    r"|《(?P<q>[\u4e00-\u9fff]{2,4}街)(?=20\d\d|关于|法治)"
)
_SUBJECT = re.compile(
    r"(?:^|[\n,。]|20\d\d年(?:度)?(?:以来|来)?,?)[ ]*"
    r"(?P<n>[\u4e00-\u9fff]{2,4}(?:镇|乡|街道|街))"
    rf"(?:党[委工]+|人民政府|政府|办事处|、)*{VERB}"
)
# What is done with a township stands before its name without a mark between them.
_DONE = re.compile(
    r"^(?:完成|推动|指导|组织|结合|围绕|支持|协助|配合|帮助|保障|确保|成立|设立|建立|打造|建设|调整|印发|制定|出台|审定"
    r"|关于|落实|按照|根据|通过|依托|立足|助力|服务|履行|实现|深入|开展|推进|加强|强化|提升|获评|邀请|走进|进入"
    r"|涉及|包括|其中|目前|今年|全年|近年|编制|梳理|制发|修订|完善|中共)+"
)
_NONE = re.compile(
    r"依法治|^(?:平安|美丽|和谐|法治|数字|清廉|幸福)(?:镇|乡)|^[各我该每在为以由向到从对把将]|^全[省市县区镇乡街]|^[两多数]个|乡镇|镇街|街镇|[型小色丽心点近]城镇$"
    r"|[乡集村](?:镇|乡|街道?)$|[县区市镇乡道村][和与及]|[的等]|^(?:特色小|建制|中心|重点|示范|先进)镇$"
)
# A street office is a township where it has a Party committee: 黄石街党工委.
_STREET = re.compile(r"街$")


def township_named(folded: str, front: Front, word: str, weak: bool) -> str | None:
    """The township that a text without a title speaks for.

    Args:
        folded: the folded text.
        front: what stands before the body.
        word: what the author calls itself (镇, 县, 局 …).
        weak: whether nothing else names the author clearly.

    >>> from fzanalysis.parsing.front import find_front
    >>> text = "2023年,完成柳溪街道办事处搬迁,柳溪街道坚持依法行政。"
    >>> township_named(text, find_front(text), "", True)
    '柳溪街道'
    """
    names: Counter[str] = Counter()
    for match in _TOWNSHIP.finditer(folded[: front.body_start + 4000]):
        if name := _plain(
            match.group("n") or match.group("m") or match.group("s") or match.group("q")
        ):
            names[name] += 1
    subject = None
    end = front.body_start + 260
    if word not in TOWN_WORDS:
        # A city also tells what its townships do, but not in its first sentence.
        stop = folded.find("。", front.body_start, end)
        end = stop if stop > 0 else end
    for match in _SUBJECT.finditer(folded, front.body_start, end):
        subject = subject or _plain(match.group("n"))
    if subject and (word in TOWN_WORDS or weak):
        return subject
    if not names or not (word in TOWN_WORDS or (weak and not word)):
        return None
    return names.most_common(1)[0][0]


def _plain(words: str) -> str | None:
    name = _DONE.sub("", words)
    stem = re.sub(r"(?:镇|乡|街道|街)$", "", name)
    if not 2 <= len(stem) <= 6 or stem[-1] in "我本该各全" or _NONE.search(name):
        return None
    return name + "道" if _STREET.search(name) else name


_TOWN_END = re.compile(r"镇|乡|街道")


def towns_named(folded: str) -> set[str]:
    """The townships of the list that a text names; the longest name at each place.

    >>> sorted(towns_named("我局在塘栖镇、乔司街道开展城镇普法"))
    ['乔司街道', '塘栖镇']
    """
    found = set()
    for end in _TOWN_END.finditer(folded):
        for size in (6, 5, 4, 3, 2):
            name = folded[max(0, end.start() - size) : end.end()]
            if is_listed(name):
                found.add(name)
                break
    return found


def with_body(name: str) -> str:
    """A township's name with the organ that governs it.

    >>> with_body("柳溪镇"), with_body("柳溪街道")
    ('柳溪镇人民政府', '柳溪街道办事处')
    """
    return name + ("办事处" if name.endswith("街道") else "人民政府")


def place_above(mentions: Sequence[Mention]) -> Mention | None:
    """The county, district or city without counties that a township lies in."""
    fitting = [m for m in mentions if _holds_townships(m.match.candidates[0])]
    totals: Counter[str] = Counter()
    for m in fitting:
        # 市政府: at the head is addressed to the place above, which speaks against an office only.
        totals[m.match.name] += max(m.weight, 2.0) if m.where == "addressee" else m.weight  # type: ignore[assignment]
    return max(fitting, key=lambda m: (totals[m.match.name], len(m.name)), default=None)


def _holds_townships(division: Division) -> bool:
    if division.level == "county":
        return True
    return division.level == "city" and division.code not in _divided()


@cache
def _divided() -> frozenset[str]:
    """The codes of all divisions that lie above others today."""
    return frozenset(d.parent_code for d in load().all if d.parent_code and d.to_year is None)


_ZONE = re.compile(
    r"^(?P<n>[\u4e00-\u9fff]{2,4}?)(?:市)?(?:高新|经开|经济技术|经济开发|国家级|综合保税|工业园|产业)"
)
_ZONE_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:开发区|高新区|经开区|合作区|示范区|管理区|度假区|保税区|试验区|新区|园区)"
)


def zone_city(name: str) -> Division | None:
    """The city that a development zone is named after.

    >>> zone_city("襄阳高新区管委会").name, zone_city("苏州太湖旅游度假区管理委员会").name
    ('襄阳市', '苏州市')
    """
    match = _ZONE.match(name)
    found = load().short(match.group("n")) if match else ()
    if not match and _ZONE_NAME.match(name):
        # Behind the city the zone may have a name of its own.
        prefixes = (name[:size] for size in (4, 3, 2))
        found = tuple(d for p in prefixes if load().has(p) for d in load().short(p))
        found = tuple(d for d in found if d.level == "city")
    cities = [d for d in found if d.level == "city"] or list(found)
    cities = [d for d in cities if d.to_year is None] or cities
    return cities[0] if len(cities) == 1 else None


def new_area(name: str) -> tuple[Division, ...]:
    """The city or province that a new area founded by the State lies in; empty for other names.

    >>> [d.name for d in new_area("西咸新区管理委员会")], new_area("教育局")
    (['陕西省'], ())
    """
    codes = (code for area, code in NEW_AREAS.items() if area in name)
    return tuple(d for code in codes if (d := load().coded(code)))


_BRANCH = re.compile(r"局(?P<n>[\u4e00-\u9fff]{2,5}?)[市县区]?分局$")


def branch_place(name: str, above: Sequence[Division]) -> Division | None:
    """The place of a branch that its city's bureau names without a kind: …市生态环境局高邮分局.

    >>> branch_place("扬州市生态环境局高邮分局", load().named("扬州市")).name
    '高邮市'
    """
    match = _BRANCH.search(name)
    codes = {d.code for d in above}
    found = load().short(match.group("n")) if match else ()
    below = [d for d in found if codes & {p.code for p in load().parents(d)}]
    return below[0] if len(below) == 1 else None


def zone_name(name: str) -> str | None:
    """The zone within the name of an office.

    >>> zone_name("柳溪经济开发区管理委员会"), zone_name("教育局")
    ('柳溪经济开发区', None)
    """
    match = _ZONE_NAME.match(name)
    return match.group() if match else None
