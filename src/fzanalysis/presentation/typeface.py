"""The bundled Chinese fonts: known to matplotlib without an installed font, no empty box ever."""

from __future__ import annotations

import functools
import unicodedata
from importlib import resources

from matplotlib import font_manager

FAMILY = "Noto Sans SC"


@functools.cache
def register_fonts() -> tuple[str, ...]:
    """Make the fonts of the package known to matplotlib; no installed font is needed.

    Returns:
        The families to use, the first with Chinese, the second for symbols it lacks.

    >>> register_fonts()[0]
    'Noto Sans SC'
    """
    folder = resources.files("fzanalysis.presentation") / "fonts"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".ttf"):
            with resources.as_file(entry) as path:
                font_manager.fontManager.addfont(str(path))
    return (FAMILY, "DejaVu Sans")


@functools.cache
def _glyphs() -> frozenset[int]:
    found: set[int] = set()
    for family in register_fonts():
        path = font_manager.findfont(family, fallback_to_default=False)
        found.update(font_manager.get_font(path).get_charmap())
    return frozenset(found)


def printable(text: str) -> str:
    """A text in which every character that no bundled font can draw is shown as 〓.

    >>> printable("云溪区" + chr(0x20000) + chr(0x200B))
    '云溪区〓'
    """
    known = _glyphs()
    # Spaces of all widths stay, other invisible characters go.
    shown = (c for c in text if c == "\n" or c.isprintable() or unicodedata.category(c) == "Zs")
    return "".join(c if c == "\n" or ord(c) in known else "〓" for c in shown)
