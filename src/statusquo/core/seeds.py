"""Random generators that differ by run and reproduce by name.

One seed for every run repeats the same numbers in each; here every run spawns its own stream from a root seed
and the run's path of names (numpy's `SeedSequence`, O'Neill 2014), so that runs differ and reproduce whatever
their order.
"""

from __future__ import annotations

import hashlib

import numpy as np

ROOT_SEED = 19_880_220
"""The project's default root seed."""


def spawn_generator(*path: str | int, root: int = ROOT_SEED) -> np.random.Generator:
    """Return the generator of the run named by `path`.

    Args:
        path: names that identify the run, such as ``("balances", "ucdp-388", 3)``; the order matters.
        root: the root seed; change it to redo every run with other numbers.

    Returns:
        A generator that is the same for the same root and path, and independent for any other path.
    """
    if not path:
        raise ValueError("a run needs a name, such as its room and dispute")
    # Each name goes through a digest with its type, so that 1 and "1" are different runs.
    words = [int.from_bytes(hashlib.sha256(repr(part).encode()).digest()[:8], "big") for part in path]
    return np.random.default_rng(np.random.SeedSequence(entropy=root, spawn_key=tuple(words)))
