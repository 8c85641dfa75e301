"""What is new since an earlier telling, as at most 24 lines of text, or as many as there are when all are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cases.watch import OUTCOME_NOT_RECORDED
from statusquo.changes.cases_unchanged import NOT_RECORDED
from statusquo.cli.move_lines import rank_lines, risk_lines, stands_lines, verdict_lines
from statusquo.cli.report_lines import paragraph, some_of
from statusquo.core.wording import day_in_words, listed, sentence
from statusquo.documents.dates import PartialDate

if TYPE_CHECKING:
    import polars as pl

    from statusquo.changes.cases_unchanged import UnchangedCase
    from statusquo.changes.news import DataNews, ForecastNews, News
    from statusquo.changes.watched import Watched

MOST_LINES = 24
_ROOM = ((3, 5), (2, 5), (2, 4), (1, 4), (1, 3), (1, 2), (1, 1))
"""How many names stand in a sentence and how many risks are listed: the first pair with which the text fits."""

_YEARS_TOLD = 2
"""Of how many years added it is said what became of conflicts, the last of them."""

_COURSES = {
    "new": "broke out",
    "resumed": "resumed",
    "grew to war": "grew to war",
    "fell below war": "fell below war",
    "ended": "ended",
}


def news_lines(found: News, *, everything: bool) -> list[str]:
    """Return what is new as lines.

    Args:
        found: what is new.
        everything: whether lists are shown whole, and the text may take more than 24 lines.
    """
    lines: list[str] = []
    for names, risks in _ROOM:
        lines = _lines(found, everything=everything, names=names, risks=risks)
        if everything or len(lines) <= MOST_LINES:
            return lines
    return [*lines[: MOST_LINES - 1], "And more: --all."]


def _lines(found: News, *, everything: bool, names: int, risks: int) -> list[str]:
    lines = _head(found)
    lines += _data(found.data, everything=everything, shown=names)
    if found.moved is not None and not found.moved.is_empty:
        lines += stands_lines(found.moved, everything=everything, shown=names)
        lines += risk_lines(found.moved, everything=everything, shown=risks)
        lines += rank_lines(found.moved, everything=everything, shown=names)
        lines += verdict_lines(found.moved, everything=everything, shown=names + 1)
    if found.why_no_risks is not None:
        lines += paragraph(f"Risks are not held against each other: {found.why_no_risks}.")
    lines += _forecasts(found.forecasts, everything=everything)
    lines += _watched(found.watched, everything=everything, shown=names)
    lines += _cases(found.cases, everything=everything, shown=names)
    return lines


def _head(found: News) -> list[str]:
    if found.earlier is None:
        return paragraph(
            "Nothing is kept yet to compare with: this is the first run. The next one will compare the data, where "
            f"disputes stand, risks, ranks and verdicts with those of today, {day_in_words(found.now.day)}. Releases "
            "can be compared now: --since 0.1.0."
        )
    nothing = ", nothing has changed" if _is_empty(found) else ""
    return paragraph(
        f"Since {found.earlier.words}{nothing}:" if not nothing else f"Since {found.earlier.words}{nothing}."
    )


def _is_empty(found: News) -> bool:
    is_moved = found.moved is not None and not found.moved.is_empty
    is_scored_or_published = bool(found.forecasts.published or found.forecasts.scored)
    return not (
        is_moved or found.data.releases or found.data.own_files or found.data.course.height or is_scored_or_published
    )


def _data(data: DataNews, *, everything: bool, shown: int) -> list[str]:
    before, after = data.last_years
    lines = []
    if before is not None and before != after:
        lines += paragraph(f"Data: the record of fighting reaches {after}, and reached {before} then.")
    told = [
        f"{name} {now} (then {was or 'not used'})" if now else f"{name} is not used" for name, was, now in data.releases
    ]
    if told:
        lines += paragraph(f"Releases: {some_of(told, everything=everything, shown=shown)}.")
    if data.own_files:
        own = [f"{file.source_id} {file.version} ({file.original_name})" for file in data.own_files]
        lines += paragraph(f"Files of your own added: {some_of(own, everything=everything, shown=shown)}.")
    years = data.course["year"].unique().sort().to_list()
    for year in years if everything else years[-_YEARS_TOLD:]:
        lines += paragraph(_course(data.course.filter(year=year), year, everything=everything, shown=shown))
    return lines


def _course(rows: pl.DataFrame, year: int, *, everything: bool, shown: int) -> str:
    told = []
    for course, words in _COURSES.items():
        names = rows.filter(course=course)["name"].to_list()
        if names:
            told.append(f"{len(names)} {words} ({some_of(names, everything=everything, shown=shown)})")
    n = rows.filter(course="goes on").height
    return f"Territorial conflicts in {year}: {listed([*told, f'{n} went on as before'])}."


def _forecasts(found: ForecastNews, *, everything: bool) -> list[str]:
    told = []
    if found.published:
        names = f" ({'; '.join(each.entry.name for each in found.published)})" if everything else ""
        told.append(f"{len(found.published)} published{names}")
    if found.scored:
        told.append(f"{listed(map(str, found.scored))} can be scored now (statusquo forecast score {found.scored[-1]})")
    if found.due:
        told.append(f"{listed(map(str, found.due))} is over and waits for a release that covers it")
    lines = paragraph(f"Forecasts: {'; '.join(told)}.") if told else []
    return [*lines, *paragraph(found.record)] if everything and found.record else lines


def _watched(things: tuple[Watched, ...], *, everything: bool, shown: int) -> list[str]:
    """Return what is due next and what was due; all things to watch, with why, where everything is asked for."""
    if everything:
        told = [f"{each.title}, {each.when}: {sentence(each.what)} {sentence(each.why)}" for each in things]
        return [*(["To watch:"] if told else []), *(line for each in told for line in paragraph(each, indent="  "))]
    next_due = [each for each in things if each.by is not None and not each.was_due]
    was_due = [each for each in things if each.was_due]
    lines = []
    if next_due:
        names = [f"{each.title}, {each.when}" for each in next_due]
        lines += paragraph(f"To watch: {some_of(names, everything=False, shown=shown)}.")
    if was_due:
        names = [f"{each.title}, by {PartialDate(each.by).long_text}" for each in was_due if each.by]
        text = some_of(names, everything=False, shown=shown)
        lines += paragraph(f"Was due, and {OUTCOME_NOT_RECORDED}: {text}.")
    return lines


def _cases(cases: tuple[UnchangedCase, ...], *, everything: bool, shown: int) -> list[str]:
    if not cases:
        return []
    open_now = [case for case in cases if case.is_open]
    names = [f"{case.title} ({case.newest.year})" for case in (cases if everything else open_now)]
    told = some_of(names, everything=everything, shown=shown)
    what = f"Cases without anything dated of the past year: {len(cases)}, {len(open_now)} of them open ({told})."
    return paragraph(f"{what} {NOT_RECORDED}" if everything else what)
