"""The bundled files on actors: every proposal placed, both peoples present, nobody judged by what was said later."""

from __future__ import annotations

import pytest

from statusquo.cases.load import load_case
from statusquo.settlement.agenda import agenda_of, options_of
from statusquo.settlement.load import load_settlement, load_vocabulary
from statusquo.settlement.model import FIRST_CODER, SettlementFile

DISPUTES = ("nagorno-karabakh", "aceh", "south-tyrol")

NOTHING_SAID_BEFORE = {("nagorno-karabakh", "statement-2020", "karabakh-armenians")}
"""Answers to a proposal by an actor of whom no statement from within its period was found that is older than it."""


@pytest.fixture(params=DISPUTES)
def file(request: pytest.FixtureRequest) -> SettlementFile:
    return load_settlement(load_case(request.param))


def test_every_proposal_of_the_case_is_placed_once_by_the_first_coder(file: SettlementFile) -> None:
    placed = [proposal.id for proposal in file.proposal if proposal.coder == FIRST_CODER]
    assert sorted(placed) == sorted(proposal.id for proposal in load_case(file.case).proposal)


def test_who_answered_a_proposal_has_a_position_from_before_it_but_for_the_known_gaps(file: SettlementFile) -> None:
    case = load_case(file.case)
    dates = {source.id: source.date for source in file.source}
    periods = {proposal.id: proposal.period for proposal in file.proposal}
    missing = set()
    for proposal in case.proposal:
        for actor in {response.actor for response in proposal.response}:
            rows = [
                row
                for row in file.position
                if (row.actor, row.period) == (actor, periods[proposal.id])
                and all(dates[name].last < proposal.date.first for name in row.source)
            ]
            if not rows:
                missing.add((file.case, proposal.id, actor))
    assert missing == {gap for gap in NOTHING_SAID_BEFORE if gap[0] == file.case}


def test_no_ideal_is_a_bare_number_but_where_the_scale_ends(file: SettlementFile) -> None:
    for row in file.position:
        narrow = row.ideal.high - row.ideal.low < 3
        at_an_end = row.ideal.low <= 0 or row.ideal.high >= 100
        assert not narrow or at_an_end, (row.actor, row.period, row.issue)
        assert row.salience.low < row.salience.high
        assert row.flexibility.low < row.flexibility.high


def test_no_row_rests_on_general_knowledge(file: SettlementFile) -> None:
    real = {source.id for source in file.source if source.is_source}
    for row in (*file.position, *file.stance, *file.proposal):
        assert set(row.source) <= real


def test_a_source_that_a_page_of_the_case_holds_has_the_same_address() -> None:
    case = load_case("nagorno-karabakh")
    for source in load_settlement(case).source:
        if source.case_source is not None and source.url is not None:
            assert case.sources_by_id[source.case_source].url in {source.url, None}, source.id


def test_karabakh_has_six_periods_without_a_gap_and_the_people_of_both_sides() -> None:
    file = load_settlement(load_case("nagorno-karabakh"))
    assert len(file.period) == 6
    for earlier, later in zip(file.period, file.period[1:], strict=False):
        assert earlier.end is not None
        assert (later.start.first - earlier.end.last).days == 1
    people = {actor.side for actor in file.actor if actor.kind in {"people", "displaced people"}}
    assert people == {"parent", "separatist"}
    last = [stance.actor for stance in file.stance if stance.period == "after-2023"]
    assert {"karabakh-armenians", "displaced-azerbaijanis", "displaced-from-armenia"} <= set(last)


def test_what_was_signed_after_a_side_imposed_its_will_by_arms_is_marked() -> None:
    file = load_settlement(load_case("nagorno-karabakh"))
    marked = {proposal.id for proposal in file.proposal if proposal.setting == "after force"}
    assert marked == {"statement-2020", "reintegration-2023"}


def test_no_option_asks_for_force_or_for_people_to_leave(file: SettlementFile) -> None:
    for option in file.option:
        words = f"{option.name} {option.rationale}".lower()
        assert not any(word in words for word in ("expel", "expulsion", "offensive", "conquer", "by force"))


def test_who_has_no_patron_is_offered_no_union_with_one() -> None:
    words = load_vocabulary()
    offered = {}
    for name in DISPUTES:
        case = load_case(name)
        file = load_settlement(case)
        options = options_of(file, words, case, agenda_of(file, words, case))
        offered[name] = {option.id for option in options}
    assert not {"union-with-patron", "condominium", "partition"} & offered["aceh"]
    assert "union-with-patron" in offered["south-tyrol"]


def test_every_red_line_rests_on_a_dated_source(file: SettlementFile) -> None:
    real = {source.id for source in file.source if source.is_source}
    lines = [row for row in file.position if row.red_line]
    assert lines or file.case == "south-tyrol"
    assert all(set(row.source) <= real for row in lines)


def test_every_period_has_terms_that_all_with_a_veto_answer(file: SettlementFile) -> None:
    words, case = load_vocabulary(), load_case(file.case)
    for period in file.period:
        agenda = agenda_of(file, words, case, period.id)
        options = options_of(file, words, case, agenda)
        assert any(agenda.answers(option)[agenda.vetoes].all() for option in options), period.id
