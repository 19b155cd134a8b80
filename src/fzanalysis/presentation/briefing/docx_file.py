"""The briefing as a Word document in Chinese official layout (GB/T 9704: margins, fonts, sizes)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from fzanalysis.presentation.briefing.content import Content, picture
from fzanalysis.presentation.briefing.footnotes import Footnotes
from fzanalysis.presentation.briefing.item import Cell, Item
from fzanalysis.presentation.labels import chinese_numeral, width
from fzanalysis.presentation.packages import describe, settled, xml_text
from fzanalysis.presentation.style import Chart
from fzanalysis.presentation.whole import whole

#: The official fonts; what a machine without them shows instead stands in the document.
FONTS = {
    "title": ("方正小标宋简体", "宋体"),
    "body": ("仿宋_GB2312", "仿宋"),
    "heading": ("黑体", "微软雅黑"),
    "subheading": ("楷体_GB2312", "楷体"),
}
_ROWS_A_PAGE = 16
_TEXT_WIDTH = Mm(156)
#: A chart leaves room for its caption, the first of a finding for heading and takeaway too.
_FIRST_HEIGHT, _MOST_HEIGHT = Mm(160), Mm(195)
#: Columns of text that fit side by side in a table (a Chinese character takes two).
_COLUMNS = 80
_SHORT_TABLE = 11


def write_docx(content: Content, path: Path) -> Path:
    """Write the briefing as DOCX; styles carry all looks, captions number themselves.

    Args:
        content: what to say.
        path: the file, replaced as a whole.
    """
    document = docx.Document()
    _page(document)
    _styles(document)
    writer = _Writer(document)
    writer.opening(content)
    for number, item in enumerate(content.items, start=2):
        writer.item(f"{chinese_numeral(number)}、{item.heading}", item)
    writer.closing(f"{chinese_numeral(len(content.items) + 2)}、口径说明", content.method)
    writer.notes.finish()
    describe(document.core_properties, content.title, content.scope)
    document.core_properties.language = "zh-CN"
    package = io.BytesIO()  # a disk that is full shall not leave half an archive open
    document.save(package)
    with whole(path) as part:
        part.write_bytes(settled(package.getvalue()))
    return path


class _Writer:
    """Writes content into one document and counts its figures and tables."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.notes = Footnotes(document, FONTS["body"][0])
        self.counts = {"图": 0, "表": 0}

    def opening(self, content: Content) -> None:
        self.document.add_paragraph(xml_text(content.title), style="Title")
        self.document.add_paragraph(xml_text(content.scope), style="Subtitle")
        self.document.add_paragraph("一、主要发现", style="Heading 1")
        for item in content.items:
            self.document.add_paragraph(xml_text(f"{item.takeaway}。"), style="Body Text")

    def item(self, heading: str, item: Item) -> None:
        self.document.add_paragraph(xml_text(heading), style="Heading 1")
        takeaway = self.document.add_paragraph(xml_text(f"{item.takeaway}。"), style="Body Text")
        takeaway.paragraph_format.keep_with_next = True  # it is read with its chart
        charts = item.charts("print", _ROWS_A_PAGE)
        for number, chart in enumerate(charts, start=1):
            part = f"（{number}/{len(charts)}）" if len(charts) > 1 else ""
            most = _FIRST_HEIGHT if number == 1 else _MOST_HEIGHT
            self._figure(chart, f"{item.heading}{part}", most)
        self._table(item)

    def closing(self, heading: str, method: Sequence[str]) -> None:
        self.document.add_paragraph(heading, style="Heading 1")
        for line in method:
            self.document.add_paragraph(xml_text(line), style="Body Text")

    def _figure(self, chart: Chart, caption: str, most_height: int) -> None:
        paragraph = self.document.add_paragraph(style="Figure")
        wide, high = chart.get_size_inches()
        width = min(_TEXT_WIDTH, int(most_height * wide / high))
        shape = paragraph.add_run().add_picture(picture(chart), width=width)
        shape._inline.docPr.set("descr", xml_text(chart.alt))
        below = self.document.add_paragraph(style="Figure Caption")
        self._caption(below, "图", caption)

    def _caption(self, paragraph: Any, kind: str, text: str) -> None:
        """``图1  …``: the number is a field, Word renumbers when figures come or go."""
        self.counts[kind] += 1
        paragraph.add_run(kind)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" SEQ {kind} \\* ARABIC ")
        run = OxmlElement("w:r")
        shown = OxmlElement("w:t")
        shown.text = str(self.counts[kind])
        run.append(shown)
        field.append(run)
        paragraph._p.append(field)
        paragraph.add_run(f"  {xml_text(text)}")

    def _table(self, item: Item) -> None:
        table = self.document.add_table(rows=2, cols=len(item.head), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, text in zip(table.rows[1].cells, item.head, strict=True):
            self._fill(cell, Cell(text), style="Table Head")
        # Caption and head are repeated where the table runs over a page, no row is torn apart.
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in item.rows:
            cells = table.add_row().cells
            table.rows[-1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, content in zip(cells, row, strict=True):
                self._fill(cell, content, style="Table Text")
        self._widths(table, item)
        self._table_caption(table.rows[0], item.heading)
        # A short table stays on one page; of a long one no single row is left at the foot of one.
        kept = table.rows[:-1] if len(table.rows) <= _SHORT_TABLE else table.rows[:4]
        for row in kept:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        self.document.add_paragraph(style="Table Text")

    def _table_caption(self, row: Any, text: str) -> None:
        """The caption as a first row without lines around it.

        As a paragraph of its own that is kept with the table it makes LibreOffice cut off the chart
        above, as soon as the table has footnotes.
        """
        cell = row.cells[0].merge(row.cells[-1])
        for spare in cell.paragraphs[1:]:
            spare._p.getparent().remove(spare._p)
        cell.paragraphs[0].style = self.document.styles["Table Caption"]
        self._caption(cell.paragraphs[0], "表", text)
        borders = OxmlElement("w:tcBorders")
        for side in ("top", "left", "right"):
            line = OxmlElement(f"w:{side}")
            line.set(qn("w:val"), "nil")
            borders.append(line)
        cell._tc.get_or_add_tcPr().append(borders)

    def _widths(self, table: Any, item: Item) -> None:
        """Columns as wide as their words, the widest narrowed until all fit on the page."""
        # A head may break in two; behind the words there is room for the number of a footnote.
        longest = [width(text) // 2 + 2 for text in item.head]
        for row in item.rows:
            cells = [width(cell.text) + (5 if cell.notes else 2) for cell in row]
            longest = [max(pair) for pair in zip(longest, cells, strict=True)]
        most = next(m for m in range(90, 5, -1) if sum(min(w, m) for w in longest) <= _COLUMNS)
        parts = [min(words, most) for words in longest]
        widths = [int(_TEXT_WIDTH * part / sum(parts)) for part in parts]
        table.autofit = False
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        for row in table.rows:
            for cell, wide in zip(row.cells, widths, strict=True):
                cell.width = wide

    def _fill(self, cell: Any, content: Cell, *, style: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self.document.styles[style]
        paragraph.add_run(xml_text(content.text))
        # One footnote a cell; a quote that says no more than the cell itself needs none.
        said: dict[str, list[str]] = {}
        for note in content.notes:
            if note.quote != content.text:
                said.setdefault(note.report, []).append(f"“{note.short}”")
        if said:
            text = "；".join(f"{report}：{''.join(quotes)}" for report, quotes in said.items())
            self.notes.add(paragraph, xml_text(text))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _styles(document: Any) -> None:
    """All looks of the document, so that a reader can change them in one place."""
    centred, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
    _style(document, "Normal", "body", 16)
    _style(document, "Title", "title", 22, align=centred, line=32)
    _style(document, "Subtitle", "subheading", 14, align=centred, after=14)
    _style(document, "Heading 1", "heading", 16, indent=2, keep=True, before=6)
    _style(document, "Body Text", "body", 16, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=2)
    _style(document, "Figure", "body", 10.5, align=centred, line=0, keep=True, before=6)
    _style(document, "Figure Caption", "heading", 10.5, align=centred, line=18, after=8)
    _style(document, "Table Caption", "heading", 10.5, align=centred, line=18, keep=True, before=6)
    _style(document, "Table Head", "heading", 10.5, align=centred, line=0, before=2, after=2)
    _style(document, "Table Text", "body", 10.5, align=left, line=0, before=2, after=2)
    _style(document, "Footer", "title", 14, align=centred, line=0)
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    names = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in FONTS.values()
    )
    fonts._blob = fonts.blob.replace(b"</w:fonts>", f"{names}</w:fonts>".encode())


def _style(
    document: Any,
    name: str,
    font: str,
    size: float,
    *,
    align: Any = None,
    line: float = 28,
    indent: int = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    """Set one style; sizes in points, ``line`` 0 for single spacing, ``indent`` in characters."""
    styles = document.styles
    known = name in [style.name for style in styles]
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), FONTS[font][0])
    layout = style.paragraph_format
    layout.alignment = align
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    if line:
        layout.line_spacing = Pt(line)
    layout.first_line_indent = Pt(indent * size)
    layout.keep_with_next = keep
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
