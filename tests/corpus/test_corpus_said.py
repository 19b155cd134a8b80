"""What a person says of files beside them: where it may lie, how it may be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_reports import write_reports

import fzanalysis as fz
from fzanalysis.corpus import build
from fzanalysis.corpus.corrections import CorrectionError
from fzanalysis.errors import UsageError

HEAD = "表,来源文件,行,列,原值,新值,理由,更正人,日期\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """r0001.txt and r0002.txt, and r0000.txt and r0003.txt in a folder in it."""
    write_reports(tmp_path / "raw", 4)
    return tmp_path / "raw"


def reports(folder: Path, tmp_path: Path):
    build(folder, tmp_path / "out")
    return fz.load(tmp_path / "out").reports.set_index("source_path")


def test_each_folder_speaks_of_the_files_in_it(folder: Path, tmp_path: Path) -> None:
    (folder / "sources.csv").write_text("path,issuer\nmore/r0000.txt,甲县司法局\n", "utf-8")
    (folder / "more" / "Sources.CSV").write_text("path,year\nr0003.txt,2001\n", "utf-8")
    line = "报告,{},,标题,{},改过,核对,王工,2025-03-01\n"
    first = reports(folder, tmp_path)
    assert first.loc["more/r0000.txt", "issuer"] == "甲县司法局"
    assert first.loc["more/r0003.txt", "year"] == 2001
    for place, name in ((folder, "r0001.txt"), (folder / "more", "r0000.txt")):
        path = (place / name).relative_to(folder).as_posix()
        own = HEAD + line.format(name, first.loc[path, "title"])
        (place / "corrections.csv").write_text(own, "utf-8")
    changed = reports(folder, tmp_path)
    assert set(changed.index[changed["title"] == "改过"]) == {"r0001.txt", "more/r0000.txt"}


def test_a_wrong_line_further_down_is_told_with_its_folder(folder: Path, tmp_path: Path) -> None:
    wrong = HEAD + "指标,r0000.txt,n001,数值,77,1,核对,王工,2025-03-01\n"
    (folder / "more" / "corrections.csv").write_text(wrong, "utf-8")
    with pytest.raises(CorrectionError, match=r"more/corrections\.csv line 2.*not '77'"):
        build(folder, tmp_path / "out")


def test_of_one_file_that_is_built_alone_the_others_do_not_matter(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "sources.csv").write_text(
        "path,issuer\nr0001.txt,甲县司法局\nr0002.txt,乙县司法局\n", "utf-8"
    )
    (folder / "corrections.csv").write_text(
        HEAD
        + "报告,r0001.txt,,发文机关,甲县司法局,丙县司法局,核对,王工,2025-03-01\n"
        + "报告,r0002.txt,,发文机关,乙县司法局,丁县司法局,核对,王工,2025-03-01\n",
        "utf-8",
    )
    build(folder / "r0001.txt", tmp_path / "out")
    assert fz.load(tmp_path / "out").reports["issuer"].tolist() == ["丙县司法局"]


@pytest.mark.parametrize("day", ["2016-03-05", "2016/3/5", "2016年3月5日", "2016-03-05 00:00:00"])
def test_days_are_read_as_people_and_spreadsheets_write_them(
    folder: Path, tmp_path: Path, day: str
) -> None:
    # Spreadsheets leave empty lines, and write numbers with a point.
    (folder / "sources.csv").write_text(
        f"path,url,year,published_on\nr0001.txt,https://example.org/1,2015.0,{day}\n,,,\n\n",
        "utf-8",
    )
    found = reports(folder, tmp_path).loc["r0001.txt"]
    assert (found["year"], found["published_on"]) == (2015, "2016-03-05")
    assert found["url"] == "https://example.org/1"
    (folder / "corrections.csv").write_text(
        HEAD + f"报告,r0001.txt,,发布日期,{day},2016年4月1日,核对,王工,2025-03-01\n", "utf-8"
    )
    assert reports(folder, tmp_path).loc["r0001.txt", "published_on"] == "2016-04-01"


def test_a_line_without_a_path_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "sources.csv").write_text("path,year\nr0001.txt,2015\n,2016\n", "utf-8")
    with pytest.raises(UsageError, match=r"sources\.csv line 3 names no path"):
        build(folder, tmp_path / "out")
