"""What happened: phases, episodes, key events and proposals on one time line, and battle deaths with their ranges.

Episodes and intensity are UCDP/PRIO's (25 battle deaths in a calendar year; war from 1,000), deaths are UCDP's as
carried by the conflict-peace spells. Phases, events and proposals are the case file's.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.cases.model import Case, Event, Proposal
from statusquo.dossier.parts import Block, Entry, EntryList, Figure, Section
from statusquo.dossier.theme import LABEL_PX, role
from statusquo.dossier.timecharts import TimeFrame, background, decimal_year, full_height, layered, note, values
from statusquo.dossier.wording import counted, listed, sentence, significant, span, spans, whole, with_range

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LANE_PX = 22
_MARK_YEARS = 2.6
"""Marks closer than this many years on a phone would overlap, so they go to different rows."""


def what_happened(case: Case, episodes: pl.DataFrame, years: pl.DataFrame, frame: TimeFrame) -> Section:
    """Return the section.

    Args:
        case: the dispute.
        episodes: rows of the table `episodes` for this dispute.
        years: rows of the table `dispute_years` for this dispute.
        frame: the years shown.
    """
    blocks: list[Block] = [_timeline(case, frame, episodes)]
    if years["deaths_best"].count():
        blocks.append(_deaths(years, frame))
    key = [event for event in case.event if event.is_key]
    if key:
        blocks.append(EntryList("key-events", "Key events", tuple(_event_entry(case, e, str(i)) for i, e in enumerate(key, 1))))
    if case.proposal:
        blocks.append(EntryList("proposals", "Proposals and answers", tuple(_proposal_entry(case, p, m) for p, m in _lettered(case))))
    if case.phase:
        entries = tuple(
            Entry(mark, span_of(phase), phase.name, phase.text, sources=phase.source)
            for mark, phase in zip(ROMAN, case.phase, strict=False)
        )
        blocks.append(EntryList("phases", "Phases", entries, is_folded=True))
    if len(case.event) > len(key):
        blocks.append(
            EntryList("all-events", f"All {len(case.event)} events", tuple(_event_entry(case, e, "") for e in case.event), is_folded=True)
        )
    return Section("what-happened", "What happened?", finding(episodes, years), tuple(blocks), _caveats(years))


def finding(episodes: pl.DataFrame, years: pl.DataFrame) -> str:
    """Return the section's sentence, made from the episodes and the yearly deaths."""
    wars = years.filter(pl.col("intensity") == "war")["year"].to_list()
    first, last = int(years["year"].min()), int(years["year"].max())  # type: ignore[arg-type]
    text = (
        f"UCDP records {counted(episodes.height, 'episode')} of fighting between {first} and {last}, "
        f"{counted(years.height, 'active year')} in all"
        if episodes.height > 1
        else f"UCDP records one episode of fighting, {span(first, last)}"
    )
    text += f", at the level of war in {spans(wars)}" if wars else ", none of them at the level of war"
    known = years.drop_nulls("deaths_best")
    if known.height:
        best, low, high = (int(known[f"deaths_{kind}"].sum()) for kind in ("best", "low", "high"))
        where = "" if known.height == years.height else f" in the {counted(known.height, 'year')} that have an estimate"
        text += f"; the battle deaths it counts{where} add up to {with_range(best, low, high)}"
        worst = known.sort("deaths_best", descending=True).row(0, named=True)
        share = 100 * worst["deaths_best"] / best
        if share >= 30 and known.height > 2:
            text += f", {significant(share)} % of them in {worst['year']} alone"
    else:
        text += "; no estimate of battle deaths is at hand"
    ending = episodes.sort("episode").row(-1, named=True)
    if ending["is_ongoing"]:
        text += f". The latest episode was still going on in {ending['last_year']}, the last year of the data"
    elif ending["outcome"]:
        text += f". The latest episode, {span(ending['first_year'], ending['last_year'])}, is coded as ending with {_outcome(ending['outcome'])}"
    return sentence(text)


