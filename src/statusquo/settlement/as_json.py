"""A settlement, or what was tabled where nobody placed the actors, as the JSON of `statusquo settle --json`."""

from __future__ import annotations

import math
from typing import Any

from statusquo.settlement.agenda import Agenda, OptionPoint
from statusquo.settlement.backtest import BackTest, Prediction
from statusquo.settlement.report import NOTES, Settlement
from statusquo.settlement.tabled import NOTES as TABLED_NOTES
from statusquo.settlement.tabled import FormulaStand, Offer, Tabled
from statusquo.settlement.values import SCALE_TOP
from statusquo.settlement.zone import Widening, Widenings, ZoneMap


def settlement_json(found: Settlement) -> dict[str, Any]:
    """Return a settlement as plain JSON values; places on issues run from 0 to 100."""
    agenda, accepted = found.agenda, found.acceptance
    return {
        "case": found.file.case,
        "period": {"id": found.period.id, "name": found.period.name, "question": found.period.question},
        "periods": [period.id for period in found.file.period],
        "actors": [
            {"id": p.id, "name": p.name, "kind": p.kind, "side": p.side, "is_veto": p.is_veto} for p in agenda.players
        ],
        "left_out": dict(agenda.left_out),
        "red_lines": [
            {"actor": player.id, "issue": issue, "limit": _red_line(agenda, row, column)}
            for row, player in enumerate(agenda.players)
            for column, issue in enumerate(agenda.issues)
            if agenda.is_red[row, column] or agenda.refused[row, column]
        ],
        "issues": [
            {
                "id": issue.id,
                "name": issue.name,
                "scale": issue.scale,
                "toward_100": issue.toward_100,
                "lever": issue.lever,
                "anchors": [{"at": anchor.at.best, "meaning": anchor.meaning} for anchor in issue.anchor],
            }
            for issue in map(found.vocabulary.issue_by_id, agenda.issues)
        ],
        "options": [
            {
                "id": option.id,
                "name": option.name,
                "kind": option.kind,
                "point": _point(option, agenda.issues),
                "acceptance": {
                    player.id: found.chance(row, column).to_json() for column, player in enumerate(agenda.players)
                },
                "zone_of_agreement": found.zone(row).to_json(),
                "with_people_concerned": (people := found.with_people(row)).value,
                "with_people_missing_reason": people.missing_reason,
                "share_of_draws_in_winset": float(accepted.winset[row]),
            }
            for row, option in enumerate(found.options)
        ],
        "zone_of_agreement": {
            "share_of_draws_with_any_option": accepted.any_zone,
            "option": None if found.base is None else found.options[found.base].id,
            "map": None if found.zone_map is None else _map(found.zone_map),
        },
        "solutions": {
            "share": {name: dict(share) for name, share in found.solutions.share.items()},
            "draws_with_any_option": found.solutions.n_draws,
            "draws": found.solutions.n_all,
        },
        "widening": None if found.widenings is None else _widenings(found.widenings, found),
        "spatial_model": None
        if found.spatial is None
        else {
            "start": {name: SCALE_TOP * place for name, place in found.spatial.start.items()},
            "end": {name: SCALE_TOP * place for name, place in found.spatial.end.items()},
            "steps": found.spatial.n_steps,
            "nearest_option": found.spatial.nearest,
            "gap": SCALE_TOP * found.spatial.gap,
        },
        "war_risk": {
            **dict(zip(("low", "value", "high"), found.war_risk.bounds or (None, None, None), strict=True)),
            "from": found.war_risk.origin if found.war_risk.bounds else None,
            "missing_reason": None if found.war_risk.bounds else found.war_risk.origin,
        },
        "data": found.data.to_json(),
        "back_test": None if found.record is None else back_test_json(found.record),
        "draws": accepted.n_draws,
        "sources": [
            {"id": source.id, "citation": source.citation, "url": source.url}
            for source in found.file.source
            if source.id in found.sources
        ],
        "notes": list(NOTES),
    }


def tabled_json(found: Tabled) -> dict[str, Any]:
    """Return what was tabled over a dispute as plain JSON values; it has no chances, since nobody placed the actors."""
    return {
        "case": found.case.id,
        "offers": [_offer(one) for one in found.offers],
        "acceptance_rates": [
            {
                "author": rate.author,
                "elsewhere": rate.elsewhere.to_json(),
                "n_answers": rate.n_elsewhere,
                "n_disputes": rate.n_disputes,
                "n_answers_here": rate.n_here,
                "n_yes_here": rate.yes_here,
            }
            for rate in found.rates
        ],
        "formulas": [_formula(one) for one in found.formulas],
        "unspoken_formulas": [one.id for one in found.unspoken],
        "silent_actors": list(found.silent),
        "why_no_chances": found.why_no_chances,
        "notes": list(TABLED_NOTES),
    }


