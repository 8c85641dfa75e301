"""`statusquo risk`: how likely renewed war is, and how far the models that say so can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_json, print_table
from statusquo.cli.risk_path import print_path, print_ranking
from statusquo.core.errors import InputError, Problem

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
    from statusquo.fits.risk_backtest import VERSIONED, data_versions, skipped_models
    from statusquo.risk.report import best_model, scores_as_json

    if rerun:
        table, versions, skipped = _rerun(), data_versions(), skipped_models()
    else:
        table = load_artefact("risk_backtest")
        found = artefact_record("risk_predictions").diagnostics
        versions, skipped = dict(found["data_versions"]), dict(found["skipped"])
    best = {
        f"{risk_set}, {event}, {scheme}": best_model(table, risk_set, event, scheme)
        for risk_set, event, scheme in table.select("risk_set", "event", "scheme").unique(maintain_order=True).rows()
    }
    if as_json:
        document: dict[str, Any] = {
            "scores": scores_as_json(table, VERSIONED),
            "best_by_log_score": best,
            "data_versions": versions,
            "skipped": skipped,
        }
        print_json(document)
        return
    for (risk_set, event, scheme), group in table.group_by("risk_set", "event", "scheme", maintain_order=True):
        first = group.row(0, named=True)
        size = f"{first['n_rows']:,} dispute-years, {first['n_events']} events, {first['n_disputes']} disputes"
        heads = ["model", "AUROC", "AUPRC", "Brier skill", "log score", "AUPRC over duration only"]
        rows = [_row(str(key[0]), part) for key, part in group.group_by("model", maintain_order=True)]
        print_table(f"{event}, {risk_set}, {scheme}: {size}", heads, rows, numeric=heads[1:])
    typer.echo("Intervals: 95 %, bootstrap over disputes. Best by log score: ", nl=False, err=True)
    typer.echo("; ".join(f"{where}: {model}" for where, model in best.items()) + ".", err=True)
    typer.echo("Data: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".", err=True)
    for name, reason in skipped.items():
        typer.echo(f"Left out: {name}, {reason}.", err=True)


def _row(model: str, group: pl.DataFrame) -> list[str]:
    rows = {row["score"]: row for row in group.to_dicts()}

    def cell(score: str, value: str, low: str, high: str) -> str:
        row = rows[score]
        if row[value] is None or row[low] is None:
            return "–"
        return f"{row[value]:.3f} [{row[low]:.3f}, {row[high]:.3f}]"

    shown = [cell(score, "value", "low", "high") for score in ("auroc", "auprc", "brier_skill", "log_score")]
    return [model, *shown, cell("auprc", "difference", "difference_low", "difference_high")]


def _rerun() -> pl.DataFrame:
    from tqdm import tqdm

    from statusquo.fits.risk_backtest import predict_all, score_all, skipped_models
    from statusquo.risk.models import MODELS
    from statusquo.snapshot.store import open_snapshot

    with tqdm(desc="back-test", unit="fit", disable=None) as bar:

        def show(done: int, total: int, what: str) -> None:
            bar.total = total
            bar.set_postfix_str(what, refresh=False)
            bar.update(done - bar.n)

        skipped = skipped_models()
        models = tuple(model for model in MODELS if model.name not in skipped)
        predictions = predict_all(open_snapshot(), show, models)
        bar.set_postfix_str("scoring")
        return score_all(predictions, lambda done, total, what: None)
