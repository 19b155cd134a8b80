"""Generated measures whose theme is known."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from analysis_corpora import planted_measures


@pytest.fixture(scope="session")
def planted() -> Callable[..., pd.DataFrame]:
    """Maker of measures whose theme is known."""
    return planted_measures
