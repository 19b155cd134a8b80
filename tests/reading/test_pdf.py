"""PDF: lines become paragraphs, columns are read in order, furniture is dropped."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from hostile_inputs import blank_pdf, encrypted_pdf

from fzanalysis.errors import ReadError
from fzanalysis.reading.limits import Limits
from fzanalysis.reading.pdf import read_pdf
from fzanalysis.reading.pdf_layout import Glyph, Page, page_of
from fzanalysis.reading.pdf_paragraphs import paragraphs
from fzanalysis.reading.pdf_tables import Rule, rules_of

FORMATS = Path(__file__).parent.parent / "data" / "formats"
LEFT, EM, STEP = 72.0, 12.0, 20.0
FULL = 20  # characters that fill a line


def written(text: str, left: float, bottom: float, em: float = EM) -> list[Glyph]:
    """Characters beside each other; digits and letters are half as wide."""
    glyphs = []
    for char in text:
        width = em / 2 if char.isascii() else em
        glyphs.append(Glyph(char, left, bottom, left + width, bottom + em))
        left += width
    return glyphs


def page(*rows: tuple[float, str], top: float = 700, em: float = EM) -> Page:
    """A page of lines, each with its indent in characters."""
    glyphs = []
    for number, (indent, text) in enumerate(rows):
        glyphs += written(text, LEFT + indent * em, top - number * STEP, em)
    return page_of(glyphs, 595)


def prose(length: int, char: str = "文") -> str:
    return char * length


def test_lines_are_joined_to_paragraphs() -> None:
    first = [(2, prose(18)), (0, prose(20)), (0, "完。")]
    second = [(2, prose(18, "字")), (0, "止。")]
    found = paragraphs([page((0, "某局："), *first, *second)])
    assert found == ["某局：", prose(38) + "完。", prose(18, "字") + "止。"]


def test_full_lines_in_succession_are_told_apart_by_their_indent() -> None:
    assert paragraphs([page((0, prose(20)), (2, prose(17) + "。"), (2, prose(18)))]) == [
        prose(20), prose(17) + "。", prose(18),
    ]  # fmt: skip


def test_markers_start_a_paragraph_even_without_indent() -> None:
    found = paragraphs(
        [
            page(
                (0, prose(19) + "。"),
                (0, "（一）" + prose(17)),
                (0, "1." + prose(19)),
                (0, prose(3)),
            )
        ]
    )
    assert found == [prose(19) + "。", "（一）" + prose(17) + "1." + prose(19) + prose(3)]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = page((2, prose(18)), (0, prose(20)))
    second = page((0, "续完。"), (2, prose(18)), (0, "完。"))
    assert paragraphs([first, second]) == [prose(38) + "续完。", prose(18) + "完。"]


def test_headers_footers_and_page_numbers_are_dropped() -> None:
    pages = [
        page(
            (0, "某局文件"),
            (2, prose(17) + "甲乙丙丁"[number]),
            (0, "甲乙丙丁"[number] + "页结束。"),
            (8, mark),
            (6, f"某局办公室 {number}"),
        )
        for number, mark in ((1, "— 1 —"), (2, "第2页 共3页"), (3, "3/3"))
    ]
    assert paragraphs(pages) == [
        prose(17) + "甲乙丙丁"[number] + "甲乙丙丁"[number] + "页结束。" for number in (1, 2, 3)
    ]


def test_figures_alone_on_a_line_within_the_text_stay() -> None:
    rows = [
        (0, prose(10)),
        (0, prose(9)),
        (0, prose(8)),
        (0, "2023"),
        (0, prose(7)),
        (0, prose(6)),
        (0, prose(5)),
    ]
    assert "2023" in paragraphs([page(*rows)])


def test_a_signature_on_the_right_is_two_lines() -> None:
    rows = [
        (0, prose(20)),
        (0, prose(20)),
        (0, "特此报告。"),
        (12, "某县水务局某科"),
        (13, "二〇二四年一月"),
    ]
    assert paragraphs([page(*rows)])[-2:] == ["某县水务局某科", "二〇二四年一月"]


def test_a_title_in_several_lines_is_one() -> None:
    title = written("某县水务局二〇二三年度法治", LEFT + 20, 740, 18) + written(
        "政府建设情况报告", LEFT + 65, 712, 18
    )
    body = [glyph for n in range(4) for glyph in written(prose(20), LEFT, 680 - 20 * n)]
    assert (
        paragraphs([page_of(title + body, 595)])[0] == "某县水务局二〇二三年度法治政府建设情况报告"
    )


def test_words_keep_their_space_and_digits_do_not_get_one() -> None:
    gap = written("学法", LEFT, 700) + written("12", LEFT + 27, 700) + written("次", LEFT + 42, 700)
    words = written("Word", LEFT, 680) + written("Excel", LEFT + 30, 680)
    assert [line.text for line in page_of(gap + words, 595).lines] == ["学法12次", "Word Excel"]


def columns(top: float) -> list[Glyph]:
    glyphs = []
    for number in range(8):
        glyphs += written(prose(15, "左"), LEFT, top - 20 * number)
        glyphs += written(prose(15, "右"), LEFT + 220, top - 20 * number)
    return glyphs


def test_columns_are_read_one_after_the_other() -> None:
    title = written("横跨两栏的一个相当长的标题文字在上面再长一些就够了", LEFT + 30, 740)
    found = paragraphs([page_of(title + columns(700), 595)])
    assert found[1:] == [prose(120, "左") + prose(120, "右")]


def test_three_columns() -> None:
    glyphs = []
    for number in range(8):
        for place, char in enumerate("左中右"):
            glyphs += written(prose(10, char), LEFT + 140 * place, 700 - 20 * number)
    assert paragraphs([page_of(glyphs, 595)]) == ["".join(prose(80, char) for char in "左中右")]


def test_a_heading_that_fills_its_line_is_no_block_with_what_follows() -> None:
    heading = (2, "二、" + prose(16, "题"))
    found = paragraphs([page((0, "。"), heading, (2, prose(18)), (0, prose(3) + "。"))])
    assert found == ["。", heading[1], prose(21) + "。"]
    block = [heading, (2, prose(18)), (2, prose(3) + "。"), (0, prose(20))]
    assert paragraphs([page((0, "。"), *block)])[1] == heading[1] + prose(21) + "。"


def undrawn_pdf(lines: list[str]) -> bytes:
    """A page as OCR programs make it: the text lies over a picture without being drawn."""
    codes = "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange"
    codes = f"begincmap\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{codes}\nendcmap"
    shown = "".join(
        f"1 0 0 1 72 {760 - 20 * number} Tm <{line.encode('utf-16-be').hex()}> Tj\n"
        for number, line in enumerate(lines)
    )
    shown = f"BT\n3 Tr /F 12 Tf\n{shown}ET"
    objects = [
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources <</Font <</F 5 0 R>> >> >>",
        f"<</Length {len(shown)}>>\nstream\n{shown}\nendstream",
        "<</Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H"
        " /DescendantFonts [6 0 R] /ToUnicode 7 0 R>>",
        "<</Type /Font /Subtype /CIDFontType2 /BaseFont /None /DW 1000 /CIDToGIDMap /Identity"
        " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>",
        f"<</Length {len(codes)}>>\nstream\n{codes}\nendstream",
    ]
    body, places = "%PDF-1.5\n", ["0000000000 65535 f \n"]
    for number, item in enumerate(objects, 1):
        places.append(f"{len(body):010d} 00000 n \n")
        body += f"{number} 0 obj\n{item}\nendobj\n"
    table = f"xref\n0 {len(places)}\n{''.join(places)}"
    end = f"trailer\n<</Size {len(places)} /Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}{table}{end}".encode()


def test_a_scan_that_was_given_a_text_layer_is_read() -> None:
    rows = ["　　" + prose(30), prose(32, "字"), "学法12次。", "　　" + prose(30, "又")]
    assert read_pdf(undrawn_pdf(rows)).text.splitlines() == [
        prose(30) + prose(32, "字") + "学法12次。",
        prose(30, "又"),
    ]


def test_a_table_without_rules_is_not_taken_for_columns() -> None:
    glyphs = []
    for number in range(8):
        glyphs += written("指标", LEFT, 700 - 20 * number) + written(
            f"{number}次", LEFT + 220, 700 - 20 * number
        )
    assert paragraphs([page_of(glyphs, 595)])[:2] == ["指标 | 0次", "指标 | 1次"]


def test_cells_within_rules_hold_together() -> None:
    rules = [Rule(x, 650, x, 720) for x in (70, 130, 200)] + [
        Rule(70, y, 200, y) for y in (650, 700, 720)
    ]
    glyphs = (
        written("指标", 72, 704) + written("数量", 140, 704)
        + written("公开信息", 72, 684) + written("214条", 140, 674) + written("总数", 72, 664)
    )  # fmt: skip
    assert paragraphs([page_of(glyphs, 595, rules)]) == ["指标 | 数量", "公开信息总数 | 214条"]


def box(left: float, bottom: float, right: float, top: float) -> list[Rule]:
    """The four sides of a frame."""
    return [
        Rule(left, bottom, left, top),
        Rule(right, bottom, right, top),
        Rule(left, bottom, right, bottom),
        Rule(left, top, right, top),
    ]


def test_a_table_that_lays_out_the_page_is_ordinary_text() -> None:
    rules = [*box(70, 400, 400, 720), Rule(76, 400, 76, 720)]
    rows = [(1, prose(20, char)) for char in "甲乙丙丁戊己庚辛壬癸"]
    glyphs = [
        glyph
        for number, (indent, text) in enumerate(rows)
        for glyph in written(text, LEFT + indent * EM, 700 - number * STEP)
    ]
    assert paragraphs([page_of(glyphs, 595, rules)]) == ["".join(text for _, text in rows)]


def test_tables_above_each_other_keep_their_own_columns() -> None:
    upper = [*box(70, 700, 200, 720), Rule(130, 700, 130, 720)]
    lower = [*box(70, 680, 200, 700), Rule(100, 680, 100, 700), Rule(150, 680, 150, 700)]
    glyphs = written("指标", 72, 704) + written("很长数值", 140, 704)
    glyphs += written("甲", 72, 684) + written("乙丙", 104, 684) + written("丁", 160, 684)
    found = paragraphs([page_of(glyphs, 595, [*upper, *lower])])
    assert found == ["指标 | 很长数值", "甲 | 乙丙 | 丁"]


def test_areas_are_rules_only_if_they_are_thin() -> None:
    square = [(0.0, 0.0, False), (0.0, 90.0, True), (90.0, 90.0, True), (90.0, 0.0, True)]
    flat = [(0.0, 0.0, False), (0.0, 1.0, True), (90.0, 1.0, True), (90.0, 0.0, True)]
    assert rules_of(square, stroked=False) == []
    assert len(rules_of(square, stroked=True)) == 3
    assert rules_of(flat, stroked=False) == [Rule(0, 0, 90, 1)]


def test_what_a_browser_prints_around_a_page_is_dropped() -> None:
    head = (
        written("2026/11/23", LEFT, 760)
        + written("3:43", LEFT + 65, 760)
        + written("报告", 300, 760)
    )
    body = written("一、主要做法", LEFT, 700)
    foot = written("https://www.example.invalid/t1.html", LEFT, 40) + written("1/2", 480, 40)
    assert paragraphs([page_of(head + body + foot, 595)]) == ["一、主要做法"]


@pytest.mark.parametrize("name", ["plain.pdf", "columns.pdf", "printed.pdf"])
def test_pdf_of_the_corpus(name: str) -> None:
    source = (FORMATS / "source.txt").read_text(encoding="utf-8")
    assert read_pdf((FORMATS / "built" / name).read_bytes()).text == source


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (blank_pdf(3), Limits(), "no text layer"),
        (blank_pdf(11), Limits(pages=10), "11 pages, the limit is 10"),
        (encrypted_pdf(), Limits(), "encrypted"),
        (b"%PDF-1.7\nnothing of the kind", Limits(), "damaged"),
        ((FORMATS / "built" / "plain.pdf").read_bytes()[:20_000], Limits(), "damaged"),
        ((FORMATS / "built" / "plain.pdf").read_bytes(), Limits(text_bytes=300), "more than 100 characters"),
        ((FORMATS / "built" / "plain.pdf").read_bytes(), Limits(pdf_seconds=1e-9), "took more than 1e-09 seconds"),
    ],
)  # fmt: skip
def test_refusals(data: bytes, limits: Limits, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read_pdf(data, limits)
    assert caught.value.hint


def test_silent_pages_are_warned_of() -> None:
    document = pypdfium2.PdfDocument((FORMATS / "built" / "plain.pdf").read_bytes())
    document.new_page(595, 842).close()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    assert read_pdf(buffer.getvalue()).warnings == (
        "1 of 3 pages hold no text: they may be pictures",
    )
