"""The fitted artefacts there are, and how each is made.

A fit is one function in a module of this room. It takes the inputs and returns the table with its diagnostics; writing
and hashing are `build`'s, and what a fit reads and runs is told from its source (`provenance`). `registry.toml` lists
them; they run in its order, so that one may load an earlier one's artefact.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.snapshot.store import Snapshot

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done."""


@dataclass(frozen=True, slots=True)
class FitInputs:
    """What a fit is given.

    Attributes:
        snapshot: the open snapshot.
        raw: the folder of raw files; present for the fits that need it.
        progress: to be called as the work goes on.
        own: rows of the user's own files that the snapshot was made of, by the id of the data set; they stand in the
            place of the raw file.
    """

    snapshot: Snapshot
    raw: Path | None
    progress: Progress
    own: Mapping[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit returns.

    Attributes:
        table: the artefact's table.
        diagnostics: figures on the fit itself.
    """

    table: pl.DataFrame
    diagnostics: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """One fitted artefact.

    Attributes:
        name: the artefact; its columns are declared under ``fit.NAME``.
        description: what it holds, in a line.
        made_by: module and function that make it, as ``module:function``; imported only when it runs.
        sources: ids of the origins whose raw files it reads, which must be at hand when it runs.
    """

    name: str
    description: str
    made_by: str
    sources: tuple[str, ...] = ()

    def run(self, inputs: FitInputs) -> Fitted:
        """Make the artefact's table."""
        module, _, function = self.made_by.partition(":")
        made: Fitted = getattr(import_module(module), function)(inputs)
        return made


def _declared() -> Iterator[Fit]:
    text = (files("statusquo.fits") / "registry.toml").read_text(encoding="utf-8")
    for row in tomllib.loads(text)["fit"]:
        yield Fit(row["name"], row["description"], row["made_by"], tuple(row.get("sources", ())))


FITS = tuple(_declared())
"""The fitted artefacts, in the order in which they are made."""
