"""How long the regional balance takes: 1,000 draws over 30 years of Karabakh, and every territorial conflict in turn.

The snapshot is open and its tables are read, so that the figures are those of the computation; the median of the runs.

Run with ``make bench``.
"""

from __future__ import annotations

import statistics
import time

from statusquo.balances.regional import regional_balance, regional_log_ratio
from statusquo.cases import load_case
from statusquo.snapshot.store import open_snapshot

RUNS = 10


def main() -> None:
    """Print the table."""
    case, snapshot = load_case("nagorno-karabakh"), open_snapshot()
    for draws in (1_000, 10_000):
        for name, measure in (("main series", regional_log_ratio), ("with every alternative", regional_balance)):
            times = []
            for _ in range(RUNS + 1):
                started = time.perf_counter()
                measure(case, snapshot, range(1992, 2022), draws)
                times.append(time.perf_counter() - started)
            median = 1_000 * statistics.median(times[1:])
            print(f"{draws:>6,} draws x 30 years, {name:<23}{median:8.1f} ms")
    conflicts = [load_case(f"ucdp-{number}") for number in snapshot.table("disputes")["conflict_id_ucdp"]]
    started = time.perf_counter()
    measured = [regional_log_ratio(conflict, snapshot) for conflict in conflicts]
    seconds, n_years = time.perf_counter() - started, sum(len(series.points) for series in measured)
    print(f" 1,000 draws, {len(conflicts)} conflicts, {n_years:,} dispute-years with a value {seconds:8.1f} s")


if __name__ == "__main__":
    main()
