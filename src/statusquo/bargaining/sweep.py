"""Runs a sweep: each base sample once, kept on disk as it is done, and the Sobol indices of what came out.

An interrupted sweep goes on where it stood when it is started again with the same file, the same code and the same
folder, on however many processes or workers; the result is the same as of a sweep that was never interrupted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from statusquo.bargaining.sweep_chunks import Checkpoints
from statusquo.bargaining.sweep_design import Design, Indices, design_of, sobol_indices
from statusquo.bargaining.sweep_file import Sweep
from statusquo.bargaining.sweep_workers import SweepModel, on_cluster, on_processes

WORKERS = 2

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a sweep found.

    Attributes:
        sweep: what was asked.
        design: the rows.
        indices: by quantity, in the order asked.
        resumed: rows that were there from an earlier run.
        folder: where the chunks are kept.
    """

    sweep: Sweep
    design: Design
    indices: tuple[Indices, ...]
    resumed: int
    folder: Path

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; how it came about, such as what was resumed, is left out."""
        ranges = {name: list(bounds) for name, bounds in zip(self.design.names, self.design.bounds, strict=True)}
        return {
            "title": self.sweep.title,
            "samples": self.design.samples,
            "rows": len(self.design.rows),
            "paths": self.sweep.paths,
            "seed": self.sweep.seed,
            "parameters": ranges,
            "indices": [indices.to_json() for indices in self.indices],
        }


def run_sweep(
    sweep: Sweep,
    model: SweepModel,
    folder: Path,
    progress: Progress,
    *,
    workers: int = WORKERS,
    scheduler: str | None = None,
) -> SweepResult:
    """Run a sweep, or what is left of it.

    Args:
        sweep: what is asked.
        model: what answers.
        folder: where chunks are kept, in a folder named by the sweep's key.
        progress: called as rows are done.
        workers: processes on this machine.
        scheduler: address of a Dask scheduler, whose workers are used instead.

    Raises:
        InputError: when the folder cannot be written or is in use, or no scheduler answers.
        StatusQuoError: when workers die again and again; what was done is kept.
    """
    design = design_of(sweep.parameters, sweep.samples, sweep.seed)
    quantities = tuple(sweep.quantities)
    kept = Checkpoints(folder, design, quantities, {"paths": sweep.paths, "model": dict(model.identity())})
    total = len(design.rows)
    with kept.open():
        chunks = {chunk: kept.rows_of(chunk) for chunk in kept.missing()}
        done = resumed = total - sum(len(rows) for rows in chunks.values())
        progress(done, total)
        answers = (
            on_processes(model, design, chunks, quantities, workers)
            if scheduler is None
            else on_cluster(model, design, chunks, quantities, scheduler)
        )
        for chunk, (values, errors) in answers if chunks else ():
            kept.write(chunk, values, errors)
            done += len(kept.rows_of(chunk))
            progress(done, total)
        values, errors = kept.collect()
    found = tuple(
        sobol_indices(design, name, np.ascontiguousarray(values[:, place]), np.ascontiguousarray(errors[:, place]))
        for place, name in enumerate(quantities)
    )
    return SweepResult(sweep, design, found, resumed, kept.folder)
