"""SOURCES.md, written from the origins and the table of columns, so that it says what they say."""

from __future__ import annotations

from statusquo.core.columns import columns_of
from statusquo.core.origin import Origin, RawFile
from statusquo.snapshot.contents import snapshot_table_names, table_sources
from statusquo.sources.registry import ORIGINS

_HEAD = """# Sources

The data that ship with `statusquo` are derived from the data sets below: aggregated, joined and recoded by
its own code, with only the columns it uses. No raw file and no row-for-row copy of one is among them. Of
SIPRI's databases only yearly series of the actors of the bundled cases, shares and means ship, within SIPRI's
limit of a tenth.

`statusquo data download` gets the raw files from the pinned addresses and checks them against the sums given
here; `statusquo data build` derives the tables from them anew; `statusquo data cite` prints the references.

This file is generated: `python -m statusquo.snapshot.sources_document > SOURCES.md`.
"""


def sources_document() -> str:
    """Return the whole of SOURCES.md, as Markdown."""
    parts = [_HEAD, _tables(), *(_origin(origin) for origin in ORIGINS.values())]
    return "\n".join(parts)


def _tables() -> str:
    rows = [
        f"| `{name}` | {len(columns_of(name))} | {', '.join(table_sources(name))} |" for name in snapshot_table_names()
    ]
    return "\n".join(["## What each table rests on", "", "| table | columns | sources |", "|---|---|---|", *rows, ""])


def _origin(origin: Origin) -> str:
    domain = origin.domain
    facts = [
        ("Made by", origin.producer),
        ("Version", origin.version),
        ("Terms", origin.terms),
        ("Years", domain.years_text),
        ("Unit", domain.unit),
        ("Recorded from", domain.threshold),
        ("Bounds", domain.note),
        ("Page", f"<{origin.link}>"),
    ]
    lines = [f"## {origin.title}", "", f"Id `{origin.id}`.", ""]
    lines += [f"- **{name}**: {value}" for name, value in facts if value]
    lines += ["", "Cite as:", "", *(f"- {work}" for work in origin.citation)]
    lines += ["", "Known traps:", "", *(f"- {quirk}" for quirk in origin.quirks)]
    lines += ["", "| file | bytes | sha256 |", "|---|---|---|", *(_file(file) for file in origin.files)]
    return "\n".join([*lines, ""])


def _file(file: RawFile) -> str:
    """Return a file's row: its name with its first address, its size and its sum, a dash for what is not known."""
    name = f"[{file.path}]({file.addresses[-1]})" if file.addresses else file.path
    size = "–" if file.size is None else f"{file.size:,}"
    return f"| {name} | {size} | {f'`{file.sha256}`' if file.sha256 else '–'} |"


if __name__ == "__main__":
    print(sources_document(), end="")
