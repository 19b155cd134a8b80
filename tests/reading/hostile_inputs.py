"""Files that want to cost time or memory, in real size; written to a folder one by one."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pypdfium2

BUILT = Path(__file__).resolve().parent.parent / "data" / "formats" / "built"
_MB = 1024 * 1024
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pack(files: dict[str, bytes]) -> bytes:
    """A zip archive of files by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _word(xml: str) -> bytes:
    return pack({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def _cut(name: str, share: float) -> bytes:
    data = (BUILT / name).read_bytes()
    return data[: int(len(data) * share)]


def _text_200_mb() -> bytes:
    line = "推进依法行政，落实主体责任。\n".encode()
    return line * (200 * _MB // len(line))


def _zip_bomb() -> bytes:
    buffer = io.BytesIO()
    name = zipfile.ZipInfo("报告.txt")
    name.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w") as archive, archive.open(name, "w") as member:
        for _ in range(1024):
            member.write(b"0" * _MB)
    return buffer.getvalue()


def _nested_zips() -> bytes:
    data = pack({f"{number}.txt": b"0" * _MB for number in range(16)})
    for _ in range(4):
        data = pack({f"{number}.zip": data for number in range(16)})
    return data


def _many_members() -> bytes:
    return pack({f"{number}.txt": b"x" for number in range(100_000)})


def _laughs() -> str:
    names = "abcdefghij"
    entities = "<!ENTITY a 'xxxxxxxxxx'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in pairwise(names)
    )
    return f"<!DOCTYPE d [{entities}]><w:document xmlns:w='{_WORD}'>&j;</w:document>"


def _outside() -> str:
    entity = "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
    return f"{entity}<w:document xmlns:w='{_WORD}'>&e;</w:document>"


def blank_pdf(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842).close()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF whose dictionary names a password handler; its keys fit no password."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
        + b"1f" * 32
        + b">/U<"
        + b"2e" * 32
        + b">>>endobj\n"
    )
    return body + b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>\n%%EOF\n"


def _encrypted_zip() -> bytes:
    data = bytearray(pack({"报告.txt": b"x" * 100}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _open_document(content: bytes) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    return pack(
        {
            "mimetype": kind.encode(),
            "content.xml": content,
            "META-INF/manifest.xml": f"<m:manifest xmlns:m='{space}'>{entry}</m:manifest>".encode(),
        }
    )


def _encrypted() -> bytes:
    stream = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + stream


#: What it is, the name of the file, what makes its bytes.
CASES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("empty file", "a.txt", lambda: b""),
    ("text of 200 MB", "a.txt", _text_200_mb),
    ("60 MB of random bytes named .txt", "a.txt", lambda: os.urandom(60 * _MB)),
    ("10 kB of random bytes named .txt", "a.txt", lambda: os.urandom(10_000)),
    ("picture named .docx", "a.docx", lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(10_000)),
    ("encrypted Word document", "a.docx", _encrypted),
    ("encrypted PDF", "a.pdf", encrypted_pdf),
    ("encrypted zip", "a.zip", _encrypted_zip),
    ("Word document cut in half", "a.docx", lambda: _cut("typed.docx", 0.5)),
    ("legacy Word document cut in half", "a.doc", lambda: _cut("automatic.doc", 0.5)),
    ("PDF cut in half", "a.pdf", lambda: _cut("plain.pdf", 0.5)),
    ("PDF of 3 pages without text", "a.pdf", lambda: blank_pdf(3)),
    ("PDF of 10,000 pages", "a.pdf", lambda: blank_pdf(10_000)),
    ("page nested 100,000 deep", "a.html", lambda: b"<html><body>" + b"<div>" * 100_000),
    (
        "page of 15 MB and 460,000 elements",
        "a.html",
        lambda: b"<html><body>" + "<p>推进依法行政工作。</p>".encode() * (15 * _MB // 34),
    ),
    (
        "page of 15 MB and 190,000 elements",
        "a.html",
        lambda: b"<html><body>" + f"<p>{'推进依法行政工作。' * 3}</p>".encode() * 190_000,
    ),
    ("Word part that unpacks to 500 MB", "a.docx", lambda: _word("<a>" + " " * 500 * _MB)),
    ("entities that expand to 10 GB", "a.docx", lambda: _word(_laughs())),
    ("entity that names another file", "a.docx", lambda: _word(_outside())),
    (
        "entities in a Word document of 2003",
        "a.xml",
        lambda: _laughs().replace("w:document", "w:wordDocument").encode(),
    ),
    ("entities in an OpenDocument text", "a.odt", lambda: _open_document(_outside().encode())),
    (
        "OpenDocument part that unpacks to 500 MB",
        "a.odt",
        lambda: _open_document(b"<a>" + b" " * 500 * _MB),
    ),
    ("RTF nested 1,000,000 deep", "a.rtf", lambda: b"{\\rtf1 " + b"{" * 1_000_000),
    ("zip that unpacks to 1 GB", "a.zip", _zip_bomb),
    ("zips 5 deep, 16 in each", "a.zip", _nested_zips),
    ("zip of 100,000 files", "a.zip", _many_members),
    ("zip whose names lead outside", "a.zip", lambda: pack({"../../out.txt": b"x"})),
)
