"""Who stands on each side of a dispute in a year, as states whose means can be measured.

Holder and revisionist are the case's own, dated year by year. Where the holder is a default and nobody is named
revisionist, the other side stands over against it. Of two claimants, of whom none is said to hold, the second stands
over the first under both names, an order that says nothing; of more there is no balance. For a side that is no state
counts the one state that supported it by act in that year (`panels.patrons`); a side without such a state has no
measured means, and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from statusquo.cases.model import Actor, Case, Role
from statusquo.core.names import all_of, is_plural, the
from statusquo.core.wording import capitalised, listed, spans_or_count
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


@dataclass(frozen=True, slots=True)
class SideWords:
    """What the two sides of a balance are called: holder and revisionist, where the case says who they are.

    Attributes:
        over: the balance's direction.
        holder: the side below.
        revisionist: the side above.
    """

    over: str = "revisionist over holder"
    holder: str = "the holder"
    revisionist: str = "the revisionist"


HOLDER_AND_REVISIONIST = SideWords()
BY_DEFAULT = SideWords("separatist over parent side", "the parent side", "the separatist side")
"""Words where nobody coded who held: the parent stands in that place, and the other side is no revisionist for that."""


def words_of(case: Case) -> SideWords:
    """Return what the sides of a case's balances are called."""
    if case.claimants() and not case.holding:
        one, *others = (the(actor.name) for actor in case.claimants())
        return SideWords(f"{listed(others)} over {one}", one, listed(others))
    parents = {actor.id for actor in case.parents()}
    is_default = any(holding.revisionist is None for holding in case.holding) and all(
        holding.holder in parents for holding in case.holding
    )
    return BY_DEFAULT if is_default else HOLDER_AND_REVISIONIST


def orientation_note(case: Case) -> str | None:
    """Return what a reader must know of a balance whose direction no source gives, None where the case says it."""
    if case.claimants() and not case.holding:
        names = capitalised(all_of(actor.name for actor in case.claimants()))
        return f"{names} are claimants, and no source says who held: the order of their names says nothing."
    if words_of(case) is BY_DEFAULT:
        names = all_of(actor.name for actor in case.parents())
        return (
            f"Who held is not coded: {names} stands in the holder's place by default, which does not say that it held "
            "the territory or all of it, and nobody is said to be revisionist."
        )
    return None


def oppositions(case: Case, snapshot: Snapshot, years: Iterable[int]) -> tuple[Opposition, ...]:
    """Return the two sides of each year in which the case says who held the territory at its end.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        years: the years asked for.
    """
    claimants = case.claimants()
    supports: dict[str, Mapping[int, tuple[Support, ...]]] = {}

    def side(name: str, year: int) -> Side:
        if name not in supports:
            supports[name] = support_of(case, snapshot, name)
        return _side(case, name, year, supports[name].get(year, ()))

    found = []
    for year in years:
        if len(claimants) == 2 and not case.holding:
            names = (claimants[0].id, claimants[1].id)
        elif (holding := case.holding_at(year)) is not None and (other := case.opposite(holding)) is not None:
            names = (holding.holder, other.id)
        else:
            continue
        found.append(Opposition(year, side(names[0], year), side(names[1], year)))
    return tuple(found)


def why_without(reasons: Sequence[tuple[int, str]]) -> str:
    """Return why a side has no means: the one reason of all the years without them, told of the years, or the last's.

    Args:
        reasons: years with why a side has none in them, in order; at least one.
    """
    undated = {reason.removesuffix(f" in {year}") for year, reason in reasons}
    return (
        f"{undated.pop()} in {spans_or_count([year for year, _ in reasons])}" if len(undated) == 1 else reasons[-1][1]
    )


def why_unopposed(case: Case) -> str:
    """Return why there are not two sides of which one stands over against the other, or one holds."""
    if claimants := case.claimants():
        names = all_of(actor.name for actor in claimants)
        return f"{names} are claimants, and no source says who held"
    return "the case does not say who held the territory in the years asked for"


def _side(case: Case, name: str, year: int, supports: tuple[Support, ...]) -> Side:
    actor = case.actor_by_id(name)
    if actor.kind == "state":
        reason = (
            None if actor.gwno else f"{the(actor.name)} has no state number, so that no data set's figures are its own"
        )
        return Side(actor, actor.gwno, missing_reason=reason)
    if len(supports) == 1:
        return Side(actor, supports[0].gwno, is_own=False, basis=supports[0].basis)
    them = "them" if is_plural(actor.name) else "it"
    is_none = f"{the(actor.name)} {'are' if is_plural(actor.name) else 'is'} no state"
    reason = (
        f"{is_none}, and no source read shows that a state supported {them} by act"
        if not supports
        else f"{is_none}, and several states supported {them} by act in {year}, whose shares are not known"
    )
    return Side(actor, None, is_own=False, missing_reason=reason)


def holds_at_end(role: Role, year: int) -> bool:
    """Whether the role holds at the end of the year."""
    return (role.start is None or role.start.year <= year) and (role.end is None or role.end.last.year > year)


def state_name(case: Case, snapshot: Snapshot, gwno: int, year: int | None = None) -> str:
    """Return what the case calls a state, or else the list of states, in a year where that matters."""
    actor = next((actor for actor in case.actor if actor.gwno == gwno), None)
    return actor.name if actor else snapshot.states.name_of_gw(gwno, year) or str(gwno)
