"""Fitted risk models from their artefact, ready to tell a risk: no fitting, no sampling.

A prediction's interval is that of its coefficients (and, for a dispute the model has seen, of the dispute's effect)
under a normal approximation, by a fixed set of draws. It says how sure the model is of the risk, given that the model
is right; the event itself stays a matter of chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import UnknownNameError
from statusquo.core.seeds import spawn_generator
from statusquo.risk.competing import CompetingFit
from statusquo.risk.encoding import MISSING_PREFIX, Encoding, RiskRows
from statusquo.risk.events import EXCLUSIVE_EVENTS, Event, RiskSet
from statusquo.risk.hazard import CONSTANT, HazardFit
from statusquo.risk.immune import ImmuneClassFit
from statusquo.risk.links import Floats, Integers, probability
from statusquo.risk.random_effect import LAPLACE, RandomInterceptFit

AnyFit = HazardFit | RandomInterceptFit | ImmuneClassFit | CompetingFit

HAZARD, CLASS, SPREAD, DISPUTE = "hazard", "susceptible", "log sd of effects", "dispute"
"""Equations of the table beside the exclusive events: what a coefficient belongs to."""

N_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk of each row.

    Attributes:
        value: probability of the event.
        low: 2.5 % bound.
        high: 97.5 % bound.
    """

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class FittedRisk:
    """A fitted model of one event in one risk set.

    Attributes:
        risk_set: disputes it was fitted to.
        event: what it tells the risk of.
        model: its name.
        encoding: how covariates become its matrix.
        fit: the estimates.
    """

    risk_set: RiskSet
    event: Event
    model: str
    encoding: Encoding
    fit: AnyFit

    def matrix(self, rows: RiskRows) -> Floats:
        """Return the rows as this model's matrix."""
        return self.encoding.matrix(rows.only(self.encoding.covariates))

    def predict(self, rows: RiskRows) -> Risk:
        """Return the risk of rows, in order of dispute and year; a dispute's earlier rows are its own past."""
        draws = np.array(list(self._draws(rows)))
        value = self._mean(rows)
        low, high = np.quantile(draws, [0.025, 0.975], axis=0)
        return Risk(value, np.minimum(low, value), np.maximum(high, value))

    def contributions(self, rows: RiskRows) -> Mapping[str, Floats]:
        """Return what each covariate adds to the linear predictor of each row, relative to the average row fitted.

        The share of a missing value's indicator is counted with its covariate. Only for models with one equation.
        """
        if isinstance(self.fit, CompetingFit):
            raise UnknownNameError("model with one equation", self.model, [])
        shares = self.matrix(rows) * self.fit.coefficients
        result: dict[str, Floats] = {}
        for name, column in zip(self.encoding.names, shares.T, strict=True):
            if name != CONSTANT:
                covariate = name.removeprefix(MISSING_PREFIX)
                result[covariate] = result.get(covariate, 0.0) + column
        return result

    def _mean(self, rows: RiskRows) -> Floats:
        matrix, fit = self.matrix(rows), self.fit
        if isinstance(fit, HazardFit):
            return fit.predict(matrix)
        if isinstance(fit, RandomInterceptFit):
            return fit.predict_seen(matrix, rows.disputes)
        if isinstance(fit, ImmuneClassFit):
            return fit.predict_from_own_past(matrix, np.ones((len(rows), 1)), np.nan_to_num(rows.event), rows.disputes)
        total: Floats = fit.predict(matrix)[:, :2].sum(axis=1)
        return total

    def _draws(self, rows: RiskRows) -> Iterator[Floats]:
        matrix, fit = self.matrix(rows), self.fit
        draw = spawn_generator("risk", "fitted", self.risk_set, self.event, self.model)
        if isinstance(fit, HazardFit):
            for beta in _normal(draw, fit.coefficients, fit.covariance):
                yield probability(matrix @ beta, fit.link)
        elif isinstance(fit, RandomInterceptFit):
            place = {int(number): index for index, number in enumerate(fit.disputes)}
            at = np.array([place.get(int(number), -1) for number in rows.disputes])
            numbers, group = np.unique(rows.disputes, return_inverse=True)
            for theta in _normal(draw, np.r_[fit.coefficients, fit.log_sd], fit.covariance):
                unseen = np.exp(theta[-1]) * draw.standard_normal(len(numbers))[group]
                seen = fit.modes[at] + fit.mode_sds[at] * draw.standard_normal(len(numbers))[group]
                yield probability(matrix @ theta[:-1] + np.where(at < 0, unseen, seen), fit.link)
        elif isinstance(fit, ImmuneClassFit):
            ones, event = np.ones((len(rows), 1)), np.nan_to_num(rows.event)
            width = len(fit.coefficients)
            for theta in _normal(draw, np.r_[fit.coefficients, fit.class_coefficients], fit.covariance):
                drawn = ImmuneClassFit(
                    fit.names, theta[:width], fit.class_names, theta[width:], fit.covariance, fit.link, fit.penalty, 0.0
                )
                yield drawn.predict_from_own_past(matrix, ones, event, rows.disputes)
        else:
            for theta in _normal(draw, fit.coefficients.ravel(), fit.covariance):
                drawn_events = CompetingFit(
                    fit.names, fit.events, theta.reshape(fit.coefficients.shape), fit.covariance, fit.penalty, 0.0
                )
                yield drawn_events.predict(matrix)[:, :2].sum(axis=1)


