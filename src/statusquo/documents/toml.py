"""Reads TOML that nobody vouches for, within limits of depth and number, and tells faults with their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from statusquo.core.errors import InputError, Problem
from statusquo.documents.faults import Fault, FieldPath, field_text
from statusquo.documents.positions import Positions

MAX_BYTES = 1_000_000
MAX_DEPTH = 8
MAX_VALUES = 50_000
_LEAST, _LARGEST = -(2**63), 2**63 - 1
"""What TOML 1.0 has every reader take; Python's takes any number, and what computes with one then fails."""

_MOST_DIGITS = 4_000
"""Python refuses to read whole numbers of more than 4,300 digits; no file needs twenty."""

_MOST_KEY_PARTS = 4 * MAX_DEPTH
_KEY_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_ENDLESS_KEY = re.compile(rf"(?<![\w\\-]){_KEY_PART}(?:[ \t]*+\.[ \t]*+{_KEY_PART}){{{_MOST_KEY_PARTS}}}", re.ASCII)
"""A dotted key of many parts: the standard parser's memory grows with the square of their number."""
_PLACE_OF_SYNTAX_ERROR = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def parse_toml(text: str, file: str, *, error: type[InputError], depth: int = MAX_DEPTH) -> dict[str, Any]:
    """Return the tables of a TOML text that nobody vouches for, within limits of depth and number.

    Args:
        text: the TOML.
        file: how errors call the file.
        error: the class of the error to raise.
        depth: how deep tables and arrays may be nested.

    Raises:
        InputError: of the class given, when the text is no TOML, or nested or filled beyond the limits.
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
    _check_limits(data, text, file, depth, error)
    return data


def _check_limits(data: dict[str, Any], text: str, file: str, most: int, error: type[InputError]) -> None:
    n_values = 0
    too_large: list[Fault] = []
    pending: list[tuple[FieldPath, Any]] = [((), data)]
    while pending:
        path, node = pending.pop()
        inner = dict(enumerate(node)) if isinstance(node, list) else node if isinstance(node, dict) else {}
        n_values += len(inner)
        if isinstance(node, int) and not _LEAST <= node <= _LARGEST:
            too_large.append(Fault(path, "the number is too large", f"{str(node)[:12]}…", "64 bits, as in TOML 1.0"))
        if len(path) > most:
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
        pending.extend(((*path, key), value) for key, value in inner.items())
    if too_large:
        raise error(problems_in_order(too_large, text, file))


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
    """Return every fault of a file with its line, in the order of the file.

    Args:
        faults: what was found.
        text: the text of the file, valid TOML.
        file: how the problems call the file.
    """
    positions = Positions(text)
    problems = [
        Problem(
            fault.what + (f" (against line {positions.line(fault.against) or 1})" if fault.against else ""),
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
