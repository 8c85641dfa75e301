"""Who stands on each side of a dispute in a year, as states whose means can be measured.

Holder and revisionist are the case's own, dated year by year. For a side that is no state counts the one state that
supported it by act in that year (`panels.patrons`); a side without such a state has no measured means, and the reason
is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from statusquo.cases.model import Actor, Case, Role
from statusquo.panels.patrons import Support, support_of
from statusquo.snapshot.store import Snapshot


@dataclass(frozen=True, slots=True)
class Side:
    """A side in one year.

    Attributes:
        actor: the side itself.
        gwno: the state whose means count for it; None when there is none.
        is_own: whether the state is the side itself rather than its patron.
        missing_reason: why no state counts for it; None when one does.
        basis: the act by which a patron supported it, one of `panels.patrons.BASES`; None for a state of its own.
    """

    actor: Actor
    gwno: int | None
    is_own: bool = True
    missing_reason: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Opposition:
    """Both sides in one year."""

    year: int
    holder: Side
    revisionist: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        """Holder, then revisionist."""
        return self.holder, self.revisionist


def oppositions(case: Case, snapshot: Snapshot, years: Iterable[int]) -> tuple[Opposition, ...]:
    """Return the two sides of each year in which the case says who held the territory at its end.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        years: the years asked for.
    """
    found = []
    supports: dict[str, Mapping[int, tuple[Support, ...]]] = {}
    for year in years:
        holding = case.holding_at(year)
        if holding is not None:
            for name in (holding.holder, holding.revisionist):
                if name not in supports:
                    supports[name] = support_of(case, snapshot, name)
            holder, revisionist = (
                _side(case, name, year, supports[name].get(year, ())) for name in (holding.holder, holding.revisionist)
            )
            found.append(Opposition(year, holder, revisionist))
    return tuple(found)


def _side(case: Case, name: str, year: int, supports: tuple[Support, ...]) -> Side:
    actor = case.actor_by_id(name)
    if actor.kind == "state":
        reason = None if actor.gwno else f"{actor.name} has no state number, so that no data set's figures are its own"
        return Side(actor, actor.gwno, missing_reason=reason)
    if len(supports) == 1:
        return Side(actor, supports[0].gwno, is_own=False, basis=supports[0].basis)
    reason = (
        f"{actor.name} is no state and nothing shows that a state supported it by act in {year}"
        if not supports
        else f"{actor.name} is no state, and several states supported it by act in {year}, whose shares are not known"
    )
    return Side(actor, None, is_own=False, missing_reason=reason)


def holds_at_end(role: Role, year: int) -> bool:
    """Whether the role holds at the end of the year."""
    return (role.start is None or role.start.year <= year) and (role.end is None or role.end.last.year > year)
