"""A case for every territorial conflict of UCDP, from the snapshot alone.

What UCDP codes is all there is: the sides (see `cases.derived_actors`), the episodes with their ends, battle deaths,
and a shape where the territory's name led to one. Who held the territory is not coded. In an internal dispute the
parent stands in the holder's place, flagged as a default that names no revisionist; between claimants nobody does.
Where a bundled case covers the conflict, the territory carries that case's name beside UCDP's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from statusquo.cases.derived_actors import actors_of, bare_name, group_spans
from statusquo.cases.listing import CaseListing, listing_of
from statusquo.cases.model import Case
from statusquo.cases.open_disputes import places
from statusquo.cases.successors import fought_over
from statusquo.cases.titles import own_names, own_title
from statusquo.core.errors import UnknownNameError
from statusquo.core.wording import listed, plural
from statusquo.documents.bundle import SHIPPED

if TYPE_CHECKING:
    from statusquo.snapshot.store import Snapshot

_UCDP, _BRD, _DYADS = "ucdp-prio-acd", "ucdp-brd", "ucdp-dyadic"
_TJET, _NATURAL_EARTH = "tjet-spells", "natural-earth"
_HOLDING_NOTE = "A default that gives balances a direction; UCDP does not code who held. Nobody is named revisionist."


def case_from_ucdp(conflict_id: int) -> Case:
    """Return the case of one territorial conflict of UCDP.

    Args:
        conflict_id: the UCDP conflict number.

    Raises:
        UnknownNameError: when UCDP has no territorial conflict of this number.
    """
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    disputes = snapshot.table("disputes")
    found = disputes.filter(disputes["conflict_id_ucdp"] == conflict_id)
    if found.is_empty():
        known = (f"ucdp-{number}" for number in disputes["conflict_id_ucdp"])
        raise UnknownNameError(
            "case", f"ucdp-{conflict_id}", known, hint=f"{disputes.height} territorial conflicts are known"
        )
    return _case(found.row(0, named=True), snapshot)


def list_derived() -> list[CaseListing]:
    """Return one line for every territorial conflict of UCDP, by number."""
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    disputes = snapshot.table("disputes").sort("conflict_id_ucdp")
    return [
        replace(
            listing_of(_case(row, snapshot)), first_year=row["first_active_year"], last_year=row["last_active_year"]
        )
        for row in disputes.iter_rows(named=True)
    ]


def _case(row: dict[str, Any], snapshot: Snapshot) -> Case:
    conflict = row["conflict_id_ucdp"]
    episodes = snapshot.table("episodes")
    episodes = episodes.filter(episodes["conflict_id_ucdp"] == conflict).sort("episode")
    actors = actors_of(row, snapshot)
    shape = _shape(conflict, snapshot)
    names = own_names(row)
    years = snapshot.table("dispute_years")
    years = years.filter(years["conflict_id_ucdp"] == conflict)
    record = _Record(years.to_dicts())
    tells_brd = _BRD in (*record.sources, *_deaths_sources(record.with_figure("deaths_best")))
    ids = [_UCDP, *([_BRD] if tells_brd else []), _DYADS, _TJET, *([_NATURAL_EARTH] if shape else [])]
    return Case.model_validate(
        {
            "id": f"ucdp-{conflict}",
            "title": own_title(row),
            "origin": "derived",
            "summary": _summary(row, snapshot),
            "status_today": _status(row, snapshot),
            "status_source": record.sources_of(row["last_active_year"]),
            "ids": {"ucdp_conflict": [conflict]},
            "actor": actors,
            "holding": list(_holdings(row, actors)),
            "territory": {"name": [{"text": name, "language": "en"} for name in names], "shape": shape},
            "fact": list(_facts(row, record)),
            "event": [event for episode in episodes.iter_rows(named=True) for event in _events(episode, record)],
            "source": list(_sources(ids, snapshot)),
        },
        context=SHIPPED,
    )


def _holdings(row: dict[str, Any], actors: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the holding by default of an internal dispute; between claimants there is none."""
    parent = next((actor["id"] for actor in actors for role in actor["role"] if role["role"] == "parent"), None)
    if parent is not None:
        yield {
            "holder": parent,
            "start": _day(row["start_date"], row["first_active_year"]),
            "is_default": True,
            "source": [_UCDP],
            "confidence": "low",
            "note": _HOLDING_NOTE,
        }


