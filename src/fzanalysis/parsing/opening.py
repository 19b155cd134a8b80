"""What an opening says of its author: 我局, 市水务局坚持…, 在县委、县政府领导下, 全市教育系统."""

from __future__ import annotations

import re
from collections import Counter

from fzanalysis.catalogue.bureaus import (
    bureau_type,
    field_of_topics,
    field_of_work,
    fields_named,
    is_known,
)
from fzanalysis.parsing.front import Front
from fzanalysis.parsing.mentions import OFFICE_WORDS, VERB

BUREAU_WORDS = ("局", "委", "厅", "办", "院", "中心", "单位")
TOWN_WORDS = ("镇", "乡", "街道", "街")

_SELF = re.compile(
    r"[我本](?<![根基资成日样版文原书]本)"
    r"(?P<w>局|委|厅|办(?![法理公事])|院|中心|单位|镇|乡|街道?|县|市(?!场)|区(?![域别间])|州|旗|省|盟)"
)
_ALL_OF = re.compile(r"全(?P<w>省|市|县|区|州|旗)(?![面体力程])")
_LEADERS = re.compile(r"(?P<w>[省市县区州旗盟])委[、和,]?(?P=w)(?:人民)?政府")

_BEGIN = r"(?:^|[\n,。]|20\d\d年(?:度)?(?:以来|来)?,?)[ ]*"
_LOCAL = re.compile(
    rf"{_BEGIN}(?P<n>(?:自治区|[市区县旗州省])(?!委|政府|级|直|人大|政协|内|域|里){OFFICE_WORDS})"
    rf"(?![的和与及、:]|领导|指导|支持|帮助|关心)"
    rf"(?P<verb>(?:\([^)]*\))?{VERB})?"
)
_PLAIN = re.compile(
    r"(?:^|\n|20\d\d年(?:度)?(?:以来|来)?,?)[ ]*"
    rf"(?P<n>[\u4e00-\u9fff]{{2,12}}?(?:局|委员会|办公室))(?={VERB})"
)


def self_word(folded: str, front: Front) -> str:
    """What the author calls itself: 局 of 我局, 县 of 我县; empty if it never says so.

    An office also speaks of 我市; a government never says 我局. So an office wins at any place.

    >>> from fzanalysis.parsing.front import find_front
    >>> text = "2023年,为建设我市法治环境,我局依法行政。"
    >>> self_word(text, find_front(text))
    '局'
    """
    words = [
        m.group("w") for m in _SELF.finditer(folded, front.body_start, front.body_start + 8000)
    ]
    for kind in (BUREAU_WORDS, TOWN_WORDS):
        if found := [w for w in words if w in kind]:
            return "街道" if found[0] == "街" else found[0]
    return words[0] if words else ""


def whole_place(folded: str, front: Front) -> str:
    """省 where the opening speaks of 全省 and of nobody in particular."""
    match = _ALL_OF.search(folded, front.body_start, front.body_start + 200)
    return match.group("w") if match else ""


def level_word(folded: str, front: Front) -> str:
    """县 where an office works 在县委、县政府领导下: the level of its place; empty if not said."""
    match = _LEADERS.search(folded, front.body_start, front.body_start + 600)
    return match.group("w") if match else ""


def bare_office(folded: str, front: Front) -> str | None:
    """An office without the name of its place that opens the report: 县教育局, 教育局.

    >>> from fzanalysis.parsing.front import find_front
    >>> text = "2023年,在县委、县政府领导下,县招商服务中心坚持依法办事。"
    >>> bare_office(text, find_front(text))
    '县招商服务中心'
    """
    head = folded[front.body_start : front.body_start + 400]
    word = self_word(folded, front)
    for match in _LOCAL.finditer(head):
        name = match.group("n")
        # Where the author says 我局, 省生态环境厅 is the office above it.
        if word in ("局", "厅") and name[-1] in "局厅" and name[-1] != word:
            continue
        if is_known(name.removeprefix("自治区")) or is_known(name[1:]) or match.group("verb"):
            return name
    plain = _PLAIN.search(head)
    if plain and is_known(plain.group("n")):
        return level_word(folded, front) + plain.group("n")
    return None


def office_by_field(folded: str, front: Front, word: str) -> str | None:
    """An office that only says 我局, named after the field that it calls its own: 全市教育系统.

    Args:
        folded: the folded text.
        front: what stands before the body.
        word: what the author calls itself.
    """
    ends = {"局": "局", "委": "委员会", "厅": "厅"}
    if word not in ends:
        return None
    text = folded[front.body_start : front.body_start + 1500]
    for fields, least, ahead in ((field_of_work(text), 1, 1), (fields_named(text), 3, 2)):
        names = [field + ends[word] for field in fields if is_known(field + ends[word])]
        # 城管 and 城市管理 are one field.
        ranked = Counter(bureau_type(name) for name in names).most_common(2)
        second = ranked[1][1] if len(ranked) > 1 else 0
        if ranked and ranked[0][1] >= least and ranked[0][1] > ahead * second:
            return max((n for n in names if bureau_type(n) == ranked[0][0]), key=len)
    whole = folded[front.body_start : front.body_start + 4000]
    above = Counter(
        field + ends[word]
        for field in _SUPERIOR.findall(whole)
        if field != "司法" and is_known(field + ends[word])
    ).most_common(2)
    if above and (len(above) == 1 or above[0][1] >= 2 * above[1][1]):
        return above[0][0]  # 省应急厅的部署 is handed down to its own line
    topic = field_of_topics(whole)
    return topic + ends[word] if topic else None


_SUPERIOR = re.compile(r"(?:省|自治区|国家)([\u4e00-\u9fff]{2,8}?)(?:厅|总局)")
