"""Null check of the claims across disputes: how often is a false claim called supported, and a true one contradicted?

Every directional claim bound to a test across disputes is run again in worlds in which what it says is false by
construction, under the rule with its margin and the control of false discoveries, all kinds of test in one family:

* ``contrast``: each outcome is shuffled among the disputes.
* ``configuration``: the outcome is shuffled among the coded cases that are coded on all of it.
* ``effect`` on the outcome of movements: the histories of the exposure are laid end to end in a random order of the
  parent states and dealt out again over the rows, so that an exposure keeps its runs of years and loses its tie to the
  outcome and to the other terms; the model is fitted again.
* ``effect`` on the hazard: the same between disputes, the dispute's effect integrated by Laplace's approximation.
* ``duration_dependence`` over spells of any length: the years with an event are shuffled among each dispute's own years
  at risk and the clock is counted anew, which keeps how often each dispute fights and takes away that it depends on
  quiet time. Over spells that have lasted: each dispute's years are drawn anew with a hazard that falls as it does up
  to the sixth quiet year and is constant from there on, the disputes differing as the model says that they do.

A run is called supported, or contradicted, by its main reading alone, which is easier than by the ledger's rule that
half of the readings agree. Then an effect is planted in each kind of test, with the sign that the claim expects, and
counted how often it is found and how often the claim, true in that world, is called contradicted: in the data at hand,
save for configurations. So few cases are coded on these that no effect could be found; theirs is planted in as many
made-up cases as there are coded ones. A test on a handful of proposals has no shuffle while there are too few of them.

    python benchmarks/null_check_of_claims.py [SHUFFLES]
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from statusquo.cases.load import load_case
from statusquo.comparison.logit import EstimationError, clustered_logit
from statusquo.comparison.models import MODELS, coded_rows, movement_rows, rows_of
from statusquo.comparison.sets import CalibratedCases
from statusquo.core.errors import FitError
from statusquo.core.estimates import Estimate
from statusquo.core.seeds import spawn_generator
from statusquo.explanations.coded_tests import ConfigurationParameters, calibrated, coded, statistic_of
from statusquo.explanations.contrasts import contrast, factor_values, matched, outcomes
from statusquo.explanations.discoveries import LEVEL, hold_back
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.model import Binding, Explanation
from statusquo.explanations.results import NotTestableError, Result
from statusquo.explanations.tested import BindingVerdict, Run
from statusquo.explanations.verdicts import verdict_of
from statusquo.fits.risk_duration import (
    BALANCE_PENALTY,
    CLOCKS,
    CONDITIONS,
    FEWEST_EVENTS,
    LASTED,
    SPELLS,
    quiet_years,
)
from statusquo.fits.risk_effects import FEWEST_EVENTS as FEWEST_FOR_AN_EFFECT
from statusquo.fits.risk_effects import PENALTY, design
from statusquo.panels.movement_year import movement_years
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.effects import covariate_names, declared_exposures, exposure_frame
from statusquo.risk.encoding import RiskRows, learn_encoding
from statusquo.risk.hazard import CONSTANT
from statusquo.risk.random_effect import LAPLACE, fit_random_intercept
from statusquo.risk.rows import model_rows
from statusquo.snapshot.store import Snapshot, open_snapshot

SHUFFLES = 200
PLANTED = 1.0
"""Log odds for one standard deviation of what a planted effect lies in, with the sign that the claim expects."""

_Z = 1.959964

Answer = tuple[Estimate, float]
"""What a test gives: its number and the p-value against no effect."""

NOTHING: Answer = (Estimate(0.0, "log odds"), 1.0)
"""Of a fit that fails: nothing is found."""


@dataclass(frozen=True)
class NullTest:
    """One directional binding of a test across disputes, with what it gives in worlds where it is false, or true.

    Attributes:
        kind: the test, and for an effect the model.
        binding: as the explanation has it.
        under_null: takes the number of the shuffle.
        planted: takes the number of the shuffle; the effect has the sign that the claim expects.
    """

    kind: str
    binding: Binding
    under_null: Callable[[int], Answer]
    planted: Callable[[int], Answer]


def null_tests(snapshot: Snapshot, kinds: frozenset[str] | None = None) -> list[NullTest]:
    """Return every directional binding across disputes that can be tested, each once.

    Args:
        snapshot: the open snapshot.
        kinds: only these tests; all by default.
    """
    found: dict[str, NullTest] = {}
    worlds = _Worlds(snapshot)
    for name in bundled_explanations():
        explanation = load_explanation(name)
        for binding in (test for claim in explanation.claim for test in claim.test):
            is_wanted = binding.name in BUILDERS and (kinds is None or binding.name in kinds)
            if is_wanted and binding.expect is not None and binding.expect.direction != "equal":
                key = f"{binding.name} {sorted(binding.parameters.items(), key=str)} {binding.expect.direction}"
                made = None if key in found else BUILDERS[binding.name](worlds, binding, explanation)
                if made is not None:
                    found[key] = made
    return list(found.values())


class _Worlds:
    """What the tests share: the snapshot, and the rows of the models, made once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.outcomes = outcomes(snapshot)
        self._made: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def _contrasts(worlds: _Worlds, binding: Binding, explanation: Explanation) -> NullTest | None:
    outcome, sign = binding.parameters["outcome"], _sign(binding)
    own = frozenset(number for name in explanation.made_from_case for number in load_case(name).ids.ucdp_conflict)
    values, flags, _ = matched(factor_values(binding.parameters["factor"]), worlds.outcomes[outcome], own)

    def answer(flagged: np.ndarray) -> Answer:
        found = contrast(values, flagged)
        return Estimate(found.delta, "Cliff's delta", found.low, found.high, "confidence95"), found.p_value

    def planted(shuffle: int) -> Answer:
        """The outcome goes to the highest, or lowest, of the factor with noise of half its spread."""
        noise = _rng("planted contrast", shuffle).normal(0, 0.5, len(values))
        latent = sign * (values - values.mean()) / values.std() + noise
        return answer(latent > np.median(latent))

    try:
        contrast(values, flags)
    except ValueError:
        return None
    return NullTest("contrast", binding, lambda shuffle: answer(_rng(outcome, shuffle).permutation(flags)), planted)


