"""What a case file codes of a factor and what is measured of it, read together: the one reading that all parts share.

The configurations, the tests of claims, the page and `measure` must not say two things of one dispute. The rule: a
coding that rests on a source is the value; what is measured widens its interval where the two agree within the factor's
tolerance, and else stands beside it as a contested figure. Without a sourced coding the measured value stands, and a
coding from general knowledge alone is a rival that never replaces it. Some fields say less than a factor does (a border
with the patron, yes or no, beside kilometres of it): such a field decides only whether there is any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from statusquo.cases.coding import CodedScalar, CodedValue
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.structure.denominators import over_the_rest, parent_of_the_share
from statusquo.structure.history_and_law import FORMS, STATUSES
from statusquo.structure.readings import Basis, Coded, Rival


@dataclass(frozen=True, slots=True)
class Field:
    """A coded field that gives the same quantity as a factor.

    Attributes:
        name: of the field.
        number: the factor's number for a coded value; None where the coding leaves it open.
        within: how far the measured value may lie from the coded one, in the factor's unit.
        part: the same as a part of the coded value; the wider of the two counts.
        why: why the two may differ.
        whole: what the coded value is a share of, where it is one of area.
    """

    name: str
    number: Callable[[CodedScalar], float | None]
    within: float = 0.0
    part: float = 0.0
    why: str = "the data set and the case file judge differently"
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Whether:
    """A coded yes or no that says whether a measured amount is there at all.

    Attributes:
        name: of the field.
        amount: from which amount the measured value says yes.
        yes: the amount that a yes stands for; None where a yes does not say how much.
        no: the amount that a no stands for; None where a no does not say how much.
        why: why the two may differ.
    """

    name: str
    amount: float
    yes: float | None
    no: float | None
    why: str


def _plain(value: CodedScalar) -> float:
    return float(value)


def _percent(value: CodedScalar) -> float:
    return round(float(value) / 100, 12)


def _place_in(names: tuple[str, ...]) -> Callable[[CodedScalar], float | None]:
    return lambda value: float(names.index(str(value))) if value in names else None


def _favours_claim(value: CodedScalar) -> float | None:
    return {"secessionist": 1.0, "parent": 0.0}.get(str(value))


_OUTLINES = "measured on today's outlines as Natural Earth draws them, coded for the unit at the outset"
_BACKERS = "measured to the nearest kin state or patron that a source names, coded for the patron"
_LOSSES = (
    "coded here for the territory or the group, back to pre-modern states; the data set has losses of the rebels' group"
)

FIELDS: Mapping[str, Field | Whether] = {
    "area_km2": Field("area_km2", _plain, part=0.1, why=_OUTLINES),
    "area_share": Field(
        "area_share_of_parent_pct", _percent, within=0.001, part=0.1, why=_OUTLINES,
        whole="Of the parent's area at the start, the territory included.",
    ),
    "enclave_index": Whether("enclave", 0.95, 1.0, None, _OUTLINES),
    "sea_access": Field("sea_access", _plain, why=_OUTLINES),
    "coast_km": Whether("sea_access", 0.001, None, 0.0, _OUTLINES),
    "backer_border_km": Whether("borders_kin_or_patron", 0.001, None, 0.0, _BACKERS),
    "backer_gap_km": Field("distance_to_patron_km", _plain, within=15.0, part=0.1, why=_BACKERS),
    "capital_distance_km": Field(
        "distance_to_parent_capital_km", _plain, within=50.0, part=0.2,
        why="measured from the middle of the outline to today's capital, coded from the main town to the capital then",
    ),
    "terrain_barrier": Field(
        "mountain_barrier", _plain,
        why="measured on one line over cells of 37 km, which cut summits off; coded from a description of the ranges",
    ),
    "earlier_statehood": Field("prior_statehood", _plain, why=_LOSSES),
    "highest_earlier_status": Field("highest_prior_status", _place_in(STATUSES)),
    "autonomy_lost": Field("autonomy_lost", _plain, why=_LOSSES),
    "autonomy_lost_year": Field("autonomy_lost_year", _plain, within=1.0, why=_LOSSES),
    "parent_constitution": Field("parent_constitution", _place_in(FORMS)),
    "first_order_status": Field("uti_possidetis_favours", _favours_claim),
    "security_council_resolutions": Whether(
        "unsc_resolution_against", 1.0, None, None, "counted are all on the dispute, coded those against the claim"
    ),
    "recognitions": Field("max_un_recognitions", _plain),
    "group_share_of_state": Field(
        "group_share_of_parent_pct", _percent, within=0.02, part=0.25,
        why="EPR's share of the group to which the rebels are tied, coded for the group of the claim at the outset",
    ),
    "group_share_of_territory": Field("group_share_in_territory_pre_pct", _percent, within=0.05, part=0.1),
}  # fmt: skip
"""The coded field of each factor that has one, with the tolerance within which the two agree."""

_NEEDS_A_BACKER = ("backer_border_km", "cut_off_from_backer")
_NEEDS_A_LOSS = ("autonomy_lost_year", "claim_after_autonomy_lost")


def read_together(case: Case, measured: Mapping[str, Coded]) -> dict[str, Coded]:
    """Return every factor as it is told: what the case file codes and what is measured, each in its place.

    Args:
        case: the dispute.
        measured: the factors as measured and counted, by name.
    """
    told = {name: _told(case, name, found) for name, found in measured.items()}
    told["claim_after_autonomy_lost"] = _claim_after_loss(case, told["claim_after_autonomy_lost"])
    told["cut_off_from_backer"] = _cut_off(case, told["terrain_barrier"], told["backer_gap_km"])
    if _has_no_backer(case):
        for name in _NEEDS_A_BACKER:
            seen, reason = told[name].estimate, "the case file names neither a patron nor a kin state"
            told[name] = Coded(Estimate.missing(seen.unit, reason, seen.sources), basis=None)
    lost = told["autonomy_lost"]
    if lost.basis == "case file" and lost.estimate.value == 0:
        for name in _NEEDS_A_LOSS:
            told[name] = _without_a_loss(told[name])
    return told


def _has_no_backer(case: Case) -> bool:
    """Return whether a source says that there is neither a patron nor a kin state, in every reading."""
    codings = [case.coded("patron_state"), case.coded("kin_state")]
    return all(
        each is not None and case.is_sourced(each) and (each.value, *each.alternative) == ("none",) for each in codings
    )


def _told(case: Case, name: str, found: Coded) -> Coded:
    found = replace(found, basis=None if found.estimate.value is None else found.basis)
    field = FIELDS.get(name)
    coded = case.coded(field.name) if field is not None else None
    if field is None or coded is None:
        return found
    if isinstance(field, Whether):
        return _amount(case, field, coded, found)
    number = field.number(coded.value)
    own = _estimate(number, found.estimate.unit, coded)
    others = _other_readings(field, coded, found.estimate.unit) if case.is_sourced(coded) else ()
    seen = found.estimate
    agree = number is not None and seen.value is not None and _agree(field, number, seen)
    if not case.is_sourced(coded):
        return _with_general_knowledge(found, own, coded, differs=seen.value is not None and not agree)
    text = found.text if agree and found.text else coded.note
    if field.whole is not None:
        said = coded.note if coded.note and coded.note.startswith("Of ") else field.whole
        text = " ".join(part for part in (said, found.text) if part)
        found = replace(found, rivals=(over_the_rest(own, parent_of_the_share(case)),))
    if agree:
        return Coded(_spanning(own, seen), text, "case file", (*found.rivals, *others))
    beside = () if seen.value is None else (Rival(seen, "measured", _why(field, found)),)
    basis: Basis | None = None if number is None else "case file"
    return Coded(own, text, basis, (*beside, *found.rivals, *others), bool(beside) and number is not None)


def _amount(case: Case, field: Whether, coded: CodedValue, found: Coded) -> Coded:
    """Return the measured amount, unless a sourced yes or no says that there is none or that there must be some."""
    says_yes, seen = bool(coded.value), found.estimate
    stands_for = field.yes if says_yes else field.no
    own = (
        Estimate(stands_for, seen.unit, sources=coded.source)
        if stands_for is not None
        else Estimate.missing(
            seen.unit, f"the case file says {'yes' if says_yes else 'no'}, and no source how much", coded.source
        )
    )
    if seen.value is None:
        if not case.is_sourced(coded) or stands_for is None:
            return found
        return Coded(own, coded.note, "case file", found.rivals)
    differs = (seen.value >= field.amount) != says_yes and (says_yes or field.no is not None or field.yes is not None)
    if not differs:
        return found
    if not case.is_sourced(coded):
        return _with_general_knowledge(found, own, coded, differs=True)
    basis: Basis | None = "case file" if stands_for is not None else None
    return Coded(
        own, coded.note, basis, (Rival(seen, "measured", _why(field, found)), *found.rivals), is_contested=True
    )


def _why(field: Field | Whether, found: Coded) -> str:
    """Return why two values may differ, with what the measured one was measured to."""
    to = found.text if found.text and found.text.startswith("measured to ") else None
    return f"{field.why}; {to}" if to else field.why


def _estimate(number: float | None, unit: str, coded: CodedValue) -> Estimate:
    if number is None:
        return Estimate.missing(unit, f"the case file codes it as {coded.value}, which leaves it open", coded.source)
    return Estimate(number, unit, sources=coded.source)


def _agree(field: Field, number: float, seen: Estimate) -> bool:
    ends = (seen.value if end is None else end for end in (seen.low, seen.high))
    low, high = (number if end is None else end for end in ends)
    slack = max(field.within, field.part * abs(number)) + 1e-9
    if field.within == field.part == 0:
        return seen.value == number
    return low - slack <= number <= high + slack


def _spanning(own: Estimate, seen: Estimate) -> Estimate:
    """Return the coded value with the measured one, and its bounds, inside the interval."""
    sources = tuple(dict.fromkeys((*own.sources, *seen.sources)))
    ends = [end for end in (own.value, seen.value, seen.low, seen.high) if end is not None]
    if own.value is None or (min(ends) == max(ends) and seen.interval is None):
        return replace(own, sources=sources)
    kind = seen.interval or "source-range"
    return Estimate(own.value, own.unit, min(ends), max(ends), kind, sources)


def _other_readings(field: Field, coded: CodedValue, unit: str) -> tuple[Rival, ...]:
    why = coded.note or "the case file gives it as another defensible reading"
    return tuple(
        Rival(_estimate(field.number(value), unit, coded.model_copy(update={"value": value})), "another reading", why)
        for value in coded.alternative
    )


def _with_general_knowledge(found: Coded, own: Estimate, coded: CodedValue, *, differs: bool) -> Coded:
    if found.estimate.value is not None and not differs:
        return found
    why = coded.note or "nothing but general knowledge was found for it"
    estimate = found.estimate
    if estimate.value is None:
        reason = f"{estimate.missing_reason}; the case file codes it from general knowledge alone"
        estimate = Estimate.missing(estimate.unit, reason, estimate.sources)
    rivals = (Rival(own, "general knowledge", why), *found.rivals)
    return replace(found, estimate=estimate, rivals=rivals, is_contested=differs)


def _cut_off(case: Case, barrier: Coded, gap: Coded) -> Coded:
    """Return whether a range or a gap lies between the territory and its backer, as the configurations ask it.

    Where there is no patron the range alone decides: a gap to a kin state that does not help cuts nothing off. Without
    a word on the range nothing does. Where there is no backer at all there is none to be cut off from.
    """
    if barrier.estimate.value is None:
        return Coded(barrier.estimate, basis=None)
    patron, kin = case.coded("patron_state"), case.coded("kin_state")
    has_none = patron is not None and patron.value == "none"
    if has_none and gap.estimate.value is None and kin is not None and kin.value == "none":
        return Coded(Estimate.missing(barrier.estimate.unit, "the case file names no kin state or patron"), basis=None)
    is_apart = not has_none and gap.estimate.value is not None and gap.estimate.value > 0
    sources = tuple(dict.fromkeys((*barrier.estimate.sources, *gap.estimate.sources)))
    flag = float(barrier.estimate.value > 0 or is_apart)
    low, high = flag, flag
    if not is_apart and barrier.estimate.low is not None and barrier.estimate.high is not None:
        low, high = barrier.estimate.low, barrier.estimate.high
    basis: Basis = "case file" if "case file" in (barrier.basis, gap.basis) else "measured"
    estimate = Estimate(flag, barrier.estimate.unit, sources=sources)
    if low < high:
        estimate = replace(estimate, low=low, high=high, interval="range")
    # Where only the range cuts it off, another reading of the range is another reading of this.
    rivals = () if is_apart else barrier.rivals
    return Coded(estimate, basis=basis, rivals=rivals, is_contested=barrier.is_contested and not is_apart)


def _claim_after_loss(case: Case, found: Coded) -> Coded:
    """Return the years from the coded loss to the coded start where both rest on a source."""
    start, lost = case.coded("start_year"), case.coded("autonomy_lost_year")
    has_start, has_loss = (coded is not None and case.is_sourced(coded) for coded in (start, lost))
    if found.estimate.value is None and lost is not None and has_loss and not has_start:
        reason = "the case file has no sourced year in which the claim began"
        return Coded(Estimate.missing(found.estimate.unit, reason, lost.source), found.text)
    if start is None or lost is None or not (case.is_sourced(start) and case.is_sourced(lost)):
        return found
    seen = found.estimate
    sources = tuple(dict.fromkeys((*start.source, *lost.source)))
    own = Estimate(float(start.value) - float(lost.value), seen.unit, sources=sources)
    why = lost.note or start.note or "the case file gives another defensible year"
    others = tuple(
        Rival(Estimate(float(begun) - float(ended), seen.unit, sources=sources), "another reading", why)
        for begun in (start.value, *start.alternative)
        for ended in (lost.value, *lost.alternative)
        if (begun, ended) != (start.value, lost.value)
    )
    within = Field("autonomy_lost_year", _plain, within=1.0, why=_LOSSES)
    if seen.value is None or own.value is None:
        return Coded(own, found.text, "case file", others)
    if _agree(within, own.value, seen):
        return Coded(_spanning(own, seen), found.text, "case file", others)
    return Coded(own, found.text, "case file", (Rival(seen, "measured", _LOSSES), *others), is_contested=True)


def _without_a_loss(found: Coded) -> Coded:
    """Return a year of loss as missing where the case file codes that nothing was lost, the data's year beside it."""
    seen = found.estimate
    if seen.value is None:
        return found
    reason = "the case file codes that no self-rule was lost"
    return Coded(
        Estimate.missing(seen.unit, reason, seen.sources),
        found.text,
        None,
        (Rival(seen, "measured", _LOSSES), *found.rivals),
        is_contested=True,
    )
