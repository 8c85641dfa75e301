"""What happened: phases, episodes, key events and proposals on one time line, and battle deaths with their ranges.

Episodes and intensity are UCDP/PRIO's (25 battle deaths in a calendar year; war from 1,000), deaths are UCDP's as
carried by the conflict-peace spells. Phases, events and proposals are the case file's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from statusquo.cases.model import Case
from statusquo.cases.statements import Event, Proposal
from statusquo.core.names import all_of, the
from statusquo.core.wording import (
    MOST_FIGURES,
    counted,
    listed,
    sentence,
    significant,
    span,
    spans,
    spans_or_count,
    whole,
    with_range,
)
from statusquo.dossier.context import Context
from statusquo.dossier.deaths_chart import deaths_figure, has_deaths
from statusquo.dossier.fighting import Elsewhere
from statusquo.dossier.numbers import deaths_numbers
from statusquo.dossier.parts import Block, Entry, EntryList, Section, Table, cell
from statusquo.dossier.timeline_chart import ROMAN, lettered, span_of, timeline_figure
from statusquo.panels.record import DEATHS, record_domain, record_sources

FEWEST_ESTIMATES = 3
"""With fewer years that have an estimate none is called the deadliest."""

LARGE_SHARE_PCT = 30
"""Of the battle deaths, from which a single year's share is told."""

MOST_EVENTS = 30
"""A record of as many events stands open as a whole."""

_UCDP_BEGINS = 1946
"""The first year of UCDP's record."""


def what_happened(context: Context) -> Section:
    """Return the section."""
    case, snapshot, frame = context.case, context.snapshot, context.frame
    episodes, years, elsewhere = context.episodes, context.years, context.elsewhere
    recorded = range(frame.first, min(frame.last, snapshot.last_year) + 1)
    blocks: list[Block] = [
        replace(
            timeline_figure(case, frame, episodes, elsewhere),
            headline=active_years(case.territory.name[0].text, frame.active, recorded),
        )
    ]
    if has_deaths(years):
        blocks.append(replace(deaths_figure(years, frame, elsewhere), headline=deadliest(years)))
    blocks += _events(case)
    if case.proposal:
        proposals = tuple(_proposal_entry(case, p, m) for p, m in lettered(case))
        blocks.append(EntryList("proposals", "What was tabled, and who answered what", proposals, is_folded=True))
    if case.phase:
        entries = tuple(
            Entry(mark, span_of(phase), phase.name, phase.text, sources=phase.source)
            for mark, phase in zip(ROMAN, case.phase, strict=False)
        )
        blocks.append(EntryList("phases", "Phases", entries, is_folded=True))
    if episodes.height:
        blocks.append(replace(episodes_table(episodes), is_folded=case.origin != "derived"))
    return Section(
        "what-happened",
        "What happened?",
        " ".join(text for text in (finding(episodes, years, elsewhere), wars_elsewhere(case, years)) if text),
        tuple(blocks),
        _caveats(case, years),
        deaths_numbers(years, record_domain(snapshot, DEATHS), record_sources(snapshot, DEATHS)),
    )


def _events(case: Case) -> list[Block]:
    """Return the story: every event of a short record, of a long one those of the time line with the others folded.

    Who says what of an event stands in the section on the sides, and in the folded list.
    """
    marks = {event.id: str(i) for i, event in enumerate((e for e in case.event if e.is_key), 1)}
    whole = tuple(event_entry(case, event, marks.get(event.id, "")) for event in case.event)
    if not whole:
        return []
    if len(whole) <= MOST_EVENTS:
        return [EntryList("key-events", "The events", whole)]
    told = tuple(replace(entry, accounts=()) for entry in whole if entry.mark)
    every = EntryList("all-events", f"All {len(whole)} events", whole, is_folded=bool(told))
    return [EntryList("key-events", "Key events", told), every] if told else [every]


def event_entry(case: Case, event: Event, mark: str = "") -> Entry:
    """Return an event of the case file as an entry of a list, with who says what of it.

    Args:
        case: the dispute.
        event: one of its events.
        mark: what stands for it in the time line; empty if nothing does.
    """
    date = event.date.long_text + (f" – {event.end.long_text}" if event.end else "")
    accounts = tuple((case.actor_by_id(a.claimant).name, a.text) for a in event.account)
    sources = tuple(dict.fromkeys([*event.source, *(name for a in event.account for name in a.source)]))
    return Entry(
        mark,
        date,
        event.title,
        event.text or "",
        accounts,
        (),
        sources,
        "" if (standing := case.standing(event)) == "sourced" else standing,
    )


