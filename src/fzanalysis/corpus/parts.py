"""Parts: some hundred files read, parsed, extracted and written down as one file that is kept.

A part is a pure function of the files, what ``sources.csv`` states of them, the catalogue and the
program. It is written under a temporary name and renamed, so a part that is there is finished.

Layout: the results of the files one after the other, each compressed on its own so that any of
them can be read alone; then an index; then the length of the index. Quotes are not stored: they
are cut from the text when the tables are written.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.ids import base_id, format_rank
from fzanalysis.corpus.indicators import indicators_of
from fzanalysis.corpus.keys import key_of, plain
from fzanalysis.corpus.places import join, open_binary, write_whole
from fzanalysis.corpus.schema import TABLES
from fzanalysis.corpus.worker import Outcome, failed, process
from fzanalysis.document import digest
from fzanalysis.errors import FzError, LimitError, ReadError
from fzanalysis.reading import Limits, read_bytes
from fzanalysis.reading.limits import DEFAULT

Row = dict[str, Any]
#: What one report is as stored: columns without report_id, quote and corrected_by.
STORED = {
    t.name: tuple(n for n in t.names if n not in ("report_id", "quote", "corrected_by"))
    for t in TABLES.values()
    if t.name != "failures"
}
_TAIL = 16


class Loadable(Protocol):
    """A file to be read: a name under which it is known, and its bytes."""

    @property
    def source_path(self) -> str:
        """The name in the tables."""

    def load(self) -> bytes:
        """The raw bytes; raises ReadError."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a part.

    Attributes:
        name: the name in the tables; that of the source, unless two sources have one name.
        source: the file.
        stated: what ``sources.csv`` states of it.
        known: the keys under which results of it are kept that hold under the present limits;
            with one of them nothing has to be done.
    """

    name: str
    source: Loadable
    stated: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One part to be made.

    Attributes:
        items: the files.
        catalogue: the vocabulary.
        folder: address of the folder of parts.
        limits: bounds of reading.
        doomed: whether reading killed a process before; then the files are not read again.
    """

    items: tuple[Item, ...]
    catalogue: Catalogue
    folder: str
    limits: Limits = DEFAULT
    doomed: bool = False

    def split(self) -> list[Task]:
        """The same as one task a file."""
        return [replace(self, items=(item,)) for item in self.items]

    def doom(self) -> Task:
        """The same, with its files not to be read."""
        return replace(self, doomed=True)


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one file without opening its result.

    Attributes:
        path: its name in the tables.
        key: of its result, see :mod:`fzanalysis.corpus.keys`; empty if it must be made anew next
            time.
        base: the base of its id, empty if it failed.
        sha256: digest of the raw bytes.
        rank: place of its format, see :func:`fzanalysis.corpus.ids.format_rank`.
        failure: stage, reason and hint if it failed, else empty.
        limit: the limit that refused it or cost a part of it, else empty.
        offset, length: where its result stands in the part.
    """

    path: str
    key: str
    base: str = ""
    sha256: str = ""
    rank: int = 0
    failure: tuple[str, ...] = ()
    limit: str = ""
    offset: int = 0
    length: int = 0

    def frozen(self) -> Fact:
        """The same with a tuple where JSON knows lists only."""
        return replace(self, failure=tuple(self.failure))


@dataclass(frozen=True, slots=True)
class Made:
    """A finished part: its file name (empty if nothing had to be made), and its files."""

    part: str
    facts: tuple[Fact, ...]


def run_part(task: Task) -> Made:
    """Make one part, unless all its files are known.

    Args:
        task: the files and where the part goes.

    Returns:
        The name of the part and a fact for each file, known ones included (without place).
    """
    facts, blobs, offset = [], [], 0
    for item in task.items:
        fact, blob = _fact(item, task)
        if blob:
            fact = replace(fact, offset=offset, length=len(blob))
            offset += len(blob)
            blobs.append(blob)
        facts.append(fact)
    kept = [f for f in facts if f.length or f.failure]
    if not kept:
        return Made("", tuple(facts))
    name = write_part(task.folder, kept, blobs)
    return Made(name, tuple(facts))


def write_part(folder: str, facts: Iterable[Fact], blobs: Iterable[bytes]) -> str:
    """Write results with their index as one file; gives its name, which follows from both."""
    facts = list(facts)
    index = json.dumps([_listed(f) for f in facts], ensure_ascii=False).encode()
    packed = zlib.compress(index, 1)
    name = hashlib.sha256(index).hexdigest()[:24] + ".part"
    data = b"".join((*blobs, packed, f"{len(packed):>{_TAIL}d}".encode()))
    write_whole(join(folder, name), data)
    return name


def _listed(fact: Fact) -> list[Any]:
    return [getattr(fact, name) for name in Fact.__slots__]


def read_index(address: str) -> list[Fact]:
    """The facts of a part.

    Raises:
        OSError, ValueError, zlib.error: if it is not a whole part.
    """
    with open_binary(address) as stream:
        end = stream.seek(0, 2)
        stream.seek(end - _TAIL)
        length = int(stream.read(_TAIL))
        stream.seek(end - _TAIL - length)
        listed = json.loads(zlib.decompress(stream.read(length)))
    return [Fact(**dict(zip(Fact.__slots__, row, strict=True))).frozen() for row in listed]


def read_blob(address: str, fact: Fact) -> bytes:
    """The result of one file as it is stored; empty if it failed."""
    with open_binary(address) as stream:
        stream.seek(fact.offset)
        return stream.read(fact.length)


def read_result(address: str, offset: int, length: int) -> dict[str, Any]:
    """The stored result of one file: table → column values; see :data:`STORED`."""
    with open_binary(address) as stream:
        stream.seek(offset)
        found: dict[str, Any] = json.loads(zlib.decompress(stream.read(length)))
    return found


def _fact(item: Item, task: Task) -> tuple[Fact, bytes]:
    if task.doomed:
        error = ReadError(
            "reading the file ended the process that read it",
            hint="open it in its own program and save it again, or take it out of the folder",
        )
        return _failure(item.name, "", failed(item.name, "reading", error)), b""
    try:
        data = item.source.load()
    except ReadError as error:
        return _failure(item.name, "", failed(item.name, "reading", error)), b""
    sha256 = digest(data)
    key = key_of(sha256, item.name, item.stated, task.catalogue.digest, task.limits)
    kept = next((known for known in item.known if plain(known) == plain(key)), None)
    if kept is not None:
        return Fact(item.name, kept), b""
    try:
        outcome = _outcome(data, item, task)
    except Exception as error:
        # One odd file must not stop thousands of others; the row says that the program is to blame.
        return _failure(item.name, "", failed(item.name, "extraction", _defect(error))), b""
    if outcome.failure is not None:
        return replace(_failure(item.name, key, outcome), limit=outcome.limit), b""
    report = outcome.tables["reports"][0]
    rank = format_rank(report["format"])
    fact = Fact(item.name, key, base_id(report), sha256, rank, limit=outcome.limit)
    return fact, pack(outcome.tables, task.catalogue)


def _outcome(data: bytes, item: Item, task: Task) -> Outcome:
    try:
        document = read_bytes(data, item.name, limits=task.limits)
    except ReadError as error:
        limit = error.limit if isinstance(error, LimitError) else ""
        return replace(failed(item.name, "reading", error), limit=limit)
    return replace(process(document, task.catalogue, dict(item.stated)), limit=document.limit)


def _defect(error: Exception) -> FzError:
    return FzError(
        f"the program failed: {type(error).__name__}: {error}",
        hint="a defect of fzanalysis: report it with the file",
    )


def _failure(name: str, key: str, outcome: Outcome) -> Fact:
    row = outcome.failure or {}
    return Fact(name, key, failure=(row["stage"], row["reason"], row["hint"]))


def pack(tables: Mapping[str, list[Row]], catalogue: Catalogue) -> bytes:
    """The rows of one report, its indicators included, as they are stored."""
    rows = dict(tables)
    year = rows["reports"][0]["year"]
    rows["indicators"] = indicators_of(rows["metrics"], catalogue, year)
    columns = {
        name: [[row.get(column) for row in rows.get(name, ())] for column in stored]
        for name, stored in STORED.items()
    }
    said = json.dumps(columns, ensure_ascii=False)
    return zlib.compress(said.encode("utf-8", "surrogatepass"), 1)
