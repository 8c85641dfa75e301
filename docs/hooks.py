"""Fills the reference pages from the code, so that they cannot drift from it.

`{{ columns }}` becomes the tables of `core/columns.csv`, `{{ sources }}` the registry of origins, and `{{ commands }}`
the command line's own help.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from statusquo.core.columns import columns_of, table_names


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the placeholders of one page."""
    fillers: dict[str, Callable[[], str]] = {
        "{{ columns }}": columns,
        "{{ sources }}": sources,
        "{{ commands }}": commands,
    }
    for mark, filler in fillers.items():
        if mark in markdown:
            markdown = markdown.replace(mark, filler())
    return markdown


def columns() -> str:
    """Return every declared table with its columns."""
    parts = []
    for table in table_names():
        parts.append(f"## `{table}`\n\n| column | type | unit | key | may be missing | from | what |")
        parts.append("|---|---|---|---|---|---|---|")
        for column in columns_of(table):
            allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
            parts.append(
                f"| `{column.name}` | {column.type} | {column.unit or '–'} | {'yes' if column.is_key else ''} | "
                f"{'yes' if column.is_nullable else ''} | {', '.join(column.sources)} | "
                f"{column.description}.{allowed} |"
            )
        parts.append("")
    return "\n".join(parts)


def sources() -> str:
    """Return every origin with its terms, coverage, citation and traps."""
    from statusquo.sources.registry import ORIGINS

    parts = []
    for origin in ORIGINS.values():
        parts.append(f"## `{origin.id}`\n\n**{origin.title}**, {origin.version} ({origin.producer}).\n")
        parts.append(f"- Coverage: {origin.domain.years_text}, {origin.domain.unit}, system `{origin.domain.system}`.")
        if origin.domain.threshold:
            parts.append(f"- Threshold: {origin.domain.threshold}.")
        parts.append(f"- Terms: {origin.terms}.")
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
