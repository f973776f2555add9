"""Layout: stacks at nine anchors, out of each other's way."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from posteract_core.render.layout import Thing, lay_out
from posteract_core.render.placement import ANCHORS

SAFE = (44, 44, 956, 1456)
GAP = 12


def badge(key: str, place: str = "top-left", width: int = 180, height: int = 84, **more) -> Thing:
    return Thing(key=key, width_px=width, height_px=height, place=place, **more)


def title(height: int = 300, place: str = "bottom-center", **more) -> Thing:
    return Thing(key="title", width_px=500, height_px=height, place=place, of_style=True, claim_px=860, **more)


def placed(*things: Thing):
    return lay_out(things, SAFE, gap_px=GAP)


def test_each_anchor_is_where_it_says():
    at = {place: placed(badge("x", place)).at["x"] for place in ANCHORS}
    assert at["top-left"] == (44, 44)
    assert at["bottom-right"] == (956 - 180, 1456 - 84)
    assert at["middle-center"] == (410, 708)
    assert at["top-center"] == (410, 44)


def test_offsets_go_inwards_and_beyond_the_margin_when_asked():
    assert placed(badge("x", "bottom-right", offset=(10, 20))).at["x"] == (956 - 190, 1456 - 104)
    assert placed(badge("x", "top-left", offset=(-30, -44))).at["x"] == (14, 0)


def test_badges_at_the_top_flow_in_a_row_in_their_order():
    at = placed(badge("a"), badge("b"), badge("c")).at
    assert [at[key] for key in "abc"] == [(44, 44), (44 + 192, 44), (44 + 384, 44)]


def test_a_row_at_the_right_ends_at_the_margin_and_keeps_its_order():
    at = placed(badge("a", "top-right"), badge("b", "top-right", width=100)).at
    assert at["a"][0] < at["b"][0]
    assert at["b"][0] + 100 == 956


def test_badges_in_the_middle_flow_in_a_column():
    at = placed(badge("a", "middle-left"), badge("b", "middle-left")).at
    assert at["a"][0] == at["b"][0] == 44
    assert at["b"][1] - at["a"][1] == 84 + GAP


def test_flow_can_be_asked_for():
    at = placed(badge("a", flow="column"), badge("b")).at
    assert at["a"][0] == at["b"][0]


def test_a_full_row_wraps():
    at = placed(*(badge(f"{n}", width=290) for n in range(5))).at
    assert at["3"] == (44, 44 + 84 + GAP)


def test_two_corners_share_their_edge():
    left = [badge(f"l{n}", "top-left") for n in range(4)]
    right = [badge(f"r{n}", "top-right") for n in range(3)]
    layout = placed(*left, *right)
    assert layout.dropped == ()
    assert layout.at["r2"][0] + 180 == 956


def test_the_title_moves_up_for_badges_at_its_edge():
    alone, beside = placed(title()).at["title"], placed(title(), badge("b", "bottom-left")).at
    assert beside["b"] == (44, 1456 - 84)
    assert beside["title"][1] + 300 <= beside["b"][1] - 2 * GAP
    assert beside["title"][1] < alone[1]


def test_the_title_stands_alike_over_short_and_long_badges():
    narrow = placed(title(), badge("b", "bottom-left", width=90)).at["title"]
    assert narrow == placed(title(), badge("b", "bottom-left", width=700)).at["title"]


def test_a_title_that_does_not_yield_sends_the_badges_up():
    at = placed(title(yields=False), badge("b", "bottom-left")).at
    assert at["title"][1] + 300 == 1456
    assert at["b"][1] + 84 < at["title"][1]


def test_a_column_in_the_middle_moves_off_the_title():
    at = placed(title(600), *(badge(f"{n}", "middle-left") for n in range(4))).at
    assert at["3"][1] + 84 < at["title"][1]


def test_the_least_important_goes_first_where_there_is_no_room():
    things = [badge(f"{n}", "middle-left", priority=n) for n in range(40)]
    layout = placed(
        *(Thing(key=t.key, width_px=400, height_px=200, place=t.place, priority=t.priority) for t in things)
    )
    assert "0" in layout.dropped
    assert "39" in layout.at
    assert len(layout.at) + len(layout.dropped) == 40


def test_among_equals_the_last_goes_first():
    layout = placed(*(Thing(key=n, width_px=900, height_px=300, place="top-left") for n in range(6)))
    assert layout.dropped
    assert min(layout.dropped) > max(layout.at)


def test_the_title_is_never_dropped_for_badges():
    things = [Thing(key=n, width_px=900, height_px=330, place="bottom-left") for n in range(4)]
    layout = placed(title(300), *things)
    assert "title" in layout.at


def test_what_is_larger_than_the_canvas_is_dropped():
    assert placed(Thing(key="x", width_px=2000, height_px=10, place="top-left")).dropped == ("x",)


def line(key: str = "line", place: str = "bottom-left", width: int = 300, height: int = 60, **more) -> Thing:
    return Thing(key=key, width_px=width, height_px=height, place=place, of_style=True, **more)


def test_what_a_style_puts_at_other_places_keeps_off_the_title():
    at = placed(title(600, is_title=True), line(place="middle-center", height=900)).at
    assert "title" in at
    if "line" in at:
        assert at["line"][1] + 900 <= at["title"][1]


def test_the_title_is_the_last_of_a_style_to_go():
    layout = placed(line(height=800, priority=9), title(900, is_title=True, priority=-9))
    assert layout.dropped == ("line",)
    assert layout.at["title"][1] + 900 == 1456


def test_an_offset_leads_out_of_the_margin_but_never_out_of_the_canvas():
    far = badge("x", "top-left", offset=(-500, -500))
    assert lay_out([far], SAFE, gap_px=GAP, canvas=(0, 0, 1000, 1500)).at["x"] == (0, 0)


def boxes_of(things, layout):
    return {
        thing.key: (
            *layout.at[thing.key],
            layout.at[thing.key][0] + thing.width_px,
            layout.at[thing.key][1] + thing.height_px,
        )
        for thing in things
        if thing.key in layout.at
    }


def things_of(*, of_style: bool):
    return st.builds(
        Thing,
        key=st.uuids(),
        width_px=st.integers(1, 700),
        height_px=st.integers(1, 400),
        place=st.sampled_from(ANCHORS),
        offset=st.just((0, 0)) | st.tuples(st.integers(-60, 200), st.integers(-60, 200)),
        flow=st.sampled_from(["auto", "row", "column"]),
        gap_px=st.sampled_from([0, 0, 5, 40]),
        priority=st.integers(-2, 2),
        of_style=st.just(of_style),
        yields=st.booleans(),
        claim_px=st.sampled_from([0, 300, 860]) if of_style else st.just(0),
    )


SIZES = st.sampled_from([(1000, 1500), (1920, 1080), (1000, 1000), (400, 600)])


@settings(max_examples=400)
@given(
    things=st.lists(st.one_of(things_of(of_style=False), things_of(of_style=True)), max_size=12),
    size=SIZES,
    title_place=st.none() | st.sampled_from(ANCHORS),
    badges_margin=st.sampled_from([40, 64]),
)
def test_nothing_overlaps_and_nothing_leaves_the_canvas(things, size, title_place, badges_margin):
    safe, canvas = (40, 40, size[0] - 40, size[1] - 40), (0, 0, *size)
    badges = (badges_margin, badges_margin, size[0] - badges_margin, size[1] - badges_margin)
    if title_place is not None:
        title_ = Thing(
            key="title", width_px=300, height_px=160, place=title_place, of_style=True, is_title=True, claim_px=310
        )
        things = [*things[:6], title_, *things[6:]]
    layout = lay_out(things, safe, gap_px=GAP, badges_safe=badges, canvas=canvas)
    assert {*layout.at, *layout.dropped} == {thing.key for thing in things}
    assert title_place is None or "title" in layout.at
    boxes = boxes_of(things, layout)
    for thing in things:
        if thing.key not in boxes:
            continue
        box, inner = boxes[thing.key], safe if thing.of_style else badges
        outer = canvas if min(thing.offset) < 0 else inner
        assert outer[0] <= box[0] <= box[2] <= outer[2]
        assert outer[1] <= box[1] <= box[3] <= outer[3]
    style = {thing.key: thing.of_style for thing in things}
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        gap = 2 * GAP if style[one] != style[other] else 0  # the title and badges keep out of each other's way
        assert a[2] + gap <= b[0] or b[2] + gap <= a[0] or a[3] + gap <= b[1] or b[3] + gap <= a[1]
    assert layout == lay_out(things, safe, gap_px=GAP, badges_safe=badges, canvas=canvas)
