"""Reads what other rooms have fitted, as results of tests; where an artefact is not there, says so.

Nothing is fitted here. A coefficient's interval is 95 %: of the coefficient's normal approximation for the hazard, as
the artefact gives it for the outcomes of movements.
"""

from __future__ import annotations

import math

import polars as pl

from statusquo.comparison.estimates import ESTIMATES, fitted_models
from statusquo.core.artefacts import has_artefact, load_artefact
from statusquo.core.estimates import Estimate, Interval
from statusquo.explanations.results import NotTestableError, Result

RISK = "risk_models"
DURATION = "risk_duration_dependence"
UNIT = "log odds"
RISK_SOURCES = ("ucdp-prio-acd",)

MOST_PENALTY = 0.5
"""Largest ratio of a coefficient's standard error to the spread that its penalty allows: beyond it the penalty gives
more
than a quarter of what is known, and the interval cannot be read as evidence."""

_Z = 1.959964


def risk_effect(*, exposure: str, event: str, sample: str, model: str) -> list[Result]:
    """Return a coefficient of the fitted hazard, for one standard deviation of the exposure.

    Args:
        exposure: the covariate.
        event: recurrence or war.
        sample: the risk set.
        model: which of the fitted forms.
    """
    if not has_artefact(RISK):
        raise NotTestableError("model not built", "the risk of renewed fighting is not fitted yet")
    fitted = load_artefact(RISK).filter(
        (pl.col("risk_set") == sample) & (pl.col("event") == event) & (pl.col("model") == model)
    )
    if fitted.is_empty():
        raise NotTestableError("model not built", f"no {model} of {event} in the set {sample} is fitted")
    rows = fitted.filter(pl.col("covariance").is_not_null()).to_dicts()
    place = next((i for i, row in enumerate(rows) if (row["equation"], row["term"]) == ("hazard", exposure)), None)
    if place is None:
        raise NotTestableError("data", f"the risk model has no measure of {exposure.replace('_', ' ')}")
    row = rows[place]
    error = math.sqrt(max(row["covariance"][place], 0.0))
    if error * math.sqrt(row["penalty"]) > MOST_PENALTY:
        # Such an interval is narrow because the penalty says so; to call that "no effect" would test the penalty.
        reason = "the hazard is fitted for prediction, with a penalty that draws this coefficient to zero; an estimate "
        raise NotTestableError("model not built", f"{reason}of it alone is not fitted yet")
    # Under a penalty the interval is that of the posterior with the penalty as prior.
    interval: Interval = "credible95" if row["penalty"] > 0 else "confidence95"
    estimate = _with_error(row["coefficient"], error, f"{UNIT} for one standard deviation", RISK_SOURCES, interval)
    label = f"{exposure.replace('_', ' ')} and {event}, {model}, risk set {sample}"
    note = f"{row['n_events']} events in {row['n_rows']:,} dispute-years"
    return [
        Result(label, estimate, row["n_rows"], "dispute-years", RISK_SOURCES, note, _p_value(row["coefficient"], error))
    ]


def outcome_effect(*, exposure: str, model: str, own_parents: tuple[int, ...]) -> list[Result]:
    """Return a coefficient of a fitted model of resistance or outcome, over movements or coded cases.

    Args:
        exposure: the condition.
        model: id of the fitted model.
        own_parents: parent states of the cases that the explanation was made from.
    """
    if not has_artefact(ESTIMATES):
        raise NotTestableError("model not built", "the outcomes of movements are not fitted yet")
    fitted = next((one for one in fitted_models() if one.id == model), None)
    if fitted is None:
        raise NotTestableError("data", f"no model {model!r} is fitted")
    term = next((one for one in fitted.terms if one.name == exposure), None)
    if term is None:
        raise NotTestableError("data", f"the model of {fitted.outcome} has no measure of {exposure.replace('_', ' ')}")
    estimate = term.estimate
    if estimate.value is None or estimate.low is None or estimate.high is None:
        raise NotTestableError("data", f"the coefficient of {term.meaning} is not bounded by the data")
    p_value = term.p if term.p is not None else _p_value(estimate.value, (estimate.high - estimate.low) / (2 * _Z))
    told = [
        f"{term.influence[key]:+.2f} without the movements of the explained case’s parent".replace("-", "−")
        for key in (f"state {number}" for number in own_parents)
        if key in term.influence
    ]
    note = "; ".join([f"{fitted.n_events} events in {fitted.n:,} rows, {fitted.n_clusters} parent states", *told])
    label = f"{term.meaning}: {fitted.outcome}"
    return [Result(label, estimate, fitted.n, "rows", estimate.sources, note, p_value)]


def duration(*, clock: str, sample: str, condition: str, heterogeneity: str) -> list[Result]:
    """Return the slope of the hazard on a clock.

    Args:
        clock: last episode, or line of control.
        sample: the risk set.
        condition: given the balances, or marginal.
        heterogeneity: how disputes may differ for good.
    """
    if not has_artefact(DURATION):
        raise NotTestableError("model not built", "the slope of the hazard on quiet time is not fitted yet")
    rows = load_artefact(DURATION).filter(
        (pl.col("clock") == clock)
        & (pl.col("risk_set") == sample)
        & (pl.col("condition") == condition)
        & (pl.col("form") == heterogeneity)
    )
    if rows.is_empty():
        raise NotTestableError("data", f"no slope on the clock {clock!r} under {heterogeneity!r} is fitted")
    row = rows.to_dicts()[0]
    if row["slope"] is None:
        raise NotTestableError("data", row["missing_reason"])
    error = (row["high"] - row["low"]) / (2 * _Z)
    unit = f"{UNIT} for one standard deviation of the log of quiet years"
    estimate = Estimate(row["slope"], unit, row["low"], row["high"], "confidence95", RISK_SOURCES)
    label = f"slope on time since the {clock}, {heterogeneity}, {condition}, risk set {sample}"
    note = f"{row['n_events']} recurrences in {row['n_rows']:,} dispute-years of {row['n_disputes']} disputes"
    p_value = _p_value(row["slope"], error)
    return [Result(label, estimate, row["n_rows"], "dispute-years", RISK_SOURCES, note, p_value)]


def _with_error(value: float, error: float, unit: str, sources: tuple[str, ...], interval: Interval) -> Estimate:
    return Estimate(value, unit, value - _Z * error, value + _Z * error, interval, sources)


def _p_value(value: float, error: float) -> float | None:
    """Return the two-sided p-value of a normal estimate."""
    return math.erfc(abs(value) / error / math.sqrt(2)) if error > 0 else None
