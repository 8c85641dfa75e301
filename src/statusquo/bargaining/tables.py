"""Turns parameters and grid into the tables of numbers that the compiled loops read.

Symbols and equations are those of ``docs/methods/bargaining.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from statusquo.bargaining.model import Grid, Parameters
from statusquo.core.draws import Floats
from statusquo.core.errors import ParameterError, Problem

Cells = npt.NDArray[np.int64]

NARROWEST = 1e-12
"""Width that stands for a cost known for certain (share of the prize)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The numbers of one game on one grid.

    Attributes:
        share: the holder's share in each cell of control.
        balance: the log balance of each cell.
        winning: the revisionist's chance of winning, ``[shock, balance, control]``.
        stopped: chance that the veto power stops a war, ``[shock]``.
        lost_cell: cell of control after a limited war that the holder loses, ``[control]``.
        won_cell: the same where it wins.
        moves: chances that the balance moves a cell up and down in a month.
        shock_chances: monthly transition probabilities, ``[shock, shock]``.
        rules: the numbers of the moves, ``[quiet, shock, number]``, in the order of `move_kernels.Rule`.
        discount: the monthly discount factor.
        decisive: chance that a war not stopped ends the dispute.
        is_smooth: whether every decision has a private cost, so that no chance jumps from 0 to 1.
    """

    share: Floats
    balance: Floats
    winning: Floats
    stopped: Floats
    lost_cell: Cells
    won_cell: Cells
    moves: tuple[float, float]
    shock_chances: Floats
    rules: Floats
    discount: float
    decisive: float
    is_smooth: bool

    def numbers(self) -> tuple[object, ...]:
        """Return what `kernels.sweep` unpacks, in its order."""
        return (
            self.share,
            self.winning,
            self.stopped,
            self.lost_cell,
            self.won_cell,
            self.moves,
            self.shock_chances,
            self.discount,
            self.decisive,
        )


def tables_of(parameters: Parameters, grid: Grid) -> Tables:
    """Return the tables of a game.

    Raises:
        ParameterError: when the balance drifts or varies by more than a cell a month.
    """
    share = np.linspace(0.0, 1.0, grid.n_control)
    balance = grid.balance_low + grid.balance_width * np.arange(grid.n_balance)
    shift = np.array([shock.balance_shift for shock in parameters.shocks])
    log_odds = (
        parameters.contest_slope * (balance[None, :, None] + shift[:, None, None] - parameters.defender_advantage)
        + parameters.control_power * (1.0 - share)[None, None, :]
    )
    cells = np.arange(grid.n_control)
    step = max(1, round(parameters.war_step * (grid.n_control - 1)))
    factor = np.array([shock.veto_factor for shock in parameters.shocks])
    return Tables(
        share=share,
        balance=np.asarray(balance, dtype=np.float64),
        winning=1.0 / (1.0 + np.exp(-log_odds)),
        stopped=parameters.veto_strength * (1.0 - parameters.cross_pressure) * factor,
        lost_cell=np.maximum(cells - step, 0),
        won_cell=np.minimum(cells + step, grid.n_control - 1),
        moves=balance_moves(parameters, grid),
        shock_chances=np.array(parameters.shock_chances, dtype=float),
        rules=_rules(parameters, grid),
        discount=parameters.monthly_discount,
        decisive=parameters.decisive,
        is_smooth=_is_smooth(parameters),
    )


def _is_smooth(parameters: Parameters) -> bool:
    return (
        parameters.revisionist_cost_high > parameters.revisionist_cost_low
        and parameters.holder_cost_high > parameters.holder_cost_low
        and parameters.acceptance_cost_high > 0.0
        and parameters.concession_cost_high > 0.0
    )


def balance_moves(parameters: Parameters, grid: Grid) -> tuple[float, float]:
    """Return the chances that the balance moves a cell up and down in a month.

    They have the stated mean and, as far as a cell's width allows, the stated variance (docs, "The balance").

    Raises:
        ParameterError: when more than a cell a month would be needed.
    """
    if grid.n_balance == 1:
        return 0.0, 0.0
    mean = parameters.balance_drift / grid.balance_width
    square = (parameters.balance_noise**2 + parameters.balance_drift**2) / grid.balance_width**2
    moving = max(square, abs(mean))
    if moving > 1.0:
        name = "balance_drift" if abs(mean) > 1.0 else "balance_noise"
        raise ParameterError(
            Problem(
                "moves the balance by more than a cell of the grid a month",
                field=name,
                found=f"{getattr(parameters, name):g}",
                allowed=f"drift and noise together within {grid.balance_width:g}, or a grid with wider cells",
            )
        )
    return (moving + mean) / 2.0, (moving - mean) / 2.0


def _rules(parameters: Parameters, grid: Grid) -> Floats:
    quiet = np.arange(grid.n_quiet)[:, None]
    kept = np.array([shock.habit_kept for shock in parameters.shocks])[None, :]
    habit = kept * (1.0 - np.exp(-quiet / parameters.habituation_months))
    harder = 1.0 + parameters.hardening * habit
    constant = np.ones_like(habit)
    columns: list[Floats] = []
    middles = []
    for side in ("holder", "revisionist"):
        low, high = getattr(parameters, f"{side}_cost_low"), getattr(parameters, f"{side}_cost_high")
        shift = np.array([getattr(shock, f"{side}_cost_shift") for shock in parameters.shocks])[None, :]
        width = max(high - low, NARROWEST) * constant
        ready = getattr(parameters, f"{side}_readiness") * constant
        columns += [low + shift + parameters.habituation * habit, width, 1.0 / width, ready]
        middles.append((low + high) / 2.0 + shift * constant)
    audience = np.maximum(parameters.acceptance_cost_high * harder, NARROWEST)
    # A certain cost of nothing must count as accepting at a tie: its narrow range lies below zero.
    least = np.where(audience > NARROWEST, 0.0, -NARROWEST)
    columns += [least, audience, 1.0 / audience, *middles]
    columns.append(np.maximum(parameters.concession_cost_high * harder, NARROWEST))
    columns += [
        value * constant
        for value in (
            parameters.peace_dividend,
            parameters.enforcement,
            parameters.veto_block,
            parameters.talks_chance,
            parameters.pressure_on_holder,
            parameters.pressure_on_revisionist,
            # A hair less than the stated share, so that a share that falls on a cell is that cell.
            parameters.pressed_share * (grid.n_control - 1) - 1e-9,
        )
    ]
    return np.ascontiguousarray(np.stack(columns, axis=-1))
