"""What a unit's text says of its numbers."""

import pytest

from statusquo.core.units import unit_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("battle deaths", "level"),
        ("log ratio", "log"),
        ("log odds for one standard deviation", "log"),
        ("log ratio a year", "difference"),
        ("percentage points", "difference"),
        ("share", "share"),
        ("year", "year"),
        ("yes (1) or no (0)", "code"),
    ],
)
def test_a_unit_has_the_kind_that_its_numbers_are(text: str, kind: str) -> None:
    assert unit_of(text).kind == kind
    assert unit_of(text).is_signed == (kind in ("log", "difference"))


def test_a_code_has_its_word_and_no_other() -> None:
    form = unit_of("unitary (0), federal (1) or confederal (2)")
    assert [form.word(value) for value in (0.0, 1.0, 2.0, 3.0, 0.5, None)] == [
        "unitary", "federal", "confederal", "", "", "",
    ]  # fmt: skip
    assert unit_of("log odds").of == "the odds"