def _outcome(outcome: str) -> str:
    return {
        "victory for government side": "a victory for the government side",
        "victory for non-state side": "a victory for the non-state side",
        "peace agreement": "a peace agreement",
        "ceasefire agreement": "a ceasefire agreement",
        "low activity": "activity below 25 battle deaths a year",
        "actor ceases to exist": "an actor ceasing to exist",
    }[outcome]


def _deaths(years: pl.DataFrame, frame: TimeFrame) -> Figure:
    known = years.drop_nulls("deaths_best").with_columns(at=pl.col("year") + 0.5)
    top = int(known["deaths_high"].max())  # type: ignore[arg-type]
    floor = min(20, int(known["deaths_low"].min()))  # type: ignore[arg-type]
    y_scale = alt.Scale(type="log", domain=[max(floor, 1), max(top * 1.6, 2000)], nice=False, clamp=True)
    ticks = [n for n in (1, 10, 25, 100, 1000, 10_000, 100_000, 1_000_000) if floor <= n <= max(top * 1.6, 2000)]
    y_axis = alt.Axis(values=ticks, format=",d", title="battle deaths a year, logarithmic scale", grid=True)

    def y(field: str = "deaths_best") -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=y_axis)

    tooltip = [
        alt.Tooltip("year:Q", format="d"),
        alt.Tooltip("deaths_best:Q", title="best", format=","),
        alt.Tooltip("deaths_low:Q", title="low", format=","),
        alt.Tooltip("deaths_high:Q", title="high", format=","),
        alt.Tooltip("intensity:N"),
    ]
    points = known.select("at", "year", "deaths_best", "deaths_low", "deaths_high", "intensity")
    layers = background(frame)
    align = _emptier_side(points, frame)
    threshold = {"at": frame.first if align == "left" else frame.last + 1, "text": "war: 1,000 and more", "deaths_best": 1000}
    layers.append(
        alt.Chart(alt.Data(values=[threshold]))
        .mark_rule(strokeDash=[4, 3], color=role("muted"), tooltip=None)  # type: ignore[arg-type]
        .encode(y=y())
    )
    layers.append(note(frame, threshold, y(), align=align))
    layers.append(
        alt.Chart(values(points)).mark_rule(strokeWidth=2.5, color=role("ink"), opacity=0.55).encode(
            x=frame.x(), y=y("deaths_low"), y2="deaths_high:Q", tooltip=tooltip
        )
    )
    for intensity, fill in (("minor", "paper"), ("war", "ink")):
        layers.append(
            alt.Chart(values(points.filter(pl.col("intensity") == intensity)))
            .mark_point(size=52, filled=True, fill=role(fill), stroke=role("ink"), strokeWidth=1.4, opacity=1)  # type: ignore[arg-type]
            .encode(x=frame.x(), y=y(), tooltip=tooltip)
        )
    layers.append(
        alt.Chart(values(_peaks(points).with_columns(text=pl.col("deaths_best").map_elements(whole, return_dtype=pl.String))))
        .mark_text(dy=-9, baseline="bottom", fontSize=LABEL_PX, color=role("ink"), tooltip=None)  # type: ignore[arg-type]
        .encode(x=frame.x(), y=y("deaths_high"), text="text:N")
    )
    worst = points.sort("deaths_best", descending=True).head(5).sort("year")
    heaviest = [f"{r['year']}, {with_range(r['deaths_best'], r['deaths_low'], r['deaths_high'])}" for r in worst.to_dicts()]
    words = f"Battle deaths by year, {frame.first} to {frame.last}. Heaviest: {'; '.join(heaviest)}."
    data = years.select("year", "episode", "intensity", "type", "deaths_best", "deaths_low", "deaths_high")
    return Figure(
        id="battle-deaths",
        title="Battle deaths a year, with UCDP’s low and high estimates",
        spec=layered(layers, height=230, description=words),
        alt=words,
        how_to_read=(
            "Each dot is the best estimate for a year, the bar its low and high estimates (a range over sources, not a 95 % "
            "interval); filled dots are years of war, grey bands active years. A year without a dot has fewer than 25 recorded battle deaths"
            + ("" if known.height == years.height else ", or no estimate at all (grey band, no dot)")
            + ". Drag across to compare years in all charts."
        ),
        sources=("ucdp-prio-acd", "tjet-spells"),
        data=data,
        height_px=full_height(230),
        totals={"battle deaths (best)": {r["year"]: r["deaths_best"] for r in points.to_dicts()}},
    )


