"""A folder of raw files → the tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from importlib import import_module
from itertools import repeat
from pathlib import Path
from typing import Any

from fzanalysis.catalogue import Catalogue, load_catalogue
from fzanalysis.corpus.alone import alone
from fzanalysis.corpus.gather import add_files, check_stated, keep_parts, tidy_parts
from fzanalysis.corpus.ledger import Ledger
from fzanalysis.corpus.parts import Task, run_part
from fzanalysis.corpus.places import is_remote
from fzanalysis.corpus.runners import Processes, Runner, Serial
from fzanalysis.corpus.said import Said, read_said
from fzanalysis.corpus.stamp import Stamp
from fzanalysis.corpus.summary import Summary
from fzanalysis.corpus.swap import new_folder, recover, swap_in
from fzanalysis.errors import UsageError, storage
from fzanalysis.reading.limits import DEFAULT, Limits

Progress = Callable[[int, int], None]
Publish = Callable[[Path, Any], None]

#: Files of one part. Small enough that little is lost when a build is ended.
PART = 100
#: Of what is left a part is such a share, but not less: at the end no process should wait long.
_LEAST, _SHARES = 50, 16
#: Rows of one frame that is given to ``publish``; well below what a spreadsheet holds.
MOST_ROWS = 500_000
#: Fewer files than this are not worth starting processes for.
_FEW = 200
#: So many reports are written in the time in which one is read.
_EASIER = 10
#: Fewer reports are written sooner by one process: each would have to load the libraries for it.
_MANY = 2_000


def build(
    raw: str | Path,
    out: str | Path,
    *,
    catalogue: str | Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    fresh: bool = False,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
    publish: Publish | None = None,
    publish_key: str = "",
) -> Summary:
    """Build all tables from a folder of raw files (or from one file).

    Only what changed is read again: results are kept in ``out/.cache`` under a digest of the
    file, of what is stated of it, of the vocabulary and of the program. Of what no limit refused
    nothing is read again when limits are raised.

    Args:
        raw: the folder; ``sources.csv`` in it states what the user knows better,
            ``corrections.csv`` what a person corrects, each also in folders in it.
        out: where ``tables/`` and ``csv/`` go; what is there is replaced as a whole.
        catalogue: a folder of the user's own vocabulary, see docs/catalogue.md.
        workers: processes; one for each processor if absent and there is much to do.
        cluster: address of a Dask scheduler, or ``local``, see docs/scale.md.
        fresh: whether to read everything again.
        limits: how much one file may cost; what costs more is a failure.
        progress: called with (files done, files in all).
        publish: writes what people read beside the tables: called with a folder and the frames;
            what it writes there becomes ``out/csv``. None writes nothing.
        publish_key: changes when ``publish`` would write something else.

    Raises:
        UsageError: if the folder is missing or holds no file, or ``sources.csv`` is wrong.
        CorrectionError: if corrections do not fit; the tables are left as they were.
        StorageError: if the disk is full or nothing may be written; likewise.

    >>> import tempfile
    >>> raw = Path(tempfile.mkdtemp())
    >>> text = "某县教育局2023年法治政府建设年度报告\\n一、普法宣传。发放宣传资料1000余份。"
    >>> text += "\\n我局坚持依法行政。" * 9
    >>> _ = (raw / "甲.txt").write_text(text, "utf-8")
    >>> build(raw, raw / "out").unchanged, build(raw, raw / "out").unchanged
    (False, True)
    """
    if cluster is not None:
        from fzanalysis.corpus.cluster import build_on_cluster

        return build_on_cluster(
            str(raw), str(out), cluster, workers=workers, catalogue=catalogue, fresh=fresh,
            limits=limits, progress=progress,
        )  # fmt: skip
    for address in (raw, out):
        if is_remote(address):
            raise UsageError(
                f"{address} is an address of a store, which is read and written by a cluster",
                hint="add --cluster local (in Python: cluster='local')",
            )
    raw, out = Path(raw), Path(out)
    said = read_said(raw)
    vocabulary = load_catalogue(catalogue)
    parts = str(out / ".cache" / "parts")
    with ExitStack() as stack:
        stack.enter_context(storage(out))
        ledger = stack.enter_context(_ledger(stack.enter_context(alone(out)), out))
        if not fresh:
            keep_parts(ledger, parts)
        begun = None
        if workers and workers > 1 and raw.is_dir() and not ledger.count("kept"):
            begun = _begin(stack, workers)  # all has to be read: they start while files are listed
        add_files(ledger, raw, said.stated, vocabulary, limits)
        check_stated(ledger, said.stated)
        runner = _runner(stack, workers, ledger.count("waiting"), begun)
        make_parts(ledger, runner, Task((), vocabulary, parts, limits), progress)
        stamp = Stamp(out, ledger.digest(), said.corrections, vocabulary, publish_key)
        known = None if fresh else stamp.known()
        if known is not None:
            return known
        reports = ledger.count("file")
        if reports < _MANY:
            runner = Serial()
        elif isinstance(runner, Serial):  # little had to be read, but there is much to write
            runner = _runner(stack, workers, reports // _EASIER)
        work = stack.enter_context(new_folder(out))
        summary = _write(ledger, runner, said, vocabulary, parts, work, publish)
        swap_in(work, out)
        summary = replace(summary, out=out)
        stamp.write(summary)
        tidy_parts(ledger, parts)
    return summary


def _ledger(cache: Path, out: Path) -> Ledger:
    """An empty ledger beside what is kept; what ended builds have left is put in order first."""
    recover(out)
    for left in (*cache.glob("ledger*.db"), *(cache / "parts").glob(".*")):
        left.unlink(missing_ok=True)
    return Ledger(cache / "ledger.db")


def _write(
    ledger: Ledger, runner: Runner, said: Said, vocabulary: Catalogue,
    parts: str, work: Path, publish: Publish | None,
) -> Summary:  # fmt: skip
    """Write tables and what people read beside them into ``work``."""
    # Loaded late: most builds find that nothing changed, and need no library that writes tables.
    from fzanalysis.corpus.tables import write_tables
    from fzanalysis.corpus.writer import FrameFiles

    summary = write_tables(ledger, runner, said, vocabulary, parts, work)
    if publish is not None:
        (work / "csv").mkdir()
        publish(work / "csv", FrameFiles(work / "tables", most=MOST_ROWS))
    return summary


def _begin(stack: ExitStack, count: int) -> Processes:
    """Begin to start processes; they end with the build."""
    return stack.enter_context(closing(Processes(count)))


def _runner(
    stack: ExitStack, workers: int | None, waiting: int, begun: Processes | None = None
) -> Runner:
    if workers is not None and workers < 1:
        raise UsageError(f"{workers} workers cannot do anything", hint="give 1 or more")
    count = workers or (os.cpu_count() or 1 if waiting >= _FEW else 1)
    if count == 1 or waiting <= 1:
        return Serial()
    try:
        processes = begun or _begin(stack, count)
        import_module("fzanalysis.corpus.tables")  # needed later; there is time while they start
        processes.await_start()
        return processes
    except UsageError:
        if workers is not None:
            raise
        return Serial()  # nobody asked for processes, and this script cannot have them


def make_parts(
    ledger: Ledger,
    runner: Runner,
    pattern: Task,
    progress: Progress | None,
    size: int | None = None,
) -> None:
    """Read, parse and extract all waiting files; each finished part is kept at once.

    Args:
        ledger: knows the files.
        runner: runs the tasks.
        pattern: what every task has, with no files.
        progress: called with (files done, files in all).
        size: files of one part; chosen by their number if absent.
    """
    waiting = ledger.count("waiting")
    sizes = repeat(size) if size else _sizes(waiting)
    done = total = waiting + ledger.count("file") + ledger.count("failure")
    done -= waiting
    if progress:
        progress(done, total)
    tasks = (replace(pattern, items=items) for items in ledger.batches(sizes))
    for made in runner.run(run_part, tasks, rescue=_rescue):
        ledger.keep(made.part, made.facts)
        ledger.settle(made.facts)
        done += len(made.facts)
        if progress:
            progress(done, total)
    ledger.settle_kept_failures()


def _sizes(files: int) -> Iterator[int]:
    """How many files each part has: fewer near the end, where processes wait for the last part.

    >>> list(_sizes(1000))[:2], list(_sizes(1000))[-1]
    ([62, 58], 50)
    """
    while files > 0:
        size = min(PART, max(_LEAST, files // _SHARES))
        yield size
        files -= size


def _rescue(task: Task) -> list[Task] | None:
    """For a part that ended its process twice: file by file, then the culprit unread."""
    if task.doomed:
        return None
    return task.split() if len(task.items) > 1 else [task.doom()]
