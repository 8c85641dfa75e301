"""What must hold between the parts of a settlement file, its vocabulary and its case: every reference leads somewhere.

Each check yields faults with their place; nothing stops at the first. A position whose sources are all dated after a
proposal is no fault: the prediction leaves it out and says so (see `admission`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeVar

from statusquo.cases.model import Case
from statusquo.cases.statements import Proposal
from statusquo.documents.faults import Fault, FieldPath, show
from statusquo.settlement.model import Judged, Option, OptionFile, Period, Position, SettlementFile
from statusquo.settlement.values import Cited, DatedSource, Range
from statusquo.settlement.vocabulary import Vocabulary

T = TypeVar("T")

_MOST_NAMED = 12
_MOST_COMPARED = 60
"""Looking for the nearest of many ids is slow where thousands lead nowhere."""


def vocabulary_faults(vocabulary: Vocabulary) -> list[Fault]:
    """Return everything that does not hold between the parts of a vocabulary."""
    issues = [issue.id for issue in vocabulary.issue]
    faults = [*_repeated("issue", issues), *_repeated("formula", [formula.id for formula in vocabulary.formula])]
    faults += _source_faults(vocabulary.source, {"issue": vocabulary.issue, "formula": vocabulary.formula})
    for row, formula in enumerate(vocabulary.formula):
        faults += _unknown_keys(("formula", row, "point"), formula.point, issues, "issue")
        for place, name in enumerate(formula.needs_issue):
            faults += _unknown(("formula", row, "needs_issue", place), name, issues, "issue")
        if not formula.point:
            faults.append(
                Fault(("formula", row, "point"), "a formula decides at least one issue", "nothing", "issue = range")
            )
    for row, issue in enumerate(vocabulary.issue):
        places = [anchor.at.best for anchor in issue.anchor]
        if places != sorted(set(places)):
            faults.append(
                Fault(("issue", row, "anchor"), "the anchors do not rise", show(places), "each higher than the last")
            )
        elif (places[0], places[-1]) != (0, 100):
            found = f"{places[0]:g} to {places[-1]:g}"
            faults.append(
                Fault(("issue", row, "anchor"), "the ends of the scale have no meaning", found, "anchors at 0 and 100")
            )
    return faults


def settlement_faults(file: SettlementFile, vocabulary: Vocabulary, case: Case) -> Iterator[Fault]:
    """Yield everything that does not hold between the parts of a settlement file, its vocabulary and its case."""
    issues = [issue.id for issue in vocabulary.issue]
    periods = [period.id for period in file.period]
    actors = [actor.id for actor in file.actor]
    if file.case != case.id:
        yield Fault(("case",), "the file is about another dispute", show(file.case), case.id)
    yield from _repeated("period", periods)
    yield from _repeated("actor", actors)
    cited = {"period": file.period, "stance": file.stance, "position": file.position}
    yield from _source_faults(file.source, {**cited, "proposal": file.proposal, "option": file.option})
    yield from _case_source_faults(file.source, case)
    yield from _period_faults(file, issues)
    yield from _actor_faults(file, case)
    judged: dict[str, tuple[Judged, ...]] = {"stance": file.stance, "position": file.position}
    for table, rows in judged.items():
        for row, line in enumerate(rows):
            yield from _unknown((table, row, "actor"), line.actor, actors, "actor")
            yield from _unknown((table, row, "period"), line.period, periods, "period")
    yield from _position_faults(file)
    yield from _stance_faults(file)
    yield from _proposal_faults(file, vocabulary, case)
    yield from option_faults(file.option, vocabulary, periods)


def option_file_faults(file: OptionFile, vocabulary: Vocabulary, settlement: SettlementFile) -> list[Fault]:
    """Return everything wrong with an analyst's options, given the settlement file that they are judged in."""
    faults = _source_faults(file.source, {"option": file.option})
    if file.case != settlement.case:
        faults.append(Fault(("case",), "the options are about another dispute", show(file.case), settlement.case))
    return [*faults, *option_faults(file.option, vocabulary, [period.id for period in settlement.period])]


