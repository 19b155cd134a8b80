"""Records → tables on disk, and back.

What is named here is loaded when it is first used: finding that nothing changed since the last
build must not wait for the libraries that write tables.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fzanalysis.corpus.build import build

if TYPE_CHECKING:
    from fzanalysis.corpus.schema import TABLE_TITLES, TABLES, TITLES
    from fzanalysis.corpus.store import Corpus, load
    from fzanalysis.corpus.summary import Summary

__all__ = ["TABLES", "TABLE_TITLES", "TITLES", "Corpus", "Summary", "build", "load"]
_HOMES = {
    "TABLES": "schema", "TABLE_TITLES": "schema", "TITLES": "schema", "Corpus": "store",
    "Summary": "summary", "load": "store",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
