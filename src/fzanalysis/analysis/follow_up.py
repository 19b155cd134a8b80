"""What a bureau said it would do, and what it said a year later; problems that come again.

A report is the bureau's own word: *taken up* means that the next report speaks of it, not that it
was done; *not found* means that it does not. Both quotes stand beside each verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fzanalysis.analysis.figures import in_words, interval, unit_class
from fzanalysis.analysis.frames import FLAG, INT, MAYBE, NUMBER, TEXT, frame, need
from fzanalysis.analysis.likeness import Likeness
from fzanalysis.analysis.objects import objects
from fzanalysis.analysis.panel import panel
from fzanalysis.analysis.recurring import recurring_problems
from fzanalysis.errors import UsageError

__all__ = ["VERDICTS", "delivery", "follow_up", "recurring_problems"]
VERDICTS = ("taken_up", "partly", "not_found", "no_next_report")
#: Share of a plan's wording that a measure must have, see :func:`follow_up`.
STRONG, WEAK = 0.45, 0.2
#: What wording counts where none of the plan's objects is there: it speaks of something else.
BESIDE = 0.5
_FOLLOWED = {
    "bureau": TEXT,
    "issuer": TEXT,
    "year": INT,
    "item_id": TEXT,
    "text": TEXT,
    "theme": TEXT,
    "verdict": TEXT,
    "wording": NUMBER,
    "object_found": FLAG,
    "theme_agrees": FLAG,
    "figure": TEXT,
    "target": TEXT,
    "outcome": TEXT,
    "code": TEXT,
    "report_plan": TEXT,
    "plan_quote": TEXT,
    "plan_start": INT,
    "plan_end": INT,
    "report_next": TEXT,
    "measure_id": TEXT,
    "measure_quote": TEXT,
    "measure_start": MAYBE,
    "measure_end": MAYBE,
    "figure_quote": TEXT,
    "figure_start": MAYBE,
    "figure_end": MAYBE,
    "planned_again": FLAG,
    "again_quote": TEXT,
}
_FIGURE_NAMES = ("reached", "uncertain", "short", "undisclosed")


def follow_up(
    plans: pd.DataFrame,
    measures: pd.DataFrame,
    metrics: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    strong: float = STRONG,
    weak: float = WEAK,
    engine: str = "jieba",
) -> pd.DataFrame:
    """Each plan of year Y against the measures and figures of the same bureau's report of Y+1.

    wording = weight of the plan's words that the measure has / weight of all its words, for the
    leaf measure where that is most (``likeness``: rarer words weigh more). It counts half where
    the measure has none of the plan's objects (``objects``: 编制 in 争取增加水政监察编制), so that
    words of any plan (增加) and of the bureau (水政监察) take up nothing. figure: a target in the
    plan (a coded figure inside its span) against the next report's actual figure of that code:
    ``reached`` if that is at least the target whatever the bounds, ``short`` if it is less for
    certain, ``uncertain`` between, ``undisclosed`` without one.

    Verdict: ``taken_up`` if a target is reached or wording ≥ ``strong``; ``partly`` if a target's
    figure is given but not reached for certain, or wording ≥ ``weak`` in a measure of the plan's
    theme that has its object, or wording ≥ the mean of the two in any; else ``not_found``.
    ``no_next_report`` where there is nothing to look into.

    Args:
        plans, measures, metrics, reports: the tables. Not changed.
        strong, weak: the two thresholds, 0–1, weak below strong.
        engine: see ``tokenize``.

    Returns:
        One row a plan, by bureau, year and place: bureau, issuer, year, item_id, text, theme,
        verdict, wording, object_found, theme_agrees, figure, target and outcome in words, code,
        three quotes with their spans: the plan's, the nearest measure's (also where the verdict is
        not_found: judge for yourself) and the figure's; planned_again with again_quote: a plan of
        the next report has ``strong`` of the wording.

    Raises:
        UsageError: thresholds that are no shares or the wrong way round.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": "甲局", "region": "甲县",
    ...     "year": [2022, 2023]})
    >>> place = {"start": 0, "end": 9}
    >>> plans = pd.DataFrame([{"report_id": "a", "item_id": "q1", "text": "建立旁听庭审制度",
    ...     "theme": "STU", "quote": "建立旁听庭审制度", **place}])
    >>> measures = pd.DataFrame([{"report_id": "b", "measure_id": "m1", "heading": "学法",
    ...     "text": "建立制度，旁听庭审两次", "theme": "STU", "leaf": True, "quote": "…", **place}])
    >>> metrics = pd.DataFrame(columns=["report_id", "metric_id", "code", "value", "lower", "upper",
    ...     "bound", "unit", "role", "quote", "start", "end"])
    >>> follow_up(plans, measures, metrics, reports)[["verdict", "wording"]].values.tolist()
    [['taken_up', 1.0]]
    """
    if not 0 < weak < strong <= 1:
        raise UsageError(f"thresholds {weak} and {strong}", hint="0 < weak < strong <= 1")
    need(plans, ["report_id", "item_id", "text", "theme", "quote", "start", "end"], "plans")
    need(measures, ["report_id", "measure_id", "heading", "text", "theme", "leaf"], "measures")
    need(metrics, ["report_id", "code", "value", "unit", "role", "start", "end"], "metrics")
    leaves = measures[measures["leaf"].astype(bool)].reset_index(drop=True)
    promised = plans.reset_index(drop=True)
    said = leaves["heading"].fillna("") + "。" + leaves["text"].fillna("")
    like = Likeness([*promised["text"].fillna(""), *said], engine=engine)
    figures = metrics.reset_index(drop=True)
    figures = figures.join(interval(figures))
    about_what = [objects(text, engine=engine) for text in promised["text"].fillna("")]
    books = _Books(like, about_what, _by_report(leaves), _by_report(promised), _by_report(figures))
    members = panel(reports)
    following = _following(members)
    about: dict[Any, dict[Any, Any]] = members.set_index("report_id").to_dict("index")
    rows = []
    for place, plan in enumerate(promised.to_dict("records")):
        if plan["report_id"] in about:
            later = following.get(plan["report_id"])
            row: dict[Any, Any] = {**about[plan["report_id"]], "report_next": later}
            row |= _plan_columns(plan) | _nearest(books, place, plan, later, len(promised))
            row |= _target(plan, books.figures.get(plan["report_id"]), books.figures.get(later))
            row["verdict"] = _verdict(row, strong, weak)
            rows.append(row | _again(books, place, later, strong))
    table = frame(rows, _FOLLOWED) if not rows else pd.DataFrame(rows)
    return frame(table.sort_values(["bureau", "year", "plan_start"]), _FOLLOWED)


class _Books(NamedTuple):
    """What is looked things up in: wording, and each report's measures, plans and figures."""

    like: Likeness
    objects: list[list[str]]
    measures: dict[Any, pd.DataFrame]
    plans: dict[Any, pd.DataFrame]
    figures: dict[Any, pd.DataFrame]


