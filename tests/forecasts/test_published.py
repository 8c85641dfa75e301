"""A published forecast stands: it is never overwritten, changed or dropped, and one that was is not read."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import polars as pl
import pytest
from tests.forecasts.made_up import MODEL, entry_of, published_in, record_of, table_of

from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import ArtefactError, ForecastError, InputError, OutputError
from statusquo.core.files import sha256_of
from statusquo.forecasts import coming, ledger
from statusquo.forecasts import publish as publishing
from statusquo.forecasts.ledger import (
    own_folder,
    package_folder,
    published_forecasts,
    read_ledger,
    shipped_forecasts,
    years_told,
)
from statusquo.forecasts.publish import freeze, publish, refuse_published
from statusquo.forecasts.record import LEDGER, TABLE, Entry, Forecast
from statusquo.risk.models import HEADLINE_MODEL
from statusquo.snapshot.store import Snapshot, open_snapshot

SHIPPED = {
    "2025-by-0.1.0": "f01d6871035f6cff4fcee23b0a174f6a6cfb542525a2d56979f045126c5453ee",
    "2025-by-record-and-claim": "a8a13208345eaa5c98df0fadc14917a4ad0219a3d7b9e986a2d8f961094488d3",
    "2025-by-baselines": "3b206affa08c98a71f6f42713c1192b521d9b82b5369ef4d19618480325cb09c",
    "2026-and-2027": "db70a032e89b2e5c8ec8f6a9e9a094f11de5fe82b7b9be5a77fe28a1ccfbb4ef",
}
"""What was published, for ever. A new forecast is added here; no line here is ever changed or taken away."""

ENTRIES = "ec90acb269b2a52f80c8c1cb5d2958e6e058862fb71ee3647ba11a019c3561ac"
"""The sha256 of the ledger's text up to the last of the entries of 2025, which no later publishing may change."""


def silent(done: int, total: int, what: str) -> None:
    """Show no progress."""


