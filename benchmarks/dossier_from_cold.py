"""How long a dossier takes from a cold start, beside the fixed costs it cannot avoid, in one run.

Each figure is the median of whole processes: starting Python, importing the chart and frame libraries, writing the
bare chart library to a page, and writing the dossier. The difference between the last two is this project's share.

Run with ``make bench``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
IMPORTS = "import altair, jinja2, polars, pydantic, pyproj, shapely, vl_convert"
COMMAND = "import sys; sys.argv = ['statusquo', *{arguments}]; from statusquo.cli.app import main; main()"
STEPS = {
    "start Python": "pass",
    "import the libraries": IMPORTS,
    "write the bare chart library": f"{IMPORTS}; open('library.js', 'w').write(vl_convert.javascript_bundle())",
    "write the Karabakh dossier": COMMAND.format(arguments=["dossier", "nagorno-karabakh", "-o", "k.html"]),
    "print statusquo --help": COMMAND.format(arguments=["--help"]),
}


def median_seconds(code: str, folder: Path) -> float:
    """Return the median wall time of a fresh interpreter that runs the code, seconds."""
    times = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        for name, code in STEPS.items():
            print(f"{name:32} {median_seconds(code, Path(folder)):6.2f} s")


if __name__ == "__main__":
    main()
