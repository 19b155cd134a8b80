"""How much of one short text's wording another has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from fzanalysis.analysis.tokens import tokenize


class Likeness:
    """Shares of wording among a list of texts.

    A text is the set of character pairs inside its content words (普法宣传 gives 普法, 法宣, 宣传,
    so that it meets 普法 and 宣传 too); a name in 《》 is one item more. A pair weighs
    idf² with idf = ln((1 + N)/(1 + n)) + 1, n of N texts having it, so that rare wording decides;
    share(i, j) = weight of what i and j have in common / weight of i: 1 if j says all that i says,
    however much more it says.

    Args:
        texts: the texts; those that have nothing but stop words share nothing with any.
        engine: see ``tokenize``.

    >>> like = Likeness(["编印案例选编", "案例选编编印完成，发放各站", "开展普法宣传"])
    >>> like.share(0, np.array([1, 2])).round(2).tolist()
    [1.0, 0.0]
    """

    def __init__(self, texts: Sequence[str], *, engine: str = "jieba") -> None:
        columns: dict[str, int] = {}
        rows = [
            sorted({columns.setdefault(item, len(columns)) for item in _items(text, engine)})
            for text in texts
        ]
        self._columns = columns
        ends = np.cumsum([0, *map(len, rows)])
        flat = np.array([c for row in rows for c in row], dtype=np.int64)
        shape = (len(rows), len(columns))
        self._has = csr_matrix((np.ones(len(flat)), flat, ends), shape=shape)
        known = np.asarray(self._has.sum(axis=0)).ravel()
        self._weight = (np.log((1 + len(rows)) / (1 + known)) + 1) ** 2

    def share(self, one: int, others: np.ndarray) -> np.ndarray:
        """Share of the wording of text ``one`` that each of ``others`` (their numbers) has, 0–1."""
        mine = self._has[one].multiply(self._weight).tocsr()
        total = mine.sum()
        if not total:
            return np.zeros(len(others))
        return np.asarray((self._has[others] @ mine.T).todense()).ravel() / total

    def has(self, words: Iterable[str], others: np.ndarray) -> np.ndarray:
        """Which of ``others`` (their numbers) have something of any of the words.

        >>> like = Likeness(["增加编制", "编制核定35名", "增加展板"])
        >>> like.has(["编制"], np.array([1, 2])).tolist()
        [True, False]
        """
        wanted = {item for word in words for item in _pairs(word)} & self._columns.keys()
        chosen = [self._columns[item] for item in wanted]
        return np.asarray(self._has[others][:, chosen].sum(axis=1)).ravel() > 0


def _items(text: str, engine: str) -> set[str]:
    return {item for word in tokenize(text, engine=engine) for item in _pairs(word)}


def _pairs(word: str) -> set[str]:
    """The character pairs of a word; a name in 《》 is one item more."""
    bare = word.strip("《》")
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)}
    return pairs | {word} if word[0] == "《" else pairs
