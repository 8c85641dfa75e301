"""`statusquo settle`: who would accept which settlement of a dispute, the zone of agreement, and the record."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.cases import DisputeArgument
from statusquo.cli.output import JsonFlag, print_json, print_table, say
from statusquo.cli.settle_tabled import print_rates, print_tabled
from statusquo.core.errors import InputError

if TYPE_CHECKING:
    from statusquo.core.estimates import Estimate
    from statusquo.settlement.report import Settlement
    from statusquo.settlement.zone import Widening

MOST_DRAWS = 200_000

NO_ANSWER = "no position"

LEAST_SHARE = 0.02
"""An option that no solution picks more often than this is not listed among the solutions."""


def settle(
    id: DisputeArgument,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help="A period of the settlement file; the last by default.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="ACTOR", help="An actor left out; may be repeated.")
    ] = None,
    option: Annotated[
        Path | None, typer.Option("--option", metavar="FILE", help="Options of your own, judged beside the others.")
    ] = None,
    actors: Annotated[
        Path | None, typer.Option("--actors", metavar="FILE", help="A settlement file in place of the bundled one.")
    ] = None,
    vocabulary: Annotated[
        Path | None, typer.Option("--vocabulary", metavar="FILE", help="Issues and formulas of your own.")
    ] = None,
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Whose judgements are used.")] = "first",
    draws: Annotated[int, typer.Option("--draws", min=100, max=MOST_DRAWS, help="Number of draws.")] = 20_000,
    json: JsonFlag = False,
) -> None:
    """Print who would accept which settlement, what would widen the zone of agreement, and how such readings did.

    Where nobody placed the actors on scales: what was tabled, how often such offers are accepted, and who refuses what.
    """
    from statusquo.cases.load import load_case
    from statusquo.settlement.as_json import settlement_json, tabled_json
    from statusquo.settlement.load import bundled_settlements
    from statusquo.settlement.report import settle as work_out
    from statusquo.settlement.tabled import acceptance_rates, tabled
    from statusquo.snapshot.store import open_snapshot

    case = load_case(id)
    if actors is None and vocabulary is None and case.id not in bundled_settlements():
        if period is not None or without or option is not None:
            raise InputError(
                f"A period, an actor left out or options of your own need a file of actors, and none is bundled for "
                f"{case.title}. Give an actor file of your own."
            )
        record = tabled(case)
        if json:
            print_json(tabled_json(record))
        else:
            print_tabled(record)
        return
    found = work_out(
        case,
        open_snapshot(),
        period=period,
        without=without or (),
        option_file=option,
        actor_file=actors,
        vocabulary_file=vocabulary,
        coder=coder,
        n_draws=draws,
    )
    if json:
        print_json(settlement_json(found))
        return
    _print_options(found)
    _print_solutions(found)
    _print_widening(found)
    _print_record(found)
    print_rates(acceptance_rates(case))
    from statusquo.settlement.report import NOTES

    for note in NOTES:
        say(note)


def _print_options(found: Settlement) -> None:
    players = found.agenda.players
    order = sorted(range(len(found.options)), key=lambda row: -(found.zone(row).value or 0.0))
    rows = [
        [
            found.options[row].name,
            *(_chance(found.chance(row, column)) for column in range(len(players))),
            _chance(found.zone(row)),
            _chance(found.with_people(row)),
        ]
        for row in order
    ]
    heads = [f"{player.name}{' *' if player.is_veto else ''}" for player in players]
    columns = ["option", *heads, "all with a veto", "and the people"]
    print_table(f"{found.file.title}: {found.period.name}", columns, rows, numeric=columns[1:])
    say("* has a veto. Probability of acceptance, with its range over the judgements behind it.")
    if any(found.agenda.unanswered(option) for option in found.options):
        say(
            f"{NO_ANSWER}: no position is on record on what the option decides. Where that is an actor with a veto, "
            "there is no figure for all with a veto: a silence is no consent."
        )
    for actor, reason in found.agenda.left_out.items():
        say(f"Left out: {actor}: {reason}.")
    say(found.war_risk.sentence)
    if found.war_risk.year is not None:
        say(found.data.note)
    say("")


def _print_solutions(found: Settlement) -> None:
    shares = found.solutions.share
    rows = [
        [option.name, *(f"{share:.2f}" for share in (float(found.acceptance.winset[row]), *picked))]
        for row, option in enumerate(found.options)
        if max(picked := [shares[name][option.id] for name in shares]) > LEAST_SHARE
    ]
    columns = ["option", "in the winset", "Nash", "Kalai-Smorodinsky", "egalitarian", "Pareto set"]
    print_table("How often each solution picks an option, over the draws", columns, rows, numeric=columns[1:])
    say("A solution divides gains among those with a veto alone, whatever the people concerned say to it.")
    if found.spatial is not None:
        names = {option.id: option.name for option in found.options}
        say(
            f"The spatial model, for comparison, comes to rest after {found.spatial.n_steps} rounds, nearest to "
            f"“{names[found.spatial.nearest]}” ({100 * found.spatial.gap:.0f} points off).\n"
        )


def _print_widening(found: Settlement) -> None:
    if found.base is None or found.widenings is None:
        say("No option has an answer from every actor with a veto, so that none is widened.\n")
        return
    base = found.options[found.base]
    widened = found.widenings
    shown = [*widened.by_issue, *widened.sparing, *([widened.best_pair] if widened.best_pair else [])]
    kept = list({one.moves: one for one in shown}.values())
    rows = [[_moves(found, one), f"{one.zone:.2f}", f"{one.raised_by:+.2f}", _payers(found, one)] for one in kept]
    title = f"What would widen the zone of agreement around “{base.name}” ({widened.zone:.2f})"
    if rows:
        print_table(title, ["move", "zone", "change", "whose consent it costs"], rows, numeric=["zone", "change"])
    else:
        say(f"{title}: no move of one or two issues.\n")


def _print_record(found: Settlement) -> None:
    from statusquo.cases.load import load_case
    from statusquo.settlement.backtest import FEWEST_PROPOSALS

    if found.record is None or not found.record.predictions:
        return
    rows = []
    case = {actor.id: actor.name for actor in load_case(found.file.case).actor}
    names = case | {actor.id: actor.name for actor in found.file.actor if actor.name}
    for prediction in found.record.predictions:
        trial = prediction.trial
        told = prediction.missing_reason or _chance(prediction.stated)
        hit = "" if prediction.is_hit is None else "hit" if prediction.is_hit else "miss"
        rows.append(
            [
                trial.name,
                str(trial.date),
                names.get(trial.actor, trial.actor),
                told,
                trial.what_happened,
                hit,
                trial.setting,
            ]
        )
    columns = ["proposal", "date", "actor", "predicted", "what happened", "", "setting"]
    print_table("The record", columns, rows)
    for score in found.record.scores:
        if score.settings == "negotiation" and score.answers == "last word":
            parts = [
                f"skill against {rule} {_chance(estimate)}: {'some' if score.has_skill(rule) else 'none claimed'}"
                for rule, estimate in score.skill.items()
                if estimate.value is not None
            ]
            head = f"{score.form}: {score.n_answers} answers to {score.n_proposals} proposals"
            few = ", too few to claim any skill" if score.n_proposals < FEWEST_PROPOSALS else ""
            say(f"{head}{few}; {'; '.join(parts)}.")


def _chance(estimate: Estimate) -> str:
    if estimate.value is None:
        return NO_ANSWER
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})"


def _moves(found: Settlement, widening: Widening) -> str:
    return "; ".join(
        f"{found.vocabulary.issue_by_id(move.issue).name}: "
        f"{'left open' if move.was_open else f'{100 * move.start:.0f}'} to {100 * move.to:.0f}"
        for move in widening.moves
    )


def _payers(found: Settlement, widening: Widening) -> str:
    changes = list(zip(found.agenda.players, widening.change.tolist(), strict=True))
    names = [f"{player.name} {change:+.2f}" for player, change in changes if change <= -0.005]
    silent = [player.name for player, change in changes if isnan(change)]
    unknown = [f"no position: {', '.join(silent)}"] if silent else []
    return "; ".join([", ".join(names) or "nobody’s", *unknown])