def _emptier_side(points: pl.DataFrame, frame: TimeFrame) -> str:
    """Return the side on which fewer estimates lie near the threshold of war, where its label would meet them."""
    near = points.filter(pl.col("deaths_high") >= 600, pl.col("deaths_low") <= 3000)
    reach = 0.4 * len(frame.years)
    left = near.filter(pl.col("at") < frame.first + reach).height
    right = near.filter(pl.col("at") > frame.last + 1 - reach).height
    return "left" if left <= right else "right"


def _peaks(points: pl.DataFrame) -> pl.DataFrame:
    """Return the rows worth a number: each the highest within three years of itself, the four highest of these."""
    rows = points.sort("deaths_best", descending=True).to_dicts()
    chosen: list[dict[str, Any]] = []
    for row in rows:
        if all(abs(row["year"] - other["year"]) > 3 for other in chosen):
            chosen.append(row)
    return pl.DataFrame(chosen[:4], schema=points.schema)


def _timeline(case: Case, frame: TimeFrame, episodes: pl.DataFrame) -> Figure:
    key = [event for event in case.event if event.is_key]
    event_rows = stagger([_clamped(decimal_year(e.date.first), frame) for e in key], _MARK_YEARS * len(frame.years) / 38)
    proposals = _lettered(case)
    proposal_rows = stagger([_clamped(decimal_year(p.date.first), frame) for p, _ in proposals], _MARK_YEARS * len(frame.years) / 38)
    lanes: list[tuple[str, int]] = [("episodes", 1)]
    if case.phase:
        lanes.insert(0, ("phases", 1))
    if key:
        lanes.append(("events", max(event_rows) + 1))
    if proposals:
        lanes.append(("proposals", max(proposal_rows) + 1))
    tops, depth = {}, 0
    for name, rows in lanes:
        tops[name] = depth
        depth += rows
    height = depth * _LANE_PX + 8
    centres = {name: tops[name] + rows / 2 for name, rows in lanes}
    lookup = "{" + ",".join(f"'{centre:g}': '{name}'" for name, centre in centres.items()) + "}"
    axis = alt.Axis(values=list(centres.values()), labelExpr=f"{lookup}['' + datum.value]", title=None, grid=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, depth], reverse=True, nice=False), axis=axis)

    layers = background(frame)
    rows: list[dict[str, Any]] = []
    if case.phase:
        bars = [
            {
                "lane": "phase", "mark": mark, "title": phase.name, "date": str(phase.start), "until_date": str(phase.end or ""),
                "at": _clamped(decimal_year(phase.start.first), frame),
                "until": _clamped(decimal_year(phase.end.last) if phase.end else frame.last + 1, frame),
                "top": tops["phases"] + 0.12, "bottom": tops["phases"] + 0.88, "is_war": phase.kind == "war",
            }
            for mark, phase in zip(ROMAN, case.phase, strict=False)
        ]
        rows += bars
        layers += _bars(frame, y, bars)
    runs = [
        {
            "lane": "episode", "mark": str(e["episode"]), "title": f"episode {e['episode']}: {span(e['first_year'], e['last_year'])}",
            "date": str(e["first_year"]), "until_date": str(e["last_year"]), "at": e["first_year"], "until": e["last_year"] + 1,
            "top": tops["episodes"] + 0.22, "bottom": tops["episodes"] + 0.78, "is_war": e["peak_intensity"] == "war",
        }
        for e in episodes.sort("episode").to_dicts()
    ]
    rows += runs
    layers += _bars(frame, y, runs)
    event_marks = [
        {"lane": "event", "mark": str(i), "title": e.title, "date": str(e.date), "at": _clamped(decimal_year(e.date.first), frame), "y": tops["events"] + row + 0.5}
        for i, (e, row) in enumerate(zip(key, event_rows, strict=True), 1)
    ]
    proposal_marks = [
        {"lane": "proposal", "mark": letter, "title": p.name, "date": str(p.date), "at": _clamped(decimal_year(p.date.first), frame), "y": tops["proposals"] + row + 0.5}
        for (p, letter), row in zip(proposals, proposal_rows, strict=True)
    ]
    rows += event_marks + proposal_marks
    for marks, shape in ((event_marks, "circle"), (proposal_marks, "square")):
        if not marks:
            continue
        encoding = {"x": frame.x(), "y": y("y"), "tooltip": [alt.Tooltip("date:N"), alt.Tooltip("title:N")]}
        layers.append(
            alt.Chart(alt.Data(values=marks))
            .mark_point(shape=shape, size=290, filled=True, fill=role("paper"), stroke=role("ink"), strokeWidth=1, opacity=1)  # type: ignore[arg-type]
            .encode(**encoding)
        )
        layers.append(
            alt.Chart(alt.Data(values=marks))
            .mark_text(fontSize=LABEL_PX - 1, color=role("ink"), baseline="middle", dy=0.5)
            .encode(text="mark:N", **encoding)
        )
    words = _timeline_words(case, key, episodes)
    columns = ("lane", "mark", "date", "until_date", "title")
    data = pl.DataFrame([{name: row.get(name, "") for name in columns} for row in rows], schema=dict.fromkeys(columns, pl.String))
    return Figure(
        id="timeline",
        title=f"{_joined([name for name, _ in lanes])}, {frame.first}–{frame.last}",
        spec=layered(layers, height=height, description=words),
        alt=words,
        how_to_read=_timeline_help(case, bool(key), bool(proposals)),
        sources=tuple(dict.fromkeys(["ucdp-prio-acd", *_case_sources(case, key, proposals)])),
        data=data,
        height_px=full_height(height),
    )


