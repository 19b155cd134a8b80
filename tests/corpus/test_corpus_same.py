"""The same files give the same bytes, whatever surrounds the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

import fzanalysis as fz

SURROUNDINGS = {
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1"},
    "turkish, far east": {
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "2",
    },
    "optimised, far west": {"TZ": "Pacific/Niue", "PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "3"},
}


def everything(out: Path) -> dict[str, bytes]:
    """All that a build wrote for others: tables and CSV."""
    found = (p for name in ("tables", "csv") for p in (out / name).rglob("*"))
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in found}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The demo corpus, every format in it, as it is built here."""
    out = tmp_path_factory.mktemp("usual")
    fz.build(ROOT / "data/raw/demo", out, workers=1)
    return everything(out)


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_locale_time_zone_and_hashes_do_not_matter(name: str, usual, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fzanalysis.cli", "build", str(ROOT / "data/raw/demo")]
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [*command, "--out", "out", "--workers", "2"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": path, **SURROUNDINGS[name]},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert everything(tmp_path / "out") == usual
