"""The commands as calls: what ``fzanalysis NAME`` does, for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fzanalysis.errors import UsageError

if TYPE_CHECKING:
    from fzanalysis.corpus import Corpus, Summary


def build(
    raw: str | Path,
    out: str | Path,
    *,
    catalogue: str | Path | None = None,
    headers: str = "code",
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Build the tables (Parquet in ``out/tables``, CSV in ``out/csv``) from a folder of raw files.

    Args:
        raw: the folder of reports, or one report.
        out: the folder of the tables.
        catalogue: a folder of your own vocabulary, laid over the one that ships.
        headers: header row of the CSV: ``code`` or ``zh``.
        progress: called with (files done, files in all).

    Returns:
        Rows by table, warnings and failures; print it.

    Raises:
        UsageError: if the folder is missing or empty, or ``sources.csv`` is wrong.
    """
    from fzanalysis.corpus import TITLES, build
    from fzanalysis.presentation.export import to_csv

    def publish(folder: Path, frames: object) -> None:
        to_csv(frames, folder, headers=headers, titles=TITLES)  # type: ignore[arg-type]

    return build(raw, out, catalogue=catalogue, progress=progress, publish=publish)


def load(folder: str | Path) -> Corpus:
    """Open the tables of a build as frames: ``load("data/processed").metrics``.

    Raises:
        UsageError: if the folder holds no tables, or tables of another version.
    """
    from fzanalysis.corpus import load

    return load(folder)


def explain(
    tables: str | Path,
    report_id: str,
    metric_id: str | None = None,
    *,
    catalogue: str | Path | None = None,
) -> Iterator[str]:
    """Why each figure of a report (or one of them) has its code, bound and role, a line each.

    The report is read again from its stored text, so the reasons are those of the present rules.

    Raises:
        UsageError: if there is no such report or figure.
    """
    from fzanalysis.catalogue import load_catalogue
    from fzanalysis.document import Document
    from fzanalysis.extraction import extract_document

    texts = load(tables).texts.set_index("report_id")["text"]
    if report_id not in texts.index:
        near = [i for i in texts.index if report_id in i][:5]
        raise UsageError(
            f"there is no report {report_id}",
            hint="try " + ", ".join(near or list(texts.index[:5])),
        )
    _, records = extract_document(Document(texts[report_id]), load_catalogue(catalogue))
    rows = [r for r in records.tables["metrics"] if metric_id in (None, r["metric_id"])]
    if not rows:
        raise UsageError(
            f"report {report_id} has no figure {metric_id}",
            hint=f"it has n001 to n{len(records.tables['metrics']):03d}",
        )
    for row in rows:
        bounds = f"[{row['lower']}, {row['upper']}]"
        part = f", part of {row['part_of']}" if row["part_of"] else ""
        yield (
            f"{row['metric_id']}  {row['quote']}\n"
            f"      {row['value']} {row['unit']}, {row['bound']} {bounds}, {row['role']}{part}; "
            f"counted: {row['counted']}\n      {records.why[row['metric_id']]}"
        )
