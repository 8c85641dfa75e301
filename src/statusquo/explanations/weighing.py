"""Weighs rival explanations by the analyst's stated weights of evidence (Bayesian process tracing).

After Fairfield and Charman (2017, Political Analysis 25; Social Inquiry and Bayesian Inference, 2022): explanations are
taken as mutually exclusive hypotheses; for each piece of evidence the analyst says how expected it would be if each
were true, in decibels (ten times the base-10 logarithm; ten is a factor of ten) relative to the one that expects it
most. Log odds add up over evidence that is independent given each hypothesis. Evidence that hangs together stands in
one group, and each later piece is judged given the earlier ones of its group, by the chain rule of probability.

The weights are judgements: they stand in the file with ranges, and a second coder can add their own. What comes out
is as good as they are. Claims' verdicts do not enter, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from statusquo.core.errors import ExplanationError
from statusquo.core.jsonable import Jsonable, plain
from statusquo.documents.bundle import Bundle
from statusquo.documents.faults import Fault, InconsistentError
from statusquo.documents.template import unfilled
from statusquo.documents.values import Line, Number, Slug, Strict, Text

Decibels = Annotated[tuple[Number, Number, Number], Field(description="low, best and high weight, in decibels")]

MAX_DEPTH = 12


class Hypothesis(Strict):
    """An explanation taken as a hypothesis, with its prior weight."""

    explanation: Slug
    prior: Decibels = (0.0, 0.0, 0.0)


class EvidencePiece(Strict):
    """One piece of evidence, and how expected each hypothesis makes it, by coder.

    `given` says what of its group it is judged given; every piece but the first of a group needs it.
    """

    id: Slug
    text: Text
    given: Line | None = None
    source: tuple[Slug, ...] = Field(min_length=1)
    weight: dict[Slug, dict[Slug, Decibels]]


class Group(Strict):
    """Evidence that hangs together."""

    id: Slug
    title: Line
    piece: tuple[EvidencePiece, ...] = Field(min_length=1)


class Coder(Strict):
    """Who set weights."""

    id: Slug
    name: Line


class Weighing(Strict):
    """The weights of evidence on one dispute."""

    case: Slug
    note: Text
    coder: tuple[Coder, ...] = Field(min_length=1)
    hypothesis: tuple[Hypothesis, ...] = Field(min_length=2)
    group: tuple[Group, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> Weighing:
        faults = find_faults(self)
        if faults:
            raise InconsistentError(faults)
        return self


def find_faults(weighing: Weighing) -> list[Fault]:
    """Return what does not hold between the parts of a file of weights."""
    names = {hypothesis.explanation for hypothesis in weighing.hypothesis}
    coders = {coder.id for coder in weighing.coder}
    faults = []
    for g, group in enumerate(weighing.group):
        for p, piece in enumerate(group.piece):
            place = ("group", g, "piece", p)
            if p and piece.given is None:
                what = "evidence after the first of its group says what it is judged given"
                faults.append(Fault((*place, "given"), what, "nothing", "a text"))
            for coder, weights in piece.weight.items():
                if coder not in coders:
                    faults.append(Fault((*place, "weight", coder), "no coder has this id", repr(coder)))
                missing = sorted(names - set(weights))
                if missing:
                    faults.append(Fault((*place, "weight", coder), "a hypothesis has no weight", allowed=missing[0]))
                for name, (low, best, high) in weights.items():
                    if name not in names:
                        faults.append(Fault((*place, "weight", coder, name), "no hypothesis has this id", repr(name)))
                    if not low <= best <= high:
                        found = f"{low:g}, {best:g}, {high:g}"
                        faults.append(Fault((*place, "weight", coder, name), "weights out of order", found))
    return faults


WEIGHINGS = Bundle(
    "weighing",
    Weighing,
    ExplanationError,
    package="statusquo.explanations",
    folder=("bundled", "weighing"),
    checks=(unfilled,),
    in_model=(find_faults,),
    max_depth=MAX_DEPTH,
    template="weighing_template.toml",
)


@dataclass(frozen=True, slots=True)
class Odds(Jsonable, also=("is_robust",), keys={"is_robust": "told_apart"}):
    """How far one hypothesis is ahead of another, in decibels; the range takes every weight at its worst."""

    ahead: str
    behind: str
    decibels: float
    low: float
    high: float

    @property
    def is_robust(self) -> bool:
        """Whether the order holds for all weights within their ranges."""
        return self.low > 0


@dataclass(frozen=True, slots=True)
class Reversal(Jsonable, keys={"change": "change_decibels", "room": "room_decibels"}):
    """The smallest change of weights that turns a pair around.

    Attributes:
        ahead: the hypothesis that is ahead.
        behind: the one behind it.
        change: decibels by which the weights must move in all.
        piece: the one piece of evidence whose weights have the most room to move.
        room: decibels by which that piece's weights can move within their ranges.
        pieces_needed: fewest pieces that turn the pair around within the ranges; None where all together cannot.
    """

    ahead: str
    behind: str
    change: float
    piece: str
    room: float
    pieces_needed: int | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome of a weighing for one coder.

    Attributes:
        coder: whose weights.
        totals: decibels of each hypothesis relative to the first of the ranking.
        odds: each hypothesis of the ranking against the next.
        behind_first: the first of the ranking against each of the others.
        reversals: what would turn each of these pairs around.
    """

    coder: str
    totals: tuple[tuple[str, float], ...]
    odds: tuple[Odds, ...]
    behind_first: tuple[Odds, ...]
    reversals: tuple[Reversal, ...]

    @property
    def is_first_told(self) -> bool:
        """Whether a first place can be told: the leader is ahead of every rival at the worst of all weights."""
        return all(odds.is_robust for odds in self.behind_first)

    @property
    def probabilities(self) -> dict[str, float]:
        """The weights as probabilities, if one of the hypotheses were true and no other could be."""
        parts = {name: 10 ** (total / 10) for name, total in self.totals}
        return {name: part / sum(parts.values()) for name, part in parts.items()}

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "coder": self.coder,
            "decibels": dict(self.totals),
            "is_first_told": self.is_first_told,
            "probabilities": self.probabilities if self.is_first_told else None,
            "odds": plain(self.odds),
            "behind_first": plain(self.behind_first),
            "reversals": plain(self.reversals),
        }


