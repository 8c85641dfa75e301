"""Puts the answer on one dispute together from the rooms below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from statusquo.answer.endings import endings
from statusquo.answer.model import Answer, Data, Thin
from statusquo.answer.offers import offer_sentence, offers
from statusquo.answer.risk import risk_told
from statusquo.answer.since import since
from statusquo.answer.stands import Ground, stands, stands_sentence, tags
from statusquo.answer.strength import stronger
from statusquo.answer.watch import to_watch
from statusquo.cases.completeness import completeness_of
from statusquo.cases.model import Case
from statusquo.risk.inputs import risk_sources
from statusquo.snapshot.store import Snapshot


def answer_on(case: Case, snapshot: Snapshot) -> Answer:
    """Return the answer on a dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.

    Raises:
        ArtefactError: when the risks were never fitted, or to data that end in another year than the snapshot's.
        SourceError: when an event file of the user's own is not as it was added.
    """
    ground, today = Ground.of(case, snapshot), datetime.now(UTC).date()
    risk, how_likely = risk_told(ground)
    offered = offers(ground)
    how_it_stands = stands_sentence(ground)
    # The agreement by which it was settled need not be told twice.
    last_offer = None if ground.agreement is not None and case.origin == "derived" else offer_sentence(offered)
    told = (how_it_stands, how_likely, last_offer)
    return Answer(
        case.id,
        _names(case),
        tags(ground),
        tuple(text for text in told if text),
        stands(ground),
        risk,
        since(ground, risk),
        stronger(ground),
        offered,
        endings(ground),
        to_watch(case, risk, today),
        Data(snapshot.last_year, today, _releases(snapshot), _thin(case)),
    )


def _names(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys([case.title, *(name.text for name in case.territory.name)]))


def _releases(snapshot: Snapshot) -> Mapping[str, str]:
    known = snapshot.releases
    return {source: str(known[source]["version"]) for source in risk_sources(snapshot) if source in known}


def _thin(case: Case) -> Thin:
    given = completeness_of(case)
    return Thin(given.n_facts, given.n_sourced, len(given.missing), given.n_expected, case.origin != "derived")
