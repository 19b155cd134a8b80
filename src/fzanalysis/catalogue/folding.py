"""Folding for matching: full-width to half-width, traditional to simplified, one to one.

A folded text has the length of the original, so every span found in it is a span of the original.
It is never stored and never shown.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

# Full-width forms and typographic variants that authors mix freely.
_WIDE = "，：；（）！？．％﹪【】［］〔〕﹝﹞～〜—–－―‐‑＋／＂〈〉＜＞﹙﹚﹐﹑﹕﹔•・‧〇○『』「」"
_NARROW = ',:;()!?.%%[][][][[~~------+/"<><>(),、:;···零零“”“”'
_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u202f\u205f\u3000\t"
)


@cache
def _table() -> dict[int, str]:
    table = {0xFF10 + i: str(i) for i in range(10)}
    table |= {0xFF21 + i: chr(0x41 + i) for i in range(26)}
    table |= {0xFF41 + i: chr(0x61 + i) for i in range(26)}
    table |= {ord(c): " " for c in _SPACES}
    table |= {ord(k): v for k, v in zip(_WIDE, _NARROW, strict=True)}
    source = files("fzanalysis.catalogue").joinpath("data/folding.tsv").read_text("utf-8")
    for line in source.splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == len(simplified) == 1:
            table[ord(traditional)] = simplified
    return table


# Marks that hardly any text is without: they are not looked for first.
_USUAL = "，：；（）？％\u3000"
# From so many different characters on, one pass over the text is faster than one for each.
_MANY = 40


@cache
def _folded() -> re.Pattern[str]:
    """Any character that folding changes."""
    return re.compile("[" + "".join(re.escape(chr(code)) for code in _table()) + "]")


def fold(text: str) -> str:
    """The text as the rules see it; same length, so that offsets agree.

    >>> fold("（一）發放資料１００份，")
    '(一)发放资料100份,'
    """
    table = _table()
    for char in _USUAL:
        text = text.replace(char, table[ord(char)])
    found = set(_folded().findall(text))
    if len(found) > _MANY:
        return text.translate(table)
    # Nothing that folding gives is folded itself, so the order does not matter.
    for char in found:
        text = text.replace(char, table[ord(char)])
    return text
