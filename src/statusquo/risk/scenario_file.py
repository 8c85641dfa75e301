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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from statusquo.core.errors import ScenarioError
from statusquo.core.files import kind_of
from statusquo.documents.bundle import Bundle
from statusquo.documents.faults import Fault, show
from statusquo.documents.positions import Positions
from statusquo.documents.template import unfilled
from statusquo.documents.values import Line, Number, Strict, Whole
from statusquo.risk.covariates import declared_covariates
from statusquo.snapshot.store import open_snapshot

MAX_BYTES = 100_000
MAX_CHANGES = 50
MAX_TITLE = 200
FIRST_YEAR = 1946

Target = Literal["covariate", "balance", "deliveries_to", "tie"]
TARGETS: tuple[Target, ...] = ("covariate", "balance", "deliveries_to", "tie")

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

GAME = "game"


class ChangeTable(Strict):
    """A table ``[[change]]`` as its file has it."""

    covariate: Line | None = Field(default=None, description="a covariate of the risk model that can be changed")
    balance: Literal["spending_ratio"] | None = Field(
        default=None, description="the ratio of the revisionist's stock of spending to the holder's"
    )
    deliveries_to: Line | None = Field(default=None, description="id of an actor of the case with yearly deliveries")
    tie: Line | None = Field(default=None, description="id of an outside state, whose ties can only be set to 0")
    set: Number | None = Field(default=None, description="the value it is set to")
    hold_at: Whole | None = Field(default=None, description="the year whose value it keeps")
    first: Whole | None = Field(default=None, alias="from", description="first calendar year in which it is different")
    until: Whole | None = Field(default=None, description="last such year")


class ScenarioTables(Strict):
    """A scenario file as it stands."""

    title: Annotated[Line, Field(max_length=MAX_TITLE)] = Field(description="one line")
    change: tuple[ChangeTable, ...] = Field(default=(), max_length=MAX_CHANGES, description="what is different")
    game: dict[str, Any] | None = Field(default=None, description="what only the bargaining game has")


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


def read_scenario(path: Path) -> Scenario:
    """Return the scenario in a file, or one that ships with the package, by its name.

    Args:
        path: of a file, or a bare name without suffix such as ``even-spending``.

    Raises:
        UnknownNameError: when a bare name is no file and no scenario that ships.
        ScenarioError: when the file cannot be read or is wrong, with everything that is.
    """
    name = str(path)
    if not path.suffix and path.name == name and kind_of(path) is None:
        if name not in SCENARIOS.names():
            raise SCENARIOS.unknown(name)
        return scenario_from_text(SCENARIOS.shipped_text(name), f"{name}.toml")
    return scenario_from_text(SCENARIOS.text(path), str(path))


def scenario_from_text(text: str, file: str) -> Scenario:
    """Return the scenario in a text.

    Args:
        text: the TOML.
        file: how errors call it.

    Raises:
        ScenarioError: when it is wrong, with everything that is.
    """
    tables, last_of_data = SCENARIOS.from_text(text, file), open_snapshot().last_year
    positions, game = Positions(text), tables.game or {}
    changes = tuple(
        _change(table, last_of_data, positions.line(("change", number)), number)
        for number, table in enumerate(tables.change)
    )
    lines = {key: positions.line((GAME, key)) or 1 for key in game}
    return Scenario(tables.title, changes, file, game, lines)


def _faults(scenario: ScenarioTables) -> Iterator[Fault]:
    if scenario.game == {}:
        yield Fault((GAME,), "the game's part is a table with keys", "none", "[game]")
    if not scenario.change and not scenario.game:
        yield Fault(("change",), "a scenario needs changes", "none", f"1 to {MAX_CHANGES} tables [[change]]")
    last_of_data = open_snapshot().last_year
    for number, table in enumerate(scenario.change):
        for fault in _faults_of_change(table, last_of_data):
            yield replace(fault, path=("change", number, *fault.path))


def _faults_of_change(table: ChangeTable, last_of_data: int) -> Iterator[Fault]:
    targets = [key for key in TARGETS if getattr(table, key) is not None]
    if len(targets) != 1:
        yield Fault((), "a change names one thing", ", ".join(targets) or "nothing", f"one of {', '.join(TARGETS)}")
    elif table.covariate is not None and table.covariate not in changeable():
        found = show(table.covariate)
        yield Fault(("covariate",), _why_not(table.covariate), found, ", ".join(changeable()))
    ways = [key for key in ("set", "hold_at") if getattr(table, key) is not None]
    if len(ways) != 1:
        yield Fault((), "a change is either set or held", ", ".join(ways) or "neither", "one of set, hold_at")
    years = {"hold_at": table.hold_at, "from": table.first, "until": table.until}
    wrong = {key: year for key, year in years.items() if year is not None and not _is_year(year, last_of_data)}
    for key, year in wrong.items():
        yield Fault((key,), "the year is outside the data", show(year), f"{FIRST_YEAR} to {last_of_data}")
    if not wrong:
        first, last = _years(table, last_of_data)
        if first > last:
            what = "the change ends before it begins"
            yield Fault(("until",), what, f"{first} to {last}", "from no later than until")
    if table.tie is not None and len(ways) == 1 and table.set != 0:
        what = "a tie can be taken away and not be given a strength"
        yield Fault((ways[0],), what, show(getattr(table, ways[0])), "set = 0")
    elif table.balance is not None and table.set is not None and table.set <= 0:
        yield Fault(("set",), "a ratio is above 0", show(table.set), "a number above 0, 1 for even")


SCENARIOS = Bundle(
    "scenario",
    ScenarioTables,
    ScenarioError,
    package="statusquo.risk",
    folder=("examples",),
    checks=(_faults, unfilled),
    max_bytes=MAX_BYTES,
    template="scenario_template.toml",
)


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


def _change(table: ChangeTable, last_of_data: int, line: int | None, position: int) -> Change:
    (target,) = (key for key in TARGETS if getattr(table, key) is not None)
    first, last = _years(table, last_of_data)
    return Change(target, getattr(table, target), table.set, table.hold_at, first, last, line, position)


def _years(table: ChangeTable, last_of_data: int) -> tuple[int, int]:
    earliest = FIRST_YEAR if table.hold_at is None else table.hold_at + 1
    return earliest if table.first is None else table.first, last_of_data if table.until is None else table.until


def _is_year(value: Any, last_of_data: int) -> bool:
    return isinstance(value, int) and FIRST_YEAR <= value <= last_of_data
