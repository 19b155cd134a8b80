"""XLSX: safe, friendly, reproducible, honest about what does not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from fzanalysis.corpus.schema import TABLE_TITLES
from fzanalysis.errors import UsageError
from fzanalysis.presentation.export import to_xlsx, workbook
from fzanalysis.presentation.export.names import with_names

Tables = Mapping[str, pd.DataFrame]
TITLES = {"metrics": {"quote": "原文", "value": "数值", "unit": "单位"}}


def sheet_rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_a_sheet_a_table_with_frozen_header_and_filter(tables: Tables, tmp_path: Path) -> None:
    path = to_xlsx(tables, tmp_path / "a.xlsx", titles=TITLES)
    book = openpyxl.load_workbook(path)
    names = ["说明", *(TABLE_TITLES[name] for name in tables)]
    assert book.sheetnames == names
    sheet = book[TABLE_TITLES["metrics"]]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
    assert {"原文", "数值", "单位"} <= {cell.value for cell in sheet[1]}


def test_every_value_is_there_with_its_type(tables: Tables, tmp_path: Path) -> None:
    path = to_xlsx(tables, tmp_path / "a.xlsx", titles={})
    head, *rows = sheet_rows(path, TABLE_TITLES["metrics"])
    frame = pd.DataFrame(rows, columns=head)
    for name in ("quote", "counted", "bound", "unit", "value", "lower", "upper", "start"):
        expected = [None if pd.isna(v) else v for v in tables["metrics"][name]]
        assert [None if pd.isna(v) else v for v in frame[name]] == expected, name
    head, *rows = sheet_rows(path, "报告")
    reports = {name: [row[i] for row in rows] for i, name in enumerate(head)}
    assert reports["division_code"] == ["000123", "000124", None], "leading zeros stay"
    assert reports["year"] == [2023, 2022, None]
    assert reports["warnings"][1] == "编码猜测"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@x", "http://a.example", "007", "{=1}"])
def test_text_is_never_a_formula_a_link_or_a_number(text: str, tmp_path: Path) -> None:
    path = to_xlsx({"t": pd.DataFrame({"quote": [text]})}, tmp_path / "a.xlsx", titles={})
    cell = openpyxl.load_workbook(path)["t"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_same_tables_same_bytes(tables: Tables, tmp_path: Path) -> None:
    one = to_xlsx(tables, tmp_path / "a.xlsx", titles=TITLES)
    other = to_xlsx(tables, tmp_path / "b.xlsx", titles=TITLES)
    assert one.read_bytes() == other.read_bytes()
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


@pytest.mark.parametrize("char", ["法", "\U00020000"])
def test_a_cell_that_is_too_long_is_cut_and_said(char: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["短", char * 40_000]})
    path = to_xlsx({"texts": frame}, tmp_path / "a.xlsx", titles={})
    cell = str(openpyxl.load_workbook(path)["全文"]["A3"].value)
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    assert cell.endswith("（此处截断，全文40000字，见CSV）")
    assert ("全文", "A3", "全文40000字") in [row[:3] for row in sheet_rows(path, "说明")]


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    frame = pd.DataFrame({"a": [1, 2, 3]})
    with pytest.raises(UsageError, match="3 rows"):
        to_xlsx({"t": frame}, tmp_path / "a.xlsx", titles={})
    assert list(tmp_path.iterdir()) == []


def test_quotes_link_to_their_marks(tables: Tables, tmp_path: Path) -> None:
    path = to_xlsx(tables, tmp_path / "a.xlsx", titles={}, audit="audit")
    sheet = openpyxl.load_workbook(path)[TABLE_TITLES["metrics"]]
    column = [c.value for c in sheet[1]].index("quote") + 1
    link = sheet.cell(2, column).hyperlink
    assert (link.target, link.location) == ("audit/r1.html", "m-r1-m1")


def test_dates_flags_and_control_characters(tmp_path: Path) -> None:
    frame = pd.DataFrame({"on": [dt.date(2024, 3, 6)], "leaf": [True], "text": ["一\x00二\n三"]})
    path = to_xlsx({"t": frame}, tmp_path / "a.xlsx", titles={})
    assert sheet_rows(path, "t")[1] == (dt.datetime(2024, 3, 6), "是", "一�二\n三")


def test_names_of_sheets_are_legal_and_differ(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1]})
    names = ["x" * 40, "x" * 41, "a/b", "说明"]
    path = to_xlsx(dict.fromkeys(names, frame), tmp_path / "a.xlsx", titles={})
    found = openpyxl.load_workbook(path).sheetnames
    assert len(found) == len(set(found)) == 5
    assert all(len(n) <= 31 for n in found)


def test_the_codebook_describes_every_column(tables: Tables, tmp_path: Path) -> None:
    notes = {"metrics": {"value": "报告写明的数"}}
    path = to_xlsx(tables, tmp_path / "a.xlsx", titles=TITLES, notes=notes, source="虚构数据")
    rows = sheet_rows(path, "说明")
    assert (TABLE_TITLES["metrics"], "数值", "metrics.value", "数字", "报告写明的数") in rows
    assert rows[1][0] == "虚构数据"
    assert sum(1 for r in rows if r[2] and "." in str(r[2])) == sum(
        len(f.columns) for f in tables.values()
    )


def test_an_empty_table_is_a_header(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [], "b": []})
    path = to_xlsx({"t": frame}, tmp_path / "a.xlsx", titles={})
    assert sheet_rows(path, "t") == [("a", "b")]


def test_names_stand_beside_codes_and_codes_stay(tables: Tables) -> None:
    named = with_names(tables["metrics"])
    assert list(named)[list(named).index("code") + 1] == "指标名称"
    assert named.loc[named["code"].eq("pub_materials"), "指标名称"].unique() == ["宣传资料份数"]
    assert named.loc[named["code"].isna(), "指标名称"].isna().all()
    assert with_names(named).equals(named)
    assert named[list(tables["metrics"])].equals(tables["metrics"])


def test_names_of_no_rows() -> None:
    assert list(with_names(pd.DataFrame({"state": []}))) == ["state", "状态含义"]
