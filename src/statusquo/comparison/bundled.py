"""Configurations of the bundled cases, with everything an honest reading needs beside them.

The headline analysis leaves out the case that produced the explanation and values that rest on general knowledge or on
copies of an encyclopedia alone.
Beside it stand the same analysis without each cluster of dependent cases, a sweep over the choices a coder has, and the
test of the structural conjunction. The cases are prominent and mostly violent: no share among them is a base rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from statusquo.comparison.admission import CLUSTERS, THEORY_CASES, admit
from statusquo.comparison.analysis import Analysis, Change
from statusquo.comparison.case_conditions import CONDITIONS, HEADLINE, OUTCOMES
from statusquo.comparison.coded_comparison import compare_coded, read_coded_cases
from statusquo.comparison.configurations import COMPLEXITIES, Configurations, compare_configurations
from statusquo.comparison.conjunction import TestedConjunction, structural_conjunction
from statusquo.comparison.contested_cells import ContestedCell, contested_cells
from statusquo.comparison.enhanced_analysis import Claims
from statusquo.comparison.evidence import PERMUTATIONS, SEARCHES
from statusquo.comparison.measured_cases import MeasuredCases
from statusquo.comparison.other_codings import coded_test_set
from statusquo.comparison.robust_core import TestSolution
from statusquo.comparison.robustness import Robustness, draws_of_coded_cases, sweep
from statusquo.comparison.solutions import Complexity
from statusquo.comparison.truth_table import Cuts
from statusquo.core.errors import UnknownNameError
from statusquo.core.shown import Shown

if TYPE_CHECKING:
    import polars as pl


DEFAULT_OUTCOME = "SEPARATED"
DRAWS = 500
"""Analyses of the sweep, for each complexity."""

LIMITS = (
    "These are known, mostly violent or prominent cases, chosen for being known: no share among them is a base rate.",
    "Cases from one dissolution, or with one patron, are not independent; shuffling takes them as if they were.",
    "A configuration says what goes together in these cases, not what would have happened without a part of it.",
    "The p-value of the search counts the search through configurations and not the choice of conditions, anchors and "
    "cut-offs that came before it: with that counted, chance does better than it says.",
)


@dataclass(frozen=True, slots=True, repr=False)
class BundledComparison(Shown):
    """Configurations of the bundled cases and what stands beside them.

    Attributes:
        main: the headline analysis.
        left_out: cases it leaves out, with the reason.
        without_clusters: models of the same analysis without each cluster, by cluster and complexity.
        robustness: the sweep of each complexity; empty where none was asked for.
        conjunction: the test of the structural conjunction, with sourced values only.
        conjunction_unsourced: the same with values that rest on general knowledge or mirrors too.
        expect: the directional expectations it was made with.
        cases: the cases of the headline with their measured values, for other anchors.
    """

    main: Configurations
    left_out: Mapping[str, str]
    without_clusters: Mapping[str, Mapping[Complexity, tuple[tuple[str, ...], ...]]]
    robustness: tuple[Robustness, ...]
    conjunction: TestedConjunction
    conjunction_unsourced: TestedConjunction
    expect: tuple[str, ...]
    cases: MeasuredCases

    def in_short(self) -> str:
        """Return the outcome and how many cases and rows there are."""
        return self.main.in_short()

    @property
    def frame(self) -> pl.DataFrame:
        """The truth table of the headline analysis."""
        return self.main.frame

    @property
    def clusters(self) -> dict[str, str]:
        """The dissolution that each case of the headline belongs to; those of none are one cluster."""
        return {case: read_coded_cases().clusters[case] or "of no cluster" for case in self.cases.data.cases}

    def test_set(self, analysis: Analysis) -> list[Change | TestSolution]:
        """Return what a coder may decide otherwise in an analysis of these cases, one decision at a time."""
        return coded_test_set(analysis, read_coded_cases(), self.left_out)

    @property
    def contested(self) -> tuple[ContestedCell, ...]:
        """The cells of the headline that are measured otherwise than they are coded."""
        data = self.main.table.data
        fields = {field for condition in data.conditions for field in CONDITIONS[condition.name].fields}
        return contested_cells(data.cases, fields)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form, with the further parts beside it."""
        document = self.main.to_json()
        names = [condition.name for condition in self.main.table.data.conditions]
        document["meanings"] = {name: CONDITIONS[name].meaning for name in names} | {
            name: outcome.meaning for name, outcome in OUTCOMES.items()
        }
        document["left_out"] = dict(self.left_out)
        document["without_clusters"] = {
            cluster: {name: [list(model) for model in models] for name, models in found.items()}
            for cluster, found in self.without_clusters.items()
        }
        document["robustness"] = [item.to_json() for item in self.robustness]
        document["conjunction"] = {
            "sourced_only": self.conjunction.to_json(),
            "with_unsourced": self.conjunction_unsourced.to_json(),
        }
        document["contested"] = [cell.to_json() for cell in self.contested]
        document["warnings"] = [*document["warnings"], *LIMITS]
        return document


