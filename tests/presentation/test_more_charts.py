"""Charts of years, words, copied text and follow-up."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from chart_checks import cut, overlaps, words

from fzanalysis.errors import UsageError
from fzanalysis.presentation.charts import (
    aligned_passages,
    dumbbell,
    follow_up_board,
    keyness_plot,
    panel_lines,
    reuse_matrix,
    slope,
    topic_heatmap,
    topic_map,
)

NAMES = ["云溪区科学技术局", "东港县民族宗教事务和少数民族语言文字工作委员会办公室", "河口县科技局"]


def corpus(count: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bureaus with reports of 2021, 2022 and 2024: rising, silent in 2022, falling."""
    reports, rows = [], []
    for i in range(count):
        name = NAMES[i] if i < 3 else f"南山{i}县教育局"
        for year in (2021, 2022, 2024):
            reports.append((f"{i}-{year}", name, year))
            value = {0: year - 2015.0, 1: 5.0, 2: 2030.0 - year}[i % 3]
            if i % 3 == 1 and year == 2022:
                continue
            bound = "at_least" if i % 3 == 0 and year == 2024 else "exact"
            upper = math.nan if bound == "at_least" else value
            rows.append((f"{i}-{year}", "x", value, value, upper, bound, "次"))
    columns = ["report_id", "code", "value", "lower", "upper", "bound", "unit"]
    return (
        pd.DataFrame(rows, columns=columns),
        pd.DataFrame(reports, columns=["report_id", "issuer", "year"]).assign(region="云溪区"),
    )


def test_dumbbell_says_bounds_and_silence() -> None:
    indicators, reports = corpus()
    chart = dumbbell(indicators, "x", reports, years=(2022, 2024))
    said = words(chart)
    assert "≥9" in said
    assert "2022年未披露" in said
    joined = [line for line in chart.axes[0].lines if line.get_linestyle() == "-"]
    assert len(joined) == 2, "no line where a year is silent"
    assert "云溪区科学技术局 2022年7次，2024年≥9次" in chart.alt


def test_slope_marks_falling_without_colour_alone() -> None:
    indicators, reports = corpus()
    chart = slope(indicators, "x", reports, years=(2021, 2024))
    styles = [line.get_linestyle() for line in chart.axes[0].lines if len(line.get_xdata()) == 2]
    assert sorted(styles) == ["-", "-", "--"]
    least = indicators.assign(bound="at_least", upper=math.nan)
    unsure = slope(least, "x", reports, years=(2021, 2024))
    styles = {line.get_linestyle() for line in unsure.axes[0].lines if len(line.get_xdata()) == 2}
    assert styles == {":"}, "two lower bounds say nothing of rise or fall"
    silent = slope(indicators, "x", reports, years=(2022, 2024))
    assert any(w.startswith("未披露：\n东港县") for w in words(silent))


def test_panels_leave_gaps_for_silent_and_missing_years() -> None:
    indicators, reports = corpus()
    chart = panel_lines(indicators, "x", reports)
    rising, silent, _ = chart.axes
    joined = [line for line in rising.lines if len(line.get_xdata()) == 2]
    assert [list(line.get_xdata()) for line in joined] == [[2021, 2022]], "2023 has no report"
    assert not [line for line in silent.lines if len(line.get_xdata()) == 2]
    crosses = [line for line in silent.lines if line.get_marker() == "x"]
    assert [line.get_xdata()[0] for line in crosses] == [2022]


def test_unlike_units_are_neither_joined_nor_left_unsaid() -> None:
    indicators, reports = corpus(2)
    indicators.loc[indicators["report_id"].eq("0-2022"), "unit"] = "家次"
    chart = panel_lines(indicators, "x", reports)
    first, second = chart.axes[:2]
    assert not [line for line in first.lines if len(line.get_xdata()) == 2]
    said = words(chart)
    assert {"6次", "7家次"} <= set(said), "several units in a panel stand beside the figures"
    assert second.get_title(loc="left").replace("\n", "").endswith("（次）")
    assert any("不可直接比较" in w for w in said)


def test_parts_of_a_chart_share_the_scale_of_the_whole() -> None:
    indicators, reports = corpus()
    one = reports[reports["issuer"].eq(NAMES[1])]
    whole = panel_lines(indicators, "x", reports).axes[0].get_ylim()
    assert panel_lines(indicators, "x", one, whole=reports).axes[0].get_ylim() == whole
    assert panel_lines(indicators, "x", one).axes[0].get_ylim() != whole


