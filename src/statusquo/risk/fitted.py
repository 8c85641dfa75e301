"""Fitted risk models from their artefact, ready to tell a risk: no fitting, no sampling.

A prediction's interval is that of its coefficients (and of the dispute's effect, where the model has one)
under a normal approximation, by a fixed set of draws. It says how sure the model is of the risk, given that the model
is right; the event itself stays a matter of chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.draws import widened_95
from statusquo.core.errors import UnknownNameError
from statusquo.core.in_use import kept_by_snapshot
from statusquo.core.seeds import spawn_generator
from statusquo.risk.encoding import MISSING_PREFIX, Encoding, RiskRows
from statusquo.risk.events import Event, Outcome, RiskSet
from statusquo.risk.hazard import CONSTANT, HazardFit
from statusquo.risk.links import Floats, probability
from statusquo.risk.random_effect import RandomInterceptFit

HAZARD, SPREAD, DISPUTE = "hazard", "log sd of effects", "dispute"
"""Equations of a table of estimates: what a coefficient belongs to."""

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
    event: Outcome
    model: str
    encoding: Encoding
    fit: HazardFit | RandomInterceptFit

    def matrix(self, rows: RiskRows) -> Floats:
        """Return the rows as this model's matrix."""
        return self.encoding.matrix(rows.only(self.encoding.covariates))

    def predict(self, rows: RiskRows) -> Risk:
        """Return the risk of rows."""
        value = self.mean(rows)
        return Risk(value, *widened_95(value, self.draws(rows), axis=0))

    def mean(self, rows: RiskRows) -> Floats:
        """Return the risk of rows without its interval."""
        if isinstance(self.fit, RandomInterceptFit):
            return self.fit.predict_seen(self.matrix(rows), rows.disputes)
        return self.fit.predict(self.matrix(rows))

    def draws(self, rows: RiskRows) -> Floats:
        """Return draws of the rows' risk, draws by rows; the draws of the model are the same for any rows."""
        matrix, fit = self.matrix(rows), self.fit
        draw = spawn_generator("risk", "fitted", self.risk_set, self.event, self.model)
        if isinstance(fit, HazardFit):
            beta = _normal(draw, fit.coefficients, fit.covariance)
            return probability(beta @ matrix.T, fit.link)
        place = {int(number): index for index, number in enumerate(fit.disputes)}
        at = np.array([place.get(int(number), -1) for number in rows.disputes])
        numbers, group = np.unique(rows.disputes, return_inverse=True)
        theta = _normal(draw, np.r_[fit.coefficients, fit.log_sd], fit.covariance)
        normal = draw.standard_normal((N_DRAWS, len(numbers)))[:, group]
        effect = np.where(at < 0, np.exp(theta[:, -1:]) * normal, fit.modes[at] + fit.mode_sds[at] * normal)
        return probability(theta[:, :-1] @ matrix.T + effect, fit.link)


def _normal(draw: np.random.Generator, mean: Floats, covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    result: Floats = mean + draw.standard_normal((N_DRAWS, len(mean))) @ root.T
    return result


@kept_by_snapshot
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
    return FittedRisk(risk_set, event, model, _encoding(own), _fit(own))


def _encoding(terms: pl.DataFrame) -> Encoding:
    columns = terms.filter(pl.col("term") != CONSTANT)
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


def _fit(terms: pl.DataFrame) -> HazardFit:
    scalars: dict[str, Any] = terms.row(0, named=True)
    return HazardFit(
        tuple(terms["term"].to_list()),
        terms["coefficient"].to_numpy(),
        np.array(terms["covariance"].to_list()),
        scalars["link"],
        terms["penalty"].to_numpy(),
        scalars["log_likelihood"],
        scalars["n_rows"],
        scalars["n_events"],
    )
