"""Every table and chart says in three places or more what a person finds in the files that ship."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from drawings import DRAWN
from page import PAGE, Place, page, places
from readings import FIGURES, Both, Said, Shared
from text_readings import TEXTS

from fzanalysis.analysis.fingerprints import letters
from fzanalysis.presentation import charts
from fzanalysis.presentation.briefing.choice import choose
from fzanalysis.presentation.briefing.content import content

ROOT = Path(__file__).resolve().parents[2]
TABLES = {**FIGURES, **TEXTS}
READERS = {**TABLES, **DRAWN}


@cache
def said(of: str, both: Shared) -> Said:
    """What a table or chart says; each is made once."""
    return READERS[of](both.tables)


@cache
def texts(both: Shared) -> dict[str, str]:
    """File → its text."""
    return {
        file: dict(zip(t["texts"]["report_id"], t["texts"]["text"], strict=True))[key]
        for t in both.tables
        for key, file in t["files"].itertuples(index=False)
    }


@pytest.mark.parametrize("place", places(), ids=lambda place: place.name)
def test_place(place: Place, both: Both) -> None:
    told, bodies = place.told, texts(Shared(both))
    for line in told.get("quotes", ()):
        file, words = line.split(": ", 1)
        assert words in bodies[file], f"{words} does not stand in {file}"
    for line in told.get("without", ()):
        file, words = line.split(": ", 1)
        assert words not in bodies[file], f"{words} stands in {file}"
    _tally(told.get("tally", ()), told["at"], bodies)
    there = said(place.of, Shared(both))
    assert told["at"] in there, f"{place.of} says nothing of {told['at']}"
    assert there[told["at"]] == _worked_out(told, bodies)


def _tally(lines: list[str], term: str, bodies: dict[str, str]) -> None:
    """So many times in these files."""
    for line in lines:
        file, number, *other = re.split(r": | ", line)
        assert bodies[file].count(other[0] if other else term) == int(number), line


def _worked_out(told: dict, bodies: dict[str, str]) -> str:
    """What the place must say: the words of a person, or what is counted in the quotes."""
    if "spans" in told:
        ends = [_span(line, bodies) for line in told["spans"]]
        return " to ".join(f"{start}–{end}" for start, end in ends)
    if "letters" in told:
        file = told["letters"].split(": ")[0]
        start, end = _span(told["letters"], bodies)
        return told["says"].format(len(letters(bodies[file][start:end]).codes))
    if "points" in told:
        ends = [_span(line, bodies) for line in told["points"]]
        return told["says"].format(sum(end - start - 1 for start, end in ends))
    if "counted" in told:
        file, section = told["counted"].split(": ", 1)
        assert section in bodies[file]
        return f"{_printed(section)} of {_printed(bodies[file])}"
    if "per" in told:
        file, figure = told["per"]
        return f"{1000 * figure / _printed(bodies[file]):.1f}"
    return told["says"]


def _span(line: str, bodies: dict[str, str]) -> tuple[int, int]:
    """Where a quote begins and ends; … is whatever stands between."""
    file, quote = line.split(": ", 1)
    first, last = quote.split("…")
    start = bodies[file].index(first)
    return start, bodies[file].index(last, start) + len(last)


def _printed(text: str) -> int:
    return len("".join(text.split()))


def test_each_has_three_places() -> None:
    counts = Counter(place.of for place in places())
    assert set(counts) == set(READERS), "a table without places, or places of no table"
    assert min(counts.values()) >= 3


def test_no_table_of_the_analysis_is_left_out() -> None:
    # docs/analysis.md lists what an analyst calls.
    listed = (ROOT / "docs" / "analysis.md").read_text("utf-8").split("## Figures")[0]
    rows = [line.split("|")[3] for line in listed.splitlines() if line.startswith("| ")][1:]
    functions = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(functions) > 25
    assert functions <= set(TABLES)


def test_no_chart_is_left_out() -> None:
    assert set(charts.__all__) <= set(DRAWN)


def test_no_table_of_the_briefing_is_left_out(both: Both) -> None:
    tables = {k: v for k, v in both.demo.items() if k != "files"}
    choice = choose(tables, codes=["pub_materials"])
    names = {item.name for item in content(choice, title="简报").items}
    assert {f"briefing {name}" for name in names} == {n for n in DRAWN if n.startswith("briefing")}


def test_the_page_lists_what_is_tested() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python tests/checked/page.py"
