"""Folders and archives: every file once, in order; nothing outside, nothing hostile."""

from __future__ import annotations

import io
import os
import pickle
import struct
import zipfile
from pathlib import Path

import pytest
from hostile_inputs import pack

from fzanalysis.errors import ReadError
from fzanalysis.reading import read_bytes
from fzanalysis.reading.files import Source, list_sources
from fzanalysis.reading.limits import Limits

FORMATS = Path(__file__).parent.parent / "data" / "formats"
TEXT = "一、主要做法。全年学法12次。".encode()


def listed(root: Path, limits: Limits | None = None) -> dict[str, Source]:
    return {source.source_path: source for source in list_sources(root, limits or Limits())}


def reason(source: Source) -> str:
    with pytest.raises(ReadError) as caught:
        source.load()
    assert caught.value.hint
    return caught.value.reason


def test_folders_within_folders_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b/二.txt", "a/x/一.txt", "a/y.txt", "c.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found = listed(tmp_path)
    assert list(found) == ["a/x/一.txt", "a/y.txt", "a.txt", "b/二.txt", "c.txt"]
    assert all(source.load() == name.encode() for name, source in found.items())


def test_what_is_no_report_is_passed_over(tmp_path: Path) -> None:
    names = (
        "sources.csv", "corrections.csv", ".hidden", ".git/config", "__MACOSX/._a.txt", "~$报告.docx",
        "Thumbs.db", "页面_files/site.css", "old.files/a.js", "other_files/报告.txt", "页面.html", "old.htm",
    )  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    (tmp_path / "all.zip").write_bytes(pack(dict.fromkeys(names, TEXT)))
    kept = {"other_files/报告.txt", "页面.html", "old.htm"}
    assert set(listed(tmp_path)) == kept | {f"all.zip!{name}" for name in kept}


def test_archive_of_the_corpus() -> None:
    found = list(list_sources(FORMATS / "built" / "reports.zip"))
    assert [source.source_path for source in found] == [
        "reports.zip!word/报告.docx", "reports.zip!报告.txt", "reports.zip!里面.zip!页面.html",
    ]  # fmt: skip
    expected = (FORMATS / "source.txt").read_text(encoding="utf-8")
    for source in found:
        again = pickle.loads(pickle.dumps(source))
        assert read_bytes(again.load(), source.source_path).text == expected


def test_an_archive_is_known_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "报告.doc").write_bytes(pack({"a.txt": TEXT}))
    assert listed(tmp_path)["报告.doc!a.txt"].load() == TEXT


