"""Web pages of government sites: main text, title and metadata, without navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from lxml import etree

from fzanalysis.errors import ReadError
from fzanalysis.reading.content import Content
from fzanalysis.reading.html_body import (
    Body,
    cut,
    find_containers,
    headings_missing,
    is_furniture,
    read_container,
)
from fzanalysis.reading.html_fields import read_labels, read_meta, read_stamp
from fzanalysis.reading.html_title import find_title, folded, is_site_name
from fzanalysis.reading.limits import DEFAULT, Limits
from fzanalysis.reading.markup import Element, render
from fzanalysis.reading.text import decode

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I
)
_FEW = 100
_DEEP = 2000
_STUB = 300  # characters: less is no report
_ALONE = "save the text of the page alone"
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|zip|rar)$", re.I)
_NEXT = re.compile(r"[\s\[【<>＞»›]*下一页[\s\]】>＞»›]*")
_OPENED = re.compile(r"<(?:html|body)[\s>]", re.I)
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.I)
_TRAFILATURA_CHARS = 300_000


def read_html(data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read a saved web page.

    Args:
        data: the raw bytes.
        limits: bounds on size.

    Raises:
        ReadError: if the page is too large, nested too deep or holds no text.

    >>> page = "<html><h1>某局2023年法治报告</h1><div id='zoom'><p>一、概况</p></div></html>"
    >>> read_html(page.encode()).text
    '某局2023年法治报告\\n一、概况\\n'
    """
    if len(data) > limits.text_bytes:
        raise limits.too_large(len(data), "text_bytes", "page", _ALONE)
    declared = _DECLARED.search(data[:4096])
    source, encoding = decode(data, declared.group(1).decode("ascii") if declared else "")
    root = parse_page(source, limits)
    fields = read_meta(root)
    title = find_title(root, fields.get("title", ""))
    body = _body(root, source, title)
    fields |= read_labels(body.around)
    if "published_on" not in fields and (day := read_stamp(body.above, title, body.trimmed)):
        fields["published_on"] = day
    if not title or is_site_name(title):
        title = fields.get("title", "") or title
    if title:
        fields["title"] = title
    warnings = [*body.warnings, *_doubts(root, source, body.lines, title)]
    if "damaged" in encoding:
        warnings.append("some characters are damaged")
    lines = _with_title(body.lines, title)
    return Content("\n".join(lines) + "\n", encoding, fields, tuple(warnings))


def _doubts(root: Element, source: str, lines: list[str], title: str) -> Iterator[str]:
    """What makes a page look as if it were not the whole report.

    Raises:
        ReadError: if there is no text, or none but the title.
    """
    attached = _attachments(root)
    heading = folded(title)
    bare = bool(heading) and all(folded(line) in heading for line in lines)
    if not lines or bare:
        elsewhere = "its text may be loaded by a script or be a picture: save it from the browser"
        hint = f"download its attachment {attached[0]}" if attached else elsewhere
        if lines:
            raise ReadError("the page holds no text but its title", hint=hint)
        raise ReadError("the page holds no text", hint=hint)
    if attached and sum(map(len, lines)) < _STUB:
        yield f"the report may be the attachment of the page: {attached[0]}"
    if any(_NEXT.fullmatch("".join(link.itertext())) for link in root.iter("a")):
        yield "the page links to a next page: the report may go on there"
    if _OPENED.search(source) and not _CLOSED.search(source):
        yield "the page does not end as it should: it may be cut short"


def parse_page(source: str, limits: Limits = DEFAULT) -> Element:
    """Parse a page that may be broken in any way; nothing is fetched.

    Raises:
        ReadError: if it has more elements, or deeper ones, than any page that people wrote.
    """
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # lifts the depth of 256, which old editors exceed; bounded below
    )
    data = source.replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("the page is empty or damaged", hint="save it again") from error
    if root is None:
        raise ReadError("the page is empty", hint="save it again")
    # Newer versions of the parser stop at this depth, older ones go on.
    stopped = any("Excessive depth" in entry.message for entry in parser.error_log)
    _check_shape(root, limits, 0 if stopped else _DEEP)
    return root


def _check_shape(root: Element, limits: Limits, deepest: int) -> None:
    count = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > deepest:
            raise ReadError(
                f"the page nests its elements more than {_DEEP} deep",
                hint="open it in a browser and save its text",
            )
    if count > limits.elements:
        reason = f"the page has {count} elements, the limit is {limits.elements}"
        raise limits.beyond("elements", reason, _ALONE, count)


def _body(root: Element, source: str, title: str) -> Body:
    lines = render(root, skip=is_furniture)
    body = _find_body(root, source, cut(lines, title))
    above = takewhile(lambda text: text != body.lines[0], (line.text for line in lines))
    return body._replace(above=list(above)) if body.lines else body


def _find_body(root: Element, source: str, whole: Body) -> Body:
    """Rules for known containers first; then trafilatura; then title to footer."""
    containers = find_containers(root)
    if containers:
        body = read_container(containers, root)
        if body.lines:
            return body._replace(warnings=_compare(body.lines, whole.lines))
    extracted = _trafilatura(source, whole.lines)
    if extracted:
        return whole._replace(lines=extracted)
    lines = whole.lines or [line.text for line in render(root, hidden=True)]
    warning = "no container of the main text is known: the page is cut between title and footer"
    return whole._replace(lines=lines, warnings=(warning,) if lines else ())


def _compare(chosen: list[str], kept: list[str]) -> tuple[str, ...]:
    """Two ways to find the text should find the same amount of it."""
    warnings = []
    ours, other = sum(map(len, chosen)), sum(map(len, kept))
    if ours < 0.6 * other and other - ours > _FEW:
        warnings.append(
            f"the container of the main text holds {ours} characters, the page {other}:"
            " text may be missing"
        )
    missing = headings_missing(kept, "\n".join(chosen))
    if missing:
        warnings.append(f"a heading of the page stands outside the main text: {missing[0][:40]}")
    return tuple(warnings)


def _trafilatura(source: str, kept: list[str]) -> list[str]:
    """The cut page without those lines above and below its sentences that the library leaves out.

    It tells running text from lists beside it, but joins lines and adds signs of its own. If it
    dropped a heading or a good part of the text it is not believed.
    """
    if len(source) > _TRAFILATURA_CHARS:
        return []
    import trafilatura  # slow to import, and few pages come here

    try:
        text = trafilatura.extract(source, favor_recall=True, include_comments=False) or ""
    except RecursionError:  # nested deeper than the library can go: the page is cut instead
        return []
    found = folded(text)
    shared = [folded(line) in found for line in kept]
    prose = [i for i, line in enumerate(kept) if shared[i] and "。" in line] or [0]
    lines = [line for i, line in enumerate(kept) if shared[i] or prose[0] < i < prose[-1]]
    if headings_missing(kept, text) or sum(map(len, lines)) < 0.9 * sum(map(len, kept)):
        return []
    return lines


def _attachments(root: Element) -> list[str]:
    """Names of documents that the page links to or shows in a frame."""
    names = []
    for element in root.iter("a", "iframe", "frame", "embed", "object"):
        address = next(filter(None, map(element.get, ("href", "src", "data"))), "")
        if _DOCUMENT.search(address):
            shown = "" if element.tag == "iframe" else "".join(element.itertext())
            names.append(" ".join(shown.split())[:80] or re.split("[/=]", address)[-1])
    return names


def _with_title(lines: list[str], title: str) -> list[str]:
    """Parsing looks for the title at the head of the text."""
    head = folded("".join(lines[:8]))[:400]
    if not title or folded(title) in head:
        return lines
    return [title, *lines]
