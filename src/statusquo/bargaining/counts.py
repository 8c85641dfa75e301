"""What an ensemble leaves behind: counts in fixed bins, and the quantiles that follow from them.

The bins are the game's own cells (a month; a cell of control), so nothing is lost by counting: a quantile here is the
quantile of the paths run, and its only error is that of the number of paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from statusquo.core.draws import Floats
from statusquo.core.errors import ParameterError, Problem

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class EnsembleResult:
    """Counts over paths, one row for each solution.

    Attributes:
        months: length of the paths (months).
        n_control: cells of control of the grid.
        n_paths: paths run, ``[solution]``.
        timing: paths by the month of their first war and of their settlement, ``[solution, 2, months + 1]``; the last
            column counts the paths without one.
        yearly: counts by year of the run, ``[solution, 6, years]``: wars started by the revisionist, by the holder,
            months that began with the dispute open, transfers of land that left it open, cells of control that passed
            by them, disputes ended by a decisive war.
        control: paths by cell of the holder's share at the start and at each year's end,
            ``[solution, years + 1, n_control]``.
    """

    months: int
    n_control: int
    n_paths: Counts
    timing: Counts
    yearly: Counts
    control: Counts

    @classmethod
    def empty(cls, n_solutions: int, months: int, n_control: int) -> EnsembleResult:
        """Return a result without paths."""
        years = months // 12
        return cls(
            months,
            n_control,
            np.zeros(n_solutions, np.int64),
            np.zeros((n_solutions, 2, months + 1), np.int64),
            np.zeros((n_solutions, 6, years), np.int64),
            np.zeros((n_solutions, years + 1, n_control), np.int64),
        )

    def arrays(self) -> tuple[Counts, Counts, Counts]:
        """Return the arrays that paths are counted in."""
        return self.timing, self.yearly, self.control

    @property
    def first_war(self) -> Counts:
        """Paths by the month of their first war, ``[solution, months + 1]``; the last column: none."""
        return self.timing[:, 0]

    @property
    def settlement(self) -> Counts:
        """Paths by the month of their settlement, ``[solution, months + 1]``; the last column: none."""
        return self.timing[:, 1]

    @property
    def wars_by_revisionist(self) -> Counts:
        """Wars that the revisionist started, ``[solution, years]``."""
        return self.yearly[:, 0]

    @property
    def wars_by_holder(self) -> Counts:
        """Wars that the holder started, ``[solution, years]``."""
        return self.yearly[:, 1]

    @property
    def at_risk(self) -> Counts:
        """Months that began with the dispute open, ``[solution, years]``."""
        return self.yearly[:, 2]

    @property
    def transfers(self) -> Counts:
        """Transfers of land that left the dispute open, ``[solution, years]``."""
        return self.yearly[:, 3]

    @property
    def transferred_cells(self) -> Counts:
        """Cells of control that passed by such transfers, ``[solution, years]``."""
        return self.yearly[:, 4]

    @property
    def dispute_months(self) -> int:
        """Months in which the dispute was open, over all paths."""
        return int(self.at_risk.sum())

    def merged(self, other: EnsembleResult) -> EnsembleResult:
        """Return the counts of both, for further paths of the same solutions; the order does not matter.

        Raises:
            ParameterError: when the two differ in solutions, months or cells.
        """
        if self.timing.shape != other.timing.shape or self.control.shape != other.control.shape:
            raise ParameterError(
                Problem(
                    "results of different ensembles cannot be merged",
                    found=f"shapes {self.control.shape} and {other.control.shape}",
                    allowed="the same solutions, months and cells of control",
                )
            )
        return EnsembleResult(
            self.months,
            self.n_control,
            self.n_paths + other.n_paths,
            *(mine + theirs for mine, theirs in zip(self.arrays(), other.arrays(), strict=True)),
        )

    def months_to_first_war(self, probabilities: Sequence[float]) -> list[float | None]:
        """Return quantiles of the months to the first war, over all solutions; None beyond the run's end."""
        bins = _quantile_bins(self.first_war.sum(axis=0), probabilities)
        return [None if month == self.months else float(month + 1) for month in bins]

    def control_quantiles(self, probabilities: Sequence[float]) -> Floats:
        """Return quantiles of the holder's share at the start and each year's end, ``[years + 1, probability]``."""
        cells = np.array([_quantile_bins(row, probabilities) for row in self.control.sum(axis=0)])
        shares: Floats = cells / (self.n_control - 1)
        return shares

    def yearly_war_risk(self) -> Floats:
        """Return each solution's wars per dispute-year at risk, ``[solution, years]``; NaN where none is at risk."""
        wars = self.wars_by_revisionist + self.wars_by_holder
        risk: Floats = np.full(wars.shape, np.nan)
        np.divide(12.0 * wars, self.at_risk, out=risk, where=self.at_risk > 0)
        return risk

    def war_by(self) -> Floats:
        """Return each solution's share of paths with a war by each year's end, ``[solution, years]``."""
        return self._share_by(self.first_war)

    def settlement_by(self) -> Floats:
        """Return each solution's share of paths settled by each year's end, ``[solution, years]``."""
        return self._share_by(self.settlement)

    def _share_by(self, timing: Counts) -> Floats:
        share: Floats = np.cumsum(timing[:, :-1], axis=1)[:, 11::12] / self.n_paths[:, None]
        return share


def _quantile_bins(counts: Counts, probabilities: Sequence[float]) -> list[int]:
    """Return for each probability the first bin by which at least that share of the counts has come."""
    outside = [p for p in probabilities if not 0.0 <= p <= 1.0]
    if outside:
        raise ParameterError(
            Problem("no probability", field="probabilities", found=repr(outside[0]), allowed="at least 0 and at most 1")
        )
    reached = np.cumsum(counts)
    wanted = [max(p * float(reached[-1]), 1.0) for p in probabilities]
    return [int(np.searchsorted(reached, count - 1e-9 * max(count, 1.0))) for count in wanted]