def _bars(frame: TimeFrame, y: Any, bars: Sequence[dict[str, Any]]) -> list[alt.Chart]:
    encoding = {"x": frame.x(), "x2": "until:Q", "y": y("top"), "y2": "bottom:Q", "tooltip": [alt.Tooltip("title:N")]}
    layers = [
        alt.Chart(alt.Data(values=[bar for bar in bars if bar["is_war"] is is_war]))
        .mark_rect(fill=role(fill), stroke=role("ink"), strokeWidth=0.8)  # type: ignore[arg-type]
        .encode(**encoding)
        for is_war, fill in ((False, "paper"), (True, "ink"))
        if any(bar["is_war"] is is_war for bar in bars)
    ]
    for is_war, colour in ((False, "ink"), (True, "paper")):
        marks = [
            {**bar, "middle": (bar["at"] + bar["until"]) / 2, "y": (bar["top"] + bar["bottom"]) / 2}
            for bar in bars
            if bar["is_war"] is is_war and bar["until"] - bar["at"] >= 0.016 * len(frame.years) * len(bar["mark"]) ** 0.5
        ]
        if marks:
            layers.append(
                alt.Chart(alt.Data(values=marks))
                .mark_text(fontSize=LABEL_PX - 2, color=role(colour), baseline="middle", dy=0.5, tooltip=None)  # type: ignore[arg-type]
                .encode(x=frame.x("middle"), y=y("y"), text="mark:N")
            )
    return layers


