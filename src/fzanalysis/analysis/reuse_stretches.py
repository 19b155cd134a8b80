"""Fingerprints that two reports share → the stretches in which they run alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median
from typing import NamedTuple

import numpy as np

from fzanalysis.analysis.fingerprints import DIGIT, GRAM
from fzanalysis.analysis.reuse_index import GAP, SHIFT, Seeds, pair_of


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


def stretches(
    seeds: Seeds, codes: Mapping[int, np.ndarray], genre: Mapping[int, np.ndarray], least: int
) -> Iterator[Stretch]:
    """Seeds of two reports joined into stretches of at least ``least`` characters of their own.

    Seeds on one diagonal with no gap above ``GAP`` are a run; runs that follow each other in both
    reports with a shift of at most ``SHIFT`` are one stretch: words put in, left out or replaced
    do not part it. Ends are moved out as far as the characters agree, and in as far as fewer agree
    than do not (:func:`alike`). ``codes`` are the characters of each report, ``genre`` marks those
    that are the genre's wording.
    """
    pair = pair_of(seeds)
    borders = np.flatnonzero(np.diff(pair)) + 1
    for rows in np.split(np.arange(len(pair)), borders) if len(pair) else []:
        a, b = int(seeds.a[rows[0]]), int(seeds.b[rows[0]])
        if int(seeds.at_a[rows].max() - seeds.at_a[rows].min()) + GRAM + 2 * GAP < least:
            continue
        runs = _runs(seeds.at_a[rows], seeds.at_b[rows], seeds.spread[rows])
        for chain in _chains(runs):
            sides = (codes[a], codes[b]), (genre[a], genre[b])
            for found in _of_chain(chain, (a, b), sides, least):
                if found.chars >= least:
                    yield found


_Run = tuple[int, int, int, list[int]]
_Sides = tuple[np.ndarray, np.ndarray]


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


def _of_chain(
    chain: list[_Run], pair: tuple[int, int], sides: tuple[_Sides, _Sides], least: int
) -> Iterator[Stretch]:
    """The stretches of a chain: one, or more where an edit is larger than what stands beside it."""
    codes, genre = sides
    one, other = codes
    starts, ends = _grown(chain, codes)
    if max(ends[0] - starts[0], ends[1] - starts[1]) < least:
        return
    at_a, at_b = _columns(chain, starts, ends, codes)
    agree = (at_a >= 0) & (at_b >= 0) & (one[at_a] == other[at_b])
    spread = float(median(s for run in chain for s in run[3]))
    for first, last in alike(agree, least):
        # A number at the end is the marker of the next item more often than not: 2. or 3、.
        while last > first + 1 and (not agree[last - 1] or one[at_a[last - 1]] == DIGIT):
            last -= 1
        a0, a1 = int(at_a[first]), int(at_a[last - 1]) + 1
        b0, b1 = int(at_b[first]), int(at_b[last - 1]) + 1
        own = max(int((~genre[0][a0:a1]).sum()), int((~genre[1][b0:b1]).sum()))
        some = slice(first, last)
        same = int((agree[some] & ~genre[0][at_a[some]]).sum())
        yield Stretch(*pair, a0, a1, b0, b1, own, same, spread)


def alike(agree: np.ndarray, least: int) -> list[tuple[int, int]]:
    """Ranges of columns that begin and end alike: cut anywhere, most of either end agrees.

    The range with most more that agree than do not (Smith and Waterman 1981, one for a column that
    agrees, minus one for any other), then those beside it. Two sentences of stock phrases with
    unlike words between them are thus not one passage, whatever their share of the whole.

    Args:
        agree: whether the two characters of each column agree.
        least: shorter ranges are left out.

    >>> columns = np.array([True] * 9 + [False] * 16 + [True] * 15)
    >>> alike(columns, 10), alike(columns[::-1], 5)
    ([(25, 40)], [(0, 15), (31, 40)])
    """
    found, parts = [], [(0, len(agree))]
    while parts:
        start, end = parts.pop()
        if end - start < least:
            continue
        sums = np.concatenate([[0], np.where(agree[start:end], 1, -1).cumsum()])
        last = int((sums - np.minimum.accumulate(sums)).argmax())
        first = last - int(sums[: last + 1][::-1].argmin())
        if last - first >= least:
            found.append((start + first, start + last))
        if last > first:
            parts += [(start, start + first), (start + last, end)]
    return sorted(found)


def _grown(chain: list[_Run], codes: _Sides) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a chain begins and ends in both texts, moved out while characters agree."""
    one, other = codes
    a0, b0 = chain[0][0], chain[0][0] - chain[0][2]
    a1, b1 = chain[-1][1], chain[-1][1] - chain[-1][2]
    while a0 > 0 and b0 > 0 and one[a0 - 1] == other[b0 - 1]:
        a0, b0 = a0 - 1, b0 - 1
    while a1 < len(one) and b1 < len(other) and one[a1] == other[b1]:
        a1, b1 = a1 + 1, b1 + 1
    return (a0, b0), (a1, b1)


def _columns(
    chain: list[_Run], starts: tuple[int, int], ends: tuple[int, int], codes: _Sides
) -> _Sides:
    """The two texts one under the other: places in each, -1 where one has nothing."""
    (a, b), parts = starts, []
    for start, end, shift, _ in chain:
        # A run may reach back into the one before: no character stands in two columns.
        begin = max(start, a, b + shift)
        if begin < end:
            parts += [_between((a, b), (begin, begin - shift), codes)]
            parts += [(np.arange(begin, end), np.arange(begin - shift, end - shift))]
            a, b = end, end - shift
    if a < ends[0] and b < ends[1]:
        parts.append(_between((a, b), ends, codes))
    at_a, at_b = (np.concatenate(side) for side in zip(*parts, strict=True))
    return at_a, at_b


def _between(low: tuple[int, int], high: tuple[int, int], codes: _Sides) -> _Sides:
    """What lies between two runs: some along the first, the rest along the second.

    They change over where most characters agree; what one text has more stands there alone.
    """
    a = np.arange(low[0], high[0])
    b = np.arange(low[1], high[1])
    width, more = min(len(a), len(b)), abs(len(a) - len(b))
    lone = np.full(more, -1)
    if not more:
        return a, b
    same = [
        codes[0][mine] == codes[1][theirs]
        for mine, theirs in (
            (a[:width], b[:width]),
            (a[len(a) - width :], b[len(b) - width :]),
        )
    ]
    left = np.concatenate([[0], same[0].cumsum()])
    right = np.concatenate([same[1][::-1].cumsum()[::-1], [0]])
    turn = int((left + right).argmax())
    if len(a) < len(b):
        return np.insert(a, turn, lone), b
    return a, np.insert(b, turn, lone)
