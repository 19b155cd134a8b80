"""Which of the 15 official themes a point is about, and a paragraph by its points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fzanalysis.catalogue import Catalogue
from fzanalysis.document import Section, Span
from fzanalysis.parsing.ladder import FIRST_POINT_RANK

_HEADING_WEIGHT = 4
_MOST_PER_CUE = 3
#: A heading decides for its paragraph if it alone scores this much.
_INFORMATIVE = 4


@dataclass(frozen=True, slots=True)
class Hits:
    """All cue words of a text with their places, found in one pass."""

    starts: tuple[int, ...]
    cues: tuple[str, ...]

    def within(self, span: Span) -> Sequence[str]:
        """The cues that begin in a span."""
        return self.cues[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]


@lru_cache(maxsize=8)
def _vocabulary(catalogue: Catalogue) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    owners: dict[str, list[str]] = {}
    for theme in catalogue.themes:
        for cue in theme.cues:
            owners.setdefault(cue, []).append(theme.code)
    return re.compile(trie_pattern(sorted(owners))), {c: tuple(o) for c, o in owners.items()}


def trie_pattern(words: Sequence[str]) -> str:
    """An alternation of words shaped as a trie: one branch a character, longest word first.

    >>> trie_pattern(["学法", "学法用法", "学习"])
    '学(?:习|法(?:用法)?)'
    """
    tree: dict[str, dict] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict[str, dict]) -> str:
    ends = "" in node
    branches = [re.escape(c) + _branch(child) for c, child in sorted(node.items()) if c]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return body + ("?" if ends else "")


def find_cues(folded: str, catalogue: Catalogue) -> Hits:
    """Every cue word of the themes in a folded text, longest first, none within another."""
    pattern, _ = _vocabulary(catalogue)
    found = [(m.start(), m.group()) for m in pattern.finditer(folded)]
    return Hits(tuple(s for s, _ in found), tuple(c for _, c in found))


def score_themes(hits: Hits, heading: Span, body: Span, catalogue: Catalogue) -> Counter[str]:
    """Scores of the themes: a cue counts four in the heading, in the body once, thrice at most."""
    _, owners = _vocabulary(catalogue)
    scores: Counter[str] = Counter()
    for cue in hits.within(heading):
        for code in owners[cue]:
            scores[code] += _HEADING_WEIGHT
    for cue, times in Counter(hits.within(body)).items():
        for code in owners[cue]:
            scores[code] += min(times, _MOST_PER_CUE)
    return scores


def assign_themes(
    sections: Sequence[Section], hits: Hits, catalogue: Catalogue
) -> dict[int, tuple[str, float]]:
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
        below = children.get(section.index, [])
        theme = (
            _of_paragraph(section, below, found, hits, catalogue)
            if below
            else _of_point(section, hits, catalogue)
        )
        if theme:
            found[section.index] = theme
    for section in sections:
        # A point without any cue of its own is about what its paragraph is about.
        if section.index not in found and section.parent in found:
            found[section.index] = (found[section.parent][0], 0.0)
    return found


def _of_point(section: Section, hits: Hits, catalogue: Catalogue) -> tuple[str, float] | None:
    body = Span(section.heading_span.end, section.span.end)
    return _best(score_themes(hits, section.heading_span, body, catalogue))


def _best(scores: Counter[str]) -> tuple[str, float] | None:
    if not scores:
        return None
    code, score = max(scores.items(), key=lambda s: s[1])
    return code, round(score / sum(scores.values()), 3)


def _of_paragraph(
    section: Section,
    below: Sequence[Section],
    found: dict[int, tuple[str, float]],
    hits: Hits,
    catalogue: Catalogue,
) -> tuple[str, float] | None:
    chars: Counter[str] = Counter()
    for child in below:
        if child.index in found:
            chars[found[child.index][0]] += child.span.end - child.span.start
    own = Span(section.heading_span.end, section.own_end)
    if own.end - own.start > 40:
        of_own = _best(score_themes(hits, Span(own.start, own.start), own, catalogue))
        if of_own:
            chars[of_own[0]] += own.end - own.start
    heading = score_themes(hits, section.heading_span, Span(0, 0), catalogue).most_common(2)
    clear = (
        heading
        and heading[0][1] >= _INFORMATIVE
        and (len(heading) == 1 or heading[0][1] > heading[1][1])
    )
    total = sum(chars.values())
    if clear:
        code = heading[0][0]
        return code, round(chars[code] / total, 3) if total else 1.0
    if not total:
        return None
    code = chars.most_common(1)[0][0]
    return code, round(chars[code] / total, 3)


def is_point(section: Section) -> bool:
    """Whether a section is a point (一是 and the like) rather than a headed paragraph."""
    return section.rank >= FIRST_POINT_RANK
