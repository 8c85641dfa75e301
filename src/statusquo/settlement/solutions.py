"""Solutions of bargaining over a finite set of options: Pareto, Nash, Kalai-Smorodinsky, egalitarian; the winset.

Each takes the gains of the actors over no agreement and returns every option that the solution picks, since ties are
real where options are few. On finite sets the axioms are those of Mariotti (1998, Nash: Pareto optimality, invariance
to scale, symmetry, independence of irrelevant options) and of Nagahisa and Tanaka (2002, Kalai-Smorodinsky: the same
with monotonicity for independence); the egalitarian solution is Kalai's (1977) in its lexical form (Imai 1983 for the
same extension). Nash 1950; Kalai and Smorodinsky 1975. The winset is the set of options that every veto player
prefers to the status quo (Tsebelis 2002).

A solution says which option divides the gains in its sense. It predicts nothing of what will be agreed, and
comparisons of gains between actors, which the egalitarian solution needs, rest on each actor's own scale running from
0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from statusquo.core.draws import Floats

Flags = NDArray[np.bool_]

_TIE = 1e-9
"""Gains nearer than this to each other are the same; one nearer than this to nought is none, and no loss."""


def winset(gains: Floats, vetoes: Flags | None = None) -> Flags:
    """Return (options,) whether each option is worth at least no agreement to every veto player.

    A loss by less than the rounding of the sums behind it (0.3 less 0.1 and 0.2) is none.

    Args:
        gains: (actors, options) utility less that of no agreement.
        vetoes: (actors,) who has a veto; all where left out. Without any, every option is in the winset.
    """
    chosen = gains if vetoes is None else gains[vetoes]
    return np.asarray((chosen >= -_TIE).all(axis=0))


def pareto_set(gains: Floats) -> Flags:
    """Return (options,) whether no other option is better for one actor and worse for none."""
    better = gains[:, :, None] > gains[:, None, :] + _TIE
    worse = gains[:, :, None] < gains[:, None, :] - _TIE
    beats = better.any(axis=0) & ~worse.any(axis=0)
    return np.asarray(~beats.any(axis=0))


def nash(gains: Floats) -> Flags:
    """Return (options,) which options have the largest product of gains, among those that lose nobody anything.

    No option is picked where none is in the winset. Where every product is 0 the next actors decide: the largest
    product over the actors who can gain at all.
    """
    feasible = winset(gains)
    if not feasible.any():
        return feasible
    can_gain = (gains[:, feasible] > _TIE).any(axis=1)
    with np.errstate(divide="ignore"):
        score = np.log(np.where(gains[can_gain] > _TIE, gains[can_gain], 0.0)).sum(axis=0)
    score = np.where(feasible, score, -np.inf)
    best = score.max()
    if np.isneginf(best):
        return _leximin(gains, feasible)
    return np.asarray((score >= best - _TIE) & feasible & pareto_among(gains, feasible))


def kalai_smorodinsky(gains: Floats) -> Flags:
    """Return (options,) which give the worst-off actor the largest share of the most it could gain, then the next."""
    feasible = winset(gains)
    if not feasible.any():
        return feasible
    most = np.where(feasible, gains, -np.inf).max(axis=1)
    can_gain = most > _TIE
    if not can_gain.any():
        return feasible
    return _leximin(gains[can_gain] / most[can_gain, None], feasible)


def egalitarian(gains: Floats) -> Flags:
    """Return (options,) which options give the worst-off actor the largest gain, then the next."""
    feasible = winset(gains)
    return _leximin(gains, feasible) if feasible.any() else feasible


def pareto_among(gains: Floats, chosen: Flags) -> Flags:
    """Return (options,) which of the chosen options no other chosen option beats."""
    found = np.zeros_like(chosen)
    found[chosen] = pareto_set(gains[:, chosen])
    return found


SOLUTIONS: Mapping[str, Callable[[Floats], Flags]] = {
    "nash": nash,
    "kalai-smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
}


def _leximin(scores: Floats, feasible: Flags) -> Flags:
    """Return the feasible options whose scores, sorted from the worst off, come last in lexical order."""
    chosen = feasible.copy()
    for row in np.sort(scores, axis=0):
        best = row[chosen].max()
        chosen &= row >= best - _TIE
    return chosen
