"""When a topic may be trusted; apart from the models, which take a second to load."""

from __future__ import annotations

import pandas as pd

#: Below the first a topic is not to be trusted, from the second on it stands (Hennig 2007).
SHAKY, SOLID = 0.6, 0.75


def trust(stability: pd.Series) -> pd.Series:
    """``solid``, ``fair`` or ``shaky`` for the stability of each topic; missing stays missing.

    >>> trust(pd.Series([0.9, 0.75, 0.7, 0.59])).tolist()
    ['solid', 'solid', 'fair', 'shaky']
    """
    words = pd.Series("fair", index=stability.index).mask(stability >= SOLID, "solid")
    return words.mask(stability < SHAKY, "shaky").where(stability.notna())
