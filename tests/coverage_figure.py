"""Prints what `make coverage` measured: the share of lines that ran, and the files with most lines that never did.

`python -m tests.coverage_figure FILE`. What runs in a process of its own, as a command typed by a user does, and loops
compiled by numba are not seen.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

SHOWN = 10


def told(measured: dict[str, dict[str, dict[str, dict[str, int]]]]) -> str:
    """Return the figure and the least covered files as text."""
    counts = {name: each["summary"] for name, each in measured["files"].items()}
    covered, missing = (sum(each[f"{kind}_lines"] for each in counts.values()) for kind in ("covered", "missing"))
    share = f"{100 * covered / (covered + missing):.1f} % of {covered + missing:,} lines"
    lines = [f"coverage: {share}; the files with most that never ran:"]
    for name in sorted(counts, key=lambda name: -counts[name]["missing_lines"])[:SHOWN]:
        lines.append(f"  {counts[name]['missing_lines']:>5}  {name}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(told(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