@pytest.mark.parametrize("chart", [dumbbell, slope])
def test_years_that_are_not_there_are_refused(chart: object) -> None:
    indicators, reports = corpus()
    with pytest.raises(UsageError, match="2021、2022、2024"):
        chart(indicators, "x", reports, years=(2010, 2011))  # type: ignore[operator]
    with pytest.raises(UsageError, match="same"):
        chart(indicators, "x", reports, years=(2021, 2021))  # type: ignore[operator]


WORDS = pd.DataFrame(
    {
        "term": ["行政执法", "普法", "宪法日"],
        "n_target": [40, 3, 0],
        "n_reference": [5, 3, 12],
        "z": [6.1, 0.2, -3.1],
    }
)


def test_keyness_shows_both_sides_with_counts() -> None:
    chart = keyness_plot(WORDS, target="甲局", reference="乙局")
    assert {"行政执法", "宪法日", "40∶5", "0∶12"} <= set(words(chart))
    assert [bar.get_width() for bar in chart.axes[0].patches] == [6.1, 0.2, -3.1]
    assert "乙局用得更多的词是宪法日" in chart.alt
    with pytest.raises(UsageError, match="no words"):
        keyness_plot(WORDS.iloc[:0], target="甲局", reference="乙局")


TOPICS = ["学法考试·旁听庭审·法治讲座", "行政执法", "未归入"]


def test_topic_heatmap_keeps_silence_apart_from_nothing() -> None:
    table = pd.DataFrame([[0.5, 0.5, 0.0], [math.nan] * 3], index=NAMES[:2], columns=TOPICS)
    said = words(topic_heatmap(table))
    assert said.count("50") == 2
    assert said.count("·") == 1
    assert "没有读出举措" in said
    with pytest.raises(UsageError, match="no topics"):
        topic_heatmap(table.iloc[:0])


