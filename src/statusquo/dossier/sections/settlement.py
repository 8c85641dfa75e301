"""What could settle it? Options by actors, the zone of agreement, what would widen it, and the record of such readings.

Everything comes from fitted artefacts; nothing is drawn here. The section says on its face that acceptance by
governments is not acceptance by people, and it never lists force, or what force has already brought about, among the
options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from statusquo.cases.model import Case, Source
from statusquo.core.estimates import Estimate, Series
from statusquo.dossier.parts import Block, Cell, Section, Table, cell
from statusquo.dossier.settlement_charts import record_figure, zone_figure
from statusquo.dossier.wording import counted, listed, sentence
from statusquo.settlement.agenda import PEOPLE as PEOPLE_KINDS
from statusquo.settlement.backtest import FEWEST_PROPOSALS
from statusquo.settlement.fitted import ALL_DISPUTES, ORIGIN, PEOPLE, VETO, FittedSettlement, fitted_settlement
from statusquo.settlement.load import bundled_settlements, load_settlement, load_vocabulary
from statusquo.settlement.model import Judged, Period, SettlementFile
from statusquo.settlement.values import DatedSource, Range
from statusquo.settlement.vocabulary import Vocabulary

GOVERNMENTS = "Acceptance by governments is not acceptance by people"

_LEAST_CHANGE = 0.005
_LEAST_SHARE = 0.02


def settlement(case: Case) -> Section | None:
    """Return the section, None where no settlement file is bundled for the dispute or nothing was fitted."""
    if case.id not in bundled_settlements() or (found := fitted_settlement(case.id)) is None:
        return None
    file, words = load_settlement(case), load_vocabulary()
    period = file.period[-1]
    names = actor_names(case, file)
    sources = period_sources(case, file, period)
    blocks: list[Block | None] = [
        _matrix(found, file, period, names, "option"),
        _matrix(found, file, period, names, "formula"),
        _zone(found, words, file, period, sources),
        _widening(found, words, file, period, names),
        record_figure(found, names, _answer_sources(case, found)),
        _record(found, names),
        _scores(found),
        _solutions(found, period),
        _periods(found, file, words, names),
    ]
    return Section(
        "settlement",
        "What could settle it?",
        finding(case, found, words, file, period),
        tuple(block for block in blocks if block is not None),
        _caveats(found, file),
        dict(_numbers(found, period)),
    )


def settlement_sources(case: Case) -> Mapping[str, Source]:
    """Return, by the id used on the page, the settlement file's sources in the case's form; empty without a file."""
    if case.id not in bundled_settlements():
        return {}
    return {_page_id(case, source): _as_source(source) for source in load_settlement(case).source}


def finding(case: Case, found: FittedSettlement, words: Vocabulary, file: SettlementFile, period: Period) -> str:
    """Return the section's sentences, made from the readings."""
    names = actor_names(case, file)
    texts = [
        *_settled(case, period),
        *_likeliest(found, period),
        *_wider(found, words, file, period, names),
        *_on_record(found),
        _people(found, period),
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


def _base(found: FittedSettlement, period: Period) -> dict[str, object]:
    return found.acceptance.filter(period=period.id, actor=VETO, is_base=True).row(0, named=True)


def _likeliest(found: FittedSettlement, period: Period) -> Iterator[str]:
    top = _base(found, period)
    zone = found.chance(period.id, str(top["option"]), VETO)
    yield (
        f"of the terms written down for the period “{period.name}”, those that every actor with a veto would "
        f"likeliest accept are “{top['name']}”: {_percent(zone)} over the judgements behind it"
    )


def _people(found: FittedSettlement, period: Period) -> str:
    top = _base(found, period)
    people = found.chance(period.id, str(top["option"]), PEOPLE)
    told = f"with the people concerned, as far as they can be read, it is {_percent(people)}"
    return f"{GOVERNMENTS[0].lower()}{GOVERNMENTS[1:]}: {told}"


def _wider(
    found: FittedSettlement, words: Vocabulary, file: SettlementFile, period: Period, names: Mapping[str, str]
) -> Iterator[str]:
    rows = found.widenings.filter(period=period.id)
    best = rows.filter(group="by issue").sort("rank")
    if best.is_empty():
        yield "no move of one issue would widen that zone"
        return
    row = best.row(0, named=True)
    text = f"what would widen it most is {_moves(row, words)}, to {_share(row['zone'])} %"
    if cost := _cost_to_people(row, file, names):
        text += f", at the cost of the consent of {listed(cost)}"
        sparing = rows.filter(group="sparing people").sort("rank")
        if sparing.height:
            kinder = sparing.row(0, named=True)
            text += f"; without such a cost, {_moves(kinder, words)}, to {_share(kinder['zone'])} %"
        else:
            text += "; no move of one issue widens it without such a cost"
    yield text


def _widest(
    found: FittedSettlement, words: Vocabulary, file: SettlementFile, period: Period, names: Mapping[str, str]
) -> tuple[str, str]:
    """Return the move that widens a period's zone most, and what it does to people, for a cell."""
    best = found.widenings.filter(period=period.id, group="by issue").sort("rank")
    if best.is_empty():
        return "no move of one issue", ""
    row = best.row(0, named=True)
    cost = _cost_to_people(row, file, names)
    note = f"less likely to accept then: {listed(cost)}" if cost else "no people concerned are less likely to accept"
    return f"{_moves(row, words)} ({_share(row['zone'])})", note


def _cost_to_people(row: Mapping[str, list[object]], file: SettlementFile, names: Mapping[str, str]) -> list[str]:
    """Return the people concerned whom a widening makes less likely to accept."""
    people = {actor.id for actor in file.actor if actor.kind in PEOPLE_KINDS}
    changes = dict(zip(map(str, row["actors"]), map(float, map(str, row["changes"])), strict=True))
    return [names[actor] for actor, change in changes.items() if actor in people and change < -_LEAST_CHANGE]


def _on_record(found: FittedSettlement) -> Iterator[str]:
    skill, hits = found.score("skill against base rate"), found.score("hits")
    if skill is None or hits is None or skill.value is None or hits.value is None or skill.low is None:
        yield "the record of proposals is too short to test the model on"
        return
    row = found.scores.filter(measure="hits", form="stated", answers="last word", settings="negotiation").row(
        0, named=True
    )
    n, n_proposals = row["n_answers"], row["n_proposals"]
    claim = (
        f"and so few proposals, fewer than {counted(FEWEST_PROPOSALS, 'proposal').split()[0]}, cannot show any"
        if n_proposals < FEWEST_PROPOSALS
        else "so that none can be claimed"
        if skill.low <= 0
        else "more than nought"
    )
    yield (
        f"on the record, {counted(n, 'answer')} to {counted(n_proposals, 'proposal')} put in talks, the likelier "
        f"answer came in {counted(round(hits.value * n), 'case')}; the skill against the base rate is "
        f"{_signed(skill)}, {claim}"
    )


def _matrix(
    found: FittedSettlement, file: SettlementFile, period: Period, names: Mapping[str, str], kind: str
) -> Table | None:
    """Return the table of options, or of bare status formulas, by actors."""
    own = found.acceptance.filter(period=period.id)
    stances = {row.actor: row for row in file.stance if row.period == period.id}
    actors = [actor.id for actor in file.actor if actor.id in set(own["actor"])]
    order = own.filter(actor=VETO, kind=kind).sort("value", descending=True)
    if order.is_empty():
        return None
    rows: list[tuple[Cell, ...]] = []
    for row in order.iter_rows(named=True):
        chances = [found.chance(period.id, row["option"], actor) for actor in (VETO, PEOPLE, *actors)]
        rows.append((cell(row["name"]), *(cell(_share(e.value), _span(e)) for e in chances)))
    marked = [f"{names[actor]}{' *' if stances[actor].is_veto else ''}" for actor in actors]
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
            "been brought about already, by whatever means, is no option and is left out."
        ),
        is_folded=not is_main,
    )


