"""Solves the bargaining game of three months with Gambit, from the rules as written and without the solver's code.

Costs are known for certain, so that a month is a game of perfect information with chance moves. Each month's game is
built as a tree, state by state from the last month to the first; what follows a month enters as the payoff at its end
(subgame perfection). Gambit's `logit_solve` follows the agent quantal response equilibria to their limit, a sequential
equilibrium. Writes ``finite_game.json`` beside this file. Needs pygambit (GPL), in an environment of its own:

    python tests/bargaining/oracles/finite_game.py
"""

from __future__ import annotations

import io
import itertools
import json
import math
from fractions import Fraction
from pathlib import Path

import pygambit as gbt

MONTHS = 3
CELLS = {"n_control": 3, "n_balance": 2, "n_quiet": 2, "balance_low": -0.4, "balance_high": 0.5}
GAME = {
    "yearly_discount": 0.02,
    "contest_slope": 1.3,
    "defender_advantage": 0.21,
    "control_power": 0.6,
    "balance_drift": 0.13,
    "balance_noise": 0.31,
    "revisionist_cost": 0.17,
    "holder_cost": 0.113,
    "revisionist_readiness": 0.7,
    "holder_readiness": 0.6,
    "talks_chance": 0.8,
    "habituation": 0.19,
    "habituation_months": 1.7,
    "veto_strength": 0.43,
    "cross_pressure": 0.3,
    "veto_block": 0.23,
    "decisive": 0.37,
    "war_step": 0.5,
    "peace_dividend": 0.041,
    "enforcement": 0.83,
    "pressure_on_holder": 0.052,
    "pressure_on_revisionist": 0.037,
    "pressed_share": 0.5,
}
SHOCKS = [
    {"name": "calm"},
    {
        "name": "shaken",
        "balance_shift": 0.9,
        "revisionist_cost_shift": -0.061,
        "holder_cost_shift": 0.047,
        "habit_kept": 0.4,
        "veto_factor": 0.7,
    },
]
CHANCES = [[0.75, 0.25], [0.4, 0.6]]
DELTA = GAME["yearly_discount"] ** (1 / 12)
TOP = CELLS["n_control"] - 1
SIDES = ("holder", "revisionist")
EVENTS = ("war by revisionist", "war by holder", "transfer", "settlement")


def of_shock(shock: int, name: str) -> float:
    """Return a field of a shock state, or what it is in calm."""
    return SHOCKS[shock].get(name, 1.0 if name in ("habit_kept", "veto_factor") else 0.0)


def owned(control: int) -> tuple[float, float]:
    """Return what a month at a line is worth for ever to holder and revisionist."""
    return control / TOP, 1 - control / TOP


def next_states(balance: int, quiet: int, shock: int, control: int):
    """Yield the states of next month with their probabilities."""
    width = CELLS["balance_high"] - CELLS["balance_low"]
    mean = GAME["balance_drift"] / width
    moving = max((GAME["balance_noise"] ** 2 + GAME["balance_drift"] ** 2) / width**2, abs(mean))
    steps = {1: (moving + mean) / 2, -1: (moving - mean) / 2, 0: 1 - moving}
    for (step, weight), (later, chance) in itertools.product(steps.items(), enumerate(CHANCES[shock])):
        yield (control, min(max(balance + step, 0), CELLS["n_balance"] - 1), quiet, later), weight * chance


