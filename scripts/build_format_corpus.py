"""Build the test corpus of formats: one report of our own as text, pages, Word, PDF and archives.

The report is ``tests/data/formats/source.txt``, the pages are the layouts beside it. All that is
written to ``tests/data/formats/built`` comes from these. Word (.doc), RTF and PDF files are made by
LibreOffice and Chromium, with the font of the project; without them the ones that are there stay.

    python scripts/build_format_corpus.py
"""

from __future__ import annotations

import re
import zipfile
from html import escape
from pathlib import Path

from format_corpus_office import convert, find_browser, have_office, print_page
from format_corpus_word import automatic_docx, columns_docx, typed_docx

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ROOT / "tests" / "data" / "formats"
BUILT = FORMATS / "built"
FOLDING = ROOT / "src" / "fzanalysis" / "catalogue" / "data" / "folding.tsv"
CHARSETS = {  # file name → what is written, whatever the page declares
    "trs_editor": "utf-8",
    "zoom_table": "gb18030",
    "one_div_br": "gb18030",
    "ucap": "utf-8",
    "one_line": "gb18030",
    "no_container": "gb18030",
    "ueditor_split": "utf-8-sig",
    "word_saved": "gb18030",
    "cells_and_breaks": "gb18030",
    "lists_beside": "utf-8",
    "ucap_element": "utf-8",
    "vsb_unlabelled": "utf-8",
}
# Source lines of some 38 characters that end at a Chinese one: Word does not cut numbers.
_WRAP = re.compile(r"(.{37,60}?[\u4e00-\u9fff])(?=.)")
_MARKER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)")


def source_lines() -> list[str]:
    """The paragraphs of the source report; the cells of a table row are separated by ``|``."""
    return (FORMATS / "source.txt").read_text(encoding="utf-8").splitlines()


def _common_big5(char: str) -> bool:
    code = char.encode("big5", errors="ignore")
    return bool(code) and code[0] <= 0xC6


def traditional(text: str) -> str:
    """The text as a mirror in traditional characters has it; only common ones are taken."""
    table: dict[int, str] = {}
    for row in FOLDING.read_text(encoding="utf-8").splitlines():
        old, _, new = row.partition("\t")
        single = len(old) == len(new) == 1
        if single and _common_big5(old) and not _common_big5(new):
            table[ord(new)] = max(old, table.get(ord(new), ""))
    return text.translate(table)


def grouped(lines: list[str]) -> list[str | list[list[str]]]:
    """Paragraphs and tables: rows that follow each other are one table."""
    blocks: list[str | list[list[str]]] = []
    for line in lines:
        if " | " not in line:
            blocks.append(line)
        elif blocks and isinstance(blocks[-1], list):
            blocks[-1].append(line.split(" | "))
        else:
            blocks.append([line.split(" | ")])
    return blocks


def table_html(rows: list[list[str]]) -> str:
    cells = (
        "<tr>" + "".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) + "</tr>"
        for row in rows
    )
    return '<table border="1"><tbody>' + "\n".join(cells) + "</tbody></table>"


def paragraphs(lines: list[str], template: str = "<p>　　{}</p>") -> str:
    return "\n".join(
        table_html(block) if isinstance(block, list) else template.format(escape(block))
        for block in grouped(lines)
    )


def anchored(lines: list[str]) -> str:
    """Headings within ``<a name>`` and spans within spans, as editors leave them."""
    out = []
    for number, block in enumerate(grouped(lines)):
        if isinstance(block, list):
            out.append(table_html(block))
            continue
        marker = _MARKER.match(block)
        text = escape(block)
        if marker and marker.group().endswith("、"):
            text = f'<a name="h{number}"></a><strong><a name="_T{number}">{text}</a></strong>'
        out.append(f'<p style="text-indent: 2em"><span><span lang="ZH-CN">{text}</span></span></p>')
    return "\n".join(out)


def wrapped(lines: list[str]) -> str:
    """Word breaks the source of its pages at some width, in the middle of a sentence."""
    out = []
    for block in grouped(lines):
        if isinstance(block, list):
            out.append(table_html(block))
            continue
        pieces = _WRAP.sub(r"\1\n", escape(block))
        out.append(
            f"<p class=MsoNormal style='text-indent:21.0pt'><span\nlang=ZH-CN>{pieces}</span></p>"
        )
    return "\n\n".join(out)


