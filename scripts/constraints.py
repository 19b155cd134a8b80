"""Write constraints.txt: one exact version of everything that the project installs.

    python scripts/constraints.py [INTERPRETER ...]

Core, extras and the developers' tools of pyproject.toml are resolved together by pip, in an empty
environment for each interpreter, the oldest Python first. Without arguments the interpreters are
those of the supported versions that are on the path. A later Python keeps the versions of an
earlier one where they install there; where they do not, the pins of the two carry a marker. Only
names and versions are written: no index, no hash, no path. Standard library only.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "constraints.txt"
SUPPORTED = ((3, 11), (3, 12), (3, 13))
Version = tuple[int, int]
Pins = dict[str, str]


def requirements() -> list[str]:
    """Return every direct requirement of pyproject.toml, extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(line for extra in extras for line in extra)]


def interpreters(named: Iterable[str]) -> dict[Version, str]:
    """Map Python versions, oldest first, to the interpreters named or found on the path."""
    candidates = list(named) or [sys.executable, *(f"python{a}.{b}" for a, b in SUPPORTED)]
    found: dict[Version, str] = {}
    for name in candidates:
        path = shutil.which(name)
        if path is None:
            continue
        code = "import sys; print(*sys.version_info[:2])"
        answer = subprocess.run([path, "-c", code], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            major, minor = map(int, answer.stdout.split())
            found.setdefault((major, minor), path)
    return dict(sorted(found.items()))


def resolve(interpreter: str, wanted: list[str], keep: Pins) -> Pins | None:
    """Resolve `wanted` without installing it; None when the versions in `keep` do not fit."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([interpreter, "-m", "venv", f"{folder}/venv"], check=True)
        names = venv.EnvBuilder().ensure_directories(f"{folder}/names")
        python = Path(folder, "venv", Path(names.bin_path).name, "python")
        kept = Path(folder, "keep.txt")
        kept.write_text("".join(f"{n}=={v}\n" for n, v in keep.items()), encoding="utf-8")
        report = Path(folder, "report.json")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        call = [*pip, "--report", str(report), "--constraint", str(kept), *wanted]
        if subprocess.run(call, check=False).returncode != 0:
            return None
        chosen = json.loads(report.read_text(encoding="utf-8"))["install"]
    metadata = [item["metadata"] for item in chosen]
    return {re.sub(r"[-_.]+", "-", m["name"]).lower(): m["version"] for m in metadata}


def merge(resolved: dict[Version, Pins]) -> list[str]:
    """Return one line a name and version, with a marker where Pythons need different versions."""
    lines = []
    for name in sorted({name for pins in resolved.values() for name in pins}):
        uses = {version: pins[name] for version, pins in resolved.items() if name in pins}
        for pin in sorted(set(uses.values())):
            pythons = [f'python_version == "{a}.{b}"' for (a, b), p in uses.items() if p == pin]
            marker = " ; " + " or ".join(pythons) if len(set(uses.values())) > 1 else ""
            lines.append(f"{name}=={pin}{marker}")
    return lines


def main() -> int:
    """Resolve for every interpreter, write the file, and say what was done."""
    wanted = requirements()
    resolved: dict[Version, Pins] = {}
    keep: Pins = {}
    found = interpreters(sys.argv[1:])
    if SUPPORTED[0] not in found:
        oldest = ".".join(map(str, SUPPORTED[0]))
        print(
            f"constraints: the pins are chosen on Python {oldest}, which was not found; name it: "
            f"make constraints PYTHONS=/path/to/python{oldest}",
            file=sys.stderr,
        )
        return 1
    for version, interpreter in found.items():
        label = ".".join(map(str, version))
        print(f"constraints: resolving for Python {label}", flush=True)
        pins = resolve(interpreter, wanted, keep)
        if pins is None and keep:
            print(f"constraints: Python {label} needs versions of its own", flush=True)
            pins = resolve(interpreter, wanted, {})
        if pins is None:
            print(f"constraints: nothing satisfies pyproject.toml on {label}", file=sys.stderr)
            return 1
        resolved[version] = pins
        keep = {**pins, **keep}
    pythons = ", ".join(".".join(map(str, version)) for version in resolved)
    header = (
        f"# Written by `make constraints` from pyproject.toml; resolved for Python {pythons}.\n"
    )
    TARGET.write_text(header + "\n".join(merge(resolved)) + "\n", encoding="utf-8")
    print(f"constraints: {len(merge(resolved))} pins in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