def _zone(
    found: FittedSettlement, words: Vocabulary, file: SettlementFile, period: Period, sources: tuple[str, ...]
) -> Block | None:
    rows = found.zones.filter(period=period.id)
    if rows.is_empty():
        return None
    top = _base(found, period)
    terms = _terms(words, file, str(top["option"]))
    across, up = ((terms.get(issue) or period.status_quo[issue]).best for issue in (rows["across"][0], rows["up"][0]))
    issues = {issue.id: issue for issue in words.issue}
    return zone_figure(found, period, issues, str(top["name"]), (across, up), sources)


def _terms(words: Vocabulary, file: SettlementFile, option: str) -> dict[str, Range]:
    """Return the issues that an option of the file, or a bare formula, decides."""
    row = next((one for one in file.option if one.id == option), None)
    formula = option if row is None else row.formula
    terms = dict(words.formula_by_id(formula).point) if formula else {}
    return terms | (dict(row.point) if row is not None else {})


def _widening(
    found: FittedSettlement, words: Vocabulary, file: SettlementFile, period: Period, names: Mapping[str, str]
) -> Table | None:
    rows = found.widenings.filter(period=period.id)
    shown = [
        row
        for group in ("by issue", "sparing people", "best pair")
        for row in rows.filter(group=group).sort("rank").iter_rows(named=True)
    ]
    unique = {(*row["issues"], *row["to"]): row for row in shown}
    if not unique:
        return None
    people = {actor.id for actor in file.actor if actor.kind in PEOPLE_KINDS}
    lines = []
    for row in sorted(unique.values(), key=lambda row: -row["zone"]):
        changes = dict(zip(row["actors"], row["changes"], strict=True))
        lines.append(
            (
                cell(_moves(row, words), listed(dict.fromkeys(row["levers"]))),
                cell(_share(row["zone"])),
                cell(_points(row["zone"] - row["start_zone"])),
                cell(_who(changes, names, set(changes) - people)),
                cell(_who(changes, names, people)),
            )
        )
    option = str(_base(found, period)["name"])
    columns = ("Move", "Zone", "Change", "Less likely to accept", "Of the people concerned")
    start = _share(rows["start_zone"][0])
    return Table(
        "settlement-widening",
        f"What would widen the zone of agreement around “{option}” ({start} percent)",
        columns,
        tuple(lines),
        numeric=("Zone", "Change"),
        note=(
            "The best move of each issue and the best two together, over steps of ten points of every scale, all of "
            "them worked out; zone and change in percent. A move can widen the zone among governments and narrow it "
            "for people."
        ),
    )


