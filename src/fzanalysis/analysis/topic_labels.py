"""Names of topics: by class TF-IDF, or as a person wrote them in ``topic_labels.csv``."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fzanalysis.analysis.frames import need
from fzanalysis.analysis.topic_models import Vectors
from fzanalysis.errors import UsageError

JOIN = "·"
#: Beyond so many terms of a topic, nothing describes it any more.
_LOOK_AT = 30
#: Weight of a term that stands in one point of a topic only: behind all the others.
_ONCE = 1e-4


def class_tfidf(vectors: Vectors, topic: np.ndarray) -> np.ndarray:
    """Weight of every term in every topic from 1 up: tf · ln(1 + A/f).

    tf is the share of the term among the words of the topic, f its count in all topics, A the mean
    number of words a topic (class TF-IDF, Grootendorst 2022). Terms that stand
    in one point of the topic only come after all others: what is said once does not name a topic.

    Returns:
        Array topics × terms; row 0 belongs to topic 1.

    >>> from scipy.sparse import csr_matrix
    >>> counts = csr_matrix(np.array([[2.0, 0.0], [2.0, 0.0], [0.0, 4.0], [0.0, 4.0]]))
    >>> vectors = Vectors(counts, counts, np.array(["学法", "执法"]))
    >>> class_tfidf(vectors, np.array([1, 1, 2, 2])).round(3).tolist()
    [[0.916, 0.0], [0.0, 0.56]]
    """
    numbers = range(1, int(topic.max(initial=0)) + 1)
    counts = vectors.counts
    members = [counts[np.flatnonzero(topic == n)] for n in numbers]
    sums = np.vstack([np.asarray(m.sum(axis=0)).ravel() for m in members])
    words = np.maximum(sums.sum(axis=1, keepdims=True), 1.0)
    overall = np.maximum(sums.sum(axis=0), 1.0)
    weight = sums / words * np.log1p(words.mean() / overall)
    for row, own in enumerate(members):
        in_points = np.asarray((own > 0).sum(axis=0)).ravel()
        weight[row, in_points < min(2, own.shape[0])] *= _ONCE
    return weight


def label_of(vectors: Vectors, topic: np.ndarray) -> tuple[dict[int, str], dict[int, list[str]]]:
    """A label of two or three terms and ten terms for each topic.

    Terms come by falling weight; one that holds another or is held by it (普法, 普法宣传) or shares
    more than half of its characters with it is passed over. No two topics get the same label.

    Returns:
        Labels and terms by topic number; topics without members are not in it.
    """
    if not topic.any():
        return {}, {}
    weight = class_tfidf(vectors, topic)
    labels: dict[int, str] = {}
    terms: dict[int, list[str]] = {}
    for number in np.unique(topic[topic > 0]):
        row = weight[number - 1]
        order = sorted(np.flatnonzero(row), key=lambda i: (-row[i], vectors.terms[i]))[:_LOOK_AT]
        ranked = [str(vectors.terms[i]) for i in order]
        terms[int(number)] = ranked[:10]
        labels[int(number)] = _free(_distinct(ranked), set(labels.values()), int(number))
    return labels, terms


def _distinct(ranked: list[str]) -> list[str]:
    kept: list[str] = []
    for term in ranked:
        bare = term.strip("《》")
        if len(bare) <= 14 and not any(_alike(bare, other.strip("《》")) for other in kept):
            kept.append(term)
    return kept


def _alike(a: str, b: str) -> bool:
    shared = len(set(a) & set(b))
    return a in b or b in a or shared * 2 > min(len(set(a)), len(set(b)))


def _free(terms: list[str], taken: set[str], number: int) -> str:
    """Three terms, or the first three that no other topic has; the number where words run out."""
    for last in terms[2:] or [""]:
        label = JOIN.join([*terms[:2], last] if last else terms[:2])
        if label and label not in taken:
            return label
    return f"主题{number}"


def relabel(topics: pd.DataFrame, labels: Mapping[int | str, str] | pd.DataFrame) -> pd.DataFrame:
    """The frame of topics with a person's names; see ``relabel_topics``.

    >>> topics = pd.DataFrame({"topic": [1], "auto_label": ["学法·考试"], "label": ["学法·考试"]})
    >>> relabel(topics, {"学法·考试": "学法用法"})["label"].tolist()
    ['学法用法']
    >>> relabel(topics, {2: "普法"})
    Traceback (most recent call last):
    fzanalysis.errors.UsageError: no topic is called 2 (there are 1 学法·考试)
    """
    if isinstance(labels, pd.DataFrame):
        need(labels, ["auto_label", "label"], "topic_labels.csv")
        given = labels.dropna(subset=["auto_label", "label"])
        labels = dict(zip(given["auto_label"], given["label"], strict=True))
    unknown = set(labels) - set(topics["topic"]) - set(topics["auto_label"])
    if unknown:
        there = "; ".join(
            f"{n} {a}" for n, a in zip(topics["topic"], topics["auto_label"], strict=True)
        )
        raise UsageError(
            f"no topic is called {', '.join(sorted(map(str, unknown)))}", hint=f"there are {there}"
        )
    names = [
        labels.get(number, labels.get(auto, auto))
        for number, auto in zip(topics["topic"], topics["auto_label"], strict=True)
    ]
    repeated = sorted({n for n in names if names.count(n) > 1})
    if repeated:
        raise UsageError(f"two topics are called {repeated[0]}", hint="give each a name of its own")
    return topics.assign(label=names)
