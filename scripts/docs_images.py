"""Draw the pictures of the README and the docs from the corpora that ship.

    python scripts/docs_images.py

Writes docs/images/*.png. Run it when a chart or a corpus has changed, look at the pictures, and
commit them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import fzanalysis as fz
from fzanalysis.presentation import charts
from fzanalysis.presentation.style import Chart, house_style

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
DPI = 144


def draw(tables: Path) -> dict[str, Chart]:
    """The pictures by name; ``tables`` holds the tables of each corpus."""
    five = fz.load(tables / "five")
    reports = five.reports.sort_values(["year", "issuer"])
    demo = fz.load(tables / "demo")
    return {
        "bars": charts.bounded_bars(five.indicators, "pub_materials", reports=reports),
        "completeness": charts.completeness_grid(five.completeness, reports),
        "years": charts.panel_lines(
            demo.indicators, "pub_materials", demo.reports, source="数据来源：演示语料（虚构）"
        ),
    }


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, house_style():
        for corpus in ("five", "demo"):
            fz.build(ROOT / "data" / "raw" / corpus, Path(work) / corpus)
        for name, chart in draw(Path(work)).items():
            path = FOLDER / f"{name}.png"
            # No date and no program version: the same picture gives the same bytes.
            chart.savefig(path, dpi=DPI, metadata={"Software": None})
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB — {chart.alt}")


if __name__ == "__main__":
    main()
