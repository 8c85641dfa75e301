"""Factors of history and law: what the territory and its people were before, and what the law says of the claim.

Two kinds of source: the case file's facts, under the keys named below; and, for disputes whose rebels EPR ties to a
group, the first claim (SDM, as published with EPR) and the losses of independence and autonomy coded by Germann and
Sambanis (2021). Words are turned into codes by the lists below; the words themselves go along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from statusquo.cases.model import Case
from statusquo.cases.statements import Fact
from statusquo.core.estimates import Estimate
from statusquo.snapshot.store import Snapshot
from statusquo.structure.readings import Coded

STATUSES = (
    "none",
    "district",
    "province",
    "autonomous region",
    "autonomous republic",
    "union republic or colony",
    "independent state",
)
"""Ranks of earlier status, from 0; the last two are of the first order."""

FORMS = ("unitary", "federal", "confederal")
"""Forms of the parent state, coded from 0."""

_YES_NO = "yes (1) or no (0)"
_RANK = "rank, 0 (none) to 6 (independent state)"
_YEARS = "years (negative: the claim came first)"

FACTORS = {
    "earlier_statehood": _YES_NO,
    "stranded_from_kin": _YES_NO,
    "highest_earlier_status": _RANK,
    "autonomy_lost": _YES_NO,
    "autonomy_lost_year": "year",
    "claim_after_autonomy_lost": _YEARS,
    "parent_constitution": "unitary (0), federal (1) or confederal (2)",
    "first_order_status": _YES_NO,
    "security_council_resolutions": "resolutions",
    "recognitions": "states",
}
"""Names and units of the factors; see docs/methods.md."""

_CREATED, _ABOLISHED = "history.autonomy.created_date", "history.autonomy.abolished_date"
_HIGHEST = "history.status.highest"
_STANDING = r"history\.[a-z0-9_]+\.standing"
_LAWFULNESS = r"law\.status_\d{4}\.reading"
_LOSSES, _CLAIMS = ("lost-autonomy", "acd2epr"), ("epr-claims", "acd2epr")


def history_and_law(case: Case, snapshot: Snapshot) -> dict[str, Coded]:
    """Return the factors of history and law of one dispute, each missing with its reason where nothing codes it.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    rows = snapshot.table("dispute_groups").filter(pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict))
    groups = rows.unique(["gwgroupid"], maintain_order=True)
    status = _highest_status(case)
    return {
        "earlier_statehood": Coded(_any(groups, "is_independence_lost"), _readings(case, _STANDING)),
        "stranded_from_kin": Coded(_any(groups, "is_stranded")),
        "highest_earlier_status": status,
        "autonomy_lost": _autonomy_lost(case, groups),
        "autonomy_lost_year": Coded(_autonomy_lost_year(case, groups)),
        "claim_after_autonomy_lost": _claim_after_loss(case, groups),
        "parent_constitution": _constitution(case),
        "first_order_status": _first_order(case, status),
        "security_council_resolutions": _number(case, r"law\.unsc\.resolutions_n", "resolutions"),
        "recognitions": _number(case, r"history\.[a-z0-9_]+\.recognitions_n", "states"),
    }


def _facts(case: Case, pattern: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in case.fact if re.fullmatch(pattern, fact.key) and case.is_sourced(fact))


def _readings(case: Case, pattern: str) -> str | None:
    """Return every reading under a key, each with the side whose reading it is."""
    names = {actor.id: actor.name for actor in case.actor}
    lines = [
        f"{names[fact.claimant] if fact.claimant else 'No side'}: {fact.value_text}" for fact in _facts(case, pattern)
    ]
    return " ".join(lines) or None


def _number(case: Case, pattern: str, unit: str) -> Coded:
    facts = [fact for fact in _facts(case, pattern) if isinstance(fact.value, float)]
    if not facts:
        return Coded(Estimate.missing(unit, f"the case file has no sourced number of {unit}"))
    values = [float(fact.value) for fact in facts]
    sources = _sources(facts)
    if len(set(values)) == 1:
        return Coded(Estimate(values[0], unit, sources=sources))
    return Coded(Estimate.spanning(values[0], unit, values, "source-range", sources))


def _any(groups: pl.DataFrame, column: str) -> Estimate:
    coded = groups[column].drop_nulls()
    if coded.is_empty():
        return Estimate.missing(_YES_NO, "no group tied to the rebels is coded", _LOSSES)
    return Estimate(float(coded.any()), _YES_NO, sources=_LOSSES)


