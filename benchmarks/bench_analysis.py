"""How long the analysis takes and what it finds, on generated corpora whose answer is known.

    python benchmarks/bench_analysis.py [--reports 10000] [--points 50000] [--only reuse,topics]

Reports are generated prose of 2,500 characters; every fourth has a passage of 60 to 400 characters
copied into another, one character in twenty changed. Points are made of words of twelve themes.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from sklearn.metrics import adjusted_rand_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "analysis"))

from analysis_corpora import plant, planted_measures, recall, unrelated_reports

from fzanalysis.analysis.compare import compare, outliers, summary
from fzanalysis.analysis.reuse import find_reuse
from fzanalysis.analysis.topics import find_topics
from fzanalysis.analysis.trends import changes
from fzanalysis.analysis.words import collocations, frequencies, keyness, tokenize


def timed(
    name: str, call: Callable[[], object], note: Callable[[object], str] = lambda _: ""
) -> None:
    """Run once and print seconds, peak memory so far and a note."""
    began = time.perf_counter()
    result = call()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<44}{seconds:9.2f} s {peak:8.0f} MB   {note(result)}", flush=True)


def bench_reuse(reports: int) -> None:
    """Passages: false alarms among unrelated reports, recall of what was planted."""
    texts, about = unrelated_reports(reports)
    timed(
        f"reuse, {reports} unrelated reports",
        lambda: find_reuse(texts, about),
        lambda found: f"{len(found.passages)} false alarms",  # type: ignore[attr-defined]
    )
    edited, planted = plant(texts, reports // 4)
    timed(
        f"reuse, {len(planted)} passages planted",
        lambda: find_reuse(edited, about),
        lambda found: f"recall {recall(found.passages, planted):.4f}",  # type: ignore[attr-defined]
    )
    for name, where in (("2 processes", {}), ("a Dask scheduler, 2 workers", {"cluster": "local"})):
        timed(
            f"the same, {name}",
            lambda how=where: find_reuse(edited, about, workers=2, **how),  # type: ignore[misc]
            lambda found: f"recall {recall(found.passages, planted):.4f}",  # type: ignore[attr-defined]
        )


def bench_topics(points: int) -> None:
    """Topics: agreement with the planted themes, number of topics chosen by stability."""
    for size in (5000, points):
        measures = planted_measures(size, 12)
        for method in ("nmf", "kmeans"):
            timed(
                f"topics, {size} points, {method}",
                lambda m=measures, how=method: find_topics(m, method=how),
                lambda found, m=measures: _agreement(found.points, m),  # type: ignore[misc]
            )


def _agreement(points: pd.DataFrame, measures: pd.DataFrame) -> str:
    keys = ["report_id", "measure_id"]
    both = points.drop(columns="theme").merge(measures[[*keys, "theme"]], on=keys)
    rand = adjusted_rand_score(both["theme"], both["topic"])
    return f"adjusted Rand {rand:.3f}, {both['topic'].nunique()} topics of 12 planted"


def bench_words(reports: int) -> None:
    """Words: both engines, frequencies, keyness, collocations."""
    texts, _ = unrelated_reports(max(reports // 20, 20))
    megabytes = texts["text"].str.len().sum() * 3 / 1e6
    tokenize("普法")
    for engine in ("jieba", "rjieba"):
        timed(
            f"tokenize, {megabytes:.1f} MB, {engine}",
            lambda e=engine: [tokenize(t, engine=e) for t in texts["text"]],
        )
    half = len(texts) // 2
    timed("frequencies", lambda: frequencies(texts, engine="rjieba"))
    timed("keyness", lambda: keyness(texts[:half], texts[half:], engine="rjieba"))
    timed("collocations", lambda: collocations(texts, engine="rjieba"))


def bench_compare(reports: int) -> None:
    """Indicators: comparison, spread, year on year."""
    _, about = unrelated_reports(reports, chars=30)
    codes = ["pub_materials", "learn_sessions", "open_info", "meet_party", "lit_cases"]
    rows = about[["report_id"]].merge(pd.DataFrame({"code": codes}), how="cross")
    value = pd.Series(range(len(rows)), dtype=float) % 997
    rows = rows.assign(value=value, lower=value, upper=value, bound="exact", unit="次")
    rows = rows.assign(rule="single", complete_year=True, metric_ids="n001")
    compared = compare(rows, about)
    timed(f"compare, {len(rows)} indicators", lambda: compare(rows, about))
    timed("summary and outliers", lambda: (summary(compared), outliers(compared)))
    timed("changes", lambda: changes(rows, about))


def main() -> None:
    """Run the benchmarks that are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--only", default="words,compare,topics,reuse")
    given = parser.parse_args()
    runs = {
        "words": lambda: bench_words(given.reports),
        "compare": lambda: bench_compare(given.reports),
        "topics": lambda: bench_topics(given.points),
        "reuse": lambda: bench_reuse(given.reports),
    }
    for name in given.only.split(","):
        runs[name]()


if __name__ == "__main__":
    main()
