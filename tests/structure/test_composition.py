"""Indices of composition and segregation keep their definitions, and agree with PySAL."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as of
from segregation import multigroup, singlegroup

from statusquo.structure.composition import (
    dissimilarity,
    exposure,
    fractionalisation,
    information_theory_index,
    isolation,
    polarisation,
)

Table = np.ndarray[tuple[int, int], np.dtype[np.int64]]

tables = of.arrays(
    np.int64,
    st.tuples(st.integers(2, 8), st.integers(2, 4)),
    elements=st.integers(1, 10_000),
)


def test_two_halves_are_half_fractionalised_and_wholly_polarised() -> None:
    assert fractionalisation([50, 50]) == 0.5
    assert polarisation([50, 50]) == 1


def test_a_uniform_people_is_neither() -> None:
    assert fractionalisation([7]) == 0
    assert polarisation([7]) == 0


def test_three_thirds_are_more_fractionalised_and_less_polarised_than_two_halves() -> None:
    """Montalvo and Reynal-Querol (2005): RQ peaks at two equal groups; with three it is 8/9."""
    assert fractionalisation([1, 1, 1]) == pytest.approx(2 / 3)
    assert polarisation([1, 1, 1]) == pytest.approx(8 / 9)


@given(of.arrays(np.float64, st.integers(1, 8), elements=st.floats(0.01, 1e6)))
def test_polarisation_never_exceeds_one_and_fractionalisation_stays_below(groups: np.ndarray) -> None:
    assert -1e-12 <= polarisation(groups) <= 1 + 1e-12
    assert -1e-12 <= fractionalisation(groups) <= 1 - 1 / len(groups) + 1e-12


def test_wholly_apart_districts_score_one_and_alike_ones_zero() -> None:
    assert dissimilarity([10, 0], [0, 20]) == 1
    assert information_theory_index([[10, 0], [0, 20]]) == pytest.approx(1)
    assert exposure([10, 0], [0, 20]) == 0
    assert dissimilarity([10, 30], [20, 60]) == pytest.approx(0)
    assert information_theory_index([[10, 20], [30, 60]]) == pytest.approx(0)
    assert isolation([10, 30], [20, 60]) == pytest.approx(1 / 3)


@given(tables)
def test_the_order_of_districts_and_who_is_called_the_group_change_no_dissimilarity(table: Table) -> None:
    group, others = table[:, 0], table[:, 1:].sum(axis=1)
    assert dissimilarity(group, others) == pytest.approx(dissimilarity(others, group))
    assert dissimilarity(group[::-1], others[::-1]) == pytest.approx(dissimilarity(group, others))


@given(tables)
def test_splitting_a_district_into_like_halves_changes_nothing(table: Table) -> None:
    halves = np.concatenate([table[:1], table[:1], 2 * table[1:]])
    assert information_theory_index(halves) == pytest.approx(information_theory_index(table), abs=1e-9)
    before, after = ((t[:, 0], t[:, 1:].sum(axis=1)) for t in (table, halves))
    assert dissimilarity(*after) == pytest.approx(dissimilarity(*before), abs=1e-9)
    assert exposure(*after) == pytest.approx(exposure(*before), abs=1e-9)


@pytest.mark.parametrize("counts", [[0, 0], [-1, 2]])
def test_counts_that_are_no_people_are_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="negative and not all zero"):
        fractionalisation(counts)


def test_one_group_alone_cannot_be_segregated() -> None:
    with pytest.raises(ValueError, match="one group"):
        information_theory_index([[5, 0], [7, 0]])


@given(tables)
def test_segregation_agrees_against_pysal(table: Table) -> None:
    """PySAL's `segregation` 2.5, singlegroup and multigroup."""
    group, total = table[:, 0], table.sum(axis=1)
    others = total - group
    frame = pd.DataFrame({"group": group, "total": total})
    assert dissimilarity(group, others) == pytest.approx(
        singlegroup.Dissim(frame, "group", "total").statistic, abs=1e-9
    )
    assert exposure(group, others) == pytest.approx(
        singlegroup.Interaction(frame, "group", "total").statistic, abs=1e-9
    )
    assert isolation(group, others) == pytest.approx(singlegroup.Isolation(frame, "group", "total").statistic, abs=1e-9)
    names = [f"g{number}" for number in range(table.shape[1])]
    theil = multigroup.MultiInfoTheory(pd.DataFrame(table, columns=names), names).statistic
    assert information_theory_index(table) == pytest.approx(theil, abs=1e-9)
    two = np.column_stack([group, others])
    assume(0 < group.sum() < total.sum())
    assert information_theory_index(two) == pytest.approx(
        singlegroup.Entropy(frame, "group", "total").statistic, abs=1e-9
    )
