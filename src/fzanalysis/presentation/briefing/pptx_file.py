"""The briefing as slides: one chart a slide, its takeaway as the title, the quotes in the notes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from fzanalysis.presentation.briefing.content import Content, picture
from fzanalysis.presentation.briefing.item import Item
from fzanalysis.presentation.labels import width
from fzanalysis.presentation.packages import describe, settled, xml_text
from fzanalysis.presentation.style import Chart
from fzanalysis.presentation.whole import whole

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_MARGIN = Inches(0.5)
_TOP = Inches(1.45)
_ROWS_A_SLIDE = 8
_FONT = "微软雅黑"


def write_pptx(content: Content, path: Path) -> Path:
    """Write the briefing as PPTX (16:9).

    Args:
        content: what to say.
        path: the file, replaced as a whole.
    """
    show = pptx.Presentation()
    _master(show)
    _cover(show, content)
    for item in content.items:
        charts = item.charts("slide", _ROWS_A_SLIDE)
        for number, chart in enumerate(charts, start=1):
            place = f"（{number}/{len(charts)}）" if len(charts) > 1 else ""
            _slide(show, item, chart, place)
    _method(show, content)
    describe(show.core_properties, content.title, content.scope)
    package = io.BytesIO()  # a disk that is full shall not leave half an archive open
    show.save(package)
    with whole(path) as part:
        part.write_bytes(settled(package.getvalue()))
    return path


def _master(show: Any) -> None:
    """16:9, Chinese font and left titles in the master, so that no slide needs its own looks."""
    ratio = _WIDE / show.slide_width
    show.slide_width, show.slide_height = _WIDE, _HIGH
    for holder in (show.slide_master, *show.slide_layouts):
        for shape in holder.placeholders:
            shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)
    styles = show.slide_master.element.find(qn("p:txStyles"))
    for properties in styles.iter(qn("a:defRPr")):
        for tag in ("a:latin", "a:ea"):
            old = properties.find(qn(tag))
            if old is not None:
                old.set("typeface", _FONT)
    for holder in (show.slide_master, show.slide_layouts[5]):
        title = next(s for s in holder.placeholders if s.placeholder_format.type in (1, 3))
        title.left, title.top = _MARGIN, Inches(0.3)
        title.width, title.height = _WIDE - 2 * _MARGIN, Inches(1.1)
    for shape, top, high in zip(
        show.slide_layouts[0].placeholders, (2.3, 3.8), (1.4, 1.2), strict=False
    ):
        shape.left, shape.width = Inches(1.2), _WIDE - Inches(2.4)
        shape.top, shape.height = Inches(top), Inches(high)
        for level in shape.element.iter(qn("a:lvl1pPr")):
            level.set("algn", "l")
            for look in level.iter(qn("a:defRPr")):
                look.set("sz", "4000" if top < 3 else "2000")
    title_style = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title_style.set("algn", "l")
    look = title_style.find(qn("a:defRPr"))
    look.set("sz", "2600")
    look.set("b", "1")


def _cover(show: Any, content: Content) -> None:
    slide = show.slides.add_slide(show.slide_layouts[0])
    slide.shapes.title.text = xml_text(content.title)
    slide.placeholders[1].text = xml_text(content.scope)


def _slide(show: Any, item: Item, chart: Chart, part: str) -> None:
    slide = show.slides.add_slide(show.slide_layouts[5])
    title = slide.shapes.title
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    title.text_frame.text = xml_text(item.takeaway + part)
    if width(item.takeaway + part) > 100:
        title.text_frame.paragraphs[0].font.size = Pt(20)
    wide, high = chart.get_size_inches()
    room_wide, room_high = _WIDE - 2 * _MARGIN, _HIGH - _TOP - Inches(0.25)
    factor = min(room_wide / Inches(wide), room_high / Inches(high))
    size = int(Inches(wide) * factor), int(Inches(high) * factor)
    left = Emu(int((_WIDE - size[0]) / 2))
    shape = slide.shapes.add_picture(picture(chart), left, _TOP, *size)
    shape._element.nvPicPr.cNvPr.set("descr", xml_text(chart.alt))
    slide.notes_slide.notes_text_frame.text = xml_text(_notes(item))


def _notes(item: Item) -> str:
    lines = [item.takeaway + "。", "", "原文："]
    lines += [f"{note.report}：“{note.short}”" for note in item.notes]
    if not item.notes:
        lines[2:] = ["见表格和标注页。"]
    return "\n".join(lines)


def _method(show: Any, content: Content) -> None:
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "口径说明"
    box = slide.shapes.add_textbox(_MARGIN, _TOP, _WIDE - 2 * _MARGIN, Inches(5.5))
    frame = box.text_frame
    frame.word_wrap = True
    for number, line in enumerate(content.method):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(8)
        run = paragraph.add_run()
        run.text = f"{number + 1}. {line}"
        run.font.size = Pt(16)
        run.font.color.rgb = RGBColor(0x1A, 0x27, 0x33)
