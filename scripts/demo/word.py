"""Word files: with numbers that Word counts on three levels, and with typed ones."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from demo.source import Report

FONT = "Noto Sans SC"
_STAMP = (2025, 4, 1, 0, 0, 0)
_LIST = 700
# (number format, text around the number, how the marker is written in our sources)
_LEVELS = (
    ("chineseCounting", "%1、", re.compile(r"([一二三四五六七八九十]+)、")),
    ("chineseCounting", "（%2）", re.compile(r"（([一二三四五六七八九十]+)）")),
    ("decimal", "%3.", re.compile(r"(\d+)\.(?!\d)")),
)
_DIGITS = ("", *"一二三四五六七八九十")


def numbered(report: Report, path: Path) -> None:
    """Write a report whose markers stand only in the numbering definitions.

    Raises:
        ValueError: if a marker of the text is not the one that Word will count.
    """
    document = _new()
    _define_list(document)
    _add_title(document, report)
    counts = [0, 0, 0]
    for text in report.paragraphs:
        level, marker = _marker(text)
        if level is None:
            _place(document.add_paragraph(text), text, report)
            continue
        counts[level], counts[level + 1 :] = counts[level] + 1, [0] * (2 - level)
        shown = str(counts[level]) if level == 2 else _DIGITS[counts[level]]
        if marker.group(1) != shown:
            raise ValueError(f"{report.path}: Word will count {shown} before {text[:16]}")
        style = "Heading 1" if level == 0 else "Normal"
        paragraph = document.add_paragraph(text[marker.end() :], style=style)
        if level:  # the first level belongs to the style, the others to the paragraph
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = level
            numbering.get_or_add_numId().val = _LIST
    _save(document, path)


def typed(report: Report, path: Path) -> None:
    """Write a report whose markers are typed, with a page header and page numbers."""
    document = _new()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = f"{report.issuer[0]}文件"
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    _add_page_number(footer)
    footer.add_run(" —")
    _add_title(document, report)
    for text in report.paragraphs:
        _place(document.add_paragraph(text), text, report)
    _save(document, path)


def _marker(text: str) -> tuple[int | None, re.Match[str]]:
    for level, (_, _, pattern) in enumerate(_LEVELS):
        if found := pattern.match(text):
            return level, found
    return None, re.compile("").match(text)  # type: ignore[return-value]


def _new() -> WordDocument:
    document = Document()
    for name in ("Normal", "Heading 1", "Title"):
        font = document.styles[name].font
        font.name, font.size = FONT, Pt(18 if name == "Title" else 12)
        properties = document.styles[name].element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    return document


def _define_list(document: WordDocument) -> None:
    """One list of three levels; its first level is that of the style Heading 1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + ('<w:pStyle w:val="Heading1"/>' if number == 0 else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for number, (form, text, _) in enumerate(_LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    link = f'<w:abstractNumId w:val="{_LIST}"/>'
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{_LIST}">{link}</w:num>'))
    numbering = document.styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = 0
    numbering.get_or_add_numId().val = _LIST


def _add_title(document: WordDocument, report: Report) -> None:
    for line in report.title.split("\n"):
        document.add_paragraph(line, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _place(paragraph: Paragraph, text: str, report: Report) -> None:
    """The signature stands to the right, everything else is indented by two characters."""
    if text in report.issuer or re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paragraph.paragraph_format.first_line_indent = Pt(24)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _add_page_number(paragraph: Paragraph) -> None:
    for kind in ("begin", "separate", "end"):
        sign = OxmlElement("w:fldChar")
        sign.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(sign)
        if kind == "begin":
            code = OxmlElement("w:instrText")
            code.text = " PAGE "
            paragraph.add_run()._r.append(code)
        elif kind == "separate":
            paragraph.add_run("1")


def _save(document: WordDocument, path: Path) -> None:
    """Save with fixed times, so that the same source gives the same bytes."""
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts:
            if name != "docProps/thumbnail.jpeg":
                info = zipfile.ZipInfo(name, _STAMP)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
