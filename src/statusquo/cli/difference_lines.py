"""What two snapshots or files say differently, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from statusquo.cli.report_lines import in_per_cent, listing, moved, paragraph, some_of
from statusquo.core.wording import listed, plural, spans

if TYPE_CHECKING:
    import polars as pl

    from statusquo.snapshot.compared import Differences
    from statusquo.snapshot.event_differences import EventDifferences
    from statusquo.snapshot.fighting_differences import FightingDifferences
    from statusquo.snapshot.spending_differences import SpendingDifferences

_COURSES = {
    "new": "new",
    "resumed": "resumed",
    "grew to war": "grew to war",
    "fell below war": "fell below war",
    "ended": "ended",
    "goes on": "went on as before",
}
_MEASURES = {
    "constant": "constant dollars, brought to one base year",
    "current": "current dollars",
    "share of GDP": "share of GDP",
}


def difference_lines(found: Differences, *, everything: bool) -> list[str]:
    """Return the differences as lines.

    Args:
        found: the differences.
        everything: whether lists are shown whole.
    """
    lines = paragraph(f"From {found.labels[0]} to {found.labels[1]}")
    parts = [
        [] if found.fighting is None else _fighting(found.fighting, everything),
        [] if found.spending is None else _spending(found.spending, everything),
        [] if found.events is None else _events(found.events, everything),
    ]
    for part in parts:
        lines += part and ["", *part]
    return lines


def _fighting(found: FightingDifferences, everything: bool) -> list[str]:
    lines = paragraph(_years(found))
    for head, known in (("Conflicts added", found.conflicts_added), ("Conflicts gone", found.conflicts_gone)):
        entries = [(_numbered(row), f"from {row['first_year']}") for row in known.to_dicts()]
        lines += listing(f"{head}: {len(entries)}", entries, everything=everything)
    for year in found.years_added:
        lines += _course(found.course.filter(year=year), year, everything)
    entries = [(f"{row['year']} {_numbered(row)}", row["change"]) for row in _newest_first(found.activity)]
    lines += listing(f"Other activity in the years of both: {len(entries)}", entries, everything=everything)
    entries = [
        (f"{row['year']} {_numbered(row)}", f"{row['type_a']} -> {row['type_b']}") for row in _newest_first(found.types)
    ]
    lines += listing(f"Other type: {len(entries)}", entries, everything=everything)
    return [*lines, *_deaths(found, everything)]


def _newest_first(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Return conflicts before dyads, each from the newest year back."""
    return rows.sort("unit", "year", descending=[False, True], maintain_order=True).to_dicts()


def _years(found: FightingDifferences) -> str:
    counts = [plural(n, unit) for unit, n in found.n_active.items()]
    both = f"{spans(found.years_shared)} in both, with {listed(counts)} active in both" if found.years_shared else ""
    only = [
        f"{spans(years)} in the {which} alone"
        for years, which in ((found.years_gone, "first"), (found.years_added, "second"))
        if years
    ]
    return f"Armed conflict. Years: {'; '.join(part for part in (both, *only) if part)}."


def _course(rows: pl.DataFrame, year: int, everything: bool) -> list[str]:
    counts = dict(rows.group_by("course").len().iter_rows())
    told = [f"{counts[course]} {words}" for course, words in _COURSES.items() if course in counts]
    order = {course: place for place, course in enumerate(_COURSES)}
    shown = [row for row in rows.to_dicts() if everything or row["course"] != "goes on"]
    entries = [(_numbered(row), _course_words(row)) for row in sorted(shown, key=lambda row: order[row["course"]])]
    return listing(f"What became of conflicts in {year}: {', '.join(told)}", entries, everything=everything, shown=25)


def _course_words(row: dict[str, Any]) -> str:
    deaths = "" if row["deaths_best"] is None else f", {row['deaths_best']:,} deaths"
    if row["course"] == "resumed":
        return f"resumed (last in {row['last_active_year']}){deaths}"
    return f"{_COURSES[row['course']]}{deaths}"


