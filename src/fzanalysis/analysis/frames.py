"""Frames with fixed columns: the same ones, with the same types, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from fzanalysis.errors import UsageError

#: ``str`` in pandas 3, ``object`` before: what text is in a frame that was read from disk.
TEXT = pd.Series(["文"]).dtype
INT = np.dtype("int64")
#: whole numbers that may be missing
MAYBE = pd.Int64Dtype()
NUMBER = np.dtype("float64")
FLAG = np.dtype("bool")
#: lists and other things
ANY = np.dtype("object")

Columns = Mapping[str, Any]


def frame(rows: Iterable[Any] | pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Rows as a frame with these columns in this order and with these types.

    Args:
        rows: dicts, tuples in the order of ``columns``, or a frame whose other columns are dropped.
        columns: name → type.

    >>> frame([], {"term": TEXT, "n": INT}).dtypes.astype(str).to_dict()["n"]
    'int64'
    >>> frame([("普法", 3)], {"term": TEXT, "n": INT}).values.tolist()
    [['普法', 3]]
    """
    if isinstance(rows, pd.DataFrame):
        table = rows.reindex(columns=list(columns))
    else:
        listed = list(rows)
        names = list(columns)
        table = pd.DataFrame(listed, columns=names) if listed else pd.DataFrame(columns=names)
    return table.astype(dict(columns)).reset_index(drop=True)


def need(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Complain about columns that a frame lacks, all at once.

    Raises:
        UsageError: with the columns that are missing and those that are there.

    >>> need(pd.DataFrame({"a": [1]}), ["a", "b"], "measures")
    Traceback (most recent call last):
    fzanalysis.errors.UsageError: measures lacks the columns b (it has a)
    """
    missing = [c for c in columns if c not in table.columns]
    if missing:
        raise UsageError(
            f"{name} lacks the columns {', '.join(missing)}",
            hint=f"it has {', '.join(map(str, table.columns))}",
        )
