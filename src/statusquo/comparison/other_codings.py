"""The test set of the bundled cases: what a coder may decide otherwise, one decision at a time.

Beside the ends of cut-offs and anchors it holds the other reading of every contested cell that the comparison rests on,
and each cluster of dependent cases left out, since solutions of few cases hang on these more than on cut-offs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from statusquo.comparison.admission import CLUSTERS
from statusquo.comparison.analysis import Analysis, Change
from statusquo.comparison.case_conditions import CONDITIONS
from statusquo.comparison.coded_comparison import CodedCases, compare_coded, contested_readings
from statusquo.comparison.measured_cases import MeasuredCases
from statusquo.comparison.protocol import ends_of_the_sweep
from statusquo.comparison.robust_core import TestSolution, solutions_of


def coded_test_set(analysis: Analysis, coded: CodedCases, left_out: Mapping[str, str]) -> list[Change | TestSolution]:
    """Return the test set of an analysis of the bundled cases.

    Args:
        analysis: the analysis.
        coded: the bundled cases.
        left_out: the cases it leaves out, with the reason.
    """
    ranges = {name: CONDITIONS[name].ranges or () for name in analysis.cases.anchors}
    return [
        *ends_of_the_sweep(analysis, ranges),
        *_other_readings(analysis, coded, left_out),
        *_without_clusters(analysis, coded),
    ]


def _other_readings(analysis: Analysis, coded: CodedCases, left_out: Mapping[str, str]) -> Iterator[TestSolution]:
    data = analysis.cases.data
    names = [condition.name for condition in data.conditions]
    for case, field in contested_readings(coded, names, data.outcome_name):
        row = coded.main[case]
        if case in left_out or row[field] is None:
            continue
        rows = {**coded.main, case: {**row, field: coded.alternative[case][field]}}
        found = compare_coded(names, data.outcome_name, rows=rows, left_out=left_out)
        yield from _solved(analysis, found.measured, f"{field} of {case}")


def _without_clusters(analysis: Analysis, coded: CodedCases) -> Iterator[TestSolution]:
    for cluster in CLUSTERS:
        members: Sequence[str] = [case for case, name in coded.clusters.items() if name == cluster]
        yield from _solved(analysis, analysis.cases.without(members), f"without the {cluster} cases")


def _solved(analysis: Analysis, cases: MeasuredCases, choices: str) -> Iterator[TestSolution]:
    """Yield the solutions of other cases, with the membership of the analysis's own."""
    other = replace(analysis, cases=cases)
    data, found = other.minimised(Change())
    same = data.cases == analysis.cases.data.cases
    yield from solutions_of(choices, data if same else analysis.cases.data, found)
