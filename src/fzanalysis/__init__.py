"""Annual rule-of-law reports of Chinese bureaus as tidy, quoted, bounded tables."""

from fzanalysis.commands import build, diff, load
from fzanalysis.errors import FzError
from fzanalysis.reading.limits import Limits

__all__ = ["FzError", "Limits", "__version__", "build", "diff", "load"]


def __getattr__(name: str) -> str:
    """``__version__``, looked up when asked for: that takes longer than all other imports."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("fzanalysis")
    except PackageNotFoundError:  # a source tree that was never installed
        return "0"
