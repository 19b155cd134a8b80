"""The phrase books beside this file, case by case: what a form means, or that it means nothing.

Each file holds a meaning once and its surfaces below it; how to read the keys stands at the head of
the file. A surface is a string, or a table with ``text`` and ``todo``: the reason why the program
still reads it wrongly. Such a case is a strict xfail, so that a repair is noticed.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fzanalysis.catalogue import load_catalogue
from fzanalysis.document import Document
from fzanalysis.extraction import extract_document
from fzanalysis.extraction.numerals import value_of

HERE = Path(__file__).parent
TITLE = "桐岭县档案局2023年法治政府建设年度报告"
HEADING = "一、主要工作"
INTRO = "2023年，我局依法履行职责，现将有关情况报告如下。"
BODY = "一、主要工作\n（一）加强学习。组织干部学法。\n二、下一步打算\n继续抓好普法。\n"
POSITIVE = {
    "numerals": ["number"],
    "quantities": ["quantity"],
    "codes": ["coded", "uncoded"],
    "roles": ["role", "time"],
    "identity": ["identity"],
    "headings": ["outline"],
    "parts": ["scene"],
    "phrases": ["phrase"],
    "wordings": ["wording"],
}
NEGATIVE = {
    "numerals": ["no_number"],
    "codes": ["not_coded"],
    "roles": ["not_actual"],
    "refusals": ["refusal"],
    "identity": ["not_identity"],
    "headings": ["prose"],
}
LEAST = 400  # cases of either kind
Entry = dict[str, Any]


def surfaces(name: str, kind: str) -> Iterator[tuple[Entry, str, str | None]]:
    """All surfaces of one kind of entry as (entry, text, reason why it is not read yet)."""
    path = HERE / f"{name}.toml"
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, []):
        for surface in entry["surfaces"]:
            if isinstance(surface, str):
                yield entry, surface, None
            else:
                yield entry, surface["text"], surface["todo"]


def cases(name: str, kind: str) -> list[Any]:
    """The surfaces of one kind as parameters of a test; the id is the line of the surface."""
    lines = (HERE / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    found = []
    at = 0
    for entry, text, todo in surfaces(name, kind):
        marks = [pytest.mark.xfail(strict=True, reason=todo)] if todo else []
        at = _line_of(text, lines, at)
        found.append(pytest.param(entry, text, marks=marks, id=f"{name}.toml:{at + 1}"))
    return found


def _line_of(text: str, lines: list[str], start: int) -> int:
    """The line that holds a surface as TOML writes it, from ``start`` on."""
    written = json.dumps(text, ensure_ascii=False)
    return next(i for i in range(start, len(lines)) if written in lines[i])


def each(name: str, kind: str) -> Callable[..., Any]:
    """Parametrise a test with the surfaces of one kind."""
    return pytest.mark.parametrize(("entry", "text"), cases(name, kind))


def rows_of(text: str, heading: str = HEADING, title: str = TITLE) -> list[dict[str, Any]]:
    """The rows of ``metrics`` of a small report that holds nothing but the sentence."""
    document = Document(f"{title}\n{heading}\n{text}\n")
    _, records = extract_document(document)
    rows = records.tables["metrics"]
    for row in rows:
        assert document.text[row["start"] : row["end"]] == row["quote"]
    return rows


def only_row(text: str, **frame: str) -> dict[str, Any]:
    rows = rows_of(text, **frame)
    found = [(r["value"], r["unit"], r["quote"]) for r in rows]
    assert len(rows) == 1, f"{len(rows)} figures instead of one: {found}"
    return rows[0]


def check_counted(row: dict[str, Any], phrase: str) -> None:
    """``counted`` names the thing: it holds the phrase and hardly anything beside it."""
    counted = row["counted"]
    assert phrase in counted, f"counted is {counted!r}"
    assert len(counted) <= len(phrase) + 6, f"counted is {counted!r}"
    assert not re.search(r"[\d，。；]", counted), f"counted is {counted!r}"


@each("numerals", "number")
def test_numeral(entry: Entry, text: str) -> None:
    assert value_of(text) == pytest.approx(entry["value"])


@each("numerals", "no_number")
def test_no_numeral(entry: Entry, text: str) -> None:
    assert value_of(text) is None, entry["reason"]


@each("quantities", "quantity")
def test_quantity(entry: Entry, text: str) -> None:
    row = only_row(text)
    bound = entry.get("bound", "exact")
    assert row["bound"] == bound
    if "value" in entry:
        assert row["value"] == pytest.approx(entry["value"])
    if "unit" in entry:
        assert row["unit"] == entry["unit"]
    if not entry.get("open"):
        value = entry.get("value") if bound == "exact" else None
        limits = entry.get("lower", value), entry.get("upper", value)
        assert (row["lower"], row["upper"]) == limits
    if "counted" in entry:
        check_counted(row, entry["counted"])
    assert len(row["counted"]) >= 2, "what is counted has no name"


@each("phrases", "phrase")
def test_phrase(entry: Entry, text: str) -> None:
    left = rows_of(text, heading=entry.get("heading", HEADING))
    for value, bound, unit, role, codes, noun in entry["figures"]:
        hits = [row for row in left if row["value"] == pytest.approx(value)]
        assert hits, f"{value}{unit} is not found"
        row = max(hits, key=lambda row: (row["code"] or "") in codes)
        left.remove(row)
        assert (row["bound"], bare(row["unit"]), row["role"]) == (bound, bare(unit), role)
        assert (row["code"] or "") in codes
        counted = row["counted"]
        shared = len(set(noun) & set(counted)) >= 2
        assert noun in counted or counted in noun or shared, counted
    assert not left


def bare(unit: str) -> str:
    """A unit without its brackets: 场(次) and 场次 are one."""
    return re.sub(r"[()（）]", "", unit)


@each("wordings", "wording")
def test_wording(entry: Entry, text: str) -> None:
    """The figure between the marks; where no code is right, no figure is right too."""
    start, end = text.index("⟨"), text.index("⟩") - 1
    plain = text.replace("⟨", "").replace("⟩", "")
    head = len(f"{TITLE}\n{HEADING}\n")
    hits = [
        row
        for row in rows_of(plain)
        if _NUMERAL.search(plain[max(start, row["start"] - head) : min(end, row["end"] - head)])
    ]
    if not hits and entry["codes"] == [""]:
        return
    row = max(hits, key=lambda row: (row["code"] or "") in entry["codes"])
    assert (row["code"] or "") in entry["codes"]
    assert row["role"] == entry["role"]


_NUMERAL = re.compile("[0-9零一二三四五六七八九十百千万两]")


@each("codes", "coded")
def test_coded(entry: Entry, text: str) -> None:
    row = only_row(text, heading=entry.get("heading", HEADING))
    assert row["code"] == entry["code"]


@each("codes", "uncoded")
def test_uncoded(entry: Entry, text: str) -> None:
    row = only_row(text, heading=entry.get("heading", HEADING))
    assert row["code"] is None, entry["reason"]
    assert len(row["counted"]) >= 2, "what is counted has no name"


@each("codes", "not_coded")
def test_not_coded(entry: Entry, text: str) -> None:
    rows = rows_of(text, heading=entry.get("heading", HEADING))
    assert not {row["code"] for row in rows} & set(entry["wrong"]), entry["reason"]


@each("roles", "role")
def test_role(entry: Entry, text: str) -> None:
    row = only_row(text, heading=entry.get("heading", HEADING))
    assert row["role"] == entry["role"]


@each("roles", "not_actual")
def test_not_actual(entry: Entry, text: str) -> None:
    rows = rows_of(text, heading=entry.get("heading", HEADING))
    assert "actual" not in {row["role"] for row in rows}, entry["reason"]


@each("roles", "time")
def test_time(entry: Entry, text: str) -> None:
    row = only_row(text)
    assert (row["period"], row["as_of"]) == (entry["period"], entry.get("as_of"))


@each("parts", "scene")
def test_scene(entry: Entry, text: str) -> None:
    rows = rows_of(text)
    found = [(r["value"], r["unit"]) for r in rows]
    assert found == [(value, unit) for value, unit, *_ in entry["figures"]]
    place = {row["metric_id"]: i for i, row in enumerate(rows)}
    totals = [place.get(row["part_of"]) for row in rows]
    assert totals == [(figure[2] if len(figure) > 2 else None) for figure in entry["figures"]]
    if "codes" in entry:
        assert [row["code"] or "" for row in rows] == entry["codes"]
    if "roles" in entry:
        assert [row["role"] for row in rows] == entry["roles"]
    for row, phrase in zip(rows, entry.get("counted", []), strict=False):
        check_counted(row, phrase)


@each("refusals", "refusal")
def test_refusal(entry: Entry, text: str) -> None:
    front = {"text": "组织干部学法。", "title": f"{text}\n{TITLE}"}
    rows = rows_of(**front) if entry.get("front") else rows_of(text)
    found = [[row["value"], row["unit"]] for row in rows]
    assert found == entry.get("keeps", []), entry["reason"]


def identity_of(entry: Entry, text: str) -> Any:
    parsed, _ = extract_document(Document(text if entry.get("whole") else f"{text}\n{BODY}"))
    return parsed.identity


def choices(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@each("identity", "identity")
def test_identity(entry: Entry, text: str) -> None:
    identity = identity_of(entry, text)
    for key in ("title", "issuer", "region", "province", "year", "published_on"):
        if key in entry:
            assert getattr(identity, key) in choices(entry[key]), key
    for key in entry.get("unknown", []):
        assert getattr(identity, key) is None, key
        assert identity.warnings, f"{key} stays open without a word to the user"


@each("identity", "not_identity")
def test_not_identity(entry: Entry, text: str) -> None:
    value = getattr(identity_of(entry, text), entry["key"])
    if entry["wrong"] == "":
        assert value is None, entry["reason"]
    else:
        assert value not in choices(entry["wrong"]), entry["reason"]


def plain_marker(marker: str) -> str:
    """The marker without white space and without the mark that divides it from the heading."""
    bare = re.sub(r"\s", "", marker).rstrip("、.．，,：:")
    return bare.replace("(", "（").replace(")", "）")


def outline_of(text: str) -> list[list[Any]]:
    parsed, records = extract_document(Document(text))
    for row in records.tables["sections"]:
        assert text[row["start"] : row["end"]] == row["quote"]
    return [
        [s.level, plain_marker(s.marker), s.heading, s.role]
        for s in parsed.sections
        if s.role != "intro"
    ]


@each("headings", "outline")
def test_outline(entry: Entry, text: str) -> None:
    whole = text if entry.get("whole") else f"{TITLE}\n{INTRO}\n{text}\n"
    assert outline_of(whole) == [list(section) for section in entry["sections"]]


@each("headings", "prose")
def test_prose(entry: Entry, text: str) -> None:
    found = outline_of(f"{TITLE}\n{INTRO}\n{HEADING}\n{text}\n二、下一步打算\n继续抓好普法。\n")
    wanted = [[1, "一", "主要工作", "measures"], [1, "二", "下一步打算", "plans"]]
    assert found == wanted, entry["reason"]


def test_what_is_counted_is_a_whole_phrase() -> None:
    """No half of a pair of brackets, no mark at either end, never a single character."""
    spoilt = []
    for name, kinds in (POSITIVE | {"refusals": ["refusal"]}).items():
        for kind in kinds if name in ("quantities", "codes", "roles", "parts", "refusals") else []:
            for entry, text, _ in surfaces(name, kind):
                for row in rows_of(text, heading=entry.get("heading", HEADING)):
                    counted = row["counted"]
                    pairs = ("“”", "《》", "（）", "()")
                    whole = all(counted.count(a) == counted.count(b) for a, b in pairs)
                    marks = set("、，,。；的") & {counted[:1], counted[-1:]}
                    if not whole or marks or len(counted) < 2:
                        spoilt.append((text, counted))
    assert not spoilt


@pytest.mark.parametrize(("sign", "kinds"), [("positive", POSITIVE), ("negative", NEGATIVE)])
def test_there_are_enough_cases(sign: str, kinds: dict[str, list[str]]) -> None:
    counts = {
        f"{name}.{kind}": sum(1 for _ in surfaces(name, kind))
        for name in kinds
        for kind in kinds[name]
    }
    total = sum(counts.values())
    print(f"{total} {sign} cases: {counts}")
    assert total >= LEAST
    assert min(counts.values()) > 0


def test_every_entry_of_the_phrase_books_is_run() -> None:
    for path in sorted(HERE.glob("*.toml")):
        kinds = set(tomllib.loads(path.read_text(encoding="utf-8")))
        run = set(POSITIVE.get(path.stem, [])) | set(NEGATIVE.get(path.stem, []))
        assert kinds == run, path.name


def test_no_surface_stands_twice_under_one_kind() -> None:
    for kinds in (POSITIVE, NEGATIVE):
        for name in kinds:
            for kind in kinds[name]:
                seen = [
                    (text, entry.get("heading"), repr(entry.get("key")))
                    for entry, text, _ in surfaces(name, kind)
                ]
                again = {case for case in seen if seen.count(case) > 1}
                if name != "identity":  # one head may serve several keys
                    assert not again


def test_every_metric_of_the_catalogue_has_a_case() -> None:
    known = {metric.code for metric in load_catalogue().metrics}
    assert {entry["code"] for entry, _, _ in surfaces("codes", "coded")} == known
