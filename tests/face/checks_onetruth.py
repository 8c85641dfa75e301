"""Checks that one fact is told once: the case file, what is measured, the tests of claims and the clock of the line."""

from __future__ import annotations

import json
from typing import Any

from statusquo.structure.codings import FIELDS, Field

_LINE = "time since the line of control last moved"
_NEEDS_A_LOSS = ("autonomy_lost_year",)


def _factors(facts: Any) -> dict[str, Any]:
    return facts["measure"]["structure"] if facts["measure"] else {}


def _sourced(facts: Any) -> dict[str, Any]:
    """Return the sourced codings of the case file by field."""
    case = facts["case"]
    return {coded.field: coded for coded in case.coding if case.is_sourced(coded)}


def differs_from_the_case_file_in_silence(facts: Any) -> list[str]:
    """Return the factors whose value is not the coded one and does not have it beside it."""
    said, coded = [], _sourced(facts)
    for name, factor in _factors(facts).items():
        field = FIELDS.get(name)
        if field is None or field.name not in coded or factor["value"] is None:
            continue
        value = coded[field.name].value
        if isinstance(field, Field):
            number = field.number(value)
            shown = [factor["value"], *(rival["value"] for rival in factor["rivals"])]
            if number is not None and not any(v is not None and abs(v - number) < 1e-6 for v in shown):
                said.append(f"{name} is {factor['value']:g}, the case file codes {value}")
        elif (field.yes, field.no) != (None, None) and (factor["value"] >= field.amount) != bool(value):
            said.append(f"{name} is {factor['value']:g}, the case file codes {field.name} as {value}")
    return said


def missing_though_coded(facts: Any) -> list[str]:
    """Return the factors that are missing though a sourced coding gives them."""
    said, coded = [], _sourced(facts)
    for name, factor in _factors(facts).items():
        field = FIELDS.get(name)
        if not isinstance(field, Field) or field.name not in coded or factor["value"] is not None:
            continue
        is_open = field.number(coded[field.name].value) is None
        nothing_lost = name in _NEEDS_A_LOSS and "no self-rule was lost" in factor["missing_reason"]
        if not is_open and not nothing_lost:
            said.append(f"{name}: {factor['missing_reason']}, though coded as {coded[field.name].value}")
    return said


def no_loss_though_one_is_coded(facts: Any) -> list[str]:
    """Return a factor that is missing since no self-rule was lost, where the case file codes a year of loss."""
    if "autonomy_lost_year" not in _sourced(facts):
        return []
    factor = _factors(facts).get("claim_after_autonomy_lost")
    said = None if factor is None else factor["missing_reason"]
    return [f"claim_after_autonomy_lost: {said}"] if said and said.startswith("no loss of autonomy") else []


def touches_a_backer_against_the_case_file(facts: Any) -> list[str]:
    """Return a border or no gap told first where the case file codes from a source that there is none."""
    said, coded, factors = [], _sourced(facts), _factors(facts)
    touches = coded.get("borders_kin_or_patron")
    if touches is not None and touches.value is False and (factors["backer_border_km"]["value"] or 0) > 0:
        said.append(f"{factors['backer_border_km']['value']:.0f} km of border with a backer")
    gap = coded.get("distance_to_patron_km")
    if gap is not None and float(gap.value) > 15 and factors["backer_gap_km"]["value"] == 0:
        said.append(f"no gap to the backer, coded as {gap.value:g} km")
    return said


def clock_without_a_history_of_the_line(facts: Any) -> list[str]:
    """Return the clock of the line in years for which no history of the line is declared."""
    if not facts["measure"]:
        return []
    clock = next(c for c in facts["measure"]["balances"]["inertia"]["clocks"] if c["label"] == _LINE)
    declared = set(facts["case"].line_years())
    beyond = [p for p in clock["points"] if p["value"] is not None and p["year"] not in declared]
    return [f"{beyond[-1]['value']:.0f} years since the line moved, in {beyond[-1]['year']}"] if beyond else []


def share_of_area_without_its_whole(facts: Any) -> list[str]:
    """Return a share of area that does not say of what, or lacks the share of the state without the territory."""
    share = _factors(facts).get("area_share")
    if not share or share["value"] is None:
        return []
    said = []
    text = (share["text"] or "").casefold()
    if not any(words in text for words in ("with the territory", "territory included", "together")):
        said.append(f"{share['value']:.3f} of an area that is not named")
    if not any(rival["basis"] == "another denominator" for rival in share["rivals"]):
        said.append(f"{share['value']:.3f} without the share of the state less the territory")
    return said


def share_of_area_with_no_width(facts: Any) -> list[str]:
    """Return a share of area whose bounds print as the value."""
    share = _factors(facts).get("area_share")
    if not share or share["value"] is None or share["low"] is None:
        return []
    is_flat = share["high"] - share["low"] < 0.001 * share["value"]
    return [f"{share['value']:.4f} ({share['low']:.4f} to {share['high']:.4f})"] if is_flat else []


def lost_autonomy_contradicted(facts: Any) -> list[str]:
    """Return the claim of a lost self-rule where its verdict is against a sourced coding."""
    coded = _sourced(facts).get("autonomy_lost")
    if coded is None or coded.value is not True or not facts["claims"]:
        return []
    verdicts = {row["id"]: row["verdict"] for row in facts["claims"]["claims"]}
    return ["LA1: no self-rule was lost"] if verdicts.get("LA1") == "contradicted" else []


def a_sixth_stayed_in_karabakh(facts: Any) -> list[str]:
    """Return the claims that say of the Karabakh Armenians that less than 95 % left."""
    if facts["id"] != "nagorno-karabakh":
        return []
    said = []
    for row in facts["claims"]["claims"]:
        estimate = row["estimate"]
        if "population that left" in json.dumps(row["quantity"]) and estimate and estimate["value"] is not None:
            lowest = estimate["value"] if estimate["low"] is None else estimate["low"]
            if estimate["unit"] == "percent" and lowest < 95:
                said.append(f"{row['id']}: {lowest:.1f} % left")
    return said


def a_backer_where_there_is_none(facts: Any) -> list[str]:
    """Return the factors of a backer that have a value though no reading of the case file names a patron or kin."""
    case = facts["case"]
    codings = [case.coded("patron_state"), case.coded("kin_state")]
    said = [each for each in codings if each is not None and case.is_sourced(each)]
    if len(said) < len(codings) or any((each.value, *each.alternative) != ("none",) for each in said):
        return []
    return [
        f"{name} is {factor['value']:g}"
        for name, factor in _factors(facts).items()
        if name in ("backer_border_km", "cut_off_from_backer") and factor["value"] is not None
    ]
