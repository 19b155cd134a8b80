"""Keyness: the words that set one group of texts apart from another."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from scipy.stats import chi2 as chi2_distribution

from fzanalysis.analysis.frames import INT, NUMBER, TEXT, frame
from fzanalysis.analysis.tokens import tokenize
from fzanalysis.errors import UsageError

PER = 10_000
KEYNESS = {
    "term": TEXT,
    "n_target": INT,
    "n_reference": INT,
    "per_10k_target": NUMBER,
    "per_10k_reference": NUMBER,
    "log_odds": NUMBER,
    "z": NUMBER,
    "g2": NUMBER,
    "g2_p": NUMBER,
    "chi2": NUMBER,
    "chi2_p": NUMBER,
}


def keyness(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    text: str = "text",
    min_n: int = 2,
    prior: float | None = None,
    engine: str = "jieba",
) -> pd.DataFrame:
    """Which words set one group of texts apart from another.

    Args:
        target, reference: two groups, for instance two bureaus or two years; one text a row.
        text: the column of text.
        min_n: words with fewer occurrences in both together are left out of the result (they count
            in the totals all the same).
        prior, engine: see :func:`keyness_of_counts` and :func:`tokenize`.

    Returns:
        As :func:`keyness_of_counts`.

    >>> a = pd.DataFrame({"text": ["普法宣传 普法宣传 普法宣传 执法检查"]})
    >>> b = pd.DataFrame({"text": ["执法检查 执法检查 执法检查 普法宣传"]})
    >>> keyness(a, b)[["term", "n_target", "n_reference"]].values.tolist()
    [['普法宣传', 3, 1], ['执法检查', 1, 3]]
    """
    counts = [
        pd.Series(words_of(group, text, engine), dtype="int64") for group in (target, reference)
    ]
    return keyness_of_counts(*counts, min_n=min_n, prior=prior)


def keyness_of_counts(
    target: pd.Series, reference: pd.Series, *, min_n: int = 1, prior: float | None = None
) -> pd.DataFrame:
    """Keyness of words from their counts in two groups.

    With y and n the count of a word and of all words of a group, and p the share of the word in
    both groups together:

    * log_odds = ln((y₁+α)/(n₁+α₀−y₁−α)) − ln((y₂+α)/(n₂+α₀−y₂−α)) with α = α₀·p, and
      z = log_odds / √(Σᵢ 1/(yᵢ+α) + 1/(nᵢ+α₀−yᵢ−α)): the log-odds ratio with an informative
      Dirichlet prior (Monroe, Colaresi, Quinn 2008, "Fightin' Words"). |z| > 1.96 is more than
      chance on the five per cent level, a word at a time.
    * g2 = 2 Σ O ln(O/E) and chi2 = Σ (O−E)²/E over the four cells of word × group (Dunning 1993;
      no continuity correction), with the sign of y₁/n₁ − y₂/n₂; p from χ² with one degree.

    Args:
        target, reference: counts by word.
        min_n: words with fewer occurrences in both together are left out.
        prior: α₀, the weight of the prior in words; default: a tenth of the smaller group. Larger
            draws rare words nearer to no difference.

    Returns:
        Columns term, n_target, n_reference, per_10k_target, per_10k_reference, log_odds, z, g2,
        g2_p, chi2, chi2_p; words of the target first (z descending), ties by term. No row if
        either group has no words.

    Raises:
        UsageError: the prior is not positive.

    >>> rows = keyness_of_counts(pd.Series({"普法": 30, "执法": 70}), pd.Series({"执法": 100}))
    >>> rows[["term", "z", "chi2"]].round(2).values.tolist()
    [['普法', 3.97, 35.29], ['执法', -3.97, -35.29]]
    """
    # A count by term, as ``frequencies`` gives it, has an index of that name.
    target, reference = target.rename_axis(None), reference.rename_axis(None)
    totals = float(target.sum()), float(reference.sum())
    if min(totals) == 0:
        return frame([], KEYNESS)
    weight = min(totals) / 10 if prior is None else prior
    if weight <= 0:
        raise UsageError(f"the prior is {weight}", hint="a positive number of words")
    table = pd.DataFrame({"n_target": target, "n_reference": reference}).fillna(0)
    a, b = (table[name].to_numpy(float) for name in ("n_target", "n_reference"))
    log_odds, z = _log_odds(a, b, totals, weight)
    g2, chi2 = two_by_two(a, b, totals)
    sign = np.sign(a / totals[0] - b / totals[1])
    table = table.assign(
        term=table.index,
        per_10k_target=a / totals[0] * PER,
        per_10k_reference=b / totals[1] * PER,
        log_odds=log_odds,
        z=z,
        g2=sign * g2,
        g2_p=chi2_distribution.sf(g2, 1),
        chi2=sign * chi2,
        chi2_p=chi2_distribution.sf(chi2, 1),
    )[a + b >= min_n]
    ordered = table.sort_values(["z", "term"], ascending=[False, True])
    return frame(ordered, KEYNESS)


def words_of(group: pd.DataFrame, text: str, engine: str) -> Counter[str]:
    """Counts of the words of a group of texts, ``text`` being the column that holds them."""
    return Counter(w for t in group[text].dropna() for w in tokenize(t, engine=engine))


def _log_odds(
    a: np.ndarray, b: np.ndarray, totals: tuple[float, float], weight: float
) -> tuple[np.ndarray, np.ndarray]:
    alpha = weight * (a + b) / sum(totals)
    # A word that is the whole of both groups has no odds: nothing else could have been said.
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [
            np.log((y + alpha) / (n + weight - y - alpha))
            for y, n in zip((a, b), totals, strict=True)
        ]
        difference = np.nan_to_num(odds[0] - odds[1], nan=0.0)
        variance = sum(
            1 / (y + alpha) + 1 / (n + weight - y - alpha)
            for y, n in zip((a, b), totals, strict=True)
        )
        return difference, np.nan_to_num(difference / np.sqrt(variance), nan=0.0)


def two_by_two(
    a: np.ndarray, b: np.ndarray, totals: tuple[np.ndarray | float, np.ndarray | float]
) -> tuple[np.ndarray, np.ndarray]:
    """G² and χ² of the table [[a, n₁−a], [b, n₂−b]], element by element."""
    whole = totals[0] + totals[1]
    g2, chi2 = np.zeros_like(a), np.zeros_like(a)
    for count, n in zip((a, b), totals, strict=True):
        for observed, share in ((count, (a + b) / whole), (n - count, 1 - (a + b) / whole)):
            expected = n * share
            with np.errstate(divide="ignore", invalid="ignore"):
                g2 += np.where(observed > 0, 2 * observed * np.log(observed / expected), 0.0)
                chi2 += np.where(expected > 0, (observed - expected) ** 2 / expected, 0.0)
    return np.maximum(g2, 0.0), chi2
