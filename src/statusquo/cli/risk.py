"""`statusquo risk`: how likely renewed war is, and how far the models that say so can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_json, print_table, progress, say
from statusquo.cli.risk_path import print_path, print_ranking
from statusquo.core.errors import InputError, Problem
from statusquo.core.wording import chance, per_cent

if TYPE_CHECKING:
    import polars as pl


def risk(
    id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A dispute or a case file.", autocompletion=complete_case_id),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Rank all open disputes for the coming year.")] = False,
    islamic_state: Annotated[
        bool,
        typer.Option("--with-islamic-state", help="With --all: rank the provinces of the Islamic State as well."),
    ] = False,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="Show how well the models told what they had not seen.")
    ] = False,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Run the back-test again (minutes) instead of reading its artefact.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Print the risk of renewed fighting and of war: of one dispute by year, of all, or how well it was told."""
    if (id is not None) + everyone + backtest != 1:
        raise InputError(Problem("one thing can be asked at a time", allowed="an ID, --all or --backtest"))
    if islamic_state and not everyone:
        raise InputError(Problem("only the ranking can show the provinces of the Islamic State", allowed="with --all"))
    if id is not None:
        print_path(id, as_json=json)
    elif everyone:
        print_ranking(as_json=json, with_islamic_state=islamic_state)
    else:
        _print_backtest(rerun=rerun, as_json=json)


def _print_backtest(*, rerun: bool, as_json: bool) -> None:
    from statusquo.core.artefacts import artefact_record, load_artefact
    from statusquo.fits.risk_backtest import VERSIONED, data_versions
    from statusquo.risk.models import HEADLINE_MODEL
    from statusquo.risk.report import scores_as_json, strata_as_json
    from statusquo.snapshot.store import open_snapshot

    if rerun:
        (table, strata), versions = _rerun(), data_versions(open_snapshot())
    else:
        table, strata = load_artefact("risk_backtest"), load_artefact("risk_strata")
        versions = artefact_record("risk_backtest").diagnostics["data_versions"]
    if as_json:
        document: dict[str, Any] = {
            "headline": HEADLINE_MODEL,
            "scores": scores_as_json(table, VERSIONED),
            "strata": strata_as_json(strata, VERSIONED),
            "data_versions": versions,
        }
        print_json(document)
        return
    for (risk_set, event, scheme), group in table.group_by("risk_set", "event", "scheme", maintain_order=True):
        first = group.row(0, named=True)
        size = f"{first['n_rows']:,} dispute-years, {first['n_events']} events, {first['n_disputes']} disputes"
        heads = ["model", "AUROC", "AUPRC", "Brier skill", "log score", "calibration slope", "intercept"]
        rows = [_row(str(key[0]), part) for key, part in group.group_by("model", maintain_order=True)]
        print_table(f"{event}, {risk_set}, {scheme}: {size}", heads, rows, numeric=heads[1:])
    heads = ["stratum", "years", "events", "base rate (95 %)", "told on average", "Brier skill", "AUPRC"]
    for (risk_set, event, scheme), group in strata.group_by("risk_set", "event", "scheme", maintain_order=True):
        rows = [_stratum_row(str(key[0]), part) for key, part in group.group_by("stratum", maintain_order=True)]
        print_table(f"{HEADLINE_MODEL} by stratum: {event}, {risk_set}, {scheme}", heads, rows, numeric=heads[1:])
    say("Intervals: 95 %, bootstrap over disputes; of calibration, over dispute sandwiches.", err=True)
    say(f"Headline: {HEADLINE_MODEL}. Skill is beyond the base rate of the rows scored.", err=True)
    say("Data: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".", err=True)


def _row(model: str, group: pl.DataFrame) -> list[str]:
    rows = {row["score"]: row for row in group.to_dicts()}
    shown = ("auroc", "auprc", "brier_skill", "log_score", "calibration_slope", "calibration_intercept")
    return [model, *(_cell(rows[score]) for score in shown)]


def _stratum_row(name: str, group: pl.DataFrame) -> list[str]:
    rows = {row["score"]: row for row in group.to_dicts()}
    rate = rows["base_rate"]
    share = f"{chance(rate['value'])} ({per_cent(rate['low'])} to {per_cent(rate['high'])})"
    size = [f"{rate['n_rows']:,}", str(rate["n_events"])]
    return [name, *size, share, chance(rate["mean_told"]), _cell(rows["brier_skill"]), _cell(rows["auprc"])]


def _cell(row: dict[str, Any]) -> str:
    if row["value"] is None or row["low"] is None:
        return "–"
    return f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"


def _rerun() -> tuple[pl.DataFrame, pl.DataFrame]:
    from statusquo.fits.risk_backtest import predict_all, score_all, strata_of
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    with progress("back-test", "model") as show:
        predictions = predict_all(snapshot, show)
        return score_all(predictions, lambda done, total, what: None), strata_of(predictions, snapshot)
