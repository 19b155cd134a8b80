"""What a build did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fzanalysis.corpus.validate import failure_frame

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
#: Warnings, failures and faults held and printed; all of them stand in the tables.
_HELD, _SHOWN = 1_000, 40


@dataclass(frozen=True)
class Summary:
    """What a build did: rows by table, warnings by report, failures.

    Attributes:
        out: the folder of the build, or its address.
        rows: table → rows.
        warnings: (path, words), the first 1,000.
        failures: rows of the table ``failures``, the first 1,000.
        faults: cells that are not what the schema says, see :meth:`schema_failures`.
        unchanged: whether the tables of the last build were still right.
    """

    out: Path | str
    rows: dict[str, int]
    warnings: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Row] = field(default_factory=list)
    faults: list[Row] = field(default_factory=list)
    unchanged: bool = False

    @property
    def exit_status(self) -> int:
        """0 if every file was read, 1 if some were not."""
        return 1 if self.rows.get("failures") else 0

    @property
    def schema_failures(self) -> pd.DataFrame:
        """Cells that are not what the schema says, with quotes; empty unless the program errs."""
        return failure_frame(self.faults)

    def plus(
        self,
        rows: Mapping[str, int],
        warnings: Sequence[tuple[str, str]],
        faults: Sequence[Row],
    ) -> Summary:
        """The same with the rows of one more chunk.

        >>> Summary(Path("out"), {"reports": 2}).plus({"reports": 3}, [], []).rows
        {'reports': 5}
        """
        return replace(
            self,
            rows={name: count + rows.get(name, 0) for name, count in self.rows.items()},
            warnings=[*self.warnings, *warnings][:_HELD],
            faults=[*self.faults, *faults][:_HELD],
        )

    def with_failures(self, failures: Iterable[Row]) -> Summary:
        """The same with the failures."""
        return replace(self, failures=list(islice(failures, _HELD)))

    def __str__(self) -> str:
        lines = [f"{name:14s}{count:>10,d}" for name, count in self.rows.items()]
        lines += _first([f"warning: {path}: {words}" for path, words in self.warnings], "reports")
        lines += _first([_failed(row) for row in self.failures], "failures")
        if self.unchanged:
            lines.append("nothing changed since the last build")
        return "\n".join(lines)


def _first(lines: list[str], table: str) -> list[str]:
    if len(lines) <= _SHOWN:
        return lines
    return [*lines[:_SHOWN], f"… and more, all in the table {table}"]


def _failed(row: Row) -> str:
    hint = f" ({row['hint']})" if row["hint"] else ""
    return f"failed: {row['source_path']}: {row['reason']}{hint}"
