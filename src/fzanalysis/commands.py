"""The commands as calls: what ``fzanalysis NAME`` does, for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fzanalysis.errors import UsageError, storage
from fzanalysis.reading.limits import DEFAULT, Limits

if TYPE_CHECKING:
    import pandas as pd

    from fzanalysis.analysis.scoring import Scores
    from fzanalysis.corpus import Corpus, Summary


def build(
    raw: str | Path,
    out: str | Path,
    *,
    catalogue: str | Path | None = None,
    headers: str = "code",
    csv: str = "auto",
    workers: int | None = None,
    cluster: str | None = None,
    fresh: bool = False,
    limits: Limits = DEFAULT,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Build the tables (Parquet in ``out/tables``, CSV in ``out/csv``) from a folder of raw files.

    Args:
        raw: the folder of reports, or one report.
        out: the folder of the tables.
        catalogue: a folder of your own vocabulary, laid over the one that ships.
        headers: header row of the CSV: ``code`` or ``zh``.
        csv: ``auto`` writes CSV unless a table has more than 200,000 rows, ``always`` splits such
            a table into several files, ``never`` writes none. A cluster writes Parquet only.
        workers: processes; one for each processor if absent and there is much to do.
        cluster: address of a Dask scheduler, or ``local``; see docs/scale.md.
        fresh: whether to read every file again; else only what changed is.
        limits: how much one file may cost before it is refused, such as
            ``fz.Limits(pages=5000)``; see docs/formats.md.
        progress: called with (files done, files in all).

    Returns:
        Rows by table, warnings and failures; print it.

    Raises:
        UsageError: if the folder is missing or empty, or ``sources.csv`` or
            ``corrections.csv`` is wrong.

    >>> import tempfile
    >>> raw = Path(tempfile.mkdtemp())
    >>> text = "某县教育局2023年法治政府建设年度报告\\n一、普法宣传。发放宣传资料1000余份。"
    >>> text += "\\n我局坚持依法行政。" * 9
    >>> _ = (raw / "甲.txt").write_text(text, "utf-8")
    >>> summary = build(raw, raw / "out")
    >>> summary.rows["reports"], summary.rows["metrics"], summary.exit_status
    (1, 1, 0)
    """
    from fzanalysis.corpus import build
    from fzanalysis.presentation.build_csv import check, publisher

    check(csv, headers)
    return build(
        raw,
        out,
        catalogue=catalogue,
        workers=workers,
        cluster=cluster,
        fresh=fresh,
        limits=limits,
        progress=progress,
        publish=publisher(csv, headers),
        publish_key=f"csv={csv} headers={headers}",
    )


def diff(old: str | Path, new: str | Path) -> pd.DataFrame:
    """Rows gained, lost and changed between two builds, with their quotes.

    Args:
        old, new: folders of two builds.

    Raises:
        UsageError: if one of them holds no tables.

    >>> import tempfile
    >>> raw = Path(tempfile.mkdtemp())
    >>> text = "某县教育局2023年法治政府建设年度报告\\n一、普法宣传。发放宣传资料1000余份。"
    >>> text += "\\n我局坚持依法行政。" * 9
    >>> _ = (raw / "甲.txt").write_text(text, "utf-8")
    >>> _ = build(raw, raw / "old")
    >>> _ = (raw / "甲.txt").write_text(text.replace("1000", "2000"), "utf-8")
    >>> _ = build(raw, raw / "new")
    >>> changed = diff(raw / "old", raw / "new")
    >>> changed.query("table == 'metrics' and column == 'value'")[["old", "new"]].values.tolist()
    [['1000', '2000']]
    """
    from fzanalysis.corpus.diff import diff

    return diff(old, new)


def load(folder: str | Path) -> Corpus:
    """Open the tables of a build as frames: ``load("data/processed").metrics``.

    Raises:
        UsageError: if the folder holds no tables, or tables of another version.

    >>> import tempfile
    >>> raw = Path(tempfile.mkdtemp())
    >>> text = "某县教育局2023年法治政府建设年度报告\\n一、普法宣传。发放宣传资料1000余份。"
    >>> text += "\\n我局坚持依法行政。" * 9
    >>> _ = (raw / "甲.txt").write_text(text, "utf-8")
    >>> _ = build(raw, raw / "out")
    >>> load(raw / "out").metrics[["code", "lower", "bound", "quote"]].values.tolist()
    [['pub_materials', 1000.0, 'at_least', '发放宣传资料1000余份']]
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

    Without a figure the evidence for issuer, year and date of publication comes first.

    The report is read again from its stored text, so the reasons are those of the present rules.

    Raises:
        UsageError: if there is no such report or figure.
    """
    from fzanalysis.catalogue import load_catalogue
    from fzanalysis.document import Document
    from fzanalysis.extraction import extract_document

    text = load(tables).of_report(report_id)["texts"]["text"].iloc[0]
    parsed, records = extract_document(Document(text), load_catalogue(catalogue))
    rows = [r for r in records.tables["metrics"] if metric_id in (None, r["metric_id"])]
    if not rows:
        raise UsageError(
            f"report {report_id} has no figure {metric_id}",
            hint=f"it has n001 to n{len(records.tables['metrics']):03d}",
        )
    if metric_id is None:
        yield from parsed.identity.evidence
    for row in rows:
        bounds = f"[{row['lower']}, {row['upper']}]"
        part = f", part of {row['part_of']}" if row["part_of"] else ""
        yield (
            f"{row['metric_id']}  {row['quote']}\n"
            f"      {row['value']} {row['unit']}, {row['bound']} {bounds}, {row['role']}{part}; "
            f"counted: {row['counted']}\n      {records.why[row['metric_id']]}"
        )


