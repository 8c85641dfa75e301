"""Checks a case file: every error at once, or what the file holds, how complete it is and what it leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statusquo.cases.completeness import Completeness, completeness_of
from statusquo.cases.load import CASES, case_from_text
from statusquo.cases.model import Case
from statusquo.cases.weaknesses import find_weaknesses
from statusquo.core.errors import CaseError, Problem
from statusquo.documents.toml import problems_in_order


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of a case file found.

    Attributes:
        file: the file, as it was named.
        problems: everything that is wrong; of broken syntax the first error only.
        case: the case, None when something is wrong.
        completeness: how complete it is, None when something is wrong.
        warnings: what the case leaves open, without being wrong.
    """

    file: str
    problems: tuple[Problem, ...]
    case: Case | None = None
    completeness: Completeness | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "file": self.file,
            "ok": self.is_ok,
            "problems": [problem.to_json() for problem in self.problems],
            "warnings": [warning.to_json() for warning in self.warnings],
            "completeness": self.completeness.to_json() if self.completeness else None,
        }


def check_case(path: Path) -> CheckReport:
    """Return what is wrong with a case file, or how complete it is; a wrong file raises nothing."""
    try:
        return check_text(CASES.text(path), str(path))
    except CaseError as error:
        return CheckReport(str(path), error.problems)


def check_text(text: str, file: str) -> CheckReport:
    """Return what is wrong with the text of a case file, or how complete it is.

    Args:
        text: the TOML.
        file: how the report calls the file.
    """
    try:
        case = case_from_text(text, file)
    except CaseError as error:
        return CheckReport(file, error.problems)
    warnings = tuple(problems_in_order(find_weaknesses(case), text, file))
    return CheckReport(file, (), case, completeness_of(case), warnings)
