"""The hazard with a normal random intercept by dispute: some disputes are riskier than their covariates say.

The marginal likelihood integrates the effect by adaptive Gauss-Hermite quadrature, centred on each dispute's mode and
scaled by its curvature (Pinheiro and Bates 1995; 25 nodes as `lme4::glmer` with `nAGQ = 25`); with one node this is
Laplace's approximation, whose gradient is then taken exactly. With more, the gradient is the mean of the score over the
effect's posterior at the same nodes (Fisher's identity).

An unseen dispute's risk is the mean over the effect's distribution; a seen one's is the mean over the effect's normal
posterior at its mode, and not the risk at the mode.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from statusquo.core.errors import FitError
from statusquo.core.intervals import Z_95
from statusquo.risk.hazard import check_rows, fit_hazard, normal_draws, penalties
from statusquo.risk.links import Floats, Integers, Link, derivatives, log_likelihood, probability

NODES = 25
LAPLACE = 1

_MODE_STEPS = 50
_EDGE = 1e-9
_PROFILE_STEPS = 12
_PROFILE_TOLERANCE = 0.01
_LOG_SD_RANGE = (-7.0, 2.5)
"""The standard deviation stays between 0.001 and 12 on the link's scale."""


@dataclass(frozen=True, slots=True)
class RandomInterceptFit:
    """A fitted hazard with a normal random intercept.

    Attributes:
        names: the coefficients' names.
        coefficients: for a dispute of effect zero, on the link's scale.
        log_sd: logarithm of the effect's standard deviation.
        covariance: of the coefficients and, last, `log_sd`.
        link: ``logit`` or ``cloglog``.
        penalty: the ridge penalty of each coefficient.
        sd_scale: scale of the half-normal prior on the standard deviation; None for none.
        log_likelihood: marginal, without penalty and prior.
        nodes: of the quadrature; 1 is Laplace's approximation.
        disputes: those seen, in the order of `modes`.
        modes: each one's most likely effect.
        mode_sds: the standard deviation of its normal posterior.
    """

    names: tuple[str, ...]
    coefficients: Floats
    log_sd: float
    covariance: Floats
    link: Link
    penalty: Floats
    sd_scale: float | None
    log_likelihood: float
    nodes: int
    disputes: Integers
    modes: Floats
    mode_sds: Floats

    @property
    def sd(self) -> float:
        """The standard deviation of the disputes' effects."""
        return float(np.exp(self.log_sd))

    def mean(self, matrix: Floats, disputes: Integers) -> Floats:
        """Return the hazard of rows of disputes in the fit, or not, integrated over what is known of each effect."""
        at = self._places(disputes)
        centres = np.where(at < 0, 0.0, self.modes[at])
        spreads = np.where(at < 0, self.sd, self.mode_sds[at])
        return mean_over_effect(matrix @ self.coefficients, centres, spreads, self)

    def drawn(self, matrix: Floats, disputes: Integers, draw: np.random.Generator, n: int) -> Floats:
        """Return draws of the rows' hazard, draws by rows; the effect of a dispute is one in all of its rows."""
        at = self._places(disputes)
        numbers, group = np.unique(disputes, return_inverse=True)
        theta = normal_draws(draw, np.r_[self.coefficients, self.log_sd], self.covariance, n)
        normal = draw.standard_normal((n, len(numbers)))[:, group]
        effect = np.where(at < 0, np.exp(theta[:, -1:]) * normal, self.modes[at] + self.mode_sds[at] * normal)
        return probability(theta[:, :-1] @ matrix.T + effect, self.link)

    def _places(self, disputes: Integers) -> Integers:
        """Return each row's place in `modes`; -1 where its dispute is not in the fit."""
        place = {int(number): index for index, number in enumerate(self.disputes)}
        return np.array([place.get(int(number), -1) for number in disputes])


@dataclass(frozen=True, slots=True)
class ProfileInterval:
    """A coefficient's interval from its profile likelihood.

    Attributes:
        low: lower 95 % bound.
        high: upper 95 % bound.
        ratio: likelihood-ratio statistic of the coefficient being 0, chi-squared with one degree of freedom.
    """

    low: float
    high: float
    ratio: float


