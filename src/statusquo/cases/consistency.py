"""What must hold between the parts of a case: ids are unique, references lead somewhere, dates run forward.

The checks read a `Case` or the plain tables of a case file that is not valid yet, so that one reading of a
file finds everything that is wrong with it. A value of the wrong type is passed over: the model reports that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import combinations, pairwise
from typing import Any

from pydantic import BaseModel

from statusquo.cases.coding import coded_fields
from statusquo.cases.source_kinds import MIRROR, mirror_host, mirror_hosts
from statusquo.documents.dates import ALLOWED_DATES, PartialDate
from statusquo.documents.faults import Fault, FieldPath, cut, show

_MOST_SUGGESTIONS = 100
"""Looking for the nearest id is slow where thousands lead nowhere; the first hundred are enough to learn from."""

_NUMBER_AS_TEXT = re.compile(r"[+-]?\d+(?:[ ,'’_]\d{3})*(?:\.\d+)?")

_UNITS_OF_COUNTS = ("people", "deaths", "battle deaths", "soldiers", "km2", "states", "units", "votes")

_TABLES_WITH_IDS = (
    ("actor",), ("event",), ("phase",), ("proposal",), ("source",),
    ("territory", "district"), ("territory", "place"), ("territory", "line"),
)  # fmt: skip
_REFERENCES = {
    **dict.fromkeys(("source", "status_source"), "source"),
    **dict.fromkeys(
        ("actor", "claimant", "holder", "proposed_by", "revisionist", "side", "toward", "used_by"), "actor"
    ),
}
"""Keys whose text names a row of another table; the tables ``source`` and ``actor`` hold no text."""


def find_faults(case: Any) -> list[Fault]:
    """Return everything that does not hold between the parts of a case, a `Case` or plain tables."""
    return [
        *_repeated_ids(case),
        *_dangling_references(case),
        *_dates_out_of_order(case),
        *_holdings_out_of_order(case),
        *_phases_at_once(case),
        *_sides_at_once(case),
        *_answers_at_once(case),
        *_line_history_without_moves(case),
        *_watches_out_of_time(case),
        *_rivals_of_another_kind(case),
        *_numbers_as_text(case),
        *_facts_of_no_use(case),
        *_actors_of_one_name(case),
        *_missing_sides(case),
        *_holder_not_said(case),
        *_codings_not_declared(case),
        *_mirrors_of_another_kind(case),
    ]


def _get(node: Any, *keys: str) -> Any:
    for key in keys:
        node = (
            getattr(node, key, None)
            if isinstance(node, BaseModel)
            else node.get(key)
            if isinstance(node, dict)
            else None
        )
    return node


def _rows(node: Any, *keys: str) -> list[tuple[int, Any]]:
    rows = _get(node, *keys)
    return list(enumerate(rows)) if isinstance(rows, list | tuple) else []


def _walk(node: Any, place: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield every value that is no table and no array, with its place."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _walk(getattr(node, name), (*place, name))
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _walk(value, (*place, str(name)))
    elif isinstance(node, list | tuple):
        for position, value in enumerate(node):
            yield from _walk(value, (*place, position))
    else:
        yield place, node


def _repeated_ids(case: Any) -> Iterator[Fault]:
    for table in _TABLES_WITH_IDS:
        seen: Counter[str] = Counter()
        first: dict[str, int] = {}
        for position, row in _rows(case, *table):
            name = _get(row, "id")
            if not isinstance(name, str):
                continue
            seen[name] += 1
            first.setdefault(name, position)
            if seen[name] == 2:
                yield Fault(
                    (*table, position, "id"),
                    "the id stands twice",
                    show(name),
                    f"each id once in [[{'.'.join(table)}]]",
                    (*table, first[name], "id"),
                )


def _dangling_references(case: Any) -> Iterator[Fault]:
    known = {
        table: {name for _, row in _rows(case, table) if isinstance(name := _get(row, "id"), str)}
        for table in ("actor", "source")
    }
    n_found = 0
    for place, value in _walk(case):
        keys = [part for part in place if isinstance(part, str)]
        table = _REFERENCES.get(keys[-1]) if keys else None
        if table and isinstance(value, str) and value not in known[table]:
            n_found += 1
            near = _nearest(value, known[table]) if n_found <= _MOST_SUGGESTIONS else None
            yield Fault(place, f"no [[{table}]] has this id", show(value), near)
    keys_of_facts = {key for _, row in _rows(case, "fact") if isinstance(key := _get(row, "key"), str)}
    for shape in ("shape", "held"):
        key = _get(case, "territory", shape, "reference_area")
        if isinstance(key, str) and key not in keys_of_facts:
            place = ("territory", shape, "reference_area")
            yield Fault(place, "no [[fact]] has this key", show(key), _nearest(key, keys_of_facts))


def _nearest(name: str, known: Iterable[str]) -> str | None:
    near = get_close_matches(name, sorted(known), n=3, cutoff=0.5)
    return f"for example {', '.join(cut(one) for one in near)}" if near else None


def _date(node: Any, key: str) -> PartialDate | None:
    value = _get(node, key)
    try:
        return None if value is None else PartialDate.parse(value)
    except ValueError:
        return None


def _dates_out_of_order(case: Any) -> Iterator[Fault]:
    tables: list[tuple[FieldPath, Any, str]] = [
        *((("holding", i), row, "start") for i, row in _rows(case, "holding")),
        *((("phase", i), row, "start") for i, row in _rows(case, "phase")),
        *((("event", i), row, "date") for i, row in _rows(case, "event")),
        (
            ("line_history",),
            {"start": _get(case, "line_history", "start"), "end": _get(case, "line_history", "to")},
            "start",
        ),
        *((("territory", "line", i), row, "start") for i, row in _rows(case, "territory", "line")),
        *((("actor", i, "role", j), row, "start") for i, a in _rows(case, "actor") for j, row in _rows(a, "role")),
    ]
    for place, row, first_key in tables:
        start, end = _date(row, first_key), _date(row, "end")
        if start and end and end.last < start.first:
            yield Fault((*place, "end"), "the end lies before the start", str(end), f"{start} or later")
    history = _get(case, "line_history")
    start, to = _date(history, "start"), _date(history, "to")
    if start and to and to.last < start.first:
        yield Fault(("line_history", "to"), "the end lies before the start", str(to), f"{start} or later")


def _holdings_out_of_order(case: Any) -> Iterator[Fault]:
    for (_, earlier), (position, later) in pairwise(_rows(case, "holding")):
        end, start = _date(earlier, "end"), _date(later, "start")
        if end is None:
            place: FieldPath = ("holding", position - 1, "end")
            yield Fault(place, "a holding that another follows needs an end", "nothing", "a date")
        elif start and start.last < end.first:
            place, against = ("holding", position, "start"), ("holding", position - 1, "end")
            yield Fault(place, "holdings must not overlap", str(start), f"{end} or later", against)


def _phases_at_once(case: Any) -> Iterator[Fault]:
    """Yield the phases that begin before the one before them has ended: a dispute is in one phase at a time."""
    for (before, earlier), (position, later) in pairwise(_rows(case, "phase")):
        end, start = _date(earlier, "end"), _date(later, "start")
        if end and start and start.last < end.first:
            place, against = ("phase", position, "start"), ("phase", before, "end")
            yield Fault(place, "phases must not overlap", str(start), f"{end} or later", against)


def _sides_at_once(case: Any) -> Iterator[Fault]:
    """Yield the roles by which an actor is on both sides, or a claimant and a side, in the same years."""
    for i, actor in _rows(case, "actor"):
        sides = [(j, row) for j, row in _rows(actor, "role") if _get(row, "role") in ("parent", "separatist")]
        for (j, one), (k, other) in combinations(sides, 2):
            if _get(one, "role") == _get(other, "role"):
                continue
            begins = max((date.last for row in (one, other) if (date := _date(row, "start"))), default=None)
            ends = min((date.first for row in (one, other) if (date := _date(row, "end"))), default=None)
            if begins is None or ends is None or begins < ends:
                what = "the actor is on both sides at once"
                place: FieldPath = ("actor", i, "role", k, "role")
                yield Fault(
                    place, what, show(_get(other, "role")), "one side, or years apart", ("actor", i, "role", j, "role")
                )


def _answers_at_once(case: Any) -> Iterator[Fault]:
    """Yield the answers that an actor gave to one proposal on one day beside another answer."""
    for i, proposal in _rows(case, "proposal"):
        first: dict[tuple[Any, PartialDate], tuple[int, Any]] = {}
        for j, row in _rows(proposal, "response"):
            actor, date, answer = _get(row, "actor"), _date(row, "date"), _get(row, "answer")
            if date is None or not isinstance(actor, str):
                continue
            other, before = first.setdefault((actor, date), (j, answer))
            if before != answer:
                what = "the actor gave another answer on the same date"
                place = ("proposal", i, "response", j, "answer")
                against = ("proposal", i, "response", other, "answer")
                yield Fault(place, what, show(answer), "one answer, or dates that tell them apart", against)


def _line_history_without_moves(case: Any) -> Iterator[Fault]:
    """Yield what a declared history of the line contradicts: no move inside it, or one after its end."""
    if (to := _date(_get(case, "line_history"), "to")) is None:
        return
    start = _date(_get(case, "line_history"), "start")
    moves = [
        (position, date)
        for position, row in _rows(case, "event")
        if _get(row, "moves_line") is True and (date := _date(row, "date"))
    ]
    if not any((start is None or date >= start) and date.first <= to.last for _, date in moves):
        what = "a history of the line needs an event that moved it"
        yield Fault(("line_history",), what, "none", "an [[event]] with moves_line = true within the history")
    for position, date in moves:
        if date.first > to.last:
            what = "the line moved after its history ends"
            yield Fault(("event", position, "moves_line"), what, str(date), f"line_history.to = {date} or later")


def _watches_out_of_time(case: Any) -> Iterator[Fault]:
    """Yield what its author cannot have looked at on the day named: a past year's due, a source of a later year."""
    years = {_get(row, "id"): _get(row, "year") for _, row in _rows(case, "source") if isinstance(_get(row, "id"), str)}
    for position, row in _rows(case, "watch"):
        if (looked_at := _date(row, "looked_at")) is None:
            continue
        by = _date(row, "by")
        if by and by.last.year < looked_at.year:
            what = "what was due in a year before the author looked is no thing to watch"
            yield Fault(("watch", position, "by"), what, str(by), f"{looked_at.year} or later, or an [[event]]")
        cited = [years.get(name) for _, name in _rows(row, "source") if isinstance(name, str)]
        newest = max((year for year in cited if isinstance(year, int)), default=0)
        if newest > looked_at.year:
            what = "the author looked before a source of it was published"
            yield Fault(("watch", position, "looked_at"), what, str(looked_at), f"{newest} or later")


