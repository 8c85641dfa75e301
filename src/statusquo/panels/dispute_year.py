"""The dispute-year panel: activity, episodes, both clocks, risk sets and both sides' covariates.

One row per UCDP territorial dispute and calendar year from first activity to the last year of the data. A dispute is
at risk of recurrence in a year if it was active before and not in the year before; it is at risk of war in a year if
it was active before and not at war in the year before. Fighting over the same ground under a successor's number
(`cases.successors`) counts as fighting: the dispute is not quiet then, and cannot resume; when it begins after a quiet
year, it is the recurrence; after that the dispute is passed on, and the risk is the successor's. Two risk sets:
`broad` (every type, no exit) and `secession` (internal and internationalised internal disputes, but for the provinces
of the Islamic State, whose claim was open at the end of the year before). Clocks and statuses are as of the end of the
year before; covariates are those of the row's own year, to be lagged by whoever models with them.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from statusquo.cases.open_disputes import is_islamic_state_province
from statusquo.cases.successors import successor_years
from statusquo.core.columns import checked, columns_of
from statusquo.core.successions import with_state_of_year
from statusquo.panels.codings import Coding
from statusquo.panels.panel import Panel
from statusquo.panels.patrons import patrons_by_year
from statusquo.panels.status_quo_year import dispute_rows, status_quo_years
from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

WARNINGS = (
    "Covariates stand in the row of their own year: a model of risk must lag them by at least one year.",
    "Each covariate ends in its own last year (in the table of columns); after it the value is missing, not zero.",
    "Peace means fewer than 25 recorded battle deaths in a calendar year.",
    "Old and settled disputes flatter every score: 1,360 rows of the broad set are colonial and hold no recurrence.",
    "The secession set rests on exits that are rules outside the bundled cases; see the status-quo-year panel.",
    "Battle deaths before 1989 are often missing, since the source gives a threshold in place of an estimate.",
    "While the ground is fought over under a successor's number the dispute is not quiet, and its own columns "
    "(is_active, intensity, deaths, episode) are silent: read is_successor_active and ground_intensity.",
    "A patron is a state that supported the separatist side by act, as far as a case file or UCDP's troops show one.",
)

_STATE = "state_years"
_SHORTER = {"is_irregular_leader_change": "is_irregular_turnover"}
"""Columns of states that would be longer than Stata's 32 characters under their side's name."""


def dispute_years(snapshot: Snapshot, extra: Iterable[Coding] = ()) -> Panel:
    """Return the panel; a snapshot's is made once and shared.

    Args:
        snapshot: the open snapshot.
        extra: a user's own codings of the status quo, which come before all others.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    return snapshot.once(_dispute_years, tuple(extra))


def _dispute_years(snapshot: Snapshot, extra: tuple[Coding, ...]) -> Panel:
    disputes = snapshot.table("disputes")
    internal = pl.col("types").list.contains("internal") | pl.col("types").list.contains("internationalised internal")
    frame = dispute_rows(snapshot).join(
        disputes.select(
            "conflict_id_ucdp", "parent_gw", is_internal=internal, is_islamic_state=is_islamic_state_province()
        ),
        on="conflict_id_ucdp",
        maintain_order="left",
    )
    frame = _with_activity(with_state_of_year(frame, "parent_gw"), snapshot)
    frame = _with_episodes(frame, snapshot)
    frame = _with_status_before(frame, status_quo_years(snapshot, extra).frame)
    frame = _with_risk(frame)
    frame = frame.join(patrons_by_year(snapshot, frame), on=KEY, how="left", maintain_order="left")
    frame = _with_group(frame, snapshot)
    for side in ("parent", "patron"):
        frame = _with_state(frame, snapshot, side)
    return Panel("dispute-year", checked(frame, "panel.dispute_year"), WARNINGS)


