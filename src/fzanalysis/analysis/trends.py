"""Year on year: what changed for certain, what may have, and what nobody can say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fzanalysis.analysis.compare import compare
from fzanalysis.analysis.figures import ABOUT, opened, unit_class
from fzanalysis.analysis.frames import FLAG, INT, NUMBER, TEXT, frame
from fzanalysis.analysis.panel import panel
from fzanalysis.analysis.spread import summary
from fzanalysis.catalogue import Catalogue

__all__ = ["DIRECTIONS", "changes", "directions", "panel", "yearly"]
DIRECTIONS = ("up", "down", "flat", "uncertain", "appeared", "disappeared", "unlike_units")
_CHANGES = {
    "bureau": TEXT,
    "issuer": TEXT,
    "code": TEXT,
    "name": TEXT,
    "unit": TEXT,
    "year_before": INT,
    "year_after": INT,
    "unit_before": TEXT,
    "shown_before": TEXT,
    "shown_after": TEXT,
    "direction": TEXT,
    "change": NUMBER,
    "change_low": NUMBER,
    "change_high": NUMBER,
    "percent": NUMBER,
    "percent_low": NUMBER,
    "percent_high": NUMBER,
    "part_year": FLAG,
    "gap": INT,
    "report_before": TEXT,
    "report_after": TEXT,
    "metric_ids_before": TEXT,
    "metric_ids_after": TEXT,
}
_BOTH = ("value", "low", "high", "shown", "unit", "complete_year", "disclosed", "metric_ids")


def changes(
    indicators: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    about: float = ABOUT,
    catalogue: Catalogue | None = None,
) -> pd.DataFrame:
    """Each metric of each bureau against its report before.

    With [a, b] and [c, d] what the earlier and the later figure can be: ``up`` if c > b, ``down``
    if d < a, ``flat`` if both are the same exact number, else ``uncertain`` (≥1000 after ≥800).
    change lies in [c − b, d − a], percent in [c/b − 1, d/a − 1] × 100. A count of part of a year is
    at least that much for the whole year: its upper end is open. ``appeared`` and ``disappeared``:
    only one of the two reports gives the metric, which is a change of what is disclosed, not of
    what was done. Unlike units are not subtracted.

    Args:
        indicators, reports: the tables; reports are put together by :func:`panel`.
        codes, years, about, catalogue: as in ``compare``.

    Returns:
        One row a bureau, metric and pair of neighbouring reports where either gives the metric:
        bureau, issuer, code, name, unit (of the later, or of the only figure), unit_before (of
        the earlier; another one where units are unlike), year_before, year_after, the figures in
        words, direction, change and percent as printed and with both ends (missing: no end, or not
        defined: from 0 there are no per cent), part_year (either figure is one), gap (years between
        the reports; more than 1 is not year on year), the reports and metric_ids behind.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": "甲局", "region": "甲县",
    ...     "year": [2022, 2023]})
    >>> indicators = pd.DataFrame({"report_id": ["a", "b"], "code": "learn_sessions",
    ...     "value": [10.0, 12], "lower": [10.0, 12], "upper": [10.0, None],
    ...     "bound": ["exact", "at_least"], "unit": "次", "rule": "single", "complete_year": True,
    ...     "metric_ids": "n001"})
    >>> rows = changes(indicators, reports)
    >>> rows[["shown_before", "shown_after", "direction", "change_low"]].values.tolist()
    [['10', '≥12', 'up', 2.0]]
    """
    members = panel(reports, years=years)
    table = compare(indicators, members, codes=codes, about=about, catalogue=catalogue)
    keys = members[["report_id", "bureau"]]
    table = table.merge(keys, on="report_id")
    table[["low", "high"]] = _whole_year(table)
    # `compare` gives the metrics in the order wanted; here that order is kept within a bureau.
    place = {code: i for i, code in enumerate(dict.fromkeys(table["code"]))}
    order = table.assign(place=table["code"].map(place))
    order = order.sort_values(["bureau", "place", "year"]).reset_index(drop=True)
    before = order.groupby(["bureau", "code"], sort=False)[["report_id", "year", *_BOTH]].shift(1)
    pairs = order.join(before.add_suffix("_before"))
    given = pairs["disclosed"] | pairs["disclosed_before"].eq(True)
    pairs = pairs[pairs["report_id_before"].notna() & given]
    return frame(_measured(pairs), _CHANGES)


def _whole_year(table: pd.DataFrame) -> pd.DataFrame:
    """Ends for the whole year: a count of ten months can only grow."""
    ends = opened(table).where(table["disclosed"])
    counts = table["disclosed"] & ~table["complete_year"] & table["unit"].ne("%")
    return ends.assign(high=ends["high"].mask(counts, np.inf))


def _measured(pairs: pd.DataFrame) -> pd.DataFrame:
    a, b, c, d = (
        pairs[name].to_numpy(float, na_value=np.nan)
        for name in ("low_before", "high_before", "low", "high")
    )
    here, there = pairs["disclosed"].to_numpy(bool), pairs["disclosed_before"].eq(True).to_numpy()
    classes = pairs["unit"].map(unit_class), pairs["unit_before"].map(unit_class)
    like = classes[0].eq(classes[1]).to_numpy()
    tests = [
        here & ~there,
        there & ~here,
        ~like,
        c > b,
        d < a,
        (a == b) & (b == c) & (c == d),
    ]
    names = ["appeared", "disappeared", "unlike_units", "up", "down", "flat"]
    direction = np.select(tests, names, "uncertain")
    both = here & there & like
    first, later = (
        np.where(both, pairs[name].to_numpy(float, na_value=np.nan), np.nan)
        for name in ("value_before", "value")
    )
    ends = [np.where(both, end, np.nan) for end in (a, b, c, d)]
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = {
            "change": later - first,
            "change_low": ends[2] - ends[1],
            "change_high": ends[3] - ends[0],
            "percent": np.where(first > 0, (later / first - 1) * 100, np.nan),
            "percent_low": np.where(ends[0] > 0, (ends[2] / ends[1] - 1) * 100, np.nan),
            "percent_high": np.where(ends[0] > 0, (ends[3] / ends[0] - 1) * 100, np.nan),
        }
    finite = {name: np.where(np.isfinite(v), v, np.nan) for name, v in columns.items()}
    full = pairs["complete_year"] | ~pairs["disclosed"]
    full_before = pairs["complete_year_before"].eq(True) | ~there
    return pairs.assign(
        **finite,
        direction=direction,
        unit=pairs["unit"].fillna(pairs["unit_before"]),
        year_before=pairs["year_before"],
        year_after=pairs["year"],
        shown_after=pairs["shown"],
        part_year=~(full & full_before),
        gap=(pairs["year"] - pairs["year_before"]),
        report_before=pairs["report_id_before"],
        report_after=pairs["report_id"],
        metric_ids_after=pairs["metric_ids"],
    )


def directions(changed: pd.DataFrame) -> pd.DataFrame:
    """How many bureaus went which way, by metric and pair of years.

    Args:
        changed: of :func:`changes`.

    Returns:
        code, name, year_before, year_after, a column for each of ``DIRECTIONS``, n (all together).
    """
    keys = ["code", "name", "year_before", "year_after"]
    columns = {
        "code": TEXT,
        "name": TEXT,
        "year_before": INT,
        "year_after": INT,
        **dict.fromkeys(DIRECTIONS, INT),
        "n": INT,
    }
    if changed.empty:
        return frame([], columns)
    flags = {name: changed["direction"].eq(name).astype(int) for name in DIRECTIONS}
    table = changed[keys].assign(**flags, n=1)
    return frame(table.groupby(keys, sort=False, as_index=False).sum(), columns)


def yearly(
    indicators: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    balanced: bool = True,
    about: float = ABOUT,
) -> pd.DataFrame:
    """Medians and quartiles of each metric, year by year.

    Args:
        indicators, reports, codes, years, about: as in :func:`changes`.
        balanced: only bureaus with a report in every year, see :func:`panel`; else the line also
            shows who began and who stopped reporting.

    Returns:
        As ``summary``, with the column year in front; by metric and year.
    """
    members = panel(reports, years=years, balanced=balanced)
    table = compare(indicators, members, codes=codes, about=about)
    parts = [summary(rows).assign(year=year) for year, rows in table.groupby("year")]
    empty = summary(table.iloc[:0]).assign(year=pd.Series(dtype="int64"))
    whole = pd.concat(parts, ignore_index=True) if parts else empty
    order = {code: i for i, code in enumerate(dict.fromkeys(table["code"]))}
    whole = whole.assign(order=whole["code"].map(order)).sort_values(["order", "year"])
    first = ["year", *[c for c in empty.columns if c != "year"]]
    return whole[first].astype({"year": "int64"}).reset_index(drop=True)