def _configurations(worlds: _Worlds, binding: Binding, explanation: Explanation) -> NullTest | None:
    parameters = ConfigurationParameters.model_validate(binding.parameters)
    frame = coded("main", sourced_only=True)
    try:
        data, member = calibrated(frame.filter(~frame["case"].is_in(explanation.made_from_case)), parameters)
        statistic_of(data, member, parameters)
    except NotTestableError:
        return None

    def answer(outcome: np.ndarray) -> Answer:
        found = statistic_of(data.with_outcome(outcome), member, parameters)
        return found.estimate, 1.0 if found.p_value is None else found.p_value

    def planted(shuffle: int) -> Answer:
        """As many cases as are coded, half with the conditions; nearly all of these have the outcome, few others."""
        rng = _rng("planted configuration", shuffle)
        n = frame.height
        has_all = np.arange(n) < n // 2
        term = np.array([not name.startswith("~") for name in parameters.conditions], dtype=float)
        values = np.where(has_all[:, None], term, 1 - term)
        outcome = (rng.random(n) < np.where(has_all, 0.98, 0.05)).astype(float)
        cases = CalibratedCases(tuple(map(str, range(n))), data.conditions, values, parameters.outcome, outcome)
        found = statistic_of(cases, has_all, parameters)
        return found.estimate, 1.0 if found.p_value is None else found.p_value

    return NullTest(
        "configuration",
        binding,
        lambda shuffle: answer(_rng(parameters.outcome, shuffle).permutation(data.outcome)),
        planted,
    )


