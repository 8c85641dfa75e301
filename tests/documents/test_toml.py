"""A TOML text that nobody vouches for is read within limits, and what is beyond them is told with its line."""

from __future__ import annotations

import pytest

from statusquo.core.errors import InputError
from statusquo.documents.toml import parse_toml


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_a_whole_number_beyond_64_bits_is_refused_with_its_place(number: int) -> None:
    text = f'id = "a"\n\n[[change]]\nset = 1\n\n[[change]]\nlist = [1, {number}]\n'
    with pytest.raises(InputError) as caught:
        parse_toml(text, "own.toml", error=InputError)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("own.toml", 7, "change[1].list[1]")
    assert problem.allowed == "64 bits, as in TOML 1.0"


def test_every_number_of_64_bits_is_read() -> None:
    assert parse_toml(f"a = {2**63 - 1}\nb = {-(2**63)}", "own.toml", error=InputError) == {
        "a": 2**63 - 1,
        "b": -(2**63),
    }
