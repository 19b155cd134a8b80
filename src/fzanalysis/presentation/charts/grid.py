"""What all grids share: rows of bureaus, heads on top, cells, a scale of shades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from fzanalysis.errors import UsageError
from fzanalysis.presentation.labels import percent
from fzanalysis.presentation.style import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    SHADES,
    SIZES,
    Chart,
    figure,
    to_grey,
)

#: What the dot in a cell without a share says, for the line under the title.
NOTHING = "“·”为没有"
_COLOURS = LinearSegmentedColormap.from_list("house", SHADES)


def need_reports(reports: pd.DataFrame) -> None:
    """Refuse an empty choice of reports.

    Raises:
        UsageError: there is no report to show.
    """
    if reports.empty:
        raise UsageError("no report to show", hint="check the choice of reports and years")


def grid_figure(
    labels: Sequence[str], *, head_lines: float, size: str, **rest: Any
) -> tuple[Chart, Axes]:
    """A figure whose rows are as tall as the longest label needs."""
    em = SIZES[size].font / 72
    tallest = max(label.count("\n") + 1 for label in labels)
    body = len(labels) * max(2.4, tallest * 1.25 + 0.8) * em + head_lines * 1.5 * em
    chart, (axes,) = figure(body=body, size=size, **rest)
    return chart, axes


def grid_rows(axes: Axes, labels: Sequence[str], columns: int) -> list[int]:
    """Prepare axes for a grid with its head on top; returns the middles of the rows."""
    middles = list(range(len(labels)))
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(middles, list(labels))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return middles


def cell(axes: Axes, column: float, middle: float, **look: Any) -> None:
    """Draw one cell of a grid; a cell of the paper's colour gets a visible edge."""
    look = {"edgecolor": PAPER if look["facecolor"] != PAPER else FAINT, "linewidth": 1, **look}
    axes.add_patch(Rectangle((column - 0.48, middle - 0.46), 0.96, 0.92, **look))


def share_cell(
    axes: Axes,
    column: float,
    middle: float,
    share: float,
    top: float,
    text: str | None = None,
    url: str | None = None,
) -> None:
    """A cell shaded by a share, with its percent in ink that can be read on the shade.

    Args:
        share: 0 to 1.
        top: the share that is darkest.
        text: instead of the percent.
        url: where the number leads in SVG and PDF.
    """
    colour = _COLOURS(min(1.0, share / top))
    cell(axes, column, middle, facecolor=colour)
    if text is None:
        text = percent(share) if share > 0 else "·"
    ink = PAPER if to_grey(colour) < 0.5 else INK if share > 0 else MUTED
    narrow = "small" if len(text) > 2 else None
    number = axes.text(column, middle, text, ha="center", va="center", color=ink, fontsize=narrow)
    if share > 0:
        number.set_url(url)


def empty_row(axes: Axes, middle: float, columns: int, words: str) -> None:
    """A hatched row that says why there is nothing in it."""
    look: dict[str, Any] = {"facecolor": "none", "edgecolor": FAINT, "hatch": "///", "linewidth": 0}
    axes.add_patch(Rectangle((-0.5, middle - 0.46), columns, 0.92, **look))
    paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
    place = (columns - 1) / 2
    axes.text(place, middle, words, ha="center", va="center", color=MUTED, bbox=paper)
