"""How good one forecast of one event in one year was, each score with the interval that so few events allow.

* *Expected and came*: the sum of the risks told, and the events. Were each risk right and the events independent, their
  number would be Poisson-binomial: its middle 95 % stands with the sum, and how likely a count so far off would be.
* *AUROC*, with its exact distribution by chance (`exact`).
* *AUPRC*: average precision, the mean over the events of the share of events among the rows told as much or more.
* *Brier score* (Brier 1950), and its skill against the historical base rate: the share of the mean squared error of
  telling every row the rate known when the forecast was made that the forecast saves. *Log score*: the mean log
  probability of what happened, in nats.

No exact interval of AUROC, AUPRC, Brier or log score exists without assuming how risks are distributed: theirs is a
bootstrap over the disputes, and with few events it is too sure of itself, which `Score.warning` says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable
from statusquo.forecasts.exact import (
    AreaByChance,
    area_by_chance,
    central_range,
    chance_of_so_far_off,
    count_probabilities,
    mean_ranks,
    share_interval,
)
from statusquo.forecasts.record import BaseRate
from statusquo.risk.links import Floats
from statusquo.risk.scores import UNITS, Bootstrap, bootstrap_over_disputes, estimate, score_samples
from statusquo.risk.strata import LEAST_EVENTS

BRIER_UNIT = "mean squared error"
SKILL_UNIT = "share of the Brier score of the historical base rate"
COUNT_UNIT = "events"
PROBABILITY = "probability"
SHARE_UNIT = "share of dispute-years"


@dataclass(frozen=True, slots=True)
class Came(Jsonable):
    """A dispute in which the event came.

    Attributes:
        conflict_id_ucdp: UCDP's number.
        risk: the risk it was told.
        rank: its place among the rows scored, the highest risk first; equal risks share the mean of their places.
    """

    conflict_id_ucdp: int
    risk: Estimate
    rank: float


_KEYS = {"chance_so_far_off": "chance_of_a_count_so_far_off", "by_chance": "auroc_by_chance"}


@dataclass(frozen=True, slots=True)
class Score(Jsonable, also=("warning",), keys=_KEYS):
    """How a forecast of one event did.

    Attributes:
        n: rows scored.
        events: those with the event.
        share: events by rows, with the interval of Clopper and Pearson.
        base_rate: the historical rate that skill is measured against; missing where the forecast wrote none down.
        expected: sum of the risks, with the middle 95 % of the counts that the forecast allows.
        chance_so_far_off: how likely a count so far from the expected is, were the forecast right.
        auroc: the area under the ROC curve.
        by_chance: what the area would be if the forecast could not tell; None without an event.
        auprc: average precision.
        brier: the Brier score.
        brier_skill: its skill against the base rate.
        log_score: the log score.
        came: the disputes in which the event came, the highest risk first.
    """

    n: int
    events: int
    share: Estimate
    base_rate: Estimate
    expected: Estimate
    chance_so_far_off: float
    auroc: Estimate
    by_chance: AreaByChance | None
    auprc: Estimate
    brier: Estimate
    brier_skill: Estimate
    log_score: Estimate
    came: tuple[Came, ...]

    @property
    def warning(self) -> str | None:
        """That the events are too few to judge by, None where they are enough."""
        few = min(self.events, self.n - self.events)
        if few >= LEAST_EVENTS:
            return None
        if few == 0:
            return (
                f"{'none' if self.events == 0 else 'all'} of {self.n} met the event, so that no ranking can be judged"
            )
        are = "one dispute stands" if few == 1 else f"{few} disputes stand"
        return (
            f"{are} against {self.n - few}: no exact interval of AUROC, AUPRC, Brier or log score exists, and that of "
            "the bootstrap over disputes is too narrow"
        )


def brier_skill(event: Floats, risk: Floats, base_rate: float) -> float:
    """Return the share of the base rate's mean squared error that a forecast saves.

    Args:
        event: 1 where the event came, else 0.
        risk: the risk told of each row.
        base_rate: the rate told of each row in its place; not that of the rows where the event came in all or none.
    """
    return float(1 - np.mean((event - risk) ** 2) / np.mean((event - base_rate) ** 2))


def ranks_from_the_top(risk: Floats) -> Floats:
    """Return the place of each risk, the highest first; equal risks share the mean of their places."""
    return mean_ranks(-risk)


def score(rows: pl.DataFrame, base_rate: BaseRate | None, sources: tuple[str, ...]) -> Score:
    """Score a forecast of one event in one year.

    Args:
        rows: the rows at risk, at least one, with `risk`, `low`, `high` and `came`.
        base_rate: the rate known when it was made.
        sources: ids of the origins that say what came.
    """
    event, risk = rows["came"].cast(pl.Float64).to_numpy(), rows["risk"].to_numpy()
    n, events = len(event), int(event.sum())
    everything = np.ones(n, dtype=bool)
    boot = bootstrap_over_disputes(rows["conflict_id_ucdp"].to_numpy().astype(np.int64), everything)
    drawn = score_samples(event, risk, everything, boot)
    squared = _mean_of_samples((event - risk) ** 2, boot)
    probabilities = count_probabilities(risk)
    is_mixed = 0 < events < n
    return Score(
        n=n,
        events=events,
        share=Estimate(events / n, SHARE_UNIT, *share_interval(events, n), "confidence95", sources),
        base_rate=_rate(base_rate, sources),
        expected=_expected(risk, probabilities, sources),
        chance_so_far_off=chance_of_so_far_off(probabilities, events),
        auroc=_of_a_ranking(drawn["auroc"], "auroc", events, n, sources),
        by_chance=area_by_chance(event, risk) if is_mixed else None,
        auprc=_of_a_ranking(drawn["auprc"], "auprc", events, n, sources),
        brier=estimate(squared, BRIER_UNIT, sources),
        brier_skill=_skill(event, squared, boot, base_rate, sources),
        log_score=estimate(drawn["log_score"], UNITS["log_score"], sources),
        came=_came(rows, risk),
    )


def _mean_of_samples(values: Floats, boot: Bootstrap) -> Floats:
    result: Floats = boot.weights @ values / boot.weights.sum(axis=1)
    return result


def _rate(base_rate: BaseRate | None, sources: tuple[str, ...]) -> Estimate:
    if base_rate is None:
        return Estimate.missing(SHARE_UNIT, "the forecast wrote none down", sources)
    bounds = share_interval(base_rate.events, base_rate.rows)
    return Estimate(base_rate.share, SHARE_UNIT, *bounds, "confidence95", sources)


def _expected(risk: Floats, probabilities: Floats, sources: tuple[str, ...]) -> Estimate:
    total = float(risk.sum())
    # Of a sum well below one no event may be all that the middle 95 % hold.
    return Estimate.spanning(total, COUNT_UNIT, central_range(probabilities), "credible95", sources)


def _of_a_ranking(samples: Floats, name: str, events: int, n: int, sources: tuple[str, ...]) -> Estimate:
    if events in (0, n):
        reason = "no event came" if events == 0 else "the event came in every row"
        return Estimate.missing(UNITS[name], reason, sources)
    return estimate(samples, UNITS[name], sources)


def _skill(
    event: Floats, squared: Floats, boot: Bootstrap, base_rate: BaseRate | None, sources: tuple[str, ...]
) -> Estimate:
    if base_rate is None:
        return Estimate.missing(SKILL_UNIT, "the forecast wrote no base rate down", sources)
    reference = _mean_of_samples((event - base_rate.share) ** 2, boot)
    if reference[0] == 0:
        return Estimate.missing(SKILL_UNIT, "the base rate was right of every row", sources)
    with np.errstate(divide="ignore", invalid="ignore"):
        return estimate(1 - squared / reference, SKILL_UNIT, sources)


def _came(rows: pl.DataFrame, risk: Floats) -> tuple[Came, ...]:
    placed = rows.with_columns(rank=pl.Series(ranks_from_the_top(risk)))
    found = placed.filter("came").sort("rank", "conflict_id_ucdp")
    return tuple(
        Came(number, told(value, low, high), rank)
        for number, value, low, high, rank in found.select(
            "conflict_id_ucdp", "risk", "low", "high", "rank"
        ).iter_rows()
    )


def told(risk: float, low: float, high: float) -> Estimate:
    """Return a risk as it was published."""
    return Estimate(risk, PROBABILITY, low, high, "credible95")
