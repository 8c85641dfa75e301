"""How names and numbers are strung together in sentences, in every room that writes some."""

from __future__ import annotations

from collections.abc import Iterable


def listed(items: Iterable[str]) -> str:
    """Return items as prose lists them: ``a``, ``a and b``, ``a, b and c``."""
    *others, last = [*items] or [""]
    return f"{', '.join(others)} and {last}" if others else last
