"""Every public function of the analysis on tables without rows: the same columns, the same types."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

import fzanalysis as fz
from fzanalysis.analysis import compare as comparing
from fzanalysis.analysis import completeness as parts
from fzanalysis.analysis.composite import score
from fzanalysis.analysis.fairness import normalise
from fzanalysis.analysis.follow_up import delivery, follow_up
from fzanalysis.analysis.keyness import keyness, keyness_of_counts
from fzanalysis.analysis.panel import panel
from fzanalysis.analysis.recurring import recurring_problems
from fzanalysis.analysis.reuse import Reuse, find_reuse
from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.analysis.spread import outliers, summary
from fzanalysis.analysis.topics import (
    Topics,
    find_topics,
    themes_against_topics,
    topic_quotes,
    topic_table,
)
from fzanalysis.analysis.totals import check_totals
from fzanalysis.analysis.trends import changes, directions, yearly
from fzanalysis.analysis.words import collocations, frequencies, kwic

Tables = Mapping[str, pd.DataFrame]
ROOT = Path(__file__).resolve().parents[2]
#: Rooms that docs/analysis.md names, and functions there whose answer is no table of findings.
ROOMS = (
    "compare", "completeness", "composite", "fairness", "follow_up", "keyness", "panel",
    "recurring", "reuse", "reuse_pairs", "spread", "topics", "totals", "trends", "words",
)  # fmt: skip
NO_TABLE = {
    "bureau_keys", "how_comparable", "metric_order", "metric_title", "quantile", "two_by_two",
    "words_of", "once", "chosen_reports", "rank", "relabel_topics",
}  # fmt: skip


def compared(t: Tables) -> pd.DataFrame:
    return comparing.compare(t["indicators"], t["reports"])


def shared(t: Tables) -> Reuse:
    return find_reuse(t["texts"], t["reports"])


def talked(t: Tables) -> Topics:
    return find_topics(t["measures"], k=3, resamples=1)


def surveyed(t: Tables) -> pd.DataFrame:
    names = ("reports", "completeness", "sections", "problems", "metrics")
    return parts.overview(*(t[name] for name in names))


def followed(t: Tables) -> pd.DataFrame:
    return follow_up(t["plans"], t["measures"], t["metrics"], t["reports"])


def halves(t: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    half = len(t["texts"]) // 2
    return t["texts"].iloc[:half], t["texts"].iloc[half:]


CALLS: dict[str, Callable[[Tables], pd.DataFrame]] = {
    "compare": compared,
    "matrix": lambda t: comparing.matrix(compared(t)),
    "summary": lambda t: summary(compared(t)),
    "outliers": lambda t: outliers(compared(t)),
    "normalise": lambda t: normalise(compared(t), t["reports"], per="chars"),
    "check_totals": lambda t: check_totals(t["metrics"]),
    "changes": lambda t: changes(t["indicators"], t["reports"]),
    "directions": lambda t: directions(changes(t["indicators"], t["reports"])),
    "yearly": lambda t: yearly(t["indicators"], t["reports"]),
    "panel": lambda t: panel(t["reports"]),
    "states": lambda t: parts.states(t["completeness"], t["reports"]),
    "timing": lambda t: parts.timing(t["reports"]),
    "lengths": lambda t: parts.lengths(t["reports"], t["sections"]),
    "reasons": lambda t: parts.reasons(t["problems"], t["reports"]),
    "figures": lambda t: parts.figures(t["metrics"], t["reports"]),
    "overview": surveyed,
    "score": lambda t: score(surveyed(t), {"plans": 2, "timing": 1, "reason_share": 1}),
    "frequencies": lambda t: frequencies(t["texts"]),
    "keyness": lambda t: keyness(*halves(t)),
    "keyness_of_counts": lambda t: keyness_of_counts(
        *(f.set_index("term")["n"] for f in map(frequencies, halves(t)))
    ),
    "collocations": lambda t: collocations(t["texts"]),
    "kwic": lambda t: kwic(t["texts"], "法治"),
    "find_topics": lambda t: talked(t).topics,
    "topic_quotes": lambda t: topic_quotes(talked(t)),
    "topic_table": lambda t: topic_table(talked(t), t["reports"]),
    "themes_against_topics": lambda t: themes_against_topics(talked(t)),
    "find_reuse": lambda t: shared(t).shares,
    "reuse_pairs": lambda t: reuse_pairs(shared(t), t["texts"]),
    "follow_up": followed,
    "delivery": lambda t: delivery(followed(t)),
    "recurring_problems": lambda t: recurring_problems(t["problems"], t["reports"]),
}
#: Tables whose columns are the values found: without rows there are none but the fixed ones.
WIDE = {"matrix", "topic_table", "themes_against_topics"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    out = tmp_path_factory.mktemp("five")
    fz.build(ROOT / "data" / "raw" / "five", out)
    return dict(fz.load(out).tables)


def test_no_public_function_is_forgotten() -> None:
    public = set()
    for room in ROOMS:
        module = importlib.import_module(f"fzanalysis.analysis.{room}")
        found = inspect.getmembers(module, inspect.isfunction)
        public |= {n for n, f in found if f.__module__ == module.__name__ and n[0] != "_"}
    assert public - NO_TABLE == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_no_rows_in_no_findings_out(name: str, tables: Tables) -> None:
    call = CALLS[name]
    full, empty = call(tables), call({key: table.iloc[:0] for key, table in tables.items()})
    assert isinstance(empty, pd.DataFrame)
    if name in WIDE:
        assert not empty.to_numpy().any()
        return
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


@pytest.mark.parametrize(
    "missing", ["reports", "texts", "measures", "metrics", "indicators", "plans"]
)
@pytest.mark.parametrize("name", CALLS)
def test_one_table_without_rows_breaks_nothing(name: str, missing: str, tables: Tables) -> None:
    found = CALLS[name](tables | {missing: tables[missing].iloc[:0]})
    if name not in WIDE:
        assert list(found.columns) == list(CALLS[name](tables).columns)
