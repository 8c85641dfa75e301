"""How fast the bargaining game is solved and run, beside the same rules in an agent framework, in one run.

Solves the 50 x 50 x 60 game with two shock states from two terminal values (compiled code cached), runs its ensemble,
compares its speed with that of the random-number generator alone, and runs the same game in Mesa 3.3.1, checking that
both tell the same story within sampling error. Mesa lives in an environment of its own, made on first use in a folder
named by MESA_ENVIRONMENT (default: a folder in the temporary directory); without it that part is skipped, and says so.

Run with ``make bench``.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from statusquo.bargaining import Grid, Parameters, Solution, State, run_ensemble, solve
from statusquo.bargaining.compiled import solver_kernels
from statusquo.bargaining.iteration import Iteration
from statusquo.bargaining.philox import exhaust
from statusquo.bargaining.solve import TERMINALS, terminal_values
from statusquo.bargaining.tables import tables_of

MESA = "mesa==3.3.1"
MESA_PATHS, PATHS, MONTHS = 1_000, 500_000, 360
START = State(control=1.0, balance=0.0, quiet_months=24)
CORES = 2
RUNS = 3


def shortest(function, runs: int = RUNS) -> float:
    """Return the shortest wall time of several runs, seconds."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def mesa_python() -> Path | None:
    """Return the interpreter of an environment with Mesa, making it where it can be made."""
    folder = Path(os.environ.get("MESA_ENVIRONMENT", Path(tempfile.gettempdir()) / "statusquo-mesa"))
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        found = subprocess.run([python, "-c", "import mesa; print(mesa.__version__)"], capture_output=True, text=True)
        if found.returncode:
            subprocess.run([python, "-m", "pip", "install", "-q", MESA, "numpy"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return python


def written_game(solution: Solution, file: Path) -> None:
    """Write what the agents know: values, rules and offers of the solved game."""
    parameters, grid = solution.parameters, solution.grid
    tables = tables_of(parameters, grid)
    values = np.stack([solution.value_holder, solution.value_revisionist])
    mixed = values @ tables.shock_chances.T
    up, down = tables.moves
    above = np.concatenate([mixed[:, :, 1:], mixed[:, :, -1:]], axis=2)
    below = np.concatenate([mixed[:, :, :1], mixed[:, :, :-1]], axis=2)
    owned = np.stack([tables.share, 1 - tables.share])[:, :, None, None, None]
    expected = mixed + up * (above - mixed) + down * (below - mixed)
    after = (1 - tables.discount) * owned + tables.discount * expected
    fresh = after[:, :, :, 0]
    p = solution.chance_of_winning
    limited = p * fresh[:, tables.lost_cell] + (1 - p) * fresh[:, tables.won_cell]
    decided = np.stack([1 - p, p])
    fought = tables.decisive * decided + (1 - tables.decisive) * limited
    war = tables.stopped * fresh + (1 - tables.stopped) * fought
    quiet = np.arange(grid.n_quiet)[:, None]
    habit = np.array([s.habit_kept for s in parameters.shocks]) * (1 - np.exp(-quiet / parameters.habituation_months))
    rules = {}
    for side in ("holder", "revisionist"):
        low, high = getattr(parameters, f"{side}_cost_low"), getattr(parameters, f"{side}_cost_high")
        shift = np.array([getattr(shock, f"{side}_cost_shift") for shock in parameters.shocks])
        rules |= {
            f"{side}_low": low + shift + parameters.habituation * habit,
            f"{side}_width": high - low,
            f"{side}_ready": getattr(parameters, f"{side}_readiness"),
            f"attacked_{side}": (low + high) / 2 + shift,
        }
    np.savez(
        file,
        after=after,
        war=war,
        winning=p,
        stopped=tables.stopped,
        lost_cell=tables.lost_cell,
        won_cell=tables.won_cell,
        decisive=tables.decisive,
        moves=np.array(tables.moves),
        shock_chances=tables.shock_chances,
        offer_code=solution.offer_code,
        offer_weight=solution.offer_weight,
        accept_width=parameters.acceptance_cost_high * (1 + parameters.hardening * habit),
        dividend=parameters.peace_dividend,
        enforcement=parameters.enforcement,
        block=parameters.veto_block,
        talks=parameters.talks_chance,
        n_control=grid.n_control,
        n_balance=grid.n_balance,
        n_quiet=grid.n_quiet,
        start=np.array(solution.cell(START)),
        **rules,
    )


def main() -> None:
    """Print the figures."""
    solve(Parameters(), Grid(5, 5, 5))
    grid, parameters = Grid(), Parameters()
    solution = solve(parameters, grid)
    seconds = shortest(lambda: solve(parameters, grid))
    seconds_one = shortest(lambda: solve(parameters, grid, n_terminals=1))
    print(f"solve 50 x 50 x 60 x 2, one terminal value    {seconds_one:8.2f} s")
    print(f"solve 50 x 50 x 60 x 2, two on two cores      {seconds:8.2f} s   {solution.certificate}")
    iteration = Iteration(
        solver_kernels(), tables_of(parameters, grid), terminal_values(TERMINALS[2], tables_of(parameters, grid), grid)
    )
    print(f"one month of backward induction, one core     {shortest(iteration.check):8.3f} s")

    run_ensemble(solution, START, months=12, paths=10)
    result = run_ensemble(solution, START, months=MONTHS, paths=PATHS, seed=1, threads=CORES)
    seconds = shortest(lambda: run_ensemble(solution, START, months=MONTHS, paths=PATHS, seed=1, threads=CORES))
    rate = result.dispute_months / seconds
    exhaust(1, 1, 2)
    blocks = 50_000_000
    with ThreadPoolExecutor(CORES) as pool:
        alone = shortest(lambda: list(pool.map(lambda _: exhaust(blocks, 1, 2), range(CORES))))
    generator = CORES * 2 * blocks / alone
    print(f"ensemble, {CORES} threads                           {rate:8.3g} dispute-months a second")
    print(f"generator alone (two months a block)          {generator:8.3g} dispute-months a second")
    print(f"fraction of the generator's throughput        {rate / generator:8.2f}")

    python = mesa_python()
    if python is None:
        print(f"Mesa: skipped, {MESA} could not be installed (set MESA_ENVIRONMENT to an environment that has it)")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.npz"
        written_game(solution, file)
        script = Path(__file__).with_name("bargaining_mesa.py")
        done = subprocess.run(
            [python, script, file, str(MESA_PATHS), str(MONTHS)], check=True, capture_output=True, text=True
        )
    peer = json.loads(done.stdout)
    peer_rate = peer["dispute_months"] / peer["seconds"]
    print(f"Mesa {peer['mesa']}                                    {peer_rate:8.3g} dispute-months a second")
    print(f"ratio                                         {rate / peer_rate:8.0f}")
    for name, ours, theirs in (
        ("paths with a war", 1 - result.first_war[0, -1] / PATHS, peer["wars"] / MESA_PATHS),
        ("paths settled", 1 - result.settlement[0, -1] / PATHS, peer["settlements"] / MESA_PATHS),
    ):
        error = math.sqrt(ours * (1 - ours) / MESA_PATHS)
        print(f"{name:20} {ours:.4f} against {theirs:.4f}: {(theirs - ours) / error:+.1f} standard errors")
    share = result.control[0, -1] @ np.linspace(0, 1, grid.n_control) / PATHS
    error = peer["share_sd"] / math.sqrt(MESA_PATHS)
    distance = (peer["share"] - share) / error
    print(f"{'mean final share':20} {share:.4f} against {peer['share']:.4f}: {distance:+.1f} standard errors")


if __name__ == "__main__":
    main()
