"""`statusquo forecast`: the risks published before their year was known, and how they did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.groups import new_group
from statusquo.cli.output import JsonFlag, print_json, print_table, progress, say
from statusquo.core.wording import chance, per_cent, spans

if TYPE_CHECKING:
    from statusquo.forecasts.record import Forecast
    from statusquo.forecasts.scoring import Told

app = new_group("Show published forecasts, publish the coming years', and score them once their year is known.")

YearArgument = Annotated[int, typer.Argument(metavar="YEAR", help="The year told of.")]

_SHOWN_OF_A_HASH = 8


@app.command("list")
def list_forecasts(json: JsonFlag = False) -> None:
    """List the published forecasts: those of the package, then your own."""
    from statusquo.forecasts.as_json import forecasts_json
    from statusquo.forecasts.ledger import published_forecasts

    found = published_forecasts()
    for forecast in found:
        forecast.check()
    if json:
        print_json(forecasts_json(found))
        return
    print_table(
        "Published forecasts",
        ["forecast", "years", "published", "data to", "rows", "sha256"],
        [_row(forecast) for forecast in found],
        numeric=["rows"],
    )
    say("Each file still has the sha256 with which it was published.", err=True)


@app.command("show")
def show_forecast(
    year: YearArgument,
    forecast: Annotated[
        str | None, typer.Option("--forecast", metavar="NAME", help="Only this forecast; by default those of models.")
    ] = None,
    event: Annotated[
        str | None, typer.Option("--event", help="The event; by default the first that is told of the year.")
    ] = None,
    risk_set: Annotated[str, typer.Option("--set", help="The disputes: secession or broad.")] = "secession",
    json: JsonFlag = False,
) -> None:
    """Show what was told of a year, ranked, as it was published."""
    from statusquo.cases.titles import titles
    from statusquo.forecasts.as_json import told_json
    from statusquo.forecasts.ledger import published_forecasts
    from statusquo.forecasts.scoring import forecasts_of, told_of
    from statusquo.snapshot.store import open_snapshot

    found = forecasts_of(year, published_forecasts())
    if forecast is not None:
        found = (_named(forecast, found),)
    every = list(told_of(year, found))
    names = titles(open_snapshot())
    if json:
        print_json(told_json(year, every, names))
        return
    first = _chosen(every, risk_set, event)
    chosen = [each for each in every if (each.risk_set, each.event) == (risk_set, event or first)]
    for each in chosen:
        if forecast is not None or each.role == "model":
            _print_told(each, names)


@app.command("publish")
def publish_forecast(
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Folder to publish in; by default your own.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call it; by default after its years.")] = None,
    note: Annotated[str, typer.Option("--note", help="What a reader must be told of it.")] = "",
    commit: Annotated[str, typer.Option("--commit", help="The commit of the source that made it.")] = "",
    json: JsonFlag = False,
) -> None:
    """Publish the risks of the coming year and the year after it, once and for all.

    What was published of a year is never published again and never changed.
    """
    from statusquo.forecasts.publish import publish
    from statusquo.snapshot.store import open_snapshot

    with progress("baselines", "fit") as show:
        made = publish(open_snapshot(), show, folder=into, name=name, note=note, commit=commit)
    if json:
        print_json(made.to_json())
        return
    years = " and ".join(map(str, made.entry.years))
    say(f"{made.entry.name}: {made.entry.rows:,} risks of {years}, in {made.path}")
    say(f"sha256 {made.entry.sha256}")


@app.command("score")
def score_forecasts(
    year: YearArgument,
    common: Annotated[
        bool, typer.Option("--common", help="Score only disputes that every forecast told, to compare forecasts.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Score the forecasts of a year beside the base rate: what came, at which rank, and how sure that is."""
    from statusquo.forecasts.as_json import scores_json
    from statusquo.forecasts.scoring import score_year
    from statusquo.snapshot.store import open_snapshot

    found = score_year(year, open_snapshot(), on_common=common)
    if json:
        print_json(scores_json(found))
        return
    from statusquo.cli.forecast_scores import print_scores

    print_scores(found)


def _row(forecast: Forecast) -> list[str]:
    entry = forecast.entry
    name = entry.name if forecast.is_shipped else f"{entry.name} (your own)"
    years, rows = spans(entry.years), f"{entry.rows:,}"
    return [name, years, entry.published.isoformat(), str(entry.known_to), rows, entry.sha256[:_SHOWN_OF_A_HASH]]


def _named(name: str, found: tuple[Forecast, ...]) -> Forecast:
    from statusquo.core.errors import UnknownNameError

    by_name = {each.entry.name: each for each in found}
    if name not in by_name:
        raise UnknownNameError("forecast of this year", name, by_name)
    return by_name[name]


def _chosen(every: list[Told], risk_set: str, event: str | None) -> str:
    """Return the event to show: the one asked for, else the first that is told."""
    from statusquo.core.errors import UnknownNameError

    sets = dict.fromkeys(each.risk_set for each in every)
    if risk_set not in sets:
        raise UnknownNameError("set of disputes", risk_set, sets)
    events = list(dict.fromkeys(each.event for each in every if each.risk_set == risk_set))
    if event is not None and event not in events:
        raise UnknownNameError("event told of this year", event, events)
    return event or events[0]


def _print_told(each: Told, names: Mapping[int, str]) -> None:
    from statusquo.cases.titles import title_of

    entry = each.forecast.entry
    rows = [
        [
            f"{row['rank']:g}",
            title_of(row["conflict_id_ucdp"], names),
            f"{chance(row['risk'])} ({per_cent(row['low'])} to {per_cent(row['high'])})",
        ]
        for row in each.ranked().to_dicts()
    ]
    title = f"{each.event.capitalize()}, {each.year}, {each.risk_set}: told by {each.model} ({entry.name})"
    print_table(title, ["", "dispute", "risk (95 %)"], rows, numeric=["", "risk (95 %)"])
    releases = ", ".join(f"{source} {version}" for source, version in entry.releases.items())
    for line in (
        f"{entry.timing(each.year)[0].upper()}{entry.timing(each.year)[1:]}; made by {entry.made_by}, {entry.commit}.",
        f"Model: {entry.model(each.model).written}.",
        f"Data: {releases}.",
        f"sha256 {entry.sha256}",
        entry.note,
    ):
        if line:
            say(line, err=True)
