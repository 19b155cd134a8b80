"""Findings about one metric: across bureaus, over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from fzanalysis.analysis.panel import panel
from fzanalysis.analysis.trends import changes
from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.briefing.choice import Choice
from fzanalysis.presentation.briefing.item import Cell, Item, Look, Note, labels_of, who
from fzanalysis.presentation.briefing.takeaways import (
    metric_takeaway,
    trend_takeaway,
)
from fzanalysis.presentation.charts import (
    bounded_bars,
    panel_lines,
)
from fzanalysis.presentation.charts.bars import reach
from fzanalysis.presentation.labels import (
    CONFLICT,
    PART_YEAR,
    UNDISCLOSED,
    bound_of,
    bounded,
    codes_in,
    metric_name,
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


def metric_item(choice: Choice, code: str, look: Look) -> Item:
    """One metric across the last reports of all bureaus."""
    indicators, reports = choice.tables["indicators"], choice.latest
    labels, name = labels_of(choice.reports), metric_name(code)
    mine = indicators[indicators["code"].eq(code)]
    mine = mine[mine["report_id"].isin(reports["report_id"])]
    said = mine[mine[["value", "lower", "upper"]].notna().any(axis=1)]
    longest = reach(said)
    order = _by_size(said, reports)
    rows = []
    for report_id in order:
        found = said[said["report_id"].eq(report_id)].to_dict("records")
        for row in found:
            rows.append([who(labels, report_id), _figure(choice, row, labels[report_id])])
        if not found:
            rows.append([who(labels, report_id), Cell(UNDISCLOSED)])

    def draw(some: pd.DataFrame, size: str) -> Chart:
        return bounded_bars(
            indicators,
            code,
            reports=some,
            longest=longest,
            audit=look.audit,
            source=look.source,
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


def trend_item(choice: Choice, code: str, look: Look) -> Item | None:
    """The metric over the years, where a bureau has more than one report and gives it."""
    indicators, reports, name = choice.tables["indicators"], choice.reports, metric_name(code)
    found = changes(indicators, reports, codes=[code])
    if found.empty:
        return None
    own = indicators[indicators["code"].eq(code)]
    said = {row["report_id"]: row for row in own.to_dict("records")}
    rows = []
    for row in found.to_dict("records"):
        years = [_year_cell(choice, row, side, said) for side in ("before", "after")]
        changed = Cell(_DIRECTIONS[str(row["direction"])])
        rows.append([Cell(str(row["issuer"])), *years, changed])
    return Item(
        name=f"trend-{code}",
        heading=f"{name}的历年变化",
        takeaway=trend_takeaway(name, found),
        draw=lambda some, size: panel_lines(
            indicators, code, some, whole=reports, audit=look.audit, source=look.source, size=size
        ),
        order=_whole_bureaus(reports),
        head=("部门", "前一份", "后一份", "变化"),
        rows=rows,
        reports=reports,
        dense=3,
    )


def _figure(choice: Choice, row: Mapping[Any, Any], label: str) -> Cell:
    """A row of ``indicators`` with its bound, its unit and the words it rests on."""
    unit = "" if pd.isna(row["unit"]) else str(row["unit"])
    bound = bound_of(row)
    figure = bounded(bound, row["value"], row["lower"], row["upper"], unit)
    figure += f"（{CONFLICT}）" if bound == "conflict" else ""
    figure += "" if row.get("complete_year", True) else f"（{PART_YEAR}）"
    return Cell(figure, _quotes(choice, row["report_id"], codes_in(row.get("metric_ids")), label))


def _year_cell(
    choice: Choice, row: Mapping[Any, Any], side: str, said: Mapping[str, Mapping[Any, Any]]
) -> Cell:
    """One year of a change: the figure as that report gives it, in that report's own unit."""
    year, report = row[f"year_{side}"], row[f"report_{side}"]
    if row["direction"] == ("appeared" if side == "before" else "disappeared"):
        return Cell(f"{year}年 {UNDISCLOSED}")
    cell = _figure(choice, said[report], f"{row['issuer']} {year}")
    return Cell(f"{year}年 {cell.text}", cell.notes)


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
