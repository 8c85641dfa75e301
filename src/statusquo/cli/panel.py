"""`statusquo panel`: writes a panel as Parquet or CSV, with its usage warnings."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.output import JsonFlag, print_json, say

if TYPE_CHECKING:
    import polars as pl


class PanelName(StrEnum):
    """The panels there are."""

    dispute_year = "dispute-year"
    status_quo_year = "status-quo-year"
    movement_year = "movement-year"
    proposal_answer = "proposal-answer"
    dispute_month = "dispute-month"


class RiskSet(StrEnum):
    """Rows to keep of the dispute-year panel."""

    every = "all"
    broad = "broad"
    secession = "secession"


def panel(
    name: Annotated[
        PanelName,
        typer.Argument(
            metavar="PANEL", help="dispute-year, status-quo-year, movement-year, proposal-answer or dispute-month."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write; .parquet or .csv.")],
    first: Annotated[int | None, typer.Option("--from", min=1946, help="First year to keep.")] = None,
    last: Annotated[int | None, typer.Option("--to", min=1946, help="Last year to keep.")] = None,
    risk_set: Annotated[
        RiskSet, typer.Option("--risk-set", help="Keep only dispute-years at risk of recurrence in this set.")
    ] = RiskSet.every,
    recode: Annotated[
        Path | None, typer.Option("--recode", help="Your own coding of the status quo (see `statusquo recode`).")
    ] = None,
    sdm: Annotated[
        Path | None, typer.Option("--sdm", help="Your own SDM 2.0 file: adds concessions and restrictions.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Write a panel: one row per dispute or movement and year, or per proposal and actor, with its usage warnings.

    dispute-month has the months that your own event files cover (`data add`).
    """
    import polars as pl

    from statusquo.core.errors import InputError, Problem
    from statusquo.panels.dispute_month import dispute_months
    from statusquo.panels.dispute_year import dispute_years
    from statusquo.panels.movement_sdm import with_sdm
    from statusquo.panels.movement_year import movement_years
    from statusquo.panels.panel import Panel
    from statusquo.panels.proposals import proposal_answers
    from statusquo.panels.recoding import read_recoding
    from statusquo.panels.status_quo_year import status_quo_years
    from statusquo.snapshot.store import open_snapshot

    if first is not None and last is not None and last < first:
        raise InputError(
            Problem("the last year lies before the first", field="--to", found=str(last), allowed=f"{first}")
        )
    if risk_set is not RiskSet.every and name is not PanelName.dispute_year:
        raise InputError(Problem("only the dispute-year panel has risk sets", field="--risk-set", found=risk_set.value))
    is_of_movements = name is PanelName.movement_year
    is_of_answers, is_of_months = name is PanelName.proposal_answer, name is PanelName.dispute_month
    if recode is not None and (is_of_movements or is_of_answers or is_of_months):
        raise InputError(Problem("a coding of the status quo is of disputes", field="--recode", found=name.value))
    if sdm is not None and not is_of_movements:
        raise InputError(Problem("only the movement-year panel takes SDM", field="--sdm", found=name.value))
    snapshot = open_snapshot()
    for field, year in (("--from", first), ("--to", last)):
        if year is not None and year > snapshot.last_year and not is_of_months:
            allowed = f"1946 to {snapshot.last_year}"
            raise InputError(Problem("the year is outside the data", field=field, found=str(year), allowed=allowed))
    if is_of_movements:
        made = movement_years(snapshot)
        made = with_sdm(made, snapshot, sdm) if sdm else made
    elif is_of_answers:
        made = proposal_answers(snapshot)
    elif is_of_months:
        made = dispute_months(snapshot)
    else:
        extra = read_recoding(recode, snapshot) if recode else ()
        make = dispute_years if name is PanelName.dispute_year else status_quo_years
        made = make(snapshot, extra)
    frame = made.frame
    if first is not None:
        frame = frame.filter(pl.col("year") >= first)
    if last is not None:
        frame = frame.filter(pl.col("year") <= last)
    if risk_set is not RiskSet.every:
        frame = frame.filter(pl.col(f"is_at_risk_{risk_set.value}"))
    options = [
        f"--{key} {value}" for key, value in (("from", first), ("to", last), ("recode", recode), ("sdm", sdm)) if value
    ]
    options += [f"--risk-set {risk_set.value}"] if risk_set is not RiskSet.every else []
    result = Panel(made.name, frame, made.warnings, tuple(options))
    result.write(out)
    if json:
        print_json(
            {
                "panel": result.name,
                "file": str(out),
                "rows": frame.height,
                "columns": frame.columns,
                **_counted(name, frame),
                "warnings": list(result.warnings),
                "sources": list(result.sources),
            }
        )
        return
    say(f"{out}: {frame.height:,} rows, {frame.width} columns", err=True)
    for warning in result.warnings:
        say(f"- {warning}", err=True)


def _counted(name: PanelName, frame: pl.DataFrame) -> dict[str, int]:
    """Return how many units a panel has, under their name."""
    unit, key = {
        PanelName.movement_year: ("movements", "gwgroupid"),
        PanelName.proposal_answer: ("disputes", "case"),
    }.get(name, ("disputes", "conflict_id_ucdp"))
    return {unit: frame[key].n_unique()}
