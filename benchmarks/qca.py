"""Configurations against setqca 0.2.0 in one run, and the times of large tables and of a sweep.

setqca caps pandas below 3, so that it gets an environment of its own, which this script makes and keeps in the folder
for temporary files. Both solve the same crisp and fuzzy random data sets, whose models are known from R's QCA 3.25.1,
from the cases to the conservative and the parsimonious models. Then come the prime implicants of tables with more
conditions, which setqca finds by listing every remainder.

Run with ``make bench``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

import numpy as np

from statusquo.comparison.case_conditions import HEADLINE
from statusquo.comparison.coded_comparison import read_coded_cases
from statusquo.comparison.covers import _one_smallest_cover, smallest_covers
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.primes import box_of, prime_implicants
from statusquo.comparison.robustness import draws_of_coded_cases, sweep
from statusquo.comparison.sets import FREE, CalibratedCases, Condition, Term, render_term
from statusquo.comparison.solutions import minimise
from statusquo.comparison.truth_table import build_truth_table

PEER = "setqca==0.2.0"
HERE = Path(__file__).resolve().parent
ORACLE = HERE.parent / "tests" / "comparison" / "oracles" / "random_r_qca.json"
SOLUTIONS = ("conservative", "parsimonious")
DRAWS = 10_000


def main() -> None:
    """Print the tables."""
    records = [r for r in json.loads(ORACLE.read_text(encoding="utf-8")) if r["kind"] != "multi-value"]
    tables = {n: random_table(n) for n in (6, 8, 9)}
    minimise(*((2, 2), ((0, 1),), ((1, 0),)), "parsimonious", Expectations.none(2))  # imports scipy before the clock
    theirs = peer({"records": records, "tables": {str(n): table for n, table in tables.items()}})
    ours = solve_all(records)
    print(f"{len(records)} crisp and fuzzy data sets, every model of R's QCA   statusquo      {PEER}")
    for name in SOLUTIONS:
        print(f"  {name:<40} equal to R {agreement(records, ours, name):>9} {agreement(records, theirs, name):>15}")
    print(f"  {'both, seconds for all':<51} {ours['seconds']:>9.2f} {theirs['seconds']:>15.2f}")
    print("prime implicants of 120 random cases, seconds")
    for n, (positives, negatives) in tables.items():
        seconds, n_primes = primes_of(positives, negatives)
        peer_seconds, peer_primes = theirs["primes"][str(n)]
        print(f"  {n} conditions, {n_primes:,} and {peer_primes:,} primes{seconds:>35.4f} {peer_seconds:>15.3f}")
    twelve_conditions()
    sweep_of_cases()


def solve_all(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return our models of every data set, and the seconds taken."""
    started = time.perf_counter()
    found: list[dict[str, list[list[str]]]] = []
    for record in records:
        values = np.array(record["data"], dtype=float)
        conditions = tuple(Condition(name, record["kind"]) for name in record["conditions"])
        cases = tuple(str(i) for i in range(len(values)))
        table = build_truth_table(CalibratedCases(cases, conditions, values[:, :-1], "Y", values[:, -1]))
        levels, none = (2,) * len(conditions), Expectations.none(len(conditions))
        rows = table.levels("1"), table.levels("0", "C")
        found.append(
            {
                name: [[render_term(t, conditions) for t in m] for m in minimise(levels, *rows, name, none).models]  # type: ignore[arg-type]
                for name in SOLUTIONS
            }
        )
    return {"seconds": time.perf_counter() - started, "models": found}


def agreement(records: list[dict[str, Any]], found: dict[str, Any], name: str) -> str:
    """Return in how many data sets the models are exactly R's."""
    equal = sum(
        {frozenset(model.split(" + ")) for model in record[name]} == {frozenset(model) for model in models[name]}
        for record, models in zip(records, found["models"], strict=True)
    )
    return f"{equal} of {len(records)}"


def random_table(n_conditions: int) -> tuple[list[Term], list[Term]]:
    """Return the positive and negative rows of 120 random crisp cases."""
    rng = np.random.default_rng(n_conditions)
    rows: dict[Term, list[int]] = {}
    for row, y in zip(rng.integers(0, 2, (120, n_conditions)).tolist(), rng.integers(0, 2, 120).tolist(), strict=True):
        rows.setdefault(tuple(row), []).append(y)
    positives = [row for row, ys in rows.items() if np.mean(ys) >= 0.8]
    return positives, [row for row in rows if row not in positives]


def primes_of(positives: list[Term], negatives: list[Term]) -> tuple[float, int]:
    """Return the seconds that the prime implicants take (the best of five), and their number."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        primes = prime_implicants(positives, [box_of(row, (2,) * len(row)) for row in negatives])
        times.append(time.perf_counter() - started)
    return min(times), len(primes)


def twelve_conditions() -> None:
    """Print the times of a table too large for setqca."""
    positives, negatives = random_table(12)
    seconds, n_primes = primes_of(positives, negatives)
    terms = np.asarray(prime_implicants(positives, [box_of(row, (2,) * 12) for row in negatives]))
    rows = np.asarray(positives)
    chart = ((terms[:, None, :] == FREE) | (terms[:, None, :] == rows[None, :, :])).all(axis=2)
    started = time.perf_counter()
    smallest = len(_one_smallest_cover(chart))
    proved = time.perf_counter() - started
    started = time.perf_counter()
    covers = smallest_covers(chart)
    listed = time.perf_counter() - started
    more = " or more (truncated)" if covers.truncated else ""
    print(f"  12 conditions, {n_primes:,} primes{seconds:>47.4f}   (no remainder is listed)")
    print(f"  their smallest number, {smallest}, proved{proved:>41.4f}")
    print(f"  {len(covers.covers)}{more} models listed{listed:>37.4f}")


def sweep_of_cases() -> None:
    """Print the time of a sweep over calibrations, cut-offs, codings and cases."""
    from tqdm import tqdm

    draw = draws_of_coded_cases(read_coded_cases(), HEADLINE, "SEPARATED")
    started = time.perf_counter()
    with tqdm(total=DRAWS, unit="analysis", desc="sweep", disable=None) as bar:
        sweep(draw, [], complexity="parsimonious", draws=DRAWS, progress=bar.update)
    print(f"{DRAWS:,} analyses of the bundled cases, one process {time.perf_counter() - started:>28.1f} s")


def peer(work: dict[str, Any]) -> dict[str, Any]:
    """Return what setqca finds, in an environment of its own."""
    home = Path(tempfile.gettempdir()) / f"statusquo-bench-{PEER.replace('==', '-')}-py{sys.version_info.minor}"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "install", "-q", PEER], check=True)
        (home / "ready").touch()
    done = subprocess.run(
        [python, HERE / "qca_setqca.py"], input=json.dumps(work), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
