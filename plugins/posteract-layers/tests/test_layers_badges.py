"""What the badges say, and how they look."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PIL import Image
from posteract_core.model import ArtworkKind, AudioTrack, Rating
from posteract_core.providers.release_names import SOURCES
from posteract_core.render import LookBook
from posteract_core.render.colour import contrast_ratio
from posteract_core.render.placement import split_options
from posteract_layers.badges import BADGES
from posteract_layers.badges.audio_codec import AudioCodecBadge
from posteract_layers.badges.hdr import HdrBadge
from posteract_layers.badges.rating import RatingBadge
from posteract_layers.badges.resolution import ResolutionBadge
from posteract_layers.glyphs import NAMES, glyph
from posteract_layers.plate import BadgeOptions, badge
from posteract_layers.tables import Wordmark, table
from pydantic import ValidationError

TABLES = (
    "resolution", "hdr", "audio_codec", "rating", "video_format", "aspect", "edition", "status", "stinger",
    "content_rating", "streaming", "network", "studio",
)  # fmt: skip


def made(badge_class, **options):
    return badge_class(badge_class.Options(**options))


@pytest.mark.parametrize(
    ("size", "shown"),
    [((3840, 1606), "4k"), ((1920, 800), "1080"), ((1280, 720), "720"), ((720, 576), "576"), ((0, 0), None)],
)
def test_the_resolution_is_that_of_the_frame(about, version, size, shown):
    assert made(ResolutionBadge).value(about(version(*size))) == shown


def test_of_several_versions_the_best_is_shown(about, version):
    subject = about(
        version(1920, 1080, ("dts", 6)), version(3840, 2160, ("ac3", 6), hdr=("hdr10",)), version(1280, 720)
    )
    assert made(ResolutionBadge).value(subject) == "4k"
    assert made(HdrBadge).value(subject) == ("hdr10",)
    assert made(AudioCodecBadge).value(subject) == ("ac3", "")


def test_of_two_versions_of_a_size_the_one_with_better_light_is_shown(about, version):
    subject = about(version(3840, 2160), version(3840, 2160, hdr=("hdr10", "dolby_vision")))
    assert made(HdrBadge).value(subject) == ("dolby_vision",)


def test_only_what_is_asked_for_is_shown(about, version):
    assert made(ResolutionBadge, show=["4k"]).value(about(version(1920, 1080))) is None
    assert made(ResolutionBadge, show=["2160p", "1080p"]).value(about(version(3840, 2160))) == "4k"
    assert made(HdrBadge, show="dv").value(about(version(3840, 2160, hdr=("hdr10",)))) is None
    assert made(AudioCodecBadge, show=["atmos"]).value(about(version(1920, 1080, ("aac", 2)))) is None


def test_every_kind_of_hdr_can_be_shown(about, version):
    subject = about(version(3840, 2160, hdr=("hdr10", "hdr10+", "dolby_vision")))
    assert made(HdrBadge, all=True).value(subject) == ("dolby_vision", "hdr10+", "hdr10")


def test_the_best_track_is_shown_and_commentaries_are_not(about, version):
    subject = about(
        version(
            1920,
            1080,
            AudioTrack(codec="truehd", channels=2, title="Director's Commentary"),
            ("ac3", 6),
            ("dts-hd-ma", 6),
        )
    )
    assert made(AudioCodecBadge).value(subject) == ("dts-hd-ma", "")


def test_atmos_is_told_from_what_carries_it(about, version):
    subject = about(version(1920, 1080, AudioTrack(codec="eac3", channels=6, atmos=True)))
    assert made(AudioCodecBadge, channels=True).value(subject) == ("eac3+atmos", "5.1")
    assert made(AudioCodecBadge, show=["atmos"]).value(subject) == ("eac3+atmos", "")


def test_a_language_or_the_default_track_can_be_asked_for(about, version):
    subject = about(
        version(
            1920, 1080, AudioTrack(codec="truehd", channels=8, language="en"),
            AudioTrack(codec="ac3", channels=6, language="de", default=True),
        )
    )  # fmt: skip
    assert made(AudioCodecBadge, language="de").value(subject) == ("ac3", "")
    assert made(AudioCodecBadge, track="default").value(subject) == ("ac3", "")
    assert made(AudioCodecBadge, language="fr").value(subject) == ("truehd", "")


def test_an_unknown_codec_is_not_shown(about, version):
    assert made(AudioCodecBadge).value(about(version(1920, 1080, ("cook", 2)))) is None


def test_ratings_are_rounded_as_shown_so_that_little_changes_redraw_nothing(about):
    layer = made(RatingBadge, show=["imdb", "rt_critics"])
    one = about(imdb=Rating(value=8.31), rt_critics=Rating(value=83.6, scale=100))
    two = about(imdb=Rating(value=8.26), rt_critics=Rating(value=84.2, scale=100))
    assert layer.value(one) == layer.value(two) == (("imdb", "8.3", ""), ("rt_critics", "84%", ""))


def test_ratings_come_in_the_order_that_was_asked_for_and_only_the_known(about):
    layer = made(RatingBadge, show=["tmdb", "imdb", "trakt"])
    assert [name for name, *_ in layer.value(about(imdb=Rating(value=8), tmdb=Rating(value=7)))] == ["tmdb", "imdb"]
    assert layer.value(about()) is None


def test_a_rating_of_nothing_or_of_too_few_is_not_shown(about):
    assert made(RatingBadge).value(about(imdb=Rating(value=0))) is None
    assert made(RatingBadge, min_votes=100).value(about(imdb=Rating(value=9, votes=3))) is None
    assert made(RatingBadge, at_least=70).value(about(imdb=Rating(value=6.9))) is None


def test_ratings_can_be_brought_to_one_scale(about):
    subject = about(imdb=Rating(value=8.3), letterboxd=Rating(value=4.1, scale=5))
    assert [shown for _, shown, _ in made(RatingBadge, show=["imdb", "letterboxd"], scale=100).value(subject)] == [
        "83%",
        "82%",
    ]
    assert [shown for _, shown, _ in made(RatingBadge, show=["imdb", "letterboxd"]).value(subject)] == ["8.3", "4.1"]


def test_a_rotten_verdict_is_coloured_so(about):
    layer = made(RatingBadge, show=["rt_critics"])
    assert layer.value(about(rt_critics=Rating(value=30, scale=100, verdict="rotten")))[0][2] == "rotten"


def test_ratings_ask_for_their_facts():
    assert made(RatingBadge, show=["imdb", "rotten_tomatoes"]).needs() == {"rating.imdb", "rating.rt_critics"}


@pytest.mark.parametrize(
    ("badge_class", "options", "words"),
    [
        (RatingBadge, {"show": ["imbd"]}, "did you mean `imdb`"),
        (ResolutionBadge, {"show": ["5k"]}, "there is no `5k` to show"),
        (HdrBadge, {"show": "dolby_vison"}, "did you mean `dolby_vision`"),
        (AudioCodecBadge, {"show": ["atmoss"]}, "did you mean"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_nearest_name(badge_class, options, words):
    with pytest.raises(ValidationError, match=words):
        made(badge_class, **options)


def test_mistakes_in_the_configuration_are_in_the_users_words():
    book = LookBook(
        {layer.type: layer for layer in BADGES}, [], {}, {"s": [{"type": "rating", "show": ["imbd"]}, "resolutoin"]}
    )
    assert [problem.path for problem in book.problems] == ["overlays.s.0.show", "overlays.s.1"]
    assert "did you mean `imdb`" in book.problems[0].message
    assert "did you mean `resolution`" in book.problems[1].message


@pytest.mark.parametrize("kind", BADGES, ids=lambda layer: layer.type)
def test_every_option_that_is_written_reaches_its_badge(kind):
    for name, field in kind.Options.model_fields.items():
        _, own = split_options({"type": kind.type, name: field.default}, kind.Options)
        assert own == {name: field.default}


def test_every_source_that_a_name_can_tell_has_a_badge():
    assert {name for name, _ in SOURCES} == set(table("video_format"))


def test_a_ratings_scale_is_no_size():
    book = LookBook({"rating": RatingBadge}, [], {}, {"s": [{"type": "rating", "scale": 100}]})
    [layer] = book.look(None, ["s"], ArtworkKind.POSTER).layers
    assert (layer.layer.options.scale, layer.placement.scale) == ("100", 1.0)


@pytest.mark.parametrize("name", TABLES)
def test_every_wordmark_of_a_table_can_be_drawn(name, tools, about, context_of, version):
    context = context_of(made(ResolutionBadge), about(version()))
    for mark in table(name).values():
        raster = badge(
            context, mark if mark.word else Wordmark(word="8.3", over=mark.over, glyph=mark.glyph), BadgeOptions()
        )
        assert raster.mask.height == 84
        assert raster.mask.width < 400
    assert tools.notes.warnings == []


@pytest.mark.parametrize("shape", ["rounded", "pill", "square", "ribbon", "none"])
@pytest.mark.parametrize("scale", [0.4, 1.0, 2.0])
def test_words_stand_well_inside_their_plate_in_every_shape_and_size(shape, scale, about, context_of, version):
    options = BadgeOptions(shape=shape, fill_opacity=0)
    context = context_of(made(ResolutionBadge), about(version()), scale)
    for mark in (
        Wordmark(word="4K", note="UHD"),
        Wordmark(over="DOLBY", word="VISION"),
        Wordmark(word="8.3", over="IMDb", glyph="star"),
    ):
        raster = badge(context, mark, options)
        solid = raster.mask.point(lambda value: 255 if value > 128 else 0).getbbox()
        height = raster.mask.height
        assert height == round(84 * scale)
        assert solid[1] >= height * 0.12
        assert solid[3] <= round(height * 0.88)
        assert abs(solid[1] - (height - solid[3])) <= max(2, height * 0.05)


def test_a_badge_alone_is_centred_and_one_in_a_column_stands_left(about, context_of, version):
    context = context_of(made(ResolutionBadge), about(version()))
    options = BadgeOptions(fill_opacity=0)
    mark = Wordmark(word="8.3", over="IMDb", glyph="star")
    own = badge(context, mark, options).mask
    wide = badge(context, mark, options, width_px=own.width + 120).mask
    left = [m.point(lambda value: 255 if value > 128 else 0).getbbox()[0] for m in (own, wide)]
    assert left[0] == left[1]
    assert wide.width == own.width + 120


def test_ratings_in_the_middle_are_of_one_width_and_elsewhere_of_their_own(about, context_of):
    subject = about(imdb=Rating(value=8.3), rt_audience=Rating(value=94, scale=100))
    layer = made(RatingBadge, show=["imdb", "rt_audience"])
    assert len({raster.mask.width for raster in layer.draw(context_of(layer, subject))}) == 1
    layer.place = "top-left"
    assert len({raster.mask.width for raster in layer.draw(context_of(layer, subject))}) == 2


@pytest.mark.parametrize("name", TABLES)
def test_accents_read_on_the_plate(name):
    for key, mark in table(name).items():
        colour = tuple(int(mark.accent[at : at + 2], 16) for at in (1, 3, 5))
        assert contrast_ratio(colour, (12, 13, 17)) >= 4.5, key


@pytest.mark.parametrize("name", NAMES)
def test_glyphs_are_centred_and_of_one_optical_size(name, tools):
    mask = glyph(tools, name, 80)
    left, top, right, bottom = mask.point(lambda value: 255 if value > 100 else 0).getbbox()
    assert abs(left - (80 - right)) <= 6
    assert abs(top - (80 - bottom)) <= 12
    assert 0.2 < sum(mask.tobytes()) / 255 / 6400 < 0.75


def test_drawing_twice_takes_it_from_the_cache(tools, about, context_of, version):
    layer = made(ResolutionBadge)
    subject = about(version(3840, 2160))
    assert layer.draw(context_of(layer, subject))[0] is layer.draw(context_of(layer, subject))[0]


def test_a_plate_covers_and_is_a_little_transparent(about, context_of, version):
    layer = made(ResolutionBadge)
    (raster,) = layer.draw(context_of(layer, about(version(3840, 2160))))
    assert isinstance(raster.fill, Image.Image)
    assert raster.mask.getpixel((0, 0)) < 40
    assert 190 < raster.mask.getpixel((12, 42)) < 230


def test_importing_the_plugin_stays_cheap():
    script = "import sys, posteract_layers.plugin; print(sorted({'PIL', 'pydantic', 'ruamel.yaml'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_plugin_gives_its_badges(registry):
    from posteract_layers import plugin

    registry.register(plugin, "layers")
    assert list(registry.call_each("posteract_overlay_layers")) == [("layers", BADGES)]
