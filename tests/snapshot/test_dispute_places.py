"""A dispute has the shape of its territory, or none; never that of a namesake elsewhere."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.core.columns import schema_of
from statusquo.core.errors import SourceError
from statusquo.core.shipped_tables import shipped_rows
from statusquo.snapshot import dispute_places as links
from statusquo.snapshot.store import Snapshot


def shapes_of(snapshot: Snapshot, conflict: int) -> set[str]:
    rows = snapshot.table("dispute_places").filter(pl.col("conflict_id_ucdp") == conflict)
    return {f"{layer}:{code}" for layer, code in rows.select("layer", "ne_id").iter_rows()}


def test_every_link_leads_to_a_dispute_and_a_shape(snapshot: Snapshot) -> None:
    rows = snapshot.table("dispute_places")
    assert set(rows["conflict_id_ucdp"]) <= set(snapshot.table("disputes")["conflict_id_ucdp"])
    for layer in ("areas", "provinces", "countries"):
        assert set(rows.filter(pl.col("layer") == layer)["ne_id"]) <= set(snapshot.table(layer)["ne_id"])


def test_how_many_disputes_have_a_shape(snapshot: Snapshot) -> None:
    assert snapshot.table("dispute_places")["conflict_id_ucdp"].n_unique() == 82


@pytest.mark.parametrize(
    ("conflict", "shapes"),
    [
        (388, {"areas:B38"}),  # Nagorno-Karabakh
        (392, {"areas:B35"}),  # Abkhazia
        (393, {"areas:B37"}),  # South Ossetia
        (394, {"areas:B36"}),  # Dniestr
        (331, {"areas:B19", "areas:B28"}),  # Western Sahara
        (330, {"countries:TLS"}),  # East Timor
        (366, {"provinces:IDN-1136"}),  # Aceh
        (13243, {"areas:B89"}),  # Crimea
        (206, {"provinces:IRN-3230", "provinces:IRN-3237", "provinces:IRN-3238"}),  # Iranian Azerbaijan
    ],
)
def test_known_territories(snapshot: Snapshot, conflict: int, shapes: set[str]) -> None:
    assert shapes_of(snapshot, conflict) == shapes


@pytest.mark.parametrize(
    ("conflict", "why"),
    [
        (11475, "Nagaland in Myanmar is not the Indian state"),
        (254, "French Cameroon is not all of Cameroon"),
        (207, "Israel before its founding"),
        (258, "the imamate in Oman is not the sultanate"),
        (13604, "an ideology's reach"),
        (320, "a border"),
    ],
)
def test_a_namesake_or_a_border_has_no_shape(snapshot: Snapshot, conflict: int, why: str) -> None:
    assert shapes_of(snapshot, conflict) == set(), why


def test_northern_ireland_and_mindanao_are_all_their_provinces(snapshot: Snapshot) -> None:
    assert len(shapes_of(snapshot, 315)) == 26
    names = dict(snapshot.table("provinces").select("ne_id", "name").iter_rows())
    mindanao = {names[shape.split(":")[1]] for shape in shapes_of(snapshot, 308)}
    assert {"Davao del Sur", "Sulu", "Maguindanao", "Lanao del Sur"} <= mindanao
    assert not {"Cebu", "Palawan", "Leyte"} & mindanao


def test_every_row_says_which_territory_it_is_of() -> None:
    rows = shipped_rows("statusquo.snapshot", "dispute_places.csv")
    assert all(row["note"] for row in rows)
    assert len({row["conflict_id_ucdp"] for row in rows}) == len(rows)


def test_an_alias_that_leads_nowhere_is_noticed(monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot) -> None:
    monkeypatch.setattr(links, "ALIASES", {388: ("areas:B99",)})
    monkeypatch.setattr(links, "REGION_ALIASES", {})
    dispute = snapshot.table("disputes").filter(pl.col("conflict_id_ucdp") == 388)
    provinces = pl.DataFrame(schema=schema_of("source.natural_earth_provinces"))
    with pytest.raises(SourceError, match="areas:B99"):
        links.dispute_places(
            dispute,
            pl.DataFrame({"conflict_id_ucdp": [388], "gwno_location": [[373]]}),
            areas=snapshot.table("areas"),
            provinces=provinces,
            countries=snapshot.table("countries"),
        )
