"""The section on the risk says the coming year, the last onset and how the model fared, and changes when they do."""

from __future__ import annotations

from dataclasses import replace

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.estimates import Point
from statusquo.dossier.parts import Dossier
from statusquo.dossier.risk_charts import path_rows
from statusquo.dossier.sections.risk import caveats, finding, headline
from statusquo.dossier.timecharts import TimeFrame
from statusquo.risk.path import RiskPath, risk_path
from statusquo.snapshot.store import Snapshot, open_snapshot

COMING_YEAR = open_snapshot().coming_year


def with_point(path: RiskPath, event: str, point: Point) -> RiskPath:
    series = path.risk[event]  # type: ignore[index]
    points = (*(p for p in series.points if p.year != point.year), point)
    changed = replace(series, points=tuple(sorted(points, key=lambda p: p.year)))
    return replace(path, risk={**path.risk, event: changed}, missing={})


def test_the_sentences_say_the_last_onset_and_what_the_model_had_given_it(karabakh: Case, snapshot: Snapshot) -> None:
    path = risk_path(karabakh, snapshot)
    text = finding(path)
    why = "The claim has been closed since 2024 (claimant's dissolution)"
    assert f"For {COMING_YEAR}, from {path.data.words}, there is no risk to tell. {why}" in text
    assert "When fighting resumed at the level of war in 2020, the model had given it" in headline(path)
    assert "Fighting resumed in 6 of the 16 years that followed a quiet one" in text


def test_the_sentences_change_with_the_path(karabakh: Case, snapshot: Snapshot) -> None:
    path = risk_path(karabakh, snapshot)
    open_again = with_point(path, "war", Point(COMING_YEAR, 0.25, 0.1, 0.5))
    assert f"For {COMING_YEAR}, from {path.data.words}, the model gives war 25 % (10 to 50)." in finding(open_again)
    likelier = with_point(path, "recurrence", Point(2020, 0.8, 0.7, 0.9))
    assert "given it 80 % (70 to 90)" in headline(likelier)


def test_the_caveats_say_what_the_model_does_not_know(karabakh: Case, snapshot: Snapshot) -> None:
    text = " ".join(caveats(risk_path(karabakh, snapshot)))
    assert "nothing of arms, allies or leaders" in text


def test_a_told_risk_comes_with_how_disputes_like_it_fared(snapshot: Snapshot) -> None:
    text = " ".join(caveats(risk_path(load_case("transnistria"), snapshot)))
    assert "Of disputes quiet for 11 years or more, " in text
    assert "there the model told no more than that base rate" in text


def test_the_chart_shows_every_told_year_with_its_interval(karabakh: Case, snapshot: Snapshot) -> None:
    path = risk_path(karabakh, snapshot)
    rows = path_rows(path, TimeFrame(1990, COMING_YEAR, snapshot.table("dispute_years").filter(conflict_id_ucdp=388)))
    assert rows.height == sum(len(series.points) for series in path.risk.values())
    assert rows.filter((rows["low"] > rows["risk"]) | (rows["risk"] > rows["high"])).is_empty()


def test_a_dispute_that_was_at_risk_has_the_section(any_dossier: Dossier) -> None:
    assert "risk" in [section.id for section in any_dossier.sections]
