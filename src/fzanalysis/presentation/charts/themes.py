"""Bureau × theme: what the measures of a report are about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fzanalysis.presentation.anchors import link
from fzanalysis.presentation.charts.grid import (
    NOTHING,
    empty_row,
    grid_figure,
    grid_rows,
    need_reports,
    share_cell,
)
from fzanalysis.presentation.labels import THEMES, UNSORTED, report_labels, source_note, wrap
from fzanalysis.presentation.style import Chart, printable, styled


def theme_table(measures: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Share of characters of a report's measures under each theme.

    Args:
        measures: table ``measures``; the lengths of the quotes of rows with ``leaf`` true are
            added up, so that nothing is counted twice. Leaves without a theme are 未归类.
        reports: table ``reports``, one row of the result a report.

    Returns:
        Frame indexed by report_id, a column a theme, values 0–1 that add up to 1; a report without
        measures has missing values. The 15 official themes are always there.

    >>> measures = pd.DataFrame({"report_id": ["a", "a"], "theme": ["STU", "PUB"],
    ...     "leaf": [True, True], "quote": ["学法三次", "发放一百余份资料送法进企"]})
    >>> theme_table(measures, pd.DataFrame({"report_id": ["a"]}))[["STU", "PUB"]].to_dict("records")
    [{'STU': 0.25, 'PUB': 0.75}]
    """
    leaves = measures[measures["leaf"].astype(bool)]
    chars = leaves.assign(
        chars=leaves["quote"].fillna("").str.len(), theme=leaves["theme"].fillna(UNSORTED)
    )
    sums = chars.pivot_table(index="report_id", columns="theme", values="chars", aggfunc="sum")
    themes = list(THEMES) + sorted(set(sums.columns) - set(THEMES))
    ids = reports["report_id"].drop_duplicates()
    sums = sums.reindex(index=ids, columns=themes).astype(float)
    totals = sums.sum(axis=1)
    shares = sums.fillna(0.0).div(totals.where(totals > 0), axis=0)
    return shares.rename_axis(index="report_id", columns=None)


def first_measures(measures: pd.DataFrame, audit: str) -> dict[tuple[str, str], str]:
    """Where the first measure of each report and theme is marked, by report_id and theme.

    Args:
        measures: table ``measures``; without column measure_id there is nothing to lead to.
        audit: folder of the audit pages.

    >>> measures = pd.DataFrame({"report_id": ["a"], "measure_id": ["e1"], "theme": ["STU"],
    ...     "leaf": [True]})
    >>> first_measures(measures, "audit")
    {('a', 'STU'): 'audit/a.html#e-e1'}
    """
    if "measure_id" not in measures.columns:
        return {}
    leaves = measures[measures["leaf"].astype(bool)]
    leaves = leaves.assign(theme=leaves["theme"].fillna(UNSORTED))
    firsts = leaves.drop_duplicates(["report_id", "theme"]).to_dict("records")
    return {
        (str(r["report_id"]), str(r["theme"])): link(
            "measures", r["report_id"], r["measure_id"], audit
        )
        for r in firsts
    }


@styled
def theme_shares(
    measures: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    whole: pd.DataFrame | None = None,
    title: str = "各部门工作举措的主题构成",
    audit: str | None = None,
    source: str | None = None,
    size: str = "print",
) -> Chart:
    """Heatmap bureau × theme: what share of the text on measures each theme takes.

    Args:
        measures, reports: as in :func:`theme_table`.
        whole: all reports, where the chart is a part of several that share one scale of shades.
        title, source, size: as in ``bounded_bars``.
        audit: folder of the audit pages as seen from the chart: a share then leads to the first
            measure of its theme (column measure_id of ``measures``).

    Returns:
        The chart; numbers are percent, ``<1`` is a share under a half percent that is not nothing.

    Raises:
        UsageError: ``reports`` has no rows.

    >>> measures = pd.DataFrame({"report_id": ["a"], "theme": ["STU"], "leaf": [True],
    ...     "quote": ["学法三次"]})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["河口县科技局"], "year": [2023]})
    >>> theme_shares(measures, reports).alt
    '各部门工作举措的主题构成：河口县科技局 2023 以学习培训为主（100%）。'
    """
    need_reports(reports)
    shares = theme_table(measures, reports)
    names = [THEMES.get(code, code) for code in shares.columns]
    labels = [printable(text) for text in report_labels(reports, columns=22).values()]
    chart, axes = grid_figure(
        labels,
        title=title,
        subtitle=f"占全部举措文字的百分比（按末级要点的字数）；{NOTHING}",
        source=source_note(reports) if source is None else source,
        size=size,
        head_lines=3.2,
        alt=_theme_alt(title, shares, labels),
    )
    middles = grid_rows(axes, labels, len(names))
    drawn = shares if whole is None else theme_table(measures, whole)
    top = float(np.nanmax([0.3, *drawn.to_numpy().ravel()]))
    places = {} if audit is None else first_measures(measures, audit)
    for middle, (report_id, row) in zip(middles, shares.iterrows(), strict=True):
        if row.isna().any():
            empty_row(axes, middle, len(names), "没有读出举措")
            continue
        for column, (code, share) in enumerate(row.items()):
            url = places.get((str(report_id), str(code)))
            share_cell(axes, column, middle, float(share), top, url=url)
    axes.set_xticks(range(len(names)), [printable(wrap(name, 4)) for name in names])
    return chart


def _theme_alt(title: str, shares: pd.DataFrame, labels: Sequence[str]) -> str:
    said = []
    for label, (_, row) in zip(labels, shares.iterrows(), strict=True):
        name = label.replace("\n", "")
        if row.isna().any():
            said.append(f"{name} 没有读出举措")
        else:
            main = str(row.idxmax())
            said.append(f"{name} 以{THEMES.get(main, main)}为主（{row.max() * 100:.0f}%）")
    return f"{title}：" + "；".join(said) + "。"
