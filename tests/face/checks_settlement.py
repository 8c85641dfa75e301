"""What may not be said of who would accept which settlement, or was offered one and refused it.

Each check reads what `statusquo settle` prints, beside the case and the settlement file that it was printed from: over
every period of every settlement file, or of every dispute that has a record of proposals and no such file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from typer.testing import CliRunner

from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.cli.app import app
from statusquo.settlement.answers import AnswerRow, answer_rows
from statusquo.settlement.load import load_settlement
from statusquo.settlement.model import Period, SettlementFile

MOST_FOR_DIRECT_RULE = 0.2
MOST_FOR_INDEPENDENCE = 0.1
REFUSES = 0.1
"""Who accepts with less than this refuses."""
OF_NO_ACCOUNT = 0.03
"""Chances nearer than this are told apart by the draws alone."""


def no_holder_accepts_direct_rule(facts: dict[str, Any]) -> list[str]:
    """Return the periods in which a side that held the territory apart from its parent accepts direct rule."""
    return [
        f"{period.name}: {names[holder]} accepts direct rule with {chance:.2f}"
        for _, period, told in _periods(facts)
        for names in [_names(told)]
        for holder in sorted(_holders(facts["case"], period) & _of(told, side="separatist"))
        if (chance := _chance(told, "direct-rule", holder)) is not None and chance > MOST_FOR_DIRECT_RULE
    ]


def no_government_accepts_the_loss_of_its_territory(facts: dict[str, Any]) -> list[str]:
    """Return the periods in which a parent state's government accepts independence or union with another state."""
    return [
        f"{period.name}: {_names(told)[actor]} accepts {option} with {chance:.2f}"
        for _, period, told in _periods(facts)
        for actor in sorted(_of(told, side="parent", kind="government"))
        for option in ("independence", "union-with-patron")
        if (chance := _chance(told, option, actor)) is not None and chance > MOST_FOR_INDEPENDENCE
    ]


def no_movement_prefers_less_than_independence(facts: dict[str, Any]) -> list[str]:
    """Return the lesser statuses that a people of the separatist side accepts more than independence."""
    return [
        f"{period.name}: {_names(told)[actor]} accepts “{option['name']}” with {less:.2f}, independence with {free:.2f}"
        for _, period, told in _periods(facts)
        for actor in sorted(_of(told, side="separatist", kind="people"))
        if (free := _chance(told, "independence", actor)) is not None
        for option in told["options"]
        if option["kind"] == "formula" and set(option["point"]) <= {"status", "final-status"}
        if (less := option["acceptance"][actor]["value"]) is not None and less > free + OF_NO_ACCOUNT
    ]


def nobody_answers_without_a_position(facts: dict[str, Any]) -> list[str]:
    """Return the answers to a status by actors whose file holds no position of theirs on status."""
    return [
        f"{period.name}: {_names(told)[actor]} answers “{option['name']}” without a position on status"
        for file, period, told in _periods(facts)
        for option in told["options"]
        if "status" in option["point"]
        for actor, chance in option["acceptance"].items()
        if chance["value"] is not None and ("status", actor) not in _positions(file, period)
    ]


def no_silence_of_a_veto_player_counts_as_consent(facts: dict[str, Any]) -> list[str]:
    """Return the options with a joint figure, or in a winset, though an actor with a veto gives no answer."""
    return [
        f"{period.name}: “{option['name']}” has a joint figure, though {_names(told)[actor['id']]} is silent"
        for _, period, told in _periods(facts)
        for option in told["options"]
        for actor in told["actors"]
        if actor["is_veto"]
        and option["acceptance"][actor["id"]]["value"] is None
        and (option["zone_of_agreement"]["value"] is not None or option["share_of_draws_in_winset"] > 0)
    ]


def no_union_without_a_patron(facts: dict[str, Any]) -> list[str]:
    """Return the formulas that take a second state, in disputes whose separatist side has no patron."""
    own = {actor.id for actor in facts["case"].separatists()}
    roles = [role for actor in facts["case"].actor for role in actor.role]
    if any(role.role == "patron" and role.toward in own for role in roles):
        return []
    return [
        f"{period.name}: “{option['name']}” is judged, and no state stands behind the separatist side"
        for _, period, told in _periods(facts)
        for option in told["options"]
        if option["id"] in {"union-with-patron", "condominium"}
    ]


