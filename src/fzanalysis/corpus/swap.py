"""New tables in the place of the old ones, as a whole, whenever the program is ended."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

#: What a build replaces in its folder.
NAMES = ("tables", "csv")
_OLD = ".old-"
_NEW = ".new-"


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """An empty folder for what will be swapped in, gone at the end; those of dead builds go too.

    To be used under :func:`fzanalysis.corpus.alone.alone`: all that is there is of dead builds.
    """
    for left in out.glob(f"{_NEW}*"):
        shutil.rmtree(left, ignore_errors=True)
    work = out / f"{_NEW}{os.getpid()}"
    work.mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def swap_in(work: Path, out: Path, names: Iterable[str] = NAMES) -> None:
    """Put the folders of ``work`` in the place of those of ``out``, and remove the old ones.

    Where the system can exchange two names at once, there is never a moment without tables.
    Elsewhere there is one between two renames; a program that is ended in it has left the old
    tables under another name, and :func:`recover` brings them back.
    """
    for name in names:
        new, place = work / name, out / name
        if new.exists() and place.exists() and _exchange(new, place):
            continue
        old = out / f"{_OLD}{name}"
        if old.exists():
            shutil.rmtree(old)
        if place.exists():
            os.replace(place, old)
        if new.exists():
            os.replace(new, place)
        if old.exists():
            shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step, if the system (Linux) and the file system can do so."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2
    status: int = rename(here, os.fsencode(one), here, os.fsencode(other), exchange)
    return status == 0


def recover(out: Path) -> None:
    """Finish what an ended swap began: bring back old tables, remove what is in the way.

    >>> import tempfile
    >>> out = Path(tempfile.mkdtemp())
    >>> (out / ".old-tables").mkdir()
    >>> recover(out)
    >>> [p.name for p in out.iterdir()]
    ['tables']
    """
    for name in NAMES:
        old, place = out / f"{_OLD}{name}", out / name
        if old.is_dir() and not place.exists():
            os.replace(old, place)
