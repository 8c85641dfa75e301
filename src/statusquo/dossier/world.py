"""The page on all open disputes: who may see renewed fighting and war in the coming year, and how far to trust that.

Everything is read from the snapshot and the artefacts of the risk models; nothing is fitted here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from altair.utils.schemapi import debug_mode

from statusquo.cases.titles import titles
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.wording import counted, day_in_words, listed, sentence, significant, whole
from statusquo.dossier.parts import Figure, Page, Table
from statusquo.dossier.references import origin_reference
from statusquo.dossier.sections.risk import percent
from statusquo.dossier.world_map import world_figure
from statusquo.dossier.world_scores import in_short, score_tables, scores_finding
from statusquo.dossier.world_table import RankingRow, columns, ranking_rows
from statusquo.forecasts.track_record import track_record
from statusquo.risk.events import Event
from statusquo.risk.fitted_paths import fitted_paths
from statusquo.risk.inputs import RiskData, risk_data
from statusquo.risk.ranking import Ranked, Unranked, ranking, unranked
from statusquo.snapshot.store import Snapshot
from statusquo.version import __version__

N_TOLD = 3
"""So many of the likeliest wars are named in the finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World(Page):
    """The whole page.

    Attributes:
        year: the year whose risk is told.
        finding: what the numbers say, in sentences made from them.
        map: the map.
        rows: the table of all open disputes, the likeliest war first.
        ranked: the same as the risk models give it.
        unranked: open disputes without a risk to tell: at war, or fought over under another number.
        scores: how well the model and plain baselines told what they had not seen.
        scores_finding: the same in a sentence.
        track_record: how the published forecasts of the newest year that is known did; empty where none is known.
        caveats: what the ranking cannot say.
    """

    year: int
    finding: str
    map: Figure
    rows: tuple[RankingRow, ...]
    ranked: tuple[Ranked, ...]
    unranked: tuple[Unranked, ...]
    scores: tuple[Table, ...]
    scores_finding: str
    track_record: str
    caveats: tuple[str, ...]
    kind: ClassVar[str] = "world"

    @property
    def columns(self) -> tuple[tuple[str, str, bool], ...]:
        """What stands above the columns of the table."""
        return columns(self.year)


def assemble_world(snapshot: Snapshot, *, built_on: dt.date | None = None, with_islamic_state: bool = False) -> World:
    """Return the page on all open disputes, read from the snapshot and the artefacts alone.

    Args:
        snapshot: the open snapshot.
        with_islamic_state: also the provinces of the Islamic State.
        built_on: the date printed on the page; today by default.

    Raises:
        ArtefactError: when the risk models were never fitted.
        SnapshotError: when the snapshot lacks a table.
    """
    ranked, rest = ranking(snapshot, with_islamic_state=with_islamic_state), unranked(snapshot)
    called, data = titles(snapshot), risk_data(snapshot)
    backtest, record = load_artefact("risk_backtest"), track_record(snapshot)
    with debug_mode(False):
        figure = world_figure(ranked, called, snapshot)
    references = tuple(
        origin_reference(snapshot, name, number) for number, name in enumerate(dict.fromkeys(figure.sources), 1)
    )
    return World(
        year=snapshot.coming_year,
        finding=f"{_wars(rest, data.ends)}{finding(ranked, called, data)} {in_short(backtest)}",
        map=figure,
        rows=ranking_rows(ranked, called, fitted_paths(snapshot), snapshot.coming_year),
        ranked=ranked,
        unranked=rest,
        scores=score_tables(backtest),
        scores_finding=scores_finding(backtest),
        track_record="" if record is None else record.text,
        caveats=caveats(rest, data, with_islamic_state=with_islamic_state),
        references=references,
        data_versions=tuple(snapshot.origin(reference.id).short_name for reference in references),
        built_on=day_in_words(built_on or dt.date.today()),
        version=__version__,
    )


def _wars(rest: Sequence[Unranked], year: int) -> str:
    """Say over which of the disputes that are not ranked a war was fought in a year; empty where over none."""
    at_war = sorted({f"{row.name} ({row.location})" for row in rest if row.at_war})
    return sentence(f"war was fought in {year} over {listed(at_war)}") + " " if at_war else ""


def finding(ranked: Sequence[Ranked], titles: Mapping[int, str], data: RiskData) -> str:
    """Return the paragraph at the head of the page, made from the ranking."""
    by_war = sorted(ranked, key=lambda row: -_value(row, "war"))
    quiet = sorted((row for row in ranked if row.status == "quiet"), key=lambda row: -_value(row, "recurrence"))
    fighting = sum(row.status == "fighting" for row in ranked)
    coming_year, before = data.ends + 1, data.ends
    texts = [
        f"{whole(len(ranked))} secession disputes were open and not at war at the end of {before}: fighting went on in "
        f"{whole(fighting)} and {whole(len(quiet))} were quiet",
        f"for {coming_year}, from {data.words}, the model puts war likeliest in "
        + listed([f"{_named(row, titles)} at {percent(row.risk['war'])}" for row in by_war[:N_TOLD]]),
    ]
    if quiet:
        texts.append(
            "of the quiet ones, fighting is likeliest to resume in "
            f"{_named(quiet[0], titles)} at {percent(quiet[0].risk['recurrence'])}"
        )
    if by_war:
        first = by_war[0].risk["war"]
        meets = sum((row.risk["war"].high or 0.0) >= (first.low or 0.0) for row in by_war[1:])
        texts.append(
            f"added up, the chances come to {significant(sum(_value(row, 'war') for row in ranked))} wars begun and "
            f"{significant(sum(_value(row, 'recurrence') for row in quiet))} disputes in which fighting resumes"
        )
        texts.append(
            f"brackets hold 95 % intervals, and these are wide: that of {counted(meets, 'other dispute')} reaches into "
            "that of the first, so that places in the ranking are far from sure"
            if meets
            else "brackets hold 95 % intervals; no other dispute's reaches into that of the first"
        )
    return " ".join(sentence(text) for text in texts)


def caveats(rest: Sequence[Unranked], data: RiskData, *, with_islamic_state: bool) -> tuple[str, ...]:
    """Return what the ranking cannot say.

    Args:
        rest: open disputes without a risk to tell.
        data: what the risks are told from.
        with_islamic_state: whether the provinces of the Islamic State are shown.
    """
    is_war = [row.successor is None and row.at_war for row in rest]
    at_war = "; ".join(f"{row.name}, {row.location}" for row, war in zip(rest, is_war, strict=True) if war)
    passed_on = "; ".join(
        f"{row.name}, {row.location}: {row.why.partition(';')[0]}"
        for row, war in zip(rest, is_war, strict=True)
        if not war
    )
    here = "are shown on request and told" if with_islamic_state else "are left out, and on request would be told"
    return (
        f"A dispute at war in {data.ends} can begin no war in {data.ends + 1}, so it is not listed"
        f"{f' ({at_war})' if at_war else ''}; nor is a dispute that has not yet cost 25 lives in a year, or one "
        "between states.",
        "Where the same ground is fought over under another of UCDP's numbers there is no renewal to tell"
        f"{f' ({passed_on})' if passed_on else ''}.",
        f"The provinces of the Islamic State {here} by the model of all disputes: they claim a caliphate, and no "
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


def _named(row: Ranked, titles: Mapping[int, str]) -> str:
    title = titles[row.conflict_id_ucdp]
    return f"{title[:-1]}, {row.location})" if title.endswith(")") else f"{title} ({row.location})"


def _value(row: Ranked, event: Event) -> float:
    estimate: Estimate = row.risk[event]
    return estimate.value or 0.0
