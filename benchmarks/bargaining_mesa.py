"""The bargaining game as an agent-based model in Mesa, written from the rules and not from the solver's code.

Three agents act in the order of docs/methods/bargaining.md: they draw their private costs and weigh what they can do by
the values of the solved game, which they are given. Run by ``benchmarks/bargaining.py`` in an environment that has
Mesa; prints one JSON document.

    python benchmarks/bargaining_mesa.py GAME.npz PATHS MONTHS
"""

from __future__ import annotations

import json
import sys
import time

import mesa
import numpy as np


class Side(mesa.Agent):
    """Holder or revisionist: may be ready for war, at a cost that only it knows."""

    def __init__(self, model, name):
        super().__init__(model)
        self.name = name

    def starts_war(self, gain):
        """Draw readiness and cost, and say whether to attack for a gain."""
        rule = self.model.game
        if self.random.random() >= rule[f"{self.name}_ready"]:
            return False
        low = rule[f"{self.name}_low"][self.model.quiet, self.model.shock]
        return gain > low + rule[f"{self.name}_width"] * self.random.random()


class Veto(mesa.Agent):
    """The veto power: blocks settlements and stops wars by chance."""

    def blocks(self):
        """Say whether an agreed settlement is blocked."""
        return self.random.random() < self.model.game["block"]

    def stops(self):
        """Say whether a war is stopped at the line."""
        return self.random.random() < self.model.game["stopped"][self.model.shock]


class Dispute(mesa.Model):
    """One dispute, month by month."""

    def __init__(self, game, start, seed):
        super().__init__(seed=seed)
        self.game = game
        self.control, self.balance, self.quiet, self.shock = start
        self.holder, self.revisionist, self.veto = Side(self, "holder"), Side(self, "revisionist"), Veto(self)
        self.first_war = self.settled = None
        self.month = 0

    def step(self):
        """Play one month."""
        game, c, b, q, s = self.game, self.control, self.balance, self.quiet, self.shock
        next_q = min(q + 1, game["n_quiet"] - 1)
        after = game["after"][:, c, b, next_q, s]
        war = game["war"][:, c, b, s]
        holder_pays = np.clip((war[0] - after[0] - game["holder_low"][q, s]) / game["holder_width"], 0, 1)
        waiting = after[1] + game["holder_ready"] * holder_pays * (war[1] - game["attacked_revisionist"][s] - after[1])
        kind = target = 0
        if self.random.random() < game["talks"]:
            cost, weights = self.random.random(), game["offer_weight"][c, b, q, s]
            code = game["offer_code"][c, b, q, s][min(np.searchsorted(np.cumsum(weights), cost), len(weights) - 1)]
            kind, target = divmod(int(code), 1000)
        best = waiting
        if kind:
            agreed = game["after"][1, target, b, next_q, s]
            if kind == 2:
                signed = 1 - target / (game["n_control"] - 1) + game["dividend"]
                agreed = game["block"] * waiting + (1 - game["block"]) * (
                    game["enforcement"] * signed + (1 - game["enforcement"]) * agreed
                )
            width = game["accept_width"][q, s]
            gain = min(max(agreed - waiting, 0.0), width)
            best = waiting + gain**2 / (2 * width) + max(agreed - waiting - width, 0.0)
        war_starts = self.revisionist.starts_war(war[1] - best)
        passed = False
        if not war_starts and kind and agreed - waiting >= game["accept_width"][q, s] * self.random.random():
            passed = kind == 1 or not self.veto.blocks()
        if passed:
            self.control = target
            if kind == 2 and self.random.random() < game["enforcement"]:
                self.settled, self.running = self.month, False
        elif not war_starts:
            war_starts = self.holder.starts_war(war[0] - after[0])
        if war_starts:
            self.fight()
            next_q = 0
        self.quiet = next_q
        self.move()
        self.month += 1

    def fight(self):
        """Resolve a war by chance."""
        if self.first_war is None:
            self.first_war = self.month
        if self.veto.stops():
            return
        lost = self.random.random() < self.game["winning"][self.control, self.balance, self.shock]
        if self.random.random() < self.game["decisive"]:
            self.control, self.running = (0 if lost else self.game["n_control"] - 1), False
        else:
            self.control = int(self.game["lost_cell" if lost else "won_cell"][self.control])

    def move(self):
        """Move shock and balance."""
        self.shock = int(np.searchsorted(np.cumsum(self.game["shock_chances"][self.shock]), self.random.random()))
        draw, (up, down) = self.random.random(), self.game["moves"]
        step = 1 if draw < up else -1 if draw < up + down else 0
        self.balance = min(max(self.balance + step, 0), self.game["n_balance"] - 1)


def main() -> None:
    """Run the paths and print counts and time."""
    stored = np.load(sys.argv[1])
    game = {name: stored[name] if stored[name].ndim else stored[name].item() for name in stored.files}
    paths, months = int(sys.argv[2]), int(sys.argv[3])
    wars, settlements, lived, shares = 0, 0, 0, []
    started = time.perf_counter()
    for path in range(paths):
        dispute = Dispute(game, [int(x) for x in game["start"]], seed=path)
        while dispute.running and dispute.month < months:
            dispute.step()
            lived += 1
        wars += dispute.first_war is not None
        settlements += dispute.settled is not None
        shares.append(dispute.control / (game["n_control"] - 1))
    seconds = time.perf_counter() - started
    figures = {
        "wars": wars,
        "settlements": settlements,
        "share": float(np.mean(shares)),
        "share_sd": float(np.std(shares)),
    }
    print(json.dumps({"mesa": mesa.__version__, "seconds": seconds, "dispute_months": lived, **figures}))


if __name__ == "__main__":
    main()
