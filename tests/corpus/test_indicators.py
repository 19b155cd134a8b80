"""One value a report and metric: what is added up, and what must not be."""

from __future__ import annotations

from typing import Any

import pytest

from fzanalysis.catalogue import load_catalogue
from fzanalysis.corpus.indicators import indicators_of
from fzanalysis.corpus.outcomes import stage


def mention(number: int, counted: str, value: float, **rest: Any) -> dict[str, Any]:
    row = {"metric_id": f"n{number:03d}", "code": "enf_cases", "counted": counted, "unit": "件"}
    row |= {"value": value, "lower": value, "upper": value, "bound": "exact", "role": "actual"}
    row |= {"part_of": None, "period": "2024", "as_of": None, "measure_id": "m1"}
    return row | {"quote": f"{counted}{value}件"} | rest


def value_of(*mentions: tuple[str, float], **rest: Any) -> tuple[float | None, str]:
    rows = [mention(i, counted, value, **rest) for i, (counted, value) in enumerate(mentions)]
    (found,) = (r for r in indicators_of(rows, load_catalogue(), 2024) if r["code"] == "enf_cases")
    return found["value"], found["rule"]


@pytest.mark.parametrize(
    ("mentions", "value"),
    [
        # What became of the same things, told by a verb alone.
        ([("受理投诉举报", 340), ("办结", 327)], 340),
        ([("收到复议申请", 48), ("受理", 45), ("审结", 41), ("调解和解", 19)], 48),
        ([("立案", 52), ("結案", 48)], 52),
        ([("发现隐患", 49), ("整改", 49)], 49),
        ([("抽查企业", 56), ("实际检查", 55)], 56),
        # What they turned out to be, with a noun of its own, before them or after.
        ([("移送案件", 14), ("立案查处违法案件", 241), ("支撑办结直播带货案件", 11)], 241),
        ([("抽查案卷", 240), ("评出优秀案卷", 31), ("不合格案卷", 7)], 240),
        ([("立案查处", 12), ("现场督办采砂案件", 3)], 12),
        # A narrower phrase among a wider one.
        ([("立案查处案件", 13), ("据此立案查处取水案件", 4)], 13),
        ([("民警", 380), ("高级执法资格民警", 9)], 380),
        ([("查办各类案件", 386), ("食品案件", 171), ("广告案件", 48)], 386),
        # Kinds of power beside their number.
        ([("列明职权", 13), ("行政处罚", 9), ("行政检查", 1)], 13),
    ],
)
def test_what_is_counted_already_is_not_added(
    mentions: list[tuple[str, float]], value: float
) -> None:
    assert value_of(*mentions) == (value, "stated_total")


@pytest.mark.parametrize(
    ("mentions", "value"),
    [
        ([("废止", 3), ("修改", 2)], 5),
        ([("行政许可", 30), ("行政处罚", 20)], 50),
        ([("办理一般程序案件", 278), ("简易程序案件", 1206)], 1484),
        ([("党组会学法", 5), ("周一例会学法", 23), ("党员大会学法", 4)], 32),
        ([("审计反馈", 4), ("督察反馈", 2)], 6),
        ([("排查一般隐患", 410), ("整改", 408), ("重大隐患", 3)], 413),
        # An outcome that is more than what it stands beside cannot be among it.
        ([("查处案件", 5), ("办结往年案件", 9)], 14),
    ],
)
def test_what_is_disjoint_is_added(mentions: list[tuple[str, float]], value: float) -> None:
    assert value_of(*mentions) == (value, "sum")


def test_a_verb_alone_speaks_of_its_own_paragraph() -> None:
    rows = [
        mention(1, "查处农资案件", 18),
        mention(2, "立案", 7, measure_id="m2"),
    ]
    (found,) = indicators_of(rows, load_catalogue(), 2024)
    assert (found["value"], found["rule"]) == (25, "sum")


def test_bounds_are_added_with_the_values() -> None:
    rows = [
        mention(1, "办理一般程序案件", 100, bound="at_least", upper=None),
        mention(2, "简易程序案件", 20),
    ]
    (found,) = indicators_of(rows, load_catalogue(), 2024)
    assert (found["lower"], found["upper"], found["bound"]) == (120, None, "at_least")


def test_rates_requirements_plans_and_other_years_do_not_enter() -> None:
    rows = [
        mention(1, "查处案件", 10),
        mention(2, "查处案件", 12, role="plan"),
        mention(3, "查处案件", 9, period="2023"),
        mention(4, "查处案件", 30, role="requirement"),
    ]
    (found,) = indicators_of(rows, load_catalogue(), 2024)
    assert (found["value"], found["rule"], found["metric_ids"]) == (10, "single", "n001")
    rates = [mention(n, words, n, unit="%") for n, words in ((90, "网上可办率"), (80, "网办率"))]
    (found,) = indicators_of(rates, load_catalogue(), 2024)
    assert (found["value"], found["rule"]) == (None, "conflict")


def test_no_mentions_give_no_rows() -> None:
    assert indicators_of([], load_catalogue(), 2024) == []


def test_stages_of_a_case() -> None:
    flow = ["收到行政复议申请", "受理", "审结"]
    assert [stage(words) for words in flow] == [0, 1, 2]
