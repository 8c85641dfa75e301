"""A raw file is used only when it is the pinned one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from statusquo.core.errors import SourceError
from statusquo.core.origin import Origin
from statusquo.sources.countrycode import ORIGIN as COUNTRYCODE
from statusquo.sources.countrycode import read_codes
from statusquo.sources.natural_earth import ORIGIN as NATURAL_EARTH
from statusquo.sources.raw import file_state, raw_file, raw_path

CONTENT = b"a,b\n1,2\n"


@pytest.fixture
def origin() -> Origin:
    file = replace(
        COUNTRYCODE.files[0], path="x/data.csv", size=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest()
    )
    return replace(COUNTRYCODE, files=(file,))


def put(raw: Path, content: bytes) -> None:
    (raw / "x").mkdir()
    (raw / "x" / "data.csv").write_bytes(content)


def test_the_pinned_bytes_are_given(tmp_path: Path, origin: Origin) -> None:
    put(tmp_path, CONTENT)
    assert raw_path(tmp_path, origin).read_bytes() == CONTENT
    assert file_state(tmp_path, origin.files[0]) == "present"


@pytest.mark.parametrize("wrong", [b"", CONTENT + b"3,4\n", CONTENT.replace(b"1", b"9")])
def test_other_bytes_are_refused_with_both_sums(tmp_path: Path, origin: Origin, wrong: bytes) -> None:
    put(tmp_path, wrong)
    assert file_state(tmp_path, origin.files[0]) == "different"
    with pytest.raises(SourceError) as caught:
        raw_path(tmp_path, origin)
    assert hashlib.sha256(wrong).hexdigest() in str(caught.value)
    assert origin.files[0].sha256 in str(caught.value)


def test_an_absent_file_says_how_to_get_it(tmp_path: Path, origin: Origin) -> None:
    assert file_state(tmp_path, origin.files[0]) == "absent"
    with pytest.raises(SourceError, match=r"absent; get it with `statusquo data download --source countrycode`"):
        raw_path(tmp_path, origin)


def test_a_reader_refuses_a_file_that_is_not_the_pinned_one(tmp_path: Path) -> None:
    path = tmp_path / COUNTRYCODE.files[0].path
    path.parent.mkdir()
    path.write_text("country.name.en,gwn,cown,iso3c\nAtlantis,1,1,ATL\n")
    with pytest.raises(SourceError, match="not the file this version was tested with"):
        read_codes(tmp_path)


def test_a_name_must_mean_one_file() -> None:
    assert raw_file(NATURAL_EARTH, "/aze.json").path == "natural-earth-admin1/aze.json"
    for name in (None, ".json", "atlantis.json"):
        with pytest.raises(KeyError, match="raw files match"):
            raw_file(NATURAL_EARTH, name)
