"""One tokeniser for texts and for dictionary terms: jieba or rjieba, user words, names kept whole.

The text is folded for matching (``catalogue.fold``: one to one, so offsets are those of the text).
Names in 《》 are one token each, whatever stands in them.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from fzanalysis.catalogue import fold
from fzanalysis.errors import UsageError

ENGINES = ("jieba", "rjieba")
# A name may hold names: 《…〈…〉…》 and 《…《…》…》. A mark that never closes is no name.
_NAME = re.compile(r"《[^《》\n]{0,120}(?:《[^《》\n]{0,120}》[^《》\n]{0,120})*》")
# Cut out before the dictionary sees them: else 1000余份 gives a word 余份.
_FIGURE = re.compile(r"\d[\d.,%]*|(?<=[\d%])(?:[万亿]?[余多]|[万亿])")
_WHOLE = re.compile(f"{_NAME.pattern}|{_FIGURE.pattern}")
_BREAK = re.compile(r"[。;；!?！？\n]+")
_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]")
_NUMERAL = re.compile(
    r"[\d.,%+\-~/:]+|[零一二三四五六七八九十百千万亿两几]+[个次项条份名人家场期年月日]?"
)


class Token(NamedTuple):
    """A word with its place: ``fold(text)[start:end] == text``."""

    text: str
    start: int
    end: int


def tokenize(text: str, *, engine: str = "jieba", stop: bool | Collection[str] = True) -> list[str]:
    """The words of a text that carry meaning, in order.

    Args:
        text: any text or term; traditional characters count as simplified ones.
        engine: ``jieba``, or ``rjieba`` (extra ``fast``, about twenty times faster, same words).
        stop: True drops the stop words that ship, single characters, numerals and punctuation;
            a collection of words drops these beside them; False drops punctuation and space only.

    Raises:
        UsageError: the engine is unknown or not installed.

    >>> tokenize("全年开展《中华人民共和国民法典》普法宣传12次，发放宣传资料1000余份。")
    ['《中华人民共和国民法典》', '普法宣传', '发放', '宣传资料']
    >>> tokenize("规范行政执法", stop=False)
    ['规范', '行政执法']
    """
    words = _words(text, engine)
    if stop is False:
        return [w for w in words if _WORD.search(w) or w[0].isdigit()]
    more = frozenset() if stop is True else frozenset(stop)
    return [w for w in words if is_content(w) and w not in more]


def segment(text: str, *, engine: str = "jieba") -> list[Token]:
    """Every token with its place; together they are the folded text, nothing left out.

    >>> segment("学习《宪法》3次")
    [Token(text='学习', start=0, end=2), Token(text='《宪法》', start=2, end=6),
     Token(text='3', start=6, end=7), Token(text='次', start=7, end=8)]
    """
    tokens, place = [], 0
    for word in _words(text, engine):
        tokens.append(Token(word, place, place + len(word)))
        place += len(word)
    return tokens


def _words(text: str, engine: str) -> Iterator[str]:
    cut = _cutter(engine)
    for piece in _pieces(fold(text)):
        if _WHOLE.fullmatch(piece):
            yield piece
        else:
            yield from cut(piece)


def sentences(text: str, *, engine: str = "jieba") -> Iterator[list[str]]:
    """Tokens sentence by sentence, punctuation dropped and stop words kept, for what stands near.

    >>> list(sentences("开展普法。参加旁听庭审；"))
    [['开展', '普法'], ['参加', '旁听庭审']]
    """
    for part in _BREAK.split(fold(text)):
        words = tokenize(part, engine=engine, stop=False) if part else []
        if words:
            yield words


@lru_cache(maxsize=200_000)
def is_content(word: str) -> bool:
    """Whether a token says something: no stop word, numeral, punctuation or single character.

    >>> [is_content(w) for w in ("普法", "开展", "法", "十二次", "2023")]
    [True, False, False, False, False]
    """
    return (
        len(word) > 1
        and word not in stop_words()
        and _WORD.search(word) is not None
        and _NUMERAL.fullmatch(word) is None
    )


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """The stop words that ship: those of every text and those of the genre."""
    return frozenset(word for line in _lines("stopwords.txt") for word in fold(line).split())


@lru_cache(maxsize=1)
def user_words() -> tuple[str, ...]:
    """Words of the genre that the tokeniser keeps whole."""
    return tuple(dict.fromkeys(fold(line) for line in _lines("userwords.txt")))


def _lines(name: str) -> list[str]:
    text = files("fzanalysis.catalogue").joinpath("data", name).read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def _pieces(text: str) -> Iterator[str]:
    place = 0
    for match in _WHOLE.finditer(text):
        if match.start() > place:
            yield text[place : match.start()]
        yield match.group()
        place = match.end()
    if place < len(text):
        yield text[place:]


@lru_cache(maxsize=len(ENGINES))
def _cutter(engine: str) -> Callable[[str], list[str]]:
    """Loaded at first use only; an own instance, so that nobody else's words change ours."""
    if engine not in ENGINES:
        raise UsageError(f"unknown engine {engine!r}", hint="jieba or rjieba")
    own = _jieba() if engine == "jieba" else _rjieba()
    for word in user_words():
        own.add_word(word, None, None)
    return lambda text: list(own.cut(text))


def _jieba() -> Any:
    with warnings.catch_warnings():
        # Its regular expressions and pkg_resources warn on newer Pythons; the user cannot help it.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    own = jieba.Tokenizer()
    # What `initialize` does, without the cache file in the shared temporary folder: a file there
    # may be another version's or another user's, and saves next to nothing.
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    return own


def _rjieba() -> Any:
    try:
        import rjieba
    except ImportError as error:
        raise UsageError(
            "the engine rjieba is not installed", hint="pip install 'fzanalysis[fast]'"
        ) from error
    return rjieba.Jieba()
