"""Bureaus beside each other: bounds, silence, ranks, spread, fairness, totals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fzanalysis.analysis.compare import (
    check_totals,
    compare,
    matrix,
    normalise,
    outliers,
    rank,
    summary,
)
from fzanalysis.analysis.figures import in_words, interval, stated, unit_class
from fzanalysis.analysis.spread import quantile
from fzanalysis.errors import UsageError


def reports_of(*names: str) -> pd.DataFrame:
    """Reports called ``issuer-year``."""
    split = [name.rsplit("-", 1) for name in names]
    return pd.DataFrame(
        {
            "report_id": list(names),
            "issuer": [issuer for issuer, _ in split],
            "region": [issuer for issuer, _ in split],
            "year": [int(year) for _, year in split],
            "chars": [2000 + 500 * i for i in range(len(names))],
        }
    )


def said(report: str, code: str, value: float | None, bound: str = "exact", **rest: object) -> dict:
    lower = None if bound == "at_most" else value
    upper = None if bound == "at_least" else value
    if bound == "about":
        lower = upper = None
    row = {"report_id": report, "code": code, "value": value, "lower": lower, "upper": upper}
    row |= {"bound": bound, "unit": "份", "rule": "single", "complete_year": True}
    return row | {"metric_ids": "n001"} | rest


REPORTS = reports_of("甲局-2022", "乙局-2022", "丙局-2022", "丁局-2022")
INDICATORS = pd.DataFrame(
    [
        said("甲局-2022", "pub_materials", 1000, "at_least"),
        said("乙局-2022", "pub_materials", 1200),
        said("丙局-2022", "pub_materials", 50),
        said("甲局-2022", "lit_cases", 0, unit="件"),
        said("乙局-2022", "lit_cases", 7, unit="件"),
    ]
)


def test_silence_is_a_row_of_its_own_and_not_zero() -> None:
    table = compare(INDICATORS, REPORTS, codes=["lit_cases"]).set_index("issuer")
    assert table["shown"].to_dict() == {
        "甲局": "0",
        "乙局": "7",
        "丙局": "未披露",
        "丁局": "未披露",
    }
    assert table["disclosed"].to_dict() == {
        "甲局": True,
        "乙局": True,
        "丙局": False,
        "丁局": False,
    }
    assert table.loc["丙局", ["value", "low", "high"]].isna().all()
    assert table.at["甲局", "value"] == 0


def test_at_least_a_thousand_is_not_simply_below_1200() -> None:
    table = compare(INDICATORS, REPORTS, codes=["pub_materials"]).set_index("issuer")
    ranks = table[["rank_best", "rank_worst"]]
    assert ranks.loc["甲局"].tolist() == [1, 2]
    assert ranks.loc["乙局"].tolist() == [1, 2]
    assert ranks.loc["丙局"].tolist() == [3, 3]
    assert ranks.loc["丁局"].isna().all()
    assert set(table.loc[table["disclosed"], "n_ranked"]) == {3}


def test_context_metrics_are_not_ranked() -> None:
    table = compare(INDICATORS, REPORTS, codes=["lit_cases"])
    assert set(table["comparable"]) == {"context"}
    assert table["rank_best"].isna().all()


def test_ranks_are_within_a_year_unless_asked_otherwise() -> None:
    reports = reports_of("甲局-2022", "乙局-2023")
    rows = pd.DataFrame(
        [said("甲局-2022", "pub_materials", 5), said("乙局-2023", "pub_materials", 9)]
    )
    assert compare(rows, reports)["rank_best"].tolist() == [1, 1]
    assert compare(rows, reports, within_year=False)["rank_best"].tolist() == [2, 1]


def test_unlike_units_are_not_ranked_with_each_other() -> None:
    rows = INDICATORS.assign(unit=["份", "箱", "份", "件", "件"])
    table = compare(rows, REPORTS, codes=["pub_materials"]).set_index("issuer")
    assert table.loc["乙局", ["rank_best", "n_ranked"]].tolist() == [1, 1]
    assert table.loc["甲局", ["rank_worst", "n_ranked"]].tolist() == [1, 2]


ENDS = st.tuples(st.integers(0, 9), st.integers(0, 9) | st.just(math.inf)).map(
    lambda pair: (min(pair), max(pair))
)


@given(st.lists(ENDS, min_size=1, max_size=8))
def test_rank_intervals_are_those_of_all_pairs(ends: list[tuple[float, float]]) -> None:
    low, high = (np.array(side, dtype=float) for side in zip(*ends, strict=True))
    best, worst = rank(low, high)
    for i in range(len(ends)):
        others = [j for j in range(len(ends)) if j != i]
        assert best[i] == 1 + sum(low[j] > high[i] for j in others)
        assert worst[i] == 1 + sum(high[j] > low[i] for j in others)


@given(st.lists(ENDS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_true_values_always_rank_inside_their_interval(ends: list, random: object) -> None:
    low, high = (np.array(side, dtype=float) for side in zip(*ends, strict=True))
    best, worst = rank(low, high)
    true = np.array([random.uniform(a, min(b, 20)) for a, b in ends])  # type: ignore[attr-defined]
    ranks = 1 + (true[None, :] > true[:, None]).sum(axis=1)
    assert (best <= ranks).all()
    assert (ranks <= worst).all()


@pytest.mark.parametrize(
    ("bound", "figures", "unit", "expected"),
    [
        ("exact", (5, 5, 5), "份", (5, 5)),
        ("exact", (0, 0, 0), "件", (0, 0)),
        ("at_least", (1000, 1000, None), "份", (1000, math.inf)),
        ("at_least", (98, 98, None), "%", (98, 100)),
        ("at_most", (20, None, 20), "份", (0, 20)),
        ("between", (None, 2, 4), "份", (2, 4)),
        ("about", (200, None, None), "份", (180, 220)),
        ("about", (50000, 50000, None), "人次", (50000, 55000)),
    ],
)
def test_what_a_figure_can_be(bound: str, figures: tuple, unit: str, expected: tuple) -> None:
    row = pd.DataFrame(
        [[*figures, bound, unit]], columns=["value", "lower", "upper", "bound", "unit"]
    )
    assert tuple(interval(row).iloc[0]) == pytest.approx(expected)


def test_an_unknown_bound_is_refused() -> None:
    row = pd.DataFrame(
        [[1, 1, 1, "maybe", "份"]], columns=["value", "lower", "upper", "bound", "unit"]
    )
    with pytest.raises(UsageError, match="maybe"):
        interval(row)


def test_figures_in_words() -> None:
    assert in_words("at_most", 20, None, 20) == "≤20"
    assert in_words("exact", 92.5, 92.5, 92.5) == "92.5"
    assert in_words("between", None, 2, 4) == "2～4"
    assert stated(
        pd.DataFrame([[None, None, 4.0]], columns=["value", "lower", "upper"])
    ).tolist() == [4]
    assert unit_class("场") == unit_class("次") != unit_class("人次")


def test_years_codes_and_duplicates_are_chosen() -> None:
    reports = reports_of("甲局-2022", "甲局-2023", "乙局-2023").assign(
        duplicate_of=[None, None, "甲局-2023"]
    )
    rows = pd.DataFrame([said(r, "pub_materials", 5) for r in reports["report_id"]])
    assert compare(rows, reports, years=[2023])["report_id"].tolist() == ["甲局-2023"]
    assert len(compare(rows, reports, codes=["meet_party", "pub_materials"])) == 4
    with pytest.raises(UsageError, match="no metric is called nonsense"):
        compare(rows, reports, codes=["nonsense"])


def test_matrix_is_bureau_by_metric() -> None:
    table = matrix(compare(INDICATORS, REPORTS))
    assert list(table.columns) == ["宣传资料份数", "行政应诉案件数"]
    assert table.loc[("甲局", 2022), "宣传资料份数"] == "≥1000"
    assert table.loc[("丁局", 2022), "行政应诉案件数"] == "未披露"
    values = matrix(compare(INDICATORS, REPORTS), show="value")
    assert values.loc[("甲局", 2022), "行政应诉案件数"] == 0
    assert values["行政应诉案件数"].isna().sum() == 2


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=12), st.floats(0, 1))
def test_quantiles_agree_with_numpy(numbers: list[float], share: float) -> None:
    assert quantile(np.array(numbers), share) == pytest.approx(
        np.quantile(numbers, share), abs=1e-9
    )


def test_summary_by_hand() -> None:
    row = summary(compare(INDICATORS, REPORTS, codes=["pub_materials"])).iloc[0]
    assert (row["n_reports"], row["n_disclosed"], row["n_bounded"], row["n_zero"]) == (4, 3, 1, 0)
    # Printed 50, 1000, 1200; the second may be anything from 1000 up.
    assert (row["median"], row["median_low"], row["median_high"]) == (1000, 1000, 1200)
    assert (row["q1"], row["q1_high"]) == (525, 625)
    assert math.isnan(row["max_high"])
    zero = summary(compare(INDICATORS, REPORTS, codes=["lit_cases"])).iloc[0]
    assert zero["n_zero"] == 1


def test_outliers_by_hand() -> None:
    reports = reports_of(*[f"局{i}-2022" for i in range(6)])
    values = [10, 11, 12, 13, 14, 100]
    rows = [said(r, "open_info", v) for r, v in zip(reports["report_id"], values, strict=True)]
    found = outliers(compare(pd.DataFrame(rows), reports))
    # q1 11.25, q3 13.75: the fences are 7.5 and 17.5.
    assert found[["issuer", "side", "fence", "certain"]].values.tolist() == [
        ["局5", "high", 17.5, True]
    ]
    rows[3] = said("局3-2022", "open_info", 13, "at_least")
    loose = outliers(compare(pd.DataFrame(rows), reports))
    # The fourth may be 1000: then 14 to 1000 is the upper half, and 100 is nothing special.
    assert loose["certain"].tolist() == [False]
    assert outliers(compare(pd.DataFrame(rows[:4]), reports)).empty


def test_normalise_only_where_it_is_fair() -> None:
    rows = pd.DataFrame(
        [
            said("甲局-2022", "pub_materials", 1000, "at_least"),
            said("甲局-2022", "lit_cases", 3),
            said("甲局-2022", "exam_pass", 100, unit="%"),
            said("甲局-2022", "enf_checks", 40, unit="家次"),
        ]
    )
    reports = reports_of("甲局-2022")
    table = compare(rows, reports)
    chars = normalise(table, reports, per="chars").set_index("code")
    assert chars.at["pub_materials", "per_base"] == 500
    assert math.isnan(chars.at["pub_materials", "per_base_high"])
    assert chars["refused"].to_dict() == {
        "pub_materials": "",
        "exam_pass": "rate",
        "enf_checks": "per_firm",
        "lit_cases": "context",
    }
    staff = pd.DataFrame({"issuer": ["甲局"], "year": [2022], "staff": [50]})
    assert (
        normalise(table, staff, per="staff").set_index("code").at["pub_materials", "per_base"] == 20
    )
    other = pd.DataFrame({"issuer": ["乙局"], "staff": [50]})
    assert "no_base" in set(normalise(table, other, per="staff")["refused"])
    firms = pd.DataFrame({"report_id": ["甲局-2022"], "n": [80]})
    fair = normalise(table, firms, per="firms", column="n").set_index("code")
    assert fair.at["enf_checks", "per_base"] == 0.5
    twice = pd.concat([staff, staff.assign(staff=60)])
    for wrong, options in ((twice, {"per": "staff"}), (staff, {"per": "heads"})):
        with pytest.raises(UsageError):
            normalise(table, wrong, **options)


def metric(report: str, number: int, code: str | None, value: float, **rest: object) -> dict:
    row = {
        "report_id": report,
        "metric_id": f"n{number:03d}",
        "code": code,
        "counted": code or "物",
    }
    row |= {"value": value, "lower": value, "upper": value, "bound": "exact", "unit": "条"}
    row |= {
        "role": "actual",
        "part_of": None,
        "quote": f"{value}条",
        "start": number,
        "end": number,
    }
    return row | rest


def test_totals_against_their_parts() -> None:
    rows = pd.DataFrame(
        [
            metric("甲", 1, "open_info", 93),
            metric("甲", 2, "open_info_news", 80),
            metric("甲", 3, "open_info_statutory", 13, part_of="n001"),
            metric("乙", 1, None, 5),
            metric("乙", 2, None, 4, part_of="n001"),
            metric("乙", 3, None, 2, part_of="n001"),
            metric("丙", 1, None, 10),
            metric("丙", 2, None, 4, part_of="n001"),
            metric("丙", 3, None, 5, part_of="n001"),
            metric("丁", 1, None, 100, bound="at_least", upper=None),
            metric("丁", 2, None, 70, part_of="n001"),
            metric("丁", 3, None, 60, part_of="n001"),
            metric("戊", 1, "open_info", 7),
            metric("庚", 1, None, 7),
            metric("庚", 2, None, 3, part_of="n001"),
            metric("己", 1, None, 8),
            metric("己", 2, None, 9, part_of="n001", unit="份"),
        ]
    )
    table = check_totals(rows).set_index("report_id")
    assert table["state"].to_dict() == {
        "甲": "agrees",
        "乙": "exceeds",
        "丙": "short",
        "丁": "possible",
        "庚": "partial",
    }
    assert table.at["乙", "difference"] == 1
    assert table.at["甲", "parts"] == "80 + 13"
    assert table.at["乙", "part_quotes"] == "4条｜2条"
    assert set(check_totals(rows, only_disagreements=True)["report_id"]) == {"乙", "丙"}


def test_zero_rows_have_the_same_columns() -> None:
    some, none = compare(INDICATORS, REPORTS), compare(INDICATORS.iloc[:0], REPORTS.iloc[:0])
    rows = pd.DataFrame([metric("甲", 1, None, 5), metric("甲", 2, None, 5, part_of="n001")])
    pairs = [
        (none, some),
        (summary(none), summary(some)),
        (outliers(none), outliers(some)),
        (normalise(none, REPORTS, per="chars"), normalise(some, REPORTS, per="chars")),
        (check_totals(rows.iloc[:0]), check_totals(rows)),
    ]
    for empty, full in pairs:
        assert len(empty) == 0
        assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()
    assert matrix(none).shape == (0, 0)


def test_what_goes_in_is_not_changed() -> None:
    before = INDICATORS.copy(), REPORTS.copy()
    matrix(compare(INDICATORS, REPORTS))
    pd.testing.assert_frame_equal(INDICATORS, before[0])
    pd.testing.assert_frame_equal(REPORTS, before[1])


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UsageError, match="indicators lacks the columns bound"):
        compare(INDICATORS.drop(columns="bound"), REPORTS)
