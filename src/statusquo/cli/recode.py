"""`statusquo recode`: applies a user's own coding of the status quo and shows what it changes; `statusquo codings`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from statusquo.cli.files import write_template
from statusquo.cli.groups import new_group
from statusquo.cli.output import JsonFlag, print_check, print_json, print_table, say
from statusquo.core.wording import plural

codings = new_group("Check a file of codings, begin a new one.")


@codings.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file of codings.")], json: JsonFlag = False
) -> None:
    """Report every error of a file with its line."""
    from statusquo.core.errors import InputError
    from statusquo.panels.recoding import read_recoding
    from statusquo.snapshot.store import open_snapshot

    def words() -> str:
        found = read_recoding(file, open_snapshot())
        return f"{plural(len(found), 'coding')} of {plural(len({row.conflict_id_ucdp for row in found}), 'dispute')}"

    print_check(file, words, InputError, json=json)


@codings.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The CSV file to write.")],
) -> None:
    """Write a file with its header and two rows as an example; no file is overwritten."""
    from statusquo.panels.recoding import TEMPLATE

    write_template(file, lambda: TEMPLATE, "codings")


def recode(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: one row per dispute, variable and run of years.")],
    json: JsonFlag = False,
) -> None:
    """Apply your own coding of who holds what and whether a claim is open, and show what flips."""
    from statusquo.explanations.recoded import recoded_claims
    from statusquo.panels.recoding import find_flips, read_recoding
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    codings = read_recoding(file, snapshot)
    flips = find_flips(snapshot, codings)
    claims = recoded_claims(snapshot, codings)
    if json:
        told = [change.to_json() for change in claims]
        print_json({"file": str(file), "codings": len(codings), **flips.to_json(), "claims": told})
        return
    if flips.cells.height:
        rows = [
            [
                str(row["conflict_id_ucdp"]),
                row["territory_name"],
                row["variable"],
                row["before"] or "–",
                row["after"] or "–",
                f"{row['first_year']}–{row['last_year']}",
            ]
            for row in flips.cells.to_dicts()
        ]
        print_table(
            "What flips", ["dispute", "territory", "variable", "before", "after", "years"], rows, numeric=["dispute"]
        )
    else:
        say("Nothing flips: every coding says what the panel says already.")
    sets = [
        [
            row["risk_set"],
            *(f"{row[name]:,} → {row[name + '_after']:,}" for name in ("rows", "recurrences", "disputes")),
        ]
        for row in flips.risk_sets.to_dicts()
    ]
    print_table("Risk sets, before and after", ["set", "rows", "recurrences", "disputes"], sets)
    if claims:
        changes = [[c.id, c.label, c.before_text, c.after_text] for c in claims]
        print_table("Claims across disputes, before and after", ["claim", "reading", "before", "after"], changes)
    else:
        say("No number behind a claim across disputes changes.")
