"""Where the heavy parts of an analysis run: here, in processes, or on a cluster's workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any, TypeVar

from fzanalysis.corpus.runners import Processes, Runner, Serial

T = TypeVar("T")
R = TypeVar("R")
Run = Callable[[Callable[[T], R], Iterable[T]], Iterator[R]]


@contextmanager
def crew(workers: int | None = None, cluster: str | None = None) -> Iterator[Run[Any, Any]]:
    """A function like ``map`` whose work others do; its results come in the order of the tasks.

    Args:
        workers: processes; 1 or None: this one.
        cluster: address of a Dask scheduler, or ``local`` for one on this machine with so many
            ``workers``.

    Raises:
        UsageError: the cluster cannot be used, or no process be started.

    >>> with crew() as run:
    ...     list(run(len, ["普法", "法治宣传"]))
    [2, 4]
    """
    with closing(_runner(workers, cluster)) as runner:
        yield partial(_in_order, runner)


def _runner(workers: int | None, cluster: str | None) -> Runner:
    if cluster is not None:
        # Not above: it brings half a second of libraries, and Dask may not be there.
        from fzanalysis.corpus.cluster import Cluster

        return Cluster(cluster, workers)
    return Processes(workers) if workers and workers > 1 else Serial()


def _in_order(runner: Runner, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    waiting: dict[int, R] = {}
    number = 0
    for place, result in runner.run(partial(_numbered, function), enumerate(tasks)):
        waiting[place] = result
        while number in waiting:
            yield waiting.pop(number)
            number += 1


def _numbered(function: Callable[[T], R], task: tuple[int, T]) -> tuple[int, R]:
    return task[0], function(task[1])
