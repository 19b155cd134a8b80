"""``sources.csv``: what a user knows better than the text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from fzanalysis.errors import UsageError
from fzanalysis.reading.cleaning import clean
from fzanalysis.reading.text import decode

NAMES = ("sources.csv",)
COLUMNS = ("path", "url", "issuer", "region", "year", "published_on")


def read_stated(files: Iterable[tuple[str, Path]]) -> dict[str, dict[str, str]]:
    """What all files ``sources.csv`` of a folder of raw files state, by path.

    Args:
        files: prefix of the paths in it, and file, see :func:`fzanalysis.corpus.said.said_files`.

    Raises:
        UsageError: if a file lacks the column ``path``, has a column that is not known, or names
            a path twice.

    >>> read_stated([])
    {}
    """
    found: dict[str, dict[str, str]] = {}
    for folder, file in files:
        if file.name.lower() not in NAMES:
            continue
        for line, values in _lines(file):
            path = folder + values.pop("path").replace("\\", "/")
            if path in found:
                raise UsageError(
                    f"{file} line {line} names {path} again", hint="keep one of the lines"
                )
            found[path] = {k: v for k, v in values.items() if v}
    return found


def _lines(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each line that is not empty."""
    text, _ = decode(file.read_bytes())
    reader = csv.DictReader(io.StringIO(clean(text)))
    columns = [c.strip() for c in reader.fieldnames or []]
    unknown = [c for c in columns if c not in COLUMNS]
    if "path" not in columns or unknown:
        raise UsageError(
            f"{file} has the columns {', '.join(columns) or 'none'}",
            hint="it needs path and may have " + ", ".join(COLUMNS[1:]),
        )
    for row in reader:
        values = {k.strip(): (v or "").strip() for k, v in row.items() if k}
        if not any(values.values()):  # spreadsheets leave such lines at the end
            continue
        if not values["path"]:
            raise UsageError(
                f"{file} line {reader.line_num} names no path",
                hint="write the path of the file of which the line speaks",
            )
        yield reader.line_num, values
