"""PDF with a text layer: characters and where they stand, page by page."""

from __future__ import annotations

import ctypes
import re
import time
import unicodedata

import pypdfium2
import pypdfium2.raw as pdfium

from fzanalysis.errors import ReadError
from fzanalysis.reading.content import Content
from fzanalysis.reading.limits import DEFAULT, Limits
from fzanalysis.reading.pdf_layout import Glyph, Page, page_of
from fzanalysis.reading.pdf_paragraphs import paragraphs
from fzanalysis.reading.pdf_tables import Rule, rules_of

_RULES = 600  # straight lines on a page: more are a drawing, not a table
_CROWDED = 50_000  # characters on a page: more is no page that people read
_FEW = 10  # characters on a page: less is a page number on a scan
# Signs that look like common characters and are others: some programs write them into PDF.
_LOOKALIKE = re.compile("[\u2e80-\u2fd5]")
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd\x01-\x08]")
_SCANNED = "it is a scan: run OCR on it elsewhere, or look for the report as a web page or Word"


def read_pdf(data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read the text layer of a PDF; there is no OCR.

    Lines are joined to paragraphs; page headers, footers and page numbers are dropped; columns
    are read one after the other; rows of a table are one line each.

    Args:
        data: the raw bytes.
        limits: bounds on pages and time.

    Raises:
        ReadError: if the PDF is damaged, encrypted, too long, or has no text layer.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(str(error)) from error
    try:
        count = len(document)
        if count > limits.pages:
            reason = f"the PDF has {count} pages, the limit is {limits.pages}"
            raise limits.beyond("pages", reason, "give the report alone", count)
        pages = _read_pages(document, count, limits)
    finally:
        document.close()
    silent = _check(pages)
    text = "\n".join(paragraphs(pages)) + "\n"
    warnings = [f"{silent} of {count} pages hold no text: they may be pictures"] if silent else []
    unreadable = len(_UNREADABLE.findall(text))
    if unreadable * 5 > len(text):
        raise ReadError(
            "the fonts of the PDF do not say which characters they show",
            hint="open it and print it to a new PDF, or look for the report in another format",
        )
    if unreadable:
        warnings.append(f"{unreadable} characters could not be read")
    return Content(text, warnings=tuple(warnings))


def _refusal(message: str) -> ReadError:
    if "assword" in message or "ecurity" in message:
        return ReadError("the PDF is encrypted", hint="remove its password and save it anew")
    return ReadError(
        "the PDF is damaged", hint="it may be cut short: download it again or print it to a new PDF"
    )


def _read_pages(document: pypdfium2.PdfDocument, count: int, limits: Limits) -> list[Page]:
    """All pages, in bounded time."""
    pages: list[Page] = []
    characters, started = 0, time.monotonic()
    for number in range(count):
        if time.monotonic() - started > limits.pdf_seconds:
            reason = f"the PDF took more than {limits.pdf_seconds:g} seconds"
            raise limits.beyond("pdf_seconds", reason, "print it to a new PDF")
        try:
            glyphs, rules, width = _drawn(document, number)
        except pypdfium2.PdfiumError as error:
            raise ReadError(
                f"page {number + 1} of the PDF is damaged", hint="download it again"
            ) from error
        characters += len(glyphs)
        if characters > limits.text_bytes // 3:
            reason = f"the PDF holds more than {limits.text_bytes // 3} characters"
            raise limits.beyond("text_bytes", reason, "give the report alone")
        pages.append(page_of(glyphs, width, rules))
    return pages


def _check(pages: list[Page]) -> int:
    """How many pages are silent; refuses a PDF in which nearly all are."""
    sizes = [sum(len(line.text) for line in page.lines) for page in pages]
    silent = sum(size < _FEW for size in sizes)
    if silent == len(pages) or sum(sizes) < _FEW * len(pages):
        raise ReadError(
            f"the PDF has no text layer ({len(pages)} pages, {sum(sizes)} characters)",
            hint=_SCANNED,
        )
    return silent


def _drawn(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Glyph], list[Rule], float]:
    """Characters and rules of one page, and its width in points."""
    page = document[number]
    text = page.get_textpage()
    try:
        glyphs = _glyphs(text)
        return glyphs, _rules(page) if glyphs else [], page.get_width()
    finally:
        text.close()
        page.close()


def _glyphs(text: pypdfium2.PdfTextPage) -> list[Glyph]:
    count = pdfium.FPDFText_CountChars(text)
    if count > _CROWDED:
        raise ReadError(
            f"a page of the PDF holds {count} characters", hint="print it to a new PDF with pages"
        )
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    glyphs: list[Glyph] = []
    for index in range(count):
        # What the library puts in where it sees a gap (spaces, line ends) is decided later.
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if not code or not pdfium.FPDFText_GetLooseCharBox(text, index, place):
            continue
        char = chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"
        if _LOOKALIKE.match(char):
            char = unicodedata.normalize("NFKC", char)
        glyphs.append(Glyph(char, box.left, box.bottom, box.right, box.top))
    return glyphs


def _rules(page: pypdfium2.PdfPage) -> list[Rule]:
    """Straight lines that the page draws; none on a page that is a drawing."""
    rules: list[Rule] = []
    matrix = pdfium.FS_MATRIX()
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
        points: list[tuple[float, float, bool]] = []
        begin = (0.0, 0.0)
        for number in range(min(pdfium.FPDFPath_CountSegments(item), _RULES)):
            segment = pdfium.FPDFPath_GetPathSegment(item, number)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            place = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            begin = place if kind == pdfium.FPDF_SEGMENT_MOVETO else begin
            points.append((*place, kind == pdfium.FPDF_SEGMENT_LINETO))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append((*begin, True))
        rules.extend(rules_of(points, _is_stroked(item)))
        if len(rules) > _RULES:
            return []
    return rules


def _is_stroked(path: ctypes.c_void_p) -> bool:
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)
