"""Which of the 15 official themes a point is about, and a paragraph by its points."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from fzanalysis.catalogue import Catalogue
from fzanalysis.document import Section
from fzanalysis.extraction.lexicon import Lexicon

_HEADING_WEIGHT = 4
_MOST_PER_CUE = 3
#: A heading decides for its paragraph if it alone scores this much.
_INFORMATIVE = 4


class Hits(NamedTuple):
    """All cue words of a text with their places, found in one pass.

    Attributes:
        starts: where each begins.
        cues: its number in the vocabulary.
        owners: for each number the themes that the word points to.
    """

    starts: tuple[int, ...]
    cues: tuple[int, ...]
    owners: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=8)
def _vocabulary(catalogue: Catalogue) -> tuple[Lexicon, tuple[tuple[str, ...], ...]]:
    owners: dict[str, list[str]] = {}
    for theme in catalogue.themes:
        for cue in theme.cues:
            owners.setdefault(cue, []).append(theme.code)
    lexicon = Lexicon(owners)
    return lexicon, tuple(tuple(owners[word]) for word in lexicon.words)


def find_cues(folded: str, catalogue: Catalogue) -> Hits:
    """Every cue word of the themes in a folded text, longest first, none within another."""
    lexicon, owners = _vocabulary(catalogue)
    found = lexicon.longest(folded)
    cues, starts, _ = zip(*found, strict=True) if found else ((), (), ())
    return Hits(starts, cues, owners)


def score_themes(hits: Hits, start: int, body: int, end: int) -> dict[str, int]:
    """Scores of the themes: a cue counts four in the heading, in the body once, thrice at most.

    Args:
        hits: the cues of the text.
        start: where the heading begins.
        body: where it ends and the body begins.
        end: where the body ends.
    """
    starts, cues, owners = hits
    first = bisect_left(starts, start)
    middle = bisect_left(starts, body, first)
    in_body = cues[middle : bisect_left(starts, end, middle)]
    if len(in_body) - len(set(in_body)) >= _MOST_PER_CUE:
        in_body = _at_most(in_body, _MOST_PER_CUE)
    scores: dict[str, int] = {}
    for cue in cues[first:middle]:
        for code in owners[cue]:
            scores[code] = scores.get(code, 0) + _HEADING_WEIGHT
    for cue in in_body:
        for code in owners[cue]:
            scores[code] = scores.get(code, 0) + 1
    return scores


def _at_most(cues: Sequence[int], most: int) -> tuple[int, ...]:
    """Cues in their order, none of them more often than so many times.

    >>> _at_most([1, 2, 1, 1, 2], 2)
    (1, 2, 1, 2)
    """
    times: Counter[int] = Counter()
    kept = []
    for cue in cues:
        times[cue] += 1
        if times[cue] <= most:
            kept.append(cue)
    return tuple(kept)


def ranked(scores: Mapping[str, int]) -> list[tuple[str, int]]:
    """Themes with their scores, the highest first, of equal ones the first that was met."""
    return sorted(scores.items(), key=itemgetter(1), reverse=True)


def assign_themes(sections: Sequence[Section], hits: Hits) -> dict[int, tuple[str, float]]:
    """The theme of every section, with its share.

    A point takes the theme of the highest score. A paragraph takes the theme of its heading if
    that is informative, else the one with most characters among its points; the share says how
    much of it (by score for points, by characters for paragraphs) is of that theme.

    Returns:
        Section index → (theme code, share from 0 to 1). A point without any cue takes the theme of
        its paragraph with share 0; what has no cue at all is absent.
    """
    children: dict[int, list[Section]] = {}
    for section in sections:
        if section.parent is not None:
            children.setdefault(section.parent, []).append(section)
    found: dict[int, tuple[str, float]] = {}
    for section in reversed(sections):
        below = children.get(section.index)
        theme = _of_paragraph(section, below, found, hits) if below else _of_point(section, hits)
        if theme:
            found[section.index] = theme
    if len(found) < len(sections):
        for section in sections:
            # A point without any cue of its own is about what its paragraph is about.
            if section.index not in found and section.parent in found:
                found[section.index] = (found[section.parent][0], 0.0)
    return found


def _of_point(section: Section, hits: Hits) -> tuple[str, float] | None:
    start, end = section.heading_span
    return _best(score_themes(hits, start, end, section.span.end))


def _best(scores: Mapping[str, int]) -> tuple[str, float] | None:
    if not scores:
        return None
    if len(scores) == 1:
        return next(iter(scores)), 1.0
    code = max(scores, key=scores.__getitem__)
    return code, _share(scores[code], sum(scores.values()))


@lru_cache(maxsize=4096)
def _share(part: int, whole: int) -> float:
    """A share of a score; they are small numbers, and to round one takes longer than all else."""
    return round(part / whole, 3)


def _of_paragraph(
    section: Section,
    below: Sequence[Section],
    found: dict[int, tuple[str, float]],
    hits: Hits,
) -> tuple[str, float] | None:
    chars: dict[str, int] = {}
    for child in below:
        if child.index in found:
            code = found[child.index][0]
            chars[code] = chars.get(code, 0) + child.span.end - child.span.start
    start, own = section.heading_span
    if section.own_end - own > 40:
        of_own = _best(score_themes(hits, own, own, section.own_end))
        if of_own:
            chars[of_own[0]] = chars.get(of_own[0], 0) + section.own_end - own
    heading = ranked(score_themes(hits, start, own, own))
    clear = (
        heading
        and heading[0][1] >= _INFORMATIVE
        and (len(heading) == 1 or heading[0][1] > heading[1][1])
    )
    total = sum(chars.values())
    if clear:
        code = heading[0][0]
        return code, round(chars.get(code, 0) / total, 3) if total else 1.0
    if not total:
        return None
    code = max(chars, key=chars.__getitem__)
    return code, round(chars[code] / total, 3)
