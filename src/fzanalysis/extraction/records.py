"""What was extracted from one report, as rows: plain dicts without ``report_id``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fzanalysis.catalogue import Catalogue
from fzanalysis.document import Section, Span
from fzanalysis.extraction.breaks import Breaks
from fzanalysis.extraction.citations import Citation, find_citations
from fzanalysis.extraction.completeness import find_completeness
from fzanalysis.extraction.items import Item, find_items, find_problems
from fzanalysis.extraction.measures import Measure, find_measures
from fzanalysis.extraction.metrics import Figure, Scene, find_figures
from fzanalysis.extraction.themes import Hits, assign_themes, find_cues, ranked, score_themes
from fzanalysis.parsing import Parsed
from fzanalysis.parsing.annotations import Annotated

Row = dict[str, Any]


@dataclass(frozen=True)
class Records:
    """The rows of one report by table, and the figures behind those of ``metrics``.

    >>> Records({"metrics": [{"metric_id": "n001"}]})
    Records(metrics: 1)
    """

    tables: dict[str, list[Row]]
    figures: Sequence[Figure] = ()

    @property
    def why(self) -> dict[str, str]:
        """What explains the code of each metric, by its id."""
        return {_metric_id(i): figure.choice.why for i, figure in enumerate(self.figures)}

    def __repr__(self) -> str:
        return "Records(" + ", ".join(f"{k}: {len(v)}" for k, v in self.tables.items()) + ")"


def extract(parsed: Parsed, catalogue: Catalogue) -> Records:
    """Everything that the tables hold of one report, each row with its span and quote.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> from fzanalysis.document import Document
    >>> from fzanalysis.parsing import parse
    >>> records = extract(parse(Document("一、普法宣传。发放宣传资料1000余份。")), load_catalogue())
    >>> row = records.tables["metrics"][0]
    >>> row["code"], row["lower"], row["upper"], row["quote"]
    ('pub_materials', 1000, None, '发放宣传资料1000余份')
    """
    text = parsed.annotated.plain if parsed.annotated else parsed.document.text
    hits = find_cues(parsed.folded, catalogue)
    themes = assign_themes(parsed.sections, hits)
    scene = Scene(
        folded=parsed.folded,
        zones=parsed.zones,
        breaks=Breaks(parsed.folded, parsed.zones),
        section_at=parsed.section_at,
        themes={index: theme for index, (theme, _) in themes.items()},
        catalogue=catalogue,
        year=parsed.identity.year,
        body_start=parsed.front.body_start,
        body_end=parsed.body_end,
    )
    figures = find_figures(scene)
    measures = find_measures(parsed.sections)
    measure_at = _measure_lookup(parsed, measures)
    plan_theme = _plan_theme(hits)
    tables = {
        "sections": [_section_row(s, text) for s in parsed.sections],
        "measures": [_measure_row(m, themes, text) for m in measures],
        "metrics": [_metric_row(i, f, measure_at, text) for i, f in enumerate(figures)],
        "problems": [
            _problem_row(i, item, text)
            for i, item in enumerate(find_problems(parsed.folded, parsed.sections, catalogue))
        ],
        "plans": [
            _plan_row(i, span, plan_theme(span, section), text)
            for i, (span, section) in enumerate(find_items(parsed.folded, parsed.sections, "plans"))
        ],
        "citations": [
            _citation_row(i, c, text)
            for i, c in enumerate(
                find_citations(parsed.folded, parsed.titles, parsed.front.body_start)
            )
        ],
        "completeness": [
            {"part": part, "state": state, "section_id": _section_id(index)}
            for part, state, index in find_completeness(parsed.folded, parsed.sections)
        ],
    }
    if parsed.annotated is not None:
        _restore(tables, parsed.annotated)
    return Records(tables, figures)


def _restore(tables: dict[str, list[Row]], source: Annotated) -> None:
    """Put the rows of a text with annotations back to where they stand."""
    for rows in tables.values():
        for row in rows:
            if "start" not in row:
                continue
            if "heading" in row:
                row["heading"] = source.words(row["heading"], row["start"])
            row["start"], row["end"] = source.restored(row["start"], row["end"])
            row["quote"] = source.text[row["start"] : row["end"]]


@lru_cache(maxsize=1024)
def _section_id(index: int | None) -> str | None:
    return None if index is None else f"s{index + 1:03d}"


@lru_cache(maxsize=1024)
def _measure_id(index: int | None) -> str | None:
    return None if index is None else f"m{index + 1:03d}"


@lru_cache(maxsize=1024)
def _metric_id(index: int) -> str:
    return f"n{index + 1:03d}"


def _section_row(s: Section, text: str) -> Row:
    start, end = s.span
    return {
        "section_id": _section_id(s.index),
        "parent_id": _section_id(s.parent),
        "level": s.level,
        "marker": s.marker,
        "heading": s.heading,
        "role": s.role,
        "start": start,
        "end": end,
        "quote": text[start:end],
    }


def _measure_row(m: Measure, themes: dict[int, tuple[str, float]], text: str) -> Row:
    section = m.section
    start, end = section.span
    theme, share = themes.get(section.index, (None, None))
    return {
        "measure_id": _measure_id(section.index),
        "parent_id": _measure_id(m.parent),
        "section_id": _section_id(section.index),
        "kind": m.kind,
        "marker": section.marker,
        "heading": section.heading,
        "text": m.body.of(text).strip(" \n。．"),
        "theme": theme,
        "theme_share": share,
        "leaf": m.leaf,
        "start": start,
        "end": end,
        "quote": text[start:end],
    }


def _metric_row(
    index: int,
    f: Figure,
    measure_at: Callable[[Section | None], int | None],
    text: str,
) -> Row:
    q, counted, (start, end), section, code, _, role, part_of, period, as_of = f
    return {
        "metric_id": _metric_id(index),
        "measure_id": _measure_id(measure_at(section)),
        "section_id": _section_id(section.index if section else None),
        "code": code,
        "counted": counted.of(text).strip(),
        "value": q.value,
        "lower": q.lower,
        "upper": q.upper,
        "bound": q.bound,
        "unit": q.unit,
        "role": role,
        "part_of": None if part_of is None else _metric_id(part_of),
        "period": period,
        "as_of": as_of,
        "start": start,
        "end": end,
        "quote": text[start:end],
    }


def _problem_row(index: int, item: Item, text: str) -> Row:
    start, end = item.span
    return {
        "item_id": f"p{index + 1:03d}",
        "ordinal": index + 1,
        "text": item.span.of(text),
        "category": item.category,
        "also": ";".join(item.also),
        "reason": item.reason.of(text) if item.reason else None,
        "start": start,
        "end": end,
        "quote": text[start:end],
    }


def _plan_row(index: int, span: Span, theme: tuple[str | None, str], text: str) -> Row:
    start, end = span
    return {
        "item_id": f"q{index + 1:03d}",
        "ordinal": index + 1,
        "text": span.of(text),
        "theme": theme[0],
        "also": theme[1],
        "start": start,
        "end": end,
        "quote": text[start:end],
    }


def _citation_row(index: int, c: Citation, text: str) -> Row:
    start, end = c.span
    return {
        "citation_id": f"c{index + 1:03d}",
        "name": c.name.of(text),
        "kind": c.kind,
        "in_marks": c.in_marks,
        "nested_in": None if c.nested_in is None else f"c{c.nested_in + 1:03d}",
        "start": start,
        "end": end,
        "quote": text[start:end],
    }


def _measure_lookup(
    parsed: Parsed, measures: Sequence[Measure]
) -> Callable[[Section | None], int | None]:
    known = {m.section.index for m in measures}

    def lookup(section: Section | None) -> int | None:
        while section is not None and section.index not in known:
            section = None if section.parent is None else parsed.sections[section.parent]
        return None if section is None else section.index

    return lookup


def _plan_theme(hits: Hits) -> Callable[[Span, Section], tuple[str | None, str]]:
    def theme(span: Span, section: Section) -> tuple[str | None, str]:
        heading_end = min(max(section.heading_span.end, span.start), span.end)
        scores = score_themes(hits, span.start, heading_end, span.end)
        codes = [code for code, _ in ranked(scores)]
        return (codes[0] if codes else None), ";".join(codes[1:4])

    return theme
