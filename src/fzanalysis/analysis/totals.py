"""Stated totals against the parts that the same report states."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fzanalysis.analysis.figures import ABOUT, in_words, interval, unit_class
from fzanalysis.analysis.frames import INT, NUMBER, TEXT, frame, need
from fzanalysis.catalogue import Catalogue, load_catalogue

DISAGREE = ("exceeds", "short")
_CHECKED = {
    "report_id": TEXT,
    "metric_id": TEXT,
    "code": TEXT,
    "counted": TEXT,
    "unit": TEXT,
    "total": TEXT,
    "parts": TEXT,
    "n_parts": INT,
    "parts_low": NUMBER,
    "parts_high": NUMBER,
    "difference": NUMBER,
    "state": TEXT,
    "quote": TEXT,
    "part_quotes": TEXT,
    "start": INT,
    "end": INT,
}


def check_totals(
    metrics: pd.DataFrame,
    *,
    only_disagreements: bool = False,
    about: float = ABOUT,
    catalogue: Catalogue | None = None,
) -> pd.DataFrame:
    """Add up the parts of every total and say whether they make it.

    Parts are the rows that name the total in ``part_of``, and those whose code the catalogue puts
    under the code of the total (``parent``) where the report states that total once. Units must be
    alike. With [a, b] what the total can be and [c, d] the sum of what the parts can be:
    ``agrees`` if both are the same number, ``possible`` if the intervals meet, ``exceeds`` if
    c > b (the parts are more than the whole: someone erred), ``short`` if d < a with two parts or
    more (some are missing, as 其中 allows, or someone erred), ``partial`` if d < a with one part.

    Args:
        metrics: table ``metrics``. Not changed.
        only_disagreements: keep ``exceeds`` and ``short`` alone.
        about: see ``figures.interval``.
        catalogue: default the one that ships.

    Returns:
        One row a total with parts: report_id, metric_id, code, counted, unit, total and parts in
        words, n_parts, parts_low, parts_high, difference (parts − total as printed), state, quote,
        part_quotes (with ``｜`` between), start, end.

    >>> metrics = pd.DataFrame({"report_id": "a", "metric_id": ["n1", "n2", "n3"],
    ...     "part_of": [None, "n1", "n1"], "code": None, "counted": ["提案", "甲", "乙"],
    ...     "value": [5.0, 4, 2], "lower": [5.0, 4, 2], "upper": [5.0, 4, 2], "bound": "exact",
    ...     "unit": "件", "role": "actual", "quote": ["共5件", "甲4件", "乙2件"], "start": 0,
    ...     "end": 3})
    >>> check_totals(metrics)[["total", "parts", "state"]].values.tolist()
    [['5', '4 + 2', 'exceeds']]
    """
    columns = ["report_id", "metric_id", "code", "counted", "value", "lower", "upper"]
    columns += ["bound", "unit", "role", "part_of", "quote", "start", "end"]
    need(metrics, columns, "metrics")
    table = metrics.reset_index(drop=True)
    table = table.join(interval(table, about=about))
    table["whole"] = _whole_of(table, catalogue or load_catalogue())
    table["like"] = table["unit"].map(unit_class)
    totals: dict[Any, Any] = {
        (row["report_id"], row["metric_id"]): row for row in table.to_dict("records")
    }
    rows = []
    for key, parts in table[table["whole"].notna()].groupby(["report_id", "whole"], sort=False):
        if key in totals:
            row = _check(totals[key], parts)
            if row and not (only_disagreements and row["state"] not in DISAGREE):
                rows.append(row)
    return frame(sorted(rows, key=lambda r: (r["report_id"], r["start"])), _CHECKED)


def _check(total: dict[str, Any], parts: pd.DataFrame) -> dict[str, Any] | None:
    parts = parts[parts["like"].eq(total["like"]) & parts["low"].notna()]
    if parts.empty or pd.isna(total["low"]):
        return None
    low, high = float(parts["low"].sum()), float(parts["high"].sum())
    figures = parts[["bound", "value", "lower", "upper"]].itertuples(index=False, name=None)
    printed = parts["value"].sum(min_count=len(parts))
    return {
        **{name: total[name] for name in _CHECKED if name in total},
        "total": in_words(total["bound"], total["value"], total["lower"], total["upper"]),
        "parts": " + ".join(in_words(*figure) for figure in figures),
        "n_parts": len(parts),
        "parts_low": low,
        "parts_high": high,
        "difference": float(printed) - (np.nan if pd.isna(total["value"]) else total["value"]),
        "state": _state(float(total["low"]), float(total["high"]), low, high, len(parts)),
        "part_quotes": "｜".join(parts["quote"]),
    }


def _state(a: float, b: float, c: float, d: float, n_parts: int) -> str:
    if a == b == c == d:
        return "agrees"
    if c > b:
        return "exceeds"
    if d < a:
        return "short" if n_parts > 1 else "partial"
    return "possible"


def _whole_of(table: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """metric_id of the total that each row is a part of; missing for what is no part."""
    parents = {m.code: m.parent for m in catalogue.metrics if m.parent}
    actual = table[table["role"].eq("actual") & table["code"].notna()]
    once = actual.groupby(["report_id", "code"])["metric_id"].agg(["size", "first"])
    stated_once: dict[Any, Any] = once.loc[once["size"].eq(1), "first"].to_dict()
    found = []
    for row in table[["report_id", "code", "part_of", "role"]].to_dict("records"):
        whole = row["part_of"] if pd.notna(row["part_of"]) else None
        if whole is None and row["role"] == "actual" and row["code"] in parents:
            whole = stated_once.get((row["report_id"], parents[row["code"]]))
        found.append(whole)
    return pd.Series(found, index=table.index, dtype=object)
