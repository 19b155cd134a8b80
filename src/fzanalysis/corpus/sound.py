"""Whether an Arrow table is what the schema says: yes or no, without the libraries that tell why.

Nearly every table is. Only one that is not is given to :mod:`fzanalysis.corpus.validate`, which
lists its bad rows: that takes many times as long, and its libraries take half a second to load.
"""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.schema import TABLES, Column, Table
from fzanalysis.corpus.validate import allowed_values, must_say_something, vocabularies


def is_sound(name: str, table: pa.Table, catalogue: Catalogue) -> bool:
    """Whether :func:`fzanalysis.corpus.validate.bad_rows` would find nothing in a table.

    Args:
        name: of the table.
        table: with the columns and types of its schema.
        catalogue: the vocabulary that gives the codes that may occur.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> from fzanalysis.corpus.assemble import to_arrow
    >>> rows = {"source_path": ["a", "b"], "stage": ["reading"] * 2, "reason": ["empty"] * 2}
    >>> is_sound("failures", to_arrow("failures", {**rows, "hint": [None] * 2}), load_catalogue())
    True
    """
    layout = TABLES[name]
    return (
        all(_column_is(column, table[column.name], catalogue) for column in layout.columns)
        and _is_unique(table, layout)
        and _spans_are(table)
        and _bounds_are(table)
    )


def _column_is(column: Column, values: pa.ChunkedArray, catalogue: Catalogue) -> bool:
    if column.required and values.null_count:
        return False
    allowed = _allowed(column, catalogue)
    if len(allowed) and not _all(pc.is_in(values.drop_null(), value_set=allowed)):
        return False
    return not must_say_something(column) or _all(pc.not_equal(values, ""))


@lru_cache(maxsize=512)
def _allowed(column: Column, catalogue: Catalogue) -> pa.Array:
    return pa.array(sorted(allowed_values(column, vocabularies(catalogue))), type=pa.string())


def _is_unique(table: pa.Table, layout: Table) -> bool:
    key = list(layout.key)
    kinds = table.select(key).group_by(key, use_threads=False).aggregate([])
    return bool(kinds.num_rows == table.num_rows)


def _spans_are(table: pa.Table) -> bool:
    if "quote" not in table.column_names:
        return True
    start, end = table["start"], table["end"]
    return (
        _all(pc.greater_equal(start, 0))
        and _all(pc.less(start, end))
        and _all(pc.equal(pc.utf8_length(table["quote"]), pc.subtract(end, start)))
    )


def _bounds_are(table: pa.Table) -> bool:
    """No lower bound is above its upper one; where one of them is not known there is no doubt."""
    if "lower" not in table.column_names:
        return True
    return _all(pc.less_equal(table["lower"], table["upper"]))


def _all(values: pa.ChunkedArray) -> bool:
    """Whether none of the values is false."""
    return pc.all(values, min_count=0).as_py() is not False
