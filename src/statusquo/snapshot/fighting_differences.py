"""What two records of armed conflict say differently: years, conflicts, activity, types and deaths.

A record is what one data set, one release of it or one snapshot knows of which conflicts (and, where it has them, which
pairs of warring parties) were active in which years. Two records are compared only on what both cover and both know:
the years that both reach, and of an active year its intensity, type and deaths where neither leaves them out. What the
second record adds beyond the years of the first is told apart, as what became of each conflict in those years.

Pure functions of frames; `statusquo.snapshot.comparable` makes the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

Change = Literal["now active", "no longer active", "now a war", "no longer a war"]
Course = Literal["new", "resumed", "ended", "grew to war", "fell below war", "goes on"]

ACTIVE_YEARS = pl.Schema(
    {
        "id": pl.Int32,
        "year": pl.Int32,
        "intensity": pl.String,
        "type": pl.String,
        "deaths_best": pl.Int32,
        "deaths_low": pl.Int32,
        "deaths_high": pl.Int32,
    }
)
"""Columns of the active years of a unit: UCDP's number, the year, and what is known of it; null where it is not."""

DEATHS = ("deaths_best", "deaths_low", "deaths_high")

_KEY = ["id", "year"]


@dataclass(frozen=True, slots=True)
class FightingRecord:
    """Which conflicts and dyads were active in which years, as one release or one snapshot has it.

    Attributes:
        label: what it is, such as ``ucdp-prio-acd 25.1``.
        conflicts: the active years of conflicts, with the columns `ACTIVE_YEARS`.
        names: what conflicts are called, by number.
        dyads: the active years of dyads; None where the record does not tell them apart.
        dyad_names: what dyads are called, by number.
        covered: the years it covers; those of its rows where nothing else is said.
    """

    label: str
    conflicts: pl.DataFrame
    names: Mapping[int, str]
    dyads: pl.DataFrame | None = None
    dyad_names: Mapping[int, str] = field(default_factory=dict)
    covered: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        for frame in (self.conflicts, self.dyads):
            if frame is not None and frame.schema != ACTIVE_YEARS:
                raise ValueError(f"{self.label}: a record has the columns {dict(ACTIVE_YEARS)}, not {frame.schema}")
        if not self.covered:
            object.__setattr__(self, "covered", _span(self.conflicts["year"].to_list()))


@dataclass(frozen=True, slots=True)
class FightingDifferences:
    """What the second of two records says differently from the first.

    Attributes:
        years_shared: years that both cover.
        years_added: years that only the second covers.
        years_gone: years that only the first covers.
        n_active: by unit, how many units both have active in some shared year.
        conflicts_added: conflicts active in some shared year that the first does not know at all: id, name, first_year;
            none where it begins later than the second, since it may only not reach back to them.
        conflicts_gone: the same of those that the second does not know.
        activity: active years of the shared years that one record alone has, or of another intensity: unit, id, name,
            year, change, intensity_a, intensity_b.
        course: what became of each conflict in the years added: year, id, name, course, intensity, last_active_year
            (the last before the year), deaths_best.
        types: conflict-years and dyad-years of another type: unit, id, name, year, type_a, type_b.
        deaths: conflict-years whose deaths were revised: id, name, year and each of `DEATHS` in both.
        deaths_by_year: of the conflict-years whose deaths both know: year, n_known, n_revised, deaths_a, deaths_b.
    """

    years_shared: tuple[int, ...]
    years_added: tuple[int, ...]
    years_gone: tuple[int, ...]
    n_active: Mapping[str, int]
    conflicts_added: pl.DataFrame
    conflicts_gone: pl.DataFrame
    activity: pl.DataFrame
    course: pl.DataFrame
    types: pl.DataFrame
    deaths: pl.DataFrame
    deaths_by_year: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        # A conflict that one of them does not know at all is active in one alone, so that `activity` has it too.
        frames = (self.activity, self.course, self.types, self.deaths)
        return not (self.years_added or self.years_gone or any(frame.height for frame in frames))

    def to_json(self) -> dict[str, Any]:
        """Return the differences as plain JSON values."""
        return {
            "years": {
                "shared": list(self.years_shared),
                "added": list(self.years_added),
                "gone": list(self.years_gone),
            },
            "active_in_both": dict(self.n_active),
            "conflicts": {"added": self.conflicts_added.to_dicts(), "gone": self.conflicts_gone.to_dicts()},
            "activity": self.activity.to_dicts(),
            "years_added": self.course.to_dicts(),
            "types": self.types.to_dicts(),
            "deaths": {"revised": self.deaths.to_dicts(), "by_year": self.deaths_by_year.to_dicts()},
        }


