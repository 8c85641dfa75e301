"""A dispute has one name, that of its own page, wherever it is told."""

from __future__ import annotations

import pytest
from tests.commands import run_command

from statusquo.cases.load import load_case
from statusquo.cases.titles import title_of, titles
from statusquo.risk.ranking import ranking, unranked
from statusquo.snapshot.store import open_snapshot


def test_every_conflict_bears_the_title_of_a_page_that_tells_of_it() -> None:
    known = {case: load_case(case) for case in ("kashmir", "transnistria", "donbas", "ucdp-221", "ucdp-218")}
    called = titles(open_snapshot())
    assert called[394] == known["transnistria"].title
    assert called[221] == known["ucdp-221"].title
    # Of the two conflicts over Kashmir the case is about the one in India.
    assert called[364] == known["kashmir"].title
    assert called[218] == known["ucdp-218"].title
    # Three conflicts inside Ukraine share a case, so that each keeps a name of its own.
    assert len({called[number] for number in known["donbas"].ids.ucdp_conflict}) == 3
    assert all(called[number] == load_case(number).title for number in known["donbas"].ids.ucdp_conflict)
    assert title_of(1, called) == "UCDP conflict 1"


def test_an_islamic_state_of_others_is_named_with_those_who_want_it() -> None:
    assert load_case("ucdp-434").title == "Islamic State (PULF), India"
    assert load_case("ucdp-13604").title == "Islamic State, Syria"


@pytest.mark.parametrize("which", ["ranked", "at war or elsewhere"])
def test_the_terminal_calls_disputes_as_their_pages_do(which: str) -> None:
    snapshot = open_snapshot()
    rows = ranking(snapshot) if which == "ranked" else unranked(snapshot)
    printed = run_command("--format", "tsv", "risk", "--all").stdout
    assert all(titles(snapshot)[row.conflict_id_ucdp] in printed for row in rows)
