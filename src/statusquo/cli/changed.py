"""`statusquo changed`: what is new since the last run, a release or a date."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.output import JsonFlag, print_json

if TYPE_CHECKING:
    from statusquo.changes.told import Told
    from statusquo.snapshot.store import Snapshot


def changed(
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="RELEASE or DATE",
            help="A version (0.1.0), a data set with its version ('ucdp-prio-acd 25.1') or a date (2026-11-30); "
            "by default the last run of this command.",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every change, not the largest alone.")] = False,
    json: JsonFlag = False,
) -> None:
    """Say what is new: data, where disputes stand, risks, verdicts, forecasts, and cases not looked at for a year.

    What is told now is kept, so that the next run can compare with it; a run with --since keeps nothing.
    """
    from statusquo.changes.last_run import read_last_run, write_last_run
    from statusquo.changes.news import news
    from statusquo.changes.since import earlier_telling
    from statusquo.cli.news_lines import news_lines
    from statusquo.snapshot.store import open_snapshot

    last = read_last_run()
    earlier = earlier_telling(since, last.told, datetime.now(UTC).date())
    snapshot = open_snapshot()
    now = _told_now(snapshot)
    found = news(earlier, now, snapshot)
    if json:
        print_json(found.to_json())
    else:
        for line in news_lines(found, everything=everything):
            typer.echo(line)
    if last.problem is not None:
        typer.echo(f"What the last run told is lost: {last.problem}.", err=True)
    if since is None and now.why_no_risks is None:
        write_last_run(now)


def _told_now(snapshot: Snapshot) -> Told:
    from tqdm import tqdm

    from statusquo.changes.told import tell

    with tqdm(desc="what is told now", unit="step", disable=None, leave=False, delay=2) as bar:

        def show(done: int, total: int, what: str) -> None:
            bar.total = total
            bar.set_postfix_str(what, refresh=False)
            bar.update(done - bar.n)

        return tell(snapshot, progress=show)
