"""Records → tables on disk, and back."""

from fzanalysis.corpus.build import Summary, build
from fzanalysis.corpus.schema import TABLE_TITLES, TABLES, TITLES
from fzanalysis.corpus.store import Corpus, load

__all__ = ["TABLES", "TABLE_TITLES", "TITLES", "Corpus", "Summary", "build", "load"]
