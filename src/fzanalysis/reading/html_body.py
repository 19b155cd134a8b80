"""Where the main text of a government page stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fzanalysis.reading.html_fields import is_label_line, is_stamp
from fzanalysis.reading.html_names import ARTICLES, EDITORS, FURNITURE, GENERIC, TAGS
from fzanalysis.reading.html_title import folded
from fzanalysis.reading.markup import Element, Line, render, walk

_TIERS = tuple(map(frozenset, (EDITORS, ARTICLES, GENERIC)))
_FURNITURE = frozenset(FURNITURE)
_TAGS = dict.fromkeys(TAGS, 0) | {"article": 1, "main": 2}
_WIDGET = re.compile(
    r"^[\[【（(〖\s]*(?:打印(?:本页|此页|正文)?|关闭(?:本页|窗口|此页)?|收藏(?:本页)?|分享(?:到|至)?|扫一扫.*|扫码.*|"
    r"字(?:体|号)(?:大小)?|我要纠错|纠错|返回(?:顶部|首页|上级|列表)?|加入收藏|设为首页|大中小|大|中|小|默认|超大|"
    r"保护视力色|背景色|繁体|无障碍(?:浏览|阅读)?|语音播报|朗读|浏览(?:次数|量)|点击(?:数|量|率)?|访问(?:次数|量)|"
    r"阅读(?:次数|量)?|责任编辑|责编|编辑|审核|信息来源|微信|微博|朋友圈|QQ空间|更多|收起|展开)"
    r"(?:$|[\s:：】\])）〗\[【（(|，,].{0,80}$|\d{1,8}次?$)"
)
_TAIL = re.compile(
    r"^[\[【（(•·\s]*(?:上一[篇条][:：\s]|下一[篇条][:：\s]|上篇[:：]|下篇[:：]|"
    r"相关(?:链接|文章|新闻|信息|阅读|附件|文件|稿件|解读|文档)(?:$|[:：】\]])|附件下载|"
    r"(?:友情链接|网站地图|站点地图|关于我们|联系我们|网站声明|隐私声明|网站导航)(?:$|[\s:：|])|"
    r"推荐阅读|猜你喜欢|为您推荐|热门推荐|(?:主办|承办|主管|协办)(?:单位)?[:：]|技术支持[:：]|"
    r"网站标识码|政府网站找错|扫一扫在手机|您访问的链接即将离开|Copyright|©|版权声明|"
    r"本(?:网站|站|网页)由|未经(?:许可|授权|允许)[^。]{0,30}(?:转载|复制)|"
    r"[^。，]{0,24}版权所有|[^。]{0,40}公网安备|[^。]{0,24}ICP备)",
    re.I,
)
_CRUMB = re.compile(r"^(?:您?(?:的|现在|目前)?(?:所在)?(?:当前)?位置|首页\s*[>»/›→])")
_SENTENCE = re.compile(r"[，。；,;]")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_REPORT = re.compile(r"报告|总结|汇报")
_TITLE_GOES_ON = re.compile(r"(?:局|委|厅|府|会|办公室|中心|队|关于|年度?|建设|情况|报送)$")
_ABOVE = 5  # lines of a title and an addressee
_FEW = 100
_PROSE = 30  # characters of a line that may be a sentence


class Body(NamedTuple):
    """The main text and what stands around it.

    Attributes:
        lines: the main text.
        around: the other lines of the page, for its metadata.
        warnings: what was uncertain.
        trimmed: those lines around it that stand in one block with it.
        above: the lines of the page before its first.
    """

    lines: list[str]
    around: list[str]
    warnings: tuple[str, ...] = ()
    trimmed: Sequence[str] = ()
    above: Sequence[str] = ()


def is_furniture(element: Element) -> bool:
    """Whether an element is navigation, a share bar or a footer.

    Names lie: some pages call the whole article ``print``. What holds sentences is no furniture.
    """
    if element.tag not in ("nav", "footer") and not _FURNITURE.intersection(_names(element)):
        return False
    return sum(len(text) for text in element.itertext() if "。" in text) < _FEW


def _names(element: Element) -> list[str]:
    names = (element.get("class") or "").lower().split()
    identity = element.get("id")
    return [*names, identity.lower()] if identity else names


def _tier(element: Element) -> int | None:
    keys = {f".{name}" for name in (element.get("class") or "").lower().split()}
    keys.add(f"#{(element.get('id') or '').lower()}")
    for tier, names in enumerate(_TIERS):
        if keys & names:
            return tier
    return _TAGS.get(element.tag)


def _weigh(root: Element) -> tuple[dict[Element, int], list[tuple[int, Element]]]:
    """Characters outside links under each element, and the named containers with their tier."""
    weight: dict[Element, int] = {}
    named: list[tuple[int, Element]] = []
    open_: list[int] = []
    links = 0
    for event, element in walk(root, is_furniture):
        if event == "start":
            open_.append(0 if links else _size(element.text))
            links += element.tag == "a" and element.get("href") is not None
            continue
        if event == "end":
            weight[element] = total = open_.pop()
            links -= element.tag == "a" and element.get("href") is not None
            tier = _tier(element)
            if tier is not None and total:
                named.append((tier, element))
            if open_:
                open_[-1] += total
        if open_ and not links:
            open_[-1] += _size(element.tail)
    return weight, named


def _size(text: str | None) -> int:
    return len(text.strip()) if text else 0


def find_containers(root: Element) -> list[Element]:
    """The elements that hold the main text, in reading order; empty if none is known by name.

    Of all containers with a known name that hold most of the text, the most specific is taken.
    """
    weight, named = _weigh(root)
    most = max((weight[element] for _, element in named), default=0)
    best: tuple[int, int, Element] | None = None
    for tier, element in named:
        if weight[element] >= 0.6 * most:
            key = (tier, weight[element], element)
            if best is None or key[:2] < best[:2]:
                best = key
    if best is None or best[1] < 80:
        return _split_body(weight, named)
    return [best[2]]


def _split_body(weight: dict[Element, int], named: list[tuple[int, Element]]) -> list[Element]:
    """Some systems cut one text into several editors that stand side by side."""
    for tier in (0, 1):
        together: dict[Element | None, list[Element]] = {}
        for found, element in named:
            if found == tier:
                together.setdefault(element.getparent(), []).append(element)
        for group in together.values():
            if len(group) > 1 and sum(weight[element] for element in group) >= 80:
                return group
    return []


def trim(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Main text and the rest: labels and widgets above the first paragraph, footers below the last.

    What stands between is never touched, whatever it looks like.

    >>> trim(["字体：大 中 小", "一、概况", "打印本页", "上一篇：通知"])
    (['一、概况'], ['字体：大 中 小', '打印本页', '上一篇：通知'])
    """
    start = next((i for i, line in enumerate(lines) if _is_prose(line)), len(lines))
    stop = len(lines)
    last = start
    for number in range(len(lines) - 1, start, -1):
        if _TAIL.match(lines[number]):
            stop = number
        elif _HEADING.match(lines[number]) or (
            "。" in lines[number] and len(lines[number]) >= _PROSE
        ):
            last = number
            break
    kept: list[str] = []
    rest: list[str] = []
    for number, line in enumerate(lines[:stop]):
        above = number < start and (is_label_line(line) or _CRUMB.match(line) or is_stamp(line))
        outside = number < start or number > last
        (rest if above or (outside and _WIDGET.match(line)) else kept).append(line)
    return kept, [*rest, *lines[stop:]]


