"""Tables as one Excel workbook: a sheet a table, a codebook, links to the audit pages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from fzanalysis.corpus.schema import TABLE_TITLES
from fzanalysis.errors import UsageError
from fzanalysis.presentation.anchors import MARKED, link, page_link
from fzanalysis.presentation.export.cells import NO, YES, is_missing, kind_of
from fzanalysis.presentation.labels import codes_in, width
from fzanalysis.presentation.packages import CREATED, settled, xml_text
from fzanalysis.presentation.whole import whole

MAX_CHARS = 32_767
MAX_ROWS = 1_048_576
MAX_LINKS = 65_530
KIND_TITLES = {
    "text": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是/否",
    "date": "日期",
    "time": "时间",
    "list": "列表",
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


#: Tables without marks of their own: the table on whose marks their rows rest, and its ids.
_RESTS_ON = {"indicators": "metrics", "completeness": "sections"}
_KEYS = {"indicators": "metric_ids", "completeness": "section_id"}


class _Cut(NamedTuple):
    sheet: str
    cell: str
    chars: int


def to_xlsx(
    frames: Mapping[str, pd.DataFrame],
    path: str | Path,
    *,
    titles: Mapping[str, Mapping[str, str]],
    notes: Mapping[str, Mapping[str, str]] | None = None,
    audit: str | None = None,
    source: str = "",
) -> Path:
    """Write an Excel workbook; the same tables give the same bytes.

    One sheet a table with Chinese name, frozen header, filters, widths that fit, numbers as numbers
    and text as text (never a formula, never a link by accident; leading zeros stay). The first
    sheet, 说明, tells what each sheet and column holds and which cells had to be cut.

    Args:
        frames: table name → frame. Not changed; the index is not written.
        path: the file to write, replaced as a whole.
        titles: table → column → Chinese header; a column without one keeps its name.
        notes: table → column → explanation for the codebook.
        audit: folder of the audit pages relative to the workbook: quotes then link to their marks.
            Excel takes 65,530 links a sheet; further rows have none, and the codebook says so.
        source: where the data come from, on top of the codebook.

    Returns:
        The path.

    Raises:
        UsageError: a table has more rows than a sheet can hold.

    >>> import tempfile
    >>> import openpyxl
    >>> frames = {"metrics": pd.DataFrame({"quote": ["=1+1"], "value": [2.0]})}
    >>> path = to_xlsx(frames, Path(tempfile.mkdtemp()) / "甲.xlsx",
    ...     titles={"metrics": {"quote": "原文"}})
    >>> [cell.value for cell in openpyxl.load_workbook(path).worksheets[1]["A"]]
    ['原文', '=1+1']
    """
    for table, frame in frames.items():
        if len(frame) >= MAX_ROWS:
            raise UsageError(
                f"table {table!r} has {len(frame)} rows, an Excel sheet holds {MAX_ROWS - 1}",
                hint="choose fewer reports or years, or send it as CSV",
            )
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    options = {f"strings_to_{what}": False for what in ("formulas", "urls", "numbers")}
    with whole(target) as part:
        try:
            with xlsxwriter.Workbook(part, options) as book:
                book.set_properties({"created": CREATED, "title": "法治政府建设年度报告数据"})
                writer = _Writer(book, titles, audit)
                codebook = book.add_worksheet("说明")
                for table, frame in frames.items():
                    writer.table(table, frame)
                writer.codebook(codebook, frames, notes or {}, source)
        except FileCreateError as error:
            raise error.args[0] from error  # what the disk said, as from every other writer
        part.write_bytes(settled(part.read_bytes(), _portable))
    return target


def _portable(name: str, data: bytes) -> bytes:
    """Forward slashes in links: with the backslashes of xlsxwriter only Windows finds them."""
    return data.replace(b"\\", b"/") if name.startswith("xl/worksheets/_rels/") else data


class _Writer:
    """Writes sheets into one workbook and remembers what the codebook must tell."""

    def __init__(
        self, book: xlsxwriter.Workbook, titles: Mapping[str, Mapping[str, str]], audit: str | None
    ) -> None:
        self.book, self.titles, self.audit = book, titles, audit
        self.sheets: dict[str, str] = {}
        self.cuts: list[_Cut] = []
        self.unlinked: list[str] = []
        font = {"font_name": "等线", "valign": "top"}
        head = {"bold": True, "bg_color": "#1F4E79", "font_color": "white", "text_wrap": True}
        self.formats = {
            "head": book.add_format({**font, **head, "valign": "vcenter"}),
            "text": book.add_format({**font, "num_format": "@"}),
            "wrap": book.add_format({**font, "num_format": "@", "text_wrap": True}),
            "link": book.add_format(
                {**font, "num_format": "@", "text_wrap": True, "font_color": "#1F4E79"}
            ),
            "integer": book.add_format({**font, "num_format": "0"}),
            "number": book.add_format({**font, "num_format": "General"}),
            "date": book.add_format({**font, "num_format": "yyyy-mm-dd"}),
            "time": book.add_format({**font, "num_format": "yyyy-mm-dd hh:mm"}),
            "title": book.add_format({**font, "bold": True, "font_size": 14}),
        }

    def table(self, table: str, frame: pd.DataFrame) -> None:
        """One sheet: header, cells, filter, widths."""
        name = self._sheet_name(table)
        sheet = self.book.add_worksheet(name)
        heads = [xml_text(self.titles.get(table, {}).get(str(c), str(c))) for c in frame.columns]
        leading, links = self._links(table, frame, name)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.formats["head"])
            values = frame.iloc[:, column]
            kind = kind_of(values)
            quoted = frame.columns[column] == "quote"
            leads = frame.columns[column] == leading
            for row, value in enumerate(values, start=1):
                url = links[row - 1] if leads and row <= len(links) else None
                self._cell(sheet, row, column, value, "wrap" if quoted else kind, url)
            sheet.set_column(column, column, _column_width(head, values, wrapped=quoted))
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        self._printing(sheet)
        if heads:
            sheet.autofilter(0, 0, len(frame), len(heads) - 1)

    def _printing(self, sheet: Worksheet) -> None:
        """A4 across, the whole width on a page."""
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def codebook(
        self,
        sheet: Worksheet,
        frames: Mapping[str, pd.DataFrame],
        notes: Mapping[str, Mapping[str, str]],
        source: str,
    ) -> None:
        """The sheet 说明: what each column is, what was cut, what has no link."""
        text, head = self.formats["wrap"], self.formats["head"]
        self._printing(sheet)
        sheet.write_string(0, 0, "数据说明", self.formats["title"])
        lines = [source, "空格表示报告没有披露或不适用，不等于0。"]
        lines += [f"“{name}”行数过多，部分原文没有链接。" for name in self.unlinked]
        for row, line in enumerate(filter(None, lines), start=1):
            sheet.write_string(row, 0, xml_text(line))
        row = len(lines) + 3
        for column, title in enumerate(("工作表", "列", "代码", "内容", "说明")):
            sheet.write_string(row, column, title, head)
        for table, frame in frames.items():
            for name in frame.columns:
                row += 1
                title = self.titles.get(table, {}).get(str(name), str(name))
                kind = KIND_TITLES[kind_of(frame[name])]
                note = notes.get(table, {}).get(str(name), "")
                cells = (self.sheets[table], title, f"{table}.{name}", kind, note)
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, xml_text(cell), text)
        row += 2
        if self.cuts:
            sheet.write_string(
                row, 0, "超过单元格容量而截断的单元格（全文见CSV）", self.formats["title"]
            )
        for cut in self.cuts:
            row += 1
            for column, cell in enumerate((cut.sheet, cut.cell, f"全文{cut.chars}字")):
                sheet.write_string(row, column, cell, text)
        for column, wide in enumerate((16, 18, 26, 10, 60)):
            sheet.set_column(column, column, wide)

    def _sheet_name(self, table: str) -> str:
        name = _FORBIDDEN.sub("_", xml_text(TABLE_TITLES.get(table, table)))[:31].strip("'") or "表"
        taken = {n.lower() for n in self.sheets.values()} | {"说明"}
        count, base = 2, name
        while name.lower() in taken:
            name, count = f"{base[:27]}_{count}", count + 1
        self.sheets[table] = name
        return name

    def _links(self, table: str, frame: pd.DataFrame, name: str) -> tuple[str, list[str]]:
        """The column whose cells lead to the marks of their rows, and where each leads."""
        marked = table if table in MARKED else _RESTS_ON.get(table, "")
        key = MARKED[table].key if table in MARKED else _KEYS.get(table, "")
        column = "quote" if table in MARKED else "report_id"
        if self.audit is None or not {key or "report_id", "report_id", column} <= set(
            frame.columns
        ):
            return "", []
        if len(frame) > MAX_LINKS:
            self.unlinked.append(name)
        reports = frame["report_id"].head(MAX_LINKS)
        if not key:
            return column, [page_link(report, self.audit) for report in reports]
        places = []
        for report, ids in zip(reports, frame[key].head(MAX_LINKS), strict=True):
            first = [ids] if table in MARKED else codes_in(ids)
            place = link(marked, report, first[0], self.audit) if first else ""
            places.append(place or page_link(report, self.audit))
        return column, places

    def _cell(
        self, sheet: Worksheet, row: int, column: int, value: Any, kind: str, url: str | None
    ) -> None:
        if is_missing(value):
            return
        if kind in ("integer", "number") and np.isfinite(float(value)):
            sheet.write_number(row, column, float(value), self.formats[kind])
        elif kind in ("date", "time"):
            moment = pd.Timestamp(value).to_pydatetime().replace(tzinfo=None)
            sheet.write_datetime(row, column, moment, self.formats[kind])
        else:
            text = self._fitting(sheet.get_name(), row, column, _words(value, kind))
            if url:
                sheet.write_url(row, column, f"external:{url}", self.formats["link"], text)
            else:
                sheet.write_string(row, column, text, self.formats.get(kind, self.formats["text"]))

    def _fitting(self, sheet: str, row: int, column: int, text: str) -> str:
        """Text as a cell can hold it; what is cut is said in the cell and in the codebook."""
        if len(text.encode("utf-16-le")) // 2 <= MAX_CHARS:
            return text
        self.cuts.append(_Cut(sheet, xlsxwriter.utility.xl_rowcol_to_cell(row, column), len(text)))
        note = f"……（此处截断，全文{len(text)}字，见CSV）"
        # Excel counts UTF-16 units; a rare character takes two.
        head = text.encode("utf-16-le")[: 2 * (MAX_CHARS - len(note))]
        return head.decode("utf-16-le", errors="ignore") + note


def _words(value: Any, kind: str) -> str:
    if kind == "boolean":
        return YES if value else NO
    if kind == "list":
        items = [v.item() if isinstance(v, np.generic) else v for v in value]
        plain = all(isinstance(v, str) for v in items)
        return xml_text("；".join(items) if plain else json.dumps(items, ensure_ascii=False))
    return xml_text(str(value))


def _column_width(head: str, values: pd.Series, *, wrapped: bool) -> float:
    """Wide enough for most cells of the first thousand, between 8 and 60."""
    seen = [width(str(v).split("\n")[0]) for v in values.head(1000) if not is_missing(v)]
    usual = float(np.percentile(seen, 90)) if seen else 0.0
    return min(max(width(head) + 4, usual + 2, 8.0), 60.0 if wrapped else 40.0)
