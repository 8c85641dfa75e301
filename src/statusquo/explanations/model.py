"""The model of an explanation file: a work, and its claims with the tests that they are bound to.

A claim says in one sentence what holds and through which mechanism; its quantities say what it is about, so that claims
can be found to contradict each other; its tests say what would support or contradict it. What a test's parameters may
be is declared by the test itself (see `explanations.registry`). Nothing here reads a file or computes a verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from statusquo.cases.statements import Fact, Source
from statusquo.core.shown import Shown, frame_of
from statusquo.documents.faults import Fault, InconsistentError
from statusquo.documents.values import Line, Number, Slug, Strict, Text, Whole

if TYPE_CHECKING:
    import polars as pl

ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{1,2}[a-z]?$")]
TestName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

Part = Literal["premise", "association", "mechanism"]
"""What a test bears on: did it happen, does it go with the outcome across disputes, does a model of it behave so."""

PARTS: tuple[Part, ...] = ("premise", "association", "mechanism")
Kind = Literal["fact", "description", "cause"]
Sign = Literal["+", "-", "none"]

DEFAULT_CLOCK = "calendar year"


class Quantity(Strict):
    """What a claim is about, and which sign it expects; two claims on the same quantity can be compared."""

    outcome: Line
    exposure: Line
    population: Line
    clock: Line = DEFAULT_CLOCK
    conditioning: tuple[Line, ...] = ()
    sign: Sign

    @property
    def key(self) -> tuple[str, str, str, str, tuple[str, ...]]:
        """What must agree for two claims to be about the same thing: all but the sign."""
        return (
            self.outcome.casefold(),
            self.exposure.casefold(),
            self.population.casefold(),
            self.clock.casefold(),
            tuple(sorted(name.casefold() for name in self.conditioning)),
        )


class Expectation(Strict):
    """What the claim says of the number that its test gives.

    `above`: more than `value` by at least `margin`; `below`: less by as much; `equal`: within `margin` of it. The
    margin is the equivalence region: a difference inside it is as good as none.
    """

    direction: Literal["above", "below", "equal"]
    value: Number = 0.0
    margin: Number = Field(default=0.0, ge=0)
    why: Line | None = None
    """Why this value and margin, in the file's own words or with a reference."""


class Alternative(Strict):
    """Another measure, coding or window under which the same test is run."""

    label: Line
    parameters: dict[str, Any]


class Binding(Strict):
    """One test of one part of a claim."""

    part: Part
    name: TestName
    parameters: dict[str, Any] = Field(default_factory=dict)
    expect: Expectation | None = None
    general: dict[str, Any] | None = None
    """Parameters for a dispute outside the claim's scope; a test of one dispute without them is left out there."""
    alternative: tuple[Alternative, ...] = ()
    beside: tuple[Alternative, ...] = ()
    """Readings at another level or over other years than the claim speaks of: told, without a say in the verdict."""


class Claim(Strict):
    """One claim.

    `kind` is what a verdict on it can rest on: a stated fact or a description rests on its premise; a claim that
    something causes or holds something rests on association or mechanism, never on the premise alone.
    """

    id: ClaimId
    sentence: Text
    general: Text | None = None
    """The claim for any dispute; a claim without it is about the cases in `scope` only."""
    general_would_change: Text | None = None
    """What would change the verdict on a dispute outside `scope`; `would_change` where that names none."""
    mechanism: Text
    kind: Kind
    topic: Literal["stability", "outcome", "settlement", "fact check"]
    quantity: tuple[Quantity, ...] = Field(min_length=1)
    scope: tuple[Slug, ...] = ()
    needs: Line
    would_change: Text
    test: tuple[Binding, ...] = Field(min_length=1)


class Explanation(Shown, Strict):
    """One author's or school's explanation, as claims.

    `made_from` names what it was made from: ids of the work's own sources, whose figures are no test of it, and of the
    cases that it explains, which cross-case tests leave out.
    """

    id: Slug
    title: Line
    author: Line
    work: Line
    year: Whole = Field(ge=1500, le=2100)
    stance: Text
    hypothesis: Text
    """What is true if this explanation alone is, so that it can be weighed against its rivals."""
    made_from_source: tuple[Slug, ...] = ()
    made_from_case: tuple[Slug, ...] = ()
    claim: tuple[Claim, ...] = Field(min_length=1)
    fact: tuple[Fact, ...] = ()
    source: tuple[Source, ...] = Field(min_length=1)

    def in_short(self) -> str:
        """Return its title and how many claims it makes."""
        return f"{self.id}: {self.title}; {len(self.claim)} claims"

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each claim."""
        return frame_of(
            {name: getattr(claim, name) for name in ("id", "kind", "topic", "sentence")} for claim in self.claim
        )

    @model_validator(mode="after")
    def _hangs_together(self) -> Explanation:
        faults = find_faults(self)
        if faults:
            raise InconsistentError(faults)
        return self

    @property
    def disputes(self) -> frozenset[str]:
        """The disputes that it explains: those that some claim of it is about."""
        return frozenset(name for claim in self.claim for name in claim.scope)


def find_faults(explanation: Explanation) -> list[Fault]:
    """Return what does not hold between the parts of an explanation."""
    return [
        *(
            Fault(("claim", later, "id"), "two claims have the same id", repr(claim.id), "an id of its own")
            for later, claim in enumerate(explanation.claim)
            if claim.id in {earlier.id for earlier in explanation.claim[:later]}
        ),
        *(
            Fault(("fact", row, "source", position), "no source has this id", repr(name), "the id of a [[source]]")
            for row, fact in enumerate(explanation.fact)
            for position, name in enumerate(fact.source)
            if name not in {source.id for source in explanation.source}
        ),
        *(
            Fault(("claim", row), "the claim is about no dispute", allowed="a `general` sentence, a `scope`, or both")
            for row, claim in enumerate(explanation.claim)
            if claim.general is None and not claim.scope
        ),
    ]
