"""The models of the back-test: three baselines and five that use the covariates.

Each is fitted on some rows and tells the probability of the event in others. All that is tuned is the ridge penalty,
inside the training rows (`choose_penalty`); the rest is fixed beforehand and stated here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from statusquo.risk.competing import CompetingFit, fit_competing
from statusquo.risk.encoding import Encoding, RiskRows, learn_encoding
from statusquo.risk.events import EXCLUSIVE_EVENTS
from statusquo.risk.hazard import CONSTANT, HazardFit, fit_hazard, most_likely, penalties, refit_hazard
from statusquo.risk.immune import ImmuneClassFit, fit_immune_class
from statusquo.risk.links import Floats, Integers, Link, log_likelihood
from statusquo.risk.random_effect import LAPLACE, RandomInterceptFit, fit_random_intercept

Role = Literal["model", "baseline"]
Scheme = Literal["leave one dispute out", "rolling origin"]

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
LEAVE_OUT, ROLLING = SCHEMES

CLOCK = ("quiet_years_log", "clock_bend_1", "clock_bend_2", "active_years_log")
"""The covariates of the duration-only baseline: the clock, its spline's bends, and the years of a run under way."""

PAST_DEATHS = ("deaths_decayed_log",)
RECORD = (
    *CLOCK,
    *PAST_DEATHS,
    "line_quiet_years_log",
    "dispute_age_log",
    "episodes_log",
    "active_years_decayed",
    "had_war",
    "ended_by_peace_agreement",
    "ended_by_ceasefire",
    "ended_by_government_victory",
    "ended_by_separatist_victory",
    "ended_by_dissolution",
)
"""The covariates that share the record's penalty."""


class Penalty(NamedTuple):
    """The ridge penalties of a fit: prior precisions on the log odds of one standard deviation of a covariate.

    Attributes:
        record: for the clock and the dispute's record of fighting, which every study finds to matter.
        other: for everything else.
    """

    record: float
    other: float

    def of(self, names: tuple[str, ...]) -> Floats:
        """Return the penalty of each column of a matrix."""
        return np.array([self.record if name in RECORD else self.other for name in names])


PENALTIES = tuple(Penalty(record, other) for record in (1.0, 3.0, 10.0, 30.0) for other in (30.0, 100.0, 300.0, 1000.0))
"""Penalties to choose from: prior standard deviations of 1 to 0.2 for the record, 0.2 to 0.03 for the rest."""

BASELINE_PENALTY = 0.1
"""Keeps a baseline's few coefficients finite where a fold has hardly an event; a prior standard deviation of 3."""

SD_SCALE = 1.0
"""Scale of the half-normal prior on the standard deviation of the disputes' effects."""

INNER_FOLDS = 4

CLASS_NAMES = (CONSTANT,)

SHARED = ("shared by a family",)
"""Key of what the models of a family share: by kind, the last training rows and what was made of them."""

_ENCODED, _HIERARCHICAL = "encoded", "hierarchical"

Predictor = Callable[[RiskRows], Floats]
Warm = dict[tuple[str, ...], Any]
"""The last fit by names of columns, to start the next fold's from; it moves no estimate beyond the tolerance."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be back-tested.

    Attributes:
        name: as it is printed.
        role: ``model`` or ``baseline``.
        columns: names the covariates it uses, given all; it may not use another.
        fit: fits it to rows with a penalty and returns its predictor.
        groups: leave disputes out in so many groups, not one by one, for a model too slow for that.
        family: models of one family use the same columns and groups, and share what they make of the rows.
        schemes: the schemes it is tested in.
        events: the events it can tell.
    """

    name: str
    role: Role
    columns: Callable[[tuple[str, ...]], tuple[str, ...]]
    fit: Callable[[RiskRows, Penalty, Warm], Predictor]
    groups: int | None = None
    family: str | None = None
    schemes: tuple[Scheme, ...] = SCHEMES
    events: tuple[str, ...] = ("recurrence", "war")


