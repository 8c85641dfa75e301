"""What may enter an explanation: conditions known before their outcome, cases that did not produce the theory.

A condition known only from the outcome explains nothing, and one dated after the claim may be its consequence; both are
refused with the reason, which the field declares (`known_when`). A case from which a theory was made cannot test it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

from statusquo.cases.coding import CodedField, coded_fields
from statusquo.comparison.case_conditions import CONDITIONS, MOST_HEADLINE_CONDITIONS, OUTCOMES
from statusquo.core.errors import InputError, Problem, UnknownNameError

_LEFT_OUT = tomllib.loads((files("statusquo.comparison") / "left_out.toml").read_text(encoding="utf-8"))

THEORY_CASES: Mapping[str, str] = _LEFT_OUT["theory_case"]
"""Cases left out when the structural explanation is tested, with the reason."""

CLUSTERS: Mapping[str, frozenset[int]] = {name: frozenset(gwnos) for name, gwnos in _LEFT_OUT["cluster"].items()}
"""Cases that share one dissolution and are no independent observations, by the parent's Gleditsch-Ward number."""

DISSOLUTION_FROM = 1985
"""A claim older than this belongs to no cluster of dissolution."""

_REASONS = {
    "during": "it is dated after the claim, and may be a consequence of it",
    "outcome": "it is known only from the outcome",
}


def admit(conditions: Sequence[str]) -> tuple[str, ...]:
    """Return conditions of the bundled cases that may explain an outcome.

    Args:
        conditions: names of conditions; the name of a coded field is answered with why it is none.

    Raises:
        UnknownNameError: when there is no such condition or field.
        InputError: when a condition is refused, or there are more than a headline model bears.
    """
    for name in conditions:
        if name in CONDITIONS:
            late = [f for f in (coded_fields()[field] for field in CONDITIONS[name].fields) if f.known_when in _REASONS]
            if late:
                raise _refused(name, late[0])
        elif name.lower() in coded_fields():
            field = coded_fields()[name.lower()]
            if field.known_when in _REASONS:
                raise _refused(name, field)
            raise InputError(
                Problem("this field has no calibration", field="conditions", found=name, allowed=", ".join(CONDITIONS))
            )
        elif name in OUTCOMES:
            raise InputError(Problem("an outcome cannot explain an outcome", field="conditions", found=name))
        else:
            raise UnknownNameError("condition", name, CONDITIONS)
    if len(set(conditions)) < len(conditions):
        raise InputError(Problem("a condition is named twice", field="conditions", found=", ".join(conditions)))
    if not 1 <= len(conditions) <= MOST_HEADLINE_CONDITIONS:
        raise InputError(
            Problem(
                "about thirty cases do not bear so many conditions" if conditions else "no condition is named",
                field="conditions",
                found=str(len(conditions)),
                allowed=f"1 to {MOST_HEADLINE_CONDITIONS}",
            )
        )
    return tuple(conditions)


def cluster_of(gw_parent: int | None, start_year: int | None) -> str | None:
    """Return the dissolution that a case belongs to, if any."""
    if gw_parent is None or start_year is None or start_year < DISSOLUTION_FROM:
        return None
    return next((name for name, parents in CLUSTERS.items() if gw_parent in parents), None)


def _refused(name: str, field: CodedField) -> InputError:
    return InputError(
        Problem(
            f"refused as a condition: {_REASONS[field.known_when]}",
            field="conditions",
            found=f"{name} ({field.description})",
            allowed=", ".join(CONDITIONS),
        )
    )
