"""Control of false discoveries among the cross-case claims (Benjamini and Hochberg 1995).

The tests of one run over all disputes are one family; each gives a p-value against no effect, adjusted so that among
the effects called found at level q no more than q are expected to be false. The tests share cases and so depend on each
other, in ways under which the procedure usually still holds (positive dependence: Benjamini and Yekutieli 2001).

What counts as found depends on the claim. A claim of an effect that is called supported finds one: its p-value is that
against no effect. A claim that there is none worth the name finds the absence when it is called supported, by two
one-sided tests at the edges of its margin (Schuirmann 1987), and an effect when it is called contradicted; it has a
place in the family for each. That a claimed effect is contradicted is no discovery of the procedure: the 95 % interval
excludes an effect as large as the claim needs, each time at its own level.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from statusquo.core.estimates import Estimate
from statusquo.explanations.model import Expectation

if TYPE_CHECKING:
    from statusquo.explanations.ledger import BindingVerdict

LEVEL = 0.05
"""Share of false discoveries allowed among what is called found."""

_Z = 1.959964


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return the adjusted p-values, in the order given.

    Args:
        p_values: those of one family, each 0 to 1.
    """
    n = len(p_values)
    order = sorted(range(n), key=lambda i: p_values[i], reverse=True)
    found = [1.0] * n
    smallest = 1.0
    for rank, i in zip(range(n, 0, -1), order, strict=True):
        smallest = min(smallest, p_values[i] * n / rank)
        found[i] = smallest
    return found


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
    family = {key: p for verdicts in claims for verdict in verdicts for key, p in _hypotheses(verdict).values()}
    level = dict(zip(family, adjusted(list(family.values())), strict=True))
    for verdicts in claims:
        for position, verdict in enumerate(verdicts):
            hypotheses = _hypotheses(verdict)
            if not hypotheses:
                continue
            # What a verdict that finds nothing would have needed is what the claim says.
            wanted = hypotheses.get(verdict.verdict, hypotheses["supported"])
            p_value = level[wanted[0]]
            is_held = verdict.verdict in hypotheses and p_value > LEVEL
            verdicts[position] = replace(
                verdict,
                verdict="inconclusive" if is_held else verdict.verdict,
                held_back=is_held,
                adjusted_p=p_value,
            )


def _hypotheses(verdict: BindingVerdict) -> dict[str, tuple[str, float]]:
    """Return, by verdict that would find something, the hypothesis it rejects: its key in the family and p-value."""
    main, expect = verdict.main, verdict.expect
    if main is None or expect is None or main.result.p_value is None:
        return {}
    effect = main.result.p_value
    key = f"{verdict.test} {json.dumps(dict(main.parameters), sort_keys=True, default=str)} {effect!r}"
    if expect.direction != "equal":
        return {"supported": (key, effect)}
    absence = absence_p(main.result.estimate, expect)
    return {"supported": (f"{key} within {expect.margin}", absence), "contradicted": (key, effect)}
