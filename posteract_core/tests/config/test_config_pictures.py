"""`pictures`: sizes, formats and fit, wherever they stand; and what cannot be had is said with the way out."""

from __future__ import annotations

import pytest
from posteract_core.config.pictures import parse_size
from posteract_core.model import ArtworkKind

TEXT = """\
pictures: {canvas: [2000x3000, 3840 x 2160], format: webp, quality: 80}
libraries:
  Movies:
    pictures: {canvas: 500x750}
    artwork:
      poster: {pictures: {fit: contain, focus: [50%, 0.2]}}
      background: {}
      logo: {}
    rules:
      - {when: {label: x}, artwork: {poster: {pictures: {format: png, fit: cover}}}}
  Plain:
    artwork: {poster: {}}
"""


def test_each_setting_comes_from_the_most_particular_place_and_sizes_go_by_their_proportions(look):
    config = look(TEXT).config
    poster = config.artwork_settings("Movies", ArtworkKind.POSTER).pictures
    assert (poster.width_px("tall"), poster.width_px("wide"), poster.width_px("square")) == (500, 3840, None)
    assert (poster.format, poster.quality, poster.fit, poster.focus) == ("webp", 80, "contain", (0.5, 0.2))
    ruled = config.artwork_settings("Movies", ArtworkKind.POSTER, (0,)).pictures
    assert (ruled.format, ruled.fit, ruled.focus) == ("png", "cover", (0.5, 0.2))
    background = config.artwork_settings("Movies", ArtworkKind.BACKGROUND).pictures
    assert (background.fit, background.width_px("wide")) == (None, 3840)
    assert config.artwork_settings("Plain", ArtworkKind.POSTER).pictures.width_px("tall") == 2000


def test_nothing_said_is_jpeg_of_90_as_the_style_fits_it(look):
    pictures = (
        look("libraries: {M: {artwork: {poster: {}}}}\n").config.artwork_settings("M", ArtworkKind.POSTER).pictures
    )
    assert (pictures.format, pictures.quality, pictures.fit, pictures.focus) == ("jpeg", 90, None, None)
    assert [pictures.width_px(shape) for shape in ("tall", "wide", "square", "logo")] == [None] * 4


@pytest.mark.parametrize(
    "written", ["2000x3000", "3840 × 2160", "200X300", "2000x800", "2000x2000", "500x750", "202x303"]
)
def test_sizes_of_each_shape_are_read(written):
    assert parse_size(written).width_px == int(written.replace("×", "x").lower().split("x")[0])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("pictures: {canvas: 2000}", "must be a size in px such as `2000x3000`"),
        ("pictures: {canvas: 4000x6000}", "must be 2:3, from 200x300 to 2000x3000"),
        ("pictures: {canvas: 7680x4320}", "to 3840x2160"),
        ("pictures: {canvas: 1000x1400}", "must be 2:3 (posters)"),
        ("pictures: {canvas: [1000x1500, 500x750]}", "must name each shape once"),
        ("pictures: {quality: 0}", "must be at least 1"),
        ("pictures: {format: jpg}", "did you mean `jpeg`?"),
        ("pictures: {focus: [2, 0]}", "must be at most 1"),
        ("pictures: {fitt: cover}", "did you mean `fit`?"),
        ("libraries: {M: {artwork: {poster: {pictures: {canvas: 1920x1080}}}}}", "no size of a poster, which is 2:3"),
        ("libraries: {M: {artwork: {logo: {pictures: {format: jpeg}}}}}", "write `png` or `webp`"),
        ("libraries: {M: {artwork: {logo: {pictures: {fit: cover}}}}}", "does not go with logos"),
        (
            "libraries: {M: {rules: [{when: {label: x}, artwork: {square: {pictures: {canvas: [1000x1500]}}}}]}}",
            "no size of a square, which is 1:1",
        ),
    ],
)
def test_what_cannot_be_had_is_said_with_what_can(look, written, said):
    assert any(said in str(problem) for problem in look(f"{written}\n").problems)