def _effects(worlds: _Worlds, binding: Binding, explanation: Explanation) -> NullTest | None:
    if binding.parameters["model"] == "outcome":
        return _outcome_effect(worlds, binding)
    return _hazard_effect(worlds, binding, explanation)


def _outcome_effect(worlds: _Worlds, binding: Binding) -> NullTest:
    model = next(one for one in MODELS if one.id == binding.parameters["outcome"])
    exposure, sign = binding.parameters["exposure"], _sign(binding)
    panel = worlds.once("movements", lambda: movement_rows(movement_years(worlds.snapshot).frame))
    frame = rows_of(model, panel, coded_rows(coded("main", sourced_only=True)))
    values, event = frame.select(list(model.terms)).to_numpy(), frame[model.event].to_numpy()
    place, clusters = list(model.terms).index(exposure), frame["cluster"].to_list()

    def answer(rows: np.ndarray, events: np.ndarray) -> Answer:
        try:
            value, low, high = clustered_logit(rows, events, list(model.terms), clusters).bounds(exposure)
        except EstimationError:
            return NOTHING
        return _normal(value, (high - low) / (2 * _Z))

    def dealt(shuffle: int) -> Answer:
        rows = values.copy()
        rows[:, place] = _dealt(values[:, place], clusters, _rng("movements", shuffle))
        return answer(rows, event)

    def planted(shuffle: int) -> Answer:
        return answer(values, _events(sign * values[:, place], event.mean(), _rng("planted outcome", shuffle)))

    return NullTest("effect on outcomes", binding, dealt, planted)


def _hazard_effect(worlds: _Worlds, binding: Binding, explanation: Explanation) -> NullTest | None:
    exposure = next(one for one in declared_exposures() if one.name == binding.parameters["exposure"])
    names = covariate_names(declared_exposures())
    frame = worlds.once("exposures", lambda: exposure_frame(worlds.snapshot))
    rows = known(model_rows(frame, names, "secession", binding.parameters["outcome"]))
    own = [number for name in explanation.made_from_case for number in load_case(name).ids.ucdp_conflict]
    is_told = np.isfinite(rows.values[:, rows.names.index(exposure.name)]) & ~np.isin(rows.disputes, own)
    told = rows.where(is_told)
    if told.event.sum() < FEWEST_FOR_AN_EFFECT:
        return None
    matrix, columns, _ = design(told, exposure)
    ridge = np.array([0.0, 0.0, *[PENALTY] * (len(columns) - 2)])
    sign = _sign(binding)

    def answer(values: np.ndarray, events: np.ndarray) -> Answer:
        laid = matrix.copy()
        laid[:, 1] = values
        try:
            fit = fit_random_intercept(laid, events, told.disputes, names=columns, penalty=ridge, nodes=LAPLACE)
        except FitError:
            return NOTHING
        return _normal(float(fit.coefficients[1]), math.sqrt(max(float(fit.covariance[1, 1]), 0.0)))

    def dealt(shuffle: int) -> Answer:
        values = _dealt(matrix[:, 1], told.disputes.tolist(), _rng(f"disputes {exposure.name}", shuffle))
        return answer(values, told.event)

    def planted(shuffle: int) -> Answer:
        rng = _rng(f"planted {exposure.name}", shuffle)
        return answer(matrix[:, 1], _events(sign * matrix[:, 1], float(told.event.mean()), rng))

    return NullTest("effect on the hazard", binding, dealt, planted)


