"""Schema, codebook, opening of tables, differences, ids."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus_reports import report
from hypothesis import given
from hypothesis import strategies as st

import fzanalysis as fz
from fzanalysis import cli
from fzanalysis.catalogue import load_catalogue
from fzanalysis.corpus import build
from fzanalysis.corpus.codebook import codebook
from fzanalysis.corpus.diff import COLUMNS, as_text, diff
from fzanalysis.corpus.ids import Member, assign_group
from fzanalysis.corpus.schema import TABLES, TABLES_VERSION
from fzanalysis.corpus.sketch import Sketch
from fzanalysis.corpus.sound import is_sound
from fzanalysis.corpus.validate import FAILURE_COLUMNS, SchemaError, bad_rows, schema, validate
from fzanalysis.errors import UsageError

ROOT = Path(__file__).parents[2]


# --- schema -----------------------------------------------------------------------------------


@pytest.fixture
def tables(built) -> dict[str, pd.DataFrame]:
    out, _ = built()
    return {name: frame.copy() for name, frame in fz.load(out).tables.items()}


def test_what_a_build_writes_is_what_the_schema_says(tables) -> None:
    validate(tables)


def test_no_rows_are_valid_rows(tables) -> None:
    validate({name: frame.iloc[:0] for name, frame in tables.items()})


BAD = {"text": (None, "", "甲"), "date": (None, "", "甲"), "int": (None, -1, 10**9), "float": (None, -1.0, 1e9), "bool": (None,)}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in TABLES if name != "texts"])
def test_a_glance_at_a_table_sees_whatever_its_schema_complains_of(built, name: str) -> None:
    out, _ = built()
    table = pq.read_table(out / "tables" / f"{name}.parquet").slice(0, 20)
    catalogue = load_catalogue()
    assert is_sound(name, table, catalogue)
    told = False
    for column in TABLES[name].columns:
        for value in BAD[column.kind] if table.num_rows else ():
            values = [value, *table[column.name].to_pylist()[1:]]
            place = table.column_names.index(column.name)
            bad = table.set_column(place, column.name, pa.array(values, type=column.arrow))
            faults = bad_rows({name: bad.to_pandas()}, catalogue)
            assert is_sound(name, bad, catalogue) == faults.empty, (column.name, value)
            told = told or not faults.empty
    assert told or not table.num_rows
    twice = pa.concat_tables([table, table.slice(0, 1)])
    assert is_sound(name, twice, catalogue) == (not table.num_rows)


def test_all_bad_rows_are_told_at_once_with_their_quotes(tables) -> None:
    metrics = tables["metrics"]
    metrics.loc[0, "bound"] = "perhaps"
    metrics.loc[1, "value"] = np.nan
    metrics.loc[2, "end"] = metrics.loc[2, "start"]
    metrics.loc[3, "unit"] = ""
    metrics.loc[4, ["lower", "upper"]] = [9.0, 1.0]
    metrics.loc[5, "code"] = "no_such_code"
    tables["sections"].loc[0, "role"] = "prologue"
    tables["measures"].loc[0, "theme"] = "XYZ"
    tables["texts"] = pd.concat([tables["texts"], tables["texts"].iloc[:1]])
    with pytest.raises(SchemaError) as caught:
        validate(tables)
    failures = caught.value.failures
    assert tuple(failures.columns) == FAILURE_COLUMNS
    found = {(f["table"], f["row"], f["column"], f["check"]) for f in failures.to_dict("records")}
    key = metrics["metric_id"]
    assert found == {
        ("metrics", key[0], "bound", "allowed"),
        ("metrics", key[1], "value", "required"),
        ("metrics", key[2], None, "start before end"),
        ("metrics", key[2], None, "length of quote"),
        ("metrics", key[3], "unit", "not empty"),
        ("metrics", key[4], None, "lower not above upper"),
        ("metrics", key[5], "code", "allowed"),
        ("sections", "s001", "role", "allowed"),
        ("measures", tables["measures"].loc[0, "measure_id"], "theme", "allowed"),
        ("texts", None, "report_id", "unique"),
    }
    quoted = failures[failures["table"] == "metrics"]
    quotes = metrics.set_index(["report_id", "metric_id"])["quote"]
    for fault in quoted.to_dict("records"):
        assert fault["quote"] == quotes[(fault["report_id"], fault["row"])]
    assert quoted["source_path"].str.endswith(".txt").all()


def test_a_column_of_another_type_or_none_is_told(tables) -> None:
    metrics = tables["metrics"].assign(value="viele").drop(columns="unit")
    failures = bad_rows({"metrics": metrics}, load_catalogue())
    assert failures["column"].tolist() == ["unit"]
    metrics = tables["metrics"].assign(value="viele")
    failures = bad_rows({"metrics": metrics}, load_catalogue())
    assert set(failures["check"]) == {"type float"}


def test_codes_of_a_catalogue_of_ones_own_are_allowed(tables, tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_text(
        '[[theme]]\ncode = "OWN"\nzh = "自定"\ncues = ["自定"]\n', "utf-8"
    )
    tables["plans"].loc[0, "theme"] = "OWN"
    validate(tables, load_catalogue(tmp_path))
    with pytest.raises(SchemaError):
        validate(tables)


def test_pandera_gets_title_and_definition_of_each_column() -> None:
    for table in TABLES.values():
        model = schema(table.name)
        assert list(model.columns) == table.names
        for column in table.columns:
            assert model.columns[column.name].title == column.zh
            assert model.columns[column.name].description == column.definition


def test_a_row_that_breaks_the_schema_costs_its_report_only(built, monkeypatch) -> None:
    from fzanalysis.corpus import parts

    process = parts.process

    def defective(document, *rest):
        outcome = process(document, *rest)
        if document.source_path == "r0001.txt":
            outcome.tables["metrics"][0]["role"] = "pastime"
        return outcome

    monkeypatch.setattr(parts, "process", defective)
    out, summary = built(workers=1)
    corpus = fz.load(out)
    assert "r0001.txt" not in set(corpus.reports["source_path"])
    row = corpus.failures.set_index("source_path").loc["r0001.txt"]
    assert (row["stage"], "pastime" in row["reason"]) == ("validation", True)
    assert summary.schema_failures["value"].tolist() == ["pastime"]
    assert summary.rows["reports"] == 11
    assert summary.exit_status == 1


def test_the_codebook_is_up_to_date() -> None:
    assert (ROOT / "docs" / "codebook.md").read_text("utf-8") == codebook(), (
        "run: python -m fzanalysis.corpus.codebook docs/codebook.md"
    )


def test_the_codebook_names_every_column() -> None:
    text = codebook()
    for table in TABLES.values():
        assert f"## {table.name} {table.zh}" in text
        for column in table.columns:
            assert f"| `{column.name}` | {column.zh} |" in text


# --- opening ----------------------------------------------------------------------------------


def test_columns_and_rows_can_be_chosen(built) -> None:
    out, _ = built()
    frame = fz.load(out).table(
        "reports", columns=["report_id", "year"], where=[("year", "==", 2015)]
    )
    assert frame.columns.tolist() == ["report_id", "year"]
    assert set(frame["year"]) == {2015}
    assert fz.load(out).count("metrics") == len(fz.load(out).metrics)


def test_unknown_tables_columns_and_folders_are_named(built, tmp_path: Path) -> None:
    out, _ = built()
    with pytest.raises(UsageError, match="metrics"):
        fz.load(out).table("metric")
    with pytest.raises(UsageError, match="bound"):
        fz.load(out).table("metrics", columns=["grenze"])
    with pytest.raises(UsageError, match="fzanalysis build"):
        fz.load(tmp_path / "nothing")


def test_another_layout_has_another_version() -> None:
    """Names, order and kinds of columns: who changes one raises the version and notes it here.

    Tables of the old layout are then refused with the advice to build them again, not misread.
    """
    known = {1: "b377aba612aac5c0"}
    layout = [(t.name, *((c.name, c.kind) for c in t.columns)) for t in TABLES.values()]
    assert hashlib.sha256(repr(layout).encode()).hexdigest()[:16] == known[TABLES_VERSION]


def test_tables_of_another_version_are_refused(built) -> None:
    out, _ = built()
    path = out / "tables" / "reports.parquet"
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({b"fzanalysis.tables": b"99"}), path)
    with pytest.raises(UsageError, match="version 99"):
        fz.load(out)


def test_tables_are_found_after_a_swap_that_was_ended(built) -> None:
    out, summary = built()
    (out / "tables").rename(out / ".old-tables")
    assert len(fz.load(out).reports) == summary.rows["reports"]


def test_a_table_too_large_for_one_file_is_split(raw: Path, tmp_path: Path, monkeypatch) -> None:
    from fzanalysis.presentation import build_csv

    build_module = __import__("sys").modules["fzanalysis.corpus.build"]
    monkeypatch.setattr(build_module, "MOST_ROWS", 30)
    monkeypatch.setattr(build_csv, "MANY", 50)
    fz.build(raw, tmp_path / "auto")
    assert [p.name for p in (tmp_path / "auto" / "csv").iterdir()] == [build_csv.NOTE]
    fz.build(raw, tmp_path / "always", csv="always")
    files = sorted((tmp_path / "always" / "csv").glob("sections*.csv"), key=lambda p: p.stem)
    frames = [pd.read_csv(f, encoding="utf-8-sig") for f in files]
    assert len(files) > 1
    assert max(len(f) for f in frames) == 30
    whole = fz.load(tmp_path / "always").sections
    assert pd.concat(frames)["section_id"].tolist() == whole["section_id"].tolist()
    fz.build(raw, tmp_path / "never", csv="never")
    assert not (tmp_path / "never" / "csv").exists()
    with pytest.raises(UsageError, match="sometimes"):
        fz.build(raw, tmp_path / "x", csv="sometimes")


def test_definitions_stand_beside_the_csv(raw: Path, tmp_path: Path) -> None:
    fz.build(raw, tmp_path / "out")
    told = pd.read_csv(tmp_path / "out" / "csv" / "definitions.csv", encoding="utf-8-sig")
    assert len(told) == sum(len(t.columns) for t in TABLES.values())
    assert told["definition"].notna().all()


# --- differences ------------------------------------------------------------------------------


def test_a_build_does_not_differ_from_itself(built) -> None:
    one, _ = built("one")
    two, _ = built("two")
    found = diff(one, two)
    assert found.empty
    assert found.columns.tolist() == list(COLUMNS)


def test_rows_that_only_moved_are_no_difference(raw: Path, built) -> None:
    one, _ = built("one")
    path = raw / "r0001.txt"
    lines = path.read_text("utf-8").splitlines()
    # A figure before all others: each of them gets another number and another place.
    lines[3] = lines[3].replace("全年组织", "聘请法律顾问3名。全年组织")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    two, _ = built("two")
    found = diff(one, two)
    metrics = found[found["table"] == "metrics"]
    assert metrics["change"].tolist() == ["gained"]
    assert "法律顾问3名" in metrics.iloc[0]["quote"]
    assert found[found["table"] == "indicators"]["change"].tolist() == ["gained"]
    assert found[found["table"] == "texts"]["change"].tolist() == ["changed"]


def test_lost_gained_and_changed_rows_are_told_with_quotes(raw: Path, built, capsys) -> None:
    one, _ = built("one")
    (raw / "r0001.txt").write_text(report(1, learn=88), "utf-8")
    (raw / "r0002.txt").unlink()
    (raw / "new.txt").write_text(report(70), "utf-8")
    two, _ = built("two")
    found = diff(one, two)
    reports = found[(found["table"] == "reports")].set_index("change")
    assert reports.loc["lost", "quote"].startswith("弥勒市教育局2015年")
    assert reports.loc["gained", "quote"].startswith("新乡县水利局2020年")
    indicator = found[(found["table"] == "indicators") & (found["row"] == "learn_group_sessions")]
    changed = indicator[indicator["change"] == "changed"].set_index("column")
    assert changed.loc["value", ["old", "new"]].tolist() == ["4", "88"]
    text = as_text(found)
    assert "~ indicators 370322-教育局-2015 learn_group_sessions  value: 4 → 88" in text
    assert all(line[0] in "~+-" for line in text.split("\n\n")[1].splitlines())
    assert "+ metrics" in text or "~ metrics" in text
    # The value and both its ends changed: that is one row, not three.
    rows = indicator_rows(found)
    assert f"indicators: {rows} rows changed" in text
    assert rows < len(found[(found["table"] == "indicators") & (found["change"] == "changed")])
    assert "metrics 532" not in text  # of a report that is gone the rows are only counted
    assert cli.main(["diff", str(one), str(two)]) == 1
    assert capsys.readouterr().out == text + "\n"
    assert cli.main(["diff", str(one), str(one)]) == 0


def indicator_rows(found) -> int:
    """How many indicators changed."""
    changed = found[(found["table"] == "indicators") & (found["change"] == "changed")]
    return len(changed[["report_id", "row"]].drop_duplicates())


def test_values_of_the_same_quote_are_compared(built, raw: Path, tmp_path: Path) -> None:
    one, _ = built("one")
    key = fz.load(one).metrics.iloc[0]
    path = fz.load(one).reports.set_index("report_id").loc[key["report_id"], "source_path"]
    (raw / "corrections.csv").write_text(
        "table,source_path,row,column,expected,value,reason,who,date\n"
        f"metrics,{path},{key['metric_id']},role,{key['role']},plan,核对,李,2025-01-01\n",
        "utf-8",
    )
    two, _ = built("two")
    found = diff(one, two)
    row = found[(found["table"] == "metrics") & (found["column"] == "role")].iloc[0]
    assert (row["old"], row["new"], row["quote"]) == (key["role"], "plan", key["quote"])


# --- ids --------------------------------------------------------------------------------------


@given(st.permutations(range(4)))
def test_ids_do_not_depend_on_the_order(order: list[int]) -> None:
    texts = {
        "a.pdf": report(1),
        "b.docx": report(1) + "附件",
        "c.txt": report(2),
        "d.txt": report(1),
    }
    members = [Member(p, f"{n}" * 64, n) for n, p in enumerate(texts)]
    found = assign_group("base", [members[i] for i in order], lambda m: texts[m.path])
    assert found == assign_group("base", members, lambda m: texts[m.path])
    assert len({rid for rid, _ in found.values()}) == 4


def test_the_same_bytes_at_many_places_are_compared_once() -> None:
    members = [Member(f"{n:03d}.txt", "a" * 64, 2) for n in range(50)]
    asked: list[str] = []

    def text_of(member: Member) -> str:
        asked.append(member.path)
        return report(1)

    found = assign_group("base", members, text_of)
    assert asked == ["000.txt"]
    assert [twin for _, twin in found.values()] == [None] + ["base"] * 49
    assert len({rid for rid, _ in found.values()}) == 50


@given(st.text("法治政府建设工作报告", min_size=0, max_size=60), st.integers(0, 30))
def test_sketches_of_short_texts_are_exact(text: str, cut: int) -> None:
    def shingles(words: str) -> set[str]:
        return {words[i : i + 8] for i in range(len(words) - 7)}

    a, b = shingles(text), shingles(text[cut:])
    alike = bool(
        a and b and len(a & b) / min(len(a), len(b)) >= 0.8
        and min(len(a), len(b)) / max(len(a), len(b)) > 0.5
    )  # fmt: skip
    assert Sketch.of(text).like(Sketch.of(text[cut:])) is alike


def test_sketches_of_long_texts_are_close() -> None:
    rng = np.random.default_rng(5)
    text = "".join(map(chr, rng.integers(0x4E00, 0x9FA5, 6000)))
    other = "".join(map(chr, rng.integers(0x4E00, 0x9FA5, 6000)))
    assert Sketch.of(text).like(Sketch.of(text[:5000]))
    assert Sketch.of(text).like(Sketch.of(text[:5400] + other[:600]))
    assert not Sketch.of(text).like(Sketch.of(text[:4000] + other[:2000]))
    assert not Sketch.of(text).like(Sketch.of(other))
    assert len(Sketch.of(text).hashes) == 1024


def test_building_twice_does_not_leave_scratch_files(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "out")
    build(raw, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").rglob("*") if p.is_dir()) == [
        ".cache",
        "parts",
        "tables",
    ]
    assert sorted(p.name for p in (tmp_path / "out" / ".cache").iterdir()) == [
        "built.json",
        "lock",
        "parts",
    ]


def test_the_line_of_the_manual_asks_the_tables_in_sql(built, tmp_path: Path, monkeypatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    out, _ = built("out")
    manual = (ROOT / "docs" / "scale.md").read_text("utf-8")
    query = manual.split('duckdb.sql("')[1].split('")')[0]
    monkeypatch.chdir(out.parent)
    found = dict(duckdb.sql(query).fetchall())
    metrics = fz.load(out).metrics
    right = metrics[metrics["role"] == "actual"].groupby("code", dropna=False)["value"].median()
    assert {k: v for k, v in found.items() if k} == right[right.index.notna()].to_dict()


def test_one_report_is_read_without_the_others(built) -> None:
    out, _ = built("out")
    corpus = fz.load(out)
    first = corpus.reports["report_id"].iloc[0]
    own = corpus.of_report(first)
    assert sorted(own) == sorted(n for n in TABLES if n != "failures")
    for name, frame in own.items():
        whole = corpus.table(name)
        whole = whole[whole["report_id"] == first].reset_index(drop=True)
        pd.testing.assert_frame_equal(frame, whole)
    with pytest.raises(UsageError, match=f"try {first}"):
        corpus.of_report(first[:-1])
