"""What is done with some texts, or some pairs of reports, by whoever has time: pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fzanalysis.analysis.fingerprints import Letters, Prints, letters, winnow
from fzanalysis.analysis.reuse_index import Seeds
from fzanalysis.analysis.reuse_stretches import Stretch, stretches

#: Texts, and reports with their partners, of one task: half a second of work, a few megabytes.
TEXTS, REPORTS = 200, 50


class Pairs(NamedTuple):
    """Reports with a common fingerprint, and all that is needed to lay them side by side.

    Attributes:
        seeds: the fingerprints of their pairs.
        codes, genre: characters of each report, and which of them are the genre's wording.
        min_chars, min_similarity: what makes a passage.
    """

    seeds: Seeds
    codes: dict[int, np.ndarray]
    genre: dict[int, np.ndarray]
    min_chars: int
    min_similarity: float


def prepare(texts: Sequence[str]) -> list[tuple[Letters, Prints]]:
    """The letters and fingerprints of some texts.

    >>> [len(prints.hashes) for _, prints in prepare(["", "全年组织集中学习法律法规十二次"])]
    [0, 2]
    """
    spelled = [letters(text) for text in texts]
    return [(found, winnow(found.codes)) for found in spelled]


def split(
    seeds: Seeds,
    spelled: Sequence[Letters],
    genre: Sequence[np.ndarray],
    limits: tuple[int, float],
) -> Iterator[Pairs]:
    """Seeds as tasks of ``REPORTS`` reports with their partners; ``limits`` as in ``Pairs``."""
    if not len(seeds.a):
        return
    for first in range(int(seeds.a[0]), int(seeds.a[-1]) + 1, REPORTS):
        low, high = np.searchsorted(seeds.a, [first, first + REPORTS])
        some = Seeds(*(column[low:high] for column in seeds))
        needed = np.union1d(some.a, some.b).tolist()
        codes = {i: spelled[i].codes for i in needed}
        marks = {i: genre[i] for i in needed}
        yield Pairs(some, codes, marks, *limits)


def passages(task: Pairs) -> list[Stretch]:
    """The passages of some pairs of reports."""
    found = stretches(task.seeds, task.codes, task.genre, task.min_chars)
    return [s for s in found if s.same >= task.min_similarity * s.chars]
