"""Under which key the result of a file is kept, and whether it still holds under other limits.

A key has two halves: a digest of all that decides the result, and the limits under which the file
was read, where they differ from the defaults. So a file is read again only where limits matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache

from fzanalysis.corpus.epoch import epoch
from fzanalysis.reading import Limits
from fzanalysis.reading.limits import DEFAULT


def key_of(
    sha256: str,
    name: str,
    stated: Iterable[tuple[str, str]],
    catalogue: str,
    limits: Limits = DEFAULT,
) -> str:
    """The key of a result: whatever changes it changes the key.

    Args:
        sha256: digest of the raw bytes.
        name: the name of the file in the tables.
        stated: what ``sources.csv`` states of it.
        catalogue: digest of the vocabulary.
        limits: the bounds of reading.

    >>> key_of("ab", "a.txt", (), "c") == key_of("ab", "a.txt", (("year", "2024"),), "c")
    False
    >>> key_of("ab", "a.txt", (), "c", Limits(pages=5)).partition(" ")[2]
    'pages=5'
    """
    parts = [sha256, name, catalogue, epoch(), *(f"{k}={v}" for k, v in sorted(stated))]
    found = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return " ".join([found, *(f"{limit}={value}" for limit, value in limits.changed().items())])


def plain(key: str) -> str:
    """The half of a key that does not tell of limits.

    >>> plain("0a1b pages=5")
    '0a1b'
    """
    return key.partition(" ")[0]


def holds(key: str, limit: str, limits: Limits) -> bool:
    """Whether a result is the one that reading under other limits would give.

    What no limit touched stays as it is when limits are raised; what one has refused has to be
    read again when that one changes; a lower limit may refuse what was read.

    Args:
        key: the key of the result.
        limit: the limit that refused the file or cost a part of it, empty if none did.
        limits: the bounds of the present build.

    >>> holds("0a1b", "", Limits(pages=5000)), holds("0a1b", "pages", Limits(pages=5000))
    (True, False)
    >>> holds("0a1b", "", Limits(pages=5)), holds("0a1b pages=5", "pages", Limits(pages=5))
    (False, True)
    """
    then = _limits_of(key.partition(" ")[2])
    if limit and getattr(then, limit) != getattr(limits, limit):
        return False
    return all(getattr(limits, f.name) >= getattr(then, f.name) for f in fields(Limits))


@lru_cache
def _limits_of(said: str) -> Limits:
    pairs = (word.split("=") for word in said.split())
    return Limits(**{name: float(value) for name, value in pairs})  # type: ignore[arg-type]


def first_that_holds(kept: Iterable[tuple[str, str]], limits: Limits) -> str | None:
    """The first key of kept results (with the limit that decided each) that holds.

    >>> first_that_holds([("0a1b", "pages"), ("0a1b pages=5", "")], Limits(pages=7))
    '0a1b pages=5'
    """
    return next((key for key, limit in kept if holds(key, limit, limits)), None)
