"""The pack: everything is there, says 至少 and 未披露, and quotes where each number stands."""

from __future__ import annotations

import base64
import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import docx
import pandas as pd
import pptx
import pypdfium2
import pytest
from fictional_tables import small_tables
from lxml import etree, html
from matplotlib.text import Text

import fzanalysis as fz
from fzanalysis.analysis import follow_up, trends
from fzanalysis.errors import UsageError
from fzanalysis.presentation.briefing import choose, metric_items, write_briefing
from fzanalysis.presentation.briefing.content import content
from fzanalysis.presentation.briefing.takeaways import CHANGES, metric_takeaway, problem_takeaway
from fzanalysis.presentation.charts import follow_up as follow_up_chart
from fzanalysis.presentation.export import read_csv_tables

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
Tables = Mapping[str, pd.DataFrame]
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # The fixture `tables` is new for each test; the pack is written once.
    out = tmp_path_factory.mktemp("pack")
    write_briefing(small_tables(), out, source="数据来源：虚构示例")
    return out


def document_text(path: Path) -> str:
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)


def footnotes(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        tree = etree.fromstring(package.read("word/footnotes.xml"))
    notes = tree.findall("w:footnote", WORD)
    return ["".join(n.itertext()) for n in notes if n.get(f"{{{WORD['w']}}}type") is None]


def test_the_whole_pack_is_there(pack: Path) -> None:
    assert {p.name for p in pack.iterdir()} == {
        "charts", "csv", "audit", "briefing.xlsx", "briefing.docx", "briefing.pptx", "briefing.html"
    }  # fmt: skip
    charts = {p.name for p in (pack / "charts").iterdir()}
    for name in ("completeness", "themes", "problems", "metric-宣传资料份数"):
        assert {f"{name}.{kind}" for kind in ("png", "svg", "pdf")} <= charts
    assert not list(pack.rglob("*.part"))


def test_takeaways_say_at_least_and_undisclosed(tables: Tables) -> None:
    said = {item.name: item.takeaway for item in content(choose(tables), title="简报").items}
    assert "（2000～4000份）" in said["metric-宣传资料份数"]
    assert "1份报告未披露" in said["metric-宣传资料份数"]
    assert "2个不是确数，先后仅供参考" in said["metric-宣传资料份数"]
    only = choose(tables, reports=["r1"], codes=["pub_materials", "enf_fines"])
    said = {item.name: item.takeaway for item in content(only, title="简报").items}
    assert said["metric-pub_materials"] == "宣传资料份数：云溪区科学技术局2023年为至少1000份"
    assert said["metric-enf_fines"] == "罚没金额：1份报告均未披露"


def test_a_takeaway_never_runs_a_year_into_a_number(tables: Tables) -> None:
    for item in content(choose(tables), title="简报").items:
        assert not re.search(r"20\d\d\d", item.takeaway), item.takeaway


def test_equal_figures_are_not_said_to_be_the_largest(tables: Tables) -> None:
    reports = tables["reports"].head(2)
    figures = pd.DataFrame(
        {"report_id": list(reports["report_id"]), "value": [120.0, 120.0], "lower": 120.0,
         "upper": [120.0, math.nan], "bound": ["exact", "at_least"], "unit": "人次"}
    )  # fmt: skip
    said = metric_takeaway("接受咨询人次", figures, reports)
    assert "2份报告写到，都是120人次、至少120人次" in said
    assert "1个不是确数" in said
    kinds = ["PUB_FORM", "COORD", "SYSTEM", "SERVICE"]
    problems = pd.DataFrame({"report_id": reports["report_id"].iloc[0], "category": kinds})
    assert problem_takeaway(problems, reports.head(1)) == (
        "写到4类问题，每类都只见于1份报告，没有突出的一类"
    )


def test_units_that_stand_for_each_other_are_compared(tables: Tables) -> None:
    for units, unlike in ((("期", "次"), False), (("家次", "次"), True)):
        own = tables["indicators"]
        own = own[own["code"].eq("宣传资料份数")].copy()
        own["unit"] = [units[i % 2] for i in range(len(own))]
        assert len(own) > 1
        two = {**tables, "indicators": own}
        item = next(i for i in content(choose(two), title="x").items if i.name.startswith("metric"))
        assert ("不可直接比较" in item.takeaway) is unlike
        assert ("不可直接比较" in item.whole.alt) is unlike


def test_every_figure_has_a_footnote_with_report_and_quote(pack: Path, tables: Tables) -> None:
    notes = footnotes(pack / "briefing.docx")
    for quote in ("集中学法12次", "发放宣传资料1000余份", "未发生行政诉讼案件"):
        assert any(quote in note for note in notes), quote
    assert any("云溪区科学技术局 2023" in note for note in notes)
    with zipfile.ZipFile(pack / "briefing.docx") as package:
        body = package.read("word/document.xml").decode()
    assert body.count("<w:footnoteReference") == len(notes)


def test_document_has_numbered_captions_styles_and_alternative_texts(pack: Path) -> None:
    document = docx.Document(str(pack / "briefing.docx"))
    captions = [p for p in document.paragraphs if p.style.name.endswith("Caption")]
    assert len([c for c in captions if "SEQ 图" in c._p.xml]) == len(document.inline_shapes)
    # A table has its caption in a row without lines, repeated with the head on each page: as a
    # paragraph kept with the table it makes LibreOffice cut the chart above.
    for table in document.tables:
        head = table.rows[0].cells[0].paragraphs[0]
        assert (head.style.name, "SEQ 表" in head._p.xml) == ("Table Caption", True)
        assert all("w:tblHeader" in row._tr.xml for row in table.rows[:2])
        assert not (table._tbl.getprevious().style or "").startswith("TableCaption")
    assert all(s._inline.docPr.get("descr") for s in document.inline_shapes)
    hand_made = [r for p in document.paragraphs for r in p.runs if r.font.size or r.font.name]
    assert hand_made == [], "looks belong to styles"
    assert document.paragraphs[0].style.name == "Title"
    assert round(document.sections[0].page_width.mm) == 210


def test_slides_have_takeaways_as_titles_and_quotes_in_the_notes(
    pack: Path, tables: Tables
) -> None:
    show = pptx.Presentation(str(pack / "briefing.pptx"))
    titles = [slide.shapes.title.text for slide in show.slides]
    for item in content(choose(tables), title="简报").items:
        assert item.takeaway in titles
    slide = show.slides[titles.index(next(t for t in titles if t.startswith("宣传资料份数")))]
    assert "“发放宣传资料1000余份”" in slide.notes_slide.notes_text_frame.text
    pictures = [s for slide in show.slides for s in slide.shapes if s.shape_type == 13]
    assert pictures
    for picture in pictures:
        assert picture._element.nvPicPr.cNvPr.get("descr")
        assert picture.left >= 0
        assert picture.left + picture.width <= show.slide_width
        assert picture.top + picture.height <= show.slide_height


def test_page_is_self_contained_and_its_notes_lead_to_the_marks(pack: Path) -> None:
    page = (pack / "briefing.html").read_text("utf-8")
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //link | //iframe")
    for image in tree.xpath("//img"):
        kind, data = image.get("src").split(",", 1)
        assert kind == "data:image/png;base64"
        assert base64.b64decode(data).startswith(b"\x89PNG")
        assert image.get("alt")
    ids = set(tree.xpath("//@id"))
    for href in tree.xpath("//a/@href"):
        file, _, anchor = href.partition("#")
        if file:
            assert marks_of(pack, href), href
        else:
            assert anchor in ids


def marks_of(pack: Path, target: str) -> bool:
    """Whether a link of a chart or a workbook leads to a mark or a page that is there."""
    file, _, anchor = unquote(target).removeprefix("../").partition("#")
    page = pack / file
    return page.is_file() and (not anchor or f'id="{anchor}"' in page.read_text("utf-8"))


def test_every_chart_and_every_row_leads_to_its_marks(tables: Tables, tmp_path: Path) -> None:
    twice = several_years(tables)
    same = "各科室把学法列入月度安排，局务会议每季度听取一次情况，年底由机关党委统一组织闭卷测试"
    twice["texts"]["text"] = [
        f"{text}\n第{n}份。{same}。" for n, text in enumerate(twice["texts"]["text"])
    ]
    write_briefing(twice, tmp_path, forms=["charts", "audit", "html", "xlsx"])
    for drawing in sorted((tmp_path / "charts").glob("*.svg")):
        links = re.findall(r'<a xlink:href="([^"]+)"', drawing.read_text("utf-8"))
        # A chart of a metric that nobody discloses has nothing to lead to.
        assert links, drawing.name
        assert all(marks_of(tmp_path, target) for target in links), drawing.name
        assert b"/URI" in drawing.with_suffix(".pdf").read_bytes(), drawing.name
    rows = html.fromstring((tmp_path / "briefing.html").read_text("utf-8")).xpath("//tbody/tr")
    assert rows
    assert all(row.xpath(".//a/@href") for row in rows)
    with zipfile.ZipFile(tmp_path / "briefing.xlsx") as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/_rels/")]
        targets = re.findall(r'Target="([^"]+)"', "".join(book.read(n).decode() for n in sheets))
    assert len(sheets) >= len(twice) - 1, "the codebook alone has none"
    assert all(marks_of(tmp_path, target) for target in targets)


def test_without_audit_pages_nothing_leads_to_them(tables: Tables, tmp_path: Path) -> None:
    write_briefing(tables, tmp_path, forms=["charts", "html", "xlsx"])
    assert not any(b"audit/" in p.read_bytes() for p in tmp_path.rglob("*.svg"))
    assert "audit/" not in (tmp_path / "briefing.html").read_text("utf-8")
    with zipfile.ZipFile(tmp_path / "briefing.xlsx") as book:
        assert not [n for n in book.namelist() if "_rels/sheet" in n]


def test_csv_reads_back_as_the_tables(pack: Path, tables: Tables) -> None:
    again = read_csv_tables(pack / "csv")
    for name in ("metrics", "reports", "texts"):
        assert len(again[name]) == len(tables[name])
    text = (pack / "csv" / "metrics.csv").read_text("utf-8-sig")
    assert text.startswith("报告编号,")


@pytest.mark.slow
def test_the_same_tables_give_the_same_files(tables: Tables, tmp_path: Path, pack: Path) -> None:
    write_briefing(tables, tmp_path, source="数据来源：虚构示例")
    for path in sorted(p for p in pack.rglob("*") if p.is_file()):
        assert (tmp_path / path.relative_to(pack)).read_bytes() == path.read_bytes(), path.name


def test_choices_cut_everything(tables: Tables, tmp_path: Path) -> None:
    write_briefing(tables, tmp_path, years=[2023], codes=["learn_sessions"], forms=["csv", "docx"])
    assert {p.name for p in tmp_path.iterdir()} == {"csv", "briefing.docx"}
    assert list(read_csv_tables(tmp_path / "csv")["reports"]["report_id"]) == ["r1"]
    assert "河口县" not in document_text(tmp_path / "briefing.docx")
    by_name = choose(tables, reports=["河口县科技局"])
    assert list(by_name.reports["report_id"]) == ["r2"]


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"reports": ["无此局"]}, "unknown report or bureau: 无此局"),
        ({"years": [1999]}, "unknown year: 1999"),
        ({"codes": ["no_such"]}, "unknown metric: no_such"),
        ({"forms": ["doc"]}, "unknown forms"),
        ({"years": []}, "no report to show"),
    ],
)
def test_a_wrong_choice_is_named(
    choice: dict[str, list[object]], message: str, tables: Tables, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=message):
        write_briefing(tables, tmp_path / "out", **choice)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_duplicates_are_left_out(tables: Tables) -> None:
    twice = {**tables, "reports": tables["reports"].assign(duplicate_of=[None, "r1", None])}
    assert set(choose(twice).reports["report_id"]) == {"r1", "r3"}


