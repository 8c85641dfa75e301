"""Structural distance between cases, and the pairs that a comparison learns most from.

Gower's (1971, Biometrics 27: 857-871) distance: for each trait the two cases differ by 0 to 1 (a number by its gap
over the range, an ordered rank likewise, a flag or a kind by being other), and the distance is the weighted mean over
the traits that both have. A missing trait is left out with its weight, never taken as alike; where the traits that both
have carry less than half of the weight there is no distance. The bundled traits and weights are data:
`structural_traits.csv`.

Two kinds of pairs are named as in Przeworski and Teune (1970): cases most alike whose outcomes differ (what did?), and
cases most unlike whose outcome is the same (what did they share?).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from statusquo.core.errors import InputError, Problem
from statusquo.core.estimates import Estimate
from statusquo.core.shipped_tables import shipped_rows
from statusquo.core.wording import percent

TraitKind = Literal["number", "rank", "kind"]

UNIT = "Gower distance, 0 to 1"

MOST_PAIRED = 1_000
"""The most cases of which every pair is looked at."""

LEAST_SHARED = 0.5
"""The least share of all weight that the traits both cases have must carry."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait that cases are compared by.

    Attributes:
        name: the column.
        kind: a number, a rank of an ordered list, or a kind (flags among them) that is alike or not.
        weight: its share in the distance, before missing traits are left out.
        reason: why it is there and weighs that much.
        order: the ordered list of a rank.
    """

    name: str
    kind: TraitKind
    weight: float
    reason: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two cases are apart.

    Attributes:
        value: 0 to 1; None where they share too little.
        shared: share of the weight carried by the traits that both have.
        parts: the difference by trait, 0 to 1, for the traits that both have.
    """

    value: float | None
    shared: float
    parts: Mapping[str, float]

    @property
    def estimate(self) -> Estimate:
        """The distance with the range that the missing traits leave open: all alike, or as unlike as can be."""
        if self.value is None:
            return Estimate.missing(UNIT, f"the two share {percent(self.shared)} of the weight, too little")
        low = min(self.value * self.shared, self.value)
        high = max(self.value * self.shared + 1 - self.shared, self.value)
        return Estimate(self.value, UNIT, low, min(high, 1.0), "range")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases with their distance."""

    first: str
    second: str
    distance: Distance


Cases = Mapping[str, Mapping[str, object]]
"""Each case's traits by name; a missing one is None or absent."""


def structural_traits() -> tuple[Trait, ...]:
    """Return the bundled traits with their weights."""
    return tuple(
        Trait(row["name"], row["kind"], float(row["weight"]), row["reason"], tuple(row["order"].split("|")))  # type: ignore[arg-type]
        for row in shipped_rows("statusquo.comparison", "structural_traits.csv")
    )


def trait_ranges(cases: Cases, traits: Sequence[Trait]) -> dict[str, float]:
    """Return the range of each number over all cases; 0 where fewer than two have it."""
    found = {}
    for trait in traits:
        if trait.kind == "number":
            values = [_number(case.get(trait.name)) for case in cases.values()]
            known = [value for value in values if value is not None]
            found[trait.name] = max(known) - min(known) if known else 0.0
    return found


def gower_distance(
    first: Mapping[str, object], second: Mapping[str, object], traits: Sequence[Trait], ranges: Mapping[str, float]
) -> Distance:
    """Return the distance of two cases.

    Args:
        first: one case's traits.
        second: the other's.
        traits: what they are compared by.
        ranges: from `trait_ranges`, over all cases that are compared.
    """
    parts = {}
    for trait in traits:
        difference = _difference(first.get(trait.name), second.get(trait.name), trait, ranges)
        if difference is not None:
            parts[trait.name] = difference
    weights = {trait.name: trait.weight for trait in traits}
    total, shared = sum(weights.values()), sum(weights[name] for name in parts)
    if shared == 0 or shared / total < LEAST_SHARED:
        return Distance(None, shared / total if total else 0.0, parts)
    return Distance(sum(weights[name] * part for name, part in parts.items()) / shared, shared / total, parts)


def nearest_cases(name: str, cases: Cases, traits: Sequence[Trait], *, n: int | None = None) -> list[Pair]:
    """Return the other cases by their distance from one, nearest first; those without a distance are left out."""
    ranges = trait_ranges(cases, traits)
    pairs = [
        Pair(name, other, gower_distance(cases[name], cases[other], traits, ranges)) for other in cases if other != name
    ]
    ordered = sorted((pair for pair in pairs if pair.distance.value is not None), key=_order)
    return ordered[:n]


def telling_pairs(
    cases: Cases, traits: Sequence[Trait], outcomes: Mapping[str, object], *, n: int = 5
) -> tuple[list[Pair], list[Pair]]:
    """Return the most similar pairs with different outcomes, and the most different pairs with the same.

    Args:
        cases: traits of each case.
        traits: what they are compared by.
        outcomes: the outcome of each case; a case whose outcome is None takes no part.
        n: pairs of each sort.

    Raises:
        InputError: when there are more cases than `MOST_PAIRED`.
    """
    if len(cases) > MOST_PAIRED:
        what, allowed = "too many cases to look at every pair", f"at most {MOST_PAIRED:,}; or one case, by its ID"
        raise InputError(Problem(what, found=f"{len(cases):,}", allowed=allowed))
    ranges = trait_ranges(cases, traits)
    known = [name for name in cases if outcomes.get(name) is not None]
    pairs = [
        Pair(a, b, gower_distance(cases[a], cases[b], traits, ranges)) for a, b in itertools.combinations(known, 2)
    ]
    pairs = [pair for pair in pairs if pair.distance.value is not None]
    differing = sorted((p for p in pairs if outcomes[p.first] != outcomes[p.second]), key=_order)
    agreeing = sorted((p for p in pairs if outcomes[p.first] == outcomes[p.second]), key=_order, reverse=True)
    return differing[:n], agreeing[:n]


def _order(pair: Pair) -> tuple[float, str, str]:
    return (pair.distance.value or 0.0, pair.first, pair.second)


def _difference(a: object, b: object, trait: Trait, ranges: Mapping[str, float]) -> float | None:
    if trait.kind == "number":
        first, second = _number(a), _number(b)
        if first is None or second is None:
            return None
        spread = ranges.get(trait.name, 0.0)
        return min(abs(first - second) / spread, 1.0) if spread > 0 else 0.0
    if a is None or b is None:
        return None
    if trait.kind == "rank":
        if a not in trait.order or b not in trait.order:
            return None
        return abs(trait.order.index(str(a)) - trait.order.index(str(b))) / max(len(trait.order) - 1, 1)
    return float(a != b)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
