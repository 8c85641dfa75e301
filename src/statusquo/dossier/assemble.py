"""Puts a dossier together: opens what the sections need, asks each in turn, and lists what they used."""

from __future__ import annotations

import datetime as dt

import polars as pl
from altair.utils.schemapi import debug_mode

from statusquo.balances.measures import Measures
from statusquo.cases.load import bundled_case_of_conflict
from statusquo.cases.model import Actor, Case, Role
from statusquo.cases.successors import ground_years
from statusquo.core.wording import in_sentence, listed, span, spans
from statusquo.dossier.fighting import fighting_elsewhere, fighting_over
from statusquo.dossier.parts import Dossier, Section
from statusquo.dossier.references import references
from statusquo.dossier.sections.arms import arms
from statusquo.dossier.sections.balances import balances
from statusquo.dossier.sections.bargaining import bargaining
from statusquo.dossier.sections.claims import claims
from statusquo.dossier.sections.comparison import comparison, comparison_in_short
from statusquo.dossier.sections.headline import contested, headline, summary
from statusquo.dossier.sections.risk import risk, risk_in_short
from statusquo.dossier.sections.settlement import settlement, settlement_sources
from statusquo.dossier.sections.structure import how_it_compares
from statusquo.dossier.sections.ties import who_stood_with_whom
from statusquo.dossier.sections.what_happened import what_happened
from statusquo.dossier.sections.where import where
from statusquo.dossier.sides import sides_of, spending_ratio
from statusquo.dossier.timecharts import TimeFrame
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

_FIRST_YEAR = 1946


def assemble_dossier(case: Case, snapshot: Snapshot, *, built_on: dt.date | None = None) -> Dossier:
    """Return the dossier of a dispute, computed from the case and the snapshot alone.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        built_on: the date printed on the page; today by default.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    episodes, years = fighting_over(case, snapshot)
    elsewhere = fighting_elsewhere(case, snapshot)
    frame = time_frame(case, ground_years(snapshot, *case.ids.ucdp_conflict), snapshot.last_year)
    measures = Measures(case, snapshot)
    # Checking every chart object against Vega-Lite's schema as it is made takes half of the time a dossier has; the
    # tests check the finished specifications instead.
    with debug_mode(False):
        sections: list[Section | None] = [
            headline(case, episodes),
            where(measures),
            what_happened(case, episodes, years, frame, snapshot, elsewhere),
            balances(measures, frame),
            arms(case, snapshot, frame),
            who_stood_with_whom(case, snapshot, frame),
            risk(case, snapshot, frame),
            bargaining(case, snapshot, frame),
            how_it_compares(measures),
            comparison(case, snapshot),
            claims(measures),
            settlement(case),
            contested(case),
        ]
    present = tuple(section for section in sections if section is not None)
    cited = references(case, present, snapshot, also=case.status_source, works=settlement_sources(case))
    used = [item.id for item in cited if item.id in ORIGINS]
    quoted = [text for text in (risk_in_short(case, snapshot), comparison_in_short(case)) if text]
    return Dossier(
        case=case,
        subtitle=_subtitle(case),
        names=_names(case),
        summary=summary(
            case, episodes, years, _ratio(case, snapshot, frame), sides_of(case, snapshot), elsewhere, quoted=quoted
        ),
        sections=present,
        references=cited,
        data_versions=tuple(snapshot.origin(name).short_name for name in used),
        built_on=f"{built_on or dt.date.today():%-d %B %Y}",
        version=__version__,
        notices=_notices(case),
    )


def time_frame(case: Case, years: pl.DataFrame, last_of_data: int) -> TimeFrame:
    """Return the years of the page's time charts: all active years, phases and key events, no earlier than 1946.

    Args:
        case: the dispute.
        years: the years of fighting on its ground, under its own numbers or a successor's.
        last_of_data: the last year of the record of conflict.
    """
    dates = [
        *(p.start.year for p in case.phase),
        *(e.date.year for e in case.event if e.is_key),
        *(p.date.year for p in case.proposal),
    ]
    ends = [p.end.year for p in case.phase if p.end]
    active = years["year"].to_list()
    return TimeFrame(
        first=max(min([*active, *dates]) - 1, _FIRST_YEAR),
        last=max([last_of_data, *active, *dates, *ends]),
        active=years.select("year", "intensity"),
    )


def _ratio(case: Case, snapshot: Snapshot, frame: TimeFrame) -> pl.DataFrame | None:
    sides = sides_of(case, snapshot)
    if sides is None:
        return None
    spending = snapshot.table("spending").filter(pl.col("year").is_between(frame.first, frame.last))
    return spending_ratio(spending, sides[0].gwno, sides[1].gwno)


def _subtitle(case: Case) -> str:
    def with_patrons(names: list[str], patrons: list[str]) -> str:
        return listed(names) + (f", backed by {listed(patrons)}" if patrons else "")

    parents, separatists = case.parents(), case.separatists()
    behind_parent: list[str] = []
    behind_separatist: list[str] = []
    for actor in case.actor:
        for role in actor.role:
            if role.role == "patron" and actor not in (*parents, *separatists):
                side = (
                    behind_parent
                    if role.toward in {p.id for p in parents}
                    else behind_separatist
                    if role.toward in {s.id for s in separatists}
                    else None
                )
                if side is not None:
                    side.append(f"{in_sentence(actor.name)}{_role_years(role)}")
    if claimants := case.claimants():
        names = listed([actor.name for actor in claimants])
        between = "A dispute between states" if all(a.kind == "state" for a in claimants) else "A dispute"
        return f"{between}, with the claimants {names}; the order in which they stand says nothing."
    parent = with_patrons([a.name for a in parents], behind_parent)
    separatist = with_patrons([_with_groups(case, actor) for actor in separatists], behind_separatist)
    return f"Parent side: {parent}. Separatist side: {separatist}."


def _role_years(role: Role) -> str:
    """Return when a role was held, in brackets, so that a patron of the past does not read as one of today."""
    if role.start is None:
        return "" if role.end is None else f" (to {role.end.year})"
    if role.end is None:
        return f" (since {role.start.year})"
    return f" ({span(role.start.year, role.end.year)})"


def _with_groups(case: Case, side: Actor) -> str:
    """Return a side's name, or its groups with the years in which they fought where it is several."""
    groups = [
        f"{actor.name} ({span(role.start.year, role.end.year)})"
        for actor in case.groups_of(side)
        for role in actor.role
        if role.role == "group" and role.start and role.end
    ]
    return listed(groups) if groups else in_sentence(side.name)


