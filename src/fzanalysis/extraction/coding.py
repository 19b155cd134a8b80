"""Which metric of the catalogue a quantity is, and why.

A cue scores by its length and by how near it stands to the number; the unit must fit, a negative
cue forbids. The best metric wins only if it is clearly better than the next: no code is better
than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fzanalysis.catalogue import Catalogue, Metric
from fzanalysis.catalogue.model import Cue

_ENOUGH = 3.0
_MARGIN = 0.75
_THEME_BONUS = 1.0
_GENERIC = re.compile(
    r"^(?:开展|组织|举办|召开|办理|完成|发放|共|累计|先后|活动|达|次数|各类|进行|印发|制定|实施|举行|安排|参加|其中|全年|受理|办结|整改|销号|新增|审结|结案|不予受理|驳回|撤销|维持|终止|成功|答复|收到|修改|保留|发现|推动|推进|促成|支持|帮助|指导|组成|构成|同意|准予|按期|按时|到位|参与|涉及|惠及|覆盖|服务|吸引|解答|的|了|等|为|均|约|近|已|全部)*$"
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
    plain = unit.split("(")[0].split("/")[0]
    candidates = dict.fromkeys(
        catalogue.metrics_by_unit.get(unit, ()) + catalogue.metrics_by_unit.get(plain, ())
    )
    scored: list[tuple[float, Metric, str]] = []
    for metric in candidates:
        if metric.code in excluded:
            continue
        score, cue = _score(metric, window)
        if score > 0:
            score += _THEME_BONUS if metric.theme == theme else 0
            scored.append((score, metric, cue))
    if not scored:
        return Choice(None, f"no cue of the catalogue near a count in {unit}")
    scored.sort(key=lambda s: -s[0])
    score, best, cue = scored[0]
    if score < _ENOUGH:
        return Choice(None, f"{best.code} only faintly suggested by {cue} ({score:.1f})")
    rival = next((s for s in scored[1:] if s[1].code != best.code), None)
    if rival and score - rival[0] < _MARGIN:
        return Choice(
            None, f"undecided between {best.code} ({cue}) and {rival[1].code} ({rival[2]})"
        )
    against = f", before {rival[1].code} {rival[0]:.1f}" if rival else ""
    return Choice(best.code, f"{cue} + {unit} → {best.code} ({score:.1f}{against})")


def _score(metric: Metric, window: Window) -> tuple[float, str]:
    scope = window.near + window.right + window.shared
    for word in metric.negative:
        if word[1:] in window.wide if word[0] == "~" else word in scope:
            return 0.0, ""
    best, best_cue = 0.0, ""
    for cue in metric.cues:
        score, words = _cue_score(cue, window)
        if score > best:
            best, best_cue = score, words
    return best, best_cue


def _cue_score(cue: Cue, window: Window) -> tuple[float, str]:
    total = 0.0
    words = []
    for alternatives in cue.near:
        score, word = max((_near_score(a, window), a) for a in alternatives)
        if score <= 0:
            return 0.0, ""
        total += score
        words.append(word)
    for alternatives in cue.wide:
        hit = next((a for a in alternatives if a in window.wide or a in window.right), None)
        if hit is None:
            return 0.0, ""
        total += 0.4 * len(hit)
        words.append(hit)
    return total / (1 + 0.25 * (len(cue.near) - 1)) if cue.near else total, "+".join(words)


def _near_score(term: str, window: Window) -> float:
    """Longer is surer, and so is nearer."""
    found = 0.0
    at = window.near.rfind(term)
    if at >= 0:
        found = len(term) + max(0.0, 3 - (len(window.near) - at - len(term)) / 3)
    at = window.right.find(term)
    if at >= 0:
        found = max(found, len(term) + max(0.0, 3 - at / 3))
    if not found and window.shared:
        at = window.shared.rfind(term)
        if at >= 0:
            found = 0.75 * len(term) + max(0.0, 2 - (len(window.shared) - at - len(term)) / 6)
    return found
