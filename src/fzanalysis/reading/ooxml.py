"""The parts of a Word document (.docx): a zip of XML files, opened without trusting any of it."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from fzanalysis.errors import ReadError
from fzanalysis.reading.limits import Limits, megabytes
from fzanalysis.reading.markup import Element
from fzanalysis.reading.sniff import BROKEN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = (  # ISO strict documents use other names for the same things
    (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"),
    (b"org/wordprocessingml/main", b"org/wordprocessingml/2006/main"),
    (b"org/officeDocument/relationships", b"org/officeDocument/2006/relationships"),
)
_AGAIN = "the file may be cut short: download it again, or open it in Word and save it anew"


class Package:
    """An opened document; parts are read one by one, each within the limits.

    Args:
        data: the raw bytes.
        limits: bounds on size.

    Raises:
        ReadError: if the bytes are no such document, are damaged, encrypted or a bomb.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise ReadError("the Word document is damaged", hint=_AGAIN) from error
        self._members = {
            info.filename.replace("\\", "/").lstrip("/").lower(): info
            for info in self._zip.infolist()
        }
        if len(self._members) > limits.archive_members:
            raise ReadError(
                f"the Word document holds {len(self._members)} parts",
                hint="open it in Word and save it anew, or raise the limit archive_members",
            )

    def read(self, name: str) -> Element | None:
        """One part as a tree, None if it is not there."""
        info = self._members.get(name.lower())
        if info is None:
            return None
        return self._parse(self._unpack(info))

    def related(self, name: str) -> dict[str, str]:
        """Last word of a relation's type → the part it leads to, for parts within the document."""
        folder, file = posixpath.split(name)
        tree = self.read(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for relation in tree if tree is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found.setdefault(kind, posixpath.normpath(path))
        return found

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        limit = self._limits.text_bytes
        if info.flag_bits & 1:
            raise ReadError("the Word document is encrypted", hint="save it without a password")
        if info.file_size > limit:
            raise self._bomb(info.file_size)
        try:
            with self._zip.open(info) as part:
                data = part.read(limit + 1)
        except BROKEN as error:
            raise ReadError("the Word document is damaged", hint=_AGAIN) from error
        if len(data) > limit:
            raise self._bomb(len(data))
        return data

    def _bomb(self, size: int) -> ReadError:
        return ReadError(
            f"a part of the Word document unpacks to {megabytes(size)},"
            f" the limit is {megabytes(self._limits.text_bytes)}",
            hint="it may be made to fill the memory; otherwise raise the limit text_bytes",
        )

    def _parse(self, data: bytes) -> Element:
        for strict, usual in _STRICT if b"purl.oclc.org" in data[:4096] else ():
            data = data.replace(strict, usual)
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise ReadError(
                "the Word document defines entities, which no Word document does",
                hint="it may be made to fill the memory or to read other files: do not open it",
            )
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ReadError(f"the Word document is damaged: {error.msg}", hint=_AGAIN) from error
