"""The tables of the section on settlement: options by actors, widenings, the record, scores, solutions, periods.

Chances are in percent, each with its range below it where it has one. Those with a veto stand beside the people
concerned in every table that tells a zone of agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.names import all_of
from statusquo.core.wording import counted, figure, listed, percent_range, ranged
from statusquo.dossier.parts import Cell, Table, cell
from statusquo.settlement.agenda import PEOPLE as PEOPLE_KINDS
from statusquo.settlement.backtest import FEWEST_PROPOSALS, RULES
from statusquo.settlement.fitted import ALL_DISPUTES, PEOPLE, VETO, FittedSettlement
from statusquo.settlement.model import Period, SettlementFile
from statusquo.settlement.vocabulary import Vocabulary

GOVERNMENTS = "Acceptance by governments is not acceptance by people"

LEAST_CHANGE = 0.005
"""A change of half a percentage point or less is none."""

_LEAST_SHARE = 0.02

_MEASURES = ("Brier score", "hits", *(f"skill against {rule}" for rule in RULES))


@dataclass(frozen=True, slots=True)
class Readings:
    """What is known of the settlement of one dispute.

    Attributes:
        found: the fitted readings.
        file: what they were fitted to.
        words: the vocabulary of issues and formulas.
        names: of the actors, by id.
    """

    found: FittedSettlement
    file: SettlementFile
    words: Vocabulary
    names: Mapping[str, str]


def options_table(of: Readings, period: Period, kind: str) -> Table | None:
    """Return the table of options, or of bare status formulas, by actors."""
    found, file = of.found, of.file
    own = found.acceptance.filter(period=period.id)
    stances = {row.actor: row for row in file.stance if row.period == period.id}
    actors = [actor.id for actor in file.actor if actor.id in set(own["actor"])]
    order = own.filter(actor=VETO, kind=kind).sort("value", descending=True, nulls_last=True)
    if order.is_empty():
        return None
    rows: list[tuple[Cell, ...]] = []
    for row in order.iter_rows(named=True):
        chances = [found.chance(period.id, row["option"], actor) for actor in (VETO, PEOPLE, *actors)]
        rows.append((cell(row["name"]), *(_chance_cell(chance) for chance in chances)))
    marked = [f"{of.names[actor]}{' *' if stances[actor].is_veto else ''}" for actor in actors]
    columns = ("Terms", "All with a veto", "and the people", *marked)
    is_main = kind == "option"
    return Table(
        f"settlement-{kind}s",
        "Who would accept which terms" if is_main else "Who would accept which status alone, all else as it stands",
        columns,
        tuple(rows),
        numeric=columns[1:],
        note=(
            "Chance of acceptance in percent; below it the range over the judgements behind it. * has a veto: the "
            f"second column counts all who have one, the third also the people concerned. {GOVERNMENTS}. What has "
            "been brought about already, by whatever means, is no option and is left out. A dash: no position is on "
            "record on what the terms decide, and where that is an actor with a veto, or one of the people concerned, "
            "there is no joint figure either. A sourced no at any price is not bought off by gains elsewhere."
        ),
        is_folded=not is_main,
    )


def widening_table(of: Readings, period: Period) -> Table | None:
    """Return the table of what would widen the zone in a period, None where nothing would."""
    rows = of.found.widenings.filter(period=period.id)
    shown = [
        row
        for group in ("by issue", "sparing people", "best pair")
        for row in rows.filter(group=group).sort("rank").iter_rows(named=True)
    ]
    unique = {(*row["issues"], *row["to"]): row for row in shown}
    if not unique:
        return None
    people = {actor.id for actor in of.file.actor if actor.kind in PEOPLE_KINDS}
    lines = []
    for row in sorted(unique.values(), key=lambda row: -row["zone"]):
        changes = dict(zip(row["actors"], row["changes"], strict=True))
        lines.append(
            (
                cell(moves_in_words(row, of.words), listed(dict.fromkeys(row["levers"]))),
                cell(share_text(row["zone"])),
                cell(_points(row["zone"] - row["start_zone"])),
                cell(_who(changes, of.names, set(changes) - people)),
                cell(_who(changes, of.names, people)),
            )
        )
    option = str(base_row(of.found, period)["name"])
    columns = ("Move", "Zone", "Change", "Less likely to accept", "Of the people concerned")
    start = share_text(rows["start_zone"][0])
    return Table(
        "settlement-widening",
        f"What would widen the zone of agreement around “{option}” ({start} %)",
        columns,
        tuple(lines),
        numeric=("Zone", "Change"),
        note=(
            "The best move of each issue and the best two together, over steps of ten points of every scale, all of "
            "them worked out; zone and change in percent. A move can widen the zone among governments and narrow it "
            "for people. None is weighed that crosses a red line of the people concerned, or that is worse for them "
            "where they refuse or give no answer as it is."
        ),
    )


def record_table(found: FittedSettlement, names: Mapping[str, str]) -> Table | None:
    """Return the folded table of predicted and actual answers, None where there are none."""
    if found.record.is_empty():
        return None
    rows = []
    for row in found.record.iter_rows(named=True):
        estimate = row["stated"]
        told = "not predicted" if estimate is None else share_text(estimate)
        note = row["reason"] or percent_range(row["low"], row["high"])
        is_judged = estimate is not None and not row["accounts_differ"]
        hit = "" if not is_judged else "hit" if (estimate >= 0.5) == row["accepted"] else "miss"
        rows.append(
            (
                cell(row["name"], row["setting"]),
                cell(row["date"]),
                cell(names[row["actor"]]),
                cell(told, note),
                cell("–" if row["calibrated"] is None else share_text(row["calibrated"])),
                cell("–" if row["others_rate"] is None else share_text(row["others_rate"])),
                cell(row["what_happened"]),
                cell(hit),
            )
        )
    columns = ("Proposal", "Date", "Actor", "Predicted", "Calibrated", "Others’ rate", "What happened", "Hit or miss")
    return Table(
        "settlement-record",
        "The record of proposals: predicted chance of acceptance, percent, and what was answered",
        columns,
        tuple(rows),
        numeric=("Predicted", "Calibrated", "Others’ rate"),
        note=(
            "Predicted: nothing is estimated. Calibrated: the model’s own parameters are weighted by the answers to "
            "the other proposals, never those to the one predicted. Others’ rate: the share of yes among the "
            "answers to the others. Withdrew: consent was given and taken back. Where accounts of an answer differ it "
            "is neither hit nor miss."
        ),
        is_folded=True,
    )


def scores_table(found: FittedSettlement) -> Table | None:
    """Return the folded table of scores, of the dispute and of all disputes together, None where there are none."""
    if found.scores.is_empty():
        return None
    rows = []
    told = pl.concat([found.scores, found.scores_of_all])
    for key, group in told.group_by("case_id", "form", "answers", "settings", maintain_order=True):
        by = {row["measure"]: row for row in group.iter_rows(named=True)}
        first = group.row(0, named=True)
        rows.append(
            (
                cell(", ".join(map(str, key[1:])), "all disputes together" if key[0] == ALL_DISPUTES else ""),
                cell(f"{first['n_answers']} to {first['n_proposals']}"),
                *(
                    cell("–" if by[name]["value"] is None else f"{by[name]['value']:.2f}", _bounds(by[name]))
                    for name in _MEASURES
                ),
            )
        )
    skills = ("Skill: base rate", "Skill: others’ rate", "Skill: always no")
    columns = ("Form, answer, setting", "Answers to proposals", "Brier score", "Hits", *skills)
    return Table(
        "settlement-scores",
        "How the predictions score",
        columns,
        tuple(rows),
        numeric=columns[2:],
        note=(
            "Intervals of 95 % resample whole proposals. Skill is claimed only where the interval lies above "
            f"nought and {counted(FEWEST_PROPOSALS, 'proposal')} or more are scored. So short a record tells a good "
            "model from a plain rule only where they differ very much."
        ),
        is_folded=True,
    )


def solutions_table(found: FittedSettlement, period: Period) -> Table | None:
    """Return the folded table of what each solution of bargaining would pick, None where no draw has a winset."""
    own = found.solutions.filter(period=period.id)
    names = dict(found.acceptance.filter(period=period.id, actor=VETO).select("option", "name").iter_rows())
    picks = ("nash", "kalai_smorodinsky", "egalitarian")
    shown = own.filter(pl.max_horizontal(picks) > _LEAST_SHARE).sort("nash", descending=True)
    if shown.is_empty():
        return None
    rows = tuple(
        (cell(names[row["option"]]), *(cell(share_text(row[name])) for name in ("winset", *picks, "pareto")))
        for row in shown.iter_rows(named=True)
    )
    columns = ("Terms", "In the winset", "Nash", "Kalai-Smorodinsky", "Egalitarian", "Pareto set")
    return Table(
        "settlement-solutions",
        "What the solutions of bargaining would pick",
        columns,
        rows,
        numeric=columns[1:],
        note=(
            "Share of draws, percent. Winset: every actor with a veto prefers the terms to no agreement. The others "
            "count only draws in which some terms are in it. A solution divides gains among those with a veto; it "
            "predicts nothing."
        ),
        is_folded=True,
    )


def periods_table(of: Readings) -> Table | None:
    """Return the folded table of the likeliest terms in each period, None where there is but one."""
    found, rows = of.found, []
    if len(of.file.period) < 2:
        return None
    for period in of.file.period:
        if found.acceptance.filter(period=period.id).is_empty():
            continue
        top = base_row(found, period)
        zone, people = (found.chance(period.id, str(top["option"]), who) for who in (VETO, PEOPLE))
        rows.append(
            (
                cell(period.name, period.question),
                cell(str(top["name"])),
                cell(share_text(zone.value), span_text(zone)),
                cell(share_text(people.value)),
                cell(*_widest(of, period)),
            )
        )
    chances = ("All with a veto", "and the people")
    columns = ("Period", "Terms likeliest to be agreed", *chances, "What would widen it most")
    return Table(
        "settlement-periods",
        "The same question in each period",
        columns,
        tuple(rows),
        numeric=chances,
        note="Chance of acceptance, percent. Periods have different actors with a veto, agendas and options.",
        is_folded=True,
    )


def cost_to_people(row: Mapping[str, list[object]], of: Readings) -> list[str]:
    """Return the people concerned whom a widening makes less likely to accept."""
    people = {actor.id for actor in of.file.actor if actor.kind in PEOPLE_KINDS}
    changes = dict(zip(map(str, row["actors"]), row["changes"], strict=True))
    return [
        of.names[actor]
        for actor, change in changes.items()
        if actor in people and isinstance(change, float) and change < -LEAST_CHANGE
    ]


def base_row(found: FittedSettlement, period: Period) -> dict[str, Any]:
    """Return the row of the option around which a period’s zone is drawn, for all actors with a veto."""
    return found.acceptance.filter(period=period.id, actor=VETO, is_base=True).row(0, named=True)


def moves_in_words(row: Mapping[str, list[float | None]], words: Vocabulary) -> str:
    """Return the moves of a widening, such as ``status of the territory from 38 to 50``, or ``settled at 50``."""
    issues: list[str] = list(row["issues"])  # type: ignore[arg-type]
    return listed(
        [
            f"{words.issue_by_id(issue).name.lower()} "
            + (f"settled at {to:.0f}" if start is None else f"from {start:.0f} to {to:.0f}")
            for issue, start, to in zip(issues, row["from"], row["to"], strict=True)
        ]
    )


def share_text(value: float | None) -> str:
    """Return a share in percent without its sign, a dash where there is none."""
    return "–" if value is None else f"{100 * value:.0f}"


def span_text(estimate: Estimate) -> str:
    """Return the range of a share in percent, such as ``41–98``; empty where there is none."""
    return percent_range(estimate.low, estimate.high)


def _widest(of: Readings, period: Period) -> tuple[str, str]:
    """Return the move that widens a period's zone most, and what it does to people, for a cell."""
    best = of.found.widenings.filter(period=period.id, group="by issue").sort("rank")
    if best.is_empty():
        return "no move of one issue", ""
    row = best.row(0, named=True)
    cost = cost_to_people(row, of)
    note = f"less likely to accept then: {all_of(cost)}" if cost else "no people concerned are known to be less likely"
    return f"{moves_in_words(row, of.words)} ({share_text(row['zone'])})", note


def _who(changes: Mapping[str, float | None], names: Mapping[str, str], chosen: set[str]) -> str:
    told = [
        f"{names[actor]} {_points(change)}"
        for actor, change in changes.items()
        if actor in chosen and change is not None and change < -LEAST_CHANGE
    ]
    silent = [names[actor] for actor, change in changes.items() if actor in chosen and change is None]
    unknown = f"no position: {all_of(silent)}" if silent else ""
    return "; ".join(part for part in (listed(told), unknown) if part) or "none"


def _chance_cell(chance: Estimate) -> Cell:
    if chance.value is None:
        return cell("–", "no position")
    return cell(share_text(chance.value), span_text(chance))


def _points(value: float) -> str:
    return figure(100 * value, "+.0f")


def _bounds(row: Mapping[str, float | None]) -> str:
    return ranged(row["low"], row["high"], between=" to ")
