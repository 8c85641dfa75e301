"""How complete a case is: which of its facts rest on a source, and what a complete case has that it lacks.

The yardstick is the declared list ``complete_case.toml``, each entry with its reason. It counts what is there and
says nothing on whether it is right; that a key exists for each side is counted, not that it is the other side's.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from statusquo.cases.model import Case

_YEARS_AROUND_START = 5
"""Censuses come every ten years, so that one lies within five of any date."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that a complete case has.

    Attributes:
        what: what it is, in words.
        reason: why a complete case has it.
        key: pattern of the fact keys that give it, None where a table does.
        table: dotted name of the table whose rows give it, None where facts do.
        at_least: how many different keys, or rows, it takes.
        open_only: whether only a dispute needs it whose file has no exit.
    """

    what: str
    reason: str
    key: str | None = None
    table: str | None = None
    at_least: int = 1
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a case gives and lacks.

    Attributes:
        n_facts: facts given.
        n_sourced: facts that rest on a source that somebody answers for.
        n_mirrored: facts that rest on copies of an encyclopedia at best.
        n_unsourced: facts that rest on general knowledge only.
        n_contested: keys under which figures differ.
        n_expected: how much a complete case of its kind has.
        missing: what of it the case lacks.
    """

    n_facts: int
    n_sourced: int
    n_mirrored: int
    n_unsourced: int
    n_contested: int
    n_expected: int
    missing: tuple[Expected, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "facts": self.n_facts,
            "sourced": self.n_sourced,
            "contested": self.n_contested,
            "mirror_only": self.n_mirrored,
            "unsourced": self.n_unsourced,
            "expected": self.n_expected,
            "missing": [{"key": one.key or one.table, "what": one.what, "reason": one.reason} for one in self.missing],
        }


@cache
def expected_of_a_case() -> tuple[Expected, ...]:
    """Return what a complete case has, in the order of the list."""
    text = (files("statusquo.cases") / "complete_case.toml").read_text(encoding="utf-8")
    return tuple(Expected(**row) for row in tomllib.loads(text)["expected"])


def completeness_of(case: Case) -> Completeness:
    """Return what a case gives and what it lacks."""
    expected = [one for one in expected_of_a_case() if not (one.open_only and case.exit)]
    keys, words = {fact.key for fact in case.fact}, _words(case)
    standings = Counter(case.standing(fact) for fact in case.fact)
    return Completeness(
        n_facts=len(case.fact),
        n_sourced=standings["sourced"],
        n_mirrored=standings["mirror only"],
        n_unsourced=standings["unsourced"],
        n_contested=len(case.contested()),
        n_expected=len(expected),
        missing=tuple(one for one in expected if _count(case, one, keys, words) < one.at_least),
    )


def _count(case: Case, expected: Expected, keys: Collection[str], words: Mapping[str, str]) -> int:
    if expected.table:
        return sum(1 for _ in _rows(case, expected.table))
    pattern = _regex(words, expected.key or "") if keys else ""
    return sum(re.fullmatch(pattern, key) is not None for key in keys)


def _rows(case: Case, table: str) -> Iterator[Any]:
    """Yield the rows of a table, through all rows of the tables around it; a holding by default does not count."""
    nodes: list[Any] = [case]
    for name in table.split("."):
        values = [getattr(node, name) for node in nodes]
        nodes = [row for value in values for row in (value if isinstance(value, tuple) else (value,))]
    for row in nodes:
        is_default = table == "holding" and (row.is_default or row.confidence == "low" or not case.is_sourced(row))
        if row is not None and not is_default:
            yield row


def _words(case: Case) -> dict[str, str]:
    """Return what the words of a pattern of the list stand for in the keys of one case, as regular expressions."""
    named = {row.id for rows in (case.actor, case.territory.district, case.territory.place) for row in rows}
    starts = [
        role.start.year
        for actor in case.actor
        for role in actor.role
        if role.role in ("separatist", "claimant") and role.start
    ]
    years = (year for start in starts for year in range(start - _YEARS_AROUND_START, start + _YEARS_AROUND_START + 1))
    return {
        "territory": f"(?!(?:{_any_of(named)})\\.)[^.]+",
        "parent": f"(?:{_any_of(actor.id for actor in (*case.parents(), *case.claimants()))})",
        "start": f"(?:{_any_of(map(str, years))})",
        "*": "[^.]*",
    }


def _regex(words: Mapping[str, str], pattern: str) -> str:
    """Return a pattern of the list as a regular expression for the keys of one case."""
    return "".join(
        words[part.strip("{}")] if part == "*" or part.startswith("{") else re.escape(part)
        for part in re.split(r"(\*|\{\w+\})", pattern)
    )


def _any_of(names: Any) -> str:
    """Return an alternative of names as keys write them; of no names, what no key can be."""
    return "|".join(sorted({re.escape(name.replace("-", "_")) for name in names})) or r"\b\B"
