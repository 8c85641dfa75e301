"""States by any name or number: conversions between the field's systems of state codes, and their lists by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar, overload

T = TypeVar("T", int, str)

if TYPE_CHECKING:
    import polars as pl

    from statusquo.core.state_names import By
    from statusquo.core.states import StateSpell

    Code = str | int
    Many = list[str] | list[int] | tuple[Code, ...] | pl.Series


@overload
def to_gw(states: Code, year: int | None = None, *, by: By = "name", strict: bool = True) -> int | None: ...
@overload
def to_gw(
    states: Many, year: int | Sequence[int] | None = None, *, by: By = "name", strict: bool = True
) -> list[int | None]: ...
def to_gw(
    states: Code | Many,
    year: int | Sequence[int] | None = None,
    *,
    by: By = "name",
    strict: bool = True,
) -> int | list[int | None] | None:
    """Return the Gleditsch-Ward numbers of states.

    Args:
        states: one state or several: names in any usual spelling, or codes of the system that `by` names.
        year: the year, or one for each state, for a state goes by other numbers in other years; the latest by default.
        by: ``name``, ``gw``, ``cow``, ``iso3`` or ``vdem``.
        strict: whether a state that is not found, or not listed in its year, is an error; else it is None.

    Returns:
        A number for one state, a list for several, in their order.

    Raises:
        InputError: when `strict` and a state is not found; it lists all of them with the nearest names.

    Examples:
        >>> sq.to_gw("Germany", 1995), sq.to_gw(255, 1995, by="cow"), sq.to_gw("Deutschland", 1900)
        (260, 260, 255)
        >>> sq.to_gw(["Serbia", "USSR", "Yemen"], [1995, 1980, 2000])
        [345, 365, 678]
        >>> sq.to_gw(["Korea", "Ruritania"], 2000, strict=False)
        [None, None]
    """
    return _converted(states, year, by, lambda spell: spell.gwno, "Gleditsch-Ward", strict=strict)


@overload
def to_cow(states: Code, year: int | None = None, *, by: By = "name", strict: bool = True) -> int | None: ...
@overload
def to_cow(
    states: Many, year: int | Sequence[int] | None = None, *, by: By = "name", strict: bool = True
) -> list[int | None]: ...
def to_cow(
    states: Code | Many,
    year: int | Sequence[int] | None = None,
    *,
    by: By = "name",
    strict: bool = True,
) -> int | list[int | None] | None:
    """Return the Correlates of War numbers of states; arguments and errors as `to_gw`.

    Examples:
        >>> sq.to_cow(260, 1995, by="gw"), sq.to_cow("Yemen", 2000)
        (255, 679)
        >>> sq.to_cow("Canada", 1900)
        Traceback (most recent call last):
        ...
        statusquo.core.errors.InputError: the state is not listed in the year; found 'Canada' in 1900; allowed a year
        in which the Correlates of War system lists it
    """
    return _converted(states, year, by, lambda spell: spell.ccode, "Correlates of War", strict=strict)


@overload
def state_name(states: Code, year: int | None = None, *, by: By = "gw", strict: bool = True) -> str | None: ...
@overload
def state_name(
    states: Many, year: int | Sequence[int] | None = None, *, by: By = "gw", strict: bool = True
) -> list[str | None]: ...
def state_name(
    states: Code | Many,
    year: int | Sequence[int] | None = None,
    *,
    by: By = "gw",
    strict: bool = True,
) -> str | list[str | None] | None:
    """Return the English short names of states, as they were called in a year; arguments and errors as `to_gw`.

    Examples:
        >>> sq.state_name(260, 1960), sq.state_name(260), sq.state_name([340, 345], 2006)
        ('German Federal Republic', 'Germany', ['Serbia', 'Yugoslavia'])
    """
    return _converted(states, year, by, lambda spell: spell.name, "Gleditsch-Ward", strict=strict)


def states(system: Literal["gw", "cow"] = "gw", first: int = 1816, last: int | None = None) -> pl.DataFrame:
    """Return the states that a system lists, one row per state and year.

    Args:
        system: Gleditsch-Ward (``gw``) or Correlates of War (``cow``).
        first: first year.
        last: last year; that of the data by default.

    Returns:
        `gwno` or `ccode`, `year`, `name`, and the other system's number, missing where it lists no such state.

    Examples:
        >>> sq.states("cow", 1816, 1816).height, sq.states("gw", 2000, 2000).height
        (23, 191)
    """
    import polars as pl

    from statusquo.snapshot.store import open_snapshot

    own, other = ("gwno", "ccode") if system == "gw" else ("ccode", "gwno")
    runs = open_snapshot().table("states").drop_nulls(own)
    rows = runs.with_columns(year=pl.int_ranges("first_year", pl.col("last_year") + 1, dtype=pl.Int32)).explode("year")
    inside = rows.filter(pl.col("year").is_between(first, last or 9999))
    # In the year in which a code changed both stand; the one that goes on is kept.
    latest = inside.sort(own, "year", "first_year").unique([own, "year"], keep="last", maintain_order=True)
    return latest.select(own, "year", "name", other)


def _converted(
    states: Code | Many,
    year: int | Sequence[int] | None,
    by: By,
    take: Callable[[StateSpell], T | None],
    system: str,
    *,
    strict: bool,
) -> T | list[T | None] | None:
    from statusquo.core.errors import AmbiguousNameError, InputError, Problem, UnknownNameError
    from statusquo.snapshot.state_finder import state_names
    from statusquo.snapshot.store import open_snapshot

    is_one = isinstance(states, str | int)
    asked = [states] if isinstance(states, str | int) else list(states)
    years = [year] * len(asked) if year is None or isinstance(year, int) else list(year)
    if len(years) != len(asked):
        raise InputError(
            Problem("there is not one year for each state", found=str(len(years)), allowed=str(len(asked)))
        )
    names = state_names(open_snapshot())
    found: dict[tuple[Code, int | None], T | None] = {}
    problems = {}
    for key in dict.fromkeys(zip(asked, years, strict=True)):
        state, when = key
        try:
            spell = names.spell(state, when, by=by)
            found[key] = None if spell is None else take(spell)
        except (UnknownNameError, AmbiguousNameError) as cause:
            found[key] = None
            problems[key] = cause.problems[0]
        if found[key] is None and key not in problems:
            problems[key] = Problem(
                "the state is not listed in the year",
                found=f"{state!r} in {when or 'any year'}",
                allowed=f"a year in which the {system} system lists it",
            )
    if strict and problems:
        raise InputError(list(problems.values()))
    values = [found[key] for key in zip(asked, years, strict=True)]
    return values[0] if is_one else values
