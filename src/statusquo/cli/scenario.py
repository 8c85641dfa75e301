"""`statusquo scenario`: the risk of one dispute with and without the changes that a file describes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.cases import DisputeArgument
from statusquo.cli.files import file_commands
from statusquo.cli.output import JsonFlag, print_json, print_table, say
from statusquo.core.wording import cells, plural

if TYPE_CHECKING:
    from statusquo.core.estimates import Estimate
    from statusquo.risk.events import Event
    from statusquo.risk.scenario import Contrast
    from statusquo.risk.scenario_file import ScenarioTables


def _row(name: str, found: ScenarioTables) -> Mapping[str, object]:
    return {"id": name, "title": found.title, "changes": len(found.change), "game": found.game is not None}


def _words(found: ScenarioTables) -> str:
    game = ", and what is different in the game" if found.game else ""
    return f"{found.title}: {plural(len(found.change), 'change')}{game}"


def _check(file: Path) -> str:
    from statusquo.bargaining.game_scenario import game_scenario
    from statusquo.risk.scenario_file import SCENARIOS, scenario_from_text

    text = SCENARIOS.text(file)
    found = scenario_from_text(text, str(file))
    if found.game:
        game_scenario(found)
    return _words(SCENARIOS.from_text(text, str(file)))


files = file_commands("scenario", "scenarios", _row, _words, check=_check)


def scenario(
    id: DisputeArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A scenario: a TOML file that says what is different, or the name of one that ships."
        ),
    ],
    json: JsonFlag = False,
) -> None:
    """Print the risk of a dispute as it was and as a scenario has it: a model-based contrast."""
    from statusquo.cases.load import load_case
    from statusquo.risk.scenario import NOTE, run_scenario
    from statusquo.risk.scenario_file import read_scenario
    from statusquo.snapshot.store import open_snapshot

    case = load_case(id)
    result = run_scenario(case, read_scenario(file), open_snapshot())
    if json:
        print_json({"id": case.id, **result.to_json()})
        return
    say(f"{case.title}: {result.scenario.title}")
    for change in result.scenario.changes:
        say(f"  {change.words}")
    for event, contrast in result.contrasts.items():
        _print_contrast(event, contrast)
    say(result.data.note)
    moved = ", ".join(f"{name} {shift:+.1f}" for name, shift in result.moved.items())
    say(f"Moved, in standard deviations of the data at most: {moved or 'nothing'}.", err=True)
    say(NOTE, err=True)


def _print_contrast(event: Event, contrast: Contrast) -> None:
    paths = (contrast.factual, contrast.counterfactual, contrast.difference)
    rows = [
        [str(point.year), *(cell for path in paths for cell in _cells(path.at(point.year)))]
        for point in contrast.factual.points
    ]
    rows.append(["all years", *(cell for estimate in contrast.over_years for cell in _cells(estimate))])
    heads = ["year", "factual", "95 %", "scenario", "95 %", "difference", "95 %"]
    what = "renewed fighting" if event == "recurrence" else "war"
    print_table(f"Risk of {what}", heads, rows, numeric=["year", "factual", "scenario", "difference"])


def _cells(estimate: Estimate) -> tuple[str, str]:
    sign = "+" if estimate.unit == "difference of probabilities" else ""
    return cells(estimate, f"{sign}.1%")
