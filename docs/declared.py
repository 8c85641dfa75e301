"""What the code declares, as Markdown: columns, fields, covariates, sources, exits, tests, parameters, commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from statusquo.core.columns import columns_of, table_names

if TYPE_CHECKING:
    from statusquo.core.columns import Column
    from statusquo.snapshot.store import Snapshot


def coded_field_tables() -> str:
    """Return the declared coded fields, one table for each group."""
    from statusquo.cases.coding import coded_fields

    fields = coded_fields().values()
    parts = []
    for group in dict.fromkeys(field.group for field in fields):
        parts.append(f"## {group.capitalize()}\n\n| field | allowed | unit | known | what |\n|---|---|---|---|---|")
        parts += [
            f"| `{field.name}` | {field.allowed_text} | {field.unit} | {field.known_when} | {field.description} |"
            for field in fields
            if field.group == group
        ]
        parts[-1] += "\n"
    return "\n".join(parts)


def bargaining_parameters() -> str:
    """Return the parameters of the bargaining game, one row for each."""
    from statusquo.bargaining import RANGES

    rows = [
        f"| \\({each.symbol}\\) | `{each.name}` | {each.meaning} | {each.unit} | {each.text} | {each.default:g} |"
        for each in RANGES
    ]
    return "\n".join(["| symbol | name | meaning | unit | range | reference |", "|---|---|---|---|---|---|", *rows])


def is_of_snapshot(table: str) -> bool:
    """Whether a declared table is one of the snapshot."""
    return not table.startswith(("panel.", "source.", "fit.", "cases.", "forecast."))


def _years(column: Column) -> str:
    """Return the years a column covers; one that grows with each release says how far the data at hand reach."""
    from statusquo.snapshot.store import open_snapshot
    from statusquo.sources.registry import origin

    if column.years is None:
        return "–"
    first, last = column.years
    if last is not None:
        return column.domain
    snapshot = open_snapshot()
    if column.table.startswith("source."):
        release = origin(column.sources[0]).release
        return (
            f"{first}–, in {release.version} to {release.last_year}" if release.last_year else f"{first}–, by release"
        )
    if any(source.startswith("ucdp-") for source in column.sources):
        return f"{first}–, now to {snapshot.last_year}"
    ends = [snapshot.releases[source]["last_year"] for source in column.sources if source in snapshot.releases]
    known = [end for end in ends if end is not None]
    return f"{first}–, now to {max(known)}" if known else f"{first}–, as far as the case files"


def columns(is_wanted: Callable[[str], bool]) -> str:
    """Return the declared tables that are wanted, with their columns."""
    parts = []
    for table in filter(is_wanted, table_names()):
        parts.append(f"## `{table}`\n\n| column | type | unit | key | may be missing | years | from | what |")
        parts.append("|---|---|---|---|---|---|---|---|")
        for column in columns_of(table):
            allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
            parts.append(
                f"| `{column.name}` | {column.type} | {column.unit or '–'} | {'yes' if column.is_key else ''} | "
                f"{'yes' if column.is_nullable else ''} | {_years(column)} | {', '.join(column.sources)} | "
                f"{column.description}.{allowed} |"
            )
        parts.append("")
    return "\n".join(parts)


def covariates() -> str:
    """Return the covariates of the risk models, block by block, from the table that declares them."""
    from statusquo.risk.covariates import BLOCKS, declared_covariates

    parts = []
    for block in BLOCKS:
        parts.append(f"## {block.capitalize()}\n\n| covariate | unit | what | from | last year | after that |")
        parts.append("|---|---|---|---|---|---|")
        parts += [
            f"| `{c.name}` | {c.unit} | {c.description} | {', '.join(c.sources)} | "
            f"{c.last_year or '–'} | {c.lag_rule} |"
            for c in declared_covariates()
            if c.block == block
        ]
        parts.append("")
    return "\n".join(parts)


def tests_of_claims() -> str:
    """Return every test of claims with its parameters, and the measures a test can name."""
    from statusquo.explanations.measures import KEYS
    from statusquo.explanations.registry import claim_tests, describe_parameters

    parts = []
    for test in claim_tests().values():
        family = " One of the family over which false discoveries are controlled." if test.is_cross_case else ""
        parts.append(f"## `{test.name}`\n\n{test.asks} Gives: {test.gives}.{family}\n")
        parts.append("| parameter | allowed | what |\n|---|---|---|")
        parts += [f"| `{name}` | {allowed} | {what} |" for name, allowed, what in describe_parameters(test)]
        parts.append("")
    listed = ", ".join(f"`{key}` ({name})" for name, key in KEYS.items())
    parts.append(
        "## Measures\n\nYearly series by key, with the name that may stand for it: "
        f"{listed}; every series of the regional balance and of the veto power by its key or its label; and `factor` "
        "with the name of a factor of structure, such as `factor enclave_index`."
    )
    return "\n".join(parts)


def exits() -> str:
    """Return the sizes of the risk sets and every exit between them, with its rule, source and note."""
    from statusquo.panels.dispute_year import dispute_years
    from statusquo.panels.exit_effects import exits_explained, risk_set_totals
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    parts = ["| risk set | dispute-years | recurrences | disputes |", "|---|--:|--:|--:|"]
    for name, rows, recurrences, disputes in risk_set_totals(dispute_years(snapshot).frame).iter_rows():
        parts.append(f"| {name} | {rows:,} | {recurrences:,} | {disputes:,} |")
    explained = exits_explained(snapshot)
    for kind, group in explained.group_by("exit", maintain_order=True):
        n_rows, n_recurrences = group["n_rows"].sum(), group["n_recurrences"].sum()
        parts.append(f"\n## {str(kind[0]).capitalize()}\n\n{n_rows} dispute-years, recurrences: {n_recurrences}.\n")
        header = "dispute | against | exit at the end of | years taken out | rows | recurrences | rows kept | ground"
        parts.append(f"| {header} |\n|---|---|--:|---|--:|--:|--:|---|")
        for row in group.to_dicts():
            ground = f"{row['coder']} on {row['source']}" + (f": {row['note']}" if row["note"] else "")
            parts.append(
                f"| {row['territory_name']} (`{row['conflict_id_ucdp']}`) | {row['location']} | {row['exit_year']} | "
                f"{row['first_year']}–{row['last_year']} | {row['n_rows']} | {row['n_recurrences']} | "
                f"{row['n_rows_kept']} | {ground} |"
            )
    parts += open_disputes(snapshot)
    return "\n".join(parts)


def open_disputes(snapshot: Snapshot) -> list[str]:
    """Return the lines on the disputes that are open: the reason, its source, and where the fighting goes on."""
    from statusquo.panels.standing import standings

    names = {row["conflict_id_ucdp"]: row for row in snapshot.table("disputes").to_dicts()}
    lines = ["\n## Open at the end of the data\n", "| dispute | against | reason | source | fought over elsewhere |"]
    lines.append("|---|---|---|---|---|")
    for number, standing in sorted(standings(snapshot).items()):
        if standing.is_internal and standing.is_open and not standing.is_islamic_state:
            elsewhere = "; ".join(each.text for each in (standing.successor, standing.linked) if each is not None)
            place = f"{names[number]['territory_name']} (`{number}`) | {names[number]['location']}"
            lines.append(f"| {place} | {standing.reason} | {standing.source} | {elsewhere or '–'} |")
    return lines


def sources() -> str:
    """Return every origin with its terms, coverage, citation and traps."""
    from statusquo.snapshot.sources_document import other_releases
    from statusquo.sources.registry import ORIGINS, OWN_ORIGINS

    parts = []
    for origin in (*ORIGINS.values(), *OWN_ORIGINS.values()):
        parts.append(f"## `{origin.id}`\n\n**{origin.title}**, {origin.version} ({origin.producer}).\n")
        parts.append(f"- Coverage: {origin.domain.years_text}, {origin.domain.unit}, system `{origin.domain.system}`.")
        if origin.domain.threshold:
            parts.append(f"- Threshold: {origin.domain.threshold}.")
        parts.append(f"- Terms: {origin.terms}.")
        parts += [f"- Note: {origin.note}."] if origin.note else []
        parts += [f"- Also read: {line}." for line in other_releases(origin)]
        parts += [f"- Cite: {citation}" for citation in origin.citation]
        parts += [f"- Trap: {quirk}" for quirk in origin.quirks]
        parts.append("")
    return "\n".join(parts)


def commands() -> str:
    """Return the help of every command."""
    import typer
    from typer.main import get_command

    from statusquo.cli.app import app

    def helps(command: Any, context: Any) -> list[str]:
        parts = [f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"]
        for name, child in getattr(command, "commands", {}).items():
            parts += helps(child, typer.Context(child, info_name=name, parent=context))
        return parts

    root = get_command(app)
    return "\n".join(helps(root, typer.Context(root, info_name="statusquo")))
