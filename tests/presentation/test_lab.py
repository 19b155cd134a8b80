"""What notebooks show beside charts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fzanalysis.errors import UsageError
from fzanalysis.presentation import lab, tables
from fzanalysis.presentation.findings import headers
from fzanalysis.presentation.style import figure

REPORTS = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", None], "year": [2023, 2024]})
TEXTS = pd.DataFrame({"report_id": ["a", "b"], "text": ["一、工作\n全年公开3条<b>。", "学法12次"]})


def test_cells_are_words_and_nothing_is_nan() -> None:
    rows = pd.DataFrame(
        {
            "code": ["pub_materials", None],
            "theme": ["STU", None],
            "role": ["actual", "plan"],
            "state": ["missing", "short"],
            "also": ["PUB;STU", None],
            "high": [np.inf, np.nan],
            "value": [1234.5678, 3.0],
            "own_share": [0.123, np.nan],
            "leaf": [True, False],
        }
    )
    before = rows.copy(deep=True)
    shown = lab.table(rows).frame
    assert shown.iloc[0].tolist() == [
        "宣传资料份数",
        "法治学习培训与考试",
        "已完成",
        "缺失",
        "法治宣传与普法、法治学习培训与考试",
        "∞",
        1234.6,
        "12.3%",
        "是",
    ]
    assert shown.iloc[1].tolist() == ["", "未归类", "下年计划", "分项少于总数", "", "", 3, "", "否"]
    assert not [c for c in shown.columns if c.isascii()]
    pd.testing.assert_frame_equal(rows, before)


def test_a_code_beside_its_name_is_shown_as_it_is_typed() -> None:
    rows = pd.DataFrame({"code": ["pub_materials"], "name": ["宣传资料份数"]})
    assert lab.table(rows, "name code").frame.iloc[0].tolist() == ["宣传资料份数", "pub_materials"]


def test_columns_can_be_chosen_and_named_and_a_named_index_is_one() -> None:
    rows = pd.DataFrame({"x": [1], "year": [2023]}, index=pd.Index(["甲局"], name="机关"))
    assert list(lab.table(rows, {"机关": "", "x": "数"}).frame) == ["机关", "数"]
    with pytest.raises(UsageError, match="no column z"):
        lab.table(rows, "x z")


@pytest.mark.parametrize("interactive", [True, False])
def test_pages_escape_what_reports_say(interactive: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if interactive:
        pytest.importorskip("itables")
    monkeypatch.setattr(tables, "_INTERACTIVE", interactive)
    hostile = "<img src=x onerror=alert(1)>"
    rows = pd.DataFrame({"quote": [hostile, "长" * 500], hostile: [1, 2]})
    page = lab.table(rows, caption=hostile)._repr_html_()
    assert "<img" not in page
    assert "长" * 161 not in page
    assert ("DataTable" in page or "itables" in page) is interactive


def test_a_long_table_without_scripts_says_how_much_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "_INTERACTIVE", False)
    rows = pd.DataFrame({"year": range(tables.PLAIN_ROWS + 7)})
    assert "另有 7 行" in lab.table(rows)._repr_html_()
    assert lab.sortable().data == ""
    assert "<tbody></tbody>" in lab.table(rows.head(0))._repr_html_()


def test_quotes_stand_in_their_paragraph_and_are_escaped() -> None:
    rows = pd.DataFrame(
        {"report_id": ["a", "b"], "start": [7, 0], "end": [11, 5], "quote": ["公开3条", "学法12次"]}
    )
    page = lab.quotes(rows, TEXTS, REPORTS).data
    assert "全年<mark>公开3条</mark>&lt;b&gt;。" in page
    assert "一、工作" not in page
    assert "甲局 2023" in page
    assert "b 2024" in page
    assert "全文第 8—11 字" in page
    assert "另有 1 处" in lab.quotes(rows, TEXTS, REPORTS, most=1).data
    assert "没有符合的原文" in lab.quotes(rows.head(0), TEXTS, REPORTS).data


def test_a_passage_alone_is_not_marked_and_a_cut_one_has_an_ellipsis() -> None:
    rows = pd.DataFrame({"report_id": ["a"], "start": [7], "end": [11], "quote": ["公开3条"]})
    assert "<mark>" not in lab.quotes(rows, TEXTS, REPORTS, context=0).data
    assert "……年<mark>" not in lab.quotes(rows, TEXTS, REPORTS, context=9).data
    assert "……年<mark>公开3条</mark>&lt;……" in lab.quotes(rows, TEXTS, REPORTS, context=1).data


def test_a_figure_is_headed_by_what_was_read() -> None:
    figures = pd.DataFrame(
        {
            "report_id": ["b"], "start": [0], "end": [5], "quote": ["学法12次"],
            "code": ["learn_sessions"], "counted": ["学法"], "value": [12.0], "lower": [12.0],
            "upper": [np.nan], "bound": ["at_least"], "unit": ["次"], "role": ["plan"],
        }
    )  # fmt: skip
    page = lab.quotes(figures, TEXTS, REPORTS).data
    assert "学习次数 ≥12次（下年计划）" in page
    assert "学法 ≥12次" in lab.quotes(figures.assign(code=None), TEXTS, REPORTS).data


def test_export_writes_chinese_headers_and_three_forms_of_each_chart(tmp_path: Path) -> None:
    chart, _ = figure(title="图", body=1, alt="空图")
    rows = pd.DataFrame({"issuer": ["甲局"], "shown": ["≥1000"], "own": [1]})
    written = lab.export(tmp_path / "out", {"comparison": rows}, {"bars": chart}).frame
    assert written["文件"].tolist() == [
        "comparison.csv", "codebook.csv", "bars.png", "bars.svg", "bars.pdf",
    ]  # fmt: skip
    head = (tmp_path / "out/comparison.csv").read_text("utf-8-sig").splitlines()[0]
    assert head == "发文机关,披露的数,own"


def test_progress_fills_its_bar(capsys: pytest.CaptureFixture[str]) -> None:
    progress = lab.Progress()
    for done in range(1, 4):
        progress(done, 3)
    assert repr(progress) == "Progress(3/3)"
    assert "3/3" in capsys.readouterr().out


def test_no_table_of_the_corpus_gets_two_equal_headers() -> None:
    from fzanalysis.corpus import TABLES

    titles = headers(TABLES)
    for name, table in TABLES.items():
        named = [titles[name][column] for column in table.names]
        assert len(set(named)) == len(named), name


def test_home_is_found_from_the_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert lab.home() == Path("..")
    monkeypatch.chdir(tmp_path)
    assert lab.home() == Path(".")


def test_decimals_are_even_and_a_small_p_is_not_zero() -> None:
    rows = pd.DataFrame({"z": [4.2719, -2.0], "g2_p": [1e-9, 0.0481], "percent": [5.5556, 25.0]})
    shown = lab.table(rows).frame
    assert shown.iloc[0].tolist() == ["4.27", "<0.001", "5.6"]
    assert shown.iloc[1].tolist() == ["-2.00", "0.048", "25.0"]


def test_words_before_a_keyword_end_where_it_begins() -> None:
    rows = pd.DataFrame({"left": ["接到"], "node": ["投诉"], "right": ["三件"]})
    assert "text-align:right" in lab.table(rows)._plain().partition("接到")[0]


def test_an_empty_table_says_so() -> None:
    assert "没有" in lab.table(pd.DataFrame({"issuer": []}))._plain()


def test_shaky_topics_are_named_in_words() -> None:
    rows = [(1, "学法·考试", 150, 0.93), (2, "普法·宣传", 60, 0.66), (3, "公开<b>", 4, 0.2)]
    topics = pd.DataFrame(rows, columns=["topic", "label", "n_points", "stability"])
    said = lab.steadiness(topics).data
    assert "稳定（0.75 以上）的有：1 学法·考试。大体稳定的有：2 普法·宣传。" in said
    assert "<strong>不稳（低于 0.6）的有：3 公开&lt;b&gt;：换几条要点就会变" in said
    assert "不足 200 条" not in said
    assert "不足 200 条" in lab.steadiness(topics.iloc[2:]).data
    assert "没有检验" in lab.steadiness(topics.assign(stability=float("nan"))).data
    assert "没有检验" in lab.steadiness(topics.iloc[:0]).data
