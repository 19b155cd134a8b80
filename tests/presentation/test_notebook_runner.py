"""Notebooks run headless with other parameters and say where they stop."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fzanalysis.presentation import notebooks

PARAMETERS = "folder = '.'\nyears = [2023]\nname: str = 'a'"


def write(folder: Path, name: str, *sources: str, parameters: str = PARAMETERS) -> None:
    tagged = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    cells: list[Any] = [nbformat.v4.new_markdown_cell("# 比较部门"), tagged]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    folder.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / name)


def outputs(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(o.get("text", "") for c in cells for o in c.get("outputs", []))


@pytest.mark.notebooks
def test_runs_with_overrides_and_writes_both_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    chart = (
        "from fzanalysis.presentation.style import figure\n"
        "chart, _ = figure(title='图', body=1, alt='空图 & <b>')\nchart"
    )
    write(source, "01.ipynb", "import os\nprint(years, name, os.path.basename(os.getcwd()))", chart)
    status = notebooks.main(
        [
            str(source),
            "--out",
            str(tmp_path / "out"),
            "--set",
            "years=[2021, 2022]",
            "--set",
            "name=云溪",
        ]
    )
    assert status == 0
    assert "01.ipynb: ran" in capsys.readouterr().out
    assert outputs(tmp_path / "out" / "01.ipynb").strip() == "[2021, 2022] 云溪 in"
    page = (tmp_path / "out" / "01.html").read_text("utf-8")
    assert "data:image/png;base64," in page
    assert "比较部门" in page
    assert "<script" not in page.lower()
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "injected-parameters" not in (source / "01.ipynb").read_text("utf-8")


@pytest.mark.notebooks
def test_shows_the_failing_cell_and_runs_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    write(source, "01.ipynb", "print(1)", "missing_name + 1", "print(3)")
    write(source, "02.ipynb", "print('两')")
    assert notebooks.main([str(source), "--out", str(tmp_path / "out")]) == 1
    message = capsys.readouterr().err
    assert "01.ipynb stopped" in message
    assert "cell 4:\n    missing_name + 1" in message
    assert "NameError" in message
    assert "\x1b" not in message
    assert outputs(tmp_path / "out" / "02.ipynb").strip() == "两"
    assert "NameError" in (tmp_path / "out" / "01.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "yeers=[2021]"], "no notebook has the parameter yeers"),
        (["--set", "years"], "not NAME=VALUE"),
    ],
)
def test_wrong_parameters_are_refused_before_anything_runs(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "in", "01.ipynb", "print(1)")
    status = notebooks.main([str(tmp_path / "in"), "--out", str(tmp_path / "out"), *arguments])
    assert status == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert notebooks.main([str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "no notebook" in capsys.readouterr().err


def test_a_notebook_only_gets_the_parameters_it_declares() -> None:
    cell = nbformat.v4.new_code_cell("a = 1\nb: int = 2", metadata={"tags": ["parameters"]})
    book = nbformat.v4.new_notebook(cells=[cell])
    assert notebooks.declared(book) == ["a", "b"]
    changed = notebooks.with_parameters(book, {"b": 3, "c": 4})
    assert [c.source for c in changed.cells[1:]] == ["# 由命令行给出\nb = 3"]
    assert len(book.cells) == 1
    plain = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    assert len(notebooks.with_parameters(plain, {"x": 2}).cells) == 1
