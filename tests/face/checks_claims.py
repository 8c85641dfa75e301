"""Checks that claims are asked what they say, that nothing is found that a test could not have found otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from statusquo.explanations.load import load_explanation

_LEVELS = {
    "recurrence": "fighting",
    "renewed fighting": "fighting",
    "yearly hazard of renewed fighting": "fighting",
    "war": "war",
    "yearly hazard of war": "war",
}
_LASTED = ("six years or more", "eight years or more")
_BY_RULES = {
    ("agreement", "veto on agreements"),
    ("agreement", "pressure by an outside power"),
    ("holder's offer", "pressure by an outside power"),
}
_ACROSS = (
    "contrast", "effect", "duration_dependence", "configuration", "veto_record", "holder_record", "untestable",
)  # fmt: skip
_DECIDED = ("supported", "contradicted")


def _claims(facts: Any) -> list[dict[str, Any]]:
    return facts["claims"]["claims"] if facts["claims"] else []


def _deciding(facts: Any, *, part: str | None = None) -> Iterator[tuple[Any, Any, Any]]:
    """Yield each reading that has a say in a verdict: its claim, its test, and itself."""
    for claim in _claims(facts):
        for test in claim["tests"]:
            for run in test["runs"] if part in (None, test["part"]) else ():
                yield claim, test, run


def asks_at_another_level(facts: Any) -> list[str]:
    """Return the readings at 25 deaths that decide a claim about war, and those at 1,000 that decide on fighting."""
    said = []
    for claim, test, run in _deciding(facts, part="association"):
        if test["test"] not in ("contrast", "duration_dependence", "effect"):
            continue
        claimed = {_LEVELS[q["outcome"]] for q in claim["quantities"] if q["outcome"] in _LEVELS}
        given = run["parameters"]
        default = "recurrence" if test["test"] == "duration_dependence" else ""
        asked = _LEVELS.get(given.get("event", given.get("outcome", default)))
        if claimed and asked and asked not in claimed and given.get("model") != "outcome":
            said.append(f"{claim['id']} speaks of {' and '.join(claimed)} and is asked of {asked}: {run['label']}")
    return said


def tells_decades_by_first_years(facts: Any) -> list[str]:
    """Return the readings over spells of any length that decide what is said of time."""
    return [
        f"{claim['id']}: {run['label']}"
        for claim, test, run in _deciding(facts)
        if test["test"] == "duration_dependence" and run["parameters"].get("spells") not in _LASTED
    ]


def rests_on_what_cannot_fail(facts: Any) -> list[str]:
    """Return the verdicts that come from what the rules of the game make so."""
    said = []
    for claim, test, run in _deciding(facts):
        given = run["parameters"]
        if (given.get("outcome"), given.get("exposure")) in _BY_RULES and test["test"] == "game":
            if test["verdict"] != "not testable":
                said.append(f"{claim['id']} is {test['verdict']} by {run['label']}")
            elif claim["test"] == "game" and claim["verdict"] in _DECIDED:
                said.append(f"{claim['id']} is {claim['verdict']} and leads with a game that could say nothing else")
    return said


def finds_without_correction(facts: Any) -> list[str]:
    """Return the verdicts across disputes that are called found with an adjusted p-value above 0.05, or with none."""
    return [
        f"{claim['id']} is {test['verdict']} by {test['test']} with p {test['adjusted_p_value']}"
        for claim in _claims(facts)
        for test in claim["tests"]
        if test["test"] in _ACROSS and test["verdict"] in _DECIDED
        if test["adjusted_p_value"] is None or test["adjusted_p_value"] > 0.05
    ]


def ranks_inside_the_range(facts: Any) -> list[str]:
    """Return the rivals called first, or given a probability, that are not ahead for all weights within the ranges."""
    weighing = facts["claims"] and facts["claims"]["weighing"]
    if not weighing:
        return []
    said = []
    leaders = [odds["ahead"] for odds in weighing["told_apart"]]
    if weighing["first"] is not None and leaders.count(weighing["first"]) < len(weighing["pooled"]):
        said.append(f"{weighing['first']} is called first")
    said += [f"{odds['ahead']} ahead of {odds['behind']}" for odds in weighing["told_apart"] if odds["low"] <= 0]
    for coder in weighing["coders"]:
        if coder["probabilities"] is not None and any(odds["low"] <= 0 for odds in coder["behind_first"]):
            said.append(f"probabilities by {coder['name']}")
    return said


def calls_a_game_credible(facts: Any) -> list[str]:
    """Return the readings of the game whose interval is not one of draws."""
    return [
        f"{claim['id']}: {run['label']} is {run['estimate']['interval']}"
        for claim, test, run in _deciding(facts)
        if test["test"] == "game" and run["estimate"]["interval"] not in ("draws95", None)
    ]


def shows_what_is_the_same_everywhere(facts: Any) -> list[str]:
    """Return the claims shown of a dispute that their explanation is not about, without a number of that dispute."""
    return [
        f"{claim['id']} is shown by {', '.join(test['test'] for test in claim['tests'])}"
        for claim in _claims(facts)
        if claim["says_of_dispute"]
        and facts["id"] not in load_explanation(claim["explanation"]).disputes
        and not any(test["runs"] and test["test"] not in (*_ACROSS, "game") for test in claim["tests"])
    ]


def leaves_a_sixth_behind(facts: Any) -> list[str]:
    """Return the shares of those who left that lie below 98 percent, in the readings that decide."""
    if facts["id"] != "nagorno-karabakh":
        return []
    return [
        f"{claim['id']}: {run['label']} {run['estimate']['value']:.1f} %"
        for claim, _, run in _deciding(facts, part="premise")
        if claim["id"] in ("C5", "RS3") and run["estimate"]["value"] < 98
    ]
