"""Chinese names beside codes, for those who read a table in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from fzanalysis.presentation.findings import WORDS
from fzanalysis.presentation.labels import (
    BOUNDS,
    PARTS,
    ROLES,
    STATES,
    category_name,
    metric_name,
    theme_name,
)

#: Coded column → header of the column of names, and how a code becomes a name.
_NAMES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "code": ("指标名称", metric_name),
    "theme": ("主题名称", theme_name),
    "category": ("类别名称", category_name),
    "bound": ("界的含义", lambda code: BOUNDS.get(code, code)),
    "role": ("性质或作用", lambda code: {**PARTS, **_SECTIONS, **ROLES}.get(code, code)),
    "part": ("部分名称", lambda code: PARTS.get(code, code)),
    "state": ("状态含义", lambda code: STATES.get(code, code)),
    "rule": ("取法含义", lambda code: WORDS["rule"].get(code, code)),
}
_SECTIONS: Mapping[str, str] = {"intro": "开头", "other": "其他"}


def with_names(frame: pd.DataFrame) -> pd.DataFrame:
    """A table with a column of Chinese names right after each column of codes.

    The codes stay: they are what corrections and filters use. A missing code has no name.

    Args:
        frame: a table of the corpus. Not changed.

    >>> with_names(pd.DataFrame({"code": ["pub_materials", None]}))["指标名称"].tolist()
    ['宣传资料份数', None]
    """
    columns = {}
    for column in frame:
        columns[column] = frame[column]
        if column in _NAMES and _NAMES[str(column)][0] not in frame:
            header, name = _NAMES[str(column)]
            said = [None if pd.isna(code) else name(str(code)) for code in frame[column]]
            columns[header] = pd.Series(said, index=frame.index, dtype=object)
    return pd.DataFrame(columns, index=frame.index)
