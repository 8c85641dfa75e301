"""The robustness test protocol of Oana and Schneider (2024) in one call: sensitivity ranges, test set, robust core.

A test set that nobody names holds the ends of what the sweep draws from (`statusquo.comparison.robustness`), one choice
moved at a time: the cut-offs of consistency and of cases, and each anchor for which a range is stated. So the protocol
asks what single choices do, and the sweep what they do together. It says nothing of choices outside its test set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from statusquo.comparison.analysis import Analysis, Change
from statusquo.comparison.measured_cases import Anchors
from statusquo.comparison.robust_core import RobustCore, Test, robust_core
from statusquo.comparison.robustness import CASE_CUTS, INCLUSION_CUTS
from statusquo.comparison.sensitivity import SensitivityRange, sensitivity_ranges
from statusquo.comparison.solutions import Complexity
from statusquo.core.jsonable import Jsonable

Ranges = Mapping[str, tuple[tuple[float, float], ...]]
"""For each calibrated set the range within which each of its anchors may be set otherwise."""


@dataclass(frozen=True, slots=True)
class Protocol(Jsonable):
    """How robust one solution is.

    Attributes:
        complexity: the solution.
        ranges: the sensitivity range of every cut-off and anchor.
        core: its first model against the test set; None where it has no model.
    """

    complexity: Complexity
    ranges: tuple[SensitivityRange, ...]
    core: RobustCore | None


def assess(analysis: Analysis, tests: Sequence[Test] = ()) -> Protocol:
    """Return the sensitivity ranges of an analysis and its robust core.

    Args:
        analysis: the analysis.
        tests: the test set, such as ``incl=0.75 n=2`` or ``A*B + C``; by default the cut-offs at the ends of the sweep.

    Raises:
        InputError: when a test cannot be read.
    """
    core = robust_core(analysis, tests or tuple(ends_of_the_sweep(analysis)))
    return Protocol(analysis.complexity, sensitivity_ranges(analysis), core)


def ends_of_the_sweep(analysis: Analysis, ranges: Ranges | None = None) -> Iterator[Change]:
    """Yield the changes of one choice each to where the sweep's range of it ends.

    Args:
        analysis: the analysis.
        ranges: of each anchor, where they are stated.
    """
    for inclusion in INCLUSION_CUTS:
        if inclusion != analysis.cuts.inclusion:
            yield Change(cuts={"inclusion": inclusion})
    for cases in CASE_CUTS:
        if cases != analysis.cuts.cases:
            yield Change(cuts={"cases": cases})
    for name, bounds in (ranges or {}).items():
        for place, ends in enumerate(bounds):
            for end in ends:
                yield Change(anchors={name: _moved(analysis.cases.anchors[name], place, end)})


def _moved(anchors: Anchors, place: int, value: float) -> Anchors:
    return (*anchors[:place], value, *anchors[place + 1 :])
