"""How well the model of the ranking told years it had not seen, beside plain baselines, from the back-test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from statusquo.core.wording import figure, listed, ranged, sentence
from statusquo.dossier.parts import Cell, Table, cell
from statusquo.dossier.risk_charts import NAMES
from statusquo.risk.events import EVENTS, HEADLINE, Event

HEADLINE_MODEL, ROLLING = "record and claim", "rolling origin"
"""The ranking's model and the scheme that tells years from earlier ones, as `risk.models` calls them; that module is
not imported, since it loads what a reader of artefacts has no use for."""

SCORES: Mapping[str, str] = {
    "auroc": "AUROC",
    "auprc": "AUPRC",
    "brier_skill": "Brier skill",
    "log_score": "log score",
}
_BOUNDS = ("difference_low", "difference_high")
_BEYOND = "log score less that of duration only"


def score_tables(backtest: pl.DataFrame) -> tuple[Table, ...]:
    """Return a table for each event: the ranking's model and the baselines, told year by year from the past.

    Args:
        backtest: artefact ``risk_backtest``.
    """
    tables = []
    for event in EVENTS:
        found = _scores(backtest, event)
        size = next(iter(found.values()))["auroc"]
        tables.append(
            Table(
                id=f"scores-{event}",
                caption=(
                    f"{NAMES[event].capitalize()}: {size['n_rows']:,} dispute-years told from the years before, "
                    f"{size['n_events']} with the event"
                ),
                columns=("told by", *SCORES.values(), _BEYOND),
                rows=tuple(_row(model, scores) for model, scores in found.items()),
                numeric=(*SCORES.values(), _BEYOND),
            )
        )
    return tuple(tables)


def in_short(backtest: pl.DataFrame) -> str:
    """Return for each event whether the model told years it had not seen better than a count of quiet years does."""
    texts = []
    for event in EVENTS:
        gain = _scores(backtest, event)[HEADLINE_MODEL]["log_score"]
        if gain["difference"] is not None:
            how = "better" if gain["difference_low"] > 0 else "no better"
            texts.append(f"{how} than counting quiet years for {NAMES[event]}")
    return sentence("on years it had not seen the model did " + listed(texts)) if texts else ""


def scores_finding(backtest: pl.DataFrame) -> str:
    """Return what the scores say of the model against the baseline of duration alone, made from them."""
    texts = []
    for event in EVENTS:
        scores = _scores(backtest, event)[HEADLINE_MODEL]
        area, gain = scores["auroc"], scores["log_score"]
        if area["value"] is None or gain["difference"] is None:
            continue
        verdict = (
            "better than"
            if gain["difference_low"] > 0
            else "worse than"
            if gain["difference_high"] < 0
            else "not told apart from"
        )
        texts.append(
            f"{NAMES[event]}, the area under the ROC curve is {area['value']:.2f} "
            f"({area['low']:.2f}–{area['high']:.2f}), and by the log score the model is {verdict} a baseline that "
            f"knows only how long the quiet or the fighting has lasted ({_signed(gain)})"
        )
    return sentence("for years it had not seen: for " + listed(texts).replace(" and war, ", "; for war, ", 1))


def _scores(backtest: pl.DataFrame, event: Event) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the scores' rows by model and score, the ranking's model first."""
    own = backtest.filter(risk_set=HEADLINE, scheme=ROLLING, event=event)
    own = own.filter((pl.col("model") == HEADLINE_MODEL) | (pl.col("role") == "baseline"))
    found: dict[str, dict[str, dict[str, Any]]] = {HEADLINE_MODEL: {}}
    for row in own.to_dicts():
        found.setdefault(row["model"], {})[row["score"]] = row
    return found


def _row(model: str, scores: Mapping[str, Mapping[str, Any]]) -> tuple[Cell, ...]:
    name = "this model" if model == HEADLINE_MODEL else model
    gain = scores["log_score"]
    beyond: Cell = () if gain["difference"] is None or not gain["difference"] else cell(*_difference(gain))
    return (cell(name, note=model if model == HEADLINE_MODEL else ""), *(_cell(scores[key]) for key in SCORES), beyond)


def _cell(row: Mapping[str, Any]) -> Cell:
    if row["value"] is None:
        return ()
    note = ranged(row["low"], row["high"], ".3f", " to ")
    return cell(figure(row["value"], ".3f"), note=note)


def _difference(row: Mapping[str, Any]) -> tuple[str, str]:
    value, low, high = (figure(row[name], "+.4f") for name in ("difference", *_BOUNDS))
    return value, f"{low} to {high}"


def _signed(row: Mapping[str, Any]) -> str:
    value, interval = _difference(row)
    return f"{value}, {interval}"
