"""Who stands on each side of a dispute in a year, as states whose means can be measured.

Holder and revisionist are the case's own, dated year by year. A side that is no state stands by its patron, if the case
names one for that year; a side with neither has no measured means, and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from statusquo.cases.model import Actor, Case, Role


@dataclass(frozen=True, slots=True)
class Side:
    """A side in one year.

    Attributes:
        actor: the side itself.
        gwno: the state whose means count for it; None when there is none.
        is_own: whether the state is the side itself rather than its patron.
        missing_reason: why no state counts for it; None when one does.
    """

    actor: Actor
    gwno: int | None
    is_own: bool = True
    missing_reason: str | None = None


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


def oppositions(case: Case, years: Iterable[int]) -> tuple[Opposition, ...]:
    """Return the two sides of each year in which the case says who held the territory at its end.

    Args:
        case: the dispute.
        years: the years asked for.
    """
    found = []
    for year in years:
        holding = case.holding_at(year)
        if holding is not None:
            holder, revisionist = (_side(case, name, year) for name in (holding.holder, holding.revisionist))
            found.append(Opposition(year, holder, revisionist))
    return tuple(found)


def _side(case: Case, name: str, year: int) -> Side:
    actor = case.actor_by_id(name)
    if actor.kind == "state":
        reason = None if actor.gwno else f"{actor.name} has no state number, so that no data set's figures are its own"
        return Side(actor, actor.gwno, missing_reason=reason)
    patrons = [
        patron
        for patron in case.actor
        if patron.gwno is not None
        and any(role.role == "patron" and role.toward == name and holds_at_end(role, year) for role in patron.role)
    ]
    if len(patrons) == 1:
        return Side(actor, patrons[0].gwno, is_own=False)
    reason = (
        f"{actor.name} is no state and the case names no patron of it at the end of {year}"
        if not patrons
        else f"{actor.name} is no state and has several patrons at the end of {year}, whose shares are not known"
    )
    return Side(actor, None, is_own=False, missing_reason=reason)


def holds_at_end(role: Role, year: int) -> bool:
    """Whether the role holds at the end of the year."""
    return (role.start is None or role.start.year <= year) and (role.end is None or role.end.last.year > year)
