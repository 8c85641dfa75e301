"""The models of the back-test: three baselines, the headline, and what stands beside it.

All are logits with fixed ridges, and nothing is tuned: a ridge of `k` on the coefficient of a standardised covariate is
a normal prior of standard deviation `1 / sqrt(k)`. Which covariates each takes was written down before it was scored
(`docs/methods/risk.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from statusquo.risk.encoding import RiskRows, learn_encoding
from statusquo.risk.events import EVENTS, OUTCOMES, Outcome, RiskSet
from statusquo.risk.fitted import FittedRisk
from statusquo.risk.hazard import fit_hazard
from statusquo.risk.links import Floats
from statusquo.risk.random_effect import LAPLACE, fit_random_intercept
from statusquo.risk.rows import BENDS

Role = Literal["model", "baseline"]
Scheme = Literal["leave one dispute out", "leave one parent out", "rolling origin"]

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
LEAVE_OUT, PARENTS_OUT, ROLLING = SCHEMES

CLOCK = ("quiet_years_log", *BENDS, "active_years_log")
"""The clock, its spline's bends, and the years of a run under way."""

ENDINGS = (
    "ended_by_peace_agreement",
    "ended_by_ceasefire",
    "ended_by_government_victory",
    "ended_by_separatist_victory",
)
RECORD: tuple[str, ...] = (
    *CLOCK,
    "dispute_age_log",
    "episodes_log",
    "active_years_decayed",
    "deaths_decayed_log",
    "had_war",
    *ENDINGS,
    "is_claim_closed",
)
"""The covariates of the headline: the record of fighting, and whether the claim is closed."""

HINDSIGHT = ("ended_by_dissolution",)
CANDIDATES = ("episode_days_log", "recurrence_rate")
CLAIMED_CLOCK = ("line_quiet_years_log",)
"""Asked for by claims and kept from every model: coded for few disputes."""

RECORD_RIDGE, OTHER_RIDGE = 3.0, 100.0
BASELINE_RIDGE = 0.1
"""Keeps a baseline's few coefficients finite where a fold has hardly an event; a prior standard deviation of 3."""

SD_SCALE = 1.0
"""Scale of the half-normal prior on the standard deviation of the disputes' effects."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be back-tested.

    Attributes:
        name: as it is printed.
        columns: the covariates it uses; None for all that are in no other model's stead.
        role: ``model`` or ``baseline``.
        ridge: on the record's coefficients.
        has_effects: whether each dispute has a normal effect of its own.
        outcomes: what it is tested on.
        schemes: the schemes it is tested in.
    """

    name: str
    columns: tuple[str, ...] | None
    role: Role = "model"
    ridge: float = RECORD_RIDGE
    has_effects: bool = False
    outcomes: tuple[Outcome, ...] = EVENTS
    schemes: tuple[Scheme, ...] = SCHEMES

    def of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the covariates it uses, given all."""
        left = (*HINDSIGHT, *CANDIDATES, *CLAIMED_CLOCK)
        return tuple(n for n in names if n not in left) if self.columns is None else self.columns


DURATION_ONLY = "duration only"
HEADLINE_MODEL = "record and claim"
RANDOM_EFFECT = "random-effect logit"
WIDE = "wide logit"

MODELS: tuple[Model, ...] = (
    Model("constant", (), "baseline", outcomes=OUTCOMES),
    Model(DURATION_ONLY, CLOCK, "baseline", BASELINE_RIDGE, outcomes=OUTCOMES),
    Model("decayed past deaths", ("deaths_decayed_log",), "baseline", BASELINE_RIDGE, outcomes=OUTCOMES),
    Model(HEADLINE_MODEL, RECORD, outcomes=OUTCOMES),
    Model("with outcomes known only afterwards", (*RECORD, *HINDSIGHT)),
    Model("second candidate", (*RECORD, *CANDIDATES)),
    Model(RANDOM_EFFECT, RECORD, has_effects=True, schemes=(LEAVE_OUT, ROLLING)),
    Model(WIDE, None, schemes=(LEAVE_OUT, ROLLING)),
)
MODEL = {model.name: model for model in MODELS}


def fit_model(model: Model, rows: RiskRows, risk_set: RiskSet, outcome: Outcome) -> FittedRisk:
    """Fit a model.

    Args:
        model: which.
        rows: with known outcomes and all covariates of the model.
        risk_set: the disputes that the rows are of.
        outcome: what the rows' events are.
    """
    used = rows.only(model.of(rows.names))
    encoding = learn_encoding(used)
    matrix, names = encoding.matrix(used), encoding.names
    other = model.ridge if model.columns is not None else OTHER_RIDGE
    ridge: Floats = np.array([model.ridge if name in RECORD else other for name in names])
    if not model.has_effects:
        plain = fit_hazard(matrix, rows.event, names=names, penalty=ridge)
        return FittedRisk(risk_set, outcome, model.name, encoding, plain)
    normal = fit_random_intercept(
        matrix, rows.event, rows.disputes, names=names, nodes=LAPLACE, penalty=ridge, sd_scale=SD_SCALE
    )
    return FittedRisk(risk_set, outcome, model.name, encoding, normal)
