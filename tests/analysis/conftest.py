"""Small tables of fictional bureaus, and generated ones whose answer is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from fzanalysis.catalogue import load_catalogue

FILLERS = [
    "认真",
    "开展",
    "工作",
    "全面",
    "推进",
    "落实",
    "责任",
    "加强",
    "组织",
    "领导",
    "提高",
    "水平",
    "群众",
    "企业",
    "干部",
    "单位",
    "制度",
    "机制",
    "监督",
    "学习",
    "宣传",
    "服务",
    "管理",
    "依法",
    "严格",
    "规范",
    "程序",
    "情况",
    "及时",
    "有关",
    "部门",
]


def planted_measures(n: int, themes: int, seed: int = 1) -> pd.DataFrame:
    """Points of five cues of their theme, two of any theme and eight words that say nothing."""
    rng = np.random.default_rng(seed)
    known = load_catalogue().themes[:themes]
    rows = []
    for i in range(n):
        own = known[i % themes]
        words = [own.cues[j] for j in rng.choice(len(own.cues), 5)]
        for other in rng.integers(themes, size=2):
            words.append(str(rng.choice(known[other].cues)))
        words += [str(w) for w in rng.choice(FILLERS, 8)]
        rng.shuffle(words)
        rows.append((f"r{i // 12:05d}", f"m{i % 12:03d}", "，".join(words) + "。", own.code))
    frame = pd.DataFrame(rows, columns=["report_id", "measure_id", "text", "theme"])
    place = {"start": 0, "end": frame["text"].str.len(), "quote": frame["text"]}
    return frame.assign(heading="", leaf=True, **place)


@pytest.fixture(scope="session")
def planted() -> Callable[..., pd.DataFrame]:
    """Maker of measures whose theme is known."""
    return planted_measures


def indicator(report: str, code: str, value: float | None, **rest: object) -> dict[str, object]:
    """A row of ``indicators``: exact unless a bound is given."""
    bound = str(rest.pop("bound", "exact"))
    issuer, year = report.rsplit("-", 1)
    lower = None if bound == "at_most" else value
    upper = None if bound == "at_least" else value
    row: dict[str, object] = {
        "report_id": report,
        "issuer": issuer,
        "region": issuer,
        "year": int(year),
        "code": code,
        "value": value,
        "lower": lower,
        "upper": upper,
        "bound": bound,
        "unit": "份",
        "rule": "single",
        "n_mentions": 1,
        "metric_ids": f"{report}-n1",
        "complete_year": True,
    }
    return row | rest
