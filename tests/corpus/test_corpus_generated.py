"""The reports that benchmarks are measured with: all that was put into them is found again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fzanalysis.corpus import build

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def generator(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield __import__("generator")
    for name in ("generator", "recovery"):
        sys.modules.pop(name, None)


def test_the_truth_is_recovered(generator, tmp_path: Path) -> None:
    from recovery import misses, recovery

    truth = generator.write_reports(tmp_path / "raw", 150)
    build(tmp_path / "raw", tmp_path / "out")
    assert list(misses(truth, tmp_path / "out")) == []
    assert set(recovery(truth, tmp_path / "out").values()) == {1.0}


def test_a_wrong_table_is_not_called_right(generator, tmp_path: Path) -> None:
    from recovery import recovery

    truth = generator.write_reports(tmp_path / "raw", 5)
    lines = truth.read_text("utf-8").splitlines()
    truth.write_text(
        "\n".join([lines[0].replace('"exact"', '"about"', 1), *lines[1:]]) + "\n", "utf-8"
    )
    build(tmp_path / "raw", tmp_path / "out")
    found = recovery(truth, tmp_path / "out")
    assert found["issuer"] == 1.0
    assert 0.9 < found["figure_recall"] < 1.0
    assert 0.9 < found["figure_precision"] < 1.0


def test_reports_are_the_same_every_time_and_differ_from_each_other(generator) -> None:
    reports = list(generator.make_reports(100))
    assert reports == list(generator.make_reports(100))
    assert len({r.text for r in reports}) == 100
    assert len({(r.issuer, r.year) for r in reports}) == 96 + 4
    assert reports[3] != generator.make_report(3, seed=8)
