"""What a reader of one format hands back, before the text is cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Content(NamedTuple):
    """Text and what is known beside it; see :class:`fzanalysis.document.Document`.

    Attributes:
        text: paragraphs separated by newlines.
        encoding: name of the character encoding, empty where it has no meaning.
        fields: what the page says of itself (``title``, ``source``, ``published_on``,
            ``index_number``).
        warnings: what was lost or uncertain, one sentence each.
        limit: the limit that cost a part of it; a larger one may give more.
    """

    text: str
    encoding: str = ""
    fields: Mapping[str, str] = {}
    warnings: tuple[str, ...] = ()
    limit: str = ""
