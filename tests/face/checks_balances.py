"""Statements on who stands behind a side and on what the balances rest, found in what the commands print."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from statusquo.snapshot.missions import mission_of
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import open_snapshot

MAKERS_OF_ARMS = {2, 200, 220, 225, 230, 260, 325, 345, 365, 369, 380, 666, 710}
"""The United States, the United Kingdom, France, Switzerland, Spain, Germany, Italy, Yugoslavia, Russia, Ukraine,
Sweden, Israel, China."""

MAJOR_POWERS = {2, 200, 220, 365, 710, 260, 740}
_MAIN = ("main", "break_even")
WIDEST_FACTOR = 5.0


def means_without_an_act(facts: Any) -> list[str]:
    """Return the years in which a side that is no state has the means of one that no act shows behind it."""
    case, military = facts["case"], facts["measure"]["balances"]["military"]
    said = []
    for name in _MAIN:
        for year in _years(military[name]):
            for side in _sides(case, year):
                if side.kind != "state" and not _acted(case, side, year):
                    said.append(f"{military[name]['label']} in {year}, though nothing shows a state behind {side.name}")
    return said


def veto_powers_without_an_act(facts: Any) -> list[str]:
    """Return the veto powers that neither acted nor are a major power next door."""
    case = facts["case"]
    parents = {actor.gwno for actor in case.parents()}
    said = []
    for each in facts["measure"]["balances"]["regional"]["veto_power"]:
        state, year = each["gwno"], each["year"]
        is_named = any(
            actor.gwno == state and role.role in ("patron", "ally", "veto power")
            for actor in case.actor
            for role in actor.role
            if case.origin != "derived"
        )
        fought = any(state in _senders(number, side, year) for number in case.ids.ucdp_conflict for side in "ab")
        is_next_door = state in MAJOR_POWERS and any(_touch(state, parent) for parent in parents if parent)
        if not (is_named or fought or is_next_door):
            said.append(f"{each['name']} as veto power in {year}")
    return said


def arms_of_makers(facts: Any) -> list[str]:
    """Return what is told of the arms of states that make most of their own."""
    case, balances = facts["case"], facts["measure"]["balances"]
    said = []
    for series in balances["military"]["alternatives"]:
        if series["label"].startswith("stock of arms"):
            for year in _years(series):
                states = {actor.gwno for side in _sides(case, year) for actor in (side, *_patrons(case, side, year))}
                if states & MAKERS_OF_ARMS:
                    said.append(f"{series['label']} in {year}")
    makers = {actor.name for actor in case.actor if actor.gwno in MAKERS_OF_ARMS}
    for series in balances["regional"]["veto"]:
        recipient = re.fullmatch(r"arms from .+, of all that (.+) received", series["label"])
        if recipient and recipient[1] in makers and _years(series):
            said.append(series["label"])
    return said


def multipliers_of_nothing(facts: Any) -> list[str]:
    """Return the break-even multipliers that are nothing, or print as nothing."""
    from statusquo.cli.measure import _figure

    return [
        f"d* of {number} in {point['year']}"
        for point in facts["measure"]["balances"]["military"]["break_even"]["points"]
        for number in (point["value"], point["low"], point["high"])
        if number is not None and (number <= 0 or float(_figure(number).replace(",", "")) == 0)
    ]


def precise_with_an_unknown_share(facts: Any) -> list[str]:
    """Return balances told too narrowly in years in which a patron's share is said to be unknown."""
    military = facts["measure"]["balances"]["military"]
    unknown = {
        year
        for text in military["rests_on"]
        for part in re.split(r", in | and in (?=\d)", text)
        if "no source gives it" in part
        for year in _spanned(part.partition("with a share")[0])
    }
    return [
        f"{point['value']:.2f} ({point['low']:.2f} to {point['high']:.2f}) in {point['year']}"
        for point in military["main"]["points"]
        if point["year"] in unknown and point["high"] - point["low"] < math.log(WIDEST_FACTOR)
    ]