def stagger(positions: Sequence[float], apart: float) -> list[int]:
    """Return for each mark, in the order given, the first row in which it stands at least `apart` from all others."""
    rows: list[list[float]] = []
    found = []
    for position in positions:
        row = next((i for i, taken in enumerate(rows) if all(abs(position - other) >= apart for other in taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(position)
        found.append(row)
    return found


def _clamped(year: float, frame: TimeFrame) -> float:
    return min(max(year, frame.first), frame.last + 1)


def _lettered(case: Case) -> list[tuple[Proposal, str]]:
    return list(zip(sorted(case.proposal, key=lambda p: p.date), string.ascii_uppercase, strict=False))


def span_of(row: Any) -> str:
    """Return the dates of a phase or a holding as text."""
    return f"{row.start.long_text} – {row.end.long_text if row.end else 'today'}"


def _event_entry(case: Case, event: Event, mark: str) -> Entry:
    date = event.date.long_text + (f" – {event.end.long_text}" if event.end else "")
    accounts = tuple((case.actor_by_id(a.claimant).name, a.text) for a in event.account)
    sources = tuple(dict.fromkeys([*event.source, *(name for a in event.account for name in a.source)]))
    return Entry(mark, date, event.title, event.text or "", accounts, (), sources, "" if case.is_sourced(event) else "unsourced")


def _proposal_entry(case: Case, proposal: Proposal, mark: str) -> Entry:
    terms = tuple((issue.replace("-", " ").capitalize(), text) for issue, text in proposal.terms.items())
    answers = []
    for response in proposal.response:
        told = f" (as told by {case.actor_by_id(response.claimant).name})" if response.claimant else ""
        answers.append((case.actor_by_id(response.actor).name, f"{response.answer}{told}" + (f": {response.text}" if response.text else "")))
    by = listed([case.actor_by_id(name).name for name in proposal.proposed_by])
    sources = tuple(dict.fromkeys([*proposal.source, *(name for r in proposal.response for name in r.source)]))
    return Entry(mark, proposal.date.long_text, proposal.name, f"Proposed by {by}.", tuple(answers), terms, sources)


def _timeline_words(case: Case, key: Sequence[Event], episodes: pl.DataFrame) -> str:
    runs = listed([span(e["first_year"], e["last_year"]) for e in episodes.sort("episode").to_dicts()])
    text = f"UCDP episodes: {runs}."
    if case.phase:
        text += " Phases: " + "; ".join(f"{phase.name}, {span_of(phase)}" for phase in case.phase) + "."
    if key:
        text += " Key events: " + "; ".join(f"{event.date}, {event.title}" for event in key) + "."
    return text


def _timeline_help(case: Case, has_events: bool, has_proposals: bool) -> str:
    parts = ["Grey bands are active years (at least 25 battle deaths), darker ones years of war; black bars are episodes"]
    parts[0] += " and phases of war." if case.phase else " that reached war."
    lists = [name for name, there in (("numbers (events)", has_events), ("letters (proposals)", has_proposals), ("roman numerals (phases)", bool(case.phase))) if there]
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


def _joined(names: Sequence[str]) -> str:
    text = listed(list(names))
    return text[:1].upper() + text[1:]


def _caveats(years: pl.DataFrame) -> tuple[str, ...]:
    caveats = [
        "Peace here means fewer than 25 recorded battle deaths in a calendar year, not the absence of violence.",
        "Battle deaths leave out most civilians killed outside combat, the missing and the wounded; each side’s own totals are among the contested facts.",
    ]
    blank = years.filter(pl.col("deaths_best").is_null()).height
    if blank:
        caveats.append(
            f"For {counted(blank, 'active year')} no estimate of battle deaths is at hand: the source covers internal and internationalised internal conflicts only."
        )
    if years.filter(pl.col("year") < 1989, pl.col("deaths_high") >= 9 * pl.col("deaths_best").clip(1)).height:
        caveats.append("Before 1989 many estimates are only as fine as the intensity class, such as 25–999.")
    return tuple(caveats)
