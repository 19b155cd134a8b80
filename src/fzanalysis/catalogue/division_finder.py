"""Finds names of administrative divisions in a text; used through `Divisions.find`.

Every full name ends in one of seven characters, so the text is searched for those and the names
are looked up backwards: no large pattern has to be compiled, and a text without names costs little.
Short names are looked up only where something marks them as a place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from fzanalysis.catalogue.division_words import (
    BEFORE,
    BROKEN_BY,
    BUREAU_HEADS,
    COMMON,
    COMPOUND,
    DOUBTFUL_BY,
    GENERIC,
    OPENING,
    ORGAN,
    OWN_BODY,
    OWN_COMMITTEE,
    STATE_AGENCY,
    TOWNSHIP,
)
from fzanalysis.catalogue.divisions import FIRST_REPORT_YEAR, Division, Divisions, Match

_LAST = re.compile("[省市区县旗州盟]")
_ORGAN = re.compile(ORGAN)
# An organ can begin with these characters only.
_ORGAN_FIRST = re.compile(f"[人政局委{''.join(head[0] for head in BUREAU_HEADS.split('|'))}]")
_TOWNSHIP = re.compile(TOWNSHIP)
_OPENING = re.compile(OPENING)
_OWN_COMMITTEE, _OWN_BODY = re.compile(OWN_COMMITTEE), re.compile(OWN_BODY)
_STATE_AGENCY = re.compile(STATE_AGENCY)
_CHINESE = re.compile(r"[\u3400-\u9fff]")

Candidates = tuple[Division, ...]


def _recent(names: Mapping[str, list[Division]]) -> dict[str, list[Division]]:
    """Drop names that were out of use before the first report: many of them are plain words."""
    return {
        name: rows
        for name, rows in names.items()
        if any(d.to_year is None or d.to_year >= FIRST_REPORT_YEAR for d in rows)
    }


def _by_tail(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Map the last two characters of names to the lengths that occur, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[-2:]].add(len(name))
    return {tail: tuple(sorted(sizes, reverse=True)) for tail, sizes in lengths.items()}


def _by_head(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Map the first two characters of names to the lengths that occur, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[:2]].add(len(name))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}


class Finder:
    """A search over one table of divisions."""

    def __init__(
        self,
        divisions: Divisions,
        full: Mapping[str, list[Division]],
        short: Mapping[str, list[Division]],
    ) -> None:
        """Index names by their ends.

        Args:
            divisions: The table; it decides who bears a name and who stands above whom.
            full: Full names and the forms between full and short.
            short: Short names.
        """
        self._divisions = divisions
        self._full, self._short = _recent(full), _recent(short)
        self._full_tails = _by_tail(self._full)
        self._short_tails = _by_tail(self._short)
        self._short_heads = _by_head(self._short)
        provinces = (
            name for name, rows in short.items() if any(d.level == "province" for d in rows)
        )
        self._provinces = re.compile("|".join(sorted(provinces)))

    def find(self, text: str, start: int, end: int, year: int | None) -> list[Match]:
        """Find names in text[start:end]; see `Divisions.find`."""
        scan = _Scan(self, text, start, end, year)
        scan.full_names()
        scan.short_names_before_organs()
        scan.short_names_after_divisions()
        return scan.result()

    def lookup(self, name: str, year: int | None, short: bool) -> Candidates:
        """Tell what a name can mean."""
        return self._divisions.short(name, year) if short else self._divisions.named(name, year)

    def below(self, candidates: Candidates, above: Candidates) -> Candidates:
        """Keep the candidates that belong to one of the divisions above."""
        codes = {d.code for d in above}
        return tuple(
            d for d in candidates if any(p.code in codes for p in self._divisions.parents(d))
        )

    def above(self, candidates: Candidates, below: Candidates) -> Candidates:
        """Keep the candidates to which one of the divisions below belongs."""
        codes = {p.code for d in below for p in self._divisions.parents(d)}
        return tuple(d for d in candidates if d.code in codes)

    def full_ending(self, text: str, end: int, start: int) -> Iterable[str]:
        """Yield the full names that end at an offset, longest first."""
        for size in self._full_tails.get(text[end - 2 : end], ()):
            if end - size >= start and (name := text[end - size : end]) in self._full:
                yield name

    def short_ending(self, text: str, end: int, start: int) -> Iterable[str]:
        """Yield the short names that end at an offset, longest first."""
        for size in self._short_tails.get(text[max(end - 2, 0) : end], ()):
            if end - size >= start and (name := text[end - size : end]) in self._short:
                yield name

    def short_beginning(self, text: str, start: int, end: int) -> Iterable[str]:
        """Yield the short names that begin at an offset, longest first."""
        for size in self._short_heads.get(text[start : start + 2], ()):
            if start + size <= end and (name := text[start : start + size]) in self._short:
                yield name

    def province_names(self, text: str, start: int, end: int) -> Iterable[re.Match[str]]:
        """Yield the short names of provinces in a text."""
        return self._provinces.finditer(text, start, end)


class _Scan:
    """One search in one text: the matches so far, by start and by end."""

    def __init__(self, finder: Finder, text: str, start: int, end: int, year: int | None) -> None:
        self.finder, self.text, self.year = finder, text, year
        self.start, self.end = start, end
        self.found: dict[tuple[int, int], Match] = {}
        self.ending: dict[int, list[Match]] = defaultdict(list)

    def add(self, start: int, end: int, candidates: Candidates, short: bool) -> Match:
        """Keep a match, once."""
        match = Match(start, end, self.text[start:end], candidates, short)
        if (start, end) not in self.found:
            self.found[start, end] = match
            self.ending[end].append(match)
        return match

    def full_names(self) -> None:
        """Find full names and the divisions that stand right before them."""
        text = self.text
        for hit in _LAST.finditer(text, self.start, self.end):
            end = hit.end()
            for name in self.finder.full_ending(text, end, self.start):
                candidates = self.finder.lookup(name, self.year, short=False)
                if not candidates or text[end : end + 1] in BROKEN_BY.get(name[-1], ()):
                    continue
                narrowed = self.narrowed(end - len(name), candidates)
                if narrowed or self.stands_alone(end - len(name), end):
                    self.add(end - len(name), end, narrowed or candidates, short=False)
                    break

    def narrowed(self, start: int, candidates: Candidates) -> Candidates:
        """Keep candidates below the division that ends where a name starts; none if none does."""
        for before in self.ending.get(start, ()):
            if kept := self.finder.below(candidates, before.candidates):
                return kept
        for name, short in self.names_before(start):
            first = start - len(name)
            above = self.finder.above(self.finder.lookup(name, self.year, short), candidates)
            if above and (name not in COMMON or self.at_boundary(first)):
                above = self.narrowed(first, above) or above
                self.add(first, start, above, short)
                return self.finder.below(candidates, above)
        return ()

    def names_before(self, end: int) -> Iterable[tuple[str, bool]]:
        """Yield names that end at an offset and may have been passed over, with is_short."""
        for name in self.finder.short_ending(self.text, end, self.start):
            yield name, True
        for name in self.finder.full_ending(self.text, end, self.start):
            if len(name) == 2:  # 巴州, 锡盟: too short to count alone
                yield name, False

    def stands_alone(self, start: int, end: int) -> bool:
        """Tell whether a full name is one without a division before it."""
        name = self.text[start:end]
        doubtful = self.text[end : end + 1] in DOUBTFUL_BY
        if len(name) == 2 or name in GENERIC:
            if len(name) == 2 and name in GENERIC:
                return False
            return self.is_marked(start, end, doubtful)
        if name[:-1] in COMMON:
            return self.at_boundary(start) and not doubtful
        # 应城市 may be the end of 适应城市, 海城市 of 沿海城市.
        return name[1:] != "城市" or self.at_boundary(start)

    def is_marked(self, start: int, end: int, doubtful: bool) -> bool:
        """Tell whether what stands around a name of two characters shows a place."""
        text = self.text
        if self.at_boundary(start) and _OWN_COMMITTEE.match(text, end):
            return True
        fresh = start == 0 or not _CHINESE.match(text, start - 1)
        agency = _STATE_AGENCY.search(text, max(self.start, start - 10), start)
        if not fresh and not agency:
            return False
        # 岷县市场监管局: 市 begins an organ here, no word that goes on.
        organ = _ORGAN.match(text, end)
        if doubtful:
            return organ is not None and text[end] == "市"
        return bool(organ or _OPENING.match(text, end) or _OWN_BODY.match(text, end))

    def at_boundary(self, start: int) -> bool:
        """Tell whether no word can run over the beginning of a name."""
        return (
            start == 0
            or not _CHINESE.match(self.text, start - 1)
            or self.text[start - 1] in BEFORE
            or start in self.ending
        )

    def short_names_before_organs(self) -> None:
        """Find short names with a bureau, a government or a township behind them."""
        places = {hit.start() for hit in _ORGAN_FIRST.finditer(self.text, self.start, self.end)}
        townships: set[int] = set()
        for hit in _TOWNSHIP.finditer(self.text, self.start, self.end):
            townships.update((hit.start() - 3, hit.start() - 2))
        for at in sorted(places | townships):
            for name in self.finder.short_ending(self.text, at, self.start):
                # The name is looked up first: that is cheaper than reading on to the organ.
                if at not in townships and not _ORGAN.match(self.text, at):
                    break
                first = at - len(name)
                candidates = self.finder.lookup(name, self.year, short=True)
                narrowed = self.narrowed(first, candidates) if candidates else ()
                alone = self.at_boundary(first) and not self.is_organ_word(name, at)
                if candidates and (narrowed or alone):
                    self.add(first, at, narrowed or candidates, short=True)
                    break

    def is_organ_word(self, name: str, end: int) -> bool:
        """Tell whether a short name may be a word within the name of an organ."""
        # 平定 before 局 or 委 alone is no place yet, before 教育局 it is one.
        return name in COMPOUND or (name in COMMON and self.text[end] in "局委")

    def short_names_after_divisions(self) -> None:
        """Find short names right behind a province or a division that was found."""
        for match in list(self.found.values()):
            self.follow(match.end, match.candidates)
        for hit in self.finder.province_names(self.text, self.start, self.end):
            provinces = self.finder.lookup(hit.group(), self.year, short=True)
            if self.follow(hit.end(), provinces):
                self.add(hit.start(), hit.end(), provinces, short=True)

    def follow(self, at: int, above: Candidates) -> bool:
        """Take the short name that begins at an offset, if it lies below a division; go on."""
        for name in self.finder.short_beginning(self.text, at, self.end):
            end = at + len(name)
            candidates = self.finder.below(self.finder.lookup(name, self.year, short=True), above)
            if candidates and (name not in COMMON or _ORGAN.match(self.text, end)):
                self.add(at, end, candidates, short=True)
                self.follow(end, candidates)
                return True
        return False

    def result(self) -> list[Match]:
        """Choose matches that do not overlap: the leftmost, and of those the longest."""
        ordered = sorted(self.found.values(), key=lambda m: (m.start, -m.end))
        chosen: list[Match] = []
        for match in ordered:
            if chosen and match.start < chosen[-1].end:
                if (split := self.split(chosen[-1], match)) is None:
                    continue
                chosen[-1] = split
            chosen.append(match)
        return chosen

    def split(self, left: Match, right: Match) -> Match | None:
        """Read 青岛市北区 as 青岛 and 市北区 if they share 市 and the one lies in the other."""
        if left.is_short or right.is_short or right.start != left.end - 1:
            return None
        if not self.finder.below(right.candidates, left.candidates):
            return None
        name = self.text[left.start : right.start]
        cities = self.finder.lookup(name, self.year, short=True)
        above = self.finder.above(cities, right.candidates)
        return Match(left.start, right.start, name, above, True) if above else None
