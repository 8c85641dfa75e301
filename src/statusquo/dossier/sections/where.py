"""Where it is: the territory, its districts, neighbours and places on one map, and a locator.

Shapes are Natural Earth's, composed as the case file says; areas are geodesic on WGS84. What is an approximation is
said to be one, with its error against the published area.
"""

from __future__ import annotations

from statusquo.cases.model import Case
from statusquo.core.names import all_of, the
from statusquo.core.wording import counted, sentence, significant, whole
from statusquo.dossier.context import Context
from statusquo.dossier.extent import Extent, extent_of, ground_of
from statusquo.dossier.numbers import extent_numbers
from statusquo.dossier.parts import Section
from statusquo.dossier.territory_map import locator_figure, territory_figure
from statusquo.structure.denominators import parent_of_the_share
from statusquo.structure.factors import Factor


def where(context: Context) -> Section | None:
    """Return the section, None when neither the territory nor the parent state has a shape."""
    case, snapshot = context.case, context.snapshot
    ground = ground_of(case, snapshot)
    if ground.claimed is None and ground.parent is None:
        return None
    extent = extent_of(case, ground)
    share = context.measures.factors["area_share"]
    sentence_on_it = finding(case, extent, share)
    main = territory_figure(case, snapshot, ground, extent, sentence_on_it)
    figures = [main, locator_figure(case, snapshot, ground, main.id)] if ground.claimed is not None else [main]
    return Section(
        "where", "Where is it?", sentence_on_it, tuple(figures), _caveats(case, share), extent_numbers(extent)
    )


def finding(case: Case, extent: Extent, share: Factor) -> str:
    """Return the section's sentence, made from the measured areas and the share as it is told everywhere."""
    if extent.claimed is None:
        parent = all_of(actor.name for actor in case.parents())
        return sentence(f"No outline of the claimed territory is at hand; the map shows the parent state, {parent}")
    text = f"The claimed territory as drawn here covers {whole(extent.claimed)} km²"
    if extent.error_pct is not None and abs(extent.error_pct) >= 1:
        side = "below" if extent.error_pct < 0 else "above"
        text += (
            f", {whole(abs(extent.error_pct))} % {side} the published {whole(extent.reference or 0)} km² because "
            "it is an approximation"
        )
    told = [text]
    if share.estimate.value is not None:
        state = the(parent_of_the_share(case))
        own = significant(100 * share.estimate.value)
        rest = next((r.estimate.value for r in share.rivals if r.basis == "another denominator"), None)
        other = "" if rest is None else significant(100 * rest)
        beside = f", or as much as {other} % of the rest" if other not in ("", own) else ""
        told.append(f"it is {own} % of the area of {state}, counted with it{beside}")
    if extent.held and extent.held > extent.claimed * 1.05:
        told.append(
            f"at its widest the land held by the separatist side, as drawn, reached {whole(extent.held)} km², "
            f"{significant(extent.held / extent.claimed)} times the claim as drawn"
        )
    return " ".join(sentence(each) for each in told)


def _caveats(case: Case, share: Factor) -> tuple[str, ...]:
    shape = case.territory.shape
    caveats = [
        note
        for note in (
            shape.approximation if shape else None,
            case.territory.held.approximation if case.territory.held else None,
            *(line.approximation for line in case.territory.line),
        )
        if note
    ]
    if shape and len(shape.include) > 1:
        caveats.append(
            f"The outline is put together from {counted(len(shape.include), 'part')} whose borders may "
            "differ from the claim."
        )
    if shape and shape.file:
        caveats.append(f"The outline is the one in {shape.file}, beside the case file.")
    if share.text:
        caveats.append(f"Share of the area. {share.text}")
    caveats.append("Natural Earth draws control on the ground, not title; a border on this map takes no side.")
    return tuple(caveats)
