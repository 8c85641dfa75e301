"""Cases of which some sets are calibrated from measured values, so that their anchors can be moved.

Three anchors (exclusion, crossover, inclusion) make a fuzzy set by the direct method, one threshold a crisp set
(`statusquo.comparison.calibration`). Sets without anchors stay as they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from statusquo.comparison.calibration import calibrate_crisp, calibrate_fuzzy
from statusquo.comparison.sets import CalibratedCases
from statusquo.core.draws import Floats

Anchors = tuple[float, ...]
"""Exclusion, crossover and inclusion of a fuzzy set, or the threshold of a crisp one."""


def calibrate(values: Floats, anchors: Anchors) -> Floats:
    """Return membership by one threshold or by three anchors."""
    if len(anchors) == 1:
        return calibrate_crisp(values, anchors[0])
    exclusion, crossover, inclusion = anchors
    return calibrate_fuzzy(values, exclusion=exclusion, crossover=crossover, inclusion=inclusion)


@dataclass(frozen=True)
class MeasuredCases:
    """Cases as sets, with the measured values behind those that anchors calibrate.

    Attributes:
        data: the cases at the anchors below.
        measured: the values of each calibrated set, by its name, in the order of the cases.
        anchors: the anchors of each.
    """

    data: CalibratedCases
    measured: Mapping[str, Floats]
    anchors: Mapping[str, Anchors]

    def without(self, left_out: Iterable[str]) -> MeasuredCases:
        """Return the same without some cases."""
        gone = set(left_out)
        kept = np.array([name not in gone for name in self.data.cases], bool)
        measured = {name: values[kept] for name, values in self.measured.items()}
        return MeasuredCases(self.data.without(gone), measured, self.anchors)

    def at(self, anchors: Mapping[str, Anchors]) -> CalibratedCases:
        """Return the cases with some sets calibrated by other anchors.

        Raises:
            InputError: when anchors neither rise nor fall.
        """
        if not anchors:
            return self.data
        values, outcome = self.data.values.copy(), self.data.outcome
        places = {condition.name: place for place, condition in enumerate(self.data.conditions)}
        is_absence = self.data.outcome_name.startswith("~")
        for name, chosen in anchors.items():
            membership = calibrate(self.measured[name], chosen)
            if name in places:
                values[:, places[name]] = membership
            else:
                outcome = 1 - membership if is_absence else membership
        return replace(self.data, values=np.asarray(values), outcome=outcome)
