"""How such attempts ended: of all movements on record how many became states, and how the fighting here ended.

The share is that of `comparison.base_rates`, over movements of groups in EPR's data. A dispute between states, and one
over a colony, is no such attempt; of it the ends of its own fighting are told alone.
"""

from __future__ import annotations

import polars as pl

from statusquo.answer.model import Endings
from statusquo.answer.stands import Ground
from statusquo.comparison.base_rates import BaseRate, base_rates
from statusquo.core.wording import counted, listed
from statusquo.panels.movement_year import FIRST_YEAR, LAST_YEAR, movement_years
from statusquo.snapshot.store import Snapshot

_ENDED = {
    "peace agreement": "by a peace agreement",
    "ceasefire": "by a ceasefire",
    "victory for government side": "by the state’s victory",
    "victory for rebel side": "by the other side’s victory",
    "low activity": "without a victory or an agreement",
    "actor ceases to exist": "as one side ceased to exist",
}


def endings(ground: Ground) -> Endings:
    """Return how such attempts ended, and the fighting over this territory."""
    own = _own(ground)
    told = f" In the data fighting here ended {listed(_counted(own))}." if own else ""
    if ground.is_between_states:
        return Endings(told.strip(), None, None, None, own)
    rates = _rates(ground.snapshot)
    became, granted = rates["independence"], rates["autonomy"]
    text = (
        f"Of {became.n_all} movements for self-rule since {FIRST_YEAR}, {became.n} became states. "
        f"Autonomy was granted to {granted.n} by {LAST_YEAR}."
    )
    return Endings(text + told, became.n_all, became.n, granted.n, own)


def _rates(snapshot: Snapshot) -> dict[str, BaseRate]:
    return snapshot.once(_base_rates)


def _base_rates(snapshot: Snapshot) -> dict[str, BaseRate]:
    return base_rates(movement_years(snapshot).frame)


def _own(ground: Ground) -> tuple[str, ...]:
    """Return how the episodes here ended; none where the fight only passed to another number."""
    if ground.standing is None or ground.standing.is_passed_on:
        return ()
    rows = ground.snapshot.table("episodes").filter(
        pl.col("conflict_id_ucdp").is_in(ground.case.ids.ucdp_conflict), ~pl.col("is_ongoing")
    )
    return tuple(outcome for outcome in rows.sort("last_year")["outcome"] if outcome in _ENDED)


def _counted(own: tuple[str, ...]) -> list[str]:
    kinds = dict.fromkeys(own)
    if len(own) == 1:
        return [_ENDED[own[0]]]
    return [f"{_times(own.count(kind))} {_ENDED[kind]}" for kind in kinds]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number) or counted(number, "time")
