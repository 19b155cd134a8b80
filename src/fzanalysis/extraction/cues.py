"""The cues of a catalogue as they are asked for: by the unit, by a word, then the rest of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from fzanalysis.catalogue import Catalogue, Metric
from fzanalysis.extraction.lexicon import Lexicon


class Against(NamedTuple):
    """What forbids a metric: words near the number, anywhere in the sentence, right before it."""

    near: frozenset[int]
    wide: tuple[str, ...]
    head: tuple[str, ...]


class CompiledCue(NamedTuple):
    """A cue of several terms: its metric, those that stand near the number, those that need not.

    Metrics are numbered within a unit, words within the lexicon. ``others`` are the terms near the
    number but for the one under which the cue is listed.
    """

    metric: int
    near: tuple[tuple[int, ...], ...]
    wide: tuple[tuple[str, ...], ...]
    others: tuple[tuple[int, ...], ...] = ()


class Candidates:
    """The metrics that one unit can count, and their cues by the words that lead to them."""

    def __init__(self, metrics: Sequence[Metric], lexicon: Lexicon) -> None:
        self.metrics = metrics
        self.against = [_against(metric, lexicon) for metric in metrics]
        #: word → the metrics for which it is a whole cue, and the cues that can be met only if it
        #: or a word beside it is there
        self.led: dict[int, tuple[list[int], list[CompiledCue]]] = defaultdict(lambda: ([], []))
        #: cues that need no word near the number
        self.wide: list[CompiledCue] = []
        several = []
        for i, metric in enumerate(metrics):
            for cue in metric.cues:
                # In order: of words of one weight the last one gives its name.
                near = tuple(
                    tuple(sorted(lexicon.number[word] for word in term)) for term in cue.near
                )
                if not near:
                    self.wide.append(CompiledCue(i, near, cue.wide))
                elif len(near) > 1 or cue.wide:
                    several.append(CompiledCue(i, near, cue.wide))
                else:
                    for word in near[0]:
                        self.led[word][0].append(i)
        self._index(several)

    def _index(self, cues: Sequence[CompiledCue]) -> None:
        """List each cue under one term alone: the one whose words are in the fewest other cues."""
        uses = Counter(word for cue in cues for term in cue.near for word in term)
        for cue in cues:
            rarest = min(cue.near, key=lambda term: sum(uses[word] for word in term))
            others = tuple(term for term in cue.near if term is not rarest)
            for word in rarest:
                self.led[word][1].append(cue._replace(others=others))


def _near_negatives(metric: Metric) -> list[str]:
    return [word for word in metric.negative if word[0] != "~" and word[-1] != "$"]


def _against(metric: Metric, lexicon: Lexicon) -> Against:
    return Against(
        frozenset(lexicon.number[word] for word in _near_negatives(metric)),
        tuple(word[1:] for word in metric.negative if word[0] == "~"),
        tuple(word[:-1] for word in metric.negative if word[-1] == "$"),
    )


class Lookup:
    """The cues of a catalogue by their words, so that only words that occur cost anything."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        words = {w for m in catalogue.metrics for c in m.cues for term in c.near for w in term}
        self.lexicon = Lexicon(words.union(*map(_near_negatives, catalogue.metrics)))
        self.unit_alone = self.lexicon.number.get("*")
        self._candidates: dict[str, Candidates] = {}

    def candidates(self, unit: str) -> Candidates:
        """What can be counted in a unit."""
        if unit not in self._candidates:
            metrics = self._catalogue.countable_in(unit)
            self._candidates[unit] = Candidates(metrics, self.lexicon)
        return self._candidates[unit]


@lru_cache(maxsize=4)
def lookup_of(catalogue: Catalogue) -> Lookup:
    """The lookup of a catalogue, made once."""
    return Lookup(catalogue)
