"""Reports and tables in stores: of memory, an archive, a web server, S3; a cluster reads and writes."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest
from corpus_reports import report, write_reports

import fzanalysis as fz
from fzanalysis import cli
from fzanalysis.corpus import build
from fzanalysis.corpus.corrections import CorrectionError
from fzanalysis.corpus.places import file_system, files_below
from fzanalysis.errors import UsageError

pytestmark = pytest.mark.scale
Build = Callable[..., fz.corpus.Summary]
HEAD = "table,source_path,row,column,expected,value,reason,who,date\n"


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler with two workers as threads of this process, which see its memory."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"
    ) as local:
        yield local.scheduler_address


@pytest.fixture
def on_cluster(scheduler: str) -> Build:
    """Builds from and to addresses."""
    return partial(build, cluster=scheduler)


@pytest.fixture
def memory() -> Iterator[str]:
    """An empty store in memory."""
    pytest.importorskip("fsspec")
    fs, _ = file_system("memory://store")
    yield "memory://store"
    fs.rm("/store", recursive=True)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of a server that speaks as S3 does."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    fs, _ = file_system("s3://bucket")
    bucket = f"bucket-{port}"  # the servers of one process share their memory
    fs.mkdir(bucket)
    yield f"s3://{bucket}"
    fs.clear_instance_cache()
    server.stop()


def put(folder: Path, address: str) -> None:
    fs, path = file_system(address)
    fs.makedirs(path, exist_ok=True)
    fs.put(f"{folder}/", f"{path}/", recursive=True)


def names(address: str) -> list[str]:
    return [name for name, _ in files_below(address)]


def same_tables(one: str | Path, other: str | Path) -> None:
    for name, frame in fz.load(one).tables.items():
        pd.testing.assert_frame_equal(frame, fz.load(other).table(name))


@pytest.mark.parametrize("store", ["memory", "s3"])
def test_a_store_is_read_written_and_written_again(
    store: str, on_cluster: Build, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    there = request.getfixturevalue(store)
    raw = tmp_path / "raw"
    write_reports(raw, 12)
    (raw / "sources.csv").write_text("path,issuer\nr0001.txt,某市交通运输局\n", "utf-8")
    (raw / "more" / "sources.csv").write_text("path,year\nr0003.txt,2001\n", "utf-8")
    put(raw, f"{there}/raw")
    build(raw, tmp_path / "local", workers=1)
    summary = on_cluster(f"{there}/raw", f"{there}/out")
    assert summary.out == f"{there}/out"
    same_tables(tmp_path / "local", f"{there}/out")
    chosen = fz.load(f"{there}/out").table(
        "metrics", columns=["value"], where=[("code", "==", "pub_materials")]
    )
    assert len(chosen) == 12
    assert len(fz.diff(tmp_path / "local", f"{there}/out")) == 0
    # Again with less: nothing of the tables that were there is left beside the new ones.
    fs, path = file_system(f"{there}/raw")
    for name in ("r0001.txt", "sources.csv"):
        fs.rm(f"{path}/{name}")
        (raw / name).unlink()
    fs.pipe(f"{path.rpartition('/')[0]}/out/tables/metrics.parquet/part-000009.parquet", b"old")
    build(raw, tmp_path / "local", workers=1)
    on_cluster(f"{there}/raw", f"{there}/out")
    same_tables(tmp_path / "local", f"{there}/out")
    assert {name.split("/")[0] for name in names(f"{there}/out")} == {".cache", "tables"}
    assert all(n.endswith("part-000000.parquet") for n in names(f"{there}/out/tables"))


def test_tables_among_the_reports_of_a_store_are_not_read(
    on_cluster: Build, memory: str, tmp_path: Path
) -> None:
    write_reports(tmp_path / "raw", 3)
    put(tmp_path / "raw", f"{memory}/raw")
    for _ in range(2):
        summary = on_cluster(f"{memory}/raw", f"{memory}/raw/out")
        assert (summary.rows["reports"], summary.rows["failures"]) == (3, 0)


@pytest.mark.parametrize("store", ["memory", "s3"])
def test_corrections_that_do_not_fit_leave_a_store_as_it_was(
    store: str, on_cluster: Build, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    there = request.getfixturevalue(store)
    write_reports(tmp_path / "raw", 2)
    put(tmp_path / "raw", f"{there}/raw")
    on_cluster(f"{there}/raw", f"{there}/out")
    before = fz.load(f"{there}/out").metrics
    fs, path = file_system(f"{there}/raw/corrections.csv")
    lines = "metrics,r0001.txt,n001,value,77,1,a,b,2025-01-01\n"
    fs.pipe(path, (HEAD + lines + lines.replace("r0001", "gone")).encode())
    with pytest.raises(CorrectionError) as caught:
        on_cluster(f"{there}/raw", f"{there}/out")
    assert "not '77' as expected; the text says 「" in str(caught.value)
    assert "there is no report 'gone.txt'" in str(caught.value)
    pd.testing.assert_frame_equal(before, fz.load(f"{there}/out").metrics)
    assert not [name for name in names(f"{there}/out") if name.startswith(".new")]


def test_reports_in_an_archive_at_an_address(on_cluster: Build, tmp_path: Path) -> None:
    write_reports(tmp_path / "raw", 6)
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted((tmp_path / "raw").rglob("*.txt")):
            packed.write(file, f"raw/{file.relative_to(tmp_path / 'raw').as_posix()}")
        packed.writestr("raw/sources.csv", "path,url\nr0001.txt,https://example.org/1\n")
    on_cluster(f"zip://raw::file://{archive}", tmp_path / "out")
    reports = fz.load(tmp_path / "out").reports.set_index("source_path")
    assert len(reports) == 6
    assert reports.loc["r0001.txt", "url"] == "https://example.org/1"
    assert names(f"zip://::file://{archive}")[0] == "raw/more/r0000.txt"


def test_reports_of_a_web_server(on_cluster: Build, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    raw = tmp_path / "raw"
    raw.mkdir()
    for number, name in enumerate(("大足 2022.txt", "a.txt")):
        (raw / name).write_text(report(number), "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/raw"
        on_cluster(address, tmp_path / "out")
        with pytest.raises(UsageError, match=r"gone.*(cannot be reached|holds no file)"):
            on_cluster(f"{address}/gone", tmp_path / "none")
    finally:
        server.shutdown()
        server.server_close()
    assert set(fz.load(tmp_path / "out").reports["source_path"]) == {"a.txt", "大足 2022.txt"}


def test_a_file_that_a_store_does_not_give_is_a_failure(
    on_cluster: Build, memory: str, tmp_path: Path, monkeypatch
) -> None:
    """Stores raise errors of all kinds; one file must not stop the others, and is tried again."""
    from fzanalysis.corpus import gather

    write_reports(tmp_path / "raw", 3)
    put(tmp_path / "raw", f"{memory}/raw")
    opened = gather.open_binary

    def refuse(address: str, mode: str = "rb"):
        if address.endswith("r0001.txt"):
            raise RuntimeError("slow down")
        return opened(address, mode)

    monkeypatch.setattr(gather, "open_binary", refuse)
    assert on_cluster(f"{memory}/raw", f"{memory}/out").rows["failures"] == 1
    (reason,) = fz.load(f"{memory}/out").failures["reason"]
    assert "slow down" in reason
    monkeypatch.undo()
    assert on_cluster(f"{memory}/raw", f"{memory}/out").rows["reports"] == 3


@pytest.mark.parametrize(
    ("raw", "out", "words"),
    [
        ("memory://store/raw", "out", "add --cluster local"),
        ("data", "memory://store/out", "add --cluster local"),
        ("nosuch://store/raw", "out", "Protocol not known"),
    ],
)
def test_addresses_that_cannot_be_used_are_told(
    raw: str, out: str, words: str, scheduler: str, capsys, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cluster = ["--cluster", scheduler] if raw.startswith("nosuch") else []
    assert cli.main(["build", raw, "--out", out, *cluster]) == 2
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
