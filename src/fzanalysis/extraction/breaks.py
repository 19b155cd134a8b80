"""Where items, clauses and sentences end: the delimiters of a text that stand outside of names."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain
from typing import NamedTuple

from fzanalysis.parsing.zones import Zones, places

_DELIMITER = re.compile(r"[,。;:!?、()\n]")
# 合同(协议)47份: a short aside without a number does not end the clause.
_ASIDE = re.compile(r"\([^()\d\n,。;:]{1,12}\)")
_SENTENCE_MARKS = "。!?\n"  # each of them ends a clause too


class Sentence(NamedTuple):
    """One sentence with its delimiters, as offsets into the text.

    Attributes:
        start, end: from behind the mark before it up to its own.
        items: all delimiters within it.
        clauses: those of them that end a clause.
    """

    start: int
    end: int
    items: list[int]
    clauses: list[int]

    def item(self, position: int) -> int:
        """Where the item of a list that holds a position begins."""
        i = bisect_left(self.items, position)
        return self.items[i - 1] + 1 if i else self.start

    def clause(self, position: int) -> int:
        """Where the clause that holds a position begins."""
        i = bisect_left(self.clauses, position)
        return self.clauses[i - 1] + 1 if i else self.start

    def item_end(self, position: int) -> int:
        """Where the item that holds a position ends."""
        i = bisect_left(self.items, position)
        return self.items[i] if i < len(self.items) else self.end

    def clause_end(self, position: int) -> int:
        """Where the clause that holds a position ends."""
        i = bisect_left(self.clauses, position)
        return self.clauses[i] if i < len(self.clauses) else self.end


class Breaks:
    """The sentences of a text; each is divided when a number in it asks: most have none.

    >>> from fzanalysis.parsing.zones import name_zones
    >>> text = "学习3次。宣传《甲、乙》、丙2次,培训1次。"
    >>> sentence = Breaks(text, name_zones(text)[0]).sentence(14)
    >>> [text[a:b] for a, b in ((sentence.item(14), 14), (14, sentence.clause_end(14)))]
    ['丙', '2次']
    """

    def __init__(self, folded: str, zones: Zones) -> None:
        """Find where sentences end.

        Args:
            folded: the folded text.
            zones: where names stand.
        """
        self._folded, self._zones = folded, zones
        marks = sorted(chain.from_iterable(places(folded, mark) for mark in _SENTENCE_MARKS))
        self._marks = zones.outside(marks)
        self._asides = {at for m in _ASIDE.finditer(folded) for at in (m.start(), m.end() - 1)}
        self._divided: dict[int, Sentence] = {}

    def sentence(self, position: int) -> Sentence:
        """The sentence that holds a position."""
        i = bisect_left(self._marks, position)
        if i not in self._divided:
            start = self._marks[i - 1] + 1 if i else 0
            end = self._marks[i] if i < len(self._marks) else len(self._folded)
            self._divided[i] = self._divide(start, end)
        return self._divided[i]

    def _divide(self, start: int, end: int) -> Sentence:
        found = [m.start() for m in _DELIMITER.finditer(self._folded, start, end)]
        items = self._zones.outside(found)
        if not self._asides.isdisjoint(items):
            items = [at for at in items if at not in self._asides]
        clauses = items
        if self._folded.find("、", start, end) >= 0:
            clauses = [at for at in items if self._folded[at] != "、"]
        return Sentence(start, end, items, clauses)
