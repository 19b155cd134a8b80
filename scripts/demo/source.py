"""One report of the demonstration corpus as it is written by hand: text, form and answers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PARTS = ("measures", "first_responsible", "problems", "plans")


@dataclass(frozen=True)
class Report:
    """A report and where it goes.

    Attributes:
        path: file name in ``data/raw/demo``.
        form: how it is written: ``text [line] ENCODING``, ``page LAYOUT ENCODING``,
            ``word numbered``, ``word typed`` or ``pdf``.
        title: title; several lines where the file breaks it.
        paragraphs: the body, a paragraph each.
        issuer: names that count as right; the first is the full one.
        region: the fictional place.
        year: year of the report.
        published_on: day of publication.
        source: who posted the page.
        index: index number of the page; may be empty.
        stated: what the file does not say, so that ``sources.csv`` has to.
        answers: the hand-made answers, see `demo.answers`.
    """

    path: str
    form: tuple[str, ...]
    title: str
    paragraphs: tuple[str, ...]
    issuer: tuple[str, ...]
    region: str
    year: int
    published_on: date
    source: str
    index: str
    stated: frozenset[str]
    answers: dict[str, Any]

    @property
    def name(self) -> str:
        """File name without its ending."""
        return self.path.partition(".")[0]

    @property
    def text(self) -> str:
        """Title and body as a reader of the file sees them, one paragraph a line."""
        return "\n".join((self.title, *self.paragraphs))


def load_reports() -> list[Report]:
    """All reports, sorted by file name."""
    return [_load(path) for path in sorted((HERE / "reports").glob("*.toml"))]


def _load(path: Path) -> Report:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    report = Report(
        path=data["path"],
        form=tuple(data["form"].split()),
        title=data["title"],
        paragraphs=tuple(data["text"].strip().split("\n")),
        issuer=tuple(data["issuer"]),
        region=data["region"],
        year=data["year"],
        published_on=data["published_on"],
        source=data.get("source", ""),
        index=data.get("index", ""),
        stated=frozenset(data.get("stated", ())),
        answers=data["answers"],
    )
    if report.name != path.stem:
        raise ValueError(f"{path.name} describes {report.path}: name them alike")
    empty = [n for n, p in enumerate(report.paragraphs, start=1) if not p or p != p.strip()]
    if empty:
        raise ValueError(f"{path.name}: paragraphs {empty} are empty or indented")
    return report


def chinese_day(day: date) -> str:
    """A day as it stands in a text: 2023年2月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def book_titles(text: str) -> list[str]:
    """What stands between 《 and 》, each once, in reading order."""
    return list(dict.fromkeys(re.findall(r"《([^《》]+)》", text)))
