"""Back-tests: how well a model told the risk of disputes, or of years, that it had not seen.

* *Leave one dispute out*: a dispute's years are predicted by a fit to all the others, whose random effects are known
  while its own is integrated over its distribution. The fit has seen later years of other disputes: this tests whether
  a model travels between disputes, not whether it foresees.
* *Rolling origin*, from 1980: a year is predicted by a fit to all years up to the one before. It is
  pseudo-out-of-sample, since the data are those of today and not those of the time.

Every prediction carries its origin (the last year known) and its horizon. The penalty is chosen inside the training
rows: for a dispute left out, on rows without it and a fifth of the others; for an origin, on the years before it,
anew every five years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from statusquo.risk.encoding import RiskRows
from statusquo.risk.links import Floats, Integers
from statusquo.risk.models import (
    LEAVE_OUT,
    ROLLING,
    SHARED,
    Model,
    Penalty,
    Scheme,
    Warm,
    choose_penalty,
    fold_of_disputes,
)
from statusquo.risk.scores import Mask

FIRST_TARGET_YEAR = 1980
HORIZON_YEARS = 1
PENALTY_GROUPS = 5
PENALTY_EVERY_YEARS = 5


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predictions out of sample, one for each row at risk; NaN where the scheme gives none.

    Attributes:
        model: the model's name.
        scheme: how rows were left out.
        probability: of the event.
        origins: the last year whose outcome the fit, or the row, knew.
        horizon_years: from origin to outcome.
    """

    model: str
    scheme: Scheme
    probability: Floats
    origins: Integers
    horizon_years: int


@dataclass(frozen=True, slots=True)
class Fold:
    """One division of the rows.

    Attributes:
        train: rows to fit to.
        shown: rows that the predictor is given, with a dispute's own past.
        scored: rows whose predictions count.
    """

    train: Mask
    shown: Mask
    scored: Mask


def known(rows: RiskRows) -> RiskRows:
    """Return the rows whose outcome is known."""
    return rows.where(np.isfinite(rows.event))


def penalties_by_row(rows: RiskRows, scheme: Scheme) -> list[Penalty | None]:
    """Return the penalty with which each row is to be predicted, chosen on rows that do not tell of it."""
    result: list[Penalty | None] = [None] * len(rows)
    for train, told in _choices(rows, scheme):
        if told.any():
            penalty = choose_penalty(rows.where(train))
            for place in np.flatnonzero(told):
                result[place] = penalty
    return result


def _choices(rows: RiskRows, scheme: Scheme) -> Iterator[tuple[Mask, Mask]]:
    """Yield the rows on which a penalty is chosen, and those for which."""
    if scheme == LEAVE_OUT:
        group = fold_of_disputes(rows.disputes, PENALTY_GROUPS)
        for number in range(PENALTY_GROUPS):
            yield group != number, group == number
        return
    for year in range(FIRST_TARGET_YEAR, int(rows.years.max()) + 1, PENALTY_EVERY_YEARS):
        yield rows.years < year, (rows.years >= year) & (rows.years < year + PENALTY_EVERY_YEARS)


def folds(rows: RiskRows, scheme: Scheme, groups: int | None) -> Iterator[Fold]:
    """Yield the divisions of the rows.

    Args:
        rows: with known outcomes.
        scheme: how to divide.
        groups: leave disputes out in so many groups instead of one by one.
    """
    if scheme == ROLLING:
        for year in range(FIRST_TARGET_YEAR, int(rows.years.max()) + 1):
            target = rows.years == year
            if target.any():
                present = np.isin(rows.disputes, rows.disputes[target]) & (rows.years <= year)
                yield Fold(rows.years < year, present, target)
        return
    n_disputes = len(np.unique(rows.disputes))
    group = fold_of_disputes(rows.disputes, groups or n_disputes)
    for number in range(groups or n_disputes):
        left = group == number
        yield Fold(~left, left, left)


def run_backtest(rows: RiskRows, model: Model, scheme: Scheme, penalties: list[Penalty | None]) -> Predictions:
    """Predict every row out of sample with one model; see `run_family`."""
    return run_family(rows, (model,), scheme, penalties)[0]


def run_family(
    rows: RiskRows, models: Sequence[Model], scheme: Scheme, penalties: list[Penalty | None]
) -> list[Predictions]:
    """Predict every row out of sample with models that share their fits.

    Args:
        rows: with known outcomes, in order of dispute and year.
        models: one, or those of one family; they use the same columns and groups.
        scheme: how to divide the rows.
        penalties: `penalties_by_row`.
    """
    used, shared = rows.only(models[0].columns(rows.names)), dict[str, Any]()
    warms: list[Warm] = [{SHARED: shared} for _ in models]
    results = [np.full(len(rows), np.nan) for _ in models]
    for fold in folds(rows, scheme, models[0].groups):
        penalty = penalties[int(np.flatnonzero(fold.scored)[0])]
        if penalty is None:
            raise ValueError("a row to be predicted has no penalty")
        train, shown = used.where(fold.train), used.where(fold.shown)
        for model, result, warm in zip(models, results, warms, strict=True):
            result[fold.scored] = model.fit(train, penalty, warm)(shown)[fold.scored[fold.shown]]
    return [
        Predictions(model.name, scheme, result, rows.years - HORIZON_YEARS, HORIZON_YEARS)
        for model, result in zip(models, results, strict=True)
    ]


def n_folds(rows: RiskRows, model: Model, scheme: Scheme) -> int:
    """Return how many fits a back-test takes."""
    if scheme == ROLLING:
        return len(np.unique(rows.years[rows.years >= FIRST_TARGET_YEAR]))
    return model.groups or len(np.unique(rows.disputes))
