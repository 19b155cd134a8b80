"""Reports, names and statements that want to do harm: every form shows them, none obeys them."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from lxml import etree, html
from tests.hostile_corpus import PAYLOADS, lines

import fzanalysis as fz
from fzanalysis import cli
from fzanalysis.errors import UsageError, visible
from fzanalysis.presentation.briefing import write_briefing
from fzanalysis.presentation.charts import bounded_bars
from fzanalysis.presentation.export import read_csv_tables, to_csv, to_xlsx
from fzanalysis.presentation.gold import write_gold
from fzanalysis.presentation.style import figure, save

pytestmark = pytest.mark.slow
#: What steers a terminal, turns the direction of writing, or is no character.
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def members(path: Path) -> Iterator[tuple[str, etree._Element]]:
    """The XML of an office file; a part that is not well-formed fails."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(package.read(name))


def test_what_is_stored_holds_no_sign_that_steers(hostile: Path) -> None:
    corpus = fz.load(hostile / "out")
    assert len(corpus.reports) >= 18, "most of the hostile files are read"
    assert set(corpus.reports["format"]) >= {"text", "html", "docx", "pdf"}
    assert any("onerror" in str(i) for i in corpus.reports["issuer"]), "they got that far"
    for name, frame in corpus.tables.items():
        for column in frame.select_dtypes(exclude="number"):
            bad = [v for v in frame[column].dropna() if STEERING.search(str(v))]
            assert not bad, f"{name}.{column}: {bad[:1]!a}"


def test_nothing_was_written_outside_and_names_are_plain(hostile: Path) -> None:
    assert {p.name for p in hostile.iterdir()} == {"raw", "out", "pack"}
    for path in [*(hostile / "pack").rglob("*"), *(hostile / "out").rglob("*")]:
        assert re.fullmatch(r"[\w.-]+", path.name), path


def test_pages_hold_no_element_but_their_own(hostile: Path) -> None:
    pages = [*(hostile / "pack/audit").glob("*.html"), hostile / "pack/briefing.html"]
    assert len(pages) > 15
    for path in pages:
        page = html.fromstring(path.read_text("utf-8"))
        tags = {e.tag for e in page.iter() if isinstance(e.tag, str)}
        assert not tags & {
            "script",
            "svg",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "link",
            "b",
        }
        assert not page.xpath("//@*[starts-with(name(), 'on')] | //comment()")
        assert not page.xpath("//*[@id='owned']")
        assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
        for href in page.xpath("//@href"):
            assert re.fullmatch(r"#.*|audit/[\w.%-]+\.html(#[\w.%-]+)?", href), href
        for src in page.xpath("//@src"):
            assert src.startswith("data:image/png;base64,")


def test_csv_runs_nothing(hostile: Path) -> None:
    signs = tuple("=+-@＝＋－＠﹦﹢﹣﹫−\t\r")
    for path in [*(hostile / "pack/csv").glob("*.csv"), *(hostile / "out/csv").glob("*.csv")]:
        csv.field_size_limit(10**8)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.reader(stream):
                for cell in line:
                    bare = re.sub(r"^[\s\ufeff\u200b\xa0]+", "", cell)
                    assert not bare.startswith(signs) or re.fullmatch(r"-?[0-9.]+", bare), cell


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫")
@pytest.mark.parametrize(
    "before", ["", " ", "\t", "\u3000", "\xa0", "\ufeff", "\u200b", "\x00", "\n"]
)
def test_a_formula_after_anything_invisible_is_text(sign: str, before: str, tmp_path: Path) -> None:
    risky = f"{before}{sign}cmd|' /C calc'!A0"
    frame = pd.DataFrame({risky: [risky], "n": [-1.0]})
    to_csv({"t": frame}, tmp_path)
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [line[0] for line in csv.reader(stream)] == [f"'{risky}"] * 2
    pd.testing.assert_frame_equal(read_csv_tables(tmp_path)["t"], frame)


def test_a_codebook_does_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    to_csv({"t": pd.DataFrame({"a": ["一"]})}, tmp_path / "in")
    book = tmp_path / "in/codebook.csv"
    book.write_bytes(book.read_bytes().replace(b"\r\nt,", b"\r\n../t,"))
    with pytest.raises(UsageError, match="no table of the folder"):
        read_csv_tables(tmp_path / "in")


