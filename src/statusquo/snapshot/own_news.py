"""What a user's own file says that the embedded snapshot does not: years, conflicts, states, revisions of the past.

A release does not only add a year. It counts deaths anew, and moves a conflict over the threshold of 25 or below it, in
years that were told before; both are listed. The first line of the news is what was added, the others what was revised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from statusquo.core.wording import plural
from statusquo.snapshot.own_reading import BY_CONFLICT, Reading
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot
from statusquo.sources import (
    acled,
    pax,
    sdm,
    sipri_milex,
    sipri_register,
    ucdp_brd,
    ucdp_candidate,
    ucdp_dyadic,
    ucdp_ged,
    ucdp_prio_acd,
)
from statusquo.sources.registry import ORIGINS
from statusquo.sources.sipri_names import NOT_STATES, is_marked

LIMIT_NAMED = 6
"""Conflicts and states that a sentence names; more are counted."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a file.

    Attributes:
        sentences: in words, what was added first.
        data: the same for machines.
    """

    sentences: tuple[str, ...]
    data: Mapping[str, Any]


def news(reading: Reading, embedded: Snapshot) -> News:
    """Return what a user's own file says that the embedded snapshot does not.

    Args:
        reading: what the file holds.
        embedded: the snapshot that ships with the package.
    """
    return _NEWS[reading.origin.id](reading, embedded)


def embedded_years(origin_id: str) -> tuple[int, int] | None:
    """Return the first and the last year of a data set in the embedded snapshot; None where nothing of it is in it."""
    if origin_id not in ORIGINS:
        return None
    domain = ORIGINS[origin_id].domain
    return None if domain.first_year is None or domain.last_year is None else (domain.first_year, domain.last_year)


def conflict_years(snapshot: Snapshot) -> pl.DataFrame:
    """Return every active conflict and year that a snapshot knows, with its intensity, of territory and government."""
    return spread_years(snapshot.table("conflict_runs")).select("conflict_id_ucdp", "year", "intensity")


def _of_conflicts(reading: Reading, embedded: Snapshot) -> News:
    """Compare activity and intensity, conflict by conflict and year by year."""
    frame, before = reading.frame, conflict_years(embedded)
    key = ["conflict_id_ucdp", "year"]
    years = _years_added(reading)
    conflicts = frame.filter(~pl.col("conflict_id_ucdp").is_in(before["conflict_id_ucdp"].unique().to_list()))
    covered = frame.filter(pl.col("year") <= embedded.last_year)
    active = covered.join(before, on=key, how="anti")
    quiet = before.filter(pl.col("year").is_between(reading.first_year, reading.last_year)).join(
        frame, on=key, how="anti"
    )
    revised = covered.join(before, on=key, suffix="_before").filter(pl.col("intensity") != pl.col("intensity_before"))
    parties = _parties(frame.filter(pl.col("year").is_in(years)), embedded)
    states = sorted(parties - _parties(frame.filter(~pl.col("year").is_in(years)), embedded))
    named = {**_names(embedded.table("disputes")), **_names(frame.sort("year"))}
    in_new_years = frame.filter(pl.col("year").is_in(years))
    sentences = [_added(reading, years)]
    if years:
        n_wars = in_new_years.filter(pl.col("intensity") == "war").height
        sentences[0] += f": {plural(in_new_years.height, 'conflict-year')}, {n_wars} of them at war"
        told = [year for year in years if year <= embedded.last_year]
        if told:
            sentences.append(
                f"the snapshot has {_years_in_words(told)} from {ucdp_brd.ORIGIN.short_name}; this replaces it"
            )
    for what, rows in (
        ("conflicts never told before", conflicts.unique("conflict_id_ucdp", maintain_order=True)),
        ("active where the snapshot has a quiet year", active),
        ("quiet where the snapshot has an active year", quiet),
        ("of another intensity than in the snapshot", revised),
    ):
        if rows.height:
            sentences.append(f"{what}: {_list(rows, named)}")
    if states:
        sentences.append(f"states that are a party for the first time: {', '.join(states)}")
    if len(sentences) == 1:
        sentences.append("activity and intensity are as in the snapshot")
    return News(
        tuple(sentences),
        {
            "years_added": years,
            "conflicts_added": conflicts["conflict_id_ucdp"].unique().sort().to_list(),
            "conflict_years_active": active.select(key).sort(key).rows(),
            "conflict_years_quiet": quiet.select(key).sort(key).rows(),
            "conflict_years_revised": revised.select(*key, "intensity_before", "intensity").sort(key).to_dicts(),
            "states_added": states,
        },
    )


def _parties(frame: pl.DataFrame, embedded: Snapshot) -> set[str]:
    """Return the names of the states that are parties, first or second, to any of the conflicts."""
    columns = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
    numbers = {number for column in columns for number in frame[column].explode().drop_nulls().to_list()}
    names = dict(embedded.states.frame.sort("last_year").select("gwno", "name").iter_rows())
    return {names.get(number, str(number)) for number in numbers}


def _names(conflicts: pl.DataFrame) -> dict[int, str]:
    """Return what conflicts are called: by the territory, else by where they are; of several rows by the last."""
    return dict(conflicts.select("conflict_id_ucdp", pl.coalesce("territory_name", "location")).iter_rows())


def _list(rows: pl.DataFrame, names: Mapping[int, str]) -> str:
    pairs = rows.sort("year", "conflict_id_ucdp", descending=[True, False]).select("conflict_id_ucdp", "year").rows()
    told = [
        f"{conflict} {names[conflict]} {year}" if conflict in names else f"{conflict} {year}"
        for conflict, year in pairs
    ]
    more = f" and {len(told) - LIMIT_NAMED} more" if len(told) > LIMIT_NAMED else ""
    return f"{len(told)} ({'; '.join(told[:LIMIT_NAMED])}{more})"


def _of_dyads(reading: Reading, embedded: Snapshot) -> News:
    years = _years_added(reading)
    rows = reading.frame.filter(pl.col("year").is_in(years))
    new = rows.join(reading.frame.filter(~pl.col("year").is_in(years)), on="dyad_id_ucdp", how="anti")
    sentence = _added(reading, years)
    if years:
        sentence += f": {plural(rows.height, 'dyad-year')}, {new['dyad_id_ucdp'].n_unique()} of dyads never told before"
    return News((sentence,), {"years_added": years, "dyads_added": new["dyad_id_ucdp"].unique().sort().to_list()})


def _of_deaths(reading: Reading, embedded: Snapshot) -> News:
    years = _years_added(reading)
    last = reading.frame.filter(pl.col("year") == reading.last_year)
    best, low, high = (int(last[f"deaths_{bound}"].sum()) for bound in ("best", "low", "high"))
    conflicts = last["conflict_id_ucdp"].n_unique()
    sentences = [_added(reading, years)]
    sentences.append(
        f"{reading.last_year}: {conflicts} conflicts, {best:,} deaths in battle (UCDP's bounds {low:,} to {high:,})"
    )
    data = {"years_added": years, "year": reading.last_year, "conflicts": conflicts}
    return News(tuple(sentences), {**data, "deaths_best": best, "deaths_low": low, "deaths_high": high})


def _of_spending(reading: Reading, embedded: Snapshot) -> News:
    years = _years_added(reading)
    (base,) = reading.frame.select(pl.col("base_year").max()).row(0)
    before = ORIGINS[sipri_milex.ORIGIN.id].facts["base_year"]
    sentences = [_added(reading, years)]
    if base != before:
        sentences.append(f"constant prices of {base}, where the snapshot has those of {before}")
    strange = _names_unknown({*reading.frame["country"].unique().to_list()}, embedded, sentences)
    return News(tuple(sentences), {"years_added": years, "base_year": base, "names_unknown": strange})


def _names_unknown(names: set[str], embedded: Snapshot, sentences: list[str]) -> list[str]:
    """Return the names that stand for no state known here, and say so."""
    known = {name for listed in embedded.states.frame["sipri_names"].to_list() for name in listed}
    strange = sorted(name for name in names - known - {*NOT_STATES} if not is_marked(name))
    if strange:
        sentences.append(f"names that stand for no state known here, whose rows are left out: {', '.join(strange)}")
    return strange


def _of_register(reading: Reading, embedded: Snapshot) -> News:
    years = _years_added(reading)
    frame = reading.frame
    rows = frame.filter(pl.col("year").is_in(years)).height
    sentences = [_added(reading, years) + (f": {rows:,} deliveries" if years else "")]
    strange = _names_unknown({*frame["supplier"].unique(), *frame["recipient"].unique()}, embedded, sentences)
    return News(tuple(sentences), {"years_added": years, "names_unknown": strange})


def _of_events(reading: Reading, embedded: Snapshot) -> News:
    """Tell how many events lie after the embedded record ends, and in how many disputes."""
    frame = reading.frame
    first, last = frame.select(pl.col("date_start").min(), last=pl.col("date_end").max()).row(0)
    later = frame.filter(pl.col("year") > embedded.last_year)
    disputes = embedded.table("disputes")["conflict_id_ucdp"].to_list()
    # Non-state and one-sided violence is numbered apart from conflicts with a state.
    in_disputes = later.filter(
        pl.col("conflict_id_ucdp").is_in(disputes) & (pl.col("type_of_violence") == "state-based")
    )
    not_clear = frame.filter(pl.col("code_status") != ucdp_ged.CLEAR).height
    sentences = [f"events from {first} to {last}"]
    if later.height:
        n_disputes, deaths = in_disputes["conflict_id_ucdp"].n_unique(), int(in_disputes["deaths_best"].sum())
        sentences.append(
            f"{plural(later.height, 'event')} after {embedded.last_year}, where the snapshot's record ends; "
            f"{in_disputes.height:,} of them in {plural(n_disputes, 'territorial dispute')}, "
            f"with {plural(deaths, 'death')} (best)"
        )
    if not_clear:
        sentences.append(f"{plural(not_clear, 'event')} ({100 * not_clear / frame.height:.0f} %) not cleared yet")
    return News(
        tuple(sentences),
        {
            "first_day": str(first),
            "last_day": str(last),
            "events_after_the_snapshot": later.height,
            "of_them_in_disputes": in_disputes.height,
            "not_cleared": not_clear,
        },
    )


def _of_acled(reading: Reading, embedded: Snapshot) -> News:
    frame = reading.frame
    first, last = frame.select(pl.col("date").min(), last=pl.col("date").max()).row(0)
    countries = frame["country"].n_unique()
    deaths = int(frame["deaths"].sum())
    where = frame["country"][0] if countries == 1 else f"{countries} countries"
    sentence = f"events in {where} from {first} to {last}: {frame.height:,}, with {plural(deaths, 'death')}"
    return News((sentence,), {"first_day": str(first), "last_day": str(last), "countries": countries, "deaths": deaths})


def _of_agreements(reading: Reading, embedded: Snapshot) -> News:
    disputes = embedded.table("disputes")["conflict_id_ucdp"].to_list()
    linked = reading.frame.filter(pl.col("conflict_ids_ucdp").list.eval(pl.element().is_in(disputes)).list.any())
    sentence = (
        f"{reading.rows:,} agreements, {linked.height:,} of them of {linked['conflict_ids_ucdp'].n_unique()} disputes"
    )
    return News((sentence,), {"agreements": reading.rows, "of_them_of_disputes": linked.height})


def _of_movements(reading: Reading, embedded: Snapshot) -> News:
    movements = reading.frame.select("country", "group").unique().height
    return News((f"{movements:,} movements, {reading.rows:,} movement-years",), {"movements": movements})


_NEWS: Mapping[str, Callable[[Reading, Snapshot], News]] = {
    ucdp_prio_acd.ORIGIN.id: _of_conflicts,
    ucdp_dyadic.ORIGIN.id: _of_dyads,
    ucdp_brd.ORIGIN.id: _of_deaths,
    BY_CONFLICT: _of_deaths,
    ucdp_ged.ORIGIN.id: _of_events,
    ucdp_candidate.ORIGIN.id: _of_events,
    sipri_milex.ORIGIN.id: _of_spending,
    sipri_register.ORIGIN.id: _of_register,
    pax.ORIGIN.id: _of_agreements,
    sdm.ORIGIN.id: _of_movements,
    acled.ORIGIN.id: _of_acled,
}


def _years_added(reading: Reading) -> list[int]:
    known = embedded_years(reading.origin.id)
    years = sorted(reading.frame["year"].unique().to_list())
    return years if known is None else [year for year in years if not known[0] <= year <= known[1]]


def _added(reading: Reading, years: list[int]) -> str:
    known = embedded_years(reading.origin.id)
    if known is None:
        return (
            f"the snapshot has nothing of this data set; this file covers {reading.first_year} to {reading.last_year}"
        )
    first, last = known
    if not years:
        too = " too" if reading.last_year == last else ""
        return f"adds no year: it ends in {reading.last_year}, and the snapshot's in {last}{too}"
    held = f"has {last} only" if first == last else f"ends in {last}"
    return f"adds {_years_in_words(years)} to the snapshot's, which {held}"


def _years_in_words(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
