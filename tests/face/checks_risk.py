"""What may not be said of a dispute's risk (`rules/risk.toml`): each check returns the offending statements."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from functools import cache
from typing import Any

from statusquo.cli.risk_path import print_path
from statusquo.panels.standing import Standing, standing_of, standings
from statusquo.risk.accounting import PARTS
from statusquo.risk.events import HEADLINE
from statusquo.risk.fitted import load_risk_model
from statusquo.risk.models import CLAIMED_CLOCK, HEADLINE_MODEL
from statusquo.snapshot.store import open_snapshot

Facts = Mapping[str, Any]

MOST_OF_A_QUIET_YEAR = 0.75
"""Least share of a year's risk that may be left after one more quiet year, once a dispute has been quiet for long."""

_NOUGHT = re.compile(r"(?<![\d.,])0(?:\.0+)? ?%")


def _coming(risk: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every chance told at the end of the data, by the name of its outcome."""
    yield from risk["coming"].items()
    yield from ((f"{event} two years ahead", found) for event, found in risk["two_years_ahead"].items())
    yield from ((f"{event} within three years", found) for event, found in risk["within_three_years"].items())
    yield "continuation", risk["continuation"]


def chances_without_a_base_rate(facts: Facts) -> list[str]:
    """Find chances of the coming year that stand alone."""
    risk = facts["risk"]
    if risk is None:
        return []
    found = []
    for outcome, estimate in _coming(risk):
        rate = risk["base_rate"].get(outcome)
        if estimate["value"] is not None and (rate is None or rate["value"] is None or rate["low"] is None):
            found.append(f"{outcome} {estimate['value']} without a base rate")
        if estimate["value"] is not None and not risk["skill"].get(outcome, {}).get("says"):
            found.append(f"{outcome} {estimate['value']} without a word on disputes like it")
    return found


def skill_beyond_what_was_shown(facts: Facts) -> list[str]:
    """Find words that claim more than the interval of the skill."""
    risk = facts["risk"]
    told = {} if risk is None else risk["skill"]
    return [
        line["says"]
        for line in told.values()
        if ("told more than that base rate" in line["says"]) and not (line["brier_skill"]["low"] or 0) > 0
    ]


def parts_that_do_not_move(facts: Facts) -> list[str]:
    """Find parts of the accounting that no covariate of the model stands behind, or that are nought in every year."""
    risk = facts["risk"]
    if risk is None:
        return []
    found = []
    for event, accounts in risk["accounts"].items():
        held = load_risk_model(HEADLINE, event, HEADLINE_MODEL).encoding.names
        for name in {name for account in accounts for name in account["parts"]}:
            shares = [account["parts"][name] for account in accounts if name in account["parts"]]
            if not set(PARTS.get(name, ())) & set(held):
                found.append(f"{name} is a part of {event}, and no covariate of the model")
            elif all(abs(share[bound]) < 0.01 for share in shares for bound in ("value", "low", "high")):
                found.append(f"{name} is a part of {event} and never moves it")
            elif any("over_orderings" in share for share in shares):
                found.append(f"{name} of {event} stands beside a range of another quantity")
    return found


def risks_that_rest_on_the_line(facts: Facts) -> list[str]:
    """Find disputes with a dated move of the line whose risk rests on a clock since it."""
    moves = [event for event in facts["case"].event if event.moves_line]
    if facts["risk"] is None or not moves:
        return []
    return [
        f"the risk of {event} rests on {name}, which a move of the line sets back"
        for event in facts["risk"]["risk"]
        for name in load_risk_model(HEADLINE, event, HEADLINE_MODEL).encoding.covariates
        if name in CLAIMED_CLOCK
    ]


def a_fall_after_kirkuk(facts: Facts) -> list[str]:
    """Find a risk of 2018 far below that of 2017."""
    if facts["risk"] is None:
        return []
    told = {point["year"]: point["value"] for point in facts["risk"]["risk"]["recurrence"]["points"]}
    if 2017 not in told or 2018 not in told or told[2018] >= MOST_OF_A_QUIET_YEAR * told[2017]:
        return []
    return [f"renewed fighting {told[2017]:.3f} in 2017 and {told[2018]:.3f} in 2018"]


def chances_printed_as_none(facts: Facts) -> list[str]:
    """Find noughts among the chances that the command prints."""
    if facts["risk"] is None:
        return []
    printed = io.StringIO()
    with redirect_stdout(printed):
        print_path(facts["id"], as_json=False)
    return [line.strip() for line in printed.getvalue().splitlines() if _NOUGHT.search(line)]


def longer_spans_less_likely(facts: Facts) -> list[str]:
    """Find chances within three years below those of the first or the second of them."""
    risk = facts["risk"]
    if risk is None:
        return []
    return [
        f"{event}: {longer['value']:.4f} within three years, {risk[single][event]['value']:.4f} {single}"
        for event, longer in risk["within_three_years"].items()
        for single in ("coming", "two_years_ahead")
        if longer["value"] is not None and risk[single][event]["value"] is not None
        if longer["value"] < risk[single][event]["value"]
    ]


def likelier_wars_than_fighting(facts: Facts) -> list[str]:
    """Find chances of war, told at the end of the data, above those of fighting in the same year."""
    risk = facts["risk"]
    if risk is None:
        return []
    return [
        f"{span}: war {told['war']['value']:.4f}, fighting {told['recurrence']['value']:.4f}"
        for span, told in ((span, risk[span]) for span in ("coming", "two_years_ahead", "within_three_years"))
        if told["war"]["value"] is not None and told["recurrence"]["value"] is not None
        if told["war"]["value"] > told["recurrence"]["value"]
    ]


def risks_without_their_data(facts: Facts) -> list[str]:
    """Find a risk told without the last year of its data, or with a coming year that does not follow it."""
    risk = facts["risk"]
    if risk is None:
        return []
    data = risk.get("data") or {}
    told = [f"{data['ends']}"] if "ends" in data else []
    if not told or not data["releases"] or f"to {told[0]}" not in data["note"]:
        return [f"no last year or release: {data}"]
    if risk["coming_year"] != data["ends"] + 1:
        return [f"data to {data['ends']}, coming year {risk['coming_year']}"]
    page = next((section for section in (facts["page"] or {}).get("sections", ()) if section["id"] == "risk"), None)
    if page is not None and f"data to {data['ends']} (" not in page["finding"]:
        return [f"the page's section on the risk: {page['finding'][:120]}"]
    return []


def renewal_while_fighting(facts: Facts) -> list[str]:
    """Find a chance of renewal where the last year of the data was active."""
    risk = facts["risk"]
    if risk is None or risk["coming_year"] - 1 not in risk["active"]:
        return []
    told = risk["coming"]["recurrence"]["value"]
    return [] if told is None else [f"renewed fighting {told:.4f}, while fighting goes on"]


def chances_after_a_claim_closed(facts: Facts) -> list[str]:
    """Find chances of years after the one in which the claim closed, such as Britain's and the Irgun's in 2025."""
    standing = standing_of(_standings(), facts["case"].ids.ucdp_conflict)
    if facts["risk"] is None or standing is None or standing.is_open or standing.exit_year is None:
        return []
    return [
        f"{event} in {point['year']}"
        for event, series in facts["risk"]["risk"].items()
        for point in series["points"]
        if point["year"] > standing.exit_year
    ]


@cache
def _standings() -> Mapping[int, Standing]:
    return standings(open_snapshot())
