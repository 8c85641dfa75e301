"""The one type for a number (`Estimate`) and the one type for a yearly run of them (`Series`).

An estimate carries its interval, the kind of that interval, its unit and its sources everywhere, down to the plots;
a number that is not there carries the reason instead. Both types refuse to be built inconsistent, and both print
themselves as the JSON that every command promises.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from statusquo.core.domain import Domain
from statusquo.core.intervals import Z_95

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

Interval = Literal["credible95", "confidence95", "draws95", "range", "source-range"]
"""What the bounds of an estimate mean.

`draws95` holds 95 % of the draws of uncertain inputs and `range` the least and the most of what was tried. UCDP's low
and high are a `source-range`.
"""

INTERVALS: tuple[str, ...] = get_args(Interval)


def _check_bounds(value: float | None, low: float | None, high: float | None, where: str) -> None:
    for name, number in (("value", value), ("low", low), ("high", high)):
        if number is not None and not math.isfinite(number):
            raise ValueError(f"{where}: {name} is {number}; allowed: a finite number, or None for missing")
    if (low is None) != (high is None):
        raise ValueError(f"{where}: one bound without the other (low {low}, high {high})")
    if low is not None and high is not None:
        if value is None:
            raise ValueError(f"{where}: bounds {low} to {high} without a value")
        if not low <= value <= high:
            raise ValueError(f"{where}: value {value} lies outside its bounds {low} to {high}")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, unit and sources, or the reason why there is none.

    Attributes:
        value: the best value, in `unit`; None when missing.
        low: lower bound, in `unit`; None when no interval is known.
        high: upper bound, in `unit`.
        interval: what the bounds mean; set exactly when they are.
        unit: the unit, such as ``battle deaths`` or ``km2``.
        sources: ids of the origins the number rests on.
        missing_reason: why there is no value; set exactly when `value` is None.

    Raises:
        ValueError: when the fields contradict each other.
    """

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    interval: Interval | None = None
    sources: tuple[str, ...] = ()
    missing_reason: str | None = None

    def __post_init__(self) -> None:
        _check_bounds(self.value, self.low, self.high, self.unit)
        if (self.interval is None) != (self.low is None):
            raise ValueError(f"{self.unit}: bounds and the kind of interval go together, found {self.interval!r}")
        if self.interval is not None and self.interval not in INTERVALS:
            raise ValueError(f"{self.unit}: interval {self.interval!r}; allowed: {', '.join(INTERVALS)}")
        if (self.value is None) != (self.missing_reason is not None):
            raise ValueError(f"{self.unit}: a missing value needs a reason, a present one has none")
        if not self.unit:
            raise ValueError("an estimate needs a unit; write 'ratio' or 'share' for a bare number")

    @classmethod
    def missing(cls, unit: str, reason: str, sources: Iterable[str] = ()) -> Estimate:
        """Return an estimate that has no value, with the reason."""
        return cls(None, unit, sources=tuple(sources), missing_reason=reason)

    @classmethod
    def spanning(
        cls, value: float, unit: str, ends: Iterable[float], interval: Interval, sources: Iterable[str] = ()
    ) -> Estimate:
        """Return an estimate whose bounds are the least and the most of some numbers and the value itself.

        Args:
            value: the best value, in `unit`.
            unit: the unit.
            ends: what the bounds must hold; without any the estimate has no interval.
            interval: what the bounds mean.
            sources: ids of the origins.
        """
        bounds = [float(end) for end in ends]
        if not bounds:
            return cls(value, unit, sources=tuple(sources))
        return cls(value, unit, min(value, *bounds), max(value, *bounds), interval, tuple(sources))

    @classmethod
    def from_draws(
        cls,
        drawn: NDArray[np.float64],
        unit: str,
        *,
        value: float | None = None,
        interval: Interval = "draws95",
        sources: Iterable[str] = (),
    ) -> Estimate:
        """Return an estimate whose interval holds the middle 95 % of draws, and the value.

        Args:
            drawn: the draws, one or more.
            unit: the unit of the draws.
            value: the best value; the median of the draws by default.
            interval: what the draws are of.
            sources: ids of the origins.
        """
        from statusquo.core.draws import central_95, median_95

        if value is None:
            low, value, high = (float(number) for number in median_95(drawn))
        else:
            low, high = central_95(drawn)
        return cls.spanning(float(value), unit, (low, high), interval, sources)

    @classmethod
    def from_row(
        cls, row: Mapping[str, Any], interval: Interval, sources: Iterable[str] = (), *, of: str = ""
    ) -> Estimate:
        """Return the estimate that a row of a table holds.

        Args:
            row: with `value`, `low`, `high` and `unit`, and `missing_reason` where there is no value.
            interval: what bounds mean where the row has them.
            sources: ids of the origins.
            of: the name of the number, where the columns are called by it: ``difference``, ``difference_low``.
        """
        value, (low, high) = row[of or "value"], (row[f"{of}_{end}" if of else end] for end in ("low", "high"))
        if value is None:
            return cls.missing(row["unit"], row.get("missing_reason") or "the table gives none", sources)
        return cls(value, row["unit"], low, high, None if low is None else interval, tuple(sources))

    @property
    def standard_error(self) -> float | None:
        """The standard error of a normal estimate with this 95 % interval; None where there is no interval."""
        return None if self.low is None or self.high is None else (self.high - self.low) / (2 * Z_95)

    def through(self, rising: Callable[[float], float], unit: str) -> Estimate:
        """Return the estimate through a rising function, which keeps medians and bounds."""
        value, low, high = (None if n is None else float(rising(n)) for n in (self.value, self.low, self.high))
        return replace(self, value=value, low=low, high=high, unit=unit)

    def exp(self, unit: str) -> Estimate:
        """Return the factor that a logarithm stands for."""
        return self.through(math.exp, unit)

    def over(self, other: Estimate, unit: str = "ratio") -> Estimate:
        """Return this number over another, both above zero; the bounds are those of the extremes.

        Raises:
            ValueError: when either is missing or zero.
        """
        if not self.value or not other.value:
            raise ValueError("a ratio needs two values above zero")
        sources = tuple(dict.fromkeys([*self.sources, *other.sources]))
        value = self.value / other.value
        if self.low is None or self.high is None or not other.low or not other.high:
            return Estimate(value, unit, sources=sources)
        return Estimate(value, unit, self.low / other.high, self.high / other.low, self.interval, sources)

    def __repr__(self) -> str:
        if self.value is None:
            return f"Estimate(missing, {self.unit!r}: {self.missing_reason})"
        bounds = "" if self.low is None else f" ({self.low:.4g} to {self.high:.4g}, {self.interval})"
        return f"Estimate({self.value:.6g}{bounds}, {self.unit!r})"

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "interval": self.interval,
            "unit": self.unit,
            "sources": list(self.sources),
            "missing_reason": self.missing_reason,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Estimate:
        """Return the estimate that `to_json` wrote."""
        return cls(**{**data, "sources": tuple(data["sources"])})


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a series: value and bounds, all None where the year is missing."""

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        _check_bounds(self.value, self.low, self.high, str(self.year))


class Known(NamedTuple):
    """A point that has a value."""

    year: int
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """A yearly run of one quantity.

    Attributes:
        key: what code and files call it by, such as ``military`` or ``regional.without:640``.
        label: what is measured, as an axis would say it, for people alone.
        unit: the unit of every point.
        interval: what the points' bounds mean; None when no point has bounds.
        sources: ids of the origins.
        domain: where the quantity is defined; a point outside the domain's years is refused.
        points: one per year, in order; a year that is missing may be absent or have value None.

    Raises:
        ValueError: when the points are out of order, outside the domain, or bounded without a kind of interval.
    """

    key: str
    label: str
    unit: str
    domain: Domain
    points: tuple[Point, ...]
    interval: Interval | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.key or not self.key.isascii() or " " in self.key:
            raise ValueError(f"{self.label}: the key {self.key!r} must be ASCII without spaces")
        years = [point.year for point in self.points]
        if any(later <= earlier for earlier, later in itertools.pairwise(years)):
            raise ValueError(f"{self.label}: years must rise without repeats")
        outside = [
            point.year for point in self.points if point.value is not None and not self.domain.covers(point.year)
        ]
        if outside:
            raise ValueError(f"{self.label}: {outside[0]} lies outside {self.domain.years_text}")
        if (self.interval is not None) != any(point.low is not None for point in self.points):
            raise ValueError(f"{self.label}: bounds and the kind of interval go together")

    @classmethod
    def from_draws(
        cls,
        key: str,
        label: str,
        unit: str,
        domain: Domain,
        drawn: Mapping[int, NDArray[np.float64]],
        sources: Iterable[str] = (),
    ) -> Series:
        """Return the series of the medians of yearly draws, with the bounds of their middle 95 %.

        Args:
            key: its key.
            label: what is measured.
            unit: the unit of the draws.
            domain: where the quantity is defined.
            drawn: the draws by year, as many in each.
            sources: ids of the origins.
        """
        if not drawn:
            return cls(key, label, unit, domain, (), sources=tuple(sources))
        import numpy as np

        from statusquo.core.draws import median_95

        years = sorted(drawn)
        low, value, high = median_95(np.stack([drawn[year] for year in years], axis=1), axis=0)
        points = map(Point, years, value.tolist(), low.tolist(), high.tolist())
        return cls(key, label, unit, domain, tuple(points), "draws95", tuple(sources))

    def at(self, year: int) -> Estimate:
        """Return the estimate of one year, missing with its reason where there is none."""
        if not self.domain.covers(year):
            return Estimate.missing(self.unit, f"{year} lies outside {self.domain.years_text}", self.sources)
        for point in self.points:
            if point.year == year and point.value is not None:
                bounded = point.low is not None
                return Estimate(
                    point.value, self.unit, point.low, point.high, self.interval if bounded else None, self.sources
                )
        return Estimate.missing(self.unit, f"no value for {year}", self.sources)

    def known(self, first: int | None = None, last: int | None = None) -> list[Known]:
        """Return the points that have a value, from a first to a last year, both inclusive."""
        return [
            Known(p.year, p.value, p.low, p.high)
            for p in self.points
            if p.value is not None and (first is None or p.year >= first) and (last is None or p.year <= last)
        ]

    def point(self, year: int) -> Known | None:
        """Return the point of one year; None where it has no value."""
        return next(iter(self.known(year, year)), None)

    @property
    def last(self) -> Known | None:
        """The last point that has a value; None where none has."""
        return next(reversed(self.known()), None)

    def through(self, rising: Callable[[float], float], key: str, label: str, unit: str) -> Series:
        """Return the series through a rising function, which keeps medians and bounds."""
        points = tuple(
            Point(p.year, *(None if n is None else float(rising(n)) for n in (p.value, p.low, p.high)))
            for p in self.points
        )
        return replace(self, key=key, label=label, unit=unit, points=points)

    @property
    def frame(self) -> pl.DataFrame:
        """The points as a table: year, value, low, high."""
        import polars as pl

        schema = {"year": pl.Int64, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
        return pl.DataFrame([(p.year, p.value, p.low, p.high) for p in self.points], schema, orient="row")

    def __repr__(self) -> str:
        known = self.known()
        years = f"{known[0].year}-{known[-1].year}, last {known[-1].value:.4g}" if known else "no value"
        return f"Series({self.key!r}, {self.label!r}, {self.unit!r}: {years})"

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form."""
        return {
            "key": self.key,
            "label": self.label,
            "unit": self.unit,
            "interval": self.interval,
            "sources": list(self.sources),
            "domain": self.domain.to_json(),
            "points": [{"year": p.year, "value": p.value, "low": p.low, "high": p.high} for p in self.points],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Series:
        """Return the series that `to_json` wrote."""
        return cls(
            key=data["key"],
            label=data["label"],
            unit=data["unit"],
            interval=data["interval"],
            sources=tuple(data["sources"]),
            domain=Domain.from_json(data["domain"]),
            points=tuple(Point(**point) for point in data["points"]),
        )
