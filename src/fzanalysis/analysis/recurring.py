"""Problems that a bureau admits again and again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fzanalysis.analysis.frames import INT, NUMBER, TEXT, frame, need
from fzanalysis.analysis.likeness import Likeness
from fzanalysis.analysis.panel import panel

_RECURRING = {
    "bureau": TEXT,
    "issuer": TEXT,
    "category": TEXT,
    "year": INT,
    "n_years": INT,
    "streak": INT,
    "wording": NUMBER,
    "report_id": TEXT,
    "item_id": TEXT,
    "quote": TEXT,
    "start": INT,
    "end": INT,
}


def recurring_problems(
    problems: pd.DataFrame, reports: pd.DataFrame, *, least: int = 2, engine: str = "jieba"
) -> pd.DataFrame:
    """Problems of one category that a bureau admits in more than one year.

    Args:
        problems: table ``problems``: report_id, item_id, category, text, quote, start, end; the
            main category alone counts, problems without one are left out.
        reports: table ``reports``.
        least: years in which a category must occur.
        engine: see ``tokenize``.

    Returns:
        One row a problem: bureau, issuer, category, year, n_years (years that have the category),
        streak (years in a row up to this one), wording (share of this problem's wording that the
        bureau's last problem of the category had, 1 is copied; missing for the first), and the
        quote with its place. Bureaus with most years first.
    """
    columns = ["report_id", "item_id", "category", "text", "quote", "start", "end"]
    need(problems, columns, "problems")
    rows = problems.dropna(subset=["category"]).merge(panel(reports), on="report_id")
    keys = ["bureau", "category"]
    rows["n_years"] = rows.groupby(keys)["year"].transform("nunique")
    rows = rows[rows["n_years"] >= least].sort_values([*keys, "year", "start"])
    rows = rows.reset_index(drop=True)
    like = Likeness(list(rows["text"].fillna("")), engine=engine)
    wording, streaks = [], []
    for _, group in rows.groupby(keys, sort=False):
        years = set(group["year"])
        last: list[int] = []
        for _, same_year in group.groupby("year"):
            here = same_year.index.to_numpy()
            wording += [like.share(i, np.array(last)).max() if last else np.nan for i in here]
            year = int(same_year["year"].iloc[0])
            run = next(n for n in range(1, len(years) + 2) if year - n not in years)
            streaks += [run] * len(here)
            last = list(here)
    rows = rows.assign(wording=np.array(wording, float), streak=streaks)
    rows = rows.sort_values(["n_years", *keys, "year", "start"], ascending=[False] + [True] * 4)
    return frame(rows, _RECURRING)
