"""The address of a row: where its mark stands on the audit page of its report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote


class Marked(NamedTuple):
    """A table whose rows are marked in the text."""

    key: str
    prefix: str
    title: str


#: Table → its id column, the first letter of its anchors, what it is called.
MARKED: Mapping[str, Marked] = {
    "metrics": Marked("metric_id", "m", "数字"),
    "problems": Marked("item_id", "p", "问题"),
    "plans": Marked("item_id", "n", "计划"),
    "measures": Marked("measure_id", "e", "举措"),
    "citations": Marked("citation_id", "c", "引用"),
    "sections": Marked("section_id", "h", "标题"),
}

#: Characters of a file name: with four bytes each it is still shorter than 255 bytes.
_LONGEST = 56
#: Names that Windows keeps for devices, whatever ending they have.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{n}{i}" for n in ("COM", "LPT") for i in range(10))}


def anchor(table: str, row_id: object) -> str:
    """The ``id`` of a mark on an audit page; blanks, which an id may not hold, become ``_``.

    >>> anchor("metrics", "a-2023 1")
    'm-a-2023_1'
    """
    return f"{MARKED[table].prefix}-{'_'.join(str(row_id).split())}"


def file_stem(name: object) -> str:
    """A name for a file of what bears any name: it cannot leave the folder, and fits every system.

    What had to be altered gets a digest, so that two names never become one.

    >>> file_stem("110101-司法局-2023"), file_stem("../云溪/2023"), file_stem("con")
    ('110101-司法局-2023', '_.._云溪_2023-ca94acb2', '_con-1143da2b')
    """
    given = str(name)
    kept = "".join(c if c.isalnum() or c in "._-" else "_" for c in given)[:_LONGEST]
    if kept == given and kept.strip(".") and kept.split(".")[0].upper() not in _DEVICES:
        return kept
    return f"_{kept}-{hashlib.sha256(given.encode('utf-8', 'replace')).hexdigest()[:8]}"


def page_name(report_id: object) -> str:
    """The file name of a report's audit page.

    >>> page_name("110101-司法局-2023")
    '110101-司法局-2023.html'
    """
    return f"{file_stem(report_id)}.html"


def page_link(report_id: object, folder: str = "audit") -> str:
    """A relative link to a report's audit page, percent-encoded.

    >>> page_link("a-2023")
    'audit/a-2023.html'
    """
    return f"{quote(folder)}/{quote(page_name(report_id))}"


def link(table: str, report_id: object, row_id: object, folder: str = "audit") -> str:
    """A relative link to a mark, percent-encoded.

    >>> link("metrics", "a-2023", "m1")
    'audit/a-2023.html#m-m1'
    """
    return f"{page_link(report_id, folder)}#{quote(anchor(table, row_id))}"
