"""Builds what ships with several Pythons and compares the CSV, byte for byte.

python scripts/across_pythons.py python3.12 /path/to/python3.13

Each needs what the project needs: `pip install -c constraints.txt .` in an environment of
its own. The sources are those of this tree, whatever is installed there.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RAW = ("data/raw/five", "data/raw/demo", "tests/data/formats/built")


def built(python: str, out: Path) -> tuple[str, dict[str, str]]:
    """The version of an interpreter, and digests of all CSV that it writes."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    asked = [python, "-c", "import platform; print(platform.python_version())"]
    version = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    for raw in RAW:
        command = [python, "-m", "fzanalysis.cli", "build", str(ROOT / raw), "--out"]
        place = out / version / Path(raw).name
        done = subprocess.run(
            [*command, str(place)], env=surroundings, capture_output=True, text=True, check=False
        )
        if done.returncode > 1:
            sys.exit(f"{python}: {done.stderr.strip()[-500:]}")
    files = sorted((out / version).rglob("csv/*.csv"))
    names = [p.relative_to(out / version).as_posix() for p in files]
    found = [hashlib.sha256(p.read_bytes()).hexdigest() for p in files]
    return version, dict(zip(names, found, strict=True))


def main() -> None:
    """Compare each with this interpreter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pythons", nargs="+", help="interpreters to compare with this one")
    options = parser.parse_args()
    differs = False
    with tempfile.TemporaryDirectory() as folder:
        own, usual = built(sys.executable, Path(folder))
        for python in options.pythons:
            version, found = built(python, Path(folder))
            others = sorted(n for n in usual.keys() | found.keys() if usual.get(n) != found.get(n))
            same = len(usual) - len(others)
            print(
                f"Python {own} and {version}: {same} of {len(usual)} CSV files are the same bytes"
            )
            print("".join(f"    differs: {name}\n" for name in others), end="")
            differs |= bool(others)
    sys.exit(differs)


if __name__ == "__main__":
    main()