def no_withdrawal_is_told_as_a_refusal(facts: dict[str, Any]) -> list[str]:
    """Return the answers told as another than the record holds: withdrawn consents, and accounts that differ."""
    if (told := _modelled(facts)) is None or told["back_test"] is None:
        return []
    found = []
    for row in told["back_test"]["predictions"]:
        what = f"{row['name']}, {row['actor']}: told as “{row['what_happened']}”"
        if "withdrew" in row["answers"] and not row["what_happened"].startswith("withdrew"):
            found.append(f"{what}, and consent was withdrawn")
        if "accounts differ" in row["answers"] and ("differ" not in row["what_happened"] or row["hit"] is not None):
            found.append(f"{what}, and accounts differ")
    return found


def no_risk_of_war_where_the_claim_is_closed(facts: dict[str, Any]) -> list[str]:
    """Return the risk of war behind no agreement today, in a dispute of which the risk model tells none."""
    if (told := _modelled(facts)) is None or facts["risk"] is None:
        return []
    reason = facts["risk"]["coming"]["war"]["missing_reason"] or ""
    risk = told["war_risk"]
    is_open = load_settlement(facts["case"]).period[-1].end is None
    if not is_open or "closed" not in reason or (risk["value"] is None and risk["missing_reason"]):
        return []
    return [f"a yearly risk of war of {risk['value']} stands behind no agreement, and {reason}"]


def no_guarantee_is_offered_away_from_people_who_refuse(facts: dict[str, Any]) -> list[str]:
    """Return the widenings that go beyond a red line of people, or lower a guarantee of people who refuse anyway."""
    found = []
    for _, period, told in _periods(facts):
        if told["widening"] is None:
            continue
        people = _of(told, kind="people") | _of(told, kind="displaced people")
        issues = {issue["id"]: issue for issue in told["issues"]}
        base = next(option for option in told["options"] if option["id"] == told["widening"]["option"])
        for move in _moves(told["widening"]):
            for line in told["red_lines"]:
                if line["actor"] in people and line["issue"] == move["issue"] and _lies_beyond(move["to"], line, base):
                    found.append(
                        f"{period.name}: {move['issue']} to {move['to']:.0f}, beyond a red line of {line['actor']}"
                    )
            issue = issues[move["issue"]]
            if issue["toward_100"] != "separatist" or move["from"] is None or move["to"] >= move["from"]:
                continue
            for actor in sorted(people & _of(told, side="separatist")):
                chance = base["acceptance"][actor]["value"]
                if chance is not None and chance < REFUSES:
                    found.append(
                        f"{period.name}: {issue['name']} lowered from {move['from']:.0f} to {move['to']:.0f}, though "
                        f"{_names(told)[actor]} accepts these terms with {chance:.2f} as they are"
                    )
    return found


def helsinki_is_not_behind_the_autonomy_law(facts: dict[str, Any]) -> list[str]:
    """Return where the law that one of them had refused stands before the terms that the two signed at Helsinki."""
    if facts["id"] != "aceh" or (told := _modelled(facts)) is None:
        return []
    options = {option["id"]: option for option in told["options"]}
    terms, law = options["self-government-with-monitors"], options["autonomy-law-alone"]
    pairs = {
        actor: (terms["acceptance"][actor]["value"], law["acceptance"][actor]["value"])
        for actor in ("indonesia", "free-aceh-movement")
    }
    pairs["all with a veto"] = (terms["zone_of_agreement"]["value"], law["zone_of_agreement"]["value"])
    return [
        f"{who}: the terms of Helsinki {signed}, the law alone {offered}"
        for who, (signed, offered) in pairs.items()
        if signed is None or (offered is not None and signed <= offered)
    ]


def no_chance_without_positions(facts: dict[str, Any]) -> list[str]:
    """Return the formulas and offers that are given a chance though nobody placed the actors on scales."""
    told = _tabled(facts)
    return [
        f"{row['name']}: {key}"
        for row in (*told.get("formulas", ()), *told.get("offers", ()))
        for key in row
        if key in ("acceptance", "zone_of_agreement", "probability", "chance")
    ]


def no_formula_is_open_that_a_party_refused(facts: dict[str, Any]) -> list[str]:
    """Return the formulas that a side, patron, veto power or guarantor refused and that it is not said to block."""
    told = _tabled(facts)
    roles = {
        actor.id: {role.role for role in actor.role if role.end is None} & {"parent", "separatist", "patron"}
        for actor in facts["case"].actor
    }
    return [
        f"{row['name']}: {one['actor']} refused it on {one['date']} and does not block it"
        for row in told.get("formulas", ())
        for one in row["refused_by"]
        if roles[one["actor"]] and one["actor"] not in row["blocked_by"]
    ]


