"""The proposal-answer panel: whose answers count, first and last words, and that no row knows what came after."""

from __future__ import annotations

import polars as pl

from statusquo.cases.load import bundled_ids, load_case
from statusquo.panels.panel import Panel


def test_every_answer_in_a_case_file_is_in_one_row(answer_panel: Panel) -> None:
    told = {(name, p.id, r.actor) for name in bundled_ids() for p in load_case(name).proposal for r in p.response}
    assert set(answer_panel.frame.select("case", "proposal", "actor").iter_rows()) == told


def test_cyprus_in_2004_one_side_refused_the_last_plan_and_the_other_took_it(answer_panel: Panel) -> None:
    rows = answer_panel.frame.filter(case="northern-cyprus", proposal="annan-5-2004").rows_by_key("actor", named=True)
    (cyprus,), (north,) = rows["cyprus"], rows["turkish-cypriot-side"]
    assert (cyprus["last_answer"], north["last_answer"]) == ("rejected", "accepted")
    assert cyprus["is_counted"]
    assert north["is_counted"]
    assert cyprus["holder_before"] == "turkish-cypriot-side"
    assert cyprus["quiet_years"] == 29


def test_mediators_and_the_own_yes_of_an_author_do_not_count(answer_panel: Panel) -> None:
    counted = answer_panel.frame.filter("is_counted")
    assert not set(counted["role"]) & {"mediator", "kin state", "ally", None}
    own = counted.filter("is_proposer")
    taken_back = pl.any_horizontal(pl.col("first_answer", "last_answer").is_in(["rejected", "withdrew", "no answer"]))
    assert own.filter(~taken_back).is_empty()
    assert not own.is_empty()


def test_a_consent_taken_back_has_two_words(answer_panel: Panel) -> None:
    changed = answer_panel.frame.filter(first_answer="accepted", last_answer="withdrew")
    assert ("aceh", "coha-2002") in set(changed.select("case", "proposal").iter_rows())


def test_every_answer_carries_a_reference_a_reader_can_follow(answer_panel: Panel) -> None:
    frame = answer_panel.frame
    assert (frame["references"].list.len() == frame["source"].list.len()).all()
    assert (frame["references"].list.len() > 0).all()
