"""Where a heading ends, and what role a heading gives to its section."""

from __future__ import annotations

import re

from fzanalysis.parsing.ladder import FIRST_POINT_RANK, Marker

_LONG = 60  # a first sentence longer than this is body text: the heading is its first clause
_POINT_LONG = 30
_OPEN, _CLOSE = "《“(‘[", "》”)’]"
_CLAUSE_MARK = re.compile(rf"[{re.escape(_OPEN + _CLOSE)},;:]")
_WIDE_GAP = re.compile(r"(?<=[\u4e00-\u9fff”》)]) +(?=[\u4e00-\u9fff\d“《(])")


def heading_end(folded: str, start: int, limit: int, marker: Marker) -> int:
    """Where the heading that begins at ``start`` ends.

    A heading ends with its line, with its full stop, or, where the full stop is missing, at the
    first clause. Points (一是) are headed by their first sentence if it is short.

    Args:
        folded: the folded text.
        start: the first character after the marker.
        limit: where the next marker or the text ends.
        marker: the marker of the section.
    """
    line_end = folded.find("\n", start, limit)
    line_end = limit if line_end < 0 else line_end
    stop = folded.find("。", start, line_end)
    first = line_end if stop < 0 else stop
    longest = _POINT_LONG
    if marker.rank < FIRST_POINT_RANK:
        longest = _LONG
        runs_on = line_end == limit and folded[limit - 1 : limit] != "\n"
        if not marker.at_line or runs_on or line_end - start > longest:
            # In a text of one line the headings are set apart by a space only.
            first = _wide_gap(folded, start, first) or first
    listing = first - start > 30 and folded.count(",", start, first) >= 3
    if first - start <= longest and not listing:
        return _trim(folded, start, first)
    return _trim(folded, start, _first_clause(folded, start, first))


def _wide_gap(folded: str, start: int, end: int) -> int:
    if folded.find(" ", start + 2, end) < 0:
        return 0
    gap = _WIDE_GAP.search(folded, start + 2, end)
    return gap.start() if gap else 0


def _first_clause(folded: str, start: int, end: int) -> int:
    depth = 0
    for match in _CLAUSE_MARK.finditer(folded, start, end):
        mark = folded[match.start()]
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and match.start() - start >= 4:
            return match.start()
    return min(end, start + _LONG)


def _trim(folded: str, start: int, end: int) -> int:
    while end > start and folded[end - 1] in " ,;:、。":
        end -= 1
    return end


_PROBLEMS = re.compile(r"问题|不足|短板|差距|薄弱环节|存在的?(?:主要)?困难|困难(?:和|与)")
_PLANS = re.compile(
    r"下一?步|下一?阶段|下一年|今后|打算|明年|工作思路|工作安排|努力方向|(?:工作|主要)?目标举措|改进措施"
    r"|20\d\d年(?:度)?[^。,]{0,16}(?:计划|打算|安排|思路|重点|举措|目标|规划)"
)
_FIRST_RESPONSIBLE = re.compile(
    r"第一责任人|(?:主要负责人|主要负责同志|主要领导)[^。]{0,12}(?:履行|履职|推进|推动|落实|抓)[^。]{0,24}(?:职责|情况|法治)"
)
_SOLVED = re.compile(r"(?:解决|化解|整改|问题导向|突出问题|问题整改|热点|难点)")
_WORK = re.compile(r"措施|成效|举措|做法|开展情况|工作情况|主要工作|推进情况|建设情况|落实情况")


_OTHER = re.compile(r"其他(?:需要|应当)?(?:报告|说明|情况|事项|需)")


def heading_role(heading: str, level: int, report_year: int | None = None) -> str | None:
    """The role that a folded heading gives to its section; None where it says nothing.

    At the first level problems, plans and the duty of the first responsible person are named
    freely; below it a heading must be about nothing else.

    >>> heading_role("存在的主要问题", 1), heading_role("下一步工作打算", 1)
    ('problems', 'plans')
    >>> heading_role("坚持问题导向,解决突出问题", 2) is None
    True
    """
    problems = plans = None
    if level == 1 or (len(heading) <= 32 and _about_itself(heading)):
        problems, plans = _PROBLEMS.search(heading), _PLANS.search(heading)
    if problems and _SOLVED.search(heading) and "存在" not in heading:
        problems = None
    if level == 1 and _OTHER.match(heading):
        return "other"
    if problems:
        return "problems"
    if (
        ("责任人" in heading or "主要" in heading)
        and _FIRST_RESPONSIBLE.search(heading)
        and _is_own_part(heading, level)
    ):
        return "first_responsible"
    if (
        plans
        and re.search(r"成效|做法|情况", heading)
        and not re.search(r"下一?步|今后|打算", heading)
    ):
        plans = None
    if plans and not (level > 1 and re.search(r"制定|落实|完成|纳入", heading)):
        year = re.search(r"(20\d\d)年", heading)
        old = report_year and year and int(year.group(1)) <= report_year
        if not (old and not re.search(r"下一?步|今后|打算|明年|下一?阶段", heading)):
            return "plans"
    if (
        level == 1
        and re.search(r"(?:工作)?(?:计划|安排|打算|思路)$", heading)
        and len(heading) <= 12
    ):
        return "plans"
    if level == 1 and _WORK.search(heading):
        return "measures"
    return None


_ABOUT_ITSELF = re.compile(
    r"(?:目前|当前|工作中?|法治政府建设|推进|主要|依法行政)*(?:仍然?|还)?(?:存在|主要问题|问题|不足|困难|短板)"
    r"|(?:下一?步|下一?阶段|今后|明年|20\d\d年)"
    r"|(?:党政)?主要(?:负责人|负责同志|领导)|第一责任人|党政主要|(?:认真|切实|全面|严格|严格落实)?(?:履行|落实)(?:党政主要负责人)?[^,]{0,20}第一责任人"
)


def _about_itself(heading: str) -> bool:
    return bool(_ABOUT_ITSELF.match(heading))


def _is_own_part(heading: str, level: int) -> bool:
    """Whether the duty is what the section is about, not one clause of a wider heading."""
    if level == 1:
        return True
    first_clause = re.split(r"[,、;]", heading)[0]
    return bool(_FIRST_RESPONSIBLE.search(first_clause))
