"""Minimisation is exact: it equals brute force over every term and every set of terms, up to six conditions."""

from __future__ import annotations

import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.comparison.covers import smallest_covers
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.primes import box_of, complement, prime_implicants
from statusquo.comparison.sets import FREE, Condition, Term
from statusquo.comparison.solutions import NO_NEGATIVE, NO_POSITIVE, minimise

MOST_ROWS = 64
"""Rows of six conditions with two levels; with more, brute force takes too long."""

Tables = tuple[tuple[int, ...], tuple[Term, ...], tuple[Term, ...]]


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    """Levels, positive rows and negative rows of a small truth table, with at least one of each."""
    levels = tuple(draw(st.lists(st.sampled_from([2, 2, 2, 3]), min_size=1, max_size=6)))
    if math.prod(levels) > MOST_ROWS:
        levels = (2,) * len(levels)
    rows = list(itertools.product(*map(range, levels)))
    codes = draw(st.lists(st.sampled_from("10??"), min_size=len(rows), max_size=len(rows)))
    codes[draw(st.integers(0, len(rows) - 1))] = "1"
    positives = tuple(row for row, code in zip(rows, codes, strict=True) if code == "1")
    negatives = tuple(row for row, code in zip(rows, codes, strict=True) if code == "0")
    return levels, positives, negatives


def covers(term: Term, row: Term) -> bool:
    return all(t in (FREE, r) for t, r in zip(term, row, strict=True))


def brute_force_primes(levels: tuple[int, ...], positives: tuple[Term, ...], allowed: set[Term]) -> set[Term]:
    """Every maximal term inside the allowed rows that covers a positive one, by looking at every term there is."""
    rows = list(itertools.product(*map(range, levels)))
    terms = itertools.product(*([FREE, *range(n)] for n in levels))
    inside = {t for t in terms if all(row in allowed for row in rows if covers(t, row))}
    larger = lambda t: (tuple(FREE if i == j else v for j, v in enumerate(t)) for i in range(len(t)) if t[i] != FREE)  # noqa: E731
    primes = {t for t in inside if not any(one in inside for one in larger(t))}
    return {t for t in primes if any(covers(t, row) for row in positives)}


def brute_force_models(primes: set[Term], positives: tuple[Term, ...]) -> set[frozenset[Term]]:
    for size in range(1, len(primes) + 1):
        found = {
            frozenset(some)
            for some in itertools.combinations(sorted(primes), size)
            if all(any(covers(t, row) for t in some) for row in positives)
        }
        if found:
            return found
    raise AssertionError("no cover")


@settings(max_examples=30)
@given(tables())
def test_models_equal_brute_force(table: Tables) -> None:
    levels, positives, negatives = table
    rows = set(itertools.product(*map(range, levels)))
    for complexity, allowed in (("conservative", set(positives)), ("parsimonious", rows - set(negatives))):
        if complexity == "parsimonious" and not negatives:
            continue
        forbidden = complement([box_of(row, levels) for row in allowed], levels)
        primes = brute_force_primes(levels, positives, allowed)
        assert set(prime_implicants(positives, forbidden)) == primes
        if len(primes) <= 16:
            found = minimise(levels, positives, negatives, complexity, Expectations.none(len(levels)))  # type: ignore[arg-type]
            assert {frozenset(model) for model in found.models} == brute_force_models(primes, positives)
            assert not found.truncated


@settings(max_examples=60)
@given(tables())
def test_the_complement_holds_exactly_the_other_rows(table: Tables) -> None:
    levels, positives, negatives = table
    boxes = [box_of(row, levels) for row in positives + negatives]
    others = complement(boxes, levels)
    for row in itertools.product(*map(range, levels)):
        inside = sum(all(bits >> v & 1 for bits, v in zip(box, row, strict=True)) for box in others)
        assert inside == (row not in positives + negatives)


