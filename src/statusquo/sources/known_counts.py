"""Known defects of a raw file, pinned as numbers, so that a release that mends or worsens them is noticed."""

from __future__ import annotations

from statusquo.core.errors import SourceError
from statusquo.core.origin import Origin


def refuse_other_count(origin: Origin, what: str, found: int | tuple[int, ...], known: int | tuple[int, ...]) -> None:
    """Do nothing when a known defect is there as often as it was, or in the same rows, when somebody looked at it.

    Args:
        origin: the data set.
        what: the defect.
        found: how often it is there, or the ids of the rows that have it, in order.
        known: the same as somebody saw it.

    Raises:
        SourceError: naming both, when it is not.
    """
    if found != known:
        raise SourceError(f"{origin.id}: {what}: found {found}, known {known}; look at what changed")
