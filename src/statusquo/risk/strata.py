"""How the headline fared among like dispute-years: by time quiet or under way, by region, and by what it had told.

A stratum's base rate is the share of its dispute-years with the event; skill within it is measured against that very
rate. Where the 95 % interval of the Brier skill does not lie above zero, no skill beyond the base rate is shown, and a
dispute of that stratum is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.intervals import wilson
from statusquo.core.wording import chance, per_cent
from statusquo.risk.covariates import known_at_year_ends
from statusquo.risk.events import Outcome, RiskSet
from statusquo.risk.links import Integers
from statusquo.risk.models import LEAVE_OUT
from statusquo.risk.scores import UNITS, as_columns, bootstrap_over_disputes, estimate, score_samples
from statusquo.snapshot.store import Snapshot

SPANS = ((1, 2), (3, 5), (6, 10), (11, None))
TOLD_AT = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Bounds of the classes of what was told, fixed beforehand."""

BY_TIME, BY_REGION, BY_TOLD = "time", "region", "told"
_CLOCKS = ("quiet_years_log", "active_years_log")
SEEN: Mapping[Outcome, str] = {
    "recurrence": "renewed fighting",
    "war": "war begin",
    "recurrence two years ahead": "fighting in the year after that",
    "war two years ahead": "war in the year after that",
    "recurrence within three years": "renewed fighting in that year or the two after",
    "war within three years": "war in that year or the two after",
    "continuation": "fighting go on",
}
LEAST_EVENTS = 10
"""Fewer events in a stratum than this judge no forecast: the claims ask as many of an association."""
_SCORES = ("auroc", "auprc", "brier_skill")
_RATE = "base_rate"
N_SAMPLES = 400


@dataclass(frozen=True, slots=True)
class Stratum:
    """What is known of dispute-years like one.

    Attributes:
        name: such as ``quiet for 11 years or more``.
        outcome: what the rate is of.
        base_rate: share of them with the event.
        skill: Brier skill of the headline among them, beyond that rate.
        n_rows: how many they are.
        n_events: those with the event.
    """

    name: str
    outcome: Outcome
    base_rate: Estimate
    skill: Estimate
    n_rows: int
    n_events: int

    @property
    def has_skill(self) -> bool:
        """Whether the headline is shown to be better than the base rate."""
        return self.skill.low is not None and self.skill.low > 0

    @property
    def words(self) -> str:
        """What is known of such dispute-years, as a clause without a full stop."""
        verdict = (
            "so few events judge no model"
            if self.n_events < LEAST_EVENTS
            else "there the model told more than that base rate"
            if self.has_skill
            else "there the model told no more than that base rate"
        )
        value, low, high = (bound or 0.0 for bound in (self.base_rate.value, self.base_rate.low, self.base_rate.high))
        share = f"{chance(value)}, {per_cent(low)} to {per_cent(high)}" if value else f"at most {chance(high)}"
        met = f"{f'{self.n_events:,}' if value else 'none'} of {self.n_rows:,} years ({share})"
        return f"of disputes {self.name}, {met} saw {SEEN[self.outcome]}; {verdict}"

    def to_json(self) -> dict[str, Any]:
        """Return the stratum's skill as plain JSON values."""
        return {
            "stratum": self.name,
            "better_than_base_rate": self.has_skill,
            "brier_skill": self.skill.to_json(),
            "n_rows": self.n_rows,
            "n_events": self.n_events,
            "says": self.words,
        }


def time_stratum(active: Sequence[int], year: int) -> str:
    """Return the stratum by time of the row of a year.

    Args:
        active: the dispute's active years, rising.
        year: the year of the outcome; what came in it is not looked at.
    """
    before = [at for at in active if at < year]
    if before[-1] < year - 1:
        return _in_words("quiet", year - 1 - before[-1])
    run = next(n for n in range(1, len(before) + 1) if n == len(before) or before[-n - 1] < before[-n] - 1)
    return _in_words("fighting", run)


def stratum_of(risk_set: RiskSet, outcome: Outcome, name: str) -> Stratum | None:
    """Return what the back-test that leaves disputes out says of a stratum; None where it holds no such rows."""
    rows = load_artefact("risk_strata").filter(
        risk_set=risk_set, event=outcome, scheme=LEAVE_OUT, kind=BY_TIME, stratum=name
    )
    if rows.is_empty():
        return None
    found = {row["score"]: row for row in rows.to_dicts()}
    first = found[_RATE]
    rate, skill = (
        Estimate.from_row(found[score], "confidence95", ("ucdp-prio-acd",)) for score in (_RATE, "brier_skill")
    )
    return Stratum(name, outcome, rate, skill, first["n_rows"], first["n_events"])


