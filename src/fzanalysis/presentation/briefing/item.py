"""One finding of a briefing: what it says, its chart, its table, the quotes behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from fzanalysis.presentation.anchors import page_link
from fzanalysis.presentation.labels import report_labels, shortened
from fzanalysis.presentation.style import Chart

_SHORT = 90


@dataclass(frozen=True, slots=True)
class Note:
    """Where a number stands: the report, its words, and a link to the mark on its audit page."""

    report: str
    quote: str
    href: str

    @property
    def short(self) -> str:
        """The quote without its middle where it is longer than a note at the foot of a page.

        >>> Note("甲局 2023", "学" * 200, "").short.count("学"), Note("", "学法3次", "").short
        (80, '学法3次')
        """
        if len(self.quote) <= _SHORT:
            return self.quote
        return shortened(self.quote, 62) + self.quote[-20:].lstrip("0123456789.,")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table for people, with the places it rests on.

    ``href`` leads to a place without a quote: a state to its section, a name to its report.
    """

    text: str
    notes: tuple[Note, ...] = ()
    href: str = ""


class Look(NamedTuple):
    """What all charts of a briefing share: the note below them, the folder of the audit pages."""

    source: str | None = None
    audit: str | None = None


@dataclass(frozen=True)
class Item:
    """One finding.

    Attributes:
        name: file name of its chart, without ending.
        heading: what it is about.
        takeaway: what the tables say about it, in a sentence or two.
        draw: chart of some of the reports in a size.
        order: report_ids in the order they are drawn.
        head, rows: the table.
        reports: the reports it is about.
        dense: how many more reports than a bar chart it shows in the same room.
    """

    name: str
    heading: str
    takeaway: str
    draw: Callable[[pd.DataFrame, str], Chart]
    order: Sequence[str]
    head: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    reports: pd.DataFrame = field(repr=False)
    dense: float = 1.0

    @cached_property
    def whole(self) -> Chart:
        """The whole chart for print, however tall."""
        return self.draw(self.reports, "print")

    def charts(self, size: str, most: int) -> list[Chart]:
        """The chart in parts of at most ``most`` reports, for pages and slides."""
        frame = self.reports.set_index("report_id", drop=False)
        most = max(1, int(most * self.dense))
        if size == "print" and len(self.order) <= most:
            return [self.whole]
        chunks = [self.order[i : i + most] for i in range(0, len(self.order), most)]
        return [self.draw(frame.loc[list(ids)].reset_index(drop=True), size) for ids in chunks]

    @property
    def notes(self) -> list[Note]:
        """All places, in the order of the table, none twice."""
        return list(dict.fromkeys(n for row in self.rows for cell in row for n in cell.notes))


def who(labels: Mapping[str, str], report_id: object) -> Cell:
    """The cell that names a report and leads to it.

    >>> who({"a": "甲局 2023"}, "a")
    Cell(text='甲局 2023', notes=(), href='audit/a.html')
    """
    return Cell(labels[str(report_id)], href=page_link(report_id))


def labels_of(reports: pd.DataFrame) -> dict[str, str]:
    """One line a report, for tables and notes."""
    return {key: text.replace("\n", "") for key, text in report_labels(reports).items()}
