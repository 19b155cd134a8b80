"""Which reports, years and metrics a briefing speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fzanalysis.analysis.panel import bureau_keys
from fzanalysis.catalogue import load_catalogue
from fzanalysis.errors import UsageError

#: A briefing of its own choice shows at most so many metrics.
MOST_METRICS = 8
#: And so many even if no two reports give the same figure.
FEWEST_METRICS = 4


@dataclass(frozen=True)
class Choice:
    """Tables cut to the chosen reports, and the metric codes to show, in order.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": "甲局", "year": [2022, 2023]})
    >>> Choice({"reports": reports}, ("pub_materials",)).latest["report_id"].tolist()
    ['b']
    """

    tables: Mapping[str, pd.DataFrame]
    codes: tuple[str, ...]

    @property
    def reports(self) -> pd.DataFrame:
        """The chosen reports, without those that are copies of another."""
        return self.tables["reports"]

    @property
    def latest(self) -> pd.DataFrame:
        """The last report of each bureau; one without a year stands for itself."""
        keys = bureau_keys(self.reports)
        undated = self.reports["year"].isna()
        last = ~keys.mask(undated).duplicated(keep="last")
        return self.reports[last | undated].reset_index(drop=True)


def choose(
    tables: Mapping[str, pd.DataFrame],
    *,
    reports: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    codes: Sequence[str] | None = None,
) -> Choice:
    """Cut all tables to the chosen reports and years.

    Args:
        tables: the tables of a corpus. Not changed.
        reports: report_ids or names of bureaus; all by default.
        years: years; all by default.
        codes: metric codes; by default those that most reports disclose, at most eight.

    Raises:
        UsageError: a report, bureau, year or code that the tables do not have.

    >>> frame = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", "乙局"],
    ...     "year": [2022, 2023], "duplicate_of": [None, None]})
    >>> choose({"reports": frame}, years=[2023]).reports["issuer"].tolist()
    ['乙局']
    """
    known = tables["reports"]
    if "duplicate_of" in known.columns:
        known = known[known["duplicate_of"].isna()]
    if reports is not None:
        names = pd.concat([known["report_id"], known["issuer"]])
        _refuse("report or bureau", set(reports) - set(names), names.dropna())
        known = known[known["report_id"].isin(reports) | known["issuer"].isin(reports)]
    if years is not None:
        _refuse("year", set(years) - set(known["year"].dropna()), known["year"].dropna())
        known = known[known["year"].isin(years)]
    if known.empty:
        raise UsageError("no report to show", hint="check the choice of reports and years")
    # By bureau and year, so that the years of a bureau stand below each other.
    order = pd.DataFrame({"bureau": bureau_keys(known), "year": known["year"]})
    known = known.loc[order.sort_values(["bureau", "year"], kind="stable").index]
    kept = {"reports": known.reset_index(drop=True)}
    kept |= {
        name: frame[frame["report_id"].isin(known["report_id"])].reset_index(drop=True)
        for name, frame in tables.items()
        if "report_id" in frame.columns and name != "reports"
    }
    if "indicators" not in kept:
        return Choice(kept, tuple(codes or ()))
    if codes is not None:
        all_codes = set(tables["indicators"]["code"].dropna()) | set(_catalogued())
        _refuse("metric", set(codes) - all_codes, sorted(all_codes))
        return Choice(kept, tuple(codes))
    return Choice(kept, _usual(kept["indicators"]))


def _catalogued() -> dict[str, int]:
    """Codes that compare bureaus, roll-ups among them, with their place in the catalogue."""
    order: dict[str, int] = {}
    for metric in load_catalogue().metrics:
        if metric.role == "background":
            continue
        for code in filter(None, (metric.rollup, metric.code)):
            order.setdefault(code, len(order))
    return order


def _usual(indicators: pd.DataFrame) -> tuple[str, ...]:
    said = indicators[indicators[["value", "lower", "upper"]].notna().any(axis=1)]
    counts = said.groupby("code")["report_id"].nunique()
    order = _catalogued()
    # A roll-up stands for its members: the same figures are not shown twice.
    members = {m.code for m in load_catalogue().metrics if m.rollup in counts.index}
    ranked = sorted(
        (str(code) for code in counts.index if code in order and code not in members),
        key=lambda code: (-int(counts[code]), order[code]),
    )
    shared = sum(counts[code] > 1 for code in ranked)
    return tuple(ranked[: min(MOST_METRICS, max(shared, FEWEST_METRICS))])


def _refuse(what: str, unknown: set[Any], known: Any) -> None:
    if unknown:
        shown = "、".join(str(k) for k in list(dict.fromkeys(known))[:8])
        wrong = "、".join(sorted(map(str, unknown)))
        raise UsageError(f"unknown {what}: {wrong}", hint=f"known are {shown} …")