def test_same_name_twice(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"2")
    (tmp_path / "z.zip").write_bytes(buffer.getvalue())
    found = listed(tmp_path)
    assert [source.load() for source in found.values()] == [b"1", b"2"]
    assert list(found) == ["z.zip!a.txt", "z.zip!a.txt#2"]


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:/out.txt", "..\\out.txt"]
)
def test_names_that_lead_outside(name: str, tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(pack({name: TEXT, "good.txt": TEXT}))
    found = listed(tmp_path)
    bad = [source for source in found.values() if source.error]
    assert len(bad) == 1
    assert "outside the archive" in reason(bad[0])
    assert found["z.zip!good.txt"].load() == TEXT


def test_links_in_archives_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/hostname")
    (tmp_path / "z.zip").write_bytes(buffer.getvalue())
    assert "link" in reason(listed(tmp_path)["z.zip!link.txt"])


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_bytes(TEXT)
    root = tmp_path / "root"
    (root / "real").mkdir(parents=True)
    (root / "real" / "a.txt").write_bytes(TEXT)
    (root / "b.txt").symlink_to(root / "real" / "a.txt")
    (root / "dangling.txt").symlink_to(root / "nowhere")
    (root / "loop").symlink_to(root)
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "out.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    found = listed(root)
    assert sorted(found) == ["b.txt", "dangling.txt", "out", "out.txt", "real/a.txt"]
    assert found["b.txt"].load() == TEXT
    assert "outside the folder" in reason(found["out"])
    assert "outside the folder" in reason(found["out.txt"])
    assert "nowhere" in reason(found["dangling.txt"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "ordinary" in reason(listed(tmp_path)["pipe.txt"])


def nested(depth: int) -> bytes:
    data = pack({"a.txt": TEXT})
    for _ in range(depth - 1):
        data = pack({"in.zip": data})
    return data


def test_archives_within_archives_to_a_limit(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(nested(3))
    assert listed(tmp_path)["z.zip!in.zip!in.zip!a.txt"].load() == TEXT
    (tmp_path / "z.zip").write_bytes(nested(4))
    assert "deep" in reason(listed(tmp_path)["z.zip!in.zip!in.zip!in.zip"])


def test_bombs_are_refused_without_unpacking(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(pack({"bomb.txt": b"0" * 5_000_000, "good.txt": TEXT}))
    found = listed(tmp_path)
    assert "times its packed size" in reason(found["z.zip!bomb.txt"])
    assert found["z.zip!good.txt"].load() == TEXT


def test_an_archive_that_lies_about_sizes(tmp_path: Path) -> None:
    data = pack({"a.txt": b"0" * 3_000_000})
    lied = data.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))
    (tmp_path / "z.zip").write_bytes(lied)
    assert "damaged" in reason(listed(tmp_path)["z.zip!a.txt"])


def test_limits_of_archives(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(pack({f"{number}.txt": TEXT for number in range(9)}))
    few = list(list_sources(tmp_path, Limits(archive_members=5)))
    assert [source.error is None for source in few] == [True] * 5 + [False]
    assert "more than 5 files" in reason(few[-1])
    small = list(list_sources(tmp_path, Limits(archive_bytes=2 * len(TEXT))))
    assert [source.error is None for source in small] == [True, True, False]
    large = listed(tmp_path, Limits(file_bytes=10))
    assert all("limit" in reason(source) for source in large.values())


def test_large_files_are_not_loaded(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert reason(listed(tmp_path)["a.txt"]) == "the file has 200 MB, the limit is 64 MB"


def test_damaged_encrypted_and_empty_archives(tmp_path: Path) -> None:
    whole = pack({"a.txt": TEXT * 100, "b.txt": TEXT})
    (tmp_path / "empty.zip").write_bytes(pack({}))
    (tmp_path / "cut.zip").write_bytes(whole[:-30])
    (tmp_path / "spoiled.zip").write_bytes(whole[:40] + b"\xff" * 20 + whole[60:])
    locked = bytearray(whole)
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        locked[locked.index(sign) + (6 if sign.endswith(b"\x04") else 8)] |= 1
    (tmp_path / "locked.zip").write_bytes(bytes(locked))
    found = listed(tmp_path)
    assert "empty" in reason(found["empty.zip"])
    assert "damaged" in reason(found["spoiled.zip!a.txt"])
    assert found["spoiled.zip!b.txt"].load() == TEXT
    assert "encrypted" in reason(found["locked.zip!a.txt"])
    with pytest.raises(ReadError):
        read_bytes(found["cut.zip"].load())


def test_folders_too_deep(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 10)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_bytes(TEXT)
    assert list(listed(tmp_path)) == ["/".join(["d"] * 10 + ["a.txt"])]
    (source,) = list_sources(tmp_path, Limits(folder_depth=3))
    assert "deep" in reason(source)


def test_no_folder() -> None:
    with pytest.raises(ReadError, match="no folder"):
        list(list_sources("there-is-no-such-folder"))


def test_a_file_that_goes_away_or_an_archive_that_changes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "z.zip").write_bytes(pack({"a.txt": TEXT}))
    found = listed(tmp_path)
    (tmp_path / "a.txt").unlink()
    (tmp_path / "z.zip").write_bytes(b"gone")
    assert "cannot open" in reason(found["a.txt"])
    assert "changed" in reason(found["z.zip!a.txt"])
