"""What a sweep has worked out so far, on disk: one file for each chunk of base samples, under the key of the sweep.

The key is a digest of the design, of what is asked and of the code that answers, so that the chunks of another sweep
or another version of the code are never taken for this one's. A chunk's file is written under a temporary name and
renamed: it is there whole or not at all, however the process ends. A damaged or foreign file is worked out anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from statusquo.bargaining.sweep_design import Design
from statusquo.core.draws import Floats
from statusquo.core.errors import InputError, Problem, StatusQuoError
from statusquo.core.files import write_text
from statusquo.core.kept_files import read_kept, write_kept

MOST_CHUNKS = 128
VALUE, ERROR = "value: ", "error: "
_KEY_DIGITS = 16
_SUFFIX = ".chunk"


class Checkpoints:
    """The chunks of one sweep.

    Args:
        folder: where sweeps keep their chunks; made when it is not there.
        design: the rows.
        quantities: what is asked of each row.
        identity: whatever else shapes the numbers, as plain JSON values: the model, the runs, the code's digest.

    Attributes:
        key: the sweep's key.
        folder: the folder of this sweep, named by its key.
    """

    def __init__(self, folder: Path, design: Design, quantities: tuple[str, ...], identity: Mapping[str, Any]) -> None:
        self.design, self.quantities = design, quantities
        record = {
            "parameters": dict(zip(design.names, design.bounds, strict=True)),
            "samples": design.samples,
            "seed": design.seed,
            "rows": hashlib.sha256(design.rows.tobytes()).hexdigest(),
            "quantities": list(quantities),
            **identity,
        }
        self._record = json.dumps(record, indent=1, sort_keys=True) + "\n"
        self.key = hashlib.sha256(self._record.encode()).hexdigest()[:_KEY_DIGITS]
        self.folder = folder / self.key
        self._size = -(-design.samples // MOST_CHUNKS)

    @property
    def count(self) -> int:
        """How many chunks there are."""
        return -(-self.design.samples // self._size)

    def rows_of(self, chunk: int) -> range:
        """Return the rows of a chunk: whole blocks of base samples."""
        step = self._size * self.design.block
        return range(chunk * step, min((chunk + 1) * step, len(self.design.rows)))

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Hold the folder for this process alone, make it, and clear what a killed process left half-written.

        Raises:
            InputError: when it cannot be made, or another process works on the same sweep.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = self._lock()
        except OSError as cause:
            raise InputError(
                Problem("the folder of the sweep cannot be written", str(self.folder), found=cause.strerror)
            ) from cause
        try:
            for left in self.folder.glob(f".*{_SUFFIX}.*"):
                left.unlink(missing_ok=True)
            write_text(self.folder / "sweep.json", self._record)
            yield
        finally:
            if lock is not None:
                os.close(lock)

    def _lock(self) -> int | None:
        """Take the lock, which the system lifts when the process dies however it dies."""
        if sys.platform == "win32":
            return None
        import fcntl

        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise InputError(
                Problem("another process works on this sweep", str(self.folder), allowed="one at a time")
            ) from None
        return handle

    def write(self, chunk: int, values: Floats, errors: Floats) -> None:
        """Keep the answers for a chunk.

        Args:
            chunk: its number.
            values: shape (rows of the chunk, quantities); NaN where there is no answer.
            errors: their standard errors.
        """
        columns: dict[str, Any] = {"row": np.asarray(self.rows_of(chunk), dtype=np.int64)}
        for place, name in enumerate(self.quantities):
            columns[VALUE + name], columns[ERROR + name] = values[:, place], errors[:, place]
        content = BytesIO()
        pl.DataFrame(columns).write_parquet(content)
        write_kept(self._path(chunk), content.getvalue())

    def missing(self) -> list[int]:
        """Return the chunks that are not there, or not whole."""
        return [chunk for chunk in range(self.count) if self._read(chunk) is None]

    def collect(self) -> tuple[Floats, Floats]:
        """Return the answers for all rows and their standard errors, each of shape (rows, quantities).

        Raises:
            StatusQuoError: when a row is missing or stands there twice.
        """
        parts = [part for chunk in range(self.count) if (part := self._read(chunk)) is not None]
        frame = pl.concat(parts).sort("row")
        if frame["row"].to_list() != list(range(len(self.design.rows))):
            raise StatusQuoError(f"the chunks in {self.folder} do not hold each row once; run the sweep again")
        values = frame.select(VALUE + name for name in self.quantities).to_numpy()
        errors = frame.select(ERROR + name for name in self.quantities).to_numpy()
        return values, errors

    def _path(self, chunk: int) -> Path:
        return self.folder / f"chunk-{chunk:04}{_SUFFIX}"

    def _read(self, chunk: int) -> pl.DataFrame | None:
        content = read_kept(self._path(chunk))
        if content is None:
            return None
        frame = pl.read_parquet(BytesIO(content))
        names = ["row", *(kind + name for name in self.quantities for kind in (VALUE, ERROR))]
        is_whole = frame.columns == names and frame["row"].to_list() == list(self.rows_of(chunk))
        return frame if is_whole else None
