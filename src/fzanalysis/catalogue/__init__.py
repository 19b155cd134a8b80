"""The vocabulary: metrics, themes, problem categories, units; data files and their loader."""

from fzanalysis.catalogue.folding import fold
from fzanalysis.catalogue.loading import load_catalogue
from fzanalysis.catalogue.model import Catalogue, Metric, ProblemCategory, Theme

__all__ = ["Catalogue", "Metric", "ProblemCategory", "Theme", "fold", "load_catalogue"]
