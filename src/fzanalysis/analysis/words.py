"""Words: frequencies, keyness between two groups, collocations, concordance.

Every function takes a frame with a column of text (``texts``, ``measures``, ``problems`` …) and
leaves it as it is. Counts are of tokens as :func:`tokenize` gives them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from fzanalysis.analysis.frames import INT, NUMBER, TEXT, frame
from fzanalysis.analysis.keyness import PER, keyness, keyness_of_counts, two_by_two, words_of
from fzanalysis.analysis.tokens import (
    Token,
    is_content,
    segment,
    sentences,
    stop_words,
    tokenize,
    user_words,
)
from fzanalysis.catalogue import fold
from fzanalysis.errors import UsageError

__all__ = [
    "Token",
    "collocations",
    "frequencies",
    "keyness",
    "keyness_of_counts",
    "kwic",
    "segment",
    "stop_words",
    "tokenize",
    "user_words",
]
_FREQUENCIES = {"term": TEXT, "n": INT, "docs": INT, "per_10k": NUMBER}
_COLLOCATIONS = {
    "first": TEXT,
    "second": TEXT,
    "n": INT,
    "n_first": INT,
    "n_second": INT,
    "pmi": NUMBER,
    "npmi": NUMBER,
    "g2": NUMBER,
}
_KWIC = {"report_id": TEXT, "start": INT, "end": INT, "left": TEXT, "node": TEXT, "right": TEXT}


def frequencies(
    texts: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    text: str = "text",
    engine: str = "jieba",
) -> pd.DataFrame:
    """How often each word occurs.

    Args:
        texts: one text a row; rows of one ``report_id``, where there is one, are one document.
        by: columns whose groups are counted apart; rows without a value there are left out.
        text: the column of text; missing text counts as none.
        engine: see :func:`tokenize`.

    Returns:
        One row a group and word: the columns of ``by``, term, n (occurrences), docs (documents
        that have it), per_10k = n / tokens of the group × 10,000; most frequent first,
        then by term.

    >>> texts = pd.DataFrame({"report_id": ["a", "b"], "text": ["普法宣传与普法宣传", "执法检查"]})
    >>> frequencies(texts)[["term", "n", "docs"]].values.tolist()
    [['普法宣传', 2, 1], ['执法检查', 1, 1]]
    """
    keys = [by] if isinstance(by, str) else list(by or [])
    columns = {**{key: texts[key].dtype for key in keys}, **_FREQUENCIES}
    if not keys:
        return frame(_count(texts, text, engine), columns)
    counted = []
    for _, rows in texts.groupby(keys, sort=True):
        group = {key: rows[key].iloc[0] for key in keys}
        counted.append(_count(rows, text, engine).assign(**group))
    return frame(pd.concat(counted) if counted else [], columns)


def collocations(
    texts: pd.DataFrame,
    *,
    window: int = 1,
    min_n: int = 3,
    text: str = "text",
    engine: str = "jieba",
) -> pd.DataFrame:
    """Pairs of words that stand together more often than chance would have it.

    A pair is a word and one of the ``window`` words after it in the same sentence; stop words keep
    their place but are no partners. With N pairs, n₁ and n₂ pairs that have the word in first and
    in second place: pmi = log₂(n·N/(n₁·n₂)) (Church and Hanks 1990), npmi = pmi/−log₂(n/N)
    (Bouma 2009, −1 to 1), g2 as in :func:`keyness_of_counts` (negative if rarer than chance).

    Args:
        texts: one text a row.
        window: how many words to the right.
        min_n: pairs with fewer occurrences are left out.
        text, engine: as in :func:`frequencies`.

    Returns:
        Columns first, second, n, n_first, n_second, pmi, npmi, g2; strongest g2 first.

    >>> texts = pd.DataFrame({"text": ["旁听庭审活动。旁听庭审。学法考试。学法考试。旁听庭审。"]})
    >>> collocations(texts, min_n=2)[["first", "second", "n"]].values.tolist()
    [['学法', '考试', 2]]
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for words in (w for t in texts[text].dropna() for w in sentences(t, engine=engine)):
        content = [is_content(word) for word in words]
        for i, word in enumerate(words):
            if content[i]:
                near = range(i + 1, min(i + 1 + window, len(words)))
                pairs.update((word, words[j]) for j in near if content[j])
    if not pairs:
        return frame([], _COLLOCATIONS)
    counted = [(*pair, n) for pair, n in pairs.items()]
    table = pd.DataFrame(counted, columns=["first", "second", "n"])
    total = float(table["n"].sum())
    table["n_first"] = table.groupby("first")["n"].transform("sum")
    table["n_second"] = table.groupby("second")["n"].transform("sum")
    n, first, second = (table[c].to_numpy(float) for c in ("n", "n_first", "n_second"))
    table["pmi"] = np.log2(n * total / (first * second))
    # A single kind of pair is certain: its npmi is 1 by continuity, not 0/0.
    certain = n == total
    surprise = np.where(certain, 1.0, -np.log2(n / total))
    table["npmi"] = np.where(certain, 1.0, table["pmi"] / surprise)
    g2, _ = two_by_two(n, second - n, (first, total - first))
    table["g2"] = np.sign(table["pmi"]) * g2
    kept = table[table["n"] >= min_n].sort_values(
        ["g2", "first", "second"], ascending=[False, True, True]
    )
    return frame(kept, _COLLOCATIONS)


def kwic(texts: pd.DataFrame, term: str, *, context: int = 20, regex: bool = False) -> pd.DataFrame:
    """Every place of a term with what stands around it (keyword in context).

    Args:
        texts: table ``texts``, or any frame with report_id and text.
        term: a word or phrase, found wherever it stands, in simplified or traditional characters,
            full or half width; with ``regex`` a regular expression over the folded text.
        context: characters on either side, line breaks included.

    Returns:
        Columns report_id, start, end, left, node, right in the order of the text;
        ``text[start:end] == node``, and left, node, right are the text as printed.

    Raises:
        UsageError: the term is empty, the expression is malformed or matches nothing at all.

    >>> kwic(pd.DataFrame({"report_id": ["a"], "text": ["全年普法宣传三次。"]}), "普法", context=2)
      report_id  start  end left node right
    0         a      2    4   全年   普法    宣传
    """
    try:
        pattern = re.compile(fold(term) if regex else re.escape(fold(term)))
    except re.error as error:
        raise UsageError(f"{term!r} is no regular expression: {error}", hint="see re") from error
    if pattern.search(""):
        raise UsageError(f"the term {term!r} matches nothing at all", hint="give a word")
    rows = []
    for report_id, text in texts[["report_id", "text"]].dropna().itertuples(index=False):
        for match in pattern.finditer(fold(text)):
            start, end = match.span()
            left = text[max(0, start - context) : start]
            rows.append((report_id, start, end, left, text[start:end], text[end : end + context]))
    return frame(rows, _KWIC)


def _count(texts: pd.DataFrame, text: str, engine: str) -> pd.DataFrame:
    key = texts["report_id"] if "report_id" in texts.columns else texts.index
    words: Counter[str] = Counter()
    docs: Counter[str] = Counter()
    for _, rows in texts.groupby(key, sort=False):
        found = words_of(rows, text, engine)
        words.update(found)
        docs.update(found.keys())
    total = max(words.total(), 1)
    counted = [(term, n, docs[term], n / total * PER) for term, n in words.items()]
    return frame(sorted(counted, key=lambda row: (-row[1], row[0])), _FREQUENCIES)