def with_strata(predictions: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return predictions with the strata of their rows, one column for each kind.

    Args:
        predictions: rows of ``fit.risk_predictions``.
        snapshot: the open snapshot.
    """
    clocks = known_at_year_ends(snapshot).select("conflict_id_ucdp", pl.col("year") + 1, *_CLOCKS)
    regions = snapshot.table("disputes").select("conflict_id_ucdp", pl.col("region").alias(BY_REGION))
    frame = predictions.join(clocks, on=["conflict_id_ucdp", "year"], how="left", maintain_order="left")
    frame = frame.join(regions, on="conflict_id_ucdp", how="left", maintain_order="left")
    quiet, active = (frame[name].exp().to_numpy().round().astype(int) - 1 for name in _CLOCKS)
    spans = np.where(quiet > 0, _classed("quiet", quiet), _classed("fighting", active))
    edges = [f"{100 * edge:g} %" for edge in TOLD_AT]
    classes = [f"told under {edges[0]}", *(f"told {low} to {high}" for low, high in pairwise(edges))]
    told = np.array([*classes, f"told {edges[-1]} or more"])
    classed = told[np.searchsorted(TOLD_AT, frame["probability"].to_numpy(), side="right")]
    return frame.drop(_CLOCKS).with_columns(pl.Series(BY_TIME, spans), pl.Series(BY_TOLD, classed))


def stratum_lines(told: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield one line for each stratum and score of the predictions of one scheme.

    Args:
        told: rows of `with_strata`, of one risk set, outcome, scheme and model.
    """
    for kind in (BY_TIME, BY_REGION, BY_TOLD):
        # By time and by what was told in rising order, by the least of each; regions by name.
        order = {
            BY_TIME: pl.col(BY_TIME).replace_strict(_rank(), return_dtype=pl.Int64),
            BY_TOLD: pl.col("probability"),
        }
        for (name,), group in told.sort(order.get(kind, pl.col(kind)), maintain_order=True).group_by(
            kind, maintain_order=True
        ):
            event = group["is_event"].cast(pl.Float64).to_numpy()
            disputes, probability = group["conflict_id_ucdp"].to_numpy(), group["probability"].to_numpy()
            every = np.ones(len(event), dtype=bool)
            bootstrap = bootstrap_over_disputes(disputes, every, samples=N_SAMPLES)
            size = {"n_rows": len(event), "n_events": int(event.sum()), "n_disputes": len(np.unique(disputes))}
            line = {"kind": kind, "stratum": name, **size, "mean_told": float(probability.mean())}
            weights = bootstrap.weights
            rate = estimate(weights @ event / weights.sum(axis=1), "share of dispute-years")
            # Disputes drawn again with few events, or few disputes, give bounds too near: never nearer than Wilson's.
            share = size["n_events"] / len(event)
            ends = [*wilson(share, len(event)), *(end for end in (rate.low, rate.high) if end is not None)]
            rate = Estimate(share, rate.unit, min(ends), max(ends), "confidence95")
            yield line | {"score": _RATE, **as_columns(rate)}
            samples = score_samples(event, probability, every, bootstrap)
            for score in _SCORES:
                yield line | {"score": score, **as_columns(estimate(samples[score], UNITS[score]))}


def _span_in_words(what: str, first: int, last: int | None) -> str:
    return f"{what} for {first} years or more" if last is None else f"{what} for {first} to {last} years"


def _in_words(what: str, years: int) -> str:
    (span,) = (s for s in SPANS if s[0] <= years and (s[1] is None or years <= s[1]))
    return _span_in_words(what, *span)


def _classed(what: str, years: Integers) -> NDArray[np.str_]:
    lasts = [last for _, last in SPANS if last is not None]
    names = np.array([_span_in_words(what, *span) for span in SPANS])
    return names[np.searchsorted(lasts, years)]


def _rank() -> dict[str, int]:
    names = [_span_in_words(what, *span) for what in ("quiet", "fighting") for span in SPANS]
    return {name: place for place, name in enumerate(names)}
