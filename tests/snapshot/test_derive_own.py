"""A user's newer files change the tables that rest on them, as a build from raw files would, and no others."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from releases import CHANGES_OF_ACD, acd_26_1, as_csv, brd_26_1, dyadic_26_1

from statusquo.core.origin import Release
from statusquo.snapshot.conflicts import (
    conflict_runs,
    conflict_tables,
    deaths_by_tjet,
    outcomes_by_tjet,
    territorial,
    with_newer_deaths,
)
from statusquo.snapshot.derive_own import ACD, BRD, DYADIC, MILEX, REGISTER, derive_own
from statusquo.snapshot.parties import dispute_parties
from statusquo.snapshot.patrons import dispute_patrons
from statusquo.snapshot.record import conflict_record, deaths_by_conflict, dyad_record, recent_activity
from statusquo.snapshot.store import Snapshot
from statusquo.snapshot.terminations import dispute_terminations
from statusquo.sources import (
    acd2epr,
    epr_core,
    epr_tek,
    sipri_milex,
    sipri_register,
    tjet_spells,
    ucdp_brd,
    ucdp_dyadic,
    ucdp_prio_acd,
    ucdp_termination,
)

pytestmark = pytest.mark.raw

KEY = ["conflict_id_ucdp", "year"]
JUBALAND, SOMALIA_IS, BALOCHISTAN, KARABAKH = 16379, 14197, 325, 388
Frames = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def shipped(raw_dir: Path) -> Frames:
    """The rows of the releases that the package's own snapshot is made of."""
    return {
        ACD: ucdp_prio_acd.read_conflict_years(raw_dir),
        DYADIC: ucdp_dyadic.read_dyad_years(raw_dir),
        BRD: ucdp_brd.read_dyad_deaths(raw_dir),
        MILEX: sipri_milex.read_spending(raw_dir),
        REGISTER: sipri_register.read_register(raw_dir),
    }