def armies_for_garrisons(facts: Any) -> list[str]:
    """Return the years in which the balance is nearer to the patron's whole army than to its garrison."""
    if facts["id"] not in ("transnistria", "abkhazia", "south-ossetia", "kosovo"):
        return []
    military = facts["measure"]["balances"]["military"]
    whole = {p["year"]: p["value"] for p in military["alternatives"][0]["points"]}
    return [
        f"{point['value']:.2f} in {point['year']}, by the whole of the states {whole[year]:.2f}"
        for point in military["main"]["points"]
        if (year := point["year"]) in whole and year >= 2010 and abs(point["value"] - whole[year]) < math.log(10)
    ]


def organisations_as_states(facts: Any) -> list[str]:
    """Return the series of states' figures that bear the name of an organisation."""
    balances = facts["measure"]["balances"]
    organisations = {actor.name for actor in facts["case"].actor if actor.kind == "organisation"} | {"NATO"}
    return [
        series["label"]
        for series in (*balances["regional"]["veto"], *balances["inertia"]["shocks"])
        for name in organisations
        if name in series["label"]
    ]


def _sides(case: Any, year: int) -> list[Any]:
    holding = case.holding_at(year)
    if holding is None:
        return list(case.claimants())
    other = case.opposite(holding)
    return [case.actor_by_id(holding.holder), *([other] if other is not None else [])]


def _patrons(case: Any, side: Any, year: int) -> Iterator[Any]:
    for actor in case.actor:
        for role in actor.role:
            if role.role == "patron" and role.toward == side.id and role.start is not None:
                last = role.end.last.year if role.end else 9999
                if role.start.year <= year < last:
                    yield actor


def promises_to_a_patron(facts: dict[str, Any]) -> list[str]:
    """Return where a side counts on states through a patron without a word on whose those promises are."""
    if facts["measure"] is None:
        return []
    told = facts["measure"]["balances"]["regional"]["rests_on"]
    names = [actor.name for actor in facts["case"].actor if actor.kind != "state"]
    through = [text for text in told if any(f"{name} with " in text.partition(" counts most on ")[0] for name in names)]
    return [text for text in through if "no promise to" not in text and "a promise" in text]


def _acted(case: Any, side: Any, year: int) -> bool:
    letters = "a" if side.id in {actor.id for actor in (*case.parents(), *case.claimants()[:1])} else "b"
    return any(True for _ in _patrons(case, side, year)) or any(
        _senders(number, letters, year) for number in case.ids.ucdp_conflict
    )


@cache
def _troops() -> dict[tuple[int, str, int], set[int]]:
    runs = open_snapshot().table("dispute_patrons").filter(pl.col("basis").str.starts_with("UCDP"))
    years = spread_years(runs.select("conflict_id_ucdp", "side", "patron_gw", "first_year", "last_year")).unique()
    found: dict[tuple[int, str, int], set[int]] = {}
    for number, side, state, year in years.select("conflict_id_ucdp", "side", "patron_gw", "year").iter_rows():
        if mission_of(number, side, year, state) is None:
            found.setdefault((number, side, year), set()).add(state)
    return found


def _senders(number: int, side: str, year: int) -> set[int]:
    return _troops().get((number, side, year), set())


@cache
def _borders() -> set[tuple[int, int]]:
    rows = open_snapshot().table("dyad_distances").filter(pl.col("minimum_distance_km") == 0)
    return {pair for a, b in rows.select("gwno_a", "gwno_b").iter_rows() for pair in ((a, b), (b, a))}


def _touch(state: int, other: int) -> bool:
    return (state, other) in _borders()


def _years(series: Any) -> list[int]:
    return [point["year"] for point in series["points"] if point["value"] is not None]


def _spanned(text: str) -> Iterator[int]:
    for first, last in re.findall(r"(\d{4})(?:–(\d{4}))?", text):
        yield from range(int(first), int(last or first) + 1)


def american_means_against_iraq_after_2003(facts: Any) -> list[str]:
    """Return the years after 2003 in which the military balance sets American means against Iraq's."""
    if 271 not in facts["case"].ids.ucdp_conflict:
        return []
    military = facts["measure"]["balances"]["military"]
    return [
        f"{point['value']} in {point['year']}"
        for name in _MAIN
        for point in military[name]["points"]
        if point["year"] > 2003 and point["value"] is not None
    ]
