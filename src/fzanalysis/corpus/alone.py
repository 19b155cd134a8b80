"""One build at a time in a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fzanalysis.errors import UsageError


@contextmanager
def alone(out: Path) -> Iterator[Path]:
    """Keeps other builds out of a folder; gives the folder in it for what is kept.

    The system gives the lock back when the process ends, however it ends. A number of the
    process, left in a file, would not do: in a container every build has the same one.

    Raises:
        UsageError: if another build is under way, or nothing can be written there.

    >>> import tempfile
    >>> out = Path(tempfile.mkdtemp())
    >>> with alone(out):
    ...     try:
    ...         with alone(out):
    ...             pass
    ...     except UsageError as error:
    ...         print(error.hint)
    wait for it, or choose another folder
    """
    cache = out / ".cache"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        # SQLite knows how to lock a file on every system.
        opened = sqlite3.connect(cache / "lock", timeout=0, isolation_level=None)
    except (OSError, sqlite3.OperationalError) as error:
        raise UsageError(
            f"nothing can be written into {out}: {error}", hint="choose another folder"
        ) from error
    with closing(opened) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise UsageError(
                    f"another build writes into {out}", hint="wait for it, or choose another folder"
                ) from error
            # Some file systems of clusters know no locks; they have to do without.
        yield cache
