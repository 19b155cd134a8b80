"""How much one input may cost before it is refused: every number is an option."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import IO, Any

from fzanalysis.errors import LimitError, UsageError

_MB = 1024 * 1024
#: Far above what a machine holds; larger numbers would not fit where sizes are handed on.
_MOST = 10**15
_CHUNK = 64 * _MB


def _limit(default: float, option: str, bounds: str, unit: int = 1) -> Any:
    """A limit, with its option on the command line and the unit in which that is given."""
    return field(default=default, metadata={"option": option, "bounds": bounds, "unit": unit})


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

    Raises:
        UsageError: if one of them is no number above 0.

    >>> Limits(pages=10).pages
    10
    """

    file_bytes: int = _limit(64 * _MB, "--max-file-mb", "one file, on disk or unpacked", _MB)
    text_bytes: int = _limit(
        16 * _MB,
        "--max-text-mb",
        "one text, page or part of a Word document; a third of it in characters of a PDF",
        _MB,
    )
    elements: int = _limit(200_000, "--max-elements", "elements of one web page")
    archive_bytes: int = _limit(
        1024 * _MB, "--max-unpacked-mb", "an archive, unpacked, nested archives included", _MB
    )
    archive_members: int = _limit(
        20_000, "--max-members", "files of an archive, nested archives included"
    )
    archive_depth: int = _limit(3, "--max-nesting", "archives within archives")
    folder_depth: int = _limit(64, "--max-folders", "folders within folders")
    ratio: int = _limit(200, "--max-ratio", "unpacked over packed size, from 1 MB on")
    pages: int = _limit(1_000, "--max-pages", "pages of a PDF")
    pdf_seconds: float = _limit(20.0, "--seconds-per-file", "seconds for the pages of one PDF")
    convert_seconds: float = _limit(
        60.0, "--seconds-per-file", "seconds for LibreOffice on one file"
    )

    def __post_init__(self) -> None:
        for told in fields(self):
            value = getattr(self, told.name)
            if not 0 < value < _MOST:
                raise UsageError(
                    f"the limit {told.name} is {value}", hint=f"give a number from 0 to {_MOST:g}"
                )

    @classmethod
    def of_options(cls, given: Mapping[str, float | None]) -> Limits:
        """The limits with what is given on the command line; None leaves a default.

        Raises:
            UsageError: as for the limits themselves.

        >>> Limits.of_options({"--max-file-mb": 1, "--max-pages": None}).file_bytes
        1048576
        """
        changed: dict[str, Any] = {}
        for told in fields(cls):
            value = given.get(told.metadata["option"])
            if value is not None:
                exact = value * told.metadata["unit"]
                changed[told.name] = exact if told.type == "float" else math.floor(exact)
        return cls(**changed)

    def changed(self) -> dict[str, float]:
        """The limits that differ from the defaults.

        >>> Limits(pages=10).changed()
        {'pages': 10}
        """
        values = ((told, getattr(self, told.name)) for told in fields(self))
        return {told.name: value for told, value in values if value != told.default}

    def beyond(self, name: str, reason: str, advice: str, needed: float = 0) -> LimitError:
        """The refusal of a file that goes beyond a limit; its hint names the option to raise.

        Args:
            name: the limit.
            reason: what was found.
            advice: what else the user can do, without a full stop.
            needed: the value that would do, 0 if it is not known.

        >>> Limits().beyond("pages", "it has 2000 pages", "cut it", 2000).hint
        'cut it, or build with --max-pages 2000'
        >>> Limits().beyond("archive_bytes", "it unpacks to more", "unpack it").hint
        'unpack it, or build with a larger --max-unpacked-mb (now 1024)'
        """
        told = next(told for told in fields(self) if told.name == name)
        option, unit = told.metadata["option"], told.metadata["unit"]
        if needed:
            way = f"build with {option} {math.ceil(needed / unit)}"
        else:
            way = f"build with a larger {option} (now {getattr(self, name) / unit:g})"
        return LimitError(reason, hint=f"{advice}, or {way}", limit=name)

    def too_large(
        self, size: int, name: str = "file_bytes", what: str = "file", advice: str = ""
    ) -> LimitError:
        """The refusal of what has more bytes than a limit.

        >>> str(Limits().too_large(200 * 1024 * 1024))  # doctest: +ELLIPSIS
        'the file has 200 MB, the limit is 64 MB (give the report alone, or ... --max-file-mb 200)'
        """
        limit = getattr(self, name)
        reason = f"the {what} has {megabytes(size)}, the limit is {megabytes(limit)}"
        return self.beyond(name, reason, advice or "give the report alone", size)


DEFAULT = Limits()


def options() -> dict[str, str]:
    """Option of the command line → what it bounds and its default, as told in its help.

    >>> options()["--max-pages"]
    'pages of a PDF (default: 1000)'
    """
    told: dict[str, str] = {}
    for limit in fields(Limits):
        option, bounds = limit.metadata["option"], limit.metadata["bounds"]
        size = "MB of " if limit.metadata["unit"] == _MB else ""
        line = f"{size}{bounds} (default: {limit.default / limit.metadata['unit']:g})"
        told[option] = f"{told[option]}; {line}" if option in told else line
    return told


def table() -> list[str]:
    """The limits as rows of a Markdown table, for docs/formats.md.

    >>> table()[2]
    '| `file_bytes` | `--max-file-mb` | 64 MB | one file, on disk or unpacked |'
    """
    rows = ["| limit | option | default | what it bounds |", "|---|---|--:|---|"]
    for told in fields(Limits):
        unit = told.metadata["unit"]
        default = f"{told.default / unit:,g}" if unit == 1 else f"{told.default // unit:,} MB"
        bounds = told.metadata["bounds"]
        rows.append(f"| `{told.name}` | `{told.metadata['option']}` | {default} | {bounds} |")
    return rows


def read_at_most(stream: IO[bytes], most: int) -> bytes:
    """The bytes of a stream up to a limit and one more, which tells that there are too many.

    A file sets aside as much memory as it is asked for: a limit that somebody raised high must
    not cost that much for each small file.

    >>> import io
    >>> read_at_most(io.BytesIO(b"abcdef"), 3)
    b'abcd'
    """
    found, size = [], 0
    while size <= most and (chunk := stream.read(min(_CHUNK, most + 1 - size))):
        found.append(chunk)
        size += len(chunk)
    return b"".join(found)


def megabytes(size: int) -> str:
    """A size for messages.

    >>> megabytes(200 * 1024 * 1024)
    '200 MB'
    """
    return f"{size / _MB:.0f} MB" if size >= _MB else f"{size} bytes"
