"""The model of acceptance: what it must do whatever the judgements, and the rule on dates."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.cases.model import Case
from statusquo.core.errors import InputError, UnknownNameError
from statusquo.documents.dates import PartialDate
from statusquo.settlement.acceptance import accept
from statusquo.settlement.admission import admit
from statusquo.settlement.agenda import Agenda, OptionPoint, Player, agenda_of, leaves_all, option_point, options_of
from statusquo.settlement.contrasts import issue_effects, status_contrast
from statusquo.settlement.draws import Ranges, triangular
from statusquo.settlement.load import load_vocabulary
from statusquo.settlement.model import SettlementFile

CALM = (0.0, 0.0, 0.0)
PERIOD = "1997-98"


def points(*places: float) -> np.ndarray:
    """Certain judgements, in the shape of ranges."""
    return np.array([[place] * 3 for place in places])


def one_actor(
    ideal: float = 1.0,
    now: float = 0.0,
    flexibility: float = 0.0,
    outlook: float = 0.0,
    n: int = 1,
    feared: float = 0.0,
    limit: float | None = None,
) -> Agenda:
    """An agenda of one issue that an actor is certain about; `n` such actors. From `limit` up it refuses."""
    players = tuple(Player(f"a{k}", f"A{k}", "government", "parent", True) for k in range(n))
    same = np.repeat(points(ideal)[None], n, axis=0)
    return Agenda(
        "a-dispute", "now", players, ("status",), np.array([False]), same, np.ones((n, 1, 3)),
        np.repeat(points(flexibility)[None], n, axis=0), points(now), points(*[1.0] * n), points(*[outlook] * n),
        points(*[0.3] * n), CALM, {}, np.ones((n, 1), dtype=bool), np.array([True]), np.full((n, 1), feared),
        np.full((n, 1), 0.0 if limit is None else 1.0), np.full((n, 1, 3), limit or 0.0), np.zeros((n, 1), dtype=bool),
    )  # fmt: skip


def option(place: float) -> OptionPoint:
    return OptionPoint(f"at-{place:g}", "an option", "option", points(place), np.array([True]))


def chance(agenda: Agenda, place: float, **ranges: tuple[float, ...]) -> float:
    given = Ranges(**{"loss_aversion": (2.0, 2.0, 2.0), "noise": (0.1, 0.1001), **ranges})  # type: ignore[arg-type]
    return float(accept(agenda, [option(place)], n_draws=200, ranges=given, war_risk=CALM).probability[0, 0])


def test_the_status_quo_is_accepted_as_likely_as_not_where_nothing_else_is_expected() -> None:
    assert chance(one_actor(), 0.0) == pytest.approx(0.5, abs=1e-6)


def test_the_chance_is_the_logit_of_gain_over_noise() -> None:
    # McFadden 1974: a gain of 0.2 at noise 0.1.
    assert chance(one_actor(), 0.2) == pytest.approx(1 / (1 + np.exp(-2)), abs=2e-3)


def test_a_loss_weighs_as_loss_aversion_says() -> None:
    # Tversky and Kahneman 1991 with L = 2: a loss of 0.1 counts as much as a gain of 0.2.
    gain, loss = chance(one_actor(now=0.5), 0.7), chance(one_actor(now=0.5), 0.4)
    assert gain == pytest.approx(1 - loss, abs=2e-3)


def test_what_an_actor_is_ready_to_concede_costs_it_nothing() -> None:
    agenda = one_actor(ideal=1.0, now=1.0, flexibility=0.3)
    assert chance(agenda, 0.75) == pytest.approx(0.5, abs=1e-6)
    assert chance(agenda, 0.6) < 0.5


def test_more_than_was_asked_for_is_no_loss_to_the_side_that_gains_by_it() -> None:
    # A movement that asks for autonomy, at 0.5, fears the lower end alone: independence costs it nothing.
    movement = one_actor(ideal=0.5, now=0.5, feared=-1.0)
    assert chance(movement, 1.0) == pytest.approx(0.5, abs=1e-6)
    assert chance(movement, 0.2) < 0.1
    # A mediator without a side loses both ways.
    assert chance(one_actor(ideal=0.5, now=0.5), 1.0) < 0.1


def test_a_red_line_is_not_bought_off_and_one_that_is_not_reached_changes_nothing() -> None:
    free, bound = one_actor(ideal=0.0, now=1.0, feared=1.0), one_actor(ideal=0.0, now=1.0, feared=1.0, limit=0.6)
    assert chance(free, 0.8) > 0.8
    assert chance(bound, 0.8, crossing=(0.0, 0.1)) < 0.1
    assert chance(bound, 0.8, crossing=(0.0, 1e-9)) == pytest.approx(0.0, abs=1e-6)
    assert chance(bound, 0.5) == pytest.approx(chance(free, 0.5))


def test_a_red_line_beyond_the_flexibility_holds_where_no_limit_is_given() -> None:
    agenda = one_actor(ideal=0.0, now=1.0, feared=1.0, flexibility=0.2)
    red = replace(agenda, is_red=np.array([[True]]))
    assert chance(red, 0.3) < 0.1 < chance(agenda, 0.3)
    assert chance(red, 0.2) == pytest.approx(chance(agenda, 0.2))


def test_without_a_position_there_is_no_answer_and_no_consent_of_a_veto_player() -> None:
    silent = replace(one_actor(n=2), held=np.array([[True], [False]]))
    found = accept(silent, [option(1.0)], n_draws=50)
    assert not np.isnan(found.probability[0, 0])
    assert np.isnan(found.probability[0, 1])
    assert np.isnan(found.zone[0])
    assert (found.winset[0], found.any_zone) == (0.0, 0.0)


def test_no_text_is_credited_with_ending_what_it_does_not_name() -> None:
    # All is expected to be lost: a text that gives up the first issue and is silent on the second gains nothing.
    one = one_actor(ideal=1.0, now=1.0, outlook=-0.7, feared=-1.0)
    two = replace(
        one, issues=("status", "security"), is_ordinal=np.array([False, False]), in_law=np.array([True, False]),
        **{name: np.repeat(getattr(one, name), 2, axis=1) for name in
           ("ideal", "salience", "flexibility", "held", "feared", "refused", "limit", "is_red")},
        status_quo=np.repeat(one.status_quo, 2, axis=0),
    )  # fmt: skip
    silent_on_the_second = OptionPoint("o", "an option", "option", points(0.0, 1.0), np.array([True, False]))
    found = accept(two, [silent_on_the_second], n_draws=200, war_risk=CALM)
    assert found.probability[0, 0] < 0.5


def test_who_expects_to_win_without_agreement_accepts_less() -> None:
    hopes = [chance(one_actor(outlook=outlook), 0.3) for outlook in (-0.5, 0.0, 0.5)]
    assert hopes == sorted(hopes, reverse=True)


def test_a_risk_of_war_makes_every_option_likelier_to_be_accepted() -> None:
    agenda = one_actor()
    calm, tense = (
        float(accept(agenda, [option(0.1)], n_draws=400, war_risk=risk).probability[0, 0])
        for risk in (CALM, (0.1, 0.1, 0.1))
    )
    assert tense > calm


@given(st.lists(st.floats(0, 1), min_size=2, max_size=5, unique=True))
@settings(max_examples=25, deadline=None)
def test_the_nearer_to_its_ideal_the_likelier_an_actor_accepts(places: list[float]) -> None:
    agenda = one_actor(ideal=1.0, now=0.4)
    chances = [chance(agenda, place) for place in sorted(places)]
    assert all(later >= earlier - 1e-6 for earlier, later in pairwise(chances))


@given(st.integers(1, 5), st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_another_actor_with_a_veto_never_makes_agreement_likelier(n: int, place: float) -> None:
    few, more = (accept(one_actor(n=count), [option(place)], n_draws=300, war_risk=CALM) for count in (n, n + 1))
    assert more.zone[0] <= few.zone[0] + 1e-9
    assert more.any_zone <= few.any_zone + 1e-9


def test_draws_differ_within_a_run_and_a_run_repeats(agenda: Agenda, talks: SettlementFile, case: Case) -> None:
    options = options_of(talks, load_vocabulary(), case, agenda)
    first, again = (accept(agenda, options, n_draws=300) for _ in range(2))
    assert np.array_equal(first.probability, again.probability, equal_nan=True)
    assert (first.high > first.low)[~np.isnan(first.low)].all()
    other = accept(agenda, options, n_draws=300, root=7)
    assert (other.probability != first.probability).any()


def test_intervals_hold_the_mean_and_probabilities_are_probabilities(
    agenda: Agenda, talks: SettlementFile, case: Case
) -> None:
    found = accept(agenda, options_of(talks, load_vocabulary(), case, agenda), n_draws=500)
    for low, value, high in ((found.low, found.probability, found.high), (found.zone_low, found.zone, found.zone_high)):
        told = ~np.isnan(value)
        assert told.any()
        assert ((low >= 0) & (low <= value) & (value <= high) & (high <= 1))[told].all()
    both = ~np.isnan(found.with_people)
    assert (found.with_people <= found.zone + 1e-9)[both].all()
    assert (found.winset <= found.any_zone + 1e-9).all()


def test_triangular_draws_have_the_mean_and_bounds_of_the_distribution() -> None:
    drawn = triangular(np.array([[0.1, 0.2, 0.6], [0.5, 0.5, 0.5]]), 40_000, np.random.default_rng(1))
    assert drawn[0].mean() == pytest.approx(0.3, abs=0.002)
    assert drawn[0].var() == pytest.approx((0.01 + 0.04 + 0.36 - 0.02 - 0.06 - 0.12) / 18, abs=5e-4)
    assert drawn[0].min() >= 0.1 - 1e-6
    assert drawn[0].max() <= 0.6 + 1e-6
    assert (drawn[1] == np.float32(0.5)).all()


def test_no_row_is_admitted_that_rests_on_a_source_of_the_same_day_or_later(talks: SettlementFile) -> None:
    dates = {source.id: source.date for source in talks.source}
    for day in ("1993-07-29", "1996-12-03", "1996-12-04", "1997-11", "1997-12-01", "1999"):
        before = PartialDate(day)
        admitted = admit(talks, PERIOD, before=before)
        rows = [*admitted.stances.values(), *admitted.positions.values()]
        assert all(dates[name].last < before.first for row in rows for name in row.source)
    assert not admit(talks, PERIOD, before=PartialDate("1991-12-10")).positions


def test_the_latest_position_before_a_proposal_counts(talks: SettlementFile) -> None:
    early = admit(talks, PERIOD, before=PartialDate("1997-07-18")).positions["armenia", "status"]
    late = admit(talks, PERIOD, before=PartialDate("1998-11-07")).positions["armenia", "status"]
    assert (early.start, str(late.start)) == (None, "1997-11")


def test_who_has_no_admitted_position_is_left_out_with_the_reason(talks: SettlementFile, case: Case) -> None:
    words = load_vocabulary()
    agenda = agenda_of(talks, words, case, before=PartialDate("1997-07-18"))
    assert "displaced-azerbaijanis" in [player.id for player in agenda.players]
    with pytest.raises(InputError, match="no actor with a veto"):
        agenda_of(talks, words, case, before=PartialDate("1993-09"))


def test_an_actor_can_be_left_out_and_an_unknown_one_is_refused(talks: SettlementFile, case: Case) -> None:
    words = load_vocabulary()
    assert "armenia" not in [p.id for p in agenda_of(talks, words, case, without=["armenia"]).players]
    with pytest.raises(UnknownNameError, match="armenia"):
        agenda_of(talks, words, case, without=["armnia"])
    with pytest.raises(UnknownNameError, match="1997-98"):
        agenda_of(talks, words, case, "1997-99")


def test_an_issue_that_an_option_does_not_decide_stays_as_it_is(agenda: Agenda) -> None:
    bare = option_point(agenda, load_vocabulary(), "x", "x", "formula", formula="cultural-autonomy")
    for issue, decides, place in zip(agenda.issues, bare.decides, bare.point, strict=True):
        assert decides == (issue in ("status", "final-status", "heritage"))
        if not decides:
            assert (place == agenda.status_quo[agenda.issues.index(issue)]).all()


def test_what_stands_already_is_no_option(agenda: Agenda, talks: SettlementFile, case: Case) -> None:
    held = replace(agenda, status_quo=np.zeros_like(agenda.status_quo))
    direct = option_point(held, load_vocabulary(), "direct-rule", "Direct rule", "formula", formula="direct-rule")
    assert leaves_all(held, direct)
    assert "direct-rule" not in [o.id for o in options_of(talks, load_vocabulary(), case, held)]
    assert "direct-rule" in [o.id for o in options_of(talks, load_vocabulary(), case, agenda)]


def test_an_issue_that_nobody_disputes_does_nothing_to_the_zone(
    agenda: Agenda, talks: SettlementFile, case: Case
) -> None:
    effects = issue_effects(agenda, options_of(talks, load_vocabulary(), case, agenda), n_draws=300)
    # Sequencing has no position in this file.
    assert effects["sequencing"].value == pytest.approx(0.0, abs=1e-6)
    assert effects["status"].value != pytest.approx(0.0, abs=1e-3)


def test_a_status_is_worth_nothing_over_itself(agenda: Agenda) -> None:
    first = option_point(agenda, load_vocabulary(), "a", "a", "formula", formula="independence")
    same = status_contrast(agenda, first, first, "armenia", n_draws=300)
    assert same.low <= 0 <= same.high
