"""``sources.csv``: what a user knows better than the text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from fzanalysis.errors import UsageError
from fzanalysis.reading.text import decode

COLUMNS = ("path", "url", "issuer", "region", "year", "published_on")


def read_stated(folder: Path) -> dict[str, dict[str, str]]:
    """What ``sources.csv`` in a folder of raw files states, by path; empty without such a file.

    Raises:
        UsageError: if the file lacks the column ``path``, has a column that is not known, names a
            path twice, or names a file that is not there.

    >>> read_stated(Path("no such folder"))
    {}
    """
    file = folder / "sources.csv"
    if not file.is_file():
        return {}
    text, _ = decode(file.read_bytes())
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    columns = [c.strip() for c in reader.fieldnames or []]
    unknown = [c for c in columns if c not in COLUMNS]
    if "path" not in columns or unknown:
        raise UsageError(
            f"{file} has the columns {', '.join(columns) or 'none'}",
            hint="it needs path and may have " + ", ".join(COLUMNS[1:]),
        )
    found: dict[str, dict[str, str]] = {}
    for line, row in enumerate(reader, start=2):
        values = {k.strip(): (v or "").strip() for k, v in row.items() if k}
        path = values.pop("path").replace("\\", "/")
        if path in found:
            raise UsageError(f"{file} line {line} names {path} again", hint="keep one of the lines")
        found[path] = {k: v for k, v in values.items() if v}
    return found
