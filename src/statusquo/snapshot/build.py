"""Building the snapshot: from raw files as published to the tables that ship with the package.

The same raw files give the same bytes: rows are sorted, the Parquet settings are fixed, and nothing of the
machine or the hour goes in. The tables are written to a scratch folder beside the final one, which they
replace as a whole; an interrupted build, killed or out of room, leaves the old snapshot as it was. For the moment
between two renamings the old one stands aside, where `open_snapshot` finds it and the next build puts it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.errors import InputError, Problem, SourceError, StatusQuoError
from statusquo.core.files import sha256_of, write_bytes, write_text
from statusquo.core.in_use import MANIFEST
from statusquo.core.states import StateCodes
from statusquo.snapshot import arms, conflicts, shapes, spending
from statusquo.snapshot.agreements import dispute_agreements
from statusquo.snapshot.contents import snapshot_table_names, table_sources
from statusquo.snapshot.dispute_places import dispute_places
from statusquo.snapshot.dyad_distances import dyad_distances
from statusquo.snapshot.dyad_ties import dyad_ties
from statusquo.snapshot.groups import dispute_claims, dispute_groups
from statusquo.snapshot.movements import movement_runs, movements
from statusquo.snapshot.parties import dispute_parties
from statusquo.snapshot.patrons import dispute_patrons
from statusquo.snapshot.record import conflict_record, deaths_by_conflict, dyad_record, recent_activity
from statusquo.snapshot.regional_income import regional_growth, regional_income
from statusquo.snapshot.releases import releases_read
from statusquo.snapshot.replacing import replacing
from statusquo.snapshot.scope import PATRONS_GW
from statusquo.snapshot.state_origins import state_origins
from statusquo.snapshot.state_years import state_years
from statusquo.snapshot.states import states_table
from statusquo.snapshot.store import FORMAT, forget_opened
from statusquo.snapshot.terminations import dispute_terminations
from statusquo.sources import (
    acd2epr,
    countrycode,
    cshapes,
    epr_claims,
    epr_core,
    epr_tek,
    eurostat_income,
    isard,
    lost_autonomy,
    natural_earth,
    sipri_milex,
    sipri_register,
    sipri_tiv,
    tjet_spells,
    ucdp_brd,
    ucdp_dyadic,
    ucdp_peace_agreements,
    ucdp_prio_acd,
    ucdp_termination,
)
from statusquo.version import __version__

TOTAL_LIMIT_BYTES = 8_000_000
FILE_LIMIT_BYTES = 3_000_000

STEPS = (
    "conflicts",
    "groups, patrons and ends",
    "movements",
    "states",
    "states and pairs by year",
    "arms and spending",
    "countries",
    "areas, provinces and places",
    "writing",
)

Progress = Callable[[str], None]
"""Called with the name of each of `STEPS` as it begins."""


def build_snapshot(raw: Path, out: Path, progress: Progress = lambda step: None) -> dict[str, Any]:
    """Derive the snapshot from the raw files and put it in place of what is at `out`.

    Args:
        raw: the directory of raw files.
        out: the folder to make or replace; an existing one must hold a snapshot or nothing.
        progress: called with the name of each step as it begins.

    Returns:
        The manifest, as written to ``manifest.json``.

    Raises:
        SourceError: when a raw file is absent, is not the pinned one, or does not hold what it should.
        InputError: when `out` is something else than a snapshot, its folder cannot be written, or another build is
            writing there.
        OutputError: when writing fails later, as on a full disk.
    """
    _refuse_other_folder(out)
    try:
        tables = derive_tables(raw, progress)
    except ModuleNotFoundError as cause:
        raise StatusQuoError(
            f"building needs the package {cause.name!r}, which a plain installation leaves out; "
            "install `statusquo[build]`"
        ) from cause
    progress("writing")
    with replacing(out) as folder:
        for name, frame in tables.items():
            write_table(frame, folder / f"{name}.parquet")
        manifest = _manifest(tables, folder, raw)
        _refuse_oversize(folder)
        write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    forget_opened()
    return manifest


def derive_tables(raw: Path, progress: Progress = lambda step: None) -> dict[str, pl.DataFrame]:
    """Return every table of the snapshot, by name; nothing is written.

    Raises:
        SourceError: as `build_snapshot`.
    """
    progress("conflicts")
    acd_years, brd_dyads = ucdp_prio_acd.read_conflict_years(raw), ucdp_brd.read_dyad_deaths(raw)
    conflict_years = conflict_record(acd_years, brd_dyads)
    spells = tjet_spells.read_spells(raw)
    deaths = conflicts.with_newer_deaths(
        conflicts.deaths_by_tjet(conflict_years, spells), deaths_by_conflict(brd_dyads)
    )
    disputes = conflicts.conflict_tables(conflict_years, deaths, conflicts.outcomes_by_tjet(conflict_years, spells))
    dyads = dyad_record(ucdp_dyadic.read_dyad_years(raw), brd_dyads)

    progress("groups, patrons and ends")
    sides_and_ends = _sides_and_ends(raw, conflicts.territorial(conflict_years), dyads, disputes)

    progress("movements")
    of_movements = _movements(raw, conflict_years, dyads)

    progress("states")
    deliveries, register = sipri_tiv.read_deliveries(raw), sipri_register.read_register(raw)
    cells = sipri_milex.read_spending(raw)
    sipri_names = {
        *cells["country"],
        *(name for frame in (deliveries, register) for column in ("supplier", "recipient") for name in frame[column]),
    }
    states = states_table(isard.read_state_years(raw), countrycode.read_codes(raw), sipri_names)
    codes = StateCodes(states)

    progress("states and pairs by year")
    parents = disputes.disputes["parent_gw"].drop_nulls().unique().to_list()
    states_and_pairs = {
        "state_years": state_years(raw, codes),
        "dyad_ties": dyad_ties(raw, codes, {*parents, *PATRONS_GW}),
        "dyad_distances": dyad_distances(raw, codes, parents),
    }

    progress("arms and spending")
    money_and_arms = {
        "arms_deliveries": arms.arms_deliveries(deliveries, codes),
        "arms_categories": arms.arms_categories(register, codes),
        "arms_shares": arms.arms_shares(deliveries, codes, parents),
        "spending": spending.spending(cells, codes),
        "spending_burden": spending.spending_burden(cells, codes, parents),
        **_regional_income(raw),
    }

    progress("countries")
    countries = shapes.countries(natural_earth.read_countries(raw), codes)

    progress("areas, provinces and places")
    areas, all_provinces = shapes.areas(natural_earth.read_areas(raw)), natural_earth.read_provinces(raw)
    links = dispute_places(
        disputes.disputes,
        conflict_years.group_by("conflict_id_ucdp").agg(pl.col("gwno_location").last()),
        areas=areas,
        provinces=all_provinces,
        countries=countries,
    )
    linked = links.filter(pl.col("layer") == "provinces")["ne_id"].to_list()
    tables = {
        "states": states,
        "state_spellings": countrycode.read_spellings(raw),
        "disputes": disputes.disputes,
        "episodes": disputes.episodes,
        "dispute_years": disputes.dispute_years,
        "conflict_runs": conflicts.conflict_runs(conflict_years),
        "recent_activity": recent_activity(acd_years, brd_dyads),
        **sides_and_ends,
        **money_and_arms,
        "countries": countries,
        "areas": areas,
        "provinces": shapes.provinces(all_provinces, linked),
        "places": shapes.places(natural_earth.read_places(raw)),
        "dispute_places": links,
        **states_and_pairs,
        **of_movements,
    }
    return {name: tables[name] for name in snapshot_table_names()}


def _sides_and_ends(
    raw: Path, conflict_years: pl.DataFrame, dyads: pl.DataFrame, disputes: conflicts.ConflictTables
) -> dict[str, pl.DataFrame]:
    """Return the tables on the groups, outside states, agreements and endings of territorial conflicts, by name."""
    links = acd2epr.read_links(raw)
    groups, kin = epr_core.read_groups(raw), epr_tek.read_kin(raw)
    claims, losses = epr_claims.read_claims(raw), lost_autonomy.read_losses(raw)
    return {
        "dispute_parties": dispute_parties(conflict_years, dyads),
        "dispute_patrons": dispute_patrons(conflict_years, dyads, links, groups, kin),
        "dispute_groups": dispute_groups(conflict_years, dyads, links, groups, claims, losses),
        "dispute_claims": dispute_claims(conflict_years, dyads, links, claims),
        "dispute_agreements": dispute_agreements(disputes.disputes, ucdp_peace_agreements.read_agreements(raw)),
        "dispute_terminations": dispute_terminations(disputes.episodes, ucdp_termination.read_terminations(raw)),
    }


def _regional_income(raw: Path) -> dict[str, pl.DataFrame]:
    """Return the tables on the household income of regions, by name."""
    income = eurostat_income.read_regional_income(raw)
    return {"regional_income": regional_income(income), "regional_growth": regional_growth(income)}


def _movements(raw: Path, conflict_years: pl.DataFrame, dyads: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the tables on new states and on self-determination movements, by name."""
    claims, groups, kin = epr_claims.read_claims(raw), epr_core.read_groups(raw), epr_tek.read_kin(raw)
    origins = state_origins(cshapes.read_units(raw))
    links = acd2epr.read_links(raw)
    return {
        "state_origins": origins,
        "movements": movements(claims, groups, kin, lost_autonomy.read_losses(raw), origins),
        "movement_runs": movement_runs(claims, groups, kin, dyads, links, conflict_years),
    }


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write a table as Parquet.

    Every setting that shapes the bytes is named, so that a change of defaults changes nothing.
    """
    content = BytesIO()
    frame.write_parquet(
        content,
        compression="zstd",
        compression_level=19,
        statistics=False,
        row_group_size=1_000_000,
        use_pyarrow=False,
    )
    write_bytes(path, content.getvalue())


def _manifest(tables: dict[str, pl.DataFrame], folder: Path, raw: Path) -> dict[str, Any]:
    releases = releases_read(raw, (key for name in tables for key in table_sources(name)))
    return {
        "format": FORMAT,
        "built_by": f"statusquo {__version__}",
        "tables": {
            name: {
                "rows": frame.height,
                "bytes": (folder / f"{name}.parquet").stat().st_size,
                "sha256": sha256_of(folder / f"{name}.parquet"),
                "sources": list(table_sources(name)),
            }
            for name, frame in tables.items()
        },
        "sources": {key: {"version": each["version"], "files": each["files"]} for key, each in releases.items()},
        "releases": releases,
    }


def _refuse_other_folder(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(Problem("the output is a file", str(out), allowed="a folder for the snapshot"))
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise InputError(
            Problem(
                "the folder holds something else",
                str(out),
                allowed="a folder that is new, empty or a snapshot",
            )
        )
    if not out.parent.is_dir():
        raise InputError(Problem("there is no such folder", str(out.parent), allowed="a folder that exists"))


def _refuse_oversize(folder: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    large = {name: size for name, size in sizes.items() if size > FILE_LIMIT_BYTES}
    if large or sum(sizes.values()) > TOTAL_LIMIT_BYTES:
        raise SourceError(
            f"the snapshot has {sum(sizes.values()):,} bytes, allowed {TOTAL_LIMIT_BYTES:,}; "
            f"files over {FILE_LIMIT_BYTES:,}: {large or 'none'}"
        )
