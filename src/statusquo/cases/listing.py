"""One line of the list of disputes: what a case is called and how complete it is."""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.cases.completeness import completeness_of
from statusquo.cases.model import Case
from statusquo.core.shown import Shown


@dataclass(frozen=True, slots=True, repr=False)
class CaseListing(Shown):
    """One line of the list of disputes.

    Attributes:
        id: the id that `load_case` takes.
        title: the title.
        origin: ``bundled``, ``derived`` (from UCDP alone) or ``file``.
        n_facts: facts given.
        n_sourced: facts that rest on a source that somebody answers for.
        n_mirrored: facts that rest on copies of an encyclopedia at best.
        n_unsourced: facts that rest on general knowledge only.
        n_contested: keys under which figures differ.
        n_missing: what a complete case has and this one lacks (see `cases.completeness`).
        n_expected: how much a complete case has.
        n_events: events given.
        first_year: first year of fighting, where UCDP is all there is.
        last_year: last such year.
    """

    id: str
    title: str
    origin: str
    n_facts: int
    n_sourced: int
    n_mirrored: int
    n_unsourced: int
    n_contested: int
    n_missing: int
    n_expected: int
    n_events: int
    first_year: int | None = None
    last_year: int | None = None

    def in_short(self) -> str:
        """Return its id and title, and what stands behind it."""
        facts = "from UCDP alone" if self.origin == "derived" else f"{self.n_facts} facts, {self.n_events} events"
        return f"{self.id}: {self.title}; {facts}"


def listing_of(case: Case) -> CaseListing:
    """Return the line of a case."""
    given = completeness_of(case)
    return CaseListing(
        id=case.id,
        title=case.title,
        origin=case.origin,
        n_facts=given.n_facts,
        n_sourced=given.n_sourced,
        n_mirrored=given.n_mirrored,
        n_unsourced=given.n_unsourced,
        n_contested=given.n_contested,
        n_missing=len(given.missing),
        n_expected=given.n_expected,
        n_events=len(case.event),
    )
