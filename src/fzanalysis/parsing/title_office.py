"""The office that a title names: 某县教育局 of 某县教育局关于2023年度法治政府建设情况的报告."""

from __future__ import annotations

import re

from fzanalysis.catalogue.divisions import load
from fzanalysis.parsing.mentions import OFFICE_WORDS

_OFFICE = re.compile(rf"(?P<level>[省市县区旗州镇乡])?(?P<office>{OFFICE_WORDS})")
_CUT = re.compile(
    r"关于|20[012]\d|二零[一二]|法治|依法行政|依法治|法制|年度|的报告|推进|落实|履行|全面|深入|开展|普法|[_|]"
)
_MINISTRY = re.compile(
    r"^(?!中共|[\u4e00-\u9fff]{0,6}[省市县区州旗]委)(?:国家[\u4e00-\u9fff]{2,8}(?:总?局|委员会|委)|[\u4e00-\u9fff]{2,8}部)(?=关于|20[012]\d|法治|年度|$)"
)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[\[(]20\d\d[\])][ ]?(?:第)?\d+号")
# A second name of an office: 市场监督管理局(知识产权局).
_SECOND_NAME = re.compile(r"(?<=[局委会室心])\([^()]{2,24}(?:局|委员会|办公室|中心)\)")
_ZONE_END = re.compile(
    r"(?:开发区|合作区|示范区|高新区|经开区|管理区|度假区|风景名?胜?区|保税区|试验区|自贸区|园区|产业园|工业园|新城|新区)$"
)

# Bodies that are no office of the government but report like one; only in titles.
_OTHER_BODY = re.compile(
    r"(?:总社|联社|联合会|残联|妇联|红十字会|调查队|党校|协会|档案馆|图书馆|监狱|戒毒所|管理处|管理所|学院|委[\u4e00-\u9fff]{2,4}部)$"
)


def title_office(title: str) -> str | None:
    """The office in a title: what stands before 关于, a year or 法治, or between them.

    >>> title_office("沭政发[2024]3号《沭阳县教育局关于2023年法治政府建设情况的报告》")
    '沭阳县教育局'
    >>> title_office("法治政府建设年度报告") is None
    True
    """
    title = _SECOND_NAME.sub("", _DOCUMENT_NUMBER.sub("", title))
    ministry = _MINISTRY.search(title)
    if ministry:
        return ministry.group()
    for piece in (p.strip(" (),、:《》的“”-") for p in _CUT.split(title)):
        words = re.sub(r"^(?:年度?|印发|报送|呈报|上报)", "", piece.rpartition("《")[2])
        words = re.sub(r"^【[^】]*】|^\[[^\]]*\]", "", words).strip("《“”: ")
        words = _AGAIN.sub(r"\1", words)
        offices = _OFFICE.finditer(words)
        match = max(offices, key=lambda m: m.start(), default=None)
        if match and match.end() >= len(words) - 2 and len(words) >= 3:
            return _without_party(words[: match.end()])
        if words and load().named(words):
            return words
        if _ZONE_END.search(words):
            return words + "管理委员会"
        if _OTHER_BODY.search(words) and load().find(words):
            return _without_party(words)
    return None


# 中共某镇委员会 某镇人民政府 above 某镇2024年…: the place once more, from the line below.
_AGAIN = re.compile(
    r"^(?:[\u4e00-\u9fff]+ )*((?P<place>[\u4e00-\u9fff]{2,8}[镇乡县市区])"
    r"[\u4e00-\u9fff]*(?:政府|办事处|局))(?P=place)$"
)


def is_ministry(name: str) -> bool:
    """Whether a name is that of an office of the State without a place."""
    return bool(_MINISTRY.match(name))


_JOINT = re.compile(
    r"^(?:中共)?[\u4e00-\u9fff]{2,12}?[省市县区州旗盟镇乡]委(?:员会)?(?=[\u4e00-\u9fff]{2,12}政府$)"
    r"|^(?:中共)?[\u4e00-\u9fff]{2,14}?工委(?:员会)?(?=[\u4e00-\u9fff]{2,12}办事处$)"
)


def _without_party(name: str) -> str:
    """中共某市交通局党组 speaks for the bureau, 中共某市委某市人民政府 for the government.

    中共某县委员会 is a body of its own.
    """
    name = _JOINT.sub("", name)
    return name if name.endswith(("委", "委员会")) else re.sub(r"^中共", "", name)
