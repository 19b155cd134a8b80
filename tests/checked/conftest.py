"""The two corpora that ship, built once for all places that are checked."""

from __future__ import annotations

import pytest
from readings import Both

from shipped_corpora import built


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Tables of the fictional reports and of the five."""
    out = tmp_path_factory.mktemp("shipped")
    return Both(built("demo", out / "demo"), built("five", out / "five"))
