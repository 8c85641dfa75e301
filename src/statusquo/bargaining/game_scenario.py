"""What a scenario file means for the bargaining game.

A change of deliveries or of the ratio of spending moves the military balance that the game starts from and expects; the
table ``[game]`` holds what only the game has::

    [game]
    without = ["turkey"]          # outside states on which no side can count
    shocks = false                # no shock arrives
    cross_pressure = 0.0          # any parameter of the game, by name

A change of a covariate of the risk model has no counterpart in the game, and the result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from statusquo.bargaining.ranges import RANGE_OF
from statusquo.core.errors import Problem, ScenarioError, UnknownNameError
from statusquo.risk.scenario_file import Change, Scenario, read_scenario

WITHOUT, SHOCKS = "without", "shocks"
FOUND_FROM_DATA = ("balance_drift", "balance_noise")
"""Parameters that the series of the balance give, which a scenario moves by changing the balance."""


@dataclass(frozen=True, slots=True)
class GameScenario:
    """What is different in the game.

    Attributes:
        id: name of the bundled file; empty for a user's own.
        title: one line.
        changes: what moves the military balance.
        settings: parameters set to a value.
        without: outside states left out of the regional balance.
        has_shocks: whether shocks arrive.
        not_reached: changes that the game has no counterpart for, in words.
    """

    id: str
    title: str
    changes: tuple[Change, ...] = ()
    settings: Mapping[str, float] | None = None
    without: tuple[str, ...] = ()
    has_shocks: bool = True
    not_reached: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What is different, in words."""
        set_to = (f"{name.replace('_', ' ')} set to {value:g}" for name, value in (self.settings or {}).items())
        left_out = (f"no side can count on {name}" for name in self.without)
        shocks = () if self.has_shocks else ("no shock arrives",)
        return (*(change.words for change in self.changes), *left_out, *set_to, *shocks)


AS_IT_WAS = GameScenario("as-it-was", "As it was")


def game_scenario(scenario: Scenario, id: str = "") -> GameScenario:
    """Return what a scenario means for the game.

    Args:
        scenario: as its file says it.
        id: name of the bundled file.

    Raises:
        ScenarioError: when the table ``[game]`` is wrong, or nothing in the file reaches the game.
    """
    game = scenario.game
    problems = [
        Problem(what, scenario.file, scenario.game_lines.get(key), f"game.{key}", _show(found), allowed)
        for key, what, found, allowed in _faults(game)
    ]
    reached = tuple(change for change in scenario.changes if change.target != "covariate")
    if not problems and not reached and not game:
        problems = [
            Problem(
                "nothing in the scenario reaches the game",
                scenario.file,
                scenario.changes[0].line,
                found=", ".join(change.name for change in scenario.changes),
                allowed="deliveries_to, balance, or a table [game]",
            )
        ]
    if problems:
        raise ScenarioError(problems)
    return GameScenario(
        id,
        scenario.title,
        reached,
        {name: float(value) for name, value in game.items() if name in RANGE_OF},
        tuple(game.get(WITHOUT, ())),
        bool(game.get(SHOCKS, True)),
        tuple(change.words for change in scenario.changes if change.target == "covariate"),
    )


def settable() -> tuple[str, ...]:
    """Return the parameters of the game that may be set to a value."""
    return tuple(name for name in RANGE_OF if name not in FOUND_FROM_DATA)


@cache
def bundled_scenarios() -> tuple[str, ...]:
    """Return the ids of the scenario files shipped with the package."""
    folder = files("statusquo.bargaining") / "scenarios"
    return tuple(sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")))


@cache
def bundled_scenario(id: str) -> GameScenario:
    """Return a scenario that ships with the package.

    Raises:
        UnknownNameError: when there is none of this name.
    """
    if id not in bundled_scenarios():
        raise UnknownNameError("scenario", id, bundled_scenarios())
    with as_file(files("statusquo.bargaining") / "scenarios" / f"{id}.toml") as path:
        return game_scenario(read_scenario(path), id)


_Fault = tuple[str, str, Any, str]


def _faults(game: Mapping[str, Any]) -> Iterator[_Fault]:
    names = settable()
    for key, value in game.items():
        if key == WITHOUT:
            if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
                yield key, "states are named in a list", value, '["turkey"]'
        elif key == SHOCKS:
            if not isinstance(value, bool):
                yield key, "shocks either arrive or do not", value, "true or false"
        elif key in FOUND_FROM_DATA:
            yield key, "it follows from the balance; change this", value, "deliveries_to or balance in a [[change]]"
        elif key not in names:
            yield key, "the game has no such key", key, ", ".join((WITHOUT, SHOCKS, *names))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not RANGE_OF[key].allows(float(value)):
            yield key, "the value is out of range", value, RANGE_OF[key].text


def _show(value: Any) -> str:
    return repr(value)[:60]
