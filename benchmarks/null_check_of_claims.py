"""Null check of the claims across disputes: outcomes shuffled, how often is any claim called supported?

Shuffles each outcome among the disputes, runs every claim bound to `contrast` under the rule with its margin and the
control of false discoveries, and counts the shuffles with at least one claim called supported: under a global null the
share that the procedure holds at its level. Then plants an effect and counts how often it is found.

    python benchmarks/null_check_of_claims.py [SHUFFLES]
"""

from __future__ import annotations

import sys

import numpy as np

from statusquo.core.estimates import Estimate
from statusquo.explanations.contrasts import contrast, factor_values, matched, outcomes
from statusquo.explanations.discoveries import LEVEL, adjusted
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.model import Binding
from statusquo.explanations.verdicts import verdict_of
from statusquo.snapshot.store import open_snapshot


def bound_contrasts() -> list[Binding]:
    """Return every directional binding to `contrast`, each pair of factor and outcome once."""
    found = {}
    for name in bundled_explanations():
        for claim in load_explanation(name).claim:
            for test in claim.test:
                if test.name == "contrast" and test.expect and test.expect.direction != "equal":
                    found[tuple(sorted(test.parameters.items()))] = test
    return list(found.values())


def n_supported(bindings: list[Binding], groups: dict, values: dict) -> int:
    """Return how many claims are called supported under these outcomes."""
    runs = []
    for binding in bindings:
        known, flags, _ = matched(
            values[binding.parameters["factor"]], groups[binding.parameters["outcome"]], frozenset()
        )
        try:
            found = contrast(known, flags)
        except ValueError:
            continue
        estimate = Estimate(found.delta, "Cliff's delta", found.low, found.high, "confidence95")
        runs.append((verdict_of(estimate, binding.expect), found.p_value))
    level = adjusted([p for _, p in runs])
    return sum(verdict == "supported" and p <= LEVEL for (verdict, _), p in zip(runs, level, strict=True))


def main() -> None:
    """Shuffle, plant, count and print."""
    shuffles = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rng = np.random.default_rng(19_880_220)
    bindings = bound_contrasts()
    values = {b.parameters["factor"]: factor_values(b.parameters["factor"]) for b in bindings}
    true = outcomes(open_snapshot())
    any_supported = claims = planted = 0
    for _ in range(shuffles):
        shuffled = {
            name: dict(zip(group, rng.permutation(list(group.values())), strict=True)) for name, group in true.items()
        }
        count = n_supported(bindings, shuffled, values)
        any_supported += count > 0
        claims += count
        factor = values["group_share_of_state"]
        middle = float(np.median(list(factor.values())))
        spread = float(np.std(list(factor.values())))
        effect = {number: value + rng.normal(0, spread / 2) > middle for number, value in factor.items()}
        planted += n_supported(bindings, {**shuffled, "statehood": effect}, values) > 0
    tests = shuffles * len(bindings)
    print(f"{len(bindings)} bindings, {shuffles} shuffles")
    print(f"shuffles with any claim supported: {any_supported / shuffles:.3f} (stated level {LEVEL})")
    print(f"claims supported: {claims / tests:.4f} of {tests:,}")
    print(f"planted effect found: {planted / shuffles:.3f}")


if __name__ == "__main__":
    main()
