"""How a probability is printed: per cent with two significant digits, and never as none when it is not none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from statusquo.core.estimates import Estimate


LEAST_PCT, MOST_PCT = 0.1, 99.0
_FEW, _MANY = 2, 1000
"""Outside these, "one in" says less than the per cent, or more than any model knows."""


def per_cent(share: float) -> str:
    """Return a probability in per cent without the sign, such as ``2.3``, ``under 0.1`` or ``over 99``."""
    pct = 100 * share
    if 0 < pct < LEAST_PCT:
        return f"under {LEAST_PCT}"
    if MOST_PCT < pct < 100:
        return f"over {MOST_PCT:.0f}"
    return f"{pct:.2g}" if pct < 9.95 else f"{pct:.0f}"


def chance(share: float) -> str:
    """Return a probability in per cent, such as ``2.3 %``."""
    return f"{per_cent(share)} %"


def chance_with_bounds(estimate: Estimate, missing: str = "–") -> str:
    """Return a probability with its interval, such as ``2.3 % (0.4 to 10)``."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return missing
    return f"{chance(estimate.value)} ({per_cent(estimate.low)} to {per_cent(estimate.high)})"


def one_in(share: float) -> str:
    """Return a probability as ``about 1 in 45``; empty where that says no more than the per cent."""
    if not 1 / _MANY <= share < 1 / _FEW:
        return ""
    return f"about 1 in {float(f'{1 / share:.2g}'):,.0f}"
