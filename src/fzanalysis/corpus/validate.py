"""Whether tables are what the schema says: all bad rows at once, with their quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fzanalysis.catalogue import Catalogue, load_catalogue
from fzanalysis.corpus.schema import TABLES, Column, Table
from fzanalysis.errors import FzError

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

FAILURE_COLUMNS = ("table", "report_id", "row", "column", "check", "value", "quote", "source_path")
Vocabularies = tuple[tuple[str, frozenset[str]], ...]


class SchemaError(FzError):
    """Rows that are not what the schema says.

    Attributes:
        failures: a frame with a row for each fault: table, report_id, row (the key within the
            report), column, check, value, quote, source_path.
    """

    def __init__(
        self, reason: str, *, hint: str = "", failures: pd.DataFrame | None = None
    ) -> None:
        super().__init__(reason, hint=hint)
        self.failures = failures if failures is not None else failure_frame([])

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.reason, self.hint, self.failures))


def _rebuild(reason: str, hint: str, failures: pd.DataFrame) -> SchemaError:
    return SchemaError(reason, hint=hint, failures=failures)


def validate(frames: Mapping[str, pd.DataFrame], catalogue: Catalogue | None = None) -> None:
    """Check tables against the schema.

    Args:
        frames: table → frame; any choice of the tables. Not changed.
        catalogue: the vocabulary that gives the codes that may occur; the one that ships if absent.

    Raises:
        SchemaError: lists all bad rows of all tables.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"source_path": ["a.txt", "a.txt"], "stage": ["reading", "thinking"],
    ...                       "reason": ["the file is empty", None], "hint": [None, None]})
    >>> try:
    ...     validate({"failures": frame})
    ... except SchemaError as error:
    ...     for fault in error.failures[["column", "check", "value"]].to_numpy().tolist():
    ...         print(fault)
    ['source_path', 'unique', 'a.txt']
    ['source_path', 'unique', 'a.txt']
    ['stage', 'allowed', 'thinking']
    ['reason', 'required', None]
    """
    failures = bad_rows(frames, catalogue or load_catalogue())
    if len(failures):
        first = failures.iloc[0]
        raise SchemaError(
            f"{len(failures)} cells are not what the schema says; the first: table "
            f"{first['table']}, column {first['column']}: {first['check']}, {first['value']!r}",
            hint="see the attribute failures",
            failures=failures,
        )


def bad_rows(frames: Mapping[str, pd.DataFrame], catalogue: Catalogue) -> pd.DataFrame:
    """What :func:`validate` complains of, as a frame; empty if nothing is wrong."""
    import pandera.errors

    paths = _paths(frames.get("reports"))
    found = []
    for name, frame in frames.items():
        missing = [c for c in TABLES[name].names if c not in frame and c != "corrected_by"]
        if missing:
            found += [_row(name, None, c, "missing column", None, paths) for c in missing]
            continue
        frame = frame.reset_index(drop=True)
        try:
            schema(name, catalogue).validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            found += _listed(name, frame, error.failure_cases, paths)
    return failure_frame(found)


def failure_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame of :data:`FAILURE_COLUMNS`, None where nothing is told.

    >>> failure_frame([]).columns.tolist() == list(FAILURE_COLUMNS)
    True
    """
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(FAILURE_COLUMNS)).astype(object)
    return frame.where(frame.notna(), None)


