"""A user's own data lie in one folder, which an environment variable can move."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusquo.core.places import user_folder


def test_the_folder_is_the_one_that_the_variable_names(home: Path) -> None:
    assert user_folder() == home


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_it_is_the_platforms_folder_of_user_data(
    value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv("STATUSQUO_HOME")
    else:
        monkeypatch.setenv("STATUSQUO_HOME", value)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_folder().name == "statusquo"
    assert user_folder() != tmp_path / "home"
    assert not user_folder().exists()
