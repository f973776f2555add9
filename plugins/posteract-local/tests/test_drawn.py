"""The source `drawn`: which picture a title gets, that it is always the same one, and that it is a good one."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from posteract_core.errors import PictureRefused
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, ItemType, MediaItem
from posteract_local.drawn.colour import lightness, mix, ramp
from posteract_local.drawn.dice import Dice, seed_of
from posteract_local.drawn.families import FAMILIES
from posteract_local.drawn.genres import suggestion
from posteract_local.drawn.palettes import palettes
from posteract_local.drawn.recipe import Recipe, draw, draw_jpeg, recipe_of
from posteract_local.drawn.shapes import sky
from posteract_local.drawn.stage import Stage, paint
from posteract_local.settings import FAMILIES as NAMES
from posteract_local.settings import DrawnSettings
from pydantic import ValidationError

KEPT = Path(__file__).with_name("drawn_fingerprints.json")
WEDDING = MediaItem(title="Our Wedding", year=2009)


def small(family: str, palette: str = "", size: tuple[int, int] = (240, 360), seed: int = 949) -> Recipe:
    chosen = palette or next(name for name, colours in palettes().items() if FAMILIES[family].suits(colours))
    return Recipe(family=family, palette=chosen, seed=seed, width_px=size[0], height_px=size[1])


def thumbnail(picture: Image.Image) -> list[int]:
    return np.asarray(picture.resize((4, 6), Image.Resampling.BOX)).flatten().tolist()


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        (ArtworkKind.POSTER, (2000, 3000)),
        (ArtworkKind.BACKGROUND, (3840, 2160)),
        (ArtworkKind.SQUARE, (2000, 2000)),
    ],
)
def test_every_slot_gets_one_textless_picture_of_its_size(make_drawn, kind, size):
    source = make_drawn()
    (artwork,) = source.find(WEDDING, kind)
    with Image.open(io.BytesIO(source.read(artwork))) as picture:
        assert picture.format == "JPEG"
        assert picture.size == size == (artwork.width_px, artwork.height_px)

    assert artwork.drawn
    assert artwork.language == TEXTLESS
    assert not artwork.manual
    assert not artwork.finished


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("size", [(240, 360), (384, 216), (240, 240)])
def test_every_family_fills_every_shape(family, size):
    picture = draw(small(family, size=size))
    colours = len(np.unique(np.asarray(picture).reshape(-1, 3) // 8, axis=0))

    assert (picture.mode, picture.size) == ("RGB", size)
    assert colours > 12


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_family_looks_as_it_did_in_this_version(family):
    """Where this fails on purpose: raise `recipe.VERSION` and write the file anew (`python tests/test_drawn.py`)."""
    kept = json.loads(KEPT.read_text())[family]

    assert np.abs(np.array(thumbnail(draw(small(family)))) - np.array(kept)).max() <= 3


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_family_is_at_home_in_some_palettes(family):
    assert sum(FAMILIES[family].suits(palette) for palette in palettes().values()) >= 5


@pytest.mark.parametrize("palette", sorted(palettes()))
def test_the_bottom_of_a_poster_is_calm_and_dark_enough_for_a_light_title(palette):
    for family in ("ridges", "sea", "dunes", "forest", "bauhaus"):
        if not FAMILIES[family].suits(palettes()[palette]):
            continue
        pixels = np.asarray(draw(small(family, palette)).convert("L"), dtype=float)
        above, bottom = pixels[:240], pixels[-60:]

        assert bottom.mean() < 130
        assert bottom.std() < above.std()


def test_land_gets_darker_towards_us_in_every_palette():
    for palette in palettes().values():
        assert lightness(palette.far) > lightness(palette.near) + 0.08, palette.name
        assert lightness(palette.near) < 0.5, palette.name
        assert len(palette.flat) == 5, palette.name
        assert len(palette.sky) >= 3, palette.name


def test_the_same_recipe_is_the_same_bytes_in_another_process_and_in_threads():
    text = str(small("city"))
    script = (
        "import sys, hashlib; from posteract_local.drawn.recipe import Recipe, draw_jpeg;"
        "print(hashlib.sha256(draw_jpeg(Recipe.parse(sys.argv[1]))).hexdigest())"
    )
    others = [
        subprocess.run(
            [sys.executable, "-c", script, text],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    with ThreadPoolExecutor(4) as pool:
        pictures = set(pool.map(lambda _: draw_jpeg(Recipe.parse(text)), range(8)))

    assert others[0] == others[1]
    assert len(pictures) == 1


def test_a_gradient_has_no_steps_after_jpeg():
    """A step of a gradient is a row of pixels off by up to half a level; grain spreads it so that a row's mean is right."""
    stage = Stage(256, 1500)
    colours = ((30.0, 40.0, 60.0), (36.0, 48.0, 72.0), (44.0, 58.0, 84.0))

    def off_by(grain_levels: float) -> float:
        out = io.BytesIO()
        paint(stage, [sky(stage, colours, 1.0)], grain_levels).save(out, "JPEG", quality=92)
        means = np.asarray(Image.open(out).convert("L"), dtype=float).mean(axis=1)
        rows = np.arange(len(means))
        return float((means - np.polyval(np.polyfit(rows, means, 5), rows)).std())

    assert off_by(1.7) < 0.2 < off_by(0.0)


