"""Held against peers: the same texts, speed and accuracy side by side.

python benchmarks/bench_peers.py              in an environment made for this run
python benchmarks/bench_peers.py --env PATH   in one that is kept there

Texts are those of tests/gold. A gold figure counts as read if a number of its value is found where
its quote stands; a number that is neither a gold figure nor optional there counts as a false alarm.
The peers read numbers only: no unit, noun, bound or role is asked of them. JioNLP extracts amounts
of money and times, so its accuracy is taken over the figures in 元.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold"
WORKER = Path(__file__).with_name("peers_worker.py")
# recognizers-text needs an emoji package that still has a name which newer ones dropped.
PACKAGES = ("recognizers-text-suite==1.0.2a2", "jionlp>=1.5.20", "emoji<2")
Number = tuple[int, int, float]


@dataclass(frozen=True)
class Case:
    """A text, its figures as (value, unit, places of the quote), and places of optional ones."""

    text: str
    figures: tuple[tuple[float, str, tuple[tuple[int, int], ...]], ...]
    optional: tuple[tuple[int, int], ...]


def cases() -> list[Case]:
    """All texts with gold, tuned or not: speed needs many, and peers were tuned to none."""
    found = []
    for path in sorted(GOLD.glob("*tuned/gold/*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (path.parents[1] / "texts" / gold["file"]).read_text("utf-8")
        must = [m for m in gold["metrics"] if not m.get("optional")]
        free = [m["quote"] for m in gold["metrics"] if m.get("optional")]
        free += gold.get("optional_quotes", [])
        found.append(
            Case(
                text,
                tuple((m["value"], m["unit"], _places(text, m["quote"])) for m in must),
                tuple(place for quote in free for place in _places(text, quote)),
            )
        )
    return found


def _places(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    places, at = [], text.find(quote)
    while at >= 0:
        places.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return tuple(places)


def accuracy(
    found: Sequence[Sequence[Number]], gold: Sequence[Case], unit: str = ""
) -> tuple[float, float]:
    """Recall and precision of numbers; with ``unit`` only over the figures in it."""
    read = asked = right = given = 0
    for numbers, case in zip(found, gold, strict=True):
        left = list(numbers)
        for value, of_unit, places in case.figures:
            if unit and of_unit != unit:
                continue
            asked += 1
            hit = next((n for n in left if _same(n[2], value) and _meets(n, places)), None)
            if hit:
                left.remove(hit)
                read += 1
                right += 1
                given += 1
        left = [n for n in left if not _meets(n, case.optional)]
        given += len(left)
    return read / max(asked, 1), right / max(given, 1)


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(b))


def _meets(number: Number, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < number[1] and number[0] < end for start, end in places)


def ours(texts: Sequence[str]) -> tuple[float, list[list[Number]]]:
    """Whole reading of a text to rows: outline, identity, figures with unit, noun, bound, role."""
    from fzanalysis.document import Document
    from fzanalysis.extraction import extract_document

    documents = [Document(text) for text in texts]
    extract_document(documents[0])
    start = time.process_time()
    rows = [extract_document(d)[1].tables["metrics"] for d in documents]
    seconds = time.process_time() - start
    return seconds, [[(r["start"], r["end"], r["value"]) for r in row] for row in rows]


def jieba_seconds(texts: Sequence[str]) -> float:
    """The yardstick: segmenting the same texts."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    start = time.process_time()
    for text in texts:
        jieba.lcut(text)
    return time.process_time() - start


def environment(folder: Path) -> Path | None:
    """The interpreter of an environment that has the peers; None where they cannot be had."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        done = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *PACKAGES], capture_output=True, text=True
        )
        if done.returncode:
            print(f"not measured: the peers cannot be installed ({done.stderr.strip()[-200:]})")
            return None
    return python


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--env", type=Path, help="where the environment of the peers is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        python = environment(options.env or Path(temporary) / "peers")
        if python is None:
            return
        gold = cases()
        texts = [case.text for case in gold]
        done = subprocess.run(
            [python, str(WORKER)], input=json.dumps(texts), check=True, capture_output=True,
            text=True, encoding="utf-8",
        )  # fmt: skip
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    seconds, found = ours(texts)
    rows = [("fzanalysis (all tables)", seconds, accuracy(found, gold))]
    for name, result in json.loads(done.stdout).items():
        unit = "元" if name == "JioNLP" else ""
        label = f"{name} (money, times)" if unit else f"{name} (numbers)"
        rows.append((label, result["seconds"], accuracy(result["numbers"], gold, unit)))
    print(
        f"{len(texts)} texts, {megabytes:.2f} MB, {sum(len(c.figures) for c in gold):,} figures.\n"
    )
    print("| what | MB of text a second | figures read | of the numbers given, right |")
    print("|---|--:|--:|--:|")
    for label, taken, (recall, precision) in rows:
        print(f"| {label} | {megabytes / taken:.2f} | {recall:.3f} | {precision:.3f} |")
    print(f"| jieba (segmentation only) | {megabytes / jieba_seconds(texts):.2f} | | |")


if __name__ == "__main__":
    main()
