"""What to watch: dated twice, sourced, missing where an open dispute has none, and told as past when it is past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from statusquo.cases import bundled_ids, load_case
from statusquo.cases.check import check_case
from statusquo.cases.completeness import completeness_of
from statusquo.core.errors import CaseError

CaseFile = Callable[..., Path]
WATCH = """\
[[watch]]
what = "The mandate of the mission ends."
by = "2027-01-31"
why = "It watches the ceasefire."
source = ["book"]
looked_at = "2026-11-30"

"""


def with_watch(case_file: CaseFile, watch: str = WATCH) -> Path:
    return case_file("[[source]]", f"{watch}[[source]]")


def refusal(path: Path) -> str:
    with pytest.raises(CaseError) as caught:
        load_case(path)
    return "; ".join(str(problem) for problem in caught.value.problems)


def test_a_thing_to_watch_is_told_as_due_until_its_day_is_over(case_file: CaseFile) -> None:
    (watch,) = load_case(with_watch(case_file)).watch
    assert watch.when_text(dt.date(2027, 1, 31)) == "due by 31 January 2027"
    past = "was due by 31 January 2027; what came of it is not recorded here"
    assert watch.when_text(dt.date(2027, 2, 1)) == past


@pytest.mark.parametrize(("by", "last_day"), [("2027-02", dt.date(2027, 2, 28)), ("2027", dt.date(2027, 12, 31))])
def test_a_month_or_a_year_is_past_when_the_whole_of_it_is(case_file: CaseFile, by: str, last_day: dt.date) -> None:
    (watch,) = load_case(with_watch(case_file, WATCH.replace("2027-01-31", by))).watch
    assert not watch.was_due(last_day)
    assert watch.was_due(last_day + dt.timedelta(days=1))


def test_what_has_no_date_is_never_past(case_file: CaseFile) -> None:
    (watch,) = load_case(with_watch(case_file, WATCH.replace('by = "2027-01-31"\n', ""))).watch
    assert watch.when_text(dt.date.max) == "no date set"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["book"]', '["bok"]', "watch[0].source[0]: no [[source]] has this id; found 'bok'; allowed for example book"),
        ("2027-01-31", "2025-12-31", "watch[0].by: what was due in a year before the author looked"),
        ("2026-11-30", "1999-11-30", "watch[0].looked_at: the author looked before a source of it was published"),
        ('"2026-11-30"', '"2026-11"', "watch[0].looked_at: '2026-11' is not a day"),
        ('why = "It watches the ceasefire."\n', "", "watch[0].why: a required key is missing"),
        ('looked_at = "2026-11-30"\n', "", "watch[0].looked_at: a required key is missing"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(case_file: CaseFile, old: str, new: str, words: str) -> None:
    assert words in refusal(with_watch(case_file, WATCH.replace(old, new)))


def test_what_was_due_earlier_in_the_year_of_the_look_is_allowed(case_file: CaseFile) -> None:
    (watch,) = load_case(with_watch(case_file, WATCH.replace("2027-01-31", "2026-10-31"))).watch
    assert watch.was_due(watch.looked_at.first)


def test_an_open_dispute_with_nothing_to_watch_lacks_it_and_an_ended_one_does_not(case_file: CaseFile) -> None:
    bare, ended = load_case(case_file()), load_case("bangladesh")
    assert "watch" in {one.table for one in completeness_of(bare).missing}
    assert "watch" not in {one.table for one in completeness_of(load_case(with_watch(case_file))).missing}
    assert ended.exit
    assert not ended.watch
    assert "watch" not in {one.table for one in completeness_of(ended).missing}
    assert completeness_of(ended).n_expected == completeness_of(bare).n_expected - 1


def test_check_warns_of_what_is_past_and_of_a_look_on_a_day_to_come(case_file: CaseFile) -> None:
    old = WATCH.replace("2027-01-31", "2001").replace("2026-11-30", "2001-05-01")
    found = {w.field: w.what for w in check_case(with_watch(case_file, old)).warnings}
    assert found["watch[0].by"] == "was due, and what came of it is not recorded here"
    ahead = WATCH.replace("2027-01-31", "2999").replace("2026-11-30", "2998-05-01")
    found = {w.field: w.what for w in check_case(with_watch(case_file, ahead)).warnings}
    assert found["watch[0].looked_at"] == "nobody has looked on a day to come"
    assert "watch[0].by" not in found


def test_a_thing_to_watch_that_nobody_answers_for_is_a_weakness(case_file: CaseFile) -> None:
    report = check_case(with_watch(case_file, WATCH.replace("book", "hearsay")))
    assert "rests on general knowledge only" in {w.what for w in report.warnings if w.field == "watch[0].source"}


@pytest.mark.parametrize("name", bundled_ids())
def test_the_bundled_cases_watch_at_most_three_things_each_on_a_source_that_somebody_answers_for(name: str) -> None:
    case = load_case(name)
    assert len(case.watch) <= 3
    for watch in case.watch:
        assert case.is_sourced(watch)
        assert watch.what.endswith(".")
        assert watch.why.endswith(".")
