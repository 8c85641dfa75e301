"""`statusquo changed`: what is new since the last run, a release or a date."""

from __future__ import annotations

from typing import Annotated

import typer

from statusquo.cli.output import JsonFlag, print_json, progress, say


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
    """Say what is new: data, where disputes stand, risks, verdicts, forecasts, what to watch, cases long not looked at.

    What is told now is kept, so that the next run can compare with it; a run with --since keeps nothing.
    """
    from statusquo.changes.last_run import read_last_run, write_last_run
    from statusquo.changes.news import whats_new
    from statusquo.cli.news_lines import news_lines

    problem = read_last_run().problem
    with progress("what is told now", "step", leave=False, delay=2) as show:
        found = whats_new(since, show)
    if json:
        print_json(found.to_json())
    else:
        for line in news_lines(found, everything=everything):
            say(line)
    if problem is not None:
        say(f"What the last run told is lost: {problem}.", err=True)
    if since is None and found.now.why_no_risks is None:
        write_last_run(found.now)
