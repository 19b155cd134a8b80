"""Tables on disk: written beside the old ones and swapped in as a whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from fzanalysis.corpus.schema import TABLES, TABLES_VERSION
from fzanalysis.errors import UsageError

Row = dict[str, Any]
Frames = Mapping[str, pd.DataFrame]
_VERSION_KEY = b"fzanalysis.tables"


def to_arrow(name: str, rows: list[Row]) -> pa.Table:
    """Rows of a table as an Arrow table with the schema's columns and types, even if empty.

    >>> to_arrow("failures", []).column_names
    ['source_path', 'stage', 'reason', 'hint']
    """
    table = TABLES[name]
    schema = table.arrow_schema().with_metadata({_VERSION_KEY: str(TABLES_VERSION).encode()})
    return pa.Table.from_pydict(
        {c.name: [_cell(row.get(c.name), c.kind) for row in rows] for c in table.columns},
        schema=schema,
    )


def _cell(value: Any, kind: str) -> Any:
    if value is None:
        return None
    return float(value) if kind == "float" else value


def write_tables(
    out: Path, rows: Mapping[str, list[Row]], publish: Callable[[Path, Frames], None] | None = None
) -> None:
    """Write all tables as Parquet into ``out/tables``, and swap them in as a whole.

    A reader sees the old tables or the new ones, never a mixture, and a build that is killed
    leaves the old ones.

    Args:
        out: the folder of the build; made if it is not there.
        rows: table → rows; tables that are absent are written empty.
        publish: called with a folder and the frames; what it writes there becomes ``out/csv``.
    """
    work = out / f".new-{os.getpid()}"
    if work.exists():
        shutil.rmtree(work)
    (work / "tables").mkdir(parents=True)
    (work / "csv").mkdir()
    frames: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        table = to_arrow(name, rows.get(name, []))
        pq.write_table(table, work / "tables" / f"{name}.parquet", compression="zstd")
        frames[name] = table.to_pandas()
    parts = ["tables"]
    if publish is not None:
        publish(work / "csv", frames)
        parts.append("csv")
    for part in parts:
        _swap(work / part, out / part)
    shutil.rmtree(work)


def _swap(new: Path, place: Path) -> None:
    old = place.with_name(f".old-{place.name}-{os.getpid()}")
    if place.exists():
        os.replace(place, old)
    os.replace(new, place)
    if old.exists():
        shutil.rmtree(old)


class Corpus:
    """The tables of a build as frames, each read when first asked for.

    >>> import fzanalysis as fz
    >>> corpus = fz.load("data/processed/five")  # doctest: +SKIP
    >>> corpus.metrics.columns[:3].tolist()  # doctest: +SKIP
    ['report_id', 'metric_id', 'measure_id']
    """

    def __init__(self, folder: str | Path) -> None:
        """Open the tables of a build.

        Args:
            folder: the folder given to ``build`` as ``--out``, or its ``tables`` folder.

        Raises:
            UsageError: if there are no tables, or they are of another version.
        """
        folder = Path(folder)
        self.folder = folder / "tables" if (folder / "tables").is_dir() else folder
        if not (self.folder / "reports.parquet").is_file():
            raise UsageError(
                f"{folder} holds no tables",
                hint="make them: fzanalysis build FOLDER --out " + str(folder),
            )
        self._check_version()

    def _check_version(self) -> None:
        metadata = pq.read_schema(self.folder / "reports.parquet").metadata or {}
        found = metadata.get(_VERSION_KEY, b"?").decode()
        if found != str(TABLES_VERSION):
            raise UsageError(
                f"the tables in {self.folder} are of version {found}, this program reads {TABLES_VERSION}",
                hint="build them again from the raw files",
            )

    def table(self, name: str) -> pd.DataFrame:
        """One table as a frame.

        Raises:
            UsageError: if there is no table of that name; says which there are.
        """
        if name not in TABLES:
            raise UsageError(f"there is no table {name!r}", hint="tables: " + ", ".join(TABLES))
        return pd.read_parquet(self.folder / f"{name}.parquet")

    def __repr__(self) -> str:
        return f"Corpus({str(self.folder)!r}, {len(self.reports)} reports)"

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: getattr(self, name) for name in TABLES}

    @cached_property
    def reports(self) -> pd.DataFrame:
        """One row a report."""
        return self.table("reports")

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The outline."""
        return self.table("sections")

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Paragraphs and points of what was done."""
        return self.table("measures")

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """Every figure."""
        return self.table("metrics")

    @cached_property
    def problems(self) -> pd.DataFrame:
        """Problems admitted."""
        return self.table("problems")

    @cached_property
    def plans(self) -> pd.DataFrame:
        """Plans for the next year."""
        return self.table("plans")

    @cached_property
    def citations(self) -> pd.DataFrame:
        """Cited titles."""
        return self.table("citations")

    @cached_property
    def completeness(self) -> pd.DataFrame:
        """The state of the four required parts."""
        return self.table("completeness")

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One value a report and code."""
        return self.table("indicators")

    @cached_property
    def texts(self) -> pd.DataFrame:
        """Canonical texts."""
        return self.table("texts")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """Files that could not be read."""
        return self.table("failures")


def load(folder: str | Path) -> Corpus:
    """Open the tables of a build. See :class:`Corpus`."""
    return Corpus(folder)
