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
    """Rows of a legend and entries in a row, from the width of its longest entry."""
    if not legend:
        return 0, 0
    em = points * 0.9 / 72
    longest = max(width(text) for _, text in legend) / 2 * em + 4.2 * em
    per_row = max(1, min(len(legend), int((wide - 0.3) / longest)))
    return -(-len(legend) // per_row), per_row


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