def _durations(worlds: _Worlds, binding: Binding, explanation: Explanation) -> NullTest | None:
    event, spells = binding.parameters.get("event", "recurrence"), binding.parameters.get("spells", "any length")
    covariates = worlds.once("covariates", lambda: risk_covariates(worlds.snapshot))
    every = known(model_rows(covariates.frame, covariates.names, "secession", event))
    rows = every.where(quiet_years(every, CLOCKS["last episode"]) >= 1)
    beside = rows.only(CONDITIONS["given the balances"])
    encoding = learn_encoding(beside)
    others, names = encoding.matrix(beside)[:, 1:], (CONSTANT, "slope", *encoding.names[1:])
    ridge = np.array([0.0, 0.0, *[BALANCE_PENALTY] * others.shape[1]])
    first = quiet_years(rows, CLOCKS["last episode"])
    spans = [np.flatnonzero(rows.disputes == number) for number in np.unique(rows.disputes)]
    least, most = SPELLS[spells]
    if rows.event[(first >= least) & (first <= most)].sum() < FEWEST_EVENTS:
        return None

    def answer(events: np.ndarray) -> Answer:
        clock = np.concatenate([_counted(events[span], first[span[0]]) for span in spans])
        years = np.log(np.maximum(clock, 1.0))
        kept = (clock >= least) & (clock <= most)
        centred = (years[kept] - years[kept].mean()) / years.std()
        matrix = np.column_stack([np.ones(int(kept.sum())), centred, others[kept]])
        try:
            fit = fit_random_intercept(matrix, events[kept], rows.disputes[kept], names=names, penalty=ridge)
        except FitError:
            return NOTHING
        return _normal(float(fit.coefficients[1]), math.sqrt(max(float(fit.covariance[1, 1]), 0.0)))

    def shuffled(shuffle: int) -> Answer:
        rng = _rng("years at risk", shuffle)
        if least >= LASTED:
            level, early, spread = worlds.once(f"early {event}", lambda: _early_fall(rows, first))
            return answer(_drawn(rng, level, early, spread))
        return answer(np.concatenate([rng.permutation(rows.event[span]) for span in spans]))

    def _drawn(rng: np.random.Generator, level: float, early: float, spread: float) -> np.ndarray:
        events = np.zeros(len(rows))
        for span in spans:
            effect, quiet = rng.normal(0, spread), max(first[span[0]], 1.0)
            for row in span:
                odds = level + early * np.log(min(quiet, LASTED)) + effect
                events[row] = float(rng.random() < 1 / (1 + np.exp(-odds)))
                quiet = 1.0 if events[row] else quiet + 1
        return events

    def planted(shuffle: int) -> Answer:
        """Events drawn year by year with a hazard that falls, or rises, with the log of quiet years."""
        rng, sign = _rng("planted duration", shuffle), _sign(binding)
        events = np.zeros(len(rows))
        for span in spans:
            effect, quiet = rng.normal(0, 0.5), max(first[span[0]], 1.0)
            for row in span:
                odds = -2.7 + sign * PLANTED * (np.log(quiet) - 1.5) + effect
                events[row] = float(rng.random() < 1 / (1 + np.exp(-odds)))
                quiet = 1.0 if events[row] else quiet + 1
        return answer(events)

    return NullTest("duration dependence", binding, shuffled, planted)


BUILDERS: dict[str, Callable[[_Worlds, Binding, Explanation], NullTest | None]] = {
    "contrast": _contrasts,
    "configuration": _configurations,
    "effect": _effects,
    "duration_dependence": _durations,
}


def _early_fall(rows: RiskRows, quiet: np.ndarray) -> tuple[float, float, float]:
    """Return the level, the slope on the log of the first quiet years, and how far disputes differ, as fitted."""
    years = np.log(np.minimum(np.maximum(quiet, 1.0), LASTED))
    matrix = np.column_stack([np.ones(len(years)), years])
    fit = fit_random_intercept(matrix, rows.event, rows.disputes, names=(CONSTANT, "early"), penalty=np.zeros(2))
    return float(fit.coefficients[0]), float(fit.coefficients[1]), float(fit.sd)


def _counted(events: np.ndarray, first: float) -> np.ndarray:
    """Return the quiet years of one dispute's years at risk: from its first value on, one anew after each event."""
    clock = np.empty(len(events))
    quiet = first
    for place, event in enumerate(events):
        clock[place] = quiet
        quiet = 1.0 if event else quiet + 1
    return clock


