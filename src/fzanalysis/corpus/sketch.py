"""Texts as small samples, to see whether two are (nearly) the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from fzanalysis.catalogue import fold

_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_SHINGLE = 8
_SAME = 0.8
_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Sketch:
    """The runs of eight letters of a text as a sample of their hashes.

    Of a text with more than 1,024 of them the smallest hashes are kept, so that any two sketches
    can be compared below the smaller of their two limits.
    """

    hashes: np.ndarray
    limit: int
    size: int

    @classmethod
    def of(cls, text: str) -> Sketch:
        """The sketch of a text.

        >>> Sketch.of("一、发放资料，共三十份。").size
        2
        """
        # Folded: a mirror in traditional characters is a copy too.
        bare = "".join(_LETTERS.findall(fold(text)))
        points = np.frombuffer(bare.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        count = max(0, len(points) - _SHINGLE + 1)
        mixed = np.zeros(count, dtype=np.uint64)
        for i in range(_SHINGLE):
            mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + points[i : i + count]
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
        hashes = np.unique(mixed)
        limit = int(hashes[_KEPT]) if len(hashes) > _KEPT else 1 << 64
        return cls(hashes[:_KEPT], limit, len(hashes))

    def like(self, other: Sketch) -> bool:
        """Whether one text holds (nearly) all of the other and is not much longer.

        >>> long = "".join(chr(0x4E00 + 37 * i % 9000) for i in range(3000))
        >>> Sketch.of(long).like(Sketch.of(long[:2900])), Sketch.of(long).like(Sketch.of(long[:99]))
        (True, False)
        """
        small, large = sorted((self.size, other.size))
        if not small or small / large <= 0.5:
            return False
        limit = min(self.limit, other.limit)
        a, b = (s.hashes if s.limit == limit else s.hashes[s.hashes < limit] for s in (self, other))
        least = min(len(a), len(b))
        return bool(least and len(np.intersect1d(a, b, assume_unique=True)) / least >= _SAME)