def option_faults(options: Iterable[Option], vocabulary: Vocabulary, periods: list[str]) -> list[Fault]:
    """Return everything wrong with options."""
    options = tuple(options)
    faults = _repeated("option", [option.id for option in options])
    for row, option in enumerate(options):
        faults += _point_faults(("option", row), option.formula, option.point, vocabulary)
        for place, name in enumerate(option.period):
            faults += _unknown(("option", row, "period", place), name, periods, "period")
        if option.formula is None and not option.point:
            faults.append(Fault(("option", row), "the option says nothing", "neither", "a formula, a point, or both"))
    return faults


def _repeated(table: str, names: list[str]) -> list[Fault]:
    allowed = "an id of its own"
    return [Fault((table, row, "id"), "the id stands twice", show(name), allowed) for row, name in _again(names)]


def _twice(table: str, keys: list[tuple[str, ...]], each: str, shown: int) -> Iterator[Fault]:
    """Yield the rows of a table whose key an earlier one has, named by the first parts of it."""
    for row, key in _again(keys):
        yield Fault((table, row), f"the {table} stands twice", " ".join(key[:shown]), f"one for each {each}")


def _again(keys: Iterable[T]) -> Iterator[tuple[int, T]]:
    """Yield each key that stood before, with its place."""
    seen: set[T] = set()
    for row, key in enumerate(keys):
        if key in seen:
            yield row, key
        seen.add(key)


def _unknown(path: FieldPath, name: str, known: Iterable[str], kind: str) -> list[Fault]:
    names = sorted(set(known))
    if name in names:
        return []
    near = get_close_matches(name, names, n=3, cutoff=0.5) if len(names) <= _MOST_COMPARED else []
    near = near or names[:_MOST_NAMED]
    return [Fault(path, f"no {kind} has this id", show(name), ", ".join(near) or None)]


def _unknown_keys(path: FieldPath, table: Mapping[str, Range], known: Iterable[str], kind: str) -> list[Fault]:
    return [fault for name in table for fault in _unknown((*path, name), name, known, kind)]


def _source_faults(sources: tuple[DatedSource, ...], tables: Mapping[str, tuple[Cited, ...]]) -> list[Fault]:
    known = [source.id for source in sources]
    faults = _repeated("source", known)
    for table, rows in tables.items():
        for row, line in enumerate(rows):
            for place, name in enumerate(line.source):
                faults += _unknown((table, row, "source", place), name, known, "source")
    return faults


def _case_source_faults(sources: tuple[DatedSource, ...], case: Case) -> Iterator[Fault]:
    for row, source in enumerate(sources):
        if source.case_source is not None:
            yield from _unknown(
                ("source", row, "case_source"), source.case_source, case.sources_by_id, "source of the case"
            )


def _period_faults(file: SettlementFile, issues: list[str]) -> Iterator[Fault]:
    for row, period in enumerate(file.period):
        for place, name in enumerate(period.issue):
            yield from _unknown(("period", row, "issue", place), name, issues, "issue")
        yield from _unknown_keys(("period", row, "status_quo"), period.status_quo, period.issue, "issue of the period")
        if missing := [name for name in period.issue if name not in period.status_quo]:
            what = "the status quo of an issue is missing"
            yield Fault(
                ("period", row, "status_quo"), what, ", ".join(missing), "a range for every issue of the period"
            )
        if period.end is not None and period.end.last < period.start.first:
            yield Fault(
                ("period", row, "end"), "the period ends before it starts", str(period.end), f"from {period.start} on"
            )


