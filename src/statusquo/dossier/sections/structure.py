"""How it compares: each structural factor's place among all disputes that have it, and those that nothing compares."""

from __future__ import annotations

from collections.abc import Mapping

from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.core.names import the
from statusquo.core.wording import counted, listed, sentence
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Cell, CellLine, Section, Table, cell
from statusquo.dossier.structure_chart import ROWS, percentiles_figure, placed, value_in_words
from statusquo.structure.factors import Factor
from statusquo.structure.history_and_law import FORMS, STATUSES

OUTER_TENTH = 10.0

_CAVEATS = (
    "The comparison is with UCDP’s territorial conflicts, measured from data alone on today’s outlines; this dispute’s "
    "own values are those that its case file codes from a source, where it does. Conflicts "
    "without an outline, such as former colonies’, are not among those compared on geography.",
    "A percentile says how unusual a value is among disputes that were fought over. It does not say what caused the "
    "fighting, and peaceful claims are not in the comparison.",
    "High ground is measured on cells of 37 km, which cut summits off: a low figure does not show open country.",
)

_ALONE: Mapping[str, str] = {
    "group_share_of_territory": "group’s share of the territory’s people",
    "territory_share_of_population": "territory’s share of the state’s people",
    "fractionalisation": "fractionalisation of the territory",
    "polarisation": "polarisation of the territory (RQ)",
    "segregation_dissimilarity": "segregation by district: dissimilarity",
    "segregation_isolation": "segregation by district: isolation",
    "segregation_information_theory": "segregation by district: information theory index",
    "front_length_held_km": "line inside the state with all land held",
    "backer_gap_held_km": "gap to kin states and patrons with all land held",
    "backer_border_held_km": "border with kin states and patrons with all land held",
    "terrain_barrier": "barrier of high ground toward the nearest backer",
    "cut_off_from_backer": "a range or a gap toward the nearest backer",
    "highest_earlier_status": "highest earlier status",
    "autonomy_lost_year": "year in which autonomy was lost",
    "parent_constitution": "form of the state",
    "first_order_status": "unit of the first order at the state’s independence",
    "security_council_resolutions": "Security Council resolutions on the dispute",
    "recognitions": "states that recognised the separatist side",
}


def how_it_compares(context: Context) -> Section | None:
    """Return the section, None where no factor can be placed among others."""
    factors = context.measures.factors
    drawn = placed(factors)
    if not drawn:
        return None
    sources = tuple(dict.fromkeys(source for factor in drawn.values() for source in factor.estimate.sources))
    tables = [table for table in (_differing(factors), _alone(factors)) if table is not None]
    return Section(
        "structure",
        "How does its structure compare?",
        finding(the(_called(context.case)), drawn),
        (percentiles_figure(context.case.territory.name[0].text, drawn, sources), *tables),
        _CAVEATS,
        {name: factor.estimate for name, factor in factors.items()},
    )


def _called(case: Case) -> str:
    """Return what a dispute is called in a sentence: without its parties, which stand in the title of one from data."""
    return case.title if case.origin != "derived" else case.territory.name[0].text


_FACTORS_TOLD = 3
"""Factors, each with its value, that one sentence names."""


def finding(title: str, drawn: Mapping[str, Factor]) -> str:
    """Return the section's sentences: on which factors the dispute stands in an outer tenth, whatever its ties.

    Args:
        title: of the dispute, with its article.
        drawn: the factors that can be placed, at least one.
    """
    high, low = [], []
    for name, factor in drawn.items():
        bottom, top = factor.percentile_low, factor.percentile_high
        told = f"{ROWS[name][0]} ({value_in_words(factor.estimate).split(' (')[0]})"
        if bottom is not None and bottom >= 100 - OUTER_TENTH:
            high.append(told)
        elif top is not None and top <= OUTER_TENTH:
            low.append(told)
    rest = len(drawn) - len(high) - len(low)
    if rest == len(drawn):
        return sentence(
            f"Among the disputes compared that over {title} is in an outer tenth on none of "
            f"{counted(len(drawn), 'factor')}, allowing for ties and intervals"
        )
    ends = [
        f"in the {word} tenth by {listed(some)}"
        for word, found in (("highest", high), ("lowest", low))
        for some in (found[at : at + _FACTORS_TOLD] for at in range(0, len(found), _FACTORS_TOLD))
    ]
    first = f"Among the territorial disputes that have each factor, that over {title} is {ends[0]}"
    others = [f"On the other {counted(rest, 'factor')} it is not, or ties leave it open"] if rest else []
    return " ".join(sentence(text) for text in (first, *(f"It is {end}" for end in ends[1:]), *others))


def _differing(factors: Mapping[str, Factor]) -> Table | None:
    """Return the factors on which the case file and what is measured differ, both values side by side."""
    rows: list[tuple[Cell, ...]] = []
    for name, factor in factors.items():
        if not factor.is_contested:
            continue
        label = ROWS[name][0] if name in ROWS else _ALONE.get(name, name.replace("_", " "))
        rival = next(r for r in factor.rivals if r.basis in ("measured", "general knowledge"))
        sides = [(factor.basis or "case file", factor.estimate), (rival.basis, rival.estimate)]
        values = tuple(
            (CellLine(f"{told_in_words(name, value)} ({basis})", sources=value.sources),) for basis, value in sides
        )
        rows.append((cell(label), *values, cell(sentence(rival.why))))
    if not rows:
        return None
    return Table(
        "structure-differing",
        "Where case file and measurement differ",
        ("factor", "counted first", "beside it", "why they may differ"),
        tuple(rows),
        note="What a source codes counts first; what rests on general knowledge alone never does.",
        is_folded=True,
    )


def told_in_words(name: str, estimate: Estimate) -> str:
    """Return a factor's value in words, the word of the list where its number stands for one."""
    listed_words = {"highest_earlier_status": STATUSES, "parent_constitution": FORMS}.get(name)
    if listed_words is not None and estimate.value is not None:
        return listed_words[int(estimate.value)]
    return value_in_words(estimate)


def _alone(factors: Mapping[str, Factor]) -> Table | None:
    """Return the factors that stand without a percentile, where the case has any."""
    rows: list[tuple[Cell, ...]] = []
    for name, label in _ALONE.items():
        factor = factors.get(name)
        if factor is None or factor.estimate.value is None:
            continue
        value = CellLine(told_in_words(name, factor.estimate), sources=factor.estimate.sources)
        rows.append((cell(label), (value,)))
    if not rows:
        return None
    note = "On most of these too few other disputes have data to compare with. A range stands in brackets."
    return Table(
        "structure-alone",
        "What else is known of its structure",
        ("factor", "value"),
        tuple(rows),
        note=note,
        is_folded=True,
    )
