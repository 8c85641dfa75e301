"""The time line: phases, episodes, key events and proposals in lanes over the shared years, with their names.

Names stand beside their marks on shelves, so that none meets another: once for a wide page and print, once for a phone,
where they break into lines. Where even so there is no room, a mark keeps its number or letter alone, which stands for
the entry of the list below the chart.
"""

from __future__ import annotations

import string
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, count, product
from typing import Any

import altair as alt
import polars as pl

from statusquo.cases.model import Case
from statusquo.cases.statements import Event, Proposal
from statusquo.core.wording import capitalised, listed, runs, sentence, span
from statusquo.documents.dates import PartialDate
from statusquo.dossier.fighting import Elsewhere
from statusquo.dossier.labels import CHARACTER_WIDTH
from statusquo.dossier.marks import LAYOUTS, boxes, dots, figure, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX
from statusquo.dossier.timecharts import TimeFrame, background, decimal_year

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

_BAR_LANE_PX = 24
_SHELF_PX, _LINE_PX, _GAP_PX = 20.0, 12.0, 6.0
_NAME_PX = LABEL_PX - 1
_LETTER_PX = _NAME_PX * CHARACTER_WIDTH
_MARK_PX = 9.0
"""Half the width of a mark; its name begins a little further out."""

_MOST_LINES = 3

_Row = dict[str, Any]

_DOWN = alt.Y("y:Q", scale=None, axis=None)
"""Pixels from the top of the plot."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How names are placed on plots from some width on (`marks.LAYOUTS`).

    Attributes:
        width_px: narrowest plot; on a wider one marks stand further apart, and names meet no sooner.
        shows: the Vega expression that says when the layout shows.
        most_named: so many proposals at most are named; more keep their letters alone.
    """

    width_px: int
    shows: str
    most_named: int


_LAYOUTS = tuple(_Layout(*layout, most) for layout, most in zip(LAYOUTS, (16, 4), strict=True))


@dataclass(slots=True)
class _Shelf:
    """A row of marks with their names, none of which meets another."""

    taken: list[tuple[float, float]] = field(default_factory=list)
    lines: int = 1

    @property
    def height(self) -> float:
        return max(_SHELF_PX, self.lines * _LINE_PX + 5)

    def has_room(self, left: float, right: float) -> bool:
        return all(right + _GAP_PX <= start or end + _GAP_PX <= left for start, end in self.taken)


@dataclass(frozen=True, slots=True)
class _Placed:
    """The marks of a lane in one layout, each with the lines of its name, and the lane's height in pixels."""

    marks: list[_Row]
    height: float


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
    bars = {
        "phases": _phase_bars(case, frame),
        "episodes": [*_episode_bars(episodes), *_bars_elsewhere(episodes, elsewhere)],
    }
    bars = {lane: rows for lane, rows in bars.items() if rows}
    layers, heights = background(frame), []
    for place, rows in enumerate(bars.values()):
        layers += _bar_layers(frame, rows, place * _BAR_LANE_PX)
    for layout in _LAYOUTS:
        top = float(len(bars) * _BAR_LANE_PX)
        names: list[_Row] = [
            {"at": frame.first, "y": (place + 0.5) * _BAR_LANE_PX, "text": lane} for place, lane in enumerate(bars)
        ]
        for lane, shape in (("events", "circle"), ("proposals", "square")):
            if marks[lane]:
                is_named = lane == "events" or len(marks[lane]) <= layout.most_named
                placed = place_marks(marks[lane], frame, layout.width_px, is_named=is_named)
                layers += _mark_layers(frame, placed.marks, top, shape, layout.shows)
                names.append({"at": frame.first, "y": top + placed.height / 2, "text": lane})
                top += placed.height
        for place, rows in enumerate(bars.values()):
            layers += _bar_names(frame, rows, (place + 0.5) * _BAR_LANE_PX, layout)
        look: dict[str, Any] = {"align": "right", "dx": -6, "baseline": "middle", "fontSize": _NAME_PX - 1}
        layers += text(names, frame.x(), _DOWN, only=layout.shows, color="muted", **look)
        heights.append(round(top) + 6)
    lanes = [*bars, *(lane for lane, rows in marks.items() if rows)]
    drawn = figure(
        "timeline",
        f"{capitalised(listed(lanes))}, {frame.first}–{frame.last}; grey: years with 25 battle deaths or more",
        layers,
        height=heights[0],
        words=_words(case, key, episodes, elsewhere),
        how=_help(case, bool(key), bool(proposals)),
        sources=["ucdp-prio-acd", *_case_sources(case, key, proposals)],
        data=_table([row for rows in (*bars.values(), *marks.values()) for row in rows]),
    )
    return replace(drawn, phone_px=drawn.spec["height"] + heights[1] - heights[0])


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


