"""Real footnotes in a Word document: python-docx has none, so the part is written here."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

_TEXT, _REFERENCE = "footnote text", "footnote reference"


class Footnotes:
    """Collects the footnotes of one document; :meth:`finish` puts them into it.

    Args:
        document: a python-docx document without footnotes.
        font: East Asian font of the notes.
    """

    def __init__(self, document: Any, font: str = "仿宋_GB2312") -> None:
        self.document = document
        self.texts: list[str] = []
        self._places: dict[str, Any] = {}
        styles = document.styles
        text = styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.line_spacing = 1.0
        text.paragraph_format.first_line_indent = Pt(0)
        text.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER).font.superscript = True

    def add(self, paragraph: Any, text: str) -> int:
        """Put a reference at the end of a paragraph; returns the number of the note.

        A text that has a note already is referred to, not printed again: a field with its number,
        which Word renumbers like the notes themselves.
        """
        if text in self.texts:
            return self._again(paragraph, self.texts.index(text) + 1)
        self.texts.append(text)
        run = paragraph.add_run()
        run.style = self.document.styles[_REFERENCE]
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.texts)))
        run._r.append(reference)
        self._places[text] = run._r
        return len(self.texts)

    def _again(self, paragraph: Any, number: int) -> int:
        place, name = self._places.pop(self.texts[number - 1], None), f"_note{number}"
        if place is not None:
            for tag, put in (("Start", place.addprevious), ("End", place.addnext)):
                mark = OxmlElement(f"w:bookmark{tag}")
                mark.set(qn("w:id"), str(number))
                if tag == "Start":
                    mark.set(qn("w:name"), name)
                put(mark)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" NOTEREF {name} \\f \\h ")
        run = paragraph.add_run(str(number))
        run.style = self.document.styles[_REFERENCE]
        field.append(run._r)
        paragraph._p.append(field)
        return number

    def finish(self) -> None:
        """Write the part with all notes; to be called once, before the document is saved."""
        uri = PackURI("/word/footnotes.xml")
        main = self.document.part
        part = Part(uri, CONTENT_TYPE.WML_FOOTNOTES, self._xml(), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        properties = OxmlElement("w:footnotePr")
        for number in (-1, 0):
            separator = OxmlElement("w:footnote")
            separator.set(qn("w:id"), str(number))
            properties.append(separator)
        settings = self.document.settings.element
        # The schema wants footnotePr before compat.
        compat = settings.find(qn("w:compat"))
        compat.addprevious(properties) if compat is not None else settings.append(properties)

    def _xml(self) -> bytes:
        styles = self.document.styles
        text, reference = styles[_TEXT].style_id, styles[_REFERENCE].style_id
        kinds = (("separator", -1), ("continuationSeparator", 0))
        notes = [
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
            "</w:footnote>"
            for kind, number in kinds
        ]
        notes += [
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
            for number, words in enumerate(self.texts, start=1)
        ]
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        return f"{head}<w:footnotes {nsdecls('w')}>{''.join(notes)}</w:footnotes>".encode()
