"""How `statusquo forecast score` prints the scores of a year: a table for each event and set, then what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cases.titles import title_of
from statusquo.cli.output import print_table, say
from statusquo.core.wording import chance, listed, significant

if TYPE_CHECKING:
    from statusquo.core.estimates import Estimate
    from statusquo.forecasts.scores import Score
    from statusquo.forecasts.scoring import Beside, Scored, YearScores

_HEADS = ["told by", "came", "expected", "AUROC", "AUPRC", "Brier skill"]


def print_scores(found: YearScores) -> None:
    """Print the scores of a year.

    Args:
        found: the scores.
    """
    groups = dict.fromkeys((each.told.event, each.told.risk_set) for each in found.scores)
    for event, risk_set in groups:
        own = [each for each in found.scores if (each.told.event, each.told.risk_set) == (event, risk_set)]
        which = ", disputes told by every forecast" if found.on_common else ""
        title = f"{event.capitalize()} in {found.year}, {risk_set}{which}"
        rows = [_row(each, each.score) for each in own if each.score is not None]
        print_table(title, _HEADS, rows, numeric=_HEADS[1:])
        _print_what_came(own, found)
    _print_notes(found)


def _row(each: Scored, score: Score) -> list[str]:
    expected = score.expected
    p = "" if score.by_chance is None else f"\np {significant(score.by_chance.p_value, 1)}"
    return [
        each.told.model,
        f"{score.events}/{score.n}",
        f"{expected.value:.1f}\n{expected.low:.0f}–{expected.high:.0f}",
        f"{_cell(score.auroc)}{p}",
        _cell(score.auprc),
        _cell(score.brier_skill),
    ]


def _cell(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    between = "–" if estimate.low >= 0 else " to "
    return f"{number(estimate.value)}\n{number(estimate.low)}{between}{number(estimate.high)}"


def number(value: float) -> str:
    """Return a score with two places, its minus sign typeset, and nought without a sign."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def _print_what_came(own: list[Scored], found: YearScores) -> None:
    rows = [
        [each.told.model, f"{came.rank:g}", title_of(came.conflict_id_ucdp, found.names), chance(came.risk.value or 0)]
        for each in own
        if each.score is not None and each.told.role == "model" and each.told.event != "continuation"
        for came in each.score.came
    ]
    if rows:
        print_table(
            "What came, and at which rank", ["told by", "rank", "dispute", "told"], rows, numeric=["rank", "told"]
        )
    for each in own:
        if each.told.role == "model":
            _print_beside(f"Told by {each.told.model} and scored as no event", each.elsewhere, found)
            _print_beside(f"Told by {each.told.model} and not scored", each.left_out, found)


def _print_beside(what: str, rows: tuple[Beside, ...], found: YearScores) -> None:
    """Print the disputes that stand beside a score, by the reason why."""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        by_reason.setdefault(row.why, []).append(title_of(row.conflict_id_ucdp, found.names))
    if by_reason:
        told = "; ".join(f"{why}: {listed(names)}" for why, names in by_reason.items())
        say(f"{what}; {told}.")


def _print_notes(found: YearScores) -> None:
    forecasts = {each.told.forecast.entry.name: each.told.forecast.entry for each in found.scores}
    for name, entry in forecasts.items():
        models = listed(model.name for model in entry.models)
        say(f"{name} ({models}): {entry.timing(found.year)}.", err=True)
    say(
        "Expected: the sum of the risks and the middle 95 % of the counts they allow, exact. p: the exact chance of so "
        "large an AUROC, were the forecast unable to tell. Brier skill is against the historical base rate; where no "
        "event came it only says who told less. Other intervals: bootstrap over disputes, and too narrow with few "
        "events.",
        err=True,
    )
    say(f"What came is by {listed(found.releases)}. {found.data_note}", err=True)
    pending = dict.fromkeys((each.event, each.known_after) for each in found.pending)
    for event, last in pending:
        say(f"Not known yet: {event} (when the record covers {last}).", err=True)
