"""Pinyin in brackets behind characters, as mirrors in traditional characters print it: 會(huì)議.

They are part of the text and stay in it and in every quote; only matching goes past them. So a text
that has them is parsed without them, and what was found is put back to where it stands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# The bracket first, what stands before it second: the engine runs fast to the next bracket.
_PINYIN = re.compile(r"[(（](?<=[\u4e00-\u9fff][(（])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]")
# One or two are words of their own: 维生素(a).
_LEAST = 3


class Annotated(NamedTuple):
    """A text with annotations.

    Attributes:
        text: the text as read.
        plain: the text without its annotations.
        offsets: where each character of the plain text stands in the text, and the text's end.
    """

    text: str
    plain: str
    offsets: tuple[int, ...]

    def restored(self, start: int, end: int) -> tuple[int, int]:
        """A span of the plain text as a span of the text; annotations at its end belong to it.

        >>> annotated("會(huì)議(yì)精(jīng)神").restored(0, 2)
        (0, 11)
        """
        return self.offsets[start], self.offsets[end] if end > start else self.offsets[start]

    def words(self, words: str, start: int) -> str:
        """Words that stand in the plain text from ``start`` on, as the text has them."""
        at = self.plain.find(words, start) if words else -1
        if at < 0:
            return words
        begin, end = self.restored(at, at + len(words))
        return self.text[begin:end]


def annotated(text: str) -> Annotated | None:
    """The text with its annotations told apart; None if it has hardly any.

    >>> annotated("會(huì)議(yì)精(jīng)神").plain, annotated("维生素(a)")
    ('會議精神', None)
    """
    if "(" not in text and "（" not in text:
        return None
    spans = [match.span() for match in _PINYIN.finditer(text)]
    if len(spans) < _LEAST:
        return None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in spans:
        pieces.append(text[at:start])
        offsets.extend(range(at, start))
        at = end
    pieces.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return Annotated(text, "".join(pieces), tuple(offsets))
