"""The structure of one dispute: every factor with its place among all disputes that have it.

The others are the territorial conflicts of UCDP as known from data alone; their factors are measured beforehand and
ship as the artefact `structure_factors` (`statusquo data fit`), since measuring all of them takes many seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from statusquo.cases.model import Case
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.snapshot.store import Snapshot
from statusquo.structure.ethnicity import ethnicity
from statusquo.structure.geography import geography
from statusquo.structure.history_and_law import Coded, history_and_law

FACTORS = "structure_factors"
"""Name of the artefact."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of structure.

    Attributes:
        estimate: its value, or the reason why there is none.
        percentile: share of the disputes that have the factor whose value is lower, those with the same value counted
            half, in percent; None where the dispute has no value or no other has one.
        n: disputes that have the factor, this one included where it does.
        text: for coded factors, what the sources say.
        percentile_low: share of the disputes whose value is below the value's lower end, percent: the lowest place that
            ties with others and the value's own interval allow.
        percentile_high: share whose value is not above its upper end, percent.
    """

    estimate: Estimate
    percentile: float | None
    n: int
    text: str | None = None
    percentile_low: float | None = None
    percentile_high: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form: the estimate's, with ``percentile``, its range, ``n`` and ``text``."""
        place = {name: getattr(self, name) for name in ("percentile", "percentile_low", "percentile_high", "n", "text")}
        return {**self.estimate.to_json(), **place}


def structure(case: Case, snapshot: Snapshot) -> dict[str, Factor]:
    """Return every factor of structure of one dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.

    Raises:
        ArtefactError: when the other disputes' factors are absent or damaged.
    """
    others = other_disputes(case)
    return {name: _placed(coded, others.get(name, [])) for name, coded in measured(case, snapshot).items()}


def other_disputes(case: Case) -> dict[str, list[float]]:
    """Return the values of all other disputes that have one, by factor."""
    rows = load_artefact(FACTORS).filter(~pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict))
    return dict(rows.group_by("factor", maintain_order=True).agg("value").iter_rows())


def measured(case: Case, snapshot: Snapshot) -> dict[str, Coded]:
    """Return every factor of one dispute alone, without its place among the others."""
    estimates = geography(case, snapshot) | ethnicity(case, snapshot)
    return {name: Coded(estimate) for name, estimate in estimates.items()} | history_and_law(case, snapshot)


def _placed(coded: Coded, others: list[float]) -> Factor:
    value = coded.estimate.value
    if value is None:
        return Factor(coded.estimate, None, len(others), coded.text)
    if not others:
        return Factor(coded.estimate, None, 1, coded.text)
    values = np.array([*others, value])
    low, high = (value if end is None else end for end in (coded.estimate.low, coded.estimate.high))
    return Factor(
        coded.estimate,
        100 * float(np.mean(values < value) + np.mean(values == value) / 2),
        len(values),
        coded.text,
        100 * float(np.mean(values < low)),
        100 * float(np.mean(values <= high)),
    )
