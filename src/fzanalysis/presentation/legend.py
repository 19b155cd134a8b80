"""Legends: entries in rows below a chart, some of them painted by a function."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerBase
from matplotlib.patches import Patch
from matplotlib.transforms import Transform

from fzanalysis.presentation.labels import width
from fzanalysis.presentation.typeface import printable


class Key(Patch):
    """A legend entry that is painted by a function of its width and height (in points)."""

    def __init__(self, paint: Callable[[float, float], Sequence[Artist]]) -> None:
        super().__init__()
        self.paint = paint


class _KeyHandler(HandlerBase):
    def create_artists(
        self,
        legend: Legend,
        orig_handle: Artist,
        xdescent: float,
        ydescent: float,
        width: float,
        height: float,
        fontsize: float,
        trans: Transform,
    ) -> Sequence[Artist]:
        assert isinstance(orig_handle, Key)
        artists = orig_handle.paint(width, height)
        for artist in artists:
            artist.set_transform(trans)
        return artists


def legend_shape(
    legend: Sequence[tuple[Artist, str]], points: float, wide: float
) -> tuple[int, int]:
    """Rows of a legend and entries in a row: as few rows as the width of its entries allows.

    >>> short, long = (Patch(), "确数"), (Patch(), "未披露（报告没有这个数，不等于0）")
    >>> legend_shape([short, short, long], 9.0, 6.3), legend_shape([long] * 3, 9.0, 6.3)
    ((1, 3), (2, 2))
    """
    if not legend:
        return 0, 0
    em = points * 0.9 / 72
    # Beside its text an entry takes its mark and the space to the next one.
    widths = [(width(text) / 2 + 4.6) * em for _, text in legend]
    for per_row in range(len(legend), 1, -1):
        # A column is as wide as its widest entry.
        if sum(max(widths[column::per_row]) for column in range(per_row)) <= wide - 0.1:
            return -(-len(legend) // per_row), per_row
    return len(legend), 1


def put_legend(
    chart: Figure, legend: Sequence[tuple[Artist, str]], per_row: int, left: float, bottom: float
) -> None:
    """Put a legend on the lower left of a chart, ``left`` and ``bottom`` in parts of the figure."""
    # matplotlib fills columns first; readers read rows first.
    rows = -(-len(legend) // per_row)
    order = [r * per_row + c for c in range(per_row) for r in range(rows)]
    entries = [legend[i] for i in order if i < len(legend)]
    drawn = chart.legend(
        [handle for handle, _ in entries],
        [printable(text) for _, text in entries],
        loc="lower left",
        bbox_to_anchor=(left, bottom),
        ncols=per_row,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=2.2,
        columnspacing=1.6,
        handler_map={Key: _KeyHandler()},
    )
    drawn.set_in_layout(False)
