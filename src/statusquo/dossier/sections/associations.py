"""What goes with the parent's resistance and with the outcome, over all movements and coded cases.

Nothing is fitted here: the estimates are the artefacts'. They are the same for every dispute, so they stand on the page
of `dossier.across` alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from statusquo.comparison.base_rates import BaseRate, base_rates
from statusquo.comparison.estimates import Fitted, Term, fitted_models
from statusquo.core.estimates import Estimate
from statusquo.core.wording import listed, sentence, significant
from statusquo.dossier.comparison_charts import coefficient_figure
from statusquo.dossier.parts import Block, Cell, Section, Table, cell
from statusquo.panels.movement_year import FIRST_YEAR, LAST_YEAR, movement_years
from statusquo.snapshot.store import Snapshot

MOST_TOLD = 2
"""Associations named in the finding, for each link; the charts hold all."""

FROM_STRUCTURE = ("autonomy-granted", "autonomy-revoked", "fighting-begins", "coded-war")
TO_OUTCOME = ("control-attained", "independence", "coded-attained", "coded-kept", "coded-recognised")
"""The models that are drawn, by link."""

CAVEATS = (
    "The coded cases are prominent and depend on each other: several came out of one dissolution, several have one "
    "patron. Their shares are no base rates; those of the movements are.",
    "In the movement-years the parent’s resistance is autonomy, access to power and fighting, by EPR and UCDP. "
    "Concessions and restrictions short of that are coded in SDM 2.0, which a file of your own can add to the panel.",
    "Associations are no effects: what makes a parent resist may also decide the outcome, and who began a fight is not "
    "coded. Fourteen Soviet and four Yugoslav movements became states in 1991 and 1992: few states carry many events.",
)


def associations(snapshot: Snapshot) -> Section:
    """Return the section."""
    models = fitted_models()
    blocks: list[Block] = []
    for link, wanted, explained in (
        ("structure", FROM_STRUCTURE, "the parent’s resistance"),
        ("outcome", TO_OUTCOME, "the outcome"),
    ):
        drawn = tuple(model for model in models if model.id in wanted)
        figure = coefficient_figure(drawn, f"comparison-{link}", explained)
        blocks.append(replace(figure, finding=link_finding(drawn, explained)))
    return Section(
        "associations",
        "What goes with resistance, and with the outcome?",
        rates_finding(base_rates(movement_years(snapshot).frame)),
        (*blocks, models_table(models)),
        CAVEATS,
        {
            f"log_odds_{model.id}_{term.name}": term.estimate
            for model in models
            if model.id in (*FROM_STRUCTURE, *TO_OUTCOME)
            for term in model.terms
        },
    )


def rates_finding(rates: Mapping[str, BaseRate]) -> str:
    """Return the sentence on how movements ended, made from the base rates."""
    independent, granted = rates["independence"], rates["autonomy"]
    return sentence(
        f"Among {independent.n_all} movements of {FIRST_YEAR}–{LAST_YEAR}, {independent.n} became independent "
        f"({_percent(independent.share)}), from only {independent.n_states} parent states, and {granted.n} were "
        f"granted autonomy ({_percent(granted.share)})"
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
    return f"{significant(value)}, {significant(low)} to {significant(high)}"


def _clarity(term: Term) -> float:
    """Return by how many of its half-widths an estimate lies off zero."""
    low, high = term.estimate.low, term.estimate.high
    if low is None or high is None or high == low:
        return 0.0
    return abs(low + high) / (high - low)


def _percent(share: Estimate) -> str:
    return f"{share.value:.0f} %, {share.low:.0f} to {share.high:.0f}"