def _summary(row: dict[str, Any], snapshot: Snapshot) -> str:
    first, last = row["first_active_year"], row["last_active_year"]
    years = f"in {plural(row['n_active_years'], 'year')} between {first} and {last}" if first < last else f"in {first}"
    groups = group_spans(row["conflict_id_ucdp"], "b", snapshot)
    side_b = listed(
        f"{bare_name(name)} ({span})" if len(groups) > 1 else bare_name(name) for name, span in groups.items()
    )
    return (
        f"UCDP records a conflict over {row['territory_name']} with {listed(row['parent_name'].split(', '))} on side A "
        f"and {side_b} on side B: 25 battle deaths or more {years}, in {plural(row['n_episodes'], 'episode')}."
    )


def _status(row: dict[str, Any], snapshot: Snapshot) -> str:
    number, last, last_year = row["conflict_id_ucdp"], row["last_active_year"], snapshot.last_year
    place = places().get(number)
    # Whether a rule closes the claim is said where its standing is told (`panels.standing`), not here.
    reviewed = "" if place is None else f" {place.reason} (Source: {place.source}.)"
    if last == last_year:
        return f"Active in {last}, the last year of the data.{reviewed}"
    elsewhere = fought_over(snapshot, number, last_year)
    if elsewhere is not None:
        return (
            f"{elsewhere.text[0].upper()}{elsewhere.text[1:]}. Under its own number no year has had 25 battle deaths "
            f"since {last}. {elsewhere.note} (Source: {elsewhere.source}.)"
        )
    return f"No year with 25 battle deaths since {last}; the data end in {last_year}.{reviewed}"


def _shape(conflict: int, snapshot: Snapshot) -> dict[str, Any] | None:
    places = snapshot.table("dispute_places")
    places = places.filter(places["conflict_id_ucdp"] == conflict)
    if places.is_empty():
        return None
    how = "has the same name" if set(places["rule"]) == {"same name"} else "goes by another form of the name"
    return {
        "include": [f"{layer}:{code}" for layer, code in places.select("layer", "ne_id").iter_rows()],
        "approximation": f"Today's outline of what {how} in Natural Earth; the land fought over may differ.",
    }


class _Record:
    """The active years of one conflict, with the data sets that tell of them and of their dead."""

    def __init__(self, years: list[dict[str, Any]]) -> None:
        self._years = years

    @property
    def sources(self) -> list[str]:
        """The data sets that say in which years it was active."""
        return list(dict.fromkeys(row["release"].split(" ")[0] for row in self._years))

    def sources_of(self, *years: int) -> list[str]:
        """The data sets that say it was active in these years."""
        told = {row["year"]: row["release"].split(" ")[0] for row in self._years}
        return list(dict.fromkeys(told[year] for year in years))

    def with_figure(self, name: str, first: int = 0, last: int = 9999) -> list[dict[str, Any]]:
        """The years within a span that have a figure of deaths, in order."""
        return [row for row in self._years if row[name] is not None and first <= row["year"] <= last]


def _deaths_sources(years: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(row["deaths_source"] for row in years))


def _span(first: int, last: int) -> str:
    return f"{first}-{last}" if last > first else str(first)


