"""Word documents: nothing that a reader sees is lost, nothing else gets in."""

from __future__ import annotations

import io
import zipfile

import pytest

from fzanalysis.errors import ReadError
from fzanalysis.reading.docx import read_docx
from fzanalysis.reading.limits import Limits

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATION = '<Relationship Id="{0}" Type="http://x/{0}" Target="{0}.xml"/>'


def build(body: str, **parts: str) -> bytes:
    """A document of the given body; further parts by name, such as ``footnotes``."""
    files = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    relations = "".join(RELATION.format(name) for name in parts)
    files["word/_rels/document.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {NAMESPACES}>{inner}</w:{name}>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def par(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def lines(body: str, **parts: str) -> list[str]:
    return read_docx(build(body, **parts)).text.splitlines()


def test_everything_that_holds_runs_is_read() -> None:
    inner = (
        run("甲")
        + f"<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        + f"<w:hyperlink>{run('丙')}</w:hyperlink><w:smartTag>{run('丁')}</w:smartTag>"
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{run('戊')}</w:sdtContent></w:sdt>"
        + f"<w:moveFrom>{run('移')}</w:moveFrom><w:moveTo>{run('己')}</w:moveTo>"
        + f"<w:fldSimple w:instr=' REF x '>{run('庚')}</w:fldSimple>"
        + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
        + "<w:bookmarkStart w:id='0' w:name='_GoBack'/><w:bookmarkEnd w:id='0'/>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:commentReference w:id='1'/>"
    )
    assert lines(par(inner)) == ["甲乙丙丁戊己庚x"]


def test_tracked_changes_are_said() -> None:
    assert read_docx(build(par(f"<w:ins>{run('甲')}</w:ins>"))).warnings == (
        "tracked changes were read as accepted",
    )
    assert read_docx(build(par(run("甲")))).warnings == ()


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    first = par(run("前半"), "<w:rPr><w:del w:id='1'/></w:rPr>")
    assert lines(first + par(run("后半")) + par(run("另一段"))) == ["前半后半", "另一段"]


LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
    '<w:start w:val="1"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def numbered(text: str, mark: str = "", around: str = "{}") -> str:
    properties = f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:rPr>{mark}</w:rPr>"
    return par(around.format(run(text)), properties)


@pytest.mark.parametrize(
    "unseen",
    [
        numbered("乙", "<w:moveFrom w:id='1'/>", "<w:moveFrom w:id='2'>{}</w:moveFrom>"),
        numbered("乙", "<w:del w:id='1'/>", "<w:del w:id='2'>{}</w:del>"),
        numbered("乙", "<w:vanish/>").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"),
    ],
    ids=["moved away", "deleted", "hidden"],
)
def test_a_paragraph_that_is_not_there_has_no_number(unseen: str) -> None:
    body = numbered("甲") + unseen + numbered("丙")
    assert lines(body, numbering=LIST) == ["一、甲", "二、丙"]


def test_a_heading_with_a_hidden_end_runs_into_its_text() -> None:
    heading = numbered("加强学习。", "<w:vanish/><w:specVanish/>")
    body = heading + par(run("全年学法12次。")) + numbered("乙")
    assert lines(body, numbering=LIST) == ["一、加强学习。全年学法12次。", "二、乙"]


def test_a_page_break_before_a_heading_does_not_part_it_from_its_number() -> None:
    broken = numbered("甲").replace("<w:t>", "<w:br w:type='page'/><w:t>")
    assert lines(broken, numbering=LIST) == ["一、甲"]


def test_numbers_within_a_circle() -> None:
    sign = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    code = "<w:r><w:instrText> eq \\o\\ac(○,</w:instrText></w:r><w:r><w:instrText>2)</w:instrText></w:r>"
    assert lines(par(sign.format("begin") + code + sign.format("end") + run("抓学习"))) == [
        "②抓学习"
    ]
    other = code.replace("2)", "国)")
    assert lines(par(sign.format("begin") + other + sign.format("end") + run("徽"))) == ["徽"]


def test_tabs_and_breaks() -> None:
    assert lines(
        par(
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r>"
        )
    ) == ["甲\t乙", "丙-丁"]


def field(code: str, result: str) -> str:
    sign = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    return f"{sign.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{sign.format('separate')}{result}{sign.format('end')}"


def test_results_of_fields_not_their_codes() -> None:
    nested = field(f" HYPERLINK {field(' PAGE ', run('9'))} ", run("链接"))
    assert lines(par(run("见") + nested + run("。"))) == ["见链接。"]


def test_table_of_contents_is_left_out_and_said() -> None:
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    body = (
        par(begin + run("一、概况 1"))
        + par(run("二、问题 2") + "<w:r><w:fldChar w:fldCharType='end'/></w:r>")
        + par(run("一、概况"))
    )
    content = read_docx(build(body))
    assert content.text == "一、概况\n"
    assert content.warnings == ("a table of contents was left out",)


def test_tables_nested_merged_and_deleted() -> None:
    def cell(inner: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"

    upper, down = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        f"<w:tr>{cell(par(run('指标')), upper)}{cell(par(run('数量')))}{cell(par(run('单位')))}</w:tr>"
        f"<w:tr>{cell(par(run('藏')), down)}{cell(par(run('12')) + par(run('次')))}{cell(par(run('次')))}</w:tr>"
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell(par(run('删')))}{cell(par(run('删')))}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{cell(par(run('控件')))}{cell(par(run('行')))}</w:tr></w:sdtContent></w:sdt>"
    )
    assert lines(f"<w:tbl>{rows}</w:tbl>") == ["指标 | 数量 | 单位", "| 12 次 | 次", "控件 | 行"]
    inner = f"<w:tbl><w:tr>{cell(par(run('内')))}{cell(par(run('表')))}</w:tr></w:tbl>"
    assert lines(f"<w:tbl><w:tr>{cell(inner)}</w:tr></w:tbl>") == ["内 | 表"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{par(run('框内文字'))}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(par(run("正文") + drawing)) == ["正文", "框内文字"]
    assert lines(par(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>")) == ["框内文字"]


def test_footnotes_stand_at_the_end() -> None:
    notes = (
        f"<w:footnote w:type='separator' w:id='-1'>{par('')}</w:footnote>"
        f"<w:footnote w:id='1'>{par('<w:r><w:footnoteRef/></w:r>' + run('含线上活动。'))}</w:footnote>"
        f"<w:footnote w:id='2'>{par(run('未被引用'))}</w:footnote>"
    )
    body = par(run("宣讲9场") + "<w:r><w:footnoteReference w:id='1'/></w:r>" + run("。")) + par(
        run("完")
    )
    assert lines(body, footnotes=notes) == ["宣讲9场。", "完", "注：含线上活动。"]


def test_placeholders_and_contents_controls_are_no_text() -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>"
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    contents = f"<w:sdt>{gallery}<w:sdtContent>{par(run('目录'))}</w:sdtContent></w:sdt>"
    assert lines(contents + par(prompt + run("正文"))) == ["正文"]


def test_numbers_of_paragraphs_within_tables_and_boxes_count() -> None:
    numbering = (
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/>"
        "<w:lvlText w:val='%1、'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    number = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    table = f"<w:tbl><w:tr><w:tc>{par(run('表内'), number)}</w:tc></w:tr></w:tbl>"
    assert lines(
        par(run("　概况"), number) + table + par(run("问题"), number), numbering=numbering
    ) == ["一、概况", "二、表内", "三、问题"]


def test_strict_documents() -> None:
    data = build(par(run("正文")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", strict)
    assert read_docx(buffer.getvalue()).text == "正文\n"


def raw(xml: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (build(par(run("正文")))[:200], "damaged"),
        (raw("<w:document"), "damaged"),
        (raw(""), "damaged"),
        (raw(f"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><w:document {NAMESPACES}>&e;</w:document>"), "entities"),
        (raw("<!DOCTYPE d [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'>]><d>&b;</d>"), "entities"),
        (raw(f"<w:document {NAMESPACES}>" + "<w:sdt>" * 100_000), "damaged"),
        (raw("<a>" + " " * 3_000_000 + "</a>"), "unpacks to"),
    ],
)  # fmt: skip
def test_hostile_documents_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read_docx(data, Limits(text_bytes=2_000_000))
    assert caught.value.hint


def test_eighty_tables_within_each_other() -> None:
    depth = 80
    body = "<w:tbl><w:tr><w:tc>" * depth + par(run("里面")) + "</w:tc></w:tr></w:tbl>" * depth
    assert lines(body) == ["里面"]
