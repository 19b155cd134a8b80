"""A text as fingerprints: the same wording gives the same ones, wherever it stands.

Winnowing (Schleimer, Wilkerson, Aiken 2003): of the hashes of all ``GRAM``-character pieces, the
least of every ``WINDOW`` neighbours is kept. Two texts that share ``GRAM + WINDOW - 1`` = 10
characters in a row share a fingerprint for certain.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fzanalysis.catalogue import fold

GRAM = 7
WINDOW = 4
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
DIGIT = ord("0")


class Letters(NamedTuple):
    """What is compared: characters without punctuation and space, runs of digits as one ``0``.

    Attributes:
        codes: code points of the folded characters.
        places: offset of each in the text; one more, the end of the last, for half-open spans.
    """

    codes: np.ndarray
    places: np.ndarray

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of the characters ``start`` to ``end`` (half-open, not empty)."""
        return int(self.places[start]), int(self.places[end - 1]) + 1


class Prints(NamedTuple):
    """Fingerprints and the character at which each begins, in reading order."""

    hashes: np.ndarray
    starts: np.ndarray


def letters(text: str) -> Letters:
    """The characters of a text that carry its wording.

    >>> found = letters("发放资料1,200 余份。")
    >>> "".join(map(chr, found.codes)), found.span(4, 6)
    ('发放资料0余份', (4, 11))
    """
    codes = np.frombuffer(fold(text).encode("utf-32-le", "replace"), dtype=np.uint32)
    digit = (codes >= DIGIT) & (codes <= DIGIT + 9)
    letter = (codes >= 0x41) & (codes <= 0x5A) | (codes >= 0x61) & (codes <= 0x7A)
    kept = (codes >= 0x3400) & (codes <= 0x9FFF) | (codes >= 0x20000) | letter | digit
    places = np.flatnonzero(kept).astype(np.int32)
    codes = np.where(digit[places], np.uint32(DIGIT), codes[places])
    # 1,200 is one number: of digits in a row, punctuation between them left out, the first stays.
    repeated = np.zeros(len(codes), dtype=bool)
    repeated[1:] = (codes[1:] == DIGIT) & (codes[:-1] == DIGIT)
    return Letters(codes[~repeated], places[~repeated])


def winnow(codes: np.ndarray) -> Prints:
    """Fingerprints of the characters of one text.

    >>> one, other = winnow(letters("全年组织集中学习法律法规十二次").codes), winnow(
    ...     letters("我局组织集中学习法律法规若干次").codes)
    >>> len(set(one.hashes.tolist()) & set(other.hashes.tolist())) > 0
    True
    """
    count = len(codes) - GRAM + 1
    if count < 1:
        return Prints(np.empty(0, np.uint64), np.empty(0, np.int32))
    wide = codes.astype(np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for i in range(GRAM):
        hashes = hashes * _BASE + wide[i : i + count]
    # Neighbouring pieces have neighbouring sums; mixed, the least of a window is any of them.
    hashes = (hashes ^ (hashes >> np.uint64(31))) * _MIX
    hashes ^= hashes >> np.uint64(29)
    if count <= WINDOW:
        chosen = np.array([int(hashes.argmin())])
    else:
        windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
        places = windows.argmin(axis=1) + np.arange(len(windows))
        # The place of the least never goes back from one window to the next.
        chosen = places[np.flatnonzero(np.diff(places, prepend=-1))]
    return Prints(hashes[chosen], chosen.astype(np.int32))
