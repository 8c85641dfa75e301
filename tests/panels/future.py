"""A snapshot whose future is another one: everything after a year is thrown away and made up anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from random import Random

import polars as pl

from statusquo.snapshot.conflicts import number_episodes
from statusquo.snapshot.store import Snapshot

OUTCOMES = ("peace agreement", "ceasefire agreement", "victory for government side", "low activity", None)


class Rewritten(Snapshot):
    """A snapshot some of whose tables are others."""

    def __init__(self, original: Snapshot, tables: dict[str, pl.DataFrame]) -> None:
        super().__init__(original.folder, original.manifest)
        self._tables = {name: original.table(name) for name in original.table_names} | tables


def with_another_future(snapshot: Snapshot, present: int, seed: int) -> Snapshot:
    """The snapshot with nothing changed up to and including a year, and all that is dated after it drawn at random.

    Disputes that begin later are left out; what has no date (a dispute's parent state, its types) stays.
    """
    random = Random(seed)
    disputes = snapshot.table("disputes").filter(pl.col("first_active_year") <= present)
    numbers = disputes["conflict_id_ucdp"].to_list()
    years = _activity(snapshot.table("dispute_years"), numbers, present, random)
    episodes = years.group_by("conflict_id_ucdp", "episode", maintain_order=True).agg(
        first_year=pl.col("year").min(), last_year=pl.col("year").max()
    )
    episodes = _dated(episodes, snapshot.table("episodes"), present)
    tables = {
        "disputes": disputes,
        "dispute_years": years,
        "conflict_runs": _other_activity(snapshot.table("conflict_runs"), years, present, random),
        "episodes": episodes,
        "dispute_terminations": _outcomes(snapshot, episodes, present, random),
        "dispute_agreements": _agreements(snapshot.table("dispute_agreements"), numbers, present, random),
        "dispute_claims": _claims(snapshot.table("dispute_claims"), numbers, present, random),
        "states": snapshot.table("states").filter(pl.col("first_year") <= present),
        "state_years": snapshot.table("state_years").filter(pl.col("year") <= present),
        "dispute_patrons": _cut(snapshot.table("dispute_patrons"), numbers, present),
        "dispute_groups": _cut(snapshot.table("dispute_groups"), numbers, present),
        **_movements(snapshot, present, random),
    }
    return Rewritten(snapshot, tables)


def with_fighting(snapshot: Snapshot, number: int, levels: Mapping[int, str]) -> Snapshot:
    """The snapshot in which one dispute was fought over in these years and no others, each minor or at war.

    Whatever year they end in, the record of conflict reaches it.
    """
    real = snapshot.table("dispute_years")
    others = pl.col("conflict_id_ucdp") != number
    own = real.filter(~others).head(1)
    drawn = [own.with_columns(year=pl.lit(year, pl.Int32), intensity=pl.lit(level)) for year, level in levels.items()]
    years = number_episodes(pl.concat([real.filter(others), *drawn]).drop("episode")).select(real.columns)
    spells = (
        years.filter(~others)
        .group_by("conflict_id_ucdp", "episode", maintain_order=True)
        .agg(first_year=pl.col("year").min(), last_year=pl.col("year").max())
        .with_columns(start_date=pl.date("first_year", 1, 1), end_date=pl.date("last_year", 12, 31))
    )
    runs = snapshot.table("conflict_runs")
    run = pl.DataFrame(
        [(number, year, year, level, "drawn") for year, level in levels.items()],
        schema={name: runs.schema[name] for name in ("conflict_id_ucdp", "first_year", "last_year")}
        | {"intensity": pl.String, "parties": pl.String},
        orient="row",
    )
    ends = {"first_active_year": min(levels), "last_active_year": max(levels)}
    tables = {
        "dispute_years": years.sort("conflict_id_ucdp", "year"),
        "episodes": pl.concat([snapshot.table("episodes").filter(others), spells], how="diagonal"),
        "conflict_runs": pl.concat([runs.filter(others), run.select(runs.columns)]),
        "dispute_terminations": snapshot.table("dispute_terminations").filter(others),
        "disputes": snapshot.table("disputes").with_columns(
            pl.when(others).then(name).otherwise(pl.lit(year, pl.Int32)).alias(name) for name, year in ends.items()
        ),
    }
    return snapshot.with_tables(tables)


def _activity(years: pl.DataFrame, numbers: list[int], present: int, random: Random) -> pl.DataFrame:
    known = years.filter(pl.col("year") <= present, pl.col("conflict_id_ucdp").is_in(numbers))
    drawn = [
        {"conflict_id_ucdp": number, "year": year, "intensity": random.choice(["minor", "war"])}
        for number in numbers
        for year in range(present + 1, 2025)
        if random.random() < 0.3
    ]
    future = pl.DataFrame(
        drawn, schema={name: years.schema[name] for name in ("conflict_id_ucdp", "year", "intensity")}
    )
    return number_episodes(pl.concat([known.drop("episode"), future], how="diagonal"))


def _other_activity(runs: pl.DataFrame, years: pl.DataFrame, present: int, random: Random) -> pl.DataFrame:
    """Every conflict's activity: the disputes' own as it was drawn, that of others cut and drawn anew."""
    own = years["conflict_id_ucdp"].unique().to_list()
    others = runs.filter(~pl.col("conflict_id_ucdp").is_in(own))
    known = _cut(others, others["conflict_id_ucdp"].to_list(), present)
    drawn = [
        {
            "conflict_id_ucdp": number,
            "first_year": first,
            "last_year": last,
            "intensity": random.choice(["minor", "war"]),
        }
        for number in known["conflict_id_ucdp"].unique().sort()
        for first, last in _runs(present + 1, 2024, random)
        if random.random() < 0.3
    ]
    named = runs.select("conflict_id_ucdp", "parties").unique()
    future = pl.DataFrame(drawn, schema={name: runs.schema[name] for name in runs.columns[:4]}).join(
        named, on="conflict_id_ucdp"
    )
    of_disputes = years.select(
        "conflict_id_ucdp", "intensity", first_year="year", last_year="year", parties=pl.lit("drawn")
    )
    return pl.concat([known, future.select(runs.columns), of_disputes.select(runs.columns)])


def _dated(episodes: pl.DataFrame, real: pl.DataFrame, present: int) -> pl.DataFrame:
    """Days of what has begun, and of what was over, stay; the future's are its first and last of the year."""
    known = real.select("conflict_id_ucdp", "episode", "start_date", "end_date")
    begun, over = pl.col("first_year") <= present, pl.col("last_year") < present
    return episodes.join(known, on=["conflict_id_ucdp", "episode"], how="left", maintain_order="left").with_columns(
        start_date=pl.when(begun).then("start_date").otherwise(pl.date("first_year", 1, 1)),
        end_date=pl.when(over).then("end_date").otherwise(pl.date("last_year", 12, 31)),
    )


def _outcomes(snapshot: Snapshot, episodes: pl.DataFrame, present: int, random: Random) -> pl.DataFrame:
    """Outcomes of episodes that were over stay; whether one that was active in the present is over nobody knows yet."""
    known = snapshot.table("dispute_terminations").select("conflict_id_ucdp", "episode", "outcome")
    drawn = pl.Series("drawn", [random.choice(OUTCOMES) for _ in range(episodes.height)], dtype=pl.String)
    return (
        episodes.join(known, on=["conflict_id_ucdp", "episode"], how="left", maintain_order="left")
        .with_columns(drawn)
        .select(
            "conflict_id_ucdp",
            "episode",
            outcome=pl.when(pl.col("last_year") < present).then("outcome").otherwise("drawn"),
        )
    )


def _agreements(agreements: pl.DataFrame, numbers: list[int], present: int, random: Random) -> pl.DataFrame:
    """Agreements signed stay; one that has not ended ends at another time or never; others are signed at another time.

    One that the source calls ended without a date stays so: that is the hindsight that `docs/methods.md` owns up to.
    """
    known = agreements.filter(pl.col("conflict_id_ucdp").is_in(numbers))
    is_signed = pl.col("date").dt.year() <= present
    is_undated_end = pl.col("is_ended").fill_null(False) & pl.col("end_date").is_null()
    has_ended = is_undated_end | (pl.col("end_date").dt.year() <= present).fill_null(False)
    is_known = is_signed & has_ended

    def later() -> dt.date:
        return dt.date(random.randint(present + 1, 2024), random.randint(1, 12), 1)

    dates = pl.Series("drawn", [later() for _ in range(known.height)], dtype=pl.Date)
    ends = pl.Series("end", [random.choice([None, later()]) for _ in range(known.height)], dtype=pl.Date)
    return known.with_columns(dates, ends).with_columns(
        date=pl.when(is_signed).then("date").otherwise("drawn"),
        end_date=pl.when(is_known).then("end_date").otherwise("end"),
        is_ended=pl.when(is_known).then("is_ended"),
    )


def _claims(claims: pl.DataFrame, numbers: list[int], present: int, random: Random) -> pl.DataFrame:
    known = _cut(claims, numbers, present)
    drawn = [
        {"conflict_id_ucdp": number, "has_claim": random.random() < 0.5, "first_year": first, "last_year": last}
        for number in numbers
        for first, last in _runs(present + 1, 2017, random)
    ]
    return pl.concat([known, pl.DataFrame(drawn, schema=known.schema)])


def _runs(first: int, last: int, random: Random) -> list[tuple[int, int]]:
    runs = []
    while first <= last:
        until = random.randint(first, last)
        runs.append((first, until))
        first = until + 1
    return runs


def _cut(runs: pl.DataFrame, numbers: list[int], present: int) -> pl.DataFrame:
    """Runs of years up to the present; one that goes on is cut there."""
    return runs.filter(pl.col("conflict_id_ucdp").is_in(numbers), pl.col("first_year") <= present).with_columns(
        pl.min_horizontal("last_year", pl.lit(present, dtype=pl.Int32)).alias("last_year")
    )


def _movements(snapshot: Snapshot, present: int, random: Random) -> dict[str, pl.DataFrame]:
    """Movements that had begun, with their exits and losses so far; after the present all is another story."""
    began = snapshot.table("movements").filter(pl.col("first_claim_year") <= present)
    leave = ("exit", "new_state_gw", "new_state_gwgroupid", "new_state_status")
    has_left = (pl.col("exit_year") <= present).fill_null(False)
    drawn = pl.Series([random.choice([None, random.randint(present + 1, 2030)]) for _ in range(began.height)])
    began = began.with_columns(
        *(pl.when(has_left).then(name).alias(name) for name in leave[1:]),
        exit_year=pl.when(has_left).then("exit_year").otherwise(drawn).cast(pl.Int32),
        exit=pl.when(has_left).then("exit").when(drawn.is_not_null()).then(pl.lit("passed to a new state")),
        autonomy_lost_years=pl.col("autonomy_lost_years").list.eval(
            pl.when(pl.element() <= present).then(pl.element()).otherwise(present + 1)
        ),
    )
    ids = began["gwgroupid"].to_list()
    runs = snapshot.table("movement_runs").filter(pl.col("gwgroupid").is_in(ids), pl.col("first_year") <= present)
    known = runs.with_columns(pl.min_horizontal("last_year", pl.lit(present, pl.Int32)).alias("last_year"))
    claims = ["autonomy", "independence", None]
    invented = [
        {
            "gwgroupid": number,
            "first_year": first,
            "last_year": last,
            "claim": random.choice(claims),
            "size_pct": 5.0,
            "status": random.choice(["POWERLESS", "SELF-EXCLUSION", "JUNIOR PARTNER", "DISCRIMINATED"]),
            "has_regional_autonomy": random.choice([True, False, None]),
            "is_listed": random.random() < 0.9,
            "n_kin_states": random.choice([0, 3]),
            "kin_status": None,
            "fighting": random.choice(["none", "minor", "war"]),
            "is_fighting_over_government": random.random() < 0.5,
        }
        for number in ids
        for first, last in _runs(present + 1, 2017, random)
    ]
    future = pl.DataFrame(invented, schema=known.schema)
    return {"movements": began, "movement_runs": pl.concat([known, future]).sort("gwgroupid", "first_year")}
