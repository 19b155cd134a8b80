"""A folder of reports that want to do harm wherever they are shown, and what is said of them.

Every payload would make an element ``owned``, set ``window.owned``, open a dialog or ask a server
if it were obeyed and not shown.
"""

from __future__ import annotations

import contextlib
import os
from html import escape
from pathlib import Path

import docx
import matplotlib as mpl
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure

from fzanalysis.presentation.style import register_fonts

#: What would harm a page, a notebook, a spreadsheet, a document, a chart or a terminal.
PAYLOADS = (
    "<script>window.owned=1;alert(1)</script>",
    "</script><script>window.owned=1;alert(1)</script>",
    '"><img src=x id=owned onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "<svg onload=alert(1)><g id=owned></g></svg>",
    "]]><b id=owned>CDATA</b><![CDATA[",
    "<!--><b id=owned>--></style></title><iframe src=http://127.0.0.1:9/a></iframe>",
    "[看这里](javascript:alert(1)) ![图](http://127.0.0.1:9/b.png)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "&lt;img id=owned src=x onerror=alert(1)&gt; &amp;lt; &#60;b id=owned&#62;",
    '=HYPERLINK("http://127.0.0.1:9/c","看")',
    "＝cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"',
    '{ INCLUDETEXT "http://127.0.0.1:9/d" }',
    "$\\frac{1$ $$\\href{javascript:alert(1)}{x}$$ \\(\\require{html}\\)",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7} %s %(a)s {0} {title}",
    "\x1b[2J\x1b]0;owned\x07\x9b31m\x08\x0b\x7f",
    "甲\u202e乙\u2066丙\u2069丁\u061c\u200f戊\ufeff己\ufffe\uffff庚\U000e0041",
    "_x0041_ _x000D_ \u2028\u2029",
)
NAMES = (
    "<img src=x id=owned onerror=alert(1)>.txt",
    "=HYPERLINK(1,2)+cmd.txt",
    "\x1b[2J\x1b]0;owned\x07.txt",
    "报告\u202etxt.exe.txt",
    "a..%2f..%2fowned.txt",
    "CON.txt",
    "$\\frac{1$`touch owned`;.txt",
    "长" * 80 + ".txt",
)
#: Names of bureaus as a person stated them.
STATED = (*PAYLOADS[:3], PAYLOADS[6], *PAYLOADS[10:12], PAYLOADS[15], PAYLOADS[17])
_LINES = (
    "{year}年，{issuer}认真落实法治政府建设各项任务{p}，现报告如下。",
    "一、主要举措和成效{p}",
    "（一）加强学习{p}，提高法治素养。全年{p}组织学法12次，{p}发放宣传资料1000余份，举办云门开放日4次。",
    "（二）落实《{p}条例》，查处案件35件。",
    "二、党政主要负责人履行第一责任人职责情况",
    "主要负责人带头学习《中华人民共和国宪法》{p}，听取汇报2次。",
    "三、存在的问题",
    "一是普法宣传形式单一{p}。二是执法力量薄弱{p}。",
    "四、下一步工作打算",
    "（一）创新普法方式{p}。",
)


def lines(payload: str, issuer: str, year: int) -> list[str]:
    """One report, a paragraph each, its title first."""
    head = f"{issuer}{year}年法治政府建设工作情况报告"
    return [head, *(line.format(year=year, issuer=issuer, p=payload) for line in _LINES)]


def write_hostile(folder: Path) -> None:
    """Text, web pages, Word and PDF; names of files and folders; ``sources.csv``."""
    inner = folder / "<script>alert(1)<"
    inner.mkdir(parents=True)
    stated = ["path,url,issuer,region"]
    for number, name in enumerate(STATED):
        text = lines(" ".join(PAYLOADS[number::5]), "", 2022 + number // 4)
        path = (inner if number % 2 else folder) / f"p{number}.txt"
        path.write_text("\n".join(text), "utf-8")
        place, said = path.relative_to(folder).as_posix(), name.replace('"', '""')
        stated.append(f'{place},"javascript:alert(1)","{said}局","{said}"')
    (folder / "sources.csv").write_text("\n".join(stated), "utf-8")
    for number, name in enumerate(NAMES):
        text = lines(PAYLOADS[number], f"高青县{'财水农林土卫教文'[number]}利局", 2023)
        with contextlib.suppress(OSError):  # a system that does not take such a name
            (folder / name).write_text("\n".join(text), "utf-8")
    if os.name == "posix":
        other = os.path.join(os.fsencode(folder), b"\xed\xa0\x80\xff.txt")
        with contextlib.suppress(OSError), open(other, "wb") as file:
            file.write("\n".join(lines("", "高青县林业局", 2023)).encode())
    _web_page(folder / "a.html")
    _word(folder / "b.docx")
    _pdf(folder / "c.pdf")


def _web_page(path: Path) -> None:
    shown = " ".join(escape(p) for p in PAYLOADS)
    own = lines("\0", "弥勒市司法局", 2023)
    body = "".join(f"<p>{line.replace(chr(0), shown)}</p>" for line in own[1:])
    obeyed = "".join(p for p in PAYLOADS[:7])
    path.write_text(
        f"<html><head><title>{own[0]}{shown}</title></head><body><h1>{own[0]}</h1>"
        f"<div class='TRS_Editor'>{body}&#xD800;&#x9b;&#27;&#0;{obeyed}</div></body></html>",
        "utf-8",
    )


def _word(path: Path) -> None:
    document = docx.Document()
    for line in lines(" ".join(PAYLOADS[:17]), "泗洪县民政局", 2023):
        document.add_paragraph(line)
    document.save(str(path))


def _pdf(path: Path) -> None:
    payload = PAYLOADS[2] + PAYLOADS[10]
    with mpl.rc_context(
        {"font.family": list(register_fonts()), "pdf.fonttype": 42, "text.parse_math": False}
    ):
        page = Figure(figsize=(30, 8))
        FigureCanvasPdf(page)
        for number, line in enumerate(lines(payload, "新乡县水利局", 2023)):
            page.text(0.03, 0.95 - 0.07 * number, line, fontsize=9)
        page.savefig(path, format="pdf")
