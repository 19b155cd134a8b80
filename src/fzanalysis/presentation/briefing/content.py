"""What all forms of a briefing say: title, scope, findings, method."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from fzanalysis.presentation.briefing.choice import Choice
from fzanalysis.presentation.briefing.item import Item, Look
from fzanalysis.presentation.briefing.items import items
from fzanalysis.presentation.labels import source_note
from fzanalysis.presentation.style import SIZES, Chart, arrange

METHOD = (
    "本简报由程序从公开的年度报告中逐句提取。报告写出的数字都附原文，可回到原报告核对；"
    "份数、组数、占比和名次由程序计算。",
    "“≥”或“至少”表示原文写的是“余、多、以上、不少于”等下限；“约”表示约数；"
    "“≤”或“至多”表示上限。比较时按原文的界限列示，不把下限当作确数。",
    "“未披露”表示报告没有写到这个数，不等于0；报告写明没有发生的，记为0。",
    "制度要求、下一年计划和当地的存量背景不计入指标；分项不与总数相加。",
    "要件齐全按年度报告应有的四项内容判断；按时发布以次年4月1日前公开为准，"
    "只见于报告或网页所载日期，没有见到日期的不作判断。",
    "各部门职能、编制和服务对象不同，数字大小不直接等于工作好坏。",
)


@dataclass(frozen=True)
class Content:
    """A briefing before it becomes a file."""

    title: str
    scope: str
    items: Sequence[Item]
    method: Sequence[str] = METHOD


def content(
    choice: Choice, *, title: str, source: str | None = None, audit: str | None = None
) -> Content:
    """Compute all findings from the chosen tables.

    Args:
        choice: reports, years and metrics.
        title: title of the briefing.
        source: replaces the note on where the figures come from.
        audit: folder of the audit pages as seen from the charts, if there are such pages.
    """
    scope = source_note(choice.reports) if source is None else source
    return Content(title, scope, items(choice, Look(source, audit)))


def picture(chart: Chart) -> io.BytesIO:
    """A chart as PNG, drawn once however often it is asked for."""
    if chart.png is None:
        stream = io.BytesIO()
        arrange(chart)
        dpi = next((s.dpi for s in SIZES.values() if s.width == chart.get_size_inches()[0]), 200)
        chart.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
        chart.png = stream.getvalue()
    return io.BytesIO(chart.png)
