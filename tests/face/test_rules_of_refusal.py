"""No statement that an expert on a named dispute would refuse, over every dispute and every command's document.

A rule is data (`rules/*.toml`): a statement that may not be made, of which disputes, why, by which source, and the
check that finds it. Checks (`checks_*.py`) read what the commands print, never how they came to it.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.face.product import Facts, all_disputes

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement that may not be made.

    Attributes:
        id: the rule.
        statement: what may not be said.
        applies_to: ids of disputes, to which alone it is put; or the kind of dispute in words, which its check knows.
        why: why an expert would refuse it.
        source: by which source.
        check: name of the function that returns the offending statements.
        named: the ids alone; empty where `applies_to` is a kind.
    """

    id: str
    statement: str
    applies_to: tuple[str, ...]
    why: str
    source: str
    check: Callable[[Facts], list[str]]
    named: frozenset[str] = frozenset()

    def is_about(self, dispute: str) -> bool:
        """Whether the rule is asked of a dispute: of those that it names by id, else of every one."""
        return not self.named or dispute in self.named


def _rules() -> list[Rule]:
    rules, known = [], frozenset(all_disputes())
    for file in sorted(RULES.glob("*.toml")):
        checks = importlib.import_module(f"tests.face.checks_{file.stem}")
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]:
            named = row["applies_to"]
            applies_to = (named,) if isinstance(named, str) else tuple(named)
            check = getattr(checks, row["check"])
            rules.append(Rule(**{**row, "applies_to": applies_to, "check": check, "named": known & set(applies_to)}))
    return rules


ALL_RULES = _rules()


def test_every_rule_says_why_and_by_which_source() -> None:
    assert ALL_RULES
    for rule in ALL_RULES:
        assert rule.statement.strip(), rule.id
        assert rule.why.strip(), rule.id
        assert rule.source.strip(), rule.id
    ids = [rule.id for rule in ALL_RULES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("dispute", all_disputes())
def test_nothing_is_said_of_a_dispute_that_an_expert_would_refuse(
    dispute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the page is written beside its document
    facts = Facts(dispute)
    said = [
        f"{rule.id}: {statement}\n    refused since {rule.why} ({rule.source})"
        for rule in ALL_RULES
        if rule.is_about(dispute)
        for statement in rule.check(facts)
    ]
    assert not said, "\n".join(said)
