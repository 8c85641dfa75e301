"""A chart that would stand flat, hold one year or tell of states alone is left out, and the page says which and why."""

from __future__ import annotations

import re

import pytest

from statusquo.cases.load import load_case
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.page import render_page
from statusquo.dossier.parts import Dossier
from statusquo.dossier.worth_drawing import why_not
from statusquo.snapshot.store import Snapshot

LEFT_OUT = {
    "aland": ({"ties-by-state", "votes"}, "the balances"),
    "bangladesh": ({"battle-deaths", "military-balance", "regional-balance", "veto-power"}, "known of one year alone"),
    "bangsamoro": ({"inertia"}, "years since fighting (never more than 3)"),
    "ucdp-234": ({"inertia"}, "the balances"),
}


@pytest.fixture(scope="module", params=LEFT_OUT)
def dossier(request: pytest.FixtureRequest, snapshot: Snapshot) -> Dossier:
    return assemble_dossier(load_case(request.param), snapshot)


def test_what_shows_nothing_of_the_dispute_is_not_drawn_and_is_named_at_the_end(dossier: Dossier) -> None:
    figures, said = LEFT_OUT[dossier.id]
    assert figures.isdisjoint(dossier.figure_ids)
    (line,) = re.findall(r'id="left-out">(.*?)</p>', render_page(dossier))
    assert said in line
    assert all(text.endswith(")") and "(" in text for text in dossier.left_out)


def test_what_is_drawn_is_worth_it(dossier: Dossier) -> None:
    assert [figure.id for figure in dossier.figures if why_not(figure)] == []


def test_where_the_open_chart_is_gone_another_stands_open(dossier: Dossier) -> None:
    for section in dossier.sections:
        if section.id == "balances":
            assert not section.figures[0].is_folded
