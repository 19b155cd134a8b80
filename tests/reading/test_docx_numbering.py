"""Automatic numbers of Word: formats, levels, restarts, styles and overrides."""

from __future__ import annotations

import pytest
from lxml import etree

from fzanalysis.reading.docx_numbering import Numbering
from fzanalysis.reading.numbering import known, numeral

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parse(xml: str) -> etree._Element:
    return etree.fromstring(
        xml.replace("<w:", "<w:", 1).replace(">", f' xmlns:w="{NAMESPACE}">', 1)
    )


def level(number: int, format_: str, text: str, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{extra}<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'


CHINESE = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
)


def lists(
    levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:numbering><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'


def markers(numbering: str, paragraphs: str, styles: str = "") -> list[str]:
    """Markers of paragraphs written as ``numId/level`` or as the name of a style."""
    resolver = Numbering(
        parse(numbering), parse(f"<w:styles>{styles}</w:styles>") if styles else None
    )
    found = []
    for paragraph in paragraphs.split():
        number, slash, depth = paragraph.partition("/")
        if paragraph == "-":
            found.append(resolver.marker(None))
        elif slash:
            found.append(
                resolver.marker(
                    parse(
                        f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
                    )
                )
            )
        else:
            found.append(resolver.marker(parse(f'<w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>')))
    return found


def test_three_levels_restart_below_each_other() -> None:
    assert markers(lists(CHINESE), "1/0 1/1 1/2 1/2 1/1 1/2 1/0 1/1 1/2") == [
        "一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）", "1.",
    ]  # fmt: skip


def test_plain_paragraphs_do_not_count() -> None:
    assert markers(lists(CHINESE), "1/0 - 0/0 9/0 1/0") == ["一、", "", "", "", "二、"]


def test_text_that_names_several_levels() -> None:
    levels = (
        level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")
    )
    assert markers(lists(levels), "1/0 1/1 1/1 1/2 1/0 1/1") == [
        "1",
        "1.1",
        "1.2",
        "1.2.1",
        "2",
        "2.1",
    ]


def test_legal_numbering_turns_levels_above_into_digits() -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert markers(lists(levels), "1/0 1/0 1/1") == ["第一章", "第二章", "2.1"]


def test_level_above_that_has_not_come_yet() -> None:
    levels = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2")
    assert markers(lists(levels), "1/1 1/1 1/0 1/1") == ["1.1", "1.2", "1", "1.1"]


@pytest.mark.parametrize(
    ("restart", "expected"), [("0", ["1.", "2."]), ("1", ["1.", "1."]), ("", ["1.", "1."])]
)
def test_restart_can_be_switched_off(restart: str, expected: list[str]) -> None:
    extra = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.", extra)
    assert markers(lists(levels), "1/0 1/1 1/0 1/1")[1::2] == expected


def test_restart_after_a_certain_level_only() -> None:
    levels = (
        level(0, "decimal", "%1")
        + level(1, "decimal", "%2")
        + level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>')
    )
    assert markers(lists(levels), "1/0 1/1 1/2 1/1 1/2 1/0 1/2") == [
        "1",
        "1",
        "1",
        "2",
        "2",
        "2",
        "1",
    ]


TWO = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>{}</w:num>'


def test_two_numbers_of_one_list_count_on() -> None:
    assert markers(lists(CHINESE, TWO.format("")), "1/0 2/0 1/0") == ["一、", "二、", "三、"]


def test_an_override_starts_anew_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert markers(lists(CHINESE, TWO.format(override)), "1/0 1/0 2/0 2/0") == [
        "一、",
        "二、",
        "一、",
        "二、",
    ]


def test_an_override_can_bring_its_own_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    assert markers(lists(CHINESE, TWO.format(override)), "1/0 2/0") == ["一、", "II)"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="b"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="off"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style><w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>'
)


def test_numbers_come_from_styles_and_their_parents() -> None:
    assert markers(lists(CHINESE), "a b c a off b x", STYLES) == [
        "一、",
        "（一）",
        "（二）",
        "二、",
        "",
        "（一）",
        "",
    ]


def test_a_level_that_names_the_style_decides() -> None:
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="a"/>') + level(
        1, "decimal", "%2.", '<w:pStyle w:val="d"/>'
    )
    style = '<w:style w:type="paragraph" w:styleId="d"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert markers(lists(levels), "a d d", STYLES + style) == ["一、", "1.", "2."]


def test_the_default_style_numbers_paragraphs_without_properties() -> None:
    style = '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert markers(lists(CHINESE), "- -", style) == ["一、", "二、"]


def test_lists_behind_a_list_style() -> None:
    numbering = (
        f'<w:numbering><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>{CHINESE}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    assert markers(numbering, "1/0 2/0") == ["一、", "二、"]


def test_bullets_and_formats_without_numbers() -> None:
    levels = level(0, "bullet", "\uf0b7") + level(1, "none", "注：")
    assert markers(lists(levels), "1/0 1/1") == ["", "注："]


@pytest.mark.parametrize(
    ("suffix", "text", "expected"),
    [
        ("tab", "%1.", "1. "),
        ("space", "%1", "1 "),
        ("tab", "（%1）", "（1）"),
        ("nothing", "%1.", "1."),
    ],
)
def test_gap_between_number_and_text(suffix: str, text: str, expected: str) -> None:
    levels = level(0, "decimal", text).replace('"nothing"', f'"{suffix}"')
    assert markers(lists(levels), "1/0") == [expected]


def test_unknown_formats_are_digits_and_said_to_be_so() -> None:
    resolver = Numbering(parse(lists(level(0, "thaiNumbers", "%1."))), None)
    properties = parse('<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    assert resolver.marker(properties) == "1."
    assert resolver.unknown == {"thaiNumbers"}


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("chineseCounting", "一 十 十一 二十 九十九 一百零一"),
        ("chineseCountingThousand", "一 十 十一 二十 九十九 一百零一"),
        ("japaneseCounting", "一 十 十一 二十 九十九 一百零一"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 玖拾玖 壹佰零壹"),
        ("ideographDigital", "一 一〇 一一 二〇 九九 一〇一"),
        ("ideographTraditional", "甲 癸 甲 癸 壬 甲"),
        ("ideographZodiac", "子 酉 戌 未 寅 辰"),
        ("decimalFullWidth", "１ １０ １１ ２０ ９９ １０１"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 99 101"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ 99 101"),
        ("decimalZero", "01 10 11 20 99 101"),
        ("upperLetter", "A J K T UUUU WWWW"),
        ("lowerRoman", "i x xi xx xcix ci"),
    ],
)
def test_formats(format_: str, expected: str) -> None:
    assert known(format_)
    assert " ".join(numeral(number, format_) for number in (1, 10, 11, 20, 99, 101)) == expected
