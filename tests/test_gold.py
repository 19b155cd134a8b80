"""The whole way from raw file to tables, held against gold.

``five`` are the shipped reports, ``shared`` the real ones they retell. Of the texts under
tests/gold/tuned the rules were written with their gold in sight; those under tests/gold/untuned
nobody read who wrote rules, so only they say how well unseen reports are read.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import ROOT

import fzanalysis as fz
from fzanalysis.analysis.scoring import Scores
from fzanalysis.analysis.scoring import score as score_frames
from fzanalysis.commands import score

GOLD = ROOT / "tests" / "gold"
#: Measures in which one or two judgements in a hundred are open.
OPEN = {"theme": 0.97, "problem_category": 0.97, "heading_recall": 0.97}
#: What the design asks of unseen reports. A measure below it stands at what was reached, so that a
#: loss is noticed; the gap is told in docs/accuracy.md.
UNSEEN = {
    "metric_f1": 0.98,
    "metric_bound": 0.98,
    "metric_unit": 0.98,
    "metric_role": 0.96,
    "metric_code": 0.93,
    "metric_code_open": 0.95,
    "distractor_refused": 0.99,
    "heading_recall": 0.97,
    "year": 0.98,
    "issuer": 0.88,
    "region": 0.94,
    "province": 0.95,
    "published_on": 0.97,
}


def scored(raw: Path, gold: Path, out: Path) -> Scores:
    summary = fz.build(raw, out)
    assert not summary.failures
    return score(gold, out)


def shares(scores: Scores) -> dict[str, float]:
    return scores.figures().set_index("measure")["share"].to_dict()


def assert_complete(scores: Scores) -> None:
    found = shares(scores)
    low = {m: s for m, s in found.items() if s < OPEN.get(m, 1.0)}
    assert not low, scores.miss_frame().to_string()
    assert len(found) > 20


def test_the_shipped_five_give_their_facts(tmp_path):
    assert_complete(scored(ROOT / "data" / "raw" / "five", GOLD / "five", tmp_path))


@pytest.mark.shared
def test_the_real_five_give_their_facts(shared, tmp_path):
    assert_complete(scored(shared / "reports", shared / "gold", tmp_path))


@pytest.mark.shared
def test_our_scorer_agrees_with_the_reference(shared, tmp_path):
    """The port counts as the reference does, on tables with faults of every kind."""
    fz.build(shared / "reports", tmp_path)
    _spoil(tmp_path / "tables")
    run = subprocess.run(
        [sys.executable, shared / "checks" / "score.py", shared / "gold", tmp_path / "tables",
         "--json", tmp_path / "reference.json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "report_read" in run.stdout
    reference = json.loads((tmp_path / "reference.json").read_text())
    entries = [json.loads(p.read_text("utf-8")) for p in sorted((shared / "gold").glob("*.json"))]
    frames = {p.stem: pd.read_parquet(p) for p in (tmp_path / "tables").glob("*.parquet")}
    ours = shares(score_frames(entries, frames))
    assert min(reference.values()) < 0.95, "nothing was spoiled"
    assert ours == pytest.approx(reference, nan_ok=True)


def _spoil(tables: Path) -> None:
    """Take every fifth row out of each table and blur some values of the rest."""
    for path in tables.glob("*.parquet"):
        frame = pd.read_parquet(path)
        if path.stem == "reports":
            frame.loc[0, "year"] = 1999
            frame.loc[1, "issuer"] = "某某局"
        else:
            frame = frame[frame.index % 5 != 3].copy()
        if path.stem == "metrics":
            frame.loc[frame.index % 7 == 2, "value"] += 1
            frame.loc[frame.index % 4 == 1, "bound"] = "about"
            frame.loc[frame.index % 6 == 1, "code"] = None
        if path.stem == "measures":
            frame.loc[frame.index % 6 == 1, "theme"] = "DIG"
        frame.reset_index(drop=True).to_parquet(path)


def test_texts_that_nobody_read(tmp_path, capsys):
    scores = scored(GOLD / "untuned" / "texts", GOLD / "untuned" / "gold", tmp_path)
    found = shares(scores)
    low = {m: (found[m], least) for m, least in UNSEEN.items() if found[m] < least}
    # The misses stay unprinted: whoever reads them tunes to them.
    assert not low


def test_texts_with_their_gold_in_sight(tmp_path):
    scores = scored(GOLD / "tuned" / "texts", GOLD / "tuned" / "gold", tmp_path)
    found = shares(scores)
    low = {m: (found[m], least) for m, least in UNSEEN.items() if found[m] < least}
    assert not low, scores.miss_frame().to_string()


def test_every_row_quotes_its_source(tmp_path):
    for raw in (ROOT / "data/raw/five", GOLD / "untuned/texts", GOLD / "tuned/texts"):
        fz.build(raw, tmp_path)
        corpus = fz.load(tmp_path)
        texts = corpus.texts.set_index("report_id")["text"]
        for name, table in corpus.tables.items():
            if "quote" not in table:
                continue
            for row in table.itertuples():
                assert texts[row.report_id][row.start : row.end] == row.quote, (name, row)


def test_gold_files_are_well_formed():
    for path in GOLD.glob("*/gold/*.json"):
        gold = json.loads(path.read_text("utf-8"))
        assert re.fullmatch(r"[a-z]-\d\d\.txt", gold["file"])
        for metric in gold["metrics"]:
            assert set(metric) >= {"quote", "value", "bound", "unit", "role", "codes"}, path