def test_a_workbook_has_texts_and_links_to_its_own_pages_alone(hostile: Path) -> None:
    path = hostile / "pack/briefing.xlsx"
    names = [name for name, _ in members(path)]
    assert not [n for n in names if "externalLink" in n or "connections" in n or "vba" in n.lower()]
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                if cell.hyperlink:
                    assert re.fullmatch(r"audit/[\w.%-]+\.html", cell.hyperlink.target)


def test_a_workbook_holds_any_words_in_any_place(tmp_path: Path) -> None:
    words = [*PAYLOADS, "\x00\x1b", "\ufffe", "_x0041_"]
    frame = pd.DataFrame({"a": words, PAYLOADS[17]: words, "l": [[w, "="] for w in words]})
    path = to_xlsx(
        {PAYLOADS[2]: frame, "x" + PAYLOADS[17]: frame}, tmp_path / "a.xlsx",
        titles={}, notes={PAYLOADS[2]: {"a": PAYLOADS[17]}}, source=PAYLOADS[17],
    )  # fmt: skip
    assert len(list(members(path))) > 5
    for sheet in openpyxl.load_workbook(path).worksheets[1:]:
        cells = [row[0].value for row in sheet.iter_rows(min_row=2)]
        assert [str(c) for c in cells[:16]] == list(words[:16])
        assert cells[-1] == "_x0041_"


@pytest.mark.parametrize("name", ["briefing.docx", "briefing.pptx"])
def test_documents_hold_only_their_own_fields_and_links(name: str, hostile: Path) -> None:
    for part, tree in members(hostile / "pack" / name):
        for field in tree.iter(f"{WORD}fldSimple", f"{WORD}instrText"):
            words = field.get(f"{WORD}instr") or field.text or ""
            assert re.fullmatch(r" (SEQ [图表] .*|PAGE|NOTEREF _note\d+ .*) ", words), words
        tags = {etree.QName(e).localname for e in tree.iter() if isinstance(e.tag, str)}
        assert not tags & {"altChunk", "object", "oleObj", "hlinkClick", "subDoc", "control"}, part
        if part.endswith(".rels"):
            assert not tree.xpath("//*[@TargetMode='External']"), part
    shown = "".join("".join(t.itertext()) for _, t in members(hostile / "pack" / name))
    assert "<img src=x" in shown, "shown as it is"


def test_charts_draw_the_words(hostile: Path) -> None:
    drawn = list((hostile / "pack/charts").glob("*.svg"))
    assert len(drawn) > 3
    for path in drawn:
        tree = etree.fromstring(path.read_bytes())
        tags = {etree.QName(e).localname for e in tree.iter() if isinstance(e.tag, str)}
        assert not tags & {"script", "foreignObject", "image", "animate", "set"}, path
        for href in tree.xpath("//@*[local-name()='href']"):
            assert re.fullmatch(r"#.*|\.\./audit/[\w.%-]+\.html(#[\w.%-]+)?", href), href


@pytest.mark.parametrize("words", [PAYLOADS[15], PAYLOADS[17], "$a$ 元", "$$", "\ufffe"])
def test_a_chart_takes_any_words_for_what_they_are(words: str, tmp_path: Path) -> None:
    reports = pd.DataFrame({"report_id": ["a"], "issuer": [words], "year": [2023]})
    rows = {"report_id": ["a"], "code": "pub_materials", "value": 3.0, "lower": 3.0, "upper": 3.0}
    said = pd.DataFrame({**rows, "bound": "exact", "unit": "份", "metric_ids": "n001"})
    for chart in (
        bounded_bars(said, "pub_materials", reports=reports, source=words),
        figure(title=words, body=1.0, subtitle=words, source=words, alt=words)[0],
    ):
        for path in save(chart, tmp_path / "a"):
            if path.suffix == ".svg":
                etree.fromstring(path.read_bytes())


