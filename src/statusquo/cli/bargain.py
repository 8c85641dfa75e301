"""`statusquo bargain`: what the calibrated bargaining game of a dispute says, with and without a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.cases import DisputeArgument
from statusquo.cli.output import JsonFlag, print_json, print_table, progress, say
from statusquo.core.errors import InputError, Problem
from statusquo.core.wording import cells

if TYPE_CHECKING:
    from statusquo.bargaining.calibrated import Reading
    from statusquo.bargaining.solved_afresh import SolvedAfresh
    from statusquo.cases.model import Case
    from statusquo.core.estimates import Series


HEADS = {
    "control": "holds, median",
    "share offered in talks": "offers, median",
    "war in the year": "wars a year open, mean",
    "war by the end of the year": "war so far, mean",
    "settlement by the end of the year": "settled, mean",
}
"""How a table heads each quantity, with what stands in the middle: a chance is a mean over games."""

HEADS_ALONG = {**HEADS, "war in the year": "war in year, quiet, mean"}
"""Along the measured balance the dispute is taken to be quiet, and no shock to be in force."""


def bargain(
    id: DisputeArgument,
    solve: Annotated[
        bool, typer.Option("--solve", help="Solve the calibrated games anew (minutes) instead of reading the artefact.")
    ] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="With --solve: a parameter of the game, set in every draw."),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="ID_OR_FILE", help="A bundled scenario, or with --solve a scenario file."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", min=1, help="With --solve: how many of the calibrated draws.")] = 40,
    json: JsonFlag = False,
) -> None:
    """Print what the calibrated game of a dispute says: control, chance of war and offers by year."""
    from statusquo.cases.load import load_case

    if not solve and settings:
        raise InputError(
            Problem("a parameter is set only where the games are solved", field="--set", allowed="--solve")
        )
    case = load_case(id)
    if solve:
        _solve(case, _parsed(settings or []), scenario, draws, as_json=json)
        return
    from statusquo.bargaining.calibrated import AS_IT_WAS, reading_of
    from statusquo.core.errors import UnknownNameError

    reading = reading_of(case.id)
    chosen = scenario or AS_IT_WAS
    if chosen not in reading.scenarios:
        raise UnknownNameError("scenario", chosen, reading.scenarios, hint="a file needs --solve")
    if json:
        print_json({"id": case.id, **reading.to_json()})
        return
    _print(case, reading, chosen)


def _parsed(texts: list[str]) -> dict[str, float]:
    """Return ``NAME=VALUE`` texts as numbers by name.

    Raises:
        InputError: when a text is no such pair, or its value no number.
        UnknownNameError: when the game has no parameter of this name.
    """
    from statusquo.bargaining.game_scenario import settable
    from statusquo.core.errors import UnknownNameError
    from statusquo.documents.csv_table import number

    found = {}
    for text in texts:
        name, _, value = text.partition("=")
        if (setting := number(value)) is None:
            raise InputError(
                Problem("a setting is a name and a number", field="--set", found=repr(text), allowed="NAME=VALUE")
            )
        if name not in settable():
            raise UnknownNameError("parameter", name, settable())
        found[name] = setting
    return found


def _solve(case: Any, settings: dict[str, float], scenario: str | None, draws: int, *, as_json: bool) -> None:
    from statusquo.bargaining.solved_afresh import solve_afresh
    from statusquo.snapshot.store import open_snapshot

    with progress("games", "game", smoothing=0) as show:
        result = solve_afresh(case, open_snapshot(), settings, scenario, draws=draws, progress=show)
    if as_json:
        print_json({"id": case.id, **result.to_json()})
        return
    _print_solved(case.title, result)


def _print(case: Case, reading: Reading, scenario: str) -> None:
    from statusquo.bargaining.calibrated import ALONG_RECORD, AS_IT_WAS, NOTE
    from statusquo.bargaining.fan_names import CONTROL, OFFER, SETTLED_BY, WAR_BY, WAR_IN_YEAR
    from statusquo.bargaining.one_year import one_year_words
    from statusquo.core.wording import sentence
    from statusquo.risk.path import war_risk_series
    from statusquo.snapshot.store import open_snapshot

    told = reading.scenarios[scenario]
    say(f"{case.title}: calibrated to {reading.cutoff}. {told['title']}.")
    for words in told["words"]:
        say(f"  {words}")
    for words in told["not_reached"]:
        say(f"  not in the game: {words}")
    names = (CONTROL, OFFER, WAR_IN_YEAR, WAR_BY, SETTLED_BY)
    _print_series(
        [reading.series(name, scenario=scenario) for name in names], names, f"Run on from {reading.cutoff + 1}"
    )
    if scenario == AS_IT_WAS:
        told_along = (OFFER, WAR_IN_YEAR)
        along = [reading.series(name, basis=ALONG_RECORD) for name in told_along]
        title_along = "Along the balance as it was measured, were the dispute quiet and no shock in force"
        _print_series(along, told_along, title_along, HEADS_ALONG)
        say(sentence(one_year_words(reading, war_risk_series(case, open_snapshot()))))
    _print_known(reading)
    say(NOTE, err=True)


def _print_known(reading: Reading) -> None:
    rows = [
        [
            known.parameter.replace("_", " "),
            *cells(known.prior, ".3g"),
            *cells(known.others, ".3g"),
            *cells(known.record, ".3g"),
            "yes" if known.is_moved else "no",
        ]
        for known in reading.known
        if known.is_range or known.parameter.startswith("balance")
    ]
    heads = ["parameter", "range", "95 %", "other disputes", "95 % ", "record", " 95 %", "moved by record"]
    print_table("What is known of each parameter", heads, rows, numeric=["range", "other disputes", "record"])
    of = reading.diagnostics
    say(
        f"{of['solved']:,} of {of['draws']:,} games solved; worth {of['effective_given_others']:.0f} equally weighted "
        f"draws given other disputes and {of['effective_given_record']:.0f} given the record.",
        err=True,
    )


def _print_solved(title: str, result: SolvedAfresh) -> None:
    from statusquo.bargaining.fan_names import CONTROL, OFFER, SETTLED_BY, WAR_BY, WAR_IN_YEAR

    say(f"{title}: {result.title}")
    for words in result.words:
        say(f"  {words}")
    names = (CONTROL, OFFER, WAR_IN_YEAR, WAR_BY, SETTLED_BY)
    _print_series([result.series[name] for name in names], names, f"Run on from {result.first_year}")
    say(
        f"{result.n_solved} games solved, {result.left_out} without a certified solution; largest certified gain from "
        f"departing: {result.largest_gain:.1g} of the prize.",
        err=True,
    )


def _print_series(
    all_series: list[Series], names: tuple[str, ...], title: str, heads_of: Mapping[str, str] = HEADS
) -> None:
    years = [point.year for point in all_series[0].points]
    rows = [[str(year), *(cell for series in all_series for cell in cells(series.at(year), ".1%"))] for year in years]
    heads = ["year"]
    for place, name in enumerate(names):
        heads += [heads_of[name], "95 %" + " " * place]
    print_table(title, heads, rows, numeric=["year", *heads_of.values()])
