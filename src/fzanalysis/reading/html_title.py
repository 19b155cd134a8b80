"""The title of a page: from its meta elements, its heading, or the title of its window."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fzanalysis.reading.html_names import TITLE_TAGS, TITLES
from fzanalysis.reading.markup import Element

_TITLES = frozenset(TITLES)

_HEADINGS = ("h1", "h2", "h3")
# Between the title and the name of the site in the title of a window.
_WINDOW = re.compile(r"\s*[_|丨>»]+\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|--+|——+")
_SITE = re.compile(
    r"(?:门户网站|政府网站?|信息网|官网|官方网站|公开网|政务网|人民政府|首页|平台|专栏|公开目录|信息公开|政务公开)$"
)
_SITE_TAIL = re.compile(r"[-–—][^-–—]{2,20}$")
_REPORT = re.compile(r"报告|总结|汇报|情况|计划|通报")


def folded(text: str) -> str:
    """Letters and digits only: to compare what differs in spaces and punctuation.

    >>> folded("某局 2023年度《报告》")
    '某局2023年度报告'
    """
    return "".join(char for char in text if char.isalnum())


def _window_title(root: Element) -> str:
    for element in root.iter("title"):
        return " ".join("".join(element.itertext()).split())
    return ""


def _without_site(part: str) -> str:
    tail = _SITE_TAIL.search(part)
    if tail and (_SITE.search(tail.group()) or tail.group().endswith(("局", "厅", "委", "网"))):
        return part[: tail.start()]
    return part


def _from_window(text: str) -> str:
    """The part of a window's title that is the title of the document."""
    parts = [_without_site(part.strip()) for part in _WINDOW.split(text) if part.strip()]
    parts = [part for part in parts if not _SITE.search(part)]
    best = max(parts, key=lambda part: (bool(_REPORT.search(part)), len(part)), default="")
    return best if len(folded(best)) >= 6 else ""


def _names(element: Element) -> Iterable[str]:
    yield from (element.get("class") or "").lower().split()
    yield (element.get("id") or "").lower()


def _visible(root: Element) -> list[str]:
    """Headings and elements that are named as a title, in the order of trust."""
    found: list[tuple[int, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("title", "meta", "a", "input"):
            continue
        named = element.tag in TITLE_TAGS or any(name in _TITLES for name in _names(element))
        if not named and element.tag not in _HEADINGS:
            continue
        text = " ".join("".join(element.itertext("*")).split())
        if 6 <= len(folded(text)) <= 90:
            found.append((0 if named and element.tag == "h1" else 1 if named else 2, text))
    return [text for _, text in sorted(found, key=lambda item: item[0])]


def is_site_name(title: str) -> bool:
    """Whether a title names the site and not the document.

    >>> is_site_name("某县政府信息公开平台"), is_site_name("某县2023年法治政府建设报告")
    (True, False)
    """
    return bool(_SITE.search(title)) and not _REPORT.search(title)


def find_title(root: Element, meta_title: str) -> str:
    """The title of the document that a page shows, empty if it shows none.

    A heading that the title of the window repeats is the surest; then what the page declares.

    Args:
        root: the page.
        meta_title: what its meta elements say.

    >>> from lxml import etree
    >>> find_title(etree.fromstring("<p><h1>某局2023年法治报告</h1></p>"), "")
    '某局2023年法治报告'
    """
    window = _window_title(root)
    visible = _visible(root)
    both = folded(window + meta_title)
    for text in visible:
        if folded(text) in both:
            return text
    if meta_title and (_REPORT.search(meta_title) or not visible):
        return _from_window(meta_title) or meta_title
    for text in visible:
        if _REPORT.search(text):
            return text
    return _from_window(window)
