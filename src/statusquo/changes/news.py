"""What is new since an earlier telling: the data, what moved, forecasts due or scored, what to watch, cases grown old.

`news` joins what the other modules of this room find and decides nothing itself but which risks may be held against
each other. Those of the last run are of the year that was then to come, and today's of the one that is to come now; the
two years are named where they differ. Published risks are held against today's of the very same year, where today's
model tells it too, and against none where it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from statusquo.changes.cases_unchanged import NOT_RECORDED, UnchangedCase, unchanged_cases
from statusquo.changes.last_run import read_last_run
from statusquo.changes.moves import Moves, moves
from statusquo.changes.since import Earlier, earlier_telling
from statusquo.changes.told import Progress, Told, risks_of_year, tell
from statusquo.changes.watched import Watched, things_to_watch
from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import ArtefactError
from statusquo.core.jsonable import Jsonable
from statusquo.core.shown import Shown
from statusquo.forecasts.ledger import published_forecasts, years_told
from statusquo.forecasts.record import Forecast
from statusquo.forecasts.track_record import track_record
from statusquo.snapshot.fighting_differences import FightingRecord, fighting_differences
from statusquo.snapshot.own_ledger import KeptFile, kept_files
from statusquo.snapshot.records import fighting_in_snapshot
from statusquo.snapshot.store import Snapshot, open_snapshot


@dataclass(frozen=True, slots=True)
class DataNews:
    """What is new in the data.

    Attributes:
        last_years: the last year of the record of fighting, then and now; then None where nothing is kept.
        releases: data sets whose release is another, UCDP's first: id, version then and now; None where there is none.
        own_files: the user's own files added since.
        course: what became of each territorial conflict in the years added: see `FightingDifferences.course`.
    """

    last_years: tuple[int | None, int]
    releases: tuple[tuple[str, str | None, str | None], ...]
    own_files: tuple[KeptFile, ...]
    course: pl.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "last_year": {"before": self.last_years[0], "after": self.last_years[1]},
            "releases": [{"source": name, "before": was, "after": now} for name, was, now in self.releases],
            "own_files": [file.to_json() for file in self.own_files],
            "years_added": self.course.to_dicts(),
        }


@dataclass(frozen=True, slots=True)
class ForecastNews(Jsonable, keys={"record": "track_record"}):
    """What is new of published forecasts.

    Attributes:
        published: forecasts published since.
        scored: years told of whose outcome the record has reached since.
        due: years told of that are over and not in the record yet: they are scored once a release covers them.
        record: how the forecasts of the newest known year did, in a sentence; None where none is known.
    """

    published: tuple[Forecast, ...]
    scored: tuple[int, ...]
    due: tuple[int, ...]
    record: str | None


@dataclass(frozen=True, slots=True, repr=False)
class News(Shown):
    """What is new since an earlier telling.

    Attributes:
        earlier: the telling; None where nothing is kept to compare with.
        now: what is told today.
        data: what is new in the data.
        moved: what moved; None where nothing is kept to compare with.
        why_no_risks: why no risk is held against another; None where some are.
        forecasts: what is new of forecasts.
        watched: what the bundled cases say is to be watched, by its date.
        cases: cases without anything dated of the past year, the oldest first.
    """

    earlier: Earlier | None
    now: Told
    data: DataNews
    moved: Moves | None
    why_no_risks: str | None
    forecasts: ForecastNews
    watched: tuple[Watched, ...]
    cases: tuple[UnchangedCase, ...]

    def in_short(self) -> str:
        """Return since when, and for how many cases nothing is new."""
        since = "nothing to compare with" if self.earlier is None else f"since {self.earlier.words}"
        return f"{since}; {len(self.cases)} cases without anything dated of the past year"

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "since": None
            if self.earlier is None
            else {
                "what": self.earlier.words,
                "day": self.earlier.told.day.isoformat(),
                "version": self.earlier.told.version,
            },
            "now": {"day": self.now.day.isoformat(), "version": self.now.version},
            "data": self.data.to_json(),
            "moves": None if self.moved is None else self.moved.to_json(),
            "why_no_risks": self.why_no_risks,
            "forecasts": self.forecasts.to_json(),
            "watch": [each.to_json() for each in self.watched],
            "cases_not_looked_at": {"note": NOT_RECORDED, "cases": [case.to_json() for case in self.cases]},
        }


def whats_new(since: str | None = None, progress: Progress = lambda done, total, what: None) -> News:
    """Return what is new since an earlier telling, from the snapshot in use. Nothing is kept of it.

    Args:
        since: a version (``0.1.0``), a data set with its version (``ucdp-prio-acd 25.1``) or a date (``2026-11-30``);
            None for the last run of ``statusquo changed``.
        progress: told of each step of telling what is told now.

    Raises:
        InputError: when `since` is none of these, or nothing is kept of what was told then.
        ForecastError: when a published forecast was changed or is gone.
        SnapshotError: when the snapshot lacks a table.
        SourceError: when the list of the user's own files is damaged.
    """
    earlier = earlier_telling(since, read_last_run().told, datetime.now(UTC).date())
    snapshot = open_snapshot()
    return news(earlier, tell(snapshot, progress=progress), snapshot)


def news(earlier: Earlier | None, now: Told, snapshot: Snapshot) -> News:
    """Return what is new since an earlier telling.

    Args:
        earlier: the telling; None where nothing is kept to compare with.
        now: what is told today, from the snapshot in use.
        snapshot: the snapshot in use.

    Raises:
        ForecastError: when a published forecast was changed or is gone.
        SnapshotError: when the snapshot lacks a table.
        SourceError: when the list of the user's own files is damaged.
    """
    before = None if earlier is None else earlier.told
    moved, why_no_risks = _moved(earlier, now)
    return News(
        earlier,
        now,
        _data_news(before, now, snapshot),
        moved,
        why_no_risks,
        _forecast_news(before, now, snapshot),
        things_to_watch(now.day),
        unchanged_cases(now.day, snapshot),
    )


def _moved(earlier: Earlier | None, now: Told) -> tuple[Moves | None, str | None]:
    """Return what moved, and why no risk is among it where none can be held against another."""
    if earlier is None:
        return None, None
    before = earlier.told
    if now.why_no_risks is not None or before.why_no_risks is not None:
        return moves(_without_risks(before), now), now.why_no_risks or before.why_no_risks
    if not earlier.is_published or before.coming_year == now.coming_year:
        return moves(before, now), None
    same_year = _of_the_same_year(before.coming_year, now)
    if same_year is None:
        why = f"{earlier.words} told the risks of {before.coming_year}, and today's are of {now.coming_year}"
        return moves(_without_risks(before), now), why
    return replace(moves(before, same_year), years=(before.coming_year, before.coming_year)), None


def _of_the_same_year(year: int, now: Told) -> Told | None:
    """Return today's telling with the risks that today's model tells of an earlier year; None where it tells none.

    Ranks are left out: they are by the risks of the year that is to come now.
    """
    try:
        risks = risks_of_year(load_artefact("risk_paths"), year)
    except ArtefactError:
        return None
    if not risks:
        return None
    disputes = {
        number: replace(dispute, rank=None).with_risk(risks.get(number)) for number, dispute in now.disputes.items()
    }
    return replace(now, disputes=disputes)


def _without_risks(told: Told) -> Told:
    return replace(told, disputes={number: each.with_risk(None) for number, each in told.disputes.items()})


def _data_news(before: Told | None, now: Told, snapshot: Snapshot) -> DataNews:
    known: Mapping[str, str] = {} if before is None else before.releases
    changed = (
        ()
        if before is None
        else tuple(
            (name, known.get(name), now.releases.get(name))
            for name in sorted({*known, *now.releases}, key=lambda name: (not name.startswith("ucdp-"), name))
            if known.get(name) != now.releases.get(name)
        )
    )
    last = now.last_year if before is None else before.last_year
    own = () if before is None else tuple(file for file in kept_files() if file.sha256 not in before.own_files)
    return DataNews((None if before is None else last, now.last_year), changed, own, _course_since(last, snapshot))


def _course_since(last_year: int, snapshot: Snapshot) -> pl.DataFrame:
    whole = fighting_in_snapshot(snapshot, "now")
    past = whole.conflicts.filter(pl.col("year") <= last_year)
    course = fighting_differences(FightingRecord("then", past, whole.names), whole).course
    territorial = snapshot.table("disputes")["conflict_id_ucdp"].to_list()
    return course.filter(pl.col("id").is_in(territorial))


def _forecast_news(before: Told | None, now: Told, snapshot: Snapshot) -> ForecastNews:
    forecasts = published_forecasts()
    years = years_told(forecasts)
    known_then = now.last_year if before is None else before.last_year
    record = track_record(snapshot)
    return ForecastNews(
        tuple(each for each in forecasts if before is not None and each.entry.name not in before.forecasts),
        tuple(year for year in years if known_then < year <= now.last_year),
        tuple(year for year in years if now.last_year < year < now.day.year),
        None if record is None else record.text,
    )
