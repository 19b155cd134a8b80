"""Charts of the corpora that ship: each says in three places what a person finds in the files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from chart_checks import cut, overlaps, texts, words

import fzanalysis as fz
from fzanalysis.analysis.follow_up import follow_up
from fzanalysis.analysis.keyness import keyness
from fzanalysis.analysis.reuse import find_reuse
from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.analysis.topics import find_topics, topic_table
from fzanalysis.corpus import Corpus
from fzanalysis.presentation import charts

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"


def built(name: str, out: Path) -> Corpus:
    fz.build(RAW / name, out)
    return fz.load(out)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return built("demo", tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return built("five", tmp_path_factory.mktemp("five"))


def of(demo: Corpus, table: str, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table's rows of one year, and the reports."""
    reports = demo.reports[demo.reports["year"] == year]
    frame = demo.tables[table]
    return frame[frame["report_id"].isin(reports["report_id"])], reports


def test_bars(demo: Corpus) -> None:
    _, reports = of(demo, "reports", 2023)
    chart = charts.bounded_bars(demo.indicators, "pub_materials", reports=reports)
    for said in (
        "枕溪县交通运输局 2023 ≥9200份",
        "农业农村局 2023 6100份",
        "监督管理局 2023 未披露",
    ):
        assert said in chart.alt
    assert {"≥9200", "6100", "未披露"} <= set(words(chart))


def test_lines_over_the_years(demo: Corpus) -> None:
    chart = charts.panel_lines(demo.indicators, "enf_cases", demo.reports)
    # 214, 263, silent, 241 (the 14 passed on and the 11 closed are among them).
    assert "2021年214件，2022年263件，2023年未披露，2024年241件" in chart.alt
    # 47起 that were stopped on the spot are no cases, 12件 are.
    assert "苇泊县水利局 2021年12件，2022年19件，2023年15件，2024年13件" in chart.alt
    assert "砚湖县科学技术局 2021年未披露" in chart.alt


@pytest.mark.parametrize("draw", [charts.dumbbell, charts.slope])
def test_two_years(draw, demo: Corpus) -> None:
    alt = draw(demo.indicators, "learn_sessions", demo.reports, years=(2023, 2024)).alt
    assert "荻汀区市场监督管理局 2023年18次，2024年≥20次" in alt
    assert "月塬县文化和旅游局 2023年10次，2024年8次" in alt
    assert "砚湖县科学技术局 2023年未披露，2024年9次" in alt


def test_grid_of_parts(demo: Corpus) -> None:
    chart = charts.completeness_grid(*of(demo, "completeness", 2022))
    assert "枕溪县交通运输局 2022 四项要件都有，逾期" in chart.alt
    assert "月塬县文化和旅游局 2022 缺失问题和原因，按时" in chart.alt
    assert {"逾期\n2023-04-18", "按时\n2023-03-20"} <= set(words(chart))


def test_problems(demo: Corpus) -> None:
    alt = charts.problem_typology(*of(demo, "problems", 2023)).alt
    # 水政监察人员不足 …; 宣传形式 …; a clause on how cases are passed between offices.
    assert "苇泊县水利局 2023 执法力量" in alt
    assert "枕溪县交通运输局 2023 执法规范、宣传形式" in alt
    assert "荻汀区市场监督管理局2023 部门联动" in alt


def test_copied_passages(demo: Corpus) -> None:
    pairs = reuse_pairs(find_reuse(demo.texts, demo.reports), demo.texts)
    alt = charts.reuse_matrix(pairs, demo.reports).alt
    assert "砚湖县科学技术局 2023的94%也见于砚湖县科学技术局 2022" in alt
    assert "苇泊县水利局 2023的20%也见于萤川县农业农村局 2022" in alt
    assert "月塬" not in alt, "月塬 copies nothing"


def test_plans(demo: Corpus) -> None:
    table = follow_up(demo.plans, demo.measures, demo.metrics, demo.reports)
    mine = table["issuer"].eq("苇泊县水利局") & table["verdict"].ne("no_next_report")
    alt = charts.follow_up_board(table[mine]).alt
    assert "“编印《河湖执法案例选编》一册，发到每个水管站”次年没有找到" in alt
    assert "“继续争取增加水政监察编制”次年没有找到" in alt
    assert "“对反复损坏计量设施的取水户依法立案”次年写到" in alt


@pytest.mark.parametrize("size", ["print", "slide"])
def test_plans_and_answers_keep_clear_of_the_marks(demo: Corpus, size: str) -> None:
    table = follow_up(demo.plans, demo.measures, demo.metrics, demo.reports)
    chart = charts.follow_up_board(table[table["verdict"].ne("no_next_report")], size=size)
    axes = chart.axes[0]
    assert overlaps(chart) == cut(chart) == []
    mark = next(line for line in axes.lines if line.get_marker() != "None")
    middle = axes.transData.transform((float(mark.get_xdata()[0]), 0))[0]
    reach = mark.get_markersize() / 72 * chart.dpi / 2
    for text in (t for t in texts(chart) if t.axes is axes):
        box = text.get_window_extent()
        assert box.x1 < middle - reach or box.x0 > middle + reach, text.get_text()
        assert box.x1 <= axes.get_window_extent().x1 + 1, text.get_text()


def test_words_of_a_bureau(demo: Corpus) -> None:
    water = demo.reports.loc[demo.reports["issuer"].eq("苇泊县水利局"), "report_id"]
    mine = demo.texts["report_id"].isin(water)
    table = keyness(demo.texts[mine], demo.texts[~mine])
    said = words(charts.keyness_plot(table, target="水利局", reference="其他"))
    assert {"巡查", "编制", "规范性文件"} <= set(said)


def test_themes_and_topics(five: Corpus) -> None:
    alt = charts.theme_shares(five.measures, five.reports).alt
    assert "大足区科学技术局 2022 以组织领导为主" in alt
    assert "高青县科学技术局 2020 以组织领导为主" in alt
    assert "九龙坡区科技局 2024 以学习培训为主" in alt
    found = find_topics(five.measures)
    shares = topic_table(found, five.reports)
    said = set(words(charts.topic_heatmap(shares)))
    for issuer in shares.index[:3]:
        assert str(round(100 * shares.loc[issuer].max())) in {w.rstrip("%") for w in said}
    drawn = charts.topic_map(found.points).alt
    for row in found.topics.head(3).itertuples():
        assert f"{row.label}（{row.n_points}）" in drawn
