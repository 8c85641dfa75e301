"""Which earlier telling today's is held against: the last run, a release of the package or of data, or a date.

What was told earlier is known from three places: the last run, kept in the user's folder; the published forecasts,
which have the risks of a release of the package and the data behind it; and the records of releases beside this module,
which add where disputes stood, their ranks and the verdicts. Nothing else is kept, so a date or a release that none of
them reaches is refused, with what can be named instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files

import polars as pl

from statusquo.changes.last_run import told_from_text
from statusquo.changes.told import Told, ToldDispute, risks_of_year
from statusquo.core.errors import InputError, Problem
from statusquo.core.origin import Release
from statusquo.core.wording import day_in_words
from statusquo.forecasts.ledger import shipped_forecasts
from statusquo.forecasts.record import Forecast
from statusquo.sources.registry import ORIGINS

FIELD = "since"

_VERSION = re.compile(r"\d+\.\d+\.\d+\S*")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_OF_FIGHTING = ("ucdp-prio-acd", "ucdp-dyadic", "ucdp-brd")
"""Sources that the record of fighting rests on: its last year is theirs."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier telling.

    Attributes:
        words: which it is, such as ``version 0.1.0 of 29 November 2026``.
        told: what was told.
        is_published: whether it was published, so that its risks are held against today's of the same year.
    """

    words: str
    told: Told
    is_published: bool


def earlier_telling(since: str | None, last: Told | None, today: date) -> Earlier | None:
    """Return the telling that is asked for; None where the last run is asked for and there was none.

    Args:
        since: ``0.1.0``, ``ucdp-prio-acd 25.1``, ``2026-11-30``, ``2026-11`` or ``2026``; None for the last run.
        last: what the last run told.
        today: the day.

    Raises:
        InputError: when it is none of these, or nothing is kept of what was told then.
        ForecastError: when a published forecast was changed or is gone.
    """
    kept = list(published_tellings())
    if last is not None:
        kept.append(Earlier(f"the last run, on {day_in_words(last.day)}", last, is_published=False))
    if since is None:
        return None if last is None else kept[-1]
    asked = " ".join(since.split())
    if _VERSION.fullmatch(asked):
        return _of_version(asked, kept)
    if _DATE.fullmatch(asked):
        return _of_date(asked, kept, today)
    return _of_data(asked, kept)


def published_tellings() -> tuple[Earlier, ...]:
    """Return what was told with each forecast of a model that ships with the package.

    Raises:
        ForecastError: when a published forecast was changed or is gone.
    """
    found = (_published(forecast) for forecast in shipped_forecasts())
    return tuple(earlier for earlier in found if earlier is not None)


def _published(forecast: Forecast) -> Earlier | None:
    """Return what was told with a forecast, and with the release of the package that made it; None for baselines."""
    entry = forecast.entry
    model = next((model.name for model in entry.models if model.role == "model"), None)
    if model is None:
        return None
    risks = risks_of_year(forecast.table.filter(pl.col("model") == model), entry.known_to + 1)
    version = entry.made_by.removeprefix("statusquo ")
    told = Told(
        entry.made,
        version,
        entry.known_to,
        entry.releases,
        entry.sha256,
        {number: ToldDispute(str(number)).with_risk(risk) for number, risk in risks.items()},
        None,
    )
    if (record := release_record(version)) is not None:
        told = _joined(told, record)
        return Earlier(f"version {version} of {day_in_words(told.day)}", told, is_published=True)
    return Earlier(f"the forecast {entry.name} of {day_in_words(told.day)}", told, is_published=True)


def release_record(version: str) -> Told | None:
    """Return what is kept of a release of the package beside its forecast; None where nothing is.

    Where disputes stood, their ranks, the verdicts, and the data: as the release itself told them.
    """
    path = files("statusquo.changes") / "releases" / f"{version}.json"
    return told_from_text(path.read_text(encoding="utf-8")) if path.is_file() else None


def _joined(told: Told, record: Told) -> Told:
    """Return the risks as published with all else as the record of the release has it."""
    disputes = {
        number: replace(
            told.disputes.get(number, ToldDispute(str(number))),
            **{name: getattr(record.disputes[number], name) for name in ("name", "stands", "rank")}
            if number in record.disputes
            else {},
        )
        for number in sorted({*told.disputes, *record.disputes})
    }
    return replace(record, disputes=disputes, risks_sha256=told.risks_sha256)


def _of_version(version: str, kept: Sequence[Earlier]) -> Earlier:
    known = {earlier.told.version: earlier for earlier in kept if earlier.is_published}
    if version not in known:
        named = [name for name in known if _VERSION.fullmatch(name)]
        raise _refused("nothing is kept of what this version told", version, named)
    return known[version]


def _of_date(text: str, kept: Sequence[Earlier], today: date) -> Earlier:
    match = _DATE.fullmatch(text)
    year, month, day = (int(part) if part else 1 for part in match.groups()) if match else (0, 0, 0)
    try:
        when = date(year, month, day)
    except ValueError as cause:
        raise _refused("there is no such day", text, ["YYYY-MM-DD"]) from cause
    if when > today:
        raise _refused("this day is yet to come", text, [f"{today.isoformat()} or earlier"])
    before = [earlier for earlier in kept if earlier.told.day <= when]
    if not before:
        first = min(earlier.told.day for earlier in kept)
        raise _refused("nothing is kept of what was told by then", text, [f"{first.isoformat()} or later"])
    return max(before, key=lambda earlier: earlier.told.day)


def _of_data(asked: str, kept: Sequence[Earlier]) -> Earlier:
    source, _, version = asked.partition(" ")
    if source not in ORIGINS:
        allowed = ["a version (0.1.0)", "a date (2026-11-30)", "a data set with its version (ucdp-prio-acd 25.1)"]
        raise _refused("this is neither a release nor a date", asked, allowed)
    release = ORIGINS[source].release_by_version(version)
    if release is None:
        raise _refused(f"{source} has no such release", version, [each.version for each in ORIGINS[source].releases])
    resting = [earlier for earlier in kept if _rests_on(earlier.told, source, release)]
    if not resting:
        named = dict.fromkeys(e.told.releases[source] for e in kept if source in e.told.releases)
        what = f"nothing is kept of what was told when {source} {version} was the newest"
        raise _refused(what, asked, [f"{source} {name}" for name in named] or ["another data set"])
    # The first that rested on it: what is new since the release came, and not since it was last used.
    found = min(resting, key=lambda earlier: earlier.told.day)
    return replace(found, words=f"{source} {version} as first told from, by {found.words}")


def _rests_on(told: Told, source: str, release: Release) -> bool:
    """Whether a telling rested on a release, and on none that reaches further: as it was when the release was new."""
    reaches_no_further = source not in _OF_FIGHTING or told.last_year == release.last_year
    return told.releases.get(source) == release.version and reaches_no_further


def _refused(what: str, found: str, allowed: list[str]) -> InputError:
    return InputError(Problem(what, field=FIELD, found=repr(found), allowed=", ".join(allowed) or "the last run"))
