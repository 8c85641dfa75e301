"""Writes the atlas: the world page, every dispute's page, the comparison, forecasts and a glossary, in one folder.

The pages are those of `dossier`; what is made here is the index with its search, the list of forecasts and the page of
the glossary, and the links between them. Nothing leaves the folder: it works with the network cut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from statusquo.answer.stands import parents_today
from statusquo.atlas.ledger import Ledger, Written, made_from, opened
from statusquo.bargaining.processes import new_pool, one_thread_each
from statusquo.cases.load import bundled_case_of_conflict, list_cases, load_case
from statusquo.core.errors import UnknownNameError
from statusquo.core.files import sha256_of, write_text
from statusquo.core.jsonable import Jsonable
from statusquo.core.names import called
from statusquo.core.plain_names import plain
from statusquo.core.wording import day_in_words, spans
from statusquo.dossier.across import assemble_comparison
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.glossary import glossary
from statusquo.dossier.page import ALONE, Around, Neighbour, page_file, policy_for, write_page
from statusquo.dossier.world import assemble_world
from statusquo.forecasts.ledger import published_forecasts
from statusquo.forecasts.track_record import track_record
from statusquo.snapshot.store import Snapshot, open_snapshot
from statusquo.version import __version__

HOME = "index.html"
_REGIONS = ((200, "Americas"), (400, "Europe"), (630, "Africa"), (700, "Middle East"), (1000, "Asia and the Pacific"))
"""Below which number the states of each region lie."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Atlas(Jsonable):
    """What was written.

    Attributes:
        folder: where.
        pages: files in all.
        written: files of this run; the others stood there already.
        bytes: of all files.
    """

    folder: str
    pages: int
    written: int
    bytes: int


def write_atlas(
    folder: Path,
    *,
    only: Sequence[str] = (),
    jobs: int = 2,
    progress: Progress = lambda done, total: None,
    today: dt.date | None = None,
) -> Atlas:
    """Write the atlas into a folder, or go on with one that was broken off.

    Args:
        folder: a new folder, or one that holds an atlas.
        only: ids of the disputes whose pages are written; all 231 by default. Another choice begins the atlas anew.
        jobs: processes at once.
        progress: called with pages done and in all.
        today: the day that the pages bear; of an atlas that goes on, the day it was begun.

    Raises:
        InputError: when the folder cannot be used or holds other files.
        UnknownNameError: when an id is none.
        OutputError: when writing fails, as on a full disk; what was written stays.
    """
    snapshot = open_snapshot()
    known = [case.id for case in list_cases()]
    for id in only:
        if id not in known:
            raise UnknownNameError("case", id, known)
    ids = [id for id in known if not only or id in only]
    ledger = opened(folder, made_from(snapshot, ids), today or dt.date.today())
    names = [HOME, *_SHARED, *(f"{id}.html" for id in ids)]
    around = _around(ids)
    missing = [id for id in ids if not ledger.is_written(folder, f"{id}.html")]
    n_shared = len(_SHARED) + 1
    total, done = len(ids) + n_shared, len(ids) - len(missing)
    progress(done, total)
    tasks = [_Task(id, folder, ledger.built_on, names, around.get(id, ALONE)) for id in missing]
    for name, page in _written(tasks, jobs):
        ledger.pages[name] = page
        ledger.save(folder)
        done += 1
        progress(done, total)
    n_written = len(missing)
    for name, write in _SHARED.items():
        if not ledger.is_written(folder, name):
            write(folder / name, snapshot, ledger.built_on, names)
            ledger.pages[name] = Written(sha256_of(folder / name))
            ledger.save(folder)
            n_written += 1
        done += 1
        progress(done, total)
    _write_index(folder / HOME, ids, ledger)
    progress(total, total)
    return Atlas(str(folder), len(names), n_written + 1, sum((folder / name).stat().st_size for name in names))


class _Task(NamedTuple):
    """One dispute's page to write."""

    id: str
    folder: Path
    built_on: dt.date
    beside: Sequence[str]
    around: Around


