"""Spoiled files and texts by the thousand: nothing may raise, spans must hold, ids must be unique.

python benchmarks/fuzz.py                 ten minutes; writes docs/robustness.md
python benchmarks/fuzz.py --minutes 1     shorter, printed only
python benchmarks/fuzz.py --only text     one kind, printed only

Each kind runs in a process of its own, so that one that dies or hangs is a finding too; what it was
at work on then lies in the folder that is named. Hypothesis draws what is spoiled and how, and
makes a finding as small as it can. Old Word files are read without an office suite: it would
take seconds for each. `--seed N` draws other examples.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.test_properties import IDS, check, mixtures  # noqa: E402

from fzanalysis.catalogue import load_catalogue  # noqa: E402
from fzanalysis.corpus.parts import pack  # noqa: E402
from fzanalysis.corpus.worker import process  # noqa: E402
from fzanalysis.document import Document  # noqa: E402
from fzanalysis.errors import ReadError  # noqa: E402
from fzanalysis.extraction import extract_document  # noqa: E402
from fzanalysis.reading import read_bytes  # noqa: E402

RECORD = ROOT / "docs" / "robustness.md"
MINUTES = 10.0
#: Examples of one round of Hypothesis; between two rounds the clock is looked at.
ROUND = 200
#: Seconds of the processor that no example may take: reports are read in milliseconds.
LONGEST = 10.0
#: Files larger than this are left to the tests of limits.
LARGEST = 100_000
#: Folders of whole texts: the shipped reports and all gold texts, tuned and untuned.
TEXTS = ("data/raw/five", "data/raw/demo", "tests/gold/tuned/texts", "tests/gold/untuned/texts")
FILES = ("tests/data/formats/built", "data/raw/five", "data/raw/demo")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5")


@dataclass
class Kind:
    """What was done with one kind of input."""

    name: str
    examples: int = 0
    refused: int = 0
    rows: int = 0
    megabytes: float = 0.0
    slowest: float = 0.0
    findings: list[str] = field(default_factory=list)


def files() -> list[bytes]:
    """The files that are spoiled: every format that is read."""
    found = (p for folder in FILES for p in sorted((ROOT / folder).rglob("*")) if p.is_file())
    return [p.read_bytes() for p in found if p.suffix != ".csv" and p.stat().st_size <= LARGEST]


def texts() -> list[str]:
    """The texts that are spoiled."""
    found = []
    for folder in TEXTS:
        for path in sorted((ROOT / folder).glob("*.txt")):
            found.append(read_bytes(path.read_bytes(), path.name).text)
    return found


#: A change: what, where (a share of the length), how much, and what is put there.
EDITS = st.lists(
    st.tuples(
        st.sampled_from(("drop", "double", "swap", "put", "cut", "lines")),
        st.floats(0, 1),
        st.integers(1, 40),
        st.integers(0, 2**16),
    ),
    min_size=1,
    max_size=12,
)
NOISE = (
    "一二三十百千万亿零余多约近超第0123456789.,，、。；：％%（）()“”《》【】"
    "\n\r\t \u3000①—-至共其中次份件元"
)


def spoil_text(text: str, edits: list[tuple[str, float, int, int]]) -> str:
    """Dropped, doubled and swapped characters, cut ends, lost line breaks, noise."""
    for what, where, length, salt in edits:
        at = int(where * len(text))
        piece = text[at : at + length]
        match what:
            case "drop":
                text = text[:at] + text[at + length :]
            case "double":
                text = text[:at] + piece * 2 + text[at + length :]
            case "swap":
                text = text[:at] + piece[::-1] + text[at + length :]
            case "put":
                dice = random.Random(salt)
                text = text[:at] + "".join(dice.choices(NOISE, k=length)) + text[at:]
            case "cut":
                text = text[:at] if length % 2 else text[at:]
            case "lines":
                stretch = text[at : at + 40 * length]
                text = text[:at] + stretch.replace("\n", "") + text[at + 40 * length :]
    return text


def spoil_bytes(data: bytes, edits: list[tuple[str, float, int, int]], other: bytes) -> bytes:
    """The same with bytes; noise is random, zeros, or a piece of another file."""
    for what, where, length, salt in edits:
        at = int(where * len(data))
        piece = data[at : at + length]
        dice = random.Random(salt)
        match what:
            case "drop":
                data = data[:at] + data[at + length :]
            case "double":
                data = data[:at] + piece * 2 + data[at + length :]
            case "swap":
                flipped = bytes(b ^ (1 << dice.randrange(8)) for b in piece)
                data = data[:at] + flipped + data[at + length :]
            case "put":
                put = dice.choice((dice.randbytes(length), b"\0" * length, b"\xff" * length))
                data = data[:at] + put + data[at + length * (salt % 2) :]
            case "cut":
                data = data[:at] if length % 2 else data[at:]
            case "lines":
                start = salt % max(1, len(other))
                data = data[:at] + other[start : start + 40 * length] + data[at:]
    return data


def spoil_member(data: bytes, edits: list[tuple[str, float, int, int]], which: int) -> bytes:
    """A Word file or archive with one member spoiled and the packing whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        members = old.infolist()
        chief = ("document", "numbering")
        weights = [5 if any(c in m.filename for c in chief) else 1 for m in members]
        chosen = random.Random(which).choices(members, weights)[0]
        for member in members:
            body = old.read(member)
            if member is chosen:
                body = spoil_bytes(body, edits, body)
            new.writestr(member.filename, body)
    return packed.getvalue()


