"""The side of `benchmarks/qca.py` that runs in setqca's environment: work as JSON in, models and times as JSON out."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pandas as pd
import setqca
from setqca.minimize.qmc import prime_implicants


def main() -> None:
    """Solve what standard input asks for."""
    work = json.load(sys.stdin)
    setqca.FSQCA().fit(pd.DataFrame({"A": [0.0, 1.0], "Y": [0.0, 1.0]}), outcome="Y", conditions=["A"])
    started = time.perf_counter()
    models = [solve(record) for record in work["records"]]
    seconds = time.perf_counter() - started
    primes = {n: time_primes(int(n), *table) for n, table in work["tables"].items()}
    json.dump({"seconds": seconds, "models": models, "primes": primes}, sys.stdout)


def solve(record: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Return the models of one data set."""
    names = record["conditions"]
    frame = pd.DataFrame(record["data"], columns=[*names, "Y"]).astype(float)
    estimator = setqca.CSQCA() if record["kind"] == "crisp" else setqca.FSQCA()
    found = estimator.fit(frame, outcome="Y", conditions=names)
    return {
        name: [[written(term.pattern, names) for term in model.boolean.implicants] for model in getattr(found, name)]
        for name in ("conservative", "parsimonious")
    }


def written(pattern: tuple[int | None, ...], names: list[str]) -> str:
    """Return a term as R writes it."""
    return "*".join(
        name if level else f"~{name}" for name, level in zip(names, pattern, strict=True) if level is not None
    )


def time_primes(width: int, positives: list[list[int]], negatives: list[list[int]]) -> tuple[float, int]:
    """Return the seconds that the prime implicants take, and their number."""
    numbers = [{int("".join(map(str, row)), 2) for row in rows} for rows in (positives, negatives)]
    started = time.perf_counter()
    remainders = set(range(1 << width)) - numbers[0] - numbers[1]
    primes = prime_implicants(numbers[0], remainders, width)
    return time.perf_counter() - started, len(primes)


if __name__ == "__main__":
    main()