def _record(found: FittedSettlement, names: Mapping[str, str]) -> Table | None:
    if found.record.is_empty():
        return None
    rows = []
    for row in found.record.iter_rows(named=True):
        estimate = row["stated"]
        told = "not predicted" if estimate is None else _share(estimate)
        note = row["reason"] or f"{100 * row['low']:.0f}–{100 * row['high']:.0f}"
        came = "accepted" if row["accepted"] else "rejected"
        if row["accepted"] != row["first_word"]:
            came = "accepted, then taken back" if row["first_word"] else "rejected, then accepted"
        hit = "" if estimate is None else "hit" if (estimate >= 0.5) == row["accepted"] else "miss"
        rows.append(
            (
                cell(row["name"], row["setting"]),
                cell(row["date"]),
                cell(names[row["actor"]]),
                cell(told, note),
                cell("–" if row["calibrated"] is None else _share(row["calibrated"])),
                cell("–" if row["base_rate"] is None else _share(row["base_rate"])),
                cell(came),
                cell(hit),
            )
        )
    columns = ("Proposal", "Date", "Actor", "Predicted", "Calibrated", "Base rate", "What happened", "")
    return Table(
        "settlement-record",
        "The record of proposals: predicted chance of acceptance, percent, and what was answered",
        columns,
        tuple(rows),
        numeric=("Predicted", "Calibrated", "Base rate"),
        note=(
            "Predicted: nothing is estimated. Calibrated: the model’s own parameters are weighted by the answers to "
            "the other proposals, never those to the one predicted. Base rate: the share of yes among the answers "
            "to the others."
        ),
        is_folded=True,
    )


def _scores(found: FittedSettlement) -> Table | None:
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
                    for name in ("Brier score", "hits", "skill against base rate", "skill against always rejected")
                ),
            )
        )
    columns = (
        "Form, answer, setting",
        "Answers to proposals",
        "Brier score",
        "Hits",
        "Skill: base rate",
        "Skill: always no",
    )
    return Table(
        "settlement-scores",
        "How the predictions score",
        columns,
        tuple(rows),
        numeric=columns[2:],
        note=(
            "Intervals of 95 percent resample whole proposals. Skill is claimed only where the interval lies above "
            f"nought and {counted(FEWEST_PROPOSALS, 'proposal')} or more are scored. So short a record tells a good "
            "model from a plain rule only where they differ very much."
        ),
        is_folded=True,
    )


