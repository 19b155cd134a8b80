"""Fingerprints of all reports → those that two of them share, near each other.

An index, not all pairs: fingerprints are sorted, and each report is laid beside the next
``NEIGHBOURS`` reports that have the same one. Work grows with the length of the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fzanalysis.analysis.fingerprints import GRAM, WINDOW, Prints

#: A wording in this many more reports or fewer is laid out pair by pair; of one in more, each
#: report is paired with the next ones in the order of bureau and year.
NEIGHBOURS = 8
#: Seeds of one passage lie this near to each other; an edit longer than this ends the passage.
GAP = 24
#: Inserted or lost characters shift the two texts against each other by so much at most.
SHIFT = 12
#: A passage of 40 characters has at least so many seeds, unless every tenth character is another.
CROWD = 4
#: Reports whose pairs are held in memory at a time, and places for counting them (a power of 2).
BLOCK = 100
CELLS = 1 << 20


class Seeds(NamedTuple):
    """Fingerprints that two reports share: reports ``a`` < ``b``, places in each, how common."""

    a: np.ndarray
    b: np.ndarray
    at_a: np.ndarray
    at_b: np.ndarray
    spread: np.ndarray


class Index(NamedTuple):
    """All fingerprints, sorted: hash, report, place, and how many bureaus have the hash."""

    hashes: np.ndarray
    owner: np.ndarray
    at: np.ndarray
    bureaus: np.ndarray


def build_index(prints: Sequence[Prints], bureau: np.ndarray) -> Index:
    """Sort the fingerprints of all reports; of those a report has twice the first is kept.

    Args:
        prints: fingerprints of each report.
        bureau: number of the bureau of each report.
    """
    sizes = [len(p.hashes) for p in prints]
    owner = np.repeat(np.arange(len(prints), dtype=np.int32), sizes)
    hashes = np.concatenate([p.hashes for p in prints] or [np.empty(0, np.uint64)])
    at = np.concatenate([p.starts for p in prints] or [np.empty(0, np.int32)])
    # Stable: by report and place within a hash, as they were.
    order = np.argsort(hashes, kind="stable")
    hashes, owner, at = hashes[order], owner[order], at[order]
    first = np.ones(len(hashes), dtype=bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    hashes, owner, at = hashes[first], owner[first], at[first]
    return Index(hashes, owner, at, _bureaus(hashes, bureau[owner]))


def _bureaus(hashes: np.ndarray, bureau: np.ndarray) -> np.ndarray:
    """How many bureaus have each hash; reports are ordered by bureau, so equals are neighbours."""
    if not len(hashes):
        return np.empty(0, np.int32)
    new_hash = np.ones(len(hashes), dtype=bool)
    new_hash[1:] = hashes[1:] != hashes[:-1]
    new_bureau = new_hash.copy()
    new_bureau[1:] |= bureau[1:] != bureau[:-1]
    group = np.cumsum(new_hash) - 1
    return np.bincount(group, weights=new_bureau).astype(np.int32)[group]


def shared_prints(index: Index, common: int) -> Iterator[Seeds]:
    """Pairs of reports that share a fingerprint of fewer than ``common`` bureaus.

    They come ``BLOCK`` reports at a time, so that memory stays flat, by chance ones included
    (:func:`crowded` leaves those out).
    """
    rare = index.bureaus < common
    hashes, owner, at, spread = (column[rare] for column in index)
    of_report = np.argsort(owner, kind="stable").astype(np.int32)
    reports = int(owner.max(initial=-1)) + 1
    borders = np.searchsorted(owner[of_report], np.arange(0, reports + BLOCK, BLOCK))
    for low, high in pairwise(borders.tolist()):
        here, parts = of_report[low:high], []
        for step in range(1, NEIGHBOURS + 1):
            here = here[here < len(hashes) - step]
            # They are sorted: where the next one is another, so are those behind it.
            here = here[hashes[here + step] == hashes[here]]
            far = here + step
            parts.append((owner[here], owner[far], at[here], at[far], spread[here]))
        yield Seeds(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def crowded(seeds: Seeds) -> Seeds:
    """Those with at least ``CROWD`` others of the same two reports near by; the rest is chance."""
    return _crowded(_together(_many(seeds)))


def _many(seeds: Seeds) -> Seeds:
    """Seeds of pairs that have ``CROWD`` of them at all, some others by accident of counting.

    A count in a table of fixed size takes no sorting; pairs that fall together there are counted
    together, which keeps too many, never too few.
    """
    cell = (seeds.a.astype(np.int64) * 1_000_003 + seeds.b) & (CELLS - 1)
    return _take(seeds, np.flatnonzero(np.bincount(cell, minlength=CELLS)[cell] >= CROWD))


def _together(seeds: Seeds) -> Seeds:
    """Seeds that have a neighbour on nearly the same diagonal; by pair of reports."""
    pair = pair_of(seeds)
    shift = seeds.at_a - seeds.at_b
    order = _order(seeds.a, seeds.b, shift, seeds.at_a)
    near = (
        (np.diff(pair[order]) == 0)
        & (np.diff(shift[order]) <= SHIFT)
        & (np.abs(np.diff(seeds.at_a[order])) <= GAP + GRAM)
    )
    kept = np.zeros(len(order), dtype=bool)
    kept[1:] |= near
    kept[:-1] |= near
    return _take(seeds, order[kept])


def _crowded(seeds: Seeds) -> Seeds:
    """Seeds of pairs that somewhere have ``CROWD`` of them within ``CROWD`` gaps."""
    pair = pair_of(seeds)
    order = _order(seeds.a, seeds.b, seeds.at_a)
    ahead = CROWD - 1
    pairs, places = pair[order], seeds.at_a[order]
    dense = (pairs[ahead:] == pairs[:-ahead]) & (places[ahead:] - places[:-ahead] <= CROWD * 16)
    wanted = np.unique(pairs[:-ahead][dense]) if len(pairs) > ahead else pairs[:0]
    return _take(seeds, np.flatnonzero(np.isin(pair, wanted)))


def _order(*columns: np.ndarray) -> np.ndarray:
    """Order by the columns, the first first; packed into one number it is five times faster."""
    if not len(columns[0]):
        return np.empty(0, np.int64)
    raised = [c.astype(np.int64) - int(c.min()) for c in columns]
    widths = [int(c.max()).bit_length() for c in raised]
    if sum(widths) > 63:
        return np.lexsort(columns[::-1])
    key = np.zeros(len(raised[0]), np.int64)
    for column, width in zip(raised, widths, strict=True):
        key = key << width | column
    return np.argsort(key)


def pair_of(seeds: Seeds) -> np.ndarray:
    """One number for the two reports of each seed."""
    return seeds.a.astype(np.int64) << 32 | seeds.b


def _take(seeds: Seeds, chosen: np.ndarray) -> Seeds:
    return Seeds(*(column[chosen] for column in seeds))


def genre_runs(index: Index, common: int) -> Iterator[tuple[int, int, int, float]]:
    """(report, start, end, bureaus) of what at least ``common`` bureaus write, in characters."""
    frequent = index.bureaus >= common
    owner, at, bureaus = index.owner[frequent], index.at[frequent], index.bureaus[frequent]
    order = np.lexsort((at, owner))
    owner, at, bureaus = owner[order], at[order], bureaus[order]
    cut = np.flatnonzero((np.diff(owner) != 0) | (np.diff(at) > GRAM + WINDOW)) + 1
    for part in np.split(np.arange(len(owner)), cut) if len(owner) else []:
        start, end = int(at[part[0]]), int(at[part[-1]]) + GRAM
        yield int(owner[part[0]]), start, end, float(np.median(bureaus[part]))