def spoiled_files() -> st.SearchStrategy[bytes]:
    """Bytes of every format, changed; and bytes of nothing at all."""
    whole = files()
    packed = [f for f in whole if f.startswith(b"PK")]
    return st.one_of(
        st.builds(spoil_bytes, st.sampled_from(whole), EDITS, st.sampled_from(whole)),
        st.builds(spoil_member, st.sampled_from(packed), EDITS, st.integers(0, 2**16)),
        st.binary(max_size=2000),
    )


def spoiled_encodings() -> st.SearchStrategy[bytes]:
    """Texts of which a part is in another encoding, with bytes spoiled on top."""
    whole = texts()

    def mix(text: str, encodings: list[str], cuts: list[float], edits: Any) -> bytes:
        places = [0, *sorted(int(c * len(text)) for c in cuts), len(text)]
        parts = [
            text[a:b].encode(encodings[n % len(encodings)], "replace")
            for n, (a, b) in enumerate(itertools.pairwise(places))
        ]
        data = b"".join(parts)
        return spoil_bytes(data, edits, data) if edits else data

    encodings = st.lists(st.sampled_from(ENCODINGS), min_size=1, max_size=3)
    cuts = st.lists(st.floats(0, 1), max_size=3)
    return st.builds(mix, st.sampled_from(whole), encodings, cuts, st.one_of(st.none(), EDITS))


def spoiled_texts() -> st.SearchStrategy[str]:
    """Whole reports with characters dropped, doubled and swapped, and lines run together."""
    return st.builds(spoil_text, st.sampled_from(texts()), EDITS)


def mixed_texts() -> st.SearchStrategy[str]:
    """Pieces of reports, markers, numerals and noise in any order."""
    return st.one_of(mixtures(), st.lists(mixtures(), max_size=12).map("\n".join))


CATALOGUE = load_catalogue()


def try_bytes(kind: Kind, data: bytes) -> None:
    """Read, and go on with what was read; only a :class:`ReadError` may be raised."""
    try:
        document = read_bytes(data, "a.bin")
    except ReadError as error:
        if not (error.reason and error.hint):
            raise AssertionError("refused without a reason or a hint") from error
        kind.refused += 1
        return
    try_text(kind, document.text, document)


def try_text(kind: Kind, text: str, document: Document | None = None) -> None:
    """Parse and extract, check all rows; then the whole way to what a build stores."""
    document = document or Document(text)
    parsed, records = extract_document(document)
    check(text, parsed, records)
    kind.rows += sum(len(records.tables[name]) for name in IDS)
    outcome = process(document, CATALOGUE, {})
    if outcome.failure is None:
        pack(outcome.tables, CATALOGUE)
    else:
        assert outcome.failure["stage"] == "parsing", outcome.failure
        kind.refused += 1


Try = Callable[[Kind, Any], None]
KINDS: dict[str, tuple[str, Callable[[], st.SearchStrategy[Any]], Try]] = {
    "files": ("files of every format, spoiled", spoiled_files, try_bytes),
    "encodings": ("texts in mixed encodings", spoiled_encodings, try_bytes),
    "reports": ("reports with characters lost, doubled, swapped", spoiled_texts, try_text),
    "text": ("pieces and noise in any order", mixed_texts, try_text),
}


