"""Office files: zip archives with the same bytes for the same content, of XML that is legal."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

#: The creation date in the properties of every document.
CREATED = dt.datetime(2000, 1, 1)
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: XML cannot carry these: an office program would refuse the whole file.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a property of a document can hold.
_PROPERTY = 255


def xml_text(text: str) -> str:
    """Text that XML can hold: what it cannot becomes �.

    >>> xml_text("一" + chr(0) + "二")
    '一�二'
    """
    return _FORBIDDEN.sub("�", text)


def describe(properties: Any, title: str, comments: str) -> None:
    """Title and comments into the properties of a document, cut where they are too long; no author.

    Args:
        properties: ``core_properties`` of python-docx or python-pptx. Changed.
        title, comments: plain text.
    """
    properties.title, properties.author = xml_text(title)[:_PROPERTY], ""
    properties.comments = xml_text(comments)[:_PROPERTY]
    properties.created = properties.modified = CREATED


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
