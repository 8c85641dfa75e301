"""Control of false discoveries among the cross-case claims (Benjamini and Hochberg 1995).

The tests of one run over all disputes are two families, by what would be found: an effect, or that none as large as a
claim needs is there. Each gives a p-value, adjusted so that among what is called found in its family at level q no more
than q are expected to be false. One family of both would not do: where nothing has an effect every absence found is a
true discovery, and each makes it easier to call an effect found. The tests share cases and so depend on each other, in
ways under which the procedure usually still holds (positive dependence: Benjamini and Yekutieli 2001).

A claim of an effect that is called supported finds an effect: its p-value is that against no effect, and 1 where the
number lies on the other side. One that is called contradicted finds an absence: its p-value is that at the edge of what
the claim needs, by the half of the interval that faces it, so that it is below 5 % where that half does not reach the
edge. A claim that there is none worth the name finds the absence when it is called supported, by two one-sided tests at
the edges of its margin (Schuirmann 1987), and an effect when it is called contradicted. So every claim has a place in
each family.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from statusquo.core.estimates import Estimate
from statusquo.core.intervals import Z_95
from statusquo.explanations.model import Expectation
from statusquo.explanations.registry import claim_tests
from statusquo.explanations.tested import BindingVerdict
from statusquo.explanations.verdicts import OPPOSITE, Verdict

Found = Literal["effect", "absence"]
"""What a verdict finds: an effect, or that there is none as large as a claim needs."""

LEVEL = 0.05
"""Share of false discoveries allowed among what is called found."""


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
    return math.erfc(Z_95 * missing / half / math.sqrt(2)) if half > 0 else 0.0


def absence_p(estimate: Estimate, expect: Expectation) -> float:
    """Return the p-value of two one-sided tests that a number lies within the margin of a value (Schuirmann 1987).

    Args:
        estimate: with a 95 % interval, read as that of a normal estimate.
        expect: the value and its margin.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return 1.0
    error = (estimate.high - estimate.low) / (2 * Z_95)
    nearest = expect.margin - abs(estimate.value - expect.value)
    return 0.5 * math.erfc(nearest / error / math.sqrt(2))


def hold_back(claims: Sequence[list[BindingVerdict]]) -> None:
    """Take back what the number of cross-case tests does not allow to be called found, in place.

    Two claims bound to the same test share one place in a family.

    Args:
        claims: the verdicts of each claim's tests.
    """
    families: dict[Found, dict[str, float]] = {"effect": {}, "absence": {}}
    for verdict in (verdict for verdicts in claims for verdict in verdicts):
        for found, key, p in _places(verdict).values():
            families[found][key] = p
    level = {
        (found, key): p
        for found, family in families.items()
        for key, p in zip(family, adjusted(list(family.values())), strict=True)
    }
    for verdicts in claims:
        for position, verdict in enumerate(verdicts):
            places = _places(verdict)
            if not places:
                continue
            # Of a verdict that finds nothing, the place of what the claim says, else the only one it has.
            found, key, _ = places.get(verdict.verdict) or places.get("supported") or places["contradicted"]
            is_held = verdict.verdict in OPPOSITE and level[found, key] > LEVEL
            verdicts[position] = replace(
                verdict,
                verdict="inconclusive" if is_held else verdict.verdict,
                held_back=is_held,
                adjusted_p=level[found, key],
            )


def _places(verdict: BindingVerdict) -> dict[Verdict, tuple[Found, str, float]]:
    """Return, by verdict that would find something, the family, its key in it and its p-value."""
    main, expect = verdict.main, verdict.expect
    if main is None or expect is None or not claim_tests()[verdict.test].is_cross_case or main.result.undecided:
        return {}
    estimate, effect = main.result.estimate, main.result.p_value
    key = f"{verdict.test} {json.dumps(dict(main.parameters), sort_keys=True, default=str)} {estimate.value!r}"
    places: dict[Verdict, tuple[Found, str, float]] = {}
    if expect.direction == "equal":
        places["supported"] = ("absence", f"{key} within {expect.margin}", absence_p(estimate, expect))
        if effect is not None:
            places["contradicted"] = ("effect", key, effect)
        return places
    if effect is not None and estimate.value is not None:
        is_found = _is_on_claimed_side(estimate.value, expect)
        places["supported"] = ("effect", f"{key} {expect.direction}", effect if is_found else 1.0)
    shortfall = shortfall_p(estimate, expect)
    places["contradicted"] = ("absence", f"{key} {expect.direction} {expect.value} {expect.margin}", shortfall)
    return places


def _is_on_claimed_side(value: float, expect: Expectation) -> bool:
    return value > expect.value if expect.direction == "above" else value < expect.value
