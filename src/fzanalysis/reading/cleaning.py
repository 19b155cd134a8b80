"""The only place where text is changed: what no reader of the file would see is taken out.

After :func:`clean` the text is canonical: every later floor works on it as it is and points into
it. Words, digits, punctuation and spaces that a reader sees are never touched here, however odd.
"""

from __future__ import annotations

import re

_NEWLINES = re.compile(r"[\r\u2028\u2029\x0b\x0c\x85]")
# Zero-width marks, soft hyphens, direction marks, byte-order marks, other control characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
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
