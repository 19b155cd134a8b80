"""What all floors share: a span of text, a document read from a file, a section of its outline."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points in a canonical text.

    >>> Span(2, 5).of("发放资料三份")
    '资料三'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The text that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One file as canonical text; spans of every table are offsets into ``text``, for ever.

    Attributes:
        text: the canonical text: newlines are ``\\n``, tool residue is gone, nothing else changed.
        source_path: the path as the user knows it (relative to the folder that was built;
            a member of an archive is ``archive.zip!member.txt``).
        sha256: digest of the raw bytes.
        format: ``text``, ``html``, ``docx``, ``doc``, ``rtf``, ``odt``, ``wordml`` or ``pdf``.
        encoding: how bytes became characters (``utf-8``, ``gb18030`` ...), empty where it has no
            meaning.
        fields: what the page says of itself beside the body (``title``, ``source``,
            ``published_on``, ``index_number``), only where a format has such a place.
        warnings: what was lost or uncertain while reading, one sentence each.
        limit: the limit of reading that cost a part of it, empty if none did.
    """

    text: str
    source_path: str = ""
    sha256: str = ""
    format: str = "text"
    encoding: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    limit: str = ""

    def __repr__(self) -> str:
        return f"Document({self.source_path!r}, {len(self.text)} chars, {self.text[:20]!r}…)"


class Section(NamedTuple):
    """One node of the outline: a heading with all that stands under it.

    Attributes:
        index: position in the outline, in reading order, from 0.
        parent: index of the section above, or None.
        level: 0 for the introduction, 1 for 一、, 2 for (一), and so on.
        rank: kind of marker, see :mod:`fzanalysis.parsing.ladder`.
        marker: as printed, ``（一）`` or ``二是``; empty for text without one.
        heading: without marker; empty if there is none.
        role: intro, measures, first_responsible, problems, plans or other.
        span: the whole section, its children included.
        heading_span: the heading alone.
        own_end: where the section's own text ends and its first child begins.
    """

    index: int  # type: ignore[assignment]  # nobody looks for a value among the fields
    parent: int | None
    level: int
    rank: int
    marker: str
    heading: str
    role: str
    span: Span
    heading_span: Span
    own_end: int

    def __repr__(self) -> str:
        return f"Section({self.marker}{self.heading[:24]!r}, {self.role}, {self.span})"


def digest(data: bytes) -> str:
    """SHA-256 of raw bytes, in hexadecimal.

    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()
