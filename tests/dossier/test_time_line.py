"""The time line of a page: every proposal has a letter of its own, and names stand on the chart without meeting."""

from __future__ import annotations

import itertools
import string

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from statusquo.cases import load_case
from statusquo.dossier.parts import Dossier
from statusquo.dossier.timecharts import TimeFrame
from statusquo.dossier.timeline_chart import lettered, place_marks

FRAME = TimeFrame(1946, 2025, pl.DataFrame(schema={"year": pl.Int64, "intensity": pl.String}))

NARROWEST_LETTER_PX = 5.5
"""Mean width of a letter at the size of the names in a narrow system font."""


def test_every_proposal_has_a_letter_of_its_own_past_z() -> None:
    case = load_case("northern-cyprus")
    letters = [letter for _, letter in lettered(case)]
    assert len(letters) == len(case.proposal) > 26
    assert letters[:2] + letters[25:28] == ["A", "B", "Z", "AA", "AB"]
    assert len(set(letters)) == len(letters)


@given(
    st.lists(st.tuples(st.floats(1946, 2026), st.text(string.ascii_lowercase + " ", min_size=1)), max_size=30),
    st.sampled_from([268, 600]),
)
def test_no_name_meets_another_or_the_edge(events: list[tuple[float, str]], width_px: int) -> None:
    marks = [{"at": at, "title": title} for at, title in sorted(events)]
    boxes = []
    for mark in place_marks(marks, FRAME, width_px, is_named=True).marks:
        x = width_px * (mark["at"] - 1946) / 80
        long = max(map(len, mark["lines"]), default=0) * NARROWEST_LETTER_PX
        left, right = (x, x + 12 + long) if mark["side"] == "left" else (x - 12 - long, x)
        half = 6 * max(len(mark["lines"]), 1)
        assert left >= 0 or not mark["lines"] or x < 12
        assert right <= width_px or not mark["lines"] or x > width_px - 12
        boxes.append((left, right, mark["y"] - half, mark["y"] + half))
    for one, other in itertools.combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]


def test_every_key_event_has_its_words_on_the_chart_on_a_desk_and_a_phone(karabakh_dossier: Dossier) -> None:
    drawn = next(figure for figure in karabakh_dossier.figures if figure.id == "timeline")
    for shows in ("!(width < 600)", "width < 600"):
        words = " ".join(
            row["text"]
            for layer in drawn.spec["layer"]
            if any(step.get("filter") == shows for step in layer.get("transform", ()))
            for row in layer["data"]["values"]
            if isinstance(row.get("text"), str)
        )
        for event in karabakh_dossier.case.event:
            assert not event.is_key or event.title in words
