"""Corpora that ship, and generated measures whose theme is known."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from analysis_corpora import planted_measures

from shipped_corpora import Tables, built


@pytest.fixture(scope="session")
def planted() -> Callable[..., pd.DataFrame]:
    """Maker of measures whose theme is known."""
    return planted_measures


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Tables of the five shipped reports."""
    return built("five", tmp_path_factory.mktemp("five"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Tables of the fictional reports."""
    return built("demo", tmp_path_factory.mktemp("demo"))