def _highest_status(case: Case) -> Coded:
    """Return the rank the case file names, else that of the autonomy whose founding it dates."""
    for fact in _facts(case, re.escape(_HIGHEST)):
        if fact.value in STATUSES:
            return Coded(Estimate(float(STATUSES.index(fact.value)), _RANK, sources=fact.source), fact.value)
    for fact in _facts(case, re.escape(_CREATED)):
        status = "autonomous republic" if "republic" in fact.label.casefold() else "autonomous region"
        text = f"{status}: {fact.label}, {fact.value_text}"
        return Coded(Estimate(float(STATUSES.index(status)), _RANK, sources=fact.source), text)
    return Coded(
        Estimate.missing(
            _RANK, "no source at hand codes an earlier status or the year in which an autonomy was created"
        )
    )


def _first_order(case: Case, status: Coded) -> Coded:
    rank = status.estimate.value
    if rank is None:
        return Coded(Estimate.missing(_YES_NO, "the highest earlier status is not coded"))
    is_first = rank >= STATUSES.index("union republic or colony")
    return Coded(Estimate(float(is_first), _YES_NO, sources=status.estimate.sources), _readings(case, _LAWFULNESS))


def _autonomy_lost(case: Case, groups: pl.DataFrame) -> Coded:
    when = "; ".join(groups["autonomy_lost_when"].drop_nulls().unique(maintain_order=True)) or None
    for fact in _facts(case, re.escape(_ABOLISHED)):
        return Coded(Estimate(1.0, _YES_NO, sources=fact.source), f"{fact.label}, {fact.value_text}")
    return Coded(_any(groups, "is_autonomy_lost"), when)


def _autonomy_lost_year(case: Case, groups: pl.DataFrame) -> Estimate:
    """Return the year the case file gives, with the data's as the other end of the range; else the data's."""
    coded = _latest(groups["autonomy_lost_year"])
    facts = _facts(case, re.escape(_ABOLISHED))
    if facts:
        year = _year(facts[0])
        return Estimate.spanning(
            year, "year", (year if coded is None else coded,), "source-range", (*_sources(facts), *_LOSSES)
        )
    if coded is None:
        return Estimate.missing("year", "no loss of autonomy in a year that a source names", _LOSSES)
    return Estimate(coded, "year", sources=_LOSSES)


def _claim_after_loss(case: Case, groups: pl.DataFrame) -> Coded:
    """Return the years from the loss to the first claim, by the case file and by the data as the ends of a range."""
    lost = _autonomy_lost_year(case, groups)
    if lost.value is None:
        return Coded(Estimate.missing(_YEARS, lost.missing_reason or "no loss", lost.sources))
    starts = [
        float(role.start.year)
        for actor in case.separatists()
        for role in actor.role
        if role.role == "separatist" and role.start is not None
    ]
    first = groups["first_claim_year"].drop_nulls().to_list()
    by_case, by_data = (min(starts) if starts else None), (float(min(first)) if first else None)
    claim = by_case if by_case is not None else by_data
    if claim is None:
        return Coded(Estimate.missing(_YEARS, "no year of the first claim is known", _CLAIMS))
    coded_loss = _latest(groups["autonomy_lost_year"])
    other = by_data - coded_loss if by_data is not None and coded_loss is not None else claim - lost.value
    is_open = groups.filter(pl.col("first_claim_year") == by_data)["is_first_claim_at_start"].any()
    note = (
        "The data list the group from the year of its first claim, so that the claim may be older." if is_open else None
    )
    return Coded(
        Estimate.spanning(
            claim - lost.value, _YEARS, (other,), "source-range", dict.fromkeys((*lost.sources, *_CLAIMS))
        ),
        note,
    )


def _constitution(case: Case) -> Coded:
    unit = FACTORS["parent_constitution"]
    for parent in case.parents():
        for fact in _facts(case, rf"law\.constitution\.{re.escape(parent.id.replace('-', '_'))}_form"):
            text = fact.value_text
            # "Federal" is part of "confederal", so that whole words are compared.
            words = re.findall(r"[a-z]+", text.casefold())
            code = next((FORMS.index(word) for word in words if word in FORMS), None)
            if code is not None:
                return Coded(Estimate(float(code), unit, sources=fact.source), text)
    return Coded(Estimate.missing(unit, "the case file has no sourced form of the parent state"))


def _year(fact: Fact) -> float:
    return float(str(fact.value)[:4])


def _latest(years: pl.Series) -> float | None:
    known = years.drop_nulls().to_list()
    return float(max(known)) if known else None


def _sources(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for fact in facts for source in fact.source))
