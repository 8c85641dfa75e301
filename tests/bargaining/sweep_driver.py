"""A sweep that takes its time, to be killed: `python sweep_driver.py FOLDER TALLY [SCHEDULER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bargaining.ishigami import RANGES, Ishigami

from statusquo.bargaining.sweep import run_sweep
from statusquo.bargaining.sweep_file import Sweep

if __name__ == "__main__":
    folder, tally, *scheduler = sys.argv[1:]
    run_sweep(
        Sweep(title="Ishigami", samples=16, quantities=("f",), parameters=RANGES),
        Ishigami(seconds=0.1, tally=Path(tally)),
        Path(folder),
        lambda done, total: None,
        scheduler=scheduler[0] if scheduler else None,
    )
