"""Townships, towns and subdistricts of today, by name: in which county each lies.

The list is built by ``scripts/build_divisions.py`` beside that of the divisions. It knows today's
names only, and many names are borne by several places.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from fzanalysis.catalogue.divisions import Division, load


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """The codes of the counties that have a township of a name, by the name; read when asked."""
    source = files("fzanalysis.catalogue") / "data" / "townships.tsv.gz"
    found: dict[str, list[str]] = defaultdict(list)
    for line in gzip.decompress(source.read_bytes()).decode("utf-8").splitlines()[1:]:
        code, names = line.split("\t")
        for name in names.split():
            found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def is_listed(name: str) -> bool:
    """Whether a township of this name is on the list.

    >>> is_listed("塘栖镇"), is_listed("在塘栖镇")
    (True, False)
    """
    return name in _codes()


def counties_of(name: str) -> tuple[Division, ...]:
    """The counties, districts and cities without counties that have a township of this name.

    >>> [d.name for d in counties_of("塘栖镇")], counties_of("柳溪某镇")
    (['临平区'], ())
    """
    return tuple(d for code in _codes().get(name, ()) if (d := load().coded(code)) is not None)


def county_of_all(names: Iterable[str], among: Iterable[Division] = ()) -> Division | None:
    """The one county in which several townships lie; None if fewer than two agree on it.

    Args:
        names: names of townships.
        among: the counties that it may be; empty for any. Among known ones a single name decides.

    >>> county_of_all(["塘栖镇", "乔司街道"]).name, county_of_all(["城关镇"])
    ('临平区', None)
    """
    allowed = {d.code for d in among}
    votes: Counter[str] = Counter()
    for name in set(names):
        votes.update(c for c in _codes().get(name, ()) if not allowed or c in allowed)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < (1 if allowed else 2):
        return None
    if len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]:
        return None
    return load().coded(ranked[0][0])
