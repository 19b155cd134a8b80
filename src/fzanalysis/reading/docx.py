"""Word documents (.docx): the text as a reader sees it, automatic numbers included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fzanalysis.errors import ReadError
from fzanalysis.reading.content import Content
from fzanalysis.reading.docx_numbering import Numbering
from fzanalysis.reading.limits import DEFAULT, Limits
from fzanalysis.reading.markup import Element
from fzanalysis.reading.numbering import numeral
from fzanalysis.reading.ooxml import Package, W
from fzanalysis.reading.tables import row_lines

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "delText", "delInstrText"))
_APART = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "tblPr"))
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "body")
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n",
          f"{W}noBreakHyphen": "-"}  # fmt: skip
_TRACKED = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
# A number within a circle, as Word writes it: the field has no result, its code is what is shown.
_CIRCLED = re.compile(r"\s*EQ\s*\\o\s*\\ac\s*\(\s*[○〇]\s*[,，;]\s*(\d{1,2})\s*\)\s*", re.I)


def read_docx(data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read a Word document.

    Paragraphs carry their automatic numbers, tables are one line a row, text boxes follow the
    paragraph that they hang on, footnotes stand at the end behind ``注：``. Tracked changes are
    read as accepted. Headers, footers, comments and tables of contents are left out.

    Args:
        data: the raw bytes.
        limits: bounds on size.

    Raises:
        ReadError: if the document is damaged, encrypted or hostile.
    """
    package = Package(data, limits)
    main = package.related("").get("officeDocument", "word/document.xml")
    document = package.read(main)
    if document is None:
        raise ReadError("the Word document has no text part", hint="save it anew in Word")
    related = package.related(main)
    numbering = Numbering(
        package.read(related.get("numbering", "")), package.read(related.get("styles", ""))
    )
    reader = _Reader(numbering)
    body = document.find(f"{W}body")
    lines = list(reader.blocks(body)) if body is not None else []
    if reader.carried:
        lines.append(reader.carried)
    for kind, asked in (("footnotes", reader.footnotes), ("endnotes", reader.endnotes)):
        notes = package.read(related.get(kind, "")) if asked else None
        lines.extend(reader.notes(notes, asked) if notes is not None else ())
    warnings = list(reader.warnings)
    if any(next(document.iter(tag), None) is not None for tag in _TRACKED):
        warnings.append("tracked changes were read as accepted")
    if numbering.unknown:
        names = ", ".join(sorted(numbering.unknown))
        warnings.append(f"numbers in a format that is not known were printed in digits: {names}")
    return Content("\n".join(lines) + "\n", warnings=tuple(warnings))


@dataclass
class _Field:
    """An open field: its code comes first, what the reader sees after the separator."""

    code: str = ""
    result: bool = False

    @property
    def shown(self) -> bool:
        return self.result and not self.code.lstrip().upper().startswith("TOC")

    @property
    def sign(self) -> str:
        """What a field without a result shows."""
        found = _CIRCLED.fullmatch(self.code)
        return numeral(int(found.group(1)), "decimalEnclosedCircle") if found else ""


