"""Nearest cases among the coded ones: traits of each case before or at its outset, and how each ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from statusquo.cases.codings import Reading, coded_cases
from statusquo.cases.load import bundled_case_of_conflict
from statusquo.cases.model import Case
from statusquo.comparison.nearest import Cases, Pair, Trait, nearest_cases, structural_traits
from statusquo.comparison.outcomes import with_outcomes
from statusquo.core.errors import InputError, Problem
from statusquo.core.wording import listed


@dataclass(frozen=True, slots=True)
class CodedStructure:
    """The coded cases as they are compared.

    Attributes:
        traits: what they are compared by.
        cases: each case's traits by its id.
        titles: names of the cases.
        outcomes: how each ended or stands.
        attained: whether each attained control, where the coding says.
        kept: whether it kept it.
        fled: whether a large part of any side fled or was expelled.
    """

    traits: tuple[Trait, ...]
    cases: Cases
    titles: Mapping[str, str]
    outcomes: Mapping[str, str | None]
    attained: Mapping[str, bool | None]
    kept: Mapping[str, bool | None]
    fled: Mapping[str, bool | None]


def coded_structure(*, reading: Reading = "main", own: Case | None = None) -> CodedStructure:
    """Return the structure of every coded case.

    Args:
        reading: the coding taken where it is contested.
        own: a case of one's own that is compared with them.
    """
    traits = structural_traits()
    rows = with_outcomes(coded_cases(reading=reading, own=own)).to_dicts()
    return CodedStructure(
        traits,
        {row["case"]: {trait.name: row[trait.name] for trait in traits} for row in rows},
        {row["case"]: row["title"] for row in rows},
        {row["case"]: row["outcome"] for row in rows},
        {row["case"]: row["attained"] for row in rows},
        {row["case"]: row["kept"] for row in rows},
        {row["case"]: row["mass_expulsion"] for row in rows},
    )


def structure_around(case: Case) -> tuple[str, CodedStructure]:
    """Return the id under which a case is compared, and the structure of all coded cases and of itself.

    Args:
        case: a bundled case, a conflict of UCDP that one covers, or a case of one's own.

    Raises:
        InputError: when it codes nothing by which cases are compared.
    """
    if case.origin == "file":
        structure = coded_structure(own=case)
        given = structure.cases.get(case.id, {})
        if all(value is None for value in given.values()):
            traits = listed([trait.name for trait in structure.traits[:3]])
            raise InputError(
                Problem(
                    "the case file codes nothing by which cases are compared",
                    field="ID",
                    found=case.id,
                    allowed=f"[[coding]] rows of fields such as {traits}",
                )
            )
        return case.id, structure
    structure = coded_structure()
    covering = (bundled_case_of_conflict(number) for number in case.ids.ucdp_conflict)
    id = next((found for found in (case.id, *covering) if found in structure.cases), None)
    if id is None:
        what, allowed = f"{case.title} is not among the coded cases", "a bundled case, or a case file that codes it"
        raise InputError(Problem(what, field="ID", found=case.id, allowed=allowed))
    return id, structure


def neighbours(case: str, structure: CodedStructure, *, n: int | None = None) -> list[Pair]:
    """Return the coded cases nearest to one of them, nearest first."""
    return nearest_cases(case, structure.cases, structure.traits, n=n)
