"""What the fitted artefacts hold, as Markdown tables."""

from __future__ import annotations

import re

from statusquo.core.artefacts import artefact_record, load_artefact

_OF_STRATA = ("base_rate", "brier_skill", "auprc")


def bargaining_findings() -> str:
    """Return what the reference game does when a parameter changes, one row for each change."""
    rows = ["| change to the reference game | paths with a war | paths settled | transfers a path | mean transfer |"]
    rows.append("|---|---|---|---|---|")
    for row in load_artefact("bargaining_findings").to_dicts():
        shares = ["no answer" if row[name] is None else f"{100 * row[name]:.1f} %" for name in ("war", "settled")]
        number = "–" if row["transfers"] is None else f"{row['transfers']:.2f}"
        size = "–" if row["transfer_share"] is None else f"{100 * row['transfer_share']:.0f} %"
        name = re.sub(r"(\w+) (?=[\d.])", r"`\1` ", row["change"])
        rows.append(f"| {' | '.join([name, *shares, number, size])} |")
    return "\n".join(rows)


def risk_scores() -> str:
    """Return the back-test's scores, one table for each event, risk set and scheme."""
    parts = []
    heads = ("auroc", "auprc", "brier_skill", "log_score", "calibration_slope", "calibration_intercept")
    groups = load_artefact("risk_backtest").group_by("event", "risk_set", "scheme", maintain_order=True)
    for (event, risk_set, scheme), group in groups:
        first = group.row(0, named=True)
        size = f"{first['n_rows']:,} dispute-years, {first['n_events']} events, {first['n_disputes']} disputes"
        parts.append(f"**{str(event).capitalize()}, `{risk_set}`, {scheme}** ({size})\n")
        parts.append("| model | AUROC | AUPRC | Brier skill | log score | slope | intercept | AUPRC over duration |")
        parts.append("|---|---|---|---|---|---|---|---|")
        for (model,), own in group.group_by("model", maintain_order=True):
            rows = {row["score"]: row for row in own.to_dicts()}
            cells = [bounded(rows[name]["value"], rows[name]["low"], rows[name]["high"]) for name in heads]
            precision = rows["auprc"]
            gain = bounded(precision["difference"], precision["difference_low"], precision["difference_high"])
            parts.append(f"| {model} | {' | '.join(cells)} | {gain} |")
        parts.append("")
    versions = artefact_record("risk_predictions").diagnostics["data_versions"]
    parts.append("Data: " + ", ".join(f"`{name}` {version}" for name, version in versions.items()) + ".")
    return "\n".join(parts)


def risk_strata(kind: str) -> str:
    """Return how the headline fared in the strata of one kind, leaving disputes out and by rolling origin."""
    from statusquo.risk.events import HEADLINE
    from statusquo.risk.models import LEAVE_OUT, ROLLING

    parts = []
    table = load_artefact("risk_strata").filter(kind=kind, risk_set=HEADLINE)
    for (event, scheme), group in table.group_by("event", "scheme", maintain_order=True):
        if scheme not in (LEAVE_OUT, ROLLING):
            continue
        parts.append(f"**{str(event).capitalize()}, `{HEADLINE}`, {scheme}**\n")
        parts.append("| dispute-years | years | events | base rate | told on average | Brier skill | AUPRC |")
        parts.append("|---|--:|--:|---|--:|---|---|")
        for (name,), own in group.group_by("stratum", maintain_order=True):
            rows = {row["score"]: row for row in own.to_dicts()}
            rate = rows["base_rate"]
            cells = [bounded(rows[score]["value"], rows[score]["low"], rows[score]["high"]) for score in _OF_STRATA]
            size = f"{rate['n_rows']:,} | {rate['n_events']}"
            parts.append(f"| {name} | {size} | {cells[0]} | {rate['mean_told']:.3f} | {cells[1]} | {cells[2]} |")
        parts.append("")
    return "\n".join(parts)


