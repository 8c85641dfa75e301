"""Works out the settlement readings of every bundled settlement file, so that no page has to draw.

Every period of every file: who accepts what, solutions, the zone of agreement over two issues, what would widen it,
paired contrasts; and for every file the back-test on the record. Seeds are the project's, so that a refit gives the
same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from statusquo.cases.load import load_case
from statusquo.core.columns import schema_of
from statusquo.core.estimates import Estimate
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.path import war_risk_series
from statusquo.settlement.backtest import BackTest, Score, back_test, score_predictions
from statusquo.settlement.contrasts import Difference, issue_effects, status_contrast
from statusquo.settlement.fitted import ALL_DISPUTES
from statusquo.settlement.load import bundled_settlements, load_settlement, load_vocabulary
from statusquo.settlement.report import Settlement, settle
from statusquo.settlement.values import SCALE_TOP
from statusquo.settlement.zone import Widening
from statusquo.snapshot.store import Snapshot

Row = dict[str, object]

STATUS_PAIRS = (("territorial-autonomy", "common-state"),)
"""Status formulas whose acceptance by each government is told as a difference."""


def fit_acceptance(inputs: FitInputs) -> Fitted:
    """Return artefact ``settlement_acceptance``: who accepts what, with intervals."""
    return _table("settlement_acceptance", [row for found in _periods(inputs) for row in _acceptance(found)])


def fit_solutions(inputs: FitInputs) -> Fitted:
    """Return artefact ``settlement_solutions``: how often each solution picks each option."""
    return _table("settlement_solutions", [row for found in _periods(inputs) for row in _solutions(found)])


def fit_zones(inputs: FitInputs) -> Fitted:
    """Return artefact ``settlement_zones``: the zone of agreement over two issues of each period."""
    return _table("settlement_zones", [row for found in _periods(inputs) for row in _zone(found)])


def fit_widenings(inputs: FitInputs) -> Fitted:
    """Return artefact ``settlement_widenings``: what would widen the zone."""
    return _table("settlement_widenings", [row for found in _periods(inputs) for row in _widenings(found)])


def fit_contrasts(inputs: FitInputs) -> Fitted:
    """Return artefact ``settlement_contrasts``: what each issue does to the zone, and one status over another."""
    return _table("settlement_contrasts", [row for found in _periods(inputs) for row in _contrasts(found)])


def fit_record(inputs: FitInputs) -> Fitted:
    """Return artefact ``settlement_record``: predicted and actual answers to the proposals."""
    rows: list[Row] = [
        {
            "case_id": name,
            "proposal": one.trial.proposal,
            "actor": one.trial.actor,
            "name": one.trial.name,
            "date": str(one.trial.date),
            "setting": one.trial.setting,
            "what_happened": one.trial.what_happened,
            "accounts_differ": one.trial.is_disputed,
            "accepted": one.trial.accepted,
            "first_word": one.trial.first_word,
            "stated": _cut(one.stated.value),
            "low": _cut(one.stated.low),
            "high": _cut(one.stated.high),
            "calibrated": _cut(one.calibrated),
            "others_rate": _cut(one.others_rate),
            "reason": one.missing_reason,
        }
        for name, record in _records(inputs.snapshot).items()
        for one in record.predictions
    ]
    return _table("settlement_record", rows)


def fit_scores(inputs: FitInputs) -> Fitted:
    """Return artefact ``settlement_scores``: how the model did on the record, of each dispute and of all."""
    records = _records(inputs.snapshot)
    together = score_predictions([one for record in records.values() for one in record.predictions])
    told = [*((name, record.scores) for name, record in records.items()), (ALL_DISPUTES, together)]
    return _table(
        "settlement_scores", [row for name, scores in told for score in scores for row in _score(name, score)]
    )


def _table(name: str, rows: list[Row]) -> Fitted:
    return Fitted(pl.DataFrame(rows, schema_of(f"fit.{name}")))


def _periods(inputs: FitInputs) -> Iterator[Settlement]:
    jobs = [(name, row.id) for name in bundled_settlements() for row in load_settlement(load_case(name)).period]
    for number, (name, period) in enumerate(jobs):
        inputs.progress(number, len(jobs), f"{name}, {period}")
        yield _settled(inputs.snapshot, name, period)
    inputs.progress(len(jobs), len(jobs), "done")


@lru_cache(maxsize=100)
def _settled(snapshot: Snapshot, name: str, period: str) -> Settlement:
    return settle(load_case(name), snapshot, period=period, with_record=False)


@lru_cache(maxsize=1)
def _records(snapshot: Snapshot) -> dict[str, BackTest]:
    found = {}
    for name in bundled_settlements():
        case = load_case(name)
        found[name] = back_test(load_settlement(case), load_vocabulary(), case, war_risk_series(case, snapshot))
    return found


def _key(found: Settlement) -> Row:
    return {"case_id": found.file.case, "period": found.period.id}


def _acceptance(found: Settlement) -> Iterator[Row]:
    for place, option in enumerate(found.options):
        told = {
            "option": option.id,
            "place": place,
            "name": option.name,
            "kind": option.kind,
            "is_base": place == found.base,
        }
        estimates = {player.id: found.chance(place, column) for column, player in enumerate(found.agenda.players)}
        for actor, estimate in {**estimates, "veto": found.zone(place), "people": found.with_people(place)}.items():
            yield _key(found) | told | {"actor": actor, **_cuts(estimate), "reason": estimate.missing_reason}


def _solutions(found: Settlement) -> Iterator[Row]:
    share = found.solutions.share
    for place, option in enumerate(found.options):
        yield _key(found) | {
            "option": option.id,
            "winset": _cut(float(found.acceptance.winset[place])),
            "nash": _cut(share["nash"][option.id]),
            "kalai_smorodinsky": _cut(share["kalai-smorodinsky"][option.id]),
            "egalitarian": _cut(share["egalitarian"][option.id]),
            "pareto": _cut(share["pareto"][option.id]),
            "any_option": _cut(found.acceptance.any_zone),
        }


def _zone(found: Settlement) -> Iterator[Row]:
    if found.zone_map is None:
        return
    told = found.zone_map
    for y, row in zip(told.places.tolist(), told.probability, strict=True):
        for x, probability in zip(told.places.tolist(), row.tolist(), strict=True):
            yield _key(found) | {
                "x": round(SCALE_TOP * x, 6),
                "y": round(SCALE_TOP * y, 6),
                "across": told.across,
                "up": told.up,
                "option": told.option,
                "probability": _cut(probability),
            }


def _widenings(found: Settlement) -> Iterator[Row]:
    told = found.widenings
    if told is None:
        return
    groups: dict[str, tuple[Widening, ...]] = {
        "by issue": told.by_issue,
        "sparing people": told.sparing,
        "best pair": (told.best_pair,) if told.best_pair is not None else (),
        "cheapest": told.cheapest,
    }
    for group, widenings in groups.items():
        for rank, one in enumerate(widenings, 1):
            yield _key(found) | {
                "group": group,
                "rank": rank,
                "issues": [move.issue for move in one.moves],
                "levers": [found.vocabulary.issue_by_id(move.issue).lever for move in one.moves],
                "from": [None if move.was_open else round(SCALE_TOP * move.start, 6) for move in one.moves],
                "to": [round(SCALE_TOP * move.to, 6) for move in one.moves],
                "option": told.option,
                "start_zone": _cut(told.zone),
                "zone": _cut(one.zone),
                "actors": [player.id for player in found.agenda.players],
                "changes": [None if math.isnan(change) else round(change, 4) for change in one.change.tolist()],
            }


def _contrasts(found: Settlement) -> Iterator[Row]:
    risk = found.war_risk.counted
    for issue, told in issue_effects(found.agenda, found.options, war_risk=risk).items():
        yield _key(found) | {"contrast": f"issue:{issue}"} | _difference(told)
    formulas = {option.id: option for option in found.options if option.kind == "formula"}
    for first, second in STATUS_PAIRS:
        if first in formulas and second in formulas:
            one, other = formulas[first], formulas[second]
            answered = found.agenda.answers(one) & found.agenda.answers(other)
            for player, has_both in zip(found.agenda.players, answered, strict=True):
                if player.kind == "government" and has_both:
                    told = status_contrast(found.agenda, one, other, player.id, war_risk=risk)
                    yield _key(found) | {"contrast": f"{first} over {second}:{player.id}"} | _difference(told)


def _difference(told: Difference) -> Row:
    return {name: _cut(getattr(told, name)) for name in ("value", "low", "high", "first", "second")}


def _score(name: str, score: Score) -> Iterator[Row]:
    measures = {"Brier score": score.brier, "hits": score.hits}
    measures |= {f"skill against {rule}": estimate for rule, estimate in score.skill.items()}
    for measure, estimate in measures.items():
        yield {
            "case_id": name,
            "form": score.form,
            "answers": score.answers,
            "settings": score.settings,
            "measure": measure,
            **_cuts(estimate),
            "n_answers": score.n_answers,
            "n_proposals": score.n_proposals,
        }


def _cuts(estimate: Estimate) -> Row:
    return {name: _cut(getattr(estimate, name)) for name in ("value", "low", "high")}


def _cut(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