def weigh(weighing: Weighing, coder: str | None = None) -> Weighed:
    """Return the ranking of the hypotheses, their odds and what would turn them around.

    Args:
        weighing: the weights.
        coder: whose; the first coder's by default. A piece that this coder did not weigh does not count.
    """
    who = coder or weighing.coder[0].id
    weights = weights_of(weighing, who)
    names = [hypothesis.explanation for hypothesis in weighing.hypothesis]
    sums = {name: sum(piece[name][1] for piece in weights.values()) for name in names}
    ranked = sorted(names, key=lambda name: -sums[name])
    pairs = list(pairwise(ranked))
    return Weighed(
        who,
        tuple((name, sums[name] - sums[ranked[0]]) for name in ranked),
        tuple(odds(weights, ahead, behind) for ahead, behind in pairs),
        tuple(odds(weights, ranked[0], behind) for behind in ranked[1:]),
        tuple(_reversal(weights, ahead, behind) for ahead, behind in pairs),
    )


Weights = dict[str, dict[str, tuple[float, float, float]]]
"""By piece of evidence and hypothesis: low, best and high decibels; the priors are a piece called ``prior``."""


def weights_of(weighing: Weighing, coder: str) -> Weights:
    """Return one coder's weights: the priors, then every piece that this coder weighed.

    Args:
        weighing: the weights of all coders.
        coder: id of the coder.
    """
    prior = {hypothesis.explanation: hypothesis.prior for hypothesis in weighing.hypothesis}
    pieces = [piece for group in weighing.group for piece in group.piece if coder in piece.weight]
    return {"prior": prior, **{piece.id: piece.weight[coder] for piece in pieces}}


def odds(weights: Weights, one: str, other: str) -> Odds:
    """Return the log odds of one hypothesis against another."""
    return Odds(
        one,
        other,
        sum(piece[one][1] - piece[other][1] for piece in weights.values()),
        sum(piece[one][0] - piece[other][2] for piece in weights.values()),
        sum(piece[one][2] - piece[other][0] for piece in weights.values()),
    )


def _reversal(weights: Weights, ahead: str, behind: str) -> Reversal:
    gap = odds(weights, ahead, behind).decibels
    rooms = sorted(
        (
            (piece[ahead][1] - piece[ahead][0] + piece[behind][2] - piece[behind][1], name)
            for name, piece in weights.items()
        ),
        key=lambda item: (-item[0], item[1]),
    )
    moved, needed = 0.0, None
    for count, (room, _) in enumerate(rooms, 1):
        moved += room
        if moved > gap:
            needed = count
            break
    return Reversal(ahead, behind, gap, rooms[0][1], rooms[0][0], needed)


@cache
def bundled_weighing(case: str) -> Weighing | None:
    """Return the weights of evidence on a dispute that ship with the package, None where there are none."""
    return WEIGHINGS.shipped(case) if case in WEIGHINGS.names() else None


def read_weighing(path: Path, case: str | None = None) -> Weighing:
    """Return the weights of evidence in a file.

    Args:
        path: the file.
        case: the dispute that it must be about; any by default.

    Raises:
        ExplanationError: when the file cannot be read, is not valid, or is about another dispute, with all that is
            wrong with it.
    """

    def about_another(weighing: Weighing) -> Iterator[Fault]:
        if case not in (None, weighing.case):
            yield Fault(("case",), "the weights are about another dispute", repr(weighing.case), repr(case))

    return WEIGHINGS.read(path, checks=(about_another,))
