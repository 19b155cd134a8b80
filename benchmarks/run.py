"""All benchmarks one after the other; their tables go to docs/performance.md, what is asked first.

python benchmarks/run.py                print, write docs/performance.md
python benchmarks/run.py --quick        without the builds of 20,000 reports
python benchmarks/run.py --only build   one of them, printed only

The document is of one run as a whole. While it runs, what is there lies in performance.md.part
beside it: a run that is stopped loses nothing, and does not touch the document. A benchmark that
fails, for want of a tool or otherwise, keeps what it printed and says why; the others go on.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

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
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    return (
        "# Performance\n\n"
        f"Written by `{' '.join(['python benchmarks/run.py', *sys.argv[1:]])}`; "
        "every figure is from that run.\n\n"
        f"Processor: {processor()}, {os.cpu_count()} cores. {platform.system()}, "
        f"Python {platform.python_version()}, {libraries}.\n"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(absent)"


def run(path: Path, large: bool) -> tuple[str, bool]:
    """The output of one benchmark under its first line as a heading, and whether it went well."""
    words = path.read_text("utf-8")
    asked = ["--large"] if large and '"--large"' in words else []
    # Unbuffered: of one that is killed there is what it had printed.
    done = subprocess.run(
        [sys.executable, "-u", str(path), *asked], check=False, capture_output=True, text=True,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    print(done.stderr, end="", file=sys.stderr)
    title = words.split('"""')[1].strip().splitlines()[0]
    text = f"## {title.rstrip('.')}\n\n{done.stdout.strip()}\n"
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        text += f"\n**Not finished** (status {done.returncode}): {why}\n"
    return text, not done.returncode


def document(sections: Mapping[str, str], *, asked: str = "", left: Sequence[str] = ()) -> str:
    """The whole document; what is still left to run is said."""
    note = f"**Not whole**: {', '.join(left)} still to come.\n" if left else ""
    return "\n".join(filter(None, [heading(), note, asked, *sections.values()]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is there; 1 if something of it did not finish."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="without what takes minutes")
    parser.add_argument("--only", metavar="NAME", help="one benchmark, without writing")
    options = parser.parse_args(arguments)
    paths = sorted(HERE.glob(f"bench_{options.only or '*'}.py"))
    if not paths:
        parser.error(f"there is no benchmark {options.only}")
    if not options.only:
        paths.insert(0, HERE / "accuracy.py")
    print(heading())
    sections: dict[str, str] = {}
    failed, part = [], REPORT.with_name(f"{REPORT.name}.part")
    for number, path in enumerate(paths, start=1):
        sections[path.stem], well = run(path, not options.quick)
        failed += [] if well else [path.stem]
        print(sections[path.stem], flush=True)
        if not options.only:
            left = [p.stem for p in paths[number:]]
            part.write_text(document(sections, left=[*left, "the table"]), "utf-8")
    if not options.only:
        asked = f"## What is asked and what was measured\n\n{table(sections)}\n"
        print(asked)
        part.write_text(document(sections, asked=asked), "utf-8")
        part.replace(REPORT)
        print(f"written: {REPORT}")
    if failed:
        print(f"not finished: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
