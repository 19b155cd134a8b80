"""Builds that are ended, workers that die: the tables stay whole, nothing is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from corpus_reports import report, table_bytes, write_reports
from crash_tasks import Deadly, clumsy, number, suicidal

import fzanalysis as fz
from fzanalysis.corpus.build import _rescue, build
from fzanalysis.corpus.parts import Item, Task, run_part
from fzanalysis.corpus.runners import Processes
from fzanalysis.corpus.swap import new_folder, recover, swap_in
from fzanalysis.errors import FzError, UsageError

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


def run_build(raw: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "fzanalysis.cli", "build", str(raw), "--out", str(out), *more],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


@posix
@pytest.mark.slow
@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT])
def test_an_ended_build_leaves_the_old_tables_and_the_next_is_right(
    tmp_path: Path, kind: signal.Signals
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write_reports(raw, 12)
    build(raw, out)
    old = table_bytes(out)
    write_reports(raw, 200)
    build(raw, tmp_path / "right")
    right = table_bytes(tmp_path / "right")
    for tenths in (5, 10, 15):
        process = run_build(raw, out, "--workers", "2")
        time.sleep(tenths / 10)
        process.send_signal(kind)
        process.communicate(timeout=60)
        assert table_bytes(out) in (old, right)
        assert len(fz.load(out).reports) in (12, 200)
    build(raw, out)
    assert table_bytes(out) == right
    assert sorted(p.name for p in out.iterdir()) in (
        [".cache", "tables"],
        [".cache", "csv", "tables"],
    )
    assert sorted(p.name for p in (out / ".cache").glob("*.db")) == []


@posix
@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_build(tmp_path: Path) -> None:
    write_reports(tmp_path / "raw", 400)
    process = run_build(tmp_path / "raw", tmp_path / "out", "--workers", "2")
    children: set[int] = set()
    end = time.monotonic() + 20
    while len(children) < 3 and time.monotonic() < end and process.poll() is None:
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        children |= {int(pid) for pid in listed.stdout.split()}
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=60)
    assert children
    time.sleep(1.5)
    assert [pid for pid in children if _runs(pid)] == []


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def processes():
    """Two worker processes."""
    runner = Processes(2)
    yield runner
    runner.close()


@posix
def test_a_killed_worker_costs_nothing(processes, tmp_path: Path) -> None:
    """Each of the first tasks kills its process the first time it is run."""
    tasks = [(n, str(tmp_path)) for n in range(12)]
    assert sorted(processes.run(clumsy, tasks)) == list(range(12))
    assert len(list(tmp_path.iterdir())) == 2


@posix
def test_a_task_that_always_kills_its_worker_is_given_up(processes) -> None:
    with pytest.raises(FzError, match="again and again"):
        list(processes.run(suicidal, [1, 2, 3]))


@posix
def test_a_process_that_dies_between_two_tasks_costs_nothing(processes) -> None:
    """The pool is already broken when the next task is handed over."""
    with pytest.raises(BrokenProcessPool):
        processes._pool.submit(suicidal, 2).result()
    assert sorted(processes.run(number, ["1", "2", "3"])) == [1, 2, 3]


@posix
def test_no_process_outlives_a_pool_that_broke(processes) -> None:
    """One that was started while it broke is unknown to it, and would be waited for at the end."""
    unknown = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    unknown.start()
    assert len(processes._processes) == 2  # all were started before the first task
    assert processes._pool.submit(suicidal, 2).exception() is not None
    processes._processes = {**processes._processes, unknown.pid: unknown}
    assert list(processes.run(number, ["1"])) == [1]
    unknown.join(timeout=10)
    assert unknown.exitcode == -signal.SIGKILL


@posix
def test_other_errors_of_a_task_are_raised(processes) -> None:
    with pytest.raises(ValueError, match="no number"):
        list(processes.run(number, ["1", "no number"]))


@posix
def test_a_file_that_kills_its_reader_is_found_and_named(processes, tmp_path: Path) -> None:
    from fzanalysis.catalogue import load_catalogue

    items = tuple(Item(f"{n}.txt", Deadly(f"{n}.txt", report(n), dies=n == 3)) for n in range(6))
    task = Task(items, load_catalogue(), str(tmp_path))
    facts = [f for made in processes.run(run_part, [task], rescue=_rescue) for f in made.facts]
    assert sorted(f.path for f in facts) == [f"{n}.txt" for n in range(6)]
    (bad,) = [f for f in facts if f.failure]
    assert bad.path == "3.txt"
    assert "ended the process" in bad.failure[1]
    assert bad.key == ""  # tried again by the next build


def test_a_swap_that_was_ended_is_finished(tmp_path: Path) -> None:
    (tmp_path / ".old-tables").mkdir()
    (tmp_path / ".old-tables" / "a").write_text("old")
    recover(tmp_path)
    assert (tmp_path / "tables" / "a").read_text() == "old"


@pytest.mark.parametrize("exchange", [True, False])
def test_swapping_replaces_whole_folders(tmp_path: Path, monkeypatch, exchange: bool) -> None:
    if not exchange:
        monkeypatch.setattr("fzanalysis.corpus.swap._exchange", lambda one, other: False)
    for name in ("tables", "csv"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "old").touch()
    with new_folder(tmp_path) as work:
        (work / "tables").mkdir()
        (work / "tables" / "new").touch()
        swap_in(work, tmp_path)
    # The new build wrote no CSV: that of the old tables must not stay beside the new ones.
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")) == [
        "tables",
        "tables/new",
    ]


def test_what_dead_builds_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".new-999999999").mkdir()
    (tmp_path / f".new-{os.getpid()}").mkdir()  # in a container, all builds have one number
    with new_folder(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


HOLD = """
import sys, time
from pathlib import Path
from fzanalysis.corpus.alone import alone
with alone(Path(sys.argv[1])) as cache:
    (cache / "ledger.db").touch()
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_builds_do_not_write_into_one_folder(tmp_path: Path) -> None:
    write_reports(tmp_path / "raw", 2)
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        with pytest.raises(UsageError, match="another build writes"):
            build(tmp_path / "raw", out)
        assert (out / ".cache" / "ledger.db").exists()
    finally:
        process.kill()
        process.communicate()
    # It was killed: nobody has to delete anything before the next build.
    assert build(tmp_path / "raw", out).rows["reports"] == 2
    assert not list((out / ".cache").glob("*.db"))


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    write_reports(tmp_path / "raw", 2)
    (tmp_path / "out").touch()
    with pytest.raises(UsageError, match="nothing can be written into"):
        build(tmp_path / "raw", tmp_path / "out")


@posix
@pytest.mark.slow
def test_of_two_builds_at_once_one_is_refused_by_name(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write_reports(raw, 200)
    build(raw, tmp_path / "right")
    both = [run_build(raw, out, "--workers", "1", "--csv", "never") for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in both]
    ended = sorted(process.returncode for process in both)
    assert ended == [0, 2], told
    assert sum("another build writes" in words for words in told) == 1
    assert table_bytes(out) == table_bytes(tmp_path / "right")
