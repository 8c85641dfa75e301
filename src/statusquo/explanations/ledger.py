"""The ledger of claims: runs every test of every claim on one dispute and comes to verdicts by the stated rule.

`judge` is the engine. It decides nothing that a file says: a verdict comes from estimates (see `verdicts`), a
contradiction from quantities (see `contradictions`), and the number of cross-case tests is allowed for (`discoveries`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from statusquo.balances.measures import Measures
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.core.errors import by_id
from statusquo.core.shown import Shown, frame_of
from statusquo.explanations.contradictions import Contradiction, find_contradictions
from statusquo.explanations.discoveries import LEVEL, hold_back
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.judged import ClaimVerdict
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.model import PARTS, Alternative, Binding, Claim, Expectation, Explanation, Part
from statusquo.explanations.populations import refuse_another_kind
from statusquo.explanations.recompute import call_text
from statusquo.explanations.registry import ClaimTest, claim_tests
from statusquo.explanations.results import NotTestableError, Result
from statusquo.explanations.tested import BindingVerdict, Run
from statusquo.explanations.verdicts import Verdict, headline, joined, settled, verdict_of
from statusquo.panels.codings import Coding
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, repr=False)
class Ledger(Shown):
    """Every claim that applies to a dispute, with its verdicts, and what contradicts what.

    Attributes:
        case: the dispute.
        explanations: those judged that say something of the dispute.
        claims: verdicts in the order of the files.
        contradictions: found from the quantities.
    """

    case: Case
    explanations: tuple[Explanation, ...]
    claims: tuple[ClaimVerdict, ...]
    contradictions: tuple[Contradiction, ...]

    def __getitem__(self, claim: str) -> ClaimVerdict:
        return by_id("claim", claim, self.claims, key=lambda verdict: verdict.claim.id)

    def __len__(self) -> int:
        return len(self.claims)

    def __iter__(self) -> Iterator[ClaimVerdict]:
        return iter(self.claims)

    def in_short(self) -> str:
        """Return the dispute, and how many claims have each verdict."""
        counts = Counter(claim.verdict for claim in self.claims)
        told = ", ".join(f"{n} {verdict}" for verdict, n in counts.most_common())
        return f"of {self.case.title}: {len(self)} claims{f', {told}' if told else ''}"

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each claim: its explanation, id, kind, sentence, verdict, and why there is none."""
        return frame_of(
            {"explanation": one.explanation, "claim": one.claim.id, "kind": one.claim.kind, "sentence": one.sentence}
            | {"verdict": one.verdict, "not_testable_reason": one.not_testable_reason}
            for one in self.claims
        )

    @property
    def of_dispute(self) -> Ledger:
        """The ledger without the claims whose tests say the same of all disputes."""
        kept = tuple(claim for claim in self.claims if claim.says_of_dispute)
        names = {(claim.explanation, claim.claim.id) for claim in kept}
        pairs = tuple(c for c in self.contradictions if names.issuperset(c.claims))
        return replace(self, claims=kept, contradictions=pairs)

    @property
    def left_out(self) -> tuple[ClaimVerdict, ...]:
        """The claims that are not in `of_dispute`."""
        return tuple(claim for claim in self.claims if not claim.says_of_dispute)

    @property
    def left_out_words(self) -> str:
        """How many claims say nothing of this dispute, and why; empty where there is none."""
        alike = sum(bool(_across(verdict.claim)) for verdict in self.left_out)
        lacking = len(self.left_out) - alike
        told = [
            f"{alike} {'is' if alike == 1 else 'are'} tested across disputes and the same for all of them"
            if alike
            else "",
            f"for {lacking} the data on this dispute are lacking" if lacking else "",
        ]
        n = len(self.left_out)
        more = "1 more claim says" if n == 1 else f"{n} more claims say"
        return f"{more} nothing of this dispute: {', and '.join(text for text in told if text)}." if n else ""

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
    chosen = tuple(sorted(_chosen(explanations), key=lambda one: case.id not in one.disputes))
    measures = measures or Measures(case, snapshot)
    found: list[tuple[Explanation, Claim, list[BindingVerdict]]] = []
    elsewhere: list[list[BindingVerdict]] = []
    for explanation in chosen:
        evidence = Evidence(case, snapshot, explanation, measures=measures, recoded=own_codings)
        for claim in explanation.claim:
            if bindings := _bindings_for(claim, case):
                found.append((explanation, claim, [_run(binding, evidence) for binding in bindings]))
            else:
                # The family of tests across disputes is the same on every dispute, and so are their verdicts.
                elsewhere.append([_run(binding, evidence) for binding in _across(claim)])
    hold_back([*(verdicts for _, _, verdicts in found), *elsewhere])
    claims = tuple(_claim_verdict(case, snapshot, *row) for row in found)
    speaking = tuple(explanation for explanation in chosen if any(row[0] is explanation for row in found))
    return Ledger(case, speaking, claims, find_contradictions((e.id, claim) for e, claim, _ in found))


