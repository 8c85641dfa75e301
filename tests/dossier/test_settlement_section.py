"""The section on settlement says whose acceptance it tells, changes with the readings, and lists no force."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Figure, Section, Table
from statusquo.dossier.references import references
from statusquo.dossier.sections.settlement import actor_names, finding, settlement, settlement_sources
from statusquo.dossier.settlement_tables import Readings
from statusquo.settlement.fitted import VETO, FittedSettlement, fitted_settlement
from statusquo.settlement.load import bundled_settlements, load_settlement, load_vocabulary
from statusquo.snapshot.store import open_snapshot


def told(found: FittedSettlement, case: Case, place: int = -1) -> str:
    file = load_settlement(case)
    return finding(case, Readings(found, file, load_vocabulary(), actor_names(case, file)), file.period[place])


def readings(case: Case) -> FittedSettlement:
    found = fitted_settlement(case.id)
    assert found is not None
    return found


def test_the_page_says_that_governments_are_not_people(karabakh: Case) -> None:
    section = settlement(Context(karabakh, open_snapshot()))
    assert section is not None
    assert "Acceptance by governments is not acceptance by people" in section.finding
    assert any("Force is no option" in text for text in section.caveats)


def test_the_sentences_change_with_the_readings(karabakh: Case) -> None:
    found = readings(karabakh)
    base = (pl.col("actor") == VETO) & pl.col("is_base") & (pl.col("period") == "after-2023")
    changed = found.acceptance.with_columns(
        value=pl.when(base).then(0.123).otherwise("value"), low=pl.when(base).then(0.1).otherwise("low")
    )
    assert "12 % (10 to " in told(replace(found, acceptance=changed), karabakh)
    skilled = found.scores.with_columns(low=pl.lit(0.1))
    assert "more than nought" in told(replace(found, scores=skilled), karabakh)
    few = found.scores.with_columns(n_proposals=pl.lit(3, pl.Int32), low=pl.lit(0.1))
    assert "cannot show any" in told(replace(found, scores=few), karabakh)
    assert "too short to test" in told(replace(found, scores=found.scores.clear()), karabakh)


def test_a_widening_at_the_cost_of_people_is_said_to_be_one(karabakh: Case) -> None:
    file = load_settlement(karabakh)
    people = [actor.id for actor in file.actor if actor.kind == "people"]
    found = readings(karabakh)
    period = next(p for p in file.period if not found.widenings.filter(period=p.id, group="by issue").is_empty())
    rows = found.widenings.filter(period=period.id, group="by issue", rank=1)
    worse = rows.with_columns(actors=pl.lit([people[0]]), changes=pl.lit([-0.2]))
    text = told(replace(found, widenings=worse), karabakh, file.period.index(period))
    assert "at the cost of the consent of the Karabakh Armenians" in text
    assert "no move of one issue widens it without such a cost" in text


def test_the_plans_of_1997_and_1998_are_shown_with_hits_and_misses(karabakh: Case) -> None:
    section = settlement(Context(karabakh, open_snapshot()))
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, Table) and block.id == "settlement-record")
    rows = [[" ".join(line.text for line in cell) for cell in row] for row in table.rows]
    for name in ("Package plan", "Step-by-step plan", "Common-state plan"):
        assert any(row[0] == name and row[7] in ("hit", "miss") for row in rows)
    assert {row[7] for row in rows} >= {"hit", "miss"}


@pytest.mark.parametrize("name", bundled_settlements())
def test_every_bundled_dispute_has_the_section_and_every_source_is_in_the_references(name: str) -> None:
    case = load_case(name)
    section = settlement(Context(case, open_snapshot()))
    assert isinstance(section, Section)
    cited = references(case, [section], open_snapshot(), works=settlement_sources(Context(case, open_snapshot())))
    numbered = {reference.id for reference in cited}
    used = {source for block in section.blocks if isinstance(block, Figure) for source in block.sources}
    assert used <= numbered
    for block in section.blocks:
        if isinstance(block, Table) and block.id in ("settlement-options", "settlement-formulas"):
            shown = " ".join(row[0][0].text for row in block.rows).lower()
            assert "offensive" not in shown
            assert "expulsion" not in shown


def test_what_stands_already_after_2023_is_no_option() -> None:
    rows = readings(load_case("nagorno-karabakh")).acceptance.filter(period="after-2023")
    assert "direct-rule" not in set(rows["option"])


def test_a_settled_dispute_is_said_to_be_settled() -> None:
    south_tyrol, aceh, karabakh = map(load_case, ("south-tyrol", "aceh", "nagorno-karabakh"))
    assert "counts as settled since June 1992" in told(readings(south_tyrol), south_tyrol)
    assert "ended in" in told(readings(aceh), aceh)
    assert "as it stood before" not in told(readings(karabakh), karabakh)


def test_a_dispute_without_a_settlement_file_has_no_section() -> None:
    aland = Context(load_case("aland"), open_snapshot())
    assert settlement(aland) is None
    assert settlement_sources(aland) == {}


def test_a_live_dispute_is_told_by_who_asks_for_what_and_who_refuses_it() -> None:
    section = settlement(Context(load_case("transnistria"), open_snapshot()))
    assert section is not None
    assert (
        "Territorial autonomy, asked for by Moldova and Russia, is refused by the Transnistrian side."
        in section.finding
    )
    assert "nothing that was tried tells better" in section.finding
    assert not section.figures
    formulas = next(block for block in section.blocks if isinstance(block, Table) and block.id == "settlement-formulas")
    assert all(line.sources and line.when for row in formulas.rows for one in row[1:3] for line in one)


def test_a_dispute_of_which_nobody_speaks_of_a_status_has_no_section() -> None:
    assert settlement(Context(load_case("east-timor"), open_snapshot())) is None
