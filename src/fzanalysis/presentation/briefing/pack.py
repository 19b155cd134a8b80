"""One call makes all that an analyst sends: charts, tables, document, slides, page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from fzanalysis.corpus.schema import TABLES, TITLES
from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import file_stem
from fzanalysis.presentation.audit import write_audit
from fzanalysis.presentation.briefing.choice import choose
from fzanalysis.presentation.briefing.content import content
from fzanalysis.presentation.briefing.docx_file import write_docx
from fzanalysis.presentation.briefing.html_file import write_html
from fzanalysis.presentation.briefing.pptx_file import write_pptx
from fzanalysis.presentation.export import to_csv, to_xlsx
from fzanalysis.presentation.export.names import with_names
from fzanalysis.presentation.style import save

FORMS = ("charts", "csv", "xlsx", "docx", "pptx", "html", "audit")
TITLE = "法治政府建设年度报告比较简报"


def write_briefing(
    tables: Mapping[str, pd.DataFrame],
    out: str | Path,
    *,
    reports: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    codes: Sequence[str] | None = None,
    titles: Mapping[str, Mapping[str, str]] | None = None,
    notes: Mapping[str, Mapping[str, str]] | None = None,
    title: str = TITLE,
    source: str | None = None,
    forms: Sequence[str] = FORMS,
) -> list[Path]:
    """Write the pack into a folder: ``charts/``, ``csv/``, ``audit/`` and ``briefing.*``.

    Args:
        tables: the tables of a corpus; ``reports`` and ``indicators`` at least, others add charts.
        out: folder, made if missing; files of the same names are replaced.
        reports, years, codes: which ones, see :func:`choose`; all, and the metrics most disclosed,
            by default.
        titles: table → column → Chinese header for CSV and XLSX; those of the schema by default.
        notes: table → column → explanation for the codebook; those of the schema by default.
        title: title of the briefing.
        source: the note under every chart instead of the computed one; say here if the reports are
            fictional.
        forms: any of charts, csv, xlsx, docx, pptx, html, audit.

    Returns:
        The files written.

    Raises:
        UsageError: an unknown report, year, metric or form.

    >>> import tempfile
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "region": ["甲县"],
    ...     "year": [2023], "duplicate_of": [None]})
    >>> said = pd.DataFrame({"report_id": ["a"], "code": ["pub_materials"], "value": [3.0],
    ...     "lower": [3.0], "upper": [3.0], "bound": ["exact"], "unit": ["份"],
    ...     "rule": ["single"], "complete_year": [True], "metric_ids": ["n001"]})
    >>> files = write_briefing({"reports": reports, "indicators": said}, tempfile.mkdtemp(),
    ...     forms=["csv"])
    >>> [path.name for path in files]
    ['reports.csv', 'indicators.csv', 'codebook.csv']
    """
    unknown = sorted(set(forms) - set(FORMS))
    if unknown:
        raise UsageError(f"unknown forms {unknown}", hint=f"known are {', '.join(FORMS)}")
    choice = choose(tables, reports=reports, years=years, codes=codes)
    marked = "audit" in forms and "texts" in choice.tables
    said = content(choice, title=title, source=source, audit="../audit" if marked else None)
    if titles is None:
        titles = TITLES
    if notes is None:
        notes = {name: {c.name: c.definition for c in t.columns} for name, t in TABLES.items()}
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    if "charts" in forms:
        for item in said.items:
            written += save(item.whole, target / "charts" / file_stem(item.name))
    if "csv" in forms:
        written += to_csv(choice.tables, target / "csv", headers="zh", titles=titles)
    if marked:
        written += write_audit(choice.tables, target / "audit")
    if "xlsx" in forms:
        folder = "audit" if marked else None
        path = target / "briefing.xlsx"
        named = {name: with_names(frame) for name, frame in choice.tables.items()}
        written.append(
            to_xlsx(
                named, path, titles=titles, notes=notes, audit=folder,
                source=said.scope,
            )
        )  # fmt: skip
    if "docx" in forms:
        written.append(write_docx(said, target / "briefing.docx"))
    if "pptx" in forms:
        written.append(write_pptx(said, target / "briefing.pptx"))
    if "html" in forms:
        written.append(write_html(said, target / "briefing.html", audit=marked))
    return written
