"""Records → tables on disk, and back."""

from fzanalysis.corpus.build import build
from fzanalysis.corpus.schema import TABLE_TITLES, TABLES, TITLES
from fzanalysis.corpus.store import Corpus, load
from fzanalysis.corpus.summary import Summary

__all__ = ["TABLES", "TABLE_TITLES", "TITLES", "Corpus", "Summary", "build", "load"]
