"""Compiles the loops of the game, and keeps what was compiled where there is a place for it.

Imports numba, so only the compiled modules import it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(**options: Any) -> Callable[[F], F]:
    """Return a decorator that compiles a function without Python objects (`numba.njit`), cached on disk if it can be.

    Where neither the package's folder nor the user's cache can be written, as in a hardened container, numba refuses
    to cache; there each process compiles anew.

    Args:
        options: as `numba.njit` takes them, without ``cache``.
    """

    def decorate(function: F) -> F:
        try:
            made: F = njit(cache=True, **options)(function)
        except RuntimeError:
            made = njit(**options)(function)
        return made

    return decorate
