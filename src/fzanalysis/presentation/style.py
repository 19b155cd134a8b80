"""One house style: bundled Chinese fonts, sizes, colours, source note, alt text, saving.

Colours differ in lightness as well as in hue, so that they stay apart for colour-blind readers and
on a grey print; no chart tells anything by colour alone.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib as mpl
import matplotlib.colors
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from fzanalysis.errors import UsageError
from fzanalysis.presentation.labels import wrap
from fzanalysis.presentation.legend import legend_shape, put_legend
from fzanalysis.presentation.packages import xml_text
from fzanalysis.presentation.typeface import FAMILY as FAMILY
from fzanalysis.presentation.typeface import printable as printable
from fzanalysis.presentation.typeface import register_fonts as register_fonts
from fzanalysis.presentation.whole import whole

FORMATS = ("png", "svg", "pdf")

INK = "#1a2733"
MUTED = "#6b7580"
FAINT = "#c9cfd6"
PAPER = "#ffffff"
BLUE = "#1f4e79"
PALE_BLUE = "#a9c6e3"
ORANGE = "#d9731a"
#: For lines and groups: from dark to light, told apart by marker and dash as well.
SERIES = ("#16324f", "#b5442e", "#2f8f83", "#7a5fa0", "#d99a1c", "#7d8791")
MARKERS = ("o", "s", "D", "^", "v", "P")
DASHES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (2, 2)))
#: White to dark blue, lightness falls evenly: a heatmap reads the same in grey.
SHADES = ("#f7fafc", "#d6e4f0", "#a9c6e3", "#6f9fca", "#3a719f", "#16324f")


@dataclass(frozen=True)
class Size:
    """Width of a figure in inches, body text in points, resolution of the PNG."""

    width: float
    font: float
    dpi: int


#: ``print`` fits between the margins of an A4 page, ``slide`` below the title of a 16:9 slide.
SIZES = {"print": Size(6.3, 9.0, 200), "slide": Size(12.3, 15.0, 150)}

P = ParamSpec("P")


class Chart(Figure):
    """A figure that knows its title, source note and alternative text, and shows itself.

    In a notebook it is drawn without pyplot, with the alternative text attached.
    """

    title = ""
    source = ""
    alt = ""
    #: The chart as PNG once a document needed it.
    png: bytes | None = None

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        buffer = io.BytesIO()
        with mpl.rc_context(_rc(9.0)):
            self.savefig(buffer, format="png", dpi=192)
        wide, high = self.get_size_inches()
        meta = {"width": round(wide * 110), "height": round(high * 110), "alt": self.alt}
        data = {"image/png": buffer.getvalue(), "text/plain": self.alt or self.title}
        return data, {"image/png": meta}


def to_grey(colour: Any) -> float:
    """Lightness of a colour on a grey print, 0 black to 1 white.

    >>> to_grey("black"), to_grey("white")
    (0.0, 1.0)
    """
    red, green, blue, _ = mpl.colors.to_rgba(colour)
    return round(0.2126 * red + 0.7152 * green + 0.0722 * blue, 6)


def scale() -> float:
    """How much larger than on paper things are drawn under the present style (1.0 for print)."""
    return float(mpl.rcParams["font.size"]) / SIZES["print"].font


def _rc(points: float) -> Any:
    return {
        "font.family": list(register_fonts()),
        "font.size": points,
        "axes.titlesize": points,
        "axes.labelsize": points * 0.95,
        "xtick.labelsize": points * 0.9,
        "ytick.labelsize": points * 0.95,
        "legend.fontsize": points * 0.9,
        "axes.unicode_minus": False,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "text.color": INK,
        # A name with two dollar signs is a name, not a formula.
        "text.parse_math": False,
        "xtick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.color": MUTED,
        "ytick.labelcolor": INK,
        "grid.color": "#e4e8ec",
        "grid.linewidth": 0.8,
        "hatch.linewidth": 0.9 * points / 9,
        "lines.linewidth": 1.2 * points / 9,
        "lines.markersize": 5.0 * points / 9,
        "ytick.major.pad": 5.0 * points / 9,
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "pdf.fonttype": 42,
        "svg.fonttype": "path",
        "svg.hashsalt": "fzanalysis",
    }


@contextmanager
def house_style(size: str = "print") -> Iterator[Size]:
    """Draw in the house style within the block; matplotlib is left as it was found.

    Raises:
        UsageError: ``size`` is neither ``print`` nor ``slide``.

    >>> with house_style("slide") as size:
    ...     size.font
    15.0
    """
    if size not in SIZES:
        raise UsageError(f"unknown size {size!r}", hint=f"one of {', '.join(SIZES)}")
    with mpl.rc_context(_rc(SIZES[size].font)):
        yield SIZES[size]


def styled(chart: Callable[P, Chart]) -> Callable[P, Chart]:
    """Let a chart function draw in the house style; its ``size=`` option chooses the size."""

    @functools.wraps(chart)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Chart:
        with house_style(str(kwargs.get("size", "print"))):
            return chart(*args, **kwargs)

    return draw


def figure(
    *,
    title: str,
    body: float,
    size: str = "print",
    subtitle: str = "",
    source: str = "",
    alt: str = "",
    legend: Sequence[tuple[Artist, str]] = (),
    columns: int = 1,
    rows: int = 1,
) -> tuple[Chart, list[Axes]]:
    """An empty chart: title on the top left, legend and source note below, axes between.

    Args:
        title: what is shown; wrapped to the width.
        body: height of all axes together in inches; the rest is added to it.
        size: ``print`` or ``slide``.
        subtitle: unit, scope, how to read it.
        source: the note that says where the figures come from (数据来源).
        alt: what the chart tells, for readers who cannot see it.
        legend: pairs of artist and text.
        columns: how many axes stand side by side.
        rows: how many rows of axes there are.

    Returns:
        The chart and its axes.

    >>> chart, (axes,) = figure(title="公开信息条数", body=2.0, alt="空图")
    >>> chart.title, [round(float(v), 1) for v in chart.get_size_inches()]
    ('公开信息条数', [6.3, 2.4])
    """
    with house_style(size) as chosen:
        em = chosen.font / 72
        heads = wrap(printable(title), int((chosen.width - 0.2) / (em * 1.25) * 2))
        subs = wrap(printable(subtitle), int((chosen.width - 0.2) / (em * 0.9) * 2))
        notes = wrap(printable(source), int((chosen.width - 0.2) / (em * 0.8) * 2))
        lines, per_row = legend_shape(legend, chosen.font, chosen.width)
        head = _height(heads, em * 1.25) + (_height(subs, em * 0.95) if subtitle else 0) + 0.12
        legend_height = lines * em * 1.75 + (em * 0.7 if legend else 0)
        foot = legend_height + (_height(notes, em * 0.8) if source else 0) + 0.06
        high = head + body + foot
        chart = Chart(figsize=(chosen.width, high))
        FigureCanvasAgg(chart)
        rect = (0.008, foot / high, 0.984, body / high)
        pad = 0.03 if rows == 1 else 0.08
        chart.set_layout_engine(ConstrainedLayoutEngine(rect=rect, h_pad=pad, w_pad=0.03))
        left = 0.1 / chosen.width
        put = functools.partial(chart.text, left, ha="left", linespacing=1.3)
        big = chosen.font * 1.25
        put(1 - 0.08 / high, heads, va="top", fontsize=big, fontweight="bold")
        if subtitle:
            y = 1 - (0.08 + _height(heads, em * 1.25)) / high
            put(y, subs, va="top", fontsize=chosen.font * 0.9, color=MUTED)
        if source:
            put(0.07 / high, notes, va="bottom", fontsize=chosen.font * 0.8, color=MUTED)
        if legend:
            put_legend(chart, legend, per_row, left, (foot - legend_height + em * 0.45) / high)
        chart.title, chart.source, chart.alt = title, source, alt
        grid = chart.subplots(rows, columns, squeeze=False)
        axes = [ax for line in grid for ax in line]
        for ax in axes:
            ax.tick_params(labelfontfamily=list(register_fonts()))
    return chart, axes


def _height(text: str, em: float) -> float:
    return (text.count("\n") + 1) * em * 1.4 + em * 0.3


def arrange(chart: Figure) -> None:
    """Place everything once and for all: each later drawing is then several times faster.

    A chart that was saved does not make room again for what is added to it afterwards.
    """
    if chart.get_layout_engine() is not None:
        chart.draw_without_rendering()
        chart.set_layout_engine("none")


def save(chart: Figure, path: str | Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write a chart once a format; the same chart gives the same bytes on the same machine.

    PDF embeds its font as TrueType (Chinese can be copied from it), SVG draws text as paths (looks
    the same everywhere); title and alternative text go into the metadata, dates do not.

    Args:
        chart: any matplotlib figure; one of this package brings title and alternative text along.
        path: where to, without ending; folders are made.
        formats: of ``png``, ``svg``, ``pdf``.

    Returns:
        The files written.

    Raises:
        UsageError: an unknown format.
    """
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise UsageError(f"unknown formats {unknown}", hint=f"known are {', '.join(FORMATS)}")
    base = Path(path)
    base.parent.mkdir(parents=True, exist_ok=True)
    title, alt = (xml_text(getattr(chart, name, "")) for name in ("title", "alt"))
    about: dict[str, dict[str, Any]] = {
        "png": {"Title": title, "Description": alt, "Software": None},
        "svg": {"Title": title, "Description": alt, "Date": None, "Creator": None},
        "pdf": {"Title": title, "Subject": alt, "CreationDate": None, "Creator": None},
    }
    dpi = next((s.dpi for s in SIZES.values() if s.width == chart.get_size_inches()[0]), 200)
    written = []
    with mpl.rc_context(_rc(9.0)):
        arrange(chart)
        for name in formats:
            target = base.with_name(f"{base.name}.{name}")
            with whole(target) as part:
                chart.savefig(part, format=name, dpi=dpi, metadata=about[name])
            written.append(target)
    return written
