"""What holds it: the military balance, the regional balance and inertia, in years that align, and what changed when.

One chart stands open; the others, with what each side bought and who stood with whom, are folded.
"""

from __future__ import annotations

from dataclasses import replace

from statusquo.answer.strength import means
from statusquo.balances.military import MilitaryBalance
from statusquo.balances.regional import RegionalBalance
from statusquo.balances.sides import HOLDER_AND_REVISIONIST, SideWords
from statusquo.balances.trends import Break, break_date, break_date_of_draws
from statusquo.cases.model import Case, Holding
from statusquo.core.errors import DomainError
from statusquo.core.estimates import Estimate, Known, Series
from statusquo.core.names import the
from statusquo.core.wording import sentence
from statusquo.dossier.balance_charts import (
    military_figure,
    named_alliances_figure,
    ratio_rows,
    regional_figure,
    short_name,
)
from statusquo.dossier.context import Context
from statusquo.dossier.inertia_charts import inertia_figure, veto_figure
from statusquo.dossier.parts import CellLine, Figure, Section, Table, cell
from statusquo.dossier.sections.arms import arms
from statusquo.dossier.sections.balance_findings import (
    inertia_finding,
    is_told,
    log_bounded,
    military_finding,
    most_needed,
    regional_finding,
    short_finding,
)
from statusquo.dossier.sections.ties import ties

_OF_MILITARY = (
    "The military balance is one of national stocks: what stood at the line, how well it was used, and what was never "
    "disclosed it does not say. Terrain, fortification, training and the plan are not in it.",
    "A rule of 3:1 is about force at the point of attack and is itself disputed (Mearsheimer 1989; Epstein 1989; "
    "Biddle 2004): a d* above it does not date a war, and one below it does not rule one out.",
)
_OF_REGIONAL = (
    "The regional balance says who could be counted on by treaty, alliance, troops and arms, not who would have come. "
    "The weights of these ties are drawn from wide ranges, most of them assumptions, and the interval is theirs.",
    "A treaty may bind a state to both sides: the treaty of the Commonwealth of Independent States makes Russia the "
    "ally of Armenia and of Azerbaijan alike, and such a state counts on both. No tie is carried on past the last year "
    "of its source.",
)


def balances(context: Context) -> Section | None:
    """Return the section, None where no balance has a value in the years shown."""
    measures, frame, wars = context.measures, context.frame, context.wars
    military, regional, slow = measures.military, measures.regional, measures.inertia
    chosen, veto = most_needed(regional), veto_figure(regional, frame)
    numbers: dict[str, Estimate | Series] = {}
    blocks: list[Figure | Table] = []
    caveats: tuple[str, ...] = ()
    if not ratio_rows(military.main, frame).is_empty():
        turn, of_stock = break_of(military, military.main), break_of(military, military.alternatives[0])
        says = military_finding(military, turn, wars, of_stock)
        drawn = turn if turn is not None and is_told(turn) else None
        says = " ".join(text for text in (_who_held(measures.case, military.words), says) if text)
        blocks.append(
            replace(military_figure(military, frame, drawn), finding=says, headline=_headline(measures.case, military))
        )
        numbers |= {"military_balance": military.main, "break_even": military.break_even}
        numbers |= {f"{name}_break": b.date for name, b in (("military_balance", turn), ("stock", of_stock)) if b}
        caveats += (*_OF_MILITARY, *military.rests_on)
    if not ratio_rows(regional.main, frame).is_empty():
        drawn_regional = regional_figure(regional, frame, chosen)
        says, counts = regional_finding(regional, wars), _counts_on(measures.case, regional, regional.main)
        blocks.append(replace(drawn_regional, finding=says, headline=counts))
        if (named := named_alliances_figure(regional, frame, chosen)) is not None:
            by_case = _counts_on(
                measures.case, regional, regional.by_case, "by the alliances the case file names alone "
            )
            blocks.append(replace(named, headline=by_case))
        blocks.append(_readings(regional))
        numbers["regional_balance"] = regional.main
        numbers |= {f"regional_balance_without_{name}": series for name, series in regional.without.items()}
        caveats += (*_OF_REGIONAL, *regional.rests_on)
        if veto is not None:
            blocks.append(veto)
    for name, balance in (("military", military), ("regional", regional)):
        if (reason := balance.missing.get(balance.main.key)) is not None:
            caveats += (f"There is no {name} balance: {reason}.",)
    if (clocks := inertia_figure(slow, frame)) is not None:
        blocks.append(replace(clocks, finding=inertia_finding(slow, wars)))
        numbers |= {f"clock_{i}": clock for i, clock in enumerate(slow.clocks, 1)}
    left_out: list[str] = []
    for beside, what in ((arms(context), "arms"), (ties(context), "pacts, troops and votes")):
        if beside is None:
            why = "not known of both sides" if frame.active.height else "without fighting they are the states’ alone"
            left_out.append(f"{what} ({why})")
            continue
        first, *others = beside.figures
        blocks += [replace(first, finding=beside.finding), *others]
        caveats += beside.caveats
        numbers |= beside.numbers
    if regional.armed and veto is None:
        left_out.append("cross-pressure by arms (none at hand came from the state in question)")
    if not blocks:
        return None
    return Section(
        "balances",
        "What holds it, and what changed?",
        short_finding(measures.case, regional, slow, wars, chosen)
        or sentence("of the balances only what follows is known"),
        (replace(blocks[0], is_folded=False), *(replace(block, is_folded=True) for block in blocks[1:])),
        caveats,
        numbers,
        tuple(left_out),
    )


