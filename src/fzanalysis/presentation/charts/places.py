"""Where a name may stand on a map: beside what it names, on nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.transforms import Bbox

#: Above, below and beside first, then the corners.
_WAYS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
#: So many times its own size a name may move away.
_FAR = 5


def best_place(
    box: Bbox,
    named: Bbox,
    *,
    page: Bbox,
    taken: Sequence[Bbox],
    others: Sequence[Bbox],
    dots: np.ndarray,
) -> Bbox:
    """The place around what it names where a name does least harm.

    Args:
        box: as large as the name.
        named: the square around the disc that it names.
        page: must not be left.
        taken: places of other names.
        others: the squares around other discs.
        dots: points that are better not covered, a row each.

    >>> around = Bbox([[0, 0], [100, 100]])
    >>> place = best_place(Bbox([[0, 0], [20, 10]]), Bbox([[40, 40], [60, 60]]), page=around,
    ...     taken=[], others=[], dots=np.empty((0, 2)))
    >>> [float(v) for v in place.extents]
    [40.0, 60.0, 60.0, 70.0]
    """
    places = (_moved(box, named, way, far) for far in range(_FAR) for way in _WAYS)
    return min(places, key=lambda place: _cost(place, page, taken, others, dots))


def gap(disc: Bbox, box: Bbox) -> float:
    """How far a box stands from the edge of a disc."""
    x, y = (disc.x0 + disc.x1) / 2, (disc.y0 + disc.y1) / 2
    near = min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1)
    return math.dist((x, y), near) - disc.width / 2


def _moved(box: Bbox, disc: Bbox, way: tuple[int, int], far: int) -> Bbox:
    """A box set beside a disc; ``far`` times its own size further away."""
    x = (disc.x0 + disc.x1) / 2 + way[0] * (disc.width + box.width * (1 + far)) / 2
    y = (disc.y0 + disc.y1) / 2 + way[1] * (disc.height + box.height * (1 + far)) / 2
    half = box.width / 2, box.height / 2
    return Bbox([[x - half[0], y - half[1]], [x + half[0], y + half[1]]])


def _cost(
    box: Bbox, page: Bbox, taken: Sequence[Bbox], discs: Sequence[Bbox], dots: np.ndarray
) -> float:
    outside = box.width * box.height - _shared(box, page)
    named = sum(_shared(box, other) for other in taken)
    covered = sum(_shared(box, disc) for disc in discs)
    inside = int(sum(box.contains(*dot) for dot in dots))
    # Nothing is as bad as a name that is cut or lies on another.
    return 100 * (outside + named) + covered + 0.05 * box.width * box.height * inside


def _shared(one: Bbox, other: Bbox) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(wide, 0.0) * max(high, 0.0)
