"""Loads explanations: the bundled files, or a user's own file.

A file from outside is not trusted, and what is wrong with it is reported at once, each fault with its file, line and
field, as for case files; the parameters of every test are checked against what the test declares.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from statusquo.core.errors import ExplanationError
from statusquo.documents.bundle import Bundle
from statusquo.documents.faults import Fault
from statusquo.documents.template import unfilled
from statusquo.explanations.model import Explanation, find_faults
from statusquo.explanations.registry import parameter_faults

MAX_DEPTH = 12
"""Levels of nesting: claims hold tests, which hold alternatives with parameters."""


def bundled_explanations() -> tuple[str, ...]:
    """Return the ids of the explanations shipped with the package, in the order in which they are shown."""
    return EXPLANATIONS.names()


def load_explanation(id_or_path: str | Path) -> Explanation:
    """Return an explanation.

    Args:
        id_or_path: the id of a bundled explanation (``babayev-2021``), or the path of an explanation file.

    Raises:
        UnknownNameError: when there is no such explanation.
        ExplanationError: when a file is wrong, with all that is wrong with it.
    """
    if (path := EXPLANATIONS.path_of(id_or_path)) is not None:
        return read_explanation(path)
    if id_or_path in bundled_explanations():
        return _load_bundled(str(id_or_path))
    raise EXPLANATIONS.unknown(str(id_or_path))


@cache
def _load_bundled(name: str) -> Explanation:
    return EXPLANATIONS.shipped(name)


def read_explanation(path: Path) -> Explanation:
    """Return the explanation in a file.

    Raises:
        ExplanationError: when the file cannot be read, is too large, no UTF-8, no TOML, or not valid.
    """
    return EXPLANATIONS.read(path)


def _binding_faults(explanation: Explanation) -> list[Fault]:
    found: list[Fault] = []
    for row, claim in enumerate(explanation.claim):
        for position, binding in enumerate(claim.test):
            place: tuple[Any, ...] = ("claim", row, "test", position)
            found += [
                Fault((*place, *fault.path), fault.what, fault.found, fault.allowed)
                for fault in parameter_faults(binding)
            ]
    return found


EXPLANATIONS = Bundle(
    "explanation",
    Explanation,
    ExplanationError,
    package="statusquo.explanations",
    folder=("bundled",),
    checks=(_binding_faults, unfilled),
    in_model=(find_faults,),
    max_depth=MAX_DEPTH,
    template="template.toml",
    first=tuple(tomllib.loads((files("statusquo.explanations") / "order.toml").read_text(encoding="utf-8"))["first"]),
)
