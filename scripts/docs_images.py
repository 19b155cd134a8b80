"""Take the pictures of the README and the docs out of what `make briefing` makes.

    python scripts/docs_images.py

Makes the charts of both corpora as `make briefing` does and writes three of them to docs/images.
Run it when a chart or a corpus has changed, look at the pictures, and commit them.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import fzanalysis as fz
from fzanalysis.presentation.briefing import write_briefing

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
#: Name of the picture → corpus and name of its chart in output/<corpus>/charts.
PICTURES = {
    "bars": ("five", "metric-宣传资料份数"),
    "completeness": ("five", "completeness"),
    "years": ("demo", "trend-宣传资料份数"),
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for corpus in ("five", "demo"):
            raw, note = ROOT / "data" / "raw" / corpus, ROOT / "data" / "raw" / f"{corpus}.note"
            fz.build(raw, work / corpus, csv="never")
            source = note.read_text("utf-8").strip() if note.exists() else None
            tables = fz.load(work / corpus).tables
            write_briefing(tables, work / "output" / corpus, forms=["charts"], source=source)
        for name, (corpus, chart) in PICTURES.items():
            made = work / "output" / corpus / "charts" / f"{chart}.png"
            shutil.copyfile(made, FOLDER / f"{name}.png")
            print(f"docs/images/{name}.png: {made.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
