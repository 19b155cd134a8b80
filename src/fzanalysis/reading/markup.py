"""A parsed page → the lines that its reader sees. Walks without recursion: pages may be deep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from fzanalysis.reading.numbering import numeral
from fzanalysis.reading.tables import row_lines

Element: TypeAlias = Any  # lxml has no types; an etree._Element


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names("""
    address article aside blockquote body center dd details dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    optgroup p pre section summary table tbody tfoot thead title tr td th ul caption
""")
# Never text of the page.
UNSEEN = _names("""
    script style head noscript template select option button input textarea iframe object
    embed applet svg canvas audio video map area datalist meter progress rp rt
""")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_PRESERVED = re.compile(r"white-space\s*:\s*pre", re.I)
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\uffef\u3000-\u303f\u2018-\u201d]")
_GAP = re.compile(r"([ \t\r\n\f]+)")
_TYPED_INDENT = re.compile(r"[\u3000\xa0]{2}")
_TYPED_MARKER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[、）)]")
_BLANKS = re.compile(r"[ \xa0]+")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([\w-]+)", re.I)
_LIST_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
}
_HAS_MARKER = re.compile(
    r"[（(]?[0-9一二三四五六七八九十]{1,3}[、.．）)]|[①-⑳]|[一二三四五六七八九十]是"
)


class Line(NamedTuple):
    """A line and how many of its characters stand in links."""

    text: str
    linked: int = 0


def _unwrap(text: str) -> str:
    """Line ends of the source are no line ends of the page; those that are meant remain.

    A line end is a space, beside a Chinese character it is nothing. But a page that only a style
    sheet lays out has its paragraphs as lines of the source: set in, or opened by a marker.
    """
    parts = _GAP.split(text)
    for number in range(1, len(parts), 2):
        gap, before, after = parts[number], parts[number - 1], parts[number + 1]
        if "\n" not in gap and "\r" not in gap:
            parts[number] = " "
        elif _TYPED_INDENT.match(after) or (
            before.endswith(("。", "；", "：", "！", "？")) and _TYPED_MARKER.match(after)
        ):
            parts[number] = "\n"
        elif _CJK.match(before[-1:]) or _CJK.match(after):
            parts[number] = ""
        else:
            parts[number] = " "
    return "".join(parts)


@dataclass
class _Sink:
    """Where characters go: the page itself, or one cell of a table."""

    lines: list[Line] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0

    def flush(self) -> None:
        if not self.parts:
            return
        joined = "".join(self.parts)
        linked, self.linked = self.linked, 0
        self.parts.clear()
        for piece in _unwrap(joined).split("\n"):
            text = _BLANKS.sub(" ", piece).strip(" \u3000")
            if text:
                self.lines.append(Line(text, min(linked, len(text))))


@dataclass
class _Frame:
    """An open table: its cells so far."""

    cells: list[list[Line]] = field(default_factory=list)


@dataclass
class _List:
    """An open ordered list."""

    format: str
    next: int


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and bool(_HIDDEN.search(style)))


def walk(
    root: Element, skip: Callable[[Element], bool] = lambda element: False
) -> Iterator[tuple[str, Element]]:
    """Elements in reading order as (start, end or skip, element), to any depth."""
    stack = [(root, iter(root))]
    yield "start", root
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
        elif not isinstance(child.tag, str) or child.tag in UNSEEN or skip(child):
            yield "skip", child
        else:
            stack.append((child, iter(child)))
            yield "start", child


class _Renderer:
    """Collects lines while the walk goes on."""

    def __init__(self) -> None:
        self.sinks = [_Sink()]
        self.frames: list[_Frame] = []
        self.lists: list[_List] = []
        self.links = self.preserved = 0

    def text(self, text: str | None) -> None:
        if not text:
            return
        sink = self.sinks[-1]
        if not self.preserved:
            sink.parts.append(text)
            if self.links:
                sink.linked += len(text.strip())
            return
        for number, line in enumerate(text.splitlines()):
            if number:
                sink.flush()
            sink.parts.append(line)

    def start(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self.sinks[-1].flush()
        elif tag in ("td", "th") and self.frames:
            self.sinks.append(_Sink())
        elif tag in _BLOCKS:
            self.sinks[-1].flush()
            self.open_block(element, tag)
        if tag == "a" and element.get("href"):
            self.links += 1
        if tag == "pre" or _PRESERVED.search(element.get("style", "")):
            self.preserved += 1

    def open_block(self, element: Element, tag: str) -> None:
        if tag == "table":
            self.frames.append(_Frame())
        elif tag in ("ol", "ul"):
            self.lists.append(_ordered(element))
        elif tag == "li" and self.lists and self.lists[-1].format:
            current = self.lists[-1]
            value = element.get("value", "")
            number = int(value) if value.isdigit() else current.next
            current.next = number + 1
            if not _HAS_MARKER.match("".join(element.itertext()).lstrip()):
                chinese = current.format == "chineseCounting"
                marker = numeral(number, current.format) + ("、" if chinese else ". ")
                self.sinks[-1].parts.append(marker)

    def end(self, element: Element) -> None:
        tag = element.tag
        if tag == "a" and element.get("href"):
            self.links -= 1
        if tag == "pre" or _PRESERVED.search(element.get("style", "")):
            self.preserved -= 1
        if tag in ("td", "th") and self.frames and len(self.sinks) > 1:
            sink = self.sinks.pop()
            sink.flush()
            self.frames[-1].cells.append(sink.lines)
        elif tag in _BLOCKS:
            self.sinks[-1].flush()
            self.close_block(tag)

    def close_block(self, tag: str) -> None:
        if tag == "tr" and self.frames:
            self.end_row()
        elif tag == "table" and self.frames:
            self.end_row()
            self.frames.pop()
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()

    def end_row(self) -> None:
        cells, self.frames[-1].cells = self.frames[-1].cells, []
        linked = {line.text: line.linked for cell in cells for line in cell}
        joined = row_lines([[line.text for line in cell] for cell in cells])
        self.sinks[-1].lines.extend(Line(text, linked.get(text, 0)) for text in joined)


def _ordered(element: Element) -> _List:
    """The numbers that a browser puts before the items of this list."""
    style = _LIST_STYLE.search(element.get("style", ""))
    named = style.group(1).lower() if style else ""
    if element.tag == "ul" or named == "none":
        return _List("", 1)
    start = element.get("start", "")
    format_ = _LIST_FORMATS.get(named or element.get("type", "1"), "decimal")
    return _List(format_, int(start) if start.isdigit() else 1)


def render(
    root: Element,
    *,
    skip: Callable[[Element], bool] = lambda element: False,
    hidden: bool = False,
) -> list[Line]:
    """The lines of an element and all that stands in it.

    Args:
        root: an element of a page.
        skip: elements to leave out.
        hidden: whether to read what the page itself hides.

    >>> from lxml import etree
    >>> page = etree.fromstring("<div><p>一、概况</p>正文<br/>第二行<i hidden=''>无</i></div>")
    >>> [line.text for line in render(page)]
    ['一、概况', '正文', '第二行']
    """
    renderer = _Renderer()
    for event, element in walk(
        root, lambda child: skip(child) or (not hidden and _is_hidden(child))
    ):
        if event == "start":
            renderer.start(element)
            renderer.text(element.text)
            continue
        if event == "end":
            renderer.end(element)
        if element is not root:
            renderer.text(element.tail)
    while renderer.frames:
        renderer.close_block("table")
    sink = renderer.sinks[0]
    sink.flush()
    return sink.lines
