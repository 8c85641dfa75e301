"""The finder of states, made once for each snapshot."""

from __future__ import annotations

from statusquo.core.state_names import StateNames
from statusquo.snapshot.store import Snapshot


def state_names(snapshot: Snapshot) -> StateNames:
    """Return what finds states by any name or number in a snapshot."""
    return snapshot.once(_made)


def _made(snapshot: Snapshot) -> StateNames:
    return StateNames(snapshot.states, snapshot.table("state_spellings"))
