"""What estimates and series can do: be made from draws, rows and ends, pass through functions, and say themselves."""

import math

import numpy as np
import pytest

from statusquo.core.domain import Domain
from statusquo.core.draws import central_95, median_95, widened_95
from statusquo.core.estimates import Estimate, Known, Point, Series

DRAWS = np.linspace(0.0, 1.0, 1001)


def test_the_interval_of_draws_holds_their_middle_95_percent() -> None:
    found = Estimate.from_draws(DRAWS, "share", sources=("here",))
    assert (found.low, found.value, found.high) == pytest.approx((0.025, 0.5, 0.975))
    assert (found.interval, found.sources) == ("draws95", ("here",))


def test_a_value_outside_its_draws_widens_the_interval_and_no_further() -> None:
    above = Estimate.from_draws(DRAWS, "share", value=2.0, interval="confidence95")
    assert (above.low, above.value, above.high) == pytest.approx((0.025, 2.0, 2.0))


def test_draws_of_many_years_are_summed_up_by_year() -> None:
    drawn = np.stack([DRAWS, DRAWS + 1], axis=1)
    assert pytest.approx(np.array([[0.025, 0.5, 0.975], [1.025, 1.5, 1.975]])) == np.array(median_95(drawn, axis=0)).T
    low, high = widened_95(np.array([-1.0, 1.5]), drawn, axis=0)
    assert (low.tolist(), high.tolist()) == (pytest.approx([-1.0, 1.025]), pytest.approx([0.975, 1.975]))
    assert central_95(DRAWS) == pytest.approx((0.025, 0.975))


def test_an_estimate_spans_what_it_is_given_and_none_without_ends() -> None:
    assert Estimate.spanning(2.0, "km", (3.0, 2.5), "range") == Estimate(2.0, "km", 2.0, 3.0, "range")
    assert Estimate.spanning(2.0, "km", (), "range") == Estimate(2.0, "km")


def test_a_row_of_a_table_is_read_with_its_bounds_or_its_reason() -> None:
    row = {"unit": "share", "value": 0.5, "low": 0.4, "high": 0.6, "missing_reason": None}
    assert Estimate.from_row(row, "confidence95") == Estimate(0.5, "share", 0.4, 0.6, "confidence95")
    assert Estimate.from_row(row | {"low": None, "high": None}, "confidence95") == Estimate(0.5, "share")
    missing = Estimate.from_row(row | {"value": None, "missing_reason": "too few"}, "confidence95")
    assert missing.missing_reason == "too few"
    gain = {"unit": "share", "gain": 0.1, "gain_low": 0.0, "gain_high": 0.2}
    assert Estimate.from_row(gain, "confidence95", of="gain").high == 0.2


def test_the_standard_error_is_that_of_a_normal_estimate() -> None:
    assert Estimate(0.0, "log odds", -1.959964, 1.959964, "confidence95").standard_error == pytest.approx(1.0)
    assert Estimate(0.0, "log odds").standard_error is None


def test_a_logarithm_becomes_its_factor_with_its_bounds() -> None:
    factor = Estimate(0.0, "log ratio", -1.0, 1.0, "draws95").exp("ratio")
    assert (factor.low, factor.value, factor.high) == pytest.approx((1 / math.e, 1.0, math.e))
    assert factor.unit == "ratio"


def test_a_ratio_has_the_bounds_of_the_extremes_and_both_sources() -> None:
    above = Estimate(6.0, "km", 4.0, 8.0, "range", ("a",))
    ratio = above.over(Estimate(2.0, "km", 1.0, 4.0, "range", ("b", "a")))
    assert ratio == Estimate(3.0, "ratio", 1.0, 8.0, "range", ("a", "b"))
    assert above.over(Estimate(2.0, "km")).interval is None
    with pytest.raises(ValueError, match="above zero"):
        above.over(Estimate(0.0, "km"))


def run() -> Series:
    points = (Point(1990, 1.0, 0.5, 2.0), Point(1991, None), Point(1992, 3.0, 2.0, 4.0))
    return Series("deaths", "battle deaths", "deaths", Domain(1946, 2025, "ucdp", "dispute-year"), points, "range")


def test_a_series_tells_the_years_it_knows() -> None:
    first, last = Known(1990, 1.0, 0.5, 2.0), Known(1992, 3.0, 2.0, 4.0)
    assert run().known() == [first, last]
    assert run().known(1991) == run().known(1992, 1992) == [last]
    assert (run().last, run().point(1990), run().point(1991)) == (last, first, None)
    assert run().frame.rows()[1:] == [(1991, None, None, None), (1992, 3.0, 2.0, 4.0)]


def test_a_series_passes_through_a_rising_function_under_a_key_of_its_own() -> None:
    logs = run().through(math.log, "deaths.log", "log deaths", "log deaths")
    assert (logs.key, logs.interval, logs.points[1].value) == ("deaths.log", "range", None)
    assert logs.at(1992).high == pytest.approx(math.log(4.0))


@pytest.mark.parametrize("key", ["", "battle deaths", "türkiye"])
def test_a_key_is_one_that_a_file_can_hold(key: str) -> None:
    with pytest.raises(ValueError, match="ASCII without spaces"):
        Series(key, "battle deaths", "deaths", Domain(1946, 2025, "ucdp", "dispute-year"), ())


def test_estimates_and_series_print_as_one_line() -> None:
    assert repr(Estimate(2.0, "km", 1.0, 3.0, "range")) == "Estimate(2 (1 to 3, range), 'km')"
    assert repr(Estimate.missing("km", "no outline")) == "Estimate(missing, 'km': no outline)"
    assert repr(run()) == "Series('deaths', 'battle deaths', 'deaths': 1990-1992, last 3)"
