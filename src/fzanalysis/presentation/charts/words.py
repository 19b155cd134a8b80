"""The words that set two groups of reports apart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from fzanalysis.errors import UsageError
from fzanalysis.presentation.labels import number
from fzanalysis.presentation.style import (
    BLUE,
    MUTED,
    ORANGE,
    PAPER,
    SIZES,
    Chart,
    figure,
    printable,
    scale,
    styled,
)

#: |z| from which chance alone would not do it one time in twenty.
SIGNIFICANT = 1.96


@styled
def keyness_plot(
    frame: pd.DataFrame,
    *,
    target: str,
    reference: str,
    top: int = 12,
    by: str = "z",
    title: str | None = None,
    source: str = "",
    size: str = "print",
) -> Chart:
    """The words that set two groups apart, as bars to both sides, with their counts.

    Args:
        frame: of ``analysis.keyness``: term, n_target, n_reference and the column ``by``, positive
            for words of the target.
        target, reference: names of the two groups.
        top: words a side at the most.
        by: column of the length of the bars: ``z`` or ``log_odds``.
        title, size: as in ``bounded_bars``.
        source: note under the chart.

    Raises:
        UsageError: no words.

    >>> words = pd.DataFrame({"term": ["普法"], "n_target": [3], "n_reference": [1], "z": [2.5]})
    >>> keyness_plot(words, target="甲局", reference="乙局").alt
    '用词差异：甲局用得更多的词是普法。'
    """
    if frame.empty:
        raise UsageError("no words to compare", hint="lower min_n or take more texts")
    ranked = frame.sort_values([by, "term"], ascending=[False, True], kind="stable")
    more = ranked[ranked[by] > 0].head(top)
    less = ranked[ranked[by] < 0].tail(top)
    rows = pd.concat([more, less])
    em = SIZES[size].font / 72
    meaning = {"z": f"对数优势比的z值，超出虚线（±{SIGNIFICANT}）为显著", "log_odds": "对数优势比"}
    sides = [(BLUE, "", target, more), (ORANGE, "///", reference, less)]
    chart, (axes,) = figure(
        title=title or "用词差异",
        subtitle=f"← {reference}用得更多　　{target}用得更多 →",
        body=(len(rows) * 1.75 + 4) * em,
        size=size,
        source=source,
        alt=_keyness_alt(title or "用词差异", sides),
    )
    reach = float(rows[by].abs().max())
    for place, row in enumerate(rows.to_dict("records")):
        right = row[by] > 0
        face, hatch = (BLUE, "") if right else (PAPER, "////")
        edge = BLUE if right else ORANGE
        axes.barh([place], [row[by]], height=0.72, facecolor=face, edgecolor=edge, hatch=hatch)
        step, side = (-0.015 * reach, "right") if right else (0.015 * reach, "left")
        axes.text(step, place, printable(str(row["term"])), ha=side, va="center")
        count = f"{row['n_target']}∶{row['n_reference']}"
        end = row[by] + (0.015 * reach if right else -0.015 * reach)
        away = "left" if right else "right"
        note = axes.text(end, place, count, ha=away, va="center", color=MUTED, fontsize="small")
        note.set_path_effects([withStroke(linewidth=3 * scale(), foreground=PAPER)])
    axes.axvline(0, color=MUTED, linewidth=0.8)
    if by == "z":
        for limit in (-SIGNIFICANT, SIGNIFICANT):
            axes.axvline(limit, color=MUTED, linewidth=0.8, linestyle="--", zorder=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-reach * 1.2, reach * 1.2)
    ticks = MaxNLocator(nbins=7).tick_values(-reach, reach)
    axes.set_xticks([tick for tick in ticks if abs(tick) <= reach * 1.2])
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"{meaning.get(by, by)}；灰字为次数（{target}∶{reference}）", loc="right")
    return chart


def _keyness_alt(title: str, sides: Sequence[tuple[str, str, str, pd.DataFrame]]) -> str:
    said = [
        f"{name}用得更多的词是{'、'.join(rows['term'].head(5))}"
        for _, _, name, rows in sides
        if not rows.empty
    ]
    return f"{title}：" + "；".join(said) + "。"
