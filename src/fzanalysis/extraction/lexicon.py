"""Words of the vocabulary in a text, all in one pass however many they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

#: A word that was found: its number in the lexicon, where it begins and where it ends.
Found = tuple[int, int, int]
_SURROGATE = re.compile("[\ud800-\udfff]")


def words(text: str) -> frozenset[str]:
    """A set of words written with spaces between them.

    >>> sorted(words("次 场"))
    ['场', '次']
    """
    return frozenset(text.split())


class Lexicon:
    """A set of words to look for; what it costs hardly depends on their number.

    >>> lexicon = Lexicon(["学法", "集中学法", "率"])
    >>> [(lexicon.words[i], at) for i, at, _ in lexicon.occurring("集中学法率")]
    [('集中学法', 0), ('学法', 2), ('率', 4)]
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Number the words in their order.

        Args:
            words: words of one character or more.
        """
        self.words = tuple(sorted(set(words) - {""}))
        self.number = {word: i for i, word in enumerate(self.words)}
        self._all, self._longest = (
            AhoCorasick(self.words, kind, implementation=Implementation.ContiguousNFA)
            for kind in (MatchKind.Standard, MatchKind.LeftmostLongest)
        )

    def occurring(self, text: str) -> list[Found]:
        """Every word in a text, those within others included, in order of their ends."""
        try:
            return self._all.find_matches_as_indexes(text, True)
        except UnicodeEncodeError:
            return self._all.find_matches_as_indexes(_whole(text), True)

    def longest(self, text: str) -> list[Found]:
        """From left to right the longest word that begins, none within another.

        >>> Lexicon(["学法", "集中学法", "率"]).longest("集中学法率")
        [(2, 0, 4), (1, 4, 5)]
        """
        try:
            return self._longest.find_matches_as_indexes(text)
        except UnicodeEncodeError:
            return self._longest.find_matches_as_indexes(_whole(text))


def _whole(text: str) -> str:
    """The text without halves of characters, which a damaged file can hold; of the same length."""
    return _SURROGATE.sub("\ufffd", text)
