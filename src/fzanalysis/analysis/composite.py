"""A composite score, only ever with weights that its reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fzanalysis.errors import UsageError

_PARTS = ("measures", "first_responsible", "problems", "plans")
#: What a state is worth unless the user says otherwise.
CREDIT: Mapping[str, float] = {"section": 1.0, "unheaded": 0.75, "embedded": 0.5, "missing": 0.0}


def score(
    table: pd.DataFrame, weights: Mapping[str, float], *, credit: Mapping[str, float] = CREDIT
) -> pd.DataFrame:
    """A composite score with weights that the user chose and the result shows.

    score = Σ weight·points / Σ weight over the components that are known, 0 to 1. Points: a part
    by its state (``credit``), timing 1 if on time and 0 if late, reason_share as it is.

    Args:
        table: of ``completeness.overview``.
        weights: component → weight; components are the four parts, ``timing``, ``reason_share``.
            There is no default: what matters more is a judgement, not a finding.
        credit: state → points of a part.

    Returns:
        report_id, issuer, year, score (missing if nothing is known), known_weight (share of the
        weights behind it), and for each component ``points_…`` and ``weight_…``.

    Raises:
        UsageError: an unknown component, a negative weight or none above 0.

    >>> table = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023],
    ...     "plans": ["embedded"], "timing": ["unknown"]})
    >>> score(table, {"plans": 2, "timing": 1})[["score", "known_weight"]].round(2).values.tolist()
    [[0.5, 0.67]]
    """
    known = (*_PARTS, "timing", "reason_share")
    unknown = sorted(set(weights) - set(known))
    if unknown:
        raise UsageError(f"unknown components {', '.join(unknown)}", hint=", ".join(known))
    if not weights or min(weights.values()) < 0 or max(weights.values()) <= 0:
        raise UsageError("weights must be 0 or more, one above 0", hint=f"given {dict(weights)}")
    columns: dict[str, Any] = {}
    for name, weight in weights.items():
        if name == "reason_share":
            got = table[name].astype(float)
        else:
            worth = {"on_time": 1.0, "late": 0.0} if name == "timing" else dict(credit)
            got = table[name].map(worth).astype(float)
        columns |= {f"points_{name}": got, f"weight_{name}": float(weight)}
    made = table[["report_id", "issuer", "year"]].assign(**columns)
    points = made[[f"points_{name}" for name in weights]].to_numpy(float)
    given = np.array([float(w) for w in weights.values()])
    behind = (~np.isnan(points) * given).sum(axis=1)
    total = np.nansum(points * given, axis=1)
    known_only = np.where(behind > 0, behind, np.nan)
    made = made.assign(score=total / known_only, known_weight=behind / given.sum())
    first = ["report_id", "issuer", "year", "score", "known_weight"]
    return made[first + [c for c in made.columns if c not in first]].reset_index(drop=True)
