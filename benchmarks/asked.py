"""What the design asks, row by row, beside what this run of the benchmarks measured.

Figures are taken from the printed tables, so that this one cannot say anything else than they do.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Measures of the real five that may be below 1.
_BELOW = {"theme": 0.97, "problem_category": 0.97, "heading_recall": 0.97}
_NOTHING = "not measured in this run"
CLUSTER = ("tests/corpus/test_corpus_cluster.py::test_a_killed_worker_loses_nothing",)
FAULTS = ("tests/corpus/test_corpus_faults.py", "tests/corpus/test_corpus_crashes.py")
Row = tuple[str, str, str, str]


def cells(text: str, first: str) -> list[str]:
    """The cells of the first row of a Markdown table whose first cell begins so; none if absent.

    >>> cells("| a | 1.0 (5) |", "a")
    ['1.0 (5)']
    """
    for line in text.splitlines():
        if line.startswith(f"| {first}"):
            return [cell.strip() for cell in line.strip()[1:-1].split("|")][1:]
    return []


def _number(words: str) -> float | None:
    found = re.search(r"[0-9][0-9,.]*", words)
    return float(found.group().rstrip(".").replace(",", "")) if found else None


def _held(asked: str, measured: float | None, well: bool, words: str = "") -> tuple[str, str, str]:
    if measured is None:
        return asked, _NOTHING, "?"
    return asked, words or f"{measured:g}", "yes" if well else "**no**"


def accuracy_rows(text: str) -> Iterator[Row]:
    """Accuracy on the real reports and on unseen ones, from the table of accuracy.py."""
    head = cells(text, "measure")
    if not head:
        yield ("accuracy", "see docs/accuracy.md", _NOTHING, "?")
        return
    measures = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    if "real five" in head:
        low = []
        for measure in measures[1:]:
            value = _number(cells(text, f"{measure} ")[head.index("real five")])
            if value is not None and value < _BELOW.get(measure, 1.0):
                low.append(f"{measure} {value:.3f}")
        words = ", ".join(low) or "every figure"
        yield ("the five real reports against gold", "1.000; three ≥ 0.97", words, _yes(not low))
    for measure in measures[1:]:
        row = cells(text, f"{measure} ")
        asked = _number(row[-1])
        value = _number(row[head.index("untuned")])
        if asked is not None and value is not None:
            yield (f"unseen: {measure}", f"≥ {asked:.2f}", f"{value:.3f}", _yes(value >= asked))


def _yes(well: bool) -> str:
    return "yes" if well else "**no**"


def speed_rows(text: str) -> Iterator[Row]:
    """Speed and memory, from the tables of bench_build.py."""
    share = cells(text, "**text to rows**")
    value = _number(share[-1]) if share else None
    yield (
        "text to rows, of jieba's time",
        *_held("≤ 0.33, then 0.10", value, (value or 9) <= 0.33),
    )
    for words, asked in (("nothing changed a build is", 20.0), ("two processes are", 1.8)):
        found = re.findall(rf"{words} ([0-9.]+) times", text)
        value = max(map(float, found)) if found else None
        yield (f"{words} … times as fast", *_held(f"≥ {asked:g}", value, (value or 0) >= asked))
    memory = [
        [c.strip() for c in line.strip()[1:-1].split("|")]
        for line in text.splitlines()
        if re.match(r"\| [0-9,]+ \| [12] process", line)
    ]
    told = {row[0]: max(_number(c) or 0 for c in row[4:]) for row in memory}
    flat = len(told) > 1 and max(told.values()) <= 1.5 * min(told.values())
    words = ", ".join(f"{count} reports: {mb:.0f} MB" for count, mb in told.items())
    held = _yes(flat) if len(told) > 1 else "? (one size only: not with --quick)"
    yield ("memory of the largest process", "flat", words or _NOTHING, held)


def help_row() -> Row:
    """How long ``fzanalysis --help`` takes, the best of five."""
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        command = [sys.executable, "-m", "fzanalysis.cli", "--help"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    best = min(taken)
    return ("fzanalysis --help, seconds", *_held("≤ 0.3", best, best <= 0.3, f"{best:.2f}"))


def span_row() -> Row:
    """Every row of every table of the shipped corpora and formats, held against its text."""
    import tempfile

    import fzanalysis as fz
    from fzanalysis.corpus.schema import WITH_SPANS

    rows = wrong = 0
    for raw in ("data/raw/five", "data/raw/demo", "tests/data/formats/built"):
        with tempfile.TemporaryDirectory() as out:
            fz.build(ROOT / raw, out, csv="never")
            corpus = fz.load(out)
            texts = corpus.texts.set_index("report_id")["text"]
            for name in WITH_SPANS:
                for row in corpus.table(name).itertuples():
                    rows += 1
                    wrong += texts[row.report_id][row.start : row.end] != row.quote
    words = f"{wrong} wrong of {rows:,}; spoiled input: docs/robustness.md"
    return ("rows that do not quote their text", "0", words, _yes(not wrong))


def pattern_row(text: str) -> Row:
    """Whether time grows with the length, from bench_patterns.py."""
    found = re.search(r"Largest ratio ([0-9.]+) .*?: (linear|NOT LINEAR)\.", text)
    words = f"{found[1]} for four times the length" if found else _NOTHING
    held = _yes(found[2] == "linear") if found else "?"
    return ("slowest regular expressions in the whole reading", "linear", words, held)


def hostile_row(text: str) -> Row:
    """The slowest refusal of a hostile file, from bench_reading.py."""
    lines = [line for line in text.splitlines() if line.startswith("| ") and "--max" not in line]
    seconds = [
        float(cell)
        for line in lines
        for cell in [line.strip()[1:-1].split("|")[1].strip()]
        if re.fullmatch(r"[0-9]+\.[0-9]+", cell) and _hostile(line)
    ]
    value = max(seconds) if seconds else None
    return ("hostile files: slowest, seconds", *_held("within seconds", value, (value or 99) <= 10))


def spoiled_row(minutes: float = 1.0) -> Row:
    """What a short run of fuzz.py found."""
    command = [sys.executable, str(ROOT / "benchmarks" / "fuzz.py"), "--minutes", str(minutes)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    rows = [re.findall(r"[0-9][0-9,]*", line) for line in done.stdout.splitlines() if "| " in line]
    counts = [row for row in rows if len(row) >= 6]
    examples = sum(int(row[0].replace(",", "")) for row in counts)
    if not examples:
        return ("spoiled input", "nothing raises", _NOTHING, "?")
    found = sum(int(row[-1].replace(",", "")) for row in counts)
    words = f"{found} findings in {examples:,} examples"
    return ("spoiled input", "nothing raises", words, _yes(not found and not done.returncode))


def test_row(what: str, asked: str, tests: tuple[str, ...]) -> Row:
    """Whether some tests of the suite pass; those that are skipped do not count."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    words = done.stdout.strip().splitlines()[-1].strip("= ") if done.stdout.strip() else _NOTHING
    words = f"{tests[0].partition('::')[0]}: {re.sub(r' in [0-9.]+s.*', '', words)}"
    return (what, asked, words, _yes(not done.returncode) if passed else "?")


