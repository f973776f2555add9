"""Texts with fields in them, colours, placement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image
from posteract_core.model import ArtworkKind, Facts, ItemType, MediaItem, Person, Rating
from posteract_core.providers import Subject
from posteract_core.render import words
from posteract_core.render.colour import contrast_ratio, luminance_range, rgb_of
from posteract_core.render.layers.text import scrim_strength
from posteract_core.render.placement import Placement

HEAT = Subject(
    item=MediaItem(
        title="Heat", year=1995, genres=("Crime", "Drama"), people=(Person(name="Michael Mann", job="director"),),
        facts=Facts({"rating.imdb": Rating(value=8.3)}),
    ),
    kind=ArtworkKind.POSTER,
    title="Heat",
    facts=Facts({"rating.rt_critics": Rating(value=83.6, scale=100)}),
)  # fmt: skip
EPISODE = replace(
    HEAT, item=MediaItem(title="Lies", type=ItemType.EPISODE, show_title="Dark", season=1, episode=2, last_episode=3)
)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{title} ({year})", "Heat (1995)"),
        ("{title:upper}", "HEAT"),
        ("A {director} film", "A Michael Mann film"),
        ("{edition}", None),
        ("{year}[ · {edition}]", "1995"),
        ("{year}[ · {genre}]", "1995 · Crime"),
        ("[{edition}]", None),
        ("IMDb {rating.imdb}, critics {rating.rt_critics}", "IMDb 8.3, critics 84%"),
        ("{rating.tmdb}", None),
        ("plain", "plain"),
    ],
)
def test_fields_are_filled_in(text, filled):
    assert words.fill(text, HEAT) == filled


def test_episodes_say_their_numbers():
    assert words.fill("{show_title} S{season:0}E{episode}", EPISODE) == "Dark S01E2–3"


@pytest.mark.parametrize(
    ("title", "season", "name"),
    [
        ("Season 1", 1, "Season 1"),
        ("season 01", 1, "Season 1"),
        ("Asylum", 2, "Asylum"),
        ("Specials", 0, "Specials"),
        ("", 3, "Season 3"),
    ],
)
def test_a_season_with_a_name_of_its_own_keeps_it(title, season, name):
    item = MediaItem(title=title, type=ItemType.SEASON, season=season)
    assert words.fill("{season_name}", replace(HEAT, item=item)) == name


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("{titel}", "did you mean {title}"),
        ("{title:big}", "after the colon"),
        ("{title", "brace"),
        ("[{title}", "bracket"),
        ("[[{title}]]", "bracket"),
        ("{zzz}", "there are"),
        ("{title}[ {year}]", ""),
    ],
)
def test_mistakes_in_a_text_are_found(text, mistake):
    assert mistake in words.mistake_in(text)
    assert bool(mistake) == bool(words.mistake_in(text))


@pytest.mark.parametrize(
    ("given", "place"),
    [("top-left", "top-left"), ("top", "top-center"), ("left", "middle-left"), ("center", "middle-center"),
     ("Bottom Right", "bottom-right"), ("middle", "middle-center"), ("left-top", "top-left"), ("centre", "middle-center")],
)  # fmt: skip
def test_places_are_understood_as_people_write_them(given, place):
    assert Placement(place=given).place == place


@pytest.mark.parametrize("given", ["tpo-left", "", "top-top-left", "somewhere", 3])
def test_what_is_no_place_is_refused(given):
    with pytest.raises(ValueError, match="is no place"):
        Placement(place=given)


def test_lengths_are_px_or_shares():
    x, y = Placement(offset=["5%", "-12px"]).offset
    assert (x.px(2.0, 1000), y.px(2.0, 1500)) == (50, -24)


def test_contrast_is_that_of_wcag():
    assert contrast_ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast_ratio(rgb_of("#777777"), rgb_of("#ffffff")) == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio((9, 9, 9), (9, 9, 9)) == 1


def test_luminance_is_measured_where_it_is_asked_for():
    picture = Image.new("RGB", (200, 100), "black")
    picture.paste("white", (100, 0, 200, 100))
    assert luminance_range(picture, (0, 0, 90, 100)) == pytest.approx((0, 0, 0))
    assert luminance_range(picture, (110, 0, 200, 100)) == pytest.approx((1, 1, 1))
    assert luminance_range(picture, (-50, -50, 500, 500))[2] == pytest.approx(1)
    assert luminance_range(picture, (900, 900, 950, 950)) == pytest.approx((1, 1, 1))


def test_a_scrim_is_as_strong_as_it_must_be():
    assert scrim_strength((255, 255, 255), 0.0, 0.1) == 0
    weak, strong = scrim_strength((255, 255, 255), 0.1, 0.5), scrim_strength((255, 255, 255), 0.5, 1.0)
    assert 0 < weak < strong <= 0.85
    shade = round((1 - strong) * 255)
    assert contrast_ratio((255, 255, 255), (shade, shade, shade)) >= 2.9
    assert scrim_strength((0, 0, 0), 0.01, 0.2) > 0
