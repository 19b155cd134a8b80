"""What is asked of every chart: its words, and that none covers another or is cut."""

from __future__ import annotations

from itertools import combinations

from matplotlib.text import Text

from fzanalysis.presentation.style import Chart


def texts(chart: Chart) -> list[Text]:
    """All texts that are drawn."""
    chart.draw_without_rendering()
    found = [t for t in chart.findobj(Text) if isinstance(t, Text) and t.get_visible()]
    return [t for t in found if t.get_text().strip()]


def words(chart: Chart) -> list[str]:
    """What the texts say."""
    return [t.get_text() for t in texts(chart)]


def overlaps(chart: Chart) -> list[tuple[str, str]]:
    """Pairs of texts that cover each other by more than a hair."""
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts(chart)]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if a.x0 < b.x1 - 1 and b.x0 < a.x1 - 1 and a.y0 < b.y1 - 2 and b.y0 < a.y1 - 2
    ]


def cut(chart: Chart) -> list[str]:
    """Texts that run over an edge of the figure."""
    found = texts(chart)
    page = chart.bbox.padded(1)
    return [
        t.get_text()
        for t in found
        if not (
            page.contains(*t.get_window_extent().min) and page.contains(*t.get_window_extent().max)
        )
    ]
