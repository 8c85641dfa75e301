"""Several coders' weights of evidence side by side: each one's ranking, the pooled range, and where they part.

Pooling is an envelope, not an average of minds: a pair's odds run from the lowest that any coder's ranges allow to the
highest, with the mean of the coders' own odds between. Two hypotheses whose range holds nought are not told apart, and
none is called first that is not told apart from every rival. Two coders part on a piece of evidence where no pair of
weights within their ranges agrees on how it bears on two hypotheses. With one coder there is nothing to pool and
nothing to part on, and the comparison says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from statusquo.core.jsonable import plain
from statusquo.explanations.weighing import Odds, Reversal, Weighed, Weighing, odds, weigh, weights_of


@dataclass(frozen=True, slots=True)
class Parting:
    """A piece of evidence that two coders read as bearing differently on two hypotheses.

    Attributes:
        piece: the piece.
        one: a hypothesis.
        other: another.
        odds: by coder, how far the piece puts the first ahead of the second, with the range of the coder's weights.
    """

    piece: str
    one: str
    other: str
    odds: tuple[tuple[str, Odds], ...]

    @property
    def apart(self) -> float:
        """Decibels between the nearest ends of the coders' ranges."""
        ranges = [odd for _, odd in self.odds]
        return max(odd.low for odd in ranges) - min(odd.high for odd in ranges)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "piece": self.piece,
            "one": self.one,
            "other": self.other,
            "decibels": {coder: [odd.low, odd.decibels, odd.high] for coder, odd in self.odds},
            "apart": self.apart,
        }


@dataclass(frozen=True, slots=True)
class CodersCompared:
    """What one or several coders' weights come to.

    Attributes:
        coders: id and name of each.
        weighed: the ranking by each coder's weights, in the same order.
        n_pieces: how many pieces each coder weighed, in the same order.
        pooled: by hypothesis, its odds against the one that leads by the coders' mean, over all coders' ranges; the
            leader itself is not in it. In the order of the mean.
        order: the hypotheses by the mean of the coders' odds.
        apart: every pair whose order holds for all weights within all coders' ranges; no other pair is told apart.
        partings: the pieces on which coders part, the widest first.
        turned: pairs of hypotheses that two coders rank the other way round.
    """

    coders: tuple[tuple[str, str], ...]
    weighed: tuple[Weighed, ...]
    n_pieces: tuple[int, ...]
    order: tuple[str, ...]
    pooled: tuple[Odds, ...]
    apart: tuple[Odds, ...]
    partings: tuple[Parting, ...]
    turned: tuple[tuple[str, str], ...]

    @property
    def first(self) -> str | None:
        """The hypothesis that is ahead of every rival for all weights within the ranges, None where there is none."""
        leader = self.order[0]
        return leader if sum(odd.ahead == leader for odd in self.apart) == len(self.order) - 1 else None

    @property
    def apart_words(self) -> str:
        """What the ranges let be told apart, in a sentence without a rank."""
        n = len(self.order)
        pairs = n * (n - 1) // 2
        if not self.apart:
            return (
                f"Not told apart: for none of the {pairs} pairs does the order hold for all weights within the ranges."
            )
        held = f"For {len(self.apart)} of the {pairs} pairs the order holds for all weights within the ranges"
        return f"{held}; the others are not told apart{'' if self.first else ', and no explanation is first'}."

    def told_behind(self, name: str) -> tuple[str, ...]:
        """Return the hypotheses that one is ahead of for all weights within the ranges."""
        return tuple(odd.behind for odd in self.apart if odd.ahead == name)

    def turns(self) -> tuple[tuple[str, Reversal], ...]:
        """Return, by coder, what turns their first place around, then the neighbours that the least change does."""
        found = []
        for (_, name), of in zip(self.coders, self.weighed, strict=True):
            closest = min(of.reversals, key=lambda turn: turn.change)
            found += [(name, turn) for turn in dict.fromkeys((of.reversals[0], closest))]
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "coders": [
                {"name": name, "n_pieces": n, **of.to_json()}
                for (_, name), n, of in zip(self.coders, self.n_pieces, self.weighed, strict=True)
            ],
            "first": self.first,
            "told_apart": plain(self.apart),
            "pooled": plain(self.pooled),
            "partings": plain(self.partings),
            "turned_pairs": plain(self.turned),
        }


def compare_coders(weighing: Weighing) -> CodersCompared:
    """Return what each coder's weights come to, what all together allow, and where they part.

    Args:
        weighing: the weights of one or more coders; a piece that a coder did not weigh does not count for that coder.
    """
    coders = [coder.id for coder in weighing.coder]
    weighed = tuple(weigh(weighing, coder) for coder in coders)
    names = [hypothesis.explanation for hypothesis in weighing.hypothesis]
    mean = {name: sum(dict(of.totals)[name] for of in weighed) / len(coders) for name in names}
    # Totals are relative to each coder's own leader; differences between hypotheses are not.
    order = sorted(names, key=lambda name: -mean[name])
    return CodersCompared(
        tuple((coder.id, coder.name) for coder in weighing.coder),
        weighed,
        tuple(len(weights_of(weighing, coder)) - 1 for coder in coders),
        tuple(order),
        tuple(_pooled(weighing, coders, order[0], name) for name in order[1:]),
        tuple(odd for one, other in combinations(order, 2) if (odd := _pooled(weighing, coders, one, other)).is_robust),
        _partings(weighing, coders, names),
        _turned(weighed, names),
    )


def _pooled(weighing: Weighing, coders: list[str], ahead: str, behind: str) -> Odds:
    by_coder = [odds(weights_of(weighing, coder), ahead, behind) for coder in coders]
    mean = sum(odd.decibels for odd in by_coder) / len(by_coder)
    return Odds(ahead, behind, mean, min(odd.low for odd in by_coder), max(odd.high for odd in by_coder))


def _partings(weighing: Weighing, coders: list[str], names: list[str]) -> tuple[Parting, ...]:
    """Return, for each piece on which two coders part, the pair of hypotheses on which they part most."""
    found = []
    for piece in (piece for group in weighing.group for piece in group.piece):
        bearing = [
            Parting(
                piece.id, one, other, tuple((coder, odds({piece.id: piece.weight[coder]}, one, other)) for coder in by)
            )
            for by in combinations([coder for coder in coders if coder in piece.weight], 2)
            for one, other in combinations(names, 2)
        ]
        widest = max(bearing, key=lambda parting: parting.apart, default=None)
        if widest is not None and widest.apart > 0:
            found.append(widest)
    return tuple(sorted(found, key=lambda parting: -parting.apart))


def _turned(weighed: tuple[Weighed, ...], names: list[str]) -> tuple[tuple[str, str], ...]:
    def leads(one: str, other: str) -> set[bool]:
        gaps = [dict(of.totals)[one] - dict(of.totals)[other] for of in weighed]
        return {gap > 0 for gap in gaps if gap}

    return tuple(pair for pair in combinations(names, 2) if len(leads(*pair)) > 1)
