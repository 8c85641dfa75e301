"""The published forecasts, how they did and what they say of years to come, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docs.estimated import bounded

from statusquo.cases.titles import title_of, titles
from statusquo.core.errors import InputError
from statusquo.forecasts.ledger import shipped_forecasts, years_told
from statusquo.forecasts.scoring import Scored, score_year, told_of
from statusquo.risk.events import HEADLINE
from statusquo.snapshot.store import open_snapshot

_SHOWN_OF_A_RANKING = 10


def published() -> str:
    """Return the published forecasts that ship with the package, each with what is written down of it."""
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


def scores() -> str:
    """Return how the forecasts of every year that is known did, the newest first."""
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
        expected += f", p {score.chance_so_far_off:.2f}"
        luck = f"{by_chance.low:.2f} to {by_chance.high:.2f}, p {by_chance.p_value:.2g}" if by_chance else "–"
        areas = [bounded(e.value, e.low, e.high) for e in (score.auroc, score.auprc, score.brier_skill)]
        parts.append(
            f"| {each.told.model} | {score.events} of {score.n} | {expected} | "
            f"{areas[0]} | {luck} | {areas[1]} | {score.brier.value:.4f} | {areas[2]} | "
            f"{score.log_score.value:.3f} |"
        )
    return parts


def _what_came(own: Sequence[Scored], names: Mapping[int, str]) -> list[str]:

    parts = ["", "| what came | told by | risk told | rank |", "|---|---|--:|--:|"]
    told = [each for each in own if each.told.role == "model" and each.score is not None]
    came = [
        f"| {title_of(row.conflict_id_ucdp, names)} | {each.told.model} | {100 * (row.risk.value or 0):.2g} % | "
        f"{row.rank:g} |"
        for each in told
        for row in (each.score.came if each.score else ())
    ]
    lines = [*parts, *came] if came else ["\nNone came."]
    for each in told:
        others = "; ".join(f"{title_of(row.conflict_id_ucdp, names)}, {row.why}" for row in each.elsewhere)
        if others:
            lines.append(f"\nTold by {each.told.model} and scored as no event, being another number's: {others}.")
    return lines


def rankings() -> str:
    """Return the likeliest disputes of every year that is not known yet, as published."""
    snapshot, published = open_snapshot(), shipped_forecasts()
    names = titles(snapshot)
    parts: list[str] = []
    for year in (year for year in years_told(published) if year > snapshot.last_year):
        told = [each for each in told_of(year, published) if each.role == "model" and each.risk_set == HEADLINE]
        for each in told:
            timing = each.forecast.entry.timing(year)
            parts += [f"\n**{each.event.capitalize()}, {year}**, by {each.model}, {timing}\n"]
            parts += ["| | dispute | risk (95 %) |", "|--:|---|---|"]
            parts += [
                f"| {row['rank']:g} | {title_of(row['conflict_id_ucdp'], names)} | "
                f"{bounded(row['risk'], row['low'], row['high'])} |"
                for row in each.ranked().head(_SHOWN_OF_A_RANKING).to_dicts()
            ]
    return "\n".join(parts) or "None is published yet."