def risk_duration() -> str:
    """Return the table of duration dependence in the headline set; what no assumption can tell has one line."""
    from statusquo.risk.events import HEADLINE

    parts = [
        "| event | clock | balances | spells | assumption | slope | rows, events, disputes |",
        "|---|---|---|---|---|---|---|",
    ]
    heads = ("event", "clock", "condition", "spells")
    table = load_artefact("risk_duration_dependence").filter(risk_set=HEADLINE)
    for keys, group in table.group_by(*heads, maintain_order=True):
        rows = group.to_dicts()
        size = f"{rows[0]['n_rows']:,}, {rows[0]['n_events']}, {rows[0]['n_disputes']}"
        said = " | ".join(str(key) for key in keys)
        if all(row["slope"] is None for row in rows):
            parts.append(f"| {said} | any | {rows[0]['missing_reason']} | {size} |")
            continue
        for row in rows:
            slope = row["missing_reason"] or bounded(row["slope"], row["low"], row["high"])
            parts.append(f"| {said} | {row['form']} | {slope} | {size} |")
    return "\n".join(parts)


def risk_posterior() -> str:
    """Return the diagnostics of the posterior."""
    parts = [
        "| fitted to | draws | largest R-hat | least bulk ESS | least tail ESS | divergences |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, found in artefact_record("risk_posterior").diagnostics.items():
        parts.append(
            f"| {name} | {found['chains']:.0f} × {found['draws']:.0f} | {found['r_hat_max']:.3f} | "
            f"{found['ess_bulk_min']:.0f} | {found['ess_tail_min']:.0f} | {found['divergences']:.0f} |"
        )
    return "\n".join(parts)


def risk_adjustments() -> str:
    """Return the sets of covariates that exposures are adjusted for."""
    from statusquo.risk.effects import declared_adjustments

    parts = ["| set | covariates | why |", "|---|---|---|"]
    for adjustment in declared_adjustments():
        names = ", ".join(f"`{name}`" for name in adjustment.covariates)
        parts.append(f"| {adjustment.id} | {names} | {adjustment.reason} |")
    return "\n".join(parts)


def risk_effects() -> str:
    """Return the effect of every exposure over all disputes, for both events in the headline set and in the broad."""
    import polars as pl

    from statusquo.risk.effects import declared_exposures
    from statusquo.risk.events import HEADLINE
    from statusquo.risk.models import RANDOM_EFFECT

    whole = load_artefact("risk_effects").filter(pl.col("without_case").is_null(), pl.col("model") == RANDOM_EFFECT)
    told = {(row["event"], row["risk_set"], row["exposure"]): row for row in whole.to_dicts()}
    columns = [(event, risk_set) for event in ("recurrence", "war") for risk_set in (HEADLINE, "broad")]
    heads = [f"{event}, `{risk_set}`" for event, risk_set in columns]
    parts = [f"| exposure | for | beside the set | {' | '.join(heads)} |", "|---|---|---|" + "---|" * len(heads)]
    for exposure in declared_exposures():
        cells = []
        for event, risk_set in columns:
            row = told[event, risk_set, exposure.name]
            shown = row["missing_reason"] or bounded(row["coefficient"], row["low"], row["high"])
            cells.append(f"{shown} ({row['n_events']})")
        beside = ", ".join([exposure.adjustment.id, *(f"`{name}`" for name in exposure.beside)])
        parts.append(f"| `{exposure.name}` | {exposure.contrast} | {beside} | {' | '.join(cells)} |")
    return "\n".join(parts)


def bounded(value: float | None, low: float | None, high: float | None) -> str:
    """Return a figure with its bounds to three places, a dash where one is missing."""
    if value is None or low is None or high is None:
        return "–"
    # Adding nought takes the sign from a nought.
    value, low, high = (round(number, 3) + 0.0 for number in (value, low, high))
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"
