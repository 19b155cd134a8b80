"""Zeros said in words: 未发生一起行政诉讼案件, 无行政复议申请."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fzanalysis.document import Span
from fzanalysis.extraction.quantities import EXACT, Quantity
from fzanalysis.parsing.zones import Zones

_UNIT = "起|件|例|宗|次|份|条|人次|人"
_ZERO = re.compile(
    rf"(?:未|没有|从未|尚未|均未|并未|无)(?:再)?(?:发生|出现|收到|接到|产生|引发|受理|制定|新制定|出台|制发|办理|新增|有)?(?:过)?(?:任何)?"
    rf"(?P<one>(?:一|1)(?P<unit>{_UNIT}))?(?:针对|以|因|对|由|关于|涉及)?"
    rf"(?P<what>[\u4e00-\u9fff、“”]{{0,24}}?(?:行政复议|行政诉讼|行政应诉|复议|诉讼|应诉|败诉|信访|上访|投诉|公开申请|依申请公开|规范性文件|行政处罚|行政强制|安全事故|责任事故|事故|案件|纠纷|申请)[\u4e00-\u9fff、]{{0,10}})"
)
_SURE = re.compile(
    r"(?:未|没有)(?:再)?(?:发生|出现|收到|接到|产生|引发|受理|新制定|制定|出台|制发)|^无|^没有|一[起件例宗]|1[起件例宗]"
)
_NOT_ZERO = re.compile(r"(?:[有]|别|毫|并|若|如|凡|对|将|所)$")
_CLAUSES = re.compile(
    r"无(?:正当|故|法|需|须|论|证)|(?:没有|未)(?:违法|擅自|自行)?设[立定]|未(?:按|经|及|能|成|依|达|满|取|到|在|予|列|纳|办结|审结|履|落)"
)
# 无行政处罚权限, 未制定…目录的单位 deny no event but say who is meant.
_CONDITION = re.compile(r"(?:权限?|资格|[\u4e00-\u9fff]{0,4}的(?:单位|企业|部门|机构|地区|人员))")
_STOP = re.compile(r"(?:的(?!案)|时|前|后|之|是|为|等情况|现象|情形|情况|问题|,|。)")


def find_zeros(folded: str, zones: Zones, start: int = 0) -> Iterator[tuple[Quantity, Span]]:
    """Zeros in words, as quantities of value 0, each with the span of the noun it denies.

    >>> from fzanalysis.parsing.zones import name_zones
    >>> text = "全年未发生一起行政诉讼案件。"
    >>> [(q.value, q.unit, noun.of(text)) for q, noun in find_zeros(text, name_zones(text)[0])]
    [(0, '起', '行政诉讼案件')]
    """
    for match in _ZERO.finditer(folded, start):
        words = match.group()
        before = folded[max(0, match.start() - 1) : match.start()]
        if zones.holds(match.start()) or _CLAUSES.match(words) or not _SURE.search(words):
            continue
        if before and _NOT_ZERO.search(before):
            continue
        begin, end = match.span("what")
        if _CONDITION.search(folded, match.start(), end) and not match.group("one"):
            continue
        for noun in _nouns(folded, begin, end):
            span = Span(match.start(), end)
            yield (
                Quantity(span, span, 0, 0, 0, EXACT, match.group("unit") or "", True, ""),
                noun,
            )


def _nouns(folded: str, begin: int, end: int) -> list[Span]:
    owner = folded.rfind("的", begin, end)
    if owner > begin and end - owner > 4:
        begin = owner + 1  # 因执法引发的行政复议案件
    stop = _STOP.search(folded, begin + 2, end)
    end = stop.start() if stop else end
    pieces: list[Span] = []
    start = begin
    for joint in re.finditer(r"、|和|及|与|或", folded[begin:end]):
        pieces.append(Span(start, begin + joint.start()))
        start = begin + joint.end()
    pieces.append(Span(start, end))
    return [p for p in pieces if p.end - p.start >= 2]