@pytest.fixture(scope="module")
def newer(raw_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """The rows of the releases 26.1, as made for tests."""
    folder = tmp_path_factory.mktemp("newer")
    made = {
        ACD: (acd_26_1(raw_dir), ucdp_prio_acd.read_conflict_years_file, 1946),
        DYADIC: (dyadic_26_1(raw_dir), ucdp_dyadic.read_dyad_years_file, 1946),
        BRD: (brd_26_1(raw_dir), ucdp_brd.read_dyad_deaths_file, 1989),
    }
    frames = {}
    for key, (rows, read, first_year) in made.items():
        (folder / key).write_bytes(as_csv(rows))
        frames[key] = read(folder / key, Release("26.1", first_year, 2025))
    # The rows of deaths of 2024 lack this one, and so do the dyads made of them; of one release all files agree.
    frames[ACD] = frames[ACD].filter(~((pl.col("conflict_id_ucdp") == SOMALIA_IS) & (pl.col("year") == 2024)))
    return frames


@pytest.mark.parametrize(
    "sources",
    [(ACD, BRD), (BRD,), (DYADIC,), (DYADIC, BRD), (ACD, DYADIC, BRD), (MILEX, REGISTER)],
    ids=lambda sources: "+".join(sources),
)
def test_the_releases_that_ship_change_nothing(snapshot: Snapshot, shipped: Frames, sources: tuple[str, ...]) -> None:
    """So that what was put together from the package's tables is what raw files give."""
    assert derive_own(snapshot, {key: shipped[key] for key in sources}) == {}


@pytest.fixture(scope="module")
def from_raw(raw_dir: Path, newer: Frames) -> Frames:
    """What a build derives on conflicts where the raw files are the newer releases."""
    record = conflict_record(newer[ACD], newer[BRD])
    spells = tjet_spells.read_spells(raw_dir)
    deaths = with_newer_deaths(deaths_by_tjet(record, spells), deaths_by_conflict(newer[BRD]))
    made = conflict_tables(record, deaths, outcomes_by_tjet(record, spells))
    territory, dyads = territorial(record), dyad_record(newer[DYADIC], newer[BRD])
    ethnic = acd2epr.read_links(raw_dir), epr_core.read_groups(raw_dir), epr_tek.read_kin(raw_dir)
    return {
        "disputes": made.disputes,
        "episodes": made.episodes,
        "dispute_years": made.dispute_years,
        "conflict_runs": conflict_runs(record),
        "recent_activity": recent_activity(newer[ACD], newer[BRD]),
        "dispute_parties": dispute_parties(territory, dyads),
        "dispute_patrons": dispute_patrons(territory, dyads, *ethnic),
        "dispute_terminations": dispute_terminations(made.episodes, ucdp_termination.read_terminations(raw_dir)),
    }


def test_newer_files_give_what_a_build_from_raw_files_would(
    snapshot: Snapshot, newer: Frames, from_raw: Frames
) -> None:
    after = snapshot.with_tables(derive_own(snapshot, newer))
    for name, table in from_raw.items():
        assert not table.equals(snapshot.table(name)), name
        assert_frame_equal(after.table(name), table)


@pytest.fixture(scope="module")
def by_acd(snapshot: Snapshot, newer: Frames) -> Snapshot:
    """The snapshot of a user who has the new Armed Conflict Dataset alone."""
    return snapshot.with_tables(derive_own(snapshot, {ACD: newer[ACD]}))


def test_the_activity_of_the_last_year_gives_way_to_the_armed_conflict_dataset(
    snapshot: Snapshot, by_acd: Snapshot
) -> None:
    assert snapshot.table("recent_activity").height > 0
    assert by_acd.table("recent_activity").is_empty()
    told = by_acd.table("dispute_years").group_by("release").agg(pl.col("year").max())
    assert told.rows() == [(f"{ACD} 26.1", 2025)]
    assert by_acd.last_year == 2025


def test_what_it_revises_is_revised_and_what_it_does_not_tell_stays(snapshot: Snapshot, by_acd: Snapshot) -> None:
    before, after = snapshot.table("dispute_years"), by_acd.table("dispute_years")
    assert CHANGES_OF_ACD["dropped"] == (JUBALAND, 2024)
    assert JUBALAND not in by_acd.table("disputes")["conflict_id_ucdp"]
    assert after.filter(conflict_id_ucdp=BALOCHISTAN, year=2024)["intensity"].item() == "war"
    deaths = ["deaths_best", "deaths_low", "deaths_high", "deaths_range_low", "deaths_range_high"]
    same = before.join(after, on=KEY, how="semi")
    assert_frame_equal(same.select(*KEY, *deaths), after.select(*KEY, *deaths))
    outcomes = [
        table.table("episodes").select("conflict_id_ucdp", "last_year", "outcome") for table in (snapshot, by_acd)
    ]
    joined = outcomes[0].drop_nulls().join(outcomes[1], on=["conflict_id_ucdp", "last_year"])
    assert joined.filter(pl.col("outcome").ne_missing(pl.col("outcome_right"))).is_empty()


def test_newer_deaths_supersede_the_older_from_their_first_year(snapshot: Snapshot, newer: Frames) -> None:
    """The made file has 25 or 1,000 deaths by dyad in every year from 1989 to 2023."""
    derived = derive_own(snapshot, {BRD: newer[BRD]})
    before, after = snapshot.table("dispute_years"), derived["dispute_years"]
    earlier = pl.col("year") < 1989
    assert_frame_equal(before.filter(earlier), after.filter(earlier))
    assert after.filter(conflict_id_ucdp=KARABAKH, year=2020)["deaths_best"].item() == 1000
    assert derived["disputes"].filter(conflict_id_ucdp=KARABAKH)["deaths_best"].item() == (
        after.filter(conflict_id_ucdp=KARABAKH)["deaths_best"].sum()
    )
    assert set(derived) == {"disputes", "episodes", "dispute_years"}


def test_deaths_of_a_later_year_lengthen_the_record(snapshot: Snapshot, newer: Frames) -> None:
    """Of a release that tells 2026 as it told 2025, with a new conflict over land and one over government."""
    told = newer[BRD].filter(pl.col("year") == 2025)
    year = pl.lit(2026, pl.Int32).alias("year")
    kept = told.filter(pl.col("conflict_id_ucdp") != BALOCHISTAN)
    over_government = told.filter(incompatibility="government").head(1)
    new = pl.concat(
        frame.head(1).with_columns(
            pl.lit(number, pl.Int32).alias("conflict_id_ucdp"), dyad_id_ucdp=pl.lit(number, pl.Int32)
        )
        for frame, number in ((kept.filter(incompatibility="territory"), 99001), (over_government, 99002))
    )
    longer = pl.concat([newer[BRD], *(frame.with_columns(year, version=pl.lit("27.1")) for frame in (kept, new))])
    after = snapshot.with_tables(derive_own(snapshot, {BRD: longer}))
    assert after.last_year == 2026
    active = after.table("dispute_years").filter(pl.col("year") == 2026)
    assert set(active["release"]) == {f"{BRD} 27.1"}
    assert 99001 in active["conflict_id_ucdp"]
    assert {BALOCHISTAN, 99002}.isdisjoint(active["conflict_id_ucdp"])
    runs = after.table("conflict_runs").filter(pl.col("last_year") == 2026)["conflict_id_ucdp"]
    assert set(runs) == {*kept["conflict_id_ucdp"], 99001, 99002}
    episodes = after.table("episodes").filter(conflict_id_ucdp=BALOCHISTAN)
    assert (episodes["last_year"].max(), episodes["is_ongoing"].any()) == (2025, False)
    parties = after.table("dispute_parties").filter(conflict_id_ucdp=99001)
    assert set(parties["first_year"]) == {2026}
    assert set(parties["side"]) == {"a", "b"}


def test_a_new_conflict_takes_its_parties_from_the_sides_where_no_dyad_tells_them(
    snapshot: Snapshot, newer: Frames
) -> None:
    """A conflict in Uruguay, which is no party to any other, between the government and two organisations."""
    like = newer[ACD].filter(conflict_id_ucdp=BALOCHISTAN, year=2025)
    new = like.with_columns(
        pl.lit(99003, pl.Int32).alias("conflict_id_ucdp"),
        side_a=pl.lit("Government of Uruguay"),
        side_b=pl.lit("FLA, Second Front"),
        gwno_a=pl.lit([165], pl.List(pl.Int32)),
        gwno_b_2nd=pl.lit([160], pl.List(pl.Int32)),
    )
    after = snapshot.with_tables(derive_own(snapshot, {ACD: pl.concat([newer[ACD], new])}))
    parties = after.table("dispute_parties").filter(conflict_id_ucdp=99003)
    assert set(parties["party"]) == {"Government of Uruguay", "FLA", "Second Front", "state 160"}
    patrons = after.table("dispute_patrons").filter(conflict_id_ucdp=99003)
    assert set(patrons.select("side", "patron_gw").rows()) == {("b", 160)}
    for name in ("dispute_groups", "dispute_places", "dispute_agreements", "dispute_claims"):
        assert after.table(name).filter(conflict_id_ucdp=99003).is_empty()
