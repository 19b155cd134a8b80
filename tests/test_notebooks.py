"""The notebooks that ship: they run on the corpora that ship, and are kept as the house asks."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

import fzanalysis as fz
from fzanalysis.analysis.topics import find_topics
from fzanalysis.presentation import notebooks as runner

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
BOOKS = sorted(FOLDER.glob("*.ipynb"))
#: Other values than the notebook's own, to see that its parameters are heard.
OTHERWISE: dict[str, dict[str, Any]] = {
    "01_compare_bureaus": {"code": "open_info", "issuers": ["九龙坡区科技局", "高青县科学技术局"]},
    "02_topics": {"k": 4, "method": "kmeans", "by": "year"},
    "05_words": {"group": "year", "target": 2024, "term": "学法"},
    # five bureaus with one report each: nothing is copied, nothing can be followed up
    "06_text_reuse": {"tables": "five"},
    "07_follow_up": {"tables": "five"},
}


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def code_cells(book: Any) -> list[Any]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


def default_of(book: Any, name: str) -> Any:
    """The value that the parameters cell gives a name."""
    (cell,) = (c for c in code_cells(book) if runner.TAG in c.metadata.get("tags", []))
    for node in ast.parse(cell.source).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == name:  # type: ignore[attr-defined]
            return ast.literal_eval(node.value)
    return None


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of each corpus that ships."""
    out = tmp_path_factory.mktemp("processed")
    for raw in sorted((ROOT / "data/raw").iterdir()):
        if raw.is_dir():
            assert fz.build(raw, out / raw.name).exit_status == 0
    return out


def execute(path: Path, corpora: Path, out: Path, **values: Any) -> Any:
    """Run a notebook on the tables of the fixture, from the folder it lies in."""
    book = read(path)
    own: dict[str, Any] = {"out": str(out)}
    for name in ("tables", "built"):
        if default := default_of(book, name):
            own[name] = str(corpora / Path(default).name)
    ready = runner.with_parameters(book, {**own, **values})
    return runner.run(ready, FOLDER, name=path.name, timeout=120)


def outputs(book: Any) -> list[Any]:
    return [output for cell in code_cells(book) for output in cell.outputs]


def shown(book: Any, kind: str) -> list[str]:
    return [o["data"][kind] for o in outputs(book) if kind in o.get("data", {})]


@pytest.mark.notebooks
@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.stem)
def test_runs_and_shows_a_table_a_chart_and_quotes(
    path: Path, corpora: Path, tmp_path: Path
) -> None:
    book = execute(path, corpora, tmp_path / "out")
    pages = "".join(shown(book, "text/html"))
    assert shown(book, "image/png")
    assert "<table" in pages
    assert "<blockquote" in pages
    assert not [o for o in outputs(book) if o.output_type == "error"]
    assert not [o.text for o in outputs(book) if o.get("name") == "stderr"]
    texts = [*shown(book, "text/plain"), re.sub(r"<script.*?</script>", "", pages, flags=re.S)]
    assert not [text for text in texts if str(ROOT) in text], "tells where the project lies"
    if default_of(book, "out"):
        assert list((tmp_path / "out").rglob("*.csv"))
        assert list((tmp_path / "out").rglob("*.png"))


@pytest.mark.notebooks
@pytest.mark.parametrize("name", OTHERWISE)
def test_parameters_are_heard(name: str, corpora: Path, tmp_path: Path) -> None:
    values = dict(OTHERWISE[name])
    if "tables" in values:
        values["tables"] = str(corpora / values["tables"])
    book = execute(FOLDER / f"{name}.ipynb", corpora, tmp_path / "out", **values)
    pages = "".join(shown(book, "text/html"))
    if "tables" in values:
        assert "没有符合的原文" in pages
    else:
        assert shown(book, "image/png")
    if "issuers" in values:
        assert values["issuers"][0] in pages
        assert "六盘水市科学技术局" not in pages
    if "k" in values:
        assert pages.count("<blockquote") == 2 * values["k"]


@pytest.mark.notebooks
def test_names_of_topics_come_from_a_file(corpora: Path, tmp_path: Path) -> None:
    (out := tmp_path / "out").mkdir()
    frame = fz.load(corpora / "five").measures
    auto = find_topics(frame).topics["auto_label"].iloc[0]
    names = out / "topic_labels.csv"
    names.write_text(f"auto_label,label\n{auto},公开与监督\n", "utf-8-sig")
    book = execute(FOLDER / "02_topics.ipynb", corpora, out, labels=str(names))
    pages = "".join(shown(book, "text/html"))
    assert "公开与监督" in pages
    assert f">{auto}<" not in pages


@pytest.mark.notebooks
def test_the_command_runs_a_notebook_from_another_folder(corpora: Path, tmp_path: Path) -> None:
    one = tmp_path / "notebooks"
    one.mkdir()
    shutil.copy(FOLDER / "02_topics.ipynb", one)
    call = [sys.executable, "-m", "fzanalysis.presentation.notebooks", str(one)]
    call += ["--out", str(tmp_path / "done"), "--set", f"tables={corpora / 'five'}", "--set", "k=3"]
    call += ["--set", f"out={tmp_path / 'out'}"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "data:image/png;base64," in (tmp_path / "done/02_topics.html").read_text("utf-8")


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.stem)
def test_is_committed_without_outputs(path: Path) -> None:
    for cell in code_cells(read(path)):
        assert cell.outputs == []
        assert cell.execution_count is None


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.stem)
def test_agrees_with_its_twin(path: Path) -> None:
    jupytext = pytest.importorskip("jupytext")
    twin = jupytext.read(path.with_suffix(".py"))
    book = read(path)
    tags = "tags"
    assert [(c.cell_type, c.source, c.metadata.get(tags)) for c in twin.cells] == [
        (c.cell_type, c.source, c.metadata.get(tags)) for c in book.cells
    ], "run: jupytext --sync notebooks/*.ipynb"


def test_every_twin_has_its_notebook() -> None:
    assert [p.stem for p in sorted(FOLDER.glob("*.py"))] == [p.stem for p in BOOKS]


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.stem)
def test_defines_no_function_and_has_the_order_of_the_house(path: Path) -> None:
    book = read(path)
    assert len(runner.declared(book)) >= 2
    used = default_of(book, "tables") or default_of(book, "built")
    assert used in ("data/processed/five", "data/processed/demo")
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    for cell in code_cells(book):
        found = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, definitions)]
        assert not found, f"a function in a notebook: {cell.source}"
        assert len(cell.source.splitlines()) <= 15, f"a long cell: {cell.source}"
    prose = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    places = [
        prose.find(words) for words in ("**要回答的问题**", "背后的原文", "## 这里没有说明的")
    ]
    assert -1 < places[0] < places[1] < places[2]
