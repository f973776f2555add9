"""Texts with fields in them, colours, placement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image
from posteract_core.model import ArtworkKind, Facts, ItemType, MediaItem, MediaVersion, Person, Rating
from posteract_core.providers import Subject
from posteract_core.render import words
from posteract_core.render.colour import contrast_ratio, luminance, rgb_of
from posteract_core.render.layers.text import TextLayer, TextOptions
from posteract_core.render.palette import TONES, Palette
from posteract_core.render.placement import Placement
from posteract_core.render.reading import crop_under, luminances, reads_light, veil

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


def test_an_episode_names_its_season_as_the_server_does():
    item = MediaItem(title="End", type=ItemType.EPISODE, season=2, episode=1, season_title="Asylum")
    assert words.fill("{season_name}", replace(HEAT, item=item)) == "Asylum"
    assert words.fill("{season_name}", replace(HEAT, item=replace(item, season_title="Season 2"))) == "Season 2"


def test_a_season_says_how_long_its_episodes_are_and_how_many():
    lengths = (2_700, 2_640, 5_400, 0)
    episodes = tuple(MediaVersion(path="", duration_s=length) for length in lengths)
    item = MediaItem(title="Season 1", type=ItemType.SEASON, season=1, episodes=episodes)
    said = words.fill("{episode_count} {minutes} {runtime} {total_minutes} {total_runtime}", replace(HEAT, item=item))
    assert said == "4 45 45 min 179 2 h 59 min"


@pytest.mark.parametrize(
    ("text", "reads"),
    [("{episode_count} episodes", True), ("[{total_runtime:upper}]", True), ("{season_name} {episode}", False)],
)
def test_a_text_asks_for_the_episodes_only_where_it_says_something_of_them(text, reads):
    assert TextLayer(TextOptions(text=text)).reads_episodes is reads


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

    def extremes(box):
        found = luminances(crop_under(picture, box))
        return min(found), max(found)

    assert extremes((0, 0, 90, 100)) == pytest.approx((0, 0))
    assert extremes((110, 0, 200, 100)) == pytest.approx((1, 1))
    assert extremes((-50, -50, 500, 500)) == pytest.approx((0, 1))
    assert extremes((900, 900, 950, 950)) == pytest.approx((1, 1))


def test_a_veil_is_as_strong_as_it_must_be():
    assert veil([0.0, 0.02, 0.1], 1.0, 0.0) == 0
    weak, strong = veil([0.1, 0.5] * 50, 1.0, 0.0), veil([0.5, 1.0] * 50, 1.0, 0.0)
    assert 0 < weak < strong < 0.65
    shade = round((1 - strong) * 255)
    assert 4.5 <= contrast_ratio((255, 255, 255), (shade, shade, shade)) < 5.6
    assert veil([0.01, 0.2] * 50, 0.0, 1.0) > 0


def test_a_veil_leaves_out_the_tenth_that_is_brightest():
    assert veil([0.02] * 95 + [1.0] * 5, 1.0, 0.0) == 0
    assert veil([0.02] * 85 + [1.0] * 15, 1.0, 0.0) > 0.4


def test_light_words_are_taken_where_they_read_and_dark_ones_where_only_they_do():
    assert reads_light([0.01] * 9, 1.0, 0.0)
    assert reads_light([0.17] * 9, 1.0, 0.0)
    assert not reads_light([0.8] * 9, 1.0, 0.0)
    assert reads_light([0.02, 0.5] * 9, 1.0, 0.0)


def test_a_picture_gives_an_accent_in_the_strength_that_is_wanted():
    picture = Image.new("RGB", (200, 300), (30, 34, 50))
    picture.paste((220, 60, 40), (60, 60, 120, 140))
    palette = Palette(picture)
    red, green, blue = palette.accent
    assert red > 200 > 90 > max(green, blue)
    for tone, (least, most) in TONES.items():
        assert least <= luminance(palette.colour(tone)) <= most
    assert palette.colour("#123456") == (0x12, 0x34, 0x56)


def test_a_picture_without_colours_gives_a_grey():
    assert max(Palette(Image.new("L", (90, 90), 128)).accent) - min(Palette(None).accent) < 40


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{season:words}", "One"),
        ("{episode:words}", "Twelve–Thirteen"),
        ("{episode:roman}", "XII–XIII"),
        ("The {season:ordinal}", "The 1st"),
        ("{episode_name}", "Episodes 12–13"),
        ("{number}", "S01E12-E13"),
    ],
)
def test_numbers_are_written_as_they_are_asked_for(text, shown):
    item = MediaItem(title="x", type=ItemType.EPISODE, show_title="Dark", season=1, episode=12, last_episode=13)
    subject = Subject(item=item, kind=ArtworkKind.TITLE_CARD, title="x", facts=Facts())
    assert words.mistake_in(text) == ""
    assert words.fill(text, subject) == shown


def test_numbers_in_words_reach_as_far_as_anyone_counts():
    assert [words.in_words(number) for number in (0, 7, 13, 40, 85, 100, 312, 2049, 12_345)] == [
        "Zero", "Seven", "Thirteen", "Forty", "Eighty-Five", "One Hundred", "Three Hundred Twelve",
        "Two Thousand Forty-Nine", "12345",
    ]  # fmt: skip
    assert [words.ordinal(number) for number in (1, 3, 11, 22, 113)] == ["1st", "3rd", "11th", "22nd", "113th"]
    assert [words.roman(number) for number in (0, 4, 1999, 4000)] == ["0", "IV", "MCMXCIX", "4000"]
