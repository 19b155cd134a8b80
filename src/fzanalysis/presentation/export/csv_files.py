"""Tables as CSV files that Excel opens properly and that read back as the same tables."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import pandas_dtype

from fzanalysis.errors import UsageError
from fzanalysis.presentation.export.cells import (
    MARK,
    from_cell,
    harmless,
    is_missing,
    kind_of,
    original,
    to_cell,
)
from fzanalysis.presentation.whole import whole

Titles = Mapping[str, Mapping[str, str]]
CODEBOOK = "codebook"
_FIELDS = ("table", "column", "title", "kind", "dtype", "empty")
_FIELD_TITLES = ("表", "列", "中文列名", "内容", "存储类型", "空格含义")


def to_csv(
    frames: Mapping[str, pd.DataFrame],
    folder: str | Path,
    *,
    headers: str = "code",
    titles: Titles | None = None,
) -> list[Path]:
    """Write one CSV file a table, and ``codebook.csv`` that tells what each column holds.

    UTF-8 with BOM, lines end in CRLF, line breaks inside a cell are kept. A text that a spreadsheet
    would run as a formula or store as another number has an apostrophe in front (see
    :mod:`fzanalysis.presentation.export.cells`); lists are JSON; yes and no are 是 and 否. Null is
    an empty cell. The index of a frame is not written.

    Args:
        frames: table name → frame. Not changed.
        folder: where to; made if missing. Files of the same names are replaced as a whole.
        headers: ``code`` (column names as in the tables) or ``zh`` (Chinese, from ``titles``).
        titles: table → column → Chinese; a column without one keeps its name.

    Returns:
        The files written.

    Raises:
        UsageError: unknown ``headers``, Chinese headers without ``titles``, or two columns of a
            table with one header.

    >>> import tempfile
    >>> frames = {"metrics": pd.DataFrame({"quote": ["=1+1", "公开93条"], "value": [-2.0, 93.0]})}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = to_csv(frames, folder)
    ...     print(files[0].read_bytes()[3:].decode())
    ...     read_csv_tables(folder)["metrics"].equals(frames["metrics"])
    quote,value
    '=1+1,-2
    公开93条,93
    <BLANKLINE>
    True
    """
    if headers not in ("code", "zh"):
        raise UsageError(f"unknown headers {headers!r}", hint="code or zh")
    if headers == "zh" and titles is None:
        raise UsageError("no Chinese titles given", hint="titles=: table -> column -> Chinese")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written, codebook = [], []
    for table, frame in frames.items():
        names = _titles(table, frame, titles or {})
        # Names of columns may be words of reports too: a table of years beside bureaus.
        head = [harmless(n) for n in (names if headers == "zh" else map(str, frame.columns))]
        columns = [_Column.of(frame[c]) for c in frame.columns]
        path = target / f"{table}.csv"
        _write(path, head, zip(*(c.cells() for c in columns), strict=True))
        written.append(path)
        described = zip(frame.columns, names, columns, strict=True)
        codebook += [
            (*map(harmless, (str(table), str(c), t)), *col.described()) for c, t, col in described
        ]
    path = target / f"{CODEBOOK}.csv"
    _write(path, _FIELD_TITLES if headers == "zh" else _FIELDS, codebook)
    return [*written, path]


def read_csv_tables(folder: str | Path) -> dict[str, pd.DataFrame]:
    """Read back what :func:`to_csv` wrote: same tables, columns, types, values, nulls.

    Files that the codebook does not name are left alone.

    Args:
        folder: with ``codebook.csv`` in it; headers may be codes or Chinese.

    Returns:
        Table name → frame, in the order of the codebook.

    Raises:
        UsageError: no codebook, a file or column missing, a cell that does not fit its column (the
            message names file, line and column).

    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> _ = to_csv({"metrics": pd.DataFrame({"quote": ["007"], "value": [2.0]})}, folder)
    >>> read_csv_tables(folder)["metrics"].values.tolist()
    [['007', 2.0]]
    """
    source = Path(folder)
    described: dict[str, list[tuple[str, ...]]] = {}
    for line in _read(source / f"{CODEBOOK}.csv")[1:]:
        table, name, title, *rest = (*map(original, line[:3]), *line[3:])
        if Path(table).name != table:
            raise UsageError(
                f"{source / CODEBOOK}.csv names {table!r}, which is no table of the folder",
                hint="choose a folder that `export` wrote, as a whole",
            )
        described.setdefault(table, []).append((name, title, *rest))
    return {table: _table(source, table, columns) for table, columns in described.items()}


class _Column:
    """A column of a frame with what is needed to write it and to read it back."""

    def __init__(self, values: pd.Series, kind: str, empty: str) -> None:
        self.values, self.kind, self.empty = values, kind, empty

    @classmethod
    def of(cls, values: pd.Series) -> _Column:
        kind = kind_of(values)
        texts = kind == "text" and any(isinstance(v, str) and v == "" for v in values)
        nulls = any(is_missing(v) for v in values)
        return cls(values, kind, "both" if texts and nulls else "text" if texts else "null")

    def cells(self) -> Iterator[str]:
        # Only where a column holds nulls and empty texts does an empty text need a mark.
        blank = MARK if self.empty == "both" else ""
        for value in self.values:
            if is_missing(value):
                yield ""
            elif self.kind == "text" and value == "":
                yield blank
            else:
                yield to_cell(value, self.kind)

    def described(self) -> tuple[str, str, str]:
        return self.kind, str(self.values.dtype), self.empty


def _titles(table: str, frame: pd.DataFrame, titles: Titles) -> list[str]:
    names = [titles.get(table, {}).get(str(c), str(c)) for c in frame.columns]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise UsageError(
            f"table {table!r} would have two columns with the header {twice[0]!r}",
            hint="give each column its own title",
        )
    return names


def _write(path: Path, head: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
    with whole(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(head)
        writer.writerows(lines)


def _read(path: Path) -> list[list[str]]:
    csv.field_size_limit(sys.maxsize if sys.maxsize < 2**32 else 2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            # An empty line is a row of one empty cell: a table with one column and a null.
            return [line or [""] for line in csv.reader(stream)]
    except FileNotFoundError:
        raise UsageError(
            f"{path} is missing", hint="choose a folder that `export` wrote, as a whole"
        ) from None
    except UnicodeDecodeError:
        raise UsageError(
            f"{path} is not UTF-8", hint="save it in Excel as 'CSV UTF-8 (comma delimited)'"
        ) from None


def _table(source: Path, table: str, described: list[tuple[str, ...]]) -> pd.DataFrame:
    path = source / f"{table}.csv"
    head, *lines = _read(path)
    columns: dict[str, pd.Series] = {}
    for name, title, kind, dtype, empty in described:
        place = next((i for i, h in enumerate(head) if original(h) in (name, title)), None)
        if place is None:
            raise UsageError(f"{path} has no column {name!r} ({title})", hint="keep the first line")
        values = [
            _value(line[place], kind, empty, where=f"{path}, line {number}, column {head[place]}")
            for number, line in enumerate(lines, start=2)
        ]
        columns[name] = pd.Series(values, dtype="object").astype(pandas_dtype(dtype))
    return pd.DataFrame(columns)


def _value(cell: str, kind: str, empty: str, *, where: str) -> Any:
    if cell == "":
        return "" if empty == "text" else None
    try:
        return from_cell(cell, kind)
    except ValueError as error:
        raise UsageError(
            f"{where}: {cell!r} is not of kind {kind}", hint="correct the cell or clear it"
        ) from error
