"""Charts: each takes a frame and gives a figure with title, unit, source note and alt text."""

from fzanalysis.presentation.charts.bars import bounded_bars
from fzanalysis.presentation.charts.completeness import completeness_grid
from fzanalysis.presentation.charts.problems import problem_typology
from fzanalysis.presentation.charts.themes import theme_shares

__all__ = ["bounded_bars", "completeness_grid", "problem_typology", "theme_shares"]
