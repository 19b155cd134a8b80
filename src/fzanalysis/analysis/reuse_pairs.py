"""How much any two reports share, from the passages that were found."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fzanalysis.analysis.fingerprints import letters
from fzanalysis.analysis.frames import NUMBER, TEXT, frame, need
from fzanalysis.analysis.reuse import Reuse

_PAIRS = {"report_a": TEXT, "report_b": TEXT, "share": NUMBER}


def reuse_pairs(found: Reuse, texts: pd.DataFrame) -> pd.DataFrame:
    """How much of each report also stands in each other one.

    Counted as in ``found.shares``: compared characters (no punctuation, a number is one), each once
    however many passages lie on it, the genre's wording left out. The share of a report that copies
    from one other report alone is its own_share or others_share there.

    Args:
        found: of :func:`fzanalysis.analysis.reuse.find_reuse`. Not changed.
        texts: table ``texts``: report_id, text; those that were compared.

    Returns:
        report_a, report_b, share (0–1, of the compared characters of report_a); a row a direction
        of each pair that shares anything, in the order of the ids.

    >>> from fzanalysis.analysis.reuse import find_reuse
    >>> same = "围绕宪法民法典行政处罚法等法律法规组织全体干部职工开展集中学习和交流研讨活动"
    >>> texts = pd.DataFrame({"report_id": ["a", "b"], "text": [same * 2, f"{same}。"]})
    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", "乙局"],
    ...     "region": "甲县", "year": 2023})
    >>> reuse_pairs(find_reuse(texts, reports, min_chars=30), texts).values.tolist()
    [['a', 'b', 0.5], ['b', 'a', 1.0]]
    """
    need(texts, ["report_id", "text"], "texts")
    passages = found.passages
    wanted = set(passages["report_a"]) | set(passages["report_b"])
    bodies = texts[texts["report_id"].isin(wanted)].drop_duplicates("report_id")
    places = {
        str(key): letters(text).places
        for key, text in zip(bodies["report_id"], bodies["text"], strict=True)
    }
    own = {key: ~_inside(rows, where) for key, rows, where in _genre(found, places)}
    rows = []
    for ids, shared in passages.groupby(["report_a", "report_b"], sort=True):
        one, other = map(str, ids)
        for a, b, side in ((one, other, "a"), (other, one, "b")):
            spans = shared[[f"start_{side}", f"end_{side}"]].set_axis(["start", "end"], axis=1)
            copied = _inside(spans, places[a]) & own[a]
            rows.append((a, b, float(copied.mean()) if len(copied) else 0.0))
    rows.sort(key=lambda row: row[:2])
    return frame([row for row in rows if row[2] > 0], _PAIRS)


def _genre(
    found: Reuse, places: dict[str, np.ndarray]
) -> list[tuple[str, pd.DataFrame, np.ndarray]]:
    """For each report the stretches of the genre's wording."""
    of = found.boilerplate["report_id"]
    return [(key, found.boilerplate[of.eq(key)], where) for key, where in places.items()]


def _inside(spans: pd.DataFrame, places: np.ndarray) -> np.ndarray:
    """Which of the characters at some places of a text lie in any of the spans."""
    marks = np.zeros(len(places), bool)
    for start, end in spans[["start", "end"]].itertuples(index=False):
        first, last = np.searchsorted(places, [int(start), int(end)])
        marks[first:last] = True
    return marks
