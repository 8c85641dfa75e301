"""Status Quo: attempts at secession and the frozen conflicts they leave, explained and tracked.

A notebook needs few functions::

    import statusquo as sq

    sq.cases()                                # the disputes known
    case = sq.load_case("nagorno-karabakh")   # one of them, as data
    sq.dossier(case, "karabakh.html")         # the report on it
    sq.structure(case)["enclave_index"]       # a factor, with its place among all disputes
    sq.balances(case).military.main           # a yearly series with its interval
    sq.risk(case).risk["war"]                 # the yearly risk of war, each year from what was known before
    sq.bargain(case).series("control")        # what the calibrated bargaining game says, with its interval
    sq.compare()                              # conditions that go with separation, across cases
    sq.world("world.html")                    # all open disputes on a map, by their risk of war
    sq.claims(case)["A2"].verdict             # a claim of an explanation, judged by the data
    sq.claim_test(case, "babayev-2021", "trend", measure="CINC")  # one number behind a verdict
    sq.settlement(case).widenings             # who would accept which settlement, and what would widen the zone
    sq.forecast_scores(2025).scores           # what we told of a year, beside what came
    sq.changed().moved                        # what is new since the last run: risks, verdicts, where disputes stand
    sq.data_diff("old.csv", "new.csv")        # what a release of a data set changed
    sq.table("episodes")                      # a table of the snapshot in use
    sq.use_snapshot("embedded")               # the package's own data, where a user has built newer ones

Everything the command line does is one call away in the rooms below; see `statusquo.cases`, `statusquo.snapshot` and
`statusquo.dossier`. Importing this package is cheap: each function imports its room when called.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from statusquo.version import __version__

if TYPE_CHECKING:
    import polars as pl

    from statusquo.balances.inertia import Inertia
    from statusquo.balances.military import MilitaryBalance
    from statusquo.balances.regional import RegionalBalance
    from statusquo.bargaining.calibrated import Reading
    from statusquo.bargaining.solved_afresh import SolvedAfresh
    from statusquo.cases.listing import CaseListing
    from statusquo.cases.model import Case
    from statusquo.changes.comparison import Comparison
    from statusquo.changes.news import News
    from statusquo.comparison.bundled import BundledComparison
    from statusquo.comparison.configurations import Configurations
    from statusquo.explanations.ledger import Ledger
    from statusquo.explanations.model import Explanation
    from statusquo.explanations.results import Result
    from statusquo.forecasts.record import Forecast
    from statusquo.forecasts.scoring import YearScores
    from statusquo.risk.path import RiskPath
    from statusquo.risk.scenario import ScenarioResult
    from statusquo.settlement.report import Settlement
    from statusquo.structure.factors import Factor

__all__ = [
    "__version__",
    "balances",
    "bargain",
    "cases",
    "changed",
    "claim_test",
    "claims",
    "compare",
    "data_diff",
    "dossier",
    "forecast_scores",
    "load_case",
    "published_forecasts",
    "risk",
    "scenario",
    "settlement",
    "structure",
    "table",
    "use_snapshot",
    "world",
]


def cases() -> list[CaseListing]:
    """Return the disputes known: the bundled cases, then every UCDP territorial conflict."""
    from statusquo.cases.load import list_cases

    return list_cases()


def load_case(id: str | Path) -> Case:
    """Return one dispute as data.

    Args:
        id: a bundled case (``nagorno-karabakh``), a UCDP conflict (``ucdp-388``), or the path of a case file.

    Raises:
        UnknownNameError: when no dispute has this id.
        CaseError: when the case file is wrong; the error lists everything that is.
    """
    from statusquo.cases.load import load_case as load

    return load(id)


def dossier(case: Case | str | Path, path: str | Path) -> Path:
    """Write the report on a dispute as one self-contained page, and return where it stands.

    Args:
        case: a case, or what `load_case` takes.
        path: the HTML file to write.

    Raises:
        InputError: when the case or the path is wrong.
        SnapshotError: when the embedded snapshot is incomplete.
    """
    from statusquo.dossier.assemble import assemble_dossier
    from statusquo.dossier.page import write_page
    from statusquo.snapshot.store import open_snapshot

    target = Path(path)
    write_page(assemble_dossier(_found(case), open_snapshot()), target)
    return target


def world(path: str | Path, *, with_islamic_state: bool = False) -> Path:
    """Write the page on all open disputes, with their risk in the coming year, and return where it stands.

    Args:
        path: the HTML file to write.
        with_islamic_state: also the provinces of the Islamic State, which are no disputes over a territory's status.

    Raises:
        InputError: when the path cannot be written.
        ArtefactError: when the risk models were never fitted.
    """
    from statusquo.dossier.page import write_world
    from statusquo.dossier.world import assemble_world
    from statusquo.snapshot.store import open_snapshot

    target = Path(path)
    write_world(assemble_world(open_snapshot(), with_islamic_state=with_islamic_state), target)
    return target


class Balances(NamedTuple):
    """The balances of one dispute."""

    military: MilitaryBalance
    regional: RegionalBalance
    inertia: Inertia


def structure(case: Case | str | Path) -> dict[str, Factor]:
    """Return every factor of a dispute's structure, with its place among all disputes that have it.

    Args:
        case: a case, or what `load_case` takes.
    """
    from statusquo.snapshot.store import open_snapshot
    from statusquo.structure.factors import structure as measure

    return measure(_found(case), open_snapshot())


def balances(case: Case | str | Path, *, without: Sequence[str] = ()) -> Balances:
    """Return the military balance, the regional balance and the inertia of a dispute, as yearly series.

    Args:
        case: a case, or what `load_case` takes.
        without: outside states left out of the regional balance, by name or Gleditsch-Ward number.

    Raises:
        UnknownNameError: when a name is no state's.
    """
    from statusquo.balances.inertia import inertia
    from statusquo.balances.military import military_balance
    from statusquo.balances.regional import regional_balance, states_called
    from statusquo.snapshot.store import open_snapshot

    found, snapshot = _found(case), open_snapshot()
    left_out = states_called(found, snapshot, without)
    return Balances(
        military_balance(found, snapshot),
        regional_balance(found, snapshot, without=left_out),
        inertia(found, snapshot),
    )


def risk(case: Case | str | Path) -> RiskPath:
    """Return the yearly risk of renewed fighting and of war of a dispute, with its accounting by block.

    Args:
        case: a case, or what `load_case` takes.
    """
    from statusquo.risk.path import risk_path
    from statusquo.snapshot.store import open_snapshot

    return risk_path(_found(case), open_snapshot())


def scenario(case: Case | str | Path, file: str | Path) -> ScenarioResult:
    """Return the risk of a dispute with and without the changes that a scenario file describes.

    Args:
        case: a case, or what `load_case` takes.
        file: the scenario, a TOML file.

    Raises:
        ScenarioError: when the file is wrong or leads outside the data.
    """
    from statusquo.risk.scenario import run_scenario
    from statusquo.risk.scenario_file import read_scenario
    from statusquo.snapshot.store import open_snapshot

    return run_scenario(_found(case), read_scenario(Path(file)), open_snapshot())


def published_forecasts() -> tuple[Forecast, ...]:
    """Return the forecasts published before their year was known: the package's, then the user's own.

    Raises:
        ForecastError: when a ledger of forecasts is damaged.
    """
    from statusquo.forecasts.ledger import published_forecasts as read

    return read()


def forecast_scores(year: int, *, on_common: bool = False) -> YearScores:
    """Return how the published forecasts of a year did, by the record of fighting in the snapshot in use.

    Args:
        year: the year told of.
        on_common: whether to score only disputes that every forecast told, so that forecasts can be compared.

    Raises:
        InputError: when no forecast tells of the year, or nothing of it is known yet.
        ForecastError: when a published forecast was changed or is gone.
    """
    from statusquo.forecasts.scoring import score_year
    from statusquo.snapshot.store import open_snapshot

    return score_year(year, open_snapshot(), on_common=on_common)


def changed(since: str | None = None) -> News:
    """Return what is new: data, where disputes stand, risks, verdicts, forecasts, and cases not looked at for a year.

    Nothing is kept of it: the last run stays that of the command ``statusquo changed``.

    Args:
        since: a version (``0.1.0``), a data set with its version (``ucdp-prio-acd 25.1``) or a date (``2026-11-30``);
            None for the last run.

    Raises:
        InputError: when `since` is none of these, or nothing is kept of what was told then.
        ForecastError: when a published forecast was changed or is gone.
    """
    from statusquo.changes.news import whats_new

    return whats_new(since)


def data_diff(a: str | Path, b: str | Path) -> Comparison:
    """Return what one snapshot or file says differently from another: years, conflicts, deaths, spending, events.

    Of two snapshots it also has what moved: where disputes stand, risks, ranks and verdicts.

    Args:
        a: ``embedded``, ``user``, the folder of a snapshot, or a file of a data set, known by its content.
        b: the same.

    Raises:
        InputError: when one is none of these, or a file that is wrong, or the two say nothing of the same things.
        SnapshotError: when a snapshot is damaged.
    """
    from statusquo.changes.comparison import compared

    return compared(a, b)


def settlement(
    case: Case | str | Path,
    *,
    period: str | None = None,
    without: Sequence[str] = (),
    option_file: str | Path | None = None,
    actor_file: str | Path | None = None,
) -> Settlement:
    """Return who would accept which settlement of a dispute, the zone of agreement, and how such readings did.

    Args:
        case: a case, or what `load_case` takes.
        period: a period of its settlement file; the last by default.
        without: ids of actors left out.
        option_file: options of one's own, judged beside the others.
        actor_file: a settlement file of one's own, in place of the bundled one.

    Raises:
        UnknownNameError: when a period or actor is not known.
        InputError: when no settlement file is bundled for it.
        SettlementError: when a file is wrong, with all that is wrong with it.
    """
    from statusquo.settlement.report import settle
    from statusquo.snapshot.store import open_snapshot

    return settle(
        _found(case),
        open_snapshot(),
        period=period,
        without=without,
        option_file=None if option_file is None else Path(option_file),
        actor_file=None if actor_file is None else Path(actor_file),
    )


def bargain(
    case: Case | str | Path,
    *,
    solve: bool = False,
    scenario: str | Path | None = None,
    settings: Mapping[str, float] | None = None,
    draws: int = 40,
) -> Reading | SolvedAfresh:
    """Return what the bargaining game, calibrated to a dispute, says of it; from the fitted artefact, or solved anew.

    Args:
        case: a case, or what `load_case` takes.
        solve: whether to solve the calibrated games anew (minutes; needs the extra ``[game]``).
        scenario: with `solve`, a bundled scenario or a scenario file.
        settings: with `solve`, parameters set to a value in every draw.
        draws: with `solve`, how many of the calibrated draws.

    Raises:
        InputError: when the game is not calibrated to the dispute, or a setting is out of range.
        ArtefactError: when nothing was fitted.
    """
    from statusquo.bargaining.calibrated import reading_of
    from statusquo.core.errors import InputError, Problem

    found = _found(case)
    if solve:
        from statusquo.bargaining.solved_afresh import solve_afresh
        from statusquo.snapshot.store import open_snapshot

        return solve_afresh(found, open_snapshot(), settings, scenario, draws=draws)
    if scenario is not None or settings:
        raise InputError(Problem("a scenario or a setting needs the games solved anew", allowed="solve=True"))
    return reading_of(found.id)


def claims(case: Case | str | Path, explanation: Explanation | str | Path | None = None) -> Ledger:
    """Return the verdict on every claim that applies to a dispute.

    Args:
        case: a case, or what `load_case` takes.
        explanation: an explanation, the id of one, or the path of a file; all that ship with the package by default.

    Raises:
        UnknownNameError: when no explanation has this id.
        ExplanationError: when the explanation file is wrong, with all that is wrong with it.
    """
    from statusquo.explanations.ledger import judge
    from statusquo.explanations.load import load_explanation
    from statusquo.snapshot.store import open_snapshot

    chosen = load_explanation(explanation) if isinstance(explanation, str | Path) else explanation
    return judge(_found(case), open_snapshot(), None if chosen is None else [chosen])


def claim_test(
    case: Case | str | Path, explanation: Explanation | str | Path, test: str, **parameters: Any
) -> tuple[Result, ...]:
    """Return the numbers that one test of a claim gives, computed anew; the ledger names this call for each of its own.

    Args:
        case: a case, or what `load_case` takes.
        explanation: whose own sources and cases are left out: an explanation, the id of one, or the path of a file.
        test: name of the test.
        parameters: its parameters, as an explanation file has them.

    Raises:
        UnknownNameError: when no dispute, explanation or test has this name.
        ExplanationError: when a parameter is wrong, or the test gives no number for the dispute.
    """
    from statusquo.explanations.load import load_explanation
    from statusquo.explanations.recompute import run_test
    from statusquo.snapshot.store import open_snapshot

    whose = load_explanation(explanation) if isinstance(explanation, str | Path) else explanation
    return run_test(_found(case), open_snapshot(), whose, test, parameters)


def compare(
    data: str | Path | None = None,
    *,
    outcome: str | None = None,
    conditions: Sequence[str] | None = None,
    incl_cut: float = 0.8,
    excl_cut: float | None = None,
    n_cut: int = 1,
    pri_cut: float = 0.0,
    expect: Sequence[str] | None = None,
    leave_out: Sequence[str] = (),
) -> BundledComparison | Configurations:
    """Return which configurations of conditions go with an outcome across cases (QCA).

    Args:
        data: a CSV file of calibrated cases; without one, the bundled cases.
        outcome: column of the outcome, with ``~`` for its absence; the bundled cases have a default.
        conditions: columns of the conditions; by default all others, or those of the headline.
        incl_cut: consistency of a sufficient row.
        excl_cut: consistency from which a row below `incl_cut` is contradictory.
        n_cut: fewest cases of a row.
        pri_cut: PRI of a sufficient row.
        expect: directional expectations, such as ``["A", "~B", "C*D"]``.
        leave_out: cases to leave out.

    Raises:
        InputError: when the file or an argument is wrong.
    """
    from statusquo.comparison.bundled import compare_bundled
    from statusquo.comparison.case_tables import without_cases
    from statusquo.comparison.configurations import compare_configurations
    from statusquo.comparison.truth_table import Cuts
    from statusquo.core.errors import InputError

    cuts = Cuts(incl_cut, excl_cut, n_cut, pri_cut)
    if data is None:
        return compare_bundled(
            outcome=outcome, conditions=conditions, cuts=cuts, expect=expect, leave_out=leave_out, draws=0
        )
    if outcome is None:
        raise InputError("no outcome is named; allowed: a column of the file")
    found = without_cases(Path(data), leave_out, outcome=outcome, conditions=conditions)
    return compare_configurations(found, cuts=cuts, expect=expect or ())


def _found(case: Case | str | Path) -> Case:
    return load_case(case) if isinstance(case, str | Path) else case


def table(name: str) -> pl.DataFrame:
    """Return one derived table of the snapshot in use, such as ``episodes`` or ``dispute_years``.

    Raises:
        SnapshotError: when the snapshot has no such table.
    """
    from statusquo.snapshot.store import open_snapshot

    return open_snapshot().table(name)


def use_snapshot(choice: str | Path | None) -> None:
    """Use this snapshot from now on, its tables and the artefacts fitted to them.

    Args:
        choice: ``embedded`` for the package's own, ``user`` for the user's (`statusquo data build`), the folder of a
            snapshot, or None for the user's where there is one and the package's where there is none.

    Raises:
        InputError: when it is not there; what was in use stays in use.
    """
    from statusquo.core.in_use import use_snapshot as use

    use(choice)


class _Package(ModuleType):
    """This package, in which a room may share its name with the function that answers its question.

    Importing `statusquo.cases` binds that name to the room, and `sq.cases()` would then call a module. So a room that
    is bound over one of our functions becomes callable and calls it: both `sq.cases()` and `sq.cases.load` work,
    whatever was imported first.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        function = _FUNCTIONS.get(name)
        if function is not None and isinstance(value, ModuleType):
            value.__class__ = _callable_room(function)
        super().__setattr__(name, value)


def _callable_room(function: Callable[..., Any]) -> type[ModuleType]:
    @functools.wraps(function)
    def call(_: ModuleType, *arguments: Any, **options: Any) -> Any:
        return function(*arguments, **options)

    return type("CallableRoom", (ModuleType,), {"__call__": call, "__doc__": function.__doc__})


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "balances": balances,
    "cases": cases,
    "dossier": dossier,
    "risk": risk,
    "settlement": settlement,
    "structure": structure,
}
sys.modules[__name__].__class__ = _Package