def encoded(train: RiskRows, warm: Warm | None = None) -> tuple[Encoding, Floats]:
    """Return the encoding learned on rows, and their matrix; models of a family share those of the same rows."""
    shared = {} if warm is None else warm.setdefault(SHARED, {})
    if _ENCODED not in shared or shared[_ENCODED][0] is not train:
        encoding = learn_encoding(train)
        shared[_ENCODED] = (train, encoding, encoding.matrix(train))
    _, found, matrix = shared[_ENCODED]
    return found, matrix


def choose_penalty(train: RiskRows, link: Link = "logit") -> Penalty:
    """Return the penalty with the best log score when the training rows' disputes are left out in four groups."""
    fold = fold_of_disputes(train.disputes, INNER_FOLDS)
    heights = np.zeros(len(PENALTIES))
    for number in range(INNER_FOLDS):
        inner, left = train.where(fold != number), train.where(fold == number)
        if not 0 < inner.event.sum() < len(inner) or not len(left):
            continue
        encoding, matrix = encoded(inner)
        out, one, start = encoding.matrix(left), np.ones(len(inner)), None
        for place in reversed(range(len(PENALTIES))):
            ridge = penalties(encoding.names, PENALTIES[place].of(encoding.names))
            start = most_likely(
                matrix, inner.event, one, ridge, names=encoding.names, link=link, start=start, tolerance=0.01
            )
            heights[place] += log_likelihood(out @ start, left.event, link).sum()
    return PENALTIES[int(np.argmax(heights))]


def fold_of_disputes(disputes: Integers, folds: int) -> Integers:
    """Return the fold of each row: disputes in order of their number are dealt out one by one."""
    _, place = np.unique(disputes, return_inverse=True)
    result: Integers = place % folds
    return result


