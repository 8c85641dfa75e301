"""Disputes, what is measured of them, their risk, and the pages on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from statusquo.answer.model import Answer
    from statusquo.cases.listing import CaseListing
    from statusquo.cases.model import Case
    from statusquo.core.shown import Rows
    from statusquo.dossier.forms import Form
    from statusquo.event_files.months import DisputeMonths
    from statusquo.notebook.balances import Balances
    from statusquo.risk.path import RiskPath
    from statusquo.risk.ranking import Ranked
    from statusquo.risk.scenario import ScenarioResult
    from statusquo.structure.factors import Factor


def find(name: str | int) -> CaseListing:
    """Return the one dispute that a name means: an id, a number of UCDP, a name of the territory, or a parent state.

    Args:
        name: what the dispute is called; case, blanks and accents are forgiven.

    Raises:
        UnknownNameError: when no dispute is called so; it offers the nearest names.
        AmbiguousNameError: when several are; it lists them.

    Examples:
        >>> sq.find("artsakh").id, sq.find("Südtirol").id, sq.find(394).id
        ('nagorno-karabakh', 'south-tyrol', 'ucdp-394')
        >>> sq.find("moldova")
        Traceback (most recent call last):
        ...
        statusquo.core.errors.AmbiguousNameError: several disputes are called so; found 'moldova'; allowed one of
        gagauzia (Gagauzia), transnistria (Transnistria)
    """
    from statusquo.cases.listing import listing_of

    return listing_of(load_case(name))


def list_cases() -> Rows[CaseListing]:
    """Return the disputes known: the bundled cases, then every UCDP territorial conflict.

    Examples:
        >>> known = sq.list_cases()
        >>> known
        <Rows 231 disputes: abkhazia, aceh, aland, bangladesh, …>
        >>> known["scotland"].title
        'Scotland'
        >>> known.frame.columns[:2]
        ['id', 'title']
    """
    from statusquo.cases.load import list_cases as listed
    from statusquo.core.shown import Rows

    return Rows("disputes", {row.id: row for row in listed()})


def load_case(case: Case | str | int | Path) -> Case:
    """Return one dispute as data.

    Args:
        case: a bundled case (``nagorno-karabakh``), a UCDP conflict (``ucdp-388`` or 388), a name that `find` knows, or
            the path of a case file. A case is returned as it is.

    Raises:
        UnknownNameError: when no dispute is called so.
        AmbiguousNameError: when several are.
        CaseError: when the case file is wrong; the error lists everything that is.

    Examples:
        >>> case = sq.load_case("nagorno-karabakh")
        >>> case.title, len(case.event) > 50
        ('Nagorno-Karabakh', True)
        >>> case.actor_by_id("armenia").name
        'Armenia'
    """
    from statusquo.cases.load import load_case as load

    return load(case) if isinstance(case, str | int | Path) else case


def answer_on(case: Case | str | int | Path) -> Answer:
    """Return the answer on a dispute: where it stands, how likely war is, what was offered, what to watch.

    Args:
        case: what `load_case` takes.

    Raises:
        ArtefactError: when the risk models were never fitted.

    Examples:
        >>> told = sq.answer_on("transnistria")
        >>> told
        <Answer on Transnistria: De facto separate since 1992; Quiet for 33 years; Claim open>
        >>> told.stands.since, told.stronger.weaker
        ('1992-07-21', 'Moldova')
        >>> len(told.sentences) <= 3
        True
    """
    from statusquo.answer.answer import answer_on as on
    from statusquo.snapshot.store import open_snapshot

    return on(load_case(case), open_snapshot())


def events(case: Case | str | int | Path) -> DisputeMonths:
    """Return the months of a dispute that the user's own event files cover: battle deaths with their intervals.

    Args:
        case: what `load_case` takes.

    Raises:
        InputError: when there are no event files (`statusquo data add FILE`), or the dispute has no number of UCDP.
        SourceError: when one of the files is not as it was added.

    Examples:
        >>> sq.events("transnistria")
        Traceback (most recent call last):
        ...
        statusquo.core.errors.InputError: months are told only from event files of your own, and there are none in use;
        allowed UCDP's GED or its candidate files: add them with `statusquo data add FILE`
    """
    from statusquo.event_files.months import months_of_case

    return months_of_case(load_case(case))


def write_dossier(case: Case | str | int | Path, path: str | Path, *, brief: bool = False, form: Form = "html") -> Path:
    """Write the report on a dispute, by default as one self-contained page, and return where it stands.

    Args:
        case: what `load_case` takes.
        path: the file to write.
        brief: two pages to print instead of the whole.
        form: ``html`` for the page, ``md`` or ``json`` for the evidence behind it.

    Raises:
        InputError: when the case, the path or the form is wrong.
        SnapshotError: when the embedded snapshot is incomplete.

    Examples:
        >>> page = sq.write_dossier("tamil eelam", folder / "eelam.html")
        >>> page.read_text(encoding="utf-8").startswith("<!doctype html>")
        True
        >>> sq.write_dossier("tamil eelam", folder / "eelam-brief.html", brief=True).name
        'eelam-brief.html'
        >>> text = sq.write_dossier("tamil eelam", folder / "eelam.md", form="md").read_text(encoding="utf-8")
        >>> text.splitlines()[0]
        '# Tamil Eelam'
    """
    from statusquo.cases.load import load_draft
    from statusquo.core.errors import InputError, Problem
    from statusquo.core.files import write_text
    from statusquo.dossier.assemble import assemble_dossier
    from statusquo.dossier.brief import assemble_brief
    from statusquo.dossier.forms import FORMS, text_of
    from statusquo.dossier.page import write_page
    from statusquo.snapshot.store import open_snapshot

    allowed = ["html"] if brief else FORMS
    if form not in allowed:
        raise InputError(Problem("a dossier has no such form", field="form", found=form, allowed=", ".join(allowed)))
    target, snapshot = Path(path), open_snapshot()
    found = load_draft(case) if isinstance(case, str | int | Path) else case
    if brief:
        write_page(assemble_brief(found, snapshot), target)
    else:
        write_text(target, text_of(assemble_dossier(found, snapshot), form))
    return target


def write_comparison(path: str | Path) -> Path:
    """Write the page on what goes with what across disputes, and return where it stands.

    Args:
        path: the HTML file to write.

    Raises:
        InputError: when the path cannot be written.
        ArtefactError: when the comparison was never fitted.

    Examples:
        >>> sq.write_comparison(folder / "comparison.html").name
        'comparison.html'
    """
    from statusquo.dossier.across import assemble_comparison
    from statusquo.dossier.page import write_page
    from statusquo.snapshot.store import open_snapshot

    target = Path(path)
    write_page(assemble_comparison(open_snapshot()), target)
    return target


def write_atlas(folder: str | Path, *, only: Sequence[str] = (), jobs: int = 2) -> Path:
    """Write every page into one folder, linked and with a search, and return the index.

    A run that was broken off goes on where it stopped.

    Args:
        folder: a new folder, or one that holds an atlas.
        only: ids of the disputes whose pages are written; all 231 by default.
        jobs: processes at once.

    Raises:
        InputError: when the folder cannot be used or holds other files.
        UnknownNameError: when an id is none.

    Examples:
        >>> sq.write_atlas(folder / "atlas", only=["aland"]).name
        'index.html'
    """
    from statusquo.atlas.write import HOME
    from statusquo.atlas.write import write_atlas as write

    write(Path(folder), only=only, jobs=jobs)
    return Path(folder) / HOME


def world(path: str | Path, *, with_islamic_state: bool = False) -> Path:
    """Write the page on all open disputes, with their risk in the coming year, and return where it stands.

    Args:
        path: the HTML file to write.
        with_islamic_state: begin with the provinces of the Islamic State shown, which are no disputes over a
            territory's status; the reader may switch them on and off.

    Raises:
        InputError: when the path cannot be written.
        ArtefactError: when the risk models were never fitted.

    Examples:
        >>> sq.world(folder / "world.html").name
        'world.html'
    """
    from statusquo.dossier.page import write_page
    from statusquo.dossier.world import assemble_world
    from statusquo.snapshot.store import open_snapshot

    target = Path(path)
    write_page(assemble_world(open_snapshot(), with_islamic_state=with_islamic_state), target)
    return target


def structure_of(case: Case | str | int | Path) -> Rows[Factor]:
    """Return every factor of a dispute's structure, with its place among all disputes that have it.

    Args:
        case: what `load_case` takes.

    Examples:
        >>> factors = sq.structure_of("transnistria")
        >>> factors["enclave_index"].n > 1
        True
        >>> factors.frame.columns[:4]
        ['id', 'value', 'low', 'high']
    """
    from statusquo.core.shown import Rows
    from statusquo.snapshot.store import open_snapshot
    from statusquo.structure.factors import structure as measure

    return Rows("factors", measure(load_case(case), open_snapshot()))


def balances_of(case: Case | str | int | Path, *, without: Sequence[str] = ()) -> Balances:
    """Return the military balance, the regional balance and the inertia of a dispute, as yearly series.

    Args:
        case: what `load_case` takes.
        without: outside states left out of the regional balance, by name or Gleditsch-Ward number.

    Raises:
        UnknownNameError: when a name is no state's.

    Examples:
        >>> balances = sq.balances_of("nagorno-karabakh")
        >>> balances.military.main.at(2019).value > 0  # above 0 the revisionist has more
        True
        >>> balances.frame.columns
        ['balance', 'measure', 'label', 'unit', 'year', 'value', 'low', 'high']
    """
    from statusquo.balances.inertia import inertia
    from statusquo.balances.military import military_balance
    from statusquo.balances.regional import regional_balance, states_called
    from statusquo.notebook.balances import Balances
    from statusquo.snapshot.store import open_snapshot

    found, snapshot = load_case(case), open_snapshot()
    left_out = states_called(found, snapshot, without)
    return Balances(
        found,
        military_balance(found, snapshot),
        regional_balance(found, snapshot, without=left_out),
        inertia(found, snapshot),
    )


def risk_of(case: Case | str | int | Path) -> RiskPath:
    """Return the yearly risk of renewed fighting and of war of a dispute, with its accounting by block.

    Args:
        case: what `load_case` takes.

    Examples:
        >>> path = sq.risk_of("transnistria")
        >>> told = path.risk["war"].at(path.coming_year)
        >>> told.low < told.value < told.high
        True
        >>> path.frame.columns
        ['outcome', 'year', 'value', 'low', 'high']
    """
    from statusquo.risk.path import risk_path
    from statusquo.snapshot.store import open_snapshot

    return risk_path(load_case(case), open_snapshot())


def ranking(*, with_islamic_state: bool = False) -> Rows[Ranked]:
    """Return every open dispute by its risk in the coming year, the likeliest war first.

    Args:
        with_islamic_state: also the provinces of the Islamic State, which are no disputes over a territory's status.

    Raises:
        ArtefactError: when the risk models were never fitted.

    Examples:
        >>> ranked = sq.ranking()
        >>> ranked[0].risk["war"].value >= ranked[1].risk["war"].value
        True
        >>> ranked["ucdp-394"].status
        'quiet'
    """
    from statusquo.core.shown import Rows
    from statusquo.risk.ranking import ranking as ranked
    from statusquo.snapshot.store import open_snapshot

    rows = ranked(open_snapshot(), with_islamic_state=with_islamic_state)
    return Rows("open disputes by risk", {f"ucdp-{row.conflict_id_ucdp}": row for row in rows})


def scenario(case: Case | str | int | Path, file: str | Path) -> ScenarioResult:
    """Return the risk of a dispute with and without the changes that a scenario file describes.

    Args:
        case: what `load_case` takes.
        file: the scenario, a TOML file.

    Raises:
        ScenarioError: when the file is wrong or leads outside the data.

    Examples:
        >>> result = sq.scenario("nagorno-karabakh", "no-such-file.toml")
        Traceback (most recent call last):
        ...
        statusquo.core.errors.ScenarioError: no-such-file.toml: the file cannot be read; found No such file or
        directory; allowed a regular file
    """
    from statusquo.risk.scenario import run_scenario
    from statusquo.risk.scenario_file import read_scenario
    from statusquo.snapshot.store import open_snapshot

    return run_scenario(load_case(case), read_scenario(Path(file)), open_snapshot())