def active_years(territory: str, active: pl.DataFrame, shown: range) -> str:
    """Return in how many of the years shown there was fighting, and war, in a sentence.

    Args:
        territory: its name.
        active: one row per active year: `year` and `intensity`, from the table `dispute_years`.
        shown: the years of the chart.

    Examples:
        >>> years = pl.DataFrame({"year": [1991, 1992], "intensity": ["minor", "war"]})
        >>> active_years("Transnistria", years, range(1990, 2003))
        'There was armed conflict over Transnistria in two years of 13, at the level of war in one year.'
    """
    within = active.filter(pl.col("year").is_in(list(shown)))
    n, wars = within["year"].n_unique(), within.filter(intensity="war")["year"].n_unique()
    if not n:
        return sentence(f"{the(territory)} saw no year with 25 battle deaths from {shown[0]} to {shown[-1]}")
    at_war = f"at the level of war in {counted(wars, 'year')}" if wars else "never at the level of war"
    return sentence(f"there was armed conflict over {the(territory)} in {counted(n, 'year')} of {len(shown)}, {at_war}")


def deadliest(years: pl.DataFrame) -> str:
    """Return which year saw most battle deaths, in a sentence, or how many died in the few years with an estimate."""
    known = years.drop_nulls("deaths_best")
    if known.is_empty():
        only = years.drop_nulls("deaths_range_low")["year"].to_list()
        return sentence(f"for {spans(only)} only a range of battle deaths is known, and no best estimate")
    if known.height < FEWEST_ESTIMATES:
        first = known.sort("deaths_best", descending=True).row(0, named=True)
        best = with_range(first["deaths_best"], first["deaths_low"], first["deaths_high"])
        return sentence(f"in {first['year']} there were {best} battle deaths")
    worst = known.filter(pl.col("deaths_best") == pl.col("deaths_best").max())
    share = significant(100 * worst["deaths_best"][0] / known["deaths_best"].sum())
    which = spans(worst["year"].to_list())
    if worst.height > 1:
        return sentence(f"{which} were the deadliest years, each with {share} % of the battle deaths counted")
    return sentence(f"{which} was the deadliest year, with {share} % of the battle deaths counted")


def finding(episodes: pl.DataFrame, years: pl.DataFrame, elsewhere: Sequence[Elsewhere] = ()) -> str:
    """Return the section's sentences, made from the episodes, the yearly deaths and the fighting elsewhere."""
    if years.is_empty():
        return sentence(
            "UCDP records no armed conflict over this dispute: no calendar year with 25 battle deaths since 1946"
        )
    wars = years.filter(pl.col("intensity") == "war")["year"].to_list()
    first, last = min(years["year"].to_list()), max(years["year"].to_list())
    text = (
        f"UCDP records {counted(episodes.height, 'episode')} of fighting between {first} and {last}, "
        f"{counted(years.height, 'active year')} in all"
        if episodes.height > 1
        else f"UCDP records one episode of fighting, {span(first, last)}"
    )
    told = [text, _level(wars, episodes.height), *_deaths(years)]
    ending = episodes.sort("episode").row(-1, named=True)
    which = "the latest episode" if episodes.height > 1 else "it"
    when = f", {span(ending['first_year'], ending['last_year'])}," if episodes.height > 1 else ""
    if ending["is_ongoing"]:
        told.append(f"{which} was still going on in {ending['last_year']}, the last year of the data")
    elif ending["outcome"]:
        went_on = any(other.years[0] <= ending["last_year"] + 1 for other in elsewhere)
        told.append(
            f"{which}{when} is coded as ending with {_outcome(ending['outcome'])}"
            + (", though the fighting went on under another number" if went_on else "")
        )
    return " ".join(sentence(each) for each in (*told, *(other.text for other in elsewhere)))


def _level(wars: Sequence[int], episodes: int) -> str:
    """Return in which years the fighting reached the level of war: by year, of many stretches how many there were."""
    if not wars:
        return f"{'it never' if episodes == 1 else 'no episode'} reached the level of war, 1,000 deaths in a year"
    return f"it was at the level of war in {spans_or_count(wars, MOST_FIGURES)}"


def _deaths(years: pl.DataFrame) -> list[str]:
    known = years.drop_nulls("deaths_best")
    if not known.height:
        return ["no estimate of battle deaths is at hand"]
    best, low, high = (int(known[f"deaths_{kind}"].sum()) for kind in ("best", "low", "high"))
    where = "" if known.height == years.height else f" in the {counted(known.height, 'year')} that have an estimate"
    if known.height == 1 < years.height:
        where = f" in {known['year'].item()}, the one year with an estimate,"
    text = f"the battle deaths it counts{where} add up to {with_range(best, low, high)}"
    worst = known.sort("deaths_best", descending=True).row(0, named=True)
    share = 100 * worst["deaths_best"] / best
    told = share >= LARGE_SHARE_PCT and known.height >= FEWEST_ESTIMATES
    return [text, f"{significant(share)} % of them fell in {worst['year']} alone"] if told else [text]


def wars_elsewhere(case: Case, years: pl.DataFrame) -> str | None:
    """Say which wars of the case file have no year in UCDP's record of the dispute; None where each has one."""
    active = set(years["year"].to_list())
    told = [
        f"{phase.name} ({span(phase.start.year, phase.end.year)})"
        for phase in case.phase
        if phase.kind == "war"
        and phase.end is not None
        and phase.end.year >= _UCDP_BEGINS
        and not active & set(range(phase.start.year, phase.end.year + 1))
    ]
    if not told:
        return None
    which = "this war" if len(told) == 1 else "these wars"
    return sentence(
        f"UCDP’s record of the dispute has no year of {which} that the case file tells: {listed(told)}; what it counts "
        "as a war over the government, between other sides or below 25 battle deaths a year is not in that record"
    )


