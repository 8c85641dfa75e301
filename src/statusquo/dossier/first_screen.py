"""The first screen of a dossier: the answer of `answer/`, laid out in boxes on the same grid for every dispute.

Nothing is worked out here but the small line of the risk. A box with nothing to say is left out, so that a dispute at
war, one that ended and one that never saw fighting each have their own form.
"""

from __future__ import annotations

from collections.abc import Sequence

from statusquo.answer.blocks import blocks_of
from statusquo.answer.model import Answer, Offer
from statusquo.answer.numbers import how_likely, how_strong
from statusquo.answer.offers import answers_text
from statusquo.answer.strength import NO_FIGHTING
from statusquo.cases.load import bundled_case_of_conflict
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate, Known, Series
from statusquo.core.wording import capitalised, chance, sentence
from statusquo.dossier.context import Context
from statusquo.dossier.screen import Box, BoxRow, Screen, Spark
from statusquo.risk.events import CONTINUATION

FEWEST_POINTS = 4
"""With fewer years there is no line worth drawing."""

_WIDTH, _HEIGHT = 300.0, 64.0
_TOP, _FOOT = 14.0, 60.0
_LAST_AT = 252.0
"""Where the last year stands; right of it is its value."""


def first_screen(context: Context) -> Screen:
    """Return the first screen of a dispute."""
    case, answer = context.case, context.answer
    blocks = {block.head: block.entries for block in blocks_of(answer)}
    likely, endings = _likely(context), _endings(answer, blocks.get("Endings", ()))
    # Without a chance to tell the boxes have room for the endings, which else stand below the map.
    has_room = likely is None
    boxes = (likely, _stronger(answer), _offered(answer), endings if has_room else None, _watch(answer))
    return Screen(
        title=answer.names[0],
        names=_names(case, answer.names[1:]),
        tags=answer.tags,
        sentences=answer.sentences,
        boxes=tuple(box for box in boxes if box is not None),
        endings=None if has_room else endings,
        stands=(*blocks.get("Stands", ()), *blocks.get("Since", ())),
        strip=_strip(case, blocks["Data"]),
    )


def screen_sources(answer: Answer) -> tuple[str, ...]:
    """Return the ids of the sources that the first screen names."""
    named = [*(offer.source for offer in answer.offered), *(row.source for row in answer.watch)]
    return tuple(dict.fromkeys(name for sources in named for name in sources))


def _names(case: Case, others: Sequence[str]) -> tuple[tuple[str, str], ...]:
    tags = {name.text: name.language for name in case.territory.name}
    return tuple((name, tags.get(name, "")) for name in others)


def _likely(context: Context) -> Box | None:
    risk, path = context.answer.risk, context.path
    large = how_likely(risk)
    if large is None or path is None:
        return None
    series = path.beside[CONTINUATION] if risk.goes_on else path.risk["recurrence"]
    lines = [line for line in risk.lines if not line.startswith("Fighting is ")]
    return Box("likely", large.head, large.number, large.says, spark_of(series, risk.fighting, risk.year), tuple(lines))


def spark_of(series: Series, last: Estimate, year: int) -> Spark | None:
    """Return the line of a yearly chance, None where it has too few years.

    Args:
        series: the chance by year.
        last: the chance told for the coming year, with its interval.
        year: the coming year, at which the line ends.
    """
    points = series.known(last=year)
    if len(points) < FEWEST_POINTS or points[-1].year != year or last.low is None or last.high is None:
        return None
    highest, first = max(points, key=lambda point: point.value), points[0].year
    top = max(highest.value, last.high)

    def across(at: int) -> float:
        return round(2 + (_LAST_AT - 2) * (at - first) / (year - first), 1)

    def down(value: float) -> float:
        return round(_FOOT - (_FOOT - _TOP) * value / top, 1)

    runs: list[list[Known]] = []
    for point in points:
        if runs and runs[-1][-1].year == point.year - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return Spark(
        tuple(" ".join(f"{across(p.year)},{down(p.value)}" for p in run) for run in runs),
        (across(year), down(points[-1].value)),
        (down(last.low), down(last.high)),
        (across(highest.year), down(highest.value)),
        (chance(highest.value), chance(points[-1].value), str(first), str(year)),
        f"The chance by year, from {first} to {year}: {chance(points[0].value)} in {first}, at most "
        f"{chance(highest.value)} in {highest.year}, {chance(points[-1].value)} in {year}.",
    )


def _stronger(answer: Answer) -> Box | None:
    found = answer.stronger
    if found.ratio.missing_reason == NO_FIGHTING:
        return None
    large = how_strong(found)
    if large is None:
        return Box("stronger", "Who is stronger?", says=(sentence(f"not known: {found.ratio.missing_reason}"),))
    return Box("stronger", large.head, large.number, large.says, lines=found.notes)


def _offered(answer: Answer) -> Box | None:
    if not answer.offered:
        return None
    return Box("offered", "What was offered?", rows=tuple(_offer(offer) for offer in reversed(answer.offered)))


def _offer(offer: Offer) -> BoxRow:
    name = capitalised(offer.name)
    what = name if offer.date is None or offer.date[:4] in name else f"{name}, {offer.date[:4]}"
    return BoxRow(what, capitalised(answers_text(offer.answers)) if offer.answers else "", offer.source)


def _endings(answer: Answer, entries: Sequence[str]) -> Box | None:
    if not entries:
        return None
    found = answer.endings
    if found.movements is None:
        return Box("endings", "How did fighting here end?", says=tuple(entries))
    return Box("endings", "How do such attempts end?", says=tuple(entries[:2]), lines=tuple(entries[2:]))


def _watch(answer: Answer) -> Box | None:
    rows = tuple(BoxRow(capitalised(row.what.rstrip(".")), row.when, row.source) for row in answer.watch)
    return Box("watch", "What to watch, by when?", rows=rows) if rows else None


def _strip(case: Case, entries: Sequence[str]) -> tuple[str, ...]:
    """Return what the page rests on; of a page from data alone, where the fuller one is."""
    fuller = bundled_case_of_conflict(case.ids.ucdp_conflict[0]) if case.origin == "derived" else None
    if fuller is None:
        return tuple(entries)
    return (entries[0], f"This page is drawn from data sets alone; a fuller one is that of {fuller}.")
