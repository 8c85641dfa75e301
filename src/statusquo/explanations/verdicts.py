"""The rule by which an estimate becomes a verdict.

A claim says that a number lies above, below or at a value, with a margin inside which a difference is as good as none
(the smallest effect of interest: Lakens 2017; the region of practical equivalence: Kruschke 2018). The whole interval
decides, never a p-value:

* above: supported when the interval lies wholly above value + margin; contradicted when it lies wholly below that, so
  that an effect too small to matter contradicts the claim as one of the other sign does; inconclusive otherwise.
* below: the same, mirrored.
* equal: supported when the interval lies wholly within the margin, contradicted when wholly outside it.

Where no interval is known the value alone decides, and the verdict says so. Of several runs of one test (other
measures, contested figures, other windows) the first is the main one; where fewer than half agree with it the verdict
is inconclusive, and where one comes to the opposite it is fragile. A part with several tests is supported only if all
are, and contradicted if any is. A claim of cause takes its verdict from association and mechanism: a premise that
holds proves no cause, one that fails contradicts it where the claim is about that dispute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from statusquo.core.estimates import Estimate
from statusquo.explanations.model import Expectation, Kind, Part

Verdict: TypeAlias = Literal["supported", "contradicted", "inconclusive", "not testable"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

OPPOSITE: Mapping[Verdict, Verdict] = {"supported": "contradicted", "contradicted": "supported"}
_ROUNDING = 1e-9
"""A figure that stands exactly on the edge of its tolerance counts as inside it."""


def verdict_of(estimate: Estimate, expect: Expectation) -> Verdict:
    """Return what one estimate says of a claim.

    Args:
        estimate: the number; its value where it has no interval.
        expect: what the claim says of it.
    """
    if estimate.value is None:
        return "not testable"
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    lower, upper = expect.value - expect.margin, expect.value + expect.margin
    slack = _ROUNDING * max(1.0, abs(expect.value))
    if expect.direction == "above":
        return "supported" if low > upper else "contradicted" if high <= upper else "inconclusive"
    if expect.direction == "below":
        return "supported" if high < lower else "contradicted" if low >= lower else "inconclusive"
    if lower - slack <= low and high <= upper + slack:
        return "supported"
    return "contradicted" if high < lower - slack or low > upper + slack else "inconclusive"


def is_as_good_as_none(estimate: Estimate, expect: Expectation) -> bool:
    """Whether the interval lies wholly within the margin of the value: no difference worth the name is found."""
    same = Expectation(direction="equal", value=expect.value, margin=expect.margin)
    return expect.margin > 0 and verdict_of(estimate, same) == "supported"


def settled(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of one test over its runs, the main one first.

    Raises:
        ValueError: when there is no run.
    """
    if not verdicts:
        raise ValueError("a verdict needs at least one run")
    main = verdicts[0]
    if main == "not testable":
        return main
    decided = [verdict for verdict in verdicts if verdict != "not testable"]
    agreeing = sum(verdict == main for verdict in decided)
    return main if 2 * agreeing >= len(decided) else "inconclusive"


def is_fragile(verdicts: Sequence[Verdict]) -> bool:
    """Whether some run comes to the opposite of the main one."""
    return bool(verdicts) and OPPOSITE.get(verdicts[0]) in verdicts


def joined(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a part of a claim from those of its tests."""
    if "contradicted" in verdicts:
        return "contradicted"
    if verdicts and all(verdict == "supported" for verdict in verdicts):
        return "supported"
    return "not testable" if all(verdict == "not testable" for verdict in verdicts) else "inconclusive"


def headline(kind: Kind, parts: Mapping[Part, Verdict]) -> Verdict:
    """Return the verdict on a claim from those on its parts.

    Args:
        kind: what the claim asserts.
        parts: the verdicts on the parts that have a test.
    """
    premise = parts.get("premise")
    if kind != "cause":
        return premise or joined(tuple(parts.values()))
    if premise == "contradicted":
        return "contradicted"
    if not set(parts) - {"premise"}:
        return "not testable"
    # An association alone does not carry a mechanism that is claimed and cannot be tested.
    causal = joined([parts[part] for part in ("association", "mechanism") if part in parts])
    return "inconclusive" if causal == "supported" and premise == "inconclusive" else causal
