"""Publishing: the risks of the coming years are frozen once, and stand from then on.

What was published of a year by a model for an event is never published again, whatever the data or the model have
become: the first forecast counts. The file is written first and its entry in the ledger last, so that a process killed
in between has published nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path

import polars as pl

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import scratch_folder, write_bytes
from statusquo.forecasts.coming import Progress, coming_risks
from statusquo.forecasts.ledger import add_entry, own_folder, published_forecasts, read_ledger
from statusquo.forecasts.record import LEDGER, NAME_PATTERN, Entry, Forecast
from statusquo.risk.inputs import risk_data
from statusquo.snapshot.store import Snapshot
from statusquo.version import __version__

_KEY = ("risk_set", "event", "model", "year")


def publish(
    snapshot: Snapshot,
    progress: Progress,
    *,
    folder: Path | None = None,
    name: str | None = None,
    note: str = "",
    commit: str = "",
    today: dt.date | None = None,
) -> Forecast:
    """Publish the forecast of the coming year and the year after it.

    Args:
        snapshot: the open snapshot.
        progress: called as the baselines are fitted.
        folder: where to publish; by default among the user's own forecasts.
        name: what to call it; by default after its years.
        note: what a reader must be told of it.
        commit: the state of the source that made it, 7 to 40 hexadecimal digits.
        today: the date to enter; today's by default.

    Raises:
        InputError: when the name is taken, the years were published by these models before, or an argument is wrong.
        ForecastError: when a forecast published before was changed or is gone.
        ArtefactError: when the headline was never fitted to this snapshot.
        OutputError: when it cannot be written; nothing is published then.
    """
    target = own_folder() if folder is None else folder
    _check(name, commit)
    before = published_forecasts(target)
    if name is not None:
        _refuse_name(name, before)
    if folder is None:
        target.mkdir(parents=True, exist_ok=True)
    elif not target.is_dir():
        raise InputError(Problem("there is no such folder", str(target), allowed="a folder that exists"))
    coming = coming_risks(snapshot, progress)
    refuse_published(coming.table, before)
    title = name or "-and-".join(map(str, coming.years))
    content = coming.table.write_csv().encode("utf-8")
    day = today or dt.datetime.now(dt.UTC).date()
    entry = Entry(
        name=title,
        years=list(coming.years),
        made=day,
        published=day,
        made_by=f"statusquo {__version__}",
        commit=commit,
        known_to=snapshot.last_year,
        releases=releases_known(snapshot),
        sha256=hashlib.sha256(content).hexdigest(),
        rows=coming.table.height,
        note=note,
        models=list(coming.models),
        base_rates=list(coming.base_rates),
    )
    # One at a time: the lock of the scratch folder is held while what was published before is read again.
    with scratch_folder(target / LEDGER):
        before = published_forecasts(target)
        _refuse_name(title, before)
        refuse_published(coming.table, before)
        freeze(target, entry, content)
    return next(each for each in read_ledger(target) if each.entry.name == title)


def freeze(folder: Path, entry: Entry, content: bytes) -> None:
    """Write a forecast's file and then its entry in the ledger.

    Args:
        folder: where.
        entry: what is written down of it.
        content: the bytes of its file.

    Raises:
        InputError: when the ledger has a forecast of that name.
        OutputError: when writing fails; the ledger is then what it was.
    """
    _refuse_name(entry.name, read_ledger(folder))
    # A file without an entry was left by a process that was killed here, and never was published.
    write_bytes(folder / entry.file, content)
    add_entry(folder, entry)


def refuse_published(table: pl.DataFrame, before: tuple[Forecast, ...]) -> None:
    """Refuse rows of which some were published before.

    Args:
        table: the rows.
        before: every forecast published so far.

    Raises:
        InputError: with the forecast that has them, its years and models.
        ForecastError: when a forecast published before was changed or is gone.
    """
    for forecast in before:
        again = table.join(forecast.table, on=_KEY, how="semi")
        if again.height:
            years = ", ".join(str(year) for year in again["year"].unique().sort())
            models = ", ".join(again["model"].unique().sort())
            raise InputError(
                Problem(
                    "this was published before, and a published forecast is never changed",
                    str(forecast.path),
                    found=f"{forecast.entry.name}: {years} by {models}",
                    allowed="years, events and models that no published forecast has",
                )
            )


def releases_known(snapshot: Snapshot) -> dict[str, str]:
    """Return the versions of the data sets that the headline rests on, by id."""
    return {source: release["version"] for source, release in risk_data(snapshot).releases.items()}


def _check(name: str | None, commit: str) -> None:
    if name is not None and not re.fullmatch(NAME_PATTERN, name):
        allowed = "small letters, digits, points and hyphens, at most 80"
        raise InputError(Problem("a forecast cannot be called so", found=repr(name), allowed=allowed))
    if commit and not re.fullmatch(r"[0-9a-f]{7,40}", commit):
        raise InputError(Problem("this names no commit", found=repr(commit), allowed="7 to 40 hexadecimal digits"))


def _refuse_name(name: str, before: tuple[Forecast, ...]) -> None:
    for forecast in before:
        if forecast.entry.name == name:
            raise InputError(
                Problem(
                    "a forecast of this name was published before, and none is ever overwritten",
                    str(forecast.path),
                    found=repr(name),
                    allowed="another name, for years, events and models that no published forecast has",
                )
            )
