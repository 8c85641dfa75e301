"""`statusquo show`: the answer on one dispute, at most 24 lines of 80 columns."""

from __future__ import annotations

from typing import Annotated

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_fuller, print_json, say


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A dispute: its id, a name in any language, its parent state, a number of UCDP, or a case file.",
            autocompletion=complete_case_id,
        ),
    ],
    json: JsonFlag = False,
) -> None:
    """Say what a dispute is, where it stands, how likely war is and what to watch: the place to start."""
    from statusquo.answer.answer import answer_on
    from statusquo.answer.lines import lines_of
    from statusquo.cases.load import load_draft
    from statusquo.snapshot.store import open_snapshot

    case = load_draft(name)
    answer = answer_on(case, open_snapshot())
    if json:
        print_json(answer.to_json())
        return
    print_fuller(case, "show")
    for line in lines_of(answer, name if case.origin == "file" else case.id):
        say(line)
