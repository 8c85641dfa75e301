"""The registry of tests: what each asks, which parameters it takes, and the function that runs it.

A test is reusable: an explanation file binds a claim to it by name and gives its parameters, without code. A package
of the user's own may add tests through the entry point group ``statusquo.claim_tests``: each entry point names a
`ClaimTest`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import BaseModel, ValidationError

from statusquo.core.errors import StatusQuoError
from statusquo.documents.faults import Fault
from statusquo.documents.validation import describe, faults_of_table, required_type, types_of
from statusquo.explanations.model import Binding
from statusquo.explanations.results import Result

if TYPE_CHECKING:
    from statusquo.explanations.evidence import Evidence

ENTRY_POINTS = "statusquo.claim_tests"

_MODULES = (
    "fact_tests",
    "series_tests",
    "share_tests",
    "record_tests",
    "proposal_tests",
    "cross_case_tests",
    "coded_tests",
    "counterfactual_tests",
    "model_tests",
    "income_tests",
)

Runner: TypeAlias = "Callable[[Any, Evidence], Sequence[Result]]"


@dataclass(frozen=True, slots=True)
class ClaimTest:
    """One test that a claim can be bound to.

    Attributes:
        name: what an explanation file calls it.
        asks: the question it answers, one sentence.
        gives: the number it gives, with its unit and interval.
        parameters: the model of its parameters; each field has a description.
        run: takes the parameters and the evidence, and returns one result for each reading, the main one first.
        is_cross_case: whether it is one of the family of tests over which false discoveries are controlled.
    """

    name: str
    asks: str
    gives: str
    parameters: type[BaseModel]
    run: Runner
    is_cross_case: bool = False


@cache
def claim_tests() -> Mapping[str, ClaimTest]:
    """Return every test known by name: the package's own, then those that other packages register.

    Raises:
        StatusQuoError: when an entry point cannot be loaded, is no test, or takes a name in use.
    """
    found: dict[str, ClaimTest] = {}
    for module in _MODULES:
        for test in import_module(f"statusquo.explanations.{module}").TESTS:
            found[test.name] = test
    for point in entry_points(group=ENTRY_POINTS):
        where = f"entry point {point.name!r} of {ENTRY_POINTS}"
        try:
            test = point.load()
        except (ImportError, AttributeError) as cause:
            raise StatusQuoError(f"{where} cannot be loaded: {cause}") from cause
        if not isinstance(test, ClaimTest):
            raise StatusQuoError(f"{where} is no ClaimTest; found {type(test).__name__}")
        if test.name in found:
            raise StatusQuoError(f"{where}: the name {test.name!r} is in use; choose another")
        found[test.name] = test
    return found


def parameter_faults(binding: Binding) -> list[Fault]:
    """Return what is wrong with a binding: an unknown test, wrong parameters, a missing expectation."""
    tests = claim_tests()
    if binding.name not in tests:
        return [Fault(("name",), "no test has this name", repr(binding.name), ", ".join(tests))]
    test = tests[binding.name]
    faults = [
        Fault((*where, *fault.path), fault.what, fault.found, fault.allowed)
        for where, given in _all_parameters(binding)
        for fault in _faults(given, test.parameters)
    ]
    if binding.expect is None and binding.name != "untestable":
        faults.append(Fault(("expect",), "a required key is missing", "nothing", "what the claim says of the number"))
    return faults


def _all_parameters(binding: Binding) -> list[tuple[tuple[str | int, ...], dict[str, Any]]]:
    found: list[tuple[tuple[str | int, ...], dict[str, Any]]] = [
        (("parameters",), binding.parameters),
        *([(("general",), binding.general)] if binding.general is not None else ()),
        *(
            ((kind, position, "parameters"), {**binding.parameters, **other.parameters})
            for kind, others in (("alternative", binding.alternative), ("beside", binding.beside))
            for position, other in enumerate(others)
        ),
    ]
    return found


def _faults(given: dict[str, Any], model: type[BaseModel]) -> list[Fault]:
    try:
        model.model_validate(given)
    except ValidationError as error:
        return faults_of_table(error, given, model)
    return []


def describe_parameters(test: ClaimTest) -> list[tuple[str, str, str]]:
    """Return each parameter of a test: its name, what is allowed, and what it means."""
    rows = []
    for name, field in test.parameters.model_fields.items():
        allowed = describe(required_type(types_of(test.parameters)[name])) or "a text"
        need = "required" if field.is_required() else f"optional, {field.default!r} by default"
        rows.append((name, f"{allowed}; {need}", field.description or ""))
    return rows