class Month:
    """The tree of one month from one state, solved."""

    def __init__(self, state, later):
        self.control, self.balance, self.quiet, self.shock = state
        self.later = later
        self.lines, self.n_infosets = [], dict.fromkeys(SIDES, 0)
        self.n_chances = self.n_outcomes = 0
        habit = of_shock(self.shock, "habit_kept") * (1 - math.exp(-self.quiet / GAME["habituation_months"]))
        self.defending = {s: GAME[f"{s}_cost"] + of_shock(self.shock, f"{s}_cost_shift") for s in SIDES}
        self.starting = {side: cost + GAME["habituation"] * habit for side, cost in self.defending.items()}
        log_balance = CELLS["balance_low"] + self.balance * (CELLS["balance_high"] - CELLS["balance_low"])
        odds = GAME["contest_slope"] * (
            log_balance + of_shock(self.shock, "balance_shift") - GAME["defender_advantage"]
        )
        self.p = 1 / (1 + math.exp(-odds - GAME["control_power"] * (1 - self.control / TOP)))
        self.next_quiet = min(self.quiet + 1, CELLS["n_quiet"] - 1)
        offers = [("none", self.control)]
        offers += [("transfer", target) for target in range(self.control)]
        offers += [("settlement", target) for target in range(self.control + 1)]
        self.tree = self.chance(
            (GAME["talks_chance"], self.move("holder", *[self.answer(*offer, talks=True) for offer in offers])),
            (1 - GAME["talks_chance"], self.answer("none", self.control, talks=False)),
        )
        self.write(self.tree)
        lines = ['EFG 2 R "a month" { "holder" "revisionist" }', *self.lines, ""]
        game = gbt.read_efg(io.BytesIO("\n".join(lines).encode()))
        profile = gbt.nash.logit_solve(game, maxregret=1e-9).equilibrium
        self.choices = choices_of(profile)
        self.chances = dict.fromkeys(EVENTS, 0.0)
        self.values = self.outcome(self.tree, 1.0)
        if any(abs(own - float(profile.payoffs[side])) > 1e-9 for own, side in zip(self.values, SIDES, strict=True)):
            raise SystemExit("the payoffs read back are not Gambit's")

    def chance(self, *branches):
        """Return a move of chance: what follows, each with its probability."""
        return {"kind": "chance", "branches": branches}

    def move(self, player, *branches):
        """Return a move of a player, at an information set of its own."""
        return {"kind": player, "branches": branches}

    def write(self, node):
        """Append a node and what follows to the lines of a Gambit game file (.efg)."""
        if node["kind"] == "leaf":
            self.n_outcomes += 1
            self.lines.append(f't "" {self.n_outcomes} "" {{ {node["payoffs"][0]:.15f}, {node["payoffs"][1]:.15f} }}')
            return
        if node["kind"] == "chance":
            self.n_chances += 1
            exact = [Fraction(weight).limit_denominator(10**12) for weight, _ in node["branches"][:-1]]
            named = " ".join(f'"{i}" {weight}' for i, weight in enumerate([*exact, 1 - sum(exact)]))
            self.lines.append(f'c "" {self.n_chances} "" {{ {named} }} 0')
            following = [branch for _, branch in node["branches"]]
        else:
            self.n_infosets[node["kind"]] += 1
            node["infoset"] = self.n_infosets[node["kind"]]
            number = 1 + SIDES.index(node["kind"])
            named = " ".join(f'"{i}"' for i in range(len(node["branches"])))
            self.lines.append(f'p "" {number} {node["infoset"]} "" {{ {named} }} 0')
            following = node["branches"]
        for branch in following:
            self.write(branch)

    def outcome(self, node, reached):
        """Return both sides' values of a node in equilibrium, and add to the chances of the events after it."""
        if node["kind"] == "leaf":
            if node["event"]:
                self.chances[node["event"]] += reached
            return node["payoffs"]
        weighed = node["branches"]
        if node["kind"] != "chance":
            weighed = zip(self.choices[node["kind"], node["infoset"]], node["branches"], strict=True)
        total = [0.0, 0.0]
        for weight, branch in weighed:
            values = self.outcome(branch, reached * weight)
            total = [t + weight * v for t, v in zip(total, values, strict=True)]
        return total

    def answer(self, kind, target, *, talks):
        """The revisionist fights or not, then accepts or waits."""
        pressed = Fraction(self.control - target, TOP) >= min(
            Fraction(GAME["pressed_share"]), Fraction(self.control, TOP)
        )
        paid = [GAME["pressure_on_holder"] if talks and not pressed else 0.0, 0.0]
        refused = [paid[0], GAME["pressure_on_revisionist"] if pressed and kind != "none" else 0.0]

        def peace():
            if kind == "none":
                return self.wait(paid)
            if kind == "transfer":
                accepted = self.goes_on(target, self.next_quiet, paid, "transfer")
            else:
                shares = [share + GAME["peace_dividend"] for share in owned(target)]
                accepted = self.chance(
                    (GAME["veto_block"], self.wait(paid)),
                    ((1 - GAME["veto_block"]) * GAME["enforcement"], self.leaf(shares, paid, "settlement")),
                    (
                        (1 - GAME["veto_block"]) * (1 - GAME["enforcement"]),
                        self.goes_on(target, self.next_quiet, paid, "transfer"),
                    ),
                )
            return self.move("revisionist", accepted, self.wait(refused))

        return self.chance(
            (GAME["revisionist_readiness"], self.move("revisionist", peace(), self.war("revisionist", paid))),
            (1 - GAME["revisionist_readiness"], peace()),
        )

    def wait(self, paid):
        """The holder fights or not."""
        peace = self.goes_on(self.control, self.next_quiet, paid)
        ready = self.move("holder", peace, self.war("holder", paid))
        return self.chance((GAME["holder_readiness"], ready), (1 - GAME["holder_readiness"], peace))

    def war(self, attacker, paid):
        """A war is stopped, decides all, or moves the line."""
        costs = [
            paid[i] + (self.starting if side == attacker else self.defending)[side] for i, side in enumerate(SIDES)
        ]
        stop = GAME["veto_strength"] * (1 - GAME["cross_pressure"]) * of_shock(self.shock, "veto_factor")
        decided, limited = (1 - stop) * GAME["decisive"], (1 - stop) * (1 - GAME["decisive"])
        step = max(1, round(GAME["war_step"] * TOP))
        event = f"war by {attacker}"
        return self.chance(
            (stop, self.goes_on(self.control, 0, costs, event)),
            (decided * self.p, self.leaf([0.0, 1.0], costs, event)),
            (decided * (1 - self.p), self.leaf([1.0, 0.0], costs, event)),
            (limited * self.p, self.goes_on(max(self.control - step, 0), 0, costs, event)),
            (limited * (1 - self.p), self.goes_on(min(self.control + step, TOP), 0, costs, event)),
        )

    def goes_on(self, control, quiet, paid, event=None):
        """End the month with the dispute open at a line."""
        expected = [0.0, 0.0]
        for state, weight in next_states(self.balance, quiet, self.shock, control):
            expected = [total + weight * value for total, value in zip(expected, self.later[state], strict=True)]
        worth = [(1 - DELTA) * y + DELTA * v for y, v in zip(owned(control), expected, strict=True)]
        return self.leaf(worth, paid, event)

    def leaf(self, worth, paid, event=None):
        """End the month with these payoffs."""
        return {
            "kind": "leaf",
            "payoffs": [value - cost for value, cost in zip(worth, paid, strict=True)],
            "event": event,
        }


def choices_of(profile):
    """Return the probabilities of the actions by player and number of the information set."""
    return {
        (player, 1 + number): [float(chance) for _, chance in action]
        for player in SIDES
        for number, (_, action) in enumerate(profile[player])
    }


def main() -> None:
    """Solve all months and write the first month's values and chances."""
    states = list(itertools.product(*(range(n) for n in (TOP + 1, CELLS["n_balance"], CELLS["n_quiet"], len(SHOCKS)))))
    later = {state: list(owned(state[0])) for state in states}
    for _ in range(MONTHS):
        months = {state: Month(state, later) for state in states}
        later = {state: month.values for state, month in months.items()}
    figures = [{"state": state, "values": later[state], "chances": months[state].chances} for state in states]
    game = {"parameters": GAME, "grid": CELLS, "shocks": SHOCKS, "shock_chances": CHANCES, "months": MONTHS}
    written = {"made by": Path(__file__).name, "pygambit": gbt.__version__, **game, "first month": figures}
    Path(__file__).with_suffix(".json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
