"""What the settlement readings say of claims: plain numbers with their intervals, from the fitted artefacts alone.

Which claim asks what is for the explanations to say; here are four questions: how many more of the recorded answers
the model gives than the commoner answer given every time, what putting an issue on the agenda does to the zone of
agreement, by how much likelier an actor accepts one status than another, and how likely one option is to be accepted
by all with a veto, with and without the people concerned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import polars as pl

from statusquo.cases.model import Case
from statusquo.core.draws import central_95
from statusquo.core.errors import ArtefactError, UnknownNameError
from statusquo.core.estimates import Estimate
from statusquo.core.names import the
from statusquo.core.results import Result
from statusquo.core.seeds import spawn_generator
from statusquo.settlement.backtest import FEWEST_PROPOSALS, resampled_counts
from statusquo.settlement.fitted import ORIGIN, PEOPLE, VETO, FittedSettlement, fitted_settlement
from statusquo.snapshot.store import Snapshot

SHARE_UNIT = "share of answers beyond the best constant one"
CHANGE_UNIT = "change in probability"
DIGITS = 12
"""Kept of a bound, so that no difference in rounding stands for one of substance."""


def claim_results(
    case: Case,
    snapshot: Snapshot,
    *,
    proposal: Sequence[str] = (),
    option: str | None = None,
    change: str | None = None,
    against: str | None = None,
    actor: str | None = None,
    period: str | None = None,
) -> list[Result]:
    """Return the readings on one question, the headline first.

    Args:
        case: the dispute.
        snapshot: not read: all readings are fitted.
        proposal: proposals whose recorded answers are compared with the predictions; all of the record for
            ``("all",)``.
        option: an option or status formula.
        change: an issue, of which it is told what its being on the agenda does to the zone of agreement.
        against: another option, of which it is told by how much less likely `actor` accepts it.
        actor: whose acceptance is told.
        period: the period; all by default.

    Raises:
        ArtefactError: when the readings were never fitted for the dispute.
        UnknownNameError: when nothing in the readings has the name asked for.
    """
    found = fitted_settlement(case.id)
    if found is None:
        raise ArtefactError(f"there are no settlement readings of {case.id}")
    if proposal:
        return _reproduced(found, case, tuple(proposal))
    if change is not None:
        return _contrasts(found, f"issue:{change}", change, period)
    if option is not None and against is not None:
        words = " over ".join(name.replace("-", " ") for name in (option, against))
        return _contrasts(found, f"{option} over {against}:{actor}", words, period)
    if option is not None:
        return _zones(found, option, period)
    raise ValueError("a question names proposals, an issue, or an option")


def _result(label: str, estimate: Estimate, n: int, n_unit: str, note: str = "") -> Result:
    return Result(label, estimate, n, n_unit, estimate.sources, note, variant=label)


def _reproduced(found: FittedSettlement, case: Case, proposals: tuple[str, ...]) -> list[Result]:
    names_of = {actor.id: actor.name for actor in case.actor}
    rows = found.record.filter(pl.col("stated").is_not_null(), ~pl.col("accounts_differ"))
    if proposals != ("all",):
        for name in proposals:
            if name not in set(found.record["proposal"]):
                raise UnknownNameError("proposal of the record", name, set(found.record["proposal"]))
        rows = rows.filter(pl.col("proposal").is_in(proposals))
    if rows.is_empty():
        reason = "none of these answers can be predicted from judgements dated before it"
        return [_result("last word", Estimate.missing(SHARE_UNIT, reason, ORIGIN), 0, "answers")]
    if (n := rows["proposal"].n_unique()) < FEWEST_PROPOSALS:
        reason = f"{n} proposals are too few to tell skill from luck; {FEWEST_PROPOSALS} are needed"
        return [_result("last word", Estimate.missing(SHARE_UNIT, reason, ORIGIN), len(rows), "answers")]
    readings = []
    for label, column in (("last word", "accepted"), ("first word", "first_word")):
        for form in ("stated", "calibrated"):
            kept = rows.filter(pl.col(form).is_not_null())
            if kept.is_empty():
                continue
            hit = ((kept[form] >= 0.5) == kept[column]).to_numpy().astype(float)
            names = kept["proposal"].to_list()
            accepted = kept[column].to_numpy().astype(float)
            estimate = _resampled(hit, accepted, names, (found.case_id, label, form))
            missed = kept.filter(pl.Series(hit) == 0).select("name", "actor").iter_rows()
            told = ", ".join(f"{name} ({the(names_of.get(actor, actor))})" for name, actor in missed) or "none"
            headline = label if form == "stated" else f"{label}, calibrated on the other proposals"
            said = f"{int(hit.sum())} of {len(hit)} answers given. Missed: {told}"
            readings.append(_result(headline, estimate, len(hit), "answers", said))
    return readings


Column: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]


def _resampled(hit: Column, accepted: Column, names: Sequence[str], path: tuple[str, ...]) -> Estimate:
    """Return the share of hits less that of the commoner answer, with an interval that resamples whole proposals."""
    counts = resampled_counts(names, spawn_generator("settlement", "claims", *path, len(hit)))
    agreed = (counts @ accepted) / counts.sum(axis=1)
    gains = (counts @ hit) / counts.sum(axis=1) - np.maximum(agreed, 1.0 - agreed)
    low, high = (bound.round(DIGITS) for bound in central_95(gains))
    value = float(hit.mean() - max(accepted.mean(), 1.0 - accepted.mean()))
    return Estimate.spanning(value, SHARE_UNIT, (low, high), "confidence95", ORIGIN)


def _contrasts(found: FittedSettlement, contrast: str, what: str, period: str | None) -> list[Result]:
    rows = found.contrasts.filter(contrast=contrast)
    if period is not None:
        rows = rows.filter(period=period)
    if rows.is_empty():
        raise UnknownNameError("contrast of the settlement readings", contrast, set(found.contrasts["contrast"]))
    n_options = found.acceptance.group_by("period").agg(pl.col("option").n_unique())
    counts = dict(n_options.iter_rows())
    return [
        _result(
            row["period"],
            Estimate(row["value"], CHANGE_UNIT, row["low"], row["high"], "draws95", ORIGIN),
            counts[row["period"]],
            "options",
            f"{what}: {row['first']:.2f} against {row['second']:.2f}",
        )
        for row in rows.iter_rows(named=True)
    ]


def _zones(found: FittedSettlement, option: str, period: str | None) -> list[Result]:
    rows = found.acceptance.filter(option=option, actor=VETO)
    if period is not None:
        rows = rows.filter(period=period)
    if rows.is_empty():
        raise UnknownNameError("option of the settlement readings", option, set(found.acceptance["option"]))
    readings = []
    for row in rows.iter_rows(named=True):
        people = found.chance(row["period"], option, PEOPLE)
        note = f"with the people concerned {people.value:.2f}" if people.value is not None else ""
        n_actors = found.acceptance.filter(period=row["period"], option=option).height - 2
        readings.append(_result(row["period"], found.chance(row["period"], option, VETO), n_actors, "actors", note))
    return readings
