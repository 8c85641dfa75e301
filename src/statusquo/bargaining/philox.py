"""Counter-based random numbers: Philox 4x32 with ten rounds, compiled.

The block cipher of Salmon, Moraes, Dror and Shaw (2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.3): a
64-bit key and a 128-bit counter give four 32-bit words that depend on nothing else, so that any path of any ensemble
can draw its numbers on any thread, in any order. Checked against the known-answer vectors of the authors' Random123.
"""

from __future__ import annotations

import numpy as np

from statusquo.bargaining.compiling import compiled

MULTIPLIER_0, MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL_0, WEYL_1 = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
ROUNDS = 10


@compiled(inline="always")
def philox(counter_0, counter_1, counter_2, counter_3, key_0, key_1):
    """Return the four 32-bit words of a counter under a key (all unsigned 32-bit)."""
    for _ in range(ROUNDS):
        product_0 = MULTIPLIER_0 * np.uint64(counter_0)
        product_1 = MULTIPLIER_1 * np.uint64(counter_2)
        high_0, high_1 = np.uint32(product_0 >> HALF), np.uint32(product_1 >> HALF)
        counter_0 = np.uint32(high_1 ^ counter_1 ^ key_0)
        counter_1 = np.uint32(product_1 & LOW)
        counter_2 = np.uint32(high_0 ^ counter_3 ^ key_1)
        counter_3 = np.uint32(product_0 & LOW)
        key_0 = np.uint32(key_0 + WEYL_0)
        key_1 = np.uint32(key_1 + WEYL_1)
    return counter_0, counter_1, counter_2, counter_3


@compiled()
def words(counter, key):
    """Return the four words of a counter ``uint32[4]`` under a key ``uint32[2]``, as an array."""
    out = np.empty(4, np.uint32)
    out[0], out[1], out[2], out[3] = philox(counter[0], counter[1], counter[2], counter[3], key[0], key[1])
    return out


@compiled(nogil=True)
def exhaust(n_blocks, key_0, key_1):
    """Return the exclusive or of the words of ``n_blocks`` counters: the generator's own speed, for benchmarks."""
    mixed = np.uint32(0)
    for block in range(n_blocks):
        a, b, c, d = philox(
            np.uint32(block), np.uint32(block >> 32), np.uint32(0), np.uint32(0), np.uint32(key_0), np.uint32(key_1)
        )
        mixed = np.uint32(mixed ^ a ^ b ^ c ^ d)
    return mixed
