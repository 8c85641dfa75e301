"""Sweep files: which parameters vary over which ranges, how many samples, and what is asked of each, in TOML.

A sweep is a title, the number of base samples and one range for each parameter that varies::

    title = "What moves the chance of war"
    samples = 64
    paths = 1000
    quantities = ["war_within_10_years"]

    [parameters]
    holder_cost_low = [0.05, 0.4]
    revisionist_cost_low = [0.05, 0.4]

Files are untrusted: size and numbers are limited, and everything wrong is reported at once with its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from statusquo.core.errors import SweepError
from statusquo.core.seeds import ROOT_SEED
from statusquo.documents.bundle import Bundle
from statusquo.documents.faults import Fault
from statusquo.documents.template import unfilled
from statusquo.documents.values import Line, Number, Strict, Whole

MAX_BYTES = 100_000
MAX_PARAMETERS = 40
LEAST_SAMPLES, MOST_SAMPLES = 8, 65_536

Range = Annotated[tuple[Number, ...], Field(min_length=2, max_length=2)]


class Sweep(Strict):
    """A sweep as its file says it."""

    title: Line = Field(description="one line")
    samples: Whole = Field(description="base samples, a power of two; each takes as many runs as parameters and two")
    quantities: tuple[Line, ...] = Field(min_length=1, description="what is asked of each sample")
    parameters: Mapping[str, Range] = Field(description="lowest and highest value of each parameter that varies")
    paths: Annotated[Whole, Field(ge=1, le=10_000_000)] = Field(default=1_000, description="runs behind each sample")
    seed: Annotated[Whole, Field(ge=1, le=2**63)] = Field(default=ROOT_SEED, description="root of all seeds")


SWEEPS = Bundle(
    "sweep",
    Sweep,
    SweepError,
    package="statusquo.bargaining",
    folder=("sweeps",),
    checks=(unfilled,),
    max_bytes=MAX_BYTES,
    template="sweeps/template.toml",
    others=frozenset({"template"}),
)


def read_sweep(path: Path, *, ranges: Mapping[str, tuple[float, float]], quantities: Collection[str]) -> Sweep:
    """Return the sweep in a file.

    Args:
        path: the file.
        ranges: the parameters that may vary, each with the least and greatest value it may take.
        quantities: what may be asked.

    Raises:
        SweepError: when the file cannot be read or is wrong, with everything that is.
    """
    return SWEEPS.read(path, checks=(lambda sweep: _faults(sweep, ranges, quantities),))


def _faults(sweep: Sweep, ranges: Mapping[str, tuple[float, float]], quantities: Collection[str]) -> Iterator[Fault]:
    n = sweep.samples
    if not LEAST_SAMPLES <= n <= MOST_SAMPLES or n & (n - 1):
        allowed = f"a power of two from {LEAST_SAMPLES} to {MOST_SAMPLES:,}"
        yield Fault(("samples",), "the design needs a power of two", str(n), allowed)
    for place, name in enumerate(sweep.quantities):
        if name not in quantities:
            yield Fault(("quantities", place), "no quantity has this name", repr(name), ", ".join(quantities))
        elif name in sweep.quantities[:place]:
            yield Fault(("quantities", place), "the quantity is asked for twice", repr(name), "each once")
    if not 2 <= len(sweep.parameters) <= MAX_PARAMETERS:
        found = f"{len(sweep.parameters)} parameters"
        yield Fault(("parameters",), "a sweep varies several parameters", found, f"2 to {MAX_PARAMETERS}")
    for name, (low, high) in sweep.parameters.items():
        if name not in ranges:
            yield Fault(("parameters", name), "no parameter has this name", repr(name), ", ".join(ranges))
        elif low >= high:
            yield Fault(("parameters", name), "the range is empty", f"{low:g} to {high:g}", "the lower value first")
        elif low < ranges[name][0] or high > ranges[name][1]:
            least, most = ranges[name]
            found = f"{low:g} to {high:g}"
            yield Fault(("parameters", name), "the range leaves what is allowed", found, f"{least:g} to {most:g}")