def _actor_faults(file: SettlementFile, case: Case) -> Iterator[Fault]:
    known = {actor.id for actor in case.actor}
    for row, actor in enumerate(file.actor):
        if actor.name is None and actor.id not in known:
            what = "the case has no actor of this id, so that it needs a name"
            yield Fault(("actor", row, "name"), what, "nothing", "a name, or the id of one of the case's actors")


def _position_faults(file: SettlementFile) -> Iterator[Fault]:
    agenda = {period.id: period.issue for period in file.period}
    keys: list[tuple[str, ...]] = [
        (line.actor, line.period, line.issue, line.coder, str(line.start)) for line in file.position
    ]
    yield from _twice("position", keys, "actor, period, issue, coder and start", 3)
    for row, line in enumerate(file.position):
        if line.period in agenda:
            yield from _unknown(("position", row, "issue"), line.issue, agenda[line.period], "issue of the period")
        yield from _limit_faults(row, line)
    held = {(line.actor, line.period) for line in file.position}
    for row, stance in enumerate(file.stance):
        if (stance.actor, stance.period) not in held:
            what = "the actor has a stance in a period without any position"
            yield Fault(("stance", row), what, f"{stance.actor} {stance.period}", "at least one [[position]]")


def _limit_faults(row: int, line: Position) -> Iterator[Fault]:
    if line.limit is None:
        return
    if not line.red_line:
        what = "a limit says where a red line stands, and the position has none"
        yield Fault(("position", row, "limit"), what, "red_line = false", "red_line = true, or no limit")
    if line.ideal.low <= line.limit.best <= line.ideal.high:
        what = "the limit lies within what the actor wants most"
        yield Fault(("position", row, "limit"), what, f"{line.limit.best:g}", "a place beyond the range of the ideal")


def _stance_faults(file: SettlementFile) -> Iterator[Fault]:
    keys: list[tuple[str, ...]] = [(stance.actor, stance.period, stance.coder) for stance in file.stance]
    yield from _twice("stance", keys, "actor, period and coder", 3)
    told = {(stance.actor, stance.period) for stance in file.stance}
    for row, line in enumerate(file.position):
        if (line.actor, line.period) not in told:
            what = "the actor has a position in a period without a stance"
            yield Fault(("position", row), what, f"{line.actor} {line.period}", "one [[stance]]")
    for row, period in enumerate(file.period):
        if not any(stance.is_veto and stance.period == period.id for stance in file.stance):
            yield Fault(("period", row), "no actor of the period has a veto", "none", "at least one is_veto = true")


def _proposal_faults(file: SettlementFile, vocabulary: Vocabulary, case: Case) -> Iterator[Fault]:
    recorded = {proposal.id: proposal for proposal in case.proposal}
    periods = {period.id: period for period in file.period}
    yield from _twice("proposal", [(line.id, line.coder) for line in file.proposal], "proposal and coder", 1)
    for row, line in enumerate(file.proposal):
        yield from _unknown(("proposal", row, "id"), line.id, recorded, "proposal of the case")
        yield from _unknown(("proposal", row, "period"), line.period, periods, "period")
        yield from _point_faults(("proposal", row), line.formula, line.point, vocabulary)
        period, proposal = periods.get(line.period), recorded.get(line.id)
        if period is not None and proposal is not None and not _within(period, proposal):
            what = "the proposal is dated outside its period"
            allowed = f"{period.start} to {period.end or 'now'}"
            yield Fault(("proposal", row, "period"), what, str(proposal.date), allowed)


def _within(period: Period, proposal: Proposal) -> bool:
    return period.start.first <= proposal.date.last and (period.end is None or proposal.date.first <= period.end.last)


def _point_faults(
    path: FieldPath, formula: str | None, point: Mapping[str, Range], vocabulary: Vocabulary
) -> Iterator[Fault]:
    if formula is not None:
        yield from _unknown((*path, "formula"), formula, [row.id for row in vocabulary.formula], "status formula")
    yield from _unknown_keys((*path, "point"), point, [issue.id for issue in vocabulary.issue], "issue")
