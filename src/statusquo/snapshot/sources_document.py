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

`statusquo data download` gets the raw files from the addresses given here and checks them against the sums;
`statusquo data build --raw DIR` derives the tables from them anew; `statusquo data cite` prints the references.

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
        ("Note", origin.note),
        ("Page", f"<{origin.link}>"),
    ]
    lines = [f"## {origin.title}", "", f"Id `{origin.id}`.", ""]
    lines += [f"- **{name}**: {value}" for name, value in facts if value]
    lines += ["", "Cite as:", "", *(f"- {work}" for work in origin.citation)]
    if origin.others:
        lines += ["", "Other releases that are read:", "", *(f"- {line}" for line in other_releases(origin))]
    lines += ["", "Known traps:", "", *(f"- {quirk}" for quirk in origin.quirks)]
    lines += ["", "| file | bytes | sha256 | from the producer |", "|---|---|---|---|"]
    lines += [_file(file) for file in origin.files]
    return "\n".join([*lines, ""])


def other_releases(origin: Origin) -> list[str]:
    """Return a line for each release that is read but not embedded: version, years, address, what to cite."""
    return [
        "; ".join(
            [
                f"{release.version} ({release.first_year}-{release.last_year})",
                *(_from_producer(file) or f"<{file.address}>" for file in release.files if file.addresses),
                *([f"note: {release.note}"] if release.note else []),
                *([f"cite: {' '.join(release.citation)}"] if release.citation else []),
            ]
        )
        for release in origin.others
    ]


def _from_producer(file: RawFile) -> str:
    """Return where the producer has a file, with the sum of the zip where somebody recorded it; empty if unknown."""
    if not file.producer:
        return ""
    inside = f", `{file.member}` in it" if file.member else ""
    return f"<{file.producer}>{inside}" + (f" (zip sha256 `{file.zip_sha256}`)" if file.zip_sha256 else "")


def _file(file: RawFile) -> str:
    """Return a file's row: name with its pinned address, size, sum, producer's address; a dash for what is unknown."""
    name = f"[{file.path}]({file.address})" if file.address else file.path
    size = "–" if file.size is None else f"{file.size:,}"
    return f"| {name} | {size} | {f'`{file.sha256}`' if file.sha256 else '–'} | {_from_producer(file) or '–'} |"


if __name__ == "__main__":
    print(sources_document(), end="")
