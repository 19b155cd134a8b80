"""Tables of the corpora that ship, built anew and told apart by their files.

Who wrote a report is taken from the truth, not from the build: the analysis is tested with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

import fzanalysis as fz

ROOT = Path(__file__).resolve().parents[1]
Tables = Mapping[str, pd.DataFrame]
NAMES = (
    "reports", "sections", "measures", "metrics", "indicators", "problems", "plans",
    "completeness", "texts",
)  # fmt: skip


def built(name: str, out: Path) -> dict[str, pd.DataFrame]:
    """Tables of a shipped corpus; table ``files`` tells the reports apart by their source."""
    fz.build(ROOT / "data" / "raw" / name, out)
    corpus = fz.load(out)
    tables = {table: getattr(corpus, table) for table in NAMES}
    files = tables["reports"].set_index("report_id")["source_path"].map(lambda p: Path(p).stem)
    gold = {p.stem: json.loads(p.read_text("utf-8")) for p in _gold(name).glob("*.json")}
    issuers = {file: truth["identity"]["issuer"][-1] for file, truth in gold.items()}
    reports = tables["reports"].assign(file=tables["reports"]["report_id"].map(files))
    # One key a bureau, whatever the build made of its name.
    tables["reports"] = reports.assign(issuer=reports["file"].map(issuers), bureau_type=None)
    return {**tables, "files": files.rename("file").reset_index()}


def named(tables: Tables, table: pd.DataFrame, key: str = "report_id") -> pd.DataFrame:
    """A table whose rows are called by the file that they come from."""
    files = tables["files"].rename(columns={"report_id": key})
    return table.merge(files, on=key).set_index("file")


def _gold(name: str) -> Path:
    return ROOT / "tests" / "gold" / name
