"""Legacy Word documents: with an office suite, without one, and neither."""

from __future__ import annotations

import io
import shutil
import socket
import zipfile
from pathlib import Path

import pytest

from fzanalysis.errors import LimitError, ReadError
from fzanalysis.reading import doc, office, read, read_bytes
from fzanalysis.reading.limits import Limits
from fzanalysis.reading.piece_table import read_pieces

FORMATS = Path(__file__).parent.parent / "data" / "formats"
SOURCE = (FORMATS / "source.txt").read_text(encoding="utf-8").splitlines()
LEGACY = FORMATS / "built" / "automatic.doc"
TYPED = FORMATS / "built" / "typed.doc"
needs_office = pytest.mark.skipif(
    office.find_office() is None, reason="LibreOffice is not installed"
)


@needs_office
@pytest.mark.parametrize("name", ["automatic.doc", "typed.rtf"])
def test_through_the_office_suite(name: str) -> None:
    document = read(FORMATS / "built" / name)
    assert document.text.splitlines() == SOURCE
    assert document.format == name.rpartition(".")[2]
    assert document.warnings == ()


def test_rtf_without_an_office_suite_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(ReadError, match="LibreOffice"):
        read(FORMATS / "built" / "typed.rtf")


@needs_office
def test_the_suite_is_stopped_in_time_and_the_bare_reader_steps_in() -> None:
    hasty = Limits(convert_seconds=0.01)
    with pytest.raises(LimitError, match=r"automatic numbers.*more than 0.01 seconds") as caught:
        read_bytes(LEGACY.read_bytes(), limits=hasty)
    assert "--seconds-per-file" in caught.value.hint
    document = read_bytes(TYPED.read_bytes(), limits=hasty)
    assert document.text.splitlines() == SOURCE
    assert "more than 0.01 seconds" in document.warnings[1]
    assert "--seconds-per-file" in document.warnings[1]
    assert document.limit == "convert_seconds"


def linked(address: str) -> bytes:
    """An OpenDocument text with a picture that lies elsewhere."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' office:version="1.2"><office:body><office:text><text:p>一、概况</text:p>'
        f'<text:p><draw:frame text:anchor-type="as-char"><draw:image xlink:href="{address}"'
        ' xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        + entry.format("/", kind)
        + entry.format("content.xml", "text/xml")
        + "</manifest:manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def parts(data: bytes, **changed: bytes) -> bytes:
    """An archive with some of its members replaced: ``content`` is ``content.xml``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            stem = Path(name).stem
            new.writestr(name, changed.get(stem, old.read(name)))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"content": b"<a>" + b" " * 3_000_000 + b"</a>"}, "unpacks to 3 MB"),
        ({"content": b"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///x'>]><d>&e;</d>"}, "entities"),
        ({"content": b"<a>"}, "OpenDocument text is damaged"),
        ({"manifest": b"<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry m:full-path='content.xml'><m:encryption-data/></m:file-entry></m:manifest>"}, "encrypted"),
        ({"manifest": b"<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry m:full-path='/' m:media-type='application/vnd.oasis.opendocument.spreadsheet'/></m:manifest>"}, "another kind .spreadsheet"),
    ],
)  # fmt: skip
def test_hostile_opendocument_is_kept_from_the_suite(
    changed: dict[str, bytes], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(doc, "to_docx")
    with pytest.raises(ReadError, match=reason) as caught:
        read_bytes(parts(linked("a.png"), **changed), limits=Limits(text_bytes=2_000_000))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!DOCTYPE d [<!ENTITY a 'x'>]><w:wordDocument xmlns:w='x'>&a;</w:wordDocument>", "entities"),
        (b"<w:wordDocument xmlns:w='x'>" + b" " * 300, "limit is 200 bytes"),
        (b"{\\rtf1 " + b"{" * 2000, "nests its groups"),
    ],
)  # fmt: skip
def test_other_hostile_documents_are_kept_from_the_suite(
    data: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(doc, "to_docx")
    with pytest.raises(ReadError, match=reason) as caught:
        read_bytes(data, limits=Limits(text_bytes=200))
    assert caught.value.hint


def test_braces_that_are_text_are_no_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "to_docx", lambda *_: (FORMATS / "built" / "typed.docx").read_bytes())
    data = rb"{\rtf1 " + rb"\{" * 2000 + b"{}" * 2000 + b"}"
    assert read_bytes(data).format == "rtf"


@needs_office
@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (linked("http://127.0.0.1:9/a.png"), "odt"),
        ("<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body><w:p><w:r><w:t>一、概况</w:t></w:r></w:p></w:body></w:wordDocument>".encode(), "wordml"),
    ],
)  # fmt: skip
def test_what_the_suite_read_is_recorded_as_what_it_is(data: bytes, format_: str) -> None:
    document = read_bytes(data)
    assert (document.text, document.format) == ("一、概况\n", format_)


@needs_office
def test_the_suite_fetches_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        document = read_bytes(linked(f"http://127.0.0.1:{server.getsockname()[1]}/picture.png"))
        assert document.text == "一、概况\n"
        with pytest.raises(TimeoutError):  # nobody called
            server.accept()


@pytest.mark.parametrize("size", [600, 1500, 4000, 9000, 16_000])
def test_cut_documents_are_one_clear_error(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_office", lambda: None)
    with pytest.raises(ReadError) as caught:
        read_bytes(LEGACY.read_bytes()[:size])
    assert caught.value.hint


@needs_office
def test_cut_document_with_the_suite() -> None:
    data = LEGACY.read_bytes()
    with pytest.raises(ReadError, match=r"damaged.*LibreOffice"):
        read_bytes(data[: data.index("WordDocument".encode("utf-16-le")) + 30])


@pytest.mark.parametrize("name", ["page.html", "report.docx"])
def test_a_doc_that_is_something_else_goes_its_way(name: str, tmp_path: Path) -> None:
    original = {"page.html": "ucap.html", "report.docx": "typed.docx"}[name]
    shutil.copy(FORMATS / "built" / original, tmp_path / "报告.doc")
    document = read(tmp_path / "报告.doc")
    assert document.text.splitlines() == SOURCE
    assert document.format == name.rsplit(".")[-1]


def test_pieces_of_encrypted_and_old_documents() -> None:
    data = bytearray(LEGACY.read_bytes())
    start = data.index(b"\xec\xa5")
    encrypted = bytearray(data)
    encrypted[start + 0x0B] |= 0x01
    with pytest.raises(ReadError, match="encrypted"):
        read_pieces(bytes(encrypted))
    data[start + 2 : start + 4] = (104).to_bytes(2, "little")
    with pytest.raises(ReadError, match="older than Word 97"):
        read_pieces(bytes(data))
