"""Firth's penalised logit: estimates that stay finite where a condition parts the cases without exception.

With few cases a condition often goes with one outcome only; the likelihood then has no maximum and plain estimates run
off to infinity. Firth (1993, Biometrika 80: 27-38) maximises the likelihood times the square root of the determinant of
its information (Jeffreys' prior), which removes the first-order bias and always has a finite maximum. Intervals and
p-values are those of the profile of the same penalised likelihood, as Heinze and Schemper (2002, Statistics in Medicine
21: 2409-2419) recommend; symmetric ones mislead just where this method is needed.

The numbers are those of R's logistf and brglm2 (tests hold them to it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.core.draws import Floats
from statusquo.core.errors import InputError, Problem

INTERCEPT = "(intercept)"
CHI2_95 = 3.841458820694124
"""The 95 % point of chi-squared with one degree of freedom."""

MAX_STEPS, TOLERANCE, LONGEST_STEP = 500, 1e-10, 5.0
FARTHEST = 60.0
"""Where a profile that never falls far enough is given up, in log odds per standard deviation."""


@dataclass(frozen=True, slots=True)
class FirthFit:
    """A fitted model.

    Attributes:
        names: the intercept, then the conditions.
        coefficients: log odds, one per name.
        standard_errors: from the information at the maximum.
        low: lower end of the 95 % profile interval; minus infinity where the profile never falls far enough.
        high: upper end.
        p_values: of the penalised likelihood ratio against zero.
        log_likelihood: penalised, at the maximum.
        n: cases.
        n_events: cases with the outcome.
        is_separated: whether the conditions part the cases with the outcome from those without, wholly or in part, so
            that plain maximum likelihood has no finite estimate.
    """

    names: tuple[str, ...]
    coefficients: Floats
    standard_errors: Floats
    low: Floats
    high: Floats
    p_values: Floats
    log_likelihood: float
    n: int
    n_events: int
    is_separated: bool


def firth_logit(conditions: Floats, outcome: Floats, names: Sequence[str]) -> FirthFit:
    """Fit the model with an intercept, and profile every coefficient.

    Args:
        conditions: one row per case and one column per condition, without missing values.
        outcome: 0 or 1 for each case.
        names: of the conditions.

    Raises:
        InputError: when the outcome does not vary, or a condition follows from the others.
    """
    design, scales = _scaled_design(conditions, outcome, names)
    best, top = _maximise(design, outcome, np.zeros(design.shape[1]))
    errors = np.sqrt(np.diag(np.linalg.inv(_information(design, best))))
    k = design.shape[1]
    ends = np.array([_interval(design, outcome, best, top, errors, j) for j in range(k)])
    return FirthFit(
        names=(INTERCEPT, *names),
        coefficients=best / scales,
        standard_errors=errors / scales,
        low=ends[:, 0] / scales,
        high=ends[:, 1] / scales,
        p_values=np.array([_p_value(2 * (top - _profile(design, outcome, best, j, 0.0)[1])) for j in range(k)]),
        log_likelihood=top + float(np.log(scales).sum()),
        n=len(outcome),
        n_events=int(outcome.sum()),
        is_separated=is_separated(conditions, outcome),
    )


def firth_coefficients(conditions: Floats, outcome: Floats, names: Sequence[str]) -> Floats:
    """Return the coefficients alone, which is what leaving cases out one by one needs.

    Raises:
        InputError: as `firth_logit`.
    """
    design, scales = _scaled_design(conditions, outcome, names)
    found: Floats = _maximise(design, outcome, np.zeros(design.shape[1]))[0] / scales
    return found


def is_separated(conditions: Floats, outcome: Floats) -> bool:
    """Return whether some weighing of the conditions never puts a case on the wrong side, and one on the right.

    The linear programme of Konis (2007): maximum likelihood estimates are finite exactly when there is none.
    """
    from scipy.optimize import linprog

    signed = np.column_stack([np.ones(len(outcome)), conditions]) * (2 * outcome - 1)[:, None]
    signed = signed / np.maximum(np.abs(signed).max(axis=0), 1e-12)
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(outcome)), bounds=(-1, 1), method="highs")
    return bool(-found.fun > 1e-7)


def _scaled_design(conditions: Floats, outcome: Floats, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the design with its intercept, each column over its spread, and the spreads."""
    if not 0 < outcome.sum() < len(outcome):
        found = f"{int(outcome.sum())} of {len(outcome)} cases have it"
        raise InputError(Problem("the outcome does not vary", field="outcome", found=found, allowed="both 0 and 1"))
    spreads = conditions.std(axis=0)
    for name, spread in zip(names, spreads, strict=True):
        if spread < 1e-12:
            raise InputError(Problem("a condition does not vary", field="conditions", found=name))
    scales = np.concatenate([[1.0], spreads])
    design = np.column_stack([np.ones(len(outcome)), conditions]) / scales
    if len(outcome) < design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise InputError(
            Problem(
                "the conditions cannot be told apart in these cases",
                field="conditions",
                found=f"{', '.join(names)}; {len(outcome)} cases",
                allowed="fewer conditions, none of which follows from the others",
            )
        )
    return design, scales


