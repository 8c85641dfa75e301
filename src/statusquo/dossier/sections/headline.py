"""Figures with each side's own beside each other: the tables of key figures and of what is contested.

The figures are the case file's, one column per claimant, so that none is averaged away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from statusquo.cases.model import Case
from statusquo.cases.statements import Fact
from statusquo.core.wording import counted, sentence, whole
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Cell, CellLine, Section, Table, cell

TOPIC_NAMES = {
    "territory": "Territory",
    "people": "People",
    "losses": "Losses and displacement",
    "history": "History",
    "law": "Law",
    "military": "Military",
    "outside powers": "Outside powers",
    "economy": "Economy",
    "settlement": "Settlement",
}


def contested(context: Context) -> Section | None:
    """Return the section of contested facts: every key with rival figures, by topic, None if there is none."""
    case = context.case
    rival = rival_keys(case)
    if not rival:
        return None
    tables = []
    for topic, name in TOPIC_NAMES.items():
        keys = [key for key in rival if case.facts(key)[0].topic == topic]
        if keys:
            tables.append(claimant_table(case, keys, f"contested-{topic.replace(' ', '-')}", name))
    return Section(
        "contested",
        "What is contested?",
        contested_finding(case),
        tuple(tables),
        (
            "Rival figures may count different things, times or people; the notes under a figure say what it "
            "counts where the source does.",
        ),
    )


def rival_keys(case: Case) -> list[str]:
    """Return the keys under which at least two figures differ by who gives them."""
    return [key for key, facts in case.contested().items() if len({fact.claimant for fact in facts}) > 1]


def contested_finding(case: Case) -> str:
    """Return the sentence on what is contested, made from the case file's figures."""
    rival = rival_keys(case)
    if not rival:
        return sentence(
            f"None of the {counted(len(case.fact), 'figure')} in the case file is given differently by "
            "different claimants"
        )
    text = f"On {counted(len(rival), 'matter')} the figures or readings differ by who gives them"
    if others := len(case.contested()) - len(rival):
        text += f", on {counted(others, 'more', 'more')} between sources that are no side’s"
    widest = widest_rivalry(case)
    if widest:
        key, low, high = widest
        fact = case.facts(key)[0]
        unit = "" if fact.unit == "ratio" else f" {fact.unit}"
        text += f". The widest gap is in “{fact.label}”, {whole(low)} to {whole(high)}{unit}"
    return sentence(text)


def widest_rivalry(case: Case) -> tuple[str, float, float] | None:
    """Return the key whose sourced figures differ by the largest ratio, with the lowest and highest of them."""
    found = []
    for key in rival_keys(case):
        facts = [fact for fact in case.facts(key) if isinstance(fact.value, float) and case.is_sourced(fact)]
        numbers = [n for fact in facts for n in (fact.low, fact.value, fact.high) if isinstance(n, float) and n > 0]
        if len({fact.claimant for fact in facts}) > 1 and numbers:
            found.append((max(numbers) / min(numbers), key, min(numbers), max(numbers)))
    if not found:
        return None
    _, key, low, high = max(found)
    return key, low, high


def claimant_table(case: Case, keys: Sequence[str], name: str, caption: str) -> Table:
    """Return a table with one row per key and one column per claimant, the parent side's first."""
    rows = {key: case.facts(key) for key in keys}
    columns = _claimants(case, [fact for facts in rows.values() for fact in facts])
    heads = [case.actor_by_id(claimant).name if claimant else "Not disputed, or neutral" for claimant in columns]
    return Table(
        id=name,
        caption=caption,
        columns=("In question", *heads),
        rows=tuple(
            (
                cell(_label(facts[0])),
                *(_cell(case, [f for f in facts if f.claimant == claimant]) for claimant in columns),
            )
            for facts in rows.values()
        ),
    )


def _claimants(case: Case, facts: Sequence[Fact]) -> list[str | None]:
    order = [
        actor.id
        for actor in (
            *case.parents(),
            *case.separatists(),
            *case.claimants(),
            *case.with_role("patron", "kin state"),
            *case.actor,
        )
    ]
    named = dict.fromkeys(name for name in order if any(fact.claimant == name for fact in facts))
    return [*named, *([None] if any(fact.claimant is None for fact in facts) else [])]


_COUNTED = frozenset({"text", "date", "people", "deaths", "soldiers", "votes", "states", "settlements", "units"})
"""Units that a label says itself: what is counted, and what is no quantity."""


def _label(fact: Fact) -> str:
    said = fact.unit in _COUNTED or fact.unit.split()[0] in fact.label.lower()
    return fact.label if said else f"{fact.label}, {fact.unit}"


def _cell(case: Case, facts: Sequence[Fact]) -> Cell:
    return tuple(
        CellLine(
            figure_text(fact),
            fact.as_of if fact.as_of and fact.as_of not in figure_text(fact) and fact.as_of not in fact.label else "",
            fact.source,
            fact.note or "",
            _mark(case, fact),
        )
        for fact in facts
    )


def _mark(case: Case, fact: Fact) -> Literal["", "unsourced", "mirror only", "low confidence"]:
    standing = case.standing(fact)
    if standing != "sourced":
        return standing
    return "low confidence" if fact.confidence == "low" else ""


def figure_text(fact: Fact) -> str:
    """Return a fact's value as text, with its range."""
    if not isinstance(fact.value, float):
        return fact.value

    def number(value: float) -> str:
        return (
            whole(value)
            if value == int(value) and not (fact.unit == "year" or "year" in fact.unit.split())
            else f"{value:g}"
        )

    if fact.low is None or fact.high is None or fact.low == fact.high:
        return number(fact.value)
    return f"{number(fact.value)} ({number(fact.low)} to {number(fact.high)})"


def figures_standing(case: Case) -> str:
    """Return on what the figures of the case file rest, in a sentence."""
    standings = Counter(case.standing(fact) for fact in case.fact)
    text = (
        f"The case file holds {counted(len(case.fact), 'figure')} and readings, {whole(standings['sourced'])} of them "
        "from sources that were read"
    )
    if copied := standings["mirror only"]:
        text += (
            f". {counted(copied, 'figure').capitalize()} {'comes' if copied == 1 else 'come'} from copies of an "
            "encyclopedia that anyone may edit, marked mirror only and used in no computation"
        )
    if rest := standings["unsourced"]:
        text += (
            f". {counted(rest, 'figure').capitalize()} {'rests' if rest == 1 else 'rest'} on general knowledge alone, "
            "marked unsourced and used in no computation"
        )
    return sentence(text)
