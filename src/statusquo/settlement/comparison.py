"""Other readings of a period beside acceptance: the option each bargaining solution picks, and where pressure leads.

Solutions are worked out anew in each draw among the actors with a veto, since utilities are as uncertain as all else.
What lies beyond a red line of one of them, or is not answered by one of them, is open to no solution.
The spatial model takes the best values alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.core.seeds import spawn_generator
from statusquo.settlement.acceptance import option_advantage, status_quo_distances
from statusquo.settlement.agenda import Agenda, OptionPoint
from statusquo.settlement.draws import ROUNDING, draw, draw_option
from statusquo.settlement.solutions import SOLUTIONS, pareto_set, winset
from statusquo.settlement.spatial import Players, run

N_DRAWS = 400


@dataclass(frozen=True, slots=True)
class SolutionShares:
    """How often each option is what a solution picks, over the draws in which any option is in the winset.

    Attributes:
        share: by solution (``nash``, ``kalai-smorodinsky``, ``egalitarian``, and ``pareto`` for the Pareto set within
            the winset), by option; ties count in parts, except in the Pareto set.
        n_draws: draws in which some option is in the winset.
        n_all: draws in all.
    """

    share: Mapping[str, Mapping[str, float]]
    n_draws: int
    n_all: int


@dataclass(frozen=True, slots=True)
class SpatialForecast:
    """Where the spatial expected-utility model has the actors move.

    Attributes:
        start: by issue, the mean of positions weighted by capability and salience, 0 to 1.
        end: the same when they hardly move any more.
        n_steps: rounds until then.
        nearest: id of the option nearest to the end, over the issues that it decides.
        gap: how far it is from it, in shares of a scale, root mean square.
    """

    start: Mapping[str, float]
    end: Mapping[str, float]
    n_steps: int
    nearest: str
    gap: float


def solution_shares(
    agenda: Agenda,
    options: Sequence[OptionPoint],
    *,
    n_draws: int = N_DRAWS,
    war_risk: tuple[float, float, float] | None = None,
) -> SolutionShares:
    """Return how often each solution picks each option.

    Args:
        agenda: the period.
        options: what there is to agree on.
        n_draws: number of draws.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
    """
    rng = spawn_generator("settlement", "solutions", agenda.case_id, agenda.period)
    draws = draw(agenda, n_draws, rng, war_risk=war_risk)
    before = status_quo_distances(draws)
    worth = []
    for option in options:
        advantage, crossed = option_advantage(draw_option(option, draws, rng), draws, before, option.decides)
        worth.append(np.where(crossed | ~agenda.answers(option)[:, None], -np.inf, advantage))
    # Single numbers to whole steps of their rounding, so that the same gains are the same to every solution.
    gains = ROUNDING * np.round(np.stack(worth, axis=1)[agenda.vetoes].astype(np.float64) / ROUNDING)
    names = (*SOLUTIONS, "pareto")
    counts = {name: np.zeros(len(options)) for name in names}
    n_any = 0
    for number in range(n_draws):
        table = gains[:, :, number]
        feasible = winset(table)
        if not feasible.any():
            continue
        n_any += 1
        for name, solve in SOLUTIONS.items():
            chosen = solve(table)
            counts[name] += chosen / chosen.sum()
        counts["pareto"][feasible] += pareto_set(table[:, feasible])
    ids = [option.id for option in options]
    share = {name: dict(zip(ids, (count / max(n_any, 1)).tolist(), strict=True)) for name, count in counts.items()}
    return SolutionShares(share, n_any, n_draws)


def spatial_forecast(agenda: Agenda, options: Sequence[OptionPoint]) -> SpatialForecast | None:
    """Return where the spatial model has the actors move, None with fewer than two actors or no option.

    Args:
        agenda: the period, of which the best values are taken.
        options: what the end is compared with.
    """
    if len(agenda.players) < 2 or not options:
        return None
    ideal, salience = agenda.ideal[:, :, 1], agenda.salience[:, :, 1]
    able = (salience.sum(axis=1) > 0) & (agenda.capability[:, 1] > 0)
    if able.sum() < 2:
        return None
    ideal, salience, capability = ideal[able], salience[able] / len(agenda.issues), agenda.capability[able, 1]
    history = run(Players(ideal, salience, capability))
    weight = capability[:, None] * salience
    total = np.where(weight.sum(axis=0) > 0, weight.sum(axis=0), 1.0)
    start, end = ((weight * state.positions).sum(axis=0) / total for state in (history[0], history[-1]))
    gaps = [float(np.sqrt(np.mean((option.point[option.decides, 1] - end[option.decides]) ** 2))) for option in options]
    nearest = int(np.argmin(gaps))
    return SpatialForecast(
        dict(zip(agenda.issues, start.tolist(), strict=True)),
        dict(zip(agenda.issues, end.tolist(), strict=True)),
        len(history) - 1,
        options[nearest].id,
        gaps[nearest],
    )
