"""The bargaining game as data: its parameters, its grid, one state of it, and what may be offered.

The rules, their order and every symbol stand in ``docs/methods/bargaining.md``. All values are in units of the prize:
holding the whole territory for ever is worth 1 to either side. A period is one month. Nothing here computes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from statusquo.bargaining.ranges import RANGE_OF, ParameterRange
from statusquo.core.errors import ParameterError, Problem, UnknownNameError

OfferKind = Literal["none", "transfer", "settlement"]
"""No offer; a transfer of land that binds no one later; a settlement that ends the dispute."""

OFFER_KINDS: tuple[OfferKind, ...] = ("none", "transfer", "settlement")
"""The kinds by the number that stands for each in the arrays of a solution."""

HIGHEST_SHIFT = 10.0
"""Bound of the shifts of a shock state: log balance, or prize."""

CONTROL_CELLS, BALANCE_CELLS, QUIET_CELLS = (2, 501), (1, 1_000), (1, 1_200)
"""Fewest and most cells of each axis of the grid."""


@dataclass(frozen=True, slots=True)
class ShockState:
    """What one state of the shock process changes while it lasts.

    Attributes:
        name: its name, such as ``calm`` or ``after the change of government``.
        balance_shift: added to the log balance when a war is fought (log balance).
        revisionist_cost_shift: added to both bounds of the revisionist's cost of starting a war (prize).
        holder_cost_shift: added to both bounds of the holder's cost of starting a war (prize).
        habit_kept: share of the habituation that still holds, 0 to 1.
        veto_factor: factor on the chance that the veto power stops a war, 0 to 1.
    """

    name: str
    balance_shift: float = 0.0
    revisionist_cost_shift: float = 0.0
    holder_cost_shift: float = 0.0
    habit_kept: float = 1.0
    veto_factor: float = 1.0


CALM = ShockState("calm")
SHAKEN = ShockState("shaken", habit_kept=0.0, revisionist_cost_shift=-0.05, holder_cost_shift=-0.05)


def _scalar(name: str) -> Any:
    return field(default=RANGE_OF[name].default)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every parameter of the game; units and ranges are in `statusquo.bargaining.ranges.RANGES`.

    Beyond the scalars: `shocks`, the states of the shock process (at least one), and `shock_chances`, the matrix of
    its monthly transition probabilities, row by row (each row sums to 1).

    Raises:
        ParameterError: when a value lies outside its range, naming each such parameter with what is allowed.
    """

    yearly_discount: float = _scalar("yearly_discount")
    contest_slope: float = _scalar("contest_slope")
    defender_advantage: float = _scalar("defender_advantage")
    control_power: float = _scalar("control_power")
    balance_drift: float = _scalar("balance_drift")
    balance_noise: float = _scalar("balance_noise")
    revisionist_cost_low: float = _scalar("revisionist_cost_low")
    revisionist_cost_high: float = _scalar("revisionist_cost_high")
    holder_cost_low: float = _scalar("holder_cost_low")
    holder_cost_high: float = _scalar("holder_cost_high")
    revisionist_readiness: float = _scalar("revisionist_readiness")
    holder_readiness: float = _scalar("holder_readiness")
    talks_chance: float = _scalar("talks_chance")
    acceptance_cost_high: float = _scalar("acceptance_cost_high")
    concession_cost_high: float = _scalar("concession_cost_high")
    habituation: float = _scalar("habituation")
    habituation_months: float = _scalar("habituation_months")
    hardening: float = _scalar("hardening")
    veto_strength: float = _scalar("veto_strength")
    cross_pressure: float = _scalar("cross_pressure")
    veto_block: float = _scalar("veto_block")
    decisive: float = _scalar("decisive")
    war_step: float = _scalar("war_step")
    peace_dividend: float = _scalar("peace_dividend")
    enforcement: float = _scalar("enforcement")
    pressure_on_holder: float = _scalar("pressure_on_holder")
    pressure_on_revisionist: float = _scalar("pressure_on_revisionist")
    pressed_share: float = _scalar("pressed_share")
    shocks: tuple[ShockState, ...] = (CALM, SHAKEN)
    shock_chances: tuple[tuple[float, ...], ...] = ((0.99, 0.01), (0.05, 0.95))

    def __post_init__(self) -> None:
        problems = [
            outside(name, getattr(self, name), allowed.text)
            for name, allowed in RANGE_OF.items()
            if not _is_number(getattr(self, name)) or not allowed.allows(getattr(self, name))
        ]
        problems += _wrong_shocks(self.shocks) + _wrong_chances(self.shock_chances, len(self.shocks))
        if not problems:
            problems = self._wrong_costs()
        if problems:
            raise ParameterError(problems)

    def _wrong_costs(self) -> list[Problem]:
        problems = []
        for side in ("revisionist", "holder"):
            low, high = getattr(self, f"{side}_cost_low"), getattr(self, f"{side}_cost_high")
            if low > high:
                problems.append(outside(f"{side}_cost_high", high, f"at least {side}_cost_low ({low:g})"))
            for shock in self.shocks:
                shift = getattr(shock, f"{side}_cost_shift")
                if low + shift < 0:
                    name = f"shocks[{shock.name}].{side}_cost_shift"
                    problems.append(outside(name, shift, f"at least {-low:g}, so that no cost of war is negative"))
        return problems

    @property
    def monthly_discount(self) -> float:
        """What next month weighs against this one."""
        return float(self.yearly_discount ** (1 / 12))

    def changed(self, **changes: Any) -> Parameters:
        """Return the parameters with some replaced, checked anew."""
        unknown = [name for name in changes if name not in {each.name for each in fields(self)}]
        if unknown:
            raise UnknownNameError("parameter", unknown[0], [each.name for each in fields(self)])
        return replace(self, **changes)

    def shock_index(self, name: str) -> int:
        """Return the place of the shock state of this name."""
        names = [shock.name for shock in self.shocks]
        if name not in names:
            raise UnknownNameError("shock state", name, names)
        return names.index(name)


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid that the game is solved on.

    Attributes:
        n_control: cells of the holder's share, from 0 to 1 in even steps (2 to 501).
        n_balance: cells of the log balance, from `balance_low` to `balance_high` in even steps (1 to 1,000).
        n_quiet: months of quiet told apart; the last cell holds all longer quiet (1 to 1,200).
        balance_low: lowest log balance, revisionist over holder.
        balance_high: highest log balance.

    Raises:
        ParameterError: when an axis is empty, reversed or too long.
    """

    n_control: int = 50
    n_balance: int = 50
    n_quiet: int = 60
    balance_low: float = -3.0
    balance_high: float = 3.0

    def __post_init__(self) -> None:
        problems = []
        for name, (low, high) in (
            ("n_control", CONTROL_CELLS),
            ("n_balance", BALANCE_CELLS),
            ("n_quiet", QUIET_CELLS),
        ):
            cells = getattr(self, name)
            if isinstance(cells, bool) or not isinstance(cells, int) or not low <= cells <= high:
                problems.append(outside(f"grid.{name}", cells, f"a whole number, at least {low} and at most {high}"))
        for name in ("balance_low", "balance_high"):
            if not _is_number(getattr(self, name)) or not math.isfinite(getattr(self, name)):
                problems.append(outside(f"grid.{name}", getattr(self, name), "a finite number"))
        if not problems and self.balance_low >= self.balance_high and self.n_balance > 1:
            problems.append(
                outside("grid.balance_high", self.balance_high, f"above balance_low ({self.balance_low:g})")
            )
        if problems:
            raise ParameterError(problems)

    @property
    def balance_width(self) -> float:
        """Width of a cell of the balance (log balance); 1 where there is but one cell."""
        return 1.0 if self.n_balance == 1 else (self.balance_high - self.balance_low) / (self.n_balance - 1)

    def control_cell(self, share: float) -> int:
        """Return the cell nearest to a share of the territory."""
        if not _is_number(share) or not 0 <= share <= 1:
            raise ParameterError(outside("state.control", share, "at least 0 and at most 1"))
        return round(share * (self.n_control - 1))

    def balance_cell(self, balance: float) -> int:
        """Return the cell nearest to a log balance; beyond the ends, the cell at that end."""
        if not _is_number(balance) or not math.isfinite(balance):
            raise ParameterError(outside("state.balance", balance, "a finite number"))
        return min(max(round((balance - self.balance_low) / self.balance_width), 0), self.n_balance - 1)

    def quiet_cell(self, months: int) -> int:
        """Return the cell of a quiet time in months."""
        if isinstance(months, bool) or not isinstance(months, int) or months < 0:
            raise ParameterError(outside("state.quiet_months", months, "a whole number, at least 0"))
        return min(months, self.n_quiet - 1)


@dataclass(frozen=True, slots=True)
class State:
    """Where a dispute stands at the start of a month.

    Attributes:
        control: the holder's share of the territory, 0 to 1.
        balance: log balance, revisionist over holder.
        quiet_months: months since the last war.
        shock: name of the shock state.
    """

    control: float
    balance: float
    quiet_months: int
    shock: str = CALM.name


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def outside(name: str, found: object, allowed: str) -> Problem:
    """Return that what was found for a parameter or an argument is not among what is allowed."""
    return Problem("outside its range", field=name, found=repr(found), allowed=allowed)


SHOCK_RANGES = (
    ParameterRange("balance_shift", "", "log balance", 0.0, -HIGHEST_SHIFT, HIGHEST_SHIFT, "Shift of the balance."),
    ParameterRange(
        "revisionist_cost_shift", "", "prize", 0.0, -HIGHEST_SHIFT, HIGHEST_SHIFT, "Shift of the revisionist's cost."
    ),
    ParameterRange("holder_cost_shift", "", "prize", 0.0, -HIGHEST_SHIFT, HIGHEST_SHIFT, "Shift of the holder's cost."),
    ParameterRange("habit_kept", "", "share", 1.0, 0.0, 1.0, "Share of the habituation kept."),
    ParameterRange("veto_factor", "", "factor", 1.0, 0.0, 1.0, "Factor on the chance that a war is stopped."),
)
"""The fields of a shock state."""


def _wrong_shocks(shocks: Sequence[ShockState]) -> list[Problem]:
    if not shocks:
        return [outside("shocks", shocks, "at least one shock state")]
    problems = []
    for shock in shocks:
        for allowed in SHOCK_RANGES:
            value = getattr(shock, allowed.name)
            if not _is_number(value) or not allowed.allows(value):
                problems.append(outside(f"shocks[{shock.name}].{allowed.name}", value, allowed.text))
    if len({shock.name for shock in shocks}) < len(shocks):
        problems.append(outside("shocks", [shock.name for shock in shocks], "each name once"))
    return problems


def _wrong_chances(rows: Sequence[Sequence[float]], n_states: int) -> list[Problem]:
    if len(rows) != n_states or any(len(row) != n_states for row in rows):
        return [outside("shock_chances", rows, f"{n_states} rows of {n_states} probabilities")]
    problems = []
    for index, row in enumerate(rows):
        if not all(_is_number(chance) and 0 <= chance <= 1 for chance in row):
            problems.append(outside(f"shock_chances[{index}]", row, "probabilities, at least 0 and at most 1"))
        elif abs(sum(row) - 1) > 1e-9:
            problems.append(outside(f"shock_chances[{index}]", row, "a row that sums to 1"))
    return problems