def run_kind(name: str, minutes: float, first: int, note: Path) -> Kind:
    """Rounds of one kind until the time is over; after a finding the next round goes on."""
    label, strategy, attempt = KINDS[name]
    kind = Kind(label)
    examples = strategy()
    end = time.monotonic() + 60 * minutes
    number = first

    def once(example: Any) -> None:
        data = example.encode("utf-8", "surrogatepass") if isinstance(example, str) else example
        note.write_bytes(data)  # what a process died of lies here
        start = time.process_time()
        attempt(kind, example)
        taken = time.process_time() - start
        kind.examples += 1
        kind.megabytes += len(data) / 1e6
        kind.slowest = max(kind.slowest, taken)
        assert taken < LONGEST, f"took {taken:.0f} s for {len(data)} bytes"

    while time.monotonic() < end:
        rounds = settings(
            max_examples=ROUND, deadline=None, database=None, print_blob=False,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
        )  # fmt: skip
        try:
            seed(number)(rounds(given(examples)(once)))()
        except Exception as error:  # whatever it is: that is what is looked for
            kind.findings.append(_told(error, note))
        number += 1
    return kind


def _told(error: Exception, note: Path) -> str:
    """Error and place in one line; the smallest example is kept beside the note."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "fzanalysis" in f.filename]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "check"
    told = f"{type(error).__name__} in {where}: {error}".splitlines()[0][:200]
    kept = note.with_name(f"{note.stem}-{abs(hash(where)) % 10_000}.bin")
    kept.write_bytes(note.read_bytes())
    return f"{told} (example: {kept})"


def run_apart(name: str, options: argparse.Namespace, minutes: float) -> Kind:
    """One kind in a process of its own; one that dies or hangs is a finding."""
    note = Path(options.keep) / f"{name}.bin"
    command = [
        sys.executable, "-X", "faulthandler", __file__, "--child", name, "--minutes", str(minutes),
        "--seed", str(options.seed), "--keep", options.keep,
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env={**os.environ, "PATH": ""}, timeout=60 * minutes + 300,
        )  # fmt: skip
        if not done.returncode:
            return Kind(**json.loads(done.stdout.splitlines()[-1]))
        what = f"the process ended with status {done.returncode}"
    except subprocess.TimeoutExpired:
        what = "an example hung"
    return Kind(KINDS[name][0], findings=[f"{what} (example: {note})"])


def table(kinds: list[Kind]) -> str:
    """What was done, and what was found."""
    rows = [
        "| what | examples | MB | rows checked | refused by name | slowest, s | findings |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for k in kinds:
        rows.append(
            f"| {k.name} | {k.examples:,} | {k.megabytes:,.1f} | {k.rows:,} | {k.refused:,} |"
            f" {k.slowest:.2f} | {len(set(k.findings))} |"
        )
    found = sorted({f for k in kinds for f in k.findings})
    return "\n".join([*rows, "", *(f"- {f}" for f in found or ["Nothing was found."])]) + "\n"


def main() -> None:
    """Run all kinds after each other, a share of the time for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for the examples of findings")
    parser.add_argument("--child", choices=KINDS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.keep = options.keep or tempfile.mkdtemp(prefix="fuzz-")
    Path(options.keep).mkdir(parents=True, exist_ok=True)
    if options.child:
        note = Path(options.keep) / f"{options.child}.bin"
        print(json.dumps(asdict(run_kind(options.child, options.minutes, options.seed, note))))
        return
    names = [options.only] if options.only else list(KINDS)
    kinds = [run_apart(name, options, options.minutes / len(names)) for name in names]
    text = f"{options.minutes:g} minutes, first seed {options.seed}.\n\n{table(kinds)}"
    print(text)
    if not options.only and options.minutes >= MINUTES:
        before = RECORD.read_text("utf-8").split(MARK)[0] if RECORD.exists() else ""
        RECORD.write_text(f"{before}{MARK}\n\n{text}", "utf-8")
        print(f"written: {RECORD}")
    sys.exit(any(k.findings for k in kinds))


MARK = "## The last run of `benchmarks/fuzz.py`"

if __name__ == "__main__":
    main()
