"""Charts: each takes a frame and gives a figure with title, unit, source note and alt text."""

from fzanalysis.presentation.charts.bars import bounded_bars
from fzanalysis.presentation.charts.completeness import completeness_grid
from fzanalysis.presentation.charts.dumbbell import dumbbell
from fzanalysis.presentation.charts.follow_up import follow_up_board
from fzanalysis.presentation.charts.panels import panel_lines
from fzanalysis.presentation.charts.problems import problem_typology
from fzanalysis.presentation.charts.reuse import aligned_passages, reuse_matrix
from fzanalysis.presentation.charts.slope import slope
from fzanalysis.presentation.charts.themes import theme_shares
from fzanalysis.presentation.charts.topics import topic_heatmap, topic_map
from fzanalysis.presentation.charts.words import keyness_plot

__all__ = [
    "aligned_passages",
    "bounded_bars",
    "completeness_grid",
    "dumbbell",
    "follow_up_board",
    "keyness_plot",
    "panel_lines",
    "problem_typology",
    "reuse_matrix",
    "slope",
    "theme_shares",
    "topic_heatmap",
    "topic_map",
]
