"""One family of errors: each says what was found and what to do about it."""

from __future__ import annotations

from functools import partial


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