def compare_bundled(
    *,
    outcome: str | None = None,
    conditions: Sequence[str] | None = None,
    cuts: Cuts | None = None,
    expect: Sequence[str] | None = None,
    claims: Claims | None = None,
    leave_out: Sequence[str] = (),
    permutations: int = PERMUTATIONS,
    searches: int = SEARCHES,
    draws: int = DRAWS,
    progress: Callable[[], object] = lambda: None,
) -> BundledComparison:
    """Return the configurations of the bundled cases.

    Args:
        outcome: one of `case_conditions.OUTCOMES`, with ``~`` for its absence; `SEPARATED` by default.
        conditions: at most five of `case_conditions.CONDITIONS`; those of the headline by default.
        cuts: cut-offs of the truth table.
        expect: directional expectations; those declared with the conditions by default.
        claims: those of an enhanced standard analysis; None for a standard one.
        leave_out: further cases, or clusters, to leave out.
        permutations: shuffled outcomes for the test of each expression.
        searches: shuffled outcomes for the test of the search.
        draws: analyses of the sweep for each complexity; 0 to leave it out.
        progress: called after each analysis of the sweep.

    Raises:
        InputError: when a name is unknown or a condition is refused.
    """
    chosen = admit(HEADLINE if conditions is None else conditions)
    explained = outcome or DEFAULT_OUTCOME
    gone = {**THEORY_CASES, **_asked(leave_out)}
    compared = compare_coded(chosen, explained, left_out=gone)
    expected = tuple(compared.expect if expect is None else expect)
    main = compare_configurations(
        compared.data, cuts=cuts, expect=expected, claims=claims, permutations=permutations, searches=searches
    )
    without = {}
    for cluster in CLUSTERS:
        fewer = compared.data.without(_members(cluster))
        found = compare_configurations(fewer, cuts=cuts, expect=expected, claims=claims, permutations=0, searches=0)
        without[cluster] = {name: tuple(m.terms for m in s.models) for name, s in found.solutions.items()}
    draw = draws_of_coded_cases(read_coded_cases(), chosen, explained)
    robustness = tuple(
        sweep(
            draw,
            [term for model in main.solutions[name].models for term in model.terms],
            complexity=name,
            draws=draws,
            progress=progress,
        )
        for name in COMPLEXITIES
        if draws
    )
    return BundledComparison(
        main,
        compared.left_out,
        without,
        robustness,
        structural_conjunction(permutations=permutations),
        structural_conjunction(permutations=permutations, sourced_only=False),
        expected,
        compared.measured,
    )


def _members(cluster: str) -> list[str]:
    return [case for case, name in read_coded_cases().clusters.items() if name == cluster]


def _asked(names: Sequence[str]) -> dict[str, str]:
    """Return the cases of `names`, in which a cluster stands for its cases."""
    found: dict[str, str] = {}
    known = read_coded_cases().main
    for name in names:
        if name in CLUSTERS:
            found |= dict.fromkeys(_members(name), f"of the {name} cluster, left out as asked")
        elif name in known:
            found[name] = "left out as asked"
        else:
            raise UnknownNameError("case or cluster", name, [*CLUSTERS, *known], hint="in leave_out")
    return found