def _normal(draw: np.random.Generator, mean: Floats, covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    result: Floats = mean + draw.standard_normal((N_DRAWS, len(mean))) @ root.T
    return result


@cache
def load_risk_model(risk_set: RiskSet, event: Event, model: str) -> FittedRisk:
    """Return a fitted model.

    Args:
        risk_set: disputes it was fitted to.
        event: what it tells the risk of.
        model: its name, as in the back-test.

    Raises:
        ArtefactError: when the models were never fitted.
        UnknownNameError: when there is no such model of that event and risk set.
    """
    table = load_artefact("risk_models")
    own = table.filter(pl.col("risk_set") == risk_set, pl.col("event") == event, pl.col("model") == model)
    if own.is_empty():
        raise UnknownNameError(f"risk model of {event} in {risk_set}", model, table["model"].unique().to_list())
    terms = own.filter(pl.col("equation") != DISPUTE)
    return FittedRisk(risk_set, event, model, _encoding(terms), _fit(terms, own.filter(pl.col("equation") == DISPUTE)))


def _encoding(terms: pl.DataFrame) -> Encoding:
    first = terms.filter(pl.col("equation") == terms["equation"][0])
    columns = first.filter(pl.col("term") != CONSTANT)
    flags = columns["term"].str.starts_with(MISSING_PREFIX)
    kept, flagged = columns.filter(~flags), columns.filter(flags)["term"].str.strip_prefix(MISSING_PREFIX).to_list()
    covariates = tuple(dict.fromkeys([*kept["term"].to_list(), *flagged]))
    return Encoding(
        covariates,
        np.arange(kept.height, dtype=np.int64),
        np.array([covariates.index(name) for name in flagged], dtype=np.int64),
        kept["median"].to_numpy(),
        columns["mean"].to_numpy(),
        columns["sd"].to_numpy(),
    )


def _fit(terms: pl.DataFrame, disputes: pl.DataFrame) -> AnyFit:
    scalars: dict[str, Any] = terms.row(0, named=True)
    link, height = scalars["link"], scalars["log_likelihood"]
    covariance = np.array(terms["covariance"].to_list())
    by_equation = {str(key[0]): part for key, part in terms.group_by("equation", maintain_order=True)}
    if HAZARD not in by_equation:
        coefficients = np.array([by_equation[name]["coefficient"].to_numpy() for name in EXCLUSIVE_EVENTS])
        first = by_equation[EXCLUSIVE_EVENTS[0]]
        names = tuple(first["term"].to_list())
        return CompetingFit(names, EXCLUSIVE_EVENTS, coefficients, covariance, first["penalty"].to_numpy(), height)
    hazard = by_equation[HAZARD]
    names, beta = tuple(hazard["term"].to_list()), hazard["coefficient"].to_numpy()
    penalty = hazard["penalty"].to_numpy()
    if CLASS in by_equation:
        of_class = by_equation[CLASS]
        class_names, gamma = tuple(of_class["term"].to_list()), of_class["coefficient"].to_numpy()
        return ImmuneClassFit(names, beta, class_names, gamma, covariance, link, penalty, height)
    if SPREAD in by_equation:
        log_sd = float(by_equation[SPREAD]["coefficient"][0])
        numbers: Integers = disputes["term"].cast(pl.Int64).to_numpy()
        modes, spreads = disputes["coefficient"].to_numpy(), disputes["sd"].to_numpy()
        return RandomInterceptFit(
            names, beta, log_sd, covariance, link, penalty, None, height, LAPLACE, numbers, modes, spreads
        )
    return HazardFit(names, beta, covariance, link, penalty, height, scalars["n_rows"], scalars["n_events"])