def _bar_layers(frame: TimeFrame, bars: Sequence[_Row], top: float) -> list[alt.Chart]:
    """Return bars, black for war and open otherwise."""
    layers: list[alt.Chart] = []
    for is_war, fill in ((False, "paper"), (True, "ink")):
        rows = [{**bar, "y": top + 3, "bottom": top + _BAR_LANE_PX - 4} for bar in bars if bar["is_war"] is is_war]
        if rows:
            look: dict[str, Any] = {"x2": "until", "y2": "bottom", "fill": fill, "stroke": "ink", "strokeWidth": 0.8}
            layers.append(boxes(rows, frame.x(), _DOWN, tip=tips(title=""), **look))
    return layers


def _bar_names(frame: TimeFrame, bars: Sequence[_Row], y: float, layout: _Layout) -> list[alt.Chart]:
    """Return on each bar its name where that has room, else its number, else nothing."""
    layers: list[alt.Chart] = []
    for is_war, ink in ((False, "ink"), (True, "paper")):
        rows = []
        for bar in bars:
            room = layout.width_px * (bar["until"] - bar["at"]) / len(frame.years) - 4
            fits = (words for words in (bar["title"], bar["mark"]) if len(words) * _LETTER_PX <= room)
            if bar["is_war"] is is_war and (words := next(fits, "")):
                rows.append({"at": (bar["at"] + bar["until"]) / 2, "y": y, "text": words})
        if rows:
            layers += text(
                rows, frame.x(), _DOWN, only=layout.shows, color=ink, fontSize=_NAME_PX - 1, baseline="middle"
            )
    return layers


def place_marks(marks: Sequence[_Row], frame: TimeFrame, width_px: int, *, is_named: bool) -> _Placed:
    """Return the marks of a lane on shelves, on each so many that neither marks nor names meet.

    A name stands right of its mark where it has room there, else left of it, else it breaks into lines on the wider
    side, and is cut after a few.

    Args:
        marks: in order of time, each with `at` and `title`.
        frame: the years shown.
        width_px: of the plot.
        is_named: whether names are placed, rather than marks alone.
    """
    shelves: list[_Shelf] = []
    found = []
    for mark in marks:
        x = width_px * (mark["at"] - frame.first) / len(frame.years)
        rooms = {"left": width_px - x - _MARK_PX - 3, "right": x - _MARK_PX - 3}
        side, lines = _broken(mark["title"], rooms) if is_named else ("left", [])
        reach = _MARK_PX + 3 + max(map(len, lines), default=0) * _LETTER_PX if lines else _MARK_PX
        left, right = (x - _MARK_PX, x + reach) if side == "left" else (x - reach, x + _MARK_PX)
        place = next((i for i, shelf in enumerate(shelves) if shelf.has_room(left, right)), len(shelves))
        if place == len(shelves):
            shelves.append(_Shelf())
        shelves[place].taken.append((left, right))
        shelves[place].lines = max(shelves[place].lines, len(lines))
        found.append((mark, place, side, lines))
    tops = [0.0, *accumulate(shelf.height for shelf in shelves)]
    placed = [
        {**mark, "y": (tops[place] + tops[place + 1]) / 2, "side": side, "lines": lines}
        for mark, place, side, lines in found
    ]
    return _Placed(placed, tops[-1])


def _broken(title: str, rooms: Mapping[str, float]) -> tuple[str, list[str]]:
    """Return how a name is aligned at its mark, and its lines."""
    for side, room in rooms.items():
        if len(title) * _LETTER_PX <= room:
            return side, [title]
    side = max(rooms, key=lambda name: rooms[name])
    return side, textwrap.wrap(title, int(rooms[side] / _LETTER_PX), max_lines=_MOST_LINES, placeholder="…")


def _mark_layers(frame: TimeFrame, marks: Sequence[_Row], top: float, shape: str, shows: str) -> list[alt.Chart]:
    """Return numbers or letters in open circles or squares, with the names beside them."""
    places = [{**{key: mark[key] for key in ("at", "mark", "date", "title")}, "y": top + mark["y"]} for mark in marks]
    lines = [
        {
            "at": mark["at"],
            "y": top + mark["y"] + (i - (len(mark["lines"]) - 1) / 2) * _LINE_PX,
            "text": words,
            "align": mark["side"],
            "dx": (1 if mark["side"] == "left" else -1) * (_MARK_PX + 3),
        }
        for mark in marks
        for i, words in enumerate(mark["lines"])
    ]
    tip = tips(date="", title="")
    look: dict[str, Any] = {"size": 240, "filled": True, "fill": "paper", "stroke": "ink", "strokeWidth": 1}
    word: dict[str, Any] = {"only": shows, "fontSize": _NAME_PX - 1, "baseline": "middle"}
    beside: dict[str, Any] = {name: alt.ExprRef(f"datum.{name}") for name in ("align", "dx")}
    return [
        dots(places, frame.x(), _DOWN, tip=tip, only=shows, shape=shape, **look),
        *text(places, frame.x(), _DOWN, "mark", tip=tip, dy=0.5, **word),
        *(text(lines, frame.x(), _DOWN, **{**word, "fontSize": _NAME_PX}, **beside) if lines else []),
    ]


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
