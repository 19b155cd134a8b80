"""The tables of a build as frames."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from fzanalysis.corpus.places import file_system, is_remote, join
from fzanalysis.corpus.schema import TABLES, TABLES_VERSION, VERSION_KEY
from fzanalysis.corpus.swap import recover
from fzanalysis.errors import UsageError


class Corpus:
    """The tables of a build as frames, each read when first asked for.

    >>> import tempfile
    >>> from fzanalysis.corpus.build import build
    >>> raw = Path(tempfile.mkdtemp())
    >>> text = "某县教育局2023年法治政府建设年度报告\\n一、普法宣传。发放宣传资料1000余份。"
    >>> text += "\\n我局坚持依法行政。" * 9
    >>> _ = (raw / "甲.txt").write_text(text, "utf-8")
    >>> _ = build(raw, raw / "out")
    >>> Corpus(raw / "out").metrics.columns[:3].tolist()
    ['report_id', 'metric_id', 'measure_id']
    """

    def __init__(self, folder: str | Path) -> None:
        """Open the tables of a build.

        Args:
            folder: the folder given to ``build`` as ``--out``, or its ``tables`` folder; an
                address that ``fsspec`` knows will do too.

        Raises:
            UsageError: if there are no tables, or they are of another version.
        """
        if not is_remote(folder):
            recover(Path(folder))
        self.folder = _tables_folder(str(folder))
        self._check_version()

    def _check_version(self) -> None:
        found = _metadata(join(self.folder, "reports.parquet")).get(VERSION_KEY, b"?").decode()
        if found != str(TABLES_VERSION):
            raise UsageError(
                f"the tables in {self.folder} are of version {found}, not {TABLES_VERSION}",
                hint="build them again from the raw files",
            )

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Any = None
    ) -> pd.DataFrame:
        """One table as a frame, or some columns and rows of it.

        Of a corpus larger than memory take what is needed: only that is read.

        Args:
            name: the table.
            columns: the columns; all if absent.
            where: conditions as ``pandas.read_parquet`` takes them:
                ``[("year", ">=", 2022), ("level", "==", "county")]``.

        Raises:
            UsageError: if there is no table or column of that name; says which there are.
        """
        if name not in TABLES:
            raise UsageError(f"there is no table {name!r}", hint="tables: " + ", ".join(TABLES))
        unknown = [c for c in columns or () if c not in TABLES[name].names]
        if unknown:
            raise UsageError(
                f"table {name} has no column {unknown[0]!r}",
                hint="columns: " + ", ".join(TABLES[name].names),
            )
        chosen = None if columns is None else list(columns)
        return pd.read_parquet(join(self.folder, f"{name}.parquet"), columns=chosen, filters=where)

    def of_report(self, report_id: str) -> dict[str, pd.DataFrame]:
        """The rows of one report in all tables that have some; the others are not read.

        Raises:
            UsageError: if there is no such report, or it is a duplicate, of which only the row in
                ``reports`` is kept; says where to look.
        """
        own = [("report_id", "==", report_id)]
        report = self.table("reports", where=own)
        if report.empty:
            known = self.table("reports", columns=["report_id"])["report_id"]
            near = known[known.str.contains(report_id, regex=False)].head(5).tolist()
            raise UsageError(
                f"there is no report {report_id}",
                hint="try " + ", ".join(near or known.head(5).tolist()),
            )
        twin = report["duplicate_of"].iloc[0]
        if isinstance(twin, str):
            raise UsageError(f"report {report_id} is a duplicate", hint=f"look at {twin}")
        return {n: self.table(n, where=own) for n, t in TABLES.items() if "report_id" in t.names}

    def count(self, name: str) -> int:
        """Rows of a table, without reading it."""
        return count_rows(join(self.folder, f"{name}.parquet"))

    def __repr__(self) -> str:
        return f"Corpus({self.folder!r}, {self.count('reports')} reports)"

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
    """Open the tables of a build. See :class:`Corpus`.

    >>> load("no such folder")
    Traceback (most recent call last):
    fzanalysis.errors.UsageError: no such folder holds no tables (make them: fzanalysis build ...)
    """
    return Corpus(folder)


def count_rows(address: str) -> int:
    """Rows of a Parquet file, or of a folder of them, without reading it."""
    fs, path = _arrow_place(address)
    return int(ds.dataset(path, filesystem=fs, format="parquet").count_rows())


def _tables_folder(folder: str) -> str:
    for candidate in (join(folder, "tables"), folder.rstrip("/")):
        if _exists(join(candidate, "reports.parquet")):
            return candidate
    raise UsageError(
        f"{folder} holds no tables", hint=f"make them: fzanalysis build FOLDER --out {folder}"
    )


def _exists(address: str) -> bool:
    if not is_remote(address):
        return Path(address).exists()
    fs, path = file_system(address)
    return bool(fs.exists(path))


def _arrow_place(address: str) -> tuple[Any, str]:
    return file_system(address) if is_remote(address) else (None, address)


def _metadata(address: str) -> dict[bytes, bytes]:
    """Metadata of a table that is one file or a folder of parts."""
    fs, path = _arrow_place(address)
    first = ds.dataset(path, filesystem=fs, format="parquet").files[0]
    return pq.read_schema(first, filesystem=fs).metadata or {}