def _dealt(values: np.ndarray, groups: list[Any], rng: np.random.Generator) -> np.ndarray:
    """Return the values with the groups' histories laid end to end in a random order, from a random place on."""
    keys = np.asarray(groups)
    order = rng.permutation(np.unique(keys))
    laid = np.concatenate([values[keys == key] for key in order])
    dealt = np.empty(len(values))
    dealt[np.concatenate([np.flatnonzero(keys == key) for key in np.unique(keys)])] = np.roll(
        laid, int(rng.integers(len(laid)))
    )
    return dealt


def _events(values: np.ndarray, rate: float, rng: np.random.Generator) -> np.ndarray:
    """Return events drawn at about a rate, with a planted effect of the values."""
    odds = np.log(rate / (1 - rate)) + PLANTED * (values - values.mean()) / values.std()
    return (rng.random(len(values)) < 1 / (1 + np.exp(-odds))).astype(float)


def _normal(value: float, error: float) -> Answer:
    """Return the answer of a normal estimate; a fit that gives no error, as on a flat likelihood, finds nothing."""
    if not (math.isfinite(value) and math.isfinite(error) and error > 0):
        return NOTHING
    p_value = math.erfc(abs(value) / error / math.sqrt(2))
    return Estimate(value, "log odds", value - _Z * error, value + _Z * error, "confidence95"), p_value


def _sign(binding: Binding) -> int:
    return -1 if binding.expect is not None and binding.expect.direction == "below" else 1


def _rng(what: str, shuffle: int) -> np.random.Generator:
    return spawn_generator("benchmarks", "null check", what, shuffle)


def called(tests: list[NullTest], answers: list[Answer]) -> list[str]:
    """Return what each claim is called, all tests in one family."""
    family = []
    for test, (estimate, p_value) in zip(tests, answers, strict=True):
        expect = test.binding.expect
        assert expect is not None
        result = Result(test.kind, estimate, 1, "shuffle", (), p_value=p_value)
        verdict = verdict_of(estimate, expect)
        run = Run(result, verdict, test.binding.parameters, "")
        family.append([BindingVerdict(test.binding.part, test.binding.name, verdict, expect, (run,))])
    hold_back(family)
    return [verdicts[0].verdict for verdicts in family]


def supported(tests: list[NullTest], answers: list[Answer]) -> list[bool]:
    """Return which claims are called supported, all tests in one family."""
    return [verdict == "supported" for verdict in called(tests, answers)]


def main() -> None:
    """Shuffle, plant, count and print, by kind of test."""
    shuffles = int(sys.argv[1]) if len(sys.argv) > 1 else SHUFFLES
    tests = null_tests(open_snapshot())
    false = np.array([supported(tests, [t.under_null(i) for t in tests]) for i in tqdm(range(shuffles), disable=None)])
    worlds = range(max(10, shuffles // 10))
    true = np.array([called(tests, [t.planted(i) for t in tests]) for i in tqdm(worlds, disable=None)])
    kinds = np.array([test.kind for test in tests])
    print(f"{len(tests)} claims, {shuffles} shuffles")
    print(f"shuffles with any claim supported: {false.any(axis=1).mean():.3f} (stated level {LEVEL})")
    wrong = (true == "contradicted").any(axis=1).mean()
    print(f"worlds in which all are true, with any claim contradicted: {wrong:.3f} of {len(worlds)}")
    for kind in dict.fromkeys(kinds):
        own = kinds == kind
        print(
            f"{kind}: {own.sum()} claims, supported {false[:, own].mean():.4f} of {false[:, own].size:,}; "
            f"planted effect found {(true[:, own] == 'supported').mean():.3f}, called contradicted "
            f"{(true[:, own] == 'contradicted').mean():.3f} of {true[:, own].size:,}"
        )


if __name__ == "__main__":
    main()
