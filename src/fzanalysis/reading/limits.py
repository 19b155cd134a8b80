"""How much one input may cost before it is refused: every number is an option."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one bad file from costing the run its time or memory.

    A report is some 20 kB of text; each default leaves room for a hundred times what was ever
    seen and still answers within seconds.

    Attributes:
        file_bytes: size of one file, on disk or unpacked from an archive.
        text_bytes: size of one text, HTML or XML document that has to be parsed as a whole.
        elements: elements of one web page.
        archive_bytes: unpacked size of all members of one archive, nested ones included.
        archive_members: number of members of one archive, nested ones included.
        archive_depth: archives within archives: 1 is an archive that holds no other.
        folder_depth: folders within folders.
        ratio: unpacked size over packed size of a member of more than 1 MB.
        pages: pages of a PDF.
        pdf_seconds: time that the pages of one PDF may take.
        convert_seconds: time that the office suite may take for one file.

    >>> Limits(pages=10).pages
    10
    """

    file_bytes: int = 64 * _MB
    text_bytes: int = 16 * _MB
    elements: int = 200_000
    archive_bytes: int = 1024 * _MB
    archive_members: int = 20_000
    archive_depth: int = 3
    folder_depth: int = 64
    ratio: int = 200
    pages: int = 1_000
    pdf_seconds: float = 20.0
    convert_seconds: float = 60.0


DEFAULT = Limits()


def megabytes(size: int) -> str:
    """A size for messages.

    >>> megabytes(200 * 1024 * 1024)
    '200 MB'
    """
    return f"{size / _MB:.0f} MB" if size >= _MB else f"{size} bytes"