def _with_activity(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    years = snapshot.table("dispute_years").select(
        *KEY, "intensity", "deaths_best", "deaths_low", "deaths_high", episode_now="episode"
    )
    frame = frame.join(years, on=KEY, how="left", maintain_order="left")
    frame = frame.join(successor_years(snapshot), on=KEY, how="left", maintain_order="left")
    is_war = (pl.col("intensity") == "war") | (pl.col("successor_intensity") == "war")
    is_fought_over = pl.col("is_active") | pl.col("is_successor_active")
    return (
        frame.with_columns(
            is_active=pl.col("intensity").is_not_null(),
            is_successor_active=pl.col("active_successor_id").is_not_null(),
            ground_intensity=pl.when(is_war.fill_null(False)).then(pl.lit("war")),
        )
        .with_columns(
            intensity=pl.col("intensity").fill_null("none"),
            ground_intensity=pl.coalesce(
                "ground_intensity", pl.when(is_fought_over).then(pl.lit("minor")).otherwise(pl.lit("none"))
            ),
            is_passed_on=_is_passed_on(),
        )
        .drop("successor_intensity", "successor_until")
    )


def _is_passed_on() -> pl.Expr:
    """Return whether the last fighting was under a successor's number alone, which goes on standing for the dispute."""
    by_successor = pl.col("is_successor_active") & ~pl.col("is_active")
    last_own, last_other, until = (
        pl.when(condition).then(value).forward_fill().over("conflict_id_ucdp")
        for condition, value in (("is_active", "year"), (by_successor, "year"), (by_successor, "successor_until"))
    )
    return ((last_other > last_own) & (until > pl.col("year"))).fill_null(False)


def _with_episodes(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Add the episode under way or last, how the last one ended, and the clock since the last activity."""
    episodes = snapshot.table("episodes").select(
        "conflict_id_ucdp", "episode", "first_year", "last_year", "start_date", "end_date"
    )
    outcomes = snapshot.table("dispute_terminations").select("conflict_id_ucdp", "episode", "outcome")
    over = frame.with_columns(episode=pl.col("episode_now").forward_fill().over("conflict_id_ucdp"))
    joined = over.join(episodes, on=["conflict_id_ucdp", "episode"], how="left", maintain_order="left")
    ended = pl.col("year") > pl.col("last_year")
    # While an episode is under way the one that has ended is the one before it.
    joined = joined.with_columns(ended_episode=pl.when(ended).then(pl.col("episode")).otherwise(pl.col("episode") - 1))
    joined = joined.join(
        outcomes.rename({"episode": "ended_episode", "outcome": "last_outcome"}),
        on=["conflict_id_ucdp", "ended_episode"],
        how="left",
        maintain_order="left",
    )
    is_fought_over = pl.col("ground_intensity") != "none"
    last_active = pl.when(is_fought_over).then(pl.col("year")).forward_fill().shift(1).over("conflict_id_ucdp")
    return joined.with_columns(
        episode_first_year="first_year",
        episode_last_year=pl.when(ended).then("last_year"),
        episode_start_date="start_date",
        episode_end_date=pl.when(ended).then("end_date"),
        quiet_years=(pl.col("year") - 1 - last_active).fill_null(0).cast(pl.Int32),
    ).drop("episode_now", "ended_episode", "first_year", "last_year", "start_date", "end_date")


def _with_status_before(frame: pl.DataFrame, status: pl.DataFrame) -> pl.DataFrame:
    before = status.select(
        "conflict_id_ucdp",
        (pl.col("year") + 1).alias("year"),
        "line_changed_year",
        claim_before="claim",
        exit_before="exit",
        holder_before="holder",
    )
    joined = frame.join(before, on=KEY, how="left", maintain_order="left")
    return joined.with_columns(line_quiet_years=(pl.col("year") - 1 - pl.col("line_changed_year")).cast(pl.Int32)).drop(
        "line_changed_year"
    )


def _with_risk(frame: pl.DataFrame) -> pl.DataFrame:
    before = pl.col("ground_intensity").shift(1).over("conflict_id_ucdp")
    is_own = ~pl.col("is_passed_on").shift(1).over("conflict_id_ucdp").fill_null(False)
    quiet, not_war = (before == "none").fill_null(False), before.is_in(["none", "minor"]).fill_null(False)
    at_risk = frame.with_columns(is_at_risk_broad=quiet & is_own, is_at_risk_of_war=not_war & is_own)
    is_open = (pl.col("claim_before") == "open").fill_null(False)
    is_of_status = pl.col("is_internal") & ~pl.col("is_islamic_state")
    return at_risk.with_columns(
        is_at_risk_secession=pl.col("is_at_risk_broad") & is_of_status & is_open,
        is_recurrence=pl.when("is_at_risk_broad").then(pl.col("ground_intensity") != "none"),
        is_war_onset=pl.when("is_at_risk_of_war").then(pl.col("ground_intensity") == "war"),
    )


def _with_group(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    groups = snapshot.table("dispute_groups").filter(pl.col("is_claimed"))
    largest = (
        spread_years(groups.select("conflict_id_ucdp", "gwgroupid", "size_pct", "status", "first_year", "last_year"))
        # Of two groups of the same size the one with the lower number is taken, so that the panel is always the same.
        .sort([*KEY, "size_pct", "gwgroupid"], descending=[False, False, True, False])
        .group_by(KEY, maintain_order=True)
        .first()
        .select(*KEY, group_size_pct="size_pct", group_status="status")
    )
    return frame.join(largest, on=KEY, how="left", maintain_order="left")


def _with_state(frame: pl.DataFrame, snapshot: Snapshot, side: str) -> pl.DataFrame:
    names = [column.name for column in columns_of(_STATE) if column.name not in ("gwno", "year")]
    states = snapshot.table(_STATE).rename({name: f"{side}_{_SHORTER.get(name, name)}" for name in names})
    return frame.join(
        states, left_on=[f"{side}_gw", "year"], right_on=["gwno", "year"], how="left", maintain_order="left"
    )