def profile_interval(
    matrix: Floats, event: Floats, disputes: Integers, fit: RandomInterceptFit, name: str
) -> ProfileInterval:
    """Return a coefficient's 95 % interval: where twice the drop of the maximum over all else reaches 3.84.

    Under penalties on the others the penalised likelihood is profiled (Venzon and Moolgavkar 1988).

    Args:
        matrix: the rows of the fit.
        event: of the rows.
        disputes: of the rows.
        fit: the fit to them.
        name: of the coefficient.

    Raises:
        FitError: when a bound is not reached, as when a column separates the events.
    """
    likelihood = _Marginal(matrix, event, disputes, fit.link, fit.nodes, fit.penalty, fit.sd_scale)
    place = fit.names.index(name)
    free = np.array([at for at in range(len(fit.names) + 1) if at != place])
    best = np.r_[fit.coefficients, fit.log_sd]
    top = -likelihood.value_and_gradient(best)[0]
    variance = float(fit.covariance[place, place])
    slope = fit.covariance[free, place] / variance
    root = np.linalg.cholesky(_positive(fit.covariance[np.ix_(free, free)] - variance * np.outer(slope, slope)))

    def drop(value: float) -> float:
        theta = np.empty(len(best))
        theta[place] = value
        start = best[free] + slope * (value - best[place])

        def height(z: Floats) -> tuple[float, Floats]:
            theta[free] = start + root @ z
            found, gradient = likelihood.value_and_gradient(theta)
            return found, root.T @ gradient[free]

        from scipy.optimize import minimize  # a third of a second, which what only reads need not spend

        found = minimize(height, np.zeros(len(free)), jac=True, method="L-BFGS-B", options={"gtol": 1e-3})
        return max(2 * (top + float(found.fun)), 0.0)

    step = Z_95 * np.sqrt(variance)
    low, high = (_where_it_drops(drop, float(best[place]), way * float(step)) for way in (-1.0, 1.0))
    return ProfileInterval(low, high, drop(0.0))


def _where_it_drops(drop: Callable[[float], float], centre: float, step: float) -> float:
    """Return where the drop is that of the 95 % interval: its root is nearly straight, so that scaling finds it."""
    for _ in range(_PROFILE_STEPS):
        root = np.sqrt(drop(centre + step))
        if abs(root - Z_95) < _PROFILE_TOLERANCE:
            return centre + step
        step *= float(np.clip(Z_95 / max(root, 1e-3), 0.3, 3.0))
    raise FitError("the likelihood does not bound the coefficient: its column separates the events")


def mean_over_effect(centre: Floats, shift: Floats, spread: Floats, fit: RandomInterceptFit) -> Floats:
    """Return the mean hazard when a normal effect is added to each linear predictor."""
    nodes, weights = _normal_nodes(NODES)
    eta = (centre + shift)[:, None] + spread[:, None] * nodes
    result: Floats = probability(eta, fit.link) @ weights
    return result


def _normal_nodes(count: int) -> tuple[Floats, Floats]:
    """Return nodes and weights of the mean over a standard normal variable."""
    nodes, weights = np.polynomial.hermite.hermgauss(count)
    return np.sqrt(2) * nodes, weights / np.sqrt(np.pi)


