"""The last year of the data and the coming one are those of the open snapshot, in every room that tells of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statusquo.balances.garrisons import committed_shares
from statusquo.balances.inertia import inertia
from statusquo.cases.load import load_case
from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import ArtefactError, InputError
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.world import assemble_world
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.patrons import support_of
from statusquo.panels.recoding import read_recoding
from statusquo.panels.standing import standings
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.risk import fitted_paths as paths_module
from statusquo.risk import ranking as ranking_module
from statusquo.risk.events import risk_years
from statusquo.risk.path import risk_path
from statusquo.risk.ranking import ranking, unranked
from statusquo.settlement.load import load_settlement
from statusquo.settlement.no_agreement import year_of
from statusquo.snapshot.store import Snapshot

LATER = 3
"""So many years after the end of its data the made-up snapshot ends."""
KAREN = 221
HEADER = "conflict_id_ucdp,variable,value,first_year,last_year,source,confidence\n"


@pytest.fixture(scope="module")
def later(snapshot: Snapshot) -> Snapshot:
    """The snapshot with what was active in its last year active for some years more, and all else quiet."""
    last, until = snapshot.last_year, pl.lit(snapshot.last_year + LATER, pl.Int32)

    def goes_on(name: str, column: str) -> pl.DataFrame:
        table = snapshot.table(name)
        return table.with_columns(pl.when(pl.col(column) == last).then(until).otherwise(column).alias(column))

    years = snapshot.table("dispute_years")
    now = years.filter(year=last)
    added = [now.with_columns(pl.col("year") + more) for more in range(1, LATER + 1)]
    return snapshot.with_tables(
        {
            "dispute_years": pl.concat([years, *added]).sort("conflict_id_ucdp", "year"),
            "conflict_runs": goes_on("conflict_runs", "last_year"),
            "episodes": goes_on("episodes", "last_year"),
            "disputes": goes_on("disputes", "last_active_year"),
        }
    )


def shifted(name: str) -> pl.DataFrame:
    """An artefact as if it had been fitted to the later data."""
    table = load_artefact(name)
    return table.with_columns(pl.col("year") + LATER) if name in ("risk_paths", "risk_accounts") else table


def test_every_panel_ends_with_the_snapshot(snapshot: Snapshot, later: Snapshot) -> None:
    assert (later.last_year, later.coming_year) == (snapshot.last_year + LATER, snapshot.coming_year + LATER)
    for panel in (dispute_years(later).frame, status_quo_years(later).frame):
        ends = panel.group_by("conflict_id_ucdp").agg(pl.col("year").max())["year"]
        assert set(ends) == {later.last_year}
    assert risk_years(later)["year"].max() == later.coming_year
    # The snapshot that it was made from still ends where it did.
    assert risk_years(snapshot)["year"].max() == snapshot.coming_year


def test_standings_are_kept_apart_by_snapshot(snapshot: Snapshot, later: Snapshot) -> None:
    now, then = standings(snapshot), standings(later)
    assert (now[KAREN].last_active_year, then[KAREN].last_active_year) == (snapshot.last_year, later.last_year)
    assert standings(snapshot) == now


def test_clocks_supports_and_garrisons_run_to_the_snapshots_last_year(later: Snapshot) -> None:
    transnistria = load_case("transnistria")
    assert inertia(transnistria, later).main.points[-1].year == later.last_year
    assert inertia(load_case(f"ucdp-{KAREN}"), later).main.points[-1].value == 0
    side = transnistria.separatists()[0].id
    assert max(support_of(transnistria, later, side)) == later.last_year
    assert committed_shares(later)["year"].max() == later.last_year


def test_a_users_coding_may_run_to_the_snapshots_last_year(tmp_path: Path, snapshot: Snapshot, later: Snapshot) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(f"{HEADER}352,claim,closed,2010,{later.last_year},mine,low\n", encoding="utf-8")
    (coding,) = read_recoding(mine, later)
    assert coding.last_year == later.last_year
    with pytest.raises(InputError, match=f"to {snapshot.last_year}"):
        read_recoding(mine, snapshot)


def test_an_open_period_of_talks_stands_before_the_coming_year(later: Snapshot) -> None:
    file = load_settlement(load_case("nagorno-karabakh"))
    (last,) = (period for period in file.period if period.end is None)
    assert year_of(file, last.id, later) == later.coming_year


def test_risks_fitted_to_other_years_are_refused_with_both_years(snapshot: Snapshot, later: Snapshot) -> None:
    said = f"end in {snapshot.last_year}, and the snapshot's end in {later.last_year}"
    for ask in (ranking, unranked, lambda made: risk_path(load_case("transnistria"), made)):
        with pytest.raises(ArtefactError, match=said):
            ask(later)


def test_risk_ranking_and_pages_tell_the_snapshots_coming_year(
    later: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (paths_module, ranking_module):
        monkeypatch.setattr(module, "load_artefact", shifted)
    case, coming = load_case("transnistria"), later.coming_year
    path = risk_path(case, later)
    assert (path.coming_year, path.to_json()["coming_year"]) == (coming, coming)
    assert path.risk["war"].points[-1].year == coming
    assert path.two_years_ahead["war"].value is not None
    assert all(row.risk["war"].value is not None for row in ranking(later))
    assert f"{later.last_year} was a year of war" in next(row.why for row in unranked(later) if row.successor is None)
    page = assemble_dossier(case, later)
    told = next(section for section in page.sections if section.id == "risk").finding
    assert told.startswith(f"For {coming}, from data to {later.last_year} (")
    assert f"For {coming + 1}, from the same data, it gives fighting" in told
    assert any(f"{coming}" in text for text in page.screen.sentences)
    world = assemble_world(later)
    assert (world.year, world.map.title) == (coming, f"Disputes over secession by the risk of war in {coming}")
    assert f"For {coming} the model puts war likeliest in" in world.finding
    assert world.data.startswith(f"data to {later.last_year} (")
