"""The page on what holds across disputes: associations and configurations, which are the same for each of them."""

from __future__ import annotations

import datetime as dt

from altair.utils.schemapi import debug_mode

from statusquo.comparison.coded_distances import coded_structure
from statusquo.core.wording import counted, day_in_words
from statusquo.dossier.parts import ComparisonPage
from statusquo.dossier.references import origin_reference
from statusquo.dossier.sections.associations import associations
from statusquo.dossier.sections.configurations import configurations
from statusquo.snapshot.store import Snapshot
from statusquo.version import __version__


def assemble_comparison(snapshot: Snapshot, *, built_on: dt.date | None = None) -> ComparisonPage:
    """Return the page on what holds across disputes.

    Args:
        snapshot: the open snapshot.
        built_on: the date printed on the page; today by default.

    Raises:
        ArtefactError: when the comparison was never fitted.
    """
    structure = coded_structure()
    with debug_mode(False):  # the tests check the finished specifications instead
        sections = (associations(snapshot), configurations(structure.titles))
    used = dict.fromkeys(source for section in sections for figure in section.figures for source in figure.sources)
    references = tuple(origin_reference(snapshot, source, number) for number, source in enumerate(used, 1))
    return ComparisonPage(
        finding=(
            f"What goes with what across disputes is the same whichever of them one reads on. The "
            f"{counted(len(structure.cases), 'coded case')} and the movements behind it depend on each other, and no "
            "association here is an effect."
        ),
        sections=sections,
        references=references,
        data_versions=tuple(snapshot.origin(reference.id).short_name for reference in references),
        built_on=day_in_words(built_on or dt.date.today()),
        version=__version__,
    )
