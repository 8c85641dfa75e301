"""The evidence bundle: everything a dossier rests on as one document, for programs; `evidence_text` is for readers.

The answer as `statusquo show --json` prints it, then each section with its finding and numbers, and each figure's rows
with what their numbers are and which kind of interval stands around them; the sources with their ages; how to cite.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from statusquo.core.errors import UnknownNameError
from statusquo.core.estimates import Interval
from statusquo.core.jsonable import plain
from statusquo.dossier.parts import Block, Dossier, Figure, Reference
from statusquo.snapshot.ages import age_in_words


class Shown(NamedTuple):
    """What the numbers of a figure are."""

    unit: str
    interval: Interval | None = None


_PERCENT_OF_GAMES = Shown("percent", "draws95")
_RATIO_OF_SIDES = Shown("ratio", "draws95")
_SHOWN: Mapping[str, Shown] = {
    "territory-map": Shown("km2"),
    "locator": Shown("degrees; km"),
    "timeline": Shown("date"),
    "battle-deaths": Shown("battle deaths a year", "source-range"),
    "military-balance": _RATIO_OF_SIDES,
    "regional-balance": _RATIO_OF_SIDES,
    "regional-balance-named": _RATIO_OF_SIDES,
    "veto-power": Shown("percent of the arms delivered in ten years"),
    "inertia": Shown("years"),
    "spending": Shown("million US dollars at constant prices"),
    "suppliers": Shown("million TIV a year"),
    "categories": Shown("million TIV a year"),
    "ties-by-state": Shown("years; percent of arms imported"),
    "votes": Shown("ideal point"),
    "risk-path": Shown("percent a year", "credible95"),
    "risk-account": Shown("log odds", "credible95"),
    "bargaining-along-record": _PERCENT_OF_GAMES,
    "bargaining-offers": _PERCENT_OF_GAMES,
    "bargaining-control": _PERCENT_OF_GAMES,
    "bargaining-scenarios": _PERCENT_OF_GAMES,
    "zone-of-agreement": Shown("probability"),
    "record-of-proposals": Shown("probability", "draws95"),
    "structure-percentiles": Shown("percentile", "range"),
}
"""What each figure's numbers are, by its id, and what stands around them; the title says the rest."""

_OF_THE_PAGE = frozenset({"spec", "height_px", "aspect", "inset", "totals", "is_folded", "data"})
"""What a figure holds for the page alone."""


def shown_in(figure: Figure) -> Shown:
    """Return what the numbers of a figure are.

    Raises:
        UnknownNameError: when nobody has said it.
    """
    if figure.id not in _SHOWN:
        raise UnknownNameError("figure", figure.id, _SHOWN)
    return _SHOWN[figure.id]


def evidence(dossier: Dossier) -> dict[str, Any]:
    """Return a dossier's evidence as plain JSON values.

    Args:
        dossier: the dossier.
    """
    return {
        "dispute": dossier.id,
        "title": dossier.screen.title,
        "answer": dossier.answer.to_json(),
        "sections": [
            {
                "id": section.id,
                "heading": section.heading,
                "finding": section.finding,
                "numbers": plain(section.numbers),
                "blocks": [_block(block) for block in section.blocks],
                "caveats": list(section.caveats),
            }
            for section in dossier.all_sections
        ],
        "left_out": list(dossier.left_out),
        "sources": [_source(reference, dossier.answer.data.built) for reference in dossier.references],
        "cite_as": cite_as(dossier),
    }


def cite_as(dossier: Dossier) -> str:
    """Return how the dossier is cited."""
    data = f", from {'; '.join(dossier.data_versions)}" if dossier.data_versions else ""
    return f"statusquo {dossier.version}, “{dossier.screen.title}”, built {dossier.built_on}{data}."


def age_of(reference: Reference, today: dt.date) -> str:
    """Return how long ago a data set ends, in words; empty for a work and for data without a date."""
    return "" if reference.last_year is None else age_in_words(dt.date(reference.last_year, 12, 31), today)


def _block(block: Block) -> dict[str, Any]:
    if not isinstance(block, Figure):
        return {"kind": block.kind, **{name: value for name, value in plain(block).items() if name != "is_folded"}}
    told = {each.name: plain(getattr(block, each.name)) for each in fields(block) if each.name not in _OF_THE_PAGE}
    shown = shown_in(block)
    return {"kind": block.kind, **told, "unit": shown.unit, "interval": shown.interval, "rows": plain(block.data)}


def _source(reference: Reference, today: dt.date) -> dict[str, Any]:
    told: dict[str, Any] = plain(reference)
    return {**told, "age": age_of(reference, today)}
