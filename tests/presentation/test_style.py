"""Fonts, sizes, colours, saving."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pypdfium2 as pdfium
import pytest
from matplotlib.text import Text
from PIL import Image

from fzanalysis.errors import UsageError
from fzanalysis.presentation import style, typeface
from fzanalysis.presentation.labels import wrap
from fzanalysis.presentation.style import Chart, figure, printable, save


def chart_of(title: str = "公开信息条数") -> Chart:
    chart, (axes,) = figure(title=title, body=1.5, source="数据来源：虚构", alt="一条柱")
    axes.bar([0], [93])
    return chart


def test_every_character_of_the_vocabulary_can_be_drawn() -> None:
    words = "法治政府建设年度报告督察镇乡彝傣佤旗≥≤～—·“”《》（）〔〕①②％〓"
    assert printable(words) == words


def test_a_character_that_no_font_has_is_shown_as_a_mark_not_as_a_box() -> None:
    assert printable("西山县\U00020000局") == "西山县〓局"


def test_fonts_of_the_machine_are_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    families = style.register_fonts()
    bundled = [e for e in typeface.font_manager.fontManager.ttflist if e.name in families]
    monkeypatch.setattr(typeface.font_manager.fontManager, "ttflist", bundled)
    chart = chart_of("东港县少数民族语言文字工作")
    chart.canvas.draw()  # a missing glyph is a warning, and warnings of that kind are errors here
    drawn = [t for t in chart.findobj(Text) if isinstance(t, Text) and t.get_text()]
    assert {tuple(t.get_fontfamily()) for t in drawn} == {families}


def test_matplotlib_is_left_as_it_was_found() -> None:
    before = dict(mpl.rcParams)
    chart_of()
    assert dict(mpl.rcParams) == before


def test_the_same_chart_gives_the_same_bytes(tmp_path: Path) -> None:
    first = save(chart_of(), tmp_path / "a")
    second = save(chart_of(), tmp_path / "b")
    assert [p.suffix for p in first] == [".png", ".svg", ".pdf"]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.suffix


def test_no_file_says_when_it_was_made(tmp_path: Path) -> None:
    png, svg, pdf = save(chart_of(), tmp_path / "a")
    assert "date" not in svg.read_text("utf-8").lower()
    assert b"Date" not in pdf.read_bytes()
    assert set(Image.open(png).info) <= {"dpi", "Title", "Description"}


def test_alternative_text_goes_into_the_files(tmp_path: Path) -> None:
    png, svg, _ = save(chart_of(), tmp_path / "a")
    assert Image.open(png).info["Description"] == "一条柱"
    assert "一条柱" in svg.read_text("utf-8")


def test_chinese_can_be_copied_from_the_pdf(tmp_path: Path) -> None:
    (pdf,) = save(chart_of(), tmp_path / "a", ("pdf",))
    page = pdfium.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "公开信息条数" in page
    assert "数据来源：虚构" in page


def test_svg_needs_no_font(tmp_path: Path) -> None:
    (svg,) = save(chart_of(), tmp_path / "a", ("svg",))
    assert not re.search(r"<text\b|font-family", svg.read_text("utf-8"))


def test_unknown_format_and_size_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gif"):
        save(chart_of(), tmp_path / "a", ("gif",))
    with pytest.raises(UsageError, match="poster"):
        figure(title="x", body=1, size="poster")


def test_notebook_gets_a_picture_with_its_alternative_text() -> None:
    data, meta = chart_of()._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert meta["image/png"]["alt"] == "一条柱"


def test_colours_stay_apart_on_a_grey_print() -> None:
    shades = [style.to_grey(c) for c in style.SHADES]
    assert shades == sorted(shades, reverse=True)
    assert all(a - b > 0.08 for a, b in itertools.pairwise(shades))
    # Lines that are close in grey differ in marker and dash.
    assert len(set(style.MARKERS)) == len(style.DASHES) == len(style.SERIES)


def lines() -> Iterator[tuple[str, int, list[str]]]:
    yield "发放宣传资料，接受咨询", 12, ["发放宣传资料，", "接受咨询"]
    yield "全面依据《行政处罚法》办理", 10, ["全面依据", "《行政处罚", "法》办理"]
    yield "共1000余份", 6, ["共1000", "余份"]
    yield "", 6, [""]
    # One closing mark hangs over the edge, several take the word before along.
    yield "写到“学法”。”完", 10, ["写到“学", "法”。”完"]
    yield "检测货车3.3万辆，超限率0.6%以下", 12, ["检测货车3.3", "万辆，超限率", "0.6%以下"]
    yield "编号" + "1" * 12, 6, ["编号", "111111", "111111"]


@pytest.mark.parametrize(("text", "columns", "expected"), list(lines()))
def test_lines_break_where_a_reader_expects(text: str, columns: int, expected: list[str]) -> None:
    assert wrap(text, columns).split("\n") == expected
