"""The model against the record: predicted acceptance of each proposal by each actor, and how it scores.

Every prediction uses only judgements whose sources are dated before the proposal (`admission`) and the risk of war
told from earlier years. Two forms stand side by side: `stated`, in which nothing is estimated at all, and
`calibrated`, in which the model's four own parameters (loss aversion, noise, horizon, threshold) are weighted by how
well they fit the answers to the other proposals, never those to the one predicted (importance weights over prior
draws). An answer of which accounts differ is predicted and shown, but neither scored nor learnt from. Both are scored
by Brier's (1950) quadratic score against plain rules: the base rate, which is the share of acceptances among the very
answers that are scored, known to no forecaster and the hardest constant to beat; that share among the answers to the
other proposals; and `always rejected`. Intervals resample whole proposals, since the answers to one hang together
(cluster bootstrap, Cameron, Gelbach and Miller 2008). A handful of proposals decides little: no skill is claimed where
the interval reaches nought, and coders who know what came after are a bias that dates of sources do not undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from statusquo.cases.model import Case
from statusquo.core.draws import Floats, central_95
from statusquo.core.errors import InputError
from statusquo.core.estimates import Estimate, Series
from statusquo.core.jsonable import Jsonable
from statusquo.core.seeds import spawn_generator
from statusquo.core.wording import listed
from statusquo.settlement.acceptance import acceptance_probability, option_advantage, status_quo_distances
from statusquo.settlement.agenda import agenda_of, option_point
from statusquo.settlement.draws import Parameters, Ranges, draw, draw_option, draw_parameters
from statusquo.settlement.model import FIRST_CODER, SettlementFile
from statusquo.settlement.no_agreement import war_risk_at
from statusquo.settlement.record import Trial, trials
from statusquo.settlement.vocabulary import Vocabulary

Form = Literal["stated", "calibrated"]
Rule = Literal["base rate", "rate of the others", "always rejected"]
FORMS: tuple[Form, ...] = ("stated", "calibrated")
RULES: tuple[Rule, ...] = get_args(Rule)

N_PARAMETERS = 150
N_WITHIN = 60
N_RESAMPLES = 2_000
FEWEST_PROPOSALS = 6
"""With fewer, no score has an interval and no skill is claimed: an exact test that flips the signs of whole proposals
reaches 5 percent from six on (2 in 2 to the sixth; Canay, Romano and Shaikh 2017); a bootstrap of few says little."""

THRESHOLDS = (-0.3, 0.3)
"""Thresholds that calibration may weight; without it the threshold is 0."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model says of one actor's answer.

    Attributes:
        trial: the answer on record.
        stated: probability of acceptance with nothing estimated, with the range over draws of the inputs.
        calibrated: the same after the answers to the other proposals; None where there are no others.
        others_rate: share of acceptances among the answers to the other proposals; None where there are none.
        missing_reason: why there is no prediction; set exactly when `stated` is missing.
    """

    trial: Trial
    stated: Estimate
    calibrated: float | None
    others_rate: float | None
    missing_reason: str | None = None

    @property
    def is_hit(self) -> bool | None:
        """Whether the likelier answer came; None where there is no prediction, or accounts of the answer differ."""
        if self.stated.value is None or self.trial.is_disputed:
            return None
        return (self.stated.value or 0.0) >= 0.5 if self.trial.accepted else (self.stated.value or 0.0) < 0.5


@dataclass(frozen=True, slots=True)
class Score(Jsonable):
    """How one form does on one set of answers.

    Attributes:
        form: stated or calibrated.
        answers: which reading of the record: `last word` or `first word`.
        settings: `negotiation`, or `all` with what was signed after force.
        brier: mean squared error.
        skill: by rule, 1 less the ratio of the model's squared errors to the rule's.
        hits: share of answers whose likelier side came.
        n_answers: how many answers.
        n_proposals: how many proposals they were given to.
    """

    form: Form
    answers: str
    settings: str
    brier: Estimate
    skill: Mapping[Rule, Estimate]
    hits: Estimate
    n_answers: int
    n_proposals: int

    def has_skill(self, rule: Rule) -> bool:
        """Whether skill can be claimed: its interval lies above nought, over proposals enough to tell."""
        low = self.skill[rule].low
        return low is not None and low > 0 and self.n_proposals >= FEWEST_PROPOSALS


@dataclass(frozen=True, slots=True)
class BackTest:
    """The model against the record of one dispute.

    Attributes:
        predictions: one for each known answer.
        scores: empty where there are fewer than two proposals.
    """

    predictions: tuple[Prediction, ...]
    scores: tuple[Score, ...]


def back_test(
    file: SettlementFile,
    vocabulary: Vocabulary,
    case: Case,
    risk: Series | None = None,
    *,
    coder: str = FIRST_CODER,
    n_within: int = N_WITHIN,
    without_issues: Sequence[str] = (),
) -> BackTest:
    """Return the predictions of every known answer, and their scores.

    Args:
        file: the settlement file.
        vocabulary: its issues.
        case: the dispute with its recorded answers.
        risk: the risk model's yearly risk of war, None where there is none.
        coder: whose judgements are used.
        n_within: draws of the judgements for each draw of the model's own parameters.
        without_issues: issues taken off every agenda.
    """
    record = trials(file, case, coder=coder)
    stated = _chances(file, vocabulary, case, risk, record, coder, n_within, Ranges(), without_issues)
    open_ranges = Ranges(threshold=THRESHOLDS)
    free = _chances(file, vocabulary, case, risk, record, coder, n_within, open_ranges, without_issues)
    found = tuple(_prediction(trial, record, stated, free) for trial in record)
    return BackTest(found, score_predictions(found))


_Chances = Mapping[tuple[str, str], Floats | str]
"""By proposal and actor: (parameters, within) probabilities, or the reason why there are none."""


def _chances(
    file: SettlementFile,
    vocabulary: Vocabulary,
    case: Case,
    risk: Series | None,
    record: Sequence[Trial],
    coder: str,
    n_within: int,
    ranges: Ranges,
    without_issues: Sequence[str],
) -> _Chances:
    one = draw_parameters(ranges, N_PARAMETERS, spawn_generator("settlement", "parameters", file.case))
    repeated = Parameters(*(np.repeat(getattr(one, name), n_within) for name in Parameters.__slots__))
    found: dict[tuple[str, str], Floats | str] = {}
    rows = {row.id: row for row in file.proposal if row.coder == coder}
    for name in dict.fromkeys(trial.proposal for trial in record):
        mine = [trial for trial in record if trial.proposal == name]
        row = rows[name]
        try:
            agenda = agenda_of(
                file, vocabulary, case, row.period, before=mine[0].date, coder=coder, without_issues=without_issues
            )
        except InputError:
            found |= {(name, trial.actor): "no position rests only on sources dated before it" for trial in mine}
            continue
        option = option_point(agenda, vocabulary, name, mine[0].name, "proposal", formula=row.formula, point=row.point)
        rng = spawn_generator("settlement", "back-test", file.case, name)
        war = war_risk_at(case, risk, mine[0].date.year, file.period_by_id(row.period)).counted
        draws = draw(agenda, N_PARAMETERS * n_within, rng, war_risk=war, parameters=repeated)
        before = status_quo_distances(draws)
        advantage, crossed = option_advantage(draw_option(option, draws, rng), draws, before, option.decides)
        chance = acceptance_probability(advantage, draws, crossed)
        ids = [player.id for player in agenda.players]
        silent = agenda.unanswered(option)
        for trial in mine:
            if trial.actor in silent:
                names = listed([vocabulary.issue_by_id(issue).name.lower() for issue in silent[trial.actor]])
                found[name, trial.actor] = f"no position from before it on {names}"
            elif trial.actor in ids:
                own = chance[ids.index(trial.actor)].astype(np.float64)
                found[name, trial.actor] = own.reshape(N_PARAMETERS, n_within)
            else:
                found[name, trial.actor] = agenda.left_out.get(
                    trial.actor, "the file has no stance of it in the period"
                )
    return found


def _prediction(trial: Trial, record: Sequence[Trial], stated: _Chances, free: _Chances) -> Prediction:
    own = stated[trial.proposal, trial.actor]
    others = [other for other in record if other.proposal != trial.proposal and not other.is_disputed]
    others_rate = sum(other.accepted for other in others) / len(others) if others else None
    unit = "probability of acceptance"
    if isinstance(own, str):
        return Prediction(trial, Estimate.missing(unit, own), None, others_rate, own)
    low, high = central_95(own)
    estimate = Estimate(float(np.clip(own.mean(), low, high)), unit, float(low), float(high), "draws95")
    return Prediction(trial, estimate, _calibrated(trial, others, free), others_rate)


def _calibrated(trial: Trial, others: Sequence[Trial], free: _Chances) -> float | None:
    """Return the prediction weighted by how well each draw of the parameters fits the other proposals' answers."""
    own = free[trial.proposal, trial.actor]
    fitted = [(other, chance) for other in others if not isinstance(chance := free[other.proposal, other.actor], str)]
    if isinstance(own, str) or not fitted:
        return None
    log_weight = np.zeros(N_PARAMETERS)
    for other, chance in fitted:
        mean = np.clip(chance.mean(axis=1), 1e-9, 1 - 1e-9)
        log_weight += np.log(mean if other.accepted else 1 - mean)
    weight = np.exp(log_weight - log_weight.max())
    return float(own.mean(axis=1) @ weight / weight.sum())


