"""The time of 100,000 draws of who accepts what, over all options and actors of the bundled settlement files.

The goal is under 2 s for a whole period on one core; processor time is printed beside the time on the clock.

Run with ``make bench``.
"""

from __future__ import annotations

import time

from statusquo.cases.load import load_case
from statusquo.settlement.acceptance import accept
from statusquo.settlement.agenda import agenda_of, options_of
from statusquo.settlement.load import bundled_settlements, load_settlement, load_vocabulary

N_DRAWS = 100_000


def main() -> None:
    """Print the table."""
    print(f"{N_DRAWS:,} draws                       options  actors  issues  seconds  of the processor")
    for name in bundled_settlements():
        case = load_case(name)
        file, words = load_settlement(case), load_vocabulary()
        for period in file.period:
            agenda = agenda_of(file, words, case, period.id)
            options = options_of(file, words, agenda)
            clock, processor = time.perf_counter(), time.process_time()
            accept(agenda, options, n_draws=N_DRAWS)
            clock, processor = time.perf_counter() - clock, time.process_time() - processor
            sizes = f"{len(options):>8} {len(agenda.players):>7} {len(agenda.issues):>7}"
            print(f"  {f'{name}, {period.id}':<32}{sizes} {clock:>8.2f} {processor:>8.2f}")


if __name__ == "__main__":
    main()
