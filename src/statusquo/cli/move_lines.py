"""What moved between two tellings, as lines of text: where disputes stand, risks, ranks and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cli.report_lines import listing, paragraph, some_of
from statusquo.core.wording import chance, significant

if TYPE_CHECKING:
    from statusquo.changes.moves import Moves, RiskMove, Turn, VerdictTurn

OUTCOMES = {"recurrence": "fighting again", "war": "war", "continuation": "goes on"}
_NOWHERE = "none"


def stands_lines(found: Moves, *, everything: bool, shown: int = 3) -> list[str]:
    """Return who stands elsewhere, one sentence for each way."""
    ways: dict[str, list[str]] = {}
    for turn in found.stands:
        ways.setdefault(f"{turn.before} -> {turn.after}", []).append(turn.name)
    if not ways:
        return []
    told = [
        f"{way} ({len(names)}): {some_of(names, everything=everything, shown=shown)}"
        for way, names in sorted(ways.items(), key=lambda item: -len(item[1]))
    ]
    return paragraph(f"Where disputes stand: {len(found.stands)} changed. {'. '.join(told)}.")


def risk_lines(found: Moves, *, everything: bool, shown: int) -> list[str]:
    """Return the risks that moved, the furthest first."""
    if not found.n_risks:
        return []
    then, now = found.years
    years = f"of {now}" if then == now else f"of {then} then, of {now} now"
    if not found.risks:
        return paragraph(f"Risks {years}: none of {found.n_risks:,} moved.")
    out = sum(move.leaves_interval for move in found.risks)
    far = f"{out} of them out of the 95 % interval (!)" if out else "none out of its 95 % interval"
    moved = f"{len(found.risks)} of {found.n_risks:,} moved by a tenth of the odds or more, {far}"
    head = f"Risks {years}: {moved}; in points and as odds ratio"
    return listing(head, [_risk(move) for move in found.risks], everything=everything, shown=shown)


def _risk(move: RiskMove) -> tuple[str, str]:
    points = f"{move.points:+.1f}" if abs(move.points) >= 1 else f"{move.points:+.1g}"
    size = f"({points}, x {significant(move.odds_ratio)}){' !' if move.leaves_interval else ''}"
    return f"{move.name}, {OUTCOMES[move.outcome]}", f"{_span(move)} {size}"


def _span(move: RiskMove) -> str:
    return f"{chance(move.before.value)} -> {chance(move.after.value)}"


def rank_lines(found: Moves, *, everything: bool, shown: int = 3) -> list[str]:
    """Return the ranks that changed, as a sentence."""
    if not found.ranks:
        return []
    moved = [turn for turn in found.ranks if turn.before is not None and turn.after is not None]
    came = [_place(turn) for turn in found.ranks if turn.before is None]
    left = [turn.name for turn in found.ranks if turn.after is None]
    told = [
        f"{len(moved)} changed: {some_of(map(_place, moved), everything=everything, shown=shown)}" if moved else "",
        f"{len(came)} new: {some_of(came, everything=everything, shown=shown)}" if came else "",
        f"{len(left)} no longer ranked: {some_of(left, everything=everything, shown=shown)}" if left else "",
    ]
    return paragraph(f"Ranks by risk of war: {'. '.join(part for part in told if part)}.")


def _place(turn: Turn) -> str:
    return f"{turn.name} {turn.after}" if turn.before is None else f"{turn.name} {turn.before} -> {turn.after}"


def verdict_lines(found: Moves, *, everything: bool, shown: int = 6) -> list[str]:
    """Return the verdicts that changed, one sentence for each way."""
    if found.verdicts is None:
        return []
    if not found.verdicts:
        return paragraph(f"Verdicts: none of {found.n_verdicts} changed.")
    ways: dict[str, list[str]] = {}
    for turn in found.verdicts:
        ways.setdefault(f"{turn.before or _NOWHERE} -> {turn.after or _NOWHERE}", []).append(_claim(turn))
    told = [f"{way}: {some_of(claims, everything=everything, shown=shown)}" for way, claims in ways.items()]
    return paragraph(f"Verdicts: {len(found.verdicts)} of {found.n_verdicts} changed. {'. '.join(told)}.")


def _claim(turn: VerdictTurn) -> str:
    return turn.claim.rpartition("/")[2]
