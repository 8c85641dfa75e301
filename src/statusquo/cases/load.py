"""Loads disputes: the bundled case files, a user's own file, or a UCDP conflict without a file.

A file from outside is not trusted: its size, its depth and the number of its values are limited, and whatever
is wrong with it is reported at once, each fault with its file, line and field.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from statusquo.cases.consistency import Fault, field_text
from statusquo.cases.listing import CaseListing, listing_of
from statusquo.cases.model import Case
from statusquo.core.errors import CaseError, InputError, Problem
from statusquo.core.files import read_text

MAX_BYTES = 1_000_000
MAX_DEPTH = 8
MAX_VALUES = 50_000

_MOST_DIGITS = 4_000
"""Python refuses to read whole numbers of more than 4,300 digits; no case needs twenty."""

_MOST_KEY_PARTS = 4 * MAX_DEPTH
_KEY_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_ENDLESS_KEY = re.compile(rf"(?<![\w\\-]){_KEY_PART}(?:[ \t]*+\.[ \t]*+{_KEY_PART}){{{_MOST_KEY_PARTS}}}", re.ASCII)
"""A dotted key of many parts: the standard parser's memory grows with the square of their number."""

_UCDP_ID = re.compile(r"ucdp-(\d{1,6})")
_PLACE_OF_SYNTAX_ERROR = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@cache
def bundled_ids() -> tuple[str, ...]:
    """Return the ids of the case files shipped with the package."""
    folder = files("statusquo.cases") / "bundled"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def load_case(id_or_path: str | int | Path) -> Case:
    """Return a dispute.

    Args:
        id_or_path: the id of a bundled case (``nagorno-karabakh``), a UCDP conflict (``ucdp-388`` or 388), a name of
            the dispute (``Artsakh``) or of its parent state (see `cases.finder`), or the path of a case file: a `Path`,
            or a text that ends in ``.toml`` or holds a path separator.

    Raises:
        UnknownNameError: when there is no such case or conflict.
        AmbiguousNameError: when several disputes are called so.
        CaseError: when a case file is wrong, with all that is wrong with it.
    """
    if isinstance(id_or_path, int):
        id_or_path = f"ucdp-{id_or_path}"
    if isinstance(id_or_path, Path) or _looks_like_path(id_or_path):
        return read_case(Path(id_or_path))
    if id_or_path in bundled_ids():
        return _load_bundled(id_or_path)
    if match := _UCDP_ID.fullmatch(id_or_path):
        from statusquo.cases.derived import case_from_ucdp

        return case_from_ucdp(int(match[1]))
    from statusquo.cases.finder import case_id

    return load_case(case_id(id_or_path))


def _looks_like_path(text: str) -> bool:
    return text.endswith(".toml") or os.sep in text or (os.altsep is not None and os.altsep in text)


@cache
def _load_bundled(name: str) -> Case:
    with as_file(files("statusquo.cases") / "bundled" / f"{name}.toml") as path:
        return read_case(path, origin="bundled")


def read_case(path: Path, *, origin: str = "file") -> Case:
    """Return the dispute in a case file.

    Args:
        path: the file.
        origin: where the case comes from, kept with it.

    Raises:
        CaseError: when the file cannot be read, is too large, no UTF-8, no TOML, or not a valid case.
    """
    return case_from_text(read_case_text(path), str(path), origin=origin)


def read_case_text(path: Path) -> str:
    """Return the text of a case file.

    Raises:
        CaseError: when the file cannot be read, is too large, or no UTF-8.
    """
    return read_text(path, limit_bytes=MAX_BYTES, error=CaseError)


def case_from_text(text: str, file: str, *, origin: str = "file") -> Case:
    """Return the dispute in the text of a case file.

    Args:
        text: the TOML.
        file: how errors call the file.
        origin: where the case comes from, kept with it.

    Raises:
        CaseError: when the text is no TOML or not a valid case.
    """
    data = parse_toml(text, file)
    invalid: ValidationError | None = None
    try:
        case = Case.model_validate({**data, "origin": origin})
    except ValidationError as error:
        invalid = error
    else:
        if "origin" not in data:
            return case

    from statusquo.cases.faults import faults_of

    raise CaseError(problems_in_order(faults_of(invalid, data), text, file))


