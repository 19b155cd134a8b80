"""Words of the vocabulary in a text: all that occur, overlapping ones included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator


def words(text: str) -> frozenset[str]:
    """A set of words written with spaces between them.

    >>> sorted(words("次 场"))
    ['场', '次']
    """
    return frozenset(text.split())


class Lexicon:
    """A set of words to look for; only words that occur cost anything.

    >>> list(Lexicon(["学法", "集中学法", "率"]).occurring("集中学法率"))
    [('集中学法', 0), ('学法', 2), ('率', 4)]
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Index words by their first two characters.

        Args:
            words: words of one character or more.
        """
        by_start: dict[str, list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            by_start[word[:2]].append(word)
        self._longer = {k: tuple(v) for k, v in by_start.items() if len(k) == 2}
        self._single = frozenset(k for k in by_start if len(k) == 1)

    def occurring(self, text: str) -> Iterator[tuple[str, int]]:
        """Every word in a text with its place, in order of place."""
        longer, single = self._longer, self._single
        for at, pair in enumerate(map("".join, zip(text, text[1:] + " ", strict=False))):
            for word in longer.get(pair, ()):
                if text.startswith(word, at):
                    yield word, at
            if single and text[at] in single:
                yield text[at], at
