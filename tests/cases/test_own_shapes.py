"""A territory whose outline is a GeoJSON file beside the case file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from tests.cases.minimal_case import MINIMAL
from tests.commands import run_command

from statusquo.cases import load_case
from statusquo.cases.check import check_case
from statusquo.core.errors import CaseError
from statusquo.snapshot.store import open_snapshot
from statusquo.structure.geography import geography
from statusquo.structure.shapes import compose

INCLUDED = 'include = ["areas:B38"]'
GROUND = compose(open_snapshot(), load_case("transnistria").territory.shape)
NOT_FROM_FILES = {"terrain_rise_m", "terrain_barrier"}


def own_case(folder: Path, shape: str = 'file = "ground.geojson"', ground: shapely.Geometry = GROUND) -> Path:
    """Write a case with a shape of its own, and the shape beside it."""
    (folder / "ground.geojson").write_text(shapely.to_geojson(ground), encoding="utf-8")
    path = folder / "own.toml"
    path.write_text(MINIMAL.replace(INCLUDED, shape, 1).replace('kind = "state"', 'kind = "state"\ngwno = 359', 1))
    return path


def test_an_outline_in_a_file_is_measured_as_the_same_outline_of_the_package(tmp_path: Path) -> None:
    known = geography(load_case(own_case(tmp_path, 'include = ["areas:B36"]')), open_snapshot())
    brought = geography(load_case(own_case(tmp_path)), open_snapshot())
    measured = {name for name, told in brought.items() if told.value is not None}
    assert {"area_share", "enclave_index", "heartland_index"} <= measured
    assert {name: brought[name].value for name in measured} == {name: known[name].value for name in measured}
    assert {name for name, told in brought.items() if told.missing_reason} >= NOT_FROM_FILES


@pytest.mark.parametrize(
    ("shape", "field", "what"),
    [
        ('file = "none.geojson"', "territory.shape.file", "there is no such file"),
        ('file = "../ground.geojson"', "territory.shape.file", "the value is not allowed here"),
        ('file = "/etc/passwd"', "territory.shape.file", "the value is not allowed here"),
        ('file = "ground.shp"', "territory.shape.file", "the value is not allowed here"),
        (f'{INCLUDED}\nfile = "ground.geojson"', "territory.shape", "a shape is given in two ways"),
        ("include = []", "territory.shape.include", "too few elements"),
        ("", "territory.shape", "a shape has neither include nor file"),
        ('area = "00"', "territory.shape.area", "unknown key"),
    ],
)
def test_a_shape_that_cannot_be_had_is_refused_with_its_line(tmp_path: Path, shape: str, field: str, what: str) -> None:
    told = {(problem.field, problem.what) for problem in check_case(own_case(tmp_path, shape)).problems}
    assert (field, what) in told
    assert all(problem.line for problem in check_case(own_case(tmp_path, shape)).problems)


def test_what_is_wrong_with_the_outline_is_told_of_its_file(tmp_path: Path) -> None:
    path = own_case(tmp_path)
    (tmp_path / "ground.geojson").write_text('{"type": "Point", "coordinates": [29, 47]}')
    with pytest.raises(CaseError) as caught:
        load_case(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == (str(tmp_path / "ground.geojson"), "type")


def test_a_case_begun_with_a_shape_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "ground.geojson").write_text(shapely.to_geojson(GROUND), encoding="utf-8")
    begun = run_command("cases", "new", "ground", "--shape", "ground.geojson", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    drawn = run_command("dossier", "ground.toml", "-o", "page.html", cwd=tmp_path)
    assert drawn.returncode == 0, drawn.stderr
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "The outline is the one in ground.geojson, beside the case file." in page


@pytest.mark.parametrize("shape", ["elsewhere/ground.geojson", "none.geojson", "empty.geojson"])
def test_no_case_is_begun_with_a_shape_that_it_could_not_have(tmp_path: Path, shape: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "ground.geojson").write_text(shapely.to_geojson(GROUND), encoding="utf-8")
    (tmp_path / "empty.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    done = run_command("cases", "new", "ground", "--shape", shape, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "ground.toml").exists()
