"""The structure of one dispute: every factor with its place among all disputes that have it.

The others are the territorial conflicts of UCDP as known from data alone; their factors are measured beforehand and
ship as the artefact `structure_factors` (`statusquo data fit`), since measuring all of them takes many seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from statusquo.cases.model import Case
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.shown import Shown
from statusquo.snapshot.store import Snapshot
from statusquo.structure.codings import read_together
from statusquo.structure.denominators import outlines_measured_to, with_denominators
from statusquo.structure.ethnicity import ethnicity
from statusquo.structure.geography import backers_of, geography, kin_without_help
from statusquo.structure.history_and_law import history_and_law
from statusquo.structure.readings import Basis, Coded, Rival

FACTORS = "structure_factors"
"""Name of the artefact."""


@dataclass(frozen=True, slots=True, repr=False)
class Factor(Shown):
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
        basis: on what the value rests; None where there is none.
        rivals: other values of the factor, each with its basis and why it may differ.
        is_contested: whether what the case file codes and what is measured differ beyond the factor's tolerance.
    """

    estimate: Estimate
    percentile: float | None
    n: int
    text: str | None = None
    percentile_low: float | None = None
    percentile_high: float | None = None
    basis: Basis | None = None
    rivals: tuple[Rival, ...] = ()
    is_contested: bool = False

    def in_short(self) -> str:
        """Return the value, and its place among the disputes that have it."""
        place = "" if self.percentile is None else f"; above {self.percentile:.0f} % of {self.n}"
        return f"{self.estimate}{place}"

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form: the estimate's, with its place, its basis and the rivals beside it."""
        place = {name: getattr(self, name) for name in ("percentile", "percentile_low", "percentile_high", "n", "text")}
        beside = [rival.to_json() for rival in self.rivals]
        return {
            **self.estimate.to_json(), **place, "basis": self.basis, "contested": self.is_contested, "rivals": beside,
        }  # fmt: skip


def structure(case: Case, snapshot: Snapshot) -> dict[str, Factor]:
    """Return every factor of structure of one dispute: as its case file codes it, and as it is measured.

    Args:
        case: the dispute.
        snapshot: the open snapshot.

    Raises:
        ArtefactError: when the other disputes' factors are absent or damaged.
    """
    others = other_disputes(case)
    return {name: _placed(coded, others.get(name, [])) for name, coded in told(case, snapshot).items()}


def other_disputes(case: Case) -> dict[str, list[float]]:
    """Return the values of all other disputes that have one, by factor."""
    rows = load_artefact(FACTORS).filter(~pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict))
    return dict(rows.group_by("factor", maintain_order=True).agg("value").iter_rows())


def told(case: Case, snapshot: Snapshot) -> dict[str, Coded]:
    """Return every factor of one dispute as it is told everywhere: what its case file codes beside what is measured."""
    return read_together(case, measured(case, snapshot))


def measured(case: Case, snapshot: Snapshot) -> dict[str, Coded]:
    """Return every factor of one dispute as data give it, without what the case file codes and without a place."""
    estimates = geography(case, snapshot) | ethnicity(case, snapshot)
    plain = {name: Coded(estimate) for name, estimate in estimates.items()}
    share = with_denominators(case, estimates["area_share"], snapshot)
    worded = {"area_share": share}
    if toward := outlines_measured_to(backers_of(case, snapshot), kin_without_help(case, snapshot), snapshot):
        toward_which = ("backer_border_km", "backer_gap_km")
        worded |= {name: Coded(estimates[name], toward) for name in toward_which if estimates[name].value is not None}
    return {**plain, **worded} | history_and_law(case, snapshot)


def _placed(coded: Coded, others: list[float]) -> Factor:
    value = coded.estimate.value
    factor = Factor(
        coded.estimate,
        None,
        len(others) + (value is not None),
        coded.text,
        basis=coded.basis,
        rivals=coded.rivals,
        is_contested=coded.is_contested,
    )
    if value is None or not others:
        return factor
    values = np.array([*others, value])
    low, high = (value if end is None else end for end in (coded.estimate.low, coded.estimate.high))
    return replace(
        factor,
        percentile=100 * float(np.mean(values < value) + np.mean(values == value) / 2),
        percentile_low=100 * float(np.mean(values < low)),
        percentile_high=100 * float(np.mean(values <= high)),
    )
