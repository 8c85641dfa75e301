"""What explains it: the ledger of claims with computed verdicts, contradictions, rivals beside, the facts checked.

Every sentence is made from the ledger. All explanations stand in one table alike, judged by the same rule, with the
claims whose tests say something of the dispute folded beneath. Only an explanation that was written about this very
dispute stands open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.core.wording import counted, listed, sentence
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Block, Cell, ClaimLine, ClaimList, IntervalMark, Section, Table, cell
from statusquo.dossier.weighing_tables import weighing_tables
from statusquo.explanations.comparing import Standing, standings
from statusquo.explanations.discoveries import LEVEL
from statusquo.explanations.judged import ClaimVerdict
from statusquo.explanations.ledger import Ledger, judge
from statusquo.explanations.load import EXPLANATIONS
from statusquo.explanations.model import Expectation, Explanation
from statusquo.explanations.reading import number_text
from statusquo.explanations.verdicts import VERDICTS, Verdict
from statusquo.explanations.weighing import bundled_weighing
from statusquo.sources.registry import ORIGINS

_CAVEATS = (
    "A premise says that something happened, an association that it goes with an outcome across disputes. Neither is a "
    "cause; a claim of cause is never called supported by its premise.",
    "A verdict comes from the whole interval and a margin inside which a difference is as good as none: what is not "
    "found is inconclusive, not refuted.",
    f"Of the associations across disputes called supported or contradicted, at most {LEVEL:.0%} are expected to be "
    "false (Benjamini and Hochberg 1995).",
    "An explanation was made from some of this evidence. Its own figures are no test of it, and tests across disputes "
    "leave out the case it was made from; the premises on this dispute cannot do that, so they check statements, they "
    "do not confirm the explanation.",
    "Who writes the claims chooses what is tested, and counts depend on how a work is cut into claims. A share of "
    "supported claims is no score of an explanation.",
)


_HOW_TO_READ = (
    "In the drawings the claim would hold in the shaded stretch; the upright bar is the number, the thick line its "
    "interval. One verdict stands first, those on premise, association and mechanism beside it."
)


def claims(context: Context) -> Section | None:
    """Return the section, None where no claim applies to the dispute."""
    case = context.case
    every = judge(case, context.snapshot, measures=context.measures)
    ledger = every.of_dispute
    if not every.claims:
        return None
    if not ledger.claims:
        return _section(every, "The data on this dispute can test no claim of the explanations held.", ())
    found = standings(ledger)
    titles = {explanation.id: explanation.title for explanation in ledger.explanations}
    first = _first_of(ledger)
    if first is None:
        return _section(every, finding_elsewhere(ledger), [verdict_table(found), *_folded(ledger, case)])
    main = [claim for claim in ledger.claims if claim.explanation == first.id and claim.claim.topic != "fact check"]
    facts = [claim for claim in ledger.claims if claim.explanation == first.id and claim.claim.topic == "fact check"]
    reached = [claim for claim in main if claim.leading.runs]
    out_of_reach = [claim for claim in main if not claim.leading.runs]
    blocks: list[Block] = [verdict_table(found)]
    if reached:
        intro = f"After {first.author}, {first.year}. {' '.join(first.stance.split())} {_HOW_TO_READ}"
        blocks.append(_list("claims-first", first.title, reached, case, first, intro=intro))
    if out_of_reach:
        caption = f"{counted(len(out_of_reach), 'claim').capitalize()} of it that the data held cannot reach"
        blocks.append(_list("claims-out-of-reach", caption, out_of_reach, case, first, is_folded=True))
    if facts:
        caption = f"Facts that it states, checked: {_tally(facts)}"
        blocks.append(_list("claims-facts", caption, facts, case, first, is_folded=True))
    blocks += _folded(ledger, case, first)
    if ledger.contradictions:
        blocks.append(_contradictions(ledger))
    if weights := bundled_weighing(case.id):
        blocks += weighing_tables(weights, titles)
    return _section(every, finding(ledger, facts), blocks)


def _section(every: Ledger, said: str, blocks: Sequence[Block]) -> Section:
    """Return the section with its caveats, the claims left out counted among them, and its numbers."""
    numbers = {
        f"claim_{claim.claim.id}": claim.leading.main.result.estimate
        for claim in every.of_dispute.claims
        if claim.leading.main
    }
    left_out = every.left_out_words
    where = f"{left_out} What is tested across disputes stands once: statusquo compare claims."
    caveats = (*_CAVEATS, where) if left_out else _CAVEATS
    return Section("claims", "What explains it?", said, tuple(blocks), caveats, numbers)


def finding_elsewhere(ledger: Ledger) -> str:
    """Return the section’s sentences on a dispute of which no explanation stands before its rivals."""
    claims = counted(len(ledger.claims), "claim")
    whose = counted(len({claim.explanation for claim in ledger.claims}), "explanation")
    text = f"On this dispute the data can test {claims} of {whose}: {_tally(ledger.claims)}."
    own = [one for one in ledger.explanations if ledger.case.id in one.disputes]
    told = [
        f"of those of “{_short(one)}”, {_tally(c for c in ledger.claims if c.explanation == one.id)}" for one in own
    ]
    if len(told) > 1:
        text += f" {sentence('; '.join(told))} That each side states facts that hold decides nothing between them."
    return text


def finding(ledger: Ledger, facts: Sequence[ClaimVerdict]) -> str:
    """Return the section's sentences on a dispute of the first explanation's own, made from the verdicts.

    Args:
        ledger: the verdicts.
        facts: those on stated facts of the first explanation.
    """
    first = _first_of(ledger) or ledger.explanations[0]
    own = [c for c in ledger.claims if c.explanation == first.id and c.claim.topic != "fact check"]
    causes = [c for c in own if c.claim.kind == "cause"]
    tested = [c for c in causes if c.verdict != "not testable"]
    descriptions = [c for c in own if c.claim.kind != "cause"]
    whose = f"that the project reads in the work of {first.author}"
    sentences = [
        f"Of {counted(len(causes), 'claim')} of cause {whose}, "
        f"{counted(len(tested), 'one can', 'can').replace('one one', 'one')} be tested on the data held"
        + (f" ({_tally(tested)})" if tested else "")
        + f"; of {counted(len(descriptions), 'description')}, {_tally(descriptions)}."
        if causes and descriptions
        else f"{counted(len(own), 'claim').capitalize()} {whose}: {_tally(own)}."
    ]
    if facts:
        wrong = [c.claim.id for c in facts if c.verdict == "contradicted"]
        told = f" ({listed(wrong)})" if wrong else ""
        held = sum(c.verdict == "supported" for c in facts)
        sentences.append(
            f"Of {counted(len(facts), 'stated fact')} {counted(held, 'holds', 'hold')}"
            f" and {counted(len(wrong), 'does not', 'do not')}{told}."
        )
    within = [c for c in ledger.contradictions if c.is_within_one]
    if within:
        pairs = listed(list(dict.fromkeys(" and ".join(claim for _, claim in c.claims) for c in within)))
        sentences.append(f"Within one explanation {pairs} contradict each other.")
    others = len({c.explanation for c in ledger.claims}) - 1
    if others > 0:
        sentences.append(f"{counted(others, 'rival explanation').capitalize()} are judged beside it by the same rule.")
    return " ".join(sentences)


def _tally(claims: Iterable[ClaimVerdict]) -> str:
    verdicts = [claim.verdict for claim in claims]
    counts = [(verdict, verdicts.count(verdict)) for verdict in VERDICTS]
    return listed([counted(count, verdict, verdict) for verdict, count in counts if count])


def _first_of(ledger: Ledger) -> Explanation | None:
    """Return the explanation of this very dispute that is shown first; None where none stands before its rivals."""
    known = {claim.explanation for claim in ledger.claims}
    own = [one for one in ledger.explanations if ledger.case.id in one.disputes and one.id in known]
    return own[0] if own and own[0].id in EXPLANATIONS.first else None


def _folded(ledger: Ledger, case: Case, first: Explanation | None = None) -> list[Block]:
    """Return each explanation's claims, all folded alike, but those of a first one that stands open."""
    found: list[Block] = []
    for explanation in ledger.explanations:
        own = [claim for claim in ledger.claims if claim.explanation == explanation.id]
        if not own or explanation is first:
            continue
        caption = f"The claims of “{_short(explanation)}”"
        intro = f"{explanation.title}. After {explanation.author}, {explanation.year}. {_HOW_TO_READ}"
        name = f"claims-{explanation.id}"
        found.append(_list(name, caption, own, case, explanation, intro=intro, is_folded=True))
    return found


