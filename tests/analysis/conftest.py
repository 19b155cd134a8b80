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
