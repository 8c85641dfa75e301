"""From covariates with gaps to a matrix that a regression can use, with nothing learned outside the training rows.

A missing value becomes the median of the training rows, and a column of its own says that it was missing, so that its
mean effect is modelled and nothing is carried over from another year. Columns are brought to mean zero and standard
deviation one over the training rows; a column that does not vary there is dropped, and so is the indicator that says
the same as an earlier one. Values beyond `WIDEST_SD` standard deviations are held there, so that no forecast rests on a
covariate far outside what the model has seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.risk.hazard import CONSTANT
from statusquo.risk.links import Floats, Integers
from statusquo.risk.scores import Mask

MISSING_PREFIX = "missing: "
WIDEST_SD = 5.0

_FEWEST_MISSING = 5


@dataclass(frozen=True, slots=True)
class RiskRows:
    """Dispute-years at risk of an event, in order of dispute and year.

    Attributes:
        names: of the covariates.
        values: one column per name, NaN where missing; known at the end of the year before.
        event: 1 where the event came, 0 where it did not, NaN where that is not known yet.
        disputes: UCDP's number of the dispute.
        parents: number of its parent state.
        years: the year of the outcome.
    """

    names: tuple[str, ...]
    values: Floats
    event: Floats
    disputes: Integers
    parents: Integers
    years: Integers

    def __len__(self) -> int:
        return len(self.event)

    def where(self, mask: Mask) -> RiskRows:
        """Return the rows that the mask keeps."""
        return RiskRows(
            self.names, self.values[mask], self.event[mask], self.disputes[mask], self.parents[mask], self.years[mask]
        )

    def only(self, names: Sequence[str]) -> RiskRows:
        """Return the rows with these covariates alone."""
        places = [self.names.index(name) for name in names]
        return RiskRows(tuple(names), self.values[:, places], self.event, self.disputes, self.parents, self.years)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How covariates become a matrix, as learned on some rows.

    Attributes:
        covariates: the covariates, in the order of the rows' columns.
        kept: places of those that vary.
        flagged: places of those whose missingness has a column.
        medians: that stand in for missing values, one per kept covariate.
        means: of all columns but the constant.
        sds: of the same.
    """

    covariates: tuple[str, ...]
    kept: Integers
    flagged: Integers
    medians: Floats
    means: Floats
    sds: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the matrix's columns."""
        return (
            CONSTANT,
            *(self.covariates[place] for place in self.kept),
            *(MISSING_PREFIX + self.covariates[place] for place in self.flagged),
        )

    def matrix(self, rows: RiskRows) -> Floats:
        """Return the rows as a matrix: constant, covariates, indicators of missing values."""
        if rows.names != self.covariates:
            raise ValueError(f"rows of {rows.names}, encoding of {self.covariates}")
        scaled = (_filled(rows.values, self.kept, self.flagged, self.medians) - self.means) / self.sds
        return np.column_stack([np.ones(len(rows)), np.clip(scaled, -WIDEST_SD, WIDEST_SD)])

    def unclipped(self, rows: RiskRows) -> Floats:
        """Return the scaled columns without the bound, to see how far outside the training rows a row lies."""
        scaled: Floats = (_filled(rows.values, self.kept, self.flagged, self.medians) - self.means) / self.sds
        return scaled


def learn_encoding(rows: RiskRows) -> Encoding:
    """Learn medians, means and spreads from training rows."""
    missing = np.isnan(rows.values)
    some = ~missing.all(axis=0)
    medians = np.full(len(rows.names), np.nan)
    medians[some] = np.nanmedian(rows.values[:, some], axis=0)
    spread = np.where(missing, medians, rows.values).std(axis=0)
    kept = np.flatnonzero(some & (np.nan_to_num(spread) > 1e-9))
    flagged, seen = [], set()
    for place in range(len(rows.names)):
        pattern = missing[:, place]
        few = min(pattern.sum(), (~pattern).sum()) < _FEWEST_MISSING
        if not few and pattern.tobytes() not in seen:
            seen.add(pattern.tobytes())
            flagged.append(place)
    flags = np.array(flagged, dtype=np.int64)
    filled = _filled(rows.values, kept, flags, medians[kept])
    return Encoding(rows.names, kept, flags, medians[kept], filled.mean(axis=0), filled.std(axis=0))


def _filled(values: Floats, kept: Integers, flagged: Integers, medians: Floats) -> Floats:
    own = values[:, kept]
    return np.column_stack([np.where(np.isnan(own), medians, own), np.isnan(values[:, flagged]).astype(float)])
