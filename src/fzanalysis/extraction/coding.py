"""Which metric of the catalogue a quantity is, and why.

A cue scores by its length and by how near it stands to the number; the unit must fit, a negative
cue forbids. The best metric wins only if it is clearly better than the next: no code is better
than a wrong one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from fzanalysis.catalogue import Catalogue, Metric
from fzanalysis.extraction.lexicon import Lexicon

#: cue → slot → (weight, word)
Slots = dict[int, dict[int, tuple[float, str]]]
_ENOUGH = 3.0
_MARGIN = 0.75
_THEME_BONUS = 2.0
#: The cue ``*``: a unit that hardly anything else is counted in, such as 学时.
_UNIT_ALONE = 3.2
_GENERIC = re.compile(
    r"^(?:开展|组织|举办|召开|办理|完成|发放|共|累计|先后|活动|达|次数|各类|进行|印发|制定|实施|举行|安排|参加|其中|全年|受理|办结|整改|销号|新增|审结|结案|不予受理|驳回|撤销|维持|终止|成功|答复|收到|修改|保留|发现|聘请|选派|邀请|配备|选聘|实际|学习|专题学习|法治专题|法治|专题|涉法|发生|仅|组建|推动|推进|促成|支持|帮助|指导|组成|构成|同意|准予|按期|按时|到位|参与|涉及|惠及|覆盖|服务|吸引|解答|的|了|等|为|均|约|近|已|全部)*$"
)


@dataclass(frozen=True, slots=True)
class Window:
    """The words in which cues are looked for.

    Attributes:
        near: the clause before the number.
        right: the words after the unit that belong to it.
        shared: words of earlier items or clauses that a bare number shares; empty if it has
            words of its own.
        wide: the sentence up to the number.
    """

    near: str
    right: str
    shared: str
    wide: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome of coding, with its reason in words."""

    code: str | None
    why: str


def is_bare(words: str) -> bool:
    """Whether a clause says nothing of its own about what is counted.

    >>> is_bare("累计"), is_bare("开展宣讲")
    (True, False)
    """
    return bool(_GENERIC.match(re.sub(r"[\s,、:;()“”]", "", words)))


class _Lookup:
    """The cues of a catalogue by their words, so that only words that occur cost anything."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.uses: dict[str, list[tuple[Metric, int, int]]] = defaultdict(list)
        self.negative: dict[Metric, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]] = {}
        self.wide_only: dict[Metric, tuple[int, ...]] = {}
        words: set[str] = set()
        for metric in catalogue.metrics:
            for i, cue in enumerate(metric.cues):
                for k, alternatives in enumerate(cue.near):
                    for word in alternatives:
                        self.uses[word].append((metric, i, k))
            near = frozenset(w for w in metric.negative if w[0] != "~" and w[-1] != "$")
            wide = tuple(w[1:] for w in metric.negative if w[0] == "~")
            head = tuple(w[:-1] for w in metric.negative if w[-1] == "$")
            self.negative[metric] = near, wide, head
            words |= near
            self.wide_only[metric] = tuple(i for i, c in enumerate(metric.cues) if not c.near)
        self.lexicon = Lexicon(words | self.uses.keys())


@lru_cache(maxsize=4)
def _lookup(catalogue: Catalogue) -> _Lookup:
    return _Lookup(catalogue)


def _weights(window: Window, lookup: _Lookup) -> dict[str, float]:
    """The cue words of a window, each with its weight: longer is surer, and so is nearer."""
    found: dict[str, float] = {"*": _UNIT_ALONE}
    for word, at in lookup.lexicon.occurring(window.near):
        distance = len(window.near) - at - len(word)
        found[word] = len(word) + max(0.0, 3 - distance / 3)
    for word, at in lookup.lexicon.occurring(window.right):
        found[word] = max(found.get(word, 0.0), len(word) + max(0.0, 3 - at / 3))
    shared: dict[str, float] = {}
    for word, at in lookup.lexicon.occurring(window.shared):
        distance = len(window.shared) - at - len(word)
        shared[word] = 0.75 * len(word) + max(0.0, 2 - distance / 6)
    return shared | found


def choose_code(
    window: Window, unit: str, theme: str | None, catalogue: Catalogue, excluded: frozenset[str]
) -> Choice:
    """The metric that a quantity is.

    Args:
        window: the words around it (folded).
        unit: its base unit; a bracket (``场(次)``) is looked up with and without.
        theme: the theme of the point in which it stands, or None.
        catalogue: the vocabulary.
        excluded: codes that it cannot have (that of its own total).
    """
    lookup = _lookup(catalogue)
    weights = _weights(window, lookup)
    hits = _hits(weights, lookup)
    scored: list[tuple[float, Metric, str]] = []
    for metric in catalogue.countable_in(unit):
        if metric.code in excluded or not (metric in hits or lookup.wide_only[metric]):
            continue
        score, cue = _score(metric, window, weights, hits.get(metric, {}), lookup)
        if score > 0:
            score += _THEME_BONUS if metric.theme == theme else 0
            scored.append((score, metric, cue))
    if not scored:
        return Choice(None, f"no cue of the catalogue near a count in {unit}")
    scored.sort(key=lambda s: -s[0])
    score, best, cue = scored[0]
    if score < _ENOUGH:
        return Choice(None, f"{best.code} only faintly suggested by {cue} ({score:.1f})")
    if len(scored) > 1 and score - scored[1][0] < _MARGIN:
        _, rival, other = scored[1]
        return Choice(None, f"undecided between {best.code} ({cue}) and {rival.code} ({other})")
    against = f", before {scored[1][1].code} {scored[1][0]:.1f}" if len(scored) > 1 else ""
    return Choice(best.code, f"{cue} + {unit} → {best.code} ({score:.1f}{against})")


def _hits(weights: dict[str, float], lookup: _Lookup) -> dict[Metric, Slots]:
    """For each metric its cues that are begun: cue → slot → best word of the window."""
    hits: dict[Metric, Slots] = defaultdict(dict)
    for word, weight in weights.items():
        for metric, cue, slot in lookup.uses.get(word, ()):
            filled = hits[metric].setdefault(cue, {})
            if slot not in filled or (weight, word) > filled[slot]:
                filled[slot] = (weight, word)
    return hits


def _score(
    metric: Metric, window: Window, weights: dict[str, float], slots: Slots, lookup: _Lookup
) -> tuple[float, str]:
    near, wide, head = lookup.negative[metric]
    if not near.isdisjoint(weights) or any(word in window.wide for word in wide):
        return 0.0, ""
    if head and window.near.rstrip().endswith(head):
        return 0.0, ""
    best, best_cue = 0.0, ""
    for i in (*slots, *lookup.wide_only[metric]):
        cue, filled = metric.cues[i], slots.get(i, {})
        if len(filled) < len(cue.near):
            continue
        score = sum(w for w, _ in filled.values()) / (1 + 0.25 * max(0, len(filled) - 1))
        words = [filled[k][1] for k in sorted(filled)]
        for alternatives in cue.wide:
            hit = next((a for a in alternatives if a in window.wide or a in window.right), None)
            if hit is None:
                break
            score += 0.4 * len(hit)
            words.append(hit)
        else:
            if score > best:
                best, best_cue = score, "+".join(words)
    return best, best_cue
