"""The one place that imports the compiled loops, so that the room can be imported without numba."""

from __future__ import annotations

from types import ModuleType

from statusquo.core.errors import MissingExtraError

EXTRA = "game"


def solver_kernels() -> ModuleType:
    """Return the module of the solver's loops.

    Raises:
        MissingExtraError: when numba is not installed.
    """
    try:
        from statusquo.bargaining import kernels
    except ModuleNotFoundError as error:
        raise MissingExtraError("solving the bargaining game", EXTRA) from error
    return kernels


def path_kernels() -> ModuleType:
    """Return the module of the ensemble's loops.

    Raises:
        MissingExtraError: when numba is not installed.
    """
    try:
        from statusquo.bargaining import path_kernels
    except ModuleNotFoundError as error:
        raise MissingExtraError("running an ensemble of the bargaining game", EXTRA) from error
    return path_kernels