def _names(case: Case) -> tuple[tuple[str, str, str], ...]:
    names = []
    for name in case.territory.name:
        users = listed([case.actor_by_id(user).name for user in name.used_by])
        names.append((name.text, name.language, f"{language_name(name.language)}{f', {users}' if users else ''}"))
    return tuple(names)


def language_name(tag: str) -> str:
    """Return the English name of a language tag's primary language, or the tag where it is not a common one here."""
    common = {
        "en": "English",
        "hy": "Armenian",
        "az": "Azerbaijani",
        "ru": "Russian",
        "tr": "Turkish",
        "ka": "Georgian",
        "fr": "French",
        "es": "Spanish",
        "ar": "Arabic",
        "ro": "Romanian",
        "sq": "Albanian",
        "sr": "Serbian",
        "uk": "Ukrainian",
        "ab": "Abkhaz",
        "os": "Ossetian",
        "gag": "Gagauz",
        "ce": "Chechen",
        "crh": "Crimean Tatar",
        "hr": "Croatian",
        "bs": "Bosnian",
        "el": "Greek",
        "de": "German",
        "it": "Italian",
        "sv": "Swedish",
        "fi": "Finnish",
        "id": "Indonesian",
        "ace": "Acehnese",
        "pt": "Portuguese",
        "tet": "Tetum",
        "tpi": "Tok Pisin",
        "ti": "Tigrinya",
        "am": "Amharic",
        "so": "Somali",
        "ta": "Tamil",
        "si": "Sinhala",
        "ckb": "Kurdish",
        "ig": "Igbo",
        "ca": "Catalan",
        "gd": "Scottish Gaelic",
        "sco": "Scots",
        "ur": "Urdu",
        "ks": "Kashmiri",
        "hi": "Hindi",
        "fil": "Filipino",
        "bn": "Bengali",
        "mul": "data sets",
        "und": "data sets",
    }
    return common.get(tag.split("-")[0], tag)


def _notices(case: Case) -> tuple[str, ...]:
    if case.origin != "derived":
        return ()
    ids = spans(list(case.ids.ucdp_conflict))
    fuller = bundled_case_of_conflict(case.ids.ucdp_conflict[0])
    more = (
        f"a fuller page has the case file of the same dispute: statusquo dossier {fuller}"
        if fuller
        else "no one has yet written a case file for it"
    )
    return (f"This page is drawn from data sets alone (UCDP conflict {ids}); {more}.",)
