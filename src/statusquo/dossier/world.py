"""The page on the world's disputes over secession: wars, who may see one in the coming year, and how far to trust that.

Everything is read from the snapshot and the artefacts of the risk models; nothing is fitted here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from altair.utils.schemapi import debug_mode

from statusquo.core.artefacts import load_artefact
from statusquo.core.wording import day_in_words
from statusquo.dossier.parts import Figure, Page, Table
from statusquo.dossier.references import origin_reference
from statusquo.dossier.world_disputes import left_out, world_disputes
from statusquo.dossier.world_lead import caveats, lead
from statusquo.dossier.world_map import world_figure
from statusquo.dossier.world_scores import in_short, score_tables, scores_finding
from statusquo.dossier.world_table import RankingRow, columns, ranking_rows
from statusquo.forecasts.track_record import track_record
from statusquo.risk.fitted_paths import fitted_paths
from statusquo.risk.inputs import risk_data
from statusquo.risk.ranking import Ranked, Unranked, ranking, unranked
from statusquo.snapshot.store import Snapshot
from statusquo.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class World(Page):
    """The whole page.

    Attributes:
        year: the year whose risk is told.
        data: from which data it is told.
        finding: what the numbers say, in sentences made from them.
        other_finding: the same with the provinces of the Islamic State where `finding` is without them, or without.
        map: the map.
        rows: the table: wars, then the likeliest war first, then what has no risk to tell; provinces among them.
        has_provinces: whether the provinces of the Islamic State are shown at first.
        left_out: how many of UCDP's disputes are not shown, and why.
        ranked: the open disputes as the risk models give them, with the provinces where these are shown at first.
        unranked: open disputes without a risk to tell: at war, or fought over under another number.
        scores: how well the model and plain baselines told what they had not seen.
        scores_finding: the same in a sentence.
        track_record: how the published forecasts of the newest year that is known did; empty where none is known.
        caveats: what the ranking cannot say.
    """

    year: int
    data: str
    finding: str
    other_finding: str
    map: Figure
    rows: tuple[RankingRow, ...]
    has_provinces: bool
    left_out: str
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

    @property
    def n_provinces(self) -> int:
        """How many rows are over provinces of the Islamic State."""
        return sum(row.is_province for row in self.rows)


def assemble_world(
    snapshot: Snapshot,
    *,
    built_on: dt.date | None = None,
    with_islamic_state: bool = False,
    beside: Collection[str] = (),
) -> World:
    """Return the page on all open disputes, read from the snapshot and the artefacts alone.

    Args:
        snapshot: the open snapshot.
        with_islamic_state: whether the provinces of the Islamic State are shown at first; the reader may switch.
        built_on: the date printed on the page; today by default.
        beside: the names of the files that will stand beside it, to which the map leads; none by default.

    Raises:
        ArtefactError: when the risk models were never fitted.
        SnapshotError: when the snapshot lacks a table.
    """
    disputes, data = world_disputes(snapshot), risk_data(snapshot)
    backtest, record = load_artefact("risk_backtest"), track_record(snapshot)
    worth = in_short(backtest)
    findings = [
        f"{lead([row for row in disputes if with_provinces or not row.is_province], data)} {worth}".strip()
        for with_provinces in (with_islamic_state, not with_islamic_state)
    ]
    with debug_mode(False):
        figure = world_figure(disputes, snapshot, with_islamic_state=with_islamic_state, beside=beside)
    references = tuple(
        origin_reference(snapshot, name, number) for number, name in enumerate(dict.fromkeys(figure.sources), 1)
    )
    return World(
        year=snapshot.coming_year,
        data=data.words,
        finding=findings[0],
        other_finding=findings[1],
        map=figure,
        rows=ranking_rows(disputes, fitted_paths(snapshot), snapshot.coming_year),
        has_provinces=with_islamic_state,
        left_out=left_out(snapshot, disputes),
        ranked=ranking(snapshot, with_islamic_state=with_islamic_state),
        unranked=unranked(snapshot),
        scores=score_tables(backtest),
        scores_finding=scores_finding(backtest),
        track_record="" if record is None else record.text,
        caveats=caveats(data),
        references=references,
        data_versions=tuple(snapshot.origin(reference.id).short_name for reference in references),
        built_on=day_in_words(built_on or dt.date.today()),
        version=__version__,
    )
