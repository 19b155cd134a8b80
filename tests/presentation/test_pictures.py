"""The important charts look as they did: compared with pictures that a person has looked at.

After a change that is meant, write the pictures anew and look at each of them::

    python tests/presentation/test_pictures.py
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from fzanalysis.presentation.charts import (
    bounded_bars,
    completeness_grid,
    panel_lines,
    theme_shares,
)
from fzanalysis.presentation.style import Chart

FOLDER = Path(__file__).parent / "pictures"
#: Mean difference of lightness (of 255) that another version of the font renderer may cause.
TOLERANCE = 2.5
BUREAUS = [
    "云溪区科学技术局",
    "河口县科技局",
    "松江市科学技术局",
    "白石区科技局",
    "东港县科工信局",
    "南山局",
]
SOURCE = "数据来源：虚构示例"
REPORTS = pd.DataFrame(
    {
        "report_id": [f"r{i}" for i in range(6)],
        "issuer": BUREAUS,
        "region": [name[:3] for name in BUREAUS],
        "year": 2023,
        "published_on": ["2024-03-06", "2024-04-01", None, "2024-01-31", None, "2024-05-20"],
    }
)


def bars() -> Chart:
    nan = math.nan
    rows = [
        ("r0", 1000, 1000, nan, "at_least"),
        ("r1", 700, nan, nan, "about"),
        ("r2", nan, 400, 900, "between"),
        ("r3", 500, nan, 500, "at_most"),
        ("r4", 0, 0, 0, "exact"),
    ]
    frame = pd.DataFrame(rows, columns=["report_id", "value", "lower", "upper", "bound"])
    frame = frame.assign(code="pub_materials", unit="份")
    return bounded_bars(frame, "pub_materials", reports=REPORTS, source=SOURCE)


def themes() -> Chart:
    rows = [(f"r{i}", code, True, "字" * (40 + 30 * ((i * 7 + n * 3) % 5)))
            for i in range(5) for n, code in enumerate(["ORG", "STU", "PUB", "ENF", "OPN"])]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["report_id", "theme", "leaf", "quote"])
    return theme_shares(frame, REPORTS, source=SOURCE)


def completeness() -> Chart:
    states = ["section", "unheaded", "embedded", "missing"]
    parts = ["measures", "first_responsible", "problems", "plans"]
    rows = [(f"r{i}", part, states[(i * n) % 4]) for i in range(5) for n, part in enumerate(parts)]
    frame = pd.DataFrame(rows, columns=["report_id", "part", "state"])
    return completeness_grid(frame, REPORTS, source=SOURCE)


def panels() -> Chart:
    years = [
        REPORTS.assign(report_id=REPORTS["report_id"] + str(y), year=y) for y in range(2021, 2025)
    ]
    reports = pd.concat(years, ignore_index=True).drop(index=[7, 13]).head(20)
    rows = [
        (row["report_id"], 5.0 + n % 7, "at_least" if n % 5 == 0 else "exact")
        for n, row in enumerate(reports.to_dict("records"))
        if n % 6 != 3
    ]
    frame = pd.DataFrame(rows, columns=["report_id", "value", "bound"])
    frame = frame.assign(code="learn_sessions", unit="次", lower=frame["value"])
    frame["upper"] = frame["value"].where(frame["bound"].eq("exact"))
    return panel_lines(frame, "learn_sessions", reports, source=SOURCE)


DRAWN: dict[str, Callable[[], Chart]] = {
    "bars": bars,
    "themes": themes,
    "completeness": completeness,
    "panels": panels,
}


def picture(draw: Callable[[], Chart]) -> Image.Image:
    stream = io.BytesIO()
    draw().savefig(stream, format="png", dpi=80)
    return Image.open(stream).convert("L")


def lightness(image: Image.Image) -> np.ndarray:
    """Half the size: hair lines that move by part of a pixel do not count."""
    return np.asarray(image.resize((image.width // 2, image.height // 2)), dtype=float)


def difference(now: Image.Image, before: Image.Image) -> float:
    return float(np.abs(lightness(now) - lightness(before)).mean())


@pytest.mark.parametrize("name", list(DRAWN))
def test_chart_looks_as_it_did(name: str) -> None:
    before = Image.open(FOLDER / f"{name}.png")
    now = picture(DRAWN[name])
    assert now.size == before.size
    assert difference(now, before) < TOLERANCE


def test_a_bar_that_is_missing_would_be_noticed() -> None:
    drawn = bars()
    drawn.axes[0].patches[0].remove()
    stream = io.BytesIO()
    drawn.savefig(stream, format="png", dpi=80)
    assert difference(Image.open(stream).convert("L"), Image.open(FOLDER / "bars.png")) > TOLERANCE


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for title, function in DRAWN.items():
        picture(function).save(FOLDER / f"{title}.png", optimize=True)
