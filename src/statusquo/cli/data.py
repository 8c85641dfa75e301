"""`statusquo data`: get the raw files, build the snapshot, say what there is, print the references."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from statusquo.cli import data_diff
from statusquo.cli.output import JsonFlag, print_json, print_table

if TYPE_CHECKING:
    from statusquo.core.origin import Origin

app = typer.Typer(
    help="Get raw data, build the snapshot, show versions and terms, print references.", no_args_is_help=True
)

RawOption = Annotated[
    Path | None,
    typer.Option("--raw", metavar="DIR", help="Folder of raw files; by default STATUSQUO_RAW, else a cache folder."),
]


@app.command()
def download(
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="Only this data set; may be repeated.")
    ] = None,
    raw: RawOption = None,
) -> None:
    """Download the raw files.

    Each is checked against its sha256; files that are there already are kept.
    """
    from tqdm import tqdm

    from statusquo.snapshot.download import download as download_files
    from statusquo.snapshot.download import raw_folder

    origins = _chosen(source)
    total = sum(file.size or 0 for origin in origins for file in origin.files)
    with tqdm(total=total, unit="B", unit_scale=True, desc="raw files", disable=None) as bar:
        done = download_files(origins, raw_folder(raw), lambda count: bar.update(count))
    typer.echo(f"{len(done.fetched)} files downloaded, {len(done.kept)} already there, in {done.folder}")


@app.command()
def build(
    raw: RawOption = None,
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
    print_table(f"Snapshot in {folder}", ["table", "rows", "bytes"], _size_rows(manifest), numeric=["rows", "bytes"])


@app.command()
def fit(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="The artefacts to fit; by default all.")
    ] = None,
    raw: RawOption = None,
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
def status(raw: RawOption = None, json: JsonFlag = False) -> None:
    """Show data sets and tables.

    For each data set: version, years, terms, and whether its raw files are on disk.
    """
    from statusquo.snapshot.download import raw_folder, states_of_files
    from statusquo.snapshot.store import open_snapshot
    from statusquo.sources.registry import ORIGINS

    folder = raw_folder(raw)
    on_disk = {key: states_of_files(folder, origin) for key, origin in ORIGINS.items()}
    snapshot = open_snapshot()
    if json:
        print_json(
            {
                "raw_folder": str(folder),
                "sources": [
                    {**origin.to_json(), "years": origin.domain.years_text, "on_disk": on_disk[key]}
                    for key, origin in ORIGINS.items()
                ],
                "snapshot": {"folder": str(snapshot.folder), **snapshot.manifest},
            }
        )
        return
    rows = [
        [key, origin.version, origin.domain.years_text, origin.terms, _files_in_words(on_disk[key])]
        for key, origin in ORIGINS.items()
    ]
    print_table(f"Data sets; raw files in {folder}", ["id", "version", "years", "terms", "files"], rows)
    title = f"Snapshot, format {snapshot.manifest['format']}, built by {snapshot.manifest['built_by']}"
    print_table(title, ["table", "rows", "bytes"], _size_rows(snapshot.manifest), numeric=["rows", "bytes"])


app.command("diff")(data_diff.diff)


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


def _chosen(ids: list[str] | None) -> list[Origin]:
    from statusquo.sources.registry import ORIGINS, origin

    return [origin(key) for key in ids] if ids else list(ORIGINS.values())


def _size_rows(manifest: Mapping[str, Any]) -> list[list[str]]:
    tables = manifest["tables"]
    rows = [[name, f"{table['rows']:,}", f"{table['bytes']:,}"] for name, table in tables.items()]
    return [*rows, ["all", "", f"{sum(table['bytes'] for table in tables.values()):,}"]]


def _files_in_words(states: Mapping[str, str]) -> str:
    counts = {state: list(states.values()).count(state) for state in ("present", "absent", "different")}
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count)
