"""Qualitative comparative analysis from calibrated cases to weighed solutions, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from statusquo.comparison.enhanced_analysis import Claims, Enhanced, enhance
from statusquo.comparison.evidence import (
    MOST_CONDITIONS_SEARCHED,
    PERMUTATIONS,
    SEARCHES,
    ModelEvidence,
    weigh_solution,
)
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.necessity import NecessityAnalysis, analyse_necessity
from statusquo.comparison.sets import CalibratedCases
from statusquo.comparison.solutions import Complexity, Solution, solve
from statusquo.comparison.truth_table import Cuts, TruthTable, build_truth_table
from statusquo.core.shown import Shown, frame_of

if TYPE_CHECKING:
    import polars as pl


COMPLEXITIES: tuple[Complexity, ...] = get_args(Complexity)


@dataclass(frozen=True, slots=True, repr=False)
class Configurations(Shown):
    """A whole analysis.

    Attributes:
        table: the truth table.
        solutions: every minimal model, by complexity.
        evidence: what each model says above chance, in the order of the models, by complexity.
        necessity: what is necessary for the outcome.
        enhanced: what an enhanced standard analysis bars; None in a standard one.
        warnings: what a reader must know before using the result.
    """

    table: TruthTable
    solutions: dict[Complexity, Solution]
    evidence: dict[Complexity, tuple[ModelEvidence, ...]]
    necessity: NecessityAnalysis
    enhanced: Enhanced | None
    warnings: tuple[str, ...]

    def in_short(self) -> str:
        """Return the outcome and how many cases and rows there are."""
        data, rows = self.table.data, self.table.rows
        return f"of {data.outcome_name}: {len(data.cases)} cases in {len(rows)} of {self.table.possible:,} rows"

    @property
    def frame(self) -> pl.DataFrame:
        """The truth table: the level of each condition, the outcome, consistency, PRI and the cases of each row."""
        names = [condition.name for condition in self.table.data.conditions]
        return frame_of(
            {"row": row.number, **dict(zip(names, row.levels, strict=True)), "outcome": row.outcome}
            | {"consistency": row.consistency, "pri": row.pri, "cases": list(row.cases)}
            for row in self.table.rows
        )

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form."""
        data, cuts = self.table.data, self.table.cuts
        return {
            "method": "qca",
            "outcome": data.outcome_name,
            "base_rate": float(data.outcome.mean()),
            "n_cases": len(data.cases),
            "conditions": [{"name": c.name, "kind": c.kind, "levels": c.levels} for c in data.conditions],
            "cuts": {"inclusion": cuts.inclusion, "exclusion": cuts.exclusion, "n": cuts.cases, "pri": cuts.pri},
            "truth_table": self.table.to_json(),
            "n_possible_rows": self.table.possible,
            "unassigned_cases": list(self.table.unassigned),
            "solutions": {
                name: {**solution.to_json(), "evidence": [item.to_json() for item in self.evidence[name]]}
                for name, solution in self.solutions.items()
            },
            "necessity": self.necessity.to_json(),
            "enhanced": self.enhanced.to_json() if self.enhanced else None,
            "warnings": list(self.warnings),
        }


def compare_configurations(
    data: CalibratedCases,
    *,
    cuts: Cuts | None = None,
    expect: Sequence[str] = (),
    claims: Claims | None = None,
    permutations: int = PERMUTATIONS,
    searches: int = SEARCHES,
) -> Configurations:
    """Return truth table, solutions, their evidence and what is necessary.

    Args:
        data: the calibrated cases.
        cuts: cut-offs of the truth table.
        expect: directional expectations, such as ``["A", "~B", "C*~D"]``.
        claims: those of an enhanced standard analysis, which bars untenable remainders; None for a standard one.
        permutations: shuffled outcomes for the test of each expression.
        searches: shuffled outcomes for the test of the search; left out with more than eight conditions.

    Raises:
        InputError: when an expectation or a claim cannot be read.
    """
    expectations = Expectations.parse(expect, data.conditions)
    table = build_truth_table(data, cuts)
    enhanced = None if claims is None else enhance(table, claims)
    table = enhanced.table if enhanced else table
    solutions = {name: solve(table, name, expectations) for name in COMPLEXITIES}
    is_searched = len(data.conditions) <= MOST_CONDITIONS_SEARCHED
    evidence = {
        name: weigh_solution(
            table, solution, expectations, permutations=permutations, searches=searches if is_searched else 0
        )
        for name, solution in solutions.items()
    }
    necessity, warnings = analyse_necessity(data), tuple(_warnings(table, solutions))
    return Configurations(table, solutions, evidence, necessity, enhanced, warnings)


def _warnings(table: TruthTable, solutions: dict[Complexity, Solution]) -> list[str]:
    found = []
    if table.unassigned:
        found.append(f"in no row, because a membership is exactly 0.5: {', '.join(table.unassigned)}")
    mixed = [row for row in table.rows if row.deviant and len(row.deviant) < len(row.cases)]
    if mixed:
        rows = "; ".join(f"row {row.number} ({', '.join(row.cases)})" for row in mixed)
        found.append(f"cases on both sides of the outcome share a row: {rows}")
    if len(table.data.cases) < 2 ** len(table.data.conditions):
        found.append(
            f"{len(table.data.cases)} cases for {table.possible} possible rows: "
            "most simplifications rest on rows without a case"
        )
    found += [
        f"the {name} solution is truncated: there are more minimal models"
        for name, s in solutions.items()
        if s.truncated
    ]
    return found
