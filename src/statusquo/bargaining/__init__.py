"""The bargaining game of holder, revisionist and veto power: its rules as data, its solver, its ensembles.

Needs the extra ``[game]`` (numba) to solve or run a game; importing this room does not.
"""

from statusquo.bargaining.counts import EnsembleResult
from statusquo.bargaining.ensemble import run_ensemble
from statusquo.bargaining.model import Grid, Parameters, ShockState, State
from statusquo.bargaining.ranges import RANGE_OF, RANGES, ParameterRange
from statusquo.bargaining.solution import Certificate, Outlook, Solution
from statusquo.bargaining.solve import solve, solve_horizon

__all__ = [
    "RANGES",
    "RANGE_OF",
    "Certificate",
    "EnsembleResult",
    "Grid",
    "Outlook",
    "ParameterRange",
    "Parameters",
    "ShockState",
    "Solution",
    "State",
    "run_ensemble",
    "solve",
    "solve_horizon",
]
