"""What a command says of the snapshot that it used, in a line, from the manifest alone."""

from __future__ import annotations

from statusquo.core.in_use import EMBEDDED, USER
from statusquo.snapshot.store import Snapshot


def own_releases(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the names, with version, of the releases that come from a user's own files."""
    return tuple(entry["name"] for entry in snapshot.manifest.get("releases", {}).values() if entry.get("is_own"))


def words_in_use(snapshot: Snapshot) -> str:
    """Return in one sentence which snapshot this is, when it was built and with which files of the user's own.

    It is empty for the package's own, of which nothing need be said.
    """
    if snapshot.kind == EMBEDDED:
        return ""
    built = f" of {day}" if (day := snapshot.manifest.get("built")) else ""
    of = f": {', '.join(own)}" if (own := own_releases(snapshot)) else ""
    whose = f"your snapshot{built}" if snapshot.kind == USER else f"the snapshot{built} in {snapshot.folder}"
    return f"Using {whose}{of}"
