"""Totals and their parts: 共93条,其中…1条;…11条 and 案件100件,路政40件、运输60件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fzanalysis.extraction.quantities import EXACT, Quantity

_AMONG = re.compile(r"其中|包括|包含|分别(?:为|是)|含|[(:]$")
_SENTENCE_END = re.compile(r"[。!?\n]")
_AMONG_THEM = re.compile(r"^[^。]{0,16}[。\n]\s*其中[^。]*$")
_AGAIN = re.compile(r"[。!?\n][ ]*(?:在|其中,?)?(?P<noun>[\u4e00-\u9fff]{2,12})中,[^,。;]{0,16}$")
_AFTER_PARTS = re.compile(r"[,;](?:累计|合计|总计|共计|此外|另外|同时|全年|共)")


def find_parts(folded: str, quantities: Sequence[Quantity]) -> dict[int, int]:
    """Which quantity is a part of which, by index.

    After 其中 (包括, 分别为, a bracket) the counts of the total's unit are its parts until the
    sentence ends. Without such a word, counts that directly follow and add up exactly are parts.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> from fzanalysis.extraction.quantities import find_quantities
    >>> text = "承办5件,其中议案1件,提案4件,满意率100%。"
    >>> find_parts(text, list(find_quantities(text, load_catalogue())))
    {1: 0, 2: 0}
    """
    parts: dict[int, int] = {}
    total: int | None = None
    for i in range(1, len(quantities)):
        between = folded[quantities[i - 1].span.end : quantities[i].span.start]
        if _SENTENCE_END.search(between):
            if _AMONG_THEM.match(between):
                total = _total_above(folded, quantities, i, parts)
            else:
                total = _total_named(folded, quantities, i, between)
            if total is None:
                continue
        elif _AMONG.search(between):
            total = _total_before(folded, quantities, i, parts)
        elif total is not None and _AFTER_PARTS.search(between):
            total = None
        if total is None or not _alike(quantities[total], quantities[i]):
            continue
        if quantities[i].value <= quantities[total].value and quantities[i].unit != "%":
            parts[i] = total
    return parts | _by_sum(folded, quantities, parts)


_PERSONS = frozenset("人名位")


def _alike(a: Quantity, b: Quantity) -> bool:
    """Whether two counts can be a total and its part: 83人,其中4名 are both persons."""
    return a.unit == b.unit or (a.unit in _PERSONS and b.unit in _PERSONS)


def _total_named(
    folded: str, quantities: Sequence[Quantity], index: int, between: str
) -> int | None:
    """The total that a new sentence speaks of again: …一般程序案件45件。一般程序案件中,…."""
    again = _AGAIN.search(between) if "中," in between else None
    if not again:
        return None
    for j in range(index - 1, max(-1, index - 6), -1):
        q = quantities[j]
        before = folded[max(0, q.span.start - 16) : q.span.start]
        if _alike(q, quantities[index]) and again.group("noun") in before:
            return j
    return None


def _total_before(
    folded: str, quantities: Sequence[Quantity], index: int, parts: dict[int, int]
) -> int | None:
    """The nearest quantity of the same unit before, in the sentence, that is no part itself."""
    for j in range(index - 1, max(-1, index - 6), -1):
        if _SENTENCE_END.search(folded[quantities[j].span.end : quantities[index].span.start]):
            return None
        if j not in parts and _alike(quantities[j], quantities[index]):
            return j
    return None


def _total_above(
    folded: str, quantities: Sequence[Quantity], index: int, parts: dict[int, int]
) -> int | None:
    """The total of a sentence that begins with 其中: in the sentence right before it."""
    for j in range(index - 1, max(-1, index - 4), -1):
        gap = folded[quantities[j].span.end : quantities[index].span.start]
        if len(_SENTENCE_END.findall(gap)) > 1:
            return None
        if j not in parts and _alike(quantities[j], quantities[index]):
            return j
    return None


def _by_sum(folded: str, quantities: Sequence[Quantity], known: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for i, total in enumerate(quantities):
        if total.unit == "%" or total.bound != EXACT or i in found or i in known:
            continue
        members: list[int] = []
        rest = total.value
        for j in range(i + 1, min(i + 12, len(quantities))):
            if quantities[j].unit != total.unit or j in known:
                break
            gap = folded[quantities[j - 1].span.end : quantities[j].span.start]
            if _SENTENCE_END.search(gap):
                break
            rest -= quantities[j].value
            members.append(j)
            if rest <= 0:
                break
        if rest == 0 and len(members) >= 2:
            found |= dict.fromkeys(members, i)
    return found