def fit_constant(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """The training rows' own rate."""
    rate = float(train.event.mean())
    return lambda rows: np.full(len(rows), rate)


def fit_baseline(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """A logit on a few columns with a weak, fixed penalty."""
    return fit_penalised(train, Penalty(BASELINE_PENALTY, BASELINE_PENALTY), warm)


def fit_penalised(train: RiskRows, penalty: Penalty, warm: Warm, link: Link = "logit") -> Predictor:
    """The penalised logit."""
    encoding, matrix = encoded(train, warm)
    near: HazardFit | None = warm.get(encoding.names)
    ridge = penalties(encoding.names, penalty.of(encoding.names))
    if near is None or not np.array_equal(near.penalty, ridge):
        fit = fit_hazard(matrix, train.event, names=encoding.names, link=link, penalty=ridge)
    else:
        fit = refit_hazard(matrix, train.event, near)
    warm[encoding.names] = fit
    return lambda rows: fit.predict(encoding.matrix(rows))


def fit_penalised_cloglog(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """The penalised complementary log-log hazard."""
    return fit_penalised(train, penalty, warm, "cloglog")


def fit_hierarchical(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """The random-intercept logit by Laplace; a dispute not in the training rows has its effect integrated out."""
    encoding, fit = _hierarchical(train, penalty, warm)
    return lambda rows: fit.predict_seen(encoding.matrix(rows), rows.disputes)


def fit_hierarchical_own_past(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """The same, with the effect of a left-out dispute updated by its own earlier years."""
    encoding, fit = _hierarchical(train, penalty, warm)
    return lambda rows: fit.predict_from_own_past(encoding.matrix(rows), rows.event, rows.disputes)


def _hierarchical(train: RiskRows, penalty: Penalty, warm: Warm) -> tuple[Encoding, RandomInterceptFit]:
    """Fit the random-intercept logit, or give back the fit to these very rows that a model of its family made."""
    encoding, matrix = encoded(train, warm)
    last: tuple[RiskRows, RandomInterceptFit] | None = warm[SHARED].get(_HIERARCHICAL)
    if last is not None and last[0] is train:
        return encoding, last[1]
    fit = fit_random_intercept(
        matrix,
        train.event,
        train.disputes,
        names=encoding.names,
        nodes=LAPLACE,
        penalty=penalty.of(encoding.names),
        sd_scale=SD_SCALE,
        start=warm.get(encoding.names),
        with_covariance=False,
    )
    warm[encoding.names], warm[SHARED][_HIERARCHICAL] = fit, (train, fit)
    return encoding, fit


def fit_immune(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """The logit with a class of disputes that never fight again, its odds updated by the dispute's own past."""
    encoding, matrix = encoded(train, warm)
    start: ImmuneClassFit | None = warm.get(encoding.names)
    fit = fit_immune_class(
        matrix,
        np.ones((len(train), 1)),
        train.event,
        train.disputes,
        names=encoding.names,
        class_names=CLASS_NAMES,
        penalty=penalty.of(encoding.names),
        start=start,
        with_covariance=False,
    )
    warm[encoding.names] = fit
    return lambda rows: fit.predict_from_own_past(
        encoding.matrix(rows), np.ones((len(rows), 1)), rows.event, rows.disputes
    )


def fit_competing_risks(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """The multinomial logit of exclusive events; recurrence is the sum of its two kinds."""
    encoding, matrix = encoded(train, warm)
    start: CompetingFit | None = warm.get(encoding.names)
    fit = fit_competing(
        matrix,
        train.kind,
        names=encoding.names,
        events=EXCLUSIVE_EVENTS,
        penalty=penalty.of(encoding.names),
        start=None if start is None else start.coefficients,
    )
    warm[encoding.names] = fit
    return lambda rows: fit.predict(encoding.matrix(rows))[:, :2].sum(axis=1)


TREES: Mapping[str, Any] = {
    "max_iter": 60,
    "learning_rate": 0.1,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 20,
    "max_bins": 63,
    "l2_regularization": 10.0,
    "random_state": 0,
}
"""Settings of the boosted trees, fixed beforehand."""


def fit_trees(train: RiskRows, penalty: Penalty, warm: Warm) -> Predictor:
    """Gradient-boosted trees (scikit-learn), which handle missing values themselves."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    kept = learn_encoding(train).kept  # a column without two values is none for trees
    trees = HistGradientBoostingClassifier(**TREES).fit(train.values[:, kept], train.event)
    return lambda rows: np.asarray(trees.predict_proba(rows.values[:, kept])[:, 1], dtype=float)


MANY_GROUPS = 20


def _all(names: tuple[str, ...]) -> tuple[str, ...]:
    return names


def _clock(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in CLOCK)


def _past_deaths(names: tuple[str, ...]) -> tuple[str, ...]:
    return PAST_DEATHS


CONSTANT_RATE = "constant"
DURATION_ONLY = "duration only"
DECAYED_DEATHS = "decayed past deaths"
PENALISED_LOGIT = "penalised logit"
RANDOM_EFFECT = "random-effect logit"
ALL_COVARIATES = "all covariates"
MEAN_OF_MODELS = "mean of models"
"""Equal weights on every model but the baselines, fixed beforehand."""

MODELS: tuple[Model, ...] = (
    Model(CONSTANT_RATE, "baseline", _clock, fit_constant),
    Model(DURATION_ONLY, "baseline", _clock, fit_baseline),
    Model(DECAYED_DEATHS, "baseline", _past_deaths, fit_baseline),
    Model(PENALISED_LOGIT, "model", _all, fit_penalised, family=ALL_COVARIATES),
    Model("penalised cloglog", "model", _all, fit_penalised_cloglog, family=ALL_COVARIATES),
    Model(RANDOM_EFFECT, "model", _all, fit_hierarchical, family=ALL_COVARIATES),
    Model(
        "random-effect logit, own past",
        "model",
        _all,
        fit_hierarchical_own_past,
        family=ALL_COVARIATES,
        schemes=(LEAVE_OUT,),
    ),
    Model("immune class", "model", _all, fit_immune, family=ALL_COVARIATES),
    Model("competing risks", "model", _all, fit_competing_risks, groups=MANY_GROUPS, events=("recurrence",)),
    Model("boosted trees", "model", _all, fit_trees, groups=MANY_GROUPS),
)