def score_predictions(predictions: Sequence[Prediction]) -> tuple[Score, ...]:
    """Return the scores of predictions, of one dispute or several; empty with fewer than two proposals."""
    usable = [
        p for p in predictions if p.stated.value is not None and p.others_rate is not None and not p.trial.is_disputed
    ]
    found = []
    for settings in ("negotiation", "all"):
        chosen = [p for p in usable if settings == "all" or p.trial.setting == "negotiation"]
        if len({p.trial.proposal for p in chosen}) < 2:
            continue
        for answers in ("last word", "first word"):
            for form in FORMS:
                if form == "calibrated" and any(p.calibrated is None for p in chosen):
                    continue
                found.append(_score(chosen, form, answers, settings))
    return tuple(found)


def resampled_counts(proposals: Sequence[str], rng: np.random.Generator) -> Floats:
    """Return how often each answer counts in each of `N_RESAMPLES` resamples of whole proposals.

    Args:
        proposals: the proposal that each answer is to.
        rng: the random numbers.
    """
    names = list(dict.fromkeys(proposals))
    place = np.array([names.index(name) for name in proposals])
    picks = rng.integers(0, len(names), (N_RESAMPLES, len(names)))
    counts: Floats = (picks[:, :, None] == np.arange(len(names))).sum(axis=1)[:, place].astype(float)
    return counts