def _is_prose(line: str) -> bool:
    return bool(_HEADING.match(line)) or (
        len(line) >= _PROSE and bool(_SENTENCE.search(line)) and not is_label_line(line)
    )


def cut(lines: Sequence[Line], title: str) -> Body:
    """The main text of a page without a known container: from its title to its footer."""
    texts = [line.text for line in lines if line.linked * 2 < len(line.text) or len(line.text) > 80]
    wanted = folded(title)
    prose = next((i for i, text in enumerate(texts) if _is_prose(text)), len(texts))
    start = max(
        (i for i, text in enumerate(texts[: prose + 1]) if wanted and wanted in folded(text)),
        default=-1,
    )
    if start < 0:
        start = _walk_back(texts, prose)
    kept, rest = trim(texts[start:])
    return Body(kept, texts[:start] + rest, trimmed=rest)


def _walk_back(texts: Sequence[str], prose: int) -> int:
    """Above the first sentence may stand a title in several lines, labels, and the addressee."""
    start, labels = prose, 0
    while start and prose - start - labels < _ABOVE and len(texts[start - 1]) <= 60:
        text = texts[start - 1]
        if _CRUMB.match(text):
            break
        if is_label_line(text) or is_stamp(text) or _WIDGET.match(text):
            if any(map(_REPORT.search, texts[start:prose])):
                break  # what stands above the title and its labels is none of the document
            labels += 1
        start -= 1
    titles = [i for i in range(start, prose) if _REPORT.search(texts[i])]
    if not titles:
        return prose
    if not labels:
        return start
    # Labels stand under a title: above it are only its first lines, if it has several.
    first = titles[-1]
    while first > start and _TITLE_GOES_ON.search(texts[first - 1]):
        first -= 1
    return first


def headings_missing(expected: Sequence[str], text: str) -> list[str]:
    """Headings of the page that a text lacks."""
    present = folded(text)
    return [line for line in expected if _HEADING.match(line) and folded(line) not in present]


def read_container(containers: Sequence[Element], root: Element) -> Body:
    """The body when its containers are known by name."""
    lines = [line.text for element in containers for line in render(element, skip=is_furniture)]
    if not lines:
        lines = [line.text for element in containers for line in render(element, hidden=True)]
    kept, rest = trim(lines)
    inside = set(containers)
    outside = [line.text for line in render(root, skip=lambda element: element in inside)]
    return Body(kept, outside + rest, trimmed=rest)
