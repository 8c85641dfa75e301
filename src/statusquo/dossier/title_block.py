"""The block under a page's title: who the sides are, the territory's names, and what the computed sentences say.

Every sentence is made from the readings that the sections below tell at length.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import polars as pl

from statusquo.cases.load import bundled_case_of_conflict
from statusquo.cases.model import Actor, Case, Role
from statusquo.core.wording import counted, in_sentence, listed, sentence, significant, span, spans
from statusquo.dossier.context import Context
from statusquo.dossier.fighting import Elsewhere
from statusquo.dossier.sections.headline import contested_finding, rival_keys
from statusquo.dossier.sides import Side, turning_points

_UCDP_BEGINS = 1946
"""The first year of UCDP's record."""


def subtitle(case: Case) -> str:
    """Return who stands on which side, with whoever backs it."""
    if claimants := case.claimants():
        names = listed([actor.name for actor in claimants])
        between = "A dispute between states" if all(a.kind == "state" for a in claimants) else "A dispute"
        return f"{between}, with the claimants {names}; the order in which they stand says nothing."
    parents, separatists = case.parents(), case.separatists()
    outside = [actor for actor in case.actor if actor not in (*parents, *separatists)]

    def with_patrons(names: list[str], side: Sequence[Actor]) -> str:
        patrons = [
            f"{in_sentence(actor.name)}{_role_years(role)}"
            for actor in outside
            for role in actor.role
            if role.role == "patron" and role.toward in {each.id for each in side}
        ]
        return listed(names) + (f", backed by {listed(patrons)}" if patrons else "")

    parent = with_patrons([actor.name for actor in parents], parents)
    separatist = with_patrons([_with_groups(case, actor) for actor in separatists], separatists)
    return f"Parent side: {parent}. Separatist side: {separatist}."


def names_of(case: Case) -> tuple[tuple[str, str, str], ...]:
    """Return the territory's names, each with its language's tag and with its language and users in words."""
    names = []
    for name in case.territory.name:
        users = listed([case.actor_by_id(user).name for user in name.used_by])
        names.append((name.text, name.language, f"{_language(name.language)}{f', {users}' if users else ''}"))
    return tuple(names)


def notices(case: Case) -> tuple[str, ...]:
    """Return what a reader must know before all else: that the page has no case file, where it has none."""
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


def summary(context: Context, quoted: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the computed sentences of the title block.

    What holds, what it cost, what changed, how likely renewed war is, what the comparison says, what is contested.

    Args:
        context: the dispute's readings.
        quoted: the sentences on risk and on the comparison, as their sections make them.
    """
    case, sides, ratio = context.case, context.sides, context.ratio
    sentences = []
    if case.origin != "derived" and case.holding:
        sentences.append(_holding_sentence(case))
    if case.status_today:
        sentences.append(case.status_today)
    sentences.append(_cost_sentence(context.episodes, context.years, context.elsewhere))
    if uncounted := _wars_elsewhere(case, context.years):
        sentences.append(uncounted)
    if sides is not None and ratio is not None and ratio.height:
        sentences.append(_change_sentence(sides, ratio))
    sentences += quoted
    if case.fact and rival_keys(case):
        sentences.append(contested_finding(case))
    return tuple(sentences)


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


def _language(tag: str) -> str:
    """Return the English name of a language tag's primary language, or the tag where it is not a common one here."""
    return _languages().get(tag.split("-")[0], tag)


@cache
def _languages() -> dict[str, str]:
    return tomllib.loads(files("statusquo.dossier").joinpath("page_files", "languages.toml").read_text("utf-8"))


def _holding_sentence(case: Case) -> str:
    last = case.holding[-1]
    name = in_sentence(case.actor_by_id(last.holder).name)
    # The first holding begins with the record of the dispute; who held the land before is not said by it.
    since = (
        f"throughout the dispute, coded from {last.start.long_text}"
        if len(case.holding) == 1
        else f"since {last.start.long_text}"
    )
    land = "the whole claimed territory" if last.share_pct == 100 else "most of the claimed territory"
    # In the passive, since the name of a side may be one or many.
    text = (
        f"{land} has been held by {name} {since}"
        if last.end is None
        else f"{land} was held by {name} until {last.end.long_text}"
    )
    before = [h for h in case.holding[:-1] if h.holder != last.holder and h.end]
    if before:
        first, final = before[0], before[-1]
        start = "" if first is case.holding[0] else f", from {first.start.long_text}"
        end = final.end.long_text if final.end else "then"
        text += (
            f"; before that it was held by {in_sentence(case.actor_by_id(first.holder).name)}{start or ','} to {end}"
        )
    return sentence(text)


def _wars_elsewhere(case: Case, years: pl.DataFrame) -> str | None:
    """Say which wars of the case file have no year in UCDP's record of the dispute; None where each has one."""
    active = set(years["year"].to_list())
    told = [
        f"{phase.name} ({span(phase.start.year, phase.end.year)})"
        for phase in case.phase
        if phase.kind == "war"
        and phase.end is not None
        and phase.end.year >= _UCDP_BEGINS
        and not active & set(range(phase.start.year, phase.end.year + 1))
    ]
    if not told:
        return None
    which = "this war" if len(told) == 1 else "these wars"
    return sentence(
        f"UCDP’s record of the dispute has no year of {which} that the case file tells: {listed(told)}; what it counts "
        "as a war over the government, between other sides or below 25 battle deaths a year is not in that record"
    )


def _cost_sentence(episodes: pl.DataFrame, years: pl.DataFrame, elsewhere: Sequence[Elsewhere]) -> str:
    if years.is_empty():
        return sentence("UCDP records no calendar year with 25 battle deaths over it since 1946")
    first, last = min(years["year"].to_list()), max(years["year"].to_list())
    wars = years.filter(pl.col("intensity") == "war").height
    text = (
        f"Fighting crossed 25 battle deaths in {counted(years.height, 'calendar year')} between {first} and "
        f"{last}, in {counted(episodes.height, 'episode')}"
        if first != last
        else f"Fighting crossed 25 battle deaths in one calendar year, {first}"
    )
    text += f", and 1,000 in {counted(wars, 'year')}" if wars else ", and never 1,000 in a year"
    if elsewhere:
        text += ", under the numbers that UCDP gives this dispute alone"
    return " ".join(sentence(each) for each in (text, *(other.text for other in elsewhere)))


def _change_sentence(sides: tuple[Side, Side], ratio: pl.DataFrame) -> str:
    over, under = (in_sentence(side.actor.name) for side in sides)
    run = listed([f"{significant(value)} in {year}{mark}" for year, value, mark in turning_points(ratio)])
    return sentence(f"The ratio of military budgets, {over} over {under}, was {run}")