def _headline(case: Case, military: MilitaryBalance) -> str:
    """Return what the chart's thick line says of its last year, by name where the sides of it are coded."""
    last = military.main.last
    if last is None:
        return ""
    over, under, times = means(case, military) or _larger(case, military.words, last)
    patron = ", counting of a patron only what it may commit" if military.is_by_patron else ""
    return sentence(f"{over} had {times} times the means of {under} in {last.year}{patron}")


def _counts_on(case: Case, regional: RegionalBalance, series: Series | None, by: str = "") -> str:
    """Return what a reading of the regional balance says of its last year, by name where the sides of it are coded."""
    last = None if series is None else series.last
    if last is None:
        return ""
    over, under, times = _larger(case, regional.words, last)
    return sentence(f"{by}{over} could count on {times} times the outside capability that {under} could in {last.year}")


def _larger(case: Case, words: SideWords, log: Known) -> tuple[str, str, str]:
    """Return who has more by a log ratio of one year, who has less, and how many times."""
    over, under = words.revisionist, words.holder
    held = case.holding_at(log.year) if words is HOLDER_AND_REVISIONIST else None
    if held is not None and held.revisionist is not None:
        over, under = (the(case.actor_by_id(name).name) for name in (held.revisionist, held.holder))
    if log.value >= 0:
        return over, under, log_bounded(log)
    low, high = (None if end is None else -end for end in (log.high, log.low))
    return under, over, log_bounded(Known(log.year, -log.value, low, high))


def _who_held(case: Case, words: SideWords) -> str | None:
    """Return whom holder and revisionist mean, by the years of each; None where the balances call sides by name."""
    if words is not HOLDER_AND_REVISIONIST:
        return None
    pairs: list[tuple[str, list[Holding]]] = []
    for holding in case.holding:
        if holding.revisionist is not None:
            names = (the(case.actor_by_id(name).name) for name in (holding.holder, holding.revisionist))
            pair = " and ".join(names)
            if pairs and pairs[-1][0] == pair:
                pairs[-1][1].append(holding)
            else:
                pairs.append((pair, [holding]))
    told = []
    for pair, held in pairs:
        end = held[-1].end
        until = f" to {end.long_text}" if end else f" from {held[0].start.long_text} on" if len(pairs) > 1 else ""
        told.append(pair + until)
    return sentence(f"Holder and revisionist: {'; '.join(told)}") if told else None


def break_of(balance: MilitaryBalance, series: Series) -> Break | None:
    """Return the break in the level of one series of the balance, None where it is too short or has gaps.

    None too where the balance compares something else from some year on: the break would be one of the measure.
    """
    if series is balance.main and balance.steps:
        return None
    drawn = balance.drawn.get(series.key)
    try:
        return break_date_of_draws(series, drawn, "level") if drawn else break_date(series, "level")
    except DomainError:
        return None


def _readings(balance: RegionalBalance) -> Table:
    """Return every reading of the regional balance at its first year and its last, as ratios with intervals."""
    rows = []
    for series in (balance.main, *balance.alternatives):
        points = series.known()
        if points:
            ends = (cell(log_bounded(point), f"in {point.year}") for point in (points[0], points[-1]))
            rows.append(((CellLine(short_name(series), sources=series.sources),), *ends))
    return Table(
        "regional-readings",
        f"Every reading of the regional balance, {balance.words.over}, as a ratio with its interval",
        ("reading", "first year", "last year"),
        tuple(rows),
        ("first year", "last year"),
        is_folded=True,
    )
