"""What the badges of files, people's words and brands say of an item; that all keep the contract of layers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image
from posteract_core.model import (
    ArtworkKind,
    AudioTrack,
    Award,
    Brand,
    FrozenMap,
    ItemType,
    MediaItem,
    MediaVersion,
    Rating,
)
from posteract_core.providers import DrawContext, LogoFile, Subject
from posteract_core.render import LookBook
from posteract_core.render.colour import contrast_ratio, rgb_of
from posteract_core.testing.contracts import OverlayLayerContract
from posteract_layers.badges import BADGES
from posteract_layers.badges.awards import AwardBadge
from posteract_layers.flags import _data, flag_of
from posteract_layers.tables import table
from pydantic import ValidationError

TODAY = date(2026, 1, 31)
TYPES = {layer.type: layer for layer in BADGES}
NETFLIX, PRIME, DISNEY = (
    Brand(name=name, source="tmdb", id=str(number), logo=f"/{number}.png")
    for number, name in enumerate(("Netflix", "Amazon Prime Video", "Disney Plus"))
)


AAC = (AudioTrack(codec="aac"),)
CERTIFIED = Rating(value=94, scale=100, verdict="certified")


def made(kind: str, **options: Any) -> Any:
    return TYPES[kind](TYPES[kind].Options.model_validate(options))


def of(item: MediaItem | None = None, **facts: Any) -> Subject:
    named = FrozenMap({name.replace("__", "."): value for name, value in facts.items()})
    item = item or MediaItem(title="Heat", year=1995)
    return Subject(item=item, kind=ArtworkKind.POSTER, title=item.title, facts=named, today=TODAY)


def film(*versions: MediaVersion, **more: Any) -> Subject:
    return of(MediaItem(title="Heat", year=1995, versions=versions, **more))


def v(**more: Any) -> MediaVersion:
    return MediaVersion(path="/media/Heat.mkv", **more)


def season(*episodes: MediaVersion) -> Subject:
    return of(MediaItem(title="Season 1", type=ItemType.SEASON, season=1, show_title="Dark", episodes=episodes))


def spoken(*languages: str, subtitles: tuple[str, ...] = ()) -> MediaVersion:
    return v(audio=tuple(AudioTrack(codec="ac3", language=each) for each in languages), subtitles=subtitles)


@pytest.mark.parametrize(
    ("kind", "options", "subject", "value"),
    [
        ("video_format", {}, film(v(source="remux")), "remux"),
        ("video_format", {"show": ["blu-ray"]}, film(v(source="web")), None),
        ("video_format", {}, film(v()), None),
        ("aspect", {}, film(v(width_px=1920, height_px=804)), "2.39"),
        ("aspect", {}, film(v(aspect=1.78)), "1.78"),
        ("aspect", {}, film(v(aspect=3.9)), None),
        ("versions", {}, film(v(), v(width_px=9)), 2),
        ("versions", {}, film(v()), None),
        ("edition", {}, film(edition="The Director's Cut"), "director"),
        ("edition", {}, film(v(edition="Roadshow")), "Roadshow"),
        ("edition", {}, film(edition="A rather long name for an edition"), None),
        ("runtime", {}, film(v(duration_s=10_200)), 170),
        ("runtime", {}, film(), None),
        ("runtime", {}, season(v(duration_s=2_700), v(duration_s=2_640), v(duration_s=5_400), v()), 45),
        ("runtime", {}, season(v(), v()), None),
        ("direct_play", {}, film(v(container="mp4", video_codec="h264", height_px=1080, audio=AAC)), "yes"),
        ("direct_play", {}, film(v(container="mkv", video_codec="hevc", height_px=2160, audio=AAC)), None),
        ("languages", {}, film(spoken("en", "de", "en", "und", "fr", "it")), ("en", "de", "fr")),
        ("languages", {"show": ["de", "en"]}, film(spoken("en", "de", "fr")), ("de", "en")),
        ("languages", {"show": ["ja"]}, film(spoken("en")), None),
        ("subtitles", {"most": 1}, film(spoken("en", subtitles=("sv", "da"))), ("sv",)),
        ("language_count", {}, film(spoken("en", "de")), "dual"),
        ("language_count", {}, film(spoken("en", "de", "fr")), "multi"),
        ("language_count", {}, film(spoken("en", "en", "zxx")), None),
        ("language_count", {"subtitles": True}, film(spoken("en", subtitles=("en", "de", "fr"))), "multi"),
        ("content_rating", {}, of(content_rating__US="PG-13"), "us:pg-13"),
        ("content_rating", {"country": "de"}, of(content_rating__DE="16"), "de:16"),
        ("content_rating", {"country": "UK"}, of(content_rating__GB="12A"), "gb:12a"),
        ("content_rating", {"country": "DE"}, film(content_rating="de/16"), "de:16"),
        ("content_rating", {"country": "DE"}, film(content_rating="R"), None),
        ("content_rating", {"country": "SE"}, of(content_rating__SE="11"), "11"),
        ("content_rating", {}, of(content_rating__US="NR"), None),
        ("content_rating", {"unrated": True}, of(content_rating__US="NR"), "us:nr"),
        ("commonsense", {}, of(age_rating=13), 13),
        ("commonsense", {}, of(age_rating=0), None),
        ("status", {}, of(status="returning", next_episode=date(2026, 2, 9)), "airing"),
        ("status", {}, of(status="returning", next_episode=date(2026, 6, 9)), "returning"),
        ("status", {"next_episode": True}, of(status="returning", next_episode=date(2026, 2, 9)), ("airing", "2026-02-09")),
        ("status", {"next_episode": True}, of(status="returning", next_episode=date(2026, 1, 9)), "returning"),
        ("status", {"show": ["ended"]}, of(status="cancelled"), None),
        ("status", {}, of(status="canceled"), "cancelled"),
        ("mediastinger", {}, of(keywords=("heist", "aftercreditsstinger")), "after"),
        ("mediastinger", {}, of(keywords=("duringcreditsstinger", "aftercreditsstinger")), "both"),
        ("mediastinger", {}, of(keywords=("heist",)), None),
        ("watched", {}, film(watched=True), "watched"),
        ("watched", {}, film(watched=False, progress=0.0), None),
        ("watched", {}, film(watched=False, progress=0.37), 40),
        ("watched", {"progress": False}, film(watched=False, progress=0.37), None),
        ("watched", {"show": "unwatched"}, film(watched=False), "unwatched"),
        ("watched", {}, film(), None),
        ("new", {}, film(added=datetime(2026, 1, 20, tzinfo=UTC)), "new"),
        ("new", {}, film(added=datetime(2026, 1, 2, tzinfo=UTC)), None),
        ("new", {"by": "released", "days": 60}, film(released=date(2025, 12, 24)), "new"),
        ("new", {"by": "released"}, film(released=date(2026, 3, 1)), None),
        ("leaving", {}, film(labels=("Leaving",)), "leaving"),
        ("leaving", {}, film(collections=("Leaving Soon",)), "leaving"),
        ("leaving", {"labels": "goes"}, film(labels=("leaving",)), None),
        ("ribbon", {}, of(rank__imdb_top250=17), ("imdb_top250", "IMDb #17")),
        ("ribbon", {"show": ["certified"]}, of(rating__rt_critics=CERTIFIED), ("certified", "Certified Fresh")),
        ("ribbon", {"show": ["certified"]}, of(rating__rt_critics=Rating(value=94, scale=100, verdict="fresh")), None),
        ("ribbon", {"text": "Leaving"}, of(), ("text", "Leaving")),
        (
            "ribbon",
            {"show": ["best_picture", "oscar"]},
            of(award__oscars=Award(won=4, nominated=7, best_picture=True)),
            ("best_picture", "Best Picture"),
        ),
        ("ribbon", {"show": ["best_picture", "oscar"]}, of(award__oscars=Award(won=1, nominated=7)), ("oscars", "OSCAR")),
        ("ribbon", {"show": ["emmys"]}, of(award__emmys=Award(nominated=7)), None),
        ("rating", {"by_value": True}, of(rating__imdb=Rating(value=8.3)), (("imdb", "8.3", "good"),)),
        ("rating", {"decimals": 0}, of(rating__imdb=Rating(value=8.3)), (("imdb", "8", ""),)),
        ("rating", {"show": ["rt"]}, of(rating__rt_critics=CERTIFIED), (("rt_critics", "94%", "certified"),)),
        ("network", {}, of(MediaItem(title="Dark", type=ItemType.SHOW, network="BBC One")), (("bbc-one", "BBC One", ""),)),
        ("studio", {}, film(studios=("Warner Bros. Pictures",)), (("warner-bros", "Warner Bros. Pictures", ""),)),
    ],
)  # fmt: skip
def test_a_badge_says_what_is_known_and_nothing_else(kind, options, subject, value):
    assert made(kind, **options).value(subject) == value


@pytest.mark.parametrize(("how", "value"), [("auto", "1080"), ("majority", "1080"), ("best", "4k"), ("all", None)])
def test_of_a_season_most_episodes_decide_unless_it_is_said_otherwise(how, value):
    full, ultra = v(width_px=1920, height_px=1080), v(width_px=3840, height_px=2160)
    assert made("resolution", aggregate=how).value(season(full, full, ultra)) == value


def test_all_episodes_agree_or_nothing_is_said():
    full = v(width_px=1920, height_px=1080)
    assert made("resolution", aggregate="all").value(season(full, full)) == "1080"
    assert made("hdr").value(season(v(hdr=("hdr10",)), v(), v())) is None
    assert made("resolution").value(season()) is None


def test_of_a_film_the_best_version_decides_unless_it_is_said_otherwise():
    both = film(v(width_px=1920, height_px=1080), v(width_px=3840, height_px=2160))
    assert made("resolution").value(both) == "4k"
    assert made("resolution", aggregate="all").value(both) is None


def test_services_come_in_the_sources_order_or_in_ones_own():
    subject = of(streaming__US=(NETFLIX, PRIME, DISNEY))
    assert [name for _, name, _ in made("streaming").value(subject)] == ["Netflix"]
    assert len(made("streaming", all=True).value(subject)) == 3
    chosen = made("streaming", show=["Disney+", "prime video"], most=2).value(subject)
    assert [name for _, name, _ in chosen] == ["Disney Plus", "Amazon Prime Video"]
    assert made("streaming", region="DE").value(subject) is None
    assert made("streaming", region="uk").needs() == {"streaming.GB"}


def test_a_service_with_and_without_advertisements_is_one():
    two = (Brand(name="Netflix"), Brand(name="Netflix Standard with Ads"))
    assert len(made("streaming", all=True).value(of(streaming__US=two))) == 1


def logo(tmp_path: Any, image: Image.Image) -> LogoFile:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    path = tmp_path / "logo"
    path.write_bytes(stream.getvalue())
    return LogoFile(path=str(path), hash="abc")


def drawn(tools: Any, layer: Any, subject: Subject) -> Any:
    context = DrawContext(
        value=layer.value(subject), subject=subject, width_px=1000, height_px=1500, scale=1.0, tools=tools
    )
    found = layer.draw(context)
    return found if isinstance(found, tuple) else (found,)


def test_a_logo_takes_the_place_of_the_words_and_its_hash_stands_in_the_value(tools, tmp_path):
    tile = logo(tmp_path, Image.new("RGB", (200, 200), (229, 9, 20)))
    subject = replace(of(streaming__US=(NETFLIX,)), logos=FrozenMap({NETFLIX: tile}))
    layer = made("streaming")
    assert layer.pictures(subject) == (NETFLIX,)
    assert layer.value(subject) == (("netflix", "Netflix", "abc"),)
    (raster,) = drawn(tools, layer, subject)
    assert raster.mask.size == (84, 84)
    assert raster.fill.getpixel((42, 42)) == pytest.approx((229, 9, 20), abs=3)
    assert made("streaming", logo="none").pictures(subject) == ()


def test_a_transparent_logo_is_toned_to_the_words_and_stays_on_a_plate(tools, tmp_path):
    ink = Image.new("RGBA", (400, 100), (0, 0, 0, 0))
    ink.paste((10, 20, 200, 255), (40, 20, 360, 80))
    subject = of(MediaItem(title="Dark", type=ItemType.SHOW), networks=(NETFLIX,))
    subject = replace(subject, logos=FrozenMap({NETFLIX: logo(tmp_path, ink)}))
    (raster,) = drawn(tools, made("network"), subject)
    assert raster.mask.height == 84
    assert min(raster.fill.getpixel((raster.mask.width // 2, 42))) > 240
    (coloured,) = drawn(tools, made("network", logo="color"), subject)
    assert coloured.fill.getpixel((coloured.mask.width // 2, 42))[2] > 150


def test_a_logo_that_is_no_picture_leaves_the_words(tools, tmp_path):
    broken = tmp_path / "logo"
    broken.write_bytes(b"<html>no logo here</html>")
    subject = replace(of(streaming__US=(NETFLIX,)), logos=FrozenMap({NETFLIX: LogoFile(path=str(broken), hash="x1")}))
    (raster,) = drawn(tools, made("streaming"), subject)
    (words,) = drawn(tools, made("streaming", logo="none"), of(streaming__US=(NETFLIX,)))
    assert raster.mask.size == words.mask.size


@pytest.mark.parametrize(
    ("award", "least", "said"),
    [
        (Award(won=4, nominated=7, best_picture=True), "won", ("best", 4)),
        (Award(won=2, nominated=3), "won", ("won", 2)),
        (Award(nominated=3), "won", None),
        (Award(nominated=3), "nominated", ("nominated", 3)),
        (Award(won=2, nominated=3), "best_picture", None),
        (Award(), "nominated", None),
    ],
)
def test_an_award_is_shown_for_what_was_got(award, least, said):
    value = made("award", show=["oscars"], least=least).value(of(award__oscars=award))
    assert value == (None if said is None else (("oscars", *said),))


def test_families_come_in_the_order_asked_for_and_no_more_than_wanted():
    one = Award(won=1, nominated=1)
    subject = of(award__oscars=one, award__bafta=one, award__cannes=one)
    assert [name for name, *_ in made("award", show=["bafta", "oscar", "cannes"]).value(subject)] == ["bafta", "oscars"]
    assert made("award", show=["emmy"]).needs() == {"award.emmys"}


def test_laurels_are_gold_for_winners_and_silver_for_nominees():
    layer = AwardBadge(AwardBadge.Options(least="nominated"))
    marks = dict(layer.entries((("oscars", "won", 4), ("bafta", "nominated", 1))))
    assert (marks["oscars"].over, marks["oscars"].word) == ("WINNER", "4 OSCARS")
    assert (marks["bafta"].over, marks["bafta"].word) == ("NOMINEE", "BAFTA")
    assert marks["oscars"].accent != marks["bafta"].accent


@pytest.mark.parametrize(
    ("show", "facts", "said"),
    [
        ("verified", {"rating__rt_audience": CERTIFIED}, ("verified", "Verified Hot")),
        ("verified", {"rating__rt_audience": replace(CERTIFIED, verdict="fresh")}, None),
        ("best_director", {"award__oscars": Award(won=1, best_director=True)}, ("best_director", "Best Director")),
        ("best_director", {"award__oscars": Award(won=3, best_picture=True)}, None),
        (
            "globes_director",
            {"award__golden_globes": Award(won=1, best_director=True)},
            ("globes_director", "Best Director"),
        ),
        ("best_picture", {"award__oscars": Award(won=3, best_picture=True)}, ("best_picture", "Best Picture")),
    ],
)
def test_a_ribbon_is_for_what_deserves_it(show, facts, said):
    assert made("ribbon", show=show).value(of(**facts)) == said


def test_dts_es_is_told_from_dts():
    def heard(profile: str) -> Any:
        return made("audio_codec").value(film(v(audio=(AudioTrack(codec="dts", channels=7, profile=profile),))))

    assert (heard("es"), heard("dts")) == (("dts-es", ""), ("dts", ""))


@pytest.mark.parametrize("place", ["top-left", "top-right", "bottom-left", "bottom-right"])
def test_a_ribbon_lies_across_its_corner_and_covers_nothing_beyond_it(tools, place):
    layer = made("ribbon")
    layer.place = place
    (raster,) = drawn(tools, layer, of(rank__imdb_top250=1))
    side = raster.mask.width
    assert raster.mask.size == (300, 300)
    corners = {
        "top-left": (0, 0),
        "top-right": (side - 1, 0),
        "bottom-left": (0, side - 1),
        "bottom-right": (side - 1, side - 1),
    }
    far = {
        "top-left": "bottom-right",
        "top-right": "bottom-left",
        "bottom-left": "top-right",
        "bottom-right": "top-left",
    }
    assert raster.mask.getpixel(corners[place]) == 0
    assert raster.mask.getpixel(corners[far[place]]) == 0
    assert 0.25 < sum(raster.mask.tobytes()) / 255 / side**2 < 0.5


def test_ones_own_pictures_take_the_place_of_what_is_drawn_and_count_in_the_fingerprint(tools, tmp_path):
    own = tmp_path / "mine"
    own.mkdir()
    Image.new("RGBA", (300, 100), (200, 30, 30, 255)).save(own / "4K.png")
    entry = {"type": "resolution", "images": "mine"}
    book = LookBook(TYPES, [], {}, {"s": [entry]}, config_folder=tmp_path)
    look = book.look(None, ["s"], ArtworkKind.POSTER)
    layer = look.layers[0].layer
    (raster,) = drawn(tools, layer, film(v(width_px=3840, height_px=2160)))
    assert raster.mask.size == (252, 84)
    (words,) = drawn(tools, layer, film(v(width_px=1920, height_px=1080)))
    assert words.mask.size != (252, 84)
    before = look.signature(film(v(width_px=3840, height_px=2160)), base="textless")
    Image.new("RGBA", (300, 100), (30, 200, 30, 255)).save(own / "4K.png")
    again = LookBook(TYPES, [], {}, {"s": [entry]}, config_folder=tmp_path).look(None, ["s"], ArtworkKind.POSTER)
    assert again.signature(film(v(width_px=3840, height_px=2160)), base="textless") != before
    missing = LookBook(TYPES, [], {}, {"s": [{**entry, "images": "yours"}]}, config_folder=tmp_path)
    assert "there is no folder" in missing.problems[0].message


def test_a_colour_goes_by_what_is_shown(tools):
    layer = made("resolution", colors={"4k": "#102080"}, fill_opacity=1)
    (ultra,) = drawn(tools, layer, film(v(width_px=3840, height_px=2160)))
    (full,) = drawn(tools, layer, film(v(width_px=1920, height_px=1080)))
    assert ultra.fill.getpixel((10, 42)) == (16, 32, 128)
    assert full.fill.getpixel((10, 42)) == (12, 13, 17)


def test_size_and_plain_are_other_words_for_height_and_none(tools):
    assert made("resolution", size=60).options.height == 60
    assert made("resolution", shape="plain").options.shape == "none"
    assert made("ribbon", size=200).options.side == 200


def test_the_picture_shines_through_glass(tools):
    layer = made("resolution", shape="glass")
    subject = film(v(width_px=3840, height_px=2160))
    context = DrawContext(
        value="4k", subject=subject, width_px=1000, height_px=1500, scale=1.0, tools=tools,
        picture=Image.new("RGB", (1000, 1500), (220, 40, 40)), area=(100, 100, 316, 184),
    )  # fmt: skip
    (flat,) = layer.draw(context)
    glass = layer.finish(flat, context)
    assert glass.mask.size == flat.mask.size
    red, green, _ = glass.fill.getpixel((8, 42))
    assert red > 90 > green
    assert glass.mask.getpixel((8, 42)) == 255


@pytest.mark.parametrize("ground", [(255, 255, 255), (250, 200, 60), (128, 128, 128), (0, 0, 0)])
@pytest.mark.parametrize(("color", "fill"), [("#ffffff", "#0c0d11"), ("#101010", "#f4f4f0")])
def test_words_read_on_glass_over_any_ground(tools, ground, color, fill):
    layer = made("video_format", shape="glass", color=color, fill=fill)
    context = DrawContext(
        value="remux", subject=film(v(source="remux")), width_px=1000, height_px=1500, scale=1.0, tools=tools,
        picture=Image.new("RGB", (1000, 1500), ground), area=(100, 100, 400, 184),
    )  # fmt: skip
    (flat,) = layer.draw(context)
    pane = layer.finish(flat, context).fill.getpixel((flat.mask.width // 2, 8))
    assert contrast_ratio(rgb_of(color), pane) >= 4.5


@pytest.mark.parametrize("kind", ["video_format", "languages"])
def test_the_shadow_of_plain_words_fades_before_it_ends(tools, kind):
    layer = made(kind, shape="plain")
    (words,) = drawn(tools, layer, film(v(source="remux", audio=(AudioTrack(codec="aac", language="en"),))))
    shadow = words.below
    assert shadow is not None
    assert shadow.fill == (0, 0, 0)
    width, height = shadow.mask.size
    assert width > words.mask.width
    assert height > words.mask.height
    rim = [shadow.mask.crop(box) for box in ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height))]
    assert all(each.getextrema()[1] <= 2 for each in rim)


def test_words_keep_clear_of_a_ribbons_fork(tools):
    layer = made("languages", shape="ribbon", fill_opacity=0)
    (badge,) = drawn(tools, layer, film(v(audio=(AudioTrack(codec="aac", language="en"),))))
    ink = badge.mask.point(lambda value: 255 if value > 128 else 0).getbbox()
    assert ink[0] <= badge.mask.width - ink[2] - round(84 * 0.26) + 2


def test_every_flag_can_be_drawn_and_stands_for_a_language(tools):
    from posteract_layers.flags import flag

    for country in _data()["flags"]:
        assert flag(tools, country, 40).size == (60, 40)
    assert flag_of("en") == "GB"
    assert flag_of("en", english="US") == "US"
    assert flag_of("tlh") == ""
    assert all(country in _data()["flags"] for country in _data()["languages"].values())


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("award", {"show": ["oskars"]}, "did you mean `oscars`"),
        ("status", {"show": ["airring"]}, "did you mean `airing`"),
        ("ribbon", {"show": ["imdb_top"]}, "did you mean"),
        ("video_format", {"show": ["remox"]}, "did you mean `remux`"),
        ("content_rating", {"country": "Germany"}, "two letters"),
        ("streaming", {"region": "Germany"}, "two letters"),
    ],
)
def test_what_cannot_be_shown_is_named(kind, options, words):
    with pytest.raises(ValidationError, match=words):
        made(kind, **options)


@pytest.mark.parametrize(
    ("options", "subject", "value"),
    [
        ({"text": "{title:upper} {year}"}, film(), ("HEAT 1995", "", "")),
        ({"text": "{edition}"}, film(), None),
        (
            {"text": "{minutes:hours}h", "over": "{edition}", "note": "{year}"},
            film(v(duration_s=8040)),
            ("2h", "", "1995"),
        ),
        ({"text": "{rating.imdb:percent}"}, of(rating__imdb=Rating(value=7.35)), ("73", "", "")),
        ({"text": "In {next_episode:days} days"}, of(next_episode=date(2026, 2, 9)), ("In 9 days", "", "")),
    ],
)
def test_words_of_ones_own_are_a_badge(options, subject, value):
    assert made("words", **options).value(subject) == value


def test_words_ask_for_what_they_name():
    layer = made("words", text="{rating.imdb}", over="{next_episode:%d %b}", note="{episode_count}")
    assert layer.needs() == {"rating.imdb", "next_episode"}
    assert layer.reads_episodes
    assert not layer.tells_title
    assert made("words", text="{title}").tells_title


@pytest.mark.parametrize(("length", "many"), [(10, 1), (90, 0)])
def test_words_that_are_wider_than_the_picture_are_left_out(tools, length, many):
    layer = made("words", text="W" * length, shape="pill", glyph="star")
    assert len(drawn(tools, layer, film())) == many


def test_a_ribbon_takes_a_colour_and_a_picture_by_what_it_is_for(tools, tmp_path):
    Image.new("RGB", (30, 30), "#00ff00").save(tmp_path / "oscars.png")
    won = of(award__oscars=Award(won=1))

    (band,) = drawn(tools, made("ribbon", show="oscars", colors={"Oscars": "#0000ff"}), won)
    colours = band.fill.convert("RGB").getcolors(300 * 300)
    assert (0, 0, 255) in {colour for _, colour in sorted(colours)[-2:]}
    (own,) = drawn(tools, made("ribbon", show="oscars", images=str(tmp_path), size=200), won)
    assert own.mask.size == (200, 200)
    assert own.fill.convert("RGB").getpixel((100, 100)) == (0, 255, 0)


@pytest.mark.parametrize("shape", ["rounded", "pill", "square", "ribbon", "glass", "plain"])
def test_a_ribbon_may_be_a_plate_that_stacks_with_the_other_badges(tools, shape):
    layer = made("ribbon", shape=shape, size=300)
    (plate,) = drawn(tools, layer, of(rank__imdb_top250=7))
    (beside,) = drawn(tools, made("resolution", shape=shape), film(v(width_px=3840, height_px=2160)))
    assert layer.stacks
    assert plate.mask.height == beside.mask.height
    assert plate.mask.width > plate.mask.height


@pytest.mark.parametrize(("kind", "least"), [("studio", 485), ("network", 273)])
def test_as_many_brands_as_kometa_has_overlays_are_one_layer_and_a_table_that_is_read_once(kind, least):
    layer, known = made(kind), table(kind)
    assert table(kind) is known
    assert len({(mark.over, mark.word) for mark in known.values()}) >= least
    named = {key: film(studios=(key,)) if kind == "studio" else film(network=key) for key in known}
    values = {key: layer.value(subject) for key, subject in named.items()}
    assert all(next(iter(layer.entries(value)))[1].word for value in values.values())
    assert len({value[0][0] for value in values.values()}) >= least


def test_a_brand_that_is_in_no_table_is_set_in_its_own_words():
    [(_, mark)] = made("studio").entries(made("studio").value(film(studios=("Nobody Knows Films",))))
    assert mark.word == "NOBODY KNOWS FILMS"


class TestEveryBadgeKeepsTheContract(OverlayLayerContract):
    @pytest.fixture(params=BADGES, ids=lambda layer: layer.type)
    def layer_class(self, request):
        return request.param

    @pytest.fixture
    def subject(self, layer_class):
        kind = layer_class.type
        from posteract_core.render.sheets import SAMPLE_DAY, sample_versions

        sample = sample_versions()[1]
        plays = replace(sample.versions[0], hdr=("hdr10",) if kind == "hdr" else (), height_px=1080, width_px=1920)
        plays = replace(plays, audio=(*plays.audio, AudioTrack(codec="aac", language="de")))
        item = replace(
            sample, studios=("A24",), type=ItemType.EPISODE, season=1, episode=2, show_title="Dark", versions=(plays, plays),
            edition="IMAX",
        )  # fmt: skip
        facts = FrozenMap({**item.facts, "rank.imdb_top250": 3})
        return Subject(item=item, kind=ArtworkKind.POSTER, title="Heat", facts=facts, today=SAMPLE_DAY)

    @pytest.fixture
    def silent_subject(self):
        return Subject(item=MediaItem(title="Heat"), kind=ArtworkKind.POSTER, title="Heat", facts=FrozenMap())

    @pytest.fixture
    def options(self, layer_class):
        return {"hdr": {"all": True, "shape": "pill"}, "audio_codec": {"channels": True, "shape": "none"}}.get(
            layer_class.type, {}
        )
