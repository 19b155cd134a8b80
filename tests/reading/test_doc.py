"""Legacy Word documents: with an office suite, without one, and neither."""

from __future__ import annotations

import io
import re
import shutil
import socket
import zipfile
from pathlib import Path

import pytest

from fzanalysis.errors import ReadError
from fzanalysis.reading import doc, office, read, read_bytes
from fzanalysis.reading.limits import Limits
from fzanalysis.reading.piece_table import read_pieces

FORMATS = Path(__file__).parent.parent / "data" / "formats"
SOURCE = (FORMATS / "source.txt").read_text(encoding="utf-8").splitlines()
LEGACY = FORMATS / "built" / "automatic.doc"
needs_office = pytest.mark.skipif(
    office.find_office() is None, reason="LibreOffice is not installed"
)
_MARKER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)")


@needs_office
@pytest.mark.parametrize("name", ["automatic.doc", "typed.rtf"])
def test_through_the_office_suite(name: str) -> None:
    document = read(FORMATS / "built" / name)
    assert document.text.splitlines() == SOURCE
    assert document.format == name.rpartition(".")[2]
    assert document.warnings == ()


def test_without_an_office_suite_the_text_is_whole_but_unnumbered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doc, "find_office", lambda: None)
    document = read(LEGACY)
    assert document.text.splitlines() == [_MARKER.sub("", line) for line in SOURCE]
    assert "numbering is lost" in document.warnings[0]


def test_rtf_without_an_office_suite_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(ReadError, match="LibreOffice"):
        read(FORMATS / "built" / "typed.rtf")


@needs_office
def test_the_suite_is_stopped_in_time_and_the_bare_reader_steps_in() -> None:
    document = read_bytes(LEGACY.read_bytes(), limits=Limits(convert_seconds=0.01))
    assert "numbering is lost" in document.warnings[0]
    assert "more than 0.01 seconds" in document.warnings[1]


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
