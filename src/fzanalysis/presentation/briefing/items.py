"""What a briefing is made of: a finding with its chart, its table and the quotes behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from fzanalysis.analysis.panel import panel
from fzanalysis.analysis.trends import changes
from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.briefing.choice import Choice
from fzanalysis.presentation.briefing.takeaways import (
    completeness_takeaway,
    metric_takeaway,
    problem_takeaway,
    theme_takeaway,
    trend_takeaway,
)
from fzanalysis.presentation.charts import (
    bounded_bars,
    completeness_grid,
    panel_lines,
    problem_typology,
    theme_shares,
)
from fzanalysis.presentation.charts.bars import reach
from fzanalysis.presentation.charts.completeness import timeliness
from fzanalysis.presentation.charts.themes import theme_table
from fzanalysis.presentation.labels import (
    CONFLICT,
    PART_YEAR,
    PARTS,
    STATES,
    THEMES,
    UNDISCLOSED,
    bound_of,
    bounded,
    category_name,
    codes_in,
    metric_name,
    report_labels,
)
from fzanalysis.presentation.style import Chart

_DIRECTIONS = {
    "up": "上升",
    "down": "下降",
    "flat": "持平",
    "uncertain": "不能断定",
    "appeared": "新披露",
    "disappeared": "不再披露",
    "unlike_units": "单位不同",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Where a number stands: the report, its words, and a link to the mark on its audit page."""

    report: str
    quote: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table for people, with the places it rests on."""

    text: str
    notes: tuple[Note, ...] = ()


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
    dense: int = 1

    @cached_property
    def whole(self) -> Chart:
        """The whole chart for print, however tall."""
        return self.draw(self.reports, "print")

    def charts(self, size: str, most: int) -> list[Chart]:
        """The chart in parts of at most ``most`` reports, for pages and slides."""
        frame = self.reports.set_index("report_id", drop=False)
        most *= self.dense
        if size == "print" and len(self.order) <= most:
            return [self.whole]
        chunks = [self.order[i : i + most] for i in range(0, len(self.order), most)]
        return [self.draw(frame.loc[list(ids)].reset_index(drop=True), size) for ids in chunks]

    @property
    def notes(self) -> list[Note]:
        """All places, in the order of the table, none twice."""
        return list(dict.fromkeys(n for row in self.rows for cell in row for n in cell.notes))


def items(choice: Choice, *, source: str | None = None) -> list[Item]:
    """All findings that the chosen tables allow, in the order of a briefing."""
    made = []
    if "completeness" in choice.tables:
        made.append(_completeness(choice, source))
    if "measures" in choice.tables:
        made.append(_themes(choice, source))
    for code in choice.codes:
        made.append(_metric(choice, code, source))
        trend = _trend(choice, code, source)
        made += [] if trend is None else [trend]
    if "problems" in choice.tables:
        made.append(_problems(choice, source))
    return made


def _labels(choice: Choice) -> dict[str, str]:
    return {key: text.replace("\n", "") for key, text in report_labels(choice.reports).items()}


def _completeness(choice: Choice, source: str | None) -> Item:
    frame, reports = choice.tables["completeness"], choice.reports
    labels = _labels(choice)
    states = {(r["report_id"], r["part"]): r["state"] for r in frame.to_dict("records")}
    verdicts = timeliness(reports)
    rows = []
    for row in reports.to_dict("records"):
        said = [states.get((row["report_id"], part)) for part in PARTS]
        cells = [STATES[s] if s else "未判定" for s in said]
        verdict = verdicts.get(str(row["report_id"]), "发布日期未见")
        rows.append([Cell(t) for t in (labels[row["report_id"]], *cells, verdict)])
    return Item(
        name="completeness",
        heading="要件齐全与按时发布",
        takeaway=completeness_takeaway(frame, reports),
        draw=lambda some, size: completeness_grid(frame, some, source=source, size=size),
        order=list(reports["report_id"]),
        head=("部门和年度", *PARTS.values(), "按时发布"),
        rows=rows,
        reports=reports,
    )


def _themes(choice: Choice, source: str | None) -> Item:
    measures, reports = choice.tables["measures"], choice.reports
    shares, labels = theme_table(measures, reports), _labels(choice)
    rows = []
    for report_id, row in shares.iterrows():
        main = row.dropna().sort_values(ascending=False, kind="stable").head(3)
        words = [f"{THEMES.get(str(c), str(c))} {s * 100:.0f}%" for c, s in main.items() if s > 0]
        words += ["—"] * (3 - len(words))
        rows.append([Cell(t) for t in (labels[str(report_id)], *words)])
    return Item(
        name="themes",
        heading="举措的主题构成",
        takeaway=theme_takeaway(shares),
        draw=lambda some, size: theme_shares(measures, some, source=source, size=size),
        order=list(reports["report_id"]),
        head=("部门和年度", "最多", "其次", "第三"),
        rows=rows,
        reports=reports,
    )


def _metric(choice: Choice, code: str, source: str | None) -> Item:
    indicators, reports = choice.tables["indicators"], choice.latest
    labels, name = _labels(choice), metric_name(code)
    mine = indicators[indicators["code"].eq(code)]
    mine = mine[mine["report_id"].isin(reports["report_id"])]
    said = mine[mine[["value", "lower", "upper"]].notna().any(axis=1)]
    longest = reach(said)
    order = _by_size(said, reports)
    rows = []
    for report_id in order:
        found = said[said["report_id"].eq(report_id)].to_dict("records")
        for row in found:
            unit = "" if pd.isna(row["unit"]) else str(row["unit"])
            bound = bound_of(row)
            figure = bounded(bound, row["value"], row["lower"], row["upper"], unit)
            figure += f"（{CONFLICT}）" if bound == "conflict" else ""
            figure += "" if row.get("complete_year", True) else f"（{PART_YEAR}）"
            notes = _quotes(choice, report_id, codes_in(row.get("metric_ids")), labels[report_id])
            rows.append([Cell(labels[report_id]), Cell(figure, notes)])
        if not found:
            rows.append([Cell(labels[report_id]), Cell(UNDISCLOSED)])

    def draw(some: pd.DataFrame, size: str) -> Chart:
        return bounded_bars(
            indicators,
            code,
            reports=some,
            longest=longest,
            audit="../audit",
            source=source,
            size=size,
        )

    return Item(
        name=f"metric-{code}",
        heading=name,
        takeaway=metric_takeaway(name, said, reports),
        draw=draw,
        order=order,
        head=("部门和年度", name),
        rows=rows,
        reports=reports,
    )


def _trend(choice: Choice, code: str, source: str | None) -> Item | None:
    """The metric over the years, where a bureau has more than one report and gives it."""
    indicators, reports, name = choice.tables["indicators"], choice.reports, metric_name(code)
    found = changes(indicators, reports, codes=[code])
    if found.empty:
        return None
    rows = [
        [
            Cell(str(row["issuer"])),
            _year_cell(choice, row, "before"),
            _year_cell(choice, row, "after"),
            Cell(_DIRECTIONS[str(row["direction"])]),
        ]
        for row in found.to_dict("records")
    ]
    return Item(
        name=f"trend-{code}",
        heading=f"{name}的历年变化",
        takeaway=trend_takeaway(name, found),
        draw=lambda some, size: panel_lines(indicators, code, some, source=source, size=size),
        order=_whole_bureaus(reports),
        head=("部门", "前一份", "后一份", "变化"),
        rows=rows,
        reports=reports,
        dense=3,
    )


def _year_cell(choice: Choice, row: Mapping[Any, Any], side: str) -> Cell:
    shown, year, report = row[f"shown_{side}"], row[f"year_{side}"], row[f"report_{side}"]
    said = UNDISCLOSED if pd.isna(shown) or not shown else f"{shown}{row['unit'] or ''}"
    ids = codes_in(row[f"metric_ids_{side}"])
    return Cell(f"{year}年 {said}", _quotes(choice, report, ids, f"{row['issuer']} {year}"))


def _whole_bureaus(reports: pd.DataFrame) -> list[str]:
    """Reports in an order in which a page break seldom tears a bureau apart."""
    members = panel(reports)
    return list(members["report_id"])


def _by_size(said: pd.DataFrame, reports: pd.DataFrame) -> list[str]:
    sizes = {key: reach(rows) for key, rows in said.groupby("report_id")}
    return sorted(reports["report_id"], key=lambda key: (key not in sizes, -sizes.get(key, 0.0)))


def _quotes(choice: Choice, report_id: str, ids: Sequence[str], label: str) -> tuple[Note, ...]:
    metrics = choice.tables.get("metrics")
    if metrics is None:
        return ()
    own = metrics[metrics["report_id"].eq(report_id) & metrics["metric_id"].astype(str).isin(ids)]
    rows: list[dict[str, Any]] = [{str(k): v for k, v in r.items()} for r in own.to_dict("records")]
    return tuple(
        Note(label, str(row["quote"]), link("metrics", report_id, row["metric_id"])) for row in rows
    )


def _href(row: Mapping[Any, Any]) -> str:
    return link("problems", row["report_id"], row["item_id"])


def _problems(choice: Choice, source: str | None) -> Item:
    problems, reports = choice.tables["problems"], choice.reports
    labels = _labels(choice)
    counts = problems.groupby("category", dropna=False)["report_id"].nunique()
    rows = []
    for category in counts.sort_values(ascending=False, kind="stable").index:
        named = None if pd.isna(category) else category
        same = problems["category"].eq(named) if named else problems["category"].isna()
        notes = tuple(
            Note(labels[str(row["report_id"])], str(row["quote"]), _href(row))
            for row in problems[same].to_dict("records")
        )
        rows.append([Cell(category_name(named)), Cell(f"{counts[category]}份报告", notes)])
    return Item(
        name="problems",
        heading="报告承认的问题",
        takeaway=problem_takeaway(problems, reports),
        draw=lambda some, size: problem_typology(problems, some, source=source, size=size),
        order=list(reports["report_id"]),
        head=("问题类别", "写到的报告"),
        rows=rows,
        reports=reports,
    )
