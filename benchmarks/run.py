"""All benchmarks one after the other; their tables go to docs/performance.md, what is asked first.

python benchmarks/run.py                print, write docs/performance.md
python benchmarks/run.py --large        with the runs that take minutes
python benchmarks/run.py --only build   one of them, printed only
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from asked import table

HERE = Path(__file__).resolve().parent
REPORT = HERE.parent / "docs" / "performance.md"
_LIBRARIES = ("fzanalysis", "pandas", "pyarrow", "pandera", "jieba")


def processor() -> str:
    """The name of the processor, as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def heading() -> str:
    """What the figures were measured on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        "# Performance\n\n"
        f"Written by `{' '.join(['python benchmarks/run.py', *sys.argv[1:]])}`; "
        "every figure is from that run.\n\n"
        f"Processor: {processor()}, {os.cpu_count()} cores. {platform.system()}, "
        f"Python {platform.python_version()}, {libraries}.\n"
    )


def run(path: Path, large: bool) -> str:
    """The output of one benchmark under its first line as a heading."""
    words = path.read_text("utf-8")
    asked = ["--large"] if large and '"--large"' in words else []
    done = subprocess.run(
        [sys.executable, str(path), *asked], check=True, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    title = words.split('"""')[1].strip().splitlines()[0]
    return f"## {title.rstrip('.')}\n\n{done.stdout.strip()}\n"


def main() -> None:
    """Run what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="with the runs that take minutes")
    parser.add_argument("--only", metavar="NAME", help="one benchmark, without writing")
    options = parser.parse_args()
    paths = sorted(HERE.glob(f"bench_{options.only or '*'}.py"))
    if not paths:
        parser.error(f"there is no benchmark {options.only}")
    if not options.only:
        paths.insert(0, HERE / "accuracy.py")
    print(heading())
    sections = {}
    for path in paths:
        sections[path.stem] = run(path, options.large)
        print(sections[path.stem], flush=True)
    if not options.only:
        asked = f"## What is asked and what was measured\n\n{table(sections)}\n"
        print(asked)
        REPORT.write_text("\n".join([heading(), asked, *sections.values()]), "utf-8")
        print(f"written: {REPORT}")


if __name__ == "__main__":
    main()
