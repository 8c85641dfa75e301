"""The settlement readings of a bundled dispute from their artefacts: nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.settlement.report import UNIT, ZONE_UNIT

ARTEFACTS = (
    "settlement_acceptance",
    "settlement_contrasts",
    "settlement_record",
    "settlement_scores",
    "settlement_solutions",
    "settlement_widenings",
    "settlement_zones",
)
ORIGIN = ("ucdp-prio-acd",)
"""The data behind the risk of war that stands behind no agreement."""

ALL_DISPUTES = "all"
"""In place of a dispute, in the table of scores: all of them together."""

VETO, PEOPLE = "veto", "people"
"""In place of an actor: every actor with a veto at once; these and all people concerned."""


@dataclass(frozen=True, slots=True)
class FittedSettlement:
    """What the artefacts hold of one dispute.

    Attributes:
        case_id: the dispute.
        acceptance: rows of ``settlement_acceptance``.
        solutions: rows of ``settlement_solutions``.
        zones: rows of ``settlement_zones``.
        widenings: rows of ``settlement_widenings``.
        contrasts: rows of ``settlement_contrasts``.
        record: rows of ``settlement_record``, in the order of the proposals.
        scores: rows of ``settlement_scores`` of the dispute.
        scores_of_all: the same of all disputes together.
    """

    case_id: str
    acceptance: pl.DataFrame
    solutions: pl.DataFrame
    zones: pl.DataFrame
    widenings: pl.DataFrame
    contrasts: pl.DataFrame
    record: pl.DataFrame
    scores: pl.DataFrame
    scores_of_all: pl.DataFrame

    def chance(self, period: str, option: str, actor: str) -> Estimate:
        """Return the probability that an actor, or all with a veto, accept an option in a period."""
        unit = UNIT if actor not in (VETO, PEOPLE) else ZONE_UNIT
        rows = self.acceptance.filter(period=period, option=option, actor=actor)
        if rows.is_empty():
            return Estimate.missing(unit, f"{option} was not judged by {actor} in {period}", ORIGIN)
        row = rows.row(0, named=True)
        return Estimate.from_row(row | {"unit": unit, "missing_reason": row["reason"]}, "draws95", ORIGIN)

    def score(self, measure: str, *, form: str = "stated", answers: str = "last word") -> Estimate | None:
        """Return one score over the proposals put in talks, None where there is none."""
        rows = self.scores.filter(measure=measure, form=form, answers=answers, settings="negotiation")
        if rows.is_empty():
            return None
        told = {"unit": measure, "missing_reason": "the rule makes no error here"}
        return Estimate.from_row(rows.row(0, named=True) | told, "confidence95", ORIGIN)


def fitted_settlement(case_id: str) -> FittedSettlement | None:
    """Return what the artefacts hold of a dispute, None where they hold nothing of it."""
    own = {name.removeprefix("settlement_"): load_artefact(name).filter(case_id=case_id) for name in ARTEFACTS}
    together = load_artefact("settlement_scores").filter(case_id=ALL_DISPUTES)
    return None if own["acceptance"].is_empty() else FittedSettlement(case_id, **own, scores_of_all=together)
