"""Dispute-months: the deaths in battle of a dispute by month, from the user's event files.

An event belongs to a dispute by UCDP's conflict number, and to the month in which it ended. Only state-based violence
is counted, as in UCDP's yearly record. The interval is that of UCDP's own coders (`event_files.death_distribution`):
draws of every event added up, the errors of two events taken as independent, so that that of a long sum is narrow. It
is of the events reported: a month without one has no deaths on record and no interval. UCDP's low and high estimates
stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from statusquo.cases.model import Case
from statusquo.core.draws import Floats, median_95
from statusquo.core.errors import InputError, Problem
from statusquo.core.estimates import Estimate
from statusquo.core.seeds import spawn_generator
from statusquo.core.shown import Shown
from statusquo.event_files.death_distribution import draw
from statusquo.event_files.own_events import STATE_BASED, OwnEvents, own_events
from statusquo.sources import ucdp_candidate, ucdp_ged

N_DRAWS = 1000
UNIT = "battle deaths"

_SUMS = (
    "deaths_best", "deaths_low", "deaths_high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
)  # fmt: skip
_PLACED = 3
"""The roughest precision of a place that still says where: the district."""

Key = tuple[int, date]


@dataclass(frozen=True, slots=True, repr=False)
class DisputeMonths(Shown):
    """The months of a dispute that the user's event files cover.

    Attributes:
        dispute: its id.
        frame: one row per month covered: `month` (its first day), `is_candidate`, `events`, `events_not_clear`,
            `events_placed` (to the district or better), UCDP's sums `deaths_best`, `deaths_low`, `deaths_high` and
            those by who died; the median and the 95 % interval of the coders' distribution, `deaths_median`,
            `deaths_from` and `deaths_to`, missing in a month without an event.
        files: names of the files, the one that holds over the others last.
    """

    dispute: str
    frame: pl.DataFrame
    files: tuple[str, ...]
    _draws: Mapping[date, Floats]

    def in_short(self) -> str:
        """Return the months covered and the deaths in them."""
        first, last = self.frame["month"][0], self.frame["month"][-1]
        deaths = int(self.frame["deaths_best"].sum())
        return f"{self.dispute}, {first:%Y-%m} to {last:%Y-%m}: {deaths:,} battle deaths (best)"

    def __len__(self) -> int:
        return self.frame.height

    def deaths(self, first: date, last: date) -> Estimate:
        """Return the deaths of the months from one to another as UCDP's coders see them: median and 95 % of draws.

        Args:
            first: the first day of the first month.
            last: the first day of the last.

        Returns:
            Missing where the files do not cover every month between.
        """
        months = pl.date_range(first, last, "1mo", eager=True).to_list()
        covered = set(self.frame["month"])
        if not set(months) <= covered:
            return Estimate.missing(UNIT, "the event files do not cover every one of these months", _SOURCES)
        drawn = [self._draws[month] for month in months if month in self._draws]
        if not drawn:
            return Estimate(0, UNIT, sources=_SOURCES)
        return Estimate.from_draws(np.sum(drawn, axis=0), UNIT, sources=_SOURCES)


_SOURCES = (ucdp_ged.ORIGIN.id, ucdp_candidate.ORIGIN.id)


def months_of_case(case: Case) -> DisputeMonths:
    """Return the months of a dispute that the user's event files cover.

    Raises:
        InputError: when there are no such files, or UCDP has no number for the dispute.
        SourceError: when one of them is not as it was added.
    """
    own = own_events()
    if own is None:
        raise no_event_files()
    if not case.ids.ucdp_conflict:
        what = "UCDP has no conflict number for this dispute, by which its events would be known"
        raise InputError(Problem(what, found=case.id, allowed="a dispute with one (`statusquo cases list`)"))
    return months_of(case.id, case.ids.ucdp_conflict, own)


def no_event_files() -> InputError:
    """Return the error of a question about months where no event file is in use."""
    return InputError(
        Problem(
            "months are told only from event files of your own, and there are none in use",
            allowed="UCDP's GED or its candidate files: add them with `statusquo data add FILE`",
        )
    )


def months_of(dispute: str, conflicts: Iterable[int], own: OwnEvents) -> DisputeMonths:
    """Return the months of a dispute.

    Args:
        dispute: its id.
        conflicts: UCDP's numbers of it.
        own: the user's events.
    """
    numbers = list(conflicts)
    chosen = own.state_based.filter(pl.col("conflict_id_ucdp").is_in(numbers))
    by_key = death_draws(chosen)
    drawn: dict[date, Floats] = {}
    for (_, month), draws in by_key.items():
        drawn[month] = drawn.get(month, np.zeros(N_DRAWS)) + draws
    counted = chosen.group_by("month").agg(*_aggregates())
    frame = own.months.join(counted, on="month", how="left", maintain_order="left").pipe(_with_zeros)
    return DisputeMonths(
        dispute, with_intervals(frame, drawn, "month"), tuple(f.original_name for f in own.files), drawn
    )


def dispute_months(conflicts: Iterable[int], own: OwnEvents) -> pl.DataFrame:
    """Return one row per conflict and month covered, with the columns of `DisputeMonths.frame`.

    Args:
        conflicts: UCDP's numbers of the conflicts.
        own: the user's events.
    """
    numbers = pl.DataFrame({"conflict_id_ucdp": sorted(conflicts)}, schema={"conflict_id_ucdp": pl.Int64})
    chosen = own.state_based.join(numbers, on="conflict_id_ucdp", how="semi")
    key = ["conflict_id_ucdp", "month"]
    counted = chosen.group_by(key).agg(*_aggregates())
    grid = numbers.join(own.months, how="cross")
    frame = grid.join(counted, on=key, how="left", maintain_order="left").pipe(_with_zeros)
    return with_intervals(frame, death_draws(chosen), *key)


def death_draws(events: pl.DataFrame) -> dict[Key, Floats]:
    """Return draws of the deaths of each conflict and month; the same whichever other events are told.

    Args:
        events: with `conflict_id_ucdp`, `month`, `event_id` and `deaths_best`, of state-based violence.
    """
    found: dict[Key, Floats] = {}
    for key, group in events.sort("event_id").group_by("conflict_id_ucdp", "month", maintain_order=True):
        conflict, month = key
        reported = group["deaths_best"].to_numpy().astype(float)
        random = spawn_generator("events", conflict, str(month))
        found[conflict, month] = draw(reported, STATE_BASED, N_DRAWS, random).sum(axis=1)
    return found


def with_intervals(frame: pl.DataFrame, drawn: Mapping[Any, Floats], *key: str) -> pl.DataFrame:
    """Return a frame of months with the median and the bounds of the draws of each: 0 without bounds where none are."""
    rows = [row if len(key) > 1 else row[0] for row in frame.select(key).iter_rows()]
    none: tuple[float | None, float, float | None] = (None, 0.0, None)
    ends = {name: median_95(draws) for name, draws in drawn.items()}
    bounds = [ends.get(row, none) for row in rows]
    columns = {"deaths_median": 1, "deaths_from": 0, "deaths_to": 2}
    return frame.with_columns(
        pl.Series(name, [each[place] for each in bounds], dtype=pl.Float64) for name, place in columns.items()
    )


def _aggregates() -> list[pl.Expr]:
    return [
        pl.len().cast(pl.Int64).alias("events"),
        (pl.col("code_status") != ucdp_ged.CLEAR).sum().cast(pl.Int64).alias("events_not_clear"),
        (pl.col("where_precision") <= _PLACED).sum().cast(pl.Int64).alias("events_placed"),
        *(pl.col(name).cast(pl.Int64).sum() for name in _SUMS),
    ]


def _with_zeros(frame: pl.DataFrame) -> pl.DataFrame:
    """Return months, all inside what the files cover, with none where no event is told."""
    counts = ["events", "events_not_clear", "events_placed", *_SUMS]
    return frame.with_columns(pl.col(counts).fill_null(0))
