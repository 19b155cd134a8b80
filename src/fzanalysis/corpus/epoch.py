"""What of the program itself a result depends on, as a digest: old results are not used again."""

from __future__ import annotations

import hashlib
import platform
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

#: What the rows of one report depend on. Their every file counts, vocabulary and tables included:
#: a file too many costs a build anew, a file too few would keep wrong rows.
REPORT_PARTS = (
    "document.py", "errors.py", "catalogue", "reading", "parsing", "extraction", "corpus",
)  # fmt: skip
#: What the tables and files written beside them depend on.
ALL_PARTS = ("",)
_LIBRARIES = (
    "charset-normalizer", "lxml", "olefile", "pandas", "pyarrow", "pypdfium2", "python-docx",
    "trafilatura",
)  # fmt: skip
_PASSED_OVER = ("__pycache__",)


@cache
def epoch(parts: tuple[str, ...] = REPORT_PARTS) -> str:
    """Digest of the package's files under ``parts``, of the libraries that read, and of the office.

    An office suite that is installed later reads old Word files better, so it counts too.

    >>> len(epoch()), epoch() == epoch(("document.py",))
    (64, False)
    """
    root = files("fzanalysis")
    found = hashlib.sha256()
    for part in parts:
        start = root.joinpath(part) if part else root
        for name, data in _contents(start, part):
            found.update(f"{name}\0{len(data)}\0".encode())
            found.update(data)
    found.update("\0".join(_surroundings()).encode())
    return found.hexdigest()


def _contents(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        yield name, place.read_bytes()
        return
    for child in sorted(place.iterdir(), key=lambda c: c.name):
        if child.name not in _PASSED_OVER:
            yield from _contents(child, f"{name}/{child.name}")


def _surroundings() -> Iterable[str]:
    yield ".".join(platform.python_version_tuple()[:2])
    for library in _LIBRARIES:
        try:
            yield f"{library} {version(library)}"
        except PackageNotFoundError:
            yield f"{library} absent"
    yield f"office {shutil.which('soffice') or shutil.which('libreoffice') or 'absent'}"
