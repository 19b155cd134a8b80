"""Reading: what each format keeps of a report, how fast it is, and what hostile files cost.

python benchmarks/bench_reading.py                          all tables
python benchmarks/bench_reading.py --only formats limits    some of them
python benchmarks/bench_reading.py --docs                   written into docs/formats.md
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "reading"))

from hostile_inputs import BUILT, CASES

from fzanalysis.catalogue.folding import fold
from fzanalysis.document import Document
from fzanalysis.errors import ReadError
from fzanalysis.extraction import extract_document
from fzanalysis.reading import limits, read_bytes
from fzanalysis.reading.files import list_sources
from fzanalysis.reading.office import find_office
from fzanalysis.reading.text import decode

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (BUILT.parent / "source.txt").read_text(encoding="utf-8")
MANUAL = ROOT / "docs" / "formats.md"
SLOW = (".doc", ".rtf")  # the office suite starts anew for each
METRIC = ("code", "value", "lower", "upper", "bound", "unit", "role", "period")


def folded(text: str) -> str:
    """Without blanks, and with what differs in script and width alone made equal."""
    return re.sub(r"\s+", "", fold(text))


def findings(document: Document) -> dict[str, list[tuple[object, ...]]]:
    _, records = extract_document(document)
    tables = records.tables
    return {
        "headings": [(s["marker"], folded(s["heading"]), s["role"]) for s in tables["sections"]],
        "metrics": [tuple(row[name] for name in METRIC) for row in tables["metrics"]],
        "problems": [(folded(p["text"]), p["category"]) for p in tables["problems"]],
    }


def share(wanted: list[tuple[object, ...]], found: list[tuple[object, ...]]) -> str:
    """How many of the wanted rows were found, each found row counting once."""
    left = list(found)
    hits = 0
    for row in wanted:
        if row in left:
            left.remove(row)
            hits += 1
    return f"{hits}/{len(wanted)}" + (f" +{len(left)}" if left else "")


def recovered(text: str) -> str:
    wanted, got = folded(SOURCE).replace("|", ""), folded(text).replace("|", "")
    lines = {folded(line) for line in SOURCE.splitlines()}
    whole = sum(folded(line) in lines for line in text.splitlines())
    same = "yes" if wanted == got else f"{len(got)} of {len(wanted)}"
    return f"{same} | {whole}/{len(lines)}"


def seconds(data: bytes, name: str) -> float:
    """Median time to read one report."""
    times = []
    for _ in range(3 if name.endswith(SLOW) else 30):
        start = time.perf_counter()
        read_bytes(data, name)
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def corpus() -> Iterator[tuple[str, bytes]]:
    for path in sorted(BUILT.iterdir()):
        if path.suffix != ".zip" and (path.suffix not in SLOW or find_office()):
            yield path.name, path.read_bytes()


def table_of_formats() -> list[str]:
    """What each file of the test corpus gives, against its source."""
    wanted = findings(Document(SOURCE))
    rows = [
        "| file | read as | every character | whole paragraphs | headings | metrics | problems |",
        "|---|---|---|--:|--:|--:|--:|",
    ]
    for name, data in corpus():
        document = read_bytes(data, name)
        found = findings(document)
        cells = [share(wanted[what], found[what]) for what in ("headings", "metrics", "problems")]
        encoding = f" ({document.encoding})" if document.encoding else ""
        rows.append(
            f"| `{name}` | {document.format}{encoding} | {recovered(document.text)} | "
            + " | ".join(cells)
            + " |"
        )
    return rows


def table_of_speed() -> list[str]:
    rows = ["| file | size in kB | ms a report | MB a second |", "|---|--:|--:|--:|"]
    for name, data in corpus():
        taken = seconds(data, name)
        rows.append(
            f"| `{name}` | {len(data) / 1000:.1f} | {taken * 1000:.1f} |"
            f" {len(data) / 1e6 / taken:.2f} |"
        )
    return rows


def table_of_encodings() -> list[str]:
    """Every stretch of the report that holds a Chinese character, read from its bytes alone."""
    old = decode((BUILT / "big5.txt").read_bytes())[0]
    written = (("gb18030", SOURCE), ("big5", old), ("utf-8", SOURCE), ("utf-16", SOURCE))
    rows = [
        "| characters | " + " | ".join(name for name, _ in written) + " |",
        "|--:|" + "--:|" * len(written),
    ]
    for length in (2, 4, 6, 8, 12, 20, 50):
        cells = []
        for name, text in written:
            pieces = [text[i : i + length] for i in range(len(text) - length)]
            pieces = [piece for piece in pieces if re.search("[\u4e00-\u9fff]", piece)]
            wrong = sum(misread(piece, name) for piece in pieces)
            cells.append(f"{wrong} of {len(pieces)}")
        rows.append(f"| {length} | " + " | ".join(cells) + " |")
    return rows


def misread(piece: str, encoding: str) -> bool:
    try:
        return decode(piece.encode(encoding))[0] != piece
    except ReadError:
        return True


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # elsewhere the figure may be that of the parent
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def try_folder(folder: str, answers: multiprocessing.Queue[tuple[float, float, str]]) -> None:
    """Read all of a folder in a process of its own and say what it cost."""
    read_bytes((BUILT / "ucap.html").read_bytes())
    before, start = peak(), time.perf_counter()
    said: list[str] = []
    for source in list_sources(folder):
        try:
            said.append(f"read, {len(read_bytes(source.load()).text)} characters")
        except ReadError as error:
            said.append(error.reason)
    taken = time.perf_counter() - start
    more = f" … and {len(said) - 1} more" if len(said) > 1 else ""
    answers.put((taken, peak() - before, said[-1] + more))


def table_of_refusals() -> list[str]:
    rows = ["| input | seconds | MB of memory | answer |", "|---|--:|--:|---|"]
    context = multiprocessing.get_context("spawn")
    for label, name, make in CASES:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).write_bytes(make())
            answers: multiprocessing.Queue[tuple[float, float, str]] = context.Queue()
            process = context.Process(target=try_folder, args=(folder, answers))
            process.start()
            taken, used, said = answers.get(timeout=300)
            process.join()
        rows.append(f"| {label} | {taken:.2f} | {used:.0f} | {said} |")
    return rows


#: Name of a table, as in the manual's marks, and what makes it.
TABLES = {
    "formats": table_of_formats,
    "speed": table_of_speed,
    "encodings": table_of_encodings,
    "limits": limits.table,
    "refusals": table_of_refusals,
}


def write_manual(tables: dict[str, list[str]]) -> None:
    """Put the tables between their marks in the manual."""
    text = MANUAL.read_text(encoding="utf-8")
    for name, rows in tables.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        head, rest = text.split(begin)
        text = head + begin + "\n" + "\n".join(rows) + "\n" + end + rest.split(end)[1]
    MANUAL.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=TABLES, default=list(TABLES))
    parser.add_argument("--docs", action="store_true", help="write docs/formats.md")
    asked = parser.parse_args()
    tables = {name: TABLES[name]() for name in asked.only}
    for rows in tables.values():
        print("\n".join(rows), end="\n\n")
    if asked.docs:
        write_manual(tables)


if __name__ == "__main__":
    main()
