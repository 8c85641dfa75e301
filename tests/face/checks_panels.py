"""Checks of the rules of refusal on fighting under other numbers, open disputes and parent states.

Each takes the facts of one dispute (the parsed ``--json`` documents of the commands, by command) and returns the
offending statements.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from statusquo.cases.successors import fought_over, successor_years
from statusquo.core.successions import successions
from statusquo.panels.standing import Standing, standing_of, standings
from statusquo.risk.ranking import Ranked, ranking
from statusquo.snapshot.store import open_snapshot

LAST_YEAR = open_snapshot().last_year

Facts = Mapping[str, Any]

DONBAS = {13246, 13247, 13306}
RUSSIA_UKRAINE = 13243
_QUIET = ("No year with 25 battle deaths since", "quiet")


def no_quiet_where_the_ground_is_fought_over(facts: Facts) -> list[str]:
    """Find texts that call a dispute quiet while its ground is fought over under a successor's number."""
    case = facts["case"]
    numbers = list(case.ids.ucdp_conflict)
    elsewhere = [fought_over(open_snapshot(), number, LAST_YEAR) for number in numbers]
    if not any(elsewhere):
        return []
    found = [f"status today: {case.status_today}"] if (case.status_today or "").startswith(_QUIET) else []
    ranked = {row.conflict_id_ucdp: row for row in _ranked()}
    found += [f"ranked as {ranked[n].status}: {ranked[n].name}" for n in numbers if n in ranked and _is_passed_on(n)]
    risk = facts["risk"]
    if risk is not None and _is_passed_on(risk["conflict_id_ucdp"]) and risk["successor"] is None:
        found.append("risk names no successor")
    return found


def no_renewal_while_fighting_goes_on(facts: Facts) -> list[str]:
    """Find a risk of renewed fighting for the coming year though the last one was fought over the same ground."""
    risk = facts["risk"]
    if risk is None or LAST_YEAR not in risk["active"]:
        return []
    value = risk["coming"]["recurrence"]["value"]
    return [] if value is None else [f"renewed fighting in {risk['coming_year']}: {value}"]


def no_clock_through_a_war(facts: Facts) -> list[str]:
    """Find a clock of peace above zero in the last year though the ground was fought over in it."""
    measure, case = facts["measure"], facts["case"]
    known = _known()
    fought = [n for n in case.ids.ucdp_conflict if n in known and known[n].intensity != "none"]
    if measure is None or not fought:
        return []
    points = measure["balances"]["inertia"]["main"]["points"]
    return [f"{p['value']} years since the last active year" for p in points if p["year"] == LAST_YEAR and p["value"]]


def no_ended_state_in_an_open_dispute(facts: Facts) -> list[str]:
    """Find a ranked dispute whose parent is a state that ended."""
    case = facts["case"]
    ranked = {row.conflict_id_ucdp for row in _ranked()}
    if not ranked & set(case.ids.ucdp_conflict):
        return []
    return [f"open, with {actor.name} as parent" for actor in case.parents() if actor.gwno in successions()]


def no_closed_claim_with_a_risk(facts: Facts) -> list[str]:
    """Find a risk for the coming year of an internal dispute whose claim is closed."""
    risk = facts["risk"]
    if risk is None:
        return []
    standing = _known()[risk["conflict_id_ucdp"]]
    if not standing.is_internal or standing.is_open:
        return []
    told = {event: each["value"] for event, each in risk["coming"].items() if each["value"] is not None}
    return [f"closed since {standing.exit_year}, but {event} at {value}" for event, value in told.items()]


def no_islamic_state_province_by_default(facts: Facts) -> list[str]:
    """Find a province of the Islamic State in the ranking that nobody asked to show them."""
    numbers = set(facts["case"].ids.ucdp_conflict)
    known = _known()
    provinces = {number for number in numbers if number in known and known[number].is_islamic_state}
    ranked = [row for row in _ranked() if row.conflict_id_ucdp in provinces]
    found = [f"ranked by default: {row.name}, {row.location}" for row in ranked]
    risk = facts["risk"]
    if risk is not None and risk["conflict_id_ucdp"] in provinces and risk["risk_set"] == "secession":
        found.append("told as a secession dispute")
    return found


def no_open_dispute_without_a_reason(facts: Facts) -> list[str]:
    """Find an internal dispute that is open without a reason or without a source."""
    standing = _standing(facts)
    if standing is None or not standing.is_internal or not standing.is_open:
        return []
    return [] if standing.reason and standing.source else [f"{facts['id']} is open, and nobody says why"]


def donbas_is_at_war_under_13243(facts: Facts) -> list[str]:
    """Find anything but the war of Russia and Ukraine told of the Donbas."""
    if DONBAS.isdisjoint(facts["case"].ids.ucdp_conflict):
        return []
    risk = facts["risk"]
    if risk is None or risk["conflict_id_ucdp"] not in DONBAS:
        return [f"{facts['id']}: no document on its risk"]
    found = [] if risk["successor"] == RUSSIA_UKRAINE else [f"successor: {risk['successor']}"]
    found += [] if risk["at_war"] else ["not at war"]
    return found + [f"{event}: {each['value']}" for event, each in risk["coming"].items() if each["value"] is not None]


def no_record_of_deaths_past_the_number_that_has_them(facts: Facts) -> list[str]:
    """Find a record of battle deaths told for years in which the ground was fought over under another number."""
    numbers = set(facts["case"].ids.ucdp_conflict)
    if facts["measure"] is None or not numbers:
        return []
    inertia = facts["measure"]["balances"]["inertia"]
    (record,) = (series for series in _series(inertia) if series["label"] == "battle deaths, halving with time")
    rows = successor_years(open_snapshot()).to_dicts()
    first = min((point["year"] for point in record["points"]), default=LAST_YEAR)
    since = [
        row["year"]
        for row in rows
        if row["conflict_id_ucdp"] in numbers and row["active_successor_id"] not in numbers and row["year"] >= first
    ]
    told = [point["year"] for point in record["points"] if since and point["year"] >= min(since)]
    return [f"battle deaths remembered in {told[-1]} without those under another number"] if told else []


def _series(document: Any) -> list[Any]:
    """Return every series in a part of a document, however deep."""
    if isinstance(document, list):
        return [series for each in document for series in _series(each)]
    if isinstance(document, dict):
        own = [document] if "points" in document and "label" in document else []
        return own + [series for each in document.values() for series in _series(each)]
    return []


@cache
def _known() -> dict[int, Standing]:
    return standings(open_snapshot())


@cache
def _ranked() -> tuple[Ranked, ...]:
    return ranking(open_snapshot())


def _is_passed_on(number: int) -> bool:
    standing = _known().get(number)
    return standing is not None and standing.successor is not None and not standing.is_active


def _standing(facts: Facts) -> Standing | None:
    return standing_of(_known(), facts["case"].ids.ucdp_conflict)


def a_moving_line_told_as_quiet(facts: Facts) -> list[str]:
    """Find moves of the line of control in years without 25 battle deaths that the risk does not name."""
    risk = facts["risk"]
    if risk is None or not risk["active"]:
        return []
    told = {(move["year"], move["event"]) for move in risk["quiet_moves"]}
    moves = [(event.date.year, event.title) for event in facts["case"].event if event.moves_line]
    return [
        f"{year} is quiet, in which: {title}"
        for year, title in moves
        if risk["active"][0] < year <= LAST_YEAR and year not in risk["active"] and (year, title) not in told
    ]
