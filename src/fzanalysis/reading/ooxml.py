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
        what: what the document is, for messages; OpenDocument is made in the same way.

    Raises:
        ReadError: if the bytes are no such document, are damaged, encrypted or a bomb.
    """

    def __init__(self, data: bytes, limits: Limits, what: str = "Word document") -> None:
        self._limits, self._what = limits, what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise ReadError(f"the {what} is damaged", hint=_AGAIN) from error
        self._members = {
            info.filename.replace("\\", "/").lstrip("/").lower(): info
            for info in self._zip.infolist()
        }
        if len(self._members) > limits.archive_members:
            raise limits.beyond(
                "archive_members",
                f"the {what} holds {len(self._members)} parts",
                "open it in Word and save it anew",
                len(self._members),
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
            raise ReadError(f"the {self._what} is encrypted", hint="save it without a password")
        if info.file_size > limit:
            raise self._bomb(info.file_size)
        try:
            with self._zip.open(info) as part:
                data = part.read(limit + 1)
        except BROKEN as error:
            raise ReadError(f"the {self._what} is damaged", hint=_AGAIN) from error
        if len(data) > limit:
            raise self._bomb(len(data))
        return data

    def _bomb(self, size: int) -> ReadError:
        limit = self._limits.text_bytes
        return self._limits.beyond(
            "text_bytes",
            f"a part of the {self._what} unpacks to {megabytes(size)},"
            f" the limit is {megabytes(limit)}",
            "it may be made to fill the memory: leave it out",
            size,
        )

    def _parse(self, data: bytes) -> Element:
        for strict, usual in _STRICT if b"purl.oclc.org" in data[:4096] else ():
            data = data.replace(strict, usual)
        refuse_entities(data, self._what)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ReadError(f"the {self._what} is damaged: {error.msg}", hint=_AGAIN) from error


def refuse_entities(data: bytes, what: str) -> None:
    """Documents as office programs write them define none; those who attack programs do.

    Raises:
        ReadError: if there is one.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ReadError(
            f"the {what} defines entities, which no office program does",
            hint="it may be made to fill the memory or to read other files: do not open it",
        )