def fit_random_intercept(
    matrix: Floats,
    event: Floats,
    disputes: Integers,
    *,
    names: Sequence[str],
    link: Link = "logit",
    nodes: int = NODES,
    penalty: float | Floats = 0.0,
    sd_scale: float | None = None,
) -> RandomInterceptFit:
    """Fit a hazard with a normal random intercept by dispute, by maximum marginal likelihood or its penalised form.

    Args:
        matrix: one row per dispute-year at risk, without missing values.
        event: 1 where the event came, else 0.
        disputes: of the rows.
        names: of the columns.
        link: ``logit`` or ``cloglog``.
        nodes: of the quadrature; `LAPLACE` is 1.
        penalty: ridge penalty on every coefficient but the constant's, one for all or one for each.
        sd_scale: scale of a half-normal prior on the standard deviation; with it the fit is the posterior's mode on the
            scale of its logarithm, which keeps it off zero.

    Raises:
        FitError: when the rows hold nothing to fit or the search fails.
    """
    check_rows(matrix, event, names)
    ridge = penalties(names, penalty)
    likelihood = _Marginal(matrix, event, disputes, link, nodes, ridge, sd_scale)
    plain = fit_hazard(matrix, event, names=names, link=link, penalty=np.maximum(ridge, 1e-6))
    theta = np.r_[plain.coefficients, np.log(0.7)]
    metric = np.eye(len(theta)) * 0.5
    metric[:-1, :-1] = plain.covariance
    # Searching on the scale of the expected covariance makes the surface round, and so the search short.
    root: Floats = np.linalg.cholesky(_positive(metric)).astype(float)
    from scipy.optimize import minimize

    found = minimize(
        lambda z: _scaled(likelihood.value_and_gradient(theta + root @ z), root),
        np.zeros(len(theta)),
        jac=True,
        method="L-BFGS-B",
        options={"gtol": 1e-5, "ftol": 1e-13, "maxiter": 300},
    )
    best = theta + root @ found.x
    best[-1] = np.clip(best[-1], *_LOG_SD_RANGE)
    if not np.isfinite(found.fun):
        raise FitError("the random intercept's likelihood has no maximum: add a penalty")
    modes, curvature = likelihood.modes(best)
    return RandomInterceptFit(
        tuple(names),
        best[:-1],
        float(best[-1]),
        likelihood.covariance(best),
        link,
        ridge,
        sd_scale,
        likelihood.log_likelihood(best),
        nodes,
        likelihood.numbers,
        modes,
        1 / np.sqrt(curvature),
    )


def _scaled(value: tuple[float, Floats], root: Floats) -> tuple[float, Floats]:
    return value[0], root.T @ value[1]


def _positive(metric: Floats) -> Floats:
    lowest = np.linalg.eigvalsh(metric)[0]
    return metric if lowest > 1e-10 else metric + np.eye(len(metric)) * (1e-8 - lowest)


