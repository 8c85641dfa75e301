"""Settlement files: templates are valid, every mistake is named with its line, and limits hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.settlement.talks import TALKS

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.errors import InputError, SettlementError
from statusquo.settlement.load import (
    bundled_settlements,
    check_file,
    load_settlement,
    load_vocabulary,
    read_options,
    read_settlement,
    read_vocabulary,
)
from statusquo.settlement.model import SettlementFile
from statusquo.settlement.template import TemplateKind, template

FORMULAS = {
    "independence", "union-with-patron", "free-association", "confederation", "common-state", "federation", "federacy",
    "territorial-autonomy", "cultural-autonomy", "direct-rule", "partition", "interim-vote", "condominium",
}  # fmt: skip


def test_the_vocabulary_has_every_formula_and_each_end_of_a_scale_has_a_meaning() -> None:
    words = load_vocabulary()
    assert {formula.id for formula in words.formula} == FORMULAS
    for issue in words.issue:
        assert (issue.anchor[0].at.best, issue.anchor[-1].at.best) == (0, 100)


def test_formulas_stand_in_the_order_of_powers_of_the_territory() -> None:
    place = {formula.id: formula.point["status"].best for formula in load_vocabulary().formula}
    order = ["direct-rule", "cultural-autonomy", "territorial-autonomy", "federacy", "federation", "common-state"]
    order += ["confederation", "free-association", "independence"]
    assert [place[name] for name in order] == sorted(place[name] for name in order)


@pytest.mark.parametrize("name", bundled_settlements())
def test_bundled_files_are_valid_and_the_people_concerned_are_actors(name: str) -> None:
    file = load_settlement(load_case(name))
    kinds = {actor.kind for actor in file.actor}
    assert "government" in kinds
    assert kinds & {"people", "displaced people"}


@pytest.mark.parametrize("kind", ["actors", "options", "vocabulary"])
def test_a_template_lacks_its_readers_own_words_and_nothing_else(
    kind: TemplateKind, case: Case, tmp_path: Path
) -> None:
    path = tmp_path / f"{kind}.toml"
    path.write_text(template(kind, case), encoding="utf-8")
    with pytest.raises(SettlementError) as raised:
        check_file(path)
    assert {problem.what for problem in raised.value.problems} == {"the template's own words still stand here"}
    text = path.read_text(encoding="utf-8")
    for problem in raised.value.problems:
        line = text.split("\n")[(problem.line or 0) - 1]
        text = text.replace(line, f'{line.split(" = ")[0]} = "One\'s own words, row {problem.line}."')
    path.write_text(text, encoding="utf-8")
    assert check_file(path)


def test_a_wrong_value_and_a_reference_that_leads_nowhere_are_told_at_once(case: Case, tmp_path: Path) -> None:
    text = template("actors", case).replace('kind = "government"', 'kind = "goverment"', 1)
    path = tmp_path / "actors.toml"
    path.write_text(
        text.replace('issue = ["status", "security"]', 'issue = ["status", "securty"]', 1), encoding="utf-8"
    )
    with pytest.raises(SettlementError) as raised:
        check_file(path)
    told = {(problem.field, problem.found) for problem in raised.value.problems}
    assert {("actor[0].kind", "'goverment'"), ("period[0].issue[1]", "'securty'")} <= told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "government"', 'kind = "goverment"', r":\d+: actor\[0\]\.kind: .*'goverment'.*'government'"),
        ("best = 95, high = 100 }, districts", "best = 195, high = 100 }, districts", r"status_quo.status.best.*195"),
        ("low = 5, best = 25", "low = 45, best = 25", r"position\[0\]\.ideal: low 45, best 25, high 40 do not rise"),
        ('issue = "security"\nideal', 'issue = "securty"\nideal', r"issue of the period.*'securty'.*security"),
        ('actor = "armenia"\nperiod = "1997-98"\nis_veto', 'actor = "armnia"\nperiod = "1997-98"\nis_veto',
         r"stance\[1\]\.actor: no actor has this id; found 'armnia'; allowed armenia"),
        ('id = "package-1997"\nperiod', 'id = "package-1987"\nperiod', r"no proposal of the case.*package-1997"),
        ('source = ["nkr-referendum-1991"]', 'source = ["nkr-1991"]', r"no source has this id; found 'nkr-1991'"),
        ('formula = "common-state"', 'formula = "commonstate"', r"status formula.*'commonstate'.*common-state"),
        ('end = "1998-12"', 'end = "1998-05"', r"proposal\[2\]\.period: the proposal is dated outside its period"),
        ("is_veto = true\n", "is_veto = false\n", r"no actor of the period has a veto"),
        ('case = "nagorno-karabakh"', 'case = "aceh"', r"another dispute; found 'aceh'; allowed nagorno-karabakh"),
        ('rationale = "Voted for independence."', 'reason = "Voted."', r"unknown key; found 'reason'.*rationale"),
        ('date = "1991-12-10"', 'date = "1991-13-10"', r"not a date"),
        ('id = "unsc-853"\nkind', 'id = "pax-990"\nkind', r"the id stands twice"),
        ('name = "Displaced Azerbaijanis"\n', "", r"needs a name"),
        ('rationale = "Voted for independence."', 'limit = { low = 40, best = 50, high = 60 }\nrationale = "Voted."',
         r"limit: a limit says where a red line stands, and the position has none"),
        ('rationale = "Voted for independence."',
         'red_line = true\nlimit = { low = 99, best = 99, high = 99 }\nrationale = "Voted."',
         r"limit: the limit lies within what the actor wants most; found 99"),
        ("status_quo = { status = { low = 85, best = 95, high = 100 }, ", "status_quo = { ", r"status quo of an issue"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_line(old: str, new: str, said: str, case: Case, tmp_path: Path) -> None:
    text = TALKS.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "wrong.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SettlementError, match=said) as caught:
        read_settlement(path, case)
    assert all(problem.file == str(path) and problem.line for problem in caught.value.problems)


def test_all_mistakes_are_told_at_once(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    text = TALKS.read_text(encoding="utf-8").replace("low = 90, best = 100", "low = 90, best = 1000")
    path.write_text(text.replace('kind = "people"', 'kind = "folk"'), encoding="utf-8")
    with pytest.raises(SettlementError) as caught:
        read_settlement(path, case)
    assert {p.line for p in caught.value.problems} == {
        number for number, line in enumerate(path.read_text().split("\n"), 1) if re.search(r"best = 1000|folk", line)
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 1_000_001, "too large"),
        ("a = [" * 30 + "]" * 30, "nested too deeply|not valid TOML"),
        ("title =", "TOML"),
    ],
    ids=["size", "depth", "syntax"],
)
def test_a_hostile_file_ends_with_one_message(text: str, said: str, case: Case, tmp_path: Path) -> None:
    path = tmp_path / "hostile.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettlementError, match=said):
        read_settlement(path, case)


def test_options_of_ones_own_are_checked_against_the_file_they_are_judged_in(
    talks: SettlementFile, case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "options.toml"
    path.write_text(template("options", case).replace("territorial-autonomy", "home-rule"), encoding="utf-8")
    with pytest.raises(SettlementError, match=r"options\.toml:\d+: option\[0\]\.formula: no status formula.*home-rule"):
        read_options(path, talks)


def test_a_vocabulary_without_an_end_of_a_scale_is_refused(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.toml"
    text = template("vocabulary", case).replace("<", "").replace(">", "")
    path.write_text(text.replace("{ low = 100, best = 100,", "{ low = 80, best = 90,"), encoding="utf-8")
    with pytest.raises(SettlementError, match=r"ends of the scale have no meaning; found 0 to 90"):
        read_vocabulary(path)


def test_a_dispute_without_a_file_says_what_to_do() -> None:
    with pytest.raises(InputError, match="only for Aceh, Nagorno-Karabakh and South Tyrol"):
        load_settlement(load_case("aland"))
