"""Fills the reference pages from the code, so that they cannot drift from it.

`{{ snapshot columns }}`, `{{ panel columns }}` and `{{ reader columns }}` become the tables of `core/columns.csv`,
`{{ case columns }}` and `{{ coded fields }}` the fields by which cases are compared,
`{{ exits }}` the exits from the risk set, `{{ covariates }}` the covariates of the risk models, `{{ sources }}` the
registry of origins, and `{{ commands }}` the command line's own help; `{{ risk scores }}`, `{{ risk duration }}`,
`{{ risk posterior }}`, `{{ risk adjustments }}` and `{{ risk effects }}` what the risk models' artefacts hold,
`{{ forecasts }}`, `{{ forecast scores }}` and `{{ forecast rankings }}` the published forecasts, how they did and what
they say of years to come, `{{ tests of claims }}` the registry of tests, `{{ bargaining parameters }}` the parameters
of the bargaining game, and `{{ bargaining findings }}` what it does when some of them change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from statusquo.core.columns import columns_of, table_names

if TYPE_CHECKING:
    from statusquo.core.columns import Column
    from statusquo.forecasts.scoring import Scored
    from statusquo.snapshot.store import Snapshot


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the placeholders of one page."""
    fillers: dict[str, Callable[[], str]] = {
        "{{ snapshot columns }}": lambda: columns(_is_of_snapshot),
        "{{ panel columns }}": lambda: columns(lambda table: table.startswith("panel.")),
        "{{ reader columns }}": lambda: columns(lambda table: table.startswith("source.")),
        "{{ case columns }}": lambda: columns(lambda table: table.startswith("cases.")),
        "{{ coded fields }}": coded_field_tables,
        "{{ fit columns }}": lambda: columns(lambda table: table.startswith("fit.")),
        "{{ forecast columns }}": lambda: columns(lambda table: table.startswith("forecast.")),
        "{{ exits }}": exits,
        "{{ covariates }}": covariates,
        "{{ sources }}": sources,
        "{{ commands }}": commands,
        "{{ risk scores }}": risk_scores,
        "{{ risk strata by time }}": lambda: risk_strata("time"),
        "{{ risk strata by region }}": lambda: risk_strata("region"),
        "{{ risk calibration }}": lambda: risk_strata("told"),
        "{{ risk duration }}": risk_duration,
        "{{ risk posterior }}": risk_posterior,
        "{{ risk adjustments }}": risk_adjustments,
        "{{ risk effects }}": risk_effects,
        "{{ forecasts }}": forecasts,
        "{{ forecast scores }}": forecast_scores,
        "{{ forecast rankings }}": forecast_rankings,
        "{{ tests of claims }}": tests_of_claims,
        "{{ bargaining parameters }}": bargaining_parameters,
        "{{ bargaining findings }}": bargaining_findings,
    }
    for mark, filler in fillers.items():
        if mark in markdown:
            markdown = markdown.replace(mark, filler())
    return markdown


def coded_field_tables() -> str:
    """Return the declared coded fields, one table for each group."""
    from statusquo.cases.coding import coded_fields

    fields = coded_fields().values()
    parts = []
    for group in dict.fromkeys(field.group for field in fields):
        parts.append(f"## {group.capitalize()}\n\n| field | allowed | unit | known | what |\n|---|---|---|---|---|")
        parts += [
            f"| `{field.name}` | {field.allowed_text} | {field.unit} | {field.known_when} | {field.description} |"
            for field in fields
            if field.group == group
        ]
        parts[-1] += "\n"
    return "\n".join(parts)


def bargaining_parameters() -> str:
    """Return the parameters of the bargaining game, one row for each."""
    from statusquo.bargaining import RANGES

    rows = [
        f"| \\({each.symbol}\\) | `{each.name}` | {each.meaning} | {each.unit} | {each.text} | {each.default:g} |"
        for each in RANGES
    ]
    return "\n".join(["| symbol | name | meaning | unit | range | reference |", "|---|---|---|---|---|---|", *rows])


