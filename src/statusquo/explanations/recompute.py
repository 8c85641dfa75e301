"""One test of a claim on its own: run again from the snapshot by a call that every number of the ledger names.

`call_text` writes that call; `run_test`, which is ``sq.claim_test``, answers it with the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from statusquo.cases.model import Case
from statusquo.core.errors import ExplanationError, Problem, UnknownNameError
from statusquo.documents.validation import faults_of_table
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.model import Explanation
from statusquo.explanations.registry import claim_tests
from statusquo.explanations.results import NotTestableError, Result
from statusquo.snapshot.store import Snapshot


def call_text(case: str, explanation: str, test: str, parameters: Mapping[str, Any], reading: int = 0) -> str:
    """Return the call that computes a number of the ledger again, as Python.

    Args:
        case: id of the dispute.
        explanation: id of the explanation, or the path of its file.
        test: name of the test.
        parameters: its parameters, as the explanation file has them.
        reading: which of the readings that the test gives.
    """
    given = "".join(f", {name}={value!r}" for name, value in parameters.items())
    return f"sq.claim_test({case!r}, {explanation!r}, {test!r}{given})[{reading}].estimate"


def run_test(
    case: Case, snapshot: Snapshot, explanation: Explanation, test: str, parameters: Mapping[str, Any]
) -> tuple[Result, ...]:
    """Return every reading that a test gives, the main one first.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        explanation: whose own sources and cases are left out.
        test: name of the test.
        parameters: its parameters.

    Raises:
        UnknownNameError: when no test has this name.
        ExplanationError: when a parameter is wrong, with all that is wrong; or when the test gives no number, with why.
    """
    tests = claim_tests()
    if test not in tests:
        raise UnknownNameError("test", test, tests)
    given = dict(parameters)
    try:
        checked = tests[test].parameters.model_validate(given)
    except ValidationError as error:
        faults = faults_of_table(error, given, tests[test].parameters)
        problems = [
            Problem(fault.what, field=".".join(map(str, fault.path)), found=fault.found, allowed=fault.allowed)
            for fault in faults
        ]
        raise ExplanationError(problems) from None
    try:
        return tuple(tests[test].run(checked, Evidence(case, snapshot, explanation)))
    except NotTestableError as none:
        raise ExplanationError(Problem(f"not testable: {none}")) from None