def _facts(row: dict[str, Any], record: _Record) -> Iterator[dict[str, Any]]:
    common = {"as_of": _span(row["first_active_year"], row["last_active_year"]), "confidence": "high"}
    for key, label, value, unit in (
        ("history.conflict.episodes_n", "Episodes", row["n_episodes"], "episodes"),
        (
            "history.conflict.active_years_n",
            "Years with 25 battle deaths or more",
            row["n_active_years"],
            "years",
        ),
        (
            "history.conflict.war_years_n",
            "Years with 1,000 battle deaths or more",
            row["n_war_years"],
            "years",
        ),
    ):
        yield {
            **common,
            "key": key,
            "label": label,
            "topic": "history",
            "value": value,
            "unit": unit,
            "source": record.sources,
        }
    losses = {**common, "topic": "losses", "unit": "battle deaths"}
    if known := record.with_figure("deaths_best"):
        yield {
            **losses,
            "as_of": _span(known[0]["year"], known[-1]["year"]),
            "key": "losses.conflict.battle_deaths",
            "label": "Battle deaths, all sides",
            "value": row["deaths_best"],
            "low": row["deaths_low"],
            "high": row["deaths_high"],
            "source": _deaths_sources(known),
            "note": None
            if len(known) == row["n_active_years"]
            else f"Of {len(known)} of the {plural(row['n_active_years'], 'active year')}; "
            "the others have no best estimate.",
        }
    if ranged := record.with_figure("deaths_range_low"):
        low, high = (sum(year[f"deaths_range_{end}"] for year in ranged) for end in ("low", "high"))
        yield {
            **losses,
            "as_of": _span(ranged[0]["year"], ranged[-1]["year"]),
            "key": "losses.conflict.battle_deaths_range",
            "label": "Battle deaths, all sides, in years with a range only",
            "value": f"{low:,} to {high:,}",
            "source": _deaths_sources(ranged),
            "note": f"{plural(len(ranged), 'year')} for which the source has a range and no best estimate.",
        }


def _events(episode: dict[str, Any], record: _Record) -> Iterator[dict[str, Any]]:
    number = episode["episode"]
    # The table has the peak of the episode, which need not lie in its first year.
    reached = "The episode reached war intensity." if episode["peak_intensity"] == "war" else None
    known = record.with_figure("deaths_best", episode["first_year"], episode["last_year"])
    deaths = None
    if known:
        all_years = len(known) == episode["n_active_years"]
        deaths = (
            f"Battle deaths {_over(known, all_years)}: {episode['deaths_best']:,} "
            f"({episode['deaths_low']:,} to {episode['deaths_high']:,})."
        )
    yield {
        "id": f"episode-{number}-start",
        "date": _day(episode["start_date"], episode["first_year"]),
        "title": f"Fighting {'begins' if number == 1 else 'resumes'}",
        "kind": "fighting",
        "text": " ".join(part for part in (reached, deaths) if part) or None,
        "source": list(dict.fromkeys([*record.sources_of(episode["first_year"]), *_deaths_sources(known)])),
        "confidence": "high",
    }
    if not episode["is_ongoing"]:
        outcome = episode["outcome"]
        yield {
            "id": f"episode-{number}-end",
            "date": _day(episode["end_date"], episode["last_year"]),
            "title": f"Fighting ends: {outcome}" if outcome else "Fighting ends",
            "kind": "agreement" if outcome and outcome.endswith("agreement") else "fighting",
            "source": [_UCDP, _TJET] if outcome else [_UCDP],
            "confidence": "high",
        }


def _over(known: list[dict[str, Any]], all_years: bool) -> str:
    """Return over which years of an episode its deaths are counted, in words."""
    if all_years:
        return "over the episode"
    if len(known) == 1:
        return f"in {known[0]['year']}, its one year with an estimate"
    return f"in the {len(known)} of its years with an estimate"


def _day(date: dt.date | None, year: int) -> dt.date | str | int:
    """Return a date as finely as UCDP knows it: a day that it assigns is the last of the month or of the year.

    Nine in ten first days that fall on one are assigned, by its own codes of precision; the last days carry no code.
    """
    if date is None:
        return year
    if (date + dt.timedelta(days=1)).day > 1:
        return date
    return date.year if date.month == 12 else f"{date:%Y-%m}"


def _sources(ids: Iterable[str], snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    from statusquo.sources.registry import origin

    for id_ in ids:
        data, release = origin(id_), snapshot.releases[id_]
        note = f" ({release['note']})" if release["note"] else ""
        yield {
            "id": id_,
            "kind": "data",
            "title": f"{data.title}, version {release['version']}{note}",
            "publisher": data.producer,
            "url": data.link or None,
        }
