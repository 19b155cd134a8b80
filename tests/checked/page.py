"""The places that were checked by hand, and the page docs/checked.md that lists them.

python tests/checked/page.py        writes the page
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "checked.md"
HEAD = """# Tables and charts, checked by hand

Each table of the analysis and each chart, in three places or more, against the reports that ship (`data/raw/five`, `data/raw/demo`):
where it was looked up, what stands in the files, and what the table or chart must therefore say. `tests/checked/places.toml` has the whole
quotes, `tests/checked/test_checked.py` holds them against the files, and the tables and the marks that are drawn against what
a person worked out from them. This page is written by `python tests/checked/page.py`; a test compares it. Run one with
`pytest tests/checked -k "NAME-1"`.

The tables of a build itself (figures, points, problems, dates) are held whole against gold: [accuracy.md](accuracy.md).

"""


class Place(NamedTuple):
    """A place in a table or chart, and the evidence for what it must say."""

    of: str
    number: int
    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of its test."""
        return f"{self.of}-{self.number}"


def places() -> list[Place]:
    """All of them, in the order of the file."""
    found = tomllib.loads((HERE / "places.toml").read_text("utf-8"))
    return [
        Place(of, number, told)
        for of, entry in found.items()
        for number, told in enumerate(entry["places"], start=1)
    ]


def page() -> str:
    """The page, a row a table or chart."""
    rows: dict[str, list[Place]] = {}
    for place in places():
        rows.setdefault(place.of, []).append(place)
    lines = ["| table or chart | places | test |", "|---|---|---|"]
    for of, own in rows.items():
        cells = "<br>".join(f"{n}. {_told(place.told)}" for n, place in enumerate(own, start=1))
        lines.append(f"| `{of}` | {cells} | `{own[0].name}` to `{own[-1].number}` |")
    return HEAD + "\n".join(lines) + "\n"


def _told(told: Mapping[str, Any]) -> str:
    evidence = [
        _quote(q)
        for q in (*told.get("quotes", ()), *told.get("spans", ()), *told.get("points", ()))
    ]
    evidence += [f"{_quote(q)} nowhere" for q in told.get("without", ())]
    evidence += [f"{q} times" for q in told.get("tally", ())]
    evidence += [_quote(told[key]) for key in ("counted", "letters") if told.get(key)]
    shown = evidence[:2] + ([f"and {len(evidence) - 2} more"] if len(evidence) > 2 else [])
    says = told.get("says", "as counted there").replace("{}", "as many")
    return f"{told['at']}: {'; '.join(shown)} → **{says}**".replace("|", "¦").replace("\n", " ")


def _quote(line: str) -> str:
    file, words = line.split(": ", 1)
    short = words if len(words) <= 30 else f"{words[:20]}…{words[-8:]}"
    return f"{file} “{short}”" if words else file


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
