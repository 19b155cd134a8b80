"""The only place where text is changed: what no reader of the file would see is taken out.

After :func:`clean` the text is canonical: every later floor works on it as it is and points into
it. Words, digits, punctuation and spaces that a reader sees are never touched here, however odd.
"""

from __future__ import annotations

import re
import unicodedata

_NEWLINES = re.compile(r"[\r\u2028\u2029\x0b\x0c\x85]")
# Control characters (those above 7f steer terminals too), soft hyphens, zero-width and byte-order
# marks, whatever turns the direction of writing, tags, and what is no character at all: XML cannot
# carry it, nor a table half of a pair (d800 to dfff).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# Any of them: most texts hold none.
_ODD = re.compile(f"[{_NEWLINES.pattern[1:-1]}{_INVISIBLE.pattern[1:-1]}]")
# What Word leaves behind when a document is turned into text.
_RESIDUE = re.compile(r"\[bookmark: [^\]\n]{0,80}\]|\{(?:PAGE|TOC|HYPERLINK)\b[^}\n]{0,200}\}")


def clean(text: str) -> str:
    """Canonical text: ``\\n`` newlines, no invisible characters, no residue of an editor.

    >>> clean("[bookmark: _GoBack]（一）深入宣传。\\r\\n")
    '（一）深入宣传。\\n'
    """
    text = text.replace("\r\n", "\n")
    if _ODD.search(text):
        text = _INVISIBLE.sub("", _NEWLINES.sub("\n", text))
    return _RESIDUE.sub("", text) if "[bookmark: " in text or "{" in text else text


def clean_name(name: str) -> str:
    """The name of a file as it may stand in a table and on a terminal.

    Blanks of every width stay: ``sources.csv`` names the file as a person sees it.

    >>> clean_name("甲局\\u3000报告\\x1b[2J\\u202etxt.exe")
    '甲局\u3000报告_[2J_txt.exe'
    """
    kept = (c.isprintable() or unicodedata.category(c) == "Zs" for c in name)
    return "".join(c if keep else "_" for c, keep in zip(name, kept, strict=True))
