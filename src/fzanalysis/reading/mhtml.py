"""Web pages that a browser saved as one file (.mht, .mhtml)."""

from __future__ import annotations

from email import message_from_bytes, policy

from fzanalysis.errors import ReadError
from fzanalysis.reading.content import Content
from fzanalysis.reading.html import read_html
from fzanalysis.reading.limits import DEFAULT, Limits


def read_mhtml(data: bytes, limits: Limits = DEFAULT) -> Content:
    """Read the page within the archive; pictures and frames are left aside.

    Raises:
        ReadError: if there is no page in it.
    """
    if len(data) > limits.file_bytes:
        raise limits.too_large(len(data), what="page", advice="save the text of the page alone")
    message = message_from_bytes(data, policy=policy.compat32)
    pages = []
    for part in message.walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(payload, bytes):
            pages.append(payload)
    if not pages:
        raise ReadError("the saved page holds no HTML", hint="save it again from the browser")
    # The first is the page that was saved, the others are frames; an empty one is a mere frame set.
    return read_html(pages[0] if len(pages[0]) > 2000 else max(pages, key=len), limits)
