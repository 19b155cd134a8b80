"""Charts say what the tables say: bounds, silence, zero, states."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from chart_checks import cut, overlaps, words
from matplotlib.patches import Rectangle

from fzanalysis.catalogue import load_catalogue
from fzanalysis.errors import UsageError
from fzanalysis.presentation.charts import (
    bounded_bars,
    completeness_grid,
    problem_typology,
    theme_shares,
)
from fzanalysis.presentation.charts.completeness import timeliness
from fzanalysis.presentation.charts.themes import theme_table
from fzanalysis.presentation.labels import PROBLEMS, THEMES
from fzanalysis.presentation.style import Chart, save

Tables = Mapping[str, pd.DataFrame]


def bars(chart: Chart) -> list[Rectangle]:
    return [p for p in chart.axes[0].patches if isinstance(p, Rectangle)]


def row(bound: str, value: float, lower: float, upper: float, unit: str = "份") -> pd.DataFrame:
    figures = {"value": [value], "lower": [lower], "upper": [upper]}
    name = {"report_id": ["a"], "issuer": ["云溪区科技局"], "year": [2023], "code": ["x"]}
    return pd.DataFrame({**name, **figures, "bound": [bound], "unit": [unit]})


@pytest.mark.parametrize(
    ("bound", "figures", "label"),
    [
        ("exact", (93, 93, 93), "93"),
        ("at_least", (1000, 1000, math.nan), "≥1000"),
        ("at_least", (math.nan, 1000, math.nan), "≥1000"),
        ("about", (230, math.nan, math.nan), "约230"),
        ("at_most", (2500, math.nan, 2500), "≤2500"),
        ("between", (math.nan, 2000, 4000), "2000～4000"),
        ("exact", (0, 0, 0), "0"),
    ],
)
def test_a_bound_is_written_beside_its_bar(
    bound: str, figures: tuple[float, float, float], label: str
) -> None:
    assert label in words(bounded_bars(row(bound, *figures), "x"))


def test_at_least_is_open_ended_and_exact_is_not() -> None:
    exact = bars(bounded_bars(row("exact", 100, 100, 100), "x"))
    assert [(b.get_x(), b.get_width()) for b in exact] == [(0, 100)]
    least = bars(bounded_bars(row("at_least", 100, 100, math.nan), "x"))
    assert least[0].get_width() == 100
    faded = [float(b.get_alpha() or 1) for b in least[1:]]
    assert faded == sorted(faded, reverse=True)
    assert faded[-1] < 0.05
    assert max(b.get_x() + b.get_width() for b in least) > 105


def test_silence_is_not_zero(tables: Tables) -> None:
    chart = bounded_bars(tables["indicators"], "lit_cases", reports=tables["reports"])
    said = words(chart)
    assert said.count("未披露") == 2
    assert "0" in said
    assert not bars(chart)
    marks = [line for line in chart.axes[0].lines if line.get_marker() == "D"]
    assert len(marks) == 1, "only the stated zero has a mark"
    assert "云溪区科学技术局 2023 未披露" in chart.alt
    assert "河口县科技局 2022 0件" in chart.alt


def test_a_metric_that_nobody_gives_is_a_chart_of_silence(tables: Tables) -> None:
    chart = bounded_bars(tables["indicators"], "enf_fines", reports=tables["reports"])
    assert words(chart).count("未披露") == 3


def test_contradicting_mentions_stand_side_by_side() -> None:
    twice = pd.concat([row("exact", 3, 3, 3), row("exact", 5, 5, 5)])
    said = words(bounded_bars(twice, "x"))
    assert {"3", "5"} <= set(said)
    assert sum("第1处" in w or "第2处" in w for w in said) == 2


def test_only_what_was_done_is_drawn_from_metrics(tables: Tables) -> None:
    metrics = tables["metrics"].assign(role="requirement")
    chart = bounded_bars(metrics, "learn_sessions", reports=tables["reports"])
    assert words(chart).count("未披露") == 3


def test_an_uncoded_figure_is_chosen_by_what_it_counts(tables: Tables) -> None:
    chart = bounded_bars(tables["metrics"], "传单", reports=tables["reports"])
    assert "≤2500" in words(chart)


def test_units_that_differ_are_told() -> None:
    other = row("exact", 5, 5, 5, "家次").assign(report_id="b")
    said = words(bounded_bars(pd.concat([row("exact", 3, 3, 3, "家"), other]), "x"))
    assert any("不可直接比较" in w for w in said)
    assert {"3家", "5家次"} <= set(said)


def test_an_unknown_bound_is_refused() -> None:
    with pytest.raises(UsageError, match="roughly"):
        bounded_bars(row("roughly", 1, 1, 1), "x")


def test_frames_are_not_changed(tables: Tables) -> None:
    before = {name: frame.copy() for name, frame in tables.items()}
    bounded_bars(tables["metrics"], "pub_materials", reports=tables["reports"])
    theme_shares(tables["measures"], tables["reports"])
    completeness_grid(tables["completeness"], tables["reports"])
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_no_report_is_a_clear_error(tables: Tables) -> None:
    none = tables["reports"].iloc[:0]
    with pytest.raises(UsageError, match="no report to show"):
        bounded_bars(tables["metrics"], "x", reports=none)
    with pytest.raises(UsageError, match="no report to show"):
        theme_shares(tables["measures"], none)
    with pytest.raises(UsageError, match="no report to show"):
        completeness_grid(tables["completeness"], none)


def many(count: int) -> pd.DataFrame:
    names = ["云溪区科学技术局", "东港县民族宗教事务和少数民族语言文字工作委员会办公室", "河口局"]
    return pd.DataFrame(
        {
            "report_id": [f"r{i}" for i in range(count)],
            "issuer": [names[i % 3] for i in range(count)],
            "year": 2023,
            "published_on": ["2024-03-06" if i % 2 else None for i in range(count)],
        }
    )


@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("count", [1, 5, 60])
def test_no_word_lies_on_another_nor_outside(count: int, size: str) -> None:
    reports = many(count)
    figures = pd.concat(
        [row("at_least", 10.0**i, 10.0**i, math.nan).assign(report_id=f"r{i}") for i in range(5)]
    )
    parts = pd.DataFrame({"report_id": ["r0"], "part": ["plans"], "state": ["embedded"]})
    texts = pd.DataFrame(
        {"report_id": ["r0", "r0"], "theme": ["ORG", None], "leaf": True, "quote": ["字" * 9, "字"]}
    )
    problems = pd.DataFrame({"report_id": ["r0"], "category": ["COORD"], "also": [["PUB_FORM"]]})
    for chart in (
        bounded_bars(figures, "x", title="宣传资料份数", reports=reports, size=size),
        theme_shares(texts, reports, size=size),
        completeness_grid(parts, reports, size=size),
        problem_typology(problems, reports, size=size),
    ):
        assert overlaps(chart) == []
        assert cut(chart) == []


def test_shares_add_up_and_silence_is_missing(tables: Tables) -> None:
    shares = theme_table(tables["measures"], tables["reports"])
    assert shares.loc["r1"].sum() == pytest.approx(1)
    assert shares.loc["r2", "DIS"] == 1
    assert shares.loc["r3"].isna().all()
    assert "没有读出举措" in words(theme_shares(tables["measures"], tables["reports"]))


def test_only_leaves_count(tables: Tables) -> None:
    parent = tables["measures"].iloc[[0]].assign(leaf=False, theme="INT", quote="字" * 500)
    both = pd.concat([tables["measures"], parent])
    assert theme_table(both, tables["reports"]).loc["r1", "INT"] == 0


@pytest.mark.parametrize(
    ("published", "year", "verdict"),
    [
        ("2024-03-31", 2023, "按时"),
        ("2024-04-01", 2023, "逾期"),
        ("2024-04-01 09:30", 2023, "逾期"),
        (pd.Timestamp("2024-01-05"), 2023, "按时"),
        (None, 2023, "发布日期未见"),
        (pd.NaT, 2023, "发布日期未见"),
        ("2024-01-05", pd.NA, "发布日期未见"),
    ],
)
def test_on_time_is_before_the_first_of_april(
    published: object, year: object, verdict: str
) -> None:
    report = {"report_id": ["a"], "issuer": ["甲局"], "year": [year], "published_on": [published]}
    assert timeliness(pd.DataFrame(report)) == {"a": verdict}


def test_states_differ_without_colour(tables: Tables) -> None:
    chart = completeness_grid(tables["completeness"], tables["reports"])
    said = words(chart)
    for state in ("独立成节", "无标题", "嵌于他节", "缺失", "未判定", "按时\n2024-03-06"):
        assert state in said
    symbols = {(str(line.get_marker()), line.get_fillstyle()) for line in chart.axes[0].lines}
    assert len(symbols) == 4


def test_an_unknown_state_is_refused(tables: Tables) -> None:
    odd = tables["completeness"].assign(state="half")
    with pytest.raises(UsageError, match="half"):
        completeness_grid(odd, tables["reports"])


def test_problems_tell_main_from_also_and_silence(tables: Tables) -> None:
    chart = problem_typology(tables["problems"], tables["reports"])
    assert words(chart).count("没有写问题") == 2
    discs = [line.get_fillstyle() for line in chart.axes[0].lines]
    assert sorted(discs) == ["full", "none"]
    assert "云溪区科学技术局 2023 宣传形式" in chart.alt


def test_short_names_cover_the_catalogue() -> None:
    catalogue = load_catalogue()
    assert set(THEMES) == {theme.code for theme in catalogue.themes}
    assert set(PROBLEMS) == {problem.code for problem in catalogue.problems}


def test_a_contradiction_is_not_an_interval() -> None:
    rows = row("between", math.nan, 3, 5, "次").assign(rule="conflict", complete_year=True)
    chart = bounded_bars(rows, "x")
    assert "3或5" in words(chart)
    assert not bars(chart)
    assert "文中前后不一致" in chart.alt
    assert any("文中前后不一致" in text.get_text() for text in chart.legends[0].get_texts())


def test_part_of_a_year_is_said() -> None:
    rows = row("exact", 3, 3, 3, "次").assign(rule="single", complete_year=False)
    assert "3（不满全年）" in words(bounded_bars(rows, "x"))


def test_figures_in_svg_link_to_their_marks(tables: Tables, tmp_path: Path) -> None:
    chart = bounded_bars(
        tables["indicators"], "pub_materials", reports=tables["reports"], audit="../audit"
    )
    (path,) = save(chart, tmp_path / "bars", ("svg",))
    links = re.findall(r'xlink:href="(\.\.[^"]+)"', path.read_text("utf-8"))
    assert set(links) == {"../audit/r1.html#m-r1-m2", "../audit/r3.html#m-r3-m1"}


def test_parts_of_a_grid_count_and_shade_by_the_whole() -> None:
    reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", "乙局"], "year": 2023})
    one = reports.head(1)
    problems = pd.DataFrame({"report_id": ["a", "b"], "category": "PUB_FORM", "also": None})
    assert "宣传\n形式\n(2)" in words(problem_typology(problems, one, whole=reports))
    assert "宣传\n形式\n(1)" in words(problem_typology(problems, one))
    measures = pd.DataFrame({"report_id": ["a", "a", "b"], "theme": ["STU", "PUB", "STU"],
                             "leaf": True, "quote": "学法三次"})  # fmt: skip
    part, alone = (theme_shares(measures, one, whole=w) for w in (reports, None))
    shades = [chart.axes[0].patches[1].get_facecolor() for chart in (part, alone)]
    assert shades[0] != shades[1], "half of a report is the darkest only where nothing is darker"


def test_the_copy_of_a_report_stands_in_no_row_of_the_grid() -> None:
    reports = pd.DataFrame(
        {
            "report_id": ["a", "b"],
            "issuer": "云溪区科技局",
            "year": 2022,
            "published_on": "2023-03-06",
            "duplicate_of": [None, "a"],
        }
    )
    parts = pd.DataFrame({"report_id": ["a"], "part": ["plans"], "state": ["section"]})
    said = words(completeness_grid(parts, reports, source=""))
    assert sum("云溪区科技局" in word for word in said) == 1
    assert not any("未见" in word for word in said)
