"""The house keeps its floors: imports go one way, rooms stay small, public names are documented."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT

import fzanalysis

PACKAGE = ROOT / "src" / "fzanalysis"
FLOORS = [
    "errors", "document", "catalogue", "reading", "parsing", "extraction", "corpus", "analysis",
    "presentation", "commands", "cli",
]  # fmt: skip
#: "About 300 lines": the largest has few more.
LONGEST_ROOM = 320
MODULES = sorted(PACKAGE.rglob("*.py"))


def floor_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else "fzanalysis"


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("fzanalysis"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fzanalysis"):
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    place = FLOORS.index(own)
    for module in imports_of(path):
        floor = floor_of(module)
        if floor == "fzanalysis":
            # The package itself re-exports the commands; only the outermost floors may use it.
            assert own in ("presentation", "commands", "cli"), f"{own} imports the package"
            continue
        assert FLOORS.index(floor) <= place, f"{own} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_rooms_stay_small(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_ROOM


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_public_names_are_documented(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or not tree.body, "the module says nothing of itself"
    for node in tree.body:
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if named and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} is not documented"


def test_public_names_have_an_example_that_runs():
    """What a package names as its own is shown in use; a class may show it in a method."""
    bare = []
    for found in pkgutil.walk_packages(fzanalysis.__path__, "fzanalysis."):
        module = importlib.import_module(found.name) if found.ispkg else fzanalysis
        for name in getattr(module, "__all__", ()):
            thing = getattr(module, name)
            if not (inspect.isfunction(thing) or inspect.isclass(thing)):
                continue
            told = [inspect.getdoc(thing) or ""]
            told += [inspect.getdoc(m) or "" for m in vars(thing).values() if callable(m)]
            lines = [line for text in told for line in text.splitlines() if ">>>" in line]
            if not lines or any("+SKIP" in line for line in lines):
                bare.append(f"{module.__name__}.{name}")
    assert not sorted(set(bare))


def test_exceptions_are_not_swallowed():
    """A handler that only passes says in a comment beside it why nothing is lost."""
    silent = []
    for path in MODULES:
        source = path.read_text("utf-8")
        lines = source.splitlines()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ExceptHandler) and isinstance(node.body[0], ast.Pass):
                stretch = lines[node.lineno - 2 : node.body[0].end_lineno]
                if not any("#" in line for line in stretch):
                    silent.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert not silent


def test_the_project_speaks_of_itself_alone():
    """No machine's paths in code, docs or notebooks."""
    places = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *MODULES, *ROOT.glob("notebooks/*.py")]
    words = ("/wo" + "rk/", "/ro" + "ot/", "/home" + "/")
    named = [p.name for p in places if any(w in p.read_text("utf-8") for w in words)]
    assert not named