class _Reader:
    """Walks the document; fields and numbers run on from paragraph to paragraph."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.footnotes: list[str] = []
        self.endnotes: list[str] = []
        self.warnings: dict[str, None] = {}
        self._fields: list[_Field] = []
        self.carried = ""  # text of a paragraph whose end was deleted
        self._boxes: list[Element] = []

    def blocks(self, container: Element) -> Iterator[str]:
        """The lines of paragraphs and tables within a container."""
        for child in container:
            tag = child.tag
            if tag == f"{W}p":
                yield from self.paragraph(child)
            elif tag == f"{W}tbl":
                yield from self.table(child)
            elif tag == f"{W}sdt":
                if _is_contents(child):
                    self.warnings["a table of contents was left out"] = None
                    continue
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    yield from self.blocks(content)
            elif tag == f"{_MC}AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    yield from self.blocks(chosen)
            elif tag == f"{W}altChunk":
                self.warnings["an embedded document was not read"] = None
            elif tag in _WRAPPERS:
                yield from self.blocks(child)

    def paragraph(self, element: Element) -> Iterator[str]:
        """The lines of one paragraph, its text boxes behind it."""
        properties = element.find(f"{W}pPr")
        text = self.carried + "".join(self.inline(element))
        boxes, self._boxes = self._boxes, []
        mark = properties.find(f"{W}rPr") if properties is not None else None
        gone = mark is not None and any(mark.find(tag) is not None for tag in _GONE)
        unseen = mark is not None and self._vanishes(mark)
        # Neither a paragraph whose end is gone nor one that is hidden has a number.
        marker = "" if gone or (unseen and not text) else self.numbering.marker(properties)
        if gone or unseen:
            self.carried = marker + text  # the paragraph runs into the next one
        else:
            self.carried = ""
            # A page break before a heading stands within its paragraph, before its text.
            for line in (marker + text.lstrip() if marker else text).split("\n"):
                if line.strip():
                    yield line.strip(" \u3000\t")
        for box in boxes:
            yield from self.blocks(box)

    def table(self, element: Element) -> Iterator[str]:
        """One line a row."""
        for row in _children(element, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = []
            for cell in _children(row, f"{W}tc"):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                upper = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                cells.append([] if upper else list(self.blocks(cell)))
            yield from row_lines(cells)

    def inline(self, paragraph: Element) -> Iterator[str]:
        """Characters of a paragraph in reading order, to any depth."""
        stack = [iter(paragraph)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            tag = child.tag
            if tag in (f"{W}t", f"{_M}t"):
                if all(field.shown for field in self._fields):
                    yield child.text or ""
            elif tag in _SIGNS:
                if all(field.shown for field in self._fields):
                    yield _SIGNS[tag]
            elif tag in _GONE or tag in _APART:
                continue
            elif tag == f"{W}r":
                if not self._hidden(child):
                    stack.append(iter(child))
            elif tag == f"{_MC}AlternateContent":
                chosen = _chosen(child)
                stack.append(iter(chosen if chosen is not None else ()))
            elif tag == f"{W}txbxContent":
                self._boxes.append(child)
            elif tag == f"{W}fldChar":
                if child.get(f"{W}fldCharType") == "end" and self._fields:
                    yield self._end_field()
                else:
                    self._special(child, tag)
            elif not self._special(child, tag):
                stack.append(iter(child))

    def _end_field(self) -> str:
        """Close the innermost field; returns what it shows without having a result."""
        field = self._fields.pop()
        if field.result and not field.shown:
            self.warnings["a table of contents was left out"] = None
        return field.sign if all(outer.shown for outer in self._fields) else ""

    def _special(self, element: Element, tag: str) -> bool:
        """Elements that say something without holding text; whether it was one."""
        if tag == f"{W}fldChar":
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                self._fields.append(_Field())
            elif kind == "separate" and self._fields:
                self._fields[-1].result = True
        elif tag == f"{W}instrText":
            if self._fields and not self._fields[-1].result:
                self._fields[-1].code += element.text or ""
        elif tag == f"{W}footnoteReference":
            self.footnotes.append(element.get(f"{W}id", ""))
        elif tag == f"{W}endnoteReference":
            self.endnotes.append(element.get(f"{W}id", ""))
        elif tag == f"{W}sdt":
            return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        else:
            return False
        return True

    def _hidden(self, run: Element) -> bool:
        properties = run.find(f"{W}rPr")
        return properties is not None and self._vanishes(properties)

    def _vanishes(self, properties: Element) -> bool:
        vanish = properties.find(f"{W}vanish")
        if vanish is not None:
            return vanish.get(f"{W}val", "1") not in ("0", "false", "off")
        style = properties.find(f"{W}rStyle")
        return style is not None and self.numbering.hides(style.get(f"{W}val", ""))

    def notes(self, part: Element, asked: list[str]) -> Iterator[str]:
        """Footnotes in the order in which the text refers to them."""
        by_id = {note.get(f"{W}id", ""): note for note in part}
        for identity in asked:
            note = by_id.get(identity)
            text = " ".join(self.blocks(note)) if note is not None else ""
            if text:
                yield f"注：{text}"


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, content controls and insertions seen through."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            yield from _children(content, tag) if content is not None else ()
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _chosen(alternate: Element) -> Element | None:
    """One of the versions of a drawing: the others say the same for older programs."""
    for version in (*alternate.iterchildren(f"{_MC}Choice"), alternate.find(f"{_MC}Fallback")):
        if version is not None and next(version.iter(f"{W}t", f"{_M}t"), None) is not None:
            return version
    return None


def _is_contents(control: Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
