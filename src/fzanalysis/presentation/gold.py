"""A reviewed build → gold files, so that later builds can be held against the review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from fzanalysis.presentation.anchors import file_stem
from fzanalysis.presentation.whole import whole


def write_gold(tables: Mapping[str, pd.DataFrame], out: str | Path) -> list[Path]:
    """Write one gold file a report, in the format of docs/gold.md.

    Args:
        tables: the tables of a build that a person has reviewed.
        out: folder, made if missing; files of the same names are replaced.

    Returns:
        The files written.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    reports = tables["reports"]
    for report in reports[reports["duplicate_of"].isna()].to_dict("records"):
        path = out / f"{file_stem(report['report_id'])}.json"
        entry = gold_of({str(k): v for k, v in report.items()}, tables)
        with whole(path) as part:
            text = json.dumps(entry, ensure_ascii=False, indent=1)
            part.write_text(f"{text}\n", encoding="utf-8")
        written.append(path)
    return written


def gold_of(report: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The gold of one report as its tables stand."""

    def rows(name: str) -> list[dict[str, Any]]:
        frame = tables[name]
        own = frame[frame["report_id"] == report["report_id"]]
        return [{str(k): v for k, v in row.items()} for row in own.to_dict("records")]

    metrics = [_metric(r) for r in rows("metrics")]
    return {
        "file": PurePosixPath(str(report["source_path"])).name,
        "identity": {
            **{k: _listed(report[k]) for k in ("issuer", "region", "province")},
            "year": None if _null(report["year"]) else int(report["year"]),
            "published_on": None if _null(report["published_on"]) else report["published_on"],
        },
        "metrics": metrics,
        "optional_quotes": [],
        "distractors": [],
        "measures": [
            {"heading": m["heading"], "theme": _value(m["theme"]), "also": []}
            for m in rows("measures")
            if not _null(m["heading"])
        ],
        "problems": [
            {"quote": p["quote"], "category": _value(p["category"]), "also": _split(p["also"])}
            for p in rows("problems")
        ],
        "plans": [{"quote": p["quote"], "theme": _value(p["theme"])} for p in rows("plans")],
        "citations": [c["name"] for c in rows("citations") if c["in_marks"]],
        "citations_nested": [c["name"] for c in rows("citations") if not c["in_marks"]],
        "completeness": {c["part"]: c["state"] for c in rows("completeness")},
    }


def _metric(row: Mapping[str, Any]) -> dict[str, Any]:
    entry = {
        "quote": row["quote"],
        "value": row["value"],
        "bound": row["bound"],
        "unit": row["unit"],
        "role": row["role"],
        "codes": [_value(row["code"])],
        "optional": False,
    }
    return entry if _null(row["part_of"]) else {**entry, "part_of": row["part_of"]}


def _null(value: Any) -> bool:
    return value is None or value != value


def _value(value: Any) -> Any:
    return None if _null(value) else value


def _listed(value: Any) -> list[str]:
    return [] if _null(value) else [str(value)]


def _split(words: Any) -> list[str]:
    return [] if _null(words) or not words else str(words).split(";")
