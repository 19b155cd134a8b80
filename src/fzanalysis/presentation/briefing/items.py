"""All findings that the chosen tables allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.briefing.choice import Choice
from fzanalysis.presentation.briefing.item import Cell, Item, Look, Note, labels_of, who
from fzanalysis.presentation.briefing.later_items import later_items
from fzanalysis.presentation.briefing.metric_items import metric_item, trend_item
from fzanalysis.presentation.briefing.takeaways import (
    completeness_takeaway,
    problem_takeaway,
    theme_takeaway,
)
from fzanalysis.presentation.charts import (
    completeness_grid,
    problem_typology,
    theme_shares,
)
from fzanalysis.presentation.charts.completeness import timeliness
from fzanalysis.presentation.charts.themes import first_measures, theme_table
from fzanalysis.presentation.labels import (
    PARTS,
    STATES,
    THEMES,
    category_name,
)


def items(choice: Choice, look: Look) -> list[Item]:
    """All findings that the chosen tables allow, in the order of a briefing."""
    made = []
    if "completeness" in choice.tables:
        made.append(_completeness(choice, look))
    if "measures" in choice.tables:
        made.append(_themes(choice, look))
    for code in choice.codes:
        made.append(metric_item(choice, code, look))
        trend = trend_item(choice, code, look)
        made += [] if trend is None else [trend]
    if "problems" in choice.tables:
        made.append(_problems(choice, look))
    return made + later_items(choice, look)


def _completeness(choice: Choice, look: Look) -> Item:
    frame, reports = choice.tables["completeness"], choice.reports
    labels = labels_of(choice.reports)
    found = {(r["report_id"], r["part"]): r for r in frame.to_dict("records")}
    verdicts = timeliness(reports)
    rows = []
    for row in reports.to_dict("records"):
        cells = [_state(found.get((row["report_id"], part))) for part in PARTS]
        verdict = Cell(verdicts.get(str(row["report_id"]), "发布日期未见"))
        rows.append([who(labels, row["report_id"]), *cells, verdict])
    return Item(
        name="completeness",
        heading="要件齐全与按时发布",
        takeaway=completeness_takeaway(frame, reports),
        draw=lambda some, size: completeness_grid(
            frame, some, audit=look.audit, source=look.source, size=size
        ),
        order=list(reports["report_id"]),
        head=("部门和年度", *PARTS.values(), "按时发布"),
        rows=rows,
        reports=reports,
    )


def _state(row: Mapping[Any, Any] | None) -> Cell:
    """The state of a part, leading to the section it rests on."""
    if row is None:
        return Cell("未判定")
    section = row.get("section_id")
    known = isinstance(section, str) and section
    return Cell(
        STATES[row["state"]], href=link("sections", row["report_id"], section) if known else ""
    )


def _themes(choice: Choice, look: Look) -> Item:
    measures, reports = choice.tables["measures"], choice.reports
    shares, labels = theme_table(measures, reports), labels_of(choice.reports)
    places = first_measures(measures, "audit")
    rows = []
    for report_id, row in shares.iterrows():
        main = row.dropna().sort_values(ascending=False, kind="stable").head(3)
        cells = [
            Cell(
                f"{THEMES.get(str(c), str(c))} {s * 100:.0f}%",
                href=places.get((str(report_id), str(c)), ""),
            )
            for c, s in main.items()
            if s > 0
        ]
        cells += [Cell("—")] * (3 - len(cells))
        rows.append([who(labels, report_id), *cells])
    return Item(
        name="themes",
        heading="举措的主题构成",
        takeaway=theme_takeaway(shares),
        draw=lambda some, size: theme_shares(
            measures, some, whole=reports, audit=look.audit, source=look.source, size=size
        ),
        order=list(reports["report_id"]),
        head=("部门和年度", "最多", "其次", "第三"),
        rows=rows,
        reports=reports,
    )


def _href(row: Mapping[Any, Any]) -> str:
    return link("problems", row["report_id"], row["item_id"])


def _problems(choice: Choice, look: Look) -> Item:
    problems, reports = choice.tables["problems"], choice.reports
    labels = labels_of(choice.reports)
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
        draw=lambda some, size: problem_typology(
            problems, some, whole=reports, audit=look.audit, source=look.source, size=size
        ),
        order=list(reports["report_id"]),
        head=("问题类别", "写到的报告"),
        rows=rows,
        reports=reports,
    )
