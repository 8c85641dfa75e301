"""What two files of events say differently: events added, gone and counted anew, by year and by conflict.

Events are told apart by the number that the producer gives them; one that was split, joined or numbered anew counts as
gone and added. Deaths are the best estimate, or what was reported. Two files are compared over the days that both
reach; the events of other days are counted as years and days added or gone.

Pure functions of frames; `statusquo.snapshot.records` makes the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from statusquo.core.jsonable import Jsonable

EVENTS = pl.Schema(
    {
        "id": pl.String,
        "day": pl.Date,
        "conflict": pl.String,
        "country": pl.String,
        "place": pl.String,
        "deaths": pl.Int32,
    }
)
"""Columns of the events of a record; ``day`` is the last on which the event may have happened."""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Events, as one file has them.

    Attributes:
        label: what it is, such as ``ucdp-ged 26.1``.
        events: with the columns `EVENTS`, each event once.
    """

    label: str
    events: pl.DataFrame

    def __post_init__(self) -> None:
        if self.events.schema != EVENTS:
            raise ValueError(f"{self.label}: a record has the columns {dict(EVENTS)}, not {self.events.schema}")

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day; None where there is no event."""
        first, last = self.events.select(pl.col("day").min(), last=pl.col("day").max()).row(0)
        return None if first is None else (first, last)


@dataclass(frozen=True, slots=True)
class EventDifferences(Jsonable, keys={"n_events": "events", "n_outside": "events_outside"}):
    """What the second of two records of events says differently from the first.

    Attributes:
        days: the days that both reach, first and last; None where there are none.
        n_events: how many events each has over these days, and how many are in both.
        n_outside: how many events each has outside them.
        by_year: year, added, gone, revised (how many events), deaths_a, deaths_b (of all events of the shared days).
        by_conflict: conflicts whose events differ, those with most deaths more or fewer first: conflict, added, gone,
            revised, deaths_a, deaths_b.
        revised: events in both whose deaths differ, the furthest first: id, day, conflict, country, place, deaths_a,
            deaths_b.
    """

    days: tuple[date, date] | None
    n_events: Mapping[str, int]
    n_outside: tuple[int, int]
    by_year: pl.DataFrame
    by_conflict: pl.DataFrame
    revised: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return (
            not any(self.n_outside)
            and self.by_year.filter(pl.sum_horizontal("added", "gone", "revised") > 0).is_empty()
        )


def event_differences(a: EventRecord, b: EventRecord) -> EventDifferences:
    """Return what record b says differently from record a."""
    days = _shared_days(a, b)
    inside = pl.col("day").is_between(*days) if days else pl.lit(False)
    left, right = (record.events.filter(inside) for record in (a, b))
    both = left.join(right, on="id", how="full", coalesce=True, suffix="_b").rename({"deaths": "deaths_a"})
    in_a, in_b = pl.col("deaths_a").is_not_null(), pl.col("deaths_b").is_not_null()
    told = both.select(
        "id",
        *(pl.coalesce(f"{name}_b", name).alias(name) for name in ("day", "conflict", "country", "place")),
        "deaths_a",
        "deaths_b",
        added=in_b & ~in_a,
        gone=in_a & ~in_b,
        revised=in_a & in_b & (pl.col("deaths_a") != pl.col("deaths_b")),
    )
    size = (pl.col("deaths_b") - pl.col("deaths_a")).abs()
    by_conflict = _counted(told, pl.col("conflict")).filter(pl.sum_horizontal("added", "gone", "revised") > 0)
    return EventDifferences(
        days,
        {"first": left.height, "second": right.height, "both": told.filter(in_a & in_b).height},
        (a.events.height - left.height, b.events.height - right.height),
        _counted(told, pl.col("day").dt.year().alias("year")).sort("year"),
        by_conflict.sort(size, "conflict", descending=[True, False]),
        told.filter("revised")
        .sort(size, "id", descending=[True, False])
        .select("id", "day", "conflict", "country", "place", "deaths_a", "deaths_b"),
    )


def _shared_days(a: EventRecord, b: EventRecord) -> tuple[date, date] | None:
    if a.days is None or b.days is None:
        return None
    first, last = max(a.days[0], b.days[0]), min(a.days[1], b.days[1])
    return (first, last) if first <= last else None


def _counted(told: pl.DataFrame, by: pl.Expr) -> pl.DataFrame:
    counts = [pl.col(name).sum().cast(pl.Int32) for name in ("added", "gone", "revised")]
    return told.group_by(by).agg(*counts, pl.col("deaths_a", "deaths_b").sum().cast(pl.Int64))
