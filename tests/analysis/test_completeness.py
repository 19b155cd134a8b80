"""The rule's four parts, its dates, lengths, reasons and figures."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from fzanalysis.analysis.completeness import (
    figures,
    lengths,
    overview,
    reasons,
    score,
    states,
    timing,
)
from fzanalysis.errors import UsageError

REPORTS = pd.DataFrame(
    {
        "report_id": ["a", "b", "c"],
        "issuer": ["甲局", "乙局", "丙局"],
        "year": [2022, 2023, 2023],
        "chars": [20, 10, 0],
        "published_on": ["2023-03-06", "2024-04-01", None],
        "duplicate_of": [None, None, None],
    }
)
COMPLETENESS = pd.DataFrame(
    [
        ("a", "measures", "section"),
        ("a", "first_responsible", "missing"),
        ("a", "problems", "embedded"),
        ("a", "plans", "unheaded"),
        ("b", "measures", "section"),
    ],
    columns=["report_id", "part", "state"],
)
SECTIONS = pd.DataFrame(
    [
        ("a", "s1", None, "measures", "一、主要举措\n学法。"),
        ("a", "s2", None, "problems", "二、问题打算\n形式单一 创新"),
        ("a", "s3", "s2", "plans", "创新"),
    ],
    columns=["report_id", "section_id", "parent_id", "role", "quote"],
)
PROBLEMS = pd.DataFrame({"report_id": ["a", "a", "b"], "reason": ["人少", None, " "]})
METRICS = pd.DataFrame(
    {
        "report_id": ["a", "a", "a", "a"],
        "code": ["learn_sessions", "learn_sessions", None, "meet_party"],
        "bound": ["exact", "at_least", "exact", "exact"],
        "role": ["actual", "actual", "actual", "requirement"],
    }
)


def test_four_states_and_the_unjudged() -> None:
    table = states(COMPLETENESS, REPORTS).set_index("report_id")
    assert table.loc["a", ["measures", "first_responsible", "problems", "plans"]].tolist() == [
        "section",
        "missing",
        "embedded",
        "unheaded",
    ]
    assert table.loc["a", ["n_present", "n_own_section"]].tolist() == [3, 1]
    assert pd.isna(table.at["b", "plans"])
    assert table.at["b", "n_present"] == 1
    assert table.at["c", "n_present"] == 0


@pytest.mark.parametrize(
    ("published", "days", "verdict", "filing"),
    [
        ("2023-02-28", 32, "on_time", "yes"),
        ("2023-03-01", 31, "on_time", "no"),
        ("2023-03-31", 1, "on_time", "no"),
        ("2023-04-01", 0, "late", "no"),
        ("2023-04-02", -1, "late", "no"),
        ("2022-11-20", 132, "on_time", "yes"),
        (dt.date(2023, 3, 31), 1, "on_time", "no"),
        (pd.Timestamp("2023-03-31 18:30"), 1, "on_time", "no"),
        (None, None, "unknown", "unknown"),
    ],
)
def test_before_the_first_of_april(
    published: object, days: int | None, verdict: str, filing: str
) -> None:
    row = timing(REPORTS.iloc[:1].assign(published_on=[published])).iloc[0]
    assert (row["timing"], row["before_filing_date"]) == (verdict, filing)
    assert (None if pd.isna(row["days_left"]) else row["days_left"]) == days
    assert (row["filing_due"], row["public_due"]) == ("2023-03-01", "2023-04-01")


def test_a_report_without_a_year_is_neither_late_nor_on_time() -> None:
    reports = REPORTS.assign(year=pd.array([None, 2023, 2023], dtype="Int64"))
    row = timing(reports).iloc[0]
    assert row["timing"] == "unknown"
    assert pd.isna(row["public_due"])


def test_shares_of_text_by_hand() -> None:
    row = lengths(REPORTS, SECTIONS).iloc[0]
    # 一、主要举措学法。 has 9 characters; 二、问题打算形式单一创新 has 12, two of them of the plans.
    assert row["measures_share"] == 9 / 20
    assert row["problems_share"] == 10 / 20
    assert row["plans_share"] == 2 / 20
    assert row["first_responsible_share"] == 0
    assert math.isnan(lengths(REPORTS, SECTIONS).iloc[2]["problems_share"])


def test_reasons_by_hand() -> None:
    table = reasons(PROBLEMS, REPORTS).set_index("report_id")
    assert table.loc["a", ["n_problems", "n_with_reason", "reason_share"]].tolist() == [2, 1, 0.5]
    assert table.loc["b", ["n_problems", "n_with_reason"]].tolist() == [1, 0]
    assert table.at["c", "n_problems"] == 0
    assert pd.isna(table.at["c", "reason_share"])


def test_figures_by_hand() -> None:
    row = figures(METRICS, REPORTS).iloc[0]
    counts = row[["n_figures", "n_actual", "n_coded", "n_bounded", "n_codes"]].tolist()
    assert counts == [4, 3, 2, 1, 1]
    assert row["figures_per_1000_chars"] == 150
    assert figures(METRICS, REPORTS)["n_figures"].tolist() == [4, 0, 0]


def test_overview_has_one_row_a_report_and_no_score() -> None:
    table = overview(REPORTS, COMPLETENESS, SECTIONS, PROBLEMS, METRICS)
    assert table["report_id"].tolist() == ["a", "b", "c"]
    assert not [c for c in table.columns if "score" in c]


def test_duplicates_are_left_out() -> None:
    reports = REPORTS.assign(duplicate_of=[None, "a", None])
    assert states(COMPLETENESS, reports)["report_id"].tolist() == ["a", "c"]


def test_a_score_shows_its_weights() -> None:
    table = overview(REPORTS, COMPLETENESS, SECTIONS, PROBLEMS, METRICS)
    made = score(table, {"plans": 2, "problems": 1, "timing": 1, "reason_share": 1})
    # 0.75·2 + 0.5 + 1 + 0.5 of 5
    assert made["score"].tolist()[0] == pytest.approx(3.5 / 5)
    assert made["known_weight"].tolist() == [1.0, 0.4, 0.0]
    assert pd.isna(made["score"].iloc[2])
    assert (made["weight_plans"] == 2).all()
    kinder = score(table, {"plans": 1}, credit={"section": 1, "unheaded": 1})
    assert kinder["score"].iloc[0] == 1


@pytest.mark.parametrize("weights", [{}, {"plans": -1}, {"plans": 0}, {"beauty": 1}])
def test_a_score_without_sense_is_refused(weights: dict[str, float]) -> None:
    table = overview(REPORTS, COMPLETENESS, SECTIONS, PROBLEMS, METRICS)
    with pytest.raises(UsageError):
        score(table, weights)


def test_zero_rows_have_the_same_columns() -> None:
    full = (REPORTS, COMPLETENESS, SECTIONS, PROBLEMS, METRICS)
    none = tuple(table.iloc[:0] for table in full)
    some, empty = overview(*full), overview(*none)
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == some.dtypes.astype(str).to_dict()
    weights = {"plans": 1.0}
    assert list(score(empty, weights).columns) == list(score(some, weights).columns)
    # Reports about which nothing else is known keep their rows.
    bare = overview(REPORTS, *none[1:])
    assert len(bare) == 3
    assert bare["n_figures"].tolist() == [0, 0, 0]
