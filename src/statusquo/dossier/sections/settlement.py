"""What could settle it? Options by actors, the zone of agreement, what would widen it, and the record of such readings.

Everything comes from fitted artefacts; nothing is drawn here. The section says on its face that acceptance by
governments is not acceptance by people, and it never lists force, or what force has already brought about, among the
options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from statusquo.cases.model import Case
from statusquo.cases.statements import Source
from statusquo.core.estimates import Estimate, Series
from statusquo.core.names import all_of
from statusquo.core.wording import counted, figure, ranged, sentence
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Block, Section
from statusquo.dossier.sections.tabled import tabled_section
from statusquo.dossier.settlement_charts import record_figure, zone_figure
from statusquo.dossier.settlement_tables import (
    GOVERNMENTS,
    Readings,
    base_row,
    cost_to_people,
    moves_in_words,
    options_table,
    periods_table,
    record_table,
    scores_table,
    share_text,
    solutions_table,
    span_text,
    widening_table,
)
from statusquo.settlement.backtest import FEWEST_PROPOSALS
from statusquo.settlement.fitted import ORIGIN, PEOPLE, VETO, FittedSettlement, fitted_settlement
from statusquo.settlement.load import load_vocabulary
from statusquo.settlement.model import Judged, Period, SettlementFile
from statusquo.settlement.values import DatedSource, Range


def settlement(context: Context) -> Section | None:
    """Return the section; what was tabled where nobody placed the actors, and None where nothing was either."""
    case, file = context.case, context.settlement_file
    if file is None:
        return tabled_section(context)
    if (found := fitted_settlement(case.id)) is None:
        return None
    period, of = file.period[-1], Readings(found, file, load_vocabulary(), actor_names(case, file))
    blocks: list[Block | None] = [
        options_table(of, period, "option"),
        options_table(of, period, "formula"),
        _zone(of, period, period_sources(case, file, period)),
        widening_table(of, period),
        record_figure(found, of.names, _answer_sources(case, found)),
        record_table(found, of.names),
        scores_table(found),
        solutions_table(found, period),
        periods_table(of),
    ]
    return Section(
        "settlement",
        "What could settle it?",
        finding(case, of, period),
        tuple(block for block in blocks if block is not None),
        _caveats(found, file),
        dict(_numbers(found, period)),
    )


def settlement_sources(context: Context) -> Mapping[str, Source]:
    """Return, by the id used on the page, the settlement file's sources in the case's form; empty without a file."""
    file = context.settlement_file
    return {} if file is None else {_page_id(context.case, source): _as_source(source) for source in file.source}


def finding(case: Case, of: Readings, period: Period) -> str:
    """Return the section's sentences, made from the readings."""
    texts = [
        *_settled(case, period),
        *_likeliest(of.found, period),
        *_wider(of, period),
        *_on_record(of.found),
        _people(of.found, period),
    ]
    return " ".join(sentence(text) for text in texts)


def actor_names(case: Case, file: SettlementFile) -> dict[str, str]:
    """Return the names of the actors of a settlement file, by id."""
    known = {actor.id: actor.name for actor in case.actor}
    return {actor.id: actor.name or known[actor.id] for actor in file.actor}


def period_sources(case: Case, file: SettlementFile, period: Period) -> tuple[str, ...]:
    """Return the page's ids of the sources behind a period's judgements, and of the data behind the risk of war."""
    judged: tuple[Judged, ...] = (*file.stance, *file.position)
    rows = [row for row in judged if row.period == period.id]
    used = {name for row in rows for name in row.source}
    return (*(_page_id(case, source) for source in file.source if source.id in used), *ORIGIN)


def _settled(case: Case, period: Period) -> Iterator[str]:
    if period.end is None:
        return
    ends = [row.date for row in case.exit if row.kind == "implemented settlement"]
    when = (
        f"the dispute counts as settled since {max(ends).long_text}"
        if ends
        else f"the last period written down ended in {period.end.year}"
    )
    yield f"{when}; what follows is the question as it stood before"


def _likeliest(found: FittedSettlement, period: Period) -> Iterator[str]:
    top = base_row(found, period)
    zone = found.chance(period.id, str(top["option"]), VETO)
    terms = "terms written down" if top["kind"] == "option" else "status formulas that they all answer"
    yield (
        f"of the {terms} for the period “{period.name}”, those that every actor with a veto would "
        f"likeliest accept are “{top['name']}”: {_percent(zone)} over the judgements behind it"
    )


def _people(found: FittedSettlement, period: Period) -> str:
    top = base_row(found, period)
    people = found.chance(period.id, str(top["option"]), PEOPLE)
    told = f"with the people concerned, as far as they can be read, it is {_percent(people)}"
    if people.value is None:
        told = f"with the people concerned there is no figure ({people.missing_reason})"
    return f"{GOVERNMENTS[0].lower()}{GOVERNMENTS[1:]}: {told}"


