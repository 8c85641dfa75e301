"""`statusquo data`: own files and raw files, the snapshot, what there is, the references."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from statusquo.cli import data_diff, data_files
from statusquo.cli.output import JsonFlag, print_json, print_table

app = typer.Typer(
    help="Add your own files, build the snapshot, show versions and ages, print references.", no_args_is_help=True
)
app.command(name="add")(data_files.add)
app.command(name="remove")(data_files.remove)
app.command(name="status")(data_files.status)
app.command(name="download")(data_files.download)
app.command(name="diff")(data_diff.diff)


@app.command()
def build(
    raw: data_files.RawOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write; by default the package's own."),
    ] = None,
) -> None:
    """Build the snapshot anew.

    It is derived from the raw files; the same files give the same bytes.
    """
    from tqdm import tqdm

    from statusquo.snapshot.build import STEPS, build_snapshot
    from statusquo.snapshot.download import raw_folder
    from statusquo.snapshot.store import default_folder

    folder = out or default_folder()
    with tqdm(total=len(STEPS), unit="step", desc="snapshot", disable=None) as bar:

        def show(step: str) -> None:
            bar.set_postfix_str(step)
            bar.update()

        manifest = build_snapshot(raw_folder(raw), folder, show)
    rows = data_files.size_rows(manifest)
    print_table(f"Snapshot in {folder}", ["table", "rows", "bytes"], rows, numeric=["rows", "bytes"])


@app.command()
def fit(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="The artefacts to fit; by default all.")
    ] = None,
    raw: data_files.RawOption = None,
    only_show: Annotated[
        bool, typer.Option("--show", help="Only show each artefact and whether it is up to date.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Fit the artefacts: what takes minutes to estimate and ships as a table.

    Reproducible to a stated tolerance, not to the byte.
    """
    from contextlib import ExitStack

    from tqdm import tqdm

    from statusquo.fits.build import build_artefacts, fit_state, fits_named
    from statusquo.fits.registry import Fit, Progress
    from statusquo.snapshot.download import raw_folder
    from statusquo.snapshot.store import open_snapshot

    fits, snapshot = fits_named(names), open_snapshot()
    if not only_show:
        with ExitStack() as bars:

            def progress(fit: Fit) -> Progress:
                bar = bars.enter_context(tqdm(desc=fit.name, unit="step", disable=None))

                def show(done: int, total: int, what: str) -> None:
                    bar.total = total
                    bar.set_postfix_str(what, refresh=False)
                    bar.update(done - bar.n)

                return show

            build_artefacts(fits, snapshot, raw_folder(raw), progress)
    states = [fit_state(fit, snapshot) for fit in fits]
    if json:
        print_json(
            {
                "artefacts": [
                    {"name": state.fit.name, "description": state.fit.description, "state": state.words}
                    for state in states
                ]
            }
        )
        return
    print_table(
        "Fitted artefacts",
        ["artefact", "what it holds", "state"],
        [[state.fit.name, state.fit.description, state.words] for state in states],
    )


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

    citations = cite_origins(ids or open_snapshot().manifest["sources"])
    if json:
        print_json({"citations": [citation.to_json() for citation in citations]})
        return
    parts = {"text": citations_as_text(citations), "bibtex": citations_as_bibtex(citations)}
    typer.echo("\n\n".join(parts.values()) if style == "both" else parts[style])


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
