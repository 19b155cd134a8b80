"""The same build on a Dask cluster: the same functions a part and a chunk, run by its workers."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from fzanalysis.catalogue import load_catalogue
from fzanalysis.corpus.alone import alone
from fzanalysis.corpus.assemble import Written, run_chunk
from fzanalysis.corpus.build import make_parts
from fzanalysis.corpus.corrections_file import complain
from fzanalysis.corpus.epoch import epoch
from fzanalysis.corpus.gather import add_files, add_remote, check_stated, keep_parts, tidy_parts
from fzanalysis.corpus.ledger import Ledger
from fzanalysis.corpus.parts import Task
from fzanalysis.corpus.places import (
    files_below,
    is_remote,
    join,
    make_folder,
    move_into_place,
    reached,
    remove_folder,
)
from fzanalysis.corpus.runners import Rescue
from fzanalysis.corpus.said import read_said, read_said_afar
from fzanalysis.corpus.schema import TABLES
from fzanalysis.corpus.stamp import Stamp
from fzanalysis.corpus.store import count_rows
from fzanalysis.corpus.summary import Summary
from fzanalysis.corpus.swap import new_folder, recover, swap_in
from fzanalysis.corpus.tables import chunks, collect, give_ids
from fzanalysis.corpus.writer import in_order, write_part_of
from fzanalysis.errors import FzError, UsageError, storage
from fzanalysis.reading.limits import DEFAULT, Limits

T = TypeVar("T")
R = TypeVar("R")
#: Files of one part: large enough that the scheduler is not busy with handing out work.
PART = 500
_PER_WORKER = 3
_PATIENCE = "20s"


class Cluster:
    """Runs tasks on the workers of a Dask scheduler; what a dead worker had is done by others."""

    def __init__(self, address: str, workers: int | None = None) -> None:
        """Connect to a scheduler, or start one.

        Args:
            address: ``tcp://host:8786``, or ``local`` for one on this machine.
            workers: processes of a local one; one for each processor if absent.

        Raises:
            UsageError: if Dask is not installed, the scheduler does not answer, or a worker runs
                another version of this program.
        """
        try:
            import distributed
        except ImportError as error:
            raise UsageError(
                "a cluster needs Dask, which is not installed",
                hint='pip install "fzanalysis[scale]"',
            ) from error
        self._local: Any = None
        if address == "local":
            self._local = distributed.LocalCluster(
                n_workers=workers or os.cpu_count() or 1, threads_per_worker=1, processes=True,
                dashboard_address="127.0.0.1:0",
            )  # fmt: skip
        try:
            self._client = distributed.Client(self._local or address, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no scheduler answers at {address}: {error}",
                hint="start one with `dask scheduler`, or use --cluster local",
            ) from error
        self._check_version()

    def _check_version(self) -> None:
        self._client.wait_for_workers(1, timeout=60)
        others = [where for where, found in self._client.run(epoch).items() if found != epoch()]
        if others:
            raise UsageError(
                f"the worker {others[0]} has another version of fzanalysis or of its libraries",
                hint="install the same environment on all machines",
            )

    def check_visible(self, *folders: str) -> None:
        """Refuse folders that a worker does not see.

        Raises:
            UsageError: names worker and folder.
        """
        for folder in folders:
            if is_remote(folder):
                continue
            seen = self._client.run(os.path.isdir, folder)
            blind = [where for where, there in seen.items() if not there]
            if blind:
                raise UsageError(
                    f"the worker {blind[0]} does not see the folder {folder}",
                    hint="use a folder that all machines share, or an address such as s3://…",
                )

    def run(
        self, function: Callable[[T], R], tasks: Iterable[T], rescue: Rescue | None = None
    ) -> Iterator[R]:
        """Results as they are ready; only a few tasks a worker are under way at any time."""
        from distributed import KilledWorker, as_completed

        queue = iter(tasks)
        ready = as_completed()
        running: dict[Any, T] = {}

        def submit(task: T) -> None:
            future = self._client.submit(function, task, pure=False)
            running[future] = task
            ready.add(future)

        for task in islice(queue, self._room()):
            submit(task)
        while running:
            future = next(ready)
            task = running.pop(future)
            try:
                yield future.result()
            except KilledWorker as error:
                instead = rescue(task) if rescue else None
                if instead is None:
                    raise FzError(
                        "several workers ended over the same task",
                        hint="probably for lack of memory: see the logs of the workers",
                    ) from error
                for other in instead:
                    submit(other)
            for task in islice(queue, max(0, self._room() - len(running))):
                submit(task)

    def _room(self) -> int:
        return _PER_WORKER * max(1, sum(self._client.nthreads().values()))

    def close(self) -> None:
        """Disconnect; a scheduler that was started here is stopped."""
        self._client.close()
        if self._local is not None:
            self._local.close()


def build_on_cluster(
    raw: str,
    out: str,
    address: str,
    *,
    workers: int | None = None,
    catalogue: str | Path | None = None,
    fresh: bool = False,
    limits: Limits = DEFAULT,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Build all tables on a cluster; each is a folder of Parquet files. No CSV is written.

    Args:
        raw: the folder of reports: a path that all workers see, or an address for ``fsspec``.
        out: the folder of the build, likewise.
        address: of the scheduler, or ``local``.
        workers, catalogue, fresh, limits, progress: see :func:`fzanalysis.corpus.build.build`.

    Raises:
        UsageError, CorrectionError: as for a local build, and if the cluster cannot be used.
    """
    raw, out = (a if is_remote(a) else str(Path(a).resolve()) for a in (raw, out))
    vocabulary = load_catalogue(catalogue)
    with ExitStack() as stack:
        stack.enter_context(storage(out))
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        afar = files_below(raw) if is_remote(raw) else []
        said = read_said_afar(afar, scratch / "said") if is_remote(raw) else read_said(Path(raw))
        cluster = stack.enter_context(closing(Cluster(address, workers)))
        parts = join(out, ".cache", "parts")
        if not is_remote(out):
            stack.enter_context(alone(Path(out)))
        with reached(out):
            make_folder(parts)
        cluster.check_visible(raw if is_remote(raw) or os.path.isdir(raw) else out, out)
        ledger = stack.enter_context(Ledger(scratch / "ledger.db"))
        if not fresh:
            keep_parts(ledger, parts)
        if is_remote(raw):
            add_remote(ledger, raw, afar, said.stated, limits)
        else:
            add_files(ledger, Path(raw), said.stated, vocabulary, limits)
        check_stated(ledger, said.stated)
        make_parts(ledger, cluster, Task((), vocabulary, parts, limits), progress, PART)
        stamp = None
        if not is_remote(out):
            stamp = Stamp(Path(out), ledger.digest(), said.corrections, vocabulary, "cluster")
            known = None if fresh else stamp.known()
            if known is not None:
                return known
        errors = give_ids(ledger, said, parts)
        work = _work_folder(out, stack)
        tasks = chunks(ledger, said.corrections, vocabulary, parts, work, parquet=True)
        summary = _write(ledger, in_order(cluster.run(run_chunk, tasks)), work, out, errors)
        if stamp is not None:
            stamp.write(summary)
        tidy_parts(ledger, parts)
    return summary