def briefing(
    tables: str | Path,
    out: str | Path,
    *,
    forms: Sequence[str] | None = None,
    reports: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    codes: Sequence[str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> list[Path]:
    """Write the pack that an analyst sends: charts, CSV, Excel, Word, slides, HTML, audits.

    Args:
        tables: folder of a build.
        out: folder of the pack.
        forms: any of charts, csv, xlsx, docx, pptx, html, audit; all by default.
        reports, years, codes: which reports, years and metrics; all by default.
        title: title of the briefing.
        source: the note under every chart instead of the computed one.

    Returns:
        The files written.

    Raises:
        UsageError: an unknown report, year, metric or form.
        StorageError: if the disk is full or nothing may be written.
    """
    from fzanalysis.presentation.briefing import FORMS, write_briefing
    from fzanalysis.presentation.briefing.pack import TITLE

    with storage(out):
        return write_briefing(
            load(tables).tables,
            out,
            reports=reports,
            years=years,
            codes=codes,
            title=title or TITLE,
            source=source,
            forms=forms or FORMS,
        )


def audit(tables: str | Path, report_id: str) -> str:
    """One report as an HTML page with everything that was read marked in its place.

    Raises:
        UsageError: if there is no such report.
    """
    from fzanalysis.presentation.audit import audit_page

    return audit_page(report_id, load(tables).of_report(report_id))


def score(gold: str | Path, tables: str | Path) -> Scores:
    """Hold tables against gold, see docs/gold.md.

    Args:
        gold: a folder of gold files (JSON), or one of them.
        tables: folder of a build over the same source files.

    Raises:
        UsageError: if there is no gold, or a file of it is malformed.
    """
    import json

    from fzanalysis.analysis.scoring import score

    folder = Path(gold)
    files = sorted(folder.glob("*.json")) if folder.is_dir() else [folder]
    if not files or not files[0].is_file():
        raise UsageError(f"{gold} holds no gold", hint="one JSON file a report, see docs/gold.md")
    entries = []
    for path in files:
        try:
            entry = json.loads(path.read_text("utf-8"))
        except json.JSONDecodeError as error:
            raise UsageError(f"{path} is not JSON: {error}", hint="see docs/gold.md") from error
        missing = [k for k in ("file", "identity", "metrics", "distractors") if k not in entry]
        if missing:
            raise UsageError(f"{path} lacks {', '.join(missing)}", hint="see docs/gold.md")
        entries.append(entry)
    return score(entries, load(tables).tables)


def gold(tables: str | Path, out: str | Path) -> list[Path]:
    """Turn a reviewed build into gold files, one a report, see docs/gold.md.

    Returns:
        The files written.
    """
    from fzanalysis.presentation.gold import write_gold

    with storage(out):
        return write_gold(load(tables).tables, out)


def doctor() -> Iterator[tuple[str, bool, str]]:
    """What this installation can do: (what, whether it works, detail or what to do)."""
    import shutil
    import sys
    from importlib.metadata import PackageNotFoundError, version

    yield "Python", sys.version_info >= (3, 11), sys.version.split()[0]
    for name in ("fzanalysis", "pandas", "pyarrow", "matplotlib", "scikit-learn", "jieba"):
        try:
            yield name, True, version(name)
        except PackageNotFoundError:
            yield name, False, f"not installed: pip install {name}"
    yield _font()
    for name, use in (("rjieba", "fast"), ("distributed", "scale")):
        try:
            yield f"{name} (optional)", True, version(name)
        except PackageNotFoundError:
            yield f"{name} (optional)", True, f"absent; pip install 'fzanalysis[{use}]'"
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield (
        "LibreOffice (optional)",
        True,
        "found" if office else "absent; .doc is then read without automatic numbers",
    )


def _font() -> tuple[str, bool, str]:
    from matplotlib import font_manager

    from fzanalysis.presentation.style import FAMILY, register_fonts

    register_fonts()
    try:
        font_manager.findfont(FAMILY, fallback_to_default=False)
    except ValueError as error:
        return "Chinese font", False, str(error)
    return "Chinese font", True, FAMILY
