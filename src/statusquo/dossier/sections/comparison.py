"""How similar attempts ended: the nearest coded cases, how near each is and how it ended or stands.

What is the same for every dispute stands on the page of `dossier.across`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from statusquo.comparison.coded_distances import CodedStructure
from statusquo.comparison.nearest import Pair, Trait
from statusquo.core.estimates import Estimate
from statusquo.core.names import the
from statusquo.core.wording import counted, listed, ranged, sentence
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Cell, Section, Table, cell

NEAREST_SHOWN = 6

CAVEATS = (
    "The nearest cases are nearest in what is coded before or at the outset, with stated weights; the range beside a "
    "distance is what missing traits leave open, not a sampling error. Being alike explains nothing by itself.",
    "The coded cases are prominent and depend on each other: several came out of one dissolution, several have one "
    "patron.",
)


def comparison(context: Context) -> Section | None:
    """Return the section, None for a case whose structure is not coded."""
    structure, pairs = context.structure, context.neighbours
    if not pairs:
        return None
    near = pairs[:NEAREST_SHOWN]
    return Section(
        "comparison",
        "How did similar attempts end?",
        finding(pairs, structure),
        (nearest_table(near, structure),),
        (_weights(structure), *CAVEATS),
        {f"distance_{pair.second}": pair.distance.estimate for pair in near},
    )


def finding(pairs: Sequence[Pair], structure: CodedStructure) -> str:
    """Return the section's sentences, made from the distances.

    Args:
        pairs: the other coded cases, nearest first.
        structure: titles and outcomes of the coded cases.
    """
    first, own = pairs[0], pairs[0].first
    distance = first.distance.estimate
    missing = _range(distance)
    people = f" ({_people(own, structure)})" if _people(own, structure) else ""
    told = [
        f"Of {counted(len(pairs), 'other coded case')} the nearest in structure is "
        f"{the(structure.titles[first.second])}, at a distance of {distance.value:.2f} where 1 is the most unlike",
        *([f"What is missing leaves {missing} open"] if missing else []),
        f"It stands as “{_outcome(first.second, structure)}”, this case as “{_outcome(own, structure)}”{people}",
    ]
    near = [pair.second for pair in pairs[:NEAREST_SHOWN]]
    attained = [name for name in near if structure.attained[name]]
    kept = [name for name in attained if structure.kept[name]]
    told.append(f"Of the {counted(len(near), 'nearest', 'nearest')}, {_attained(len(attained), len(kept))}")
    return " ".join(sentence(text) for text in told)


def _attained(attained: int, kept: int) -> str:
    if not attained:
        return "none attained control"
    if attained == 1:
        return f"one attained control and {'kept' if kept else 'lost'} it"
    which = "none of them" if not kept else counted(kept, "of them", "of them") if kept < attained else "all of them"
    return f"{counted(attained, 'attained', 'attained')} control, and {which} kept it"


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
    return Table(
        "nearest-cases",
        "The nearest coded cases",
        ("case", "distance", "most unlike in", "how it ended or stands"),
        tuple(rows),
        numeric=("distance",),
    )


def _weights(structure: CodedStructure) -> str:
    weights = dict.fromkeys(sorted((trait.weight for trait in structure.traits), reverse=True))
    told = [
        f"Weight {weight:g} has {listed(_words(trait.name) for trait in structure.traits if trait.weight == weight)}."
        for weight in weights
    ]
    return " ".join(["Distance is Gower’s over what is coded before or at the outset.", *told])


def _range(estimate: Estimate) -> str:
    """Return the range that missing traits leave open; nothing where none is missing."""
    if estimate.low is None or estimate.high is None or estimate.high - estimate.low < 0.005:
        return ""
    return ranged(estimate.low, estimate.high)


def _people(case: str, structure: CodedStructure) -> str:
    return "many fled or were expelled" if structure.fled[case] else ""


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
