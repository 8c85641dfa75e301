"""Names on a map never overlap each other, the edge, or what is kept free."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from statusquo.dossier.labels import Label, _box, _overlap, place_labels

WIDTH, HEIGHT = 320.0, 240.0
labels = st.lists(
    st.builds(
        Label,
        text=st.text("abcdefgh \n", min_size=1, max_size=20).filter(lambda text: text.strip() != ""),
        x=st.floats(0, WIDTH),
        y=st.floats(0, HEIGHT),
        size=st.sampled_from([9.0, 11.0, 13.0]),
        rank=st.integers(1, 5),
        is_area=st.booleans(),
        kind=st.just("place"),
    ),
    max_size=25,
)


@given(labels)
def test_no_two_names_overlap(wanted: list[Label]) -> None:
    boxes = [_box(p.label, p.dx, p.dy, p.align) for p in place_labels(wanted, WIDTH, HEIGHT)]
    assert not any(_overlap(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


@given(labels)
def test_every_name_lies_inside_the_map_and_outside_the_inset(wanted: list[Label]) -> None:
    inset = (200.0, 0.0, WIDTH, 100.0)
    for placed in place_labels(wanted, WIDTH, HEIGHT, [inset]):
        box = _box(placed.label, placed.dx, placed.dy, placed.align)
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= WIDTH
        assert box[3] <= HEIGHT
        assert not _overlap(box, inset)


def test_the_higher_rank_wins_the_place() -> None:
    first = Label("capital", 100, 100, 12, 1, True, "place")
    second = Label("village", 100, 100, 12, 2, True, "place")
    placed = place_labels([second, first], WIDTH, HEIGHT)
    assert (placed[0].label.text, placed[0].dy) == ("capital", 0.0)


def test_a_lone_name_is_always_placed() -> None:
    assert len(place_labels([Label("Shusha /\nShushi", 160, 120, 12, 1, False, "place")], WIDTH, HEIGHT)) == 1
