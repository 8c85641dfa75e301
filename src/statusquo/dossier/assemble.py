"""Puts a dossier together: asks each section in turn, and lists what they used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from altair.utils.schemapi import debug_mode

from statusquo.cases.model import Case
from statusquo.core.wording import day_in_words
from statusquo.dossier.context import Context
from statusquo.dossier.first_screen import first_screen, screen_sources
from statusquo.dossier.parts import Dossier, Section
from statusquo.dossier.references import references
from statusquo.dossier.sections.balances import balances
from statusquo.dossier.sections.bargaining import bargaining
from statusquo.dossier.sections.claims import claims
from statusquo.dossier.sections.comparison import comparison
from statusquo.dossier.sections.headline import contested
from statusquo.dossier.sections.risk import risk
from statusquo.dossier.sections.settlement import settlement, settlement_sources
from statusquo.dossier.sections.sides import sides
from statusquo.dossier.sections.structure import how_it_compares
from statusquo.dossier.sections.what_happened import what_happened
from statusquo.dossier.sections.where import where
from statusquo.dossier.worth_drawing import with_what_is_worth_drawing
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

SECTIONS: tuple[tuple[Callable[[Context], Section | None], str], ...] = (
    (what_happened, ""),
    (sides, ""),
    (balances, "the balances (nothing of this dispute to draw)"),
    (risk, "the risk (never at risk in the data)"),
    (bargaining, "the bargaining game (not calibrated)"),
    (settlement, "settlement (no terms written down)"),
    (claims, "explanations (no claim applies)"),
    (how_it_compares, "its structure (nothing to compare)"),
    (comparison, "nearest cases (not coded)"),
    (contested, "contested figures (none has a rival)"),
)
"""The sections after the first screen in order, each with what is said where there is none."""


def assemble_dossier(case: Case, snapshot: Snapshot, *, built_on: dt.date | None = None) -> Dossier:
    """Return the dossier on a case, computed from it and the snapshot alone.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        built_on: the date printed on the page; today by default.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    context = Context(case, snapshot)
    # Checking every chart object against Vega-Lite's schema as it is made takes half of the time a dossier has; the
    # tests check the finished specifications instead.
    with debug_mode(False):
        on_map = where(context)
        found = [(section(context), why) for section, why in SECTIONS]
    made = [(None if section is None else with_what_is_worth_drawing(section), why) for section, why in found]
    present = tuple(section for section, _ in made if section is not None)
    left_out = [] if on_map is not None else ["the map (no outline is at hand)"]
    for section, why in made:
        left_out += [why] if section is None else section.left_out
    shown = present if on_map is None else (on_map, *present)
    screen = first_screen(context)
    cited = references(
        case,
        shown,
        snapshot,
        also=[*case.status_source, *screen_sources(context.answer)],
        works=settlement_sources(context),
    )
    return Dossier(
        case=case,
        answer=context.answer,
        screen=screen,
        where=on_map,
        sections=present,
        left_out=tuple(left_out),
        references=cited,
        data_versions=tuple(snapshot.origin(item.id).short_name for item in cited if item.id in ORIGINS),
        built_on=day_in_words(built_on or dt.date.today()),
        version=__version__,
    )
