"""Published forecasts and their scores as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from statusquo.cases.titles import title_of
from statusquo.core.estimates import Estimate
from statusquo.forecasts.record import Forecast
from statusquo.forecasts.scores import Came, Score, told
from statusquo.forecasts.scoring import Beside, Scored, Told, YearScores

BOOTSTRAP = "bootstrap over disputes"
_INTERVALS = {
    "share": "exact: Clopper and Pearson",
    "base_rate": "exact: Clopper and Pearson",
    "expected": "exact: middle 95 % of the Poisson-binomial counts, were the forecast right",
    "auroc_by_chance": "exact: all choices of the events, were the forecast unable to tell",
    "auroc": BOOTSTRAP,
    "auprc": BOOTSTRAP,
    "brier": BOOTSTRAP,
    "brier_skill": BOOTSTRAP,
    "log_score": BOOTSTRAP,
}

_NO_ROW = Estimate.missing("none", "no row could meet the event").to_json()
_NOT_SCORED: dict[str, Any] = {
    "n": 0,
    "events": 0,
    **dict.fromkeys(("share", "base_rate", "expected"), _NO_ROW),
    "chance_of_a_count_so_far_off": None,
    **dict.fromkeys(("auroc", "auprc", "brier", "brier_skill", "log_score"), _NO_ROW),
    "auroc_by_chance": None,
    "warning": None,
    "came": [],
}


def forecasts_json(forecasts: Sequence[Forecast]) -> dict[str, Any]:
    """Return what is written down of forecasts.

    Args:
        forecasts: in the order in which they were published.
    """
    return {"forecasts": [forecast.to_json() for forecast in forecasts]}


def told_json(year: int, every: Sequence[Told], names: Mapping[int, str]) -> dict[str, Any]:
    """Return what was told of a year, each ranking with the entry of its forecast.

    Args:
        year: the year.
        every: what was told of it.
        names: the disputes' names, by UCDP's number.
    """
    forecasts = list(dict.fromkeys(each.forecast.entry.name for each in every))
    entries = {each.forecast.entry.name: each.forecast for each in every}
    return {
        "year": year,
        "forecasts": [
            {
                **entries[name].to_json(),
                "timing": entries[name].entry.timing(year),
                "told": [_ranking_json(each, names) for each in every if each.forecast.entry.name == name],
            }
            for name in forecasts
        ],
    }


def scores_json(found: YearScores) -> dict[str, Any]:
    """Return the scores of a year.

    Args:
        found: the scores.
    """
    pending = dict.fromkeys((each.forecast.entry.name, each.event, each.known_after) for each in found.pending)
    return {
        "year": found.year,
        "data": {"ends": found.data_end, "releases": list(found.releases), "note": found.data_note},
        "disputes": "told by every forecast" if found.on_common else "all told",
        "intervals": _INTERVALS,
        "scores": [_scored_json(each, found.names) for each in found.scores],
        "pending": [{"forecast": name, "event": event, "known_after": last} for name, event, last in pending],
    }


def _ranking_json(each: Told, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "risk_set": each.risk_set,
        "event": each.event,
        "model": each.model,
        "role": each.role,
        "disputes": [
            {
                **_dispute_json(row["conflict_id_ucdp"], names),
                "risk": told(row["risk"], row["low"], row["high"]).to_json(),
                "rank": row["rank"],
            }
            for row in each.ranked().to_dicts()
        ],
    }


def _scored_json(each: Scored, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "forecast": each.told.forecast.entry.name,
        "timing": each.told.forecast.entry.timing(each.told.year),
        "risk_set": each.told.risk_set,
        "event": each.told.event,
        "model": each.told.model,
        "role": each.told.role,
        **(_NOT_SCORED if each.score is None else _score_json(each.score, names)),
        "elsewhere": [_named_json(row, names) for row in each.elsewhere],
        "left_out": [_named_json(row, names) for row in each.left_out],
    }


def _score_json(score: Score, names: Mapping[int, str]) -> dict[str, Any]:
    return score.to_json() | {"came": [_named_json(row, names) for row in score.came]}


def _named_json(row: Came | Beside, names: Mapping[int, str]) -> dict[str, Any]:
    return _dispute_json(row.conflict_id_ucdp, names) | row.to_json()


def _dispute_json(number: int, names: Mapping[int, str]) -> dict[str, Any]:
    return {"id": f"ucdp-{number}", "name": title_of(number, names)}