@settings(max_examples=40)
@given(tables(), st.data())
def test_an_intermediate_model_lies_between_the_conservative_and_the_parsimonious(
    table: Tables, data: st.DataObject
) -> None:
    levels, positives, negatives = table
    if not negatives:
        return
    simple = tuple(data.draw(st.sampled_from([0, 1, 2])) for _ in levels)
    expectations = Expectations(simple)
    found = minimise(levels, positives, negatives, "intermediate", expectations)
    outer = minimise(levels, positives, negatives, "parsimonious", expectations)
    for model in found.models:
        assert all(any(covers(term, row) for term in model) for row in positives)
        assert not any(covers(term, row) for term in model for row in negatives)
        # R's intermediate terms stand inside those of a parsimonious solution wherever one such holds the whole term.
        assert len(model) >= len(outer.models[0])


def test_without_expectations_the_intermediate_solution_is_the_conservative_one() -> None:
    positives, negatives = ((1, 1, 1), (1, 1, 0)), ((0, 0, 0), (0, 1, 0))
    none = Expectations.none(3)
    complex_models = minimise((2, 2, 2), positives, negatives, "conservative", none).models
    assert minimise((2, 2, 2), positives, negatives, "intermediate", none).models == complex_models


def test_a_conjunctural_expectation_moves_its_conditions_only_together() -> None:
    """The case lacks B and C. Expecting B*C lets a counterfactual have both, not B alone."""
    conditions = [Condition(name, "crisp") for name in "ABC"]
    positives, negatives = ((1, 0, 0), (1, 1, 0), (1, 0, 1)), ((0, 1, 1), (0, 0, 0))
    together = minimise((2, 2, 2), positives, negatives, "intermediate", Expectations.parse(["B*C"], conditions))
    alone = minimise((2, 2, 2), positives[:1], negatives, "intermediate", Expectations.parse(["B*C"], conditions))
    apart = minimise((2, 2, 2), positives[:1], negatives, "intermediate", Expectations.parse(["B", "C"], conditions))
    assert together.models == (((1, FREE, FREE),),)
    assert alone.models == (((1, 0, 0),),)
    assert apart.models == (((1, FREE, FREE),),)


def test_nothing_to_explain_and_nothing_to_bound_are_said() -> None:
    none = Expectations.none(2)
    assert minimise((2, 2), (), ((0, 0),), "parsimonious", none).reason == NO_POSITIVE
    assert minimise((2, 2), ((0, 0),), (), "parsimonious", none).reason == NO_NEGATIVE
    assert minimise((2, 2), ((0, 0),), (), "conservative", none).models == (((0, 0),),)


def test_a_list_of_covers_that_is_cut_says_so_and_keeps_the_proved_size() -> None:
    pairs = np.kron(np.eye(12, dtype=bool), np.ones((2, 1), dtype=bool))  # each column by either of two: 4,096 covers
    every = smallest_covers(pairs, most=5_000)
    assert (len(every.covers), every.truncated) == (4_096, False)
    some = smallest_covers(pairs, most=100)
    assert (len(some.covers), some.truncated) == (100, True)
    assert all(len(cover) == 12 for cover in some.covers)
    assert smallest_covers(pairs, most_steps=3).truncated


def test_a_positive_row_that_is_forbidden_is_refused() -> None:
    with pytest.raises(ValueError, match="forbidden"):
        prime_implicants([(1, 0)], [(0b11, 0b01)])


def test_twelve_conditions_take_a_moment() -> None:
    """Prime implicants of 120 random cases in well under a second here; the benchmark holds the promised times."""
    rng = np.random.default_rng(12)
    rows = [tuple(row) for row in np.unique(rng.integers(0, 2, size=(120, 12)), axis=0).tolist()]
    positives, negatives = rows[::2], rows[1::2]
    started = time.perf_counter()
    primes = prime_implicants(positives, [box_of(row, (2,) * 12) for row in negatives])
    assert time.perf_counter() - started < 2
    assert len(primes) > 500
