"""Enhanced standard analysis: remainders that no simplification may use, because what they assume is untenable.

Schneider and Wagemann (2012, ch. 8; 2013) bar three kinds of assumption about remainders from the parsimonious and the
intermediate solution: that one goes with the outcome although it lacks what is claimed to be necessary for it; that one
goes with the outcome and, in the solution of its absence, with its absence too (contradictory simplifying assumptions);
and that one goes with anything although no case can be like that (impossible remainders). Rows that hold cases stay as
they are coded. Taking one contradiction out may let in another, so that both solutions are made again until none is
left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from statusquo.comparison.algebra import negation
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.primes import Box, box_of, complement, meet_boxes
from statusquo.comparison.sets import Condition, parse_model, render_model
from statusquo.comparison.solutions import minimise_table
from statusquo.comparison.truth_table import TruthTable, build_truth_table


@dataclass(frozen=True, slots=True)
class Claims:
    """What is claimed about remainders before the solution is made.

    Attributes:
        necessary: expressions claimed to be necessary for the outcome; remainders without one cannot go with it.
        untenable: expressions of remainders that are impossible, or of which nothing may be assumed.
        bar_contradictory: whether no remainder may be assumed to go with the outcome and with its absence.
    """

    necessary: tuple[str, ...] = ()
    untenable: tuple[str, ...] = ()
    bar_contradictory: bool = True


@dataclass(frozen=True, slots=True)
class Enhanced:
    """A truth table with its untenable remainders barred.

    Attributes:
        table: the truth table, from which solutions are made.
        against_necessity: expression of the remainders that lack something necessary.
        untenable: expression of those claimed to be untenable.
        contradictory: expression of those that the solutions of the outcome and of its absence had both used.
        n_excluded: how many remainders are barred.
        sufficient_for_both: rows with cases that are sufficient for the outcome and for its absence.
    """

    table: TruthTable
    against_necessity: str
    untenable: str
    contradictory: str
    n_excluded: int
    sufficient_for_both: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "against_necessity": self.against_necessity,
            "untenable": self.untenable,
            "contradictory": self.contradictory,
            "n_excluded": self.n_excluded,
            "sufficient_for_both": list(self.sufficient_for_both),
        }


def enhance(table: TruthTable, claims: Claims | None = None) -> Enhanced:
    """Return a truth table without untenable remainders.

    Args:
        table: the truth table of the outcome.
        claims: what is barred; by default contradictory assumptions alone.

    Raises:
        InputError: when an expression cannot be read.
    """
    claims = claims or Claims()
    conditions = table.data.conditions
    levels = tuple(condition.levels for condition in conditions)
    lacking = [term for text in claims.necessary for term in negation(parse_model(text, conditions), conditions)]
    barred = [term for text in claims.untenable for term in parse_model(text, conditions)]
    opposite = build_truth_table(table.data.negated(), table.cuts)
    observed = complement([box_of(row.levels, levels) for row in table.rows if row.outcome != "?"], levels)
    # What cannot be cannot go with the absence of the outcome either; what lacks something necessary can.
    impossible = tuple(meet_boxes([box_of(term, levels) for term in barred], observed))
    excluded = (*impossible, *meet_boxes([box_of(term, levels) for term in lacking], observed))
    contradictory: tuple[Box, ...] = ()
    while claims.bar_contradictory and (
        found := _contradictions(
            replace(table, excluded=(*excluded, *contradictory)),
            replace(opposite, excluded=(*impossible, *contradictory)),
            observed,
        )
    ):
        contradictory = (*contradictory, *found)
    is_sufficient = {row.number for row in opposite.rows if row.outcome == "1"}
    whole = (*excluded, *contradictory)
    return Enhanced(
        replace(table, excluded=whole),
        render_model(lacking, conditions),
        render_model(barred, conditions),
        render_boxes(contradictory, conditions),
        _n_rows(whole, levels),
        tuple(row.number for row in table.rows if row.outcome == "1" and row.number in is_sufficient),
    )


def _contradictions(table: TruthTable, opposite: TruthTable, observed: Sequence[Box]) -> list[Box]:
    """Return the remainders that a model of the outcome and a model of its absence both use."""
    levels = tuple(condition.levels for condition in table.data.conditions)
    used = []
    for side in (table, opposite):
        found = minimise_table(side, "parsimonious", Expectations.none(len(levels)))
        used.append([box_of(term, levels) for term in dict.fromkeys(t for model in found.models for t in model)])
    return meet_boxes(meet_boxes(used[0], used[1]), observed)


def render_boxes(boxes: Sequence[Box], conditions: Sequence[Condition]) -> str:
    """Return boxes as written in the field; several levels of a condition stand between brackets."""
    return " + ".join("*".join(_literals(box, conditions)) or "1" for box in boxes)


def _literals(box: Box, conditions: Sequence[Condition]) -> list[str]:
    found = []
    for bits, condition in zip(box, conditions, strict=True):
        inside = [level for level in range(condition.levels) if bits >> level & 1]
        if len(inside) == 1:
            found.append(condition.literal(inside[0]))
        elif len(inside) < condition.levels:
            found.append(f"{condition.name}[{','.join(map(str, inside))}]")
    return found


def _n_rows(boxes: Sequence[Box], levels: Sequence[int]) -> int:
    """Return how many rows lie in some box; the boxes of a complement do not overlap."""
    total = 0
    for box in complement(complement(boxes, levels), levels):
        size = 1
        for bits in box:
            size *= bits.bit_count()
        total += size
    return total
