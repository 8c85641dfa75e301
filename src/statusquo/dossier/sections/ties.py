"""Who stood with whom: pacts, organisations, arms, troops and votes of outside states toward the sides, over time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from statusquo.cases.model import Case
from statusquo.core.names import the
from statusquo.core.wording import sentence, span, spans_or_count, whole
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Section
from statusquo.dossier.sides import Side
from statusquo.dossier.ties import ARMS, PACT, PERMANENT_MEMBERS, TROOPS, Tie, ties_of
from statusquo.dossier.ties_charts import ties_figure, votes_figure
from statusquo.snapshot.store import Snapshot

_CAVEATS = (
    "A tie between states is no evidence of help in this dispute: pacts name their own occasions, and arms are sold "
    "for many reasons.",
    "A pact counts through a treaty of many states as through one of two. Of the states that could be shown, those are "
    "that the case file names, that sent troops, or that have the most years of pacts and the largest shares of arms.",
    "Suppliers outside a state’s five largest are not drawn, and support that no treaty or register records, such as "
    "money, training or volunteers, is in none of these sources.",
)
_NO_ARMS = (
    "No figures of arms delivered to {} are at hand: that no supplier of it is drawn does not say that it had none."
)
_CIS = (
    "Through the treaty of the Commonwealth of Independent States both ATOP and COW count members on opposite sides as "
    "allied with each other and with Russia. Such a pact is not one side’s alone; membership of the CSTO is closer to "
    "that."
)

WORTH_SAYING_PCT = 20.0
"""Least share of a side's imports that the sentence tells."""


def ties(context: Context) -> Section | None:
    """Return the part of the section on balances, None where a side has no state behind it or no tie is known.

    Where no year saw fighting, treaties, arms and votes are those of states, and nothing of the dispute.
    """
    case, snapshot, frame, sides = context.case, context.snapshot, context.frame, context.sides
    found = ties_of(case, sides, snapshot, frame.years) if sides is not None else []
    if sides is None or not found or frame.active.is_empty():
        return None
    shown = list(dict.fromkeys(tie.outside for tie in found))
    names = _names(case, snapshot, [*shown, *PERMANENT_MEMBERS])
    own = {side.gwno for side in sides}
    voting = {gwno: names[gwno] for gwno in dict.fromkeys((*shown, *PERMANENT_MEMBERS)) if gwno not in own}
    votes = votes_figure(snapshot.table("state_years"), sides, voting, frame)
    unarmed = [side for place, side in enumerate(sides) if not any(t.side == place and t.kind == ARMS for t in found)]
    caveats = [
        *(_NO_ARMS.format(the(side.actor.name)) for side in unarmed),
        *_CAVEATS,
        *([_CIS] if any(tie.kind == "CIS" for tie in found) else []),
    ]
    return Section(
        "ties",
        "Who stood with whom?",
        finding(found, sides, names),
        (ties_figure(found, sides, names, frame), *([votes] if votes else [])),
        tuple(caveats),
    )


def finding(ties: Sequence[Tie], sides: Sequence[Side], names: Mapping[int, str]) -> str:
    """Return the section's sentences: who had pacts with which side, who sent troops, who armed each.

    Args:
        ties: at least one.
        sides: the parent and, if a state, who stands behind the other side.
        names: of the outside states, by Gleditsch-Ward number.
    """
    return " ".join(
        sentence(text)
        for text in (
            *_pacts(ties, sides, names),
            *_common_treaty(ties),
            *_troops(ties, sides, names),
            *_arms(ties, sides, names),
        )
    )


def _pacts(ties: Sequence[Tie], sides: Sequence[Side], names: Mapping[int, str]) -> list[str]:
    """Return whom a defence pact bound to which side and when, a sentence for each state."""
    pacts = [tie for tie in ties if tie.kind == PACT]
    ends = "by ATOP, which ends in 2018,"
    if not pacts:
        return [f"{ends} none of the outside states shown had a defence pact with {_either(sides)}"]
    told = []
    for outside in dict.fromkeys(tie.outside for tie in pacts):
        for place, side in enumerate(sides):
            if own := [tie for tie in pacts if (tie.outside, tie.side) == (outside, place)]:
                told.append(f"{the(names[outside])} to {the(side.actor.name)} in {_years(own)}")
    return [f"{ends} a defence pact bound {told[0]}", *(f"one bound {each}" for each in told[1:])]


def _common_treaty(ties: Sequence[Tie]) -> list[str]:
    """Return the warning that belongs to pacts between members of the Commonwealth of Independent States."""
    pacts = {(tie.outside, tie.side) for tie in ties if tie.kind == PACT}
    if not pacts & {(tie.outside, tie.side) for tie in ties if tie.kind == "CIS"}:
        return []
    return [
        "Among members of the Commonwealth of Independent States its common treaty counts as such a pact, even between "
        "opponents"
    ]


def _troops(ties: Sequence[Tie], sides: Sequence[Side], names: Mapping[int, str]) -> list[str]:
    sent = [tie for tie in ties if tie.kind == TROOPS]
    told = []
    for outside, side in dict.fromkeys((tie.outside, tie.side) for tie in sent):
        own = [tie for tie in sent if (tie.outside, tie.side) == (outside, side)]
        told.append(f"{the(names[outside])} for {_called(sides, side)} in {_years(own)}")
    return [f"UCDP reports troops of {each}" for each in told]


def _called(sides: Sequence[Side], place: int) -> str:
    """Return what a side is called: a claimant by its name, the others by what they are."""
    if all(side.is_claimant for side in sides):
        return the(sides[place].actor.name)
    return f"the {('parent', 'separatist')[place]} side"


def _arms(ties: Sequence[Tie], sides: Sequence[Side], names: Mapping[int, str]) -> list[str]:
    """Return each side's largest supplier in its last whole period."""
    told = []
    for place, side in enumerate(sides):
        own = [tie for tie in ties if tie.kind == ARMS and tie.side == place and tie.last_year - tie.first_year >= 9]
        if own:
            last = max(tie.first_year for tie in own)
            largest = max((tie for tie in own if tie.first_year == last), key=lambda tie: tie.share_pct or 0.0)
            if (largest.share_pct or 0.0) >= WORTH_SAYING_PCT:
                supplier = the(names[largest.outside])
                told.append(
                    f"{supplier} delivered {whole(largest.share_pct or 0)} % of the major arms "
                    f"that {the(side.actor.name)} imported in {span(largest.first_year, largest.last_year)}"
                )
    return told


def _either(sides: Sequence[Side]) -> str:
    return " or ".join(the(side.actor.name) for side in sides)


def _years(ties: Collection[Tie]) -> str:
    return spans_or_count(sorted({year for tie in ties for year in range(tie.first_year, tie.last_year + 1)}))


def _names(case: Case, snapshot: Snapshot, numbers: Collection[int]) -> dict[int, str]:
    """Return names as the case file has them, else the latest in the list of states."""
    own = {actor.gwno: actor.name for actor in case.actor if actor.gwno}
    return {gwno: own.get(gwno) or snapshot.states.name_of_gw(gwno) or str(gwno) for gwno in numbers}
