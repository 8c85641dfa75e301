"""How it compares: the nearest coded cases and how they ended, base rates, estimates of the two links, configurations.

Nothing is fitted here: estimates and tests are the artefacts', and without them their part of the section is absent.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from statusquo.comparison.base_rates import BaseRate, base_rates
from statusquo.comparison.coded_distances import CodedStructure
from statusquo.comparison.estimates import Fitted, Term, fitted_models
from statusquo.comparison.nearest import Pair, Trait
from statusquo.core.estimates import Estimate, Series
from statusquo.core.wording import counted, listed, ranged, sentence, significant
from statusquo.dossier.comparison_charts import coefficient_figure
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Block, Cell, Section, Table, cell
from statusquo.dossier.sections.configurations import CAVEATS as CONFIGURATION_CAVEATS
from statusquo.dossier.sections.configurations import configurations
from statusquo.panels.movement_year import FIRST_YEAR, LAST_YEAR, movement_years

NEAREST_SHOWN = 6
MOST_TOLD = 2
"""Associations named in the finding, for each link; the charts hold all."""

FROM_STRUCTURE = ("autonomy-granted", "autonomy-revoked", "fighting-begins", "coded-war")
TO_OUTCOME = ("control-attained", "independence", "coded-attained", "coded-kept", "coded-recognised")
"""The models that are drawn, by link."""

CAVEATS = (
    "The nearest cases are nearest in what is coded before or at the outset, with stated weights; the range beside a "
    "distance is what missing traits leave open, not a sampling error. Being alike explains nothing by itself.",
    "The coded cases are prominent and depend on each other: several came out of one dissolution, several have one "
    "patron. Their shares are no base rates; those of the movements are.",
    "In the movement-years the parent’s resistance is autonomy, access to power and fighting, by EPR and UCDP. "
    "Concessions and restrictions short of that are coded in SDM 2.0, which a file of your own can add to the panel.",
    "Associations are no effects: what makes a parent resist may also decide the outcome, and who began a fight is not "
    "coded. Fourteen Soviet and four Yugoslav movements became states in 1991 and 1992: few states carry many events.",
)


def comparison(context: Context) -> Section | None:
    """Return the section, None for a case whose structure is not coded."""
    structure, pairs = context.structure, context.neighbours
    if not pairs:
        return None
    rates = base_rates(movement_years(context.snapshot).frame)
    models = fitted_models()
    blocks: list[Block] = [nearest_table(pairs[:NEAREST_SHOWN], structure)]
    for link, wanted, explained in (
        ("structure", FROM_STRUCTURE, "the parent’s resistance"),
        ("outcome", TO_OUTCOME, "the outcome"),
    ):
        drawn = tuple(model for model in models if model.id in wanted)
        figure = coefficient_figure(drawn, f"comparison-{link}", f"What goes with {explained}, odds ratios")
        blocks.append(replace(figure, finding=link_finding(drawn, explained)))
    configured = configurations(context.case.id, structure.titles)
    blocks += [models_table(models), *configured.blocks]
    numbers: dict[str, Estimate | Series] = {
        **{f"distance_{pair.second}": pair.distance.estimate for pair in pairs[:NEAREST_SHOWN]},
        **{f"base_rate_{name}": rate.share for name, rate in rates.items()},
        **{
            f"log_odds_{model.id}_{term.name}": term.estimate
            for model in models
            if model.id in (*FROM_STRUCTURE, *TO_OUTCOME)
            for term in model.terms
        },
        **configured.numbers,
    }
    return Section(
        "comparison",
        "How did similar attempts end?",
        finding(pairs, structure, rates),
        tuple(blocks),
        (*CAVEATS, *CONFIGURATION_CAVEATS),
        numbers,
    )


def finding(pairs: Sequence[Pair], structure: CodedStructure, rates: Mapping[str, BaseRate]) -> str:
    """Return the section's sentences, made from the distances and the base rates.

    Args:
        pairs: the other coded cases, nearest first.
        structure: titles and outcomes of the coded cases.
        rates: from `comparison.base_rates`.
    """
    first, own = pairs[0], pairs[0].first
    distance = first.distance.estimate
    missing = _range(distance)
    people = f" ({_people(own, structure)})" if _people(own, structure) else ""
    gap = f", {missing} with what is missing" if missing else ""
    told = [
        f"Of {counted(len(pairs), 'other coded case')} the nearest in structure is {structure.titles[first.second]} "
        f"(distance {distance.value:.2f} on a scale of 0 to 1{gap}), which stands as "
        f"“{_outcome(first.second, structure)}”, where this case stands as “{_outcome(own, structure)}”{people}"
    ]
    near = [pair.second for pair in pairs[:NEAREST_SHOWN]]
    attained = [name for name in near if structure.attained[name]]
    kept = counted(len([name for name in attained if structure.kept[name]]), "of them", "of them")
    told.append(
        f"Of the {counted(len(near), 'nearest', 'nearest')}, {counted(len(attained), 'case')} attained control of the "
        f"claimed territory and {kept} kept it to the date of the coding"
    )
    independent, granted = rates["independence"], rates["autonomy"]
    told.append(
        f"Among {independent.n_all} movements of {FIRST_YEAR}–{LAST_YEAR}, {independent.n} became independent "
        f"({_percent(independent.share)}), from only {independent.n_states} parent states, and {granted.n} were "
        f"granted autonomy ({_percent(granted.share)})"
    )
    return " ".join(sentence(text) for text in told)


def similar_ends(pairs: Sequence[Pair], structure: CodedStructure) -> str:
    """Return the sentence on how the nearest cases ended or stand."""
    near = [pair.second for pair in pairs[:NEAREST_SHOWN]]
    ends = Counter(_outcome(name, structure) for name in near)
    run = listed([f"“{outcome}” ({n})" for outcome, n in sorted(ends.items(), key=lambda item: (-item[1], item[0]))])
    names = listed([structure.titles[name] for name in near])
    return sentence(f"The {counted(len(near), 'coded case')} nearest to it in structure, {names}, stand as {run}")


def nearest_table(pairs: Sequence[Pair], structure: CodedStructure) -> Table:
    """Return the table of the nearest cases with distances and outcomes."""
    weights = {trait.name: trait for trait in structure.traits}
    rows: list[tuple[Cell, ...]] = []
    for pair in pairs:
        estimate = pair.distance.estimate
        rows.append(
            (
                cell(structure.titles[pair.second]),
                cell(f"{estimate.value:.2f}", _range(estimate)),
                cell(_apart(pair, weights)),
                cell(_outcome(pair.second, structure), _people(pair.second, structure)),
            )
        )
    traits = listed([f"{_words(trait.name)} ({trait.weight:g})" for trait in structure.traits])
    return Table(
        "nearest-cases",
        "The nearest coded cases",
        ("case", "distance", "most unlike in", "how it ended or stands"),
        tuple(rows),
        numeric=("distance",),
        note=f"Gower’s distance over what is coded before or at the outset, with weights: {traits}. The range is what "
        "missing traits leave open.",
    )


def models_table(models: Sequence[Fitted]) -> Table:
    """Return the folded table that says of each model its rows, measure and what one left-out case does."""
    rows: list[tuple[Cell, ...]] = []
    for model in models:
        fragile = [term.meaning for term in model.terms if term.is_fragile]
        rows.append(
            (
                cell(f"{model.outcome}", model.link),
                cell(f"{model.at_risk}; {model.n:,} rows, {model.n_events} events, {model.n_clusters} states"),
                cell(model.measure, model.method),
                cell(listed(fragile) or "none", "plain estimates are infinite here" if model.is_separated else ""),
            )
        )
    return Table(
        "comparison-models",
        "The models: rows, measures, and which signs one left-out case turns",
        ("outcome", "rows", "what stands behind resistance", "signs that turn without one case, state or movement"),
        tuple(rows),
        is_folded=True,
    )


def link_finding(models: Sequence[Fitted], explained: str) -> str:
    """Return what the estimates of one link can tell from nothing.

    Args:
        models: the link's models.
        explained: what they explain, in words.
    """
    terms = [(model, term) for model in models for term in model.terms]
    sure = [(model, term) for model, term in terms if term.is_told_from_zero and not term.is_fragile]
    clearest = sorted(sure, key=lambda pair: -_clarity(pair[1]))[:MOST_TOLD]
    found = [f"{term.meaning} with “{model.outcome}” (odds ratio {_ratio(term.estimate)})" for model, term in clearest]
    which = "the clearest being " if len(sure) > len(found) else ""
    return sentence(
        f"Of the {len(terms)} associations with {explained} {len(sure) or 'none'} can be told from "
        f"none{f', {which}' if which else ': ' if found else ''}{listed(found)}"
    )


def _ratio(estimate: Estimate) -> str:
    value, low, high = (math.exp(x) for x in (estimate.value, estimate.low, estimate.high) if x is not None)
    return f"{significant(value)}, {significant(low)}–{significant(high)}"


def _clarity(term: Term) -> float:
    """Return by how many of its half-widths an estimate lies off zero."""
    low, high = term.estimate.low, term.estimate.high
    if low is None or high is None or high == low:
        return 0.0
    return abs(low + high) / (high - low)


def _range(estimate: Estimate) -> str:
    """Return the range that missing traits leave open; nothing where none is missing."""
    if estimate.low is None or estimate.high is None or estimate.high - estimate.low < 0.005:
        return ""
    return ranged(estimate.low, estimate.high)


def _people(case: str, structure: CodedStructure) -> str:
    return "a large part of some side fled or was expelled" if structure.fled[case] else ""


def _percent(share: Estimate) -> str:
    return f"{share.value:.0f} %, {share.low:.0f}–{share.high:.0f}"


def _outcome(case: str, structure: CodedStructure) -> str:
    return structure.outcomes[case] or "outcome not coded"


def _apart(pair: Pair, traits: Mapping[str, Trait]) -> str:
    weighed = sorted(pair.distance.parts.items(), key=lambda item: (-item[1] * traits[item[0]].weight, item[0]))
    return ", ".join(_words(name) for name, part in weighed[:3] if part > 0) or "nothing"


def _words(name: str) -> str:
    shorter = {
        "area_share_of_parent_pct": "share of the parent’s land",
        "group_share_of_parent_pct": "share of the parent’s people",
        "group_share_in_territory_pre_pct": "group’s share in the territory",
        "distance_to_parent_capital_km": "distance to the parent’s capital",
        "regime_polyarchy": "parent’s democracy",
        "uti_possidetis_favours": "law on borders",
        "highest_prior_status": "highest earlier status",
        "prior_statehood": "earlier statehood",
        "borders_kin_or_patron": "border with kin or patron",
    }
    return shorter.get(name, name.replace("_", " "))
