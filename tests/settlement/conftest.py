"""The small settlement file of the talks of 1997 and 1998, and its parts."""

from __future__ import annotations

import pytest
from tests.settlement.talks import TALKS

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.settlement.agenda import Agenda, agenda_of
from statusquo.settlement.load import load_vocabulary, read_settlement
from statusquo.settlement.model import SettlementFile


@pytest.fixture(scope="session")
def case() -> Case:
    return load_case("nagorno-karabakh")


@pytest.fixture(scope="session")
def talks(case: Case) -> SettlementFile:
    return read_settlement(TALKS, case)


@pytest.fixture(scope="session")
def agenda(talks: SettlementFile, case: Case) -> Agenda:
    return agenda_of(talks, load_vocabulary(), case)