def fighting_differences(a: FightingRecord, b: FightingRecord) -> FightingDifferences:
    """Return what record b says differently from record a."""
    shared = a.covered & b.covered
    units = [("conflict", a.conflicts, b.conflicts, {**a.names, **b.names})]
    if a.dyads is not None and b.dyads is not None:
        units.append(("dyad", a.dyads, b.dyads, {**a.dyad_names, **b.dyad_names}))
    joined = {unit: (_joined(of_a, of_b, shared), names) for unit, of_a, of_b, names in units}
    known = joined["conflict"][0].filter(_in_both(), _known("deaths_best"))
    return FightingDifferences(
        tuple(sorted(shared)),
        tuple(sorted(b.covered - a.covered)),
        tuple(sorted(a.covered - b.covered)),
        {unit: rows.filter(_in_both())["id"].n_unique() for unit, (rows, _) in joined.items()},
        _unknown_to(a, b, joined["conflict"][0].filter(pl.col("in_b").is_not_null())),
        _unknown_to(b, a, joined["conflict"][0].filter(pl.col("in_a").is_not_null())),
        pl.concat([_activity(rows, unit, names) for unit, (rows, names) in joined.items()]),
        _course(a, b),
        pl.concat([_types(rows, unit, names) for unit, (rows, names) in joined.items()]),
        _deaths_revised(known, joined["conflict"][1]),
        _deaths_by_year(known),
    )


def _span(years: Iterable[int]) -> frozenset[int]:
    known = set(years)
    return frozenset(range(min(known), max(known) + 1)) if known else frozenset()


def _joined(a: pl.DataFrame, b: pl.DataFrame, years: Iterable[int]) -> pl.DataFrame:
    """Return the active years of either record in these years side by side; ``in_a`` is null where only b has one."""
    wanted = sorted(years)
    left, right = (
        frame.filter(pl.col("year").is_in(wanted)).select(
            *_KEY, pl.lit(True).alias(f"in_{side}"), pl.exclude(_KEY).name.suffix(f"_{side}")
        )
        for side, frame in (("a", a), ("b", b))
    )
    return left.join(right, on=_KEY, how="full", coalesce=True)


def _in_both() -> pl.Expr:
    return pl.col("in_a").is_not_null() & pl.col("in_b").is_not_null()


def _known(name: str) -> pl.Expr:
    return pl.col(f"{name}_a").is_not_null() & pl.col(f"{name}_b").is_not_null()


def _differs(name: str) -> pl.Expr:
    return _known(name) & (pl.col(f"{name}_a") != pl.col(f"{name}_b"))


def _named(frame: pl.DataFrame, names: Mapping[int, str]) -> pl.DataFrame:
    called = pl.Series("name", [names.get(number, str(number)) for number in frame["id"].to_list()], pl.String)
    return frame.with_columns(called)


def _unknown_to(record: FightingRecord, other: FightingRecord, rows: pl.DataFrame) -> pl.DataFrame:
    reaches_back = min(record.covered, default=0) <= min(other.covered, default=0)
    strange = rows.filter(reaches_back).join(record.conflicts.select("id").unique(), on="id", how="anti")
    first = strange.group_by("id").agg(first_year=pl.col("year").min())
    return _named(first, other.names).select("id", "name", "first_year").sort("first_year", "id")


