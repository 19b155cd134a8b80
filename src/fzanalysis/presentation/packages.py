"""Office files are zip archives: with fixed dates the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

#: The creation date in the properties of every document.
CREATED = dt.datetime(2000, 1, 1)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def settled(package: bytes, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """An archive with fixed dates, entries in their order.

    Args:
        package: a zip archive.
        change: gives the new content of an entry from its name and content.

    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as archive:
    ...     archive.writestr("a.xml", "<a/>")
    >>> with zipfile.ZipFile(io.BytesIO(settled(stream.getvalue()))) as archive:
    ...     archive.infolist()[0].date_time
    (1980, 1, 1, 0, 0, 0)
    """
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, change(name, data) if change else data)
    return packed.getvalue()
