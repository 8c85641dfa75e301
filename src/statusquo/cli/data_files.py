"""`statusquo data add / remove / download / status`: files of the user's own, raw files, and how old the data are."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.output import JsonFlag, print_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from statusquo.snapshot.ages import SourceAge
    from statusquo.snapshot.own_files import Added, KeptFile
    from statusquo.snapshot.store import Snapshot

RawOption = Annotated[
    Path | None,
    typer.Option("--raw", metavar="DIR", help="Folder of raw files; by default STATUSQUO_RAW, else a cache folder."),
]

_NEXT = "statusquo data build"


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files as downloaded: .csv, .xlsx or .zip.")],
    json: JsonFlag = False,
) -> None:
    """Add newer files of your own.

    Each is recognised by what it holds (UCDP/PRIO Armed Conflict, Dyadic, Battle-Related Deaths, GED, Candidate Events,
    SIPRI, PA-X, SDM, ACLED), checked, and kept in your own folder beside the package's snapshot. Nothing is kept unless
    all of them are right.
    """
    _add(files, json=json)


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A file's name, its data set, or its sha256.")],
    json: JsonFlag = False,
) -> None:
    """Remove one of your own files."""
    from statusquo.snapshot.own_files import remove_file

    gone = remove_file(name)
    if json:
        print_json({"removed": gone.to_json(), "next": _NEXT})
        return
    say(f"Removed {gone.original_name}: {gone.title}, {gone.version}.")
    say(f"Next: {_NEXT}", err=True)


def download(
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="Only this data set; may be repeated.")
    ] = None,
    release: Annotated[
        str | None,
        typer.Option("--release", metavar="V", help="A newer release of the data set, kept as a file of your own."),
    ] = None,
    raw: RawOption = None,
    json: JsonFlag = False,
) -> None:
    """Download the raw files, or with --release a newer release of one data set.

    Raw files are checked against their sha256, and those that are there already are kept. A release is fetched from its
    producer and added as a file of your own would be.
    """
    if release is not None:
        _download_release(source or [], release, json=json)
        return
    from tqdm import tqdm

    from statusquo.snapshot.download import download as download_files
    from statusquo.snapshot.download import raw_folder

    origins = _chosen(source)
    total = sum(file.size or 0 for origin in origins for file in origin.files)
    with tqdm(total=total, unit="B", unit_scale=True, desc="raw files", disable=None) as bar:
        done = download_files(origins, raw_folder(raw), lambda count: bar.update(count))
    if json:
        print_json({"folder": str(done.folder), "fetched": list(done.fetched), "kept": list(done.kept)})
        return
    say(f"{len(done.fetched)} files downloaded, {len(done.kept)} already there, in {done.folder}")


def status(raw: RawOption = None, json: JsonFlag = False) -> None:
    """Show data sets, your own files and tables.

    For each data set: the release in use, how long ago it ends, whether a newer one is known, terms, and whether its
    raw files are on disk. For each file of your own: what the snapshot makes of it.
    """
    from datetime import date

    from statusquo.snapshot.ages import source_ages, use_of
    from statusquo.snapshot.download import raw_folder, states_of_files
    from statusquo.snapshot.own_files import kept_files
    from statusquo.snapshot.own_ledger import own_folder
    from statusquo.snapshot.store import open_snapshot
    from statusquo.sources.registry import ORIGINS

    folder, snapshot, own = raw_folder(raw), open_snapshot(), kept_files()
    ages = source_ages(snapshot, date.today())
    on_disk = {key: states_of_files(folder, origin) for key, origin in ORIGINS.items()}
    uses = {file.sha256: use_of(file, own, snapshot) for file in own}
    if json:
        print_json(
            {
                "raw_folder": str(folder),
                "sources": [
                    {
                        **age.origin.to_json(),
                        **age.to_json(),
                        "years": age.years or age.origin.domain.years_text,
                        "on_disk": on_disk.get(key, {}),
                        "own_files": [file.kept_name for file in own if file.source_id == key],
                    }
                    for key, age in ages.items()
                ],
                "own_folder": str(own_folder()),
                "own_files": [
                    {**file.to_json(), "state": file.state, "use": uses[file.sha256], "age": _age_of(file)}
                    for file in own
                ],
                "snapshot": {"folder": str(snapshot.folder), "kind": snapshot.kind, **snapshot.manifest},
            }
        )
        return
    _print_ages(ages, own)
    _print_own(own, uses)
    rows = [[key, origin.terms, _files_in_words(on_disk[key])] for key, origin in ORIGINS.items()]
    print_table(f"Raw files in {folder}", ["id", "terms", "files"], rows)
    _print_tables(snapshot)


def _add(files: Sequence[Path], *, json: bool) -> None:
    from tqdm import tqdm

    from statusquo.core.files import kind_of
    from statusquo.event_files.own_events import own_events
    from statusquo.snapshot.ages import TOLD_BY_MONTH, USED_BY_BUILD
    from statusquo.snapshot.own_files import add_files

    total = sum(path.stat().st_size for path in files if kind_of(path) == "a file")
    with tqdm(total=total, unit="B", unit_scale=True, desc="files", disable=None, delay=2) as bar:

        def show(what: str, count: int) -> None:
            bar.set_postfix_str(what, refresh=count == 0)
            bar.update(count)

        added = add_files(files, show)
        if any(one.file.source_id in TOLD_BY_MONTH for one in added):
            show("keeping events", 0)
            own_events()
    if json:
        print_json({"added": [one.to_json() for one in added], "next": _NEXT})
        return
    for one in added:
        _print_added(one)
    if any(one.file.source_id in USED_BY_BUILD and not one.was_kept for one in added):
        say(f"Next: {_NEXT}", err=True)


def _print_added(one: Added) -> None:
    from statusquo.snapshot.ages import TOLD_BY_MONTH, USED_BY_BUILD

    file = one.file
    _say(f"{file.original_name}: {file.title}, {file.version}", indent="")
    years = str(file.first_year) if file.first_year == file.last_year else f"{file.first_year} to {file.last_year}"
    rows = f"{file.rows:,} {'row' if file.rows == 1 else 'rows'}"
    say(f"  {rows}, {years}; {_age_of(file)}" + ("; kept already" if one.was_kept else ""))
    if file.is_as_recorded:
        say("  byte for byte the release as it was recorded")
    for sentence in one.news.sentences:
        _say(sentence)
    if file.source_id in TOLD_BY_MONTH:
        say("  told by month from now on: statusquo events months ID, show, panel dispute-month")
    elif file.source_id not in USED_BY_BUILD:
        say("  kept; `data build` takes nothing from this data set")
    for remark in file.remarks:
        _say(f"Warning: {remark}", err=True)


def _say(sentence: str, *, indent: str = "  ", err: bool = False) -> None:
    import textwrap

    say(textwrap.fill(sentence, 80, initial_indent=indent, subsequent_indent="    "), err=err)


def _download_release(source: list[str], version: str, *, json: bool) -> None:
    from tqdm import tqdm

    from statusquo.core.errors import InputError, Problem
    from statusquo.snapshot.download_release import fetch_release, release_named

    if len(source) != 1:
        raise InputError(
            Problem("a release is of one data set", found=f"{len(source)} data sets", allowed="--source ID")
        )
    (origin,) = _chosen(source)
    release = release_named(origin, version)
    with tempfile.TemporaryDirectory() as folder:
        total = sum(file.size or 0 for file in release.files) or None
        with tqdm(total=total, unit="B", unit_scale=True, desc=f"{origin.id} {version}", disable=None) as bar:
            files = fetch_release(origin, release, Path(folder), lambda count: bar.update(count))
        _add(files, json=json)


def _print_ages(ages: Mapping[str, SourceAge], own: Sequence[KeptFile]) -> None:
    rows = [[key, age.version or "your own files only", age.years, age.age] for key, age in ages.items()]
    print_table("Data sets", ["id", "release in use", "years", "age"], rows)
    reach = {file.source_id: file.last_year for file in own}  # of each data set the newest stands last
    newer = {key: age for key, age in ages.items() if age.newer and reach.get(key, 0) < (age.newer[-1].last_year or 0)}
    for key, age in newer.items():
        say(f"{key}: {age.hint}: statusquo data add FILE, or")
        say(f"  statusquo data download --source {key} --release '{age.newer[-1].version}'")
    others = "of the others " if newer else ""
    say(f"{others}no newer release is known to this version of statusquo\n".capitalize())


def _print_own(own: Sequence[KeptFile], uses: Mapping[str, str]) -> None:
    from statusquo.snapshot.own_ledger import own_folder

    if not own:
        say("You have added no files of your own (statusquo data add FILE).\n")
        return
    rows = [
        [file.original_name, file.source_id, file.version, file.added[:10], _age_of(file), uses[file.sha256]]
        for file in own
    ]
    print_table(f"Your own files in {own_folder()}", ["file", "id", "release", "added", "age", "use"], rows)


def _print_tables(snapshot: Snapshot) -> None:
    manifest = snapshot.manifest
    if fitted := manifest.get("artefacts"):
        say(f"Fitted to your snapshot of {manifest['built']}: {', '.join(fitted)}.")
        say("The other artefacts are the package's (statusquo data fit --show).\n")
    title = f"Snapshot, format {manifest['format']}, built by {manifest['built_by']}"
    print_table(title, ["table", "rows", "bytes"], size_rows(snapshot.manifest), numeric=["rows", "bytes"])


def _age_of(file: KeptFile) -> str:
    from datetime import date

    from statusquo.snapshot.ages import age_in_words

    return age_in_words(date.fromisoformat(file.last_day), date.today())


def _chosen(ids: list[str] | None) -> list[Any]:
    from statusquo.sources.registry import ORIGINS, origin

    return [origin(key) for key in ids] if ids else list(ORIGINS.values())


def size_rows(manifest: Mapping[str, Any]) -> list[list[str]]:
    """Return the tables of a snapshot with their rows and bytes, and the sum, as cells."""
    tables = manifest["tables"]
    rows = [[name, f"{table['rows']:,}", f"{table['bytes']:,}"] for name, table in tables.items()]
    return [*rows, ["all", "", f"{sum(table['bytes'] for table in tables.values()):,}"]]


def _files_in_words(states: Mapping[str, str]) -> str:
    counts = {state: list(states.values()).count(state) for state in ("present", "absent", "different")}
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count)
