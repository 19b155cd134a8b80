"""Findings that need several reports of a bureau or text to compare: follow-up, copied passages."""

from __future__ import annotations

import pandas as pd

from fzanalysis.analysis.follow_up import follow_up
from fzanalysis.analysis.reuse import find_reuse
from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.presentation.anchors import link, page_link
from fzanalysis.presentation.briefing.choice import Choice
from fzanalysis.presentation.briefing.item import Cell, Item, Look, Note, labels_of, who
from fzanalysis.presentation.briefing.takeaways import follow_up_takeaway, reuse_takeaway
from fzanalysis.presentation.charts import follow_up_board, reuse_matrix
from fzanalysis.presentation.charts.follow_up import VERDICTS
from fzanalysis.presentation.labels import shortened, source_note
from fzanalysis.presentation.style import Chart

#: So many shared passages stand in the table, the longest first; the matrix counts all of them.
MOST_PASSAGES = 12
MOST_REPORTS = 24


def later_items(choice: Choice, look: Look) -> list[Item]:
    """Follow-up and copied passages, each only where there is something to say."""
    found = [_follow_up(choice, look), _reuse(choice, look)]
    return [item for item in found if item is not None]


def _follow_up(choice: Choice, look: Look) -> Item | None:
    tables, reports = choice.tables, choice.reports
    if not {"plans", "measures", "metrics"} <= set(tables):
        return None
    followed = follow_up(tables["plans"], tables["measures"], tables["metrics"], reports)
    followed = followed[followed["verdict"].ne("no_next_report")]
    if followed.empty:
        return None
    note = source_note(reports) if look.source is None else look.source
    labels = labels_of(reports)

    def draw(some: pd.DataFrame, size: str) -> Chart:
        mine = followed[followed["report_plan"].isin(some["report_id"])]
        return follow_up_board(mine, audit=look.audit, source=note, size=size)

    rows = []
    for row in followed.to_dict("records"):
        planned = link("plans", row["report_plan"], row["item_id"])
        promise = Note(labels[row["report_plan"]], str(row["plan_quote"]), planned)
        answer = []
        if row["verdict"] != "not_found" and isinstance(row["measure_quote"], str):
            place = link("measures", row["report_next"], row["measure_id"])
            answer.append(Note(labels[row["report_next"]], str(row["measure_quote"]), place))
        plan = shortened(str(row["plan_quote"]), 40)
        verdict = VERDICTS[str(row["verdict"])][0]
        rows.append(
            [who(labels, row["report_plan"]), Cell(plan, (promise,)), Cell(verdict, tuple(answer))]
        )
    return Item(
        name="follow-up",
        heading="上年打算的下文",
        takeaway=follow_up_takeaway(followed),
        draw=draw,
        order=[key for key in reports["report_id"] if key in set(followed["report_plan"])],
        head=("部门和年度", "打算", "下一年报告"),
        rows=rows,
        reports=reports,
        dense=0.25,
    )


def _reuse(choice: Choice, look: Look) -> Item | None:
    reports, texts = choice.reports, choice.tables.get("texts")
    if texts is None or len(reports) < 2:
        return None
    found = find_reuse(texts, reports)
    if found.passages.empty:
        return None
    pairs, labels = reuse_pairs(found, texts), labels_of(reports)
    # A matrix cannot be cut into pages: it shows the reports that share most, all on one.
    most = pairs.groupby("report_a")["share"].max().sort_values(ascending=False, kind="stable")
    shown = reports[reports["report_id"].isin(most.index[:MOST_REPORTS])]
    rows = []
    for row in found.passages.head(MOST_PASSAGES).to_dict("records"):
        notes = tuple(
            Note(
                labels[row[f"report_{side}"]],
                str(row[f"quote_{side}"]),
                page_link(row[f"report_{side}"]),
            )
            for side in "ab"
        )
        cells = [who(labels, row[f"report_{side}"]) for side in "ab"]
        rows.append([*cells, Cell(f"{row['chars']}字", notes)])
    return Item(
        name="reuse",
        heading="相同的文字",
        takeaway=reuse_takeaway(pairs, reports),
        draw=lambda some, size: reuse_matrix(
            pairs, some, audit=look.audit, source=look.source, size=size
        ),
        order=list(shown["report_id"]),
        head=("报告", "另一份报告", "相同段落"),
        rows=rows,
        reports=shown,
        dense=MOST_REPORTS,
    )
