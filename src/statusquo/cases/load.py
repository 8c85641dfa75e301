"""Loads disputes: the bundled case files, a user's own file, or a UCDP conflict without a file.

A file from outside is not trusted: its size, its depth and the number of its values are limited, and whatever
is wrong with it is reported at once, each fault with its file, line and field.
"""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

from statusquo.cases.admission import another_dispute, unknown_shapes
from statusquo.cases.consistency import find_faults
from statusquo.cases.listing import CaseListing, listing_of
from statusquo.cases.model import Case, Chronicle
from statusquo.cases.own_shapes import missing_shape_files, with_areas
from statusquo.core.errors import CaseError
from statusquo.documents.bundle import Bundle, Check
from statusquo.documents.template import unfilled

_UCDP_ID = re.compile(r"ucdp-(\d{1,6})")


CASES = Bundle(
    "case",
    Case,
    CaseError,
    package="statusquo.cases",
    folder=("bundled",),
    in_model=(find_faults,),
    also="ucdp- and a number",
)


def _of_ones_own(folder: Path) -> tuple[Check, ...]:
    return (unknown_shapes, another_dispute, partial(missing_shape_files, folder))


def bundled_ids() -> tuple[str, ...]:
    """Return the ids of the case files shipped with the package."""
    return CASES.names()


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
        return load_case(f"ucdp-{id_or_path}")
    if (path := CASES.path_of(id_or_path)) is not None:
        return read_case(path)
    name = str(id_or_path)
    if name in bundled_ids():
        return _load_bundled(name)
    if match := _UCDP_ID.fullmatch(name):
        from statusquo.cases.derived import case_from_ucdp

        return case_from_ucdp(int(match[1]))
    from statusquo.cases.finder import case_id

    return load_case(case_id(name))


def load_draft(id_or_path: str | int | Path) -> Case:
    """Return a dispute as `load_case` does; a file may still hold the words of its template.

    To look at what is written so far: nothing is reckoned from it that a reader could take for a finding.
    """
    path = None if isinstance(id_or_path, int) else CASES.path_of(id_or_path)
    if path is None:
        return load_case(id_or_path)
    return with_areas(CASES.read(path, checks=_of_ones_own(path.parent), origin="file"), path.parent)


@cache
def _load_bundled(name: str) -> Case:
    return CASES.shipped(name, origin="bundled")


@cache
def bundled_chronicle(name: str) -> Chronicle:
    """Return what panels read of a bundled case, in a third of the time that the whole takes.

    Args:
        name: its id.
    """
    return CASES.shipped_part(name, Chronicle)


def read_case(path: Path) -> Case:
    """Return the dispute in a case file.

    Raises:
        CaseError: when the file cannot be read, is too large, no UTF-8, no TOML, or not a valid case, or the words of
            its template still stand in it.
    """
    return case_from_text(CASES.text(path), str(path))


def case_from_text(text: str, file: str) -> Case:
    """Return the dispute in the text of a case file.

    Args:
        text: the TOML.
        file: how errors call the file; what it names lies in the same folder.

    Raises:
        CaseError: when the text is no TOML or not a valid case, or the words of its template still stand in it.
    """
    folder = Path(file).parent
    return with_areas(CASES.from_text(text, file, checks=(unfilled, *_of_ones_own(folder)), origin="file"), folder)


def bundled_case_of_conflict(conflict_id: int) -> str | None:
    """Return the id of the bundled case that covers a UCDP conflict, None where there is none."""
    return next((name for name in bundled_ids() if conflict_id in bundled_chronicle(name).ids.ucdp_conflict), None)


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
