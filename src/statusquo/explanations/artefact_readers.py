"""Reads what other rooms have fitted, as results of tests; where an artefact is not there, says so.

Nothing is fitted here. A coefficient's interval is 95 %, as the artefact gives it. The effect of an exposure on the
hazard comes from a model of its own, in which the exposure has no penalty (`risk.effects`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from statusquo.cases.load import load_case
from statusquo.comparison.estimates import fitted_models
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.wording import figure
from statusquo.explanations.results import NotTestableError, Result

EFFECTS = "risk_effects"
DURATION = "risk_duration_dependence"
UNIT = "log odds"
RISK_SOURCES = ("ucdp-prio-acd",)

EVENT_WORDS: Mapping[str, str] = {"recurrence": "renewed fighting", "war": "war"}

EXPOSURE_WORDS: Mapping[str, str] = {
    "military_balance": "military balance, revisionist over holder,",
    "military_balance_change_5y": "a shift of the military balance over five years",
    "major_power_ally_of_holder": "a major-power ally of the holder",
    "regional_balance": "outside support, revisionist over holder,",
    "patron_leader_change": "a new leader of the separatist side’s patron",
    "parent_democracy": "democracy of the parent",
    "autonomy_granted": "autonomy granted",
}
"""Exposures that a bundled claim names first; the others go by their names."""

SPELL_WORDS: Mapping[str, str] = {
    "any length": "quiet spells of any length",
    "up to five years": "the first five quiet years",
    "six years or more": "spells of six quiet years or more",
    "eight years or more": "spells of eight quiet years or more",
}

SET_WORDS: Mapping[str, str] = {
    "secession": "open disputes over secession",
    "internal": "internal disputes",
    "broad": "all territorial disputes",
}
FORM_WORDS: Mapping[str, str] = {
    "random-effect logit": "disputes allowed to differ",
    "clustered logit": "without an effect of the dispute",
}

ADJUSTMENT_WORDS: Mapping[str, str] = {
    "record": "the record of fighting, calendar and region",
    "means": "the record of fighting, the parent’s strength and a patron",
    "regime": "the record of fighting, the parent’s income and size and a patron",
    "leaders": "the record of fighting, the parent’s regime and income and a patron",
    "group": "the record of fighting, the parent’s regime and income and the group",
}
"""What an effect is adjusted for, in words; `risk/adjustments.csv` lists the covariates of each set."""


def risk_effect(*, exposure: str, event: str, sample: str, model: str, made_from: tuple[str, ...]) -> list[Result]:
    """Return the effect of one exposure on the hazard, from the model of its own that was fitted for it.

    Args:
        exposure: the exposure.
        event: recurrence or war.
        sample: the risk set.
        model: which of the fitted forms.
        made_from: cases that the explanation was made from, whose disputes are left out.
    """
    table = load_artefact(EFFECTS)
    if exposure not in table["exposure"]:
        raise NotTestableError("data", f"no effect of {exposure.replace('_', ' ')} on the hazard is fitted")
    chosen = table.filter(
        pl.col("exposure") == exposure,
        pl.col("event") == event,
        pl.col("risk_set") == sample,
        pl.col("model") == model,
    )
    if chosen.is_empty():
        raise NotTestableError("model not built", f"no {model} of {event} in the set {sample} is fitted")
    every = chosen.row(by_predicate=pl.col("without_case").is_null(), named=True)
    held = [name for name in made_from if name in chosen["without_case"]]
    row = chosen.row(by_predicate=pl.col("without_case") == held[0], named=True) if held else every
    if row["coefficient"] is None:
        told = f"{_exposure_words(exposure)} and {EVENT_WORDS[event]}"
        raise NotTestableError("data", f"{told}: {row['missing_reason']}")
    per = row["contrast"] if row["contrast"] == "one standard deviation" else "yes against no"
    sources = tuple(row["sources"])
    estimate = Estimate(row["coefficient"], f"{UNIT} for {per}", row["low"], row["high"], "confidence95", sources)
    label = f"{_exposure_words(exposure)} and {EVENT_WORDS[event]}; {SET_WORDS[sample]}, {FORM_WORDS[model]}"
    note = (
        f"{row['n_events']} events in {row['n_rows']:,} dispute-years of {row['n_disputes']} disputes. "
        f"Years {row['first_year']}–{row['last_year']}, given {ADJUSTMENT_WORDS[row['adjustment']]}"
    )
    if held and every["coefficient"] is not None:
        whole = figure(every["coefficient"], "+.2f")
        note += f"; {whole} with {load_case(held[0]).title} in"
    return [Result(label, estimate, row["n_rows"], "dispute-years", sources, note, row["p"])]


def outcome_effect(*, exposure: str, model: str, own_parents: tuple[int, ...]) -> list[Result]:
    """Return a coefficient of a fitted model of resistance or outcome, over movements or coded cases.

    Args:
        exposure: the condition.
        model: id of the fitted model.
        own_parents: parent states of the cases that the explanation was made from.
    """
    fitted = next((one for one in fitted_models() if one.id == model), None)
    if fitted is None:
        raise NotTestableError("data", f"no model {model!r} is fitted")
    term = next((one for one in fitted.terms if one.name == exposure), None)
    if term is None:
        raise NotTestableError("data", f"the model of {fitted.outcome} has no measure of {exposure.replace('_', ' ')}")
    estimate = term.estimate
    if estimate.value is None or estimate.low is None or estimate.high is None:
        raise NotTestableError("data", f"the coefficient of {term.meaning} is not bounded by the data")
    p_value = term.p if term.p is not None else _p_value(estimate.value, estimate.standard_error or 0.0)
    told = [
        f"{figure(term.influence[key], '+.2f')} without the movements of the explained case’s parent"
        for key in (f"state {number}" for number in own_parents)
        if key in term.influence
    ]
    note = "; ".join([f"{fitted.n_events} events in {fitted.n:,} rows, {fitted.n_clusters} parent states", *told])
    label = f"{term.meaning}: {fitted.outcome}"
    return [Result(label, estimate, fitted.n, "rows", estimate.sources, note, p_value)]


def duration(*, clock: str, event: str, spells: str, sample: str, condition: str, heterogeneity: str) -> list[Result]:
    """Return the slope of the hazard on a clock.

    Args:
        clock: last episode, or line of control.
        event: recurrence (25 battle deaths) or war (1,000).
        spells: which spells count, by how long they had lasted.
        sample: the risk set.
        condition: given the balances, or marginal.
        heterogeneity: how disputes may differ for good.
    """
    rows = load_artefact(DURATION).filter(
        pl.col("clock") == clock,
        pl.col("event") == event,
        pl.col("spells") == spells,
        pl.col("risk_set") == sample,
        pl.col("condition") == condition,
        pl.col("form") == heterogeneity,
    )
    if rows.is_empty():
        raise NotTestableError("data", f"no slope on the clock {clock!r} under {heterogeneity!r} is fitted")
    row = rows.to_dicts()[0]
    what = f"{EVENT_WORDS[event]} out of {SPELL_WORDS[spells]}"
    if row["slope"] is None:
        raise NotTestableError("data", f"{what}: {row['missing_reason']}")
    unit = f"{UNIT} for one standard deviation of the log of quiet years"
    estimate = Estimate(row["slope"], unit, row["low"], row["high"], "confidence95", RISK_SOURCES)
    since = {"last episode": "the last episode", "line of control": "the line of control last moved"}[clock]
    label = f"risk of {what} and time since {since}, {condition}; {SET_WORDS[sample]}, {heterogeneity}"
    counted = "wars" if event == "war" else "recurrences"
    note = f"{row['n_events']} {counted} in {row['n_rows']:,} dispute-years of {row['n_disputes']} disputes"
    p_value = _p_value(row["slope"], estimate.standard_error or 0.0)
    return [Result(label, estimate, row["n_rows"], "dispute-years", RISK_SOURCES, note, p_value)]


def _exposure_words(name: str) -> str:
    """Return an exposure's name as prose."""
    return EXPOSURE_WORDS.get(name, name.replace("_", " "))


def _p_value(value: float, error: float) -> float | None:
    """Return the two-sided p-value of a normal estimate."""
    return math.erfc(abs(value) / error / math.sqrt(2)) if error > 0 else None