def page(layout: str, lines: list[str]) -> str:
    """One page: the layout with the report in it."""
    title, body = lines[0], lines[1:]
    inner = lines if layout == "word_saved" else body
    half = len(body) // 2
    flat = " ".join(line.replace(" | ", " ") for line in body)
    parts = {
        "title": escape(title),
        "paragraphs": paragraphs(inner),
        "breaks": "<br/>\n<br/>\n".join(f"&nbsp;&nbsp;{escape(line)}" for line in inner),
        "anchored": anchored(inner),
        "line": escape(flat),
        "wrapped": wrapped(inner),
        "first_half": paragraphs(body[:half], "<p>{}</p>"),
        "second_half": paragraphs(body[half:], "<p>{}</p>"),
    }
    template = (FORMATS / "layouts" / f"{layout}.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found.group(1)], template)


def write_texts(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"):
        (BUILT / f"{name}.txt").write_bytes(text.encode(name))
    (BUILT / "windows.txt").write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    (BUILT / "big5.txt").write_bytes(traditional(text).encode("big5hkscs"))


def write_pages(lines: list[str]) -> None:
    for layout, charset in CHARSETS.items():
        (BUILT / f"{layout}.html").write_bytes(page(layout, lines).encode(charset))


def write_word(lines: list[str]) -> None:
    blocks = grouped(lines)
    automatic_docx(blocks, BUILT / "automatic.docx")
    typed_docx(blocks, BUILT / "typed.docx")


def write_office(lines: list[str]) -> None:
    """What only an office suite can make."""
    columns = BUILT / "columns.docx"
    columns_docx(grouped(lines), columns)
    convert(columns, "pdf", BUILT / "columns.pdf")
    columns.unlink()
    convert(BUILT / "typed.docx", "pdf", BUILT / "plain.pdf")
    convert(BUILT / "automatic.docx", "doc", BUILT / "automatic.doc")
    convert(BUILT / "typed.docx", "doc", BUILT / "typed.doc")
    convert(BUILT / "typed.docx", "rtf", BUILT / "typed.rtf")
    convert(BUILT / "automatic.doc", "docx", BUILT / "libreoffice.docx")


def write_archives() -> None:
    """A zip of several files, with a name in GB18030 and an archive within."""
    stamp = (2024, 1, 18, 0, 0, 0)
    inner = BUILT / "inner.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("页面.html", stamp), (BUILT / "ucap.html").read_bytes())
    with zipfile.ZipFile(BUILT / "reports.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("ZZZZ.txt", stamp), (BUILT / "gb18030.txt").read_bytes())
        archive.writestr(
            zipfile.ZipInfo("word/报告.docx", stamp), (BUILT / "typed.docx").read_bytes()
        )
        archive.writestr(zipfile.ZipInfo("里面.zip", stamp), inner.read_bytes())
    inner.unlink()
    # Older Chinese programs write the name in GB18030 and do not say so.
    packed = (BUILT / "reports.zip").read_bytes()
    (BUILT / "reports.zip").write_bytes(packed.replace(b"ZZZZ", "报告".encode("gb18030")))


def main() -> None:
    BUILT.mkdir(parents=True, exist_ok=True)
    lines = source_lines()
    write_texts(lines)
    write_pages(lines)
    write_word(lines)
    if have_office():
        write_office(lines)
    else:
        print("LibreOffice is not installed: .doc, .rtf and .pdf were not built anew")
    if find_browser():
        body = paragraphs(lines, "<p style='text-indent: 2em'>{}</p>")
        print_page(f"<meta charset=utf-8><title>{lines[0]}</title>{body}", BUILT / "printed.pdf")
    else:
        print("Chromium is not installed: printed.pdf was not built anew")
    write_archives()
    for path in sorted(BUILT.iterdir()):
        print(f"{path.stat().st_size:>8} {path.name}")


if __name__ == "__main__":
    main()
