"""Canonical text → outline and identity."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from fzanalysis.catalogue import fold
from fzanalysis.document import Document, Section
from fzanalysis.parsing.annotations import Annotated, annotated
from fzanalysis.parsing.closing import find_body_end
from fzanalysis.parsing.front import Front, find_front
from fzanalysis.parsing.identity import Identity, find_identity
from fzanalysis.parsing.outline import build_outline
from fzanalysis.parsing.zones import Zones, name_zones

__all__ = ["Parsed", "parse"]


@dataclass(frozen=True)
class Parsed:
    """A document with its outline and identity.

    Attributes:
        document: the document as read.
        folded: its folded text, for matching.
        zones: where names stand.
        titles: where 《…》 stand, with their depth.
        front: what stands before the body.
        body_end: where the signature or the page lines below the body begin.
        identity: issuer, region, year …
        sections: the outline in reading order.
        annotated: where the characters stand in the text as read, if it has annotations that
            all spans here leave out.

    >>> parsed = parse(Document("某县教育局2023年法治政府建设年度报告\\n一、普法宣传。"))
    >>> parsed.identity.issuer, parsed.identity.year, parsed.sections[-1].heading
    ('某县教育局', 2023, '普法宣传')
    """

    document: Document
    folded: str
    zones: Zones
    titles: tuple[tuple[int, int, int], ...]
    front: Front
    body_end: int
    identity: Identity
    sections: tuple[Section, ...]
    annotated: Annotated | None = None

    @cached_property
    def _starts(self) -> list[int]:
        return [s.span.start for s in self.sections]

    def section_at(self, position: int) -> Section | None:
        """The innermost section that holds a position."""
        i = bisect_right(self._starts, position) - 1
        return self.sections[i] if i >= 0 else None

    def __repr__(self) -> str:
        return f"Parsed({self.identity.issuer} {self.identity.year}, {len(self.sections)} sections)"


def parse(document: Document) -> Parsed:
    """Find the outline and the identity of a document.

    >>> text = "某县教育局2023年法治政府建设情况报告\\n一、主要举措\\n(一)加强学习。集中学法3次。"
    >>> parsed = parse(Document(text))
    >>> parsed.identity.year, [s.heading for s in parsed.sections]
    (2023, ['主要举措', '加强学习'])
    """
    marked = annotated(document.text)
    plain = document if marked is None else replace(document, text=marked.plain)
    folded = fold(plain.text)
    zones, titles = name_zones(folded)
    front = find_front(folded)
    identity = find_identity(plain, folded, front)
    end = find_body_end(folded, front.body_start)
    sections = build_outline(folded, plain.text, zones, front.body_start, identity.year, end)
    return Parsed(document, folded, zones, tuple(titles), front, end, identity, sections, marked)
