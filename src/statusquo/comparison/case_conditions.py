"""Conditions and outcomes of the bundled cases: which coded fields they rest on, and how they are calibrated.

Each condition is a set with a rule or with the three anchors of the direct method, and a range for each anchor over
which the robustness sweep draws. The anchors are round numbers of ours around the figures that the claims use (a
territory of about five per cent of the state, a group of about one and a half); no source fixes them, which is why they
are swept. A field that is missing in a case makes the condition missing there, and the case is left out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

CodedRow = Mapping[str, Any]
Anchors = tuple[float, float, float]
Ranges = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

MAJORITY = 1.0
"""`secession_success` at which a separation is recognised by most states or has a seat in the United Nations."""
IN_FACT = 0.5
"""`secession_success` from which a territory has lastingly left its parent, recognised or not."""


@dataclass(frozen=True, slots=True)
class CaseCondition:
    """One condition of the bundled cases.

    Attributes:
        name: its name in expressions.
        meaning: what being in the set means.
        fields: the coded fields it rests on.
        measure: the measured value of a case, or its crisp membership; None where a field is missing.
        anchors: exclusion, crossover and inclusion; None for a crisp condition.
        ranges: for each anchor the range the sweep draws from.
        expected: the level expected to go with separation: 1, 0, or None for no expectation.
    """

    name: str
    meaning: str
    fields: tuple[str, ...]
    measure: Callable[[CodedRow], float | None]
    anchors: Anchors | None = None
    ranges: Ranges | None = None
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """One outcome of the bundled cases, or missing where the question does not arise."""

    name: str
    meaning: str
    fields: tuple[str, ...]
    measure: Callable[[CodedRow], float | None]


def _number(field: str) -> Callable[[CodedRow], float | None]:
    return lambda row: None if row[field] is None else float(row[field])


def _coded(
    name: str,
    meaning: str,
    field: str,
    expected: int,
    anchors: Anchors | None = None,
    ranges: Ranges | None = None,
) -> CaseCondition:
    """Return a condition that is one coded field, as a number or as yes and no."""
    return CaseCondition(name, meaning, (field,), _number(field), anchors, ranges, expected)


def _autonomy_lost_before(row: CodedRow) -> float | None:
    if row["autonomy_lost"] is None:
        return None
    if not row["autonomy_lost"]:
        return 0.0
    if row["autonomy_lost_year"] is None or row["start_year"] is None:
        return None
    return float(row["autonomy_lost_year"] <= row["start_year"])


def _cut_off(row: CodedRow) -> float | None:
    """A range or a gap; the distance is missing where there is no patron, and then the range alone decides."""
    if row["mountain_barrier"] is None:
        return None
    return float(row["mountain_barrier"] or (row["distance_to_patron_km"] or 0) > 0)


def _has_kin(row: CodedRow) -> float | None:
    return None if row["kin_state"] is None else float(row["kin_state"] != "none")


def _first_order(row: CodedRow) -> float | None:
    found = row["uti_possidetis_favours"]
    return None if found is None else float(found == "secessionist")


def _attained(row: CodedRow) -> float | None:
    success, control = row["secession_success"], row["control_after_first_war"]
    if success is None or control is None:
        return None
    return float(success >= IN_FACT or control in ("full", "beyond claimed borders"))


def _kept(row: CodedRow) -> float | None:
    attained = _attained(row)
    return float(row["secession_success"] >= IN_FACT) if attained else None


def _at_least(level: float) -> Callable[[CodedRow], float | None]:
    return lambda row: None if row["secession_success"] is None else float(row["secession_success"] >= level)


CONDITIONS: Mapping[str, CaseCondition] = {
    condition.name: condition
    for condition in (
        _coded(
            "SMALL_AREA",
            "the territory is a small part of the state: fully at 5 % of its area, not at all at 25 %",
            "area_share_of_parent_pct",
            0,
            (25, 10.5, 5),
            ((20, 35), (7, 16), (2, 6)),
        ),
        _coded(
            "SMALL_GROUP",
            "the group is a small part of the state's people: fully at 1.5 %, not at all at 15 %",
            "group_share_of_parent_pct",
            0,
            (15, 5.5, 1.5),
            ((12, 20), (3.2, 9), (0.8, 3)),
        ),
        _coded("ENCLAVE", "no outer land border and no coast", "enclave", 0),
        CaseCondition(
            "CUT_OFF",
            "a main range lies between the territory and its patron or kin, or a gap between it and its patron",
            ("mountain_barrier", "distance_to_patron_km"),
            _cut_off,
            expected=0,
        ),
        _coded("STATEHOOD", "a state of its own stood here before", "prior_statehood", 1),
        CaseCondition(
            "FIRST_ORDER",
            "the borders of first-order units at independence favour the claim",
            ("uti_possidetis_favours",),
            _first_order,
            expected=1,
        ),
        _coded("KIN_BORDER", "it touches its kin state or its patron", "borders_kin_or_patron", 1),
        CaseCondition(
            "KIN_STATE",
            "its people are the titular majority of another state, or of a unit of one",
            ("kin_state",),
            _has_kin,
            expected=1,
        ),
        CaseCondition(
            "MAJOR_PATRON",
            "the outside state that helped it decisively is a major power",
            ("patron_is_major_power", "patron_state"),
            _number("patron_is_major_power"),
            expected=1,
        ),
        CaseCondition(
            "AUTONOMY_LOST",
            "a legal self-rule was revoked before the claim",
            ("autonomy_lost", "autonomy_lost_year", "start_year"),
            _autonomy_lost_before,
            expected=1,
        ),
        _coded("COMPACT", "the group lives concentrated in one region", "compact_settlement", 1),
        _coded("COAST", "it has a coast of its own", "sea_access", 1),
    )
}

OUTCOMES: Mapping[str, CaseOutcome] = {
    outcome.name: outcome
    for outcome in (
        CaseOutcome(
            "SEPARATED",
            "it has lastingly left the parent, recognised or not, annexation by the patron included",
            ("secession_success",),
            _at_least(IN_FACT),
        ),
        CaseOutcome(
            "ATTAINED",
            "it left, or held all it claimed at the end of the first war",
            ("secession_success", "control_after_first_war"),
            _attained,
        ),
        CaseOutcome(
            "KEPT",
            "among those that attained control: it has not lost it",
            ("secession_success", "control_after_first_war"),
            _kept,
        ),
        CaseOutcome(
            "RECOGNISED", "recognised by most states or a UN member", ("secession_success",), _at_least(MAJORITY)
        ),
    )
}

HEADLINE = ("SMALL_AREA", "KIN_BORDER", "CUT_OFF", "FIRST_ORDER")
"""The headline model: conditions known when the claim was made, with a sourced value in every case."""

MOST_HEADLINE_CONDITIONS = 5

STRUCTURE_AGAINST = ("SMALL_AREA", "ENCLAVE", "CUT_OFF", "~STATEHOOD", "SMALL_GROUP", "~FIRST_ORDER")
"""The conjunction by which the essay explains the failure of Karabakh's attempt (Babayev 2021)."""
