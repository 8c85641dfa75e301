"""What could settle it, where nobody placed the actors on scales: who stands against which formula, and the base rates.

The offers themselves stand in the section on what happened; here is what they show. No formula has a chance of
acceptance, and nothing is widened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statusquo.cases.model import Case
from statusquo.cases.statements import Position
from statusquo.core.estimates import Estimate
from statusquo.core.names import all_of
from statusquo.core.wording import percent, percent_range, sentence
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Cell, CellLine, Section, Table, cell
from statusquo.settlement.tabled import NOTES, Rate, Tabled, tabled

MOST_TOLD = 3
"""How many formulas the finding tells; the table has them all."""


def tabled_section(context: Context) -> Section | None:
    """Return the section, None where nobody on record asks for a status or refuses one."""
    if not any(row.asks or row.refuses for row in context.case.position) or not context.case.proposal:
        return None
    found = tabled(context.case)
    return Section(
        "settlement",
        "What could settle it?",
        " ".join(sentence(text) for text in _finding(found)),
        (_formulas(found), _rates(found.rates)),
        (found.why_no_chances, *NOTES),
        {f"accepted from {rate.author}".replace(" ", "_"): rate.elsewhere for rate in found.rates},
    )


def _finding(found: Tabled) -> Iterator[str]:
    case = found.case
    sides = {actor.id for actor in (*case.parents(), *case.separatists())}
    parties = sides | {actor.id for actor in case.with_role("patron")}
    asked = [one for one in found.formulas if one.blocked_by and parties & {row.actor for row in one.asked}]
    asked.sort(key=lambda one: sides.isdisjoint(row.actor for row in one.asked))
    for one in asked[:MOST_TOLD]:
        askers = [row.actor for row in one.asked if row.actor in parties]
        who, against = (all_of(case.actor_by_id(name).name for name in names) for names in (askers, one.blocked_by))
        yield f"{one.formula.name.partition(',')[0]}, asked for by {who}, is refused by {against}"
    shares = {rate.author: rate.elsewhere for rate in found.rates}
    yield f"of the answers to the other side’s offers, {_share(shares['the other side'])} were yes in other disputes"
    yield (
        f"of those to the offers of third parties, {_share(shares['a third party'])} were; nothing that was tried "
        "tells better how these are answered"
    )


def _share(share: Estimate) -> str:
    return f"{percent(share.value or 0.0)} ({percent_range(share.low, share.high)})"


def _formulas(found: Tabled) -> Table:
    case = found.case
    return Table(
        "settlement-formulas",
        "Who asks for which status, and who refuses it",
        ("Status formula", "Asked for by", "Refused by", "Blocked by"),
        tuple(
            (
                cell(one.formula.name, one.formula.meaning),
                _stands(case, one.asked),
                _stands(case, one.refused),
                tuple(CellLine(case.actor_by_id(name).name) for name in one.blocked_by),
            )
            for one in found.formulas
        ),
        note=(
            "The last word of each actor on record. Blocked by: of those who refuse, the sides, their patrons, veto "
            "powers and guarantors. A silence is no consent."
        ),
    )


def _stands(case: Case, positions: Sequence[Position]) -> Cell:
    return tuple(
        CellLine(
            case.actor_by_id(row.actor).name,
            when=row.date.long_text,
            sources=row.source,
            note=f"{row.text} A red line." if row.red_line else row.text,
        )
        for row in positions
    )


def _rates(rates: Sequence[Rate]) -> Table:
    columns = ("An offer put by", "Yes in other disputes, percent", "Answers, disputes", "Yes here")
    return Table(
        "settlement-rates",
        "How often an actor says yes, by who proposed",
        columns,
        tuple(
            (
                cell(rate.author),
                cell(_share(rate.elsewhere)),
                cell(f"{rate.n_elsewhere} in {rate.n_disputes}"),
                cell(f"{rate.yes_here} of {rate.n_here}") if rate.n_here else (),
            )
            for rate in rates
        ),
        numeric=columns[1:],
        note="Share of yes among the answers on record, this dispute left out, with its 95 % interval over disputes.",
        is_folded=True,
    )
