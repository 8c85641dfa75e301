"""The rivals weighed against each other, as tables: each coder's ranking, what turns it around, where coders part.

One coder's weights are shown as that; nothing is pooled from one. Several coders' stand side by side, each under its
name, with the range that all of them together allow.
"""

from __future__ import annotations

from collections.abc import Mapping

from statusquo.dossier.parts import Cell, Table, cell
from statusquo.dossier.wording import counted, listed, significant
from statusquo.explanations.coders import CodersCompared, compare_coders
from statusquo.explanations.weighing import Odds, Reversal, Weighed, Weighing

_SCALE = "Ten decibels are odds of ten to one (Fairfield and Charman 2017). The range takes every weight at its worst."
_PARTINGS_SHOWN = 8


def weighing_tables(weights: Weighing, titles: Mapping[str, str]) -> tuple[Table, ...]:
    """Return the ranking, what turns it around for each coder, and the pieces on which coders part.

    Args:
        weights: the weights of one or more coders.
        titles: what an explanation is called, by id.
    """
    found = compare_coders(weights)
    names = {h.explanation: titles.get(h.explanation, h.explanation) for h in weights.hypothesis}
    ranking = _of_one(found, names) if len(found.coders) == 1 else _of_several(found, names)
    note = f"{_coders(found)} {' '.join(weights.note.split())} {_SCALE}"
    tables = [
        Table(
            "claims-weighed",
            f"The rivals weighed against each other by {_whose(found)} judgement (process tracing)",
            ranking[0],
            ranking[1],
            numeric=("decibels to the first",),
            note=note,
            is_folded=True,
        )
    ]
    if len(found.coders) > 1:
        tables += [_turns(found, names), *_partings(found, weights, names)]
    return tuple(tables)


def _whose(found: CodersCompared) -> str:
    return "one analyst’s" if len(found.coders) == 1 else f"{counted(len(found.coders), 'coder')}’"


def _coders(found: CodersCompared) -> str:
    if len(found.coders) == 1:
        loose = sum(turn.pieces_needed is not None for turn in found.weighed[0].reversals)
        pairs = len(found.weighed[0].reversals)
        return (
            f"Moving pieces within their ranges turns {loose} of the {pairs} neighbouring pairs around. There is one "
            f"coder ({found.coders[0][1]}): how far a second reader would agree is not known."
        )
    who = listed([f"{name} ({counted(n, 'piece')})" for (_, name), n in zip(found.coders, found.n_pieces, strict=True)])
    turned = len(found.turned)
    total = len(found.order) * (len(found.order) - 1) // 2
    return f"Coders: {who}. Of {total} pairs they rank {turned or 'none'} the other way round."


def _of_one(found: CodersCompared, names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    outcome = found.weighed[0]
    rows = []
    for position, (name, total) in enumerate(outcome.totals):
        odds = outcome.odds[position - 1] if position else None
        turn = outcome.reversals[position - 1] if position else None
        behind, needed = (_range(odds) if odds else "–"), (_needed(turn) if turn else "–")
        rows.append((cell(names[name]), cell(_whole(total)), cell(behind), cell(needed)))
    return ("explanation", "decibels to the first", "behind the one above", "pieces that turn it around"), tuple(rows)


def _of_several(
    found: CodersCompared, names: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    pooled = {odds.behind: odds for odds in found.pooled}
    rows = tuple(
        (
            cell(names[name]),
            *(cell(_place(of, name)) for of in found.weighed),
            cell(_range(pooled[name]) if name in pooled else "–"),
        )
        for name in found.order
    )
    coders = tuple(f"{name}: decibels to its first" for _, name in found.coders)
    return ("explanation", *coders, "behind the first, all coders’ ranges"), rows


def _place(of: Weighed, name: str) -> str:
    place = [hypothesis for hypothesis, _ in of.totals].index(name) + 1
    return f"{_whole(dict(of.totals)[name])} (place {place})"


def _turns(found: CodersCompared, names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            cell(name),
            cell(f"{names[turn.behind]} past {names[turn.ahead]}"),
            cell(significant(turn.change) if turn.change else "tied"),
            cell(f"{turn.piece} has the most room, {significant(turn.room)}"),
            cell(_needed(turn)),
        )
        for name, turn in found.turns()
    )
    columns = ("coder", "what is turned around", "decibels", "by which piece", "pieces that turn it around")
    return Table(
        "claims-weighed-turns",
        "The smallest change that turns each coder’s first place, and their closest pair, around",
        columns,
        rows,
        is_folded=True,
    )


def _partings(found: CodersCompared, weights: Weighing, names: Mapping[str, str]) -> list[Table]:
    if not found.partings:
        return []
    texts = {piece.id: piece.text for group in weights.group for piece in group.piece}
    called = dict(found.coders)
    rows = tuple(
        (
            cell(texts[parting.piece]),
            cell(f"{names[parting.one]} against {names[parting.other]}"),
            cell("; ".join(f"{called[coder]} {_range(odds)}" for coder, odds in parting.odds)),
        )
        for parting in found.partings[:_PARTINGS_SHOWN]
    )
    more = len(found.partings) - len(rows)
    return [
        Table(
            "claims-weighed-partings",
            f"Where the coders part: {counted(len(found.partings), 'piece')} of evidence",
            ("evidence", "bears on", "decibels by coder"),
            rows,
            note="No weights within the two coders’ ranges agree here."
            + (f" {counted(more, 'more piece').capitalize()} not shown." if more else ""),
            is_folded=True,
        )
    ]


def _range(odds: Odds) -> str:
    return f"{significant(odds.decibels)} ({odds.low:.0f} to {odds.high:.0f})".replace("-", "−")


def _whole(decibels: float) -> str:
    return f"{decibels:.0f}".replace("-", "−")


def _needed(turn: Reversal) -> str:
    return counted(turn.pieces_needed, "piece") if turn.pieces_needed else "none can"
