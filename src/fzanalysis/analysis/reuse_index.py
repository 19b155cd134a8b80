"""Fingerprints of all reports → places where two of them run alike.

An index, not all pairs: fingerprints are sorted, and each report is laid beside the next
``NEIGHBOURS`` reports that have the same one. Work grows with the length of the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from fzanalysis.analysis.fingerprints import DIGIT, GRAM, WINDOW, Prints

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
BLOCK = 500
CELLS = 1 << 22


class Seeds(NamedTuple):
    """Fingerprints that two reports share: reports ``a`` < ``b``, places in each, how common."""

    a: np.ndarray
    b: np.ndarray
    at_a: np.ndarray
    at_b: np.ndarray
    spread: np.ndarray


class Stretch(NamedTuple):
    """Two stretches that run alike: characters [a0, a1) and [b0, b1).

    Of the longer one ``chars`` are not the genre's wording, and ``same`` of them agree.
    """

    a: int
    b: int
    a0: int
    a1: int
    b0: int
    b1: int
    chars: int
    same: int
    spread: float


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


def find_seeds(index: Index, common: int) -> Iterator[Seeds]:
    """Pairs of reports that share a fingerprint of fewer than ``common`` bureaus.

    Seeds that stand alone, with fewer than ``CROWD`` others of the same two reports near by, are
    chance and left out. They come ``BLOCK`` reports at a time, so that memory stays flat.
    """
    rare = index.bureaus < common
    hashes, owner, at, spread = (column[rare] for column in index)
    shared = [
        np.flatnonzero(hashes[n:] == hashes[:-n]).astype(np.int32) for n in range(1, NEIGHBOURS + 1)
    ]
    for first in range(0, int(owner.max(initial=-1)) + 1, BLOCK):
        parts = []
        for step, same in enumerate(shared, start=1):
            mine = owner[same]
            here = same[(mine >= first) & (mine < first + BLOCK)]
            far = here + step
            parts.append((owner[here], owner[far], at[here], at[far], spread[here]))
        seeds = Seeds(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        yield _crowded(_together(_many(seeds)))


def _many(seeds: Seeds) -> Seeds:
    """Seeds of pairs that have ``CROWD`` of them at all, some others by accident of counting.

    A count in a table of fixed size takes no sorting; pairs that fall together there are counted
    together, which keeps too many, never too few.
    """
    cell = (seeds.a.astype(np.int64) * 1_000_003 + seeds.b) & (CELLS - 1)
    return _take(seeds, np.flatnonzero(np.bincount(cell, minlength=CELLS)[cell] >= CROWD))


def _together(seeds: Seeds) -> Seeds:
    """Seeds that have a neighbour on nearly the same diagonal; by pair of reports."""
    pair = _pair(seeds)
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
    pair = _pair(seeds)
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


def _pair(seeds: Seeds) -> np.ndarray:
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


def stretches(
    seeds: Seeds, codes: Mapping[int, np.ndarray], genre: Mapping[int, np.ndarray], least: int
) -> Iterator[Stretch]:
    """Seeds of two reports joined into stretches of at least ``least`` characters of their own.

    Seeds on one diagonal with no gap above ``GAP`` are a run; runs that follow each other in both
    reports with a shift of at most ``SHIFT`` are one stretch: words put in, left out or replaced
    do not part it. Ends are moved out as far as the characters agree. ``codes`` are the
    characters of each report, ``genre`` marks those that are the genre's wording.
    """
    pair = _pair(seeds)
    borders = np.flatnonzero(np.diff(pair)) + 1
    for rows in np.split(np.arange(len(pair)), borders) if len(pair) else []:
        a, b = int(seeds.a[rows[0]]), int(seeds.b[rows[0]])
        if int(seeds.at_a[rows].max() - seeds.at_a[rows].min()) + GRAM + 2 * GAP < least:
            continue
        runs = _runs(seeds.at_a[rows], seeds.at_b[rows], seeds.spread[rows])
        for chain in _chains(runs):
            found = _grown(chain, (a, b), (codes[a], codes[b]), (genre[a], genre[b]))
            if found.chars >= least:
                yield found


_Run = tuple[int, int, int, list[int]]


def _runs(at_a: np.ndarray, at_b: np.ndarray, spread: np.ndarray) -> list[_Run]:
    """(start in a, end in a, shift, spreads) of seeds in a row on one diagonal, by start."""
    shift = at_a - at_b
    order = np.lexsort((at_a, shift))
    places, shifts = at_a[order], shift[order]
    cut = np.flatnonzero((np.diff(shifts) != 0) | (np.diff(places) > GAP + GRAM)) + 1
    runs = []
    for rows in np.split(order, cut):
        first, last = int(at_a[rows[0]]), int(at_a[rows[-1]])
        runs.append((first, last + GRAM, int(shift[rows[0]]), spread[rows].tolist()))
    return sorted(runs)


def _chains(runs: list[_Run]) -> list[list[_Run]]:
    """Runs that continue each other in both texts; each goes to the chain it lies closest to."""
    chains: list[list[_Run]] = []
    for run in runs:
        best, nearest = None, GAP + SHIFT + 1
        for chain in chains[-40:]:
            last = chain[-1]
            gap_a = run[0] - last[1]
            gap_b = (run[0] - run[2]) - (last[1] - last[2])
            moved = abs(run[2] - last[2])
            fits = min(gap_a, gap_b) >= -GRAM and max(gap_a, gap_b) <= GAP and moved <= SHIFT
            if fits and max(gap_a, 0) + moved < nearest:
                best, nearest = chain, max(gap_a, 0) + moved
        if best is None:
            chains.append([run])
        else:
            best.append(run)
    return chains


def _grown(
    chain: list[_Run],
    pair: tuple[int, int],
    codes: tuple[np.ndarray, np.ndarray],
    genre: tuple[np.ndarray, np.ndarray],
) -> Stretch:
    """The stretch of a chain, with its ends moved out while characters agree."""
    one, other = codes
    a0, _, shift, _ = chain[0]
    b0 = a0 - shift
    a1, b1 = chain[-1][1], chain[-1][1] - chain[-1][2]
    while a0 > 0 and b0 > 0 and one[a0 - 1] == other[b0 - 1]:
        a0, b0 = a0 - 1, b0 - 1
    while a1 < len(one) and b1 < len(other) and one[a1] == other[b1]:
        a1, b1 = a1 + 1, b1 + 1
    # A number at the end is the marker of the next item more often than not: 2. or 3、.
    while a1 > a0 + 1 and b1 > b0 + 1 and one[a1 - 1] == other[b1 - 1] == DIGIT:
        a1, b1 = a1 - 1, b1 - 1
    own = [(~genre[0][a0:a1]).sum(), (~genre[1][b0:b1]).sum()]
    same = _same(chain, a0, a1, codes, genre[0])
    spread = float(median(s for run in chain for s in run[3]))
    return Stretch(*pair, a0, a1, b0, b1, int(max(own)), same, spread)


def _same(
    chain: list[_Run], a0: int, a1: int, codes: tuple[np.ndarray, np.ndarray], genre: np.ndarray
) -> int:
    """Characters that agree along the chain; between runs, along the shift of the one before."""
    one, other = codes
    same, place = 0, a0
    for number, (start, end, shift, _) in enumerate(chain):
        upto = min(a1 if number == len(chain) - 1 else end, a1)
        begin = max(place, start if number else a0)
        mine, theirs = one[begin:upto], other[max(begin - shift, 0) : max(upto - shift, 0)]
        width = min(len(mine), len(theirs))
        alike = (mine[:width] == theirs[:width]) & ~genre[begin : begin + width]
        same += int(alike.sum())
        place = max(place, upto)
    return same
