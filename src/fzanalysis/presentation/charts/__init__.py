"""Charts: each takes a frame and gives a figure with title, unit, source note and alt text."""

from fzanalysis.presentation.charts.bars import bounded_bars
from fzanalysis.presentation.charts.grids import completeness_grid, theme_shares

__all__ = ["bounded_bars", "completeness_grid", "theme_shares"]