def _chances(design: Floats, at: Floats) -> Floats:
    # Not `expit`, which differs in the last bit: the ends of profiles, found to 1e-8, would move by as much.
    found: Floats = 1 / (1 + np.exp(-np.clip(design @ at, -700, 700)))
    return found


def _information(design: Floats, at: Floats) -> Floats:
    chances = _chances(design, at)
    found: Floats = design.T @ (design * (chances * (1 - chances))[:, None])
    return found


def _penalised(design: Floats, outcome: Floats, at: Floats) -> float:
    eta = design @ at
    sign, determinant = np.linalg.slogdet(_information(design, at))
    if sign <= 0:
        return -np.inf
    return float((outcome * eta - np.logaddexp(0, eta)).sum() + determinant / 2)


def _maximise(design: Floats, outcome: Floats, start: Floats, fixed: int | None = None) -> tuple[Floats, float]:
    """Climb to the maximum by Newton steps on the modified score, halved where they overshoot.

    Args:
        design: the scaled design.
        outcome: 0 or 1 for each case.
        start: where to begin.
        fixed: a coefficient that stays where it is.
    """
    free = np.array([j for j in range(design.shape[1]) if j != fixed])
    at, level = start.copy(), _penalised(design, outcome, start)
    for _ in range(MAX_STEPS):
        chances = _chances(design, at)
        weights = chances * (1 - chances)
        information = design.T @ (design * weights[:, None])
        leverage = weights * np.einsum("ij,jk,ik->i", design, np.linalg.pinv(information), design)
        score = design.T @ (outcome - chances + leverage * (0.5 - chances))
        if len(free) == 0 or np.abs(score[free]).max() < TOLERANCE:
            break
        step = np.linalg.lstsq(information[np.ix_(free, free)], score[free], rcond=None)[0]
        step *= min(1.0, LONGEST_STEP / max(np.abs(step).max(), 1e-300))
        for _ in range(40):
            further = at.copy()
            further[free] += step
            reached = _penalised(design, outcome, further)
            if reached >= level:
                break
            step /= 2
        else:
            break
        gained, at, level = reached - level, further, reached
        if gained < 1e-14 and np.abs(step).max() < 1e-9:
            break
    return at, level


def _profile(
    design: Floats, outcome: Floats, best: Floats, j: int, value: float, near: Sequence[Floats] = ()
) -> tuple[Floats, float]:
    """Return the maximum where one coefficient has a value: the highest that several climbs reach.

    Far from the estimate the penalised likelihood of a few cases, above all of separated ones, has several summits.
    One climb begins where the others were, one at nought, one along the tangent of the profile, and one each at the
    summits found nearby.
    """
    others = np.arange(len(best)) != j
    information = _information(design, best)
    slope = np.zeros(len(best))
    slope[others] = -np.linalg.lstsq(information[np.ix_(others, others)], information[others, j], rcond=None)[0]
    starts = [best, np.zeros(len(best)), best + slope * (value - best[j])]
    starts += [found + slope * shift for found in near for shift in (0.0, value - found[j])]
    climbs = [_maximise(design, outcome, np.where(others, start, value), fixed=j) for start in starts]
    return max(climbs, key=lambda climb: climb[1])


def _interval(design: Floats, outcome: Floats, best: Floats, top: float, errors: Floats, j: int) -> tuple[float, float]:
    """Return where twice the fall of the profile first reaches the 95 % point, on either side."""
    from scipy.optimize import brentq

    def fall(value: float, *around: Floats) -> float:
        return 2 * (top - _profile(design, outcome, best, j, value, around)[1]) - CHI2_95

    ends = []
    for side in (-1, 1):
        # Small steps: where the profile turns back beyond its first crossing, a long one would miss it.
        near, summit, step = best[j], best, max(errors[j], 1e-3) / 2
        far = best[j] + side * step
        further, level = _profile(design, outcome, best, j, far, (summit,))
        while 2 * (top - level) < CHI2_95 and abs(far - best[j]) < FARTHEST:
            near, summit, step = far, further, step * 1.15
            far = far + side * step
            further, level = _profile(design, outcome, best, j, far, (summit,))
        around = (summit, further)
        is_closed = fall(far, *around) > 0
        ends.append(float(brentq(fall, near, far, args=around, xtol=1e-8)) if is_closed else side * np.inf)
    return ends[0], ends[1]


def _p_value(ratio: float) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(max(ratio, 0.0), 1))