def across_disputes(snapshot: Snapshot, explanations: Iterable[Explanation] | None = None) -> tuple[ClaimVerdict, ...]:
    """Return the verdicts that are the same for all disputes: what the tests across disputes say of each general claim.

    Args:
        snapshot: the open snapshot.
        explanations: those to judge; by default all that ship with the package.
    """
    chosen = _chosen(explanations)
    own = {name for explanation in chosen for name in explanation.made_from_case}
    anywhere = load_case(next(name for name in bundled_ids() if name not in own))
    rows: list[tuple[Explanation, Claim, list[BindingVerdict]]] = []
    for explanation in chosen:
        evidence = Evidence(anywhere, snapshot, explanation)
        rows += [(explanation, c, [_run(binding, evidence) for binding in _across(c)]) for c in explanation.claim]
    hold_back([verdicts for _, _, verdicts in rows])
    return tuple(_claim_verdict(anywhere, snapshot, *row) for row in rows if row[1].general is not None and row[2])


def family_words(claims: Iterable[ClaimVerdict]) -> str:
    """Return how many tests across disputes there are, and what is allowed for, in a sentence."""
    tests = [test for claim in claims for test in claim.tests if test.adjusted_p is not None]
    held = sum(test.held_back for test in tests)
    return (
        f"{len(tests)} tests across disputes are one family (Benjamini and Hochberg 1995, at {LEVEL:.0%}), for claims "
        f"supported and contradicted alike; {held or 'none'} of them {'are' if held > 1 else 'is'} held back by it."
    )


def _across(claim: Claim) -> list[Binding]:
    """Return the tests of a claim that say the same of all disputes."""
    return [binding for binding in claim.test if claim_tests()[binding.name].is_cross_case or _is_idle(binding)]


def _is_idle(binding: Binding) -> bool:
    return binding.name == "untestable"


def _chosen(explanations: Iterable[Explanation] | None) -> tuple[Explanation, ...]:
    if explanations is not None:
        return tuple(explanations)
    return tuple(load_explanation(name) for name in bundled_explanations())


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
        if tests[binding.name].is_cross_case or _is_idle(binding):
            kept.append(binding)
        elif binding.general is not None:
            # An alternative for the dispute in scope may name its years; another measure serves any dispute.
            others = tuple(
                a
                for a in binding.alternative
                if set(a.parameters) <= {"measure"} and {**binding.general, **a.parameters} != binding.general
            )
            changed = {"parameters": binding.general, "alternative": others, "beside": ()}
            kept.append(binding.model_copy(update=changed))
    return kept


def _run(binding: Binding, evidence: Evidence) -> BindingVerdict:
    test = claim_tests()[binding.name]
    expect = binding.expect
    beside = () if expect is None else _others(test, binding, binding.beside, expect, evidence)
    try:
        refuse_another_kind(test, binding.parameters, evidence.case)
        main = _results(test, binding.parameters, evidence)
    except NotTestableError as none:
        found = BindingVerdict(binding.part, test.name, "not testable", expect, (), none.why, none.reason)
        return replace(found, beside=beside)
    if expect is None:
        raise ValueError(f"the binding of {binding.name} has no expectation")  # refused when a file is loaded
    runs = tuple(Run(one, _verdict_on(one, expect), given, call) for one, given, call in main)
    judged = (*runs, *_others(test, binding, binding.alternative, expect, evidence))
    verdict = settled([run.verdict for run in judged])
    found = BindingVerdict(binding.part, test.name, verdict, expect, judged, beside=beside)
    if verdict != "not testable":
        return found
    first = judged[0].result
    reason = first.undecided or first.estimate.missing_reason or "no value is known"
    return replace(found, why=first.undecided_why, reason=reason)


def _others(
    test: ClaimTest, binding: Binding, listed: Iterable[Alternative], expect: Expectation, evidence: Evidence
) -> tuple[Run, ...]:
    """Return the test under other parameters; what the dispute lacks neither agrees nor disagrees."""
    runs = []
    for other in listed:
        try:
            found = _results(test, {**binding.parameters, **other.parameters}, evidence)
        except NotTestableError:
            continue
        for result, given, call in found:
            told = f"{other.label}, {result.variant}" if result.variant else other.label
            one = replace(result, label=told, variant="")
            runs.append(Run(one, _verdict_on(one, expect), given, call))
    return tuple(runs)


def _verdict_on(result: Result, expect: Expectation) -> Verdict:
    return "not testable" if result.undecided else verdict_of(result.estimate, expect)


def _results(
    test: ClaimTest, given: Mapping[str, Any], evidence: Evidence
) -> list[tuple[Result, Mapping[str, Any], str]]:
    """Return each reading with its parameters and the call that computes it again."""
    found = test.run(test.parameters.model_validate(given), evidence)
    names = evidence.case.id, evidence.explanation.id, test.name
    return [(result, given, call_text(*names, given, place)) for place, result in enumerate(found)]


def _claim_verdict(
    case: Case, snapshot: Snapshot, explanation: Explanation, claim: Claim, tests: list[BindingVerdict]
) -> ClaimVerdict:
    # What a model does by construction is told and is no test of any part.
    asked = [test for test in tests if test.is_test] or tests
    parts: dict[Part, Verdict] = {
        part: joined([test.verdict for test in asked if test.part == part])
        for part in PARTS
        if any(test.part == part for test in asked)
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
        _data(tests, snapshot),
        _why_not(claim, parts, tests) if verdict == "not testable" else None,
        case.id in explanation.disputes,
    )


def _data(tests: Iterable[BindingVerdict], snapshot: Snapshot) -> tuple[str, ...]:
    names = dict.fromkeys(source for test in tests for run in test.runs for source in run.result.sources)
    return tuple(snapshot.origin(name).short_name if name in ORIGINS else name for name in names)


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