def test_long_titles_and_notes_fit_the_properties_of_a_document(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    said = "长\x00" * 300
    files = write_briefing(tables, tmp_path, title=said, source=said, forms=["docx", "pptx"])
    for path in files:
        assert len(list(members(path))) > 5


def test_names_of_reports_cannot_leave_a_folder(hostile: Path, tmp_path: Path) -> None:
    tables = fz.load(hostile / "out").tables
    given = ("../../owned", "/owned", "con", "..", "a\\..\\b", "长" * 300, "\x1b[2J")
    names = dict(zip(tables["reports"]["report_id"], given, strict=False))
    moved = {
        name: frame.assign(report_id=frame["report_id"].replace(names))
        for name, frame in tables.items()
        if "report_id" in frame.columns
    }
    files = write_gold(moved, tmp_path / "gold")
    files += write_briefing(moved, tmp_path / "pack", forms=["audit"])
    assert {p.parent.name for p in files} == {"gold", "audit"}
    assert {p.relative_to(tmp_path).parts[0] for p in tmp_path.rglob("*")} == {"gold", "pack"}
    assert not {p.stem.split(".")[0].upper() for p in files} & {"CON"}
    assert all(len(p.name.encode()) < 255 for p in files)


def test_a_terminal_is_not_steered(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw, out = hostile / "raw", hostile / "out"
    (report, *_) = fz.load(out).reports["report_id"]
    calls = [
        ["build", str(raw), "--out", str(out)],
        ["explain", report, "--tables", str(out)],
        ["explain", "\x1b[2J\u202e", "--tables", str(out)],
        ["audit", "\x1b[2J", "--tables", str(out)],
        ["diff", str(out), str(out)],
        ["build", "\x1b]0;owned\x07", "--out", str(out)],
    ]
    for call in calls:
        cli.main(call)
        told = capsys.readouterr()
        assert told.out + told.err
        assert not STEERING.search(told.out + told.err), ascii(told)


def test_what_a_person_says_of_the_files_does_not_steer_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    lines = "path,issuer\n\x1b[31ma.txt\u202e,\x9b甲\n" + "\x1b[2Jb.txt,乙\n" * 2
    (tmp_path / "sources.csv").write_text(lines, "utf-8")
    assert cli.main(["build", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert not STEERING.search(capsys.readouterr().err)
    (tmp_path / "sources.csv").unlink()
    heads = "table,report_id,row,column,expected,value,reason,who,date\n"
    (tmp_path / "corrections.csv").write_text(
        f"{heads}\x1b[2Jmetrics,\u202ea,\x9bn,value,1,2,a,b,2025-01-01\n", "utf-8"
    )
    assert cli.main(["build", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert not STEERING.search(capsys.readouterr().err)
    assert visible("一\n二\t三\r") == "一\n二\t三\\r"


def test_a_catalogue_of_ones_own_may_call_things_as_it_likes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, raw, out = (tmp_path / name for name in ("own", "raw", "out"))
    own.mkdir()
    raw.mkdir()
    for place in ("高青县", "滑县"):
        (raw / f"{place}.txt").write_text("\n".join(lines("", f"{place}水利局", 2023)), "utf-8")
    code = "../../owned<img src=x onerror=alert(1)>\\u001b[2J"
    (own / "metrics.toml").write_text(
        f'[[metric]]\ncode = "{code}"\nzh = "$\\\\frac{{1$ <script>{chr(0x202E)}"\n'
        'theme = "enforcement"\nunits = ["次"]\ncues = ["云门开放日"]\nrollup = "/../=owned"\n',
        "utf-8",
    )
    cli.main(["build", str(raw), "--out", str(out), "--catalogue", str(own)])
    assert set(fz.load(out).indicators["code"].dropna()) >= {"/../=owned"}
    assert cli.main(["export", "--tables", str(out), "--out", str(tmp_path / "a")]) == 0
    status = cli.main(
        ["charts", "--tables", str(out), "--out", str(tmp_path / "a"), "--codes", "/../=owned"]
    )
    told = capsys.readouterr()
    assert (status, STEERING.search(told.out + told.err)) == (0, None)
    assert {p.name for p in tmp_path.iterdir()} == {"own", "raw", "out", "a"}
