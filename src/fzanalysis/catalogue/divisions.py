"""Administrative divisions of China from 1980 to today: names, codes, parents, years.

The data file is built by ``scripts/build_divisions.py``. A code is reused when a division is
renamed or merged, so a division is a code *and* a span of years. The lists behind it show the end
of each year; in the year of a change the old and the new name are both valid.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from fzanalysis.catalogue.division_names import other_forms, short_name

if TYPE_CHECKING:
    from fzanalysis.catalogue.division_finder import Finder

# No report of this kind is older than the State Council's programme of 2004 on lawful
# administration. Divisions that were gone by then answer only when no later one has the name.
FIRST_REPORT_YEAR = 2004

_LEVEL_ORDER = {"province": 0, "city": 1, "county": 2}


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one code, name and parent.

    Attributes:
        code: Six digits.
        name: The full name.
        level: province, city (prefecture level) or county.
        parent_code: Six digits; None for a province. The parent of a district of a municipality
            and of a county under direct provincial control is the province.
        from_year: First year; 1980 means 1980 or earlier.
        to_year: The year in which it ended; None while it is valid.
    """

    code: str
    name: str
    level: str
    parent_code: str | None
    from_year: int
    to_year: int | None

    @property
    def short(self) -> str:
        """The form that people use.

        >>> Division("370322", "高青县", "county", "370300", 1980, None).short
        '高青'
        """
        return short_name(self.name)

    def valid_in(self, year: int) -> bool:
        """Tell whether the division existed in any part of a year.

        >>> Division("371200", "莱芜市", "city", "370000", 1992, 2018).valid_in(2019)
        False
        """
        return self.from_year <= year and (self.to_year is None or year <= self.to_year)


@dataclass(frozen=True, slots=True)
class Match:
    """A name of a division in a text: text[start:end] == name.

    Attributes:
        start: Offset of the first character.
        end: Offset behind the last character.
        name: The name as written.
        candidates: What it can mean, the likeliest first; several when the text leaves it open.
        is_short: True for 高青, False for 高青县 and 恩施州.
    """

    start: int
    end: int
    name: str
    candidates: tuple[Division, ...]
    is_short: bool


