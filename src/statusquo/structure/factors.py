"""The structure of one dispute: every factor with its place among all disputes that have it.

The others are the territorial conflicts of UCDP as known from data alone; they are measured once per snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from statusquo.cases.derived import case_from_ucdp
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.snapshot.store import Snapshot
from statusquo.structure.ethnicity import ethnicity
from statusquo.structure.geography import geography
from statusquo.structure.history_and_law import Coded, history_and_law


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of structure.

    Attributes:
        estimate: its value, or the reason why there is none.
        percentile: share of the disputes that have the factor whose value is lower, those with the same value counted
            half, in percent; None where the dispute has no value or no other has one.
        n: disputes that have the factor, this one included where it does.
        text: for coded factors, what the sources say.
    """

    estimate: Estimate
    percentile: float | None
    n: int
    text: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form: the estimate's, with ``percentile``, ``n`` and ``text``."""
        return {**self.estimate.to_json(), "percentile": self.percentile, "n": self.n, "text": self.text}


def structure(case: Case, snapshot: Snapshot) -> dict[str, Factor]:
    """Return every factor of structure of one dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    others = [
        measured for conflict, measured in _all_disputes(snapshot).items() if conflict not in case.ids.ucdp_conflict
    ]
    return {
        name: _placed(coded, [other[name] for other in others if name in other])
        for name, coded in _measured(case, snapshot).items()
    }


def _placed(coded: Coded, others: list[float]) -> Factor:
    value = coded.estimate.value
    if value is None:
        return Factor(coded.estimate, None, len(others), coded.text)
    values = np.array([*others, value])
    percentile = 100 * float(np.mean(values < value) + np.mean(values == value) / 2) if others else None
    return Factor(coded.estimate, percentile, len(values), coded.text)


def _measured(case: Case, snapshot: Snapshot) -> dict[str, Coded]:
    estimates = geography(case, snapshot) | ethnicity(case, snapshot)
    return {name: Coded(estimate) for name, estimate in estimates.items()} | history_and_law(case, snapshot)


@lru_cache(maxsize=4)
def _all_disputes(snapshot: Snapshot) -> dict[int, dict[str, float]]:
    """Return the values of all factors that the data give, by UCDP conflict."""
    return {
        conflict: {
            name: coded.estimate.value
            for name, coded in _measured(case_from_ucdp(conflict), snapshot).items()
            if coded.estimate.value is not None
        }
        for conflict in snapshot.table("disputes")["conflict_id_ucdp"].sort()
    }