def _solutions(found: FittedSettlement, period: Period) -> Table | None:
    own = found.solutions.filter(period=period.id)
    names = dict(found.acceptance.filter(period=period.id, actor=VETO).select("option", "name").iter_rows())
    picks = ("nash", "kalai_smorodinsky", "egalitarian")
    shown = own.filter(pl.max_horizontal(picks) > _LEAST_SHARE).sort("nash", descending=True)
    if shown.is_empty():
        return None
    rows = tuple(
        (cell(names[row["option"]]), *(cell(_share(row[name])) for name in ("winset", *picks, "pareto")))
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


def _periods(
    found: FittedSettlement, file: SettlementFile, words: Vocabulary, names: Mapping[str, str]
) -> Table | None:
    if len(file.period) < 2:
        return None
    rows = []
    for period in file.period:
        if found.acceptance.filter(period=period.id).is_empty():
            continue
        top = _base(found, period)
        zone, people = (found.chance(period.id, str(top["option"]), who) for who in (VETO, PEOPLE))
        rows.append(
            (
                cell(period.name, period.question),
                cell(str(top["name"])),
                cell(_share(zone.value), _span(zone)),
                cell(_share(people.value)),
                cell(*_widest(found, words, file, period, names)),
            )
        )
    columns = (
        "Period",
        "Terms written down that are likeliest to be agreed",
        "All with a veto",
        "and the people",
        "What would widen it most",
    )
    return Table(
        "settlement-periods",
        "The same question in each period",
        columns,
        tuple(rows),
        numeric=columns[2:4],
        note="Chance of acceptance, percent. Periods have different actors with a veto, agendas and options.",
        is_folded=True,
    )


def _caveats(found: FittedSettlement, file: SettlementFile) -> tuple[str, ...]:
    n_rows, coders = len(file.position), {row.coder for row in file.position}
    blind = "a second coder judged some of them anew" if len(coders) > 1 else "no second coder has judged them yet"
    return (
        f"Positions, saliences and prospects are {n_rows} judgements from dated statements; {blind}, and who judges "
        "today knows what came after, which the dates of sources do not undo.",
        "A model of acceptance sees stated terms. It does not see mistrust of promises, haste, rivalry within a "
        "government, or that a thing is refused because it comes from the other side.",
        "Gains and losses are reckoned from how things stood on the ground, and they add up over issues. That "
        "consent in law may itself be a loss, or one thing be held beyond bargaining, is not in the model.",
        "An option that is likely to be accepted is not thereby just, lawful or lasting. Force is no option here.",
    )


def _numbers(found: FittedSettlement, period: Period) -> Iterator[tuple[str, Estimate | Series]]:
    top = str(_base(found, period)["option"])
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


def _moves(row: Mapping[str, list[float]], words: Vocabulary) -> str:
    issues: list[str] = list(row["issues"])  # type: ignore[arg-type]
    return listed(
        [
            f"{words.issue_by_id(issue).name.lower()} from {start:.0f} to {to:.0f}"
            for issue, start, to in zip(issues, row["from"], row["to"], strict=True)
        ]
    )


def _who(changes: Mapping[str, float], names: Mapping[str, str], chosen: set[str]) -> str:
    told = [
        f"{names[actor]} {_points(change)}"
        for actor, change in changes.items()
        if actor in chosen and change < -_LEAST_CHANGE
    ]
    return listed(told) or "none"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}"


def _points(value: float) -> str:
    return f"{100 * value:+.0f}".replace("-", "−")


def _span(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{100 * estimate.low:.0f}–{100 * estimate.high:.0f}"


def _percent(estimate: Estimate) -> str:
    span = _span(estimate)
    return f"{_share(estimate.value)} %" + (f" ({span})" if span else "")


def _signed(estimate: Estimate) -> str:
    value, low, high = (
        f"{part:.2f}".replace("-", "−") for part in (estimate.value, estimate.low, estimate.high) if part is not None
    )
    return f"{value} ({low} to {high})"


def _bounds(row: Mapping[str, float | None]) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    return f"{row['low']:.2f} to {row['high']:.2f}".replace("-", "−")
