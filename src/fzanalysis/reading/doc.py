"""Legacy Word documents: through the office suite if there is one, else the bare text."""

from __future__ import annotations

from itertools import accumulate

from fzanalysis.errors import LimitError, ReadError
from fzanalysis.reading.content import Content
from fzanalysis.reading.docx import read_docx
from fzanalysis.reading.limits import DEFAULT, Limits
from fzanalysis.reading.office import INSTALL, find_office, to_docx
from fzanalysis.reading.ooxml import Package, refuse_entities
from fzanalysis.reading.piece_table import read_pieces

_BARE = "the document was read without an office suite"
_ODT = "OpenDocument text"
_ODT_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
_DEEP = 1000  # groups within groups; programs write some twenty
_NO_BRACE = bytes(set(range(256)) - set(b"{}"))
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_ODT_TYPE = "application/vnd.oasis.opendocument.text"


def read_doc(data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read a binary Word document (.doc).

    Without an office suite its bare text is read, if that is all that a reader sees of it.

    Raises:
        ReadError: if neither the office suite nor the bare reader can read all of it.
    """
    failed: ReadError | None = None
    if find_office() is not None:
        try:
            return read_docx(to_docx(data, ".doc", limits), limits)
        except ReadError as error:
            failed = error
    try:
        bare = read_pieces(data)
        if bare.lost:  # 学法11次, corrected to 12, would read as 学法1112次
            raise ReadError(
                f"the Word document has {' / '.join(bare.lost)}, which only an office suite reads",
                hint="open it in Word and save it as .docx" if failed else INSTALL,
            )
    except ReadError as error:
        raise _neither(error, failed) from error
    text = "\n".join(bare.lines) + "\n"
    if failed is None:
        return Content(text, warnings=(f"{_BARE} (install LibreOffice)",))
    if isinstance(failed, LimitError):  # the warning names the option that may bring the rest
        return Content(text, warnings=(_BARE, str(failed)), limit=failed.limit)
    return Content(text, warnings=(_BARE, failed.reason))


def _neither(bare: ReadError, suite: ReadError | None) -> ReadError:
    """What two readers found, and what to do about it."""
    if suite is None:
        known = INSTALL in bare.hint
        return ReadError(bare.reason, hint=bare.hint if known else f"{bare.hint}; or {INSTALL}")
    reason = f"{bare.reason}; {suite.reason}"
    if isinstance(suite, LimitError):
        return LimitError(reason, hint=suite.hint, limit=suite.limit)
    return ReadError(reason, hint=bare.hint)


def read_office(kind: str, data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read what only an office suite reads.

    Args:
        kind: ``rtf``, ``odt`` (OpenDocument text) or ``wordml`` (Word 2003 XML).
        data: the raw bytes.
        limits: bounds on size and time.

    Raises:
        ReadError: if there is no office suite, it cannot open the document, or the document is
            one that it should not be given.
    """
    if kind == "odt":
        _check_odt(data, limits)
    elif kind == "rtf":
        _check_rtf(data)
    elif kind == "wordml":
        if len(data) > limits.text_bytes:
            raise limits.too_large(len(data), "text_bytes", "Word document")
        refuse_entities(data.replace(b"\0", b""), "Word document")  # in UTF-16 they hide
    return read_docx(to_docx(data, f".{kind}", limits), limits)


def _check_rtf(data: bytes) -> None:
    """The suite needs gigabytes for groups that are nested without end."""
    braces = data.replace(rb"\{", b"").replace(rb"\}", b"").translate(None, _NO_BRACE)
    steps = (1 if brace == ord("{") else -1 for brace in braces)
    if braces.count(b"{") > _DEEP and max(accumulate(steps)) > _DEEP:
        raise ReadError(
            f"the RTF document nests its groups more than {_DEEP} deep",
            hint="open it in Word and save it as .docx",
        )


def _check_odt(data: bytes, limits: Limits) -> None:
    """The suite unpacks without bounds: bombs are kept from it, and what it would not read."""
    package = Package(data, limits, _ODT)
    manifest = package.read("META-INF/manifest.xml")
    for entry in manifest if manifest is not None else ():
        if entry.find(f"{_MANIFEST}encryption-data") is not None:
            raise ReadError(f"the {_ODT} is encrypted", hint="save it without a password")
        kind = entry.get(f"{_MANIFEST}media-type", "")
        if entry.get(f"{_MANIFEST}full-path") == "/" and not kind.startswith(_ODT_TYPE):
            raise ReadError(
                f"the file is an OpenDocument file of another kind ({kind.rpartition('.')[2]})",
                hint="open it and save its text as .docx",
            )
    for part in _ODT_PARTS:
        package.read(part)
