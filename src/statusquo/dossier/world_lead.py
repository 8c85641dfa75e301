"""What stands at the head of the page on the world, made from its rows, and what those cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from statusquo.core.wording import chance, chance_with_bounds, counted, sentence, significant, whole
from statusquo.dossier.world_disputes import WorldDispute
from statusquo.risk.events import Event
from statusquo.risk.inputs import RiskData

N_NEXT = 2
"""So many of the likeliest wars are named after the first."""


def lead(rows: Sequence[WorldDispute], data: RiskData) -> str:
    """Return the paragraph at the head of the page.

    Args:
        rows: the disputes shown.
        data: what the risks are told from.
    """
    told = [row for row in rows if row.ranked is not None]
    by_war = sorted(told, key=lambda row: -_value(row, "war"))
    quiet = sorted((row for row in told if row.kind == "quiet"), key=lambda row: -_value(row, "recurrence"))
    texts = [_wars([row for row in rows if row.kind == "war"], data.ends), _open(told, len(quiet))]
    if by_war:
        first, *after = by_war
        texts.append(f"for {data.ends + 1} the model puts war likeliest in {first.title}, at {_risk(first, 'war')}")
        following = [f"{row.title}, at {chance(_value(row, 'war'))}" for row in after[:N_NEXT]]
        texts.append(f"next {'come' if len(following) > 1 else 'comes'} {_apart(following)}" if following else "")
    if quiet:
        texts.append(
            f"of the quiet ones, fighting is likeliest to resume in {quiet[0].title}, at "
            + _risk(quiet[0], "recurrence")
        )
    if by_war:
        wars = significant(sum(_value(row, "war") for row in told))
        resumed = significant(sum(_value(row, "recurrence") for row in quiet))
        texts.append(
            f"added up, the chances come to {wars} wars begun and {resumed} disputes in which fighting resumes"
        )
        texts.append(_certainty(by_war))
    return " ".join(sentence(text) for text in texts if text)


def _wars(rows: Sequence[WorldDispute], year: int) -> str:
    return f"war was fought in {year} over {_apart([row.title for row in rows])}" if rows else ""


def _open(rows: Sequence[WorldDispute], n_quiet: int) -> str:
    provinces = sum(row.is_province for row in rows)
    among = f", {whole(provinces)} of them provinces of the Islamic State" if provinces else ""
    fighting = f"fighting went on in {whole(len(rows) - n_quiet)}"
    if provinces:
        return f"{whole(len(rows))} more disputes are open{among}; {fighting}"
    return f"{whole(len(rows))} more disputes over secession are open: {fighting} and {whole(n_quiet)} were quiet"


def _certainty(by_war: Sequence[WorldDispute]) -> str:
    first = by_war[0].ranked
    least = (first.risk["war"].low if first else None) or 0.0
    meets = sum(((row.ranked.risk["war"].high if row.ranked else None) or 0.0) >= least for row in by_war[1:])
    if not meets:
        return "brackets hold 95 % intervals; no other dispute's reaches into that of the first"
    return (
        f"brackets hold 95 % intervals, and these are wide: that of {counted(meets, 'other dispute')} reaches into "
        "that of the first, so that places in the ranking are far from sure"
    )


def caveats(data: RiskData) -> tuple[str, ...]:
    """Return what the ranking cannot say.

    Args:
        data: what the risks are told from.
    """
    return (
        f"A dispute at war in {data.ends} can begin no war in {data.ends + 1}, so that no chance of one is told of it; "
        "nor is there one of a dispute that has not yet cost 25 lives in a year, or of one between states. A war that "
        "is fought over the ground of several disputes stands at each of them.",
        "Where the same ground is fought over under another of UCDP's numbers there is no renewal to tell, and the row "
        "stands under that number.",
        "The provinces of the Islamic State are told by the model of all disputes: they claim a caliphate, and no "
        "status for a territory.",
        f"{data.note} {data.ends + 1} is the year after them, whatever the date on this page, and nothing that "
        f"happened since is known to the model. {data.ages}",
        "Each year is told by a model fitted to the years before it, but on the data of today's releases, so that "
        "paths are pseudo-out-of-sample.",
        "Intervals say how sure the model is of the chance, given that the model is right; the event stays a chance. "
        "Each holds for its dispute alone; the sums have none, since disputes are not independent.",
        "Drivers are parts of the record that move the model's log odds of war away from those of an average open "
        "dispute-year. They are an accounting of the model, not causes.",
        "War is 1,000 battle deaths in a calendar year, fighting 25. The ranking says nothing of who would begin it, "
        "of one-sided violence, or of what a claim is worth.",
        "The model knows a dispute's record of fighting and whether its claim is closed, and nothing of arms, allies "
        "or leaders: what else was tried told unseen years hardly better.",
    )


def _apart(names: Iterable[str]) -> str:
    """Return names that may hold commas themselves as a sentence lists them."""
    *others, last = names
    return f"{'; '.join(others)}{';' if len(others) > 1 else ''} and {last}" if others else last


def _risk(row: WorldDispute, event: Event) -> str:
    return "" if row.ranked is None else chance_with_bounds(row.ranked.risk[event])


def _value(row: WorldDispute, event: Event) -> float:
    return 0.0 if row.ranked is None else row.ranked.risk[event].value or 0.0