@pytest.fixture
def unpublished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that has published nothing; returns the folder of its forecasts."""
    folder = tmp_path / "package"
    folder.mkdir()
    monkeypatch.setattr(ledger, "package_folder", lambda: folder)
    return folder


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return open_snapshot()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_published_is_what_it_was() -> None:
    assert {each.entry.name: each.entry.sha256 for each in shipped_forecasts()} == SHIPPED
    for name, sha256 in SHIPPED.items():
        assert sha256_of(package_folder() / f"{name}.csv") == sha256


def test_the_ledger_of_2025_is_what_it_was() -> None:
    text = (package_folder() / LEDGER).read_bytes()
    entries = b"[[forecast]]".join(text.split(b"[[forecast]]")[:4]).rstrip()
    assert hashlib.sha256(entries).hexdigest() == ENTRIES


def test_every_file_that_ships_is_in_the_ledger() -> None:
    assert names_in(package_folder()) == sorted([LEDGER, *(f"{name}.csv" for name in SHIPPED)])


def test_none_of_the_forecasts_of_2025_pretends_to_have_been_made_before_it() -> None:
    for forecast in shipped_forecasts()[:3]:
        entry = forecast.entry
        assert entry.timing(2025) == "published on 30 November 2026, after 2025 had ended, from data to 2024"
        assert "the data of 2025 were public" in entry.note
        assert entry.releases["ucdp-prio-acd"] == "25.1"


def test_a_year_says_whether_it_was_told_before_it_began() -> None:
    entry = entry_of(table_of({388: 0.1}), published=dt.date(2026, 11, 30))
    assert entry.timing(2026) == "published on 30 November 2026, while 2026 was under way, from data to 2025"
    assert entry.timing(2027) == "published on 30 November 2026, before 2027 began"


def test_every_row_tells_of_a_model_and_an_event_that_the_ledger_describes() -> None:
    for forecast in shipped_forecasts():
        table, entry = forecast.table, forecast.entry
        assert table.height == entry.rows
        assert set(table["year"]) == set(entry.years)
        assert set(table["model"]) == {model.name for model in entry.models}
        for risk_set, event in table.select("risk_set", "event").unique().iter_rows():
            assert entry.base_rate(risk_set, event) is not None


def test_a_constant_tells_the_base_rate_of_the_ledger() -> None:
    baselines = next(each for each in shipped_forecasts() if each.entry.name == "2025-by-baselines")
    told = baselines.table.filter(model="constant").group_by("risk_set", "event").agg(pl.col("risk").unique())
    for risk_set, event, risks in told.iter_rows():
        rate = baselines.entry.base_rate(risk_set, event)
        assert rate is not None
        assert risks == [pytest.approx(rate.share, rel=1e-3)]


def test_an_edited_file_is_not_read(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({388: 0.1, 364: 0.2}))
    file = tmp_path / "made-up.csv"
    file.write_text(file.read_text().replace("0.2", "0.9"))
    (forecast,) = read_ledger(tmp_path)
    with pytest.raises(ForecastError, match=r"made-up\.csv: a published forecast was changed after it was published"):
        _ = forecast.table


def test_a_file_that_is_gone_is_missed(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({388: 0.1}))
    (tmp_path / "made-up.csv").unlink()
    (forecast,) = read_ledger(tmp_path)
    with pytest.raises(ForecastError, match="a published forecast is gone, and the ledger still names it"):
        forecast.check()


def test_a_file_of_the_right_sum_that_is_no_table_of_risks_is_refused(tmp_path: Path) -> None:
    table = table_of({388: 0.1}).with_columns(high=pl.lit(0.05))
    entry = entry_of(table)
    freeze(tmp_path, entry, table.write_csv().encode())
    (forecast,) = read_ledger(tmp_path)
    with pytest.raises(ForecastError, match=r"is no table of risks: .*a risk lies outside its bounds"):
        _ = forecast.table


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rows = 1\n", "rows = 0\n", r"published\.toml:13: forecast\[0\]\.rows: .*found 0; allowed greater than 0"),
        ("rows = 1\n", "rows = 1\nodds = 2\n", r"published\.toml:14: forecast\[0\]\.odds: .*unknown key"),
        ("rows = 1\n", "rows =\n", "is damaged: the file is not valid TOML"),
        ("events = 10", "events = 1000", "1000 events in 100 rows"),
        ('role = "model"', 'role = "oracle"', r"models\[0\]\.role: .*'model' or 'baseline'"),
    ],
)
def test_a_damaged_ledger_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    published_in(tmp_path, table_of({388: 0.1}))
    path = tmp_path / LEDGER
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ForecastError, match=message):
        read_ledger(tmp_path)


def test_two_forecasts_of_one_name_are_refused(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({388: 0.1}))
    path = tmp_path / LEDGER
    path.write_text(path.read_text() + path.read_text())
    with pytest.raises(ForecastError, match="two forecasts of one name; found 'made-up'"):
        read_ledger(tmp_path)


def test_no_name_is_published_twice(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({388: 0.1}))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match="a forecast of this name was published before, and none is ever overwritten"):
        published_in(tmp_path, table_of({388: 0.9}))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_entry_is_added_after_those_that_stand_which_stay_byte_for_byte(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({388: 0.1}))
    before = (tmp_path / LEDGER).read_bytes()
    entry = published_in(tmp_path, table_of({388: 0.1}, year=2021), name="another", published=dt.date(2020, 1, 1))
    assert (tmp_path / LEDGER).read_bytes().startswith(before)
    assert [each.entry for each in read_ledger(tmp_path)][1] == entry


def test_an_entry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    entry = entry_of(table_of({388: 0.1})).model_copy(
        update={"note": 'He said "no"; it\\was\nso, at 5 °', "commit": "0123abc"}
    )
    freeze(tmp_path, entry, table_of({388: 0.1}).write_csv().encode())
    assert read_ledger(tmp_path)[0].entry == entry


def test_a_year_told_by_a_model_is_not_told_again_under_another_name(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({388: 0.1}))
    again = table_of({388: 0.3, 364: 0.2})
    with pytest.raises(InputError, match=f"published before, .*found made-up: 2020 by {MODEL}"):
        refuse_published(again, read_ledger(tmp_path))
    refuse_published(table_of({388: 0.3}, year=2021), read_ledger(tmp_path))
    refuse_published(table_of({388: 0.3}, model="another"), read_ledger(tmp_path))
    refuse_published(table_of({388: 0.3}, event="recurrence two years ahead"), read_ledger(tmp_path))


@pytest.fixture
def made(unpublished: Path, home: Path, snapshot: Snapshot) -> Forecast:
    """A forecast that a user published, of a package without any."""
    return publish(snapshot, silent, note="a test", commit="0123abc", today=dt.date(2026, 11, 30))


def test_what_is_published_are_the_headlines_own_risks_and_the_baselines(made: Forecast, snapshot: Snapshot) -> None:
    year = snapshot.coming_year
    assert made.folder == own_folder()
    assert made.entry.years == [year, year + 1]
    assert made.entry.name == f"{year}-and-{year + 1}"
    assert (made.entry.known_to, made.entry.note, made.entry.commit) == (year - 1, "a test", "0123abc")
    assert {model.name: model.role for model in made.entry.models} == {
        HEADLINE_MODEL: "model",
        "constant": "baseline",
        "duration only": "baseline",
        "decayed past deaths": "baseline",
    }
    told = made.table.filter(model=HEADLINE_MODEL)
    paths = load_artefact("risk_paths").filter(pl.col("year") == year)
    assert told.height == paths.height
    key = ["risk_set", "event", "conflict_id_ucdp"]
    both = told.join(paths, on=key, suffix="_path")
    assert both.height == paths.height
    for name in ("risk", "low", "high"):
        assert (both[name] == both[f"{name}_path"]).all()
    later = told.filter(pl.col("year") == year + 1)["event"].unique().to_list()
    assert sorted(later) == ["recurrence two years ahead", "war two years ahead"]


def test_every_baseline_tells_the_very_disputes_that_the_headline_tells(made: Forecast) -> None:
    key = ["risk_set", "event", "year", "conflict_id_ucdp"]
    told = {name: own.select(key).sort(key).rows() for (name,), own in made.table.group_by("model")}
    assert len(told) == 4
    assert all(rows == told[HEADLINE_MODEL] for rows in told.values())


def test_publishing_again_is_refused_and_changes_nothing(made: Forecast, snapshot: Snapshot) -> None:
    before = {path: path.read_bytes() for path in made.folder.iterdir()}
    with pytest.raises(InputError, match="this was published before, and a published forecast is never changed"):
        publish(snapshot, silent, name="another-name")
    with pytest.raises(InputError, match="a forecast of this name was published before"):
        publish(snapshot, silent, name=made.entry.name)
    assert {path: path.read_bytes() for path in made.folder.iterdir()} == before


def test_what_the_package_told_no_user_publishes_again(unpublished: Path, home: Path, snapshot: Snapshot) -> None:
    publish(snapshot, silent, folder=unpublished)
    with pytest.raises(InputError, match=r"package/.*: this was published before"):
        publish(snapshot, silent)
    assert read_ledger(own_folder()) == ()


def test_nothing_is_published_while_an_earlier_forecast_is_not_what_it_was(
    made: Forecast, snapshot: Snapshot, tmp_path: Path
) -> None:
    made.path.write_text(made.path.read_text().replace("0.1", "0.2"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(ForecastError, match="was changed after it was published"):
        publish(snapshot, silent, folder=elsewhere)
    assert names_in(elsewhere) == []


def test_a_process_killed_before_the_entry_has_published_nothing(
    unpublished: Path, home: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, entry: Entry) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "add_entry", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(snapshot, silent)
    assert published_forecasts() == ()
    assert publish(snapshot, silent).table.height


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published_in(tmp_path, table_of({388: 0.1}))
    before = (tmp_path / LEDGER).read_bytes()

    def full(path: Path, content: bytes) -> None:
        raise OutputError(publishing.Problem("the output cannot be written", str(path)))

    monkeypatch.setattr(ledger, "write_bytes", full)
    with pytest.raises(OutputError):
        published_in(tmp_path, table_of({388: 0.1}, year=2021), name="another")
    assert (tmp_path / LEDGER).read_bytes() == before


def test_a_headline_of_another_record_is_not_published(
    unpublished: Path, home: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ArtefactError, match=r"fitted to data that end in .*, and the snapshot's end in .*; fit them"):
        publish(record_of([(388, 2031, "minor")], 2031), silent)
    monkeypatch.setattr(coming, "fitted_paths", lambda _: load_artefact("risk_paths").filter(pl.col("event") != "war"))
    with pytest.raises(ArtefactError, match="the fitted risks do not tell war; fit them anew"):
        publish(snapshot, silent)
    assert published_forecasts() == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "../evil"}, "a forecast cannot be called so; found '../evil'; allowed small letters"),
        ({"name": "a" * 81}, "a forecast cannot be called so"),
        ({"commit": "HEAD"}, "this names no commit; found 'HEAD'; allowed 7 to 40 hexadecimal digits"),
        ({"folder": Path("no-such-folder")}, "no-such-folder: there is no such folder; allowed a folder that exists"),
    ],
)
def test_wrong_input_is_refused(
    unpublished: Path, home: Path, snapshot: Snapshot, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        publish(snapshot, silent, **options)  # type: ignore[arg-type]
    assert not own_folder().exists()


def test_the_years_told_stand_in_order(tmp_path: Path) -> None:
    both = pl.concat([table_of({388: 0.1}, year=2022), table_of({388: 0.1}, year=2021)])
    published_in(tmp_path, both)
    assert years_told(read_ledger(tmp_path)) == (2021, 2022)
    assert both.columns == pl.read_csv(tmp_path / "made-up.csv").columns
    assert TABLE.startswith("forecast.")