def episodes_table(episodes: pl.DataFrame) -> Table:
    """Return the folded table of UCDP episodes: dates, intensity, deaths with their range, how each ended."""
    rows = []
    for episode in episodes.sort("episode").to_dicts():
        known = episode["deaths_best"] is not None
        deaths = (
            (whole(episode["deaths_best"]), f"{whole(episode['deaths_low'])} to {whole(episode['deaths_high'])}")
            if known
            else ("not estimated", "")
        )
        note = (
            f"{episode['n_years_with_deaths']} of {episode['n_active_years']} years estimated"
            if known and episode["n_years_with_deaths"] < episode["n_active_years"]
            else ""
        )
        rows.append(
            (
                cell(str(episode["episode"])),
                cell(span(episode["first_year"], episode["last_year"])),
                cell(episode["peak_intensity"]),
                cell(deaths[0], note),
                cell(deaths[1]),
                cell("ongoing" if episode["is_ongoing"] else (episode["outcome"] or "not coded")),
            )
        )
    return Table(
        id="episodes",
        caption="Episodes of fighting in the data (UCDP)",
        columns=("Episode", "Years", "Highest intensity", "Battle deaths, best", "Low to high", "How it ended"),
        rows=tuple(rows),
        numeric=("Years", "Battle deaths, best", "Low to high"),
        note=(
            "Minor: 25 to 999 battle deaths in a calendar year; war: 1,000 and more. Low and high are a range "
            "over sources, not a 95 % interval. Sources: UCDP/PRIO Armed Conflict Dataset; conflict-peace spells."
        ),
        is_folded=True,
    )


def _outcome(outcome: str) -> str:
    return {
        "victory for government side": "a victory for the government side",
        "victory for non-state side": "a victory for the non-state side",
        "peace agreement": "a peace agreement",
        "ceasefire agreement": "a ceasefire agreement",
        "low activity": "activity below 25 battle deaths a year",
        "actor ceases to exist": "an actor ceasing to exist",
    }[outcome]


def _proposal_entry(case: Case, proposal: Proposal, mark: str) -> Entry:
    terms = tuple((issue.replace("-", " ").capitalize(), text) for issue, text in proposal.terms.items())
    answers = []
    for response in proposal.response:
        told = f" (as told by {the(case.actor_by_id(response.claimant).name)})" if response.claimant else ""
        answers.append(
            (
                case.actor_by_id(response.actor).name,
                f"{response.answer}{told}" + (f": {response.text}" if response.text else ""),
            )
        )
    by = all_of(case.actor_by_id(name).name for name in proposal.proposed_by)
    sources = tuple(dict.fromkeys([*proposal.source, *(name for r in proposal.response for name in r.source)]))
    return Entry(mark, proposal.date.long_text, proposal.name, f"Proposed by {by}.", tuple(answers), terms, sources)


def _larger_total(case: Case, years: pl.DataFrame) -> str | None:
    """Return how the highest total of deaths in the case file goes with UCDP's sum, where it is the larger."""
    counted_here = float(years["deaths_best"].sum())
    totals = [
        (fact.value, fact.label, fact.value_text)
        for fact in case.fact
        if fact.topic == "losses" and fact.unit == "deaths" and isinstance(fact.value, float) and case.is_sourced(fact)
    ]
    value, label, told = max(totals, default=(0.0, "", ""))
    if value <= counted_here or not counted_here:
        return None
    return (
        f"“{label}” is {told} in the case file, more than the {whole(counted_here)} added up here: such a total "
        "takes in civilians killed outside combat, the missing and years without an estimate, while UCDP counts the "
        "deaths in battle that a source documents."
    )


def _caveats(case: Case, years: pl.DataFrame) -> tuple[str, ...]:
    if years.is_empty():
        return ("Fewer than 25 recorded battle deaths in each calendar year do not mean that there was no violence.",)
    caveats = [
        "Peace here means fewer than 25 recorded battle deaths in a calendar year, not the absence of violence.",
        "Battle deaths leave out most civilians killed outside combat, the missing and the wounded; each "
        "side’s own totals are among the contested facts.",
    ]
    if bridge := _larger_total(case, years):
        caveats.append(bridge)
    unestimated = years.filter(pl.col("deaths_best").is_null())
    ranged = unestimated["deaths_range_low"].count()
    if ranged:
        caveats.append(
            f"For {counted(ranged, 'active year')} the source gives a low and a high figure and, in place of a "
            "best one, only the threshold that the year passed; such a year is drawn as a range and counted in no sum."
        )
    if unestimated.height > ranged:
        caveats.append(
            f"For {counted(unestimated.height - ranged, 'active year')} no figure of battle deaths is at hand: the "
            "source covers internal and internationalised internal conflicts only, and not every year of these."
        )
    return tuple(caveats)