def _offer(offer: Offer) -> dict[str, Any]:
    proposal = offer.proposal
    return {
        "id": proposal.id,
        "name": proposal.name,
        "date": proposal.date.text,
        "proposed_by": list(proposal.proposed_by),
        "terms": dict(proposal.terms),
        "answers": [
            {
                "actor": answer.actor.id,
                "role": answer.role,
                "accepted": answer.accepted,
                "words": [
                    {"answer": row.answer, "date": row.date.text if row.date else None, "source": list(row.source)}
                    for row in answer.responses
                ],
            }
            for answer in offer.answers
        ],
        "source": list(proposal.source),
    }


def _formula(stand: FormulaStand) -> dict[str, Any]:
    return {
        "id": stand.formula.id,
        "name": stand.formula.name,
        **{
            key: [
                {"actor": row.actor, "date": row.date.text, "red_line": row.red_line, "source": list(row.source)}
                for row in rows
            ]
            for key, rows in (("asked_by", stand.asked), ("refused_by", stand.refused))
        },
        "blocked_by": list(stand.blocked_by),
    }


def back_test_json(record: BackTest) -> dict[str, Any]:
    """Return a back-test as plain JSON values."""
    return {
        "predictions": [_prediction(prediction) for prediction in record.predictions],
        "scores": [
            score.to_json() | {"has_skill": {rule: score.has_skill(rule) for rule in score.skill}}
            for score in record.scores
        ],
    }


def _number(value: float) -> float | None:
    """Return a number, None where there is none: an actor that gives no answer, a no that nothing buys off."""
    return None if math.isnan(value) else value


def _point(option: OptionPoint, issues: tuple[str, ...]) -> dict[str, dict[str, float]]:
    return {
        issue: dict(zip(("low", "best", "high"), (SCALE_TOP * option.point[k]).tolist(), strict=True))
        for k, issue in enumerate(issues)
        if option.decides[k]
    }


def _red_line(agenda: Agenda, row: int, column: int) -> dict[str, object]:
    """Return where an actor's no at any price begins, and which way it runs; its flexibility's end without a limit."""
    if not agenda.refused[row, column]:
        return {"low": None, "best": None, "high": None, "refused": "beyond its flexibility"}
    places = dict(zip(("low", "best", "high"), (SCALE_TOP * agenda.limit[row, column]).tolist(), strict=True))
    return {**places, "refused": "from there up" if agenda.refused[row, column] > 0 else "from there down"}


def _map(found: ZoneMap) -> dict[str, Any]:
    return {
        "across": found.across,
        "up": found.up,
        "places": (SCALE_TOP * found.places).tolist(),
        "probability": found.probability.tolist(),
    }


def _widenings(found: Widenings, settlement: Settlement) -> dict[str, Any]:
    def one(widening: Widening) -> dict[str, Any]:
        ids = [player.id for player in settlement.agenda.players]
        return {
            "moves": [
                {
                    "issue": move.issue,
                    "lever": settlement.vocabulary.issue_by_id(move.issue).lever,
                    "from": None if move.was_open else SCALE_TOP * move.start,
                    "to": SCALE_TOP * move.to,
                }
                for move in widening.moves
            ],
            "zone_of_agreement": widening.zone,
            "raised_by": widening.raised_by,
            "change_of_acceptance": dict(zip(ids, map(_number, widening.change.tolist()), strict=True)),
        }

    return {
        "option": found.option,
        "zone_of_agreement": found.zone,
        "by_issue": [one(widening) for widening in found.by_issue],
        "sparing_people": [one(widening) for widening in found.sparing],
        "best_pair": None if found.best_pair is None else one(found.best_pair),
        "cheapest": [one(widening) for widening in found.cheapest],
        "payment": {
            player.id: _number(float(payment))
            for player, payment in zip(settlement.agenda.players, found.payment, strict=True)
            if player.is_veto
        },
    }


def _prediction(prediction: Prediction) -> dict[str, Any]:
    trial = prediction.trial
    return {
        "proposal": trial.proposal,
        "name": trial.name,
        "date": str(trial.date),
        "setting": trial.setting,
        "actor": trial.actor,
        "answers": list(trial.answers),
        "what_happened": trial.what_happened,
        "accounts_differ": trial.is_disputed,
        "accepted": trial.accepted,
        "first_word": trial.first_word,
        "stated": prediction.stated.to_json(),
        "calibrated": prediction.calibrated,
        "others_rate": prediction.others_rate,
        "hit": prediction.is_hit,
    }
