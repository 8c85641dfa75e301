"""What the tests of claims draw on: one dispute's case, snapshot and measures, each computed once when first asked for.

A test never fits a model: what is estimated across disputes comes as a fitted artefact.
"""

from __future__ import annotations

from functools import cached_property

import polars as pl

from statusquo.balances.measures import Measures
from statusquo.cases.model import Actor, Case
from statusquo.cases.statements import Fact, Source
from statusquo.core.wording import listed
from statusquo.explanations.model import Explanation
from statusquo.explanations.results import NotTestableError
from statusquo.panels.codings import Coding
from statusquo.panels.patrons import state_behind
from statusquo.snapshot.store import Snapshot


class Evidence:
    """The evidence on one dispute, as one explanation may use it.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        explanation: whose own sources are left out, since what it was made from is no test of it.
        measures: the dispute's measures, where they are worked out already.
        recoded: a user's own codings of the status quo, which overrule the others across disputes.
    """

    def __init__(
        self,
        case: Case,
        snapshot: Snapshot,
        explanation: Explanation,
        *,
        measures: Measures | None = None,
        recoded: tuple[Coding, ...] = (),
    ) -> None:
        self.case, self.snapshot, self.explanation, self.recoded = case, snapshot, explanation, recoded
        self.measures = measures or Measures(case, snapshot)

    @cached_property
    def dispute_years(self) -> pl.DataFrame:
        """The active years of the dispute."""
        numbers = list(self.case.ids.ucdp_conflict)
        return self.snapshot.table("dispute_years").filter(pl.col("conflict_id_ucdp").is_in(numbers)).sort("year")

    def facts(self, key: str) -> tuple[Fact, ...]:
        """Return the figures under one key, of the case and of the explanation, that are a test of the explanation.

        Figures whose only source is the work itself, unsourced ones and those from copies of an encyclopedia are left
        out.
        """
        own = set(self.explanation.made_from_source)
        return tuple(
            fact
            for fact in (*self.case.facts(key), *(f for f in self.explanation.fact if f.key == key))
            if (kept := [name for name in fact.source if name not in own])
            and any(not source.is_weak for name in kept if (source := self.source(name)) is not None)
        )

    def source(self, name: str) -> Source | None:
        """Return a source of the case or of the explanation."""
        known = {source.id: source for source in self.explanation.source}
        return self.case.sources_by_id.get(name) or known.get(name)

    def actor(self, name: str) -> Actor:
        """Return an actor of the case by its id, or the state on one side: ``parent`` or ``separatist``.

        A separatist side that is no state stands by the one that supported it by act (`panels.patrons.state_behind`).

        Raises:
            NotTestableError: when the case has no such actor.
        """
        if name in ("parent", "separatist") and self.case.claimants():
            names = listed([actor.name for actor in self.case.claimants()])
            raise NotTestableError("data", f"{names} are claimants: the dispute has no {name} side")
        if name == "parent" and self.case.parents():
            return self.case.parents()[0]
        if name == "separatist" and (behind := state_behind(self.case, self.snapshot)) is not None:
            return behind
        found = next((actor for actor in self.case.actor if actor.id == name), None)
        if found is None:
            raise NotTestableError("data", f"the case names no actor {name!r}")
        return found

    def state(self, name: str) -> int:
        """Return the Gleditsch-Ward number of an actor.

        Raises:
            NotTestableError: when the actor is no state with a number.
        """
        actor = self.actor(name)
        if actor.gwno is None:
            raise NotTestableError(
                "data", f"{actor.name} has no state number, so that no data set's figures are its own"
            )
        return actor.gwno
