"""Tests on the record: `answers` (who said what to settlement proposals) and `ties` (between two states, by year)."""

from __future__ import annotations

from typing import Literal

import polars as pl
from pydantic import Field

from statusquo.cases.statements import Answer, Proposal
from statusquo.core.estimates import Estimate
from statusquo.core.names import all_of
from statusquo.core.wording import capitalised
from statusquo.documents.values import Line, Strict, Whole
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result

_OPEN: tuple[Answer, ...] = ("accounts differ", "no answer")


class AnswersParameters(Strict):
    """Parameters of `answers`."""

    actor: tuple[Line, ...] = Field(min_length=1, description="ids of the actors whose answers are counted as one side")
    against: tuple[Line, ...] = Field(default=(), description="ids of the other side, whose share is taken off")
    answer: tuple[Line, ...] = Field(
        default=("rejected", "withdrew"), description="answers counted, such as rejected, withdrew or accepted"
    )
    issue: Line | None = Field(default=None, description="only proposals with a term on this issue, such as status")
    proposal: tuple[Line, ...] = Field(default=(), description="ids of the proposals counted; all by default")
    first_year: Whole | None = Field(default=None, description="first year of the proposals")
    last_year: Whole | None = Field(default=None, description="last year of the proposals")


class TiesParameters(Strict):
    """Parameters of `ties`."""

    one: Line = Field(description="id of one state, or `parent` or `separatist`")
    other: Line = Field(description="id of the other state")
    tie: tuple[Line, ...] = Field(min_length=1, description="kinds of tie, such as ATOP defence or CSTO; any counts")
    first_year: Whole = Field(description="first year")
    last_year: Whole = Field(description="last year; years that no source covers are left out")
    statistic: Literal["share of years", "number of kinds"] = Field(
        default="share of years", description="percent of the years with any of the ties, or how many kinds there were"
    )


def answers_results(parameters: AnswersParameters, evidence: Evidence) -> list[Result]:
    """Return the percent of proposals that a side answered so, or the difference between the sides."""
    chosen = [
        proposal
        for proposal in evidence.case.proposal
        if (not parameters.proposal or proposal.id in parameters.proposal)
        and (parameters.issue is None or parameters.issue in proposal.terms)
        and (parameters.first_year is None or proposal.date.year >= parameters.first_year)
        and (parameters.last_year is None or proposal.date.year <= parameters.last_year)
    ]
    answered = [p for p in chosen if _stands(p, parameters.actor, parameters.answer) is not None]
    if not answered:
        raise NotTestableError("data", "the case records no answer of this side to such proposals")
    low, value, high = _counts(answered, parameters.actor, parameters.answer)
    unit = "percent of proposals answered"
    other: list[Proposal] = []
    if parameters.against:
        other = [p for p in chosen if _stands(p, parameters.against, parameters.answer) is not None]
        if not other:
            raise NotTestableError("data", "the case records no answer of the other side to such proposals")
        o_low, o_value, o_high = _counts(other, parameters.against, parameters.answer)
        low, value, high = low - o_high, value - o_value, high - o_low
        unit = "percentage points, this side less the other"
    sources = tuple(dict.fromkeys(source for p in answered for r in p.response for source in r.source))
    kept = tuple(name for name in sources if name not in evidence.explanation.made_from_source)
    estimate = Estimate(value, unit, low, high, "source-range", kept)
    label = f"proposals {_joined(parameters.answer)} by {_names(parameters.actor, evidence)}"
    if parameters.against:
        label += f", less those by {_names(parameters.against, evidence)}"
    sides = (parameters.actor, parameters.against) if parameters.against else (parameters.actor,)
    note = "; ".join(
        _told(side, answered if side is parameters.actor else other, parameters, evidence) for side in sides
    )
    return [Result(label, estimate, len(chosen), "proposals", kept, note)]


