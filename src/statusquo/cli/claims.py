"""`statusquo claims`: the claims of explanations about one dispute, with verdicts computed from the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.cases import DisputeArgument
from statusquo.cli.output import JsonFlag, print_fuller, print_json, print_table, say

if TYPE_CHECKING:
    from statusquo.explanations.coders import CodersCompared
    from statusquo.explanations.judged import ClaimVerdict

ACROSS = "What is tested across disputes: statusquo compare claims"


def claims(
    id: DisputeArgument,
    explanation: Annotated[
        list[str] | None,
        typer.Option("--explanation", metavar="X", help="An explanation or a file; may be repeated. All by default."),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option("--weights", metavar="FILE", help="Weights of evidence of one or more coders, instead of ours."),
    ] = None,
    all_claims: Annotated[
        bool, typer.Option("--all", help="Also the claims whose tests say the same of all disputes, or nothing here.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Print the verdict on every claim that says something of a dispute, and which claims contradict each other."""
    from statusquo.cases.load import load_case
    from statusquo.explanations.coders import compare_coders
    from statusquo.explanations.comparing import standings
    from statusquo.explanations.ledger import judge
    from statusquo.explanations.load import load_explanation
    from statusquo.explanations.weighing import bundled_weighing, read_weighing
    from statusquo.snapshot.store import open_snapshot

    case = load_case(id)
    chosen = [load_explanation(name) for name in explanation] if explanation else None
    ledger = judge(case, open_snapshot(), chosen)
    weighing = read_weighing(weights, case.id) if weights else bundled_weighing(case.id)
    compared = compare_coders(weighing) if weighing else None
    if json:
        table = [standing.to_json() for standing in standings(ledger.of_dispute)]
        weighed = compared.to_json() if compared else None
        print_json({**ledger.to_json(), "standings": table, "weighing": weighed})
        return
    shown = ledger if all_claims else ledger.of_dispute
    for standing in standings(shown):
        rows = [
            [v.claim.id, v.verdict + (" (fragile)" if v.is_fragile else ""), v.sentence, reading_lines(v)]
            for v in shown.claims
            if v.explanation == standing.explanation.id
        ]
        print_table(standing.explanation.title, ["claim", "verdict", "what it says", "what the data say"], rows)
    print_fuller(case, "claims")
    if shown.contradictions:
        rows = [
            [" and ".join(claim for _, claim in c.claims), c.quantity.outcome, c.quantity.exposure, c.quantity.clock]
            for c in shown.contradictions
        ]
        print_table("Claims that contradict each other", ["claims", "outcome", "exposure", "clock"], rows)
    if shown.left_out_words != ledger.left_out_words:
        say(f"{ledger.left_out_words} {ACROSS}; all of them: --all.", err=True)
    if compared:
        _print_weighing(compared)


def reading_lines(verdict: ClaimVerdict) -> str:
    """Return what the data say, each part on lines of its own."""
    texts = [f"{name}: {text}" if name else text for name, text in verdict.readings]
    return "\n".join([*texts, verdict.no_verdict] if verdict.no_verdict else texts)


def _print_weighing(compared: CodersCompared) -> None:
    """Print each coder's weights, which rivals all ranges tell apart, and what turns the order of a pair around."""
    rows = [
        [
            name,
            *(f"{dict(of.totals)[name]:.0f}" for of in compared.weighed),
            ", ".join(compared.told_behind(name)) or "–",
        ]
        for name in sorted(compared.order)
    ]
    coders = [f"{name}, decibels" for _, name in compared.coders]
    title = "Rivals weighed by judgement (process tracing)" + ("" if len(coders) > 1 else "; there is one coder")
    print_table(title, ["explanation", *coders, "ahead of, for all weights in range"], rows, numeric=coders)
    say(compared.apart_words)
    turns = [
        [
            who,
            f"{turn.behind} past {turn.ahead}",
            f"{turn.change:.1f}" if turn.change else "tied",
            f"{turn.pieces_needed or 'none within the ranges'}",
        ]
        for who, turn in compared.turns()
    ]
    columns = ["coder", "pair", "decibels", "pieces that must move"]
    print_table(
        "The smallest change that turns the two that lead by the best weights, and the closest pair, around",
        columns,
        turns,
        numeric=["decibels"],
    )
    if compared.partings:
        rows = [
            [
                parting.piece,
                f"{parting.one} against {parting.other}",
                "; ".join(f"{who} {odd.decibels:.0f} ({odd.low:.0f} to {odd.high:.0f})" for who, odd in parting.odds),
            ]
            for parting in compared.partings
        ]
        print_table("Where the coders part", ["evidence", "bears on", "decibels by coder"], rows)