def _list(
    name: str,
    caption: str,
    claims: Sequence[ClaimVerdict],
    case: Case,
    explanation: Explanation,
    *,
    intro: str = "",
    is_folded: bool = False,
) -> ClaimList:
    return ClaimList(name, caption, tuple(_line(c, case, explanation) for c in claims), intro, is_folded)


def _line(verdict: ClaimVerdict, case: Case, explanation: Explanation) -> ClaimLine:
    lead = verdict.leading
    used = list(dict.fromkeys(source for test in verdict.tests for run in test.runs for source in run.result.sources))
    works = {source.id: source for source in explanation.source}
    return ClaimLine(
        verdict.claim.id,
        verdict.sentence,
        verdict.verdict,
        verdict.is_fragile,
        tuple(verdict.parts.items()),
        interval_mark(lead.main.result.estimate, lead.expect) if lead.main and lead.expect else None,
        verdict.readings,
        verdict.no_verdict,
        verdict.would_change,
        lead.main.call if lead.main else "",
        next((run.result.figure for run in lead.runs if run.result.figure), None),
        tuple(name for name in used if name in ORIGINS or name in case.sources_by_id),
        tuple(
            works[name].citation.rstrip(".")
            for name in used
            if name not in ORIGINS and name not in case.sources_by_id and name in works
        ),
    )


