"""How much of the truth of generated reports stands in the tables that were built from them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fzanalysis as fz

Figures = Counter[tuple[Any, ...]]
_SHARES = ("issuer", "region", "year", "published_on", "problems", "plans")
_CELLS = ("code", "value", "lower", "upper", "bound", "unit")


def recovery(truth: Path, tables: Path) -> dict[str, float]:
    """Shares of the truth that were recovered, and of the figures found that are true.

    Returns:
        issuer, region, year, published_on, problems, plans: share of reports. figure_recall,
        figure_precision: share of figures, right in code, value, both bounds, bound and unit.
    """
    scores: Counter[str] = Counter()
    for one, other in _pairs(truth, tables):
        scores["reports"] += 1
        for name in _SHARES:
            scores[name] += one[name] == other[name]
        scores["true"] += one["figures"].total()
        scores["found"] += other["figures"].total()
        scores["both"] += (one["figures"] & other["figures"]).total()
    shares = {name: scores[name] / scores["reports"] for name in _SHARES}
    shares["figure_recall"] = scores["both"] / scores["true"]
    shares["figure_precision"] = scores["both"] / scores["found"]
    return shares


def misses(truth: Path, tables: Path) -> Iterator[str]:
    """What differs, a line each."""
    for one, other in _pairs(truth, tables):
        for name in _SHARES:
            if one[name] != other[name]:
                yield f"{one['name']} {name}: {one[name]!r}, found {other[name]!r}"
        for figure in one["figures"] - other["figures"]:
            yield f"{one['name']} missed {figure}"
        for figure in other["figures"] - one["figures"]:
            yield f"{one['name']} invented {figure}"


def _pairs(truth: Path, tables: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    corpus = fz.load(tables)
    told = ["report_id", "source_path", "issuer", "region", "year", "published_on"]
    reports = corpus.table("reports", columns=told).astype(object)
    reports = reports.where(reports.notna(), None)
    names = dict(zip(reports["report_id"], reports["source_path"], strict=True))
    found: dict[str, dict[str, Any]] = {
        row["source_path"]: {**row, "figures": Counter(), "problems": 0, "plans": 0}
        for row in reports.to_dict("records")
    }
    metrics = corpus.table("metrics", columns=["report_id", "role", *_CELLS]).astype(object)
    for row in metrics.where(metrics.notna(), None).to_dict("records"):
        if row["role"] == "actual":
            found[names[row["report_id"]]]["figures"][tuple(row[c] for c in _CELLS)] += 1
    for table in ("problems", "plans"):
        for report_id, count in corpus.table(table, columns=["report_id"]).value_counts().items():
            found[names[report_id[0]]][table] = count
    nothing = {**dict.fromkeys(_SHARES), "figures": Counter()}
    for line in truth.read_text("utf-8").splitlines():
        one = json.loads(line)
        one["figures"] = Counter(tuple(f[c] for c in _CELLS) for f in one["figures"])
        yield one, found.get(one["name"], nothing)
