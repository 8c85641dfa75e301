"""The words of likelihood, natural frequencies, and the grammar of names."""

from __future__ import annotations

import datetime as dt
import doctest
import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.answer import likelihood
from statusquo.answer.likelihood import frequency, in_words
from statusquo.answer.model import RiskTold
from statusquo.answer.offers import offer_sentence, offers
from statusquo.answer.stands import Ground, as_one_sentence
from statusquo.answer.watch import to_watch
from statusquo.cases.load import load_case
from statusquo.cases.statements import Proposal, Response
from statusquo.cases.watch import Watch
from statusquo.core import names, wording
from statusquo.core.estimates import Estimate
from statusquo.core.names import all_of, called, is_plural, the
from statusquo.snapshot.store import open_snapshot


@pytest.mark.parametrize("module", [likelihood, names, wording], ids=["likelihood", "names", "wording"])
def test_the_examples_in_the_documentation_hold(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert (done.failed, done.attempted > 0) == (0, True)


@given(st.floats(0.001, 0.999))
def test_a_frequency_is_near_the_chance_it_tells(share: float) -> None:
    text = frequency(share)
    n, of = (int(part.replace(",", "")) for part in re.search(r"(\d+) in ([\d,]+)", text).groups())  # type: ignore[union-attr]
    told = n / of
    assert told == pytest.approx(share, rel=0.06) or abs(told - share) <= 0.026 or text.startswith(("over", "under"))
    assert 0 < told < 1
    assert of <= 1000


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.0, "a remote chance"),
        (0.049, "a remote chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly an even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_the_word_is_that_of_the_directive(share: float, word: str) -> None:
    assert in_words(share) == word


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("United Kingdom", "the United Kingdom"),
        ("United States of America", "the United States"),
        ("Myanmar (Burma)", "Myanmar"),
        ("Turkey", "Türkiye"),
        ("Republic of Artsakh", "the Republic of Artsakh"),
        ("Moro fronts", "the Moro fronts"),
        ("PKK", "the PKK"),
        ("ETA", "ETA"),
        ("IS", "the Islamic State"),
        ("Hezbollah", "Hezbollah"),
        ("Golan Heights", "the Golan Heights"),
        ("Separatist side (13 groups)", "the 13 armed groups"),
        ("Moldova", "Moldova"),
    ],
)
def test_a_name_takes_the_article_that_english_gives_it(name: str, text: str) -> None:
    assert the(name) == text


def test_a_state_is_called_what_it_was_called_then() -> None:
    assert called("Russia (Soviet Union)", 1990) == "Soviet Union"
    assert called("Russia (Soviet Union)", 1995) == "Russia"
    assert all_of(["Serbia (Yugoslavia)", "Serbia (Yugoslavia)"], 1992) == "Yugoslavia"
    assert is_plural("Karabakh Armenians")
    assert not is_plural("Bosnia and Herzegovina")


def test_sentences_are_joined_where_they_can_go_on_in_small_letters() -> None:
    assert as_one_sentence("Separate in fact. No state recognises it. The talks go on.") == (
        "Separate in fact; no state recognises it; the talks go on."
    )
    assert as_one_sentence("Separate in fact. Zurich was the place.") == "Separate in fact."
    assert as_one_sentence("In 1990, 1991 and 1992. In 1993 again.") == "In 1990, 1991 and 1992."


def test_of_many_who_answered_the_sides_are_told() -> None:
    case = load_case("transnistria")
    response = [
        Response(actor=actor, answer=answer, source=("catan",), confidence="high")
        for actor, answer in (
            ("osce", "accepted"),
            ("ukraine", "accepted"),
            ("russia", "accepted"),
            ("transnistrian-side", "accepted"),
            ("moldova", "accepted as a basis"),
            ("moldova", "rejected"),
        )
    ]
    plan = Proposal(
        id="kozak", name="Kozak memorandum", date="2003-11", proposed_by=("russia",), terms={},
        response=tuple(response), source=("catan",), confidence="high",
    )  # fmt: skip
    found = offers(Ground.of(case.model_copy(update={"proposal": (plan,)}), open_snapshot()))
    assert offer_sentence(found) == (
        "The last offer on record, of November 2003: Kozak memorandum; accepted as a basis, then rejected, by Moldova; "
        "accepted by the Transnistrian side and Russia."
    )
    assert len(found[0].answers) == 5


def test_what_to_watch_is_the_authors_first_and_the_past_is_told_as_past() -> None:
    case = load_case("scotland")
    rows = [
        Watch(what="A vote", by=by, why="It decides.", looked_at="2026-01-01", source=("x",), confidence="medium")
        for by in ("2026-03", "2027-05")
    ]
    none = Estimate.missing("share", "none")
    risk = RiskTold(2026, Estimate(0.1, "share", sources=("a",)), none, none, None, 53, None, False, False, None, ())
    found = to_watch(case.model_copy(update={"watch": tuple(rows)}), risk, dt.date(2026, 11, 30))
    assert [row.by for row in found] == ["2027-05", "2026-03", "2027"]
    assert found[0].when == "due by May 2027"
    assert found[1].when.startswith("was due by March 2026")
    assert [row.looked_at for row in found] == ["2026-01-01", "2026-01-01", None]