def bargaining_findings() -> str:
    """Return what the reference game does when a parameter changes, one row for each change."""
    from statusquo.bargaining.findings import findings

    rows = ["| change to the reference game | paths with a war | paths settled | transfers a path | mean transfer |"]
    rows.append("|---|---|---|---|---|")
    for row in findings():
        name = ", ".join(f"`{each}` {value:g}" for each, value in row.changes.items()) or "none"
        shares = ["no answer" if each is None else f"{100 * each:.1f} %" for each in (row.war, row.settled)]
        number = "–" if row.transfers is None else f"{row.transfers:.2f}"
        size = "–" if row.transfer_share is None else f"{100 * row.transfer_share:.0f} %"
        rows.append(f"| {' | '.join([name, *shares, number, size])} |")
    return "\n".join(rows)


def _is_of_snapshot(table: str) -> bool:
    return not table.startswith(("panel.", "source.", "fit.", "cases.", "forecast."))


def _years(column: Column) -> str:
    """Return the years a column covers; one that grows with each release says how far the data at hand reach."""
    from statusquo.snapshot.store import open_snapshot
    from statusquo.sources.registry import origin

    if column.years is None:
        return "–"
    first, last = column.years
    if last is not None:
        return column.domain
    snapshot = open_snapshot()
    if column.table.startswith("source."):
        release = origin(column.sources[0]).release
        return (
            f"{first}–, in {release.version} to {release.last_year}" if release.last_year else f"{first}–, by release"
        )
    if any(source.startswith("ucdp-") for source in column.sources):
        return f"{first}–, now to {snapshot.last_year}"
    ends = [snapshot.releases[source]["last_year"] for source in column.sources if source in snapshot.releases]
    return f"{first}–, now to {max(end for end in ends if end is not None)}"


def columns(is_wanted: Callable[[str], bool]) -> str:
    """Return the declared tables that are wanted, with their columns."""
    parts = []
    for table in filter(is_wanted, table_names()):
        parts.append(f"## `{table}`\n\n| column | type | unit | key | may be missing | years | from | what |")
        parts.append("|---|---|---|---|---|---|---|---|")
        for column in columns_of(table):
            allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
            parts.append(
                f"| `{column.name}` | {column.type} | {column.unit or '–'} | {'yes' if column.is_key else ''} | "
                f"{'yes' if column.is_nullable else ''} | {_years(column)} | {', '.join(column.sources)} | "
                f"{column.description}.{allowed} |"
            )
        parts.append("")
    return "\n".join(parts)


def covariates() -> str:
    """Return the covariates of the risk models, block by block, from the table that declares them."""
    from statusquo.risk.covariates import BLOCKS, declared_covariates

    parts = []
    for block in BLOCKS:
        parts.append(f"## {block.capitalize()}\n\n| covariate | unit | what | from | last year | after that |")
        parts.append("|---|---|---|---|---|---|")
        parts += [
            f"| `{c.name}` | {c.unit} | {c.description} | {', '.join(c.sources)} | {c.last_year or '–'} | {c.lag_rule} |"
            for c in declared_covariates()
            if c.block == block
        ]
        parts.append("")
    return "\n".join(parts)


def tests_of_claims() -> str:
    """Return every test of claims with its parameters, and the measures a test can name."""
    from statusquo.explanations.measures import SERIES
    from statusquo.explanations.registry import claim_tests, describe_parameters

    parts = []
    for test in claim_tests().values():
        family = " One of the family over which false discoveries are controlled." if test.is_cross_case else ""
        parts.append(f"## `{test.name}`\n\n{test.asks} Gives: {test.gives}.{family}\n")
        parts.append("| parameter | allowed | what |\n|---|---|---|")
        parts += [f"| `{name}` | {allowed} | {what} |" for name, allowed, what in describe_parameters(test)]
        parts.append("")
    listed = ", ".join(f"`{name}`" for name in SERIES)
    parts.append(
        f"## Measures\n\nYearly series by name: {listed}; every series of the regional balance and of the veto power "
    )
    parts.append(
        "by its own name; and `factor` with the name of a factor of structure, such as `factor enclave_index`."
    )
    return "\n".join(parts)


