"""The fitted risks as their artefacts hold them, and as yearly series: no fitting, no sampling.

A point of a series stands in the year that it tells of: of two years ahead in the second year after what the model
knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.domain import Domain
from statusquo.core.errors import ArtefactError
from statusquo.core.estimates import Estimate, Point, Series
from statusquo.core.jsonable import Jsonable
from statusquo.core.wording import slug
from statusquo.risk.events import YEARS_LATER, Event, Outcome, RiskSet
from statusquo.snapshot.store import Snapshot

UNIT = "probability in the year"
FIRST_YEAR = 1980
NAMES: Mapping[Outcome, str] = {
    "recurrence": "risk of renewed fighting",
    "war": "risk of war",
    "recurrence two years ahead": "risk of fighting two years ahead",
    "war two years ahead": "risk of war two years ahead",
    "recurrence within three years": "risk of renewed fighting within three years",
    "war within three years": "risk of war within three years",
    "continuation": "chance that fighting goes on",
}
THRESHOLDS = {False: "25 battle deaths in a year", True: "1,000 battle deaths in a year"}


@dataclass(frozen=True, slots=True)
class Account(Jsonable):
    """The log odds of one year, part by part.

    Attributes:
        year: the year.
        reference: log odds of the average dispute-year that the model was fitted to.
        parts: what each of `accounting.PARTS` that the model lets move adds, relative to that average.
    """

    year: int
    reference: float
    parts: Mapping[str, Estimate]

    @property
    def total(self) -> float:
        """The log odds of the year."""
        return self.reference + sum(part.value or 0.0 for part in self.parts.values())


def fitted_paths(snapshot: Snapshot) -> pl.DataFrame:
    """Return the fitted risks of all disputes and years.

    Args:
        snapshot: the open snapshot, whose coming year they must reach.

    Raises:
        ArtefactError: when they were never fitted, or to data that end in another year than the snapshot's.
    """
    paths = load_artefact("risk_paths")
    last = paths.select(pl.col("year").max()).item()
    if last != snapshot.coming_year:
        raise ArtefactError(
            f"the risks were fitted to data that end in {last - 1}, and the snapshot's end in {snapshot.last_year}; "
            "fit them anew with `statusquo data fit`"
        )
    return paths


def yearly(rows: pl.DataFrame, event: Outcome, coming_year: int, sources: tuple[str, ...]) -> Series:
    """Return the yearly chance of an outcome, each point in the year that it tells of.

    Args:
        rows: of `fitted_paths`, of one dispute, risk set and outcome.
        event: the outcome.
        coming_year: the year after the data.
        sources: ids of the origins.
    """
    later = YEARS_LATER[event]
    numbers = rows.sort("year").select(pl.col("year") + later, "risk", "low", "high")
    points = tuple(Point(*row) for row in numbers.iter_rows())
    domain = Domain(
        FIRST_YEAR + later,
        coming_year + later,
        "ucdp",
        "dispute-year",
        threshold=THRESHOLDS[event.startswith("war")],
        note=f"from data to the end of {'the year before last' if later else 'the year before'}",
    )
    return Series(f"risk.{slug(event)}", NAMES[event], UNIT, domain, points, "credible95" if points else None, sources)


def accounts_of(conflict: int, risk_set: RiskSet, event: Event) -> tuple[Account, ...]:
    """Return the log odds of each year of a dispute, part by part; none where they were not taken apart.

    Args:
        conflict: UCDP's number.
        risk_set: the set in which its risk is told.
        event: the event.
    """
    rows = load_artefact("risk_accounts").filter(conflict_id_ucdp=conflict, risk_set=risk_set, event=event)
    return tuple(
        Account(
            year,
            parts["reference"][0],
            {
                block: Estimate(value, "log odds", low, high, "credible95")
                for block, value, low, high in parts.select("block", "log_odds", "low", "high").iter_rows()
            },
        )
        for (year,), parts in rows.sort("year", maintain_order=True).group_by("year", maintain_order=True)
    )
