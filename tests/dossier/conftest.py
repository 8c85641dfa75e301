"""The dossiers under test, each computed once: Karabakh, and four disputes known from data alone."""

from __future__ import annotations

import datetime as dt

import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.parts import Dossier
from statusquo.snapshot.store import Snapshot, open_snapshot

IDS = ("nagorno-karabakh", "ucdp-388", "ucdp-352", "ucdp-218", "ucdp-264")
"""A bundled case; the same dispute from data alone; one with a shape put together from provinces; one between states,
without estimates of deaths; one without any shape."""


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="session")
def karabakh() -> Case:
    return load_case("nagorno-karabakh")


@pytest.fixture(scope="session")
def karabakh_dossier(karabakh: Case, snapshot: Snapshot) -> Dossier:
    return assemble_dossier(karabakh, snapshot, built_on=dt.date(2026, 11, 22))


@pytest.fixture(scope="session", params=IDS)
def any_dossier(request: pytest.FixtureRequest, snapshot: Snapshot) -> Dossier:
    return assemble_dossier(load_case(request.param), snapshot, built_on=dt.date(2026, 11, 22))
