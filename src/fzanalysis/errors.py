"""One family of errors: each says what was found and what to do about it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

# What steers a terminal or turns the direction of writing; line breaks and tabs stay.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def visible(words: object) -> str:
    """Words as they may be printed on a terminal: what a file says cannot steer it.

    >>> visible("甲局\\x1b[2J\\u202e.txt")
    '甲局\\\\x1b[2J\\\\u202e.txt'
    """
    return _STEERING.sub(lambda found: ascii(found.group())[1:-1], str(words))


class FzError(Exception):
    """Base of all errors raised on purpose.

    Args:
        reason: what was found, in one line.
        hint: what the user can do about it.

    >>> str(FzError("the folder 'in' holds no file", hint="put reports into it"))
    "the folder 'in' holds no file (put reports into it)"
    """

    def __init__(self, reason: str, *, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.reason} ({self.hint})" if self.hint else self.reason

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by the default; errors cross process borders.
        return (_rebuild, (type(self), self.reason, self.hint))


def _rebuild(kind: type[FzError], reason: str, hint: str) -> FzError:
    return kind(reason, hint=hint)


class UsageError(FzError):
    """The call itself cannot be carried out (missing folder, unknown table ...)."""


class ReadError(FzError):
    """A file cannot be turned into text."""


class LimitError(ReadError):
    """A file goes beyond a limit of :class:`fzanalysis.reading.Limits`; a larger one may do.

    Args:
        reason, hint: as for every error.
        limit: the name of the limit.

    >>> import pickle
    >>> pickle.loads(pickle.dumps(LimitError("too long", hint="cut it", limit="pages"))).limit
    'pages'
    """

    def __init__(self, reason: str, *, hint: str = "", limit: str = "") -> None:
        super().__init__(reason, hint=hint)
        self.limit = limit

    def __reduce__(self) -> tuple[object, ...]:
        return (partial(type(self), hint=self.hint, limit=self.limit), (self.reason,))


class NotAReportError(FzError):
    """The text was read but is not a report of this genre."""


class CatalogueError(FzError):
    """A vocabulary file is malformed."""


class SpanError(FzError):
    """A row does not quote its source: always a defect of the program, never repaired silently."""


class StorageError(FzError):
    """The disk does not take or give what it should: full, read-only, broken."""


_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


def storage_error(error: Exception, place: str | Path) -> StorageError:
    """What the system says of a disk, with what to do about it.

    Args:
        error: as it was raised, by the system or by SQLite.
        place: the folder or file that was being written.

    >>> str(storage_error(OSError(errno.ENOSPC, "No space left on device"), "out"))
    'there is no room left to write out (make room and try again; what was there before is kept)'
    """
    number, words = getattr(error, "errno", None), str(error)
    where = getattr(error, "filename", None) or place
    if number in _FULL or "is full" in words:
        return StorageError(
            f"there is no room left to write {place}",
            hint="make room and try again; what was there before is kept",
        )
    if number in _CLOSED or "readonly" in words or "unable to open" in words:
        return StorageError(
            f"{where} cannot be written: {getattr(error, 'strerror', None) or words}",
            hint="choose another folder, or ask for the right to write into this one",
        )
    return StorageError(
        f"writing {where} failed: {getattr(error, 'strerror', None) or words}",
        hint="see that its folder is a folder and that there is room, and try again",
    )


@contextmanager
def storage(place: str | Path) -> Iterator[None]:
    """Tell what goes wrong with a disk as a :class:`StorageError`.

    >>> with storage("out"):
    ...     raise PermissionError(errno.EACCES, "Permission denied", "out/tables")
    Traceback (most recent call last):
    ...
    fzanalysis.errors.StorageError: out/tables cannot be written: Permission denied ...
    """
    try:
        yield
    except Exception as error:
        # SQLite is known by its name: to import it for this would slow down every command.
        disk = isinstance(error, OSError) and error.errno is not None
        talk = isinstance(error, ConnectionError | TimeoutError)
        if talk or not (disk or type(error).__module__ == "sqlite3"):
            raise
        raise storage_error(error, place) from error
