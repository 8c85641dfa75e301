"""Nearest cases among the coded ones: traits of each case before or at its outset, and how each ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from statusquo.cases.codings import Reading, coded_cases
from statusquo.comparison.nearest import Cases, Pair, Trait, nearest_cases, structural_traits
from statusquo.comparison.outcomes import with_outcomes


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


def coded_structure(*, reading: Reading = "main") -> CodedStructure:
    """Return the structure of every coded case.

    Args:
        reading: the coding taken where it is contested.
    """
    traits = structural_traits()
    rows = with_outcomes(coded_cases(reading=reading)).to_dicts()
    return CodedStructure(
        traits,
        {row["case"]: {trait.name: row[trait.name] for trait in traits} for row in rows},
        {row["case"]: row["title"] for row in rows},
        {row["case"]: row["outcome"] for row in rows},
        {row["case"]: row["attained"] for row in rows},
        {row["case"]: row["kept"] for row in rows},
        {row["case"]: row["mass_expulsion"] for row in rows},
    )


def neighbours(case: str, structure: CodedStructure, *, n: int | None = None) -> list[Pair]:
    """Return the coded cases nearest to one of them, nearest first."""
    return nearest_cases(case, structure.cases, structure.traits, n=n)
