"""How likely is renewed war? The path of the risk, the coming year, and what moved it as the model has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from statusquo.core.estimates import Estimate, Series
from statusquo.core.wording import chance, chance_with_bounds, listed, sentence
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Figure, Section
from statusquo.dossier.risk_charts import NAMES, account_figure, path_figure, path_rows
from statusquo.forecasts.track_record import track_record
from statusquo.risk.events import CONTINUATION, EVENTS
from statusquo.risk.path import RiskPath

FEWEST_YEARS = 3
"""With fewer years after quiet ones, means of the years are not told."""


def risk(context: Context) -> Section | None:
    """Return the section, None where the dispute was never at risk in the years shown."""
    path, frame = context.path, context.frame
    if path is None or path_rows(path, frame).is_empty():
        return None
    blocks: list[Figure] = [replace(path_figure(path, frame), headline=headline(path))]
    told = path.accounts["recurrence"] or path.accounts["war"]
    if told:
        account = account_figure(path, told[-1], "recurrence" if path.accounts["recurrence"] else "war")
        blocks.append(replace(account, is_folded=True))
    numbers: dict[str, Estimate | Series] = {f"risk_of_{event}": series for event, series in path.risk.items()}
    record = track_record(context.snapshot)
    known = (*caveats(path), *([] if record is None else [record.text]))
    return Section("risk", "How likely is renewed war?", finding(path), tuple(blocks), known, numbers)


def finding(path: RiskPath) -> str:
    """Return the section's sentences, made from the path."""
    still = [path.quiet_is_not_still] if path.quiet_is_not_still else []
    return " ".join(sentence(text) for text in [*_coming(path), *_record(path), *still])


def headline(path: RiskPath) -> str:
    """Return what the path says in one sentence: what the model had given the last return of fighting, or a last year.

    Where fighting never returned in the years that are told, it is the chance of the last of them.
    """
    if texts := _last_onset(path):
        return " ".join(sentence(text) for text in texts)
    event, point = max(
        ((event, last) for event, series in path.risk.items() if (last := series.last) is not None),
        key=lambda told: told[1].year,
    )
    return sentence(f"for {point.year} the model gives {NAMES[event]} {percent(path.risk[event].at(point.year))}")


def caveats(path: RiskPath) -> tuple[str, ...]:
    """Return what a reader must know of the figures."""
    which = (
        "open secession disputes"
        if path.risk_set == "secession"
        else "all territorial disputes, since it never was an open secession dispute at risk"
    )
    like = [stratum.words for event, stratum in path.strata.items() if event in (*EVENTS, CONTINUATION)]
    return (
        *(sentence(text) for text in like),
        f"{path.data.note} {path.data.ages}",
        "Each year is told by a model fitted to the years before it, but on the data of today's releases, so that the "
        "path is pseudo-out-of-sample.",
        f"The model was fitted to {which}; it counts calendar years and battle deaths, and says nothing of weeks.",
        "Intervals say how sure the model is of the chance, given that the model is right; the event stays a chance.",
        "It knows the record of fighting and whether the claim is closed, and nothing of arms, allies or leaders.",
    )


def _chances(path: RiskPath) -> list[str]:
    told = [
        f"{NAMES[event]} {percent(estimate)}" for event, estimate in path.coming.items() if estimate.value is not None
    ]
    goes_on = path.told_now(CONTINUATION)
    return told if goes_on.value is None else [*told, f"fighting that goes on {percent(goes_on)}"]


def _coming(path: RiskPath) -> list[str]:
    coming, told = path.coming, _chances(path)
    if told:
        first, *others = told
        texts = [f"for {path.coming_year}, from {path.data.words}, the model gives {first}"]
        texts += [f"it gives {listed(others)}"] if others else []
        later = [
            f"{'war' if event == 'war' else 'fighting'} {percent(estimate)}"
            for event, estimate in path.two_years_ahead.items()
            if estimate.value is not None
        ]
        if later:
            texts.append(f"for {path.coming_year + 1}, from the same data, it gives {listed(later)}")
        return texts
    if path.standing.successor is not None and path.why_no_risk is not None:
        return [f"{path.why_no_risk}, from {path.data.words}"]
    return [
        f"for {path.coming_year}, from {path.data.words}, there is no risk to tell",
        coming["war"].missing_reason or "",
    ]


def _last_onset(path: RiskPath) -> list[str]:
    told = {point.year for point in path.risk["recurrence"].points}
    year = max(told.intersection(path.onsets), default=None)
    if year is None:
        return []
    level = " at the level of war" if year in path.wars else ""
    text = f"when fighting resumed{level} in {year}, the model had given it {percent(path.risk['recurrence'].at(year))}"
    war = path.risk["war"].at(year)
    if year in path.wars and war.value is not None:
        text += f" and war {percent(war)}"
    return [text]


def _record(path: RiskPath) -> list[str]:
    points = path.risk["recurrence"].known(last=path.coming_year - 1)
    came, not_ = ([p.value for p in points if (p.year in path.onsets) is onset] for onset in (True, False))
    if len(points) < FEWEST_YEARS or not came or not not_:
        return []
    return [
        f"fighting resumed in {len(came)} of the {len(points)} years that followed a quiet one; the model had "
        f"given those {_mean(came)} on average and the others {_mean(not_)}"
    ]


def percent(estimate: Estimate) -> str:
    """Return a chance with its interval, such as ``12 % (1.2 to 60)``."""
    return chance_with_bounds(estimate, missing="no chance that could be told")


def _mean(values: Sequence[float]) -> str:
    return chance(sum(values) / len(values))