def test_drawing_takes_little_memory():
    recipe = small("paper", size=(2000, 3000))
    draw(small("paper"))
    tracemalloc.start()
    try:
        draw(recipe)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 150 * 2**20


def test_all_pictures_of_a_film_are_one_scene(make_drawn):
    recipes = [
        recipe_of(WEDDING, kind, NAMES) for kind in (ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.SQUARE)
    ]

    assert len({(one.family, one.palette, one.seed) for one in recipes if one}) == 1


def test_a_show_hangs_together_and_no_two_of_its_pictures_are_the_same(dark, dark_season, dark_episode):
    first = recipe_of(dark, ArtworkKind.POSTER, NAMES)
    others = [
        recipe_of(dark_season, ArtworkKind.SEASON, NAMES),
        recipe_of(replace(dark_season, season=2, title="Season 2"), ArtworkKind.SEASON, NAMES),
        recipe_of(dark_episode, ArtworkKind.TITLE_CARD, NAMES),
        recipe_of(replace(dark_episode, episode=3), ArtworkKind.TITLE_CARD, NAMES),
    ]

    assert {(one.family, one.palette) for one in others if one} == {(first.family, first.palette)} if first else False
    assert len({one.seed for one in [first, *others] if one}) == 5


def test_genres_on_an_episode_do_not_tear_a_show_apart(dark, dark_episode):
    horror = recipe_of(replace(dark_episode, genres=("Horror",)), ArtworkKind.TITLE_CARD, NAMES)
    show = recipe_of(dark, ArtworkKind.POSTER, NAMES)

    assert horror is not None
    assert show is not None
    assert (horror.family, horror.palette) == (show.family, show.palette)


@pytest.mark.parametrize(
    ("genre", "mood"),
    [
        ("Horror", "horror"),
        ("Family", "kids"),
        ("Science Fiction", "science"),
        ("Romance", "romance"),
        ("Documentary", "earth"),
    ],
)
def test_a_genre_chooses_the_colours(genre, mood):
    for number in range(40):
        recipe = recipe_of(MediaItem(title=f"Film {number}", genres=("Drama", genre)), ArtworkKind.POSTER, NAMES)
        assert recipe is not None
        assert mood in palettes()[recipe.palette].moods


def test_without_a_genre_nothing_frightens():
    for number in range(300):
        recipe = recipe_of(MediaItem(title=f"Birthday {number}"), ArtworkKind.POSTER, NAMES)
        assert recipe is not None
        assert "horror" not in palettes()[recipe.palette].moods
        assert recipe.family != "planets"


def test_genres_may_be_told_not_to_count(make_drawn, heat):
    by_name = make_drawn(by_genre=False).find(heat, ArtworkKind.POSTER)

    assert by_name == make_drawn(by_genre=False).find(replace(heat, genres=("Horror",)), ArtworkKind.POSTER)


def test_only_the_families_asked_for_are_drawn(make_drawn):
    source = make_drawn(families=["sea", "dunes"])
    drawn = {
        source.find(MediaItem(title=f"Film {n}", genres=("Horror",) * (n % 2)), ArtworkKind.POSTER)[0].id.split("/")[0]
        for n in range(40)
    }

    assert drawn == {"sea", "dunes"}


