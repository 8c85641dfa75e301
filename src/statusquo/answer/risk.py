"""How likely fighting is: the headline model's chances in words and natural frequencies, and what to know beside them.

Every number is that of `risk.path` and `risk.ranking`. Of a dispute that is fought over the chance is that fighting
goes on; of one at war there is none of a step to war; of a claim that ended, of ground that is fought over under
another number, and of a dispute that UCDP does not record there is none at all, and why is said.
"""

from __future__ import annotations

import polars as pl

from statusquo.answer.likelihood import SCALE, bare_frequency, frequency, in_words
from statusquo.answer.model import RiskTold
from statusquo.answer.stands import FIRST_YEAR, LEAST_DEATHS, Ground, is_contested
from statusquo.cases.load import load_case
from statusquo.cases.successors import Fighting, successor_years
from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import InputError
from statusquo.core.estimates import Estimate
from statusquo.core.names import all_of
from statusquo.core.wording import sentence
from statusquo.panels.standing import Standing, standing_of, standings
from statusquo.risk.events import CONTINUATION, Outcome
from statusquo.risk.fitted_paths import UNIT
from statusquo.risk.inputs import RiskData
from statusquo.risk.models import HEADLINE_MODEL, LEAVE_OUT
from statusquo.risk.path import RiskPath, risk_path
from statusquo.risk.ranking import ranking

_SHARE = "share of dispute-years"
_CLAIM_ENDED = "the claim has ended"


def risk_told(ground: Ground) -> tuple[RiskTold, str]:
    """Return how likely fighting is, and the sentence that says so.

    Raises:
        ArtefactError: when the risks were never fitted, or to data that end in another year.
    """
    snapshot = ground.snapshot
    year = snapshot.coming_year
    ranks = {row.conflict_id_ucdp: place for place, row in enumerate(ranking(snapshot), 1)}
    path = _path(ground)
    why = _why_none(ground, path, year)
    if why is not None or path is None:
        reason = why or "no year at risk"
        beside: tuple[str, ...] = ()
        none = Estimate.missing(UNIT, reason)
        successor = ground.standing.successor if ground.standing and not ground.standing.is_active else None
        if successor is not None:
            reason, beside = _elsewhere(successor, ground)
        told = RiskTold(
            year,
            none,
            none,
            Estimate.missing(_SHARE, reason),
            None,
            len(ranks),
            None,
            False,
            ground.intensity == "war",
            None if successor is None else f"ucdp-{successor.conflict_id}",
            beside,
        )
        return told, sentence(reason)
    outcome: Outcome = CONTINUATION if ground.intensity != "none" else "recurrence"
    fighting = path.told_now(CONTINUATION) if outcome == CONTINUATION else path.coming["recurrence"]
    stratum = path.strata.get(outcome)
    rate = Estimate.missing(_SHARE, "no like years in the back-test") if stratum is None else stratum.base_rate
    rank = ranks.get(path.conflict_id_ucdp)
    skill = _skill(path, outcome)
    lines = [
        _interval(fighting),
        "" if ground.uncounted is None else _uncounted(ground.active[-1], ground.uncounted),
        "" if stratum is None else _base_rate(stratum.name, stratum.n_rows, rate, outcome),
        f"It is number {rank} of {len(ranks)} open disputes by risk of war." if rank else "",
        skill,
        _unknown(path.data),
        f"Fighting is {LEAST_DEATHS} battle deaths or more in a year, war 1,000.",
    ]
    told = RiskTold(
        year, fighting, path.coming["war"], rate, rank, len(ranks), skill, outcome == CONTINUATION, path.at_war, None,
        tuple(line for line in lines if line),
    )  # fmt: skip
    return told, _told_sentence(year, fighting, path.coming["war"], ground)


def _path(ground: Ground) -> RiskPath | None:
    try:
        return risk_path(ground.case, ground.snapshot)
    except InputError:
        return None


def _why_none(ground: Ground, path: RiskPath | None, year: int) -> str | None:
    """Return why no chance is told, as a sentence; None where one is."""
    standing = ground.standing
    if standing is None:
        return f"no year of armed conflict is on record here since {FIRST_YEAR}, so that no chance of war is estimated"
    if ground.exit is not None:
        return _ended(ground)
    if standing.successor is not None and not standing.is_active:
        return "its ground is fought over under another number"
    if standing.is_passed_on:
        return _passed_on(ground, standing)
    if path is None or (path.coming["war"].value is None and path.told_now(CONTINUATION).value is None):
        return f"no chance of fighting in {year} is estimated: the model was not fitted to disputes like this one"
    return None


