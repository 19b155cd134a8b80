"""The year of a report and the day it was published, each by evidence."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from fzanalysis.document import Span
from fzanalysis.parsing.front import ORG_END, Front, is_bare_date
from fzanalysis.parsing.ladder import chinese_ordinal

_YEAR = re.compile(r"(?<![\d-])(20[012]\d)[ ]?(?:年(?:度)?|(?=法治))(?!-)")
_PRESENTED = re.compile(r"现[将就][^。\n《]{0,60}?(?<![\d-])(20[012]\d)年")
_IN_HEADING = re.compile(
    r"\n[ ]*[一二三四五六七八九十]{1,2}、[^\n。]{0,6}?(20[012]\d)年(?:度)?([^\n。]{0,40})"
)
_IN_BODY = re.compile(r"(20[012]\d)年(?<![《\d-]20\d\d年)(?:度)?,?(?:来|以来|我|全|共|度)")
# …法治政府建设情况报告(2023), but no (2023)7号.
_BRACKETED_YEAR = re.compile(r"\((20[012]\d)\)(?![ ]?\d)")
_CHINESE_YEAR = re.compile(r"二[零0]([一二])([零一二三四五六七八九])年")
_DAY = re.compile(
    r"(?P<y>20(?<!\d20)[0-3]\d)[ ]?(?:[-/.]|年)[ ]?(?P<m>\d{1,2}|元(?=月))[ ]?(?:[-/.]"
    r"|月)[ ]?(?P<d>\d{1,2})(?!\d)日?"
)
# 25.02.2016: some systems put the day first.
_DAY_FIRST = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20[0-3]\d)(?!\d)")
# 发布日期:20240118, only behind a label.
_EIGHT_DIGITS = re.compile(
    r"(?:日期|时间)[: ]{0,2}(?P<y>20[0-3]\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"
)
_LABELS = (
    (
        re.compile(
            r"(?:发布|公布|发表|上传|公开|录入)(?:时间|日期)|(?<![文布新成发])时间[:]|(?<![文布新成发])日期[:]"
        ),
        6,
    ),
    (re.compile(r"更新(?:时间|日期)"), 5),
    (re.compile(r"(?:发文|印发|制发)(?:时间|日期)"), 4),
    (re.compile(r"(?:成文|生成)(?:时间|日期)"), 3),
)
_CLOCK_BEFORE = re.compile(r"(?:今天是|现在时间|现在是|欢迎)[^\n]{0,6}$")
_CLOCK_AFTER = re.compile(r"[ ]*星期")


def find_year(folded: str, front: Front, published: date | None) -> tuple[int | None, list[str]]:
    """The year that the report is about, with the evidence in words.

    The title speaks loudest, then 现将…2023年…报告如下, the opening words, headings about
    results, headings about plans (the year before), and the day of publication (the year before).
    """
    votes: Counter[int] = Counter()
    why: list[str] = []

    def vote(year: int, weight: float, reason: str) -> None:
        votes[year] += weight  # type: ignore[assignment]
        why.append(f"{year}: {reason}")

    title = _arabic(front.title.of(folded))
    years = [int(y) for y in _YEAR.findall(title) or _BRACKETED_YEAR.findall(title)]
    if years:
        vote(years[0], 10, "title")
    body = _arabic(folded[front.body_start : front.body_start + 600])
    for match in _PRESENTED.finditer(body):
        vote(int(match.group(1)), 7, "现将…")
    opening = re.match(r"[^,。]{0,14}?(20[012]\d)年(?!-)", body)
    if opening:
        vote(int(opening.group(1)), 5, "opening")
    for match in _IN_HEADING.finditer(folded):
        year = int(match.group(1))
        if re.search(
            r"计划|打算|思路|安排|重点|下一步|目标", match.group(2)
        ) and "成效" not in match.group(2):
            vote(year - 1, 3, "heading about plans")
        else:
            vote(year, 3, "heading")
    for match in _IN_BODY.finditer(folded, 0, 4000):
        vote(int(match.group(1)), 1, "body")
    if published and votes:
        vote(published.year - 1, 1.5, "published the year after")
    if not votes:
        for match in _YEAR.finditer(_arabic(folded[:1500])):
            vote(int(match.group(1)), 1, "named in the text")
    if not votes:
        return (published.year - 1, ["year before publication"]) if published else (None, [])
    best = max(votes.items(), key=lambda v: (v[1], v[0]))[0]
    return best, [w for w in why if w.startswith(str(best))]


_ARABIC = str.maketrans("零一二三四五六七八九", "0123456789")


def _arabic(words: str) -> str:
    return _CHINESE_YEAR.sub(lambda m: f"20{m.group(1)}{m.group(2)}年".translate(_ARABIC), words)


def find_published(
    folded: str, front: Front, stated: str | None
) -> tuple[date | None, Span | None, str]:
    """The day of publication, its place and what shows it.

    Args:
        folded: the folded text.
        front: what stands before the body.
        stated: the day that the page states beside the body, if any.

    A labelled date wins over a bare one under the title, that over a date of signature at the end;
    a site's clock never counts.
    """
    if stated and (match := _DAY.search(stated)) and (day := _date(match)):
        return day, None, "stated by the page"
    found: list[tuple[float, date, Span, str]] = []
    front_end = max(front.body_start, front.lines[-1].end if front.lines else 0)
    for match in (
        *_DAY.finditer(folded, 0, front_end),
        *_EIGHT_DIGITS.finditer(folded, 0, front_end),
        *_DAY_FIRST.finditer(folded, 0, front_end),
        *_CHINESE_DAY.finditer(folded, 0, front_end),
    ):
        day = _any_date(match)
        if day is None or _is_clock(folded, match) or front.title.covers(Span(*match.span())):
            continue
        before = folded[max(0, match.start() - 14) : match.start()]
        weight, reason = 2.0, "under the title"
        labels = [
            (hit.end(), score, hit.group())
            for label, score in _LABELS
            for hit in label.finditer(before)
        ]
        if labels:
            _, weight, reason = max(labels)
        found.append((weight, day, Span(*match.span()), reason))
    found += _signature(folded)
    if not found:
        return None, None, ""
    weight, day, span, reason = max(found, key=lambda f: f[0])
    return day, span, reason


_CHINESE_DAY = re.compile(
    r"二[零0](?P<y>[一二三][零一二三四五六七八九])年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)


def _chinese_date(match: re.Match[str]) -> date | None:
    digits = "零一二三四五六七八九"
    year = 2000 + 10 * digits.index(match.group("y")[0]) + digits.index(match.group("y")[1])
    try:
        return date(year, chinese_ordinal(match.group("m")), chinese_ordinal(match.group("d")))
    except ValueError:
        return None  # 二零二三年十三月 is no date


def _is_clock(folded: str, match: re.Match[str]) -> bool:
    """The day on which the page was saved: 今天是2025年6月3日 星期二."""
    before = folded[max(0, match.start() - 12) : match.start()]
    return bool(_CLOCK_BEFORE.search(before) or _CLOCK_AFTER.match(folded, match.end()))


# The last lines may hold a date beside a name; further up, above annexes, only below a name.
_TAIL, _ABOVE_ANNEXES = 160, 1200


def _signature(folded: str) -> list[tuple[float, date, Span, str]]:
    """Dates of signature: at the end of the text, or above the list of annexes."""
    end = len(folded.rstrip())
    found = []
    for pattern in (_DAY, _CHINESE_DAY):
        for match in pattern.finditer(folded, max(0, end - _ABOVE_ANNEXES)):
            day = _any_date(match)
            if day is None or _is_clock(folded, match):
                continue
            line = _own_line(folded, match)
            near = match.start() >= end - _TAIL
            if near and len(line) - len(match.group()) <= 24 and not re.search(r"[,。]", line):
                label = _LABELS[0][0].search(line)
                found.append((4.0 if label else 1.0, day, Span(*match.span()), "signature"))
            elif is_bare_date(line) and _signed(folded, match.start()):
                found.append((0.9, day, Span(*match.span()), "signature"))
    return found


def _own_line(folded: str, match: re.Match[str]) -> str:
    """The line of a date; in a text of one line what follows the last sentence."""
    start = max(folded.rfind("\n", 0, match.start()), folded.rfind("。", 0, match.start())) + 1
    end = folded.find("\n", match.end())
    return folded[start : end if end >= 0 else len(folded)].strip()


def _signed(folded: str, at: int) -> bool:
    """Whether the line above a date is the name of an office."""
    above = folded[max(0, at - 60) : at].rstrip().rpartition("\n")[2].strip()
    return len(above) <= 40 and bool(ORG_END.search(above)) and not re.search("[,。;:]", above)


def _any_date(match: re.Match[str]) -> date | None:
    return _chinese_date(match) if match.re is _CHINESE_DAY else _date(match)


def _date(match: re.Match[str]) -> date | None:
    try:
        month = match.group("m").replace("元", "1")
        return date(int(match.group("y")), int(month), int(match.group("d")))
    except ValueError:
        return None  # 2023-13-45 is no date: some other number of that shape
