"""Bureaus beside each other: what each says of each metric, with bounds and with silence.

``indicators`` → :func:`compare` (one row a report and metric, silent ones included) →
:func:`matrix`, :func:`summary`, :func:`outliers`, :func:`normalise`. :func:`check_totals` tests
stated totals against their parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fzanalysis.analysis.fairness import how_comparable, metric_order, metric_title, normalise
from fzanalysis.analysis.figures import ABOUT, closed, in_words, interval, unit_class
from fzanalysis.analysis.frames import FLAG, INT, MAYBE, NUMBER, TEXT, frame, need
from fzanalysis.analysis.spread import outliers, summary
from fzanalysis.analysis.totals import check_totals
from fzanalysis.catalogue import Catalogue, load_catalogue
from fzanalysis.errors import UsageError

__all__ = ["check_totals", "compare", "matrix", "normalise", "outliers", "rank", "summary"]
_COMPARED = {
    "report_id": TEXT,
    "issuer": TEXT,
    "region": TEXT,
    "year": MAYBE,
    "code": TEXT,
    "name": TEXT,
    "comparable": TEXT,
    "disclosed": FLAG,
    "value": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "bound": TEXT,
    "unit": TEXT,
    "low": NUMBER,
    "high": NUMBER,
    "shown": TEXT,
    "rank_best": MAYBE,
    "rank_worst": MAYBE,
    "n_ranked": INT,
    "rule": TEXT,
    "complete_year": FLAG,
    "metric_ids": TEXT,
}
_FIGURE = ("value", "lower", "upper", "bound", "unit", "rule", "complete_year", "metric_ids")


def compare(
    indicators: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    within_year: bool = True,
    about: float = ABOUT,
    catalogue: Catalogue | None = None,
) -> pd.DataFrame:
    """One row a report and metric; a report that does not give the metric has a row that says so.

    Args:
        indicators: table ``indicators``. Not changed.
        reports: table ``reports`` (report_id, issuer, region, year; duplicate_of if it is there:
            duplicates are left out).
        codes: metrics in the order wanted; default: those that any chosen report gives, in the
            order of the catalogue, roll-ups first.
        years: default all.
        within_year: rank among reports of the same year, else among all that are chosen.
        about: see :func:`interval`.
        catalogue: default the one that ships.

    Returns:
        report_id, issuer, region, year, code, name, comparable (how the catalogue lets it be
        compared), disclosed, value, lower, upper, bound, unit, low, high (what it can truly be;
        missing where there is no end), shown (``≥1000``, ``0``, ``未披露``), rank_best, rank_worst
        and n_ranked (see :func:`rank`), rule, complete_year, metric_ids. Ordered by metric, year,
        issuer. A code whose mentions contradict each other is the range of them.

    Raises:
        UsageError: a column is missing, or a code is neither in the catalogue nor in the table.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", "乙局"],
    ...     "region": ["甲县", "乙县"], "year": [2023, 2023]})
    >>> indicators = pd.DataFrame({"report_id": ["a"], "code": ["pub_materials"],
    ...     "value": [1000.0], "lower": [1000.0], "upper": [None], "bound": ["at_least"],
    ...     "unit": ["份"], "rule": ["single"], "complete_year": [True], "metric_ids": ["n001"]})
    >>> compare(indicators, reports)[["issuer", "shown", "disclosed"]].values.tolist()
    [['乙局', '未披露', False], ['甲局', '≥1000', True]]
    """
    need(reports, ["report_id", "issuer", "region", "year"], "reports")
    need(indicators, ["report_id", "code", *_FIGURE], "indicators")
    known = catalogue or load_catalogue()
    chosen = chosen_reports(reports, years)
    given = indicators[indicators["report_id"].isin(chosen["report_id"])]
    wanted = _codes(codes, given, indicators, known)
    grid = chosen.merge(pd.DataFrame({"code": pd.Series(wanted, dtype=TEXT)}), how="cross")
    table = grid.merge(given[["report_id", "code", *_FIGURE]], on=["report_id", "code"], how="left")
    table["disclosed"] = table["bound"].notna()
    table["complete_year"] = table["complete_year"].eq(True)
    table[["low", "high"]] = interval(table, about=about)
    table["name"] = [metric_title(code, known) for code in table["code"]]
    table["comparable"] = [how_comparable(code, known) for code in table["code"]]
    figures = table[["bound", "value", "lower", "upper"]].itertuples(index=False, name=None)
    table["shown"] = [in_words(*figure) for figure in figures]
    table = _ranked(table, within_year)
    table["position"] = table["code"].map({code: i for i, code in enumerate(wanted)})
    table["high"] = closed(table["high"])
    ordered = table.sort_values(["position", "year", "issuer", "report_id"], kind="stable")
    return frame(ordered, _COMPARED)


def chosen_reports(reports: pd.DataFrame, years: Sequence[int] | None) -> pd.DataFrame:
    """Reports of these years, each report once."""
    table = reports.drop_duplicates("report_id")
    if "duplicate_of" in table.columns:
        table = table[table["duplicate_of"].isna()]
    if years is not None:
        table = table[table["year"].isin(list(years))]
    return table[["report_id", "issuer", "region", "year"]]


def _codes(
    codes: Sequence[str] | None, given: pd.DataFrame, table: pd.DataFrame, known: Catalogue
) -> list[str]:
    if codes is None:
        return sorted(given["code"].dropna().unique(), key=lambda code: metric_order(code, known))
    rollups = {m.rollup for m in known.metrics if m.rollup}
    unknown = sorted(set(codes) - set(known.metrics_by_code) - rollups - set(table["code"]))
    if unknown:
        raise UsageError(
            f"no metric is called {', '.join(unknown)}",
            hint="codes stand in column code of the table indicators",
        )
    return list(dict.fromkeys(codes))


def _ranked(table: pd.DataFrame, within_year: bool) -> pd.DataFrame:
    """Ranks among reports that give the metric in like units; none where it is context only."""
    fair = table["disclosed"] & ~table["comparable"].isin(["context", "background"])
    table = table.assign(rank_best=np.nan, rank_worst=np.nan, n_ranked=0)
    keys = ["code", table.loc[fair, "unit"].map(unit_class).rename("like")]
    if within_year:
        keys.append("year")
    for _, rows in table[fair].groupby(keys, sort=False):
        best, worst = rank(rows["low"].to_numpy(), rows["high"].to_numpy())
        table.loc[rows.index, "rank_best"] = best
        table.loc[rows.index, "rank_worst"] = worst
        table.loc[rows.index, "n_ranked"] = len(rows)
    return table


def rank(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best and the worst rank that each figure can have; 1 is the largest.

    rank_best = 1 + how many are larger for certain (their low exceeds this high);
    rank_worst = 1 + how many can be larger (their high exceeds this low). Equal exact figures
    share a rank. A bureau with ≥1000 is not simply below one with 1200: both are ranks 1–2.

    Args:
        low, high: ends of each interval, ``inf`` for no end.

    >>> best, worst = rank(np.array([1000, 1200, 50.0]), np.array([np.inf, 1200, 50.0]))
    >>> best.tolist(), worst.tolist()
    ([1, 1, 3], [2, 2, 3])
    """
    # Sorted ends and a binary search: ten thousand bureaus need no table of all pairs.
    best = 1 + len(low) - np.searchsorted(np.sort(low), high, side="right")
    larger = len(high) - np.searchsorted(np.sort(high), low, side="right")
    return best, 1 + larger - (high > low)


def matrix(compared: pd.DataFrame, *, show: str = "shown") -> pd.DataFrame:
    """Bureau × metric: a row a report, a column a metric under its Chinese name.

    Args:
        compared: of :func:`compare`.
        show: the column that fills the cells: ``shown`` (words: ``≥1000``, ``未披露``), ``value``,
            ``low``, ``high``, ``rank_best`` … Numbers are missing where nothing is disclosed.

    Returns:
        Frame indexed by issuer and year (report_id too, where issuer and year do not suffice).

    Raises:
        UsageError: ``compared`` has no such column.
    """
    need(compared, [show, "report_id", "issuer", "year", "name"], "compared")
    names = list(dict.fromkeys(compared["name"]))
    reports = compared[["report_id", "issuer", "year"]].drop_duplicates()
    index = ["issuer", "year"]
    if reports.duplicated(index).any():
        index.append("report_id")
    wide = compared.pivot(index="report_id", columns="name", values=show)[names]
    wide = reports.merge(wide.reset_index(), on="report_id").sort_values(["issuer", "year"])
    return wide.set_index(index)[names].rename_axis(columns=None)
