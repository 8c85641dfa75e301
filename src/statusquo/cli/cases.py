"""`statusquo cases`: which disputes are known, and what a case holds."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.output import JsonFlag, print_json, print_table

if TYPE_CHECKING:
    from statusquo.cases import Case
    from statusquo.cases.model import Actor, Proposal

app = typer.Typer(help="List the disputes known, and show one.", no_args_is_help=True, rich_markup_mode=None)


def complete_case_id(incomplete: str) -> list[tuple[str, str]]:
    """Return the ids that begin with what was typed, each with its title, for completion in the shell."""
    from statusquo.cases import list_cases

    return [(case.id, case.title) for case in list_cases() if case.id.startswith(incomplete)]


@app.command("list")
def list_(
    as_json: JsonFlag = False,
    bundled: Annotated[bool, typer.Option("--bundled", help="Only the cases shipped as files.")] = False,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="Only ids and titles with this text.")] = None,
) -> None:
    """List the disputes known: bundled case files, and every territorial conflict of UCDP."""
    from dataclasses import asdict

    from statusquo.cases import list_cases

    wanted = (search or "").casefold()
    cases = [c for c in list_cases(bundled_only=bundled) if wanted in c.id or wanted in c.title.casefold()]
    if as_json:
        print_json({"cases": [asdict(case) for case in cases]})
        return
    columns = ("id", "title", "from", "facts", "sourced", "unsourced", "contested", "events")
    rows = [
        (
            c.id,
            c.title,
            c.origin,
            *map(str, (c.n_facts, c.n_sourced, c.n_unsourced, c.n_contested, c.n_events)),
        )
        for c in cases
    ]
    print_table(f"{len(cases)} {'dispute' if len(cases) == 1 else 'disputes'}", columns, rows, numeric=columns[3:])


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
    """Show one dispute: names, sides, who held the territory, phases, proposals, contested facts."""
    from statusquo.cases import load_case

    case = load_case(case_id)
    if as_json:
        print_json(case.model_dump(mode="json"))
        return
    _print_head(case)
    _print_actors(case)
    _print_holdings(case)
    _print_phases(case)
    _print_proposals(case)
    _print_contested(case)


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
        f"Facts: {n.n_facts}, {n.n_sourced} of them sourced; {n.n_contested} keys contested",
        f"Events: {n.n_events}; phases: {len(case.phase)}; proposals: {len(case.proposal)}; "
        f"sources: {len(case.source)}",
    ]
    if case.origin == "derived":
        bundled = bundled_case_of_conflict(case.ids.ucdp_conflict[0])
        hint = f"a fuller case is bundled: statusquo cases show {bundled}" if bundled else "there is no case file"
        lines.append(f"From UCDP alone; {hint}")
    typer.echo("\n".join([*lines, *(f"\n{text}" for text in (case.summary, case.status_today) if text)]))


def _print_actors(case: Case) -> None:
    rows = [(actor.name, actor.kind, _roles(case, actor)) for actor in case.actor]
    print_table("\nActors", ("name", "kind", "roles"), rows)


def _roles(case: Case, actor: Actor) -> str:
    texts = []
    for role in actor.role:
        toward = f" toward {case.actor_by_id(role.toward).name}" if role.toward else ""
        years = f" ({_span(role.start, role.end)})" if role.start or role.end else ""
        texts.append(f"{role.role}{toward}{years}")
    return "; ".join(texts)


def _span(start: object, end: object) -> str:
    return f"{start or '…'} to {end or 'today'}"


def _print_holdings(case: Case) -> None:
    rows = [
        (
            _span(row.start, row.end),
            case.actor_by_id(row.holder).name,
            case.actor_by_id(row.revisionist).name,
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
