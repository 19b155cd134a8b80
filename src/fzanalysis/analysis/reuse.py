"""Passages that reports share: with the same bureau's earlier years, and with other bureaus.

What stands in most reports is the genre's own wording and is told apart from copying. Texts are
compared without punctuation, space and the digits of numbers: a sentence whose figure was brought
up to date is the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fzanalysis.analysis.completeness import once
from fzanalysis.analysis.crew import Run, crew
from fzanalysis.analysis.fingerprints import GRAM, WINDOW, Letters
from fzanalysis.analysis.frames import INT, MAYBE, NUMBER, TEXT, frame, need
from fzanalysis.analysis.panel import bureau_keys
from fzanalysis.analysis.reuse_index import build_index, crowded, genre_runs, shared_prints
from fzanalysis.analysis.reuse_stretches import Stretch
from fzanalysis.analysis.reuse_tasks import TEXTS, passages, prepare, split
from fzanalysis.errors import UsageError

_PASSAGES = {
    "report_a": TEXT,
    "report_b": TEXT,
    "issuer_a": TEXT,
    "issuer_b": TEXT,
    "year_a": MAYBE,
    "year_b": MAYBE,
    "kind": TEXT,
    "chars": INT,
    "similarity": NUMBER,
    "n_bureaus": NUMBER,
    "start_a": INT,
    "end_a": INT,
    "quote_a": TEXT,
    "start_b": INT,
    "end_b": INT,
    "quote_b": TEXT,
}
_BOILERPLATE = {
    "report_id": TEXT,
    "chars": INT,
    "n_bureaus": NUMBER,
    "start": INT,
    "end": INT,
    "quote": TEXT,
}
_SHARES = {
    "report_id": TEXT,
    "issuer": TEXT,
    "year": MAYBE,
    "chars": INT,
    "own_share": NUMBER,
    "others_share": NUMBER,
    "recycled_share": NUMBER,
    "boilerplate_share": NUMBER,
    "longest": INT,
}
GenreRun = tuple[int, int, int, float]
SAME, ACROSS = "same_bureau", "across_bureaus"


@dataclass(frozen=True)
class Reuse:
    """What was found; frames whose columns are always the same.

    Attributes:
        passages: one row a shared passage, longest first: report_a (the earlier year; in one year
            the smaller id) and report_b, issuers, years, kind (same_bureau, across_bureaus), chars
            (compared characters of the longer side, the genre's wording not counted), similarity
            (share of them that agree in order, 0–1), n_bureaus (bureaus that have this wording,
            median over the passage), and both spans with their quotes: ``text[start:end] ==
            quote`` on either side.
        boilerplate: one row a stretch of the genre's wording in a report: report_id, chars,
            n_bureaus, start, end, quote.
        shares: one row a report: chars (compared), own_share (wording of the bureau's earlier
            years), others_share (of other bureaus' reports of the same or earlier years),
            recycled_share (either), boilerplate_share (never counted as recycled), longest (chars
            of its longest passage).
    """

    passages: pd.DataFrame
    boilerplate: pd.DataFrame
    shares: pd.DataFrame

    def __repr__(self) -> str:
        return f"Reuse({len(self.passages)} passages in {len(self.shares)} reports)"


def find_reuse(
    texts: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    min_chars: int = 40,
    min_similarity: float = 0.6,
    boilerplate: float = 0.5,
    workers: int | None = None,
    cluster: str | None = None,
) -> Reuse:
    """Find the passages that reports share, tolerant of small edits.

    Winnowed fingerprints of seven characters (:mod:`fingerprints`) are looked up in an index
    (:mod:`reuse_index`), runs of them on one diagonal joined across edits, and each passage cut
    where an edit is larger than what it would join (:mod:`reuse_stretches`). similarity =
    characters that agree / characters of the longer side. A fingerprint that more than
    ``boilerplate`` of all bureaus (and at least three) have is the genre's: it starts no passage.

    A wording that more than nine reports share is not listed for every two of them: each is paired
    with the next eight in the order of bureau and year, and n_bureaus says how common it is; the
    shares are complete all the same.

    Args:
        texts: table ``texts``: report_id, text.
        reports: table ``reports``: report_id, issuer, region, year; division_code and bureau_type
            if they are there. Duplicates are left out.
        min_chars: shortest passage, in compared characters (no punctuation, a number is one, the
            genre's wording not counted).
        min_similarity: least similarity, 0–1.
        boilerplate: share of bureaus from which on a wording is the genre's.
        workers: processes that share the work; None or 1: this one.
        cluster: address of a Dask scheduler whose workers share it, or ``local`` (docs/scale.md);
            the index is made here. The result is the same, whoever does the work.

    Raises:
        UsageError: ``min_chars`` is below what fingerprints can find, a share is not one, or the
            cluster cannot be used.

    >>> same = "围绕宪法民法典行政处罚法等法律法规组织全体干部职工开展集中学习和交流研讨活动"
    >>> texts = pd.DataFrame({"report_id": ["a", "b"],
    ...     "text": [f"今年{same}3次。", f"{same}9次！"]})
    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", "乙局"],
    ...     "region": "甲县", "year": 2023})
    >>> found = find_reuse(texts, reports, min_chars=30).passages
    >>> found[["start_a", "end_a", "start_b", "end_b", "similarity"]].values.tolist()
    [[2.0, 42.0, 0.0, 40.0, 1.0]]
    """
    if min_chars < GRAM + WINDOW:
        raise UsageError(f"min_chars is {min_chars}", hint=f"{GRAM + WINDOW} or more")
    if not (0 < min_similarity <= 1 and 0 < boilerplate <= 1):
        raise UsageError("similarity and boilerplate are shares", hint="above 0, at most 1")
    need(texts, ["report_id", "text"], "texts")
    rows = _ordered(reports, texts)
    if rows.empty:
        return Reuse(frame([], _PASSAGES), frame([], _BOILERPLATE), frame([], _SHARES))
    with crew(workers, cluster) as run:
        limits = (min_chars, min_similarity)
        spelled, runs, genre, found = _search(rows, run, boilerplate, limits)
    ids, bodies = rows["report_id"].tolist(), rows["text"].tolist()
    told_apart = [_genre_row(ids[r[0]], bodies[r[0]], spelled[r[0]], *r[1:]) for r in runs]
    return Reuse(
        frame(_passages(found, rows, spelled), _PASSAGES),
        frame(sorted(told_apart, key=lambda r: (r["report_id"], r["start"])), _BOILERPLATE),
        _shares(rows, spelled, found, genre),
    )


def _search(
    rows: pd.DataFrame, run: Run[Any, Any], boilerplate: float, limits: tuple[int, float]
) -> tuple[list[Letters], list[GenreRun], list[np.ndarray], list[Stretch]]:
    """Letters of each report, runs of the genre's wording, its marks, and the passages."""
    bodies = rows["text"].tolist()
    chunks = (bodies[i : i + TEXTS] for i in range(0, len(bodies), TEXTS))
    prepared = [found for chunk in run(prepare, chunks) for found in chunk]
    spelled = [found for found, _ in prepared]
    bureau = rows["bureau"].astype("category").cat.codes.to_numpy()
    index = build_index([prints for _, prints in prepared], bureau)
    common = max(3, int(boilerplate * (bureau.max() + 1)) + 1)
    runs = list(genre_runs(index, common))
    genre = _marks(spelled, ((owner, start, end) for owner, start, end, _ in runs))
    blocks = map(crowded, shared_prints(index, common))
    tasks = (task for seeds in blocks for task in split(seeds, spelled, genre, limits))
    return spelled, runs, genre, [s for found in run(passages, tasks) for s in found]


def _ordered(reports: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Reports with their text, bureau by bureau and year by year: partners stand side by side."""
    rows = once(reports)
    rows = rows.assign(bureau=bureau_keys(rows))[["report_id", "issuer", "year", "bureau"]]
    rows = rows.merge(texts[["report_id", "text"]].drop_duplicates("report_id"), on="report_id")
    rows["text"] = rows["text"].fillna("")
    return rows.sort_values(["bureau", "year", "report_id"]).reset_index(drop=True)


def _marks(spelled: list[Letters], spans: Iterable[tuple[int, int, int]]) -> list[np.ndarray]:
    """For each report, which of its characters lie in one of its spans."""
    marks = [np.zeros(len(s.codes), bool) for s in spelled]
    for owner, start, end in spans:
        marks[owner][start:end] = True
    return marks


def _passages(
    found: list[Stretch], rows: pd.DataFrame, spelled: list[Letters]
) -> list[dict[str, Any]]:
    about = rows.to_dict("records")
    table = []
    for stretch in found:
        sides: list[tuple[dict[Any, Any], tuple[int, int]]] = [
            (about[stretch.a], spelled[stretch.a].span(stretch.a0, stretch.a1)),
            (about[stretch.b], spelled[stretch.b].span(stretch.b0, stretch.b1)),
        ]
        sides.sort(key=lambda side: (_year(side[0]["year"]), side[0]["report_id"]))
        same = sides[0][0]["bureau"] == sides[1][0]["bureau"]
        row: dict[str, Any] = {
            "kind": SAME if same else ACROSS,
            "chars": stretch.chars,
            "similarity": min(1.0, stretch.same / stretch.chars),
            "n_bureaus": stretch.spread,
        }
        for side, (report, (start, end)) in zip("ab", sides, strict=True):
            row |= {f"report_{side}": report["report_id"], f"issuer_{side}": report["issuer"]}
            row |= {f"year_{side}": report["year"], f"start_{side}": start, f"end_{side}": end}
            row[f"quote_{side}"] = report["text"][start:end]
        table.append(row)
    return sorted(
        table, key=lambda r: (-r["chars"], r["report_a"], r["report_b"], r["start_a"], r["start_b"])
    )


def _year(value: Any) -> int:
    return 9999 if pd.isna(value) else int(value)


def _genre_row(
    report_id: str, text: str, spelled: Letters, start: int, end: int, bureaus: float
) -> dict[str, Any]:
    first, last = spelled.span(start, end)
    row = {"report_id": report_id, "chars": end - start, "n_bureaus": bureaus}
    return {**row, "start": first, "end": last, "quote": text[first:last]}


def _shares(
    rows: pd.DataFrame, spelled: list[Letters], passages: list[Stretch], genre: list[np.ndarray]
) -> pd.DataFrame:
    """Characters covered, each once however many passages lie on it."""
    spans: dict[str, list[tuple[int, int, int]]] = {"own": [], "others": []}
    longest = np.zeros(len(spelled), int)
    years = [_year(y) for y in rows["year"]]
    bureaus = rows["bureau"].tolist()
    for s in passages:
        which = "own" if bureaus[s.a] == bureaus[s.b] else "others"
        for mine, start, end, other in ((s.a, s.a0, s.a1, s.b), (s.b, s.b0, s.b1, s.a)):
            # The later one recycles; of two reports of one year nobody knows which came first.
            if years[mine] > years[other] or (which == "others" and years[mine] == years[other]):
                spans[which].append((mine, start, end))
                longest[mine] = max(longest[mine], s.chars)
    own, others = (
        [mark & ~g for mark, g in zip(_marks(spelled, spans[name]), genre, strict=True)]
        for name in ("own", "others")
    )
    either = [a | b for a, b in zip(own, others, strict=True)]
    columns = {"own": own, "others": others, "recycled": either, "boilerplate": genre}
    share = {
        f"{name}_share": [float(m.mean()) if len(m) else np.nan for m in marks]
        for name, marks in columns.items()
    }
    sizes = [len(s.codes) for s in spelled]
    table = rows[["report_id", "issuer", "year"]].assign(chars=sizes, longest=longest, **share)
    return frame(table.sort_values("report_id"), _SHARES)
