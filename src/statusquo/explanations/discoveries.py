"""Control of false discoveries among the cross-case claims (Benjamini and Hochberg 1995).

The tests of one run over all disputes are one family; each gives a p-value against no effect, adjusted so that among
the effects called found at level q no more than q are expected to be false. The tests share cases and so depend on each
other, in ways under which the procedure usually still holds (positive dependence: Benjamini and Yekutieli 2001).

What counts as found depends on the claim. A claim of an effect that is called supported finds one: the p-value against
no effect. One that is called contradicted finds that no effect as large as it needs is there: the p-value at the edge
of what the claim needs, by the half of the interval that faces it, so that it is below 5 % where that half does not
reach the edge. Either way it has one place in the family. A claim that there is none worth the name finds the absence
when it is called supported, by two one-sided tests at the edges of its margin (Schuirmann 1987), and an effect when it
is called contradicted; it has a place for each.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from statusquo.core.estimates import Estimate
from statusquo.explanations.model import Expectation
from statusquo.explanations.registry import claim_tests
from statusquo.explanations.verdicts import OPPOSITE, Verdict

if TYPE_CHECKING:
    from statusquo.explanations.judged import BindingVerdict

LEVEL = 0.05
"""Share of false discoveries allowed among what is called found."""

_Z = 1.959964


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return the adjusted p-values, in the order given.

    Args:
        p_values: those of one family, each 0 to 1.
    """
    # Loaded only where claims are judged: the statistics of scipy take half a second.
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(p_values, method="bh")] if p_values else []


def shortfall_p(estimate: Estimate, expect: Expectation) -> float:
    """Return the two-sided p-value of the edge of what a claim of an effect needs, 1 where the number reaches it.

    Args:
        estimate: with a 95 % interval; each half is read as that of a normal estimate.
        expect: what the claim says, above or below a value.
    """
    low, value, high = estimate.low, estimate.value, estimate.high
    if value is None or low is None or high is None:
        return 1.0
    is_above = expect.direction == "above"
    edge = expect.value + expect.margin if is_above else expect.value - expect.margin
    missing = edge - value if is_above else value - edge
    half = high - value if is_above else value - low
    if missing <= 0:
        return 1.0
    return math.erfc(_Z * missing / half / math.sqrt(2)) if half > 0 else 0.0


def absence_p(estimate: Estimate, expect: Expectation) -> float:
    """Return the p-value of two one-sided tests that a number lies within the margin of a value (Schuirmann 1987).

    Args:
        estimate: with a 95 % interval, read as that of a normal estimate.
        expect: the value and its margin.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return 1.0
    error = (estimate.high - estimate.low) / (2 * _Z)
    nearest = expect.margin - abs(estimate.value - expect.value)
    return 0.5 * math.erfc(nearest / error / math.sqrt(2))


def hold_back(claims: Sequence[list[BindingVerdict]]) -> None:
    """Take back what the number of cross-case tests does not allow to be called found, in place.

    Two claims bound to the same test share one place in the family.

    Args:
        claims: the verdicts of each claim's tests.
    """
    family = {key: p for verdicts in claims for verdict in verdicts for key, p in _places(verdict).values()}
    level = dict(zip(family, adjusted(list(family.values())), strict=True))
    for verdicts in claims:
        for position, verdict in enumerate(verdicts):
            places = _places(verdict)
            if not places:
                continue
            # Of a verdict that finds nothing, the place of what the claim says, else the only one it has.
            key, _ = places.get(verdict.verdict) or places.get("supported") or places["contradicted"]
            is_held = verdict.verdict in OPPOSITE and level[key] > LEVEL
            verdicts[position] = replace(
                verdict,
                verdict="inconclusive" if is_held else verdict.verdict,
                held_back=is_held,
                adjusted_p=level[key],
            )


def _places(verdict: BindingVerdict) -> dict[Verdict, tuple[str, float]]:
    """Return, by verdict that would find something, its key in the family and its p-value.

    A claim of an effect has one place, that of the verdict its number is nearer to: each of the two looks at one tail
    of a two-sided p-value, so that both together err no more often than one.
    """
    main, expect = verdict.main, verdict.expect
    if main is None or expect is None or not claim_tests()[verdict.test].is_cross_case or main.result.undecided:
        return {}
    estimate, effect = main.result.estimate, main.result.p_value
    key = f"{verdict.test} {json.dumps(dict(main.parameters), sort_keys=True, default=str)} {estimate.value!r}"
    if expect.direction == "equal":
        places: dict[Verdict, tuple[str, float]] = {
            "supported": (f"{key} within {expect.margin}", absence_p(estimate, expect))
        }
        return places if effect is None else {**places, "contradicted": (key, effect)}
    shortfall = shortfall_p(estimate, expect)
    if (
        effect is None
        or estimate.value is None
        or not _is_on_claimed_side(estimate.value, expect)
        or shortfall < effect
    ):
        return {"contradicted": (f"{key} {expect.direction} {expect.value} {expect.margin}", shortfall)}
    return {"supported": (key, effect)}


def _is_on_claimed_side(value: float, expect: Expectation) -> bool:
    return value > expect.value if expect.direction == "above" else value < expect.value
