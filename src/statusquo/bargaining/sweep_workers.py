"""Who works out the chunks of a sweep: processes on this machine, or the workers of a Dask cluster.

Both yield each chunk's answers once, in whatever order they come, and take a worker's death as work to be handed out
again. A chunk is a pure function of the model, the rows and their seeds, so its answers are the same wherever and how
often it is worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

import numpy as np

from statusquo.bargaining.processes import new_pool, one_thread_each
from statusquo.bargaining.sweep_design import Design
from statusquo.core.draws import Floats
from statusquo.core.errors import InputError, Problem, StatusQuoError
from statusquo.core.seeds import spawn_generator

MOST_DEATHS = 5
"""Workers that may die one after the other with no chunk done in between."""

CONNECT_SECONDS = 10

Answers = tuple[Floats, Floats]


class SweepModel(Protocol):
    """What a sweep asks; it is sent to the workers, so it can be pickled."""

    def identity(self) -> Mapping[str, Any]:
        """Return whatever shapes its answers beside the parameters, as plain JSON values, with the code's digest."""

    def answer(self, parameters: Mapping[str, float], seed: int) -> Mapping[str, tuple[float, float]]:
        """Return for each quantity its value and the value's standard error; NaN where there is no answer."""


def answer_rows(
    model: SweepModel, rows: Sequence[tuple[Mapping[str, float], int]], quantities: tuple[str, ...]
) -> tuple[Floats, Floats, Mapping[str, Any]]:
    """Work out some rows.

    Args:
        model: what is asked.
        rows: parameters and seed of each.
        quantities: the columns of the answers.

    Returns:
        Values and standard errors, each of shape (rows, quantities), and the identity of the model that answered.
    """
    values, errors = (np.full((len(rows), len(quantities)), np.nan) for _ in range(2))
    for place, (parameters, seed) in enumerate(rows):
        found = model.answer(parameters, seed)
        for column, name in enumerate(quantities):
            values[place, column], errors[place, column] = found[name]
    return values, errors, model.identity()


def seeded_rows(design: Design, rows: Sequence[int]) -> list[tuple[dict[str, float], int]]:
    """Return the parameters of some rows with their seeds.

    All rows of one base sample share its seed: they then differ by the parameters alone, and the chance of a finite
    number of runs is not taken for an interaction between parameters.
    """
    seeds = {
        sample: int(spawn_generator("bargaining", "sweep", sample, root=design.seed).integers(2**62))
        for sample in {row // design.block for row in rows}
    }
    return [(design.values(row), seeds[row // design.block]) for row in rows]


def on_processes(
    model: SweepModel, design: Design, chunks: Mapping[int, Sequence[int]], quantities: tuple[str, ...], workers: int
) -> Iterator[tuple[int, Answers]]:
    """Yield the answers of chunks worked out by processes on this machine.

    Args:
        model: what is asked.
        design: the rows.
        chunks: rows by chunk.
        quantities: the columns of the answers.
        workers: how many processes.

    Raises:
        StatusQuoError: when processes die again and again.
    """
    left = dict(chunks)
    deaths = 0
    while left:
        try:
            for chunk, answers in _one_pool(model, design, left, quantities, workers):
                deaths = 0
                del left[chunk]
                yield chunk, answers
        except BrokenProcessPool as cause:
            deaths += 1
            if deaths > MOST_DEATHS:
                raise _gave_up(f"{deaths} processes died one after the other") from cause


def _one_pool(
    model: SweepModel, design: Design, chunks: Mapping[int, Sequence[int]], quantities: tuple[str, ...], workers: int
) -> Iterator[tuple[int, Answers]]:
    pool = new_pool(workers)
    pending: dict[Future[Any], int] = {}
    waiting = list(chunks)
    try:
        while pending or waiting:
            while waiting and len(pending) < 2 * workers:
                chunk = waiting.pop(0)
                with one_thread_each():
                    job = pool.submit(answer_rows, model, seeded_rows(design, chunks[chunk]), quantities)
                pending[job] = chunk
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for job in done:
                values, errors, _ = job.result()
                yield pending.pop(job), (values, errors)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def on_cluster(
    model: SweepModel, design: Design, chunks: Mapping[int, Sequence[int]], quantities: tuple[str, ...], address: str
) -> Iterator[tuple[int, Answers]]:
    """Yield the answers of chunks worked out by the workers of a Dask cluster.

    Args:
        model: what is asked.
        design: the rows.
        chunks: rows by chunk.
        quantities: the columns of the answers.
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``.

    Raises:
        InputError: when no scheduler answers there.
        StatusQuoError: when `distributed` is not installed, the scheduler is lost, workers die again and again, or a
            worker runs another version of the code.
    """
    try:
        import distributed
    except ModuleNotFoundError as cause:
        raise StatusQuoError(
            f"a sweep on a cluster needs the package {cause.name!r}, which a plain installation leaves out; "
            "install `statusquo[cluster]`"
        ) from cause
    dask: Any = distributed  # parts of it carry no types
    client = _connected(dask.Client, address)
    try:
        jobs = {
            client.submit(answer_rows, model, seeded_rows(design, rows), quantities, pure=False): chunk
            for chunk, rows in chunks.items()
        }
        deaths = 0
        ready = dask.as_completed(jobs, loop=client.loop)
        for job in ready:
            chunk = jobs.pop(job)
            if job.status == "finished":
                values, errors, identity = job.result()
                if identity != model.identity():
                    raise StatusQuoError("a worker runs another version of statusquo, or another model; update it")
                deaths = 0
                yield chunk, (values, errors)
            elif job.status == "error" and isinstance(job.exception(), dask.KilledWorker):
                deaths += 1
                if deaths > MOST_DEATHS:
                    raise _gave_up("workers die again and again") from None
                again = client.submit(answer_rows, model, seeded_rows(design, chunks[chunk]), quantities, pure=False)
                jobs[again] = chunk
                ready.add(again)
            elif job.status == "error":
                raise job.exception()
            else:
                raise _gave_up(f"the scheduler at {address} was lost")
    finally:
        client.close(timeout=CONNECT_SECONDS)


def _connected(client: Any, address: str) -> Any:
    try:
        return client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as cause:
        raise InputError(
            Problem(
                "no scheduler answers at this address",
                field="scheduler",
                found=repr(address),
                allowed="an address such as tcp://10.0.0.5:8786",
            )
        ) from cause


def _gave_up(why: str) -> StatusQuoError:
    return StatusQuoError(f"{why}; what was done is kept, and the same command goes on from there")
