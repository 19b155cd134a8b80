"""Metrics of one report → one value a code: totals, sums of disjoint mentions, roll-ups."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.outcomes import of_others
from fzanalysis.extraction.numerals import tidy

Row = dict[str, Any]
_TOTAL = re.compile(r"共|累计|合计|总计|总数|总量|全年|各类")
_RATE_UNITS = ("%", "‰", "个百分点", "百分点")
_WEAKEST = ("exact", "at_least", "at_most", "about", "between")


def indicators_of(metrics: Sequence[Row], catalogue: Catalogue, year: int | None) -> list[Row]:
    """One row a code from the actual mentions of one report.

    Requirements, plans and background never enter; parts, and counts of what became of things
    counted already, are never added to their total; rates are never summed; mentions that
    contradict each other give ``rule = conflict`` and no value.

    Args:
        metrics: the rows of ``metrics`` of one report.
        catalogue: the vocabulary (roll-ups, parents).
        year: the year of the report; figures of another year do not enter.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> row = dict(metric_id="n001", code="pub_materials", value=1000, lower=1000, upper=None,
    ...            bound="at_least", unit="份", role="actual", part_of=None,
    ...            quote="发放资料1000余份", counted="发放资料", period="2024", as_of=None)
    >>> [(r["code"], r["lower"], r["upper"], r["rule"])
    ...  for r in indicators_of([row], load_catalogue(), 2024)]
    [('pub_materials', 1000, None, 'single'), ('宣传资料份数', 1000, None, 'rollup')]
    """
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in metrics:
        if row["code"] and row["role"] == "actual" and _of_year(row, year):
            by_code[row["code"]].append(row)
    rows = [_indicator(code, mentions, metrics) for code, mentions in sorted(by_code.items())]
    return rows + _rollups(rows, catalogue)


def _of_year(row: Row, year: int | None) -> bool:
    return year is None or row["period"] is None or str(row["period"])[:4] == str(year)


def _indicator(code: str, mentions: list[Row], metrics: Sequence[Row]) -> Row:
    unit = mentions[0]["unit"]
    same_unit = [m for m in mentions if _plain(m["unit"]) == _plain(unit)]
    rule, used = _choose(same_unit)
    if rule == "conflict":
        lows = [m["value"] for m in used]
        return _row(code, None, min(lows), max(lows), "between", unit, rule, used)
    if rule == "sum":
        return _row(code, *_add(used), unit, rule, used)
    one = used[0]
    return _row(code, one["value"], one["lower"], one["upper"], one["bound"], unit, rule, used)


def _choose(mentions: list[Row]) -> tuple[str, list[Row]]:
    ids = {m["metric_id"] for m in mentions}
    whole = [m for m in mentions if m["part_of"] not in ids]
    if not whole[0]["unit"].startswith(_RATE_UNITS):
        among = of_others(whole)
        whole = [m for m in whole if m["metric_id"] not in among]
    if len(whole) == 1:
        return "single" if len(mentions) == 1 else "stated_total", whole
    values = {m["value"] for m in whole}
    if len(values) == 1:
        return "repeated", whole
    if whole[0]["unit"].startswith(_RATE_UNITS):
        return "conflict", whole
    ranked = sorted(whole, key=lambda m: -m["value"])
    rest = sum(m["value"] for m in ranked[1:])
    if rest <= ranked[0]["value"] and (
        rest == ranked[0]["value"] or _TOTAL.search(ranked[0]["quote"])
    ):
        return "stated_total", ranked[:1]
    if len({m["counted"] for m in whole}) < len(whole):
        return "conflict", whole
    return "sum", whole


def _add(rows: list[Row]) -> tuple[float, float | None, float | None, str]:
    """Sums of the values and of the bounds; the sum is as sure as its least sure member."""
    value = tidy(sum(r["value"] for r in rows))
    lower = None if any(r["lower"] is None for r in rows) else tidy(sum(r["lower"] for r in rows))
    upper = None if any(r["upper"] is None for r in rows) else tidy(sum(r["upper"] for r in rows))
    kinds = {r["bound"] for r in rows}
    if len(kinds - {"exact"}) > 1:
        return value, lower, upper, "about"
    return value, lower, upper, max(kinds, key=_WEAKEST.index)


def _row(
    code: str,
    value: float | None,
    lower: float | None,
    upper: float | None,
    bound: str,
    unit: str,
    rule: str,
    used: Iterable[Row],
) -> Row:
    used = list(used)
    return {
        "code": code,
        "value": value,
        "lower": lower,
        "upper": upper,
        "bound": bound,
        "unit": unit,
        "rule": rule,
        "n_mentions": len(used),
        "metric_ids": ";".join(m["metric_id"] for m in used),
        "complete_year": all(_complete(m) for m in used),
    }


def _complete(row: Row) -> bool:
    period, as_of = str(row["period"] or ""), str(row["as_of"] or "")
    if "/" in period and not period.endswith("-12"):
        return False
    return not as_of or as_of[5:7] == "12"


def _plain(unit: str) -> str:
    return unit.split("(")[0]


def _rollups(rows: list[Row], catalogue: Catalogue) -> list[Row]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        metric = catalogue.metrics_by_code.get(row["code"])
        if metric and metric.rollup and row["value"] is not None:
            groups[metric.rollup].append(row)
    found = []
    for name, members in sorted(groups.items()):
        value, lower, upper, bound = _add(members)
        found.append(
            {
                "code": name,
                "value": value,
                "lower": lower,
                "upper": upper,
                "bound": bound,
                "unit": members[0]["unit"],
                "rule": "rollup",
                "n_mentions": sum(m["n_mentions"] for m in members),
                "metric_ids": ";".join(m["metric_ids"] for m in members),
                "complete_year": all(m["complete_year"] for m in members),
            }
        )
    return found
