"""Conversions by LibreOffice for the test corpus, with the font of the project."""

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


def convert(source: Path, kind: str, target: Path) -> None:
    """Convert one document; the fonts are those of the project and no others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fonts.conf").write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<dir>{FONTS}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
            encoding="utf-8",
        )
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                _FILTERS[kind],
                "--outdir",
                str(folder),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
            env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        )
        shutil.copyfile(folder / f"{source.stem}.{kind}", target)