def _ended(ground: Ground) -> str:
    none = "no risk of renewed fighting is estimated"
    match ground.exit:
        case "statehood" if is_contested(ground):
            return f"{none}, since the data count the claim as ended with independence, contested as it is"
        case "statehood":
            return f"{none}, since the claim ended with independence"
        case "implemented settlement" if ground.outcome != "reintegrated by force":
            return f"{none}, since a settlement ended the armed claim"
        case "parent's dissolution":
            return f"{none}, since the state against which it was made is gone"
    if ground.exit_date is None:
        return f"{none}, since {_CLAIM_ENDED}"
    return (
        f"{none}, since the claim ended in {ground.exit_date.year}; a war between states would be another dispute"
        if ground.outcome is not None
        else f"{none}, since the claim ended in {ground.exit_date.year}"
    )


def _passed_on(ground: Ground, standing: Standing) -> str:
    """Return to whom the fight over the ground passed."""
    rows = successor_years(ground.snapshot).filter(conflict_id_ucdp=standing.conflict_id_ucdp).sort("year")
    number = rows["active_successor_id"][-1]
    runs = ground.snapshot.table("conflict_runs").filter(conflict_id_ucdp=number).sort("last_year")
    return (
        f"the fight over this ground has passed to that between {_parties(runs['parties'][-1])}, last in "
        f"{runs['last_year'][-1]}, and the risk of its return is estimated there"
    )


def _parties(named: str) -> str:
    return all_of(part.strip() for part in named.split(" - "))


def _elsewhere(other: Fighting, ground: Ground) -> tuple[str, tuple[str, ...]]:
    """Return who fights over the ground under another number and whether that goes on, with what to know beside it."""
    level = "at war" if other.at_war else "fighting"
    text = f"its ground is fought over by {_parties(other.parties)}, which were {level} in {other.year}"
    # A fight over the government has no risk here: the model is of disputes over territory.
    is_modelled = standing_of(standings(ground.snapshot), [other.conflict_id]) is not None
    path = _path(Ground.of(load_case(f"ucdp-{other.conflict_id}"), ground.snapshot)) if is_modelled else None
    goes_on = None if path is None else path.told_now(CONTINUATION)
    if path is None or goes_on is None or goes_on.value is None:
        return f"{text}; so there is no renewal to await in {ground.snapshot.coming_year}", ()
    stratum = path.strata.get(CONTINUATION)
    beside = [] if stratum is None else [_base_rate(stratum.name, stratum.n_rows, stratum.base_rate, CONTINUATION)]
    chance = f"{in_words(goes_on.value)} by the past alone, {frequency(goes_on.value)}"
    return f"{text}; that they fight on in {ground.snapshot.coming_year} is {chance}", (_interval(goes_on), *beside)


def _told_sentence(year: int, fighting: Estimate, war: Estimate, ground: Ground) -> str:
    assert fighting.value is not None
    share = frequency(fighting.value)
    if ground.intensity == "none":
        text = f"going by the past alone, renewed fighting in {year} is {in_words(fighting.value)}, {share}"
        return sentence(text if war.value is None else f"{text}; war, {frequency(war.value)}")
    last = "at war" if ground.intensity == "war" else "fought over"
    text = (
        f"it was {last} in {year - 1}; that fighting goes on is {in_words(fighting.value)} by the past alone, {share}"
    )
    return sentence(text if war.value is None else f"{text}; a step to war, {frequency(war.value)}")


def _interval(fighting: Estimate) -> str:
    assert fighting.low is not None
    assert fighting.high is not None
    low, high = bare_frequency(fighting.low), bare_frequency(fighting.high)
    return f"The model’s 95 % interval: {low} to {high} (words by {SCALE})."


def _uncounted(counted: int, told: int) -> str:
    return f"The record counts no fighting here after {counted}, though the case file tells of some in {told}."


def _base_rate(like: str, n: int, rate: Estimate, outcome: Outcome) -> str:
    assert rate.value is not None
    seen = "saw it go on a year longer" if outcome == CONTINUATION else "a year saw fighting again"
    like = like.replace("fighting for", "fought over for")
    if rate.value == 0:
        return f"Base rate: of {n:,} years in disputes {like}, none {seen.removeprefix('a year ')}."
    return f"Base rate: of disputes {like}, {frequency(rate.value)} {seen}."


def _skill(path: RiskPath, outcome: Outcome) -> str:
    """Return whether the headline did better out of sample than the count of years alone, in a sentence."""
    rows = load_artefact("risk_backtest").filter(
        pl.col("risk_set") == path.risk_set,
        pl.col("event") == outcome,
        pl.col("scheme") == LEAVE_OUT,
        pl.col("model") == HEADLINE_MODEL,
        pl.col("score") == "brier_skill",
    )
    counted = "quiet years" if outcome == "recurrence" else "years of fighting"
    low = None if rows.is_empty() else rows["difference_low"][0]
    better = "better" if low is not None and low > 0 else "no better"
    return f"On disputes it had not seen the model did {better} than counting {counted}."


def _unknown(data: RiskData) -> str:
    name, year = min(data.last_years.items(), key=lambda item: item[1])
    return (
        f"It knows nothing of talks, arms, allies or leaders, and nothing after {data.ends}; its oldest input, {name}, "
        f"ends in {year}."
    )
