"""Promises and what the next report says of them; problems that come again."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from fzanalysis.analysis.follow_up import (
    VERDICTS,
    delivery,
    follow_up,
    recurring_problems,
)
from fzanalysis.analysis.likeness import Likeness
from fzanalysis.errors import UsageError

REPORTS = pd.DataFrame(
    {
        "report_id": ["甲22", "甲23", "乙22", "乙24"],
        "issuer": ["甲局", "甲局", "乙局", "乙局"],
        "region": ["甲县", "甲县", "乙县", "乙县"],
        "year": [2022, 2023, 2022, 2024],
    }
)


def plan(report: str, number: int, text: str, theme: str | None = None) -> dict:
    start = number * 100
    return {
        "report_id": report,
        "item_id": f"q{number:03d}",
        "text": text,
        "theme": theme,
        "quote": text,
        "start": start,
        "end": start + len(text),
    }


def measure(report: str, number: int, text: str, theme: str | None = None) -> dict:
    place = {"quote": text, "start": number * 100, "end": number * 100 + len(text)}
    row = {"report_id": report, "measure_id": f"m{number:03d}", "heading": "", "text": text}
    return {**row, "theme": theme, "leaf": True, **place}


def figure(report: str, code: str, value: float, start: int, role: str, **rest: object) -> dict:
    row = {"report_id": report, "metric_id": f"n{start}", "code": code, "value": value}
    row |= {"lower": value, "upper": value, "bound": "exact", "unit": "户", "role": role}
    return row | {"quote": f"{value}户", "start": start, "end": start + 4} | rest


PLANS = pd.DataFrame(
    [
        plan("甲22", 1, "建成食品安全普法基地，让学生看得见", "PUB"),
        plan("甲22", 2, "编印《河湖执法案例选编》，发到水管站", "ENF"),
        plan("甲22", 3, "全年走访体检商户不少于300户", "BIZ"),
        plan("甲22", 4, "组织旁听庭审，邀请律师授课", "STU"),
        plan("乙22", 1, "组织旁听庭审", "STU"),
    ]
)
MEASURES = pd.DataFrame(
    [
        measure("甲23", 1, "在老粮站旧址建成食品安全普法基地，学生来参观", "PUB"),
        measure("甲23", 2, "查处非法采砂案件，立案移送公安", "ENF"),
        measure("甲23", 3, "干部职工旁听一次庭审", "STU"),
        measure("甲22", 4, "编印《河湖执法案例选编》，发到水管站", "ENF"),
    ]
)
METRICS = pd.DataFrame(
    [
        figure("甲22", "pub_firms", 300, 305, "plan", bound="at_least", upper=None),
        figure("甲23", "pub_firms", 326, 10, "actual"),
        figure("甲23", "pub_firms", 12, 40, "actual"),
        figure("甲23", "pub_firms", 400, 60, "plan"),
    ]
)


def followed(**changes: pd.DataFrame) -> pd.DataFrame:
    tables = {"plans": PLANS, "measures": MEASURES, "metrics": METRICS, "reports": REPORTS}
    return follow_up(**(tables | changes)).set_index(["report_plan", "item_id"])


def test_each_plan_has_its_verdict() -> None:
    table = followed()
    assert table["verdict"].to_dict() == {
        ("甲22", "q001"): "taken_up",
        ("甲22", "q002"): "not_found",
        ("甲22", "q003"): "taken_up",
        ("甲22", "q004"): "partly",
        ("乙22", "q001"): "no_next_report",
    }
    assert set(table["verdict"]) == set(VERDICTS)


@pytest.mark.parametrize(
    ("promised", "said", "verdict"),
    [
        # What was promised is there, in other words around it.
        ("争取增加水政监察编制", "县编办批复，水政监察增加编制2名", "taken_up"),
        ("推行说理式执法文书", "说理式执法文书选编范例16份", "taken_up"),
        ("约定快检转法检的程序和时限", "快检转法检程序写进规程", "taken_up"),
        ("主动公开项目资金使用情况", "专项资金使用首次公开到每个项目", "taken_up"),
        ("完善渡口视频监控，实现重点渡口全覆盖", "重点渡口视频监控全部接通", "taken_up"),
        # Words of any plan, words of the bureau, and something else.
        ("争取增加水政监察编制", "水政监察人员培训3期", "not_found"),
        ("申请增加水政监察编制", "增加水政监察宣传点位3处", "not_found"),
        ("争取增加执法编制", "争取上级支持，增加执法宣传横幅20条", "not_found"),
        ("进一步推动建立健全河道巡查机制", "进一步推动建立健全合同审查机制", "not_found"),
        ("组建网络交易取证小组", "组织网络交易经营者培训2期", "not_found"),
    ],
)
@pytest.mark.parametrize("theme", [None, "ENF"])
def test_words_of_any_plan_take_up_nothing(
    promised: str, said: str, verdict: str, theme: str | None
) -> None:
    # Beside them reports on other things, so that common words are common.
    others = [measure("乙24", n, text) for n, text in enumerate(MEASURES["text"], start=1)]
    measures = pd.DataFrame([measure("甲23", 1, said, theme), *others])
    row = followed(plans=pd.DataFrame([plan("甲22", 1, promised, theme)]), measures=measures)
    assert row["verdict"].tolist() == [verdict], row["wording"].tolist()


def test_of_two_sentences_the_one_with_the_object_is_quoted() -> None:
    measures = pd.DataFrame(
        [
            measure("甲23", 1, "水政监察人员全年培训，水政监察增加培训场次"),
            measure("甲23", 2, "编制核定增加2名"),
        ]
    )
    row = followed(plans=pd.DataFrame([plan("甲22", 1, "增加水政监察编制")]), measures=measures)
    assert row["measure_id"].tolist() == ["m002"]
    assert row["object_found"].tolist() == [True]


def test_only_the_next_report_counts() -> None:
    # The very words stand in the report of the same year, and in no other.
    row = followed().loc[("甲22", "q002")]
    assert row["wording"] < 0.2
    assert row["report_next"] == "甲23"


def test_a_target_is_laid_beside_the_figure() -> None:
    row = followed().loc[("甲22", "q003")]
    assert (row["figure"], row["target"], row["outcome"]) == ("reached", "≥300户", "326户")
    assert row["figure_quote"] == "326户"


@pytest.mark.parametrize(
    ("value", "bound", "state", "verdict"),
    [
        (299, "exact", "short", "partly"),
        (300, "exact", "reached", "taken_up"),
        (250, "at_least", "uncertain", "partly"),
        (350, "at_least", "reached", "taken_up"),
        (310, "about", "uncertain", "partly"),
    ],
)
def test_bounds_decide_whether_a_target_is_reached(
    value: float, bound: str, state: str, verdict: str
) -> None:
    upper = None if bound in ("at_least", "about") else value
    lower = None if bound == "about" else value
    later = figure("甲23", "pub_firms", value, 10, "actual", bound=bound, upper=upper, lower=lower)
    row = followed(metrics=pd.DataFrame([METRICS.iloc[0].to_dict(), later])).loc[("甲22", "q003")]
    assert (row["figure"], row["verdict"]) == (state, verdict)


def test_a_figure_in_another_unit_is_no_answer() -> None:
    later = figure("甲23", "pub_firms", 999, 10, "actual", unit="户次")
    row = followed(metrics=pd.DataFrame([METRICS.iloc[0].to_dict(), later])).loc[("甲22", "q003")]
    assert row["figure"] == "undisclosed"


def test_both_quotes_stand_beside_each_verdict() -> None:
    table = followed().reset_index()
    judged = table[table["verdict"] != "no_next_report"]
    assert judged["plan_quote"].notna().all()
    assert judged["measure_quote"].notna().all()
    assert (judged["measure_end"] > judged["measure_start"]).all()


def test_delivery_counts_by_hand() -> None:
    table = delivery(followed().reset_index()).set_index("issuer")
    assert table.loc["甲局", ["n", "taken_up", "partly", "not_found"]].tolist() == [4, 2, 1, 1]
    assert table.at["甲局", "taken_up_share"] == 0.5
    assert math.isnan(table.at["乙局", "taken_up_share"])


def test_a_plan_that_is_planned_again_is_marked() -> None:
    again = pd.concat([PLANS, pd.DataFrame([plan("甲23", 1, "编印《河湖执法案例选编》")])])
    table = followed(plans=again)
    assert table.loc[("甲22", "q002"), "planned_again"]
    assert table.loc[("甲22", "q002"), "again_quote"] == "编印《河湖执法案例选编》"
    assert table["planned_again"].sum() == 1


def test_thresholds_must_make_sense() -> None:
    with pytest.raises(UsageError):
        follow_up(PLANS, MEASURES, METRICS, REPORTS, strong=0.2, weak=0.4)


def test_likeness_by_hand() -> None:
    # 普法 stands in two texts of three, 宣传 in one: ln(4/3)+1 and ln(4/2)+1, squared.
    like = Likeness(["普法 宣传", "普法 执法", "复议"])
    common, rare = (math.log(4 / 3) + 1) ** 2, (math.log(2) + 1) ** 2
    assert like.share(0, np.array([1]))[0] == pytest.approx(common / (common + rare))
    assert like.share(0, np.array([0, 2])).tolist() == [1.0, 0.0]
    assert Likeness(["的", "普法"]).share(0, np.array([1])).tolist() == [0.0]


def problem(report: str, number: int, category: str | None, text: str) -> dict:
    row = {"report_id": report, "item_id": f"p{number:03d}", "category": category, "text": text}
    return {**row, "quote": text, "start": number * 50, "end": number * 50 + len(text)}


def test_recurring_problems_by_hand() -> None:
    reports = pd.DataFrame(
        {
            "report_id": ["a", "b", "c", "d"],
            "issuer": ["甲局"] * 4,
            "region": "甲县",
            "year": [2020, 2021, 2023, 2024],
        }
    )
    rows = pd.DataFrame(
        [
            problem("a", 1, "ENF_FORCE", "执法力量薄弱"),
            problem("b", 1, "ENF_FORCE", "执法力量薄弱"),
            problem("b", 2, "PUB_FORM", "宣传形式单一"),
            problem("c", 1, "ENF_FORCE", "编制紧张"),
            problem("d", 1, "ENF_FORCE", "执法力量薄弱，编制紧张"),
            problem("d", 2, None, "其他"),
        ]
    )
    table = recurring_problems(rows, reports)
    assert table["year"].tolist() == [2020, 2021, 2023, 2024]
    assert table["streak"].tolist() == [1, 2, 1, 2]
    assert set(table["n_years"]) == {4}
    assert math.isnan(table["wording"][0])
    assert table["wording"][1] == 1
    assert table["wording"][2] == 0
    assert 0 < table["wording"][3] < 1
    assert len(recurring_problems(rows, reports, least=1)) == 5


def test_zero_rows_have_the_same_columns() -> None:
    some = follow_up(PLANS, MEASURES, METRICS, REPORTS)
    none = [
        follow_up(PLANS.iloc[:0], MEASURES, METRICS, REPORTS),
        follow_up(PLANS.iloc[:0], MEASURES.iloc[:0], METRICS.iloc[:0], REPORTS.iloc[:0]),
    ]
    for empty in none:
        assert len(empty) == 0
        assert empty.dtypes.astype(str).to_dict() == some.dtypes.astype(str).to_dict()
        assert list(delivery(empty).columns) == list(delivery(some).columns)
    rows = pd.DataFrame([problem("甲22", 1, "COORD", "联动"), problem("甲23", 1, "COORD", "联动")])
    full, bare = recurring_problems(rows, REPORTS), recurring_problems(rows.iloc[:0], REPORTS)
    assert len(full) == 2
    assert bare.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_a_next_report_without_measures_or_figures_is_judged_all_the_same() -> None:
    row = followed(measures=MEASURES.iloc[:0], metrics=METRICS.iloc[:0]).loc[("甲22", "q001")]
    assert row["verdict"] == "not_found"
    assert math.isnan(row["wording"])
