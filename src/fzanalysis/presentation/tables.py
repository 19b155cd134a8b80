"""Tables as notebooks show them: Chinese headers, words for codes, sorted and filtered.

In JupyterLab the tables are those of itables (DataTables), with nothing fetched from a network;
where no script runs (a page that was sent, a notebook that is not trusted) and where itables is
not installed, the same rows stand there as a plain table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import HTML

from fzanalysis.corpus import TITLES
from fzanalysis.errors import UsageError
from fzanalysis.presentation.findings import HEADERS, WORDS
from fzanalysis.presentation.labels import (
    BOUNDS,
    PARTS,
    ROLES,
    STATES,
    THEMES,
    category_name,
    codes_in,
    metric_name,
    shortened,
    theme_name,
)
from fzanalysis.presentation.messages import in_chinese

#: Longer texts are cut in a table; exports and quotes have the whole.
MOST_CHARS = 160
_SENTENCE = 20
_NONE = "没有"
#: Header of the words before a keyword.
BEFORE = HEADERS["left"]
_INTERACTIVE = find_spec("itables") is not None
#: Rows of a page of a table, and of a plain one.
PAGE, PLAIN_ROWS = 10, 30
_WORDS: Mapping[str, Mapping[str, str]] = {
    "bound": {**{k: v.split("（")[0] for k, v in BOUNDS.items()}, "conflict": "前后不一致"},
    "role": ROLES,
    "part": PARTS,
    **dict.fromkeys(PARTS, STATES),
    **WORDS,
}
#: Columns of measures and tests: the same number of decimals in every row.
_DECIMALS: Mapping[str, int] = {
    **dict.fromkeys(("z", "g2", "npmi", "wording", "similarity"), 2),
    **dict.fromkeys(("stability", "error", "log_odds"), 3),
    **dict.fromkeys(("per_10k_target", "per_10k_reference", "figures_per_1000_chars"), 1),
    **dict.fromkeys(("percent", "percent_low", "percent_high"), 1),
}
_NAMES: Mapping[str, Any] = {
    "code": metric_name,
    "theme": theme_name,
    "category": category_name,
}
#: Columns in which the reading of a file speaks.
_MESSAGES = ("warnings", "reason", "hint")
_LANGUAGE = {
    "search": "筛选：",
    "info": "第 _START_ 至 _END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有符合的行",
    "infoFiltered": "（由 _MAX_ 行中筛出）",
    "lengthMenu": "每页 _MENU_ 行",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有数据",
}
_LIVE = """<div id="{id}" class="mathjax_ignore" hidden>{live}</div>
<div id="{id}-plain">{plain}</div>
<script>document.getElementById("{id}").hidden = false;
document.getElementById("{id}-plain").hidden = true;</script>"""
_STYLE = "text-align:left;white-space:normal;vertical-align:top;padding:3px 10px"


def sortable() -> HTML:
    """Load what tables need to be sorted and filtered; shown once at the top of a notebook.

    >>> "http" in sortable().data.partition("<noscript>")[2]
    False
    """
    if not _INTERACTIVE:
        return HTML("")
    bundle = import_module("itables.options").dt_bundle
    loader = import_module("itables.javascript").generate_init_offline_itables_html(bundle)
    # What follows is for pages without scripts, where the plain tables speak for themselves.
    return HTML(loader.partition("<noscript>")[0] + "</div>")


class Table:
    """A frame with Chinese headers and words in its cells; sorted and filtered in JupyterLab.

    Attributes:
        frame: what is shown; a frame of its own, to be counted, searched or written.
    """

    def __init__(self, frame: pd.DataFrame, *, caption: str = "") -> None:
        self.frame, self.caption = frame, caption

    def __repr__(self) -> str:
        columns = ", ".join(map(str, self.frame.columns))
        return f"Table({len(self.frame)} × {len(self.frame.columns)}: {columns})"

    def _repr_html_(self) -> str:
        if not _INTERACTIVE:
            return self._plain()
        return _LIVE.format(id=f"fz-{id(self):x}", live=self._live(), plain=self._plain())

    def _live(self) -> str:
        paged = len(self.frame) > PAGE
        short = [place for place, narrow in enumerate(self._narrow()) if narrow]
        before = [place for place, name in enumerate(self.frame) if name == BEFORE]
        return import_module("itables.javascript").to_html_datatable(
            self.frame,
            caption=escape(self.caption) or None,
            allow_html=False,  # whatever a user's settings of itables say
            connected=False,
            showIndex=False,
            classes="display compact",
            language=_LANGUAGE,
            paging=paged,
            layout={
                "topStart": "pageLength" if paged else None,
                "topEnd": "search",
                "bottomStart": "info",
                "bottomEnd": "paging" if paged else None,
            },
            columnDefs=[
                {"targets": "_all", "className": "dt-left"},
                {"targets": short, "className": "dt-left dt-body-nowrap"},
                {"targets": before, "className": "dt-right"},
            ],
            maxBytes=0,
            display_logo_when_loading=False,
            style="width:100%;table-layout:auto;margin:0",
        )

    def _plain(self) -> str:
        def line(cells: Sequence[Any], tag: str) -> str:
            styles = (_STYLE + extra for extra in self._extra())
            pairs = zip(cells, styles, strict=True)
            return "".join(f'<{tag} style="{s}">{escape(str(c))}</{tag}>' for c, s in pairs)

        rows = self.frame.head(PLAIN_ROWS).itertuples(index=False, name=None)
        body = "".join(f"<tr>{line(row, 'td')}</tr>" for row in rows)
        rest = len(self.frame) - PLAIN_ROWS
        more = f"<p>……另有 {rest} 行</p>" if rest > 0 else ""
        more = more if len(self.frame) else f"<p>{_NONE}</p>"
        head = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        head += f"<thead><tr>{line(list(self.frame.columns), 'th')}</tr></thead>"
        # What stands between two dollar signs in a report is no formula.
        return f'<table class="dataframe mathjax_ignore">{head}<tbody>{body}</tbody></table>{more}'

    def _extra(self) -> list[str]:
        """What a column needs beside the common style: names unbroken, sentences with room."""
        extra = [";white-space:nowrap" if narrow else ";min-width:8em" for narrow in self._narrow()]
        for place, column in enumerate(self.frame):
            if max((len(str(v)) for v in self.frame[column]), default=0) > _SENTENCE:
                extra[place] = ";min-width:12em"
            if column == BEFORE:
                # In a concordance the words before the keyword end where it begins.
                extra[place] += ";text-align:right"
        return extra

    def _narrow(self) -> list[bool]:
        """Columns whose cells are all short: names and numbers do not break over lines."""
        return [all(len(str(v)) <= 12 for v in self.frame[c]) for c in self.frame]


def table(
    frame: pd.DataFrame,
    columns: str | Mapping[str, str] | None = None,
    *,
    name: str = "",
    caption: str = "",
) -> Table:
    """A frame as people read it: chosen columns, Chinese headers, names for codes, no ``nan``.

    Args:
        frame: a table of the corpus or a finding. Not changed. A named index becomes columns.
        columns: their names in their order, blanks between; a mapping gives headers of its own.
            All by default.
        name: the table of the corpus, where its Chinese headers differ from those of others.
        caption: a line under the table.

    Raises:
        UsageError: the frame has no such column.

    >>> rows = pd.DataFrame({"issuer": ["甲局"], "bound": ["at_least"], "lower": [1000.0],
    ...     "upper": [None]})
    >>> table(rows, name="indicators").frame.to_dict("records")
    [{'发文机关': '甲局', '界': '至少', '下限': 1000, '上限': ''}]
    """
    if frame.index.names != [None]:
        frame = frame.reset_index()
    if isinstance(columns, str):
        columns = dict.fromkeys(columns.split(), "")
    chosen = list(frame.columns) if columns is None else list(columns)
    missing = [c for c in chosen if c not in frame.columns]
    if missing:
        raise UsageError(
            f"the frame has no column {', '.join(missing)}",
            hint=f"it has {', '.join(map(str, frame.columns))}",
        )
    titles = {**HEADERS, **TITLES.get(name, {})}
    titles |= {c: title for c, title in (columns or {}).items() if title}
    # Beside its name, a code is shown as what it is typed as.
    bare = {"code"} if "name" in chosen else set()
    shown = {titles.get(c, str(c)): _words("" if c in bare else str(c), frame[c]) for c in chosen}
    return Table(pd.DataFrame(shown).reset_index(drop=True), caption=caption)


def _words(column: str, values: pd.Series) -> pd.Series:
    return pd.Series([_cell(column, v) for v in values], index=values.index, dtype=object)


def _cell(column: str, value: Any) -> Any:
    if column in _NAMES and not (column == "code" and pd.isna(value)):
        return _NAMES[column](value)
    if column == "also":
        names = [theme_name(c) if c in THEMES else category_name(c) for c in codes_in(value)]
        return "、".join(names)
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value))
    if pd.isna(value):
        return ""
    if column in _MESSAGES:
        return in_chinese(str(value))
    if column in _WORDS:
        return _WORDS[column].get(str(value), str(value))
    if isinstance(value, (bool, np.bool_)):
        return "是" if value else "否"
    if column.endswith("share") and isinstance(value, float):
        return f"{value:.1%}"
    if column.endswith("_p") and isinstance(value, float):
        return "<0.001" if value < 0.001 else f"{value:.3f}"
    if column in _DECIMALS and isinstance(value, float):
        return f"{value:.{_DECIMALS[column]}f}"
    if isinstance(value, str) and len(value) > MOST_CHARS:
        return shortened(value, MOST_CHARS)
    return _figure(value)


def _figure(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return (
        int(value)
        if value.is_integer()
        else "∞"
        if value == float("inf")
        else round(value, 1 if abs(value) >= 10 else 3)
    )
