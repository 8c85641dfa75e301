"""One dispute's measures, each worked out once when first asked for, however many parts of a page draw on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from statusquo.balances.inertia import Inertia, inertia
from statusquo.balances.military import MilitaryBalance, military_balance
from statusquo.balances.regional import RegionalBalance, regional_balance
from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot
from statusquo.structure.factors import Factor, structure


class Measures:
    """The structure and the balances of one dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """

    def __init__(self, case: Case, snapshot: Snapshot) -> None:
        self.case, self.snapshot = case, snapshot

    @cached_property
    def military(self) -> MilitaryBalance:
        """The military balance and its alternatives."""
        return military_balance(self.case, self.snapshot)

    @cached_property
    def regional(self) -> RegionalBalance:
        """The regional balance, its alternatives and the veto power."""
        return regional_balance(self.case, self.snapshot)

    @cached_property
    def inertia(self) -> Inertia:
        """The clocks, the record and the shocks."""
        return inertia(self.case, self.snapshot)

    @cached_property
    def factors(self) -> Mapping[str, Factor]:
        """Every factor of structure with its place among all disputes."""
        return structure(self.case, self.snapshot)