def schema(name: str, catalogue: Catalogue | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a table, made from the one declaration.

    >>> sorted(schema("texts").columns)
    ['report_id', 'text']
    """
    return _schema(name, vocabularies(catalogue or load_catalogue()))


def vocabularies(catalogue: Catalogue) -> Vocabularies:
    """Vocabulary → the codes that a catalogue gives it."""
    rollups = {m.rollup for m in catalogue.metrics if m.rollup}
    return (
        ("theme", frozenset(t.code for t in catalogue.themes)),
        ("problem", frozenset(p.code for p in catalogue.problems)),
        ("metric", frozenset(catalogue.metrics_by_code) | rollups),
    )


def allowed_values(column: Column, known: Vocabularies) -> frozenset[str]:
    """The values that may occur in a column; empty if any may."""
    return frozenset(column.allowed) or dict(known).get(column.vocabulary, frozenset())


def must_say_something(column: Column) -> bool:
    """Whether an empty text in a column is as bad as none."""
    return column.required and column.kind == "text" and column.name not in ("marker", "text")


@lru_cache(maxsize=64)
def _schema(name: str, known: Vocabularies) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    table = TABLES[name]
    columns = {
        c.name: pa.Column(
            checks=_checks(c, known),
            nullable=not c.required,
            required=c.name != "corrected_by",
            title=c.zh,
            description=c.definition,
        )
        for c in table.columns
    }
    return pa.DataFrameSchema(
        columns, checks=_row_checks(table), unique=list(table.key), name=name, title=table.zh,
        description=table.definition,
    )  # fmt: skip


def _checks(column: Column, known: Vocabularies) -> list[Any]:
    import pandera.pandas as pa

    checks = [pa.Check(_of_kind(column.kind), name=f"type {column.kind}")]
    allowed = allowed_values(column, known)
    if allowed:
        checks.append(pa.Check(lambda values: values.isin(allowed), name="allowed"))
    if must_say_something(column):
        checks.append(pa.Check(lambda s: s.astype(str).str.len() > 0, name="not empty"))
    return checks


def _of_kind(kind: str) -> Callable[[pd.Series], Any]:
    """A check of the type of a whole column, or of each cell where the column's type is open."""
    import pandas as pd

    numbers: Any = {"int": int, "float": (int, float)}
    types = {"text": str, "date": str, "bool": bool, **numbers}

    def check(values: pd.Series) -> Any:
        if pd.api.types.is_bool_dtype(values.dtype):
            return kind == "bool"
        if pd.api.types.is_integer_dtype(values.dtype):
            return kind in ("int", "float")
        if pd.api.types.is_float_dtype(values.dtype):  # a column of whole numbers with gaps
            return kind == "float" or (kind == "int" and (values.isna() | (values % 1 == 0)))
        if isinstance(values.dtype, pd.StringDtype):
            return kind in ("text", "date")
        return values.isna() | values.map(lambda v: isinstance(v, types[kind]))

    return check


def _row_checks(table: Table) -> list[Any]:
    import pandera.pandas as pa

    checks = []
    if "quote" in table.names:
        checks += [
            pa.Check(lambda f: f["start"].ge(0) & (f["start"] < f["end"]), name="start before end"),
            pa.Check(
                lambda f: f["quote"].astype(str).str.len() == f["end"] - f["start"],
                name="length of quote",
            ),
        ]
    if "lower" in table.names:
        checks.append(pa.Check(lambda f: ~(f["lower"] > f["upper"]), name="lower not above upper"))
    return checks


def _paths(reports: pd.DataFrame | None) -> dict[str, str]:
    if reports is None or not {"report_id", "source_path"} <= set(reports.columns):
        return {}
    return dict(zip(reports["report_id"], reports["source_path"], strict=True))


def _listed(
    name: str, frame: pd.DataFrame, cases: pd.DataFrame, paths: Mapping[str, str]
) -> list[dict[str, Any]]:
    """One row a fault: checks of whole rows report every column of the row, once is enough."""
    found, seen = [], set()
    names_in_order = {column: i for i, column in enumerate(TABLES[name].names)}
    names = {"not_nullable": "required", "multiple_fields_uniqueness": "unique"}
    for case in cases.to_dict("records"):
        check = names.get(str(case["check"]), str(case["check"]))
        whole = case["schema_context"] == "DataFrameSchema"
        column = None if whole else case["column"]
        value = None if whole else case["failure_case"]
        if check == "unique":
            column = str(TABLES[name].key[-1])
        place = case["index"]
        if (place, check, column) in seen:
            continue
        seen.add((place, check, column))
        row = None if place is None or place != place else frame.iloc[int(place)]
        if check == "unique" and row is not None and column is not None:
            value = row[column]
        order = (-1 if row is None else int(place), names_in_order.get(str(column), -1), check)
        found.append((order, _row(name, row, column, check, value, paths)))
    return [told for _, told in sorted(found, key=lambda pair: pair[0])]


def _row(
    table: str, row: Any, column: str | None, check: str, value: Any, paths: Mapping[str, str]
) -> dict[str, Any]:
    own = {} if row is None else row.to_dict()
    report_id = own.get("report_id")
    key = TABLES[table].key
    return {
        "table": table,
        "report_id": report_id,
        "row": own.get(key[-1]) if len(key) > 1 else None,
        "column": column,
        "check": check,
        "value": None if value is None or value != value else value,
        "quote": own.get("quote"),
        "source_path": own.get("source_path") or paths.get(str(report_id)),
    }
