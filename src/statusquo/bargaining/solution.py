"""A solved game: values, policies, and the certificate that they are an equilibrium.

Arrays are indexed ``[control, balance, quiet, shock]``. Values are in units of the prize, chances are per month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from statusquo.bargaining.model import OFFER_KINDS, Grid, OfferKind, Parameters, State
from statusquo.core.draws import Floats

KIND = 1_000
"""What the kind of an offer is multiplied by in its code."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far the reported strategies can be from an equilibrium.

    Attributes:
        gain: the largest gain of either side, in any state, from departing once from its strategy (prize), an upper
            bound that includes the error of the values.
        total_gain: bound on the gain from any departure whatever, once or for ever (prize): `gain` over one minus the
            monthly discount.
        value_error: bound on the distance of the reported values from the true values of the strategies (prize).
        disagreement: largest difference between the values reached from different terminal values (prize).
        n_terminals: number of terminal values started from.
        n_sweeps: sweeps over the grid, one number for each terminal value.
    """

    gain: float
    total_gain: float
    value_error: float
    disagreement: float
    n_terminals: int
    n_sweeps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the solved game says of one state and the coming month; chances and values as in `Solution`.

    `offer_share` is what the holder offers on average in a round of talks, `offer_kind` the likeliest kind of offer.
    """

    value_holder: float
    value_revisionist: float
    chance_of_winning: float
    offer_kind: OfferKind
    offer_share: float
    chance_war_by_revisionist: float
    chance_war_by_holder: float
    chance_transfer: float
    chance_settlement: float

    @property
    def chance_war(self) -> float:
        """Probability of war in the month, whoever starts it."""
        return self.chance_war_by_revisionist + self.chance_war_by_holder


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A solved game.

    Attributes:
        parameters: the parameters.
        grid: the grid.
        certificate: how exact it is.
        value_holder: expected discounted payoff of the holder at the start of a month (prize).
        value_revisionist: the same of the revisionist (prize).
        chance_of_winning: the revisionist's probability of winning a war, ``[control, balance, shock]``.
        offer_code: the holder's offers in a round of talks in the order of its rising private cost,
            ``[control, balance, quiet, shock, piece]``: 1,000 times the kind (0 none, 1 transfer, 2 settlement) plus
            the cell of control that the offer leads to.
        offer_weight: the probability of each.
        chance_war_by_revisionist: probability that the revisionist starts a war this month.
        chance_war_by_holder: probability that the holder does.
        chance_transfer: probability that a transfer of land goes through that leaves the dispute open.
        chance_settlement: probability that a settlement is reached that holds.
        chance_agreed: the last two by the offer that leads to them, ``[..., piece, 2]``.
    """

    parameters: Parameters
    grid: Grid
    certificate: Certificate
    value_holder: Floats
    value_revisionist: Floats
    chance_of_winning: Floats
    offer_code: npt.NDArray[np.int32]
    offer_weight: Floats
    chance_war_by_revisionist: Floats
    chance_war_by_holder: Floats
    chance_transfer: Floats
    chance_settlement: Floats
    chance_agreed: Floats

    def cell(self, state: State) -> tuple[int, int, int, int]:
        """Return the index of the grid cell nearest to a state.

        Raises:
            ParameterError: when the state has no place on the grid, such as a control above 1.
            UnknownNameError: when the shock state is not one of the game's.
        """
        return (
            self.grid.control_cell(state.control),
            self.grid.balance_cell(state.balance),
            self.grid.quiet_cell(state.quiet_months),
            self.parameters.shock_index(state.shock),
        )

    def at(self, state: State) -> Outlook:
        """Return values, offer and monthly chances at the grid cell nearest to a state."""
        control, balance, _, shock = cell = self.cell(state)
        return Outlook(
            value_holder=float(self.value_holder[cell]),
            value_revisionist=float(self.value_revisionist[cell]),
            chance_of_winning=float(self.chance_of_winning[control, balance, shock]),
            offer_kind=OFFER_KINDS[self._likeliest_kind(cell)],
            offer_share=float(self.expected_offer()[cell]),
            chance_war_by_revisionist=float(self.chance_war_by_revisionist[cell]),
            chance_war_by_holder=float(self.chance_war_by_holder[cell]),
            chance_transfer=float(self.chance_transfer[cell]),
            chance_settlement=float(self.chance_settlement[cell]),
        )

    def expected_offer(self) -> Floats:
        """Return the share of the territory that the holder offers on average in a round of talks."""
        cells = np.arange(self.grid.n_control)[:, None, None, None, None] - self.offer_code % KIND
        share: Floats = (self.offer_weight * cells).sum(axis=-1) / (self.grid.n_control - 1)
        return share

    def _likeliest_kind(self, cell: tuple[int, int, int, int]) -> int:
        kinds = np.bincount(self.offer_code[cell] // KIND, weights=self.offer_weight[cell], minlength=3)
        return int(kinds.argmax())
