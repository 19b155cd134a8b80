"""The CSV files that a build writes beside its tables."""

from __future__ import annotations

import csv as csv_format
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fzanalysis.corpus.codebook import allowed
from fzanalysis.corpus.schema import TABLES, TITLES
from fzanalysis.errors import UsageError

if TYPE_CHECKING:
    from fzanalysis.corpus.writer import FrameFiles

#: Rows of a table above which CSV is written only when asked for.
MANY = 200_000
NOTE = "说明.txt"
DEFINITIONS = "definitions.csv"
_WORDS = (
    "表中最大的一张有 {rows:,} 行，超过 {many:,} 行，未写出 CSV。\r\n"
    "全部数据在上一级的 tables 文件夹（Parquet）。需要 CSV 时："
    "建表命令加 --csv always（大表会分成几个文件），"
    "或先用 fz.load(...).table(表名, columns=..., where=...) 选出所需的行与列，再导出。\r\n"
)


def check(csv: str, headers: str) -> None:
    """Refuse unknown choices before anything is built.

    Raises:
        UsageError: says what may be chosen.
    """
    if csv not in ("auto", "always", "never"):
        raise UsageError(f"unknown choice {csv!r} for csv", hint="auto, always or never")
    if headers not in ("code", "zh"):
        raise UsageError(f"unknown headers {headers!r}", hint="code or zh")


def publisher(csv: str, headers: str) -> Callable[[Path, FrameFiles], None] | None:
    """What a build calls to write CSV; None if it shall not.

    >>> publisher("never", "code")
    """
    if csv == "never":
        return None

    def publish(folder: Path, frames: FrameFiles) -> None:
        if csv == "auto" and frames.largest > MANY:
            words = _WORDS.format(rows=frames.largest, many=MANY)
            (folder / NOTE).write_text(words, "utf-8-sig", newline="")
            return
        from fzanalysis.presentation.export import to_csv

        titles = {name: TITLES[frames.table_of(name)] for name in frames}
        to_csv(frames, folder, headers=headers, titles=titles)
        _write_definitions(folder / DEFINITIONS)

    return publish


def _write_definitions(path: Path) -> None:
    """What each column means, beside ``codebook.csv``, which says how to read the files back."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv_format.writer(stream, lineterminator="\r\n")
        writer.writerow(
            (
                "table",
                "table_title",
                "column",
                "title",
                "kind",
                "unit",
                "required",
                "allowed",
                "definition",
            )
        )
        for table in TABLES.values():
            for c in table.columns:
                required = "是" if c.required else "否"
                writer.writerow(
                    (
                        table.name,
                        table.zh,
                        c.name,
                        c.zh,
                        c.kind,
                        c.unit,
                        required,
                        allowed(c),
                        c.definition,
                    )
                )
