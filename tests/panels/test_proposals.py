"""The proposal-answer panel: whose answers count, first and last words, and that no row knows what came after."""

from __future__ import annotations

import polars as pl

from statusquo.cases.load import bundled_ids, load_case
from statusquo.panels.panel import Panel
from statusquo.settlement.answers import answer_rows


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


def test_mediators_and_authors_do_not_count(answer_panel: Panel) -> None:
    counted = answer_panel.frame.filter("is_counted")
    assert not set(counted["role"]) & {"mediator", "kin state", "ally", None}
    assert not counted["is_proposer"].any()


def test_the_panel_and_the_test_of_acceptance_read_the_same_answers_alike(answer_panel: Panel) -> None:
    tested = {
        (row.case, row.proposal, row.actor): row.accepted
        for name in bundled_ids()
        for row in answer_rows(load_case(name))
    }
    counted = answer_panel.frame.filter("is_counted").select("case", "proposal", "actor", "accepted")
    assert {row[:3]: row[3] for row in counted.iter_rows()} == tested


def test_a_yes_or_no_is_the_last_word_on_which_accounts_agree(answer_panel: Panel) -> None:
    yes = {"accepted": True, "accepted as a basis": True, "rejected": False, "withdrew": False}
    for row in answer_panel.frame.iter_rows(named=True):
        assert row["accepted"] == (None if row["accounts_differ"] else yes.get(row["last_answer"]))


def test_the_movements_that_negotiated_answer_for_themselves(answer_panel: Panel) -> None:
    counted = set(answer_panel.frame.filter("is_counted")["actor"])
    assert {"ltte", "milf", "mnlf", "splm", "kla", "greece"} <= counted


def test_the_record_is_as_large_as_it_is_said_to_be(answer_panel: Panel) -> None:
    usable = answer_panel.frame.filter("is_counted", pl.col("accepted").is_not_null())
    assert usable.height >= 150
    assert usable.select("case", "proposal").n_unique() >= 60
    assert usable["case"].n_unique() >= 12


def test_the_situation_is_that_of_the_year_before(answer_panel: Panel) -> None:
    rows = answer_panel.frame.filter(case="abkhazia").rows_by_key("proposal", named=True, unique=False)
    first = {name: found[0] for name, found in rows.items()}
    # 1993 was a year of fighting, 2007 was not, and in 1992 nothing had been listed yet.
    assert first["declaration-1994"]["was_active_before"] is True
    assert first["steinmeier-2008"]["was_active_before"] is False
    assert first["moscow-1992"]["was_active_before"] is None
    # Russia's capability over Georgia's: far more than ten times.
    assert first["steinmeier-2008"]["capability_ratio_before"] > 2.3
    assert 0 < first["steinmeier-2008"]["war_risk"] < 0.05


def test_a_risk_is_told_for_no_year_before_1980(answer_panel: Panel) -> None:
    told = answer_panel.frame.filter(pl.col("war_risk").is_not_null())
    assert told["year"].min() >= 1980  # type: ignore[operator]
    assert told["conflict_id_ucdp"].null_count() == 0


def test_a_consent_taken_back_has_two_words(answer_panel: Panel) -> None:
    changed = answer_panel.frame.filter(first_answer="accepted", last_answer="withdrew")
    assert ("aceh", "coha-2002") in set(changed.select("case", "proposal").iter_rows())


def test_every_answer_carries_a_reference_a_reader_can_follow(answer_panel: Panel) -> None:
    frame = answer_panel.frame
    assert (frame["references"].list.len() == frame["source"].list.len()).all()
    assert (frame["references"].list.len() > 0).all()
