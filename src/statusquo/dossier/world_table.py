"""The rows of the ranking as the page shows and sorts them: what each cell says, and what it sorts by."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.wording import runs, signed, significant
from statusquo.dossier.risk_charts import BLOCKS
from statusquo.dossier.world_disputes import Kind, WorldDispute
from statusquo.risk.fitted_paths import FIRST_YEAR

KINDS: tuple[Kind, ...] = get_args(Kind)

_BLOCKS = {**BLOCKS, "dispute": "dispute"}

SPARK_WIDE, SPARK_HIGH = 120.0, 30.0
_LEAST, _MOST = 1e-4, 1.0
"""The sparklines' scale, in logarithms: 0.01 to 100 per cent; what is less stands on the lower edge."""


@dataclass(frozen=True, slots=True)
class RankingCell:
    """One cell.

    Attributes:
        text: what it says; empty where there is nothing to tell.
        note: a small second line.
        key: what it sorts by; None sorts last whichever way.
        folded: a sentence that opens below.
        page: the file of what it names, in a folder that holds all pages.
        mark: the kind whose symbol stands before it.
    """

    text: str
    note: str = ""
    key: str | float | None = None
    folded: str = ""
    page: str = ""
    mark: Kind | None = None


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The path of the risk of war, drawn; positions in its own box.

    Attributes:
        lines: unbroken runs of years, as points of an SVG polyline.
        dots: years that stand alone.
        wars: where years stand that saw war begin.
        last: where the coming year stands.
        guide: height of one per cent.
        text: the path in words.
        key: the highest risk, by which the column sorts.
    """

    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    wars: tuple[float, ...]
    last: tuple[float, float] | None
    guide: float
    text: str
    key: float


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One dispute.

    Attributes:
        cells: in the order of the columns but the last.
        path: the path of its risk, which stands in that; None where none is told.
        kind: how it is shown.
        is_province: whether it is over a province of the Islamic State.
        names: its other names, by which it is found.
    """

    cells: tuple[RankingCell, ...]
    path: Sparkline | None
    kind: Kind
    is_province: bool
    names: tuple[str, ...]


def columns(coming_year: int) -> tuple[tuple[str, str, bool], ...]:
    """Return what stands above each column, a small second line, and whether a first click puts the largest first."""
    return (
        ("Dispute", "", False),
        ("Now", "", False),
        ("War", "%", True),
        ("Change", "points", True),
        ("Fighting", "renewed, %", True),
        ("Change", "points", True),
        ("State", "", False),
        ("Drivers of war", "log odds", False),
        ("Path of war", f"{FIRST_YEAR}–{coming_year}", True),
    )


def ranking_rows(disputes: Sequence[WorldDispute], paths: pl.DataFrame, coming_year: int) -> tuple[RankingRow, ...]:
    """Return the rows of the table, in the order given.

    Args:
        disputes: the disputes.
        paths: artefact ``risk_paths``.
        coming_year: the year after the data.
    """
    war = paths.filter(event="war").sort("year")
    by_dispute = dict(war.group_by("risk_set", "conflict_id_ucdp"))
    return tuple(
        RankingRow(
            _cells(row, place),
            _path(row, by_dispute, coming_year),
            row.kind,
            row.is_province,
            row.names,
        )
        for place, row in enumerate(disputes)
    )


def _path(
    row: WorldDispute, by_dispute: Mapping[tuple[object, ...], pl.DataFrame], coming_year: int
) -> Sparkline | None:
    if row.ranked is None:
        return None
    return sparkline(by_dispute[row.ranked.risk_set, row.ranked.conflict_id_ucdp], coming_year)


def _cells(row: WorldDispute, place: int) -> tuple[RankingCell, ...]:
    head = RankingCell(row.title, row.case.id, row.title.casefold(), row.why, row.page)
    now = RankingCell(row.now, row.more, float(KINDS.index(row.kind)), mark=row.kind)
    state = RankingCell(row.location, key=row.location.casefold())
    if row.ranked is None:
        # A war stands before every chance of one, in the page's own order.
        war = RankingCell("at war", key=1.0 + 1 / (1 + place)) if row.kind == "war" else RankingCell("")
        return (head, now, war, *[RankingCell("")] * 3, state, RankingCell(""))
    drivers = "\n".join(f"{_BLOCKS[block]} {_signed(shift)}" for block, shift in row.ranked.drivers)
    return (
        head,
        now,
        _risk(row.ranked.risk["war"]),
        _change(row.ranked.change["war"]),
        _risk(row.ranked.risk["recurrence"]),
        _change(row.ranked.change["recurrence"]),
        state,
        RankingCell(drivers, key=row.ranked.drivers[0][1] if row.ranked.drivers else None),
    )


def _risk(estimate: Estimate) -> RankingCell:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return RankingCell("")
    return RankingCell(_percent(estimate.value), f"{_percent(estimate.low)}–{_percent(estimate.high)}", estimate.value)


def _change(change: float | None) -> RankingCell:
    if change is None:
        return RankingCell("")
    points = 100 * change
    return RankingCell(_signed(points if abs(points) >= 0.005 else 0.0), key=points)


def _percent(share: float) -> str:
    return significant(100 * share) if share >= 0.0001 else "<0.01"


def _signed(number: float) -> str:
    return signed(number, 2 if abs(number) >= 0.1 else 1)


def sparkline(path: pl.DataFrame, coming_year: int) -> Sparkline:
    """Return a path as a drawing.

    Args:
        path: `year`, `risk`, `is_event` of one dispute, in order.
        coming_year: the year after the data, at the right edge.
    """
    risk = dict(path.select("year", "risk").iter_rows())
    wars = path.filter(pl.col("is_event"))["year"].to_list()
    lines, dots = [], []

    def at(year: int) -> float:
        return round(4 + (SPARK_WIDE - 8) * (year - FIRST_YEAR) / (coming_year - FIRST_YEAR), 1)

    for first, last in runs(list(risk)):
        points = [(at(year), _y(risk[year])) for year in range(first, last + 1)]
        if len(points) > 1:
            lines.append(" ".join(f"{x:.1f},{y:.1f}" for x, y in points))
        else:
            dots.append(points[0])
    highest = max(risk, key=lambda year: (risk[year], year))
    text = f"from {min(risk)}; highest {_percent(risk[highest])} % in {highest}"
    text += f"; war began in {', '.join(str(year) for year in wars)}" if wars else ""
    return Sparkline(
        tuple(lines),
        tuple(dots),
        tuple(at(year) for year in wars),
        (at(coming_year), _y(risk[coming_year])) if coming_year in risk else None,
        _y(0.01),
        f"Risk of war {text}",
        risk[highest],
    )


def _y(risk: float) -> float:
    share = math.log(min(max(risk, _LEAST), _MOST) / _LEAST) / math.log(_MOST / _LEAST)
    return round(SPARK_HIGH - 3 - (SPARK_HIGH - 8) * share, 1)
