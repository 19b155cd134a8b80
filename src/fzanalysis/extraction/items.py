"""Problems admitted and plans made: one item a point, or a sentence where there are no points."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from fzanalysis.catalogue import Catalogue
from fzanalysis.document import Section, Span
from fzanalysis.extraction.lexicon import Lexicon

_SENTENCE = re.compile(r"[^。!?\n;]+[。!?;]?")
_LISTED = re.compile(r"(?:如|主要是|主要有|例如|比如|表现为|表现在|体现在)[:,]?")
_LIST_JOINT = re.compile(r"[,;、]")
_LIST_END = re.compile(r"等(?:问题|方面|情况|现象|不足)?[。.]?$")
# 虽然取得了一定成效,但还有差距: leads to the items and is none.
_LEAD_ONLY = re.compile(
    r"(?:依然|仍然?)存在[^。]{0,4}[:]?$|(?:虽然|尽管|取得)[^。]{0,60}(?:成效|成绩|进展|进步)|(?:还|仍|也)?(?:存在|有)(?:着)?(?:一些|不少|以下|一定|如下|差距|不足)|主要(?:有|表现|存在|体现)(?:在)?(?:以下)?|[:]$"
)
_NAMES_ONE = re.compile(
    r"不够|不高|不强|不足[,。;之于]|薄弱|单一|滞后|欠缺|不健全|不完善|不到位|不深|有待|不均|不紧|不大|较少|偏少|缺乏|短缺|不平衡|不规范|不全|不及时"
)
_STOP = re.compile("[。;]")
_REASON = re.compile(
    r"(?:原因(?:是|在于|主要)|由于|因为|究其原因|导致|受[^,。]{2,12}(?:影响|制约|限制)|致使)[^。;]*"
)


class Item(NamedTuple):
    """One problem or plan: its words, and for problems their kinds."""

    span: Span
    section: Section
    category: str | None
    also: tuple[str, ...]
    reason: Span | None


def find_items(
    folded: str, sections: Sequence[Section], role: str
) -> Iterator[tuple[Span, Section]]:
    """The items of a role (``problems`` or ``plans``), without their markers.

    Leaves of the outline are items. Text without markers is divided into sentences; a problem that
    only leads to a list is no item, and a list after 如： gives one item for each of its members.
    """
    parents = {s.parent for s in sections if s.parent is not None and s.role == role}
    for section in sections:
        if section.role != role:
            continue
        leaf = section.index not in parents
        if leaf and section.marker and section.level > 1:
            start = section.heading_span.start
            if section.span.end > start:
                yield _trim(folded, Span(start, section.span.end)), section
        elif leaf:
            for span in _sentences(folded, section, role):
                yield span, section


def _sentences(folded: str, section: Section, role: str) -> Iterator[Span]:
    body = Span(min(section.heading_span.end, section.own_end), section.own_end)
    if not section.heading:
        body = section.span
    for match in _SENTENCE.finditer(folded, body.start, body.end):
        span = _trim(folded, Span(*match.span()))
        words = span.of(folded)
        if span.end - span.start < 6:
            continue
        if role == "plans":
            yield span
            continue
        listed = _LISTED.search(words)
        if listed and _LEAD_ONLY.search(words[: listed.start()] + ":"):
            yield from _members(folded, Span(span.start + listed.end(), span.end))
        elif not (_LEAD_ONLY.search(words) and not _NAMES_ONE.search(_after_lead(words))):
            yield span


def _after_lead(words: str) -> str:
    turn = max(words.rfind("但"), words.rfind("然而"))
    return words[turn:] if turn >= 0 else words


def _members(folded: str, span: Span) -> Iterator[Span]:
    end = span.end
    closing = _LIST_END.search(folded[span.start : end])
    if closing:
        end = span.start + closing.start()
    start = span.start
    for joint in (*_LIST_JOINT.finditer(folded, span.start, end), None):
        stop = joint.start() if joint else end
        piece = _trim(folded, Span(start, stop))
        if piece.end - piece.start >= 4:
            yield piece
        start = joint.end() if joint else end


def _trim(folded: str, span: Span) -> Span:
    start, end = span.start, span.end
    while end > start and folded[end - 1] in " \n。;,、":
        end -= 1
    while start < end and folded[start] in " \n。;,、:":
        start += 1
    return Span(start, end)


def find_problems(folded: str, sections: Sequence[Section], catalogue: Catalogue) -> list[Item]:
    """Problems with their category, further categories and the words that give a reason."""
    found = []
    for span, section in find_items(folded, sections, "problems"):
        category, also = categorise(span.of(folded), catalogue)
        reason = _REASON.search(folded, span.start, span.end)
        found.append(Item(span, section, category, also, Span(*reason.span()) if reason else None))
    return found


class _Vocabulary(NamedTuple):
    """The words of all cues; for each first word the cues that begin with it; the kinds in order.

    A cue is the code of its kind, its words by their numbers, and how many characters they have.
    """

    lexicon: Lexicon
    cues: dict[int, list[tuple[str, tuple[int, ...], int]]]
    order: dict[str, int]


@lru_cache(maxsize=4)
def _vocabulary(catalogue: Catalogue) -> _Vocabulary:
    split = [(kind.code, cue.split("&")) for kind in catalogue.problems for cue in kind.cues]
    lexicon = Lexicon(word for _, terms in split for word in terms)
    cues: dict[int, list[tuple[str, tuple[int, ...], int]]] = defaultdict(list)
    for code, terms in split:
        numbers = tuple(lexicon.number[term] for term in terms)
        cues[numbers[0]].append((code, numbers, sum(map(len, terms))))
    return _Vocabulary(lexicon, dict(cues), {c.code: i for i, c in enumerate(catalogue.problems)})


def categorise(words: str, catalogue: Catalogue) -> tuple[str | None, tuple[str, ...]]:
    """The kind of a problem and the other kinds it touches.

    A cue counts by its length, more so in the first sentence, which names the problem.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> categorise("普法宣传形式单一,力度不够。", load_catalogue())[0]
    'PUB_FORM'
    """
    lexicon, cues, order = _vocabulary(catalogue)
    places: dict[int, int] = {}
    for word, at, _ in lexicon.occurring(words):
        places.setdefault(word, at)
    stop = _STOP.search(words)
    first = stop.start() if stop else len(words)
    scores: dict[str, int] = {}
    there = set(places)
    for word in places:
        for code, terms, length in cues.get(word, ()):
            if len(terms) == 1:
                early = places[word] < first
            elif there.issuperset(terms):
                early = max([places[t] for t in terms]) < first
            else:
                continue
            scores[code] = scores.get(code, 0) + length * (2 if early else 1)
    ranked = sorted(scores, key=lambda code: (-scores[code], order[code]))
    return (ranked[0], tuple(ranked[1:])) if ranked else (None, ())
