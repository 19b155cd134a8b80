"""Row groups, as they are ready, → one Parquet file a table."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from fzanalysis.corpus.assemble import Written, piece, to_arrow, write_parquet
from fzanalysis.corpus.schema import TABLES, arrow_schema

_AT_ONCE = 100_000


class TableFiles:
    """Open Parquet files of all tables; row groups come in the order of the chunks."""

    def __init__(self, folder: Path) -> None:
        """Begin the files in a folder that is there."""
        self._writers = {
            name: pq.ParquetWriter(
                folder / f"{name}.parquet", arrow_schema(name), compression="zstd"
            )
            for name in TABLES
        }

    def append(self, written: Written, pieces: str) -> None:
        """Take over the Arrow files of a chunk, and remove them."""
        for name in written.rows:
            path = piece(pieces, written.number, name)
            with pa.memory_map(path) as source:
                table = pa.ipc.open_stream(source).read_all()
                if table.num_rows:
                    self._writers[name].write_table(table, row_group_size=table.num_rows)
            del table
            os.unlink(path)

    def append_rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Write rows of one table; gives how many there were."""
        count = 0
        for some in batched(rows, _AT_ONCE):
            count += len(some)
            columns = {c: [row[c] for row in some] for c in TABLES[name].names}
            self._writers[name].write_table(to_arrow(name, columns))
        return count

    def close(self) -> None:
        """Finish the files."""
        for writer in self._writers.values():
            writer.close()


def write_part_of(name: str, rows: list[dict[str, Any]], out: str) -> int:
    """Write rows of one table as its only part, see :func:`assemble.write_parquet`."""
    columns = {c: [row[c] for row in rows] for c in TABLES[name].names}
    write_parquet(to_arrow(name, columns), name, out, 0)
    return len(rows)


def in_order(chunks: Iterable[Written]) -> Iterator[Written]:
    """Chunks by number, each as soon as all before it are there.

    >>> [w.number for w in in_order([Written(1, {}), Written(0, {}), Written(2, {})])]
    [0, 1, 2]
    """
    waiting: dict[int, Written] = {}
    number = 0
    for written in chunks:
        waiting[written.number] = written
        while number in waiting:
            yield waiting.pop(number)
            number += 1


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of so many, the last one shorter.

    >>> list(batched("abc", 2))
    [['a', 'b'], ['c']]
    """
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class FrameFiles(Mapping[str, pd.DataFrame]):
    """Tables on disk as a mapping of frames, each read when asked for and not held.

    A table of more than ``most`` rows is given in several frames (``metrics-002`` …), so that
    neither memory nor a spreadsheet has to hold all of it.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> files = TableFiles(folder)
    >>> failed = {"source_path": "a", "stage": "reading", "reason": "b", "hint": ""}
    >>> files.append_rows("failures", [failed] * 3)
    3
    >>> files.close()
    >>> {name: len(frame) for name, frame in FrameFiles(folder, most=2).items() if len(frame)}
    {'failures': 2, 'failures-002': 1}
    """

    def __init__(self, folder: Path, most: int) -> None:
        """Look at the tables of a folder.

        Args:
            folder: with one Parquet file a table.
            most: rows of one frame.
        """
        self._folder, self._most = folder, most
        self._names: dict[str, tuple[str, int]] = {}
        self._rows: dict[str, int] = {}
        for name in TABLES:
            rows = self._rows[name] = pq.read_metadata(folder / f"{name}.parquet").num_rows
            for number in range(max(1, -(-rows // most))):
                self._names[name if not number else f"{name}-{number + 1:03d}"] = (name, number)

    @property
    def largest(self) -> int:
        """Rows of the largest table."""
        return max(self._rows.values())

    def table_of(self, key: str) -> str:
        """The table to which a frame belongs."""
        return self._names[key][0]

    def __getitem__(self, key: str) -> pd.DataFrame:
        name, number = self._names[key]
        return self._slice(self._folder / f"{name}.parquet", number * self._most).to_pandas()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _slice(self, path: Path, first: int) -> pa.Table:
        file = pq.ParquetFile(path)
        groups: list[int] = []
        start, place = first, 0
        for group in range(file.num_row_groups):
            end = place + file.metadata.row_group(group).num_rows
            if end > first and place < first + self._most:
                if not groups:
                    start = first - place
                groups.append(group)
            place = end
        if not groups:
            return file.schema_arrow.empty_table()
        return file.read_row_groups(groups).slice(start, self._most)
