"""What could settle a dispute: options by actors, the zone of agreement, what would widen it, and the record.

The one door to this room: `settle` reads the settlement file, draws, and returns everything with its notes. It never
recommends: it says who would accept which terms, as far as dated statements show, and how well such readings did on the
record. Force is no option in it, whatever force has brought about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from statusquo.cases.model import Case
from statusquo.core.errors import InputError, Problem, SettlementError
from statusquo.core.estimates import Estimate
from statusquo.core.shown import Shown, frame_of
from statusquo.core.wording import listed
from statusquo.risk.inputs import RiskData, risk_data
from statusquo.risk.path import war_risk_series
from statusquo.settlement.acceptance import N_DRAWS, Acceptance, accept
from statusquo.settlement.agenda import Agenda, OptionPoint, agenda_of, options_of
from statusquo.settlement.backtest import BackTest, back_test
from statusquo.settlement.comparison import SolutionShares, SpatialForecast, solution_shares, spatial_forecast
from statusquo.settlement.load import (
    load_settlement,
    load_vocabulary,
    read_options,
    read_settlement,
    read_vocabulary,
)
from statusquo.settlement.model import FIRST_CODER, Judged, Option, Period, SettlementFile
from statusquo.settlement.no_agreement import WarRisk, war_risk_at, year_of
from statusquo.settlement.vocabulary import Vocabulary
from statusquo.settlement.zone import Widenings, ZoneMap, most_contested, widenings, zone_map
from statusquo.snapshot.store import Snapshot

if TYPE_CHECKING:
    import polars as pl

UNIT = "probability of acceptance"
ZONE_UNIT = "probability that every actor with a veto accepts"
PEOPLE_UNIT = "probability that these and all people concerned accept"

NOTES = (
    "Acceptance by governments is not acceptance by people: those who live there and those who fled are shown "
    "beside them, and most of them were never asked.",
    "An option that a side would accept is not thereby just or lawful. Force is no option here, and nothing weighs "
    "it as one.",
    "Positions, saliences and prospects are judgements of a coder from dated statements, each with a range; the "
    "intervals say how far these ranges carry, not how right the model is.",
    "A red line, which is a sourced no at any price, is not bought off by gains elsewhere. Who has no position on "
    "what an option decides gives no answer; a veto player’s silence is no consent.",
    "No parameter of the model is estimated from the proposals; the record shows how well such a model did.",
)


@dataclass(frozen=True, slots=True, repr=False)
class Settlement(Shown):
    """What could settle a dispute in one period.

    Attributes:
        file: the settlement file.
        vocabulary: issues and status formulas.
        period: the period told.
        agenda: it as arrays.
        options: what is judged.
        acceptance: who accepts what.
        solutions: which option each bargaining solution picks, and how often.
        spatial: where the spatial expected-utility model leads.
        base: place of the option around which the zone is drawn and widened: the likeliest to be agreed; None where
            no option has an answer from every actor with a veto.
        zone_map: the zone over two issues; None without a base, or with fewer than two that can be answered.
        widenings: what would widen it; None without a base.
        war_risk: the yearly risk of war behind no agreement.
        record: the back-test; None where it was not asked for.
        data: what the risk of war is told from.
    """

    file: SettlementFile
    vocabulary: Vocabulary
    period: Period
    agenda: Agenda
    options: tuple[OptionPoint, ...]
    acceptance: Acceptance
    solutions: SolutionShares
    spatial: SpatialForecast | None
    base: int | None
    zone_map: ZoneMap | None
    widenings: Widenings | None
    war_risk: WarRisk
    record: BackTest | None
    data: RiskData

    def in_short(self) -> str:
        """Return which dispute and period this is of, and how many options and actors are judged."""
        options, players = len(self.options), len(self.agenda.players)
        return f"of {self.file.case}, {self.period.id}: {options} options, {players} actors"

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each option and actor: the probability that the actor accepts it, or why none is known."""
        return frame_of(
            {"option": option.id, "actor": player.id, "value": found.value, "low": found.low, "high": found.high}
            | {"missing_reason": found.missing_reason}
            for place, option in enumerate(self.options)
            for who, player in enumerate(self.agenda.players)
            for found in [self.chance(place, who)]
        )

    def chance(self, option: int, actor: int) -> Estimate:
        """Return the probability that an actor accepts an option."""
        player = self.agenda.players[actor]
        if reason := self._silence([player.id], option):
            return Estimate.missing(UNIT, reason, self.sources)
        found = self.acceptance
        value, low, high = (float(part[option, actor]) for part in (found.probability, found.low, found.high))
        return Estimate(value, UNIT, low, high, "draws95", self.sources)

    def zone(self, option: int) -> Estimate:
        """Return the probability that every actor with a veto accepts an option."""
        if reason := self._silence([player.id for player in self.agenda.players if player.is_veto], option):
            return Estimate.missing(ZONE_UNIT, reason, self.sources)
        found = self.acceptance
        value, low, high = (float(part[option]) for part in (found.zone, found.zone_low, found.zone_high))
        return Estimate(value, ZONE_UNIT, low, high, "draws95", self.sources)

    def with_people(self, option: int) -> Estimate:
        """Return the probability that these and all people concerned accept an option."""
        concerned = [player.id for player in self.agenda.players if player.is_veto or player.is_people]
        if reason := self._silence(concerned, option):
            return Estimate.missing(PEOPLE_UNIT, reason, self.sources)
        return Estimate(float(self.acceptance.with_people[option]), PEOPLE_UNIT, sources=self.sources)

    def _silence(self, actors: Sequence[str], option: int) -> str:
        """Return who of some actors has no position on what an option decides, in words; empty where all answer."""
        silent = self.agenda.unanswered(self.options[option])
        names = {player.id: player.name for player in self.agenda.players}
        told = [
            f"{names[actor]}: no position on "
            + listed([self.vocabulary.issue_by_id(issue).name.lower() for issue in silent[actor]])
            for actor in actors
            if actor in silent
        ]
        return "; ".join(told)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the settlement file's sources behind the period's judgements."""
        rows: tuple[Judged, ...] = (*self.file.stance, *self.file.position)
        used = {name for row in rows if row.period == self.period.id for name in row.source}
        return tuple(source.id for source in self.file.source if source.id in used)


def settle(
    case: Case,
    snapshot: Snapshot,
    *,
    period: str | None = None,
    without: Sequence[str] = (),
    option_file: Path | None = None,
    actor_file: Path | None = None,
    vocabulary_file: Path | None = None,
    coder: str = FIRST_CODER,
    n_draws: int = N_DRAWS,
    with_record: bool = True,
) -> Settlement:
    """Return what could settle a dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot, for the risk of war.
        period: id of the period; the last by default.
        without: ids of actors left out.
        option_file: an analyst's own options.
        actor_file: an analyst's own settlement file, in place of the bundled one.
        vocabulary_file: an analyst's own vocabulary, in place of the bundled one.
        coder: whose judgements are used.
        n_draws: number of draws.
        with_record: whether the back-test is run.

    Raises:
        UnknownNameError: when a period or actor is not known.
        SettlementError: when a file is wrong, or the words of a template still stand in it.
        InputError: when no file is bundled for the dispute, nobody with a veto is left, or a vocabulary comes without
            actors.
    """
    if vocabulary_file is not None and actor_file is None:
        raise InputError("a vocabulary of one's own goes with actors of one's own; give both files")
    vocabulary = read_vocabulary(vocabulary_file) if vocabulary_file else load_vocabulary()
    file = read_settlement(actor_file, case, vocabulary) if actor_file else load_settlement(case)
    own: tuple[Option, ...] = ()
    if option_file:
        own = read_options(option_file, file, vocabulary).option
    agenda = agenda_of(file, vocabulary, case, period, coder=coder, without=without)
    options = options_of(file, vocabulary, case, agenda, own)
    if not options:
        name = str(option_file or actor_file or file.title)
        raise SettlementError(Problem(f"no option decides anything on the agenda of {agenda.period}", name))
    series = war_risk_series(case, snapshot)
    risk = war_risk_at(case, series, year_of(file, agenda.period, snapshot), file.period_by_id(agenda.period))
    found = accept(agenda, options, n_draws=n_draws, war_risk=risk.counted)
    base = _base(options, found, len(own))
    zone = None if base is None else float(found.zone[base])
    return Settlement(
        file=file,
        vocabulary=vocabulary,
        period=file.period_by_id(agenda.period),
        agenda=agenda,
        options=options,
        acceptance=found,
        solutions=solution_shares(agenda, options, war_risk=risk.counted),
        spatial=spatial_forecast(agenda, options),
        base=base,
        zone_map=None if base is None else _map(agenda, options[base], risk),
        widenings=None if base is None else widenings(agenda, options[base], war_risk=risk.counted, known_zone=zone),
        war_risk=risk,
        record=back_test(file, vocabulary, case, series, coder=coder) if with_record else None,
        data=risk_data(snapshot),
    )


def _base(options: Sequence[OptionPoint], found: Acceptance, n_own: int) -> int | None:
    """Return the place of the likeliest option: among the analyst's own, else the file's, else the formulas.

    None where none of them has an answer from every actor with a veto.
    """
    answered = [place for place in range(len(options)) if not np.isnan(found.zone[place])]
    own = [place for place in answered if place < n_own]
    written = [place for place in answered if options[place].kind == "option"]
    chosen = own if n_own else written or answered
    return max(chosen, key=lambda place: (float(found.zone[place]), -place), default=None)


def _map(agenda: Agenda, option: OptionPoint, risk: WarRisk) -> ZoneMap | None:
    if (contested := most_contested(agenda)) is None:
        return None
    across, up = contested
    return zone_map(agenda, option, across, up, war_risk=risk.counted)
