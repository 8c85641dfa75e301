"""The time line: phases, episodes, key events and proposals in lanes over the shared years.

Marks carry a number or letter and are named in lists beside the chart, so that the same chart serves a phone.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product
from typing import Any

import altair as alt
import polars as pl

from statusquo.cases.model import Case
from statusquo.cases.statements import Event, Proposal
from statusquo.core.wording import capitalised, listed, runs, sentence, span
from statusquo.documents.dates import PartialDate
from statusquo.dossier.fighting import Elsewhere
from statusquo.dossier.marks import boxes, dots, figure, level, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX
from statusquo.dossier.timecharts import TimeFrame, background, decimal_year

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

_LANE_PX = 22
_MARK_SHARE = 0.068
"""Marks closer than this share of the years shown would overlap on a phone, so they go to different rows."""

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Lanes:
    """The lanes of the chart, from the top: each with its name and number of rows."""

    rows: Mapping[str, int]

    @property
    def depth(self) -> int:
        return sum(self.rows.values())

    def top(self, lane: str) -> int:
        names = list(self.rows)
        return sum(self.rows[name] for name in names[: names.index(lane)])

    def y(self, field: str) -> alt.Y:
        """Return the vertical encoding, with the lanes' names as labels."""
        centres = {self.top(name) + count / 2: name for name, count in self.rows.items()}
        lookup = "{" + ",".join(f"'{centre:g}': '{name}'" for centre, name in centres.items()) + "}"
        axis = alt.Axis(values=list(centres), labelExpr=f"{lookup}['' + datum.value]", title=None, grid=False)
        return level([0, self.depth], axis, reverse=True)(field)


def timeline_figure(
    case: Case, frame: TimeFrame, episodes: pl.DataFrame, elsewhere: Sequence[Elsewhere] = ()
) -> Figure:
    """Return the time line of a dispute.

    Args:
        case: the dispute.
        frame: the years shown.
        episodes: its rows of the table `episodes`.
        elsewhere: the fighting over the same ground under other numbers.
    """
    key = [event for event in case.event if event.is_key]
    proposals = lettered(case)
    marks = {
        "events": [_mark("event", str(i), e.title, e.date, frame) for i, e in enumerate(key, 1)],
        "proposals": [_mark("proposal", letter, p.name, p.date, frame) for p, letter in proposals],
    }
    apart = _MARK_SHARE * len(frame.years)
    levels = {lane: stagger([row["at"] for row in rows], apart) for lane, rows in marks.items()}
    counts = {"phases": min(len(case.phase), 1), "episodes": 1}
    counts |= {lane: max(found, default=-1) + 1 for lane, found in levels.items()}
    lanes = _Lanes({lane: count for lane, count in counts.items() if count})

    bars = {
        "phases": _phase_bars(case, frame),
        "episodes": [*_episode_bars(episodes), *_bars_elsewhere(episodes, elsewhere)],
    }
    layers = background(frame)
    for lane, rows in bars.items():
        layers += _bar_layers(frame, lanes, lane, rows)
    for lane, shape in (("events", "circle"), ("proposals", "square")):
        if marks[lane]:
            placed = [
                {**row, "y": lanes.top(lane) + level + 0.5}
                for row, level in zip(marks[lane], levels[lane], strict=True)
            ]
            layers += _mark_layers(frame, lanes, placed, shape)
    return figure(
        "timeline",
        f"{capitalised(listed(lanes.rows))}, {frame.first}–{frame.last}",
        layers,
        height=lanes.depth * _LANE_PX + 8,
        words=_words(case, key, episodes, elsewhere),
        how=_help(case, bool(key), bool(proposals)),
        sources=["ucdp-prio-acd", *_case_sources(case, key, proposals)],
        data=_table([*bars["phases"], *bars["episodes"], *marks["events"], *marks["proposals"]]),
    )


def _table(rows: Sequence[_Row]) -> pl.DataFrame:
    columns = ("lane", "mark", "date", "until_date", "title")
    return pl.DataFrame(
        [{name: row.get(name, "") for name in columns} for row in rows], schema=dict.fromkeys(columns, pl.String)
    )


def _phase_bars(case: Case, frame: TimeFrame) -> list[_Row]:
    bars = []
    for mark, phase in zip(ROMAN, case.phase, strict=False):
        at = _clamped(decimal_year(phase.start.first), frame)
        until = _clamped(decimal_year(phase.end.last) if phase.end else frame.last + 1, frame)
        dates = (str(phase.start), str(phase.end or ""))
        bars.append(_bar("phase", mark, phase.name, dates, (at, until), phase.kind == "war"))
    return bars


def _episode_bars(episodes: pl.DataFrame) -> list[_Row]:
    return [
        _years_bar(str(number), f"episode {number}", first, last, peak == "war")
        for number, first, last, peak in episodes.sort("episode")
        .select("episode", "first_year", "last_year", "peak_intensity")
        .iter_rows()
    ]


def _bars_elsewhere(episodes: pl.DataFrame, elsewhere: Sequence[Elsewhere]) -> list[_Row]:
    """Return a bar for each run of years that no episode of the dispute's own covers."""
    own = {
        year
        for first, last in episodes.select("first_year", "last_year").iter_rows()
        for year in range(first, last + 1)
    }
    return [
        _years_bar(
            f"({other.conflict_id})",
            f"conflict {other.conflict_id}",
            first,
            last,
            any(first <= year <= last for year in other.wars),
        )
        for other in elsewhere
        for first, last in runs([year for year in other.years if year not in own])
    ]


