"""Files that are replaced as a whole: nobody ever finds half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write under; at the end the file gets its own name, and none if it went wrong.

    Args:
        path: the file that is made or replaced.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> with whole(path) as part:
    ...     _ = part.write_text("whole")
    >>> [p.name for p in path.parent.iterdir()], path.read_text()
    (['a.txt'], 'whole')
    """
    part = path.with_name(path.name + ".part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
