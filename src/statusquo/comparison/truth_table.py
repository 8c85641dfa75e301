"""The truth table: every combination of conditions that a case is in, and whether it goes with the outcome.

A case belongs to the one row in which its membership exceeds 0.5. A case that sits on 0.5 in some condition belongs to
none, and is named. A row's consistency is taken over all cases with their degrees of membership (Ragin 2008, ch. 7).
Only rows that hold cases are built; the others are remainders and are never listed, so that the number of conditions
costs nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.fit import IN, sufficiency
from statusquo.comparison.primes import Box
from statusquo.comparison.sets import CalibratedCases, Term
from statusquo.core.errors import InputError, Problem

RowOutcome = Literal["1", "0", "C", "?"]
"""Sufficient; not sufficient; contradictory (between the two cut-offs); too few cases, so a remainder."""

_TOLERANCE = 1e-9
"""A consistency that equals the cut-off but for rounding reaches it."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cut-offs of a truth table.

    Attributes:
        inclusion: consistency from which a row is sufficient.
        exclusion: consistency from which a row below `inclusion` is contradictory; None when there is no such zone.
        cases: fewest cases a row needs; with fewer it is a remainder.
        pri: PRI from which a row is sufficient.
    """

    inclusion: float = 0.8
    exclusion: float | None = None
    cases: int = 1
    pri: float = 0.0

    def __post_init__(self) -> None:
        for name, number in (("incl_cut", self.inclusion), ("pri_cut", self.pri), ("excl_cut", self.exclusion)):
            if number is not None and not 0 <= number <= 1:
                raise InputError(Problem("a cut-off outside 0 to 1", field=name, found=str(number), allowed="0 to 1"))
        if self.exclusion is not None and self.exclusion > self.inclusion:
            raise InputError(
                Problem(
                    "the lower cut-off lies above the upper one",
                    field="excl_cut",
                    found=str(self.exclusion),
                    allowed=f"at most {self.inclusion}",
                )
            )
        if self.cases < 1:
            raise InputError(
                Problem("a row needs at least one case", field="n_cut", found=str(self.cases), allowed="1 or more")
            )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the truth table.

    Attributes:
        number: its place among all possible rows, counted from 1, the first condition changing slowest.
        levels: the level of every condition.
        outcome: what it says about the outcome.
        consistency: share of the membership in the row that lies within the outcome.
        pri: proportional reduction in inconsistency.
        cases: the cases in it.
        deviant: those of them on the other side of the outcome than the row is coded; with both sides in a row the
            row is contradictory in kind, whatever its consistency.
    """

    number: int
    levels: Term
    outcome: RowOutcome
    consistency: float
    pri: float
    cases: tuple[str, ...]
    deviant: tuple[str, ...]

    def to_json(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "row": self.number,
            "conditions": dict(zip(names, self.levels, strict=True)),
            "outcome": self.outcome,
            "n": len(self.cases),
            "consistency": self.consistency,
            "pri": self.pri,
            "cases": list(self.cases),
            "deviant_cases": list(self.deviant),
        }


@dataclass(frozen=True, slots=True)
class TruthTable:
    """The rows that hold cases, in order, with the cut-offs they were coded by.

    Attributes:
        data: the cases compared.
        cuts: the cut-offs.
        rows: the rows, by number.
        unassigned: cases that sit on 0.5 in some condition, so that they belong to no row.
        excluded: remainders that no simplification may use, as boxes; rows that hold cases are not meant
            (`statusquo.comparison.enhanced_analysis`).
    """

    data: CalibratedCases
    cuts: Cuts
    rows: tuple[Row, ...]
    unassigned: tuple[str, ...]
    excluded: tuple[Box, ...] = ()

    def levels(self, *outcomes: RowOutcome) -> tuple[Term, ...]:
        """Return the levels of the rows coded with one of these outcomes."""
        return tuple(row.levels for row in self.rows if row.outcome in outcomes)

    @property
    def possible(self) -> int:
        """How many rows there could be."""
        return int(np.prod([condition.levels for condition in self.data.conditions], dtype=object))

    def to_json(self) -> list[dict[str, Any]]:
        """Return the rows as plain JSON values."""
        names = tuple(condition.name for condition in self.data.conditions)
        return [row.to_json(names) for row in self.rows]


def build_truth_table(data: CalibratedCases, cuts: Cuts | None = None) -> TruthTable:
    """Return the truth table of calibrated cases.

    Args:
        data: cases, conditions and outcome.
        cuts: the cut-offs; by default a row is sufficient from a consistency of 0.8 and needs one case.
    """
    cuts = cuts or Cuts()
    assigned, is_assigned = _assign(data)
    members: dict[Term, list[int]] = {}
    for i in np.flatnonzero(is_assigned):
        members.setdefault(tuple(assigned[i].tolist()), []).append(int(i))
    levels = [condition.levels for condition in data.conditions]
    rows = []
    for corner, inside in members.items():
        fit = sufficiency(data.term_membership(corner), data.outcome)
        consistency, pri = fit.consistency or 0.0, fit.pri or 0.0
        outcome = _code(consistency, pri, len(inside), cuts)
        off_side = [i for i in inside if (data.outcome[i] > IN) != (outcome == "1")]
        rows.append(
            Row(
                number=_number(corner, levels),
                levels=corner,
                outcome=outcome,
                consistency=consistency,
                pri=pri,
                cases=tuple(data.cases[i] for i in inside),
                deviant=tuple(data.cases[i] for i in off_side),
            )
        )
    rows.sort(key=lambda row: row.number)
    return TruthTable(data, cuts, tuple(rows), tuple(np.array(data.cases)[~is_assigned].tolist()))


def _assign(data: CalibratedCases) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return each case's level on every condition, and whether it belongs to a row at all."""
    is_multi = np.array([condition.kind == "multi-value" for condition in data.conditions])
    levels = np.where(is_multi, data.values, data.values > IN).astype(np.int64)
    return levels, ~((data.values == IN) & ~is_multi).any(axis=1)


def _code(consistency: float, pri: float, n: int, cuts: Cuts) -> RowOutcome:
    if n < cuts.cases:
        return "?"
    if consistency >= cuts.inclusion - _TOLERANCE and pri >= cuts.pri - _TOLERANCE:
        return "1"
    if cuts.exclusion is not None and consistency >= cuts.exclusion - _TOLERANCE:
        return "C"
    return "0"


def _number(corner: Term, levels: list[int]) -> int:
    place = 0
    for level, n in zip(corner, levels, strict=True):
        place = place * n + level
    return place + 1