def exits() -> str:
    """Return the sizes of the risk sets and every exit between them, with its rule, source and note."""
    from statusquo.panels.dispute_year import dispute_years
    from statusquo.panels.exit_effects import exits_explained, risk_set_totals
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    parts = ["| risk set | dispute-years | recurrences | disputes |", "|---|--:|--:|--:|"]
    for name, rows, recurrences, disputes in risk_set_totals(dispute_years(snapshot).frame).iter_rows():
        parts.append(f"| {name} | {rows:,} | {recurrences:,} | {disputes:,} |")
    explained = exits_explained(snapshot)
    for kind, group in explained.group_by("exit", maintain_order=True):
        n_rows, n_recurrences = group["n_rows"].sum(), group["n_recurrences"].sum()
        parts.append(f"\n## {str(kind[0]).capitalize()}\n\n{n_rows} dispute-years, recurrences: {n_recurrences}.\n")
        header = "dispute | against | exit at the end of | years taken out | rows | recurrences | rows kept | ground"
        parts.append(f"| {header} |\n|---|---|--:|---|--:|--:|--:|---|")
        for row in group.to_dicts():
            ground = f"{row['coder']} on {row['source']}" + (f": {row['note']}" if row["note"] else "")
            parts.append(
                f"| {row['territory_name']} (`{row['conflict_id_ucdp']}`) | {row['location']} | {row['exit_year']} | "
                f"{row['first_year']}–{row['last_year']} | {row['n_rows']} | {row['n_recurrences']} | "
                f"{row['n_rows_kept']} | {ground} |"
            )
    parts += open_disputes(snapshot)
    return "\n".join(parts)


def open_disputes(snapshot: Snapshot) -> list[str]:
    """Return the lines on the disputes that are open: the reason, its source, and where the fighting goes on."""
    from statusquo.panels.standing import standings

    names = {row["conflict_id_ucdp"]: row for row in snapshot.table("disputes").to_dicts()}
    lines = ["\n## Open at the end of the data\n", "| dispute | against | reason | source | fought over elsewhere |"]
    lines.append("|---|---|---|---|---|")
    for number, standing in sorted(standings(snapshot).items()):
        if standing.is_internal and standing.is_open and not standing.is_islamic_state:
            elsewhere = "; ".join(each.text for each in (standing.successor, standing.linked) if each is not None)
            place = f"{names[number]['territory_name']} (`{number}`) | {names[number]['location']}"
            lines.append(f"| {place} | {standing.reason} | {standing.source} | {elsewhere or '–'} |")
    return lines


def sources() -> str:
    """Return every origin with its terms, coverage, citation and traps."""
    from statusquo.snapshot.sources_document import other_releases
    from statusquo.sources.registry import ORIGINS

    parts = []
    for origin in ORIGINS.values():
        parts.append(f"## `{origin.id}`\n\n**{origin.title}**, {origin.version} ({origin.producer}).\n")
        parts.append(f"- Coverage: {origin.domain.years_text}, {origin.domain.unit}, system `{origin.domain.system}`.")
        if origin.domain.threshold:
            parts.append(f"- Threshold: {origin.domain.threshold}.")
        parts.append(f"- Terms: {origin.terms}.")
        parts += [f"- Note: {origin.note}."] if origin.note else []
        parts += [f"- Also read: {line}." for line in other_releases(origin)]
        parts += [f"- Cite: {citation}" for citation in origin.citation]
        parts += [f"- Trap: {quirk}" for quirk in origin.quirks]
        parts.append("")
    return "\n".join(parts)


