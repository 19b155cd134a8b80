"""``corrections.csv`` and ``corrections.xlsx`` beside the raw files → :class:`Correction`."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fzanalysis.corpus.corrections import ACTIONS, Correction, CorrectionError, check_target
from fzanalysis.corpus.schema import TABLES, row_key
from fzanalysis.reading.cleaning import clean
from fzanalysis.reading.text import decode

NAMES = ("corrections.csv", "corrections.xlsx")
#: Column → what else it may be called.
COLUMNS = {
    "table": ("表",),
    "report_id": ("报告编号", "report"),
    "source_path": ("来源文件", "path"),
    "row": ("行", "行编号", "row_key", "row key"),
    "column": ("列",),
    "expected": ("原值",),
    "value": ("新值",),
    "reason": ("理由", "原因"),
    "who": ("更正人",),
    "date": ("日期",),
    "action": ("操作",),
}
_NEEDED = ("table", "column", "expected", "value", "reason", "who", "date")
_ACTION_NAMES = {
    "": "set", "改": "set", "修改": "set", "删": "drop", "删除": "drop", "增": "add", "添加": "add",
}  # fmt: skip
_TABLE_NAMES = {t.zh: t.name for t in TABLES.values()}
_MARK = "'"


def read_corrections(files: Iterable[tuple[str, Path]]) -> list[Correction]:
    """All corrections in a folder of raw files, in their order.

    Args:
        files: prefix of the paths in it, and file, see :func:`fzanalysis.corpus.said.said_files`.

    Raises:
        CorrectionError: if a file or a line is not as it must be; lists all such lines.

    >>> read_corrections([])
    []
    """
    found: list[Correction] = []
    errors: list[str] = []
    for folder, file in files:
        if file.name.lower() not in NAMES:
            continue
        lines = _csv_lines(file) if file.name.lower().endswith(".csv") else _sheet_lines(file)
        for label, line in _labelled(folder + file.name, lines):
            correction = _correction(label, line, folder)
            problem = _problem(correction)
            if problem:
                errors.append(f"{label}: {problem}")
            found.append(correction)
    if errors:
        raise complain(errors)
    return found


def complain(errors: Iterable[str]) -> CorrectionError:
    """One error of many sentences.

    >>> print(complain(["corrections.csv line 2: no reason is given"]).reason)
    1 correction cannot be carried out:
      corrections.csv line 2: no reason is given
    """
    errors = list(errors)
    shown = "".join(f"\n  {e}" for e in errors[:50])
    more = f"\n  and {len(errors) - 50} more" if len(errors) > 50 else ""
    noun = "correction" if len(errors) == 1 else "corrections"
    return CorrectionError(
        f"{len(errors)} {noun} cannot be carried out:{shown}{more}",
        hint="look at the quotes and correct the lines; the tables were left as they were",
    )


def _csv_lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    text, _ = decode(file.read_bytes())
    reader = csv.reader(io.StringIO(clean(text)))
    for line in reader:
        yield reader.line_num, line


def _sheet_lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise CorrectionError(
            f"{file} cannot be opened: {error}", hint="save it again as .xlsx, or as CSV UTF-8"
        ) from error
    sheet = book.worksheets[0]
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [_text(cell) for cell in cells]
    book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


def _labelled(
    name: str, lines: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[str, dict[str, str]]]:
    _, head = next(lines, (0, []))
    columns = [_column_name(title) for title in head]
    unknown = [t for t, c in zip(head, columns, strict=True) if c is None and t.strip()]
    missing = [c for c in _NEEDED if c not in columns]
    if not {"report_id", "source_path"} & set(columns):
        missing.insert(1, "report_id or source_path")
    if unknown or missing:
        wrong = f"lacks {', '.join(missing)}" if missing else f"has a column {unknown[0]!r}"
        raise CorrectionError(
            f"{name} {wrong}",
            hint="its columns are table, report_id (or source_path), row, column, expected, value, "
            "reason, who, date, and action if rows are dropped or added",
        )
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            named = zip(columns, cells, strict=False)
            yield f"{name} line {number}", {c: _bare(v) for c, v in named if c}


def _column_name(title: str) -> str | None:
    title = title.strip()
    return next((c for c, others in COLUMNS.items() if title == c or title in others), None)


def _bare(cell: str) -> str:
    """A cell without the apostrophe that the CSV export sets before texts like ``=1+1``."""
    return cell[1:] if cell[:1] == _MARK and cell[1:2] in "=+-@0123456789" else cell


def _correction(label: str, line: dict[str, str], folder: str) -> Correction:
    def cell(name: str) -> str:
        return line.get(name, "").strip()

    action = cell("action")
    table = _TABLE_NAMES.get(cell("table"), cell("table"))
    titles = {c.zh: c.name for c in TABLES[table].columns} if table in TABLES else {}
    column = titles.get(cell("column"), cell("column"))
    action = _ACTION_NAMES.get(action, action)
    if action == "drop" and not column and table in TABLES and "quote" in TABLES[table].names:
        column = "quote"
    path = cell("source_path").replace("\\", "/")
    return Correction(
        label=label,
        report=cell("report_id") or (path and folder + path),
        table=table,
        row=cell("row"),
        column=column,
        expected=line.get("expected", ""),
        value=line.get("value", ""),
        action=action,
        reason=cell("reason"),
        who=cell("who"),
        date=cell("date"),
    )


def _problem(c: Correction) -> str | None:
    wrong = check_target(c.table)
    if wrong:
        return wrong
    if c.action not in ACTIONS:
        return f"the action {c.action!r} is none of {', '.join(ACTIONS)}"
    if c.column not in TABLES[c.table].names:
        return f"{c.table} has no column {c.column!r}; it has {', '.join(TABLES[c.table].names)}"
    if row_key(c.table) and not c.row:
        return f"the row is not named: give its {row_key(c.table)}"
    if c.table == "reports" and c.action != "set":
        return "a report cannot be dropped or added here: take its file out of the folder"
    for name in ("report", "reason", "who", "date"):
        if not getattr(c, name):
            return f"no {name} is given"
    return None
