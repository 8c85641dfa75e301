"""What other disputes say of one dispute's yearly chance of war: a risk model without it, on data to a cut-off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from statusquo.bargaining.calibration import HazardPrior
from statusquo.bargaining.record import Spell
from statusquo.cases.model import Case
from statusquo.core.errors import InputError, Problem
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.events import HEADLINE
from statusquo.risk.models import MODEL, RANDOM_EFFECT, fit_model
from statusquo.risk.rows import model_rows
from statusquo.snapshot.store import Snapshot

_Z = 1.959964
_SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class OtherDisputes:
    """The risk model's word on the spell.

    Attributes:
        prior: mean log odds over the years, and its standard deviation.
        years: the years told.
        risk: yearly chance of war.
        low: 2.5 % bounds.
        high: 97.5 % bounds.
        n_rows: dispute-years fitted to.
        n_events: wars among them.
        n_disputes: disputes among them.
    """

    prior: HazardPrior
    years: tuple[int, ...]
    risk: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    n_rows: int
    n_events: int
    n_disputes: int


def hazard_of_others(case: Case, snapshot: Snapshot, spell: Spell) -> OtherDisputes:
    """Return what a model of escalation to war says of a spell, fitted without the dispute and up to the cut-off.

    Errors of a year's chance are nearly the same in every year, being those of coefficients and of the dispute's
    unknown effect; so the standard deviation of the mean is the mean of the years' standard deviations, not smaller.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        spell: the years.

    Raises:
        InputError: when the dispute was not at risk in the spell.
    """
    covariates = risk_covariates(snapshot)
    rows = model_rows(covariates.frame, covariates.names, HEADLINE, "war")
    is_own = np.isin(rows.disputes, case.ids.ucdp_conflict)
    own = rows.where(is_own & np.isin(rows.years, list(spell.years)))
    if not len(own):
        raise InputError(
            Problem("the dispute was not at risk of war in the spell", found=case.id, field=f"up to {spell.last_year}")
        )
    train = known(rows.where(~is_own & (rows.years <= spell.last_year)))
    risk = fit_model(MODEL[RANDOM_EFFECT], train, HEADLINE, "war").predict(own)
    odds, low, high = (
        np.log(p / (1 - p)) for p in (np.clip(c, _SMALLEST, 1 - _SMALLEST) for c in (risk.value, risk.low, risk.high))
    )
    value, lowest, highest = (tuple(np.round(column, 5).tolist()) for column in (risk.value, risk.low, risk.high))
    return OtherDisputes(
        HazardPrior(float(odds.mean()), float(((high - low) / (2 * _Z)).mean())),
        tuple(own.years.tolist()),
        value,
        lowest,
        highest,
        len(train),
        int(train.event.sum()),
        len(np.unique(train.disputes)),
    )
