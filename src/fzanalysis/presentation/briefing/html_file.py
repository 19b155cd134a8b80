"""The briefing as one HTML page that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from fzanalysis.presentation.briefing.content import Content, picture
from fzanalysis.presentation.briefing.item import Cell, Item, Note
from fzanalysis.presentation.labels import shortened
from fzanalysis.presentation.web_page import web_page
from fzanalysis.presentation.whole import whole

#: Longer quotes are cut: all of them stand in the workbook and on the audit pages.
_MOST = 400


def write_html(content: Content, path: Path, *, audit: bool = True) -> Path:
    """Write the briefing as HTML: pictures inside, quotes as notes at the end.

    Args:
        content: what to say.
        path: the file, replaced as a whole.
        audit: whether quotes link to the audit pages in the folder beside the file.
    """
    writer = _Writer(audit)
    sections = "".join(map(writer.item, content.items))
    findings = "".join(
        f'<li><a href="#{escape(i.name)}">{escape(i.takeaway)}。</a></li>' for i in content.items
    )
    method = "".join(f"<p>{escape(line)}</p>" for line in content.method)
    body = _BODY.format(
        title=escape(content.title),
        scope=escape(content.scope),
        findings=findings,
        sections=sections,
        notes=writer.endnotes(),
        method=method,
    )
    page = web_page(content.title, _STYLE, body)
    with whole(path) as part:
        part.write_text(page, encoding="utf-8", newline="\n")
    return path


class _Writer:
    """Writes items and numbers the notes."""

    def __init__(self, audit: bool) -> None:
        self.audit = audit
        self.notes: dict[Note, int] = {}

    def item(self, item: Item) -> str:
        """One finding with chart and table."""
        chart = item.whole
        data = base64.b64encode(picture(chart).getvalue()).decode()
        head = "".join(f"<th>{escape(text)}</th>" for text in item.head)
        rows = "".join(self._row(row) for row in item.rows)
        return (
            f'<section id="{escape(item.name)}"><h2>{escape(item.heading)}</h2>'
            f"<p>{escape(item.takeaway)}。</p>"
            f'<img alt="{escape(chart.alt)}" src="data:image/png;base64,{data}">'
            f"<details open><summary>表格和原文</summary><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table></details></section>"
        )

    def _row(self, row: Sequence[Cell]) -> str:
        return "<tr>" + "".join(f"<td>{self._cell(cell)}</td>" for cell in row) + "</tr>"

    def _cell(self, cell: Cell) -> str:
        marks = ""
        for note in cell.notes:
            number = self.notes.setdefault(note, len(self.notes) + 1)
            title = escape(_cut(note.quote))
            marks += f'<sup><a href="#note-{number}" title="{title}">[{number}]</a></sup>'
        text = escape(cell.text)
        if self.audit and cell.href:
            text = f'<a href="{escape(cell.href)}">{text}</a>'
        return text + marks

    def endnotes(self) -> str:
        """All quotes, each with a link to its place in the report."""
        lines = []
        for note, number in self.notes.items():
            place = f' <a href="{escape(note.href)}">看原文</a>' if self.audit and note.href else ""
            words = f"{escape(note.report)}：“{escape(_cut(note.quote))}”"
            lines.append(f'<li id="note-{number}">{words}{place}</li>')
        return f"<ol>{''.join(lines)}</ol>" if lines else "<p>没有引用原文。</p>"


def _cut(quote: str) -> str:
    """A quote as a note has it: a whole report that was copied is read on its page."""
    return shortened(quote, _MOST)


_STYLE = """\
body { font: 16px/1.75 "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
 sans-serif; color: #1a2733; max-width: 54rem; margin: 2.5rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.7rem; line-height: 1.35; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .4rem; border-top: 2px solid #1f4e79;
 padding-top: .8rem; }
.scope { color: #56616b; margin-top: .2rem; }
.findings { background: #f4f7fa; border-left: 4px solid #1f4e79;
 padding: .8rem 1rem .8rem 2.4rem; }
.findings a { color: inherit; text-decoration: none; }
.findings a:hover { text-decoration: underline; }
img { max-width: 100%; height: auto; display: block; margin: .8rem auto; width: 46rem; }
table { border-collapse: collapse; margin: .5rem 0 1rem; font-size: .92rem; width: 100%; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid #c9cfd6;
 vertical-align: top; }
th { border-bottom: 2px solid #1a2733; }
td > a { color: inherit; text-decoration: underline dotted #8a949e; text-underline-offset: .2em; }
sup a { text-decoration: none; color: #1f4e79; margin-left: .15em; }
summary { cursor: pointer; color: #56616b; }
li:target { background: #fdf0e2; }
.notes { font-size: .9rem; }
@media print { body { max-width: none; margin: 0; } section { break-inside: avoid; } }"""

_BODY = """\
<h1>{title}</h1>
<p class="scope">{scope}</p>
<ol class="findings">{findings}</ol>
{sections}
<section class="notes"><h2>原文出处</h2>{notes}</section>
<section class="notes"><h2>口径说明</h2>{method}</section>"""
