"""The same build on a Dask cluster: a real scheduler and two workers, one of which is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from corpus_reports import write_reports

import fzanalysis as fz
from fzanalysis.corpus import build
from fzanalysis.errors import UsageError
from fzanalysis.reading import Limits


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


class Machines:
    """A scheduler and two workers without a nanny: one that is killed stays dead."""

    def __init__(self, folder: Path) -> None:
        note = folder / "scheduler.json"
        common = ("--scheduler-file", str(note), "--no-dashboard")
        self.processes = [start("dask_scheduler", "--port", "0", *common)]
        for number in range(2):
            self.processes.append(
                start(
                    "dask_worker", "--scheduler-file", str(note), "--nthreads", "1", "--no-nanny",
                    "--no-dashboard", "--local-directory", str(folder / f"w{number}"),
                )
            )  # fmt: skip
        end = time.monotonic() + 60
        while not note.exists() and time.monotonic() < end:
            time.sleep(0.1)
        import json

        self.address = json.loads(note.read_text())["address"]

    def wait_for_both(self) -> None:
        import distributed

        with distributed.Client(self.address, timeout="30s") as client:
            client.wait_for_workers(2, timeout=60)

    def stop(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                process.kill()
            process.wait(timeout=30)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    pytest.importorskip("distributed")
    found = Machines(tmp_path)
    try:
        found.wait_for_both()
        yield found
    finally:
        found.stop()


def same_tables(one: str | Path, other: str | Path) -> None:
    for name, frame in fz.load(one).tables.items():
        pd.testing.assert_frame_equal(frame, fz.load(other).table(name))


@pytest.mark.scale
@pytest.mark.slow
def test_a_killed_worker_loses_nothing(machines: Machines, tmp_path: Path, monkeypatch) -> None:
    from fzanalysis.corpus import cluster

    monkeypatch.setattr(cluster, "PART", 10)
    raw = tmp_path / "raw"
    write_reports(raw, 240)
    (raw / "empty.txt").write_bytes(b"")
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        """When a part or two are done, one worker goes."""
        if done >= 20 and not killed:
            machines.processes[1].kill()
            killed.append(done)

    out = tmp_path / "cluster"
    summary = build(raw, out, cluster=machines.address, progress=kill)
    assert killed
    assert killed[0] < 200
    assert machines.processes[1].wait(timeout=10) != 0
    assert summary.rows["reports"] == 240
    assert summary.rows["failures"] == 1
    build(raw, tmp_path / "local", workers=1)
    same_tables(tmp_path / "local", out)
    assert (out / "tables" / "metrics.parquet").is_dir()
    again = build(raw, out, cluster=machines.address)
    assert again.unchanged


@pytest.mark.scale
@pytest.mark.slow
def test_addresses_of_fsspec_do_as_well(machines: Machines, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_reports(raw, 12)
    (raw / "sources.csv").write_text("path,issuer\nr0001.txt,某市交通运输局\n", "utf-8")
    build(raw, tmp_path / "local", workers=1)
    out = f"file://{tmp_path}/remote"
    build(f"file://{raw}", out, cluster=machines.address)  # type: ignore[arg-type]
    same_tables(tmp_path / "local", out)
    (raw / "r0001.txt").unlink()
    (raw / "sources.csv").unlink()
    build(raw, tmp_path / "local", workers=1)
    build(f"file://{raw}", out, cluster=machines.address)  # type: ignore[arg-type]
    same_tables(tmp_path / "local", out)
    assert sorted(os.listdir(tmp_path / "remote")) == [".cache", "tables"]


@pytest.mark.scale
@pytest.mark.slow
def test_the_workers_keep_the_limits(machines: Machines, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_reports(raw, 3)
    long = raw / "long.txt"
    long.write_text((raw / "r0001.txt").read_text("utf-8").replace("教育局", "司法局") * 9, "utf-8")
    small = Limits(text_bytes=4096)
    for source, out in ((raw, tmp_path / "out"), (f"file://{raw}", f"file://{tmp_path}/remote")):
        build(source, out, cluster=machines.address, limits=small)
        assert fz.load(out).failures["source_path"].tolist() == ["long.txt"]
        summary = build(source, out, cluster=machines.address)
        assert summary.rows["failures"] == 0
        assert summary.rows["reports"] == 4
    low = Limits(file_bytes=4096)
    build(f"file://{raw}", f"file://{tmp_path}/remote", cluster=machines.address, limits=low)
    failures = fz.load(f"file://{tmp_path}/remote").failures
    assert failures["source_path"].tolist() == ["long.txt"]
    assert "--max-file-mb" in failures["hint"].iloc[0]


@pytest.mark.scale
def test_a_folder_that_the_workers_do_not_see_is_refused(
    machines: Machines, tmp_path: Path
) -> None:
    from fzanalysis.corpus.cluster import Cluster

    cluster = Cluster(machines.address)
    try:
        cluster.check_visible(str(tmp_path), "s3://somewhere")
        with pytest.raises(UsageError, match="does not see"):
            cluster.check_visible(str(tmp_path / "nowhere"))
    finally:
        cluster.close()


@pytest.mark.scale
def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch) -> None:
    pytest.importorskip("distributed")
    from fzanalysis.corpus import cluster

    write_reports(tmp_path / "raw", 2)
    monkeypatch.setattr(cluster, "_PATIENCE", "2s")
    with pytest.raises(UsageError, match=r"127\.0\.0\.1:9"):
        build(tmp_path / "raw", tmp_path / "out", cluster="tcp://127.0.0.1:9")


def test_without_dask_the_way_to_get_it_is_told(tmp_path: Path, monkeypatch) -> None:
    write_reports(tmp_path / "raw", 2)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r'pip install "fzanalysis\[scale\]"'):
        build(tmp_path / "raw", tmp_path / "out", cluster="local")
    assert threading.active_count() < 20