def _score(chosen: Sequence[Prediction], form: Form, answers: str, settings: str) -> Score:
    came = np.array([p.trial.accepted if answers == "last word" else p.trial.first_word for p in chosen], dtype=float)
    told = np.array([p.stated.value if form == "stated" else p.calibrated for p in chosen], dtype=float)
    proposals = [p.trial.proposal for p in chosen]
    n_proposals = len(set(proposals))
    error = (told - came) ** 2
    others = np.array([p.others_rate for p in chosen], dtype=float)
    hit = ((told >= 0.5) == (came > 0.5)).astype(float)
    counts = resampled_counts(
        proposals, spawn_generator("settlement", "resample", form, answers, settings, len(chosen))
    )

    def mean_of(values: Floats) -> Floats:
        return np.asarray((counts @ values) / counts.sum(axis=1))

    def skill(rule: float, drawn_rule: Floats) -> Estimate:
        unit = "skill against the rule"
        if rule == 0:
            return Estimate.missing(unit, "the rule makes no error here")
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn = 1 - mean_of(error) / drawn_rule
        return _interval(1 - error.mean() / rule, drawn[np.isfinite(drawn)], unit, n_proposals)

    rate, drawn_rate = came.mean(), mean_of(came)
    skills: dict[Rule, Estimate] = {
        # The best constant, known in hindsight only, anew in each resample: the variance of the answers.
        "base rate": skill(rate * (1 - rate), drawn_rate * (1 - drawn_rate)),
        "rate of the others": skill(((others - came) ** 2).mean(), mean_of((others - came) ** 2)),
        "always rejected": skill((came**2).mean(), mean_of(came**2)),
    }

    return Score(
        form,
        answers,
        settings,
        _interval(error.mean(), mean_of(error), "Brier score", n_proposals),
        skills,
        _interval(hit.mean(), mean_of(hit), "share of answers", n_proposals),
        len(chosen),
        n_proposals,
    )


def _interval(value: float, drawn: Floats, unit: str, n_proposals: int) -> Estimate:
    """Return a score with its interval, without one from proposals too few to have one."""
    if n_proposals < FEWEST_PROPOSALS:
        return Estimate(float(value), unit)
    return Estimate.from_draws(drawn, unit, value=value, interval="confidence95")
