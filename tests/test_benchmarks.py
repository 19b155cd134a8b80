"""`make benchmark` composes one whole document, whatever becomes of a part of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from tests.conftest import ROOT


@pytest.fixture
def benchmarks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The runner, with three small benchmarks of which the second lacks a tool."""
    # Beside other modules of that name it must not stay.
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec = importlib.util.spec_from_file_location("run_all", ROOT / "benchmarks" / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    head = '"""{} of small things."""\n'
    for name, code in {
        "accuracy": "print('| accuracy |')",
        "bench_a": "print('| a |')",
        "bench_b": "print('| half of b |')\nraise SystemExit('b needs a tool')",
        "bench_c": "import sys\nprint('| c |', sys.argv[1:])  # knows \"--large\"",
    }.items():
        (tmp_path / f"{name}.py").write_text(head.format(name.title()) + code, "utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "REPORT", tmp_path / "performance.md")
    monkeypatch.setattr(module, "table", lambda sections: f"| of {', '.join(sections)} |")
    return module


def test_one_document_of_one_run_with_what_failed_named(
    benchmarks: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert benchmarks.main([]) == 1
    text = (tmp_path / "performance.md").read_text("utf-8")
    order = ["asked", "of accuracy, bench_a, bench_b, bench_c", "| accuracy |", "| a |",
             "| half of b |", "**Not finished** (status 1): b needs a tool", "| c | ['--large']"]  # fmt: skip
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "**Not whole**" not in text
    assert not (tmp_path / "performance.md.part").exists()
    told = capsys.readouterr()
    assert "not finished: bench_b" in told.err
    assert "| c |" in told.out


def test_a_run_that_is_stopped_keeps_what_it_has(
    benchmarks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "performance.md").write_text("of the last run", "utf-8")
    done = benchmarks.run

    def stop(path: Path, large: bool) -> tuple[str, bool]:
        if path.stem == "bench_b":
            raise KeyboardInterrupt
        return done(path, large)

    monkeypatch.setattr(benchmarks, "run", stop)
    with pytest.raises(KeyboardInterrupt):
        benchmarks.main(["--quick"])
    part = (tmp_path / "performance.md.part").read_text("utf-8")
    assert "| a |" in part
    assert "**Not whole**: bench_b, bench_c, the table still to come." in part
    assert (tmp_path / "performance.md").read_text("utf-8") == "of the last run"


def test_one_alone_writes_nothing(benchmarks: ModuleType, tmp_path: Path) -> None:
    assert benchmarks.main(["--only", "a"]) == 0
    assert not list(tmp_path.glob("performance*"))


def test_a_part_of_the_table_that_cannot_be_made_is_said(
    benchmarks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = sys.modules["asked"]
    for name in ("spoiled_row", "test_row", "help_row", "hostile_row"):
        row = ("row", "", "", "yes")
        monkeypatch.setattr(asked, name, lambda *_, row=row: row)
    monkeypatch.setattr(asked, "span_row", lambda: 1 / 0)
    text = asked.table({"accuracy": "| measure | tuned |\n|---|---|\n| year | 1.000 |"})
    assert (
        "| spans |  | not measured in this run: ZeroDivisionError: division by zero | ? |" in text
    )
    assert "| accuracy |  | not measured in this run: " in text
    assert "| memory of the largest process | flat | not measured in this run |" in text
