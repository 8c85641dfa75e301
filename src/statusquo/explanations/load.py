"""Loads explanations: the bundled files, or a user's own file.

A file from outside is not trusted, and what is wrong with it is reported at once, each fault with its file, line and
field, as for case files; the parameters of every test are checked against what the test declares.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from statusquo.core.errors import ExplanationError, UnknownNameError
from statusquo.core.files import read_text
from statusquo.documents.faults import Fault
from statusquo.documents.toml import MAX_BYTES, parse_toml, problems_in_order
from statusquo.documents.validation import faults_of_table
from statusquo.explanations.model import Explanation
from statusquo.explanations.registry import parameter_faults

MAX_DEPTH = 12
"""Levels of nesting: claims hold tests, which hold alternatives with parameters."""


@cache
def bundled_explanations() -> tuple[str, ...]:
    """Return the ids of the explanations shipped with the package, the one the project starts from first."""
    folder = files("statusquo.explanations") / "bundled"
    names = [e.name.removesuffix(".toml") for e in folder.iterdir() if e.name.endswith(".toml")]
    return tuple(sorted(names, key=lambda name: (name != "babayev-2021", name)))


def load_explanation(id_or_path: str | Path) -> Explanation:
    """Return an explanation.

    Args:
        id_or_path: the id of a bundled explanation (``babayev-2021``), or the path of an explanation file.

    Raises:
        UnknownNameError: when there is no such explanation.
        ExplanationError: when a file is wrong, with all that is wrong with it.
    """
    if isinstance(id_or_path, Path) or id_or_path.endswith(".toml") or os.sep in id_or_path:
        return read_explanation(Path(id_or_path))
    if id_or_path in bundled_explanations():
        return _load_bundled(id_or_path)
    hint = "a bundled id or the path of a .toml file"
    raise UnknownNameError("explanation", id_or_path, bundled_explanations(), hint=hint)


@cache
def _load_bundled(name: str) -> Explanation:
    with as_file(files("statusquo.explanations") / "bundled" / f"{name}.toml") as path:
        return read_explanation(path)


def read_explanation(path: Path) -> Explanation:
    """Return the explanation in a file.

    Raises:
        ExplanationError: when the file cannot be read, is too large, no UTF-8, no TOML, or not valid.
    """
    return explanation_from_text(read_text(path, limit_bytes=MAX_BYTES, error=ExplanationError), str(path))


def explanation_from_text(text: str, file: str) -> Explanation:
    """Return the explanation in a text.

    Args:
        text: the TOML.
        file: how errors call the file.

    Raises:
        ExplanationError: when the text is no TOML or not a valid explanation.
    """
    data = parse_toml(text, file, error=ExplanationError, depth=MAX_DEPTH)
    faults: list[Fault] = []
    explanation: Explanation | None = None
    try:
        explanation = Explanation.model_validate(data)
    except ValidationError as error:
        faults = faults_of_table(error, data, Explanation)
    if explanation is not None:
        faults = _binding_faults(explanation)
        if not faults:
            return explanation
    raise ExplanationError(problems_in_order(faults, text, file))


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
