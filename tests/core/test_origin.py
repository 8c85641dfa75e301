"""A pinned address names the very bytes, and a reference reads as one."""

from __future__ import annotations

import pytest

from statusquo.core.origin import RawFile, Release
from statusquo.sources.registry import ORIGINS

FILES = [file for origin in ORIGINS.values() for file in origin.files]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)
def test_every_address_is_pinned_to_a_commit(file: RawFile) -> None:
    if file.path.startswith("ucdp-brd-26.1/"):
        # Of this release no copy is pinned: the rows shipped from it were transcribed, the whole is the producer's own.
        assert not file.address
        assert bool(file.sha256) != bool(file.producer)
        return
    assert len(file.commit) == 40
    assert file.commit in file.address
    assert " " not in file.address
    assert file.size > 0


def test_a_path_with_spaces_is_quoted() -> None:
    file = RawFile("a/b c.csv", "owner/name", "0" * 40, "data/b c.csv", 1, "0" * 64)
    assert file.address.endswith("/owner/name/" + "0" * 40 + "/data/b%20c.csv")


@pytest.mark.parametrize("strange", ["abc", "g" * 64, "A" * 64])
def test_what_is_no_sha256_is_refused(strange: str) -> None:
    with pytest.raises(ValueError, match="a: sha256 must be 64"):
        RawFile("a", "b/c", "0" * 40, "d", 1, strange)
    with pytest.raises(ValueError, match="a: zip_sha256 must be 64"):
        RawFile("a", "b/c", "0" * 40, "d", 1, "0" * 64, zip_sha256=strange)


def test_a_raw_file_belongs_to_one_origin() -> None:
    paths = [file.path for file in FILES]
    assert len(paths) == len(set(paths))


def test_a_data_set_in_another_release_has_its_version_years_and_works_to_cite() -> None:
    acd = ORIGINS["ucdp-prio-acd"]
    (newer,) = acd.others
    then = acd.at(newer)
    assert then.short_name == "UCDP/PRIO Armed Conflict Dataset 26.1"
    assert then.domain.years_text == "1946-2025"
    assert "(2026)" in then.citation[-1]
    assert "davies2026organized" in then.bibtex_text()
    unknown = acd.at(Release("27.1", 1946, 2026))
    assert (unknown.version, unknown.domain.last_year, unknown.citation) == ("27.1", 2026, then.citation)
    assert acd.at(acd.release).to_json() == acd.to_json() | {"citation": list(acd.citation)}


def test_a_release_that_reaches_further_has_its_works_to_cite_as_text_and_as_bibtex() -> None:
    for origin in ORIGINS.values():
        for release in origin.others:
            if (release.last_year or 0) > (origin.domain.last_year or 0):
                assert len(release.citation) == len(release.bibtex) > 0, (origin.id, release.version)
