"""Bytes → canonical text. One reader a format; which one is decided by the bytes, not the name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from fzanalysis.document import Document, digest
from fzanalysis.errors import ReadError
from fzanalysis.reading.cleaning import clean
from fzanalysis.reading.content import Content
from fzanalysis.reading.files import Source, list_sources
from fzanalysis.reading.limits import DEFAULT, Limits
from fzanalysis.reading.sniff import sniff
from fzanalysis.reading.text import decode, refuse_binary

__all__ = ["Limits", "Source", "list_sources", "read", "read_bytes"]


def read(path: str | Path, *, limits: Limits = DEFAULT) -> Document:
    """Read one file from disk. See :func:`read_bytes`.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "甲.txt"
    >>> _ = path.write_bytes("某县教育局\\r\\n".encode("gb18030"))
    >>> document = read(path)
    >>> document.text, document.encoding, document.source_path
    ('某县教育局\\n', 'gb18030', '甲.txt')
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise limits.too_large(size)
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot open {path}: {error.strerror}", hint="check the path") from error
    return read_bytes(data, path.name, limits=limits)


def read_bytes(data: bytes, source_path: str = "", *, limits: Limits = DEFAULT) -> Document:
    """Turn the bytes of one file into a document.

    Args:
        data: the raw bytes.
        source_path: the name under which the document is known in the tables.
        limits: bounds on size, pages and time.

    Raises:
        ReadError: if the bytes cannot be read, with what to do about it.

    >>> read_bytes("某县教育局\\r\\n".encode("utf-8-sig"), "a.txt").text
    '某县教育局\\n'
    """
    if not data.strip(b"\0 \t\r\n"):
        raise ReadError("the file is empty", hint="download it again")
    if len(data) > limits.file_bytes:
        raise limits.too_large(len(data))
    kind = sniff(data)
    if kind.format == "zip":
        raise ReadError(
            "the file is a zip archive", hint="give the folder that it lies in, or unpack it"
        )
    if kind.format == "other":
        raise ReadError(f"the file is {kind.label}", hint=kind.hint)
    format_, reader = _reader(kind.format)
    content = reader(data, limits)
    text = clean(content.text)
    if not text.strip():
        raise ReadError(f"{kind.label} without any text", hint="look for the report elsewhere")
    return Document(
        text,
        source_path,
        digest(data),
        format_,
        content.encoding,
        {name: clean(value) for name, value in content.fields.items()},
        tuple(map(clean, content.warnings)),
        content.limit,
    )


def _reader(kind: str) -> tuple[str, Callable[[bytes, Limits], Content]]:
    """The format as it is recorded, and its reader; libraries load when first needed."""
    if kind in ("html", "mhtml"):
        from fzanalysis.reading.html import read_html
        from fzanalysis.reading.mhtml import read_mhtml

        return "html", read_html if kind == "html" else read_mhtml
    if kind == "docx":
        from fzanalysis.reading.docx import read_docx

        return "docx", read_docx
    if kind == "pdf":
        from fzanalysis.reading.pdf import read_pdf

        return "pdf", read_pdf
    if kind in ("doc", "rtf", "odt", "wordml"):
        from fzanalysis.reading.doc import read_doc, read_office

        return kind, read_doc if kind == "doc" else partial(read_office, kind)
    return "text", _read_text


def _read_text(data: bytes, limits: Limits) -> Content:
    if len(data) > limits.text_bytes:
        refuse_binary(data)  # no larger limit would make it a text
        raise limits.too_large(len(data), "text_bytes")
    text, encoding = decode(data)
    warnings = ("some characters are damaged",) if "damaged" in encoding else ()
    return Content(text, encoding, {}, warnings)