def _work_folder(out: str, stack: ExitStack) -> str:
    if is_remote(out):
        work = join(out, f".new-{uuid.uuid4().hex[:8]}")
        stack.callback(remove_folder, work)
        return work
    recover(Path(out))
    return str(stack.enter_context(new_folder(Path(out))))


def _write(
    ledger: Ledger, chunks: Iterator[Written], work: str, out: str, errors: list[str]
) -> Summary:
    """See that all chunks are written to ``work``, and put them in the place of the old tables."""
    summary = Summary(out if is_remote(out) else Path(out), dict.fromkeys(TABLES, 0))
    for written in chunks:
        summary = collect(summary, written, ledger, errors)
    if errors:
        raise complain(errors)
    count = write_part_of("failures", list(ledger.failures()), work)
    summary = summary.plus({"failures": count}, (), ()).with_failures(ledger.failures())
    _check_rows(summary, work)
    if is_remote(out):
        move_into_place(join(work, "tables"), join(out, "tables"))
    else:
        swap_in(Path(work), Path(out))
    return summary


def _check_rows(summary: Summary, work: str) -> None:
    """What lies on disk is what the workers said they wrote."""
    for name, count in summary.rows.items():
        found = count_rows(join(work, "tables", f"{name}.parquet"))
        if found != count:
            raise FzError(
                f"table {name} has {found} rows on disk, {count} were written",
                hint="build again; if it happens again, look for a worker with another disk",
            )
