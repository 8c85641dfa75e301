"""Fitted risk models from their artefact, ready to tell a risk: no fitting, no sampling.

A prediction's interval is that of its coefficients (and of the dispute's effect, where the model has one)
under a normal approximation, by a fixed set of draws. It says how sure the model is of the risk, given that the model
is right; the event itself stays a matter of chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

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
from statusquo.risk.links import Floats, Integers

HAZARD, SPREAD, DISPUTE = "hazard", "log sd of effects", "dispute"
"""Equations of a table of estimates: what a coefficient belongs to."""

N_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Bounded:
    """A number of each row, such as its risk.

    Attributes:
        value: the number.
        low: 2.5 % bound.
        high: 97.5 % bound.
    """

    value: Floats
    low: Floats
    high: Floats

    @property
    def columns(self) -> dict[str, list[float]]:
        """A risk and its bounds as tables keep them, to four significant digits: what is not none stays so."""
        named = {"risk": self.value, "low": self.low, "high": self.high}
        return {name: [float(f"{share:.4g}") for share in column] for name, column in named.items()}


class Fit(Protocol):
    """Estimates of a hazard, whatever its form."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of the coefficients, in the order of the matrix's columns."""

    @property
    def penalty(self) -> Floats:
        """The ridge penalty of each coefficient."""

    @property
    def coefficients(self) -> Floats:
        """On the scale of the link."""

    @property
    def covariance(self) -> Floats:
        """Of the coefficients, and of what else is estimated after them."""

    def mean(self, matrix: Floats, disputes: Integers) -> Floats:
        """Return the hazard of each row."""

    def drawn(self, matrix: Floats, disputes: Integers, draw: np.random.Generator, n: int) -> Floats:
        """Return draws of the rows' hazard, draws by rows."""


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
    fit: Fit

    def matrix(self, rows: RiskRows) -> Floats:
        """Return the rows as this model's matrix."""
        return self.encoding.matrix(rows.only(self.encoding.covariates))

    def predict(self, rows: RiskRows) -> Bounded:
        """Return the risk of rows."""
        value = self.mean(rows)
        return Bounded(value, *widened_95(value, self.draws(rows), axis=0))

    def mean(self, rows: RiskRows) -> Floats:
        """Return the risk of rows without its interval."""
        return self.fit.mean(self.matrix(rows), rows.disputes)

    def draws(self, rows: RiskRows) -> Floats:
        """Return draws of the rows' risk, draws by rows; the draws of the model are the same for any rows."""
        draw = spawn_generator("risk", "fitted", self.risk_set, self.event, self.model)
        return self.fit.drawn(self.matrix(rows), rows.disputes, draw, N_DRAWS)


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
