"""Corrections by a person."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from corpus_reports import report, table_bytes

import fzanalysis as fz
from fzanalysis import cli
from fzanalysis.corpus import build
from fzanalysis.corpus.corrections import CorrectionError
from fzanalysis.corpus.corrections_file import read_corrections

HEAD = [
    "table",
    "report_id",
    "row",
    "column",
    "expected",
    "value",
    "reason",
    "who",
    "date",
    "action",
]
PATH = "r0001.txt"
MARK = "王工 2025-03-01"


def line(
    table: str,
    row: str,
    column: str,
    expected: object,
    value: object,
    action: str = "",
    path: str = PATH,
) -> list[object]:
    return [table, path, row, column, expected, value, "与原件核对", "王工", "2025-03-01", action]


@pytest.fixture
def correct(raw: Path, tmp_path: Path):
    """Writes corrections, builds, gives the corpus."""

    def run(
        *lines: list[object], head: list[str] = HEAD, encoding: str = "utf-8-sig"
    ) -> fz.corpus.Corpus:
        with (raw / "corrections.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows([head, *lines])
        build(raw, tmp_path / "out")
        return fz.load(tmp_path / "out")

    return run


@pytest.fixture
def figures(raw: Path, tmp_path: Path):
    """Code → row key of the figures of the report, before any correction."""
    build(raw, tmp_path / "before")
    corpus = fz.load(tmp_path / "before")
    report_id = corpus.reports.set_index("source_path").loc[PATH, "report_id"]
    own = corpus.metrics[corpus.metrics["report_id"] == report_id]
    return dict(zip(own["code"], own["metric_id"], strict=True))


def own(corpus, table: str):
    """The rows of the corrected report."""
    report_id = corpus.reports.set_index("source_path").loc[PATH, "report_id"]
    frame = corpus.table(table)
    return frame[frame["report_id"] == report_id]


def test_a_value_is_changed_with_its_bounds_and_indicators(correct, figures) -> None:
    key = figures["learn_group_sessions"]
    corpus = correct(line("metrics", key, "value", 4, 9))
    row = own(corpus, "metrics").set_index("metric_id").loc[key]
    assert (row["value"], row["lower"], row["upper"], row["corrected_by"]) == (9, 9, 9, MARK)
    indicators = own(corpus, "indicators").set_index("code")
    for code in ("learn_group_sessions", "学习次数"):
        assert indicators.loc[code, "value"] == 9
        assert indicators.loc[code, "corrected_by"] == MARK
    assert indicators["corrected_by"].notna().sum() == 2
    assert corpus.metrics["corrected_by"].notna().sum() == 1


def test_a_value_with_余_stays_a_lower_bound(correct, figures) -> None:
    key = figures["pub_materials"]
    corpus = correct(line("metrics", key, "value", "110", "1,200"))
    row = own(corpus, "metrics").set_index("metric_id").loc[key]
    assert (row["lower"], row["bound"]) == (1200, "at_least")
    assert row.isna()["upper"]


def test_code_and_theme_and_issuer_are_changed(correct, figures) -> None:
    key = figures["pub_boards"]
    theme = own(fz.load(correct().folder), "measures").iloc[0]
    corpus = correct(
        line("指标", key, "指标代码", "pub_boards", "pub_bases"),
        line("measures", theme["measure_id"], "theme", theme["theme"], "PUB"),
        line("reports", "", "issuer", "高青县教育局", "高青县教体局"),
    )
    assert own(corpus, "metrics").set_index("metric_id").loc[key, "code"] == "pub_bases"
    assert "pub_boards" not in set(own(corpus, "indicators")["code"])
    changed = own(corpus, "measures").iloc[0]
    assert (changed["theme"], changed["theme_share"]) == ("PUB", 1.0)
    assert set(own(corpus, "indicators")["issuer"]) == {"高青县教体局"}
    assert own(corpus, "indicators")["corrected_by"].eq(MARK).all()
    # The id of a report is its name in everybody's notes: it stays.
    assert own(corpus, "reports").iloc[0]["report_id"].startswith("370322-教育局")


def test_only_what_a_correction_changed_bears_its_mark(correct, figures) -> None:
    """Another day of publication is nothing that the figures of a report have to answer for."""
    corpus = correct(line("报告", "", "发布日期", "", "2016/3/5"))
    assert own(corpus, "reports")["corrected_by"].tolist() == [MARK]
    assert own(corpus, "indicators")["corrected_by"].isna().all()


def test_a_row_is_dropped(correct, figures) -> None:
    key = figures["train_sessions"]
    quote = own(fz.load(correct().folder), "metrics").set_index("metric_id").loc[key, "quote"]
    corpus = correct(line("metrics", key, "", quote, "", "drop"))
    assert key not in set(own(corpus, "metrics")["metric_id"])
    assert "train_sessions" not in set(own(corpus, "indicators")["code"])


def test_a_row_is_added_with_its_place(correct) -> None:
    corpus = correct(
        line("problems", "p900", "quote", "", "执法队伍力量薄弱", "add"),
        line("metrics", "n900", "quote", "", "制作宣传展板5块", "添加"),
        line("metrics", "n900", "value", "", "5", "添加"),
        line("metrics", "n900", "unit", "", "块", "添加"),
        line("metrics", "n900", "code", "", "pub_bases", "添加"),
    )
    text = own(corpus, "texts").iloc[0]["text"]
    row = own(corpus, "metrics").set_index("metric_id").loc["n900"]
    assert text[row["start"] : row["end"]] == row["quote"] == "制作宣传展板5块"
    assert (row["value"], row["lower"], row["bound"], row["role"]) == (5, 5, "exact", "actual")
    section = own(corpus, "sections").set_index("section_id").loc[row["section_id"]]
    assert section["start"] <= row["start"] < row["end"] <= section["end"]
    assert own(corpus, "indicators").set_index("code").loc["pub_bases", "corrected_by"] == MARK
    added = own(corpus, "problems").set_index("item_id").loc["p900"]
    assert (added["text"], added["ordinal"]) == ("执法队伍力量薄弱", 3)


def test_corrections_survive_a_rebuild_and_go_with_their_file(
    correct, raw: Path, tmp_path: Path, figures
) -> None:
    key = figures["learn_group_sessions"]
    corpus = correct(line("metrics", key, "value", 4, 9))
    (raw / "new.txt").write_text(report(60), "utf-8")
    build(raw, tmp_path / "out", fresh=True)
    assert own(fz.load(tmp_path / "out"), "metrics").set_index("metric_id").loc[key, "value"] == 9
    (raw / "corrections.csv").unlink()
    build(raw, tmp_path / "out")
    assert own(fz.load(tmp_path / "out"), "metrics")["corrected_by"].isna().all()
    assert corpus is not None


@pytest.mark.parametrize(
    ("table", "row", "column", "expected", "value", "action", "words"),
    [
        ("metrics", "LEARN", "value", 5, 9, "", "is '4', not '5' as expected; the text says 「"),
        ("metrics", "n999", "value", 4, 9, "", "has no row 'n999'"),
        ("metrics", "LEARN", "value", 4, "many", "", "not a value of kind float"),
        ("metrics", "LEARN", "bound", "exact", "perhaps", "", "cannot be 'perhaps'; it may be about"),
        ("metrics", "LEARN", "unit", "次", "", "", "unit cannot be empty"),
        ("metrics", "LEARN", "start", 1, 2, "", "start cannot be changed: change quote"),
        ("metrics", "LEARN", "metric_id", "n001", "n002", "", "it names the row"),
        ("metrics", "LEARN", "quote", "QUOTE", "这句话文中没有", "", "does not occur in the text"),
        ("metrics", "n900", "value", "", 5, "add", "needs a line with the column quote"),
        ("metrics", "n900", "quote", "", "制作宣传展板5块", "add", "lacks value, unit"),
        ("completeness", "plans", "state", "section", "gone", "", "cannot be 'gone'"),
        ("indicators", "learn_group_sessions", "value", 4, 9, "", "indicators follow from metrics"),
        ("metrics", "", "value", 4, 9, "", "the row is not named"),
        ("nothing", "a", "b", 4, 9, "", "no table 'nothing'"),
        ("metrics", "LEARN", "wert", 4, 9, "", "has no column 'wert'"),
        ("metrics", "LEARN", "value", 4, 9, "improve", "the action 'improve' is none of"),
        ("reports", "", "title", "", "", "drop", "take its file out of the folder"),
    ],
)  # fmt: skip
def test_a_correction_that_does_not_fit_stops_the_build(
    correct, figures, tmp_path: Path, table, row, column, expected, value, action, words
) -> None:
    before = table_bytes(tmp_path / "before")
    correct()
    row = figures["learn_group_sessions"] if row == "LEARN" else row
    expected = "中心组学法4次" if expected == "QUOTE" else expected
    if expected == "中心组学法4次":
        frame = own(fz.load(tmp_path / "before"), "metrics").set_index("metric_id")
        expected = frame.loc[row, "quote"]
    with pytest.raises(CorrectionError) as caught:
        correct(line(table, row, column, expected, value, action))
    assert words in str(caught.value)
    assert "corrections.csv line 2" in str(caught.value)
    assert table_bytes(tmp_path / "out") == before
    assert not list((tmp_path / "out").glob(".new-*"))


def test_all_that_does_not_fit_is_told_at_once(correct, figures) -> None:
    key = figures["learn_group_sessions"]
    with pytest.raises(CorrectionError) as caught:
        correct(*(line("metrics", key, "value", n, 9) for n in (1, 2, 3)))
    assert str(caught.value).startswith("3 corrections cannot be carried out")


def test_reports_and_rows_that_are_not_there_are_told_at_once(correct, figures) -> None:
    key = figures["learn_group_sessions"]
    with pytest.raises(CorrectionError) as caught:
        correct(
            line("metrics", key, "value", 5, 9), line("metrics", key, "value", 5, 9, path="gone")
        )
    assert "there is no report 'gone'" in str(caught.value)
    assert "the text says" in str(caught.value)


def test_a_report_that_is_not_there_is_told_with_those_that_are(correct) -> None:
    with pytest.raises(CorrectionError, match=r"no report 'r77\.txt'; near are .*-2015"):
        correct(line("metrics", "n001", "value", 1, 2, path="r77.txt"))


@pytest.mark.parametrize("missing", ["expected", "who", "report_id"])
def test_a_column_that_is_missing_is_named(correct, missing: str) -> None:
    head = [name for name in HEAD if name != missing]
    with pytest.raises(CorrectionError, match=missing):
        correct(head=head)


@pytest.mark.parametrize("place", [6, 7, 8])
def test_reason_person_and_day_are_needed(correct, figures, place: int) -> None:
    row = line("metrics", figures["learn_group_sessions"], "value", 4, 9)
    row[place] = ""
    with pytest.raises(CorrectionError, match=f"no {HEAD[place]} is given"):
        correct(row)


def test_a_workbook_does_as_well(raw: Path, tmp_path: Path, figures) -> None:
    book = openpyxl.Workbook()
    book.active.append(["表", "来源文件", "行", "列", "原值", "新值", "理由", "更正人", "日期"])
    key = figures["learn_group_sessions"]
    book.active.append(["指标", PATH, key, "数值", 4, 9, "与原件核对", "王工", "2025-03-01"])
    book.save(raw / "corrections.xlsx")
    build(raw, tmp_path / "out")
    row = own(fz.load(tmp_path / "out"), "metrics").set_index("metric_id").loc[key]
    assert (row["value"], row["corrected_by"]) == (9, MARK)


def test_excel_in_china_writes_gb18030(correct, figures) -> None:
    corpus = correct(
        line("metrics", figures["learn_group_sessions"], "value", 4, 9), encoding="gb18030"
    )
    assert own(corpus, "metrics")["corrected_by"].eq(MARK).sum() == 1


def test_a_duplicate_is_not_the_place_to_correct(correct, raw: Path, figures) -> None:
    (raw / "z.txt").write_text(report(1), "utf-8")
    with pytest.raises(CorrectionError, match="duplicate of"):
        correct(line("metrics", figures["learn_group_sessions"], "value", 4, 9, path="z.txt"))


def test_the_command_ends_with_status_two(
    correct, raw: Path, tmp_path: Path, figures, capsys
) -> None:
    correct()
    with (raw / "corrections.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(line("metrics", figures["learn_group_sessions"], "value", 5, 9))
    assert cli.main(["build", str(raw), "--out", str(tmp_path / "out"), "--quiet"]) == 2
    assert "the text says" in capsys.readouterr().err


def test_the_example_of_the_manual_can_be_read(tmp_path: Path) -> None:
    manual = Path(__file__).parents[2] / "docs" / "corrections.md"
    example = manual.read_text("utf-8").split("```csv\n")[1].split("```")[0]
    (tmp_path / "corrections.csv").write_text(example, "utf-8")
    found = read_corrections([("", tmp_path / "corrections.csv")])
    assert [c.action for c in found] == ["set"] * 4 + ["drop"] + ["add"] * 4
    assert {c.table for c in found} == {"metrics", "measures", "reports"}
    assert found[0].column == "value"
