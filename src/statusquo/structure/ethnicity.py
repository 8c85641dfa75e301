"""Factors of ethnic composition: the group's share in territory and state, and how mixed the territory is.

The territory's composition is read from the census facts of the case file, ``people.UNIT.GROUP_YEAR`` beside
``people.UNIT.population_YEAR``; its unit is the one that gives the published area (``territory.UNIT.area_km2``), and
its parts are the districts of the case file. The group's share of the state is EPR's, for the groups to which the
rebels are tied (`dispute_groups`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.snapshot.store import Snapshot
from statusquo.structure.composition import (
    dissimilarity,
    exposure,
    fractionalisation,
    information_theory_index,
    isolation,
    polarisation,
)

FACTORS = {
    "group_share_of_state": "share",
    "group_share_of_territory": "share",
    "territory_share_of_population": "share",
    "fractionalisation": "index",
    "polarisation": "index",
    "segregation_dissimilarity": "index",
    "segregation_exposure": "index",
    "segregation_isolation": "index",
    "segregation_information_theory": "index",
}
"""Names and units of the factors; see docs/methods.md."""

_EPR = ("epr-core", "acd2epr")
_COUNT = re.compile(r"people\.(?P<unit>[a-z0-9_]+)\.(?P<group>[a-z]+)_(?P<year>\d{4})")
_TOTAL, _REST = "population", "others"


@dataclass(frozen=True, slots=True)
class Census:
    """People by group in one unit and year, from the case file.

    Attributes:
        year: of the census.
        population: all people.
        groups: people by group; what the named groups leave of the population is `others`.
        sources: ids of the sources.
    """

    year: int
    population: float
    groups: dict[str, float]
    sources: tuple[str, ...]


def ethnicity(case: Case, snapshot: Snapshot) -> dict[str, Estimate]:
    """Return the factors of ethnic composition of one dispute, each missing with its reason where nobody counted.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    groups = _groups_at_start(case, snapshot)
    missing = {
        name: Estimate.missing(unit, "no census of the territory by group is at hand") for name, unit in FACTORS.items()
    }
    factors = missing | {"group_share_of_state": _share_of_state(groups)}
    census = territory_census(case)
    if census is None:
        return factors
    counts = [*census.groups.values()]
    factors |= {
        "fractionalisation": Estimate(fractionalisation(counts), "index", sources=census.sources),
        "polarisation": Estimate(polarisation(counts), "index", sources=census.sources),
        "territory_share_of_population": _share_of_population(case, census),
    }
    group = next((name for name in census.groups if name in {row.casefold() for row in groups["group"]}), None)
    if group is None:
        reason = "no group of the census bears the name of the group that EPR ties to the rebels"
        return factors | {
            name: Estimate.missing(unit, reason, census.sources)
            for name, unit in FACTORS.items()
            if name == "group_share_of_territory" or name.startswith("segregation")
        }
    share = Estimate(census.groups[group] / census.population, "share", sources=census.sources)
    return factors | {"group_share_of_territory": share} | _segregation(case, census, group)


def territory_census(case: Case) -> Census | None:
    """Return the first census of the territory with its groups, None where the case file has none."""
    shape = case.territory.shape
    if shape is None or shape.reference_area is None:
        return None
    unit = shape.reference_area.split(".")[1]
    return next((census for year in _years(case, unit) if (census := _census(case, unit, year))), None)


def district_table(case: Case, census: Census) -> dict[str, dict[str, float]]:
    """Return people by district and group, the districts that nobody counted singly put together as `rest`.

    Groups not counted in every district stand together as `others`.
    """
    claimed = {district.id for district in case.territory.district if district.group == "claimed"}
    counted = {unit: found for unit in sorted(claimed) if (found := _census(case, unit, census.year))}
    if not counted:
        return {}
    common = set.intersection(*({*found.groups} for found in (census, *counted.values()))) - {_REST}
    table = {unit: _with_rest(found, common) for unit, found in counted.items()}
    whole = _with_rest(census, common)
    rest = {group: people - sum(row[group] for row in table.values()) for group, people in whole.items()}
    return table | ({"rest": rest} if sum(rest.values()) > 0 else {})


