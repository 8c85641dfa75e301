"""Puts a dossier together: asks each section in turn, and lists what they used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from altair.utils.schemapi import debug_mode

from statusquo.cases.model import Case
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Dossier, Section
from statusquo.dossier.references import references
from statusquo.dossier.sections.arms import arms
from statusquo.dossier.sections.balances import balances
from statusquo.dossier.sections.bargaining import bargaining
from statusquo.dossier.sections.claims import claims
from statusquo.dossier.sections.comparison import comparison, similar_ends
from statusquo.dossier.sections.headline import contested, headline
from statusquo.dossier.sections.risk import risk, risk_in_short
from statusquo.dossier.sections.settlement import settlement, settlement_sources
from statusquo.dossier.sections.structure import how_it_compares
from statusquo.dossier.sections.ties import who_stood_with_whom
from statusquo.dossier.sections.what_happened import what_happened
from statusquo.dossier.sections.where import where
from statusquo.dossier.title_block import names_of, notices, subtitle, summary
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

SECTIONS: tuple[Callable[[Context], Section | None], ...] = (
    headline,
    where,
    what_happened,
    balances,
    arms,
    who_stood_with_whom,
    risk,
    bargaining,
    how_it_compares,
    comparison,
    claims,
    settlement,
    contested,
)
"""The sections of a page in their order; one that has nothing to say of a dispute is left out."""


def assemble_dossier(case: Case, snapshot: Snapshot, *, built_on: dt.date | None = None) -> Dossier:
    """Return the dossier of a dispute, computed from the case and the snapshot alone.

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
        present = tuple(made for section in SECTIONS if (made := section(context)) is not None)
    cited = references(case, present, snapshot, also=case.status_source, works=settlement_sources(context))
    in_short = (
        risk_in_short(context.path) if context.path is not None else None,
        similar_ends(context.neighbours, context.structure) if context.neighbours else None,
    )
    return Dossier(
        case=case,
        subtitle=subtitle(case),
        names=names_of(case),
        summary=summary(context, [text for text in in_short if text]),
        sections=present,
        references=cited,
        data_versions=tuple(snapshot.origin(item.id).short_name for item in cited if item.id in ORIGINS),
        built_on=f"{built_on or dt.date.today():%-d %B %Y}",
        version=__version__,
        notices=notices(case),
    )
