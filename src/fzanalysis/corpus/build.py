"""A folder of raw files → the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fzanalysis.catalogue import Catalogue, load_catalogue
from fzanalysis.corpus.ids import assign_ids
from fzanalysis.corpus.indicators import indicators_of
from fzanalysis.corpus.schema import TABLES
from fzanalysis.corpus.stated import read_stated
from fzanalysis.corpus.store import Frames, write_tables
from fzanalysis.corpus.worker import Outcome, failed, process
from fzanalysis.errors import ReadError, UsageError
from fzanalysis.reading import read_bytes

Row = dict[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """What a build did: rows by table, warnings by report, failures."""

    out: Path
    rows: dict[str, int]
    warnings: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Row] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 if every file was read, 1 if some were not."""
        return 1 if self.failures else 0

    def __str__(self) -> str:
        lines = [f"{name:14s}{count:>8d}" for name, count in self.rows.items()]
        lines += [f"warning: {path}: {words}" for path, words in self.warnings]
        lines += [
            f"failed: {f['source_path']}: {f['reason']}" + (f" ({f['hint']})" if f["hint"] else "")
            for f in self.failures
        ]
        return "\n".join(lines)


def build(
    raw: str | Path,
    out: str | Path,
    *,
    catalogue: str | Path | None = None,
    progress: Progress | None = None,
    publish: Callable[[Path, Frames], None] | None = None,
) -> Summary:
    """Build all tables from a folder of raw files (or from one file).

    Args:
        raw: the folder; ``sources.csv`` in it states what the user knows better.
        out: where ``tables/`` and ``csv/`` go; tables that are there are replaced as a whole.
        catalogue: a folder of the user's own vocabulary, see docs/catalogue.md.
        progress: called with (files done, files in all).
        publish: writes what people read beside the tables, see
            :func:`fzanalysis.corpus.store.write_tables`.

    Raises:
        UsageError: if the folder is missing or holds no file, or ``sources.csv`` is wrong.
    """
    raw, out = Path(raw), Path(out)
    paths = _files(raw)
    root = raw if raw.is_dir() else raw.parent
    stated = read_stated(root)
    _check_stated(stated, paths, root)
    vocabulary = load_catalogue(catalogue)
    outcomes = []
    for done, path in enumerate(paths, start=1):
        outcomes.append(_outcome(path, root, vocabulary, stated))
        if progress:
            progress(done, len(paths))
    rows = assemble(outcomes, vocabulary)
    write_tables(out, rows, publish)
    warnings = [(r["source_path"], r["warnings"]) for r in rows["reports"] if r["warnings"]]
    return Summary(out, {n: len(rows[n]) for n in TABLES}, warnings, rows["failures"])


def _files(raw: Path) -> list[Path]:
    if not raw.exists():
        raise UsageError(f"there is no folder {raw}", hint="give the folder that holds the reports")
    if raw.is_file():
        return [raw]
    found = [
        p
        for p in sorted(raw.rglob("*"))
        if p.is_file()
        and p.name not in ("sources.csv", "corrections.csv", "corrections.xlsx")
        and not any(part.startswith(".") for part in p.relative_to(raw).parts)
    ]
    if not found:
        raise UsageError(
            f"the folder {raw} holds no file", hint="put reports (txt, html, docx, pdf) into it"
        )
    return found


def _check_stated(stated: Mapping[str, Any], paths: Iterable[Path], root: Path) -> None:
    known = {p.relative_to(root).as_posix() for p in paths}
    missing = sorted(set(stated) - known)
    if missing:
        raise UsageError(
            f"sources.csv names {missing[0]}, which is not there"
            + (f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""),
            hint="paths are relative to the folder of sources.csv, with /",
        )


def _outcome(
    path: Path, root: Path, catalogue: Catalogue, stated: Mapping[str, Mapping[str, str]]
) -> Outcome:
    name = path.relative_to(root).as_posix()
    try:
        document = read_bytes(path.read_bytes(), name)
    except ReadError as error:
        return failed(name, "reading", error)
    except OSError as error:
        reason = ReadError(f"cannot open the file: {error.strerror}", hint="check its permissions")
        return failed(name, "reading", reason)
    return process(document, catalogue, stated.get(name, {}))


def assemble(outcomes: Iterable[Outcome], catalogue: Catalogue) -> dict[str, list[Row]]:
    """Rows of all tables from the outcomes of all files, ordered by report and place."""
    outcomes = list(outcomes)
    read = [o for o in outcomes if o.failure is None]
    ids = assign_ids((o.tables["reports"][0], o.tables["texts"][0]["text"]) for o in read)
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    rows["failures"] = [o.failure for o in outcomes if o.failure is not None]
    for (report_id, twin), outcome in sorted(
        zip(ids, read, strict=True), key=lambda pair: pair[0][0]
    ):
        for name, row in _rows(outcome, report_id, twin, catalogue):
            rows[name].append(row)
    return rows


def _rows(
    outcome: Outcome, report_id: str, twin: str | None, catalogue: Catalogue
) -> Iterator[tuple[str, Row]]:
    """The rows of one report under its id; of a duplicate only the row of ``reports``."""
    report = {**outcome.tables["reports"][0], "report_id": report_id, "duplicate_of": twin}
    yield "reports", report
    if twin is not None:
        return
    for name, found in outcome.tables.items():
        if name != "reports":
            for row in found:
                yield name, {"report_id": report_id, **row}
    about = {k: report[k] for k in ("report_id", "issuer", "region", "year")}
    for row in indicators_of(outcome.tables["metrics"], catalogue, report["year"]):
        yield "indicators", {**about, **row}