def _rivals_of_another_kind(case: Any) -> Iterator[Fault]:
    first: dict[str, tuple[int, Any]] = {}
    for position, row in _rows(case, "fact"):
        key = _get(row, "key")
        if not isinstance(key, str):
            continue
        place, other = first.setdefault(key, (position, row))
        for name in ("label", "topic", "unit"):
            if _get(row, name) != _get(other, name):
                what = f"rows of one key differ in their {name}"
                found, before = show(_get(row, name)), show(_get(other, name))
                yield Fault(("fact", position, name), what, found, before, ("fact", place, name))


def _numbers_as_text(case: Any) -> Iterator[Fault]:
    """Yield the quantities whose number stands in quotes, which nothing could reckon with."""
    for position, row in _rows(case, "fact"):
        value, unit = _get(row, "value"), _get(row, "unit")
        if isinstance(value, str) and unit != "text" and _NUMBER_AS_TEXT.fullmatch(value.strip()):
            bare = re.sub(r"[ ,'’_]", "", value)
            allowed = f"{bare} without quotes, or the unit text"
            yield Fault(("fact", position, "value"), "a number stands as text", show(value), allowed)


def _facts_of_no_use(case: Any) -> Iterator[Fault]:
    """Yield the facts that measures read by their key and could not reckon with."""
    for position, row in _rows(case, "fact"):
        key, value, unit = (_get(row, name) for name in ("key", "value", "unit"))
        if unit == "date" and value is not None:
            try:
                PartialDate.parse(value)
            except ValueError:
                yield Fault(("fact", position, "value"), "a fact whose unit is date is one", show(value), ALLOWED_DATES)
        if not isinstance(key, str) or value is None:
            continue
        if key.endswith("_date") and unit != "date":
            yield Fault(("fact", position, "unit"), "a key that ends in _date is a date", show(unit), "date")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if unit in _UNITS_OF_COUNTS and is_number and value < 0:
            yield Fault(("fact", position, "value"), f"there is no negative number of {unit}", show(value), "0 or more")


