"""Directional expectations: which level of a condition theory expects to go with the outcome.

A simple expectation names one condition (`A`, `~B`, `C[1,2]`). A conjunctural one (`D*~E`) says that levels contribute
together and claims nothing about each alone (Ragin 2008, ch. 9; Dusa 2019, ch. 8): a counterfactual may then move these
conditions only to where all of them are as expected.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from statusquo.comparison.primes import Box
from statusquo.comparison.sets import FREE, Condition, Term, parse_conjunction
from statusquo.core.errors import InputError, Problem

MOST_CONJUNCTURAL = 8
"""Conjunctural expectations are tried in every combination."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What theory expects.

    Attributes:
        simple: for each condition the expected levels as bits; 0 for no expectation.
        conjunctural: conjunctions, each as pairs of a condition's position and its expected levels as bits.
    """

    simple: tuple[int, ...]
    conjunctural: tuple[tuple[tuple[int, int], ...], ...] = ()

    @classmethod
    def none(cls, n_conditions: int) -> Expectations:
        """Return no expectation about any condition."""
        return cls((0,) * n_conditions)

    @classmethod
    def parse(cls, texts: Sequence[str], conditions: Sequence[Condition]) -> Expectations:
        """Return expectations from texts such as ``["A", "~B", "C*~D"]``.

        Raises:
            InputError: when one cannot be read, names a condition there is not, or contradicts another.
        """
        simple = [0] * len(conditions)
        conjunctural = []
        for text in texts:
            asked = parse_conjunction(text, conditions)
            bits = tuple((i, sum(1 << level for level in levels)) for i, levels in sorted(asked.items()))
            if len(bits) > 1:
                conjunctural.append(bits)
                continue
            [(i, expected)] = bits
            if simple[i] and simple[i] != expected:
                raise InputError(Problem("two expectations about one condition", field=conditions[i].name, found=text))
            simple[i] = expected
        if len(conjunctural) > MOST_CONJUNCTURAL:
            raise InputError(
                Problem(
                    "too many conjunctural expectations",
                    field="expect",
                    found=str(len(conjunctural)),
                    allowed=f"at most {MOST_CONJUNCTURAL}",
                )
            )
        return cls(tuple(simple), tuple(conjunctural))

    def widen(self, complex_term: Term, simple_term: Term, levels: Sequence[int]) -> list[Box]:
        """Return the rows reached from a complex term by expected moves within a simple one, as boxes.

        A simple expectation that the complex term does not meet drops the condition, whatever its other levels: with
        several levels too this is the rule of R's QCA, by which the term contradicts what theory expects.
        """
        base = []
        for complex_level, simple_level, expected, n in zip(
            complex_term, simple_term, self.simple, levels, strict=True
        ):
            if complex_level == FREE:
                base.append((1 << n) - 1)
            elif simple_level != FREE or not expected or expected >> complex_level & 1:
                base.append(1 << complex_level)
            else:
                base.append((1 << n) - 1)
        boxes = []
        for n_moves in range(len(self.conjunctural) + 1):
            for moves in itertools.combinations(self.conjunctural, n_moves):
                box = _moved(base, moves, simple_term)
                if box is not None:
                    boxes.append(box)
        return boxes


def _moved(base: Sequence[int], moves: Sequence[tuple[tuple[int, int], ...]], simple_term: Term) -> Box | None:
    """Return the base with the conditions of some conjunctions at their expected levels; None where that is barred."""
    asked: dict[int, int] = {}
    for position, expected in itertools.chain.from_iterable(moves):
        asked[position] = asked.get(position, expected) & expected
    box = list(base)
    for position, expected in asked.items():
        # What the simple term names cannot move.
        bits = expected & base[position] if simple_term[position] != FREE else expected
        if not bits:
            return None
        box[position] = bits
    return tuple(box)
