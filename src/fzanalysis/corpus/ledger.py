"""The files of one build and what is known of them, on disk: memory does not grow with them."""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fzanalysis.corpus.ids import Member, assign_group
from fzanalysis.corpus.keys import first_that_holds, holds, plain
from fzanalysis.corpus.parts import Fact, Item, Loadable
from fzanalysis.reading.limits import DEFAULT, Limits

_TABLES = """
CREATE TABLE name (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE file (path TEXT PRIMARY KEY, key TEXT, report_id TEXT, twin TEXT);
CREATE TABLE kept (key TEXT PRIMARY KEY, plain TEXT, bound TEXT, part TEXT, path TEXT, base TEXT,
                   sha256 TEXT, rank INT, stage TEXT, reason TEXT, hint TEXT, offset INT,
                   length INT);
CREATE INDEX kept_plain ON kept (plain);
CREATE INDEX kept_path ON kept (path);
CREATE INDEX file_key ON file (key);
CREATE TABLE waiting (path TEXT PRIMARY KEY, item BLOB);
CREATE TABLE failure (path TEXT PRIMARY KEY, key TEXT, stage TEXT, reason TEXT, hint TEXT);
CREATE INDEX failure_key ON failure (key);
"""
_AHEAD = 512


@dataclass(frozen=True, slots=True)
class Place:
    """Where the result of one report is kept, and the id that it got."""

    path: str
    report_id: str
    twin: str | None
    part: str
    offset: int
    length: int


