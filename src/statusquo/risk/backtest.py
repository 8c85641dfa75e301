"""Back-tests: how well a model told the risk of disputes, of states or of years that it had not seen.

* *Leave one dispute out*: a dispute's years are predicted by a fit to all the others. The fit has seen later years of
  other disputes: this tests whether a model travels between disputes, not whether it foresees.
* *Leave one parent out*: likewise, with all disputes of the same parent state left out together.
* *Rolling origin*, from 1980: a year is predicted by a fit to what was known at the end of the year before. It is
  pseudo-out-of-sample, since the data are those of today and not those of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import HORIZON_YEARS, Outcome, RiskSet
from statusquo.risk.links import Floats
from statusquo.risk.models import LEAVE_OUT, ROLLING, Model, Scheme, fit_model
from statusquo.risk.scores import Mask

FIRST_TARGET_YEAR = 1980


@dataclass(frozen=True, slots=True)
class Fold:
    """One division of the rows.

    Attributes:
        train: rows to fit to.
        scored: rows to predict.
    """

    train: Mask
    scored: Mask


def known(rows: RiskRows) -> RiskRows:
    """Return the rows whose outcome is known."""
    return rows.where(np.isfinite(rows.event))


def known_before(rows: RiskRows, year: int, outcome: Outcome) -> Mask:
    """Return which rows' outcomes were known when a year began."""
    return np.isfinite(rows.event) & (rows.years + HORIZON_YEARS[outcome] <= year)


def folds(rows: RiskRows, scheme: Scheme, outcome: Outcome) -> Iterator[Fold]:
    """Yield the divisions of the rows.

    Args:
        rows: with known outcomes.
        scheme: how to divide.
        outcome: what the rows' events are.
    """
    if scheme == ROLLING:
        for year in range(FIRST_TARGET_YEAR, int(rows.years.max()) + 1):
            if (rows.years == year).any():
                yield Fold(known_before(rows, year, outcome), rows.years == year)
        return
    groups = rows.disputes if scheme == LEAVE_OUT else rows.parents
    for number in np.unique(groups):
        yield Fold(groups != number, groups == number)


def run_backtest(rows: RiskRows, model: Model, scheme: Scheme, risk_set: RiskSet, outcome: Outcome) -> Floats:
    """Return the probability of each row out of sample; NaN where the scheme gives none.

    Args:
        rows: with known outcomes.
        model: the model.
        scheme: how to divide the rows.
        risk_set: the disputes that the rows are of.
        outcome: what the rows' events are.
    """
    result = np.full(len(rows), np.nan)
    for fold in folds(rows, scheme, outcome):
        fitted = fit_model(model, rows.where(fold.train), risk_set, outcome)
        result[fold.scored] = fitted.mean(rows.where(fold.scored))
    return result
