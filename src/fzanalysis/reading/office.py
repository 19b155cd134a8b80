"""The office suite as a converter: what only it can read becomes .docx."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

from fzanalysis.errors import ReadError
from fzanalysis.reading.limits import DEFAULT, Limits

_NAMES = ("soffice", "libreoffice", "loffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTING = (
    '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
# A document may name pictures and templates elsewhere, and bring macros: nothing is fetched, none
# is run. Proxies that lead nowhere also stop what the settings below do not.
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_NO_NETWORK = dict.fromkeys(
    ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9"
)
INSTALL = "install LibreOffice (Debian: apt-get install libreoffice-writer), or save it as .docx"


def find_office() -> str | None:
    """Path of LibreOffice, None if there is none.

    >>> path = find_office()
    >>> path is None or path != ""
    True
    """
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if os.access(place, os.X_OK)), None)


@functools.cache
def _profile(process: int) -> Path:
    """A profile of our own for this process: the user's is never touched, and may be in use."""
    folder = Path(tempfile.mkdtemp(prefix="fzanalysis-office-"))
    # Runs at the end of workers of a pool too, which atexit does not.
    Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=10)
    items = "".join(_SETTING.format(path=p, name=n, value=v) for p, n, v in _SETTINGS)
    user = folder / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema">' + items + "</oor:items>",
        encoding="utf-8",
    )
    return folder


# Named filters: left to guess, the suite reads a damaged document as if it were plain text.
_FILTERS = {
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
    ".odt": "writer8",
    ".wordml": "MS Word 2003 XML",
}


def to_docx(data: bytes, suffix: str, limits: Limits = DEFAULT) -> bytes:
    """Convert a document to .docx.

    Args:
        data: the raw bytes.
        suffix: what the document is: ``.doc``, ``.rtf``, ``.odt`` or ``.wordml``.
        limits: bounds on time and on the size of the result.

    Raises:
        ReadError: if there is no office suite, or it fails or takes too long.
    """
    office = find_office()
    if office is None:
        raise ReadError("no office suite was found to convert the document", hint=INSTALL)
    profile = _profile(os.getpid())
    with tempfile.TemporaryDirectory(prefix="fzanalysis-") as name:
        source, target = Path(name) / f"in{suffix}", Path(name) / "out" / "in.docx"
        source.write_bytes(data)
        command = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            f"--infilter={_FILTERS[suffix]}",
            *("--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", str(target.parent), str(source)),
        ]
        _run(command, limits)
        if not target.is_file():
            raise ReadError(
                "LibreOffice could not open the document",
                hint="it may be cut short or need a password: download it again, or open it in Word"
                " and save it as .docx",
            )
        if target.stat().st_size > limits.file_bytes:
            size = target.stat().st_size
            raise limits.too_large(size, what="converted document", advice="save it as .docx")
        return target.read_bytes()


def _run(command: list[str], limits: Limits) -> None:
    """Run with a time limit; the suite starts children, which have to go with it."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_NO_NETWORK},
        start_new_session=True,
    )
    try:
        process.wait(timeout=limits.convert_seconds)
    except subprocess.TimeoutExpired as error:
        raise limits.beyond(
            "convert_seconds",
            f"LibreOffice took more than {limits.convert_seconds:g} seconds",
            "open the document in Word and save it as .docx",
        ) from error
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
