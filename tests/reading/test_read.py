"""What is read and what is refused, whatever a file is called."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from fzanalysis.document import digest
from fzanalysis.errors import ReadError
from fzanalysis.reading import Limits, read, read_bytes

FORMATS = Path(__file__).parent.parent / "data" / "formats"
TEXT = "一、主要做法。全年学法12次。\n"


def test_a_document_tells_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_bytes(TEXT.encode("gb18030"))
    document = read(tmp_path / "报告.txt")
    assert (document.text, document.source_path) == (TEXT, "报告.txt")
    assert (document.format, document.encoding) == ("text", "gb18030")
    assert document.sha256 == digest(TEXT.encode("gb18030"))


def test_residue_of_editors_is_not_text() -> None:
    data = "[bookmark: OLE_LINK1]（一）学法\u200b12次\ufeff。\r\n[bookmark: _GoBack]完\x0c"
    assert read_bytes(data.encode()).text == "（一）学法12次。\n完\n"


@pytest.mark.parametrize("name", ["plain.pdf", "typed.docx", "ucap.html", "utf-16.txt"])
@pytest.mark.parametrize("extension", ["txt", "doc", "html", "pdf", ""])
def test_the_extension_does_not_matter(name: str, extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"报告.{extension}"
    path.write_bytes((FORMATS / "built" / name).read_bytes())
    assert read(path).text == read(FORMATS / "built" / name).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "without any text"),
        (b" \r\n\t\0", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "PNG"),
        (b"PK\x05\x06" + b"\0" * 18, "zip archive"),
        (random.Random(1).randbytes(5000), "binary data"),
        (b"x" * 300, "limit is 200 bytes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_refusals(data: bytes, reason: str) -> None:
    limits = Limits(text_bytes=200) if data.startswith(b"xx") else Limits()
    with pytest.raises(ReadError, match=reason) as caught:
        read_bytes(data, limits=limits)
    assert caught.value.hint


def test_large_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(ReadError, match="200 MB"):
        read(tmp_path / "a.txt")
    with pytest.raises(ReadError, match="65 bytes, the limit is 64 bytes"):
        read_bytes(b"x" * 65, limits=Limits(file_bytes=64))


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot open"):
        read(tmp_path / "none.txt")


@pytest.mark.parametrize("name", sorted(os.listdir(FORMATS / "built")))
def test_cut_and_spoiled_files_never_raise_anything_else(name: str) -> None:
    if name.endswith((".doc", ".rtf")):
        pytest.skip("read by the office suite: see test_doc.py")
    data = (FORMATS / "built" / name).read_bytes()
    source = random.Random(name)
    for _ in range(12):
        spoiled = bytearray(data[: source.randrange(1, len(data))])
        for _ in range(source.randrange(30)):
            spoiled[source.randrange(len(spoiled))] = source.randrange(256)
        try:
            answer = read_bytes(bytes(spoiled)).text
        except ReadError as error:
            answer = error.hint
        assert answer.strip()
