"""pyproject.toml is the truth; environment.yml and constraints.txt must follow it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

packaging_requirements = pytest.importorskip("packaging.requirements")
packaging_utils = pytest.importorskip("packaging.utils")
Requirement = packaging_requirements.Requirement
canonical = packaging_utils.canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# Where conda-forge calls a package otherwise: `matplotlib` there also brings a whole GUI toolkit, `duckdb`
# a program of its own.
CONDA_NAME = {"matplotlib": "matplotlib-base", "duckdb": "python-duckdb"}
# What pip brings together with the project itself.
BY_PIP = {"ahocorasick-rs"}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def environment() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda_lines(environment: dict[str, Any]) -> list[str]:
    return [line for line in environment["dependencies"] if isinstance(line, str)]


@pytest.fixture(scope="module")
def pip_lines(environment: dict[str, Any]) -> list[str]:
    return next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))


@pytest.fixture(scope="module")
def pins() -> list[Any]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def direct(project: dict[str, Any], *, leave_out: set[str]) -> list[Any]:
    """The direct requirements, without those of the extras in `leave_out`."""
    extras = project["optional-dependencies"]
    chosen = [line for name, lines in extras.items() if name not in leave_out for line in lines]
    return [Requirement(line) for line in [*project["dependencies"], *chosen]]


def bounds(text: str) -> set[str]:
    """`>=1,<2` as a set, so that order and white space do not count."""
    return {re.sub(r"\s+", "", bound) for bound in str(text).split(",") if bound.strip()}


def pip_extras(pip_lines: list[str]) -> set[str]:
    """The extras that environment.yml leaves to pip."""
    (line,) = pip_lines
    found = re.fullmatch(r"(?:-e|--editable) \.(?:\[([a-z,]+)\])?", line)
    assert found, f"expected the project itself, editable, and found {line!r}"
    return set((found[1] or "").split(",")) - {""}


def test_every_conda_line_is_a_strict_match_spec(conda_lines: list[str]) -> None:
    rattler = pytest.importorskip("rattler")
    for line in conda_lines:
        spec = rattler.MatchSpec(line, strict=True)
        assert spec.name is not None, line


def test_conda_and_pip_ask_for_the_same(
    project: dict[str, Any], conda_lines: list[str], pip_lines: list[str]
) -> None:
    extras = pip_extras(pip_lines)
    assert extras <= set(project["optional-dependencies"])
    wanted = {"python": bounds(project["requires-python"]), "pip": set()}
    for requirement in direct(project, leave_out=extras):
        if requirement.name in BY_PIP:
            continue
        name = CONDA_NAME.get(requirement.name, canonical(requirement.name))
        wanted[name] = bounds(requirement.specifier)
    found = {}
    for line in conda_lines:
        name, _, version = line.partition(" ")
        assert name not in found, f"{name} stands twice in environment.yml"
        found[name] = bounds(version)
    assert found == wanted


def test_conda_takes_packages_from_conda_forge_alone(environment: dict[str, Any]) -> None:
    assert environment["name"] == "fzanalysis"
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def test_every_direct_requirement_is_pinned_within_its_bounds(
    project: dict[str, Any], pins: list[Any]
) -> None:
    wrong = []
    for requirement in direct(project, leave_out=set()):
        chosen = [pin for pin in pins if canonical(pin.name) == canonical(requirement.name)]
        versions = [next(iter(pin.specifier)).version for pin in chosen]
        if not versions or not all(requirement.specifier.contains(v) for v in versions):
            wrong.append((str(requirement), versions))
    assert wrong == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_a_python_gets_one_version_of_a_package(pins: list[Any], python: str) -> None:
    names = [
        canonical(pin.name)
        for pin in pins
        if pin.marker is None or pin.marker.evaluate({"python_version": python})
    ]
    assert len(names) > 50
    assert sorted(names) == sorted(set(names))


def test_constraints_name_exact_versions_and_no_place(pins: list[Any]) -> None:
    for pin in pins:
        assert pin.url is None
        assert not pin.extras
        assert [bound.operator for bound in pin.specifier] == ["=="], str(pin)
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--" not in text
    assert not re.search(r"^\s*-", text, re.MULTILINE)
    # An old setuptools makes `import jieba` warn, and the project must not pin itself.
    assert not {"setuptools", "fzanalysis"} & {canonical(pin.name) for pin in pins}
