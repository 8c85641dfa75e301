"""Scenario files: what is set to another value, or held where it stood, in TOML.

A scenario is a title and one or more changes::

    title = "Deliveries to Azerbaijan stay at the level of 2005"

    [[change]]
    deliveries_to = "azerbaijan"
    hold_at = 2005
    until = 2019

Each change names what is changed: `covariate`, one of `changeable`; `balance`, the ratio of the revisionist's stock of
spending to the holder's; `deliveries_to`, an actor of the case with yearly figures; or `tie`, an outside state of the
case, whose ties to both sides can only be set to 0. It says how (`set` to a value, or `hold_at` a year) and when
(`from` and `until`, calendar years of the fact, both inclusive).

A table ``[game]`` holds what only the bargaining game has; it is kept here as it stands, and read by that room. With it
a file may go without changes.

Years run from 1946 to the last of the record of conflict; without `until` a change lasts to that year.

Files are untrusted: size, number of changes and years are limited, and everything wrong is reported at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from statusquo.core.errors import Problem, ScenarioError, UnknownNameError
from statusquo.core.files import read_text
from statusquo.documents.positions import Positions
from statusquo.documents.toml import parse_toml
from statusquo.risk.covariates import declared_covariates
from statusquo.snapshot.store import open_snapshot

_EXAMPLES = files("statusquo.risk") / "examples"

MAX_BYTES = 100_000
MAX_CHANGES = 50
MAX_TITLE = 200
FIRST_YEAR = 1946

Target = Literal["covariate", "balance", "deliveries_to", "tie"]
TARGETS: tuple[Target, ...] = ("covariate", "balance", "deliveries_to", "tie")
BALANCES = ("spending_ratio",)

DERIVED = (
    "military_balance",
    "spending_balance",
    "capability_balance",
    "regional_balance",
    "veto_power_lean",
    "major_power_ally_of_holder",
)
"""Covariates that follow from others: change what they follow from."""

OTHERS = (
    "parent_leader_change",
    "parent_irregular_leader_change",
    "patron_leader_change",
    "parent_democracy_change_5y",
    "parent_democracy",
    "parent_income_log",
    "parent_capability_log",
)
"""Covariates of the blocks inertia and structure that could have been different with the history as it was."""

_KEYS = (*TARGETS, "set", "hold_at", "from", "until")
GAME = "game"
_TOP = ("title", "change", GAME)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    Attributes:
        target: what kind of thing it is.
        name: the covariate, the balance, or the id of the actor.
        value: the value it is set to; None where it is held.
        hold_at: the year whose value it keeps; None where it is set.
        first_year: first calendar year in which it is different.
        last_year: last such year.
        line: where it stands in the file.
        position: place among the changes, from 0.
    """

    target: Target
    name: str
    value: float | None
    hold_at: int | None
    first_year: int
    last_year: int
    line: int | None
    position: int

    @property
    def words(self) -> str:
        """The change in words."""
        how = f"set to {self.value:g}" if self.value is not None else f"held at its value of {self.hold_at}"
        if self.target == "tie":
            how = "taken away"
        named = {"deliveries_to": f"deliveries to {self.name}", "tie": f"ties of {self.name} to both sides"}
        what = named.get(self.target, self.name)
        years = f"in {self.first_year}" if self.first_year == self.last_year else f"{self.first_year}-{self.last_year}"
        return f"{what} {how}, {years}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is different, as a file says it.

    Attributes:
        title: one line.
        changes: at least one, unless there is a table for the game.
        file: how errors call the file.
        game: what is different in the bargaining game alone, unchecked.
        game_lines: line of each key of that table.
    """

    title: str
    changes: tuple[Change, ...]
    file: str
    game: Mapping[str, Any] = field(default_factory=dict)
    game_lines: Mapping[str, int] = field(default_factory=dict)


def example_names() -> tuple[str, ...]:
    """Return the names of the scenarios that ship with the package."""
    return tuple(sorted(item.name.removesuffix(".toml") for item in _EXAMPLES.iterdir() if item.name.endswith(".toml")))


def read_scenario(path: Path) -> Scenario:
    """Return the scenario in a file, or one that ships with the package, by its name.

    Args:
        path: of a file, or a bare name without suffix such as ``even-spending``.

    Raises:
        UnknownNameError: when a bare name is no file and no scenario that ships.
        ScenarioError: when the file cannot be read or is wrong, with everything that is.
    """
    name = str(path)
    if not path.suffix and path.name == name and not path.exists():
        if name not in example_names():
            raise UnknownNameError("scenario", name, example_names())
        return scenario_from_text((_EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")
    return scenario_from_text(read_text(path, limit_bytes=MAX_BYTES, error=ScenarioError), str(path))


def scenario_from_text(text: str, file: str) -> Scenario:
    """Return the scenario in a text.

    Args:
        text: the TOML.
        file: how errors call it.

    Raises:
        ScenarioError: when it is wrong, with everything that is.
    """
    data = parse_toml(text, file, error=ScenarioError)
    positions, last_of_data = Positions(text), open_snapshot().last_year
    problems = [
        Problem(what, file, positions.line(path) or 1, _field(path), found, allowed)
        for path, what, found, allowed in _faults(data, last_of_data)
    ]
    if problems:
        raise ScenarioError(sorted(problems, key=lambda problem: problem.line or 1))
    changes = tuple(
        _change(table, last_of_data, positions.line(("change", number)), number)
        for number, table in enumerate(data.get("change", ()))
    )
    game = data.get(GAME, {})
    lines = {key: positions.line((GAME, key)) or 1 for key in game}
    return Scenario(str(data["title"]), changes, file, game, lines)


_Path = tuple[str | int, ...]
_Fault = tuple[_Path, str, str | None, str | None]


def _faults(data: dict[str, Any], last_of_data: int) -> Iterator[_Fault]:
    for key in data:
        if key not in _TOP:
            yield (key,), "unknown key", repr(key), ", ".join(_TOP)
    title = data.get("title")
    if not isinstance(title, str) or not 0 < len(title) <= MAX_TITLE:
        yield ("title",), "a scenario needs a title", _show(title), f"a text of 1 to {MAX_TITLE} characters"
    game = data.get(GAME, {})
    if not isinstance(game, dict) or (GAME in data and not game):
        yield (GAME,), "the game's part is a table with keys", _show(game), "[game]"
    changes = data.get("change", [] if game else None)
    if changes == [] and game and "change" not in data:
        return
    if not isinstance(changes, list) or not 0 < len(changes) <= MAX_CHANGES:
        found = f"{len(changes)} changes" if isinstance(changes, list) else _show(changes)
        yield ("change",), "a scenario needs changes", found, f"1 to {MAX_CHANGES} tables [[change]]"
        return
    for number, table in enumerate(changes):
        if not isinstance(table, dict):
            yield ("change", number), "a change is a table", _show(table), "[[change]]"
            continue
        for path, what, wrong, allowed in _faults_of_change(table, last_of_data):
            yield ("change", number, *path), what, wrong, allowed


def _faults_of_change(table: dict[str, Any], last_of_data: int) -> Iterator[_Fault]:
    for key in table:
        if key not in _KEYS:
            yield (key,), "unknown key", repr(key), ", ".join(_KEYS)
    targets = [key for key in TARGETS if key in table]
    if len(targets) != 1:
        yield (), "a change names one thing", ", ".join(targets) or "nothing", f"one of {', '.join(TARGETS)}"
    elif not isinstance(table[targets[0]], str):
        yield (targets[0],), "the name is no text", _show(table[targets[0]]), "a text"
    elif targets[0] == "covariate" and table["covariate"] not in changeable():
        yield ("covariate",), _why_not(table["covariate"]), repr(table["covariate"]), ", ".join(changeable())
    elif targets[0] == "balance" and table["balance"] not in BALANCES:
        yield ("balance",), "unknown balance", repr(table["balance"]), ", ".join(BALANCES)
    ways = [key for key in ("set", "hold_at") if key in table]
    if len(ways) != 1:
        yield (), "a change is either set or held", ", ".join(ways) or "neither", "one of set, hold_at"
    if "set" in table and (not _is_number(table["set"]) or not math.isfinite(table["set"])):
        yield ("set",), "the value is no number", _show(table["set"]), "a finite number"
    elif table.get("balance") in BALANCES and _is_number(table.get("set")) and table["set"] <= 0:
        yield ("set",), "a ratio is above 0", _show(table["set"]), "a number above 0, 1 for even"
    elif "tie" in table and len(ways) == 1 and table.get("set") != 0:
        yield (ways[0],), "a tie can be taken away and not be given a strength", _show(table[ways[0]]), "set = 0"
    years = [key for key in ("hold_at", "from", "until") if key in table]
    wrong = [key for key in years if not _is_year(table[key], last_of_data)]
    for key in wrong:
        yield (key,), "the year is outside the data", _show(table[key]), f"{FIRST_YEAR} to {last_of_data}"
    if not wrong:
        first, last = _years(table, last_of_data)
        if first > last:
            yield ("until",), "the change ends before it begins", f"{first} to {last}", "from no later than until"


def changeable() -> tuple[str, ...]:
    """Return the covariates that a scenario may change: none derived from others, none that is history."""
    return tuple(
        covariate.name
        for covariate in declared_covariates()
        if not covariate.name.startswith(DERIVED)
        and (covariate.block in ("military", "regional") or covariate.name in OTHERS)
    )


def _why_not(name: str) -> str:
    return (
        "it follows from other covariates; change these"
        if name.startswith(DERIVED)
        else ("no covariate of the risk model has this name")
    )


def _change(table: dict[str, Any], last_of_data: int, line: int | None, position: int) -> Change:
    (target,) = (key for key in TARGETS if key in table)
    first, last = _years(table, last_of_data)
    value = float(table["set"]) if "set" in table else None
    return Change(target, str(table[target]), value, table.get("hold_at"), first, last, line, position)


def _years(table: dict[str, Any], last_of_data: int) -> tuple[int, int]:
    first = table.get("from", table.get("hold_at", FIRST_YEAR - 1) + 1)
    return first, table.get("until", last_of_data)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_year(value: Any, last_of_data: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= last_of_data


def _field(path: _Path) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _show(value: Any) -> str:
    return "nothing" if value is None else repr(value)[:60]
