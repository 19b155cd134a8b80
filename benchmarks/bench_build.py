"""Building: stages against jieba, processes, a rebuild with nothing changed, memory, and the truth.

python benchmarks/bench_build.py                1,000 reports
python benchmarks/bench_build.py --large        memory and time at 20,000 reports as well

Prints Markdown. Reports are generated, see generator.py; every figure is measured in this run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from generator import make_reports, write_reports
from recovery import recovery

SAMPLE = 200
SMALL, LARGE = 1_000, 20_000
_MEASURED = Path(__file__).with_name("measured_build.py")


def stages(repeats: int = 3) -> list[str]:
    """What each stage of one report costs, and what jieba takes to segment the same text.

    Time of the processor, not of the clock; rounds of stages and of jieba alternate, the best of
    each counts: other programs that run meanwhile hardly spoil the comparison.
    """
    reports = list(make_reports(SAMPLE))
    size = sum(len(r.text.encode()) for r in reports)
    best: dict[str, float] = {}
    for _ in range(repeats):
        for name, seconds in {**_one_round(reports), "jieba": _jieba(reports)}.items():
            best[name] = min(seconds, best.get(name, seconds))
    jieba = best.pop("jieba")
    told = [("text to rows", ("reading", "parsing", "extraction"))]
    rows = ["| stage | ms a report | MB of text a second | of jieba's time |", "|---|--:|--:|--:|"]
    for name, parts in [*((n, (n,)) for n in best), *told]:
        seconds = sum(best[p] for p in parts)
        name = f"**{name}** (reading, parsing, extraction)" if len(parts) > 1 else name
        rows.append(_stage(name, seconds, size, jieba))
    rows.append(_stage("yardstick: jieba segments the same text", jieba, size, jieba))
    return rows


def _stage(name: str, seconds: float, size: int, jieba: float) -> str:
    each = 1000 * seconds / SAMPLE
    return f"| {name} | {each:.2f} | {size / 1e6 / seconds:.2f} | {seconds / jieba:.2f} |"


def _one_round(reports: Iterable[Any]) -> dict[str, float]:
    """Seconds by stage, each stage over all reports."""
    from fzanalysis.catalogue import load_catalogue
    from fzanalysis.corpus.parts import pack
    from fzanalysis.corpus.worker import process
    from fzanalysis.extraction.records import extract
    from fzanalysis.parsing import parse
    from fzanalysis.reading import read_bytes

    catalogue = load_catalogue()
    seconds: dict[str, float] = {}
    files = [r.text.encode(r.encoding) for r in reports]
    documents = _timed(seconds, "reading", lambda: [read_bytes(f, "a.txt") for f in files])
    parsed = _timed(seconds, "parsing", lambda: [parse(d) for d in documents])
    _timed(seconds, "extraction", lambda: [extract(p, catalogue) for p in parsed])
    outcomes = [process(d, catalogue, {}) for d in documents]
    _timed(seconds, "packing", lambda: [pack(o.tables, catalogue) for o in outcomes])
    with tempfile.TemporaryDirectory() as folder:
        _timed(seconds, "tables", lambda: _assemble(files, Path(folder)))
    return seconds


def _assemble(files: list[bytes], folder: Path) -> float:
    """Parts that are there → checked tables on disk. Making the parts is not measured."""
    from fzanalysis.corpus.build import build

    raw = folder / "raw"
    raw.mkdir()
    for number, data in enumerate(files):
        (raw / f"{number}.txt").write_bytes(data)
    build(raw, folder / "out", workers=1)
    shutil.rmtree(folder / "out" / "tables")
    start = time.process_time()
    build(raw, folder / "out", workers=1)
    return time.process_time() - start


def _timed(seconds: dict[str, float], name: str, function: Callable[[], Any]) -> Any:
    start = time.process_time()
    result = function()
    # A function that measures itself gives its own time.
    seconds[name] = result if isinstance(result, float) else time.process_time() - start
    return result


def _jieba(reports: Iterable[Any]) -> float:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    start = time.process_time()
    for report in reports:
        jieba.lcut(report.text)
    return time.process_time() - start


def measured(raw: Path, out: Path, workers: int) -> dict[str, float]:
    """One build in a process of its own: seconds, and the most memory of any of its processes."""
    said = subprocess.run(
        [sys.executable, str(_MEASURED), str(raw), str(out), str(workers)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    result: dict[str, float] = json.loads(said.stdout)
    return result


def builds(folder: Path, large: bool) -> list[str]:
    """Whole builds: one process, two, nothing changed; and how much memory they need."""
    counts = [SMALL, LARGE] if large else [SMALL]
    rows = [
        "| reports | what | seconds | reports a second | parent, MB | largest worker, MB |"
        " processor time of the parent, ms a report |",
        "|--:|---|--:|--:|--:|--:|--:|",
    ]
    notes = []
    for count in counts:
        raw, out = folder / str(count), folder / f"out{count}"
        write_reports(raw, count)
        runs = {}
        for workers in (1, 2):
            shutil.rmtree(out, ignore_errors=True)
            runs[workers] = measured(raw, out, workers)
            rows.append(_build(count, f"{workers} process{'es' * (workers > 1)}", runs[workers]))
        again = measured(raw, out, 1)
        rows.append(_build(count, "nothing changed", again))
        notes.append(
            f"- {count:,} reports: two processes are {_ratio(runs[1], runs[2])} times as fast as "
            f"one; with nothing changed a build is {_ratio(runs[1], again)} times as fast. "
            f"On disk, a report: {again['kept_mb'] * 1e3 / count:.1f} kB kept results, "
            f"{again['tables_mb'] * 1e3 / count:.1f} kB tables."
        )
    return [*rows, "", *notes]


def _build(count: int, what: str, run: dict[str, float]) -> str:
    worker = f"{run['worker_mb']:.0f}" if run["worker_mb"] else ""
    seconds = run["seconds"]
    return (
        f"| {count:,} | {what} | {seconds:.1f} | {count / seconds:.0f} |"
        f" {run['parent_mb']:.0f} | {worker} | {run['parent_seconds'] * 1e3 / count:.2f} |"
    )


def _ratio(one: dict[str, float], other: dict[str, float]) -> str:
    return f"{one['seconds'] / other['seconds']:.1f}"


def truth(folder: Path) -> list[str]:
    """What was put into the reports and what was found."""
    shares = recovery(folder / f"{SMALL}.truth.jsonl", folder / f"out{SMALL}")
    rows = ["| what | recovered |", "|---|--:|"]
    return [*rows, *(f"| {name} | {share:.3f} |" for name, share in shares.items())]


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} reports as well")
    options = parser.parse_args()
    print(f"### Stages, {SAMPLE} generated reports\n")
    print("\n".join(stages()), "\n", sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        print("### Whole builds\n")
        print("\n".join(builds(Path(folder), options.large)), "\n", sep="\n")
        print(f"### Truth of {SMALL:,} generated reports\n")
        print("\n".join(truth(Path(folder))))


if __name__ == "__main__":
    main()
