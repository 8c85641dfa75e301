"""`statusquo data`: own files and raw files, the snapshot, what there is, the references."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from statusquo.cli import data_build, data_diff, data_files
from statusquo.cli.groups import new_group
from statusquo.cli.output import JsonFlag, print_json, print_table, say

app = new_group("Add your own files, build the snapshot, show versions and ages, print references.")
app.command(name="add")(data_files.add)
app.command(name="remove")(data_files.remove)
app.command(name="build")(data_build.build)
app.command(name="fit")(data_build.fit)
app.command(name="status")(data_files.status)
app.command(name="download")(data_files.download)
app.command(name="diff")(data_diff.diff)


@app.command()
def cite(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Data sets; by default all the snapshot uses."),
    ] = None,
    style: Annotated[
        Literal["text", "bibtex", "both"], typer.Option("--format", help="Plain references, BibTeX, or both.")
    ] = "both",
    json: JsonFlag = False,
) -> None:
    """Print references."""
    from statusquo.snapshot.citations import citations_as_bibtex, citations_as_text
    from statusquo.snapshot.citations import cite as cite_origins
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    citations = cite_origins(ids or snapshot.manifest["sources"], snapshot)
    if json:
        print_json({"citations": [citation.to_json() for citation in citations]})
        return
    parts = {"text": citations_as_text(citations), "bibtex": citations_as_bibtex(citations)}
    say("\n\n".join(parts.values()) if style == "both" else parts[style])


@app.command("sdm")
def check_sdm(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your own export of SDM 2.0, .xlsx or .csv.")],
    json: JsonFlag = False,
) -> None:
    """Check your own file of SDM 2.0 and say what it holds; nothing of it is kept."""
    import polars as pl

    from statusquo.sources.sdm import read_movements

    rows = read_movements(file)
    movements = rows.select("country", "group").unique().height
    claims = rows.group_by("claim").agg(movement_years=pl.len(), movements=pl.struct("country", "group").n_unique())
    summary = {
        "file": str(file),
        "movement_years": rows.height,
        "movements": movements,
        "first_year": min(rows["year"].to_list()),
        "last_year": max(rows["year"].to_list()),
        "claims": claims.sort("claim").to_dicts(),
    }
    if json:
        print_json(summary)
        return
    title = f"{movements:,} movements, {rows.height:,} movement-years, {summary['first_year']}-{summary['last_year']}"
    heads = ["claim", "movements", "movement-years"]
    cells = [[row["claim"], f"{row['movements']:,}", f"{row['movement_years']:,}"] for row in summary["claims"]]
    print_table(title, heads, cells, numeric=heads[1:])