def _written(tasks: Sequence[_Task], jobs: int) -> Iterator[tuple[str, Written]]:
    """Yield the pages of disputes as they are written, by several processes where there are several."""
    if jobs <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield f"{task.id}.html", _write_dispute(task)
        return
    pool = new_pool(jobs)
    try:
        with one_thread_each():
            under_way: dict[Future[Written], str] = {pool.submit(_write_dispute, task): task.id for task in tasks}
            for future in as_completed(under_way):
                yield f"{under_way[future]}.html", future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _write_dispute(task: _Task) -> Written:
    path, case = task.folder / f"{task.id}.html", load_case(task.id)
    dossier = assemble_dossier(case, open_snapshot(), built_on=task.built_on)
    write_page(dossier, path, beside=task.beside, around=task.around)
    screen = dossier.screen
    names = tuple(pair for pair in screen.names if pair[0] not in screen.title)
    states = [
        (called(actor.name), region_of(actor.gwno))
        for actor in (*parents_today(case), *case.claimants())
        if actor.gwno is not None
    ]
    return Written(
        sha256_of(path),
        screen.title,
        names,
        screen.tags,
        next(iter(screen.sentences), ""),
        tuple(dict.fromkeys(states)),
    )


def region_of(gwno: int) -> str:
    """Return the region of a state, which its number tells: Correlates of War gives each region a range of them.

    Args:
        gwno: Gleditsch-Ward number, in the same ranges.

    Examples:
        >>> region_of(373), region_of(20), region_of(666)
        ('Europe', 'Americas', 'Middle East')
    """
    return next((name for below, name in _REGIONS if gwno < below), "")


def _around(ids: Sequence[str]) -> dict[str, Around]:
    """Return the pages before and after each by name, as the index has them."""
    titles = {case.id: case.title for case in list_cases()}
    order = sorted(_own_rows(ids), key=lambda id: plain(titles[id]))
    pages = [None, *(Neighbour(f"{id}.html", titles[id]) for id in order), None]
    return {id: Around(pages[place], pages[place + 2]) for place, id in enumerate(order)}


def _own_rows(ids: Sequence[str]) -> list[str]:
    """Return the disputes that the index lists: where a bundled case tells of a conflict, and more, that alone."""
    numbers = {id: id.removeprefix("ucdp-") for id in ids}
    return [
        id
        for id, number in numbers.items()
        if not number.isdecimal() or bundled_case_of_conflict(int(number)) not in ids
    ]


def _write_world(path: Path, snapshot: Snapshot, built_on: dt.date, beside: Sequence[str]) -> None:
    write_page(assemble_world(snapshot, built_on=built_on, beside=beside), path, beside=beside)


def _write_comparison(path: Path, snapshot: Snapshot, built_on: dt.date, beside: Sequence[str]) -> None:
    write_page(assemble_comparison(snapshot, built_on=built_on), path, beside=beside)


def _write_forecasts(path: Path, snapshot: Snapshot, built_on: dt.date, beside: Sequence[str]) -> None:
    record = track_record(snapshot)
    entries = [each.entry for each in published_forecasts()]
    rows = [
        (row.name, spans(row.years), day_in_words(row.published), str(row.known_to), row.sha256[:12]) for row in entries
    ]
    _render(path, "forecasts.html.j2", built_on, rows=rows, record="" if record is None else record.text)


def _write_glossary(path: Path, snapshot: Snapshot, built_on: dt.date, beside: Sequence[str]) -> None:
    _render(path, "glossary.html.j2", built_on, terms=glossary())


_SHARED: dict[str, Callable[[Path, Snapshot, dt.date, Sequence[str]], None]] = {
    "world.html": _write_world,
    "comparison.html": _write_comparison,
    "forecasts.html": _write_forecasts,
    "glossary.html": _write_glossary,
}


def _write_index(path: Path, ids: Sequence[str], ledger: Ledger) -> None:
    pages = [(f"{id}.html", ledger.pages[f"{id}.html"]) for id in _own_rows(ids)]
    pages.sort(key=lambda row: plain(row[1].title))
    regions: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for region, state, title, file in sorted(
        (region, state, page.title, file) for file, page in pages for state, region in page.states
    ):
        regions.setdefault(region, {}).setdefault(state, []).append((file, title))
    _render(path, "index.html.j2", ledger.built_on, rows=pages, regions=regions)


def _render(path: Path, template: str, built_on: dt.date, **values: object) -> None:
    text = _environment().get_template(template).render(built_on=day_in_words(built_on), **values)
    write_text(path, text)


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_file))
    scripts = [_file("sort.js"), _file("find.js")]
    environment.globals |= {
        "style": Markup(_file("page.css")),
        "scripts": [Markup(script) for script in scripts],
        "policy": policy_for(scripts),
        "version": __version__,
    }
    return environment


def _file(name: str) -> str:
    """Return the text of a template, style or script of the atlas, or of what it shares with the other pages."""
    own = files("statusquo.atlas").joinpath("page_files", name)
    return own.read_text(encoding="utf-8") if own.is_file() else page_file(name)
