"""The design of a sweep and the shares of variance that come out of it (Sobol indices), by SALib.

First-order index: the share of a quantity's variance that goes when one parameter is known. Total index: the share that
stays when all others are known. The design is that of Saltelli et al. (2010, Computer Physics Communications 181:
259-270, table 2) on scrambled Sobol points; intervals are the 2.5 and 97.5 percentiles over bootstrap samples of the
base samples. An index is of the ranges that were swept and says nothing outside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from statusquo.core.draws import Floats
from statusquo.core.errors import StatusQuoError
from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable
from statusquo.core.seeds import spawn_generator

N_RESAMPLES = 500
UNIT = "share of variance"


@dataclass(frozen=True, slots=True)
class Design:
    """The rows of a sweep.

    Attributes:
        names: the parameters that vary.
        bounds: lowest and highest value of each.
        samples: base samples; each stands in a block of `block` rows, one after the other.
        rows: values, shape (samples x block, parameters).
        seed: root of all seeds.
    """

    names: tuple[str, ...]
    bounds: tuple[tuple[float, float], ...]
    samples: int
    rows: Floats
    seed: int

    @property
    def block(self) -> int:
        """Rows of one base sample: both of its points, and one between them for each parameter."""
        return len(self.names) + 2

    def values(self, row: int) -> dict[str, float]:
        """Return one row as values by parameter."""
        return dict(zip(self.names, self.rows[row].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Indices(Jsonable):
    """What moves one quantity.

    Attributes:
        quantity: the quantity.
        first: first-order index by parameter.
        total: total index by parameter.
        mean: mean over the base samples' rows.
        variance: variance over them.
        chance: share of the variance that is the chance of a finite number of runs, not of any parameter.
        left_out: base samples left out because a row of theirs has no value.
        missing_reason: why there are no indices; None where there are.
    """

    quantity: str
    first: Mapping[str, Estimate]
    total: Mapping[str, Estimate]
    mean: float | None
    variance: float | None
    chance: float | None
    left_out: int
    missing_reason: str | None = None


def design_of(ranges: Mapping[str, Sequence[float]], samples: int, seed: int) -> Design:
    """Return the design for some ranges.

    Args:
        ranges: lowest and highest value by parameter.
        samples: base samples, a power of two.
        seed: root of all seeds.

    Raises:
        StatusQuoError: when SALib is not installed.
    """
    salib = _salib()
    names, bounds = tuple(ranges), tuple((float(low), float(high)) for low, high in ranges.values())
    problem = {"num_vars": len(names), "names": list(names), "bounds": [list(pair) for pair in bounds]}
    rng = spawn_generator("bargaining", "sweep", "design", root=seed)
    rows = salib.sample(problem, samples, calc_second_order=False, seed=rng)
    return Design(names, bounds, samples, np.ascontiguousarray(rows, dtype=np.float64), seed)


def sobol_indices(design: Design, quantity: str, values: Floats, errors: Floats) -> Indices:
    """Return the indices of one quantity.

    Args:
        design: the rows.
        quantity: its name.
        values: one value for each row; NaN where there is none.
        errors: the standard error of each value from the finite number of runs behind it, 0 where it is exact.
    """
    blocks, spread = values.reshape(design.samples, design.block), errors.reshape(design.samples, design.block)
    whole = np.isfinite(blocks).all(axis=1)
    left_out = int((~whole).sum())
    kept, noise = blocks[whole], spread[whole]
    if len(kept) < 2 or np.ptp(kept) == 0:
        reason = "hardly a sample has a value" if len(kept) < 2 else "no parameter moves it within these ranges"
        mean = float(kept.mean()) if kept.size else None
        return Indices(quantity, {}, {}, mean, None, None, left_out, reason)
    from SALib.analyze import sobol

    seed = int(spawn_generator("bargaining", "sweep", "bootstrap", quantity, root=design.seed).integers(1, 2**31))
    problem = {"num_vars": len(design.names), "names": list(design.names), "bounds": [list(b) for b in design.bounds]}
    found = sobol.analyze(
        problem, kept.ravel(), calc_second_order=False, num_resamples=N_RESAMPLES, keep_resamples=True, seed=seed
    )
    ends = kept[:, [0, -1]]
    variance = float(ends.var())
    return Indices(
        quantity,
        _estimates(design, found["S1"], found["S1_conf_all"]),
        _estimates(design, found["ST"], found["ST_conf_all"]),
        float(ends.mean()),
        variance,
        float(np.mean(noise[:, [0, -1]] ** 2) / variance) if variance > 0 else None,
        left_out,
    )


def _estimates(design: Design, values: Floats, resamples: Floats) -> dict[str, Estimate]:
    """Return each index with the percentiles of its resamples, widened where sampling puts it just outside them."""
    return {
        name: Estimate.from_draws(drawn, UNIT, value=value, interval="confidence95")
        for name, value, drawn in zip(design.names, values, resamples.T, strict=True)
    }


def _salib() -> Any:
    try:
        from SALib.sample import sobol
    except ModuleNotFoundError as cause:
        raise StatusQuoError(
            "a sweep needs the package SALib, which a plain installation leaves out; install `statusquo[game]`"
        ) from cause
    return sobol
