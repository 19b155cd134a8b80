"""The bytes decide, not the name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fzanalysis.reading.sniff import sniff


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("一、总体情况".encode(), "text"),
        ("见 <html> 标签的说明".encode(), "text"),
        ("a < b 且 <p 值".encode(), "text"),
        (b"<!DOCTYPE html><p>", "html"),
        (b"\xef\xbb\xbf\n<!-- saved from url -->\n<HTML>", "html"),
        ("<html><body>".encode("utf-16"), "html"),
        ("\ufeff<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>".encode(), "html"),
        ("正文 </p><p>正文</p><p>正文</p>".encode("gb18030"), "html"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
            "mhtml",
        ),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'>", "wordml"),
        (b"junk before %PDF-1.4", "pdf"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + b"\0" * 504 + b"\xec\xa5\xc1\x00", "doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "other"),
        (OLE + "Workbook".encode("utf-16-le"), "other"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "word/document.xml")[:300], "docx"),
        (zipped("[Content_Types].xml", "word/document.xml")[:140], "other"),
        (zipped("xl/workbook.xml"), "other"),
        (zipped("content.xml", "META-INF/manifest.xml"), "odt"),
        (zipped("报告.txt"), "zip"),
        (b"\x89PNG\r\n\x1a\n", "other"),
        (b"Rar!\x1a\x07\x00", "other"),
    ],
)
def test_formats(data: bytes, expected: str) -> None:
    kind = sniff(data)
    assert kind.format == expected
    assert kind.label
    assert kind.hint or kind.format != "other"


def test_archives_that_are_cut_short() -> None:
    built = Path(__file__).parent.parent / "data" / "formats" / "built"
    assert sniff((built / "typed.docx").read_bytes()[:9000]).format == "docx"
    packed = (built / "reports.zip").read_bytes()
    for size in (300, 3000):
        assert sniff(packed[:size]).label == "a zip archive that is damaged or cut short"