class Ledger:
    """A scratch database, made for one build and thrown away.

    Use as a context manager; the file is removed at the end.
    """

    def __init__(self, file: Path) -> None:
        """Make an empty ledger in a file that is not there."""
        self._file = file
        self._db = sqlite3.connect(file, isolation_level=None)
        # Nothing in it outlives the build, so nothing has to survive a crash.
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA cache_size = -8000")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
        self._file.unlink(missing_ok=True)

    def keep(self, part: str, facts: Iterable[Fact]) -> None:
        """Note the results of a finished part, to be used if their files are met."""
        self._db.executemany(
            "INSERT OR IGNORE INTO kept VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (_kept(part, fact) for fact in facts if fact.key),
        )

    def key_kept(self, key: str, limits: Limits = DEFAULT) -> str | None:
        """The key under which the result is kept that reading anew would give, if there is one."""
        query = "SELECT key, bound FROM kept WHERE plain = ? ORDER BY key"
        return first_that_holds(self._db.execute(query, (plain(key),)).fetchall(), limits)

    def keys_kept(self, path: str, limits: Limits = DEFAULT) -> tuple[str, ...]:
        """The keys of all results of a path that hold under the limits."""
        rows = self._db.execute("SELECT key, bound FROM kept WHERE path = ? ORDER BY key", (path,))
        return tuple(key for key, bound in rows if holds(key, bound, limits))

    def add_file(self, path: str, key: str) -> None:
        """Note a file of this build and the key of its result."""
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?,?,NULL,NULL)", (path, key))

    def fail(self, path: str, stage: str, reason: str, hint: str, key: str = "") -> None:
        """Note that a file has no result, and the key under which that is kept, if it is."""
        row = (path, key, stage, reason, hint)
        self._db.execute("INSERT OR REPLACE INTO failure VALUES (?,?,?,?,?)", row)

    def wait(
        self, name: str, source: Loadable, stated: Mapping[str, str], known: tuple[str, ...] = ()
    ) -> None:
        """Note a file that has to be read (or to be looked at, where ``known`` are its keys)."""
        item = pickle.dumps(Item(name, source, tuple(sorted(stated.items())), known))
        self._db.execute("INSERT OR REPLACE INTO waiting VALUES (?,?)", (name, item))

    def take_name(self, name: str) -> str:
        """The name for a file of this build, numbered if another file has it."""
        number, free = 1, name
        while not self._db.execute("INSERT OR IGNORE INTO name VALUES (?)", (free,)).rowcount:
            number += 1
            free = f"{name} ({number})"
        return free

    def has(self, path: str) -> bool:
        """Whether a file of that name belongs to this build, read or not."""
        return self._one("SELECT 1 FROM name WHERE path = ?", path) is not None

    def count(self, table: str) -> int:
        """Rows of ``file``, ``waiting``, ``kept`` or ``failure``."""
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def batches(self, sizes: Iterable[int]) -> Iterator[tuple[Item, ...]]:
        """The waiting files in order of path; of each batch the size is given."""
        rows = self._stream("SELECT path, item FROM waiting WHERE path > ? ORDER BY path LIMIT ?")
        for size in sizes:
            if not (batch := tuple(pickle.loads(item) for _, item in islice(rows, size))):
                return
            yield batch

    def settle(self, facts: Iterable[Fact]) -> None:
        """Note what became of files that were waiting."""
        for fact in facts:
            if fact.failure:
                stage, reason, hint = fact.failure
                self.fail(fact.path, stage, reason, hint, fact.key)
            else:
                self.add_file(fact.path, fact.key)

    def settle_kept_failures(self) -> None:
        """Move files whose kept result is a failure to the failures."""
        self._db.execute(
            "INSERT OR REPLACE INTO failure SELECT f.path, f.key, k.stage, k.reason, k.hint "
            "FROM file f JOIN kept k USING (key) WHERE k.stage != ''"
        )
        self._db.execute("DELETE FROM file WHERE path IN (SELECT path FROM failure)")

    def digest(self) -> str:
        """Digest of all files with their keys and of all failures: equal ones give equal tables."""
        found = hashlib.sha256()
        for table, columns in (("file", "path, key"), ("failure", "path, stage, reason, hint")):
            for row in self._db.execute(f"SELECT {columns} FROM {table} ORDER BY path"):
                found.update("\0".join(map(str, row)).encode("utf-8", "replace") + b"\n")
        return found.hexdigest()

    def assign(self, text_of: Callable[[Place], str]) -> None:
        """Give every report its id.

        Args:
            text_of: the canonical text of a report, needed where several have one base.
        """
        query = (
            "SELECT k.base, f.path, k.sha256, k.rank, k.part, k.offset, k.length "
            "FROM file f JOIN kept k USING (key) ORDER BY k.base, k.rank, f.path"
        )
        reader = self._db.cursor()
        for base, rows in groupby(reader.execute(query), key=lambda row: row[0]):
            places: dict[str, Place] = {}
            members = []
            for _, path, sha256, rank, part, offset, length in rows:
                members.append(Member(path, sha256, rank))
                places[path] = Place(path, "", None, part, offset, length)
            found = assign_group(base, members, lambda m, at=places: text_of(at[m.path]))  # type: ignore[misc]
            self._db.executemany(
                "UPDATE file SET report_id = ?, twin = ? WHERE path = ?",
                [(rid, twin, path) for path, (rid, twin) in found.items()],
            )

    def reports(self) -> Iterator[Place]:
        """All reports in order of id."""
        self._db.execute("CREATE UNIQUE INDEX IF NOT EXISTS by_id ON file (report_id)")
        rows = self._stream(
            "SELECT f.report_id, f.path, f.twin, k.part, k.offset, k.length FROM file f "
            "JOIN kept k USING (key) WHERE f.report_id > ? ORDER BY f.report_id LIMIT ?"
        )
        for report_id, path, twin, part, offset, length in rows:
            yield Place(path, report_id, twin, part, offset, length)

    def failures(self) -> Iterator[dict[str, str]]:
        """Failures in order of path, as rows of the table."""
        rows = self._stream(
            "SELECT path, stage, reason, hint FROM failure WHERE path > ? ORDER BY path LIMIT ?"
        )
        for path, stage, reason, hint in rows:
            yield {"source_path": path, "stage": stage, "reason": reason, "hint": hint}

    def report_id_of(self, name: str) -> str | None:
        """The id of a report given by its id or its path."""
        row = self._one("SELECT report_id FROM file WHERE report_id = ?1 OR path = ?1", name)
        return None if row is None else row[0]

    def near(self, name: str, count: int = 5) -> list[str]:
        """Ids that resemble a name, for messages."""
        rows = self._db.execute(
            "SELECT report_id FROM file WHERE instr(report_id, ?1) OR instr(path, ?1) "
            "ORDER BY report_id LIMIT ?2",
            (name, count),
        ).fetchall()
        rows = (
            rows
            or self._db.execute(
                "SELECT report_id FROM file ORDER BY report_id LIMIT ?", (count,)
            ).fetchall()
        )
        return [row[0] for row in rows]

    def uses(self, key: str) -> bool:
        """Whether this build uses the result under a key."""
        return any(
            self._one(f"SELECT 1 FROM {table} WHERE key = ?", key) is not None
            for table in ("file", "failure")
        )

    def use_of_parts(self) -> dict[str, int]:
        """Part → how many of its results this build uses."""
        rows = self._db.execute(
            "SELECT k.part, count(f.path) FROM kept k LEFT JOIN "
            "(SELECT path, key FROM file UNION ALL SELECT path, key FROM failure) f "
            "ON f.key = k.key GROUP BY k.part"
        )
        return dict(rows.fetchall())

    def _one(self, query: str, value: str) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._db.execute(query, (value,)).fetchone()
        return row

    def _stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Rows one after the other without an open cursor: tables may change meanwhile."""
        last = ""
        while rows := self._db.execute(query, (last, _AHEAD)).fetchall():
            yield from rows
            last = rows[-1][0]


def _kept(part: str, fact: Fact) -> tuple[Any, ...]:
    failure = fact.failure or ("", "", "")
    names = (fact.key, plain(fact.key), fact.limit, part)
    known = (*names, fact.path, fact.base, fact.sha256, fact.rank)
    return (*known, *failure, fact.offset, fact.length)
