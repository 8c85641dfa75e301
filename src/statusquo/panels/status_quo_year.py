"""The status-quo-year panel: for every dispute and year who holds, how the line stands, whether the claim is open.

Bundled cases are coded by their case files; for all others stated rules give a code at low confidence (see `exits`,
and below), and what no rule can know is missing with its reason. Every cell carries its source, its confidence and the
rival codes. A user's own coding comes before both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from statusquo.core.columns import checked
from statusquo.panels.case_codings import bundled_codings
from statusquo.panels.codings import Coding, Variable, frame_of, preferred
from statusquo.panels.exits import exits_by_review, exits_by_rule
from statusquo.panels.panel import Panel
from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

WARNINGS = (
    "Outside the bundled cases the holder is a default (the parent) and the claim is open unless a rule closes it: "
    "low confidence, to be read as not coded; those still open in the end were looked at one by one (coder: review).",
    "Every code is the state at the end of its year; a model of risk must use the year before.",
    "Claims of groups are known to 2017; after that a dispute without agreement, statehood or case file stays open.",
    "Kosovo counts as a state from 2008 and Abkhazia and South Ossetia do not, whatever Gleditsch and Ward list: "
    "recognition of all three is contested.",
    "The share of territory controlled is coded for the bundled cases only; the moves of the line only for those of "
    "them that declare a history of the line, up to the day it says.",
)

_NOT_CODED = "not coded: no case file, and no data set at hand gives it"
_NOT_SOURCED = "not coded: no source read gives it"
_NO_MOVE_YET = "no change of the line is coded up to this year"
_NO_HISTORY = "the case file does not hold every move of the line in this year"


def status_quo_years(snapshot: Snapshot, extra: Iterable[Coding] = ()) -> Panel:
    """Return the panel for all UCDP territorial disputes, from first activity to the last year of the data.

    A snapshot's panel is made once and shared.

    Args:
        snapshot: the open snapshot.
        extra: a user's own codings, which come before all others.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    return snapshot.once(_status_quo_years, tuple(extra))


def _status_quo_years(snapshot: Snapshot, extra: tuple[Coding, ...]) -> Panel:
    codings = all_codings(snapshot, extra)
    frame = dispute_rows(snapshot)
    variables: tuple[Variable, ...] = ("holder", "control_share_pct", "line_changed", "claim", "exit")
    for variable in variables:
        frame = frame.join(preferred(codings, variable), on=KEY, how="left", maintain_order="left")
    with_case = codings.filter(coder="case file")["conflict_id_ucdp"].unique().sort().to_list()
    frame = _with_claims(frame)
    frame = frame.with_columns(
        pl.col("control_share_pct").cast(pl.Float64),
        line_changed_year=pl.col("line_changed").cast(pl.Int32),
        line_changed_year_source="line_changed_source",
        line_changed_year_confidence="line_changed_confidence",
        line_changed_year_rivals="line_changed_rivals",
    )
    has_case = pl.col("conflict_id_ucdp").is_in(with_case)
    frame = frame.with_columns(
        control_share_missing_reason=pl.when(pl.col("control_share_pct").is_null()).then(
            pl.when(has_case).then(pl.lit(_NOT_SOURCED)).otherwise(pl.lit(_NOT_CODED))
        ),
        line_changed_missing_reason=pl.when(pl.col("line_changed_year").is_null()).then(
            pl.when(_before_first_move(codings))
            .then(pl.lit(_NO_MOVE_YET))
            .when(has_case)
            .then(pl.lit(_NO_HISTORY))
            .otherwise(pl.lit(_NOT_CODED))
        ),
    )
    frame = _with_status(frame, snapshot)
    frame = frame.drop("line_changed", "line_changed_source", "line_changed_confidence", "line_changed_rivals")
    return Panel("status-quo-year", checked(frame, "panel.status_quo_year"), WARNINGS)


def _before_first_move(codings: pl.DataFrame) -> pl.Expr:
    """Return whether a year lies before the first move in a history of the line that a case file declares."""
    moves = codings.filter(variable="line_changed").group_by("conflict_id_ucdp").agg(pl.col("first_year").min())
    begun = dict(moves.iter_rows())
    first = pl.col("conflict_id_ucdp").replace_strict(begun, default=None, return_dtype=pl.Int32)
    return (pl.col("year") < first).fill_null(value=False)


def all_codings(snapshot: Snapshot, extra: Iterable[Coding] = ()) -> pl.DataFrame:
    """Return every coding of every dispute: the rules' first, then the review's, the case files', a user's own."""
    return snapshot.once(_all_codings, tuple(extra))


def _all_codings(snapshot: Snapshot, extra: tuple[Coding, ...]) -> pl.DataFrame:
    last = snapshot.last_year
    return frame_of([*_rules(snapshot), *exits_by_review(snapshot, last), *bundled_codings(last), *extra])


def dispute_rows(snapshot: Snapshot) -> pl.DataFrame:
    """Return one row per territorial dispute and year, from first activity to the last year: the key and the name."""
    return (
        snapshot.table("disputes")
        .select(
            "conflict_id_ucdp",
            "territory_name",
            year=pl.int_ranges("first_active_year", snapshot.last_year + 1),
        )
        .explode("year")
        .with_columns(pl.col("year").cast(pl.Int32))
        .sort(KEY)
    )


def _rules(snapshot: Snapshot) -> Iterator[Coding]:
    last = snapshot.last_year
    for number, first in snapshot.table("disputes").select("conflict_id_ucdp", "first_active_year").iter_rows():
        yield Coding(number, "holder", "parent", first, last, "default: the parent holds", "low", "rule")
        yield Coding(number, "exit", "none", first, last, "default: the claim is open", "low", "rule")
    yield from exits_by_rule(snapshot, last)


def _with_claims(frame: pl.DataFrame) -> pl.DataFrame:
    """Let the claim follow from the exit wherever nobody coded the claim itself."""
    follows = pl.when(pl.col("exit") == "none").then(pl.lit("open")).otherwise(pl.lit("closed"))
    uncoded = pl.col("claim").is_null()
    return frame.with_columns(
        claim=pl.coalesce("claim", follows),
        claim_source=pl.when(uncoded).then("exit_source").otherwise("claim_source"),
        claim_confidence=pl.when(uncoded).then("exit_confidence").otherwise("claim_confidence"),
    )


def _with_status(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    groups = snapshot.table("dispute_groups").filter(pl.col("is_claimed"), pl.col("has_regional_autonomy"))
    autonomous = (
        spread_years(groups.select("conflict_id_ucdp", "first_year", "last_year"))
        .select("conflict_id_ucdp", "year", is_autonomous=True)
        .unique()
    )
    joined = frame.join(autonomous, on=KEY, how="left", maintain_order="left")
    steps: tuple[tuple[pl.Expr, str, pl.Expr], ...] = (
        (pl.col("exit") == "statehood", "own state", pl.col("exit_source")),
        (pl.col("holder") == "separatist", "de facto state", pl.col("holder_source")),
        (pl.col("holder") == "other", "held by others", pl.col("holder_source")),
        (pl.col("is_autonomous").fill_null(False), "autonomy", pl.lit("rule: epr-core")),
    )
    status, source = pl.lit("parent control"), pl.col("holder_source")
    for condition, name, basis in reversed(steps):
        status = pl.when(condition).then(pl.lit(name)).otherwise(status)
        source = pl.when(condition).then(basis).otherwise(source)
    return joined.with_columns(de_facto_status=status, de_facto_status_source=source).drop("is_autonomous")