def _hostile(line: str) -> bool:
    from hostile_inputs import CASES

    return any(line.startswith(f"| {name} |") for name, _, _ in CASES)


def table(printed: Mapping[str, str]) -> str:
    """The table.

    Args:
        printed: name of a benchmark → what it printed.
    """
    sys.path.insert(0, str(ROOT / "tests" / "reading"))
    parts: tuple[tuple[str, Callable[[], Iterable[Row]]], ...] = (
        ("accuracy", lambda: accuracy_rows(printed.get("accuracy", ""))),
        ("spans", lambda: [span_row()]),
        ("speed and memory", lambda: speed_rows(printed.get("bench_build", ""))),
        ("fzanalysis --help", lambda: [help_row()]),
        ("regular expressions", lambda: [pattern_row(printed.get("bench_patterns", ""))]),
        ("hostile files", lambda: [hostile_row(printed.get("bench_reading", ""))]),
        ("spoiled input", lambda: [spoiled_row()]),
        ("cluster", lambda: [test_row("a worker killed on a cluster", "loses nothing", CLUSTER)]),
        ("faults", lambda: [test_row("full disk, killed, two builds", "nothing lost", FAULTS)]),
    )
    rows: list[Row] = []
    for name, part in parts:
        try:
            rows += part()
        except Exception as error:  # a table that is not whole is still one
            why = " ".join(str(error).split())[:120]
            rows.append((name, "", f"{_NOTHING}: {type(error).__name__}: {why}", "?"))
    lines = ["| what | asked | measured | held |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
