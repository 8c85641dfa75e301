"""The error tree of the package.

Every error a user can cause or meet descends from `StatusQuoError` and says what was found, what is allowed and,
where there is one, what to do next. The command line turns `InputError` into exit code 2 and every other
`StatusQuoError` into exit code 1; neither prints a traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from operator import attrgetter
from typing import Any, TypeVar

from statusquo.core.plain_text import with_numbers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in an input, with its place.

    Attributes:
        what: one sentence that says what is wrong.
        file: the file it stands in, if it stands in one.
        line: 1-based line, if known.
        field: dotted path of the field, such as ``district[2].name``.
        found: what was found, as it would be printed.
        allowed: what is allowed instead.
    """

    what: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    found: str | None = None
    allowed: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        head = " ".join(part for part in (f"{place}:" if place else "", f"{self.field}:" if self.field else "") if part)
        tail = "".join(
            f"; {label} {value}"
            for label, value in (("found", self.found), ("allowed", self.allowed))
            if value is not None
        )
        return with_numbers(f"{head} {self.what}{tail}".strip())

    def to_json(self) -> dict[str, Any]:
        """Return the problem as plain JSON values."""
        return {name: getattr(self, name) for name in ("what", "file", "line", "field", "found", "allowed")}


class StatusQuoError(Exception):
    """Root of all errors raised on purpose by this package."""

    exit_code = 1

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error cross from a worker process as it stands, whatever its class is made from."""
        return _as_it_stood, (type(self), self.args), self.__dict__


def _as_it_stood(kind: type[StatusQuoError], args: tuple[Any, ...]) -> StatusQuoError:
    return kind.__new__(kind, *args)


class InputError(StatusQuoError):
    """The user's input is wrong: an argument, an identifier or a file (exit code 2).

    Attributes:
        problems: everything found wrong, at least one.
    """

    exit_code = 2

    def __init__(self, problems: str | Problem | Sequence[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CaseError(InputError):
    """A case file is wrong."""


class ExplanationError(InputError):
    """An explanation file is wrong."""


class ScenarioError(InputError):
    """A scenario file is wrong."""


class SettlementError(InputError):
    """A file of actors and positions, of options, or a vocabulary of settlements is wrong."""


class SweepError(InputError):
    """A sweep file is wrong."""


class DomainError(InputError):
    """A quantity was asked for outside the years, states or units its source covers."""


class UnknownNameError(InputError):
    """An identifier names nothing known; the nearest known names are offered."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, hint: str = "") -> None:
        candidates = sorted(set(known))
        near = get_close_matches(name, candidates, n=3, cutoff=0.5)
        what = f"unknown {kind} {name!r}" + (f" ({hint})" if hint else "")
        if near:
            what += f". Did you mean {' or '.join([', '.join(near[:-1])] * (len(near) > 1) + near[-1:])}?"
        elif 0 < len(candidates) <= 12:
            what += f"; allowed {', '.join(candidates)}"
        super().__init__(Problem(what))
        self.kind, self.name, self.near = kind, name, tuple(near)


class AmbiguousNameError(InputError):
    """A name means several things; all of them are listed.

    Attributes:
        found: what each of them is called, by id.
    """

    def __init__(self, kind: str, name: str, found: Mapping[str, str]) -> None:
        self.kind, self.name, self.found = kind, name, dict(found)
        listed = ", ".join(id if id == title else f"{id} ({title})" for id, title in self.found.items())
        super().__init__(Problem(f"several {kind}s are called so", found=repr(name), allowed=f"one of {listed}"))


def by_id(kind: str, name: str, rows: Iterable[T], key: Callable[[T], str] = attrgetter("id")) -> T:
    """Return the first row that has an id.

    Args:
        kind: what the rows are, for the error.
        name: the id.
        rows: the rows.
        key: gives the id of a row.

    Raises:
        UnknownNameError: when none has it; it offers the nearest ids.
    """
    known = [(key(row), row) for row in rows]
    for id, row in known:
        if id == name:
            return row
    raise UnknownNameError(kind, name, (id for id, _ in known))


class OutputError(StatusQuoError):
    """A result cannot be written to the end, as on a full disk; what was there before stays."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))


class SourceError(StatusQuoError):
    """A raw file is not what its source declares: checksum, columns, keys or ranges differ."""


class OfflineError(SourceError):
    """A raw file is neither on disk nor reachable."""


class SnapshotError(StatusQuoError):
    """The embedded snapshot is missing, incomplete or of another format."""


class ArtefactError(StatusQuoError):
    """A fitted artefact is missing or damaged."""


class ForecastError(StatusQuoError):
    """A published forecast is not what its ledger says: edited, missing or damaged."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))


class FitError(StatusQuoError):
    """A model cannot be fitted to these rows: nothing to tell apart, a missing value, or no maximum."""


class ParameterError(InputError):
    """A parameter of a model lies outside its allowed range; the message names it and the range."""


class ConvergenceError(StatusQuoError):
    """A game was not solved: its values did not settle, or they depend on where the iteration starts."""


class MissingExtraError(StatusQuoError):
    """A part of the package needs an optional extra that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra [{extra}]: pip install 'statusquo[{extra}]'")