class Divisions:
    """All divisions, by name, and a finder of their names in a text."""

    def __init__(self, rows: Iterable[Division]) -> None:
        """Index divisions by code and by name.

        Args:
            rows: Divisions in any order.
        """
        self.all: tuple[Division, ...] = tuple(rows)
        self._by_code: dict[str, list[Division]] = defaultdict(list)
        self._by_name: dict[str, list[Division]] = defaultdict(list)
        for row in self.all:
            self._by_code[row.code].append(row)
            self._by_name[row.name].append(row)
        self._parents: dict[Division, tuple[Division, ...]] = {}
        #: Answers of `named` and `short`, by name, year and which of the two was asked.
        self._told: dict[tuple[str, int | None, bool], tuple[Division, ...]] = {}

    def __len__(self) -> int:
        """Count the divisions of all times."""
        return len(self.all)

    def named(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Look up a full name, or one with the nationalities left out as in 恩施州.

        Args:
            name: The name.
            year: Only divisions valid in this year. Without it, divisions that were only recoded
                are given once, and those that ended before 2004 only if no later one has the name.

        Returns:
            Divisions of that name, those of today first; empty when there are none.

        >>> [d.code for d in load().named("大足区")]
        ['500111']
        >>> len(load().named("鼓楼区", 2020))
        4
        """
        return self._bearers(name, year, short=False)

    def short(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Look up a short name; the arguments and the answer are those of `named`.

        >>> [d.name for d in load().short("高青")]
        ['高青县']
        """
        return self._bearers(name, year, short=True)

    def has(self, name: str) -> bool:
        """Tell whether a division has or had this full or short name: a quick look beforehand.

        >>> load().has("高青"), load().has("高青教育")
        (True, False)
        """
        return name in self._named or name in self._short

    def coded(self, code: str, year: int | None = None) -> Division | None:
        """Look up a code, as of a year or as of the last year in which it was used.

        Args:
            code: Six digits.
            year: A year at whose end the division was valid.

        Returns:
            The division, or None.

        >>> load().coded("420600", 2005).name, load().coded("420600").name
        ('襄樊市', '襄阳市')
        """
        rows = self._by_code.get(code, [])
        if year is not None:
            # At the end of its last year a division is gone already.
            rows = [r for r in rows if r.from_year <= year and (r.to_year or 9999) > year]
        return max(rows, key=lambda r: (r.to_year or 9999, r.from_year), default=None)

    def parents(self, division: Division) -> tuple[Division, ...]:
        """List what a division belongs to, nearest first, as of its last valid year.

        Args:
            division: A division of this table.

        Returns:
            City and province, or the province alone, or nothing.

        >>> [d.name for d in load().parents(load().named("高青县")[0])]
        ['淄博市', '山东省']
        """
        if division not in self._parents:
            year = None if division.to_year is None else division.to_year - 1
            above: list[Division] = []
            code = division.parent_code
            while code is not None:
                parent = self.coded(code, year)
                if parent is None:
                    raise KeyError(f"{division.name} {division.code}: no division {code} in {year}")
                above.append(parent)
                code = parent.parent_code
            self._parents[division] = tuple(above)
        return self._parents[division]

    def province_of(self, division: Division) -> Division:
        """Give the province of a division; a province is its own.

        >>> load().province_of(load().named("大足区")[0]).name
        '重庆市'
        """
        return (division, *self.parents(division))[-1]

    def city_of(self, division: Division) -> Division | None:
        """Give the prefecture-level division of a division; a city is its own.

        Returns:
            None for provinces, districts of municipalities and counties under direct control.

        >>> load().city_of(load().named("高青县")[0]).name
        '淄博市'
        """
        chain = (division, *self.parents(division))
        return next((d for d in chain if d.level == "city"), None)

    def find(
        self, text: str, start: int = 0, end: int | None = None, *, year: int | None = None
    ) -> list[Match]:
        """Find the names of divisions in a text.

        Full names are found wherever they stand, except those that are also ordinary words. Short
        names count only next to something that makes them a place: a division above or below
        them, or a bureau, a government or a township behind them.

        Args:
            text: Any text.
            start: Where to begin.
            end: Where to stop; None for the end of the text. What lies outside still counts as
                context.
            year: As for `named`.

        Returns:
            Matches in order, none overlapping another. A name whose parent stands right before it
            has only the candidates below that parent.

        >>> [m.name for m in load().find("淄博市高青县司法局与贵州六盘水公安局共建和平发展环境")]
        ['淄博市', '高青县', '贵州', '六盘水']
        """
        return self._finder.find(text, start, len(text) if end is None else end, year)

    @cached_property
    def _named(self) -> dict[str, list[Division]]:
        """Full names and the forms between full and short."""
        names = dict(self._by_name)
        for name, rows in self._by_name.items():
            for form in other_forms(name):
                names[form] = names.get(form, []) + rows
        return names

    @cached_property
    def _short(self) -> dict[str, list[Division]]:
        """Short names; a name that cannot be shortened is a full name only."""
        names: dict[str, list[Division]] = defaultdict(list)
        for name, rows in self._by_name.items():
            if (short := short_name(name)) != name:
                names[short].extend(rows)
        return names

    @cached_property
    def _finder(self) -> Finder:
        """The finder, built when the first text comes."""
        from fzanalysis.catalogue.division_finder import Finder

        return Finder(self, self._named, self._short)

    def _bearers(self, name: str, year: int | None, short: bool) -> tuple[Division, ...]:
        """Look up a name; a report names its own place again and again."""
        told = self._told.get((name, year, short))
        if told is None:
            rows = (self._short if short else self._named).get(name)
            if rows is None:
                return ()
            told = self._told[name, year, short] = self._select(rows, year)
        return told

    def _select(self, rows: Iterable[Division], year: int | None) -> tuple[Division, ...]:
        """Choose among the bearers of a name; see `named`."""
        rows = list(rows)
        if year is not None:
            rows = [r for r in rows if r.valid_in(year)]
        elif recent := [r for r in rows if (r.to_year or 9999) >= FIRST_REPORT_YEAR]:
            rows = recent
        # A division that ends in the year in which its namesake in the province begins is the
        # same place under a new code or a new city.
        begun = {(r.name, r.level, r.code[:2], r.from_year) for r in rows}
        rows = [r for r in rows if (r.name, r.level, r.code[:2], r.to_year) not in begun]
        rows.sort(key=lambda r: (-(r.to_year or 9999), _LEVEL_ORDER[r.level], r.code))
        return tuple(rows)


@cache
def load() -> Divisions:
    """Read the table that comes with the package, once a process.

    Returns:
        All divisions since 1980.

    >>> load() is load()
    True
    """
    source = files("fzanalysis.catalogue") / "data" / "divisions.tsv.gz"
    lines = gzip.decompress(source.read_bytes()).decode("utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return Divisions(
        Division(code, name, level, parent or None, int(first), int(last) if last else None)
        for code, name, level, parent, first, last in rows
    )
