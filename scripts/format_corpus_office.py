"""Conversions by LibreOffice and Chromium for the test corpus, with the font of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "src" / "fzanalysis" / "presentation" / "fonts"
_FILTERS = {
    "pdf": "pdf:writer_pdf_Export",
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "docx": "docx:MS Word 2007 XML",
}


def have_office() -> bool:
    """Whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def find_browser() -> str | None:
    """Path of Chromium, None if it is not there."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _environment(folder: Path) -> dict[str, str]:
    """The fonts of the project and no others, so that all machines build the same."""
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{FONTS}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}


def _run(command: list[str], folder: Path) -> None:
    environment = _environment(folder)
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)


def convert(source: Path, kind: str, target: Path) -> None:
    """Convert one document by LibreOffice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", _FILTERS[kind]]
        _run([*command, "--outdir", name, str(source)], folder)
        shutil.copyfile(folder / f"{source.stem}.{kind}", target)


def print_page(page: str, target: Path) -> None:
    """Print a page to PDF by Chromium, as many analysts keep pages."""
    with tempfile.TemporaryDirectory() as name:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        profile = f"--user-data-dir={name}/profile"
        source = Path(name) / "page.html"
        source.write_text(page, encoding="utf-8")
        command = [find_browser() or "chromium", *options, profile, f"--print-to-pdf={target}"]
        _run([*command, source.as_uri()], Path(name))