def test_settings_change_the_token_and_genres_do_not(make_drawn, heat):
    token = make_drawn().revision(heat, ArtworkKind.POSTER)

    assert token == make_drawn().revision(replace(heat, genres=()), ArtworkKind.POSTER) == ""
    assert make_drawn(families=["sea"]).revision(heat, ArtworkKind.POSTER) != token


def test_a_misspelt_family_is_named_with_the_nearest_one():
    with pytest.raises(ValidationError, match="did you mean `dunes`"):
        DrawnSettings.model_validate({"families": ["dune"]})


def test_settings_and_families_name_the_same():
    assert set(NAMES) == set(FAMILIES)


def test_every_genre_leads_to_families_that_exist_and_palettes_they_suit():
    for genre in ("horror", "kids", "sci-fi", "romance", "documentary", "western", "fantasy", "music", "thriller", "war",
                  "action", "adventure", "comedy", "drama"):  # fmt: skip
        suits = suggestion([genre])
        assert suits.families, genre
        for family in suits.families:
            at_home = [p for p in palettes().values() if FAMILIES[family].suits(p) and p.moods & suits.moods]
            assert at_home, f"{genre}: {family}"


@pytest.mark.parametrize(
    "url",
    ["", "drawn:", "drawn:ridges/ember/0/2000x3000", "drawn:castle/ember/00000000000003b5/2000x3000",
     "drawn:ridges/ultraviolet/00000000000003b5/2000x3000", "drawn:ridges/ember/00000000000003b5/9999x9999",
     "drawn:ridges/ember/00000000000003b5/10x10", "https://example.org/a.jpg"],
)  # fmt: skip
def test_what_is_no_recipe_is_refused(make_drawn, url):
    with pytest.raises(PictureRefused):
        make_drawn().read(Artwork(id="x", url=url))


def test_a_recipe_survives_being_written_down():
    recipe = small("aurora")

    assert Recipe.parse(str(recipe)) == recipe


@given(title=st.text(max_size=80), year=st.none() | st.integers(1870, 2100), kind=st.sampled_from(ArtworkKind))
def test_any_title_has_a_recipe(title, year, kind):
    for item_type in ItemType:
        item = MediaItem(title=title, year=year, type=item_type, season=1, episode=2, show_title=title)
        recipe = recipe_of(item, kind, NAMES)
        assert (recipe is None) == (kind not in item.kinds or kind is ArtworkKind.LOGO)
        assert recipe is None or Recipe.parse(str(recipe)) == recipe


@settings(max_examples=40)
@given(
    seed=st.integers(0, 2**64 - 1),
    family=st.sampled_from(sorted(FAMILIES)),
    palette=st.sampled_from(sorted(palettes())),
    size=st.tuples(st.integers(64, 400), st.integers(64, 400)),
)
def test_any_seed_can_be_drawn_at_any_size(seed, family, palette, size):
    assert draw(small(family, palette, size, seed)).size == size


def test_colours_are_mixed_without_mud():
    halfway = mix((0.0, 0.0, 255.0), (255.0, 160.0, 0.0), 0.5)

    assert lightness(halfway) == pytest.approx(
        (lightness((0.0, 0.0, 255.0)) + lightness((255.0, 160.0, 0.0))) / 2, abs=0.02
    )


def test_a_ramp_meets_its_stops_and_takes_stops_out_of_order():
    stops = [(0.0, (10.0, 20.0, 30.0)), (1.0, (200.0, 180.0, 90.0)), (0.9, (0.0, 0.0, 0.0))]
    table = ramp(stops, np.array([0.0, 2.0], np.float32))

    assert np.allclose(table.T, [(10, 20, 30), (0, 0, 0)], atol=0.5)


def test_dice_fall_the_same_everywhere():
    dice = Dice(seed_of("Heat", 1995))

    assert [dice.whole(1, 6) for _ in range(8)] == [5, 2, 2, 4, 1, 2, 1, 3]
    assert dice.fork("sky").seed == Dice(dice.seed).fork("sky").seed


if __name__ == "__main__":
    KEPT.write_text(
        json.dumps({family: thumbnail(draw(small(family))) for family in sorted(FAMILIES)}, indent=None) + "\n"
    )
