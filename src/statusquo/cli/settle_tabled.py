"""What `statusquo settle` prints where nobody placed the actors on scales: offers, rates, and who refuses what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cli.output import print_table, say
from statusquo.core.wording import percent_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from statusquo.cases.answers import ActorAnswer
    from statusquo.cases.model import Case
    from statusquo.cases.statements import Position, Proposal
    from statusquo.settlement.tabled import Rate, Tabled

NOTHING = "–"


def print_tabled(found: Tabled) -> None:
    """Print what was tabled over a dispute, how often such offers are accepted, and where the actors stand."""
    from statusquo.settlement.tabled import NOTES

    case = found.case
    offers = [
        [
            offer.proposal.date.text,
            offer.proposal.name,
            _names(case, offer.proposal.proposed_by),
            "; ".join(_answer(one) for one in offer.answers) or _unanswered(offer.proposal),
            offer.proposal.terms.get("status", NOTHING),
        ]
        for offer in found.offers
    ]
    print_table(
        f"What was tabled over {case.title}, the latest first",
        ["date", "offer", "put by", "answers", "on status"],
        offers,
    )
    print_rates(found.rates)
    formulas = [
        [
            one.formula.name,
            _stands(case, one.asked),
            _stands(case, one.refused),
            _names(case, one.blocked_by) or NOTHING,
        ]
        for one in found.formulas
    ]
    if formulas:
        title = "Status formulas, by the last word of each actor on record"
        print_table(title, ["formula", "asked for by", "refused by", "blocked by"], formulas)
        say("Blocked by: of those who refuse, the sides, their patrons, veto powers and guarantors.")
    if found.unspoken:
        say(f"Nobody on record speaks of: {', '.join(one.name for one in found.unspoken)}.")
    say(found.why_no_chances)
    for note in NOTES:
        say(note)


def print_rates(rates: Sequence[Rate]) -> None:
    """Print how often offers were accepted, by who proposed."""
    rows = [
        [
            rate.author,
            _percent(rate),
            f"{rate.n_elsewhere} in {rate.n_disputes}",
            f"{rate.yes_here} of {rate.n_here}" if rate.n_here else NOTHING,
        ]
        for rate in rates
    ]
    columns = ["an offer put by", "yes elsewhere, percent", "answers in disputes", "yes here"]
    print_table("How often an actor says yes, by who proposed", columns, rows, numeric=columns[1:])


def _percent(rate: Rate) -> str:
    found = rate.elsewhere
    if found.value is None or found.low is None or found.high is None:
        return NOTHING
    return f"{100 * found.value:.0f} ({percent_range(found.low, found.high)})"


def _unanswered(proposal: Proposal) -> str:
    if proposal.kind == "agreement" and len(proposal.proposed_by) > 1:
        return "agreed by those who put it"
    return "none on record by who answers for itself"


def _answer(answer: ActorAnswer) -> str:
    words = [
        row.answer + (f" ({row.date.text})" if row.date is not None and row.answer != "accounts differ" else "")
        for row in answer.responses
    ]
    return f"{answer.actor.name}: {', then '.join(words)}"


def _stands(case: Case, positions: Sequence[Position]) -> str:
    told = [
        f"{case.actor_by_id(row.actor).name} ({row.date.text}{', red line' if row.red_line else ''})"
        for row in positions
    ]
    return ", ".join(told) or NOTHING


def _names(case: Case, actors: Sequence[str]) -> str:
    return ", ".join(case.actor_by_id(name).name for name in actors)
