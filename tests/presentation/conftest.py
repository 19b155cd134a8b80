"""Fixtures of the tests of the presentation floor."""

from __future__ import annotations

import pandas as pd
import pytest
from fictional_tables import small_tables


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    """Three reports: one full, one with a stated zero, one that says little."""
    return small_tables()
