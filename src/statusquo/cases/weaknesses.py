"""What a valid case leaves open: weak sources, one-sided accounts, gaps and approximations, each with its place.

None of these is an error; a reader of the case should know of them, and its author may mend them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from statusquo.cases.admission import shapes_of_territory
from statusquo.cases.model import Case
from statusquo.cases.source_kinds import Standing
from statusquo.cases.watch import OUTCOME_NOT_RECORDED
from statusquo.documents.faults import Fault, FieldPath, show

_RESTS_ON: dict[Standing, str] = {
    "mirror only": "rests on copies of an encyclopedia only",
    "unsourced": "rests on general knowledge only",
}


def find_weaknesses(case: Case) -> list[Fault]:
    """Return everything that a valid case leaves open, by kind."""
    return [
        *_rows_without_a_source(case),
        *_official_without_authority(case),
        *_sources_never_cited(case),
        *_accounts_of_one_side(case),
        *_gaps_between_phases(case),
        *_contests_of_one_claimant(case),
        *_watches_to_look_at_again(case),
        *_approximations(case),
        *_unknown_to_the_snapshot(case),
    ]


def _rows_without_a_source(case: Case) -> Iterator[Fault]:
    rows = [
        *((("actor", i, "role", j), row) for i, actor in enumerate(case.actor) for j, row in enumerate(actor.role)),
        *((("holding", i), row) for i, row in enumerate(case.holding)),
        *((("fact", i), row) for i, row in enumerate(case.fact)),
        *((("event", i), row) for i, row in enumerate(case.event)),
        *((("event", i, "account", j), row) for i, e in enumerate(case.event) for j, row in enumerate(e.account)),
        *((("line_history",), row) for row in (case.line_history,) if row),
        *((("phase", i), row) for i, row in enumerate(case.phase)),
        *((("proposal", i), row) for i, row in enumerate(case.proposal)),
        *((("position", i), row) for i, row in enumerate(case.position)),
        *((("watch", i), row) for i, row in enumerate(case.watch)),
        *((("coding", i), row) for i, row in enumerate(case.coding)),
        *((("proposal", i, "response", j), r) for i, p in enumerate(case.proposal) for j, r in enumerate(p.response)),
    ]  # fmt: skip
    for path, row in rows:
        standing = case.standing(row)
        if standing != "sourced":
            yield Fault((*path, "source"), _RESTS_ON[standing], ", ".join(row.source), "a source read")


def _official_without_authority(case: Case) -> Iterator[Fault]:
    for i, source in enumerate(case.source):
        if source.kind == "official" and not (source.author or source.publisher):
            what = "an official source is an authority's own paper, and none is named"
            yield Fault(("source", i), what, show(source.title), "its author or publisher")


def _sources_never_cited(case: Case) -> Iterator[Fault]:
    cited: set[str] = set()

    def walk(node: object, key: str = "") -> None:
        if isinstance(node, dict):
            for name, value in node.items():
                walk(value, name)
        elif isinstance(node, list | tuple):
            if key in ("source", "status_source"):
                cited.update(name for name in node if isinstance(name, str))
            for value in node:
                walk(value)

    walk(case.model_dump())
    for i, source in enumerate(case.source):
        if source.id not in cited:
            yield Fault(("source", i, "id"), "nothing cites this source", show(source.id))


def _accounts_of_one_side(case: Case) -> Iterator[Fault]:
    parent = _side(case, {actor.id for actor in case.parents()})
    separatist = _side(case, {actor.id for actor in case.separatists()})
    sides = [(f"{actor.name}'s", _side(case, {actor.id})) for actor in case.claimants()] or [
        ("the parent side's", parent), ("the separatist side's", separatist)
    ]  # fmt: skip
    for i, event in enumerate(case.event):
        claimants = {account.claimant for account in event.account}
        for side, members in sides:
            if claimants and not claimants & members:
                allowed = f"an account of {' or '.join(sorted(members))}"
                yield Fault(
                    ("event", i, "account"),
                    f"{side} account is missing",
                    ", ".join(sorted(claimants)),
                    allowed,
                )


def _side(case: Case, actors: set[str]) -> set[str]:
    """Return a side's actors with the patrons and kin states that stand behind them."""
    behind = {
        actor.id
        for actor in case.actor
        if any(role.role in ("patron", "kin state") and role.toward in actors for role in actor.role)
    }
    return actors | behind


def _gaps_between_phases(case: Case) -> Iterator[Fault]:
    phases = sorted(enumerate(case.phase), key=lambda pair: pair[1].start)
    for (_, earlier), (i, later) in pairwise(phases):
        # Measured in days, for a date may be as late as a calendar goes and has no day after it.
        if earlier.end and later.start.first - earlier.end.last > dt.timedelta(days=1):
            what = "no phase covers the time before this one"
            yield Fault(("phase", i, "start"), what, str(later.start), f"{earlier.end}, when {earlier.id} ends")


def _contests_of_one_claimant(case: Case) -> Iterator[Fault]:
    for key, rows in case.contested().items():
        claimants = {fact.claimant for fact in rows if fact.claimant}
        if len(claimants) == 1:
            i = case.fact.index(next(fact for fact in rows if fact.claimant))
            what = f"{key} is contested, and one side's figure alone is given"
            yield Fault(("fact", i, "claimant"), what, claimants.pop(), "the figure of each side")


def _watches_to_look_at_again(case: Case) -> Iterator[Fault]:
    """Yield what today says against a thing to watch; no error, for a file stays valid while days go by."""
    today = dt.datetime.now(dt.UTC).date()
    for i, watch in enumerate(case.watch):
        if watch.was_due(today):
            what, allowed = f"was due, and {OUTCOME_NOT_RECORDED}", "what is still ahead, or an [[event]] that tells it"
            yield Fault(("watch", i, "by"), what, str(watch.by), allowed)
        if watch.looked_at.first > today:
            what = "nobody has looked on a day to come"
            yield Fault(("watch", i, "looked_at"), what, str(watch.looked_at), f"{today} or earlier")


def _approximations(case: Case) -> Iterator[Fault]:
    territory = case.territory
    rows: list[tuple[FieldPath, str | None]] = [
        *(((key,), shape.approximation) for key, shape in shapes_of_territory(case)),
        *((("place", i), place.approximation) for i, place in enumerate(territory.place)),
    ]  # fmt: skip
    for path, text in rows:
        if text:
            yield Fault(("territory", *path, "approximation"), "stands on the map by approximation only", show(text))


def _unknown_to_the_snapshot(case: Case) -> Iterator[Fault]:
    """Yield the numbers that the data know nothing of, so that nothing would be joined."""
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    conflicts = set(snapshot.table("disputes")["conflict_id_ucdp"])
    for i, number in enumerate(case.ids.ucdp_conflict):
        if number not in conflicts:
            what = "UCDP has no territorial conflict of this number"
            yield Fault(("ids", "ucdp_conflict", i), what, show(number), "a number in `statusquo cases list`")
