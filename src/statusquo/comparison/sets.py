"""Cases as members of sets: conditions, an outcome, and expressions over them.

An expression is written as in the field: `*` is and, `+` is or, `~` is not, and `NAME[2]` is level 2 of a multi-value
condition. Membership in a conjunction is the smallest of its parts, in a disjunction the largest (Zadeh 1965).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from statusquo.core.errors import InputError, Problem, UnknownNameError

FREE = -1
"""Stands in a term for a condition that the term does not name."""

Term = tuple[int, ...]
"""A conjunction: for each condition its level, or `FREE`. Crisp and fuzzy conditions have levels 0 (not) and 1."""

Kind = Literal["crisp", "fuzzy", "multi-value"]

_LITERAL = re.compile(r"\s*(?P<not>~?)\s*(?P<name>(?!\d)[\w.]+)\s*(?:\[(?P<levels>[\d\s,]+)\])?\s*")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its name, its kind, and how many levels it has (2 unless it is multi-value)."""

    name: str
    kind: Kind
    levels: int = 2

    def literal(self, level: int) -> str:
        """Return a level of this condition as written in an expression."""
        if self.kind == "multi-value":
            return f"{self.name}[{level}]"
        return self.name if level else f"~{self.name}"


@dataclass(frozen=True)
class CalibratedCases:
    """Cases with their calibrated conditions and outcome.

    Attributes:
        cases: the names of the cases.
        conditions: the conditions, in order.
        values: one row per case and one column per condition: membership, or the level of a multi-value condition.
        outcome_name: the outcome, with ``~`` when it is the absence of the outcome that is explained.
        outcome: membership of each case in the outcome.
    """

    cases: tuple[str, ...]
    conditions: tuple[Condition, ...]
    values: NDArray[np.float64]
    outcome_name: str
    outcome: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.cases), len(self.conditions)) or self.outcome.shape != (len(self.cases),):
            raise ValueError("cases, conditions, values and outcome must have the same lengths")

    @cached_property
    def literals(self) -> tuple[NDArray[np.float64], ...]:
        """For each condition an array of levels by cases: membership in each level."""
        found = []
        for condition, column in zip(self.conditions, self.values.T, strict=True):
            if condition.kind == "multi-value":
                found.append((column[None, :] == np.arange(condition.levels)[:, None]).astype(np.float64))
            else:
                found.append(np.stack([1 - column, column]))
        return tuple(found)

    def term_membership(self, term: Term) -> NDArray[np.float64]:
        """Return the membership of every case in a conjunction; all are members of the empty one."""
        parts = [self.literals[i][level] for i, level in enumerate(term) if level != FREE]
        return np.min(parts, axis=0) if parts else np.ones(len(self.cases))

    def model_membership(self, terms: Iterable[Term]) -> NDArray[np.float64]:
        """Return the membership of every case in a disjunction of terms; none is a member of the empty one."""
        parts = [self.term_membership(term) for term in terms]
        return np.max(parts, axis=0) if parts else np.zeros(len(self.cases))

    def named(self, which: NDArray[np.bool_]) -> tuple[str, ...]:
        """Return the names of the cases that are marked."""
        return tuple(name for name, is_one in zip(self.cases, which.tolist(), strict=True) if is_one)

    def without(self, left_out: Iterable[str]) -> CalibratedCases:
        """Return the same comparison without some cases."""
        gone = set(left_out)
        kept = [i for i, name in enumerate(self.cases) if name not in gone]
        names = tuple(self.cases[i] for i in kept)
        return CalibratedCases(names, self.conditions, self.values[kept], self.outcome_name, self.outcome[kept])

    def negated(self) -> CalibratedCases:
        """Return the same comparison with the absence of the outcome as outcome."""
        name = self.outcome_name[1:] if self.outcome_name.startswith("~") else f"~{self.outcome_name}"
        return CalibratedCases(self.cases, self.conditions, self.values, name, 1 - self.outcome)

    def with_outcome(self, outcome: NDArray[np.float64]) -> CalibratedCases:
        """Return the same conditions with another outcome, as a permutation test needs."""
        return CalibratedCases(self.cases, self.conditions, self.values, self.outcome_name, outcome)


def render_term(term: Term, conditions: Sequence[Condition]) -> str:
    """Return a term as written in the field; the empty term, which every case is in, is ``1``."""
    return "*".join(c.literal(level) for c, level in zip(conditions, term, strict=True) if level != FREE) or "1"


def render_model(terms: Iterable[Term], conditions: Sequence[Condition]) -> str:
    """Return a model as a sum of its terms."""
    return " + ".join(render_term(term, conditions) for term in terms)


def parse_conjunction(text: str, conditions: Sequence[Condition]) -> dict[int, frozenset[int]]:
    """Return the levels that a conjunction such as ``A*~B*C[1,2]`` asks for, by the condition's position.

    Raises:
        UnknownNameError: when it names a condition there is not.
        InputError: when it cannot be read, or contradicts itself.
    """
    found: dict[int, frozenset[int]] = {}
    names = [condition.name for condition in conditions]
    for part in text.split("*"):
        match = _LITERAL.fullmatch(part)
        if match is None:
            raise InputError(Problem("an expression cannot be read", found=repr(text), allowed="such as A*~B or A[1]"))
        if match["name"] not in names:
            raise UnknownNameError("condition", match["name"], names, hint=f"in the expression {text.strip()}")
        position = names.index(match["name"])
        condition = conditions[position]
        if match["levels"] is None and condition.levels > 2:
            raise InputError(
                Problem(f"{condition.name} has several levels", found=part.strip(), allowed=f"{condition.name}[1]")
            )
        if match["levels"] is None:
            levels = frozenset({int(not match["not"])})
        else:
            named = frozenset(int(number) for number in match["levels"].split(",") if number.strip())
            levels = frozenset(range(condition.levels)) - named if match["not"] else named
        levels &= found.get(position, frozenset(range(condition.levels)))
        if not levels:
            raise InputError(
                Problem(
                    "an expression that no case can be in",
                    found=repr(text.strip()),
                    allowed=f"levels 0 to {condition.levels - 1} of {condition.name}, each condition once",
                )
            )
        found[position] = levels
    return found


def parse_model(text: str, conditions: Sequence[Condition]) -> tuple[Term, ...]:
    """Return the terms of an expression such as ``A*~B + C``.

    Raises:
        InputError: when it cannot be read or names a condition there is not.
    """
    terms = []
    for part in text.split("+"):
        asked = parse_conjunction(part, conditions)
        several = [conditions[i].name for i, levels in asked.items() if len(levels) > 1]
        if several:
            raise InputError(Problem("a term names one level of a condition", field=several[0], found=part.strip()))
        terms.append(tuple(min(asked[i]) if i in asked else FREE for i in range(len(conditions))))
    return tuple(terms)