def _with_rest(census: Census, groups: set[str]) -> dict[str, float]:
    named = {group: census.groups[group] for group in sorted(groups)}
    return named | {_REST: census.population - sum(named.values())}


def _segregation(case: Case, census: Census, group: str) -> dict[str, Estimate]:
    table = district_table(case, census)
    names = [name for name in FACTORS if name.startswith("segregation")]
    if len(table) < 2:
        reason = "no census by district is at hand"
        return {name: Estimate.missing("index", reason, census.sources) for name in names}
    members = np.array([row[group] for row in table.values()])
    others = np.array([sum(row.values()) for row in table.values()]) - members
    measures: dict[str, Callable[[], float]] = {
        "segregation_dissimilarity": lambda: dissimilarity(members, others),
        "segregation_exposure": lambda: exposure(members, others),
        "segregation_isolation": lambda: isolation(members, others),
        "segregation_information_theory": lambda: information_theory_index([[*row.values()] for row in table.values()]),
    }
    return {name: Estimate(measures[name](), "index", sources=census.sources) for name in names}


def _share_of_population(case: Case, census: Census) -> Estimate:
    for parent in case.parents():
        if whole := _count(case, f"people.{parent.id}.{_TOTAL}_{census.year}"):
            people, sources = whole
            return Estimate(census.population / people, "share", sources=(*census.sources, *sources))
    return Estimate.missing("share", f"the case file has no population of the parent state in {census.year}")


def _groups_at_start(case: Case, snapshot: Snapshot) -> pl.DataFrame:
    """Return the rebels' groups in the first year of the dispute, or in the nearest year in which EPR lists them."""
    conflicts = pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict)
    rows = snapshot.table("dispute_groups").filter(conflicts)
    start = snapshot.table("disputes").filter(conflicts)["first_active_year"]
    if rows.is_empty() or start.is_empty():
        return rows.clear()
    year = min(start.to_list())
    away = pl.max_horizontal(pl.col("first_year") - year, year - pl.col("last_year"), pl.lit(0))
    return rows.with_columns(_away=away).sort("_away", "first_year").unique(["gwgroupid", "parent_gw"], keep="first")


def _share_of_state(groups: pl.DataFrame) -> Estimate:
    """Return the groups' share; where they live in several parent states, the largest share in one of them."""
    shares = groups.drop_nulls("size_pct").group_by("parent_gw").agg(pl.col("size_pct").sum())["size_pct"].to_list()
    if not shares:
        return Estimate.missing("share", "EPR ties no group with a known size to the rebels", _EPR)
    return Estimate(max(shares) / 100, "share", sources=_EPR)


def _years(case: Case, unit: str) -> Iterator[int]:
    found = {
        int(match["year"]) for fact in case.fact if (match := _COUNT.fullmatch(fact.key)) and match["unit"] == unit
    }
    return iter(sorted(found))


def _census(case: Case, unit: str, year: int) -> Census | None:
    keys = dict.fromkeys(fact.key for fact in case.fact)
    found = {
        match["group"]: count
        for key in keys
        if (match := _COUNT.fullmatch(key))
        and match["unit"] == unit
        and int(match["year"]) == year
        and (count := _count(case, key))
    }
    whole = found.pop(_TOTAL, None)
    named = {group: people for group, (people, _) in found.items() if group != _REST}
    if whole is None or not named:
        return None
    population, sources = whole
    unnamed = population - sum(named.values())
    groups = named | ({_REST: unnamed} if unnamed > 0 else {})
    every = dict.fromkeys((*sources, *(source for _, given in found.values() for source in given)))
    return Census(year, population, groups, tuple(every))


def _count(case: Case, key: str) -> tuple[float, tuple[str, ...]] | None:
    """Return the first sourced number of people under a key, with its sources."""
    facts = (fact for fact in case.facts(key) if case.is_sourced(fact) and fact.unit == "people")
    return next(((fact.value, fact.source) for fact in facts if isinstance(fact.value, float)), None)
