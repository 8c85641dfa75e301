"""Processes of this machine that share out work: each computes on one thread, and none outlives its parent."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TypeVar

_THREADS = ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS")

Given = TypeVar("Given")
Got = TypeVar("Got")


def spread(
    function: Callable[[Given], Got],
    items: Sequence[Given],
    *,
    workers: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Got]:
    """Return what a function gives for each item, in order.

    Args:
        function: of a module, so that a process can find it.
        items: what it is given; they are sent to the processes, so they can be pickled.
        workers: how many processes; with one the work is done here.
        progress: called with items done and in all.
    """
    found: list[Got] = []
    progress(0, len(items))
    if workers <= 1:
        for item in items:
            found.append(function(item))
            progress(len(found), len(items))
        return found
    pool = new_pool(workers)
    try:
        with one_thread_each():
            results = pool.map(function, items)
            for result in results:
                found.append(result)
                progress(len(found), len(items))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return found


def new_pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes.

    They are spawned, not forked: a forked process inherits the locks of the threads that polars runs.
    """
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Have processes that start within the block compute on one thread each."""
    was = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in was.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _end_with_parent() -> None:
    """End this process when the one that started it is killed; its pool alone would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def watch() -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
