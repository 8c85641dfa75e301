"""The table of a back-test's scores: each with its interval, its difference to duration alone, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from statusquo.core.estimates import Estimate
from statusquo.risk.calibration import calibration
from statusquo.risk.links import Floats, Integers
from statusquo.risk.models import DURATION_ONLY
from statusquo.risk.scores import SCORES, UNITS, as_columns, bootstrap_over_disputes, estimate, score_samples

CALIBRATION = ("calibration_slope", "calibration_intercept")
DIFFERENCE_UNIT = "difference to duration only"


def score_rows(
    event: Floats, disputes: Integers, predictions: Mapping[str, Floats], roles: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    """Yield one row for each model and score, all on the same rows at risk and the same bootstrap samples.

    Args:
        event: of the rows at risk.
        disputes: of the same.
        predictions: by model; NaN, in the same rows for all, where the scheme gives none.
        roles: ``model`` or ``baseline``, by model.
    """
    masks = [np.isfinite(values) for values in predictions.values()]
    scored = masks[0]
    if any((mask != scored).any() for mask in masks):
        raise ValueError("models of one comparison predict different rows")
    bootstrap = bootstrap_over_disputes(disputes, scored)
    base = score_samples(event, predictions[DURATION_ONLY], scored, bootstrap)
    size = {
        "n_rows": int(scored.sum()),
        "n_events": int(event[scored].sum()),
        "n_disputes": len(np.unique(disputes[scored])),
    }
    for model, values in predictions.items():
        samples = score_samples(event, values, scored, bootstrap)
        for score in SCORES:
            found = estimate(samples[score], UNITS[score])
            difference = estimate(samples[score] - base[score], DIFFERENCE_UNIT)
            yield {"model": model, "role": roles[model], **_row(score, found, difference), **size}
        agreement = calibration(event, values, disputes, scored)
        nothing = Estimate.missing(DIFFERENCE_UNIT, "not a score")
        for score, found in zip(CALIBRATION, agreement, strict=True):
            yield {"model": model, "role": roles[model], **_row(score, found, nothing), **size}


def _row(score: str, found: Estimate, difference: Estimate) -> dict[str, Any]:
    ends = {"difference": difference.value, "difference_low": difference.low, "difference_high": difference.high}
    return {"score": score, **as_columns(found), **ends}