def _actors_of_one_name(case: Any) -> Iterator[Fault]:
    """Yield the actors that have another's name: text, tables and charts tell them apart by it."""
    first: dict[str, tuple[int, str]] = {}
    for position, row in _rows(case, "actor"):
        name, id = _get(row, "name"), _get(row, "id")
        if not isinstance(name, str) or not isinstance(id, str):
            continue
        before, other = first.setdefault(name.casefold(), (position, id))
        if other != id:
            what, allowed = "another actor has this name", f"a name unlike that of {other}"
            yield Fault(("actor", position, "name"), what, show(name), allowed, ("actor", before, "name"))


def _missing_sides(case: Any) -> Iterator[Fault]:
    # A list, since what a wrong file has as a role may be an array or a table.
    roles = [
        (position, _get(role, "role")) for position, actor in _rows(case, "actor") for _, role in _rows(actor, "role")
    ]
    claimants = {position for position, role in roles if role == "claimant"}
    for side in ("parent", "separatist"):
        of_side = [position for position, role in roles if role == side]
        if of_side and claimants:
            what = f"a dispute with claimants has no {side} side"
            yield Fault(("actor", of_side[0], "role"), what, show(side), "claimants, or a parent and a separatist side")
        elif not of_side and not claimants:
            yield Fault(("actor",), f"no actor has the role {side!r}", "none", "at least one")
    if len(claimants) == 1:
        yield Fault(("actor",), "a dispute has more than one claimant", "1", "at least two")


