"""What each side says: who the sides are, who held the ground, their accounts of one event beside each other, figures.

Accounts and figures are the case file's, one column for each side, so that none is averaged away.
"""

from __future__ import annotations

from collections import Counter

from statusquo.cases.model import Actor, Case, Role
from statusquo.cases.statements import Event
from statusquo.core.names import all_of, the
from statusquo.core.wording import MOST_FIGURES, listed, sentence, span
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Cell, CellLine, Section, Table
from statusquo.dossier.sections.headline import claimant_table, figures_standing

MOST_ACCOUNTS = 10
"""Events whose accounts stand open; the others are in the list of all events."""


def sides(context: Context) -> Section:
    """Return the section."""
    case = context.case
    tables = []
    if (accounts := accounts_table(case)) is not None:
        tables.append(accounts)
    keys = list(dict.fromkeys(fact.key for fact in case.fact if fact.is_key))
    if keys:
        tables.append(claimant_table(case, keys, "key-figures", "Key figures, by who gives them"))
    held = holding_sentence(case) if case.origin != "derived" and case.holding else ""
    names = names_sentence(case)
    return Section(
        "sides",
        "What does each side say?",
        " ".join(text for text in (who_stands_where(case), held, names) if text),
        tuple(tables),
        (
            "A figure stands under the name of the side that gives it; under “not disputed” stand figures "
            "that no source read disputes, and data sets’ own estimates.",
            figures_standing(case),
        )
        if keys
        else (),
    )


def accounts_table(case: Case, *, most: int = MOST_ACCOUNTS) -> Table | None:
    """Return the events that several sides tell, one column for each; None where there are fewer than two such sides.

    Args:
        case: the dispute.
        most: how many have room; of more those in the time line come first.
    """
    told = [event for event in case.event if len({account.claimant for account in event.account}) > 1]
    first = sorted(told, key=lambda event: not event.is_key)[:most]
    shown = [event for event in told if event in first]
    if not shown:
        return None
    order = [actor.id for actor in (*case.parents(), *case.separatists(), *case.claimants(), *case.actor)]
    count = Counter(account.claimant for event in shown for account in event.account)
    columns = sorted(dict.fromkeys(order), key=order.index)
    columns = [name for name in columns if count[name]]
    rest = len(told) - len(shown)
    return Table(
        id="accounts",
        caption="The same events, as each side tells them",
        columns=("Event", *(case.actor_by_id(name).name for name in columns)),
        rows=tuple(
            ((CellLine(event.title, event.date.long_text),), *(_told_by(case, event, name) for name in columns))
            for event in shown
        ),
        note=f"{rest} more such events stand in the list of all events." if rest > 1 else "",
    )


def _told_by(case: Case, event: Event, claimant: str) -> Cell:
    return tuple(
        CellLine(
            account.text,
            sources=account.source,
            mark="" if (standing := case.standing(account)) == "sourced" else standing,
        )
        for account in event.account
        if account.claimant == claimant
    )


def who_stands_where(case: Case) -> str:
    """Return who stands on which side, with whoever backs it."""

    def with_patrons(names: list[str], patrons: list[str]) -> str:
        return listed(names) + (f", backed by {listed(patrons)}" if patrons else "")

    parents, separatists = case.parents(), case.separatists()
    behind_parent: list[str] = []
    behind_separatist: list[str] = []
    for actor in case.actor:
        for role in actor.role:
            if role.role == "patron" and actor not in (*parents, *separatists):
                side = (
                    behind_parent
                    if role.toward in {p.id for p in parents}
                    else behind_separatist
                    if role.toward in {s.id for s in separatists}
                    else None
                )
                if side is not None:
                    side.append(f"{the(actor.name)}{_role_years(role)}")
    if claimants := case.claimants():
        names = all_of(actor.name for actor in claimants)
        between = "A dispute between states" if all(a.kind == "state" for a in claimants) else "A dispute"
        return f"{between}, with the claimants {names}; the order in which they stand says nothing."
    parent = with_patrons([the(a.name) for a in parents], behind_parent)
    separatist = with_patrons([_with_groups(case, actor) for actor in separatists], behind_separatist)
    return f"Parent side: {parent}. Separatist side: {separatist}."


def names_sentence(case: Case) -> str:
    """Return whose name for the territory is which; empty where no source says who uses one."""
    told = [
        f"{name.text} ({all_of(case.actor_by_id(user).name for user in name.used_by)})"
        for name in case.territory.name
        if name.used_by
    ]
    return sentence(f"whose name is which: {', '.join(told)}") if told else ""


def _role_years(role: Role) -> str:
    """Return when a role was held, in brackets, so that a patron of the past does not read as one of today."""
    if role.start is None:
        return "" if role.end is None else f" (to {role.end.year})"
    if role.end is None:
        return f" (since {role.start.year})"
    return f" ({span(role.start.year, role.end.year)})"


def _with_groups(case: Case, side: Actor) -> str:
    """Return a side's name, or its groups where it is several, a few of them with the years in which they fought."""
    groups = [
        (the(actor.name), span(role.start.year, role.end.year))
        for actor in case.groups_of(side)
        for role in actor.role
        if role.role == "group" and role.start and role.end
    ]
    if len(groups) > MOST_FIGURES:
        return listed(dict.fromkeys(name for name, _ in groups))
    return listed(f"{name} ({years})" for name, years in groups) if groups else the(side.name)


def holding_sentence(case: Case) -> str:
    """Return who has held the claimed territory, as the case file dates it; it has at least one holding."""
    last = case.holding[-1]
    name = the(case.actor_by_id(last.holder).name)
    # The first holding begins with the record of the dispute; who held the land before is not said by it.
    since = (
        f"throughout the dispute, coded from {last.start.long_text}"
        if len(case.holding) == 1
        else f"since {last.start.long_text}"
    )
    land = "the whole claimed territory" if last.share_pct == 100 else "most of the claimed territory"
    # In the passive, since the name of a side may be one or many.
    text = (
        f"{land} has been held by {name} {since}"
        if last.end is None
        else f"{land} was held by {name} to the end of the dispute, {last.end.long_text}"
    )
    before = [h for h in case.holding[:-1] if h.holder != last.holder and h.end]
    if before:
        first, final = before[0], before[-1]
        start = "" if first is case.holding[0] else f", from {first.start.long_text}"
        end = final.end.long_text if final.end else "then"
        text += f"; before that it was held by {the(case.actor_by_id(first.holder).name)}{start or ','} to {end}"
    return sentence(text)