def _stands(proposal: Proposal, side: tuple[str, ...], wanted: tuple[str, ...]) -> bool | str | None:
    """Return whether a side answered so, ``open`` where accounts differ, None where it gave no recorded answer."""
    rows = [row for row in proposal.response if row.actor in side]
    if not rows:
        return None
    counted = [row.answer in wanted for row in rows if row.answer not in _OPEN]
    if not counted:
        return "open"
    if any(row.claimant is not None or row.answer in _OPEN for row in rows):
        # Told by one side only, or told otherwise elsewhere: the account may not hold.
        return "open" if len({*counted}) > 1 or any(counted) else False
    return any(counted)


def _counts(proposals: list[Proposal], side: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[float, float, float]:
    """Return low, middle and high percent, where a contested answer may count or not."""
    stands = [_stands(proposal, side, wanted) for proposal in proposals]
    sure, contested = stands.count(True), stands.count("open")
    scale = 100 / len(stands)
    return sure * scale, (sure + contested / 2) * scale, (sure + contested) * scale


def _joined(words: tuple[str, ...]) -> str:
    told = [{"withdrew": "withdrawn from"}.get(word, word) for word in words]
    return " or ".join(told)


def _told(side: tuple[str, ...], of: list[Proposal], parameters: AnswersParameters, evidence: Evidence) -> str:
    """Return which proposals a side answered so for certain, and on which accounts differ."""
    names = [f"“{p.name}”" for p in of if _stands(p, side, parameters.answer) is True]
    contested = [f"“{p.name}”" for p in of if _stands(p, side, parameters.answer) == "open"]
    text = f"{capitalised(_names(side, evidence))}: {', '.join(names) or 'none'}"
    return f"{text} (accounts differ on {', '.join(contested)})" if contested else text


def _names(side: tuple[str, ...], evidence: Evidence) -> str:
    return all_of(evidence.actor(name).name for name in side)


def ties_results(parameters: TiesParameters, evidence: Evidence) -> list[Result]:
    """Return the percent of years in which two states had any of the ties, or how many kinds they ever had."""
    pair = sorted((evidence.state(parameters.one), evidence.state(parameters.other)))
    runs = evidence.snapshot.table("dyad_ties").filter(
        (pl.col("gwno_a") == pair[0]) & (pl.col("gwno_b") == pair[1]) & pl.col("tie").is_in(parameters.tie)
    )
    every = evidence.snapshot.table("dyad_ties").filter(pl.col("tie").is_in(parameters.tie))
    if every.is_empty():
        raise NotTestableError("data", f"no tie is called {', '.join(parameters.tie)}")
    last = min(parameters.last_year, max(every["last_year"]))
    years = range(parameters.first_year, last + 1)
    if not years:
        raise NotTestableError("data", f"the source of these ties ends before {parameters.first_year}")
    spans = [range(row["first_year"], row["last_year"] + 1) for row in runs.iter_rows(named=True)]
    sources = tuple(sorted(set(every["source"].to_list())))
    if parameters.statistic == "number of kinds":
        kinds = {row["tie"] for row in runs.iter_rows(named=True) if row["last_year"] >= parameters.first_year}
        value, unit = float(len(kinds)), "kinds of tie"
    else:
        tied = sum(any(year in span for span in spans) for year in years)
        value, unit = 100 * tied / len(years), "percent of years"
    names = f"{evidence.actor(parameters.one).name} and {evidence.actor(parameters.other).name}"
    label = f"{', '.join(parameters.tie)} between {names}, {years[0]}–{years[-1]}"
    return [Result(label, Estimate(value, unit, sources=sources), len(years), "years", sources)]


TESTS = (
    ClaimTest(
        "answers",
        "How often did a side answer settlement proposals so, alone or against the other side?",
        "percent of the proposals it answered; where accounts differ the range counts the answer and leaves it out",
        AnswersParameters,
        answers_results,
    ),
    ClaimTest(
        "ties",
        "Were two states tied by an alliance, an organisation or a rivalry, and how long?",
        "percent of the years that the source covers, or the number of kinds of tie; no interval",
        TiesParameters,
        ties_results,
    ),
)