def _by_report(table: pd.DataFrame) -> dict[Any, pd.DataFrame]:
    return dict(iter(table.groupby("report_id")))


def _following(members: pd.DataFrame) -> dict[str, str]:
    """report_id → report_id of the same bureau a year later."""
    rows = members[["bureau", "year", "report_id"]].to_dict("records")
    known = {(row["bureau"], int(row["year"])): str(row["report_id"]) for row in rows}
    pairs = {ident: known.get((bureau, year + 1)) for (bureau, year), ident in known.items()}
    return {ident: later for ident, later in pairs.items() if later is not None}


def _plan_columns(plan: Mapping[Any, Any]) -> dict[str, Any]:
    same = {name: plan[name] for name in ("item_id", "text", "theme")}
    place = {f"plan_{name}": plan[name] for name in ("quote", "start", "end")}
    return {**same, "report_plan": plan["report_id"], **place}


def _nearest(
    books: _Books, place: int, plan: Mapping[Any, Any], later: str | None, offset: int
) -> dict[str, Any]:
    """The leaf measure with most of the plan's wording; of equals the one of its theme."""
    there = books.measures.get(later)
    nothing = {"wording": np.nan, "object_found": False, "theme_agrees": False, "measure_id": None}
    if there is None:
        return nothing
    shares, has = _shares(books, place, there.index.to_numpy() + offset)
    agrees = there["theme"].eq(plan["theme"]).to_numpy() & bool(pd.notna(plan["theme"]))
    counts = (shares * np.where(has, 1, BESIDE)).round(9)
    best = int(np.lexsort((-agrees.astype(int), -counts))[0])
    row = there.iloc[best].to_dict()
    quote = {f"measure_{name}": row[name] for name in ("quote", "start", "end")}
    found = {"wording": float(shares[best]), "object_found": bool(has[best])}
    found |= {"theme_agrees": bool(agrees[best]), "measure_id": row["measure_id"]}
    return {**found, **quote}


