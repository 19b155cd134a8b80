"""What the READMEs and the analysts' pages name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
READMES = ["README.md", "README.zh-CN.md"]
PAGES = [*READMES, "docs/tour.md", "docs/method.zh-CN.md", "docs/limits.md"]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


@pytest.mark.parametrize("name", PAGES)
def test_links_and_pictures_are_there(name: str) -> None:
    page = ROOT / name
    missing = [
        link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()
    ]
    assert not missing


@pytest.mark.parametrize("name", PAGES)
def test_commands_are_those_of_the_program(name: str) -> None:
    from fzanalysis.cli import _parser

    known = _parser().format_help()
    text = (ROOT / name).read_text("utf-8")
    for command in re.findall(r"^ {4}fzanalysis ([a-z]+)|`fzanalysis ([a-z]+)", text, re.M):
        assert re.search(rf"^ +{''.join(command)}\b", known, re.M), command
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert set(re.findall(r"make ([a-z]+)`|^ {4}make ([a-z]+)$", text, re.M)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }


@pytest.mark.parametrize("name", READMES)
def test_every_notebook_and_table_is_told(name: str) -> None:
    from fzanalysis.corpus import TABLES

    text = (ROOT / name).read_text("utf-8")
    books = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.M)) == books
    told = re.findall(r"^\| ([a-z][^|]*) \|", text, re.M)
    assert set(TABLES) <= set(re.findall(r"[a-z]+", " ".join(told)))


def test_no_picture_is_left_over() -> None:
    text = "".join((ROOT / name).read_text("utf-8") for name in PAGES)
    assert {path.name for path in (ROOT / "docs/images").iterdir()} == {
        Path(link).name for link in LINK.findall(text) if "images/" in link
    }
