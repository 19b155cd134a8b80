"""Year on year: only what the bounds allow to say."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from fzanalysis.analysis.trends import DIRECTIONS, changes, directions, panel, yearly
from fzanalysis.errors import UsageError


def reports_of(*names: str) -> pd.DataFrame:
    split = [name.rsplit("-", 1) for name in names]
    issuers = [issuer for issuer, _ in split]
    years = [int(year) for _, year in split]
    return pd.DataFrame(
        {"report_id": list(names), "issuer": issuers, "region": issuers, "year": years}
    )


def said(report: str, value: float, bound: str = "exact", **rest: object) -> dict:
    row = {"report_id": report, "code": "learn_sessions", "value": value, "bound": bound}
    row["lower"] = value if bound in ("exact", "at_least") else None
    row["upper"] = value if bound in ("exact", "at_most") else None
    row |= {"unit": "次", "rule": "single", "complete_year": True, "metric_ids": "n001"}
    return row | rest


def one_change(before: dict | None, after: dict | None) -> pd.Series:
    reports = reports_of("甲局-2022", "甲局-2023")
    rows = pd.DataFrame([row for row in (before, after) if row])
    table = changes(rows, reports)
    assert len(table) == 1
    return table.iloc[0]


B, A = "甲局-2022", "甲局-2023"


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (said(B, 10), said(A, 12), "up"),
        (said(B, 12), said(A, 10), "down"),
        (said(B, 10), said(A, 10), "flat"),
        (said(B, 0), said(A, 0), "flat"),
        (said(B, 10), said(A, 12, "at_least"), "up"),
        (said(B, 12), said(A, 10, "at_least"), "uncertain"),
        (said(B, 800, "at_least"), said(A, 1000, "at_least"), "uncertain"),
        (said(B, 20, "at_most"), said(A, 21), "up"),
        (said(B, 100, "about"), said(A, 105), "uncertain"),
        (said(B, 100, "about"), said(A, 111), "up"),
        (said(B, 5, "at_least"), said(A, 5, "at_least"), "uncertain"),
        (said(B, 10), said(A, 8, complete_year=False), "uncertain"),
        (said(B, 10), said(A, 11, complete_year=False), "up"),
        (said(B, 90, unit="%"), said(A, 80, unit="%", complete_year=False), "down"),
        (said(B, 10), said(A, 12, unit="人次"), "unlike_units"),
        (said(B, 10), said(A, 12, unit="场"), "up"),
        (None, said(A, 12), "appeared"),
        (said(B, 12), None, "disappeared"),
    ],
)
def test_directions_respect_bounds(before: dict | None, after: dict | None, direction: str) -> None:
    assert one_change(before, after)["direction"] == direction


def test_a_change_worked_by_hand() -> None:
    row = one_change(said(B, 100, "about"), said(A, 150, "at_least"))
    # 90 to 110 before, 150 and more after.
    assert (row["change"], row["change_low"]) == (50, 40)
    assert math.isnan(row["change_high"])
    assert row["percent_low"] == pytest.approx(150 / 110 * 100 - 100)
    assert (row["shown_before"], row["shown_after"]) == ("约100", "≥150")


def test_unlike_units_are_both_told() -> None:
    row = one_change(said(B, 10), said(A, 12, unit="人次"))
    assert (row["unit_before"], row["unit"]) == ("次", "人次")


def test_from_zero_there_are_no_per_cent() -> None:
    row = one_change(said(B, 0), said(A, 5))
    assert row["direction"] == "up"
    assert row[["percent", "percent_low", "percent_high"]].isna().all()


def test_part_of_a_year_is_flagged() -> None:
    assert one_change(said(B, 10), said(A, 8, complete_year=False))["part_year"]
    assert not one_change(said(B, 10), said(A, 8))["part_year"]
    assert not one_change(None, said(A, 8))["part_year"]


def test_a_missing_year_is_a_gap() -> None:
    reports = reports_of("甲局-2020", "甲局-2023")
    table = changes(pd.DataFrame([said("甲局-2020", 1), said("甲局-2023", 2)]), reports)
    assert table[["year_before", "year_after", "gap"]].values.tolist() == [[2020, 2023, 3]]


def test_bureaus_are_not_mixed() -> None:
    reports = reports_of("甲局-2022", "乙局-2023", "乙局-2022")
    rows = pd.DataFrame([said(r, v) for r, v in zip(reports["report_id"], (1, 2, 3), strict=True)])
    table = changes(rows, reports)
    assert table[["issuer", "direction"]].values.tolist() == [["乙局", "down"]]
    assert directions(table)[["down", "up", "n"]].values.tolist() == [[1, 0, 1]]


def test_a_bureau_that_changes_its_name_stays_the_same() -> None:
    reports = reports_of("甲县科技局-2022", "甲县科学技术局-2023").assign(
        division_code="110101", bureau_type="科技局"
    )
    rows = panel(reports)
    assert rows["bureau"].nunique() == 1
    assert set(rows["issuer"]) == {"甲县科学技术局"}


def test_a_balanced_panel_has_every_bureau_in_every_year() -> None:
    reports = reports_of("甲局-2022", "甲局-2023", "乙局-2023")
    assert set(panel(reports, balanced=True)["issuer"]) == {"甲局"}
    assert len(panel(reports)) == 3
    assert len(panel(reports, years=[2023], balanced=True)) == 2
    with pytest.raises(UsageError):
        panel(reports, years=[])


def test_of_two_reports_of_one_year_the_longer_counts() -> None:
    reports = pd.concat([reports_of("甲局-2022"), reports_of("甲局-2022").assign(report_id="长")])
    assert panel(reports.assign(chars=[10, 20]))["report_id"].tolist() == ["长"]


def test_yearly_medians_by_hand() -> None:
    names = [
        "甲局-2022",
        "乙局-2022",
        "丙局-2022",
        "甲局-2023",
        "乙局-2023",
        "丙局-2023",
        "丁局-2023",
    ]
    values = (1, 5, 9, 2, 6, 10, 100)
    rows = pd.DataFrame([said(r, v) for r, v in zip(names, values, strict=True)])
    table = yearly(rows, reports_of(*names))
    assert table[["year", "n_reports", "median"]].values.tolist() == [[2022, 3, 5], [2023, 3, 6]]
    loose = yearly(rows, reports_of(*names), balanced=False)
    assert loose["median"].tolist() == [5, 8]


def test_zero_rows_have_the_same_columns() -> None:
    reports = reports_of("甲局-2022", "甲局-2023")
    rows = pd.DataFrame([said(B, 1), said(A, 2)])
    for make in (changes, yearly, lambda i, r: directions(changes(i, r))):
        some = make(rows, reports)
        assert len(some) > 0
        for none in (make(rows.iloc[:0], reports), make(rows.iloc[:0], reports.iloc[:0])):
            assert len(none) == 0
            assert none.dtypes.astype(str).to_dict() == some.dtypes.astype(str).to_dict()
    assert set(DIRECTIONS) <= set(directions(changes(rows, reports)).columns)
    assert list(panel(reports.iloc[:0]).columns) == list(panel(reports).columns)
