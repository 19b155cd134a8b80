"""Legacy Word documents: through the office suite if there is one, else the bare text."""

from __future__ import annotations

from fzanalysis.errors import ReadError
from fzanalysis.reading.content import Content
from fzanalysis.reading.docx import read_docx
from fzanalysis.reading.limits import DEFAULT, Limits
from fzanalysis.reading.office import INSTALL, find_office, to_docx
from fzanalysis.reading.piece_table import read_pieces

_BARE = "automatic numbering is lost: the document was read without an office suite"


def read_doc(data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read a binary Word document (.doc).

    Raises:
        ReadError: if neither the office suite nor the bare reader can read it.
    """
    reason = ""
    if find_office() is not None:
        try:
            return read_docx(to_docx(data, ".doc", limits), limits)
        except ReadError as error:
            reason = error.reason
    try:
        lines = read_pieces(data)
    except ReadError as error:
        if reason:
            raise ReadError(f"{error.reason}; {reason}", hint=error.hint) from error
        raise ReadError(error.reason, hint=f"{error.hint}; or {INSTALL}") from error
    warnings = (_BARE, reason) if reason else (f"{_BARE} (install LibreOffice)",)
    return Content("\n".join(lines) + "\n", warnings=warnings)


def read_office(data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read what only an office suite reads: RTF, OpenDocument text, Word documents in XML.

    Raises:
        ReadError: if there is no office suite or it cannot open the document.
    """
    head = data.lstrip()[:5]
    suffix = ".rtf" if head == b"{\\rtf" else ".odt" if head[:2] == b"PK" else ".wordml"
    return read_docx(to_docx(data, suffix, limits), limits)