def interval_mark(estimate: Estimate, expect: Expectation) -> IntervalMark | None:
    """Return a number drawn with its interval and the stretch in which the claim would hold.

    Args:
        estimate: the number.
        expect: what the claim says of it.
    """
    if estimate.value is None:
        return None
    lower, upper = expect.value - expect.margin, expect.value + expect.margin
    ends = [estimate.value, lower, upper, *(n for n in (estimate.low, estimate.high) if n is not None)]
    width = max(ends) - min(ends) or max(abs(estimate.value), 1.0)
    start, span = min(ends) - 0.15 * width, 1.3 * width

    def place(number: float) -> float:
        return min(100.0, max(0.0, 100 * (number - start) / span))

    first, last = {"above": (upper, math.inf), "below": (-math.inf, lower), "equal": (lower, upper)}[expect.direction]
    is_bounded = estimate.low is not None and estimate.high is not None
    return IntervalMark(
        number_text(estimate),
        place(estimate.value),
        place(estimate.low) if is_bounded and estimate.low is not None else None,
        place(estimate.high) if is_bounded and estimate.high is not None else None,
        place(first),
        max(place(last), place(first) + 1.0),
    )


def _contradictions(ledger: Ledger) -> Table:
    names = {explanation.id: explanation for explanation in ledger.explanations}
    rows = tuple(
        (
            cell(" and ".join(claim for _, claim in c.claims)),
            cell("one explanation" if c.is_within_one else " and ".join(names[e].author for e, _ in c.claims)),
            cell(c.quantity.outcome),
            cell(c.quantity.exposure, c.quantity.clock if c.quantity.clock != "calendar year" else ""),
            cell({"+": "rises, against falls", "-": "falls, against rises"}[c.quantity.sign]),
        )
        for c in ledger.contradictions
    )
    return Table(
        "claims-contradictions",
        "Claims that cannot both hold",
        ("claims", "whose", "what", "with what", "how"),
        rows,
        note="Found from what the claims are about: the same outcome, exposure, population, clock and conditioning, "
        "and the opposite sign.",
    )


def _short(explanation: Explanation) -> str:
    return explanation.title.partition(":")[0]


def verdict_table(found: Sequence[Standing]) -> Table:
    """Return how many claims of each explanation have which verdict, with their ids below the number.

    Args:
        found: the explanations' claims by verdict.
    """

    def count(standing: Standing, verdict: Verdict) -> Cell:
        claims = [c + ("*" if c in standing.fragile else "") for c in standing.claims[verdict]]
        return cell(str(len(claims)), ", ".join(claims))

    rows = tuple((cell(_short(s.explanation)), *(count(s, verdict) for verdict in VERDICTS)) for s in found)
    return Table(
        "claims-explanations",
        "The explanations’ claims by verdict",
        ("explanation", *VERDICTS),
        rows,
        note="* another reading of the evidence comes to the opposite" if any(s.fragile for s in found) else "",
    )
