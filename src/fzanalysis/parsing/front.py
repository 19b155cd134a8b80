"""What stands before the body: page lines, the title, the addressee; and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fzanalysis.document import Span

# What a page says of itself, in three patterns: what must stand first, and a path of two marks,
# would keep the engine from running fast to where any of the rest can begin.
_NOISE_FIRST = re.compile(r"欢迎(?:访问|光临|您)|(?:日期|时间)[ ]?[:|]|>")
_NOISE_PATH = re.compile(r"[|].*[|]|>[ ]?>|[^>]{2,12}>[^>]{2,14}>")
_NOISE = re.compile(
    r"门户网站$|政府网站?$|信息网$"
    r"|首页|当前位置|您(?:现在)?(?:的)?(?:所在)?位置|索[ ]*引?[ ]*号|发文(?:机关|字号|日期|时间)"
    r"|文[ ]*号|发布(?:时间|日期|机构|人|单位)|来[ ]?源[ ]?[:|]"
    r"|字体|字号[:\[]|浏览|点击(?:数|量|率)?"
    r"|打印|分享|扫一扫|今天是|无障碍|繁体|收藏|责任编辑|有效性|主题词|成文日期|信息分类"
    r"|组配分类|废止日期|公开(?:方式|日期|范围|时限|时间)|体裁|访问量|作者[:]|编辑[:]|阅读(?:次数|量|数)?[:]|登录"
    r"|注册|搜索|网站地图|政务新媒体|关闭|信息来源|信息名称|生成日期|主题分类|责任单位[:]"
    r"|报送单位[:]|主办[:]|承办[:]|联系(?:人|电话)"
)
_TITLE = re.compile(
    r"(?:法治(?:政府|建设|工作|社会)|依法行政|依法治[市县区镇乡]|法治[\u4e00-\u9fff]{0,6}建设|政府建设(?:年度|情况|工作)|普法|法制(?:建设|工作)|全面依法治)"
)
_TITLE_KIND = re.compile(r"报告|总结|情况|年报|汇报|要点|综述|自查")
_SENTENCE_LIKE = re.compile(r"[。;!]|,[^,]{4,},")
_SHORT_LINE = 70
ORG_END = re.compile(
    r"(?:局|厅|委员会|委|办公室|办事处|政府|管委会|中心|大队|支队|院|处|公司|站|馆|镇|乡|街道|县|市|区|部)$"
)
_GOES_ON = re.compile(
    r"(?:关于|20\d\d年(?:度)?|的|度|年|法治|政府|建设)$|^(?:关于|20\d\d|二零|法治|的?报告|工作|情况|年度|的|总结|暨)"
)
_GREETING = re.compile(r"^[^,。]{2,40}[:]$")
# Metadata as a list: • 公文种类: with the value behind it or on the next line.
_LABEL = re.compile(
    r"[•·●○▪◆■\-*][ ]*[\u4e00-\u9fff ]{2,8}[:]|[\u4e00-\u9fff]{2,6}[:]$(?<![委府局办厅院会处级][:])"
)
# 标题: [某政发[2024]7号]某县教育局2023年…: the page repeats the title behind a label, or a number.
_NUMBER = r"\[?[\u4e00-\u9fff]{1,8}\[20\d\d\]\d{1,4}号\]?[ ]*"
_TITLE_LABEL = re.compile(
    r"附件[ ]?\d*[ ]?:[ ]*"
    r"|(?:[•·●○▪◆■\-*][ ]*)?(?:信息|文件|文章)?(?:标[ ]*题|名[ ]*称|题[ ]*[目名])[ ]*[:|][| ]*"
    rf"(?:{_NUMBER})?|{_NUMBER}"
    r"|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}[ ]+"
    r"|[【\[][^】\]\[]{2,10}[】\]][ ]*"
)
_NUMBERED = re.compile(r"^[\u4e00-\u9fff]{1,10}[\[(]20\d\d[\])]")


@dataclass(frozen=True, slots=True)
class Front:
    """The beginning of a text.

    Attributes:
        title: span of the title, empty if there is none; it may run over several lines.
        page: spans of the page lines (breadcrumbs, widgets, metadata) before the body.
        lines: spans of all lines of the front.
        body_start: where the first paragraph (or the addressee) begins.
    """

    title: Span
    page: tuple[Span, ...]
    lines: tuple[Span, ...]
    body_start: int


def find_front(folded: str) -> Front:
    """Divide what stands before the first paragraph into page lines and title.

    >>> text = "某县教育局\\n关于2023年法治政府建设情况的报告\\n县政府:\\n2023年,我局依法行政。"
    >>> front = find_front(text)
    >>> front.title, front.body_start
    (Span(start=0, end=24), 25)
    """
    lines = list(_front_lines(folded))
    titled = _title_line(folded, lines)
    if titled is None and lines and len(lines) <= 2 and "\n" not in folded.strip():
        return _one_line(folded)
    if titled is None:
        lines, titled = _late_title(folded) or (lines, None)
    if titled is None:
        inline = _one_line(folded)
        if inline.title.end > inline.title.start:
            return inline
    page = tuple(s for s in lines if _is_page_line(s.of(folded)))
    if titled is None:
        start = 0
        for span in lines:
            if span in page or is_bare_date(span.of(folded)):
                start = _next_line(folded, span.end)
        return Front(Span(start, start), page, tuple(lines), start)
    first, last = titled
    label = _TITLE_LABEL.match(lines[first].of(folded))
    title = Span(
        lines[first].start + (label.end() if label else 0), _title_end(folded, lines[last])
    )
    start = _next_line(folded, lines[last].end)
    for span in lines[last + 1 :]:
        words = span.of(folded).strip()
        if (
            _is_noise(words)
            or is_bare_date(words)
            or _repeats(folded, title, words)
            or (len(words) < 30 and ORG_END.search(words) and not words.endswith(":"))
        ):
            start = _next_line(folded, span.end)
    return Front(title, page, tuple(lines), start)


def _is_noise(words: str) -> bool:
    if _NOISE.search(words) or _NOISE_FIRST.match(words):
        return True
    return (">" in words or "|" in words) and bool(_NOISE_PATH.search(words))


def _is_page_line(words: str) -> bool:
    return bool(_is_noise(words) or _LABEL.match(words))


def _front_lines(folded: str, at: int = 0) -> Iterator[Span]:
    """Lines up to the first paragraph or numbered heading."""
    for _ in range(60):
        if at >= len(folded):
            return
        end = folded.find("\n", at)
        end = len(folded) if end < 0 else end
        words = folded[at:end].strip(" |\t")  # a table saved as text leaves its rules
        if words:
            begin = at + (len(folded[at:end]) - len(folded[at:end].lstrip(" |\t")))
            if _is_body(words):
                return
            yield Span(begin, begin + len(words))
        at = end + 1


# A slogan of the site or a letter to the superior may stand above the title; a heading may not.
_LATE = 700
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\)")


def _late_title(folded: str) -> tuple[list[Span], tuple[int, int]] | None:
    """A title below what looks like a paragraph, with the lines of the front down to the body."""
    lines: list[Span] = []
    for match in re.finditer(r"[^\n]+", folded[:_LATE]):
        words = match.group().strip()
        if _HEADING.match(words):
            break
        if words and (_is_page_line(words) or not _is_body(words)):
            begin = match.start() + len(match.group()) - len(match.group().lstrip())
            lines.append(Span(begin, begin + len(words)))
    titled = _title_line(folded, lines)
    if titled is None or not _complete(lines[titled[1]].of(folded)):
        return None
    return [*lines[: titled[1] + 1], *_front_lines(folded, lines[titled[1]].end)], titled


def _is_body(words: str) -> bool:
    if _HEADING.match(words):
        return True
    if _is_noise(words) and len(words) < 400 and words.count("。") < 2:
        return False
    if _LABEL.match(words):
        return False
    if _GREETING.match(words):
        return True
    if len(words) > _SHORT_LINE:
        return True
    return bool(_SENTENCE_LIKE.search(words)) or words.endswith((":", ","))


def _title_line(folded: str, lines: list[Span]) -> tuple[int, int] | None:
    best: tuple[int, int, int] | None = None
    for i, span in enumerate(lines):
        words = span.of(folded)
        label = _TITLE_LABEL.match(words)
        if _LABEL.match(words) and not label:
            continue
        plain = words[label.end() :] if label else words
        if _is_noise(plain) and not re.match(r"^[^|>:]{6,60}$", plain):
            continue
        if not _TITLE.search(words):
            continue
        score = 2 * bool(_TITLE_KIND.search(words)) + bool(re.search(r"20\d\d|二零", words))
        # Behind a label or the number of the document the title is less clean than on its own line.
        score = 2 * score - bool(label or _NUMBERED.match(words))
        if best is None or score > best[0]:
            best = (score, i, i)
    if best is None:
        return None
    first = last = best[1]
    while first > 0 and _joins(folded, lines, first - 1, first):
        first -= 1
    while last + 1 < len(lines) and _joins(folded, lines, last, last + 1):
        last += 1
    return first, last


# …工作的报告 发布日期:2020-01-09 来源:…: a title ends where the page begins to speak of itself.
_PAGE_AFTER_TITLE = re.compile(
    r"(?<=报告|总结|汇报|年报|情况)(?:\([^)]*\))?(?=[ ]+(?:发布|信息|来源|时间|日期|索|字体|浏览"
    r"|点击|作者|\[|【|20\d\d))"
)


def _title_end(folded: str, line: Span) -> int:
    page = _PAGE_AFTER_TITLE.search(folded, line.start, line.end)
    return page.end() if page else line.end


def _joins(folded: str, lines: list[Span], a: int, b: int) -> bool:
    """Whether two neighbouring lines are one title."""
    upper, lower = lines[a].of(folded), lines[b].of(folded)
    if any(_is_page_line(w) or is_bare_date(w) for w in (upper, lower)):
        return False
    if upper in lower or _same_office(upper, lower):  # the site's own name above the title
        return False
    if folded[lines[a].end : lines[b].start].count("\n") > 2:
        return False
    if _complete(upper) and _TITLE.search(upper):
        return False
    if _complete(lower) and len(lower) <= 14 and not _complete(upper):
        return True
    if len(upper) <= 40 and ORG_END.search(upper) and not _complete(upper):
        return True
    return bool(_GOES_ON.search(upper) or _GOES_ON.match(lower)) and len(upper + lower) < 90


_OWN_OFFICE = re.compile(r"[\u4e00-\u9fff]{3,20}?(?=关于|20\d\d|二零|法治|依法)")


def _same_office(upper: str, lower: str) -> bool:
    """A page line names an office in full with which the title begins, in full or in short."""
    named = _OWN_OFFICE.match(lower)
    return named is not None and upper.endswith(named.group())


def _complete(words: str) -> bool:
    return bool(re.search(r"(?:报告|总结|汇报|年报|情况|综述)(?:\([^)]*\))?$", words))


def _repeats(folded: str, title: Span, words: str) -> bool:
    return len(words) > 6 and words in title.of(folded).replace("\n", "")


_DATE = re.compile(
    r"\(?[ ]?(?:20\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\.\d{1,2}\.20\d\d"
    r"|20\d\d年(?:\d{1,2}|元)月\d{1,2}日"
    r"|二[零0][零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日)"
    r"(?:[ ]*\d{1,2}:\d{2}(?::\d{2})?)?[ ]?\)?"
)


def is_bare_date(words: str) -> bool:
    """Whether a line holds a day, in brackets or with the time of day, and nothing else.

    >>> is_bare_date("(2024年1月18日)"), is_bare_date("2024年1月18日召开会议")
    (True, False)
    """
    return bool(_DATE.fullmatch(words.strip()))


def _next_line(folded: str, at: int) -> int:
    match = re.compile(r"\s*").match(folded, at)
    return match.end() if match else at


_GAP = re.compile(r"[ \n]+")
_WORD = re.compile(r"[^ \n]+[ \n]+")
_CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*$")


def _past_page_words(folded: str, at: int) -> int:
    """发布日期:2020-01-09 15:20:36 来源:某区政府 behind a title on its own line."""
    while word := _WORD.match(folded, at):
        words = word.group().strip()
        page = _is_noise(words) or is_bare_date(words) or _CLOCK_TIME.match(words)
        if not page or len(words) > 40 or "。" in words:
            break
        at = word.end()
    return at


def _one_line(folded: str) -> Front:
    """A text without line breaks: the title is what stands before the first gap."""
    begin = len(folded) - len(folded.lstrip())
    head = folded[begin : begin + 160]
    gap = _GAP.search(head)
    at = 0
    while gap:
        if label := _TITLE_LABEL.match(head, at):
            at = label.end()
            gap = _GAP.search(head, at)
            continue
        words = head[at : gap.start()]
        if _HEADING.match(words):
            break
        # 法治政府建设年报 alone is the name of a column of the site.
        titled = len(words) >= 10 and _TITLE.search(words) and _complete(words)
        if titled and not _SENTENCE_LIKE.search(words):
            title = Span(begin + at, begin + gap.start())
            start = _past_page_words(folded, begin + gap.end())
            return Front(title, (), (), start)
        if len(words) > 60 or "。" in words:
            break
        at = gap.end()
        gap = _GAP.search(head, at)
    return Front(Span(begin, begin), (), (), begin)
