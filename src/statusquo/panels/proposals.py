"""The proposal-answer panel: one row per proposal and actor that answered it, from the bundled case files.

Whose answer counts, and whether it was a yes, is read by the rule of `cases.answers`, as the test of acceptance reads
it. The situation is that of the year before, so that no row knows what came.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from statusquo.cases.answers import ActorAnswer, answers_to
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.cases.statements import Proposal
from statusquo.core.artefacts import load_artefact
from statusquo.core.columns import checked, schema_of
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.panel import Panel
from statusquo.snapshot.record import KEY
from statusquo.snapshot.store import Snapshot

TABLE = "panel.proposal_answer"
SITUATION = ("quiet_years", "was_active_before", "capability_ratio_before", "war_risk")
RISK_MODEL = "record and claim"
"""The headline of the risk model, forecast from the past alone."""

WARNINGS = (
    "The proposals are those that sources at hand tell of, chosen by nobody's rule: shares of answers describe the "
    "record and no population of proposals.",
    "Count only rows where is_counted is true: mediators, actors without a role on that day, and whoever made the "
    "proposal are told and do not count.",
    "Kind and package are missing for Aceh, Karabakh, South Tyrol and single later proposals.",
    "Answers to one proposal, and of one actor over time, are not independent: resample whole disputes.",
    "Most answers rest on excerpts of their sources and one reader's coding; agreement between coders is not measured.",
    "An answer accepted as a basis is a yes to talks and no yes to the terms; where accounts differ no word is final.",
    "The six points of 2008 stand under Abkhazia and South Ossetia and are one proposal.",
    "Terms are in our own words and on no scale.",
)


def answers(case: Case) -> Iterator[dict[str, Any]]:
    """Yield one row per proposal and actor that answered it, in the order of the file.

    Args:
        case: the dispute, bundled or a user's own.
    """
    for proposal in case.proposal:
        for answer in answers_to(case, proposal):
            yield _row(case, proposal, answer)


def proposal_answers(snapshot: Snapshot) -> Panel:
    """Return the panel for all bundled case files that hold proposals.

    A snapshot's panel is made once and shared.

    Args:
        snapshot: the open snapshot, for the situation at the end of the year before.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    return snapshot.once(_proposal_answers)


def _proposal_answers(snapshot: Snapshot) -> Panel:
    rows = [row for name in bundled_ids() for row in answers(load_case(name))]
    schema = {name: kind for name, kind in schema_of(TABLE).items() if name not in SITUATION}
    frame = pl.DataFrame(rows, schema=schema)
    for part in _situation(snapshot):
        frame = frame.join(part, on=KEY, how="left", maintain_order="left")
    return Panel("proposal-answer", checked(frame, TABLE), WARNINGS)


def _situation(snapshot: Snapshot) -> Iterator[pl.DataFrame]:
    """Yield what stood at the end of the year before each year, by dispute and year."""
    years = dispute_years(snapshot).frame
    # Quiet years are counted to the end of the year before already; the rest is that year's own.
    yield years.select(*KEY, "quiet_years")
    yield years.select(
        "conflict_id_ucdp",
        pl.col("year") + 1,
        was_active_before=pl.col("is_active"),
        capability_ratio_before=(pl.col("patron_cinc") / pl.col("parent_cinc")).log(),
    )
    yield (
        load_artefact("risk_predictions")
        .filter(scheme="rolling origin", risk_set="broad", event="war", model=RISK_MODEL)
        .select(*KEY, war_risk="probability")
    )


def _row(case: Case, proposal: Proposal, answer: ActorAnswer) -> dict[str, Any]:
    year, actor, told, words = proposal.date.year, answer.actor, answer.responses, answer.words
    holding = case.holding_at(year - 1)
    sources = dict.fromkeys(name for row in told for name in row.source)
    claimants = dict.fromkeys(row.claimant for row in told if row.claimant is not None)
    return {
        "case": case.id,
        "conflict_id_ucdp": case.ids.ucdp_conflict[0] if len(case.ids.ucdp_conflict) == 1 else None,
        "proposal": proposal.id,
        "proposal_name": proposal.name,
        "date": proposal.date.text,
        "year": year,
        "kind": proposal.kind,
        "is_package": proposal.is_package,
        "proposed_by": list(proposal.proposed_by),
        "terms": [f"{issue}: {text}" for issue, text in proposal.terms.items()],
        "actor": actor.id,
        "actor_name": actor.name,
        "actor_kind": actor.kind,
        "role": answer.role,
        "is_proposer": answer.is_proposer,
        "is_counted": answer.is_counted,
        "accepted": answer.accepted,
        "first_answer": words[0] if words else None,
        "last_answer": words[-1] if words else None,
        "answered": next((row.date.text for row in reversed(told) if row.date is not None), None),
        "accounts_differ": answer.is_disputed,
        "is_veto_power": any(role.role == "veto power" for role in answer.roles),
        "as_told_by": list(claimants) or None,
        "confidence": max((row.confidence for row in told), key=("high", "medium", "low").index),
        "source": list(sources),
        "references": [_reference(case, name) for name in sources],
        "holder_before": holding.holder if holding is not None else None,
    }


def _reference(case: Case, name: str) -> str:
    source = case.sources_by_id[name]
    return f"{source.citation} {source.url}" if source.url else source.citation
