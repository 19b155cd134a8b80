"""Every limit can be raised, and what breaks one says how."""

from __future__ import annotations

import io
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hostile_inputs import blank_pdf, pack
from tests.conftest import ROOT

from fzanalysis.errors import LimitError, ReadError, UsageError
from fzanalysis.reading import Limits, office, read_bytes
from fzanalysis.reading.files import list_sources
from fzanalysis.reading.limits import options, read_at_most, table

BUILT = Path(__file__).parent.parent / "data" / "formats" / "built"
TEXT = "一、主要做法。全年学法12次。".encode()
OPTION = re.compile(r"build with (?:a larger )?(--[a-z-]+)(?: (\d+))?")


#: Limit, a value that is too low, a file of a folder and what is in it.
BROKEN = [
    ("file_bytes", 20, "a.txt", TEXT),
    ("text_bytes", 20, "a.txt", TEXT),
    ("text_bytes", 20, "a.html", b"<html><body><p>" + TEXT),
    ("text_bytes", 20, "a.docx", (BUILT / "typed.docx").read_bytes()),
    ("text_bytes", 300, "a.pdf", (BUILT / "plain.pdf").read_bytes()),
    ("elements", 3, "a.html", b"<html><body><p>1<p>2<p>" + TEXT),
    ("archive_bytes", 20, "a.zip", pack({"a.txt": TEXT})),
    ("archive_members", 1, "a.zip", pack({"a.txt": TEXT, "b.txt": TEXT})),
    ("archive_members", 1, "a.docx", (BUILT / "typed.docx").read_bytes()),
    ("archive_depth", 1, "a.zip", pack({"b.zip": pack({"a.txt": TEXT})})),
    ("folder_depth", 1, "a/b/c/a.txt", TEXT),
    ("ratio", 2, "a.zip", pack({"a.txt": TEXT * 40_000})),
    ("pages", 1, "a.pdf", blank_pdf(2)),
    ("pdf_seconds", 1e-9, "a.pdf", (BUILT / "plain.pdf").read_bytes()),
    ("convert_seconds", 0.01, "a.rtf", (BUILT / "typed.rtf").read_bytes()),
]


def refusals(folder: Path, limits: Limits) -> list[LimitError]:
    found = []
    for source in list_sources(folder, limits):
        try:
            read_bytes(source.load(), limits=limits)
        except LimitError as error:
            found.append(error)
    return found


@pytest.mark.parametrize(("name", "value", "path", "data"), BROKEN, ids=lambda v: str(v)[:20])
def test_what_breaks_a_limit_names_its_option(
    name: str, value: float, path: str, data: bytes, tmp_path: Path
) -> None:
    if path.endswith(".rtf") and office.find_office() is None:
        pytest.skip("LibreOffice is not installed")
    file = tmp_path / "raw" / path
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    (error,) = refusals(tmp_path / "raw", Limits(**{name: value}))  # type: ignore[arg-type]
    assert error.limit == name
    option = OPTION.search(error.hint)
    assert option, error.hint
    told = {limit.name: limit.metadata["option"] for limit in fields(Limits)}
    assert option[1] == told[name]
    assert option[1] in options()
    if option[2]:  # the value of the hint is enough
        again = Limits.of_options({option[1]: float(option[2])})
        blank = path == "a.pdf" and name == "pages"  # its other fault is told now
        assert blank or refusals(tmp_path / "raw", again) == []


def test_every_limit_is_broken_above() -> None:
    assert {row[0] for row in BROKEN} == {limit.name for limit in fields(Limits)}


def test_the_manual_lists_the_limits_of_the_code() -> None:
    """Written by ``python benchmarks/bench_reading.py --docs --only limits``."""
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    rows = text.split("<!-- limits: begin -->\n")[1].split("\n<!-- limits: end -->")[0]
    assert rows.splitlines() == table()


def test_options_are_told_with_their_defaults() -> None:
    assert Limits.of_options({}) == Limits()
    assert Limits.of_options(dict.fromkeys(options())) == Limits()
    found = Limits.of_options({"--seconds-per-file": 0.5, "--max-text-mb": 0.5, "--max-pages": 7})
    assert found.changed() == {
        "text_bytes": 512 * 1024, "pages": 7, "pdf_seconds": 0.5, "convert_seconds": 0.5,
    }  # fmt: skip
    assert "(default: 20)" in options()["--seconds-per-file"]
    assert "(default: 60)" in options()["--seconds-per-file"]


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 1e300])
def test_limits_that_are_none(value: float) -> None:
    with pytest.raises(UsageError, match="the limit pages is") as caught:
        Limits(pages=value)  # type: ignore[arg-type]
    assert caught.value.hint


def test_a_high_limit_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.zip").write_bytes(pack({"a.txt": TEXT}))
    high = Limits.of_options(dict.fromkeys(options(), 900_000))
    assert [source.load() for source in list_sources(tmp_path, high)] == [TEXT, TEXT]
    assert read_at_most(io.BytesIO(TEXT), 10**14) == TEXT


def test_more_room_does_not_make_a_text_of_binary_data() -> None:
    with pytest.raises(ReadError, match="binary data"):
        read_bytes(bytes(range(256)) * 10, limits=Limits(text_bytes=9))
