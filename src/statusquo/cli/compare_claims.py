"""`statusquo compare claims`: what the tests across disputes say, once for all disputes alike."""

from __future__ import annotations

from statusquo.cli.output import JsonFlag, print_json, print_table, say


def claims(json: JsonFlag = False) -> None:
    """Print what the tests across disputes say of each general claim."""
    from statusquo.cli.claims import reading_lines
    from statusquo.explanations.ledger import across_disputes, family_words
    from statusquo.snapshot.store import open_snapshot

    found = across_disputes(open_snapshot())
    if json:
        print_json({"claims": [verdict.to_json() for verdict in found]})
        return
    rows = [
        [v.claim.id, v.verdict + (" (fragile)" if v.is_fragile else ""), v.sentence, reading_lines(v)] for v in found
    ]
    columns = ["claim", "across disputes", "what it says", "what the data say"]
    print_table("What is tested across disputes, and the same for all of them", columns, rows)
    say(family_words(found), err=True)
