"""Saved web pages: a layout with the report, its date and its noise filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from demo.source import HERE, Report, chinese_day

_TOP = re.compile(r"[一二三四五六七八九十]+、")


def page(report: Report, layout: str) -> str:
    """The report in one of ``layouts/*.html``.

    ``{{name}}`` in a layout is replaced by a field of the report or by a manner of writing its
    body, see `_BODIES`.

    Raises:
        KeyError: if the layout names a field that does not exist.
    """
    day = report.published_on
    fields = {
        "title": escape(report.title),
        "date": day.isoformat(),
        "slashed": f"{day.year}/{day.month}/{day.day}",
        "chinese_date": chinese_day(day),
        "source": escape(report.source),
        "index": escape(report.index),
        "place": report.region,
        "office": report.issuer[0],
    }
    fields |= {name: write(report) for name, write in _BODIES.items()}
    template = (HERE / "layouts" / f"{layout}.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: fields[found.group(1)], template)


def _paragraphs(report: Report) -> str:
    return "\n".join(f"<p>　　{escape(text)}</p>" for text in report.paragraphs)


def _breaks(report: Report) -> str:
    return "<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}" for text in report.paragraphs)


def _one_line(report: Report) -> str:
    return escape(" ".join(report.paragraphs))


def _anchored(report: Report) -> str:
    """Headings inside ``<a name>``, as an editor with a table of contents leaves them."""
    lines = []
    for number, text in enumerate(report.paragraphs):
        inner = escape(text)
        if _TOP.match(text):
            inner = f'<strong><a name="_Toc{number}"></a><a name="t{number}">{inner}</a></strong>'
        lines.append(f'<p style="text-indent:2em;line-height:2"><span>{inner}</span></p>')
    return "\n".join(lines)


def _wrapped(report: Report) -> str:
    """Word breaks the source of its pages in the middle of a sentence, and splits runs."""
    lines = []
    for text in report.paragraphs:
        pieces = "\n".join(escape(text[i : i + 40]) for i in range(0, len(text), 40))
        lines.append(
            "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span\n"
            f"style='font-size:16.0pt;font-family:仿宋_GB2312'>{pieces}<o:p></o:p></span></p>"
        )
    return "\n\n".join(lines)


_BODIES: dict[str, Callable[[Report], str]] = {
    "paragraphs": _paragraphs,
    "breaks": _breaks,
    "one_line": _one_line,
    "anchored": _anchored,
    "wrapped": _wrapped,
}
