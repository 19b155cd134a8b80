"""The address of a row: where its mark stands on the audit page of its report."""

from __future__ import annotations

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


def anchor(table: str, row_id: object) -> str:
    """The ``id`` of a mark on an audit page; blanks, which an id may not hold, become ``_``.

    >>> anchor("metrics", "a-2023 1")
    'm-a-2023_1'
    """
    return f"{MARKED[table].prefix}-{'_'.join(str(row_id).split())}"


def page_name(report_id: object) -> str:
    """The file name of a report's audit page: nothing in it can leave the folder.

    >>> page_name("../云溪/2023")
    '.._云溪_2023.html'
    """
    kept = "".join(c if c.isalnum() or c in "._-" else "_" for c in str(report_id))
    return f"{kept or '_'}.html"


def link(table: str, report_id: object, row_id: object, folder: str = "audit") -> str:
    """A relative link to a mark, percent-encoded.

    >>> link("metrics", "a-2023", "m1")
    'audit/a-2023.html#m-m1'
    """
    return f"{quote(folder)}/{quote(page_name(report_id))}#{quote(anchor(table, row_id))}"
