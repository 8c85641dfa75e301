"""How long the military balance of Karabakh takes: 1,000 draws of its inputs over 30 years.

The snapshot is open and its tables are read, so that the figure is that of the computation; the median of 20 runs.

Run with ``make bench``.
"""

from __future__ import annotations

import statistics
import time

from statusquo.balances.military import military_balance
from statusquo.cases import load_case
from statusquo.snapshot.store import open_snapshot

RUNS = 20


def main() -> None:
    """Print the table."""
    case, snapshot = load_case("nagorno-karabakh"), open_snapshot()
    for draws in (1_000, 10_000):
        times = []
        for _ in range(RUNS + 1):
            started = time.perf_counter()
            balance = military_balance(case, snapshot, range(1992, 2022), draws=draws)
            times.append(time.perf_counter() - started)
        n_years = len(balance.main.points)
        print(f"{draws:>6,} draws x {n_years} years {1_000 * statistics.median(times[1:]):8.1f} ms")


if __name__ == "__main__":
    main()
