"""Where tasks run: in this process, or in several that may die and are replaced."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait as wait_for
from typing import Any, Protocol, TypeVar

from fzanalysis.errors import FzError, UsageError

T = TypeVar("T")
R = TypeVar("R")
#: What to do with a task that ended its process twice: tasks to try instead, or None to give up.
Rescue = Callable[[Any], "list[Any] | None"]
_PER_WORKER = 3
#: New objects after which a worker looks for cycles that can be freed.
_OBJECTS = 20_000
#: Times that a task may end its process while it is the only one that runs.
_TRIES = 2


class Runner(Protocol):
    """Runs a function over tasks, in any order."""

    def run(
        self, function: Callable[[T], R], tasks: Iterable[T], rescue: Rescue | None = None
    ) -> Iterator[R]:
        """Results as they are ready."""

    def close(self) -> None:
        """Let go of the processes; unfinished tasks are dropped."""


class Serial:
    """Runs everything in this process."""

    def run(
        self, function: Callable[[T], R], tasks: Iterable[T], rescue: Rescue | None = None
    ) -> Iterator[R]:
        """Results in the order of the tasks."""
        return map(function, tasks)

    def close(self) -> None:
        """Nothing to let go of."""


class Processes:
    """Runs tasks in processes that are started afresh; one that dies is replaced.

    When a process dies, the standard pool gives up all that was under way without saying which
    task was to blame. Here each of these is tried again alone; one that ends its process then
    too goes to ``rescue``. So a process killed by the system or by a person costs nothing, and a
    file that kills its reader is found.
    """

    def __init__(self, workers: int) -> None:
        """Begin to start processes.

        Args:
            workers: how many.
        """
        self._workers = workers
        self._open()

    def await_start(self) -> None:
        """Wait until a process runs; they start while the caller does something else.

        Raises:
            UsageError: if no process can be started, as from a script without a main guard.
        """
        try:
            self._started[0].result()
        except BrokenProcessPool as error:
            self.close()
            raise UsageError(
                "the worker processes cannot be started",
                hint="in a script, call build under `if __name__ == '__main__':`, or use workers=1",
            ) from error

    def run(
        self, function: Callable[[T], R], tasks: Iterable[T], rescue: Rescue | None = None
    ) -> Iterator[R]:
        """Results as they are ready; only a few tasks are under way at any time."""
        queue = iter(tasks)
        running: dict[Future[R], T] = {}
        while True:
            for task in islice(queue, self._workers * _PER_WORKER - len(running)):
                running[self._submit(function, task)] = task
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            results, lost = [], []
            for future in done:
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(future)
                else:
                    results.append(future.result())
                    del running[future]
            yield from results
            if lost:
                yield from self._again(function, running, rescue)

    def _again(
        self, function: Callable[[T], R], running: dict[Future[R], T], rescue: Rescue | None
    ) -> Iterator[R]:
        """Finish what was under way when a process died, one task after the other."""
        wait(running)
        tasks = list(running.items())
        running.clear()
        self._renew()
        for future, task in tasks:
            if future.exception() is None:
                yield future.result()
            else:
                yield from self._alone(function, task, rescue)

    def _alone(self, function: Callable[[T], R], task: T, rescue: Rescue | None) -> Iterator[R]:
        for _ in range(_TRIES):
            try:
                yield self._submit(function, task).result()
                return
            except BrokenProcessPool:
                self._renew()
        instead = rescue(task) if rescue else None
        if instead is None:
            raise FzError(
                "a worker process ended again and again over the same task",
                hint="probably for lack of memory: use fewer workers",
            )
        for other in instead:
            yield from self._alone(function, other, rescue)

    def _submit(self, function: Callable[[T], R], task: T) -> Future[R]:
        try:
            return self._pool.submit(function, task)
        except BrokenProcessPool as error:  # a process died since the last look
            lost: Future[R] = Future()
            lost.set_exception(error)
            return lost

    def _open(self) -> None:
        self._pool = _pool(self._workers)
        self._processes = self._pool._processes
        # A process is started for each task for which none is idle: all of them at once. One that
        # is started later, just when another dies, the pool never learns of, and waits for at the
        # end of the program: for ever.
        self._started = [self._submit(_nothing, n) for n in range(self._workers)]

    def _renew(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in list(self._processes.values()):  # those it never learned of
            process.kill()
        self._open()

    def close(self) -> None:
        """Stop the processes; unfinished tasks are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _nothing(number: int) -> int:
    return number


def _pool(workers: int) -> ProcessPoolExecutor:
    # Started afresh (not forked): the same on every system, and no thread's lock is copied.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start)


def _start() -> None:
    """In a new worker: Ctrl-C is for the parent, and a worker does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A report leaves hardly any cycles behind: looking for them after every 700 objects is waste.
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
