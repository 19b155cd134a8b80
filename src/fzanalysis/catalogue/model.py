"""The vocabulary as frozen records."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

#: How figures of different bureaus may be compared, see docs/catalogue.md.
COMPARABLE = ("direct", "per_staff", "per_firm", "rate", "context")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: terms that must all stand near the number, each with its alternatives.

    Written ``发放/派发&资料``; a term that begins with ``~`` may stand anywhere in the sentence.
    """

    near: tuple[tuple[str, ...], ...]
    wide: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Metric:
    """One indicator of the catalogue: what it is, how it is recognised, how it may be compared.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> metric = load_catalogue().metrics_by_code["pub_materials"]
    >>> metric.zh, metric.rollup, "份" in metric.units
    ('宣传资料份数', '宣传资料份数', True)
    """

    code: str
    zh: str
    en: str
    theme: str
    definition: str
    units: tuple[str, ...]
    cues: tuple[Cue, ...]
    negative: tuple[str, ...]
    comparable: str
    rollup: str | None = None
    parent: str | None = None
    role: str = "actual"
    #: A stock-taking: its parts (其中行政许可28项) are kinds of the same thing, not other metrics.
    inventory: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the 15 official themes.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> len(load_catalogue().themes), isinstance(load_catalogue().themes[0], Theme)
    (15, True)
    """

    code: str
    zh: str
    en: str
    outline_2021: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemCategory:
    """One of the kinds of problems that reports admit.

    >>> ProblemCategory("staff", "力量薄弱", "Staff", ("执法力量",)).zh
    '力量薄弱'
    """

    code: str
    zh: str
    en: str
    cues: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All vocabulary, with a digest that changes when any of it does.

    A catalogue is itself and no other: it is a key of caches, so it must hash at once.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> "pub_materials" in [metric.code for metric in catalogue.countable_in("份")]
    True
    """

    metrics: tuple[Metric, ...]
    themes: tuple[Theme, ...]
    problems: tuple[ProblemCategory, ...]
    countable_units: tuple[str, ...]
    loose_units: tuple[str, ...]
    bracketed_units: tuple[str, ...]
    digest: str

    @cached_property
    def metrics_by_code(self) -> dict[str, Metric]:
        """Metrics by their code."""
        return {m.code: m for m in self.metrics}

    @cached_property
    def metrics_by_unit(self) -> dict[str, tuple[Metric, ...]]:
        """The metrics that can be counted in a unit."""
        found: dict[str, list[Metric]] = {}
        for metric in self.metrics:
            for unit in metric.units:
                found.setdefault(unit, []).append(metric)
        return {unit: tuple(metrics) for unit, metrics in found.items()}

    @cached_property
    def _countable(self) -> dict[str, tuple[Metric, ...]]:
        return {}

    def countable_in(self, unit: str) -> tuple[Metric, ...]:
        """The metrics that a unit can count, its bracket or slash left out if need be."""
        if unit not in self._countable:
            plain = unit.split("(")[0].split("/")[0]
            both = self.metrics_by_unit.get(unit, ()) + self.metrics_by_unit.get(plain, ())
            self._countable[unit] = tuple(dict.fromkeys(both))
        return self._countable[unit]

    @cached_property
    def theme_names(self) -> dict[str, str]:
        """Chinese names of the themes by code."""
        return {t.code: t.zh for t in self.themes}

    def __reduce__(self) -> tuple[object, ...]:
        """In another process a catalogue that comes again is the one that came before.

        Each task brings it; patterns that were compiled for it are kept and must be found.
        """
        return _known, tuple(getattr(self, field.name) for field in fields(self))

    def __repr__(self) -> str:
        return (
            f"Catalogue({len(self.metrics)} metrics, {len(self.themes)} themes, {self.digest[:8]})"
        )


_CATALOGUES: dict[str, Catalogue] = {}


def _known(*values: Any) -> Catalogue:
    catalogue = Catalogue(*values)
    return _CATALOGUES.setdefault(catalogue.digest, catalogue)
