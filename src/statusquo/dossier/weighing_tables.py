"""The rivals weighed against each other, as tables: each coder's weights, what they tell apart, where coders part.

One coder's weights are shown as that; nothing is pooled from one. Several coders' stand side by side, each under its
name, with the range that all of them together allow.
"""

from __future__ import annotations

from collections.abc import Mapping

from statusquo.core.wording import counted, figure, listed, significant, typeset
from statusquo.dossier.parts import Cell, Table, cell
from statusquo.explanations.coders import CodersCompared, compare_coders
from statusquo.explanations.weighing import Odds, Reversal, Weighing

_SCALE = (
    "Decibels are relative to the explanation with the highest sum, ten of them odds of ten to one (Fairfield and "
    "Charman 2017); the range takes every weight at its worst."
)
_PARTINGS_SHOWN = 8


def weighing_tables(weights: Weighing, titles: Mapping[str, str]) -> tuple[Table, ...]:
    """Return the weights and what they tell apart, what turns each coder's around, and where coders part.

    Args:
        weights: the weights of one or more coders.
        titles: what an explanation is called, by id.
    """
    found = compare_coders(weights)
    names = {h.explanation: titles.get(h.explanation, h.explanation) for h in weights.hypothesis}
    columns, rows = _rows(found, names)
    note = f"{found.apart_words} {_coders(found)} {' '.join(weights.note.split())} {_SCALE}"
    tables = [
        Table(
            "claims-weighed",
            f"The rivals weighed against each other by {_whose(found)} judgement (process tracing)",
            columns,
            rows,
            numeric=columns[1:-1],
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


def _rows(found: CodersCompared, names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the explanations in the order of their titles: a rank stands only where the ranges tell one."""
    rows = tuple(
        (
            cell(names[name], "ahead of every rival" if name == found.first else ""),
            *(cell(_whole(dict(of.totals)[name])) for of in found.weighed),
            cell(listed([names[other] for other in found.told_behind(name)]) or "none"),
        )
        for name in sorted(found.order, key=lambda name: names[name])
    )
    whose = ("decibels",) if len(found.coders) == 1 else tuple(f"{name}: decibels" for _, name in found.coders)
    return ("explanation", *whose, "ahead of, for all weights within the ranges"), rows


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
        "The smallest change that turns each coder’s two leading explanations, and their closest pair, around",
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
    return typeset(f"{significant(odds.decibels)} ({odds.low:.0f} to {odds.high:.0f})")


def _whole(decibels: float) -> str:
    return figure(decibels, ".0f")


def _needed(turn: Reversal) -> str:
    return counted(turn.pieces_needed, "piece") if turn.pieces_needed else "none can"
