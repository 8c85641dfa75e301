"""What is claimed of disputes, what could settle them, the game, and comparison across cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from statusquo.notebook.disputes import load_case

if TYPE_CHECKING:
    import polars as pl

    from statusquo.bargaining.calibrated import Reading
    from statusquo.bargaining.solved_afresh import SolvedAfresh
    from statusquo.cases.model import Case
    from statusquo.comparison.bundled import BundledComparison
    from statusquo.comparison.configurations import Configurations
    from statusquo.core.shown import Rows
    from statusquo.explanations.ledger import Ledger
    from statusquo.explanations.model import Explanation
    from statusquo.explanations.results import Result
    from statusquo.settlement.report import Settlement
    from statusquo.settlement.tabled import Tabled


def claims(case: Case | str | int | Path, explanation: Explanation | str | Path | None = None) -> Ledger:
    """Return the verdict on every claim that applies to a dispute.

    Args:
        case: what `load_case` takes.
        explanation: an explanation, the id of one, or the path of a file; all that ship with the package by default.

    Raises:
        UnknownNameError: when no explanation has this id.
        ExplanationError: when the explanation file is wrong, with all that is wrong with it.

    Examples:
        >>> ledger = sq.claims("nagorno-karabakh", "babayev-2021")
        >>> ledger["A2"].verdict
        'supported'
        >>> len(ledger) == len(list(ledger)) == ledger.frame.height
        True
    """
    from statusquo.explanations.ledger import judge
    from statusquo.explanations.load import load_explanation
    from statusquo.snapshot.store import open_snapshot

    chosen = load_explanation(explanation) if isinstance(explanation, str | Path) else explanation
    return judge(load_case(case), open_snapshot(), None if chosen is None else [chosen])


def claim_test(
    case: Case | str | int | Path, explanation: Explanation | str | Path, test: str, **parameters: Any
) -> tuple[Result, ...]:
    """Return the numbers that one test of a claim gives, computed anew; the ledger names this call for each of its own.

    Args:
        case: what `load_case` takes.
        explanation: whose own sources and cases are left out: an explanation, the id of one, or the path of a file.
        test: name of the test.
        parameters: its parameters, as an explanation file has them.

    Raises:
        UnknownNameError: when no dispute, explanation or test has this name.
        ExplanationError: when a parameter is wrong, or the test gives no number for the dispute.

    Examples:
        >>> for result in sq.claim_test("nagorno-karabakh", "babayev-2021", "trend", measure="CINC"):
        ...     print(result.estimate.value is not None)
        True
    """
    from statusquo.explanations.load import load_explanation
    from statusquo.explanations.recompute import run_test
    from statusquo.snapshot.store import open_snapshot

    whose = load_explanation(explanation) if isinstance(explanation, str | Path) else explanation
    return run_test(load_case(case), open_snapshot(), whose, test, parameters)


def settle(
    case: Case | str | int | Path,
    *,
    period: str | None = None,
    without: Sequence[str] = (),
    option_file: str | Path | None = None,
    actor_file: str | Path | None = None,
) -> Settlement:
    """Return who would accept which settlement of a dispute, the zone of agreement, and how such readings did.

    Args:
        case: what `load_case` takes.
        period: a period of its settlement file; the last by default.
        without: ids of actors left out.
        option_file: options of one's own, judged beside the others.
        actor_file: a settlement file of one's own, in place of the bundled one.

    Raises:
        UnknownNameError: when a period or actor is not known.
        InputError: when no settlement file is bundled for it.
        SettlementError: when a file is wrong, with all that is wrong with it.

    Examples:
        >>> settlement = sq.settle("aceh")
        >>> settlement
        <Settlement of aceh, 2005: 13 options, 6 actors>
        >>> settlement.frame.columns
        ['option', 'actor', 'value', 'low', 'high', 'missing_reason']
    """
    from statusquo.settlement.report import settle
    from statusquo.snapshot.store import open_snapshot

    return settle(
        load_case(case),
        open_snapshot(),
        period=period,
        without=without,
        option_file=None if option_file is None else Path(option_file),
        actor_file=None if actor_file is None else Path(actor_file),
    )


def tabled(case: Case | str | int | Path) -> Tabled:
    """Return what was tabled over a dispute, how often such offers were accepted, and who refuses which status.

    Args:
        case: what `load_case` takes.

    Raises:
        InputError: when no proposal is on record for it.

    Examples:
        >>> record = sq.tabled("kosovo")
        >>> record.offers[0].proposal.name
        'Draft statute of the association'
        >>> [one.formula.name for one in record.formulas if "serbia" in one.blocked_by]
        ['Independence']
    """
    from statusquo.settlement.tabled import tabled

    return tabled(load_case(case))


def bargain(
    case: Case | str | int | Path,
    *,
    solve: bool = False,
    scenario: str | Path | None = None,
    settings: Mapping[str, float] | None = None,
    draws: int = 40,
) -> Reading | SolvedAfresh:
    """Return what the bargaining game, calibrated to a dispute, says of it; from the fitted artefact, or solved anew.

    Args:
        case: what `load_case` takes.
        solve: whether to solve the calibrated games anew (minutes; needs the extra ``[game]``).
        scenario: with `solve`, a bundled scenario or a scenario file.
        settings: with `solve`, parameters set to a value in every draw.
        draws: with `solve`, how many of the calibrated draws.

    Raises:
        InputError: when the game is not calibrated to the dispute, or a setting is out of range.
        ArtefactError: when nothing was fitted.

    Examples:
        >>> sq.bargain("nagorno-karabakh").series("control").unit
        'share of the territory'
    """
    from statusquo.bargaining.calibrated import reading_of
    from statusquo.core.errors import InputError, Problem

    found = load_case(case)
    if solve:
        from statusquo.bargaining.solved_afresh import solve_afresh
        from statusquo.snapshot.store import open_snapshot

        return solve_afresh(found, open_snapshot(), settings, scenario, draws=draws)
    if scenario is not None or settings:
        raise InputError(Problem("a scenario or a setting needs the games solved anew", allowed="solve=True"))
    return reading_of(found.id)


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

    Examples:
        >>> found = sq.compare().to_json()
        >>> found["method"], len(found["truth_table"]) > 1
        ('qca', True)
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


def list_explanations() -> Rows[Explanation]:
    """Return the explanations that ship with the package, each with its claims.

    Examples:
        >>> explanation = sq.list_explanations()["babayev-2021"]
        >>> [claim.id for claim in explanation.claim][:3]
        ['A1', 'A2', 'A3']
    """
    from statusquo.core.shown import Rows
    from statusquo.explanations.load import bundled_explanations, load_explanation

    return Rows("explanations", {name: load_explanation(name) for name in bundled_explanations()})


def nearest(case: Case | str | int | Path, *, n: int | None = None) -> pl.DataFrame:
    """Return the coded cases by how far their structure lies from that of one, or of a case file, nearest first.

    Args:
        case: what `load_case` takes.
        n: how many; by default all that can be compared.

    Returns:
        `case`, `title`, `distance` (0 to 1, a mean of weighted differences), `shared` (share of the weights on which
        the distance rests) and `outcome`.

    Raises:
        InputError: when the dispute is not among the coded cases, and codes nothing itself.

    Examples:
        >>> sq.nearest("nagorno-karabakh", n=3)["distance"].is_sorted()
        True
    """
    import polars as pl

    from statusquo.comparison.coded_distances import neighbours, structure_around

    id, structure = structure_around(load_case(case))
    return pl.DataFrame(
        [
            {
                "case": pair.second,
                "title": structure.titles[pair.second],
                "distance": pair.distance.value,
                "shared": pair.distance.shared,
                "outcome": structure.outcomes[pair.second],
            }
            for pair in neighbours(id, structure, n=n)
        ]
    )