def several_years(tables: Tables) -> dict[str, pd.DataFrame]:
    """The tables twice: the same bureaus a year later, with one more study session."""
    later = {}
    for name, frame in tables.items():
        copy = frame.assign(report_id=frame["report_id"] + "x")
        if "year" in copy.columns:
            copy["year"] = copy["year"] + 1
        later[name] = copy
    more = later["indicators"]["code"].eq("learn_sessions")
    for column in ("value", "lower", "upper"):
        later["indicators"].loc[more, column] += 1
    return {
        name: pd.concat([frame, later[name]], ignore_index=True) for name, frame in tables.items()
    }


def test_several_years_bring_trends_and_bars_of_the_last(tables: Tables) -> None:
    choice = choose(several_years(tables), codes=["learn_sessions"])
    found = {item.name: item for item in content(choice, title="简报").items}
    assert found["trend-learn_sessions"].takeaway == "学习次数：前后两份报告对照1组，上升1组"
    bars = found["metric-learn_sessions"]
    assert set(bars.order) == {"r1x", "r2x", "r3", "r3x"}, "undated reports stand for themselves"
    notes = found["trend-learn_sessions"].notes
    assert [n.quote for n in notes] == ["集中学法12次", "集中学法12次"]


def test_charts_on_pages_are_cut_into_parts_of_one_scale(tables: Tables) -> None:
    item = next(
        i for i in content(choose(tables), title="x").items if i.name.startswith("metric-宣")
    )
    parts = item.charts("slide", 1)
    assert len(parts) == 3
    assert len({part.axes[0].get_xlim() for part in parts}) == 1
    words = [t.get_text() for part in parts for t in part.findobj(Text) if isinstance(t, Text)]
    assert "未披露" in words


