"""`statusquo claims`: the claims of explanations about one dispute, with verdicts computed from the data."""

from __future__ import annotations

from typing import Annotated

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_json, print_table


def claims(
    id: Annotated[str, typer.Argument(metavar="ID", help="A dispute or a case file.", autocompletion=complete_case_id)],
    explanation: Annotated[
        list[str] | None,
        typer.Option("--explanation", metavar="X", help="An explanation or a file; may be repeated. All by default."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Print the verdict on every claim that applies to a dispute, and which claims contradict each other."""
    from statusquo.cases.load import load_case
    from statusquo.explanations.comparing import standings
    from statusquo.explanations.ledger import judge
    from statusquo.explanations.load import load_explanation
    from statusquo.explanations.weighing import bundled_weighing, weigh
    from statusquo.snapshot.store import open_snapshot

    case = load_case(id)
    chosen = [load_explanation(name) for name in explanation] if explanation else None
    ledger = judge(case, open_snapshot(), chosen)
    weights = bundled_weighing(case.id)
    if json:
        weighed = weigh(weights).to_json() if weights else None
        table = [standing.to_json() for standing in standings(ledger)]
        print_json({**ledger.to_json(), "standings": table, "weighing": weighed})
        return
    for standing in standings(ledger):
        rows = [
            [v.claim.id, v.verdict + (" (fragile)" if v.is_fragile else ""), v.sentence, v.reading]
            for v in ledger.claims
            if v.explanation == standing.explanation.id
        ]
        print_table(standing.explanation.title, ["claim", "verdict", "what it says", "what the data say"], rows)
    if ledger.contradictions:
        rows = [
            [" and ".join(claim for _, claim in c.claims), c.quantity.outcome, c.quantity.exposure, c.quantity.clock]
            for c in ledger.contradictions
        ]
        print_table("Claims that contradict each other", ["claims", "outcome", "exposure", "clock"], rows)
