"""Office files are zip archives: with fixed dates the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

#: The creation date in the properties of every document.
CREATED = dt.datetime(2000, 1, 1)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def settle(path: Path, change: Callable[[str, bytes], bytes] | None = None) -> None:
    """Rewrite an archive with fixed dates, entries in their order.

    Args:
        path: a zip archive, replaced as a whole.
        change: gives the new content of an entry from its name and content.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, change(name, data) if change else data)
    part = path.with_name(path.name + ".part")
    part.write_bytes(whole.getvalue())
    os.replace(part, path)
