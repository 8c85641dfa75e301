"""`statusquo compare --method claims`: what the tests across disputes say, once for all disputes alike."""

from __future__ import annotations

import typer

from statusquo.cli.compare import Method, Request
from statusquo.cli.output import print_json, print_table
from statusquo.core.errors import InputError, Problem


def run(request: Request) -> None:
    """Print every general claim with what the tests across disputes say of it.

    Raises:
        InputError: when data, an outcome or conditions are given: the tests are those that the claims are bound to.
    """
    request.refuse_all_but(Method.claims, frozenset())
    given = {"--data": request.data, "--outcome": request.outcome, "--conditions": request.conditions}
    for field, value in given.items():
        if value is not None:
            raise InputError(
                Problem("the tests are those that the claims are bound to", field=field, allowed="nothing")
            )
    from statusquo.cli.claims import reading_lines
    from statusquo.explanations.ledger import across_disputes, family_words
    from statusquo.snapshot.store import open_snapshot

    found = across_disputes(open_snapshot())
    if request.json:
        print_json({"claims": [verdict.to_json() for verdict in found]})
        return
    rows = [
        [v.claim.id, v.verdict + (" (fragile)" if v.is_fragile else ""), v.sentence, reading_lines(v)] for v in found
    ]
    columns = ["claim", "across disputes", "what it says", "what the data say"]
    print_table("What is tested across disputes, and the same for all of them", columns, rows)
    typer.echo(family_words(found), err=True)