def no_statement_is_told_that_was_given_up(facts: dict[str, Any]) -> list[str]:
    """Return the formulas by a statement that its actor has ended, or has followed by another on the same formula."""
    said = facts["case"].position
    ended = {(row.actor, row.date.text) for row in said if row.end is not None}
    found = []
    for row in _tabled(facts).get("formulas", ()):
        for one in (*row["asked_by"], *row["refused_by"]):
            on_it = [
                p.date for p in said if p.actor == one["actor"] and row["id"] in (*p.asks, *p.refuses) and not p.end
            ]
            if (one["actor"], one["date"]) in ended or max(on_it).text != one["date"]:
                found.append(f"{row['name']}: {one['actor']} by a statement of {one['date']}")
    return found


def no_parent_asks_for_the_loss_of_its_territory(facts: dict[str, Any]) -> list[str]:
    """Return the parent states that are said to ask for independence, or for union with another state."""
    parents = {actor.id for actor in facts["case"].parents()}
    return [
        f"{one['actor']} asks for {row['name']}"
        for row in _tabled(facts).get("formulas", ())
        if row["id"] in ("independence", "union-with-patron")
        for one in row["asked_by"]
        if one["actor"] in parents
    ]


def no_rate_of_acceptance_counts_the_dispute_itself(facts: dict[str, Any]) -> list[str]:
    """Return the rates of other disputes that have no interval, or hold answers of this one."""
    rows = [row for row in _every_answer() if row.case != facts["id"]]
    rates = _tabled(facts).get("acceptance_rates", ())
    n = sum(row["n_answers"] for row in rates)
    found = [f"{row['author']}: no interval" for row in rates if row["elsewhere"]["low"] is None]
    return found + ([f"rates of {n} answers, and other disputes have {len(rows)}"] if rates and n != len(rows) else [])


@cache
def _every_answer() -> tuple[AnswerRow, ...]:
    rows = (row for name in bundled_ids() for row in answer_rows(load_case(name)))
    return tuple(row for row in rows if row.accepted is not None)


def _modelled(facts: dict[str, Any]) -> Any:
    """Return what is told of a dispute whose actors somebody placed on scales; None of any other."""
    return facts["settle"] if facts["settle"] is not None and "periods" in facts["settle"] else None


def _tabled(facts: dict[str, Any]) -> Any:
    """Return what was tabled over a dispute whose actors nobody placed; nothing of any other."""
    return {} if facts["settle"] is None or "periods" in facts["settle"] else facts["settle"]


def _periods(facts: dict[str, Any]) -> Iterator[tuple[SettlementFile, Period, Any]]:
    """Yield the file, and each of its periods with what the command prints of it; nothing without a file."""
    if _modelled(facts) is None:
        return
    file = load_settlement(facts["case"])
    for period in file.period:
        yield file, period, _settled(facts["id"], period.id)


@cache
def _settled(dispute: str, period: str) -> Any:
    done = CliRunner().invoke(app, ["settle", dispute, "--period", period, "--draws", "2000", "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def _names(told: Any) -> dict[str, str]:
    return {actor["id"]: actor["name"] for actor in told["actors"]}


def _of(told: Any, **wanted: str) -> set[str]:
    return {actor["id"] for actor in told["actors"] if all(actor[key] == value for key, value in wanted.items())}


def _chance(told: Any, option: str, actor: str) -> float | None:
    row = next((one for one in told["options"] if one["id"] == option), None)
    return None if row is None else row["acceptance"][actor]["value"]


def _holders(case: Case, period: Period) -> set[str]:
    """Return who held the territory at some time of a period."""
    return {
        row.holder
        for row in case.holding
        if (row.end is None or row.end.last >= period.start.first)
        and (period.end is None or row.start.first <= period.end.last)
    }


def _positions(file: SettlementFile, period: Period) -> set[tuple[str, str]]:
    return {(row.issue, row.actor) for row in file.position if row.period == period.id}


def _moves(widening: Any) -> list[Any]:
    groups = [*widening["by_issue"], *widening["sparing_people"], *widening["cheapest"]]
    groups += [widening["best_pair"]] if widening["best_pair"] else []
    return [move for one in groups for move in one["moves"]]


def _lies_beyond(place: float, line: Any, base: Any) -> bool:
    """Return whether a place is well beyond a red line that the terms as they are do not cross."""
    limit = line["limit"]
    if limit["best"] is None:
        return False
    up = limit["refused"] == "from there up"
    now = base["point"].get(line["issue"], {}).get("best")
    crosses_now = now is not None and (now >= limit["best"] if up else now <= limit["best"])
    return not crosses_now and (place > limit["high"] if up else place < limit["low"])
