"""Annual rule-of-law reports of Chinese bureaus as tidy, quoted, bounded tables."""

from importlib.metadata import PackageNotFoundError, version

from fzanalysis.commands import build, diff, load
from fzanalysis.errors import FzError
from fzanalysis.reading.limits import Limits

try:
    __version__ = version("fzanalysis")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0"

__all__ = ["FzError", "Limits", "__version__", "build", "diff", "load"]
