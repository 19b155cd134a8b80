"""Make the project's environment in .venv, or bring it up to date. `make env` runs this.

    python scripts/environment.py [--unpinned]

Nothing is done while pyproject.toml, constraints.txt and the place of the project are what they
were at the last time. Packages are installed by uv where it is there, else by pip; both take the
index from the user's own settings. Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "fzanalysis.stamp"
EDITABLE = ".[fast,scale,zh,dev]"


class SetupError(Exception):
    """Setting up failed; the message says what to do."""


def run(call: Sequence[str | Path], *, quiet: bool = False) -> bool:
    """Run a command at the top of the project; return whether it succeeded."""
    sink = subprocess.DEVNULL if quiet else None
    # Byte code is written at installation: without it each start of Python compiles pandas anew.
    env = {**os.environ, "UV_COMPILE_BYTECODE": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [str(word) for word in call]
    return (
        subprocess.run(words, cwd=ROOT, env=env, stdout=sink, stderr=sink, check=False).returncode
        == 0
    )


def fingerprint() -> str:
    """Return a digest of all that the environment depends on, and the place it was made at."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return f"{digest.hexdigest()} {ROOT}"


def stamp() -> str:
    """Return what was noted when the environment was last made, or an empty text."""
    return STAMP.read_text(encoding="utf-8") if PYTHON.exists() and STAMP.exists() else ""


def is_usable() -> bool:
    """Tell whether packages can be installed into what is there.

    An environment does not survive a move: its commands name the interpreter by its full path.
    """
    moved = stamp() and not stamp().endswith(f" {ROOT}")
    return not moved and PYTHON.exists() and run([PYTHON, "-m", "pip", "--version"], quiet=True)


def find_uv() -> str | None:
    """Return uv's path, or None where pip is the better choice.

    uv does not read pip's settings. Where pip was given an index of its own (a mirror, say) and uv
    was not, only pip knows where packages come from.
    """
    uv = shutil.which("uv")
    if uv is None or any(
        name in os.environ for name in ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL")
    ):
        return uv
    settings = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(settings, capture_output=True, text=True, check=False).stdout
    keys = [line.partition("=")[0].rpartition(".")[2] for line in listed.splitlines()]
    return None if {"index-url", "extra-index-url", "find-links", "no-index"} & set(keys) else uv


def create(uv: str | None) -> None:
    """Create an empty environment with pip in it."""
    if VENV.exists():
        shutil.rmtree(VENV)
    if uv and run([uv, "venv", "--quiet", "--seed", "--python", sys.executable, VENV]):
        return
    if run([sys.executable, "-m", "venv", "--clear", VENV], quiet=True):
        return
    # Some systems ship Python without ensurepip: then the pip that runs here puts a pip in there.
    bare = run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
    if not (
        bare and run([sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "pip"])
    ):
        raise SetupError(
            f"{sys.executable} could not make a virtual environment.\n"
            "On Debian and Ubuntu: apt install python3-venv; elsewhere install Python 3.11 "
            "or newer from python.org, then run make again."
        )


def install(uv: str | None, pinned: bool) -> None:
    """Install the project (editable) and all it needs."""
    pins = ["--constraint", "constraints.txt"] if pinned else []
    wanted = [*pins, "--editable", EDITABLE]
    if uv:
        if run([uv, "pip", "install", "--quiet", "--python", PYTHON, *wanted]):
            return
        print("env: uv did not succeed; trying pip", flush=True)
    if not run([PYTHON, "-m", "pip", "install", "--quiet", *wanted]):
        hint = (
            "\nIf the index lacks a version that constraints.txt pins, install without the pins: "
            "make env PINNED=no"
        )
        raise SetupError(
            "the packages could not be installed; the reason stands above.\n"
            "Without network, point pip at a mirror or at a folder of wheels (pip config)."
            + hint
            * pinned
        )


def greet_in_chinese() -> None:
    """Make Chinese the language in which JupyterLab starts, and let it ask no network for news.

    Its settings menu still changes both.
    """
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    chosen = {
        "@jupyterlab/translation-extension:plugin": {"locale": "zh_CN"},
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
    }
    settings.write_text(json.dumps(chosen), encoding="utf-8")


def main() -> int:
    """Make or update the environment; return the exit status."""
    if stamp() == fingerprint():
        return 0
    started = time.monotonic()
    uv = find_uv()
    try:
        if not is_usable():
            version = ".".join(map(str, sys.version_info[:3]))
            print(f"env: making .venv with Python {version}", flush=True)
            create(uv)
        print(
            f"env: installing with {'uv' if uv else 'pip'} (about 1 GB, some minutes)", flush=True
        )
        install(uv, pinned="--unpinned" not in sys.argv[1:])
        # Python 3.11 seeds an old setuptools, with which `import jieba` warns; nothing needs it.
        run([PYTHON, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools"], quiet=True)
    except SetupError as error:
        print(f"env: {error}", file=sys.stderr)
        return 1
    greet_in_chinese()
    STAMP.write_text(fingerprint(), encoding="utf-8")
    print(f"env: .venv is ready ({time.monotonic() - started:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
