"""Loads disputes: the bundled case files, a user's own file, or a UCDP conflict without a file.

A file from outside is not trusted: its size, its depth and the number of its values are limited, and whatever
is wrong with it is reported at once, each fault with its file, line and field.
"""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import ValidationError

from statusquo.cases.consistency import find_faults
from statusquo.cases.listing import CaseListing, listing_of
from statusquo.cases.model import Case
from statusquo.core.errors import CaseError, UnknownNameError
from statusquo.core.files import read_text
from statusquo.documents.toml import MAX_BYTES, parse_toml, problems_in_order

_UCDP_ID = re.compile(r"ucdp-(\d{1,6})")


@cache
def bundled_ids() -> tuple[str, ...]:
    """Return the ids of the case files shipped with the package."""
    folder = files("statusquo.cases") / "bundled"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def load_case(id_or_path: str | Path) -> Case:
    """Return a dispute.

    Args:
        id_or_path: the id of a bundled case (``nagorno-karabakh``), a UCDP conflict (``ucdp-388``), or the
            path of a case file: a `Path`, or a text that ends in ``.toml`` or holds a path separator.

    Raises:
        UnknownNameError: when there is no such case or conflict.
        CaseError: when a case file is wrong, with all that is wrong with it.
    """
    if isinstance(id_or_path, Path) or _looks_like_path(id_or_path):
        return read_case(Path(id_or_path))
    if id_or_path in bundled_ids():
        return _load_bundled(id_or_path)
    if match := _UCDP_ID.fullmatch(id_or_path):
        from statusquo.cases.derived import case_from_ucdp

        return case_from_ucdp(int(match[1]))
    raise UnknownNameError(
        "case",
        id_or_path,
        bundled_ids(),
        hint="a bundled id, ucdp- and a number, or the path of a .toml file",
    )


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
    data = parse_toml(text, file, error=CaseError)
    invalid: ValidationError | None = None
    try:
        case = Case.model_validate({**data, "origin": origin})
    except ValidationError as error:
        invalid = error
    else:
        if "origin" not in data:
            return case

    from statusquo.documents.validation import faults_of_table

    raise CaseError(problems_in_order(faults_of_table(invalid, data, Case, find_faults), text, file))


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
