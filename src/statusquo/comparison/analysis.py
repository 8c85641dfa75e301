"""One analysis as choices that could have been made otherwise: cut-offs and calibration anchors.

What is asked of the choices is always the same, which models follow from them, so that sensitivity ranges and test
sets vary them here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from statusquo.comparison.enhanced_analysis import Claims, enhance
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.measured_cases import Anchors, MeasuredCases
from statusquo.comparison.sets import CalibratedCases, render_model
from statusquo.comparison.solutions import Complexity, Minimised, minimise_table
from statusquo.comparison.truth_table import Cuts, TruthTable, build_truth_table
from statusquo.core.errors import InputError, Problem, UnknownNameError

_CUTS = {"incl": "inclusion", "n": "cases", "pri": "pri", "excl": "exclusion"}
"""What the cut-offs are called where a change is written."""


@dataclass(frozen=True, slots=True)
class Change:
    """Other choices than those of the analysis.

    Attributes:
        cuts: other cut-offs, by their name in `Cuts`.
        anchors: other anchors, by the name of the set.
    """

    cuts: Mapping[str, float | int] = field(default_factory=dict)
    anchors: Mapping[str, Anchors] = field(default_factory=dict)

    def __str__(self) -> str:
        short = {name: text for text, name in _CUTS.items()}
        parts = [f"{short[name]}={value:g}" for name, value in self.cuts.items()]
        parts += [f"{name}={','.join(f'{value:g}' for value in chosen)}" for name, chosen in self.anchors.items()]
        return " ".join(parts)


@dataclass(frozen=True)
class Analysis:
    """The choices of one analysis.

    Attributes:
        cases: the cases, with the anchors of those sets that are calibrated here.
        complexity: the solution followed.
        cuts: the cut-offs.
        expect: directional expectations, for the intermediate solution.
        claims: those of an enhanced standard analysis; None for a standard one.
    """

    cases: MeasuredCases
    complexity: Complexity = "parsimonious"
    cuts: Cuts = field(default_factory=Cuts)
    expect: tuple[str, ...] = ()
    claims: Claims | None = None

    @cached_property
    def expectations(self) -> Expectations:
        """The directional expectations."""
        return Expectations.parse(self.expect, self.cases.data.conditions)

    @cached_property
    def initial(self) -> Minimised:
        """The models of the analysis as it stands."""
        return self.minimised(Change())[1]

    @cached_property
    def as_it_stands(self) -> frozenset[str]:
        """The models of the analysis as it stands, as written."""
        return _written(self.cases.data, self.initial)

    def minimised(self, change: Change) -> tuple[CalibratedCases, Minimised]:
        """Return the cases and the models under other choices.

        Raises:
            InputError: when a cut-off lies outside its range, or anchors neither rise nor fall.
        """
        table = self._table(change)
        if self.claims is not None:
            table = enhance(table, self.claims).table
        return table.data, minimise_table(table, self.complexity, self.expectations)

    def written(self, change: Change) -> frozenset[str]:
        """Return the models under other choices as written; two sets of choices agree when these do."""
        return _written(*self.minimised(change))

    def _table(self, change: Change) -> TruthTable:
        cuts = self.cuts
        if change.cuts:
            moved = dict(change.cuts)
            inclusion = float(moved.get("inclusion", cuts.inclusion))
            if cuts.exclusion is not None and "exclusion" not in moved:
                # The zone of contradiction shrinks to nothing before the cut-offs change places.
                moved["exclusion"] = min(cuts.exclusion, inclusion)
            cuts = replace(cuts, **moved)  # type: ignore[arg-type]
        return build_truth_table(self.cases.at(change.anchors), cuts)

    def read_change(self, text: str) -> Change:
        """Return a change written as ``incl=0.75 n=2 DEV=400,500,900``.

        Raises:
            InputError: when it cannot be read.
        """
        cuts: dict[str, float | int] = {}
        anchors: dict[str, Anchors] = {}
        for part in re.split(r"\s+", text.strip()):
            name, equals, written = part.partition("=")
            numbers = read_anchors(written) if equals else None
            if numbers is None:
                allowed = "such as incl=0.75 n=2 DEV=400,500,900"
                raise InputError(Problem("a change cannot be read", field="test", found=repr(part), allowed=allowed))
            if name in _CUTS and len(numbers) == 1:
                cuts[_CUTS[name]] = int(numbers[0]) if name == "n" else numbers[0]
            elif name not in self.cases.anchors:
                raise UnknownNameError("cut-off or calibrated set", name, [*_CUTS, *self.cases.anchors], hint=text)
            elif len(numbers) != len(self.cases.anchors[name]):
                n = len(self.cases.anchors[name])
                raise InputError(Problem("the number of anchors", field=name, found=written, allowed=f"{n}"))
            else:
                anchors[name] = numbers
        return Change(cuts, anchors)


def _written(data: CalibratedCases, found: Minimised) -> frozenset[str]:
    return frozenset(render_model(model, data.conditions) for model in found.models)


def read_anchors(text: str) -> Anchors | None:
    """Return numbers between commas, None where one is no number."""
    try:
        return tuple(float(number) for number in text.split(","))
    except ValueError:
        return None
