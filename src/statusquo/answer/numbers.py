"""The two numbers of the answer that stand large, on a page and on a card, each with what it is of."""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.answer.likelihood import bare_frequency
from statusquo.answer.model import RiskTold, Stronger
from statusquo.answer.stands import LEAST_DEATHS
from statusquo.answer.strength import times_text
from statusquo.core.names import the
from statusquo.core.wording import capitalised


@dataclass(frozen=True, slots=True)
class Large:
    """A number set large.

    Attributes:
        head: the question that it answers.
        number: as it is printed.
        says: what it is of, in lines.
    """

    head: str
    number: str
    says: tuple[str, ...]


def how_likely(risk: RiskTold) -> Large | None:
    """Return the chance of fighting, with that of war where one is told; None where none is."""
    if risk.fighting.value is None:
        return None
    head = "Will the fighting go on?" if risk.goes_on else "How likely is war?"
    what = "that fighting goes on" if risk.goes_on else "for renewed fighting"
    says = [f"{what} in {risk.year}: {LEAST_DEATHS} battle deaths or more"]
    if risk.war.value is not None:
        says.append(capitalised(f"{bare_frequency(risk.war.value)} for war: 1,000 or more"))
    return Large(head, bare_frequency(risk.fighting.value), tuple(says))


def how_strong(found: Stronger) -> Large | None:
    """Return the ratio of means, by name; None where there is none."""
    if found.ratio.value is None or found.weaker is None or found.stronger is None:
        return None
    says = f"{capitalised(the(found.weaker))} to {the(found.stronger)}, in stocks of military spending ({found.year})"
    return Large("Who is stronger?", f"1 : {times_text(found.ratio.value)}", (says,))