def _holder_not_said(case: Any) -> Iterator[Fault]:
    """Yield the want of a holding; between claimants nobody is taken to hold."""
    roles = [_get(role, "role") for _, actor in _rows(case, "actor") for _, role in _rows(actor, "role")]
    holdings = _rows(case, "holding")
    if "claimant" not in roles and not holdings and isinstance(_get(case, "holding") or (), list | tuple):
        yield Fault(("holding",), "no holding says who held the territory", "none", "at least one")
    for position, row in holdings:
        if "claimant" in roles and _get(row, "is_default") is True:
            what = "between claimants nobody is taken to hold by default"
            yield Fault(("holding", position, "is_default"), what, "true", "a holding that a source gives, or none")


def _codings_not_declared(case: Any) -> Iterator[Fault]:
    declared = coded_fields()
    seen: dict[str, int] = {}
    for position, row in _rows(case, "coding"):
        name = _get(row, "field")
        if not isinstance(name, str):
            continue
        if name in seen:
            place, against = ("coding", position, "field"), ("coding", seen[name], "field")
            yield Fault(place, "the field is coded twice", show(name), "each field once", against)
        seen.setdefault(name, position)
        field = declared.get(name)
        if field is None:
            yield Fault(("coding", position, "field"), "no such field", show(name), _nearest(name, declared))
            continue
        alternatives = _get(row, "alternative")
        others = list(enumerate(alternatives)) if isinstance(alternatives, list | tuple) else []
        values: list[tuple[FieldPath, Any]] = [
            (("value",), _get(row, "value")),
            *((("alternative", i), value) for i, value in others),
        ]
        for place, value in values:
            if isinstance(value, bool | int | float | str) and not field.admits(value):
                what = f"{name} does not allow this value"
                yield Fault(("coding", position, *place), what, show(value), field.allowed_text)


def _mirrors_of_another_kind(case: Any) -> Iterator[Fault]:
    for position, row in _rows(case, "source"):
        kind, url = _get(row, "kind"), _get(row, "url")
        host = mirror_host(url) if isinstance(url, str) else None
        if host and isinstance(kind, str) and kind != MIRROR:
            what = f"pages of {host} are of another kind ({mirror_hosts()[host]})"
            yield Fault(("source", position, "kind"), what, show(kind), show(MIRROR))