def _activity(rows: pl.DataFrame, unit: str, names: Mapping[int, str]) -> pl.DataFrame:
    change = (
        pl.when(pl.col("in_a").is_null())
        .then(pl.lit("now active"))
        .when(pl.col("in_b").is_null())
        .then(pl.lit("no longer active"))
        .when(_differs("intensity") & (pl.col("intensity_b") == "war"))
        .then(pl.lit("now a war"))
        .when(_differs("intensity"))
        .then(pl.lit("no longer a war"))
    )
    found = rows.with_columns(change=change, unit=pl.lit(unit)).filter(pl.col("change").is_not_null())
    columns = ["unit", "id", "name", "year", "change", "intensity_a", "intensity_b"]
    return _named(found, names).select(columns).sort("year", "id")


def _types(rows: pl.DataFrame, unit: str, names: Mapping[int, str]) -> pl.DataFrame:
    found = rows.filter(_differs("type")).with_columns(unit=pl.lit(unit))
    return _named(found, names).select("unit", "id", "name", "year", "type_a", "type_b").sort("year", "id")


def _deaths_revised(known: pl.DataFrame, names: Mapping[int, str]) -> pl.DataFrame:
    found = known.filter(pl.any_horizontal(_differs(name) for name in DEATHS))
    columns = ["id", "name", "year", *(f"{name}_{side}" for name in DEATHS for side in "ab")]
    size = (pl.col("deaths_best_b") - pl.col("deaths_best_a")).abs()
    return _named(found, names).select(columns).sort(size, "year", "id", descending=[True, True, False])


def _deaths_by_year(known: pl.DataFrame) -> pl.DataFrame:
    return (
        known.group_by("year")
        .agg(
            n_known=pl.len().cast(pl.Int32),
            n_revised=_differs("deaths_best").sum().cast(pl.Int32),
            deaths_a=pl.col("deaths_best_a").sum().cast(pl.Int64),
            deaths_b=pl.col("deaths_best_b").sum().cast(pl.Int64),
        )
        .sort("year")
    )


def _course(a: FightingRecord, b: FightingRecord) -> pl.DataFrame:
    """Return what became of each conflict in the years that only the second record covers.

    What went before is the second record's where it covers the year, else the first one's.
    """
    past = a.conflicts.filter(~pl.col("year").is_in(sorted(b.covered)))
    intensity = {(number, year): level for number, year, level, *_ in pl.concat([past, b.conflicts]).iter_rows()}
    deaths = {(number, year): best for number, year, best in b.conflicts.select(*_KEY, "deaths_best").iter_rows()}
    by_conflict: dict[int, list[int]] = {}
    for number, year in sorted(intensity):
        by_conflict.setdefault(number, []).append(year)
    names = {**a.names, **b.names}
    rows = []
    for year in sorted(b.covered - a.covered):
        for number, years in by_conflict.items():
            before = max((past_year for past_year in years if past_year < year), default=None)
            level, level_before = intensity.get((number, year)), intensity.get((number, year - 1))
            course = _course_of(year, year in years, before, level, level_before)
            if course is not None:
                name = names.get(number, str(number))
                rows.append((year, number, name, course, level, before, deaths.get((number, year))))
    schema = {
        "year": pl.Int32,
        "id": pl.Int32,
        "name": pl.String,
        "course": pl.String,
        "intensity": pl.String,
        "last_active_year": pl.Int32,
        "deaths_best": pl.Int32,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _course_of(
    year: int, is_active: bool, before: int | None, level: str | None, level_before: str | None
) -> Course | None:
    was_active = before == year - 1
    if not is_active:
        return "ended" if was_active else None
    if before is None:
        return "new"
    if not was_active:
        return "resumed"
    if level is None or level_before is None or level == level_before:
        return "goes on"
    return "grew to war" if level == "war" else "fell below war"
