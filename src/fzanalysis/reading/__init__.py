"""Bytes → canonical text. One reader a format; which one is decided by the bytes, not the name."""

from __future__ import annotations

from pathlib import Path

from fzanalysis.document import Document, digest
from fzanalysis.errors import ReadError
from fzanalysis.reading.cleaning import clean
from fzanalysis.reading.text import decode

__all__ = ["read", "read_bytes"]


def read(path: str | Path) -> Document:
    """Read one file from disk. See :func:`read_bytes`."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot open {path}: {error.strerror}", hint="check the path") from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, source_path: str = "") -> Document:
    """Turn the bytes of one file into a document.

    Args:
        data: the raw bytes.
        source_path: the name under which the document is known in the tables.

    Raises:
        ReadError: if the bytes cannot be read, with what to do about it.

    >>> read_bytes("某县教育局\\r\\n".encode("utf-8-sig"), "a.txt").text
    '某县教育局\\n'
    """
    if not data.strip():
        raise ReadError("the file is empty", hint="download it again")
    text, encoding = decode(data)
    return Document(clean(text), source_path, digest(data), "text", encoding)
