"""`statusquo events months / new / check`: months of a dispute from event files of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.groups import new_group
from statusquo.cli.output import JsonFlag, print_json, print_table, say
from statusquo.core.wording import plural

if TYPE_CHECKING:
    import polars as pl

    from statusquo.event_files.months import DisputeMonths

app = new_group("Months of a dispute from event files of your own: UCDP's GED and its candidate events (`data add`).")

Dispute = Annotated[
    str, typer.Argument(metavar="ID", help="A dispute, as `show` takes it.", autocompletion=complete_case_id)
]


@app.command()
def months(
    name: Dispute,
    first: Annotated[int | None, typer.Option("--from", min=1989, help="First year to show.")] = None,
    last: Annotated[int | None, typer.Option("--to", min=1989, help="Last year to show.")] = None,
    json: JsonFlag = False,
) -> None:
    """Show the battle deaths of a dispute by month, with their intervals, in the months with events.

    With --json every month that your files cover, those without an event too.
    """
    import polars as pl

    from statusquo.cases.load import load_case
    from statusquo.core.errors import InputError, Problem
    from statusquo.event_files.months import months_of_case

    if first is not None and last is not None and last < first:
        what = "the last year lies before the first"
        raise InputError(Problem(what, field="--to", found=str(last), allowed=f"{first} or later"))
    found = months_of_case(load_case(name))
    year = pl.col("month").dt.year()
    frame = found.frame.filter(year.is_between(first or 0, last or 9999))
    _print(found, frame, json=json)


@app.command()
def new(name: Dispute, json: JsonFlag = False) -> None:
    """Show the months since the package's record of fighting ends."""
    import polars as pl

    from statusquo.cases.load import load_case
    from statusquo.event_files.months import months_of_case
    from statusquo.snapshot.store import open_snapshot

    found, ends = months_of_case(load_case(name)), open_snapshot().last_year
    later = found.frame.filter(pl.col("month").dt.year() > ends)
    if not json and later.is_empty():
        say(f"Your files end with {found.frame['month'][-1]:%B %Y}; the record of fighting ends with {ends}.")
        return
    _print(found, later, json=json)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="GED or candidate files, .csv or .zip.")],
    json: JsonFlag = False,
) -> None:
    """Check event files and say what they hold; nothing of them is kept."""
    import tempfile

    from statusquo.core.errors import InputError, Problem
    from statusquo.snapshot.own_reading import read_own
    from statusquo.sources import ucdp_candidate, ucdp_ged
    from statusquo.sources.delivery import unpack

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(files):
            reading = read_own(unpack(path, Path(folder) / str(number)))
            if reading.origin.id not in (ucdp_ged.ORIGIN.id, ucdp_candidate.ORIGIN.id):
                what = "this is a file of another data set"
                raise InputError(
                    Problem(what, str(path), found=reading.origin.title, allowed="GED or candidate events")
                )
            first, last = reading.frame["date_end"].min(), reading.last_day
            not_clear = int((reading.frame["code_status"] != ucdp_ged.CLEAR).sum())
            rows.append((path.name, reading.origin.title, reading.version, reading.rows, first, last, not_clear))
    if json:
        names = ("file", "data_set", "version", "events", "first_day", "last_day", "events_not_clear")
        print_json({"files": [dict(zip(names, map(_plain, row), strict=True)) for row in rows]})
        return
    heads = ["file", "data set", "version", "events", "from", "to", "not cleared"]
    print_table(
        "Event files", heads, [[_cell(value) for value in row] for row in rows], numeric=["events", "not cleared"]
    )
    say("Next: statusquo data add FILE", err=True)


def _plain(value: object) -> object:
    return value if isinstance(value, str | int) else str(value)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _print(found: DisputeMonths, frame: pl.DataFrame, *, json: bool) -> None:
    import polars as pl

    if json:
        rows = frame.with_columns(pl.col("month").dt.strftime("%Y-%m")).to_dicts()
        print_json({"dispute": found.dispute, "files": list(found.files), "interval": "draws95", "months": rows})
        return
    if frame.is_empty():
        say("Your event files cover none of these months.")
        return
    shown = frame.filter(pl.col("events") > 0)
    heads = ["month", "best", "95 % of coders", "low-high", "events", "not cleared", "civilians"]
    cells = [
        [
            f"{row['month']:%Y-%m}",
            f"{row['deaths_best']:,}",
            f"{row['deaths_from']:,.0f}-{row['deaths_to']:,.0f}",
            f"{row['deaths_low']:,}-{row['deaths_high']:,}",
            f"{row['events']:,}",
            f"{row['events_not_clear']:,}",
            f"{row['deaths_civilians']:,}",
        ]
        for row in shown.iter_rows(named=True)
    ]
    if cells:
        print_table(f"Battle deaths by month: {found.dispute}", heads, cells, numeric=heads[1:])
    first, last = frame["month"][0], frame["month"][-1]
    quiet = frame.height - shown.height
    say(f"Your files cover {plural(frame.height, 'month')}, {first:%Y-%m} to {last:%Y-%m}; {quiet:,} without an event.")
    say("95 % of coders: the middle of what UCDP's coders hold possible of the events reported; low-high: UCDP's sums.")