def parse_toml(text: str, file: str, *, error: type[InputError] = CaseError, depth: int = MAX_DEPTH) -> dict[str, Any]:
    """Return the tables of a TOML text that nobody vouches for, within limits of depth and number.

    Args:
        text: the TOML.
        file: how errors call the file.
        error: the class of the error to raise.
        depth: how deep tables and arrays may be nested.

    Raises:
        CaseError: (or the class given) when the text is no TOML, or nested or filled beyond the limits.
    """
    if match := _ENDLESS_KEY.search(text):
        raise error(_too_deep(file, _line_at(text, match.start()), most=depth))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        message = str(cause)
        match = _PLACE_OF_SYNTAX_ERROR.search(message)
        line = int(match[1]) if match and match[1] else text.count("\n") + 1
        what = f"the file is not valid TOML: {_PLACE_OF_SYNTAX_ERROR.sub('', message)}"
        shown = text.split("\n")[line - 1].strip()[:60]
        raise error(Problem(what, file, line, found=repr(shown), allowed="TOML 1.0")) from None
    except RecursionError:
        raise error(_too_deep(file, most=depth)) from None
    except ValueError:
        # The one value that TOML has and Python's parser fails on: a whole number of thousands of digits.
        digits = re.search(rf"\w{{{_MOST_DIGITS},}}", text)
        line = _line_at(text, digits.start()) if digits else 1
        allowed = f"numbers of at most {_MOST_DIGITS:,} digits"
        raise error(Problem("a number has too many digits", file, line, allowed=allowed)) from None
    _check_limits(data, file, depth, error)
    return data


def _check_limits(data: dict[str, Any], file: str, most: int, error: type[InputError]) -> None:
    n_values = 0
    pending: list[tuple[int, Any]] = [(0, data)]
    while pending:
        depth, node = pending.pop()
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        n_values += len(inner)
        if depth > most:
            raise error(_too_deep(file, most=most))
        if n_values > MAX_VALUES:
            raise error(
                Problem(
                    "the file holds too many values",
                    file,
                    found=f"over {MAX_VALUES:,}",
                    allowed=f"at most {MAX_VALUES:,}",
                )
            )
        pending.extend((depth + 1, value) for value in inner)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _too_deep(file: str, line: int = 1, *, most: int = MAX_DEPTH) -> Problem:
    return Problem(
        "the tables are nested too deeply",
        file,
        line,
        found=f"over {most}",
        allowed=f"at most {most} levels",
    )


def problems_in_order(faults: Iterable[Fault], text: str, file: str) -> list[Problem]:
    """Return every fault of a case with its line, in the order of the file.

    Args:
        faults: what was found.
        text: the text of the file, valid TOML.
        file: how the problems call the file.
    """
    from statusquo.cases.positions import Positions

    positions = Positions(text)
    problems = [
        Problem(
            fault.what,
            file,
            # What is missing at the top of the file stands nowhere; its first line is where a reader looks.
            positions.line(fault.path) or 1,
            field_text(fault.path) or None,
            fault.found,
            fault.allowed,
        )
        for fault in faults
    ]
    return sorted(problems, key=lambda problem: problem.line or 1)


def bundled_case_of_conflict(conflict_id: int) -> str | None:
    """Return the id of the bundled case that covers a UCDP conflict, None where there is none."""
    return next((name for name in bundled_ids() if conflict_id in _load_bundled(name).ids.ucdp_conflict), None)


def list_cases(*, bundled_only: bool = False) -> list[CaseListing]:
    """Return what `load_case` knows: the bundled cases, then every territorial conflict of UCDP, by number.

    Args:
        bundled_only: leave out the conflicts that come from UCDP alone.
    """
    listings = [listing_of(_load_bundled(name)) for name in bundled_ids()]
    if not bundled_only:
        from statusquo.cases.derived import list_derived

        listings.extend(list_derived())
    return listings
