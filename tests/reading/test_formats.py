"""One report of our own in all formats: the same text, and the same findings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from benchmarks import bench_reading

from fzanalysis.document import Document
from fzanalysis.extraction import Records, extract_document
from fzanalysis.reading import office, read

FORMATS = Path(__file__).parent.parent / "data" / "formats"
FILES = sorted(path.name for path in (FORMATS / "built").iterdir() if path.suffix != ".zip")
NEED_OFFICE = (".doc", ".rtf")
TITLE = "青岚县科学技术局2023年度法治政府建设情况报告"
SOURCE = (FORMATS / "source.txt").read_text(encoding="utf-8")


def test_the_corpus_is_whole() -> None:
    assert len([name for name in FILES if name.endswith(".html")]) >= 6
    assert {Path(name).suffix for name in FILES} == {
        ".txt",
        ".html",
        ".docx",
        ".doc",
        ".rtf",
        ".pdf",
    }


@cache
def document(name: str) -> Document:
    if Path(name).suffix in NEED_OFFICE and office.find_office() is None:
        pytest.skip("LibreOffice is not installed")
    return read(FORMATS / "built" / name)


def folded(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    "name", [name for name in FILES if name not in ("one_line.html", "big5.txt")]
)
def test_every_paragraph_comes_back(name: str) -> None:
    assert [folded(line) for line in document(name).text.splitlines()] == [
        folded(line) for line in SOURCE.splitlines()
    ]


def test_one_line_pages_keep_every_character() -> None:
    text = document("one_line.html").text
    assert text.splitlines()[0] == TITLE
    assert folded(text) == folded(SOURCE).replace("|", "")


def test_traditional_text_is_kept_as_it_is() -> None:
    text = document("big5.txt").text
    assert document("big5.txt").encoding == "big5hkscs"
    assert text.splitlines()[0] == "青嵐縣科學技術局2023年度法治政府建設情況報告"
    assert len(text) == len(SOURCE)


@pytest.mark.parametrize(
    ("name", "source", "index_number"),
    [
        ("trs_editor.html", "县科学技术局", None),
        ("zoom_table.html", "青岚县科学技术局", "QL-2024-00017"),
        ("one_div_br.html", "科学技术局", "000/2024-01"),
        ("ucap.html", "青岚县科学技术局", None),
        ("one_line.html", "县科学技术局", None),
        ("no_container.html", "科学技术局", None),
        ("ueditor_split.html", "青岚县科学技术局", "000QL-0001/2024-00002"),
        ("lists_beside.html", "县科学技术局", "QL/2024-0007"),
        ("ucap_element.html", "县科学技术局", None),
        ("vsb_unlabelled.html", None, None),
    ],
)
def test_pages_tell_of_themselves(name: str, source: str | None, index_number: str | None) -> None:
    fields = document(name).fields
    assert fields["title"] == TITLE
    assert fields["published_on"] == "2024-01-18"
    assert fields.get("source") == source
    assert fields.get("index_number") == index_number


METRIC = ("code", "value", "lower", "upper", "bound", "unit", "role", "period")


def findings(records: Records) -> dict[str, list[tuple[object, ...]]]:
    """What an analyst reads off a report, without places in the text."""
    tables = records.tables
    return {
        "headings": [
            (row["marker"], folded(row["heading"]), row["role"]) for row in tables["sections"]
        ],
        "metrics": [tuple(row[name] for name in METRIC) for row in tables["metrics"]],
        "problems": [(folded(row["text"]), row["category"]) for row in tables["problems"]],
        "plans": [(folded(row["text"]), row["theme"]) for row in tables["plans"]],
    }


@cache
def expected() -> dict[str, list[tuple[object, ...]]]:
    _, records = extract_document(Document(SOURCE))
    return findings(records)


def test_the_source_has_something_to_lose() -> None:
    assert len(expected()["metrics"]) > 25
    assert len(expected()["problems"]) == len(expected()["plans"]) == 3


CASES = [(name, what) for name in FILES for what in ("headings", "metrics", "problems", "plans")]


@pytest.mark.parametrize(("name", "what"), CASES)
def test_the_same_findings(name: str, what: str) -> None:
    _, records = extract_document(document(name))
    found = findings(records)[what]
    if name == "big5.txt":  # traditional words: the figures are the same, the wording is not
        first = 1 if what == "metrics" else 99
        assert [row[first:] for row in found] == [row[first:] for row in expected()[what]]
    else:
        assert found == expected()[what]


def test_the_manual_says_what_the_script_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but what a machine's speed and its office suite decide."""
    manual = bench_reading.MANUAL.read_text(encoding="utf-8")
    table = manual.partition("<!-- formats: begin -->\n")[2].partition("\n<!-- formats")[0]
    rows = table.splitlines()
    assert [row.split("`")[1] for row in rows[2:]] == FILES
    quick = [item for item in bench_reading.corpus() if not item[0].endswith(NEED_OFFICE)]
    monkeypatch.setattr(bench_reading, "corpus", lambda: iter(quick))
    printed = [row for row in bench_reading.table_of_formats() if row]
    assert set(printed) <= set(rows)
    assert len(printed) == 2 + len(quick)
