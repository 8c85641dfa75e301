"""How good predicted probabilities were: discrimination, Brier and log scores, calibration, with intervals.

Every score takes the rows at risk as an argument without default: to score a year in which the event could not come,
or was under way, is to score something else. Curves are the empirical ones, never smoothed (a published comparison
had to be corrected for both). Ties count half.

Intervals are percentile intervals of a bootstrap over disputes, since the years of a dispute stand and fall together;
it says how the score would vary over such disputes, not how the fit would. A difference between two models is taken
within each bootstrap sample.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from statusquo.core.estimates import Estimate
from statusquo.core.seeds import spawn_generator
from statusquo.risk.links import Floats, Integers

Mask: TypeAlias = NDArray[np.bool_]

N_BOOTSTRAP = 1000
SCORES = ("auroc", "auprc", "brier_skill", "log_score", "log_skill")
UNITS: Mapping[str, str] = {
    "auroc": "area under the curve",
    "auprc": "average precision",
    "brier_skill": "share of the Brier score of the sample's own rate",
    "log_score": "mean log probability of what happened, nats",
    "log_skill": "share of the log score of the sample's own rate",
}

_SMALLEST = 1e-9
_BLOCK = 100


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How often each row counts in each bootstrap sample, the first of which is the sample itself.

    Attributes:
        weights: one row per sample, one column per row at risk.
    """

    weights: Floats


def bootstrap_over_disputes(disputes: Integers, at_risk: Mask, *, samples: int = N_BOOTSTRAP) -> Bootstrap:
    """Draw whole disputes, with replacement, from the rows at risk.

    Args:
        disputes: of all rows.
        at_risk: the rows to score.
        samples: how many to draw.
    """
    _, place = np.unique(disputes[at_risk], return_inverse=True)
    n = int(place.max()) + 1
    draws = spawn_generator("risk", "scores", n, samples).multinomial(n, np.full(n, 1 / n), size=samples)
    return Bootstrap(np.vstack([np.ones(n), draws])[:, place])


def score_samples(event: Floats, predicted: Floats, at_risk: Mask, bootstrap: Bootstrap) -> dict[str, Floats]:
    """Return every score in the sample itself and in each bootstrap sample.

    Skills compare with the constant rate of the very sample that is scored, which no forecaster knew.
    """
    return _score_all(event[at_risk], predicted[at_risk], bootstrap.weights)


def estimate(samples: Floats, unit: str, sources: tuple[str, ...] = ()) -> Estimate:
    """Return a score with the 95 % interval of its bootstrap samples."""
    drawn = samples[1:][np.isfinite(samples[1:])]
    if not np.isfinite(samples[0]) or len(drawn) == 0:
        return Estimate.missing(unit, "no row at risk has the event, or all have", sources)
    value = float(samples[0])
    return Estimate.from_draws(drawn, unit, value=value, interval="confidence95", sources=sources)


def as_columns(found: Estimate) -> dict[str, Any]:
    """Return an estimate as a table of scores has it."""
    return {name: getattr(found, name) for name in ("unit", "value", "low", "high", "missing_reason")}


def _score_all(event: Floats, predicted: Floats, weights: Floats) -> dict[str, Floats]:
    order = np.argsort(-predicted, kind="stable")
    event, predicted = event[order], predicted[order]
    last = np.flatnonzero(np.r_[np.diff(predicted) != 0, True])  # the last row of each run of ties
    blocks = [
        _score_block(event, predicted, weights[at : at + _BLOCK, order], last) for at in range(0, len(weights), _BLOCK)
    ]
    return {name: np.concatenate([block[name] for block in blocks]) for name in SCORES}


def _score_block(event: Floats, predicted: Floats, weights: Floats, last: Integers) -> dict[str, Floats]:
    total = weights.sum(axis=1)
    hits = np.cumsum(weights * event, axis=1)[:, last]
    called = np.cumsum(weights, axis=1)[:, last]
    n_events = hits[:, -1]
    with np.errstate(divide="ignore", invalid="ignore"):
        new_hits = np.diff(hits, axis=1, prepend=0)
        new_misses = np.diff(called - hits, axis=1, prepend=0)
        area = (new_misses * (hits - new_hits / 2)).sum(axis=1) / (n_events * (total - n_events))
        precision = np.where(called > 0, hits / called, 0)
        average_precision = (new_hits * precision).sum(axis=1) / n_events
        rate = n_events / total
        squared = weights @ (event - predicted) ** 2 / total
        logs = weights @ _log_probability(event, predicted) / total
        entropy = np.where((rate > 0) & (rate < 1), rate * np.log(rate) + (1 - rate) * np.log1p(-rate), np.nan)
        return {
            "auroc": area,
            "auprc": average_precision,
            "brier_skill": 1 - squared / (rate * (1 - rate)),
            "log_score": logs,
            "log_skill": 1 - logs / entropy,
        }


def _log_probability(event: Floats, predicted: Floats) -> Floats:
    p = np.clip(predicted, _SMALLEST, 1 - _SMALLEST)
    result: Floats = np.where(event > 0, np.log(p), np.log1p(-p))
    return result
