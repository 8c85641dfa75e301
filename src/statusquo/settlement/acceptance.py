"""Who would accept what: a random-utility model of each actor's choice between an option and no agreement.

* Utility is additive over issues with weights from salience (Keeney and Raiffa 1976, ch. 3). Each issue is valued by
  how much nearer or farther the option lies from the actor's ideal than the status quo does, beyond what it is ready to
  concede; a loss weighs more than an equal gain (Tversky and Kahneman 1991: reference-dependent preferences, constant
  loss aversion): U(x) = sum_k w_k v(d_k(q) - d_k(x)), d_k(x) = max(0, l_k(x) - flexibility_k), v(g) = g for g >= 0 and
  L g below. The loss l_k(x) is how far x lies from the ideal toward the end that the actor fears, and nothing the
  other way: who asked for autonomy loses nothing by independence. Where the ends of a scale favour no side, and for
  actors that are on none, it is |x_k - ideal_k|.
* No agreement is worth N = outlook + war: the outlook o moves the status quo toward all that the actor wants (o > 0) or
  all that it fears (o < 0), and war within the horizon of T years, at probability 1 - (1 - r)^T, costs it a share c of
  that span. Both sides of the choice are reckoned on the issues that the option decides: what it leaves open stays as
  open as it is without it, so that no text is credited with ending what it does not name.
* It accepts with probability 1 / (1 + exp(-(U - N - threshold) / s)): a binary logit (McFadden 1974) whose noise s
  stands for what the model does not see.
* A red line is not traded: in a draw in which the option lies beyond one, no gain elsewhere counts (a non-compensatory
  rule; lexicographic in Tversky 1969 and in Fishburn 1974), and it answers yes only with the chance that a line drawn
  in public is given up, times the chance above.
* Who has no position on an issue that the option decides gives no answer, and no number stands in for it. Where that
  is an actor with a veto there is no figure for all with a veto, and the option is in no winset: a silence is no
  consent.

The probabilities of actors are independent given a draw; what a draw holds in common (scales, noise, horizon, war) is
shared. Nothing is estimated from the proposals (see `backtest` for what calibration would change).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.core.draws import Floats
from statusquo.core.seeds import spawn_generator
from statusquo.settlement.agenda import Agenda, Flags, OptionPoint
from statusquo.settlement.draws import ROUNDING, Draws, Ranges, Singles, draw, draw_option

N_DRAWS = 20_000
_CHUNK = 2_000
"""Draws worked out at a time, so that they stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepts what, over all draws.

    Attributes:
        probability: (options, actors) mean probability of acceptance; not a number where an actor gives no answer,
            and so for all that follows from it.
        low: (options, actors) 2.5 % point over draws of the inputs.
        high: (options, actors) 97.5 % point.
        zone: (options,) probability that every actor with a veto accepts.
        zone_low: (options,) 2.5 % point over draws.
        zone_high: (options,) 97.5 % point.
        with_people: (options,) probability that these and every people concerned accept.
        any_zone: share of draws in which some option is worth more than no agreement to every actor with a veto.
        winset: (options,) share of draws in which the option is; none where an actor with a veto gives no answer.
        n_draws: how many draws.
    """

    probability: Floats
    low: Floats
    high: Floats
    zone: Floats
    zone_low: Floats
    zone_high: Floats
    with_people: Floats
    any_zone: float
    winset: Floats
    n_draws: int


def distance(places: Singles, draws: Draws, issue: int) -> Singles:
    """Return (actors, draws): how far a place lies from each ideal on the side feared, beyond what would be conceded.

    Args:
        places: (draws,) or a number on the bent scale.
        draws: the draws.
        issue: which issue.
    """
    apart = places - draws.ideal[issue]
    feared = draws.feared[issue]
    np.multiply(apart, feared, out=apart, where=feared != 0)
    np.abs(apart, out=apart, where=feared == 0)
    apart -= draws.flexibility[issue]
    return np.asarray(np.maximum(apart, 0, out=apart))


def crosses(places: Singles, draws: Draws, issue: int) -> Flags:
    """Return (actors, draws): whether a place on an issue lies beyond a red line of each actor.

    Args:
        places: (draws,) or a number on the bent scale.
        draws: the draws.
        issue: which issue.
    """
    refused = draws.refused[issue]
    beyond_limit = (refused != 0) & (refused * (places - draws.limit[issue]) >= 0)
    return np.asarray(beyond_limit | (draws.is_red[issue] & (distance(places, draws, issue) > 0)))


def worth_on_issue(places: Singles, draws: Draws, issue: int, before: Singles) -> Singles:
    """Return (actors, draws): the weighted value of a place on one issue against the status quo.

    Args:
        places: (draws,) or a number on the bent scale.
        draws: the draws.
        issue: which issue.
        before: (actors, draws) distance of the status quo.
    """
    gain = distance(places, draws, issue)
    np.subtract(before, gain, out=gain)
    loss = np.minimum(gain, 0)
    loss *= draws.parameters.loss_aversion - 1
    gain += loss
    gain *= draws.weight[issue]
    return np.asarray(gain)


def status_quo_distances(draws: Draws) -> list[Singles]:
    """Return, by issue, (actors, draws): how far the status quo lies from each ideal."""
    return [distance(draws.status_quo[k], draws, k) for k in range(len(draws.status_quo))]


def no_agreement_on_issue(draws: Draws, issue: int, before: Singles) -> Singles:
    """Return (actors, draws): what no agreement is worth on one issue, on the scale of `worth_on_issue`.

    Args:
        draws: the draws.
        issue: which issue.
        before: (actors, draws) distance of the status quo.
    """
    ideal, feared = draws.ideal[issue], draws.feared[issue]
    reach = np.where(feared > 0, 1 - ideal, np.where(feared < 0, ideal, np.maximum(ideal, 1 - ideal)))
    span = draws.weight[issue] * np.maximum(reach - draws.flexibility[issue], 0)
    to_gain = draws.weight[issue] * before
    aversion = draws.parameters.loss_aversion
    to_lose = aversion * np.maximum(0, span - to_gain)
    drift = draws.outlook * np.where(draws.outlook > 0, to_gain, to_lose)
    war = 1 - (1 - draws.war_risk) ** draws.parameters.horizon_years
    return np.asarray(drift - aversion * war * draws.war_cost * span)


def advantage_on_issue(places: Singles, draws: Draws, issue: int, before: Singles) -> Singles:
    """Return (actors, draws): what a place on one issue is worth over no agreement.

    Args:
        places: (draws,) or a number on the bent scale.
        draws: the draws.
        issue: which issue.
        before: (actors, draws) distance of the status quo.
    """
    return worth_on_issue(places, draws, issue, before) - no_agreement_on_issue(draws, issue, before)


def option_advantage(places: Singles, draws: Draws, before: Sequence[Singles], decides: Flags) -> tuple[Singles, Flags]:
    """Return (actors, draws): what an option is worth over no agreement, and whether it crosses a red line.

    Args:
        places: (issues, draws) on the bent scale.
        draws: the draws.
        before: by issue, distance of the status quo.
        decides: (issues,) the issues that the option decides.
    """
    total = np.zeros_like(before[0])
    crossed = np.zeros(total.shape, dtype=bool)
    for issue in map(int, np.flatnonzero(decides)):
        total += advantage_on_issue(places[issue], draws, issue, before[issue])
        crossed |= crosses(places[issue], draws, issue)
    return total, crossed


def taken_apart(
    option: OptionPoint, draws: Draws, before: Sequence[Singles], rng: np.random.Generator
) -> tuple[dict[int, Singles], dict[int, Flags]]:
    """Return, by issue that an option decides, its advantage over no agreement there and the red lines it crosses.

    Args:
        option: the option.
        draws: the draws.
        before: by issue, distance of the status quo.
        rng: random numbers.
    """
    places = draw_option(option, draws, rng)
    decided = [int(issue) for issue in np.flatnonzero(option.decides)]
    advantage = {issue: advantage_on_issue(places[issue], draws, issue, before[issue]) for issue in decided}
    return advantage, {issue: crosses(places[issue], draws, issue) for issue in decided}


def acceptance_probability(advantage: Singles, draws: Draws, crossed: Flags | None = None) -> Singles:
    """Return the probability of acceptance: a logit, next to nothing beyond a red line.

    Args:
        advantage: (..., draws) utility of the option less that of no agreement.
        draws: the draws.
        crossed: (..., draws) whether the option lies beyond a red line; nowhere where left out.
    """
    scaled = (draws.parameters.threshold - advantage) / draws.parameters.noise
    np.exp(scaled, out=scaled)
    scaled += 1
    np.reciprocal(scaled, out=scaled)
    return np.asarray(scaled if crossed is None else np.where(crossed, draws.parameters.crossing * scaled, scaled))


def accept(
    agenda: Agenda,
    options: Sequence[OptionPoint],
    *,
    n_draws: int = N_DRAWS,
    ranges: Ranges | None = None,
    war_risk: tuple[float, float, float] | None = None,
    root: int | None = None,
) -> Acceptance:
    """Return who accepts what.

    Args:
        agenda: the period.
        options: what is judged.
        n_draws: number of draws.
        ranges: of the model's own parameters.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
        root: the root seed; the project's by default.

    Raises:
        ValueError: when there is no option.
    """
    if not options:
        raise ValueError("there is no option to judge")
    path = ("settlement", agenda.case_id, agenda.period)
    rng = spawn_generator(*path) if root is None else spawn_generator(*path, root=root)
    vetoes = agenda.vetoes
    people = vetoes | np.array([player.is_people for player in agenda.players], dtype=bool)
    answers = [agenda.answers(option) for option in options]
    chances = np.empty((len(options), len(agenda.players), n_draws), dtype=np.float32)
    zones = np.empty((len(options), n_draws), dtype=np.float32)
    with_people = np.zeros(len(options))
    in_winset = np.zeros(len(options))
    n_any = 0
    for start in range(0, n_draws, _CHUNK):
        size = min(_CHUNK, n_draws - start)
        draws = draw(agenda, size, rng, ranges=ranges, war_risk=war_risk)
        before = status_quo_distances(draws)
        wins = np.zeros((len(options), size), dtype=bool)
        for number, option in enumerate(options):
            advantage, crossed = option_advantage(draw_option(option, draws, rng), draws, before, option.decides)
            chance = acceptance_probability(advantage, draws, crossed)
            chance[~answers[number]] = np.nan
            chances[number, :, start : start + size] = chance
            zones[number, start : start + size] = chance[vetoes].prod(axis=0)
            with_people[number] += chance[people].prod(axis=0).sum()
            if answers[number][vetoes].all():
                wins[number] = ((advantage >= -ROUNDING) & ~crossed)[vetoes].all(axis=0)
        in_winset += wins.sum(axis=1)
        n_any += int(wins.any(axis=0).sum())
    mean, zone_mean = chances.mean(axis=2, dtype=np.float64), zones.mean(axis=1, dtype=np.float64)
    low, high = _bounds(chances)
    zone_low, zone_high = _bounds(zones)
    return Acceptance(
        probability=np.clip(mean, low, high),
        low=low,
        high=high,
        zone=np.clip(zone_mean, zone_low, zone_high),
        zone_low=zone_low,
        zone_high=zone_high,
        with_people=with_people / n_draws,
        any_zone=n_any / n_draws,
        winset=in_winset / n_draws,
        n_draws=n_draws,
    )


def _bounds(values: Singles) -> tuple[Floats, Floats]:
    """Return the 2.5 and 97.5 % points over the last axis: order statistics, found in place."""
    n = values.shape[-1]
    first, last = int(0.025 * (n - 1)), int(np.ceil(0.975 * (n - 1)))
    values.partition((first, last), axis=-1)
    return values[..., first].astype(np.float64), values[..., last].astype(np.float64)