def _shares(books: _Books, place: int, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of a plan's wording in other texts, and whether they have one of its objects."""
    return books.like.share(place, others), books.like.has(books.objects[place], others)


def _target(
    plan: Mapping[Any, Any], own: pd.DataFrame | None, later: pd.DataFrame | None
) -> dict[str, Any]:
    """The plan's figure against the next report's; of several the best answered."""
    if own is None:
        return {}
    inside = own["start"].ge(plan["start"]) & own["end"].le(plan["end"]) & own["code"].notna()
    found = []
    for target in own[inside].to_dict("records"):
        words = in_words(target["bound"], target["value"], target["lower"], target["upper"])
        row = {"target": words + target["unit"], "code": target["code"], "figure": "undisclosed"}
        found.append(row | _outcome(target, later))
    return min(found, key=lambda row: _FIGURE_NAMES.index(row["figure"])) if found else {}


def _outcome(target: Mapping[Any, Any], later: pd.DataFrame | None) -> dict[str, Any]:
    if later is None:
        return {}
    like = later["unit"].map(unit_class).eq(unit_class(target["unit"]))
    actual = later[later["code"].eq(target["code"]) & later["role"].eq("actual") & like]
    if actual.empty:
        return {}
    # The largest is the year's total where a report gives parts of it too.
    rows: list[dict[Any, Any]] = actual.to_dict("records")
    row = max(rows, key=lambda r: (r["low"], r["high"]))
    wanted = target["low"] if target["low"] > 0 else target["high"]
    state = "uncertain"
    if row["low"] >= wanted:
        state = "reached"
    elif row["high"] < wanted:
        state = "short"
    words = in_words(row["bound"], row["value"], row["lower"], row["upper"])
    place = {f"figure_{name}": row[name] for name in ("quote", "start", "end")}
    return {"figure": state, "outcome": words + str(row["unit"]), **place}


def _verdict(row: Mapping[Any, Any], strong: float, weak: float) -> str:
    if pd.isna(row["report_next"]):
        return "no_next_report"
    wording = 0.0 if pd.isna(row["wording"]) else row["wording"]
    wording *= 1 if row["object_found"] else BESIDE
    if row.get("figure") == "reached" or wording >= strong:
        return "taken_up"
    alike = row["theme_agrees"] and row["object_found"]
    near = (wording >= weak and alike) or wording >= (strong + weak) / 2
    return "partly" if near or row.get("figure") in ("short", "uncertain") else "not_found"


def _again(
    books: _Books, place: int, later: str | None, strong: float
) -> dict[str, str | bool | None]:
    """Whether a plan of the next report has as much of the wording."""
    plans = books.plans.get(later)
    if plans is None:
        return {"planned_again": False, "again_quote": None}
    shares, has = _shares(books, place, plans.index.to_numpy())
    counts = shares * np.where(has, 1, BESIDE)
    if counts.max() < strong:
        return {"planned_again": False, "again_quote": None}
    return {"planned_again": True, "again_quote": plans["quote"].iloc[int(counts.argmax())]}


def delivery(followed: pd.DataFrame) -> pd.DataFrame:
    """How many plans of each bureau and year were taken up, partly, or not found again.

    Args:
        followed: of :func:`follow_up`.

    Returns:
        bureau, issuer, year, n (plans), a column for each of ``VERDICTS``, taken_up_share (of those
        that have a next report; missing without one).
    """
    columns = {"bureau": TEXT, "issuer": TEXT, "year": INT, "n": INT}
    columns |= {**dict.fromkeys(VERDICTS, INT), "taken_up_share": NUMBER}
    if followed.empty:
        return frame([], columns)
    keys = ["bureau", "issuer", "year"]
    flags = {name: followed["verdict"].eq(name).astype(int) for name in VERDICTS}
    table = followed[keys].assign(**flags, n=1).groupby(keys, as_index=False).sum()
    judged = table["n"] - table["no_next_report"]
    return frame(table.assign(taken_up_share=table["taken_up"] / judged.where(judged > 0)), columns)