def commands() -> str:
    """Return the help of every command."""
    import typer
    from typer.main import get_command

    from statusquo.cli.app import app

    def helps(command: Any, context: Any) -> list[str]:
        parts = [f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"]
        for name, child in getattr(command, "commands", {}).items():
            parts += helps(child, typer.Context(child, info_name=name, parent=context))
        return parts

    root = get_command(app)
    return "\n".join(helps(root, typer.Context(root, info_name="statusquo")))


def risk_scores() -> str:
    """Return the back-test's scores, one table for each event, risk set and scheme."""
    from statusquo.core.artefacts import artefact_record, load_artefact

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
            cells = [_bounded(rows[name]["value"], rows[name]["low"], rows[name]["high"]) for name in heads]
            precision = rows["auprc"]
            gain = _bounded(precision["difference"], precision["difference_low"], precision["difference_high"])
            parts.append(f"| {model} | {' | '.join(cells)} | {gain} |")
        parts.append("")
    versions = artefact_record("risk_predictions").diagnostics["data_versions"]
    parts.append("Data: " + ", ".join(f"`{name}` {version}" for name, version in versions.items()) + ".")
    return "\n".join(parts)


def risk_strata(kind: str) -> str:
    """Return how the headline fared in the strata of one kind, leaving disputes out and by rolling origin."""
    from statusquo.core.artefacts import load_artefact
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
            cells = [_bounded(rows[score]["value"], rows[score]["low"], rows[score]["high"]) for score in _OF_STRATA]
            size = f"{rate['n_rows']:,} | {rate['n_events']}"
            parts.append(f"| {name} | {size} | {cells[0]} | {rate['mean_told']:.3f} | {cells[1]} | {cells[2]} |")
        parts.append("")
    return "\n".join(parts)


_OF_STRATA = ("base_rate", "brier_skill", "auprc")


def risk_duration() -> str:
    """Return the table of duration dependence in the headline set; what no assumption can tell has one line."""
    from statusquo.core.artefacts import load_artefact
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
            slope = row["missing_reason"] or _bounded(row["slope"], row["low"], row["high"])
            parts.append(f"| {said} | {row['form']} | {slope} | {size} |")
    return "\n".join(parts)


def risk_posterior() -> str:
    """Return the diagnostics of the posterior."""
    from statusquo.core.artefacts import artefact_record

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

    from statusquo.core.artefacts import load_artefact
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
            shown = row["missing_reason"] or _bounded(row["coefficient"], row["low"], row["high"])
            cells.append(f"{shown} ({row['n_events']})")
        beside = ", ".join([exposure.adjustment.id, *(f"`{name}`" for name in exposure.beside)])
        parts.append(f"| `{exposure.name}` | {exposure.contrast} | {beside} | {' | '.join(cells)} |")
    return "\n".join(parts)


def forecasts() -> str:
    """Return the published forecasts that ship with the package, each with what is written down of it."""
    from statusquo.forecasts.ledger import shipped_forecasts

    parts = ["| forecast | of | published | made by | data to | sha256 of its file |", "|---|---|---|---|---|---|"]
    told = [forecast.entry for forecast in shipped_forecasts()]
    for entry in told:
        years, by = ", ".join(map(str, entry.years)), f"{entry.made_by}, {entry.commit[:7] or 'commit not known'}"
        parts.append(
            f"| `{entry.name}` | {years} | {entry.published} | {by} | {entry.known_to} | `{entry.sha256[:16]}…` |"
        )
    for entry in told:
        models = "; ".join(f"*{model.name}* ({model.role}, {model.written})" for model in entry.models)
        parts.append(f"\n**`{entry.name}`**: {models}. {entry.note}")
    return "\n".join(parts)


def forecast_scores() -> str:
    """Return how the forecasts of every year that is known did, the newest first."""
    from statusquo.core.errors import InputError
    from statusquo.forecasts.ledger import shipped_forecasts, years_told
    from statusquo.forecasts.scoring import score_year
    from statusquo.snapshot.store import open_snapshot

    parts: list[str] = []
    for year in reversed(years_told(shipped_forecasts())):
        try:
            found = score_year(year, open_snapshot(), forecasts=shipped_forecasts())
        except InputError as not_known_yet:
            parts.append(f"\n### {year}\n\n{str(not_known_yet).partition(';')[0].capitalize()}.")
            continue
        releases = ", ".join(f"`{release}`" for release in found.releases)
        parts.append(f"\n### {year}\n\nWhat came is by {releases}. {found.data_note}")
        for event, risk_set in dict.fromkeys((each.told.event, each.told.risk_set) for each in found.scores):
            own = [each for each in found.scores if (each.told.event, each.told.risk_set) == (event, risk_set)]
            parts += [f"\n**{event.capitalize()}, `{risk_set}`**\n", *_scores_of_a_year(own)]
            parts += _what_came(own, found.names) if event != "continuation" else []
    return "\n".join(parts)


def _scores_of_a_year(own: Sequence[Scored]) -> list[str]:
    heads = (
        "told by | came | expected | chance so far off | AUROC | by chance | AUPRC | Brier | Brier skill | log score"
    )
    parts = [f"| {heads} |", "|---|--:|---|--:|---|---|---|--:|---|--:|"]
    for each in own:
        score = each.score
        if score is None:
            continue
        by_chance = score.by_chance
        expected = f"{score.expected.value:.2f} [{score.expected.low:.0f}, {score.expected.high:.0f}]"
        luck = f"{by_chance.low:.2f} to {by_chance.high:.2f}, p {by_chance.p_value:.2g}" if by_chance else "–"
        bounded = [_bounded(e.value, e.low, e.high) for e in (score.auroc, score.auprc, score.brier_skill)]
        parts.append(
            f"| {each.told.model} | {score.events} of {score.n} | {expected} | {score.chance_so_far_off:.2f} | "
            f"{bounded[0]} | {luck} | {bounded[1]} | {score.brier.value:.4f} | {bounded[2]} | "
            f"{score.log_score.value:.3f} |"
        )
    return parts


def _what_came(own: Sequence[Scored], names: dict[int, str]) -> list[str]:
    from statusquo.forecasts.names import name_of

    parts = ["", "| what came | told by | risk told | rank |", "|---|---|--:|--:|"]
    told = [each for each in own if each.told.role == "model" and each.score is not None]
    came = [
        f"| {name_of(row.conflict_id_ucdp, names)} | {each.told.model} | {100 * (row.risk.value or 0):.2g} % | "
        f"{row.rank:g} |"
        for each in told
        for row in (each.score.came if each.score else ())
    ]
    lines = [*parts, *came] if came else ["\nNone came."]
    for each in told:
        others = "; ".join(f"{name_of(row.conflict_id_ucdp, names)}, {row.why}" for row in each.elsewhere)
        if others:
            lines.append(f"\nTold by {each.told.model} and scored as no event, being another number's: {others}.")
    return lines


def forecast_rankings() -> str:
    """Return the likeliest disputes of every year that is not known yet, as published."""
    from statusquo.forecasts.ledger import shipped_forecasts, years_told
    from statusquo.forecasts.names import dispute_names, name_of
    from statusquo.forecasts.scoring import told_of
    from statusquo.risk.events import HEADLINE
    from statusquo.snapshot.store import open_snapshot

    snapshot, published = open_snapshot(), shipped_forecasts()
    names = dispute_names(snapshot)
    parts: list[str] = []
    for year in (year for year in years_told(published) if year > snapshot.last_year):
        told = [each for each in told_of(year, published) if each.role == "model" and each.risk_set == HEADLINE]
        for each in told:
            timing = each.forecast.entry.timing(year)
            parts += [f"\n**{each.event.capitalize()}, {year}**, by {each.model}, {timing}\n"]
            parts += ["| | dispute | risk (95 %) |", "|--:|---|---|"]
            parts += [
                f"| {row['rank']:g} | {name_of(row['conflict_id_ucdp'], names)} | "
                f"{_bounded(row['risk'], row['low'], row['high'])} |"
                for row in each.ranked().head(_SHOWN_OF_A_RANKING).to_dicts()
            ]
    return "\n".join(parts) or "None is published yet."


_SHOWN_OF_A_RANKING = 10


def _bounded(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "–"
    # Adding nought takes the sign from a nought.
    value, low, high = (round(number, 3) + 0.0 for number in (value, low, high))
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"
