"""What the told risk rests on: the log odds of a dispute-year taken apart into the parts of the record.

log odds = reference + time + past fighting + last ending + closed claim. The reference is the average of the
dispute-years that the model was fitted to, so that a part says how far its covariates move this dispute-year from that
average. A part of which no covariate varies among the rows fitted, such as a closed claim among open ones, is not
shown. It is an accounting of the model and not of causes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from statusquo.core.intervals import Z_95
from statusquo.risk.encoding import RiskRows
from statusquo.risk.fitted import Bounded, FittedRisk
from statusquo.risk.models import CLOCK, ENDINGS, RECORD

CLOSED = "is_claim_closed"
PARTS: Mapping[str, tuple[str, ...]] = {
    "time": CLOCK,
    "past fighting": tuple(name for name in RECORD if name not in (*CLOCK, *ENDINGS, CLOSED)),
    "last ending": ENDINGS,
    "closed claim": (CLOSED,),
}


def account(fitted: FittedRisk, rows: RiskRows) -> Mapping[str, Bounded]:
    """Return what each part adds to each row's log odds: its covariates' part, relative to the average row.

    The bounds are from the joint distribution of the coefficients.

    Args:
        fitted: the headline, of the record's covariates.
        rows: the rows to account for.
    """
    matrix, names, shares = fitted.matrix(rows), fitted.encoding.names, {}
    for part, covariates in PARTS.items():
        at = np.flatnonzero(np.isin(names, covariates))
        if not at.size:
            continue
        value = matrix[:, at] @ fitted.fit.coefficients[at]
        covariance = fitted.fit.covariance[np.ix_(at, at)]
        spread = Z_95 * np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", matrix[:, at], covariance, matrix[:, at]), 0))
        shares[part] = Bounded(value, value - spread, value + spread)
    return shares
