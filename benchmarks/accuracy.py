"""Accuracy on all gold, the halves apart: prints a table and writes it to docs/accuracy.md."""

from __future__ import annotations

import tempfile
from pathlib import Path

import fzanalysis as fz
from fzanalysis.analysis.scoring import Scores
from fzanalysis.commands import score

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
SHARED = ROOT.parent / "shared"
#: What the design asks of reports that nobody here has seen.
ASKED = {
    "metric_f1": 0.98,
    "metric_bound": 0.98,
    "metric_unit": 0.98,
    "metric_role": 0.98,
    "metric_code": 0.93,
    "distractor_refused": 0.99,
    "heading_recall": 0.97,
    "year": 0.98,
    "issuer": 0.95,
    "region": 0.95,
    "province": 0.95,
    "published_on": 0.97,
}
SETS = {
    "five": (ROOT / "data/raw/five", GOLD / "five"),
    "demo": (ROOT / "data/raw/demo", GOLD / "demo"),
    "tuned": (GOLD / "tuned/texts", GOLD / "tuned/gold"),
    "untuned": (GOLD / "untuned/texts", GOLD / "untuned/gold"),
}
# ruff: noqa: E501
HEAD = """# Accuracy

Printed by `python benchmarks/accuracy.py`, which scores a build of each set against its gold (`fzanalysis score`, docs/gold.md).

- **five**: the shipped reports; **demo**: the fictional ones.
- **tuned**: texts whose gold was in sight while the rules were written. Not a measure of accuracy.
- **untuned**: texts of two hands that nobody read who wrote rules. Only this column says how well unseen reports are read.
  They follow the openings of real reports one by one in our own words: names, titles, page lines, numbering and figures are kept, prose
  is reworded, as in most hands of the tuned half. A hand is scored before it is read; read, it joins the tuned half, and a new one takes its place.
- **asked**: what the design asks of unseen reports.

`metric_code` counts figures that must have a code, `metric_code_open` those for which gold also accepts none.

"""


def scores_of(raw: Path, gold: Path) -> Scores:
    with tempfile.TemporaryDirectory() as out:
        fz.build(raw, out)
        return score(gold, out)


def table(found: dict[str, Scores]) -> str:
    measures = sorted({m for s in found.values() for m in s.figures()["measure"]})
    lines = [
        "| measure | " + " | ".join(found) + " | asked |",
        "|---|" + "--:|" * (len(found) + 1),
    ]
    for measure in measures:
        cells = [_cell(scores, measure) for scores in found.values()]
        asked = f"{ASKED[measure]:.2f}" if measure in ASKED else ""
        lines.append(f"| {measure} | " + " | ".join(cells) + f" | {asked} |")
    return "\n".join(lines) + "\n"


def _cell(scores: Scores, measure: str) -> str:
    figures = scores.figures().set_index("measure")
    if measure not in figures.index:
        return ""
    row = figures.loc[measure]
    trials = f" ({int(row['trials'])})" if row["trials"] else ""
    return f"{row['share']:.3f}{trials}"


def main() -> None:
    found = {name: scores_of(*place) for name, place in SETS.items() if place[0].is_dir()}
    if (SHARED / "reports").is_dir():
        found = {"real five": scores_of(SHARED / "reports", SHARED / "gold"), **found}
    text = table(found)
    print(text)
    (ROOT / "docs" / "accuracy.md").write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main()
