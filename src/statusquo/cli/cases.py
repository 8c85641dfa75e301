"""`statusquo cases`: the disputes known, what a case holds, what is wrong with a file, a template for a new one."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.answer.listed import stands_of
from statusquo.cli.files import OutOption, write_template
from statusquo.cli.groups import new_group
from statusquo.cli.output import JsonFlag, print_json, print_table, say
from statusquo.core.wording import plural

if TYPE_CHECKING:
    from statusquo.cases import Case
    from statusquo.cases.check import CheckReport
    from statusquo.cases.model import Actor
    from statusquo.cases.statements import Proposal

app = new_group("List the disputes known, show one, check a case file, begin a new one.")


def complete_case_id(incomplete: str) -> list[tuple[str, str]]:
    """Return the ids that begin with what was typed, each with its title, for completion in the shell."""
    from statusquo.cases import list_cases

    return [(case.id, case.title) for case in list_cases() if case.id.startswith(incomplete)]


DisputeArgument = Annotated[
    str, typer.Argument(metavar="ID", help="A dispute or a case file.", autocompletion=complete_case_id)
]


@app.command("list")
def list_(
    as_json: JsonFlag = False,
    bundled: Annotated[bool, typer.Option("--bundled", help="Only the cases shipped as files.")] = False,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="Only ids and titles with this text.")] = None,
    quality: Annotated[bool, typer.Option(help="What stands behind each, in place of how it stands.")] = False,
) -> None:
    """List the disputes known, each once: how it stands, and what there is on it."""
    from dataclasses import asdict

    from statusquo.cases import list_cases

    wanted = (search or "").casefold()
    cases = [c for c in list_cases(bundled_only=bundled) if wanted in c.id or wanted in c.title.casefold()]
    stands = {case.id: stands_of(case.id) for case in cases}
    if as_json:
        print_json({"cases": [{**asdict(case), **asdict(stands[case.id])} for case in cases]})
        return
    shown = [case for case in cases if stands[case.id].fuller is None]
    n_files = sum(case.origin == "bundled" for case in shown)
    title = f"{plural(len(shown), 'dispute')}, {n_files} with a case file, {len(shown) - n_files} from UCDP alone"
    if quality:
        counts = ("facts", "sourced", "mirror only", "unsourced", "contested", "events", "missing")
        rows: list[tuple[str, ...]] = [
            (
                c.id,
                *map(str, (c.n_facts, c.n_sourced, c.n_mirrored, c.n_unsourced, c.n_contested, c.n_events)),
                f"{c.n_missing} of {c.n_expected}",
            )
            for c in shown
        ]
        print_table(title, ("id", *counts), rows, numeric=counts)
        return
    told = [(case, stands[case.id]) for case in shown]
    heads = ("id", "dispute", "stands", "offers", "risk", "settle", "bargain")
    rows = [
        (
            case.id,
            case.title,
            each.words,
            str(each.offers or "–"),
            *("yes" if has else "–" for has in (each.risk, each.settle, each.bargain)),
        )
        for case, each in told
    ]
    print_table(title, heads, rows, numeric=["offers"])
    say("Offers: proposals on record. Risk, settle, bargain: whether these commands have a figure of it.")


@app.command()
def show(
    case_id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A bundled case, ucdp- and a conflict number, or the path of a case file.",
            autocompletion=complete_case_id,
        ),
    ],
    as_json: JsonFlag = False,
) -> None:
    """Show one dispute: names, sides, who held the territory, phases, proposals, contested facts, what to watch."""
    from statusquo.cases.load import load_draft

    case = load_draft(case_id)
    if as_json:
        print_json(case.model_dump(mode="json"))
        return
    _print_head(case)
    _print_standing(case)
    _print_actors(case)
    _print_holdings(case)
    _print_phases(case)
    _print_proposals(case)
    _print_contested(case)
    _print_watches(case)


@app.command()
def shapes(
    word: Annotated[str, typer.Argument(metavar="[WORD]", help="Part of a name, a country or an id.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """List the shapes that a case file can name as its territory, districts and lines."""
    from statusquo.cases.shapes import known_shapes
    from statusquo.core.errors import InputError, Problem
    from statusquo.snapshot.store import open_snapshot

    found = known_shapes(open_snapshot(), word)
    if not found:
        raise InputError(
            Problem("no shape has this in its name", field="WORD", found=repr(word), allowed="none for all shapes")
        )
    if as_json:
        print_json({"shapes": [each.to_json() for each in found]})
        return
    print_table(
        f"{len(found)} {'shape' if len(found) == 1 else 'shapes'}",
        ("id", "name", "country"),
        [(each.id, each.name, each.country or "–") for each in found],
    )
    say('In a case file: [territory.shape] include = ["' + found[0].id + '"]')


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case file.")],
    as_json: JsonFlag = False,
) -> None:
    """Report every error of a case file with its line; of a right one, what it holds and what it leaves open."""
    from statusquo.cases.check import check_case
    from statusquo.cli.output import print_problems

    report = check_case(file)
    if as_json:
        print_json(report.to_json())
    elif report.is_ok:
        _print_report(report)
    else:
        print_problems(file, report.problems)
    if not report.is_ok:
        raise typer.Exit(2)


@app.command()
def new(
    case_id: Annotated[str, typer.Argument(metavar="ID", help="The id of the case, such as northland.")],
    out: OutOption = None,
    origin: Annotated[
        str | None,
        typer.Option("--from", metavar="ID", help="A UCDP conflict, such as ucdp-352, to fill in what data give."),
    ] = None,
    shape: Annotated[
        Path | None,
        typer.Option("--shape", metavar="FILE", help="A GeoJSON file with the territory, beside the case file."),
    ] = None,
) -> None:
    """Write a commented template of a case file, every table and key explained; no file is overwritten."""
    from statusquo.cases.own_shapes import shape_beside
    from statusquo.cases.template import template

    path = out or Path(f"{case_id}.toml")
    named = None if shape is None else shape_beside(path, shape)
    write_template(path, lambda: template(case_id, origin=origin, shape=named), "cases")


def _print_report(report: CheckReport) -> None:
    case, given = report.case, report.completeness
    assert case is not None
    assert given is not None
    say(f"{report.file}: nothing is wrong. {case.title}")
    parts = {
        "actors": case.actor, "holdings": case.holding, "events": case.event, "phases": case.phase,
        "proposals": case.proposal, "positions": case.position, "to watch": case.watch, "sources": case.source,
    }  # fmt: skip
    say(", ".join(f"{name} {len(rows)}" for name, rows in parts.items()))
    weak = f"mirror only {given.n_mirrored}, unsourced {given.n_unsourced}"
    sourced = f"sourced {given.n_sourced}, {weak}; contested {given.n_contested}"
    say(f"facts {given.n_facts}: {sourced}")
    say(f"missing {len(given.missing)} of the {given.n_expected} things that a complete case has")
    for one in given.missing:
        say(f"  {one.key or one.table}: {one.what}; {one.reason}")
    for warning in report.warnings:
        say(f"Warning: {warning}")


def _print_head(case: Case) -> None:
    from statusquo.cases.listing import listing_of
    from statusquo.cases.load import bundled_case_of_conflict

    names = ", ".join(dict.fromkeys(name.text for name in case.territory.name))
    ids = {
        "UCDP conflict": case.ids.ucdp_conflict,
        "UCDP dyad": case.ids.ucdp_dyad,
        "EPR group": case.ids.epr_group,
        "Natural Earth": case.ids.natural_earth_area,
    }
    n = listing_of(case)
    lines = [
        f"{case.title} ({case.id}, {case.origin})",
        f"Names: {names}",
        "Ids: " + "; ".join(f"{label} {', '.join(map(str, found))}" for label, found in ids.items() if found),
        f"Facts: {n.n_facts}, {n.n_sourced} of them sourced, {n.n_mirrored} from copies of an encyclopedia only, "
        f"{n.n_unsourced} from general knowledge; {n.n_contested} keys contested",
        f"Events: {n.n_events}; phases: {len(case.phase)}; proposals: {len(case.proposal)}; "
        f"positions: {len(case.position)}; sources: {len(case.source)}",
    ]
    if case.origin == "derived":
        bundled = bundled_case_of_conflict(case.ids.ucdp_conflict[0])
        hint = f"a fuller case is bundled: statusquo cases show {bundled}" if bundled else "there is no case file"
        lines.append(f"From UCDP alone; {hint}")
    say("\n".join([*lines, *(f"\n{text}" for text in (case.summary, case.status_today) if text)]))


def _print_standing(case: Case) -> None:
    """Print where the dispute stands at the end of the data, with why and on what source."""
    from statusquo.core.wording import sentence
    from statusquo.panels.standing import standing_of, standings
    from statusquo.snapshot.store import open_snapshot

    standing = standing_of(standings(open_snapshot()), case.ids.ucdp_conflict)
    if standing is None:
        return
    say(f"\n{standing.listing}")
    if standing.reason:
        say(f"{sentence(standing.reason)} ({standing.source})")
    for elsewhere in (standing.successor, standing.linked):
        if elsewhere is not None:
            say(f"{sentence(elsewhere.text)} {elsewhere.note} ({elsewhere.source})")


def _print_actors(case: Case) -> None:
    rows = [(actor.name, actor.kind, _roles(case, actor)) for actor in case.actor]
    print_table("\nActors", ("name", "kind", "roles"), rows)


def _roles(case: Case, actor: Actor) -> str:
    texts = []
    for role in actor.role:
        link = "of" if role.role == "group" else "toward"
        toward = f" {link} {case.actor_by_id(role.toward).name}" if role.toward else ""
        years = f" ({_span(role.start, role.end)})" if role.start or role.end else ""
        texts.append(f"{role.role}{toward}{years}")
    return "; ".join(texts)


def _span(start: object, end: object) -> str:
    return str(start) if start and str(start) == str(end) else f"{start or '…'} to {end or 'today'}"


def _print_holdings(case: Case) -> None:
    """Print who held it; a default of ours ends with the claim, and gives way to a case file of the same conflict."""
    from statusquo.cases.load import bundled_case_of_conflict
    from statusquo.panels.standing import standing_of, standings
    from statusquo.snapshot.store import open_snapshot

    closed = None
    if case.origin == "derived" and any(row.is_default for row in case.holding):
        if fuller := bundled_case_of_conflict(case.ids.ucdp_conflict[0]):
            say(f"Who held it: UCDP does not code it; by sources: statusquo cases show {fuller}")
            return
        standing = standing_of(standings(open_snapshot()), case.ids.ucdp_conflict)
        closed = standing.exit_year if standing is not None else None
    if not case.holding:
        say("Who held it: no source read says; nobody is taken to hold or to want that changed.")
        return
    if all(row.is_default for row in case.holding):
        name = case.actor_by_id(case.holding[0].holder).name
        say(
            f"Who held it: no source read says. Balances put {name} in the holder's place by default, which does not "
            "say that it held the territory or all of it."
        )
        return
    rows = [
        (
            _span(row.start, row.end or closed),
            case.actor_by_id(row.holder).name + (" (default)" if row.is_default else ""),
            case.actor_by_id(row.revisionist).name if row.revisionist else "not said",
            row.confidence,
            row.note or "",
        )
        for row in case.holding
    ]
    columns = ("when", "held most of the territory", "wanted that changed", "confidence", "note")
    print_table("Who held it", columns, rows)


def _print_phases(case: Case) -> None:
    rows = [(_span(phase.start, phase.end), phase.name, phase.kind) for phase in case.phase]
    if rows:
        print_table("Phases", ("when", "phase", "kind"), rows)


def _print_proposals(case: Case) -> None:
    rows = [(str(row.date), row.name, ", ".join(row.terms), _answers(case, row)) for row in case.proposal]
    if rows:
        print_table("Proposals", ("date", "proposal", "terms on", "answers"), rows)


def _answers(case: Case, proposal: Proposal) -> str:
    texts = []
    for name, responses in groupby(proposal.response, key=lambda response: response.actor):
        answers = [
            row.answer + (f" (says {case.actor_by_id(row.claimant).name})" if row.claimant else "") for row in responses
        ]
        texts.append(f"{case.actor_by_id(name).name}: {', '.join(answers)}")
    return "; ".join(texts)


def _print_contested(case: Case) -> None:
    rows = []
    for facts in case.contested().values():
        for position, fact in enumerate(facts):
            side = case.actor_by_id(fact.claimant).name if fact.claimant else "no side"
            label = fact.label if position == 0 else ""
            unit = "" if fact.unit == "text" else fact.unit
            rows.append((label, side, fact.value_text, unit, fact.as_of or "", ", ".join(fact.source)))
    if rows:
        print_table("Contested facts", ("fact", "whose", "value", "unit", "as of", "source"), rows)


def _print_watches(case: Case) -> None:
    """Print what to watch; of an open dispute whose file has nothing, that it has nothing."""
    if not case.watch:
        if case.origin != "derived" and not case.exit:
            say("What to watch: the case file names nothing.")
        return
    from datetime import UTC, datetime

    from statusquo.cli.report_lines import paragraph
    from statusquo.core.wording import sentence

    today = datetime.now(UTC).date()
    say("What to watch")
    for watch in case.watch:
        sources = " ".join(case.sources_by_id[name].citation for name in watch.source)
        parts = (watch.what, watch.when_text(today), watch.why, watch.note)
        text = " ".join(sentence(part) for part in parts if part)
        text = f"{text} Source: {sources} Sources reach to {watch.looked_at.long_text}."
        say("\n".join(paragraph(text, indent="  ")))
