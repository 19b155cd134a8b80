"""Which format a file is in, from its bytes: names on government sites are often wrong."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple


class Kind(NamedTuple):
    """A format and how to speak of it.

    Attributes:
        format: html, mhtml, docx, doc, rtf, odt, wordml (Word documents in the XML of 2003), pdf,
            zip, text or other.
        label: what it is, for messages.
        hint: what to do about it, where the format cannot be read.
    """

    format: str
    label: str
    hint: str = ""


#: What opening or unpacking a damaged zip file raises.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_WORD = "open it and save it as .docx"
_UNPACK = "unpack it, or pack it as .zip"
_PICTURE = "a picture has no text: look for the report as Word, PDF or a web page"

_MAGIC = (
    (b"Rar!\x1a\x07", Kind("other", "a RAR archive", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Kind("other", "a 7z archive", _UNPACK)),
    (b"\x1f\x8b", Kind("other", "a gzip archive", _UNPACK)),
    (b"BZh", Kind("other", "a bzip2 archive", _UNPACK)),
    (b"\xfd7zXZ\x00", Kind("other", "an xz archive", _UNPACK)),
    (b"\x89PNG\r\n", Kind("other", "a PNG picture", _PICTURE)),
    (b"\xff\xd8\xff", Kind("other", "a JPEG picture", _PICTURE)),
    (b"GIF8", Kind("other", "a GIF picture", _PICTURE)),
    (b"II*\x00", Kind("other", "a TIFF picture", _PICTURE)),
    (b"MM\x00*", Kind("other", "a TIFF picture", _PICTURE)),
    (b"MZ", Kind("other", "a Windows program", "delete it")),
    (b"\x7fELF", Kind("other", "a program", "delete it")),
)
# Streams of a compound file; the first that is there decides.
_OLE_STREAMS = (
    (
        "EncryptedPackage",
        Kind("other", "an encrypted Office document", "remove its password in Word and save it"),
    ),
    ("WordDocument", Kind("doc", "a Word document (.doc)")),
    ("Workbook", Kind("other", "an Excel workbook", _AS_WORD)),
    ("PowerPoint Document", Kind("other", "a PowerPoint presentation", _AS_WORD)),
)
_ZIP_PARTS = (
    ("word/document.xml", Kind("docx", "a Word document (.docx)")),
    ("xl/workbook.xml", Kind("other", "an Excel workbook", _AS_WORD)),
    ("ppt/presentation.xml", Kind("other", "a PowerPoint presentation", _AS_WORD)),
    ("OFD.xml", Kind("other", "an OFD document", "open it in a reader for OFD and save it as PDF")),
    ("META-INF/manifest.xml", Kind("odt", "an OpenDocument text")),
)
_OFFICE_FIRST = re.compile(
    rb"\[Content_Types\]\.xml|mimetype|OFD\.xml|(?:_rels|docProps|word|xl|ppt|customXml|META-INF)/"
)
_SAMPLE = 8192
_BEFORE_MARKUP = re.compile(r"(?:\s|\ufeff|<\?xml[^>]*>|<!--.*?-->)*", re.S)
_OPENS_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|table|span|center|font|section|article"
    r"|style|script|link|base|h[1-6]|p|ul|br)\b",
    re.I,
)
_HOLDS_HTML = re.compile(r"<(?:html|body|head)\b[^>]*>|</(?:p|div|table)>", re.I)
_MHTML = re.compile(r"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,30}", re.M)
_WORD_XML = re.compile(r"<(?:pkg:package|w:wordDocument)")


def sniff(data: bytes) -> Kind:
    """The format of the bytes, whatever the file is called.

    >>> sniff(b"%PDF-1.7 ...").format, sniff("一、总体情况".encode()).format
    ('pdf', 'text')
    >>> sniff(b"\\x89PNG\\r\\n\\x1a\\n").label
    'a PNG picture'
    """
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data)
    if b"%PDF-" in data[:1024]:
        return Kind("pdf", "a PDF")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return _written(_sample(data))


def _sample(data: bytes) -> str:
    head = data[:_SAMPLE]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    return head.decode("latin-1").removeprefix("\xef\xbb\xbf")


def _written(sample: str) -> Kind:
    """Formats that are made of characters."""
    if sample.lstrip().startswith("{\\rtf"):
        return Kind("rtf", "a rich text document (RTF)")
    xml = _WORD_XML.search(sample)
    if xml:
        flat = xml.group() == "<pkg:package"
        return Kind("other" if flat else "wordml", "a Word document saved as XML", _AS_WORD)
    headers = _MHTML.match(sample)
    if headers and re.search(r"^MIME-Version:", headers.group(), re.I | re.M):
        return Kind("mhtml", "a web page saved as one file")
    start = _BEFORE_MARKUP.match(sample)
    opens = _OPENS_HTML.match(sample, start.end() if start else 0)
    if opens or len(_HOLDS_HTML.findall(sample)) >= 3:
        return Kind("html", "a web page")
    return Kind("text", "a text file")


def _compound(data: bytes) -> Kind:
    for name, kind in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            return kind
    if data[512:514] == b"\xec\xa5":  # the text begins here; the list of streams is cut off
        return Kind("doc", "a Word document (.doc)")
    return Kind(
        "other",
        "a compound file that holds no Word document",
        "it may be cut short: download it again; else open it in its own program and save it"
        " as .docx",
    )


def zip_kind(source: Path | io.BytesIO) -> Kind | None:
    """What a zip file is by the names of its members, None if its directory cannot be read."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = {info.filename.replace("\\", "/") for info in archive.infolist()}
    except BROKEN:
        return None
    for name, kind in _ZIP_PARTS:
        if name in names:
            return kind
    return Kind("zip", "a zip archive")


def _zipped(data: bytes) -> Kind:
    kind = zip_kind(io.BytesIO(data))
    if kind is not None:
        return kind
    # Cut short: the directory at the end is missing, the names before each member are not. An
    # archive of documents holds their names too: the first tells which of the two it is.
    office = bool(_OFFICE_FIRST.match(data, 30))
    for name, kind in _ZIP_PARTS:
        if office and name.encode() in data:
            return kind
    if office and b"[Content_Types].xml" in data:
        return Kind("other", "an Office document that is cut short", "download it again")
    return Kind("other", "a zip archive that is damaged or cut short", "download it again")
