"""CSV: opens in Excel, harms nobody, reads back the same."""

from __future__ import annotations

import csv
import datetime as dt
import math
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fzanalysis.errors import UsageError
from fzanalysis.presentation.export import read_csv_tables, to_csv
from fzanalysis.presentation.export.cells import harmless, original

Tables = Mapping[str, pd.DataFrame]
TITLES = {"metrics": {"quote": "原文", "value": "数值", "report_id": "报告"}}


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("headers", ["code", "zh"])
def test_all_tables_read_back_the_same(tables: Tables, tmp_path: Path, headers: str) -> None:
    to_csv(tables, tmp_path, headers=headers, titles=TITLES)
    again = read_csv_tables(tmp_path)
    assert list(again) == list(tables)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(again[name], frame)


def test_excel_can_open_it(tables: Tables, tmp_path: Path) -> None:
    (path, _) = to_csv({"metrics": tables["metrics"]}, tmp_path, headers="zh", titles=TITLES)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert "原文" in cells(path)[0]


def test_dangerous_cells_are_harmless_and_numbers_stay_numbers(tmp_path: Path) -> None:
    risky = ["=1+1", "+86", "-1", "@cmd", "\tx", "\rx", "'", "''x", "＝1", "公开", None, ""]
    frame = pd.DataFrame({"quote": risky, "value": [-float(i) for i in range(len(risky))]})
    (path, _) = to_csv({"t": frame}, tmp_path)
    written = cells(path)[1:]
    assert all(not line[0].startswith(tuple("=+-@\t\r＝")) for line in written)
    assert [line[1] for line in written[:3]] == ["0", "-1", "-2"]
    pd.testing.assert_frame_equal(read_csv_tables(tmp_path)["t"], frame)


@pytest.mark.parametrize("text", ["007", "110101199001011234", "1.10", "3-1", "12e5", "1:30"])
def test_text_that_a_spreadsheet_would_alter_is_marked(text: str) -> None:
    assert harmless(text) == "'" + text
    assert original(harmless(text)) == text


def test_lines_within_a_cell_are_kept(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["一\n二", "一\r\n二", '他说"好"，,;']})
    to_csv({"t": frame}, tmp_path)
    pd.testing.assert_frame_equal(read_csv_tables(tmp_path)["t"], frame)


def test_a_text_longer_than_the_csv_module_allows_is_read(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["法" * 200_000]})
    to_csv({"t": frame}, tmp_path)
    pd.testing.assert_frame_equal(read_csv_tables(tmp_path)["t"], frame)


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": pd.Series([], dtype="float64"), "b": pd.Series([], dtype="str")})
    to_csv({"t": frame}, tmp_path)
    pd.testing.assert_frame_equal(read_csv_tables(tmp_path)["t"], frame)


def test_dates_and_flags_and_lists_come_back(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "on": pd.Series([dt.date(2024, 3, 6), None], dtype="object"),
            "at": pd.to_datetime(["2024-03-06 10:00", None]),
            "leaf": [True, False],
            "maybe": pd.array([True, None], dtype="boolean"),
            "ids": [["a", "b"], []],
            "count": pd.array([3, None], dtype="Int64"),
            "value": [0.1, math.nan],
        }
    )
    to_csv({"t": frame}, tmp_path)
    pd.testing.assert_frame_equal(read_csv_tables(tmp_path)["t"], frame)


def test_two_columns_with_one_title_are_refused(tables: Tables, tmp_path: Path) -> None:
    titles = {"metrics": {"quote": "原文", "code": "原文"}}
    with pytest.raises(UsageError, match="原文"):
        to_csv({"metrics": tables["metrics"]}, tmp_path, headers="zh", titles=titles)


def test_a_bad_cell_is_named_with_its_place(tmp_path: Path) -> None:
    to_csv({"t": pd.DataFrame({"value": [1.0, 2.0]})}, tmp_path)
    path = tmp_path / "t.csv"
    path.write_bytes(path.read_bytes().replace(b"2\r\n", b"two\r\n"))
    with pytest.raises(UsageError, match=r"t\.csv, line 3, column value: 'two'"):
        read_csv_tables(tmp_path)


def test_a_folder_without_codebook_and_a_file_in_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="codebook"):
        read_csv_tables(tmp_path)
    to_csv({"t": pd.DataFrame({"quote": ["公开"]})}, tmp_path)
    (tmp_path / "t.csv").write_bytes("quote\r\n公开\r\n".encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_csv_tables(tmp_path)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.none() | TEXT, st.floats(allow_nan=True)), max_size=5))
def test_any_text_and_any_number_come_back(rows: list[tuple[str | None, float]]) -> None:
    frame = pd.DataFrame(rows, columns=["text", "value"])
    frame = frame.astype({"text": "str", "value": "float64"})
    with tempfile.TemporaryDirectory() as folder:
        to_csv({"t": frame}, folder)
        pd.testing.assert_frame_equal(read_csv_tables(folder)["t"], frame)