def _wider(of: Readings, period: Period) -> Iterator[str]:
    rows = of.found.widenings.filter(period=period.id)
    best = rows.filter(group="by issue").sort("rank")
    if best.is_empty():
        yield "no move of one issue would widen that zone"
        return
    row = best.row(0, named=True)
    text = f"what would widen it most, to {share_text(row['zone'])} %, is a move: {moves_in_words(row, of.words)}"
    if cost := cost_to_people(row, of):
        text += f", at the cost of the consent of {all_of(cost)}"
        sparing = rows.filter(group="sparing people").sort("rank")
        if sparing.height:
            kinder = sparing.row(0, named=True)
            to = share_text(kinder["zone"])
            text += f". Without such a cost it would be, to {to} %: {moves_in_words(kinder, of.words)}"
        else:
            text += "; no move of one issue widens it without such a cost"
    yield text


def _on_record(found: FittedSettlement) -> Iterator[str]:
    skill, hits = found.score("skill against base rate"), found.score("hits")
    if skill is None or hits is None or skill.value is None or hits.value is None:
        yield "the record of proposals is too short to test the model on"
        return
    row = found.scores.filter(measure="hits", form="stated", answers="last word", settings="negotiation").row(
        0, named=True
    )
    n, n_proposals = row["n_answers"], row["n_proposals"]
    claim = (
        f"and so few proposals, fewer than {counted(FEWEST_PROPOSALS, 'proposal').split()[0]}, cannot show any"
        if n_proposals < FEWEST_PROPOSALS or skill.low is None
        else "so that none can be claimed"
        if skill.low <= 0
        else "more than nought"
    )
    yield (
        f"on the record, {counted(n, 'answer')} to {counted(n_proposals, 'proposal')} put in talks, the likelier "
        f"answer came in {counted(round(hits.value * n), 'case')}; the skill against the base rate is "
        f"{_signed(skill)}, {claim}"
    )


def _zone(of: Readings, period: Period, sources: tuple[str, ...]) -> Block | None:
    rows = of.found.zones.filter(period=period.id)
    if rows.is_empty():
        return None
    top = base_row(of.found, period)
    terms = _terms(of, str(top["option"]))
    across, up = ((terms.get(issue) or period.status_quo[issue]).best for issue in (rows["across"][0], rows["up"][0]))
    issues = {issue.id: issue for issue in of.words.issue}
    return zone_figure(of.found, period, issues, str(top["name"]), (across, up), sources)


def _terms(of: Readings, option: str) -> dict[str, Range]:
    """Return the issues that an option of the file, or a bare formula, decides."""
    row = next((one for one in of.file.option if one.id == option), None)
    formula = option if row is None else row.formula
    terms = dict(of.words.formula_by_id(formula).point) if formula else {}
    return terms | (dict(row.point) if row is not None else {})


def _caveats(found: FittedSettlement, file: SettlementFile) -> tuple[str, ...]:
    n_rows, coders = len(file.position), {row.coder for row in file.position}
    blind = "a second coder judged some of them anew" if len(coders) > 1 else "no second coder has judged them yet"
    return (
        f"Positions, saliences and prospects are {n_rows} judgements from dated statements; {blind}, and who judges "
        "today knows what came after, which the dates of sources do not undo.",
        "A model of acceptance sees stated terms. It does not see mistrust of promises, haste, rivalry within a "
        "government, or that a thing is refused because it comes from the other side.",
        "Gains and losses are reckoned from how things stood on the ground, and they add up over issues but where a "
        "source shows a no at any price. That consent in law may itself be a loss is in it only by such red lines.",
        "An option that is likely to be accepted is not thereby just, lawful or lasting. Force is no option here.",
    )


def _numbers(found: FittedSettlement, period: Period) -> Iterator[tuple[str, Estimate | Series]]:
    top = str(base_row(found, period)["option"])
    yield "zone_of_agreement", found.chance(period.id, top, VETO)
    yield "zone_with_people", found.chance(period.id, top, PEOPLE)
    for name in ("skill against base rate", "skill against always rejected", "hits"):
        if (estimate := found.score(name)) is not None:
            yield name.replace(" ", "_"), estimate


def _answer_sources(case: Case, found: FittedSettlement) -> tuple[str, ...]:
    told = {(row["proposal"], row["actor"]) for row in found.record.iter_rows(named=True)}
    return tuple(
        dict.fromkeys(
            name
            for proposal in case.proposal
            for response in proposal.response
            if (proposal.id, response.actor) in told
            for name in response.source
        )
    )


def _page_id(case: Case, source: DatedSource) -> str:
    return source.case_source if source.case_source in case.sources_by_id else f"settlement-{source.id}"


def _as_source(source: DatedSource) -> Source:
    return Source(
        id=f"settlement-{source.id}",
        kind=source.kind,
        title=source.title,
        author=source.author,
        publisher=source.publisher,
        year=source.date.year if 1500 <= source.date.year <= 2100 else None,
        url=source.url,
    )


def _percent(estimate: Estimate) -> str:
    span = span_text(estimate)
    return f"{share_text(estimate.value)} %" + (f" ({span})" if span else "")


def _signed(estimate: Estimate) -> str:
    bounds = ranged(estimate.low, estimate.high, between=" to ")
    return figure(estimate.value) + (f" ({bounds})" if bounds else "")
