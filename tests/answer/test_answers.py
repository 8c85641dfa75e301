"""The answer on each of the 231 disputes keeps its promises: short, in plain words, true to the numbers below."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import escape

import pytest

from statusquo.answer.answer import answer_on
from statusquo.answer.blocks import blocks_of
from statusquo.answer.likelihood import frequency
from statusquo.answer.lines import LINES, WIDTH, lines_of
from statusquo.answer.model import Answer
from statusquo.cases.load import list_cases, load_case
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.core.wording import MOST_FIGURES, n_figures
from statusquo.panels.standing import standing_of, standings
from statusquo.risk.ranking import ranking
from statusquo.snapshot.store import open_snapshot

BANNED = re.compile(
    r"\b(revisionist|holder|premise|d\*|inertia|[Tt]he (?:separatist|parent) side|covariate|log odds|"
    r"None|nan|null|True|False|conflict \d+|ucdp-\d+)\b"
)
KEYS = {
    "dispute",
    "names",
    "tags",
    "sentences",
    "stands",
    "risk",
    "stronger",
    "offered",
    "endings",
    "watch",
    "data",
}
RISK_KEYS = {"year", "fighting", "war", "base_rate", "rank", "of", "skill", "at_war", "successor"}


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[Case, Answer]]:
    snapshot = open_snapshot()
    cases = [load_case(row.id) for row in list_cases()]
    return {case.id: (case, answer_on(case, snapshot)) for case in cases}


Answers = dict[str, tuple[Case, Answer]]


def texts(answer: Answer) -> Iterator[str]:
    """Everything that is told in words."""
    yield from answer.tags
    yield from answer.sentences
    for block in blocks_of(answer):
        yield from block.entries


def test_there_is_one_for_each_of_the_231(answers: Answers) -> None:
    assert len(answers) == 231
    for id, (case, answer) in answers.items():
        assert answer.dispute == id
        assert answer.names[0] == case.title
        assert answer.sentences
        assert answer.tags


def test_tags_and_sentences_are_three_at_most(answers: Answers) -> None:
    for _, answer in answers.values():
        assert len(answer.tags) <= 3
        assert len(answer.sentences) <= 3
        for text in answer.sentences:
            assert text.endswith((".", "?")), text
            assert not re.search(r"[a-z0-9)]\. [A-Z]", text), f"two sentences in one: {text}"
        for tag in answer.tags:
            assert len(tag) <= 60, tag


def test_no_sentence_has_more_than_three_figures(answers: Answers) -> None:
    for id, (_, answer) in answers.items():
        told = [text for block in blocks_of(answer) if not block.is_list for text in block.entries]
        for text in (*answer.sentences, *told):
            assert n_figures(text) <= MOST_FIGURES, f"{id}: {text}"


def test_a_figure_is_counted_as_a_reader_sees_it() -> None:
    assert n_figures("Renewed fighting in 2026 is a remote chance, about 1 in 47; war, under 1 in 1,000.") == 3
    assert n_figures("Held since 21 July 1992, by 1,000 to 1,500 soldiers, or Moldova 1 : 1,260 Russia") == 3
    assert n_figures("97.7 percent on 9 and 10 March 2020") == 2


def test_no_word_of_the_workshop_stands_in_it(answers: Answers) -> None:
    for id, (_, answer) in answers.items():
        for text in texts(answer):
            assert not BANNED.search(text), f"{id}: {text}"
            assert "  " not in text, f"{id}: {text}"
            assert not re.search(r"\s[,.;]|\(\)|;\.|\.\.", text), f"{id}: {text}"


def test_names_take_their_article(answers: Answers) -> None:
    bare = re.compile(
        r"(?<!the )(?<!The )\b(United (Kingdom|States|Nations)|Soviet Union|Philippines|Netherlands|Comoros)(?! of)\b"
    )
    for id, (_, answer) in answers.items():
        if id == "ucdp-14275":  # its name is a territory's and a state's in one
            continue
        for text in (*answer.tags, *answer.sentences[:2], answer.stands.status or ""):
            found = bare.search(text)
            assert not found or _is_adjectival(text, found.end()), f"{id}: {text}"


def _is_adjectival(text: str, end: int) -> bool:
    return re.match(r" (administration|plan|force|mission)", text[end:]) is not None


def test_the_start_of_the_claim_is_never_the_start_of_the_holding(answers: Answers) -> None:
    for id, (case, answer) in answers.items():
        since = answer.stands.since
        if since is None:
            assert len(case.holding) < 2 or len({h.holder for h in case.holding}) == 1 or case.holding[-1].end, id
            continue
        started = {
            role.start.text for actor in case.actor for role in actor.role if role.role == "separatist" and role.start
        }
        coded = case.coded("start_year")
        assert since != case.holding[0].start.text, id
        assert since not in started, id
        assert coded is None or since != f"{coded.value:.0f}", id


def test_what_no_source_dates_is_not_dated(answers: Answers) -> None:
    for id in ("scotland", "aceh", "catalonia", "quebec", "western-sahara", "kashmir"):
        _, answer = answers[id]
        assert answer.stands.held_by is not None
        assert answer.stands.since is None
        assert "since" not in answer.tags[0], answer.tags
    assert answers["transnistria"][1].stands.since == "1992-07-21"
    assert answers["nagorno-karabakh"][1].stands.since == "2023-09-20"
    assert answers["republika-srpska"][1].stands.since == "1992"


def test_a_default_is_nobody_who_holds(answers: Answers) -> None:
    for case, answer in answers.values():
        if not case.holding or case.holding[-1].is_default:
            assert answer.stands.held_by is None


def test_the_natural_frequency_is_that_of_the_estimate(answers: Answers) -> None:
    n_told = 0
    for id, (_, answer) in answers.items():
        fighting, war = answer.risk.fighting.value, answer.risk.war.value
        if fighting is None:
            # Where the ground is fought over under another number, the chance that this goes on is that number's.
            if answer.risk.lines:
                assert frequency(answers[str(answer.risk.successor)][1].risk.fighting.value) in answer.sentences[1], id
            else:
                assert not re.search(r"\d in \d", answer.sentences[1]), id
            assert answer.risk.base_rate.value is None
            continue
        n_told += 1
        assert frequency(fighting) in answer.sentences[1], id
        assert war is None or f"war, {frequency(war)}" in answer.sentences[1], id
        (low, high) = re.findall(r"(\d+) in ([\d,]+)", answer.risk.lines[0])
        assert _share(low) <= _share(high), id
    assert n_told > 100


def _share(found: tuple[str, str]) -> float:
    return int(found[0]) / int(found[1].replace(",", ""))


def test_the_chance_and_the_rank_are_those_of_the_risk(answers: Answers) -> None:
    snapshot = open_snapshot()
    ranked = ranking(snapshot)
    for place, row in enumerate(ranked, 1):
        answer = answers[f"ucdp-{row.conflict_id_ucdp}"][1]
        assert (answer.risk.rank, answer.risk.of) == (place, len(ranked))
        assert answer.risk.war.value == row.risk["war"].value
        told = row.risk["recurrence"] if row.status == "quiet" else row.continuation
        assert answer.risk.fighting.value == told.value


def test_each_kind_of_dispute_has_its_own_form(answers: Answers) -> None:
    now = standings(open_snapshot())
    for id, (case, answer) in answers.items():
        standing, risk = standing_of(now, case.ids.ucdp_conflict), answer.risk
        if standing is None:
            assert answer.tags[1 if len(answer.tags) > 1 else 0] == "No armed conflict since 1946", id
            assert risk.fighting.value is None
        elif not standing.is_open:
            assert risk.fighting.value is None, id
            assert "renewed fighting is estimated" in answer.sentences[1], id
            assert not any(tag.startswith(("Quiet", "Claim open", "At war")) for tag in answer.tags), id
        elif standing.successor is not None and not standing.is_active:
            assert risk.successor == f"ucdp-{standing.successor.conflict_id}", id
            assert risk.fighting.value is None
            assert not any(tag.startswith("Quiet") for tag in answer.tags), id
        elif standing.intensity == "war":
            assert risk.at_war, id
            assert risk.war.value is None, id
            assert f"At war in {risk.year - 1}" in answer.tags
            assert "fighting goes on" in answer.sentences[1]
        assert risk.at_war == (standing is not None and standing.intensity == "war")


def test_who_is_stronger_is_told_by_name_or_not_at_all(answers: Answers) -> None:
    for id, (case, answer) in answers.items():
        found = answer.stronger
        if found.ratio.value is None:
            assert found.weaker is None
            assert found.stronger is None
            assert found.ratio.missing_reason
            continue
        assert found.ratio.value >= 1, id
        assert found.weaker != found.stronger
        sides = {row.id for row in (*case.parents(), *case.separatists(), *case.claimants())}
        sides |= {side for row in case.holding for side in (row.holder, row.revisionist)}
        names = {actor.name for actor in case.actor if actor.id in sides}
        if not {found.weaker, found.stronger} <= {name.split(" (")[0] for name in names}:
            assert found.notes or id.startswith("ucdp-"), f"{id}: nothing says for whom {found.stronger} stands"
    told = answers["transnistria"][1].stronger
    assert (told.weaker, told.stronger, told.year) == ("Moldova", "Russia", open_snapshot().last_year)
    assert told.notes == (
        "Russia stands for the Transnistrian side, with 1,000 to 1,500 soldiers there; by what it may commit, the "
        "Transnistrian side has 1.3 (1.1 to 1.6) times the means.",
    )
    told = answers["kosovo"][1].stronger
    assert told.year == open_snapshot().last_year, "Serbia still claims the new state"
    assert "by what it may commit, Serbia has 3.7" in told.notes[0]


def test_offers_are_three_at_most_with_the_answers_on_record(answers: Answers) -> None:
    for case, answer in answers.values():
        assert len(answer.offered) <= 3
        dates = [offer.date for offer in answer.offered if offer.date]
        assert dates == sorted(dates)
        if case.proposal:
            assert answer.offered[-1].date == max(row.date for row in case.proposal).text
    coha = answers["aceh"][1].offered[0]
    assert {row.side: row.answer for row in coha.answers} == {
        "Indonesia": "accepted, then withdrawn from",
        "Free Aceh Movement": "accepted",
    }


def test_endings_are_those_of_the_base_rates_and_none_between_states(answers: Answers) -> None:
    endings = answers["transnistria"][1].endings
    assert (endings.movements, endings.independent, endings.autonomy) == (284, 28, 62)
    assert answers["ucdp-218"][1].endings.movements is None


def test_it_fits_a_terminal_of_24_lines_and_80_columns(answers: Answers) -> None:
    for id, (_, answer) in answers.items():
        lines = lines_of(answer)
        assert len(lines) <= LINES, id
        assert max(map(len, lines)) <= WIDTH, id
        assert lines[-1] == f"Next: statusquo dossier {id}"
        assert not any(line != line.rstrip() for line in lines)
        assert " ".join(" ".join(answer.sentences).split()) in " ".join(" ".join(lines).split()), id


def test_offers_strength_and_what_to_watch_always_find_room(answers: Answers) -> None:
    for id, (_, answer) in answers.items():
        told = {line[:9].strip() for line in lines_of(answer)}
        needed = {block.head for block in blocks_of(answer) if block.head in {"Offered", "Stronger", "Watch"}}
        assert needed <= told, id


def test_the_json_is_that_of_the_contract(answers: Answers) -> None:
    for _, answer in answers.values():
        told = answer.to_json()
        assert set(told) == KEYS
        assert set(told["stands"]) == {"held_by", "since", "status"}
        assert set(told["risk"]) == RISK_KEYS
        for name in ("fighting", "war", "base_rate"):
            assert Estimate.from_json(told["risk"][name]) == getattr(answer.risk, name)
        assert all(set(row) == {"what", "by", "source", "looked_at"} for row in told["watch"])
        assert set(told["data"]) == {"ends", "built", "releases", "thin"}
        dt.date.fromisoformat(told["data"]["built"])


def test_it_shows_itself_in_one_line_and_as_a_card(answers: Answers) -> None:
    for _, answer in answers.values():
        assert "\n" not in repr(answer)
        assert len(repr(answer)) < 250
        card = answer._repr_html_()
        assert len(card) < 6000
        assert card.count("<section") == len(blocks_of(answer)) - 1, "the data stand at the foot"
        assert "<script" not in card
        assert all(escape(text) in card for text in answer.sentences)
    assert "Kashmir &lt;" not in answers["kashmir"][1]._repr_html_()


def test_a_notebook_without_html_shows_the_lines_of_show(answers: Answers) -> None:
    class Printer:
        def text(self, text: str) -> None:
            self.told = text

    for _, answer in answers.values():
        printer = Printer()
        answer._repr_pretty_(printer, False)
        assert printer.told.splitlines() == lines_of(answer)
