"""The machinery under ``topics``: vectors, two models, how stable a number of topics is.

All of it is seeded; the same points in the same order give the same result.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

METHODS = ("nmf", "kmeans")
#: Models are fitted on at most so many points, drawn by the seed; every point is then assigned.
FIT_ON = 10_000
#: A resample of the stability test holds a share of the points, at most so many.
SHARE, AT_MOST = 0.8, 2_000


class Vectors(NamedTuple):
    """Points as rows; ``tfidf`` has length 1, or 0 where no word is known; ``terms`` = columns."""

    tfidf: csr_matrix
    counts: csr_matrix
    terms: np.ndarray


class Model(NamedTuple):
    """A topic a row, a direction in the space of terms, each of length 1."""

    directions: np.ndarray

    def near(self, tfidf: csr_matrix) -> np.ndarray:
        """Cosine of each point (row) with each topic (column)."""
        return np.asarray(tfidf @ self.directions.T)

    def assign(self, tfidf: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        """The nearest topic of each point and the cosine between them."""
        near = self.near(tfidf)
        return near.argmax(axis=1), near.max(axis=1)


def vectorise(tokens: Sequence[list[str]], reports: Sequence[str]) -> Vectors:
    """TF-IDF with 1 + ln(tf), smoothed idf and length 1.

    A word counts only if it stands in two points, and, where there are two reports, in two of
    them: what a single bureau says would otherwise make a topic of the bureau.

    >>> found = vectorise([["普法", "甲县"], ["普法", "执法"], ["执法"]], ["a", "b", "b"])
    >>> list(found.terms), found.tfidf.shape
    (['普法'], (3, 1))
    """
    counter = CountVectorizer(analyzer=lambda words: words, dtype=np.float64)
    if not any(tokens):
        nothing = csr_matrix((len(tokens), 0))
        return Vectors(nothing, nothing, np.array([], dtype=object))
    counts = counter.fit_transform(tokens)
    present = counts > 0
    in_points = np.asarray(present.sum(axis=0)).ravel()
    _, owner = np.unique(np.asarray(reports, dtype=object).astype(str), return_inverse=True)
    shape = (owner.max() + 1, len(owner))
    by_report = csr_matrix((np.ones(len(owner)), (owner, np.arange(len(owner)))), shape) @ present
    in_reports = np.asarray((by_report > 0).sum(axis=0)).ravel()
    kept = (in_points >= min(2, len(tokens))) & (in_reports >= min(2, shape[0]))
    counts = counts[:, kept]
    tfidf = TfidfTransformer(sublinear_tf=True).fit_transform(counts) if kept.any() else counts
    return Vectors(tfidf, counts, counter.get_feature_names_out()[kept])


def fit(tfidf: csr_matrix, k: int, method: str, seed: int, starts: int = 1) -> Model:
    """Fit ``k`` topics.

    ``nmf``: non-negative factors X ≈ WH under the Frobenius norm (Lee and Seung 2001), started from
    the singular vectors (NNDSVD with the mean for zeros), then from ``starts`` - 1 random points,
    the one with the smallest error kept; a topic is a row of H.
    ``kmeans``: Lloyd's algorithm, best of five starts, on the first singular vectors scaled to
    length 1 (latent semantic analysis); a topic is the mean of its members.

    >>> points = csr_matrix(np.eye(4)[[0, 0, 1, 1, 2, 2]])
    >>> fit(points, 3, "nmf", 0).assign(points)[0].tolist() in ([0, 0, 1, 1, 2, 2],
    ...     [0, 0, 2, 2, 1, 1], [1, 1, 0, 0, 2, 2], [1, 1, 2, 2, 0, 0], [2, 2, 0, 0, 1, 1],
    ...     [2, 2, 1, 1, 0, 0])
    True
    """
    known = tfidf[np.flatnonzero(tfidf.getnnz(axis=1))]
    if known.shape[0] > FIT_ON:
        chosen = np.random.default_rng(seed).choice(known.shape[0], FIT_ON, replace=False)
        known = known[np.sort(chosen)]
    k = min(k, *known.shape)
    # One thread: sums come in one order on every machine, and small models are faster so.
    with threadpool_limits(1):
        if method == "nmf":
            directions = _nmf(known, k, seed, starts)
        else:
            members = _kmeans(known, k, seed)
            directions = np.vstack([known[members == i].mean(axis=0).A1 for i in range(k)])
    directions = directions[directions.any(axis=1)]
    return Model(normalize(directions))


def _nmf(known: csr_matrix, k: int, seed: int, starts: int) -> np.ndarray:
    runs = []
    for start in range(starts):
        how = {"init": "random" if start else "nndsvda", "random_state": seed + start}
        with warnings.catch_warnings():
            # The best of a few starts is kept; that one of them is not at rest yet does not matter.
            warnings.simplefilter("ignore", ConvergenceWarning)
            runs.append(NMF(k, **how, max_iter=200, tol=1e-3).fit(known))
    # min() takes the first of equals: the same run every time.
    return min(runs, key=lambda run: float(run.reconstruction_err_)).components_


def _kmeans(known: csr_matrix, k: int, seed: int) -> np.ndarray:
    width = min(max(2 * k, 50), min(known.shape) - 1)
    space: Any = known
    if width >= 2:
        space = normalize(TruncatedSVD(width, random_state=seed).fit_transform(known))
    return KMeans(k, n_init=5, random_state=seed).fit_predict(space)


def plane(near: np.ndarray) -> np.ndarray:
    """Points on a plane: the two principal components of their cosines with the topics.

    Points that resemble the same topics lie near each other; the axes have no meaning.

    >>> plane(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])).round(2).tolist()
    [[0.47, 0.0], [0.47, 0.0], [-0.94, 0.0]]
    """
    if not near.size:
        return np.zeros((len(near), 2))
    centred = near - near.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    first = axes[:, ::-1][:, :2]
    # An axis may point either way: its largest part points up, so that the map is always the same.
    largest = np.abs(first).round(9).argmax(axis=0)
    first = first * np.where(first[largest, range(first.shape[1])] < 0, -1.0, 1.0)
    flat = centred @ first
    return np.pad(flat, ((0, 0), (0, 2 - flat.shape[1]))).round(6) + 0.0


def stability(
    tfidf: csr_matrix, candidates: Sequence[int], method: str, seed: int, resamples: int
) -> list[tuple[int, float, float]]:
    """How far two models of different resamples agree, for each number of topics.

    Each resample draws 80 per cent of the points without replacement; the models of resamples
    1 and 2, 3 and 4 … assign all points (at most 2,000, drawn by the seed), and their agreement is
    the adjusted Rand index (Hubert and Arabie 1985): 1 for the same partition, 0 for what chance
    gives. A number of topics is trusted when the data give the same topics again (Lange and
    others 2004; Greene and others 2014).

    Returns:
        Number of topics, mean and standard error of the agreement over ``resamples`` pairs.
    """
    rng = np.random.default_rng(seed)
    known = tfidf[np.flatnonzero(tfidf.getnnz(axis=1))]
    if known.shape[0] > AT_MOST:
        known = known[np.sort(rng.choice(known.shape[0], AT_MOST, replace=False))]
    size = max(2, round(known.shape[0] * SHARE))
    draws = [
        [np.sort(rng.choice(known.shape[0], size, replace=False)) for _ in range(2)]
        for _ in range(resamples)
    ]
    curve = []
    for k in candidates:
        scores = []
        for pair in draws:
            sides = [fit(known[rows], k, method, seed).assign(known)[0] for rows in pair]
            scores.append(adjusted_rand_score(*sides))
        error = float(np.std(scores, ddof=1) / np.sqrt(len(scores))) if len(scores) > 1 else 0.0
        curve.append((k, float(np.mean(scores)), error))
    return curve


def topic_stability(
    tfidf: csr_matrix, topic: np.ndarray, how: tuple[int, str, int], resamples: int, min_fit: float
) -> dict[int, float]:
    """How much of each topic comes back when other points are drawn: clusterwise stability.

    For each resample (80 per cent of the points that have words, at most 2,000) a model assigns all
    points; a topic is laid beside the one of that model with which it has most points in common,
    by the Jaccard index |A ∩ B| / |A ∪ B|, and the mean over the resamples is its stability (Hennig
    2007: below 0.6 a topic should not be trusted, from 0.75 on it stands).

    Args:
        topic: topic number of each point, 0 for none.
        how: number of topics, method, seed.

    Returns:
        Stability by topic number, 0–1.
    """
    k, method, seed = how
    rng = np.random.default_rng(seed + 1)
    known = np.flatnonzero(tfidf.getnnz(axis=1))
    size = min(max(2, round(len(known) * SHARE)), AT_MOST)
    numbers = [int(n) for n in np.unique(topic[topic > 0])]
    found: dict[int, list[float]] = {number: [] for number in numbers}
    for _ in range(resamples):
        rows = np.sort(rng.choice(known, size, replace=False))
        nearest, near = fit(tfidf[rows], k, method, seed).assign(tfidf)
        other = np.where(near >= max(min_fit, 1e-9), nearest + 1, 0)
        for number in numbers:
            found[number].append(closest(topic == number, other))
    return {number: float(np.mean(values)) for number, values in found.items() if values}


def closest(members: np.ndarray, other: np.ndarray) -> float:
    """The Jaccard index of some points with the topic of another model that is most like them.

    >>> closest(np.array([True, True, True, False]), np.array([1, 1, 2, 1])).__round__(2)
    0.5
    """
    sizes = np.bincount(other)
    shared = np.bincount(other[members], minlength=len(sizes))
    return float((shared / (sizes + members.sum() - shared))[1:].max(initial=0.0))


def choose(curve: Sequence[tuple[int, float, float]]) -> int:
    """The fewest topics whose stability is within one standard error of the best, or 0.01.

    The one-standard-error rule (Breiman and others 1984): of models that cannot be told apart, the
    simplest. Less than a hundredth of agreement is nothing, however often it is measured.

    >>> choose([(3, 0.70, 0.02), (4, 0.89, 0.02), (5, 0.90, 0.02), (6, 0.60, 0.02)])
    4
    """
    _, best, error = max(curve, key=lambda row: row[1])
    return min(k for k, mean, _ in curve if mean >= best - max(error, 0.01))