@dataclass
class _Marginal:
    """The negative penalised marginal log-likelihood of rows grouped by dispute."""

    matrix: Floats
    event: Floats
    disputes: Integers
    link: Link
    nodes: int
    ridge: Floats
    sd_scale: float | None
    numbers: Integers = field(init=False)

    def __post_init__(self) -> None:
        order = np.argsort(self.disputes, kind="stable")
        self.matrix, self.event, self.disputes = self.matrix[order], self.event[order], self.disputes[order]
        self._starts = np.flatnonzero(np.r_[True, np.diff(self.disputes) != 0])
        self.numbers = self.disputes[self._starts]
        self._group = np.repeat(np.arange(len(self._starts)), np.diff(np.r_[self._starts, len(self.event)]))
        self._effects = np.zeros(len(self._starts))
        self._points, self._weights = np.polynomial.hermite.hermgauss(self.nodes)

    def _sums(self, values: Floats) -> Floats:
        result: Floats = np.add.reduceat(values, self._starts, axis=0)
        return result

    def modes(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return each dispute's most likely effect and the curvature there, by Newton's method from the last ones."""
        eta, precision = self.matrix @ theta[:-1], np.exp(-2 * np.clip(theta[-1], *_LOG_SD_RANGE))
        effects, curvature = self._effects, np.ones(0)
        for _ in range(_MODE_STEPS):
            first, second, _ = derivatives(eta + effects[self._group], self.event, self.link)
            curvature = precision - self._sums(second)
            step = np.clip((self._sums(first) - precision * effects) / curvature, -2, 2)
            effects = effects + step
            if np.abs(step).max() < 1e-10:
                break
        self._effects = effects
        return effects, curvature

    def log_likelihood(self, theta: Floats) -> float:
        """Return the marginal log-likelihood, without penalty and prior."""
        return float(self._by_dispute(theta)[0].sum())

    def value_and_gradient(self, theta: Floats) -> tuple[float, Floats]:
        """Return the negative penalised marginal log-likelihood and its gradient."""
        nearest = float(np.clip(theta[-1], _LOG_SD_RANGE[0] + _EDGE, _LOG_SD_RANGE[1] - _EDGE))
        if nearest != theta[-1]:
            over = theta[-1] - nearest
            value, gradient = self.value_and_gradient(np.r_[theta[:-1], nearest])
            gradient = gradient.copy()
            gradient[-1] += 2 * over
            return value + over**2, gradient
        values, gradient = self._by_dispute(theta)
        beta, log_sd = theta[:-1], theta[-1]
        value = values.sum() - 0.5 * (self.ridge * beta) @ beta
        gradient[:-1] -= self.ridge * beta
        if self.sd_scale is not None:  # half-normal on the standard deviation, as a density of its logarithm
            ratio = np.exp(2 * log_sd) / self.sd_scale**2
            value += log_sd - 0.5 * ratio
            gradient[-1] += 1 - ratio
        return -float(value), -gradient

    def _by_dispute(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return each dispute's marginal log-likelihood and the gradient of their sum."""
        effects, curvature = self.modes(theta)
        eta = self.matrix @ theta[:-1]
        return (
            self._laplace(theta, eta, effects, curvature)
            if self.nodes == 1
            else self._agq(theta, eta, effects, curvature)
        )

    def _laplace(self, theta: Floats, eta: Floats, effects: Floats, curvature: Floats) -> tuple[Floats, Floats]:
        log_sd, precision = theta[-1], np.exp(-2 * theta[-1])
        at = eta + effects[self._group]
        first, second, third = derivatives(at, self.event, self.link)
        height = self._sums(log_likelihood(at, self.event, self.link)) - 0.5 * precision * effects**2
        values = height - log_sd - 0.5 * np.log(curvature)
        # The curvature moves with the predictor directly and through the mode, which moves by -W x / curvature.
        bend = self._sums(third)
        pull = third + (bend / curvature)[self._group] * second
        gradient = self.matrix.T @ (first + 0.5 * pull / curvature[self._group])
        mode_by_log_sd = 2 * precision * effects / curvature
        by_log_sd = precision * effects**2 - 1 - 0.5 * (-2 * precision - bend * mode_by_log_sd) / curvature
        return values, np.r_[gradient, by_log_sd.sum()]

    def _agq(self, theta: Floats, eta: Floats, effects: Floats, curvature: Floats) -> tuple[Floats, Floats]:
        log_sd, precision = theta[-1], np.exp(-2 * theta[-1])
        spread = np.sqrt(2 / curvature)
        at = effects[:, None] + spread[:, None] * self._points
        rows = eta[:, None] + at[self._group]
        event = self.event[:, None]
        height = self._sums(log_likelihood(rows, event, self.link)) - 0.5 * precision * at**2
        terms = height + np.log(self._weights) + self._points**2
        top = terms.max(axis=1, keepdims=True)
        shares = np.exp(terms - top)
        total = shares.sum(axis=1)
        values = top[:, 0] + np.log(total) + np.log(spread) - log_sd - 0.5 * np.log(2 * np.pi)
        shares /= total[:, None]
        score = (shares[self._group] * derivatives(rows, event, self.link)[0]).sum(axis=1)
        by_log_sd = (shares * (precision * at**2 - 1)).sum()
        return values, np.r_[self.matrix.T @ score, by_log_sd]

    def covariance(self, theta: Floats) -> Floats:
        """Return the inverse of the observed information, by central differences of the gradient."""
        step, size = 1e-4, len(theta)
        information = np.empty((size, size))
        for index in range(size):
            shift = np.zeros(size)
            shift[index] = step
            above, below = self.value_and_gradient(theta + shift)[1], self.value_and_gradient(theta - shift)[1]
            information[index] = (above - below) / (2 * step)
        result: Floats = np.linalg.pinv((information + information.T) / 2).astype(float)
        return result
