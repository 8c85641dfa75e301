"""The ledger of claims: runs every test of every claim on one dispute and comes to verdicts by the stated rule.

`judge` is the engine. It decides nothing that a file says: a verdict comes from estimates (see `verdicts`), a
contradiction from quantities (see `contradictions`), and the number of cross-case tests is allowed for (`discoveries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from statusquo.balances.measures import Measures
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.explanations.contradictions import Contradiction, find_contradictions
from statusquo.explanations.discoveries import LEVEL, hold_back
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.model import PARTS, Binding, Claim, Expectation, Explanation, Part
from statusquo.explanations.populations import refuse_another_kind
from statusquo.explanations.reading import capitalised, reading_of
from statusquo.explanations.recompute import call_text
from statusquo.explanations.registry import ClaimTest, claim_tests
from statusquo.explanations.results import NotTestableError, Result, Why
from statusquo.explanations.verdicts import OPPOSITE, Verdict, headline, is_fragile, joined, settled, verdict_of
from statusquo.panels.codings import Coding
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS


@dataclass(frozen=True, slots=True)
class Run:
    """One result of a test with the verdict that it alone would give, and the call that computes it again."""

    result: Result
    verdict: Verdict
    parameters: Mapping[str, Any]
    call: str

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        told = {"verdict": self.verdict, "parameters": dict(self.parameters), "call": self.call}
        return {**self.result.to_json(), **told}


@dataclass(frozen=True, slots=True)
class BindingVerdict:
    """The verdict of one test on one part of a claim.

    Attributes:
        part: which part.
        test: the test's name.
        verdict: over all runs.
        expect: what the claim says of the number.
        runs: every run that gave a number, the main one first; a number may be known and decide nothing.
        why: why it is not testable, None where it is.
        reason: the same in one sentence.
        held_back: whether the main run alone would find it and the number of tests does not let it.
        adjusted_p: p-value of what the claim needs found, adjusted for the family; see `discoveries`.
    """

    part: Part
    test: str
    verdict: Verdict
    expect: Expectation | None
    runs: tuple[Run, ...]
    why: Why | None = None
    reason: str | None = None
    held_back: bool = False
    adjusted_p: float | None = None

    @property
    def main(self) -> Run | None:
        """The main run."""
        return self.runs[0] if self.runs else None

    @property
    def agreement(self) -> tuple[int, int]:
        """How many runs agree with the main one, and of how many."""
        return sum(run.verdict == self.runs[0].verdict for run in self.runs), len(self.runs)

    @property
    def flips(self) -> tuple[str, ...]:
        """The runs that come to the opposite of the main one."""
        if not is_fragile([run.verdict for run in self.runs]):
            return ()
        return tuple(r.result.label for r in self.runs if is_fragile([self.runs[0].verdict, r.verdict]))

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "part": self.part,
            "test": self.test,
            "verdict": self.verdict,
            "expect": self.expect.model_dump(mode="json") if self.expect else None,
            "not_testable": self.why,
            "reason": self.reason,
            "adjusted_p_value": self.adjusted_p,
            "reading": reading_of(self),
            "runs": [run.to_json() for run in self.runs],
        }


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """A claim with its verdicts on one dispute.

    Attributes:
        explanation: id of the explanation.
        claim: the claim.
        sentence: the claim as it is read for this dispute.
        verdict: the headline.
        parts: the verdict on each part that has a test.
        tests: the tests behind them.
        would_change: what would change the verdict on this dispute.
        data: the data sets and other sources the numbers rest on, with versions.
        not_testable_reason: why the headline is ``not testable``; None where it is not.
    """

    explanation: str
    claim: Claim
    sentence: str
    verdict: Verdict
    parts: Mapping[Part, Verdict]
    tests: tuple[BindingVerdict, ...]
    would_change: str
    data: tuple[str, ...]
    not_testable_reason: str | None = None

    @property
    def leading(self) -> BindingVerdict:
        """The test whose number stands for the claim: of the part that gives the headline, else the first with one."""
        order = ("association", "mechanism", "premise") if self.claim.kind == "cause" else PARTS
        ranked = [test for part in order for test in self.tests if test.part == part and test.runs]
        return next((t for t in ranked if t.verdict == self.verdict), ranked[0] if ranked else self.tests[0])

    @property
    def is_fragile(self) -> bool:
        """Whether some reading of the evidence behind the headline comes to the opposite."""
        return self.verdict in OPPOSITE and bool(self.leading.flips)

    @property
    def readings(self) -> tuple[tuple[str, str], ...]:
        """The tests' readings, the leading one first, each under its part and verdict; no such name for a lone test."""
        lead = self.leading
        ordered = [lead, *(test for test in self.tests if test is not lead)]
        if len(ordered) == 1:
            text = reading_of(lead)
            return (("", capitalised(text if lead.runs else f"not testable {text}")),)
        return tuple((f"{test.part}, {_verdict_words(test)}", capitalised(reading_of(test))) for test in ordered)

    @property
    def reading(self) -> str:
        """What the numbers say, part by part, and why there is no verdict where there is none."""
        texts = [f"{capitalised(name)}: {text}" if name else text for name, text in self.readings]
        if told := self.no_verdict:
            texts.append(told)
        return " ".join(texts)

    @property
    def no_verdict(self) -> str:
        """Why there is no verdict on the claim, where the readings of its tests do not tell; else empty."""
        if self.verdict != "not testable" or self.claim.kind != "cause" or "premise" not in self.parts:
            return ""
        premise = self.parts["premise"]
        if premise == "contradicted":
            return "The claim is not about this dispute, since its premise does not hold here."
        return f"That its premise is {premise} shows no cause." if premise != "not testable" else ""

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form."""
        lead = self.leading
        main = lead.main
        agree, of = lead.agreement if lead.runs else (0, 0)
        estimate = main.result.estimate if main else Estimate.missing("none", lead.reason or "no number was computed")
        quantities = [quantity.model_dump(mode="json") for quantity in self.claim.quantity]
        return {
            "id": self.claim.id,
            "explanation": self.explanation,
            "claim": self.sentence,
            "mechanism": self.claim.mechanism,
            "kind": self.claim.kind,
            "topic": self.claim.topic,
            "quantity": quantities[0],
            "quantities": quantities,
            "test": lead.test,
            "verdict": self.verdict,
            "verdicts": {part: self.parts.get(part) for part in PARTS},
            "estimate": estimate.to_json(),
            "n": main.result.n if main else None,
            "n_unit": main.result.n_unit if main else None,
            "data": list(self.data),
            "agreement": {"agree": agree, "of": of, "fragile": self.is_fragile, "flips": list(lead.flips)},
            "not_testable_reason": self.not_testable_reason,
            "reading": self.reading,
            "readings": [{"part": name or lead.part, "text": text} for name, text in self.readings],
            "call": main.call if main else None,
            "would_change": self.would_change,
            "tests": [test.to_json() for test in self.tests],
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every claim that applies to a dispute, with its verdicts, and what contradicts what.

    Attributes:
        case: the dispute.
        explanations: those judged.
        claims: verdicts in the order of the files.
        contradictions: found from the quantities.
    """

    case: Case = field(repr=False)
    explanations: tuple[Explanation, ...] = field(repr=False)
    claims: tuple[ClaimVerdict, ...]
    contradictions: tuple[Contradiction, ...]

    def __getitem__(self, claim: str) -> ClaimVerdict:
        return next(verdict for verdict in self.claims if verdict.claim.id == claim)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form."""
        return {
            "case": self.case.id,
            "explanations": [
                {"id": e.id, "title": e.title, "author": e.author, "work": e.work, "year": e.year}
                for e in self.explanations
            ],
            "claims": [claim.to_json() for claim in self.claims],
            "contradictions": [contradiction.to_json() for contradiction in self.contradictions],
            "false_discoveries": {
                "procedure": "Benjamini-Hochberg over what the cross-case tests of this run would find",
                "level": LEVEL,
                "tests": sum(test.adjusted_p is not None for claim in self.claims for test in claim.tests),
            },
        }


def judge(
    case: Case,
    snapshot: Snapshot,
    explanations: Iterable[Explanation] | None = None,
    *,
    recoded: Iterable[Coding] = (),
    measures: Measures | None = None,
) -> Ledger:
    """Return the verdicts on every claim that applies to a dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        explanations: those to judge; by default all that ship with the package.
        recoded: a user's own codings of the status quo, which overrule the others across disputes.
        measures: the dispute's measures, where they are worked out already.
    """
    own_codings = tuple(recoded)
    chosen = (
        tuple(load_explanation(name) for name in bundled_explanations())
        if explanations is None
        else tuple(explanations)
    )
    measures = measures or Measures(case, snapshot)
    found: list[tuple[Explanation, Claim, list[BindingVerdict]]] = []
    for explanation in chosen:
        evidence = Evidence(case, snapshot, explanation, measures=measures, recoded=own_codings)
        for claim in explanation.claim:
            if bindings := _bindings_for(claim, case):
                found.append((explanation, claim, [_run(binding, evidence) for binding in bindings]))
    hold_back([verdicts for _, _, verdicts in found])
    claims = tuple(_claim_verdict(case, *row) for row in found)
    return Ledger(case, chosen, claims, find_contradictions((e.id, claim) for e, claim, _ in found))


def applies(claim: Claim, case: Case) -> bool:
    """Whether a claim is about a dispute."""
    return case.id in claim.scope or claim.general is not None


def _bindings_for(claim: Claim, case: Case) -> list[Binding]:
    """Return the tests of a claim as they are read for a dispute, none where the claim is not about it."""
    if not applies(claim, case):
        return []
    if case.id in claim.scope or not claim.scope:
        return list(claim.test)
    tests = claim_tests()
    kept = []
    for binding in claim.test:
        if tests[binding.name].is_cross_case or binding.name == "untestable":
            kept.append(binding)
        elif binding.general is not None:
            # An alternative for the dispute in scope may name its years; another measure serves any dispute.
            others = tuple(
                a
                for a in binding.alternative
                if set(a.parameters) <= {"measure"} and {**binding.general, **a.parameters} != binding.general
            )
            kept.append(binding.model_copy(update={"parameters": binding.general, "alternative": others}))
    return kept


def _run(binding: Binding, evidence: Evidence) -> BindingVerdict:
    test = claim_tests()[binding.name]
    try:
        refuse_another_kind(test, binding.parameters, evidence.case)
        main = _results(test, binding.parameters, evidence)
    except NotTestableError as none:
        return BindingVerdict(binding.part, test.name, "not testable", binding.expect, (), none.why, none.reason)
    runs = list(main)
    for alternative in binding.alternative:
        try:
            others = _results(test, {**binding.parameters, **alternative.parameters}, evidence)
        except NotTestableError:
            continue  # an alternative that the dispute lacks neither agrees nor disagrees
        label = alternative.label
        for result, given, call in others:
            told = f"{label}, {result.variant}" if result.variant else label
            runs.append((replace(result, label=told, variant=""), given, call))
    if binding.expect is None:
        raise ValueError(f"the binding of {binding.name} has no expectation")  # refused when a file is loaded
    judged = tuple(Run(one, _verdict_on(one, binding.expect), given, call) for one, given, call in runs)
    verdict = settled([run.verdict for run in judged])
    found = BindingVerdict(binding.part, test.name, verdict, binding.expect, judged)
    if verdict != "not testable":
        return found
    first = judged[0].result
    return replace(found, why="data", reason=first.undecided or first.estimate.missing_reason or "no value is known")


def _verdict_on(result: Result, expect: Expectation) -> Verdict:
    return "not testable" if result.undecided else verdict_of(result.estimate, expect)


def _results(
    test: ClaimTest, given: Mapping[str, Any], evidence: Evidence
) -> list[tuple[Result, Mapping[str, Any], str]]:
    """Return each reading with its parameters and the call that computes it again."""
    found = test.run(test.parameters.model_validate(given), evidence)
    names = evidence.case.id, evidence.explanation.id, test.name
    return [(result, given, call_text(*names, given, place)) for place, result in enumerate(found)]


def _claim_verdict(case: Case, explanation: Explanation, claim: Claim, tests: list[BindingVerdict]) -> ClaimVerdict:
    parts: dict[Part, Verdict] = {
        part: joined([test.verdict for test in tests if test.part == part])
        for part in PARTS
        if any(test.part == part for test in tests)
    }
    is_own = case.id in claim.scope
    # Elsewhere a premise that fails says that the claim is not about the dispute, not that it is wrong.
    counts_premise = is_own or claim.kind != "cause"
    bearing: dict[Part, Verdict] = {p: v for p, v in parts.items() if counts_premise or p != "premise"}
    verdict: Verdict = headline(claim.kind, bearing) if bearing else "not testable"
    return ClaimVerdict(
        explanation.id,
        claim,
        claim.general if claim.general is not None and not is_own else claim.sentence,
        verdict,
        parts,
        tuple(tests),
        claim.would_change if is_own else claim.general_would_change or claim.would_change,
        _data(tests),
        _why_not(claim, parts, tests) if verdict == "not testable" else None,
    )


def _verdict_words(test: BindingVerdict) -> str:
    return f"{test.verdict}, fragile" if test.flips and test.verdict in OPPOSITE else test.verdict


def _data(tests: Iterable[BindingVerdict]) -> tuple[str, ...]:
    names = dict.fromkeys(source for test in tests for run in test.runs for source in run.result.sources)
    return tuple(ORIGINS[name].short_name if name in ORIGINS else name for name in names)


def _why_not(claim: Claim, parts: Mapping[Part, Verdict], tests: Iterable[BindingVerdict]) -> str:
    bearing = [test for test in tests if test.verdict == "not testable"]
    causal = [test for test in bearing if test.part != "premise"]
    text = "; ".join(dict.fromkeys(f"{test.why}: {test.reason}" for test in causal or bearing))
    premise = parts.get("premise")
    if claim.kind == "cause" and premise in ("supported", "inconclusive"):
        told = f"that the premise is {premise} shows no cause"
        text = f"{told}; {text}" if text else f"data: {told}, and no test of the cause is bound"
    if claim.kind == "cause" and premise == "contradicted":
        text = (
            f"its premise does not hold for this dispute; {text}" if text else "scope: its premise does not hold here"
        )
    return text