def test_a_figure_of_a_trend_has_the_unit_of_its_year_and_silence_has_none(
    tables: Tables,
) -> None:
    twice = several_years(tables)
    own = twice["indicators"]["code"].eq("learn_sessions")
    twice["indicators"].loc[own & twice["indicators"]["report_id"].eq("r1"), "unit"] = "人次"
    found = {i.name: i for i in content(choose(twice, codes=["learn_sessions"]), title="x").items}
    (row,) = found["trend-learn_sessions"].rows
    assert [cell.text for cell in row[1:]] == ["2023年 12人次", "2024年 13次", "单位不同"]
    gone = twice["indicators"]["report_id"].eq("r1x")
    twice["indicators"] = twice["indicators"][~(own & gone)]
    found = {i.name: i for i in content(choose(twice, codes=["learn_sessions"]), title="x").items}
    (row,) = found["trend-learn_sessions"].rows
    assert [cell.text for cell in row[1:]] == ["2023年 12人次", "2024年 未披露", "不再披露"]


def test_a_quote_has_one_footnote_however_often_it_is_cited(tables: Tables, tmp_path: Path) -> None:
    write_briefing(several_years(tables), tmp_path, forms=["docx"])
    with zipfile.ZipFile(tmp_path / "briefing.docx") as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
    texts = [
        "".join(note.itertext()) for note in notes.xpath("//w:footnote[@w:id>0]", namespaces=WORD)
    ]
    assert len(texts) == len(set(texts)) > 0
    cited = body.xpath("//w:fldSimple[contains(@w:instr, 'NOTEREF')]/@w:instr", namespaces=WORD)
    marks = set(body.xpath("//w:bookmarkStart/@w:name", namespaces=WORD))
    assert cited
    assert {instruction.split()[1] for instruction in cited} <= marks


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("name", ["briefing.docx", "briefing.pptx", "briefing.xlsx"])
def test_office_opens_it(name: str, pack: Path, tmp_path: Path) -> None:
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path / 'profile'}",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(pack / name)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (tmp_path / name).with_suffix(".pdf").stat().st_size > 10_000


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_office_cuts_no_chart_of_the_document(tmp_path: Path) -> None:
    fz.build(RAW / "demo", tmp_path / "built", csv="never")
    tables = fz.load(tmp_path / "built").tables
    write_briefing(tables, tmp_path, years=[2023, 2024], forms=["docx"])
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path / 'profile'}",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "briefing.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    seen = 0
    for page in pypdfium2.PdfDocument(tmp_path / "briefing.pdf"):
        words = page.get_textpage()
        captions = [
            words.get_charbox(place.start())[3]
            for place in re.finditer(r"图\s*\d", words.get_text_bounded())
        ]
        for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            _, low, _, high = picture.get_bounds()
            below = [caption for caption in captions if caption < high]
            assert below, "no caption below a chart"
            assert max(below) <= low + 2, "a caption stands in its chart"
            seen += 1
    assert seen > 10


def test_every_verdict_and_direction_of_the_analysis_has_its_words() -> None:
    assert set(CHANGES) == set(metric_items._DIRECTIONS) == set(trends.DIRECTIONS)
    assert set(follow_up_chart.VERDICTS) == set(follow_up.VERDICTS)


def test_copied_text_is_found_and_its_matrix_is_in_one_piece(tables: Tables) -> None:
    twice = several_years(tables)
    same = "各科室把学法列入月度安排，局务会议每季度听取一次情况，年底由机关党委统一组织闭卷测试"
    twice["texts"]["text"] = [f"第{n}份。{same}。" * (n < 2) + "无" for n in range(6)]
    item = next(i for i in content(choose(twice), title="x").items if i.name == "reuse")
    assert set(item.order) == {"r1", "r2"}
    assert len(item.charts("slide", 1)) == 1
    assert any(same[:20] in note.quote for note in item.notes)


def test_plans_are_followed_into_the_next_report(tables: Tables) -> None:
    twice = several_years(tables)
    item = next(i for i in content(choose(twice), title="x").items if i.name == "follow-up")
    assert item.order == ["r1"]
    assert "1项打算有下一年报告可查" in item.takeaway
    assert item.notes[0].quote == "创新宣传方式。"
