"""`statusquo explanations`: their files and the tests of claims; `statusquo weighings`: weights of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from statusquo.cli.files import file_commands
from statusquo.cli.output import JsonFlag, print_json, print_table, say

if TYPE_CHECKING:
    from statusquo.explanations.model import Explanation
    from statusquo.explanations.weighing import Weighing


def _row(name: str, found: Explanation) -> Mapping[str, object]:
    return {"id": name, "title": found.title, "author": found.author, "year": found.year, "claims": len(found.claim)}


def _words(found: Explanation) -> str:
    return f"{found.title}: {len(found.claim)} claims, {sum(len(claim.test) for claim in found.claim)} tests"


def _show(found: Explanation) -> None:
    say(f"{found.title}\n{found.work}\n\n{found.stance}\n")
    rows = [
        [claim.id, claim.kind, claim.sentence, "; ".join(f"{test.part}: {test.name}" for test in claim.test)]
        for claim in found.claim
    ]
    print_table("Claims", ["claim", "kind", "what it says", "tests"], rows)


def _weighing_row(name: str, found: Weighing) -> Mapping[str, object]:
    pieces = sum(len(group.piece) for group in found.group)
    return {"id": name, "coders": len(found.coder), "explanations": len(found.hypothesis), "pieces": pieces}


def _weighing_words(found: Weighing) -> str:
    parts = [f"{n} {what}" for what, n in list(_weighing_row("", found).items())[1:]]
    return f"{found.case}: {', '.join(parts)}"


app = file_commands("explanation", "explanations", _row, _words, show=_show)
weighings = file_commands("weighing", "weighings", _weighing_row, _weighing_words)


@app.command()
def tests(json: JsonFlag = False) -> None:  # noqa: PT028 - a command, not a test
    """List the tests that a claim can be bound to, with their parameters."""
    from statusquo.explanations.registry import claim_tests, describe_parameters

    known = claim_tests().values()
    if json:
        told = [
            {
                "name": test.name,
                "asks": test.asks,
                "gives": test.gives,
                "cross_case": test.is_cross_case,
                "parameters": [
                    {"name": name, "allowed": allowed, "meaning": meaning}
                    for name, allowed, meaning in describe_parameters(test)
                ],
            }
            for test in known
        ]
        print_json({"tests": told})
        return
    rows = [[test.name, test.asks, test.gives, ", ".join(test.parameters.model_fields)] for test in known]
    print_table("Tests of claims", ["test", "what it asks", "what it gives", "parameters"], rows)