def _years_bar(mark: str, name: str, first: int, last: int, is_war: bool) -> _Row:
    title = f"{name}: {span(first, last)}"
    return _bar("episode", mark, title, (str(first), str(last)), (first, last + 1), is_war)


def _bar(lane: str, mark: str, title: str, dates: tuple[str, str], ends: tuple[float, float], is_war: bool) -> _Row:
    (date, until_date), (at, until) = dates, ends
    return {
        "lane": lane, "mark": mark, "title": title, "date": date, "until_date": until_date, "at": at, "until": until,
        "is_war": is_war,
    }  # fmt: skip


def _mark(lane: str, mark: str, title: str, date: PartialDate, frame: TimeFrame) -> _Row:
    return {
        "lane": lane,
        "mark": mark,
        "title": title,
        "date": str(date),
        "at": _clamped(decimal_year(date.first), frame),
    }


def _bar_layers(frame: TimeFrame, lanes: _Lanes, lane: str, bars: Sequence[_Row]) -> list[alt.Chart]:
    """Return bars, black for war and open otherwise, with their marks where there is room for them."""
    if not bars:
        return []
    top = lanes.top(lane)
    layers: list[alt.Chart] = []
    for is_war, fill, ink in ((False, "paper", "ink"), (True, "ink", "paper")):
        rows = [
            {**bar, "middle": (bar["at"] + bar["until"]) / 2, "top": top + 0.14, "y": top + 0.5, "bottom": top + 0.86}
            for bar in bars
            if bar["is_war"] is is_war
        ]
        if not rows:
            continue
        look: dict[str, Any] = {"x2": "until", "y2": "bottom", "fill": fill, "stroke": "ink", "strokeWidth": 0.8}
        layers.append(boxes(rows, frame.x(), lanes.y("top"), tip=tips(title=""), **look))
        roomy = [row for row in rows if row["until"] - row["at"] >= 0.016 * len(frame.years) * len(row["mark"]) ** 0.5]
        word: dict[str, Any] = {"fontSize": LABEL_PX - 2, "color": ink, "baseline": "middle", "dy": 0.5}
        layers += text(roomy, frame.x("middle"), lanes.y("y"), "mark", **word)
    return layers


def _mark_layers(frame: TimeFrame, lanes: _Lanes, marks: Sequence[_Row], shape: str) -> list[alt.Chart]:
    """Return numbers or letters in open circles or squares."""
    tip = tips(date="", title="")
    look: dict[str, Any] = {"size": 290, "filled": True, "fill": "paper", "stroke": "ink", "strokeWidth": 1}
    word: dict[str, Any] = {"fontSize": LABEL_PX - 1, "baseline": "middle", "dy": 0.5}
    return [
        dots(marks, frame.x(), lanes.y("y"), tip=tip, shape=shape, **look),
        *text(marks, frame.x(), lanes.y("y"), "mark", tip=tip, **word),
    ]


def stagger(positions: Sequence[float], apart: float) -> list[int]:
    """Return for each mark, in the order given, the first row in which it stands at least `apart` from all others."""
    rows: list[list[float]] = []
    found = []
    for position in positions:
        row = next(
            (i for i, taken in enumerate(rows) if all(abs(position - other) >= apart for other in taken)),
            len(rows),
        )
        if row == len(rows):
            rows.append([])
        rows[row].append(position)
        found.append(row)
    return found


def _clamped(year: float, frame: TimeFrame) -> float:
    return min(max(year, frame.first), frame.last + 1)


def lettered(case: Case) -> list[tuple[Proposal, str]]:
    """Return the proposals in order of time, each with its letter: A to Z, then AA, AB and so on."""
    letters = ("".join(letter) for n in count(1) for letter in product(string.ascii_uppercase, repeat=n))
    return list(zip(sorted(case.proposal, key=lambda p: p.date), letters, strict=False))


def span_of(row: Any) -> str:
    """Return the dates of a phase or a holding as text."""
    return f"{row.start.long_text} – {row.end.long_text if row.end else 'today'}"


def _words(case: Case, key: Sequence[Event], episodes: pl.DataFrame, elsewhere: Sequence[Elsewhere]) -> str:
    own = listed([span(e["first_year"], e["last_year"]) for e in episodes.sort("episode").to_dicts()])
    words = f"UCDP episodes: {own}."
    words += "".join(f" {sentence(other.text)}" for other in elsewhere)
    if case.phase:
        words += " Phases: " + "; ".join(f"{phase.name}, {span_of(phase)}" for phase in case.phase) + "."
    if key:
        words += " Key events: " + "; ".join(f"{event.date}, {event.title}" for event in key) + "."
    return words


def _help(case: Case, has_events: bool, has_proposals: bool) -> str:
    parts = [
        "Grey bands are active years (at least 25 battle deaths), those in stronger grey years of war; black bars are "
        "episodes"
    ]
    parts[0] += " and phases of war." if case.phase else " that reached war."
    lists = [
        name
        for name, there in (
            ("numbers (events)", has_events),
            ("letters (proposals)", has_proposals),
            ("roman numerals (phases)", bool(case.phase)),
        )
        if there
    ]
    if lists:
        parts.append(f"The {listed(lists)} refer to the lists below.")
    return " ".join(parts)


def _case_sources(case: Case, key: Sequence[Event], proposals: Sequence[tuple[Proposal, str]]) -> tuple[str, ...]:
    """Return the few case sources that most of the marks rest on; each entry below the chart cites its own."""
    counts: dict[str, int] = {}
    for row in (*key, *(p for p, _ in proposals)):
        for name in row.source:
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:3])
