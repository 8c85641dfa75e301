"""Wilson's interval of a share, against the published figures and scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from statusquo.core.intervals import Z_95, wilson


def test_the_quantile_is_the_normal_distributions() -> None:
    assert pytest.approx(norm.ppf(0.975), abs=1e-15) == Z_95


def test_wilsons_interval_is_the_published_one() -> None:
    """Newcombe (1998), Statistics in Medicine 17: 857, table I."""
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15 / 148, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


@given(st.integers(1, 400), st.data())
def test_wilsons_interval_against_scipy(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    theirs = binomtest(count, n).proportion_ci(method="wilson")
    low, high = wilson(count / n, n)
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= low <= count / n <= high <= 1