def points(topics: int) -> pd.DataFrame:
    rows = [(t % 3 + i * 0.1, t // 3 * 0.2 + i * 0.05, t, f"话题{t}·检查处罚案卷")
            for t in range(topics + 1) for i in range(5)]  # fmt: skip
    return pd.DataFrame(rows, columns=["x", "y", "topic", "label"])


def test_topics_differ_without_colour_and_names_do_not_cover_each_other() -> None:
    chart = topic_map(points(9))
    assert overlaps(chart) == []
    small = 5
    looks = {
        (line.get_marker(), line.get_color())
        for line in chart.axes[0].lines[1:]
        if line.get_marker() != "None" and line.get_markersize() < small
    }
    assert len(looks) == 9
    assert "话题0" not in chart.alt, "the unassigned are no topic"


@pytest.mark.parametrize("size", ["print", "slide"])
def test_the_area_of_a_disc_is_the_number_of_points(size: str) -> None:
    many = pd.concat([points(2)] + [points(2)[lambda p: p["topic"].eq(1)]] * 3)
    chart = topic_map(many, size=size)
    discs = {
        tuple(line.get_xydata()[0]): line.get_markersize() ** 2
        for line in chart.axes[0].lines
        if line.get_marker() == "o" and len(line.get_xydata()) == 1
    }
    on_map = many[many["topic"] > 0].groupby("topic")[["x", "y"]].median().to_numpy()
    areas = [discs[tuple(middle)] for middle in on_map]
    assert areas[0] / areas[1] == pytest.approx(20 / 5)
    said = words(chart)
    assert {"20个要点", "10个要点", "4个要点"} <= set(said), "the legend of the areas"
    explained = next(a for a in discs.values() if a == pytest.approx(areas[0] / 2))
    assert explained, "10 points have half the area of 20"
    assert "（20）" in chart.alt
    assert "5个未归入；圆的面积与要点数成正比" in chart.alt
    assert any("圆在话题中间，面积与要点数成正比" in w for w in said)
    assert overlaps(chart) == cut(chart) == []


def test_reuse_matrix_is_read_by_row() -> None:
    _, reports = corpus()
    pairs = pd.DataFrame({"report_a": ["0-2021", "0-2022"], "report_b": ["0-2022", "0-2021"],
                          "share": [0.83, 0.004]})  # fmt: skip
    chart = reuse_matrix(pairs, reports)
    said = words(chart)
    assert said.count("83") == said.count("<1") == 1
    assert "云溪区科学技术局 2021的83%也见于云溪区科学技术局 2022" in chart.alt
    assert "没有相同文字" in reuse_matrix(pairs.iloc[:0], reports).alt


def test_passages_count_each_character_once() -> None:
    passages = pd.DataFrame({"start_a": [0, 20], "end_a": [40, 60], "start_b": [0, 50],
                             "end_b": [40, 90], "quote_b": ["甲" * 40, "乙" * 40]})  # fmt: skip
    chart = aligned_passages(passages, names=("甲局 2022", "甲局 2023"), chars=(100, 100))
    assert "共60字（含标点），占前者的60%" in chart.alt
    with pytest.raises(UsageError, match="beyond"):
        aligned_passages(passages, names=("a", "b"), chars=(50, 100))


def followed(count: int) -> pd.DataFrame:
    verdicts = ["taken_up", "partly", "not_found", "no_next_report"]
    return pd.DataFrame(
        {
            "issuer": [NAMES[i % 3] for i in range(count)],
            "year": [2021 + i % 2 for i in range(count)],
            "plan_quote": ["开展企业走访，健全培训制度，" * (i % 4 + 1) for i in range(count)],
            "theme": ["PUB" if i % 2 else None for i in range(count)],
            "verdict": [verdicts[i % 4] for i in range(count)],
            "measure_quote": ["全年走访企业36家，" * (i % 5 + 1) for i in range(count)],
            "target": ["≥30家" if i == 0 else None for i in range(count)],
            "outcome": ["36家" if i == 0 else None for i in range(count)],
            "figure_quote": ["走访企业36家" if i == 0 else None for i in range(count)],
        }
    )


def test_board_tells_verdicts_by_mark_and_words() -> None:
    chart = follow_up_board(followed(4))
    said = "".join(words(chart)).replace("\n", "")
    assert "次年没有找到" in said
    assert "“走访企业36家”（打算≥30家，写到36家）" in said
    lines = chart.axes[0].lines
    marks = {(x.get_marker(), x.get_fillstyle()) for x in lines if x.get_marker() != "None"}
    assert len(marks) == 4
    with pytest.raises(UsageError, match="done"):
        follow_up_board(followed(1).assign(verdict="done"))
    with pytest.raises(UsageError, match="no plans"):
        follow_up_board(followed(0))


def test_a_nearest_measure_that_was_refused_is_not_shown_as_evidence() -> None:
    refused = followed(3).iloc[[2]]
    assert not any("走访企业36家" in w for w in words(follow_up_board(refused)))


@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("count", [1, 6, 18])
def test_no_word_lies_on_another_nor_outside(count: int, size: str) -> None:
    indicators, reports = corpus(count)
    table = pd.DataFrame(
        1 / (count + 1), index=[NAMES[i % 3] for i in range(count)],
        columns=[f"学法考试·旁听{i}" for i in range(min(count + 1, 15))],
    )  # fmt: skip
    many = pd.concat(
        [WORDS.assign(z=WORDS["z"] + i, term=WORDS["term"] + str(i)) for i in range(count)]
    )
    pairs = pd.DataFrame({"report_a": ["0-2021"], "report_b": ["0-2022"], "share": [1.0]})
    spans = pd.DataFrame({"start_a": range(count), "start_b": range(count)}) * 30
    spans = spans.assign(
        end_a=spans["start_a"] + 20, end_b=spans["start_b"] + 20, quote_b="法" * 50
    )
    for chart in (
        dumbbell(indicators, "x", reports, years=(2022, 2024), size=size),
        slope(indicators, "x", reports, years=(2022, 2024), size=size),
        panel_lines(indicators, "x", reports, size=size),
        keyness_plot(many, target="云溪区科学技术局", reference="河口县科技局", size=size),
        topic_heatmap(table, size=size),
        reuse_matrix(pairs, reports, size=size),
        aligned_passages(spans, names=(NAMES[0], NAMES[1]), chars=(2000, 1500), size=size),
        follow_up_board(followed(count), size=size),
    ):
        assert overlaps(chart) == [], chart.title
        assert cut(chart) == [], chart.title


def test_bureaus_of_one_name_are_told_apart_by_their_region() -> None:
    reports = pd.DataFrame(
        {
            "report_id": ["a", "b"],
            "issuer": "科技局",
            "region": ["云溪区", "河口县"],
            "year": 2023,
            "division_code": ["110101", "110102"],
            "bureau_type": "科技局",
        }
    )
    indicators, _ = corpus(1)
    chart = panel_lines(indicators, "x", reports)
    assert [panel.get_title(loc="left") for panel in chart.axes[:2]] == [
        "科技局（云溪区）",
        "科技局（河口县）",
    ]
