"""Topics of the measures: found by the words, named by the words, shown with quotes.

The 15 official themes are given; topics are what the points of *this* corpus fall into. The two
are laid across each other by :func:`themes_against_topics`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fzanalysis.analysis.frames import FLAG, INT, NUMBER, TEXT, frame, need
from fzanalysis.analysis.tokens import tokenize
from fzanalysis.analysis.topic_labels import label_of, relabel
from fzanalysis.analysis.topic_models import (
    METHODS,
    Model,
    Vectors,
    choose,
    fit,
    plane,
    stability,
    topic_stability,
    vectorise,
)
from fzanalysis.analysis.topic_trust import SHAKY
from fzanalysis.errors import UsageError

UNASSIGNED = "未归入"
#: NMF ends in the nearest hollow of its error; the deepest of five is taken.
STARTS = 5
_POINTS = {
    "report_id": TEXT,
    "measure_id": TEXT,
    "topic": INT,
    "label": TEXT,
    "fit": NUMBER,
    "chars": INT,
    "theme": TEXT,
    "x": NUMBER,
    "y": NUMBER,
    "quote": TEXT,
    "start": INT,
    "end": INT,
}
_TOPICS = {
    "topic": INT,
    "label": TEXT,
    "auto_label": TEXT,
    "terms": TEXT,
    "n_points": INT,
    "n_reports": INT,
    "chars": INT,
    "share": NUMBER,
    "stability": NUMBER,
}
_CURVE = {"k": INT, "stability": NUMBER, "error": NUMBER, "chosen": FLAG}
_QUOTES = {"topic": INT, "label": TEXT, "rank": INT, **_POINTS}


@dataclass(frozen=True)
class Topics:
    """What was found; frames whose columns are always the same.

    Attributes:
        points: one row a leaf measure: report_id, measure_id, topic (1 is the largest; 0 is
            unassigned), label, fit (cosine with the topic, 0–1), chars, theme, x and y (a place on
            a map where near is alike; no unit), quote, start, end.
        topics: one row a topic, largest first: topic, label, auto_label, terms (ten, by class
            TF-IDF), n_points, n_reports, chars, share (of the characters of all points), stability
            (how much of it comes back when other points are drawn, 0–1, see
            :mod:`topic_trust`: below 0.6 not to be trusted; missing without resamples).
        curve: stability by number of topics: k, stability, error, chosen; no row where the number
            was given by the user.
    """

    points: pd.DataFrame
    topics: pd.DataFrame
    curve: pd.DataFrame

    def __repr__(self) -> str:
        shaky = self.topics["stability"].lt(SHAKY)
        names = self.topics["label"] + np.where(shaky, " (unstable)", "")
        return f"Topics({len(self.topics)} topics of {len(self.points)} points: {'; '.join(names)})"


def find_topics(
    measures: pd.DataFrame,
    *,
    method: str = "nmf",
    k: int | None = None,
    candidates: Sequence[int] | None = None,
    seed: int = 0,
    resamples: int = 10,
    min_fit: float = 0.12,
    labels: Mapping[int | str, str] | pd.DataFrame | None = None,
    engine: str = "jieba",
) -> Topics:
    """Find topics among the leaf measures (points, and paragraphs without points).

    TF-IDF of heading and text, then NMF or k-means (:mod:`topic_models` gives the formulas). A
    point goes to the topic with the largest cosine; one whose cosine is below ``min_fit`` is
    unassigned (topic 0, 未归入): it says something that the topics do not.

    Args:
        measures: table ``measures`` (report_id, measure_id, heading, text, leaf, theme, quote,
            start, end). Not changed. The order of its rows does not matter.
        method: ``nmf`` or ``kmeans``.
        k: number of topics; None: the fewest that are as stable as the most stable, see
            ``stability`` and ``choose`` in :mod:`topic_models`.
        candidates: numbers tried when ``k`` is None; default 3 up to a fifth of the points, 20 at
            the most.
        seed: of every random choice; the same seed and measures give the same topics.
        resamples: pairs of resamples for each number tried, and resamples for the stability of
            each topic; with 0 and a ``k``, none.
        min_fit: cosine from which a point belongs to a topic, 0–1.
        labels: names that a person gave, see :func:`relabel`.
        engine: see ``tokenize``.

    Raises:
        UsageError: unknown method; ``k`` or a candidate below 2; a label that matches no topic.

    >>> words = ["旁听庭审 学法考试 法治讲座", "执法检查 行政处罚 案卷评查"]
    >>> measures = pd.DataFrame({"report_id": ["a", "b"] * 6, "text": words[:1] * 6 + words[1:] * 6,
    ...     "measure_id": [f"m{i}" for i in range(12)], "heading": "", "leaf": True, "theme": None,
    ...     "quote": "", "start": 0, "end": 5})
    >>> find_topics(measures, k=2).topics[["n_points", "n_reports"]].values.tolist()
    [[6, 2], [6, 2]]
    """
    need(
        measures,
        ["report_id", "measure_id", "heading", "text", "leaf", "theme", "quote", "start", "end"],
        "measures",
    )
    wanted = [k] if k is not None else list(candidates or [])
    if method not in METHODS:
        raise UsageError(f"unknown method {method!r}", hint=" or ".join(METHODS))
    if any(number < 2 for number in wanted):
        raise UsageError(f"asked for {min(wanted)} topics", hint="two or more")
    points = _points(measures)
    words = (points["heading"] + "。" + points["text"]).map(lambda t: tokenize(t, engine=engine))
    vectors = vectorise(list(words), list(points["report_id"]))
    known = int((vectors.tfidf.getnnz(axis=1) > 0).sum())
    if min(known, vectors.tfidf.shape[1]) < 2:
        nothing = np.zeros(len(points), dtype=int)
        flat = points.assign(x=0.0, y=0.0)
        return _result(flat, nothing, np.zeros(len(points)), vectors, [], None)
    curve: list[tuple[int, float, float]] = []
    if k is None:
        tried = sorted(set(candidates or ())) or range(3, max(4, min(20, known // 5) + 1))
        curve = stability(vectors.tfidf, list(tried), method, seed, resamples)
        k = choose(curve)
    model = fit(vectors.tfidf, k, method, seed, STARTS)
    topic, near = _assign(model, vectors, min_fit)
    points[["x", "y"]] = plane(model.near(vectors.tfidf))
    found = _result(points, topic, near, vectors, curve, k)
    steady = topic_stability(vectors.tfidf, topic, (k, method, seed), resamples, min_fit)
    found.topics["stability"] = found.topics["topic"].map(steady).astype(NUMBER)
    return found if labels is None else relabel_topics(found, labels)


def relabel_topics(found: Topics, labels: Mapping[int | str, str] | pd.DataFrame) -> Topics:
    """The same topics under the names that a person gave them.

    Args:
        found: of :func:`find_topics`.
        labels: topic number or automatic label → name; or a frame with the columns of
            ``topic_labels.csv``: auto_label, label. The automatic label is the guard: a name whose
            topic is no longer there is an error, never put on another topic.

    Raises:
        UsageError: names that match no topic, all at once, with the labels that there are.
    """
    topics = relabel(found.topics, labels)
    names = dict(zip(topics["topic"], topics["label"], strict=True)) | {0: UNASSIGNED}
    points = found.points.assign(label=found.points["topic"].map(names))
    return Topics(frame(points, _POINTS), frame(topics, _TOPICS), found.curve)


def topic_table(
    found: Topics, reports: pd.DataFrame, *, by: str = "issuer", measure: str = "share"
) -> pd.DataFrame:
    """Topic × bureau, or × year, or × any column of ``reports``.

    Args:
        found: of :func:`find_topics`.
        reports: table ``reports``: report_id and the column ``by``. Reports without a value there
            are left out.
        by: ``issuer``, ``year``, ``region``, ``report_id`` …
        measure: ``share`` (of the characters of the group's points; a row adds up to 1),
            ``chars`` or ``points``.

    Returns:
        Frame with a row a group (index), a column a topic (its label, largest topic first), the
        last column 未归入. No rows where there are no points.

    Raises:
        UsageError: unknown measure, or a column that ``reports`` lacks.
    """
    if measure not in ("share", "chars", "points"):
        raise UsageError(f"unknown measure {measure!r}", hint="share, chars or points")
    need(reports, ["report_id", by], "reports")
    labels = [*found.topics["label"], UNASSIGNED]
    groups = reports[list(dict.fromkeys(["report_id", by]))].drop_duplicates("report_id")
    rows = found.points.merge(groups, on="report_id")
    values = rows["chars"] if measure != "points" else pd.Series(1, index=rows.index)
    table = (
        rows.assign(value=values.astype(float))
        .pivot_table(index=by, columns="label", values="value", aggfunc="sum", fill_value=0.0)
        .reindex(columns=labels, fill_value=0.0)
        .rename_axis(columns=None)
    )
    if measure == "share":
        totals = table.sum(axis=1)
        return table.div(totals.where(totals > 0), axis=0)
    return table.astype(float).round().astype("int64")


def themes_against_topics(found: Topics) -> pd.DataFrame:
    """Number of points by topic (rows, with 未归入) and official theme (columns, 未归类 for none).

    >>> empty = Topics(frame([], _POINTS), frame([], _TOPICS), frame([], _CURVE))
    >>> themes_against_topics(empty).shape
    (1, 0)
    """
    theme = found.points["theme"].fillna("未归类")
    table = pd.crosstab(found.points["label"], theme)
    labels = [*found.topics["label"], UNASSIGNED]
    return table.reindex(labels, fill_value=0).rename_axis(index="label", columns=None)


def topic_quotes(found: Topics, *, each: int = 3) -> pd.DataFrame:
    """The points that show a topic best: highest fit, at first one a report.

    Returns:
        Columns topic, label, rank (1 is best) and those of ``points``; ``each`` rows a topic, fewer
        if it has fewer; the unassigned are left out.
    """
    points = found.points[found.points["topic"] > 0]
    ranked = points.sort_values(
        ["topic", "fit", "report_id", "measure_id"], ascending=[True, False, True, True]
    )
    again = ranked.groupby(["topic", "report_id"]).cumcount()
    ranked = ranked.assign(again=again).sort_values(["topic", "again"], kind="stable")
    ranked["rank"] = ranked.groupby("topic").cumcount() + 1
    return frame(ranked[ranked["rank"] <= each], _QUOTES)


def _points(measures: pd.DataFrame) -> pd.DataFrame:
    leaves = measures[measures["leaf"].astype(bool)]
    # Sorted, so that the order of files in a folder changes nothing.
    leaves = leaves.sort_values(["report_id", "start", "measure_id"], kind="stable").reset_index(
        drop=True
    )
    text = {name: leaves[name].fillna("").astype(str) for name in ("heading", "text")}
    return leaves.assign(**text, chars=text["heading"].str.len() + text["text"].str.len())


def _assign(model: Model, vectors: Vectors, min_fit: float) -> tuple[np.ndarray, np.ndarray]:
    """Topic numbers by size: 1 is the largest, 0 unassigned."""
    nearest, near = model.assign(vectors.tfidf)
    fits = near >= max(min_fit, 1e-9)
    sizes = np.bincount(nearest[fits], minlength=len(model.directions))
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], tuple(-model.directions[i])))
    number = np.zeros(len(sizes), dtype=int)
    number[order] = np.arange(1, len(sizes) + 1)
    number[sizes == 0] = 0
    return np.where(fits, number[nearest], 0), near


def _result(
    points: pd.DataFrame,
    topic: np.ndarray,
    near: np.ndarray,
    vectors: Vectors,
    curve: Sequence[tuple[int, float, float]],
    k: int | None,
) -> Topics:
    labels, terms = label_of(vectors, topic)
    rows = points.assign(
        topic=topic, fit=near.clip(0, 1), label=[labels.get(t, UNASSIGNED) for t in topic]
    )
    total = max(int(points["chars"].sum()), 1)
    table = []
    for number, name in labels.items():
        members = rows[rows["topic"] == number]
        chars = int(members["chars"].sum())
        counts = len(members), members["report_id"].nunique(), chars, chars / total
        table.append((number, name, name, "、".join(terms[number]), *counts, np.nan))
    chosen = [(*row, row[0] == k) for row in curve]
    return Topics(frame(rows, _POINTS), frame(table, _TOPICS), frame(chosen, _CURVE))