def _deaths(found: FightingDifferences, everything: bool) -> list[str]:
    by_year = found.deaths_by_year
    if by_year.is_empty():
        return []
    n, a, b = (int(by_year[name].sum()) for name in ("n_known", "deaths_a", "deaths_b"))
    told = f"{a:,} in both" if a == b else f"{moved(a, b)}, {in_per_cent(a, b)}"
    lines = paragraph(f"Battle deaths, best estimates, of the {n:,} conflict-years that both know: {told}")
    years = by_year.filter(by_year["n_revised"] > 0).sort("year", descending=True).to_dicts()
    if len(years) > 1 or by_year.height > 1:
        entries = [
            (
                f"{row['year']}, {row['n_revised']} of {row['n_known']} revised",
                f"{moved(row['deaths_a'], row['deaths_b'])} {in_per_cent(row['deaths_a'], row['deaths_b'])}".strip(),
            )
            for row in years
        ]
        lines += listing("By year", entries, everything=everything)
    entries = [
        (f"{row['year']} {_numbered(row)}", moved(row["deaths_best_a"], row["deaths_best_b"]))
        for row in found.deaths.to_dicts()
        if row["deaths_best_a"] != row["deaths_best_b"]
    ]
    return [*lines, *listing(f"Largest of {len(entries)} revised", entries, everything=everything)]


def _spending(found: SpendingDifferences, everything: bool) -> list[str]:
    if found.is_empty:
        return paragraph(f"Military spending: the same, {sum(found.n_compared.values()):,} figures.")
    base = " -> ".join("unknown" if year is None else str(year) for year in dict.fromkeys(found.base_years))
    lines = paragraph(f"Military spending. Base year of the constant dollars: {base}.")
    for what, added, gone in (
        (
            "Years",
            [spans(found.years_added)] if found.years_added else [],
            [spans(found.years_gone)] if found.years_gone else [],
        ),
        ("States", found.states_added, found.states_gone),
    ):
        told = [
            f"{some_of(names, everything=everything)} {word}"
            for names, word in ((added, "added"), (gone, "gone"))
            if names
        ]
        lines += paragraph(f"{what}: {', '.join(told)}.") if told else []
    if found.figures.height:
        a = found.figures["value_a"].is_not_null().sum()
        counts = [f"{n:,} in the {which}" for n, which in ((a, "first"), (found.figures.height - a, "second")) if n]
        lines += paragraph(f"Figures in one alone, of states and years of both: {', '.join(counts)}.")
    by_state = found.by_state
    for measure, words in _MEASURES.items():
        rows = by_state.filter(measure=measure).to_dicts()
        n = sum(row["n_years"] for row in rows)
        compared = found.n_compared.get(measure, 0)
        head = f"Revised, {words}: {n:,} of {compared:,} figures, {len(rows)} states; the furthest of each"
        lines += listing(head, [_revision(row) for row in rows], everything=everything)
    if found.not_rebased:
        names = some_of(found.not_rebased, everything=everything, shown=6)
        lines += paragraph(f"Too few years in common to bring to one base year: {names}.")
    return lines


def _revision(row: dict[str, Any]) -> tuple[str, str]:
    years = f"{row['n_years']} {'year' if row['n_years'] == 1 else 'years'}"
    change = in_per_cent(row["rebased_a"], row["value_b"]) or "from nothing"
    figures = f"{_figure(row['rebased_a'])} -> {_figure(row['value_b'])}"
    return f"{row['state']}, {years}", f"{row['largest_year']}: {figures}, {change}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _events(found: EventDifferences, everything: bool) -> list[str]:
    if found.days is None:
        return paragraph("Events. The two reach no day in common.")
    first, last = (day.isoformat() for day in found.days)
    n = found.n_events
    lines = paragraph(
        f"Events of {first} to {last}, the days that both reach: {n['first']:,} in the first, {n['second']:,} in the "
        f"second, {n['both']:,} in both."
    )
    outside = [f"{k:,} in the {which}" for k, which in zip(found.n_outside, ("first", "second"), strict=True) if k]
    lines += paragraph(f"Events of other days: {listed(outside)}.") if outside else []
    lines += listing("By year", [_counts(row, "year") for row in found.by_year.to_dicts()], everything=everything)
    conflicts = [_counts(row, "conflict") for row in found.by_conflict.to_dicts()]
    lines += listing("Conflicts counted otherwise", conflicts, everything=everything)
    entries = [
        (f"{row['day']} {row['place'] or row['country']}, {row['conflict']}", moved(row["deaths_a"], row["deaths_b"]))
        for row in found.revised.to_dicts()
    ]
    return [*lines, *listing(f"Largest of {len(entries)} events counted anew", entries, everything=everything)]


def _counts(row: dict[str, Any], by: str) -> tuple[str, str]:
    parts = [f"{row[name]:,} {name}" for name in ("added", "gone", "revised") if row[name]]
    return f"{row[by]}: {', '.join(parts) or 'the same events'}", f"deaths {moved(row['deaths_a'], row['deaths_b'])}"


def _numbered(row: dict[str, Any]) -> str:
    return f"{row['name']} [{'dyad ' if row.get('unit') == 'dyad' else ''}{row['id']}]"
